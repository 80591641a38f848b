//! What is done with a version as a whole: begun, handed over, approved, sent back, or not needed.

use super::form::BriefForm;
use super::write::form_page;
use super::{Subject, refused};
use crate::App;
use crate::domain::access::{Act, Permit};
use crate::domain::brief::{Status, Step, Version, allows, missing};
use crate::domain::brief_order::Order;
use crate::error::{Error, Result};
use crate::store::{Write, briefs, places};
use crate::web::form::{Choice, Errors, Posted};
use crate::web::me::{Me, Shell};
use crate::web::{flash, page};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct StepForm {
    version: i64,
    reason: String,
}

/// Begins a new version with the text that holds.
pub async fn start(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let subject = Subject::load(&app, &me, id).await?;
    let permit = subject.may_write(&me)?;
    let url = format!("{}/skriv", subject.brief.url());
    let mut tx = app.db.write(permit).await?;
    subject.guard_in(&mut tx, &app, &me).await?;
    if let Some(open) = briefs::open_version(tx.conn(), id).await? {
        return Ok(match open.status {
            Status::InReview => flash::see(&subject.brief.url()),
            _ => flash::see(&url),
        });
    }
    briefs::start(&mut tx, &subject.brief.of).await?;
    tx.commit().await?;
    Ok(flash::see_with(&url, "En ny version är påbörjad."))
}

/// The version on its way as it is in the transaction, when the page that was shown is still true of it.
async fn now(
    (app, me): (&App, &Me),
    subject: &Subject,
    permit: Permit,
    seen: i64,
) -> Result<(Write, Version)> {
    let mut tx = app.db.write(permit).await?;
    subject.guard_in(&mut tx, app, me).await?;
    let open = briefs::open_version(tx.conn(), subject.brief.id).await?;
    let version = open.filter(|version| version.version == seen);
    Ok((tx, version.ok_or(Error::Stale)?))
}

fn allowed(subject: &Subject, version: &Version, step: Step) -> Result<()> {
    match allows(version.status, step, subject.review) {
        true => Ok(()),
        false => Err(Error::Stale),
    }
}

/// The form of the version, with what has to be written before it is handed over.
fn not_whole(me: &Me, subject: &Subject, version: &Version) -> Option<Result<Response>> {
    let missing = missing(&version.draft);
    if missing.is_empty() {
        return None;
    }
    let mut errors = Errors::default();
    for (field, message) in missing {
        errors.add(field, message);
    }
    let form = BriefForm::of(version);
    Some(form_page(me, subject, version, form, errors, ""))
}

pub async fn submit(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, .. }: Posted<StepForm>,
) -> Result<Response> {
    let subject = Subject::load(&app, &me, id).await?;
    let permit = subject.may_write(&me)?;
    let (mut tx, version) = now((&app, &me), &subject, permit, form.version).await?;
    allowed(&subject, &version, Step::Submit)?;
    if let Some(answer) = not_whole(&me, &subject, &version) {
        return answer;
    }
    briefs::submit(&mut tx, &version).await?;
    tx.commit().await?;
    Ok(flash::see_with(
        &subject.brief.url(),
        "Underlaget är lämnat för granskning.",
    ))
}

pub async fn take_back(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, .. }: Posted<StepForm>,
) -> Result<Response> {
    let subject = Subject::load(&app, &me, id).await?;
    let permit = subject.may_write(&me)?;
    let (mut tx, version) = now((&app, &me), &subject, permit, form.version).await?;
    allowed(&subject, &version, Step::TakeBack)?;
    briefs::take_back(&mut tx, &version).await?;
    tx.commit().await?;
    let url = format!("{}/skriv", subject.brief.url());
    Ok(flash::see_with(&url, "Underlaget är åter ett utkast."))
}

pub async fn approve(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, .. }: Posted<StepForm>,
) -> Result<Response> {
    let subject = Subject::load(&app, &me, id).await?;
    let permit = subject.may_approve(&me)?;
    let (mut tx, version) = now((&app, &me), &subject, permit, form.version).await?;
    allowed(&subject, &version, Step::Approve)?;
    if !missing(&version.draft).is_empty() {
        if subject.can_write(&me)
            && let Some(answer) = not_whole(&me, &subject, &version)
        {
            return answer;
        }
        let sentence = "Det viktigaste i korthet eller första dagen saknas. Lämna tillbaka underlaget till den som skriver.";
        return refused(
            &me,
            &subject,
            "Underlaget är inte helt",
            sentence.to_owned(),
        );
    }
    briefs::approve(&mut tx, &subject.brief, &version).await?;
    tx.commit().await?;
    let said = format!("Version {} är fastställd och gäller.", version.number);
    Ok(flash::see_with(&subject.brief.url(), &said))
}

