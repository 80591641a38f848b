//! How an action goes: follow-ups, and its status with a result or a reason.

use super::check::{Reported, outcome, tell};
use super::show::{Forms, draw};
use crate::App;
use crate::domain::access::{Act, Permit};
use crate::domain::action::{Action, FollowUp, Plan, Status};
use crate::domain::event::{EventKind, Subject, SubjectKind};
use crate::error::Result;
use crate::secrets::Token;
use crate::store::{Write, actions};
use crate::web::form::{Errors, Posted, meet};
use crate::web::history::after_meeting;
use crate::web::me::Me;
use crate::web::{flash, parse, text};
use axum::extract::{Path, State};
use axum::response::Response;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

const LONG: usize = 10_000;
const TOGETHER: &[&[&str]] = &[&["status", "result", "effect", "stop_reason"]];
const CLASH: &str = "Någon annan har ändrat insatsen medan du skrev. Din text finns kvar nedan – jämför och spara igen.";

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct StatusForm {
    pub status: String,
    pub result: String,
    pub effect: String,
    pub stop_reason: String,
    pub version: i64,
}

impl From<&Plan> for StatusForm {
    fn from(plan: &Plan) -> Self {
        StatusForm {
            status: plan.status.code().to_owned(),
            result: plan.result.clone(),
            effect: plan.effect.clone(),
            stop_reason: plan.stop_reason.clone(),
            version: 0,
        }
    }
}

impl StatusForm {
    pub fn of(action: &Action) -> Self {
        StatusForm {
            version: action.version,
            ..StatusForm::from(&action.plan)
        }
    }

    fn tidy(mut self) -> Self {
        for text in [&mut self.result, &mut self.effect, &mut self.stop_reason] {
            *text = text.trim().to_owned();
        }
        if self.status != Status::Stopped.code() {
            self.stop_reason.clear();
        }
        self
    }
}

pub async fn set_status(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<StatusForm>,
) -> Result<Response> {
    let (action, permit) = find_reportable(&app, &me, id).await?;
    let form = form.tidy();
    if check(&form, &action.plan, &mut errors).is_none() || !errors.allow() {
        return draw(&app, &me, action, Forms::status(form), errors).await;
    }
    let mut tx = app.db.write(permit).await?;
    let current = still_reportable(&mut tx, &me, id).await?;
    let seen = form.version;
    let subject = Subject::new(SubjectKind::Action, id);
    let met = meet(
        &mut tx,
        &subject,
        &current.plan,
        current.version,
        form,
        seen,
        TOGETHER,
    )
    .await?;
    let form = after_meeting(&app, met, CLASH, &mut errors).await?;
    match check(&form, &current.plan, &mut errors).filter(|_| errors.allow()) {
        Some(plan) => save(tx, &current, &plan).await,
        None => {
            drop(tx);
            draw(&app, &me, current, Forms::status(form), errors).await
        }
    }
}

async fn save(mut tx: Write, current: &Action, plan: &Plan) -> Result<Response> {
    if *plan == current.plan {
        return Ok(flash::see_with(&current.url(), "Inget var ändrat."));
    }
    actions::change(&mut tx, current, plan, EventKind::ActionStatusChanged).await?;
    tx.commit().await?;
    let told = match plan.status == current.plan.status {
        true => "Resultatet är sparat.".to_owned(),
        false => format!("Insatsens status är nu {}.", plan.status.label()),
    };
    Ok(flash::see_with(&current.url(), &told))
}

fn check(form: &StatusForm, plan: &Plan, errors: &mut Errors) -> Option<Plan> {
    let said = Reported {
        status: &form.status,
        result: &form.result,
        effect: &form.effect,
        stop_reason: &form.stop_reason,
    };
    let said = outcome(said, errors)?;
    let lacks = plan.kind.lacks(plan.relevant, &plan.relevance, said.status);
    tell(&lacks, errors);
    lacks.is_empty().then(|| Plan {
        status: said.status,
        result: said.result,
        effect: said.effect,
        stop_reason: said.stop_reason,
        ..plan.clone()
    })
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct FollowUpForm {
    pub followed_on: String,
    pub text: String,
    pub once: String,
}

impl FollowUpForm {
    /// An empty one, for what was heard today.
    pub fn on(today: Date) -> FollowUpForm {
        FollowUpForm {
            followed_on: text::iso(today),
            once: Token::short(),
            ..FollowUpForm::default()
        }
    }
}

pub async fn follow_up(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<FollowUpForm>,
) -> Result<Response> {
    let (action, permit) = find_reportable(&app, &me, id).await?;
    let followed_on = errors.date("followed_on", &form.followed_on);
    if parse::date(&form.followed_on).is_some_and(|day| day > app.clock.today()) {
        errors.add(
            "followed_on",
            "Datumet har inte varit ännu. Ange i dag eller en tidigare dag.",
        );
    }
    let text = errors.text("text", &form.text, LONG, "Skriv hur det går.");
    let (Some(followed_on), Some(text), true) = (followed_on, text, errors.allow()) else {
        return draw(&app, &me, action, Forms::follow(form), errors).await;
    };
    let mut tx = app.db.write(permit).await?;
    if let Some(url) = tx.already_made(&form.once).await? {
        return Ok(flash::see_made(&url));
    }
    let current = still_reportable(&mut tx, &me, id).await?;
    actions::follow_up(&mut tx, &current, &FollowUp { followed_on, text }).await?;
    tx.made(&form.once, &current.url()).await?;
    tx.commit().await?;
    Ok(flash::see_with(&current.url(), "Uppföljningen är sparad."))
}

pub(super) async fn find_reportable(app: &App, me: &Me, id: i64) -> Result<(Action, Permit)> {
    let mut conn = app.db.read().acquire().await?;
    let action = actions::find(&mut *conn, id).await?;
    let place = actions::place(&mut conn, &action.plan, app.clock.today()).await?;
    let permit = me.may(Act::ReportAction, &place)?;
    Ok((action, permit))
}

/// The action as it is inside the transaction; someone may have moved it out of her reach.
pub(super) async fn still_reportable(tx: &mut Write, me: &Me, id: i64) -> Result<Action> {
    let today = tx.today();
    let current = actions::find(tx.conn(), id).await?;
    let place = actions::place(tx.conn(), &current.plan, today).await?;
    me.may(Act::ReportAction, &place)?;
    Ok(current)
}
