//! Text att skicka: exactly what leaves the house, to copy into a mail. Nothing is sent from here.

use super::{Asked, Loaded, can, crumbs, may, url};
use crate::App;
use crate::domain::minutes::{Letter, Step};
use crate::domain::participant::Participant;
use crate::domain::people::Seat;
use crate::error::Result;
use crate::secrets::Token;
use crate::store::{minutes, participants, places};
use crate::web::dialogues::Subject;
use crate::web::form::{Choice, Errors, Posted};
use crate::web::holders::Holders;
use crate::web::me::{Me, Shell};
use crate::web::{flash, page, text};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct SentForm {
    recipients: Vec<String>,
    /// Others, as they are written.
    others: String,
    sent_on: String,
    once: String,
}

#[derive(Template)]
#[template(path = "minutes/letter.html")]
struct LetterPage {
    shell: Shell,
    errors: Errors,
    crumbs: Vec<Choice>,
    form: SentForm,
    name: String,
    back: String,
    draft: String,
    people: Vec<Choice>,
    subject: String,
    letter: String,
    held_back: String,
    number: Option<String>,
    may_mark: bool,
}

pub async fn show(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let loaded = Loaded::load(&app, id, &Asked::default()).await?;
    let form = SentForm {
        sent_on: app.clock.today().to_string(),
        once: Token::short(),
        ..SentForm::default()
    };
    letter_page(&app, &me, &loaded, form, Errors::default()).await
}

pub async fn sent(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<SentForm>,
) -> Result<Response> {
    let loaded = Loaded::load(&app, id, &Asked::default()).await?;
    let permit = may(&me, &loaded.subject)?;
    let people = people(&app, id).await?;
    let checked = check(&form, &people, app.clock.today(), &mut errors);
    let (Some((recipients, sent_on)), true) = (checked, errors.allow()) else {
        return letter_page(&app, &me, &loaded, form, errors).await;
    };
    let mut tx = app.db.write(permit).await?;
    let (subject, now) = super::again(&mut tx, loaded.subject.clone()).await?;
    if let Some(url) = tx.already_made(&form.once).await? {
        return Ok(flash::see_made(&url));
    }
    let step = if now.is_locked() {
        Step::Reopen
    } else {
        Step::Write
    };
    if let Some(answer) = super::closed(&me, &subject, &now, step) {
        return answer;
    }
    minutes::sent(&mut tx, &now, sent_on, &recipients).await?;
    tx.made(&form.once, &url(&subject)).await?;
    tx.commit().await?;
    Ok(flash::see_with(
        &url(&subject),
        "Det är antecknat vem som har fått minnesanteckningarna.",
    ))
}

fn check(
    form: &SentForm,
    people: &[Participant],
    today: Date,
    errors: &mut Errors,
) -> Option<(String, Date)> {
    let mut names = Vec::new();
    for id in &form.recipients {
        let found = people.iter().find(|each| each.id.to_string() == *id);
        let found = errors.need("recipients", found, "Välj bland dem i listan.")?;
        names.push(found.name.clone());
    }
    let others = errors.optional_text("others", &form.others, 1_000);
    let lines = others.as_deref().unwrap_or_default().lines().map(str::trim);
    names.extend(lines.filter(|line| !line.is_empty()).map(str::to_owned));
    if names.is_empty() {
        errors.add("recipients", "Välj eller skriv minst en mottagare.");
    }
    let sent_on = errors.date("sent_on", &form.sent_on);
    if sent_on.is_some_and(|day| day > today) {
        errors.add(
            "sent_on",
            "Datumet har inte varit ännu. Ange i dag eller en tidigare dag.",
        );
    }
    errors.is_empty().then_some((names.join(", "), sent_on?))
}

async fn people(app: &App, id: i64) -> Result<Vec<Participant>> {
    let mut all = participants::of_dialogue(app.db.read(), id).await?;
    all.retain(|each| each.attendance.in_dialogue);
    Ok(all)
}

async fn letter_page(
    app: &App,
    me: &Me,
    loaded: &Loaded,
    form: SentForm,
    errors: Errors,
) -> Result<Response> {
    let subject = &loaded.subject;
    let (document, held_back) = loaded.minutes.document.shared();
    let signed = signed(app, subject).await?;
    let actor = actor(app, subject).await?;
    let day = text::long_date(subject.dialogue.plan.held_on);
    let letter = Letter {
        document: &document,
        actor: &actor,
        day: &day,
        number: loaded.number(),
        signed: &signed,
    };
    let name = |each: &Participant| {
        let from = if each.is_colleague() {
            &app.config.agency
        } else {
            &each.attendance.organisation
        };
        Choice::new(each.id, &each.name).hint(from)
    };
    let record = &loaded.told.record;
    let (status, phase) = (record.status, subject.dialogue.phase);
    let open = [Step::Write, Step::Reopen]
        .iter()
        .any(|step| step.is_open(status, phase));
    let held = i64::try_from(held_back).unwrap_or(i64::MAX);
    let template = LetterPage {
        shell: me.shell_for(&errors),
        crumbs: crumbs(subject),
        name: subject.name(),
        back: url(subject),
        draft: format!(
            "minnesanteckningar-{}-{}",
            record.dialogue_id, record.version
        ),
        people: people(app, record.dialogue_id)
            .await?
            .iter()
            .map(name)
            .collect(),
        subject: letter.subject(),
        letter: letter.write(),
        held_back: text::counted(held, "intern text", "interna texter"),
        number: loaded.number(),
        may_mark: open && can(me, subject),
        form,
        errors,
    };
    page(template.errors.status(), &template)
}

async fn actor(app: &App, subject: &Subject) -> Result<String> {
    let day = subject.dialogue.plan.held_on;
    let mut actors = places::regional_actor_names(app.db.read(), day).await?;
    let actor = actors.remove(&subject.county.code);
    Ok(actor.unwrap_or_else(|| subject.county.name.clone()))
}

/// The sender's lines: the uppdragsansvarig of today, and the agency.
async fn signed(app: &App, subject: &Subject) -> Result<Vec<String>> {
    let holders = Holders::load(app.db.read(), app.clock.today()).await?;
    let lead = holders.of(&Seat::Lead(subject.county.team_id));
    let mut signed = Vec::new();
    if !lead.vacant() {
        signed.push(lead.name);
        signed.push("Uppdragsansvarig".to_owned());
    }
    signed.push(app.config.agency.clone());
    Ok(signed)
}
