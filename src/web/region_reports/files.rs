//! A report as a Word file, and as the text of a mail to copy.

use super::{Loaded, NAME, kept};
use crate::App;
use crate::domain::pack::Words;
use crate::domain::region_report::{self, Account};
use crate::error::{Error, Result};
use crate::store::region_reports;
use crate::web::dialogues::Subject;
use crate::web::docx::{self, Front};
use crate::web::export::{attachment, file_name};
use crate::web::form::Choice;
use crate::web::me::{Me, Shell};
use crate::web::page;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;

pub async fn word(State(app): State<App>, _: Me, Path(id): Path<i64>) -> Result<Response> {
    let loaded = Loaded::load(&app, id).await?;
    let day = app.clock.today();
    as_word(&app, &loaded.subject, loaded.built.account.clone(), day).await
}

pub async fn word_of_one(
    State(app): State<App>,
    _: Me,
    Path((id, rid)): Path<(i64, i64)>,
) -> Result<Response> {
    let subject = Subject::load(&app, id).await?;
    let report = region_reports::find(app.db.read(), id, rid).await?;
    let day = report.sent_on().unwrap_or(subject.dialogue.plan.held_on);
    as_word(&app, &subject, kept(&report)?.clone(), day).await
}

async fn as_word(app: &App, subject: &Subject, account: Account, day: Date) -> Result<Response> {
    let front = Front {
        title: account.title.to_string(),
        subtitle: account.about.to_string(),
        state: String::new(),
        creator: app.config.agency.clone(),
    };
    let name = file_name(&format!("regionrapport-{}", subject.county.slug), day);
    let written = tokio::task::spawn_blocking(move || {
        let parts = account.parts();
        let parts = parts.iter().map(|(title, blocks)| (*title, &blocks[..]));
        docx::write_parts(&front, parts)
    });
    let bytes = written.await.map_err(Error::internal)??;
    Ok(attachment(
        &format!("{name}.docx"),
        docx::CONTENT_TYPE,
        bytes,
    ))
}

#[derive(Template)]
#[template(path = "region_reports/mail.html")]
struct MailPage {
    shell: Shell,
    crumbs: Vec<Choice>,
    name: String,
    subject: String,
    letter: String,
    back: String,
}

pub async fn mail(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let loaded = Loaded::load(&app, id).await?;
    mail_page(
        &me,
        &loaded.subject,
        &loaded.built.account,
        region_report::url(id),
    )
}

pub async fn mail_of_one(
    State(app): State<App>,
    me: Me,
    Path((id, rid)): Path<(i64, i64)>,
) -> Result<Response> {
    let subject = Subject::load(&app, id).await?;
    let report = region_reports::find(app.db.read(), id, rid).await?;
    mail_page(&me, &subject, kept(&report)?, report.url())
}

fn mail_page(me: &Me, subject: &Subject, account: &Account, back: String) -> Result<Response> {
    let mut crumbs = subject.crumbs();
    crumbs.push(Choice::new(region_report::url(subject.dialogue.id), NAME));
    let template = MailPage {
        shell: me.shell(),
        crumbs,
        name: subject.name(),
        subject: format!("{}: {}", account.title, account.about.words()),
        letter: account.letter(),
        back,
    };
    page(StatusCode::OK, &template)
}
