//! The steps of a dialogue's life: confirmed, begun, held, closed, called off.

use super::plan::permit;
use super::{Subject, refused};
use crate::App;
use crate::domain::dialogue::{Dialogue, Phase, Refusal, Step};
use crate::domain::milestone::Milestone;
use crate::domain::places::County;
use crate::error::{Error, Result};
use crate::store::{Write, agenda_items, dialogues, milestones, places};
use crate::web::agenda_items::carry::{preview, went_on_words};
use crate::web::form::{Choice, Errors, Posted};
use crate::web::me::{Me, Shell};
use crate::web::{flash, page, text};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct StepForm {
    reason: String,
    version: i64,
}

pub async fn confirm(state: State<App>, me: Me, id: Path<i64>, form: Form) -> Result<Response> {
    take(state, me, id, form, Step::Confirm).await
}

pub async fn start(state: State<App>, me: Me, id: Path<i64>, form: Form) -> Result<Response> {
    take(state, me, id, form, Step::Start).await
}

pub async fn hold(state: State<App>, me: Me, id: Path<i64>, form: Form) -> Result<Response> {
    take(state, me, id, form, Step::Hold).await
}

pub async fn close(state: State<App>, me: Me, id: Path<i64>, form: Form) -> Result<Response> {
    take(state, me, id, form, Step::Close).await
}

type Form = Posted<StepForm>;

/// What the flash says after a step.
fn done(step: Step) -> &'static str {
    match step {
        Step::Confirm => "Datumet är bekräftat och dialogen är i förberedelse.",
        Step::Start => "Genomförandet har börjat.",
        Step::Hold => "Dialogen är markerad som genomförd. Uppföljningen har börjat.",
        Step::Close => "Dialogen är avslutad.",
        Step::Cancel => "Dialogen är inställd.",
    }
}

/// The label of a step's button.
pub fn label(step: Step) -> &'static str {
    match step {
        Step::Confirm => "Bekräfta datumet",
        Step::Start => "Gå till genomförande",
        Step::Hold => "Markera som genomförd",
        Step::Close => "Avsluta dialogen",
        Step::Cancel => "Ställ in",
    }
}

/// Where a step's form is sent, below the dialogue's own address.
pub fn noun(step: Step) -> &'static str {
    match step {
        Step::Confirm => "bekraftad",
        Step::Start => "genomforande",
        Step::Hold => "genomford",
        Step::Close => "avslutad",
        Step::Cancel => "installd",
    }
}

async fn take(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, .. }: Form,
    step: Step,
) -> Result<Response> {
    let subject = Subject::load(&app, id).await?;
    let permit = permit(&me, &subject)?;
    let mut tx = app.db.write(permit).await?;
    let now = dialogues::find(tx.conn(), id).await?;
    if now.phase == step.leads_to() {
        return Ok(flash::see(&now.url()));
    }
    if let Some((refusal, open)) = in_the_way(&mut tx, &now, step).await? {
        drop(tx);
        return refusal_page(&me, &subject, step, refusal, open);
    }
    if now.version != form.version {
        return Err(Error::Stale);
    }
    let went_on = dialogues::take(&mut tx, &now, step, "").await?;
    let next = agenda_items::next_of(tx.conn(), &now.plan.county, id).await?;
    tx.commit().await?;
    let said = [done(step), &went_on_words(went_on, next.as_ref())].concat();
    let url = match step {
        Step::Start => format!("{}/genomforande", now.url()),
        _ => now.url(),
    };
    Ok(flash::see_with(&url, &said))
}

async fn in_the_way(
    tx: &mut Write,
    now: &Dialogue,
    step: Step,
) -> Result<Option<(Refusal, Vec<Milestone>)>> {
    let mut open = milestones::of_dialogue(tx.conn(), now.id).await?;
    open.retain(Milestone::blocks_closing);
    let refusal = step.refusal(now.phase, now.plan.held_on, tx.today(), open.len());
    Ok(refusal.map(|refusal| (refusal, open)))
}

