//! One source: how it is doing, its last tries, and what it has told lately.

use super::{may, words};
use crate::App;
use crate::domain::event::{Subject, SubjectKind};
use crate::domain::source::{ItemState, Source};
use crate::error::Result;
use crate::store::inbox::{self, Filter, Row};
use crate::store::sources::{self, Tried};
use crate::store::{Page, Part, events, places};
use crate::web::form::Choice;
use crate::web::history::{self, HistoryPage};
use crate::web::me::{Me, Shell};
use crate::web::text::stamp;
use crate::web::{page, secrecy};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::Timestamp;

/// So many of its items are shown; the rest are in the inbox.
const ITEMS: usize = 5;

#[derive(Template)]
#[template(path = "sources/show.html")]
struct ShowPage {
    shell: Shell,
    source: Source,
    /// Of a regional one.
    county: Option<Choice>,
    said: String,
    tries: Vec<Tried>,
    waiting: Page<Row>,
    may: bool,
    fetches: bool,
}

impl ShowPage {
    fn items(&self) -> &[Row] {
        &self.waiting.rows[..self.waiting.rows.len().min(ITEMS)]
    }

    fn stamp(&self, at: &Timestamp) -> String {
        stamp(*at)
    }

    fn told(&self, tried: &Tried) -> String {
        words::outcome(tried.outcome, &tried.detail)
    }

    fn inbox(&self) -> String {
        format!("/omvarld/inkorg?lan=alla&kalla={}", self.source.id)
    }
}

pub async fn show(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let (db, today) = (app.db.read(), app.clock.today());
    let source = sources::find(db, id).await?;
    let county = match &source.terms.county {
        Some(code) => Some(places::county_by_code(db, code, today).await?),
        None => None,
    };
    let filter = Filter {
        source: Some(id),
        state: Some(ItemState::Waiting),
        ..Filter::default()
    };
    let sight = secrecy::sight(&app, &me).await?;
    let newest = ("datum", true);
    let fetches = app.config.fetches_sources();
    let template = ShowPage {
        shell: me.shell(),
        county: county.map(|each| Choice::new(each.url(), &each.short_name)),
        said: words::state(&source.progress, source.is_open(), fetches),
        tries: sources::tries(db, id).await?,
        waiting: inbox::list(db, &filter, &sight, newest, Part::Page(1), today).await?,
        may: may(&app, &me, &source).await.is_ok(),
        source,
        fetches,
    };
    page(StatusCode::OK, &template)
}

pub async fn log(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let db = app.db.read();
    let source = sources::find(db, id).await?;
    let entries = events::history(db, &Subject::new(SubjectKind::Source, id)).await?;
    let template = HistoryPage {
        shell: me.shell(),
        crumbs: vec![
            Choice::new("/omvarld/kallor", "Källor"),
            Choice::new(source.url(), &source.terms.name),
        ],
        title: source.terms.name,
        lines: history::lines(db, entries).await?,
    };
    page(StatusCode::OK, &template)
}
