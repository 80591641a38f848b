//! What the receiving unit does: takes it on, sends it on, declines, tells of its contacts.

use super::settle::{AskPage, Contents, WITH_ALL, check_unit, parse_day, units};
use super::show::draw;
use super::{load, may_answer, may_lead, still_answers};
use crate::App;
use crate::domain::access::Permit;
use crate::domain::handover::{Handover, Status};
use crate::domain::places::County;
use crate::error::{Error, Result};
use crate::store::Write;
use crate::store::handovers::{self, Contact};
use crate::web::form::{Errors, Posted};
use crate::web::me::Me;
use crate::web::{flash, text};
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct AnswerForm {
    pub reason: String,
    pub unit_id: String,
    pub contact_by: String,
    pub version: i64,
}

const MET: &str = "Någon annan har ändrat överlämningen medan du skrev. Din text finns kvar nedan – läs överlämningen och försök igen.";

impl AnswerForm {
    /// What was typed, on the handover as someone else has left it.
    pub fn met(self, now: &Handover, errors: &mut Errors) -> AnswerForm {
        errors.met(MET);
        AnswerForm {
            version: now.version,
            ..self
        }
    }
}

pub async fn accept(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, .. }: Posted<AnswerForm>,
) -> Result<Response> {
    let (of, county) = load(&app, id).await?;
    let permit = may_answer(&app, &me, &of, &county).await?;
    let mut tx = app.db.write(permit).await?;
    let now = handovers::find(tx.conn(), id).await?;
    still_answers(&mut tx, &me, &now, &county).await?;
    if now.status == Status::Accepted {
        return Ok(flash::see(&now.url()));
    }
    if now.version != form.version || now.status != Status::Sent {
        return Err(Error::Stale);
    }
    handovers::accept(&mut tx, &now).await?;
    tx.commit().await?;
    let day = text::long_date(now.asking.contact_by);
    let said = format!("Överlämningen är mottagen. Ta kontakt med länet senast {day}.");
    Ok(flash::see_with(&now.url(), &said))
}

/// Sending on is for the unit, and for who handed over.
async fn may_send_on(app: &App, me: &Me, of: &Handover, county: &County) -> Result<Permit> {
    match may_lead(me, of, county) {
        Ok(permit) => Ok(permit),
        Err(_) => may_answer(app, me, of, county).await,
    }
}

/// The same inside the write. What has gone back is not the unit's to send on.
async fn still_sends_on(tx: &mut Write, me: &Me, now: &Handover, county: &County) -> Result<()> {
    if may_lead(me, now, county).is_ok() {
        return Ok(());
    }
    still_answers(tx, me, now, county).await?;
    match now.status {
        Status::Returned => Err(Error::Stale),
        _ => Ok(()),
    }
}

pub async fn ask_to_redirect(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
) -> Result<Response> {
    let (of, county) = load(&app, id).await?;
    may_send_on(&app, &me, &of, &county).await?;
    let form = AnswerForm {
        version: of.version,
        contact_by: text::iso(parse_day(&of, app.clock.today())),
        ..AnswerForm::default()
    };
    redirect_page(&app, &me, of, form, Errors::default()).await
}

pub async fn redirect(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<AnswerForm>,
) -> Result<Response> {
    let (of, county) = load(&app, id).await?;
    let permit = may_send_on(&app, &me, &of, &county).await?;
    let today = app.clock.today();
    let units = units(&app, &of).await?;
    let unit = check_unit(&form.unit_id, &units, &mut errors);
    let day = super::settle::check_day(&form.contact_by, today, &mut errors);
    let why = "Skriv varför frågan skickas vidare.";
    let reason = errors.text("reason", &form.reason, 1000, why);
    let (Some(unit), Some(day), Some(reason), true) = (unit, day, reason, errors.allow()) else {
        return redirect_page(&app, &me, of, form, errors).await;
    };
    let mut tx = app.db.write(permit).await?;
    let now = handovers::find(tx.conn(), id).await?;
    let said = handovers::last_words(tx.conn(), id).await?;
    if now.asking.unit_id == unit && now.status == Status::Sent && said == reason {
        return Ok(flash::see(&now.url()));
    }
    still_sends_on(&mut tx, &me, &now, &county).await?;
    if now.version != form.version || !now.status.waits() {
        drop(tx);
        let form = form.met(&now, &mut errors);
        return redirect_page(&app, &me, now, form, errors).await;
    }
    handovers::redirect(&mut tx, &now, unit, day, &reason).await?;
    tx.commit().await?;
    Ok(flash::see_with(
        &now.url(),
        "Överlämningen är skickad till den andra enheten.",
    ))
}