/// What a form that asks for a reason is about.
#[derive(Clone, Copy)]
struct Asked {
    step: Step,
    heading: &'static str,
    lead: &'static str,
    button: &'static str,
    label: &'static str,
}

const BACK: Asked = Asked {
    step: Step::SendBack,
    heading: "Lämna tillbaka underlaget",
    lead: "Underlaget blir ett utkast igen. Den som skriver ser skälet på sin startsida.",
    button: "Lämna tillbaka",
    label: "Vad behöver ändras?",
};

const WAIVED: Asked = Asked {
    step: Step::Waive,
    heading: "Underlaget behövs inte",
    lead: "Versionen avslutas. Det som redan gäller fortsätter att gälla, och de beställningar som väntar på underlaget i dina län avslutas med skälet. Andra teams beställningar väntar vidare.",
    button: "Avsluta versionen",
    label: "Varför behövs det inte?",
};

#[derive(Template)]
#[template(path = "briefs/reason.html")]
struct ReasonPage {
    shell: Shell,
    errors: Errors,
    crumbs: Vec<Choice>,
    name: String,
    back: String,
    version: i64,
    reason: String,
    asked: Asked,
}

fn reason_page(
    me: &Me,
    subject: &Subject,
    asked: Asked,
    form: StepForm,
    errors: Errors,
) -> Result<Response> {
    let template = ReasonPage {
        shell: me.shell_for(&errors),
        crumbs: subject.crumbs(),
        name: subject.brief.name(),
        back: subject.brief.url(),
        version: form.version,
        reason: form.reason,
        asked,
        errors,
    };
    page(template.errors.status(), &template)
}

async fn ask(app: &App, me: &Me, subject: &Subject, asked: Asked) -> Result<Response> {
    let mut conn = app.db.read().acquire().await?;
    let open = briefs::open_version(&mut conn, subject.brief.id).await?;
    match open.filter(|version| allows(version.status, asked.step, subject.review)) {
        Some(version) => {
            let form = StepForm {
                version: version.version,
                reason: String::new(),
            };
            reason_page(me, subject, asked, form, Errors::default())
        }
        None => {
            let sentence = "Underlaget står inte längre så att det går. Se hur det står nu på underlagets sida.";
            refused(me, subject, asked.heading, sentence.to_owned())
        }
    }
}

pub async fn ask_to_send_back(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
) -> Result<Response> {
    let subject = Subject::load(&app, &me, id).await?;
    subject.may_approve(&me)?;
    ask(&app, &me, &subject, BACK).await
}

pub async fn send_back(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<StepForm>,
) -> Result<Response> {
    let subject = Subject::load(&app, &me, id).await?;
    let permit = subject.may_approve(&me)?;
    let reason = errors.text(
        "reason",
        &form.reason,
        1000,
        "Skriv vad som behöver ändras.",
    );
    let (Some(reason), true) = (reason, errors.allow()) else {
        return reason_page(&me, &subject, BACK, form, errors);
    };
    let (mut tx, version) = now((&app, &me), &subject, permit, form.version).await?;
    allowed(&subject, &version, Step::SendBack)?;
    briefs::send_back(&mut tx, &version, &reason).await?;
    tx.commit().await?;
    Ok(flash::see_with(
        &subject.brief.url(),
        "Underlaget är lämnat tillbaka.",
    ))
}

pub async fn ask_to_waive(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let subject = Subject::load(&app, &me, id).await?;
    subject.may_write(&me)?;
    ask(&app, &me, &subject, WAIVED).await
}

pub async fn waive(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<StepForm>,
) -> Result<Response> {
    let subject = Subject::load(&app, &me, id).await?;
    let permit = subject.may_write(&me)?;
    let reason = errors.text("reason", &form.reason, 1000, "Skriv ett skäl.");
    let (Some(reason), true) = (reason, errors.allow()) else {
        return reason_page(&me, &subject, WAIVED, form, errors);
    };
    let (mut tx, version) = now((&app, &me), &subject, permit, form.version).await?;
    allowed(&subject, &version, Step::Waive)?;
    let counties = places::counties(tx.conn(), app.clock.today()).await?;
    let judges = |order: &Order| {
        let county = counties.iter().find(|county| county.code == order.county);
        county.is_some_and(|county| me.can(Act::SettleMilestone, &order.place(county)))
    };
    briefs::not_needed(&mut tx, &subject.brief, &version, &reason, judges).await?;
    tx.commit().await?;
    Ok(flash::see_with(
        &subject.brief.url(),
        "Versionen är avslutad. Underlaget behövs inte.",
    ))
}