fn refusal_page(
    me: &Me,
    subject: &Subject,
    step: Step,
    refusal: Refusal,
    open: Vec<Milestone>,
) -> Result<Response> {
    let heading = match step {
        Step::Confirm => "Datumet kan inte bekräftas nu",
        Step::Start => "Genomförandet kan inte börja nu",
        Step::Hold => "Dialogen kan inte markeras som genomförd nu",
        Step::Close => "Dialogen kan inte avslutas nu",
        Step::Cancel => "Dialogen kan inte ställas in nu",
    };
    let link = |each: Milestone| {
        let url = format!("{}/milstolpar/{}", subject.dialogue.url(), each.id);
        let due = text::iso(each.settling.due_on);
        Choice::new(url, each.title).hint(format!("Klart senast {due}"))
    };
    let links = match refusal {
        Refusal::Open(_) => open.into_iter().map(link).collect(),
        _ => vec![],
    };
    refused(me, subject, heading, why(refusal), links)
}

/// Why a step may not be taken now, for the page and for the line beside the buttons.
pub fn why(refusal: Refusal) -> String {
    match refusal {
        Refusal::Phase(phase) => format!("Dialogen är i fasen {}.", phase.label()),
        Refusal::NotBefore(day) => format!(
            "Genomförandet kan börja på dialogens dag, den {}.",
            text::long_date(day)
        ),
        Refusal::Open(1) => {
            "1 steg är öppet. Bocka av det eller avstå från det med ett skäl.".to_owned()
        }
        Refusal::Open(count) => {
            format!("{count} steg är öppna. Bocka av dem eller avstå från dem med ett skäl.")
        }
    }
}

#[derive(Template)]
#[template(path = "dialogues/cancel.html")]
struct CancelPage {
    shell: Shell,
    errors: Errors,
    crumbs: Vec<Choice>,
    question: String,
    reason: String,
    /// What of the agenda goes on, and where.
    carried: String,
    version: i64,
    back: String,
}

pub async fn ask_to_cancel(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
) -> Result<Response> {
    let subject = Subject::load(&app, id).await?;
    permit(&me, &subject)?;
    let (phase, day) = (subject.dialogue.phase, subject.dialogue.plan.held_on);
    if let Some(refusal) = Step::Cancel.refusal(phase, day, app.clock.today(), 0) {
        return refusal_page(&me, &subject, Step::Cancel, refusal, vec![]);
    }
    let form = StepForm {
        version: subject.dialogue.version,
        ..StepForm::default()
    };
    cancel_page(&app, &me, &subject, form, Errors::default()).await
}

pub async fn cancel(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted {
        mut form,
        mut errors,
    }: Form,
) -> Result<Response> {
    let subject = Subject::load(&app, id).await?;
    let permit = permit(&me, &subject)?;
    let mut tx = app.db.write(permit).await?;
    let now = dialogues::find(tx.conn(), id).await?;
    if now.phase == Phase::Cancelled {
        return Ok(flash::see(&now.url()));
    }
    if let Some((refusal, _)) = in_the_way(&mut tx, &now, Step::Cancel).await? {
        drop(tx);
        return refusal_page(&me, &subject, Step::Cancel, refusal, vec![]);
    }
    let reason = errors.text(
        "reason",
        &form.reason,
        1000,
        "Skriv varför dialogen ställs in.",
    );
    let stale = now.version != form.version;
    let (Some(reason), true, false) = (reason, errors.allow(), stale) else {
        drop(tx);
        if stale {
            form.version = now.version;
            errors.met("Någon annan har ändrat dialogen medan du skrev. Din text finns kvar nedan – läs rubriken och försök igen.");
        }
        return cancel_page(&app, &me, &subject, form, errors).await;
    };
    let went_on = dialogues::take(&mut tx, &now, Step::Cancel, &reason).await?;
    let next = agenda_items::next_of(tx.conn(), &now.plan.county, id).await?;
    tx.commit().await?;
    let said = [done(Step::Cancel), &went_on_words(went_on, next.as_ref())].concat();
    Ok(flash::see_with(&now.url(), &said))
}

async fn cancel_page(
    app: &App,
    me: &Me,
    subject: &Subject,
    form: StepForm,
    errors: Errors,
) -> Result<Response> {
    let day = subject.dialogue.plan.held_on;
    let actors = places::regional_actor_names(app.db.read(), day).await?;
    let county: &County = &subject.county;
    let actor = actors.get(&county.code).unwrap_or(&county.name);
    let template = CancelPage {
        shell: me.shell_for(&errors),
        errors,
        crumbs: subject.crumbs(),
        question: format!(
            "Ställ in dialogen med {actor} den {}?",
            text::long_date(day)
        ),
        reason: form.reason,
        carried: preview(app, &subject.dialogue).await?,
        version: form.version,
        back: subject.dialogue.url(),
    };
    page(template.errors.status(), &template)
}
