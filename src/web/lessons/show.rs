//! The page of a lesson, and its Historik.

use super::may;
use crate::App;
use crate::domain::event::{self, SubjectKind};
use crate::error::{Error, Result};
use crate::store::events;
use crate::store::lessons::{self, Shown};
use crate::web::form::Choice;
use crate::web::history::{self, HistoryPage};
use crate::web::me::{Me, Shell};
use crate::web::{markdown, page, text};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

#[derive(Template)]
#[template(path = "lessons/show.html")]
struct ShowPage {
    shell: Shell,
    row: Shown,
    text: String,
    day: String,
    written: String,
    may: bool,
}

pub async fn show(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let row = lessons::find(app.db.read(), id).await?;
    let may = !row.removed
        && match may(&app, &me, &row).await {
            Ok(_) => true,
            Err(Error::Denied(_)) => false,
            Err(error) => return Err(error),
        };
    let template = ShowPage {
        shell: me.shell(),
        text: markdown::render(&row.lesson.text),
        day: text::long_date(row.held_on),
        written: text::long_date(row.written_on),
        may,
        row,
    };
    page(StatusCode::OK, &template)
}

pub async fn history(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let db = app.db.read();
    let row = lessons::find(db, id).await?;
    let about = event::Subject::new(SubjectKind::Lesson, id);
    let entries = events::history(db, &about).await?;
    let template = HistoryPage {
        shell: me.shell(),
        title: row.lesson.title.clone(),
        crumbs: vec![
            Choice::new("/lardomar", "Lärdomar"),
            Choice::new(row.url(), &row.lesson.title),
        ],
        lines: history::lines(db, entries).await?,
    };
    page(StatusCode::OK, &template)
}
