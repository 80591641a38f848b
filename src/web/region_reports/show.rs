//! The page of a report: what leaves the house, or has left it, and nothing else in its middle.

use super::{Loaded, NAME, hers, is_time, kept};
use crate::App;
use crate::domain::pack::Words;
use crate::domain::region_report::{self, Account, Lacking, Report, Sending};
use crate::error::Result;
use crate::store::region_reports;
use crate::web::dialogues::Subject;
use crate::web::form::Choice;
use crate::web::me::{Me, Shell};
use crate::web::{markdown, page, text};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;

/// An account as the page draws it.
struct View {
    title: String,
    about: String,
    introduction: String,
    sections: Vec<SectionView>,
    whom_to_ask: String,
}

struct SectionView {
    anchor: &'static str,
    title: &'static str,
    lines: Vec<LineView>,
}

struct LineView {
    what: String,
    about: String,
    stands: String,
    told: String,
    news: Option<String>,
}

impl View {
    fn of(account: &Account) -> View {
        let section = |section: &region_report::Section| SectionView {
            anchor: section.kind.code(),
            title: section.kind.label(),
            lines: section
                .lines
                .iter()
                .map(|line| line_of(account, line))
                .collect(),
        };
        View {
            title: account.title.to_string(),
            about: account.about.to_string(),
            introduction: markdown::render_below(account.introduction.words(), 2),
            sections: account.sections.iter().map(section).collect(),
            whom_to_ask: markdown::render_below(account.whom_to_ask.words(), 2),
        }
    }
}

fn line_of(account: &Account, line: &region_report::Line) -> LineView {
    LineView {
        what: line.what.to_string(),
        about: line.about.to_string(),
        stands: line.stands.to_string(),
        told: line.told.to_string(),
        news: account.news_words(line),
    }
}

#[derive(Template)]
#[template(path = "region_reports/show.html")]
struct ShowPage {
    shell: Shell,
    crumbs: Vec<Choice>,
    name: String,
    /// Of this very report; files stand below it.
    url: String,
    /// Of the draft.
    draft_url: String,
    view: View,
    /// Whether there is anything to tell, and whether the time has come to tell it.
    is_empty: bool,
    is_time: bool,
    held_back: String,
    lacking: Vec<Lacking>,
    sent: Option<SentView>,
    others: Vec<Choice>,
    may_write: bool,
}

/// How a report left the house, and what the region said of it.
struct SentView {
    sending: Sending,
    by: String,
    comment: String,
    commented_on: Option<Date>,
}

impl ShowPage {
    fn long(&self, day: &Date) -> String {
        text::long_date(*day)
    }
}

pub async fn show(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let loaded = Loaded::load(&app, id).await?;
    let (subject, built) = (&loaded.subject, &loaded.built);
    let is_time = is_time(subject.dialogue.phase);
    let rights = !hers(&me, &subject.county, &loaded.concerned).is_empty();
    let held_back = i64::try_from(built.held_back).unwrap_or(i64::MAX);
    let template = ShowPage {
        shell: me.shell(),
        crumbs: subject.crumbs(),
        name: subject.name(),
        url: loaded.url(),
        draft_url: loaded.url(),
        view: View::of(&built.account),
        is_empty: built.account.is_empty(),
        is_time,
        held_back: text::counted(held_back, "rad", "rader"),
        lacking: built.lacking.clone(),
        sent: None,
        others: others(&loaded.sent, None),
        may_write: is_time && rights,
    };
    page(StatusCode::OK, &template)
}

pub async fn one(
    State(app): State<App>,
    me: Me,
    Path((id, rid)): Path<(i64, i64)>,
) -> Result<Response> {
    let db = app.db.read();
    let subject = Subject::load(&app, id).await?;
    let report = region_reports::find(db, id, rid).await?;
    let sent = region_reports::sent(db, id).await?;
    let mut conn = db.acquire().await?;
    let concerned = region_reports::concerned(&mut conn, id).await?;
    let mut crumbs = subject.crumbs();
    crumbs.push(Choice::new(region_report::url(id), NAME));
    let account = kept(&report)?;
    let template = ShowPage {
        shell: me.shell(),
        crumbs,
        name: subject.name(),
        url: report.url(),
        draft_url: region_report::url(id),
        view: View::of(account),
        is_empty: account.is_empty(),
        is_time: true,
        held_back: String::new(),
        lacking: vec![],
        sent: sent_view(&report),
        others: others(&sent, Some(rid)),
        may_write: !hers(&me, &subject.county, &concerned).is_empty(),
    };
    page(StatusCode::OK, &template)
}

fn sent_view(report: &Report) -> Option<SentView> {
    let (_, sending, by) = report.sent.as_ref()?;
    Some(SentView {
        sending: sending.clone(),
        by: by.clone(),
        comment: report.comment.region_comment.clone(),
        commented_on: report.comment.commented_on,
    })
}

/// The reports that have left the house, without the one that is shown.
fn others(sent: &[Report], shown: Option<i64>) -> Vec<Choice> {
    let others = sent.iter().filter(|report| Some(report.id) != shown);
    let choice = |report: &Report| {
        let (_, sending, _) = report.sent.as_ref()?;
        let day = text::long_date(sending.sent_on);
        Some(Choice::new(report.url(), day).hint(&sending.recipient))
    };
    others.filter_map(choice).collect()
}
