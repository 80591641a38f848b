//! The next status of a satsning, with the decision or the result it demands.

use super::place;
use crate::App;
use crate::domain::access::{Act, Place};
use crate::domain::investment::{Investment, Lack, Stage, Status};
use crate::error::Result;
use crate::store::investments;
use crate::web::form::{Choice, Errors, Posted};
use crate::web::me::{Me, Shell};
use crate::web::{flash, page, text};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;

const REFERENCE: usize = 200;
const LONG: usize = 20_000;

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct StatusForm {
    status: String,
    decision: String,
    decided_on: String,
    result: String,
    version: i64,
}

#[derive(Template)]
#[template(path = "investments/status.html")]
struct StatusPage {
    shell: Shell,
    errors: Errors,
    form: StatusForm,
    investment: Investment,
    statuses: Vec<Choice>,
    /// Which of the fields she can write in.
    decides: bool,
    reports: bool,
}

/// Whether there can be a result to write of what stands here.
fn has_result(status: Status) -> bool {
    matches!(status, Status::Ongoing | Status::Reported)
}

/// Where she may take it: where it stands, and every step that is hers.
fn reach(me: &Me, from: Status, place: &Place) -> Vec<Status> {
    let all = Status::ALL.iter().copied();
    let hers = |to: Status| from.step_to(to).is_some_and(|act| me.can(act, place));
    all.filter(|to| *to == from || hers(*to)).collect()
}

fn draw(
    me: &Me,
    investment: Investment,
    place: &Place,
    form: StatusForm,
    errors: Errors,
) -> Result<Response> {
    let now = investment.stage.status;
    let said = |each: &Status| {
        let choice = Choice::new(each, each.label());
        if *each == now {
            choice.hint("som nu")
        } else {
            choice
        }
    };
    let template = StatusPage {
        shell: me.shell_for(&errors),
        statuses: reach(me, now, place).iter().map(said).collect(),
        decides: me.can(Act::DecideInvestment, place),
        reports: has_result(now) && me.can(Act::LeadInvestment, place),
        form,
        investment,
        errors,
    };
    page(template.errors.status(), &template)
}

/// Who leads it or decides on it.
fn may_turn(me: &Me, place: &Place) -> Result<()> {
    if !me.can(Act::DecideInvestment, place) {
        me.may(Act::LeadInvestment, place)?;
    }
    Ok(())
}

pub async fn ask(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let investment = investments::find(app.db.read(), id).await?;
    let place = place(app.db.read(), &investment, app.clock.today()).await?;
    may_turn(&me, &place)?;
    let stage = &investment.stage;
    let form = StatusForm {
        status: stage.status.to_string(),
        decision: stage.decision.clone(),
        decided_on: stage.decided_on.map(text::iso).unwrap_or_default(),
        result: stage.result.clone(),
        version: investment.version,
    };
    draw(&me, investment, &place, form, Errors::default())
}

pub async fn turn(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<StatusForm>,
) -> Result<Response> {
    let before = investments::find(app.db.read(), id).await?;
    let today = app.clock.today();
    let here = place(app.db.read(), &before, today).await?;
    may_turn(&me, &here)?;
    let permit = match form.status.parse::<Status>() {
        Ok(to) => me.may(act_of(&me, before.stage.status, to, &here), &here)?,
        Err(_) => me.may(
            act_of(&me, before.stage.status, before.stage.status, &here),
            &here,
        )?,
    };
    let checked = check(&form, &before, &me, &here, today, &mut errors);
    let (Some(_), true) = (checked, errors.allow()) else {
        return draw(&me, before, &here, form, errors);
    };
    let mut tx = app.db.write(permit).await?;
    let now = investments::find(tx.conn(), id).await?;
    let place = investments::place(tx.conn(), &now.terms, today).await?;
    let stage = check(&form, &now, &me, &place, today, &mut errors);
    if stage.as_ref() == Some(&now.stage) {
        return Ok(flash::see_with(&now.url(), "Inget var ändrat."));
    }
    if now.version != form.version {
        drop(tx);
        errors.met(super::MET);
        let form = StatusForm {
            version: now.version,
            ..form
        };
        return draw(&me, now, &place, form, errors);
    }
    let Some(stage) = stage else {
        drop(tx);
        return draw(&me, now, &place, form, errors);
    };
    me.may(act_of(&me, now.stage.status, stage.status, &place), &place)?;
    investments::turn(&mut tx, &now, &stage).await?;
    tx.commit().await?;
    let told = match stage.status == now.stage.status {
        true => "Uppgifterna är sparade.".to_owned(),
        false => format!("Satsningens status är nu {}.", stage.status.label()),
    };
    Ok(flash::see_with(&now.url(), &told))
}

/// What a step takes; where it stands already, whichever of the two that is hers.
fn act_of(me: &Me, from: Status, to: Status, place: &Place) -> Act {
    let stays = match me.can(Act::DecideInvestment, place) {
        true => Act::DecideInvestment,
        false => Act::LeadInvestment,
    };
    from.step_to(to).unwrap_or(stays)
}

/// How it would stand. The decision is written by who decides, the result by who leads; a decision that is
/// taken back is gone.
fn check(
    form: &StatusForm,
    investment: &Investment,
    me: &Me,
    place: &Place,
    today: Date,
    errors: &mut Errors,
) -> Option<Stage> {
    let now = &investment.stage;
    let to = form.status.parse::<Status>().ok();
    let to = to.filter(|to| *to == now.status || now.status.step_to(*to).is_some());
    let to = errors.need("status", to, "Välj en status i listan.");
    let decision = errors.optional_text("decision", &form.decision, REFERENCE);
    let decided_on = errors.optional_date("decided_on", &form.decided_on);
    let result = errors.optional_text("result", &form.result, LONG);
    if decided_on.is_some_and(|day| day > today) {
        errors.add(
            "decided_on",
            "Datumet har inte varit ännu. Ange i dag eller en tidigare dag.",
        );
    }
    let (to, decision, result) = (to?, decision?, result?);
    let mut stage = Stage {
        status: to,
        ..now.clone()
    };
    match to {
        Status::Idea | Status::Prepared => (stage.decision, stage.decided_on) = Default::default(),
        _ if me.can(Act::DecideInvestment, place) => {
            (stage.decision, stage.decided_on) = (decision, decided_on);
        }
        _ => {}
    }
    if has_result(now.status) && me.can(Act::LeadInvestment, place) {
        stage.result = result;
    }
    tell(&to.lacks(investment.relevance.relevant, &stage), errors);
    errors.is_empty().then_some(stage)
}

fn tell(lacks: &[Lack], errors: &mut Errors) {
    for lack in lacks {
        let (field, message) = match lack {
            Lack::Judgement => (
                "status",
                "Bedöm först om satsningen är relevant för oss att finansiera.",
            ),
            Lack::Relevance => (
                "status",
                "Satsningen är bedömd som inte relevant. Då kan den inte gå vidare.",
            ),
            Lack::Decision => (
                "decision",
                "Skriv beslutets beteckning, till exempel diarienumret.",
            ),
            Lack::DecidedOn => ("decided_on", "Ange vilken dag beslutet fattades."),
            Lack::Result => ("result", "Skriv vilket resultat satsningen gav."),
        };
        errors.add(field, message);
    }
}
