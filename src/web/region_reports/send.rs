//! That a report has left the house: it is read once more, and kept for good. Nothing is sent from here.

use super::{Loaded, hers, may, may_write, not_yet};
use crate::App;
use crate::domain::region_report::{self, Sending};
use crate::error::Result;
use crate::secrets::Token;
use crate::store::region_reports;
use crate::web::form::{Choice, Errors, Posted};
use crate::web::me::{Me, Shell};
use crate::web::{flash, page, text};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct SendForm {
    sent_on: String,
    recipient: String,
    diary_no: String,
    /// What the report said on the page where the button was pressed.
    digest: String,
    once: String,
}

#[derive(Template)]
#[template(path = "region_reports/send.html")]
struct SendPage {
    shell: Shell,
    errors: Errors,
    crumbs: Vec<Choice>,
    form: SendForm,
    name: String,
    lines: String,
    /// The departments whose duty to the region it settles.
    counts_for: String,
    back: String,
}

const EMPTY: &str = "Rapporten är tom. Markera först utfall, insatser, överlämningar eller satsningar som att de får delas med regionen.";
const CHANGED: &str =
    "Rapporten har ändrats sedan du öppnade sidan. Läs den som den är nu och skicka den sedan.";

pub async fn ask(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let (subject, _) = may_write(&app, &me, id).await?;
    if let Some(answer) = not_yet(&me, &subject) {
        return answer;
    }
    let loaded = Loaded::load(&app, id).await?;
    let dialogue = &loaded.subject.dialogue;
    let form = SendForm {
        sent_on: text::iso(app.clock.today()),
        recipient: loaded.sent.first().map_or(String::new(), |report| {
            let sent = report.sent.as_ref();
            sent.map_or(String::new(), |(_, sending, _)| sending.recipient.clone())
        }),
        diary_no: dialogue.plan.diary_no.clone(),
        digest: loaded.digest()?,
        once: Token::short(),
    };
    send_page(&me, &loaded, form, Errors::default())
}

pub async fn send(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<SendForm>,
) -> Result<Response> {
    let (subject, permit) = may_write(&app, &me, id).await?;
    let mut tx = app.db.write(permit).await?;
    if let Some(url) = tx.already_made(&form.once).await? {
        return Ok(flash::see_made(&url));
    }
    let loaded = Loaded::again(&app, &mut tx, subject).await?;
    let county = &loaded.subject.county;
    may(&me, county, &loaded.concerned)?;
    if let Some(answer) = not_yet(&me, &loaded.subject) {
        return answer;
    }
    let of = &loaded.subject.dialogue;
    let sending = check(&form, of.plan.held_on, tx.today(), &mut errors);
    if loaded.built.account.is_empty() {
        errors.add("", EMPTY);
    } else if form.digest != loaded.digest()? {
        errors.add("", CHANGED);
    }
    let (Some(sending), true) = (sending, errors.allow()) else {
        drop(tx);
        let digest = loaded.digest()?;
        return send_page(&me, &loaded, SendForm { digest, ..form }, errors);
    };
    let from = hers(&me, county, &loaded.concerned);
    let (draft, account) = (loaded.draft.as_ref(), &loaded.built.account);
    let sent = region_reports::send(&mut tx, of, draft, account, &sending, &from).await?;
    let url = format!("{}/{sent}", region_report::url(id));
    tx.made(&form.once, &url).await?;
    tx.commit().await?;
    Ok(flash::see_with(
        &url,
        "Rapporten är markerad som skickad och sparas som den är.",
    ))
}

fn check(form: &SendForm, held_on: Date, today: Date, errors: &mut Errors) -> Option<Sending> {
    let sent_on = errors.date("sent_on", &form.sent_on);
    match sent_on {
        Some(day) if day > today => errors.add(
            "sent_on",
            "Datumet har inte varit ännu. Ange i dag eller en tidigare dag.",
        ),
        Some(day) if day < held_on => errors.add(
            "sent_on",
            format!(
                "Dialogen hölls {}. Ange den dagen eller en senare.",
                text::long_date(held_on)
            ),
        ),
        _ => {}
    }
    let recipient = "Skriv vem rapporten skickades till.";
    let recipient = errors.text("recipient", &form.recipient, 200, recipient);
    let diary_no = "Skriv diarienumret som rapporten är registrerad under.";
    let diary_no = errors.text("diary_no", &form.diary_no, 60, diary_no);
    Some(Sending {
        sent_on: sent_on?,
        recipient: recipient?,
        diary_no: diary_no?.split_whitespace().collect::<Vec<_>>().join(" "),
    })
}

fn send_page(me: &Me, loaded: &Loaded, form: SendForm, errors: Errors) -> Result<Response> {
    let from = hers(me, &loaded.subject.county, &loaded.concerned);
    let names: Vec<String> = from.into_iter().map(|each| each.name).collect();
    let sections = &loaded.built.account.sections;
    let lines: usize = sections.iter().map(|section| section.lines.len()).sum();
    let template = SendPage {
        shell: me.shell_for(&errors),
        crumbs: loaded.crumbs(),
        name: loaded.subject.name(),
        lines: text::counted(i64::try_from(lines).unwrap_or(i64::MAX), "rad", "rader"),
        counts_for: text::join_and(&names),
        back: loaded.url(),
        form,
        errors,
    };
    page(template.errors.status(), &template)
}