async fn redirect_page(
    app: &App,
    me: &Me,
    of: Handover,
    form: AnswerForm,
    errors: Errors,
) -> Result<Response> {
    let units = units(app, &of).await?;
    AskPage::draw(me, of, (REDIRECT, units), form, errors)
}

const REDIRECT: Contents = Contents {
    heading: "Skicka vidare till en annan enhet?",
    lead: "Enheten får nya dagar på sig att svara. Det som har hänt hittills finns kvar.",
    label: "Skäl",
    hint: "Till exempel varför frågan hör hemma där.",
    button: "Skicka vidare",
    ..WITH_ALL
};

pub async fn ask_to_decline(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
) -> Result<Response> {
    let (of, county) = load(&app, id).await?;
    may_answer(&app, &me, &of, &county).await?;
    let form = AnswerForm {
        version: of.version,
        ..AnswerForm::default()
    };
    AskPage::draw(&me, of, (DECLINE, vec![]), form, Errors::default())
}

const DECLINE: Contents = Contents {
    heading: "Avböj överlämningen?",
    lead: "Den går tillbaka till den som har lämnat över frågan, med ditt skäl.",
    label: "Skäl",
    hint: "Vet du vilken enhet som har frågan? Skicka den vidare i stället.",
    button: "Avböj",
    danger: true,
    ..WITH_ALL
};

pub async fn decline(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<AnswerForm>,
) -> Result<Response> {
    let (of, county) = load(&app, id).await?;
    let permit = may_answer(&app, &me, &of, &county).await?;
    let reason = errors.text("reason", &form.reason, 1000, "Skriv varför ni avböjer.");
    let (Some(reason), true) = (reason, errors.allow()) else {
        return AskPage::draw(&me, of, (DECLINE, vec![]), form, errors);
    };
    let mut tx = app.db.write(permit).await?;
    let now = handovers::find(tx.conn(), id).await?;
    still_answers(&mut tx, &me, &now, &county).await?;
    if now.status == Status::Returned && now.return_reason == reason {
        return Ok(flash::see(&now.url()));
    }
    if now.version != form.version || !now.status.can_go_back() {
        drop(tx);
        let form = form.met(&now, &mut errors);
        return AskPage::draw(&me, now, (DECLINE, vec![]), form, errors);
    }
    handovers::decline(&mut tx, &now, &reason).await?;
    tx.commit().await?;
    Ok(flash::see_with(&now.url(), "Överlämningen är avböjd."))
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct ContactForm {
    pub happened_on: String,
    pub text: String,
    pub once: String,
}

/// The first contact is also an answer: a unit that has been in touch has taken it on.
pub async fn contact(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<ContactForm>,
) -> Result<Response> {
    let (of, county) = load(&app, id).await?;
    let permit = may_answer(&app, &me, &of, &county).await?;
    let today = app.clock.today();
    let on = errors.date("happened_on", &form.happened_on);
    if on.is_some_and(|day| day > today) {
        let wrong = "Dagen har inte varit ännu. Ange i dag eller en tidigare dag.";
        errors.add("happened_on", wrong);
    }
    let text = errors.text("text", &form.text, 5_000, "Skriv vad ni kom fram till.");
    let (Some(on), Some(text), true) = (on, text, errors.allow()) else {
        return draw(&app, &me, of, Some(form), errors).await;
    };
    let mut tx = app.db.write(permit).await?;
    if let Some(url) = tx.already_made(&form.once).await? {
        return Ok(flash::see_made(&url));
    }
    let now = handovers::find(tx.conn(), id).await?;
    still_answers(&mut tx, &me, &now, &county).await?;
    if !now.status.is_with_unit() {
        drop(tx);
        errors.add(
            "",
            "Överlämningen ligger inte hos enheten längre. Din text finns kvar nedan.",
        );
        return draw(&app, &me, now, Some(form), errors).await;
    }
    handovers::contact(&mut tx, &now, &Contact { on, text }).await?;
    tx.made(&form.once, &now.url()).await?;
    tx.commit().await?;
    Ok(flash::see_with(&now.url(), "Kontakten är sparad."))
}
