//! The tab Omvärld of a län: its notes, newest first; the list with its filter is a click away.

use super::{Asked, Found, Head, find, head};
use crate::App;
use crate::error::Result;
use crate::store::observations::{self, Filter, Row, Sort};
use crate::store::{Page, Part};
use crate::web::holders::Holders;
use crate::web::list::page_number;
use crate::web::me::{Me, Shell};
use crate::web::secrecy::sight;
use crate::web::{page, text};
use askama::Template;
use axum::extract::{OriginalUri, Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "counties/observations.html")]
struct NotesPage {
    shell: Shell,
    head: Head,
    found: Page<Row>,
    count: String,
}

pub(super) async fn count(app: &App, me: &Me, county: &str) -> Result<Arc<i64>> {
    let sight = sight(app, me).await?;
    observations::count_of_county(app.db.read(), county, &sight).await
}

pub async fn observations(
    State(app): State<App>,
    me: Me,
    Path(asked_for): Path<String>,
    OriginalUri(uri): OriginalUri,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let county = match find(&app, &asked_for, &uri).await? {
        Found::Here(county) => *county,
        Found::Elsewhere(redirect) => return Ok(redirect),
    };
    let (db, today) = (app.db.read(), app.clock.today());
    let filter = Filter {
        county: Some(county.code.clone()),
        ..Filter::default()
    };
    let (sight, part) = (
        sight(&app, &me).await?,
        Part::Page(page_number(&asked.sida)),
    );
    let newest = (Sort::Written, true);
    let found = observations::list(db, &sight, &filter, newest, part, today).await?;
    let holders = Holders::load(db, today).await?;
    let template = NotesPage {
        shell: me.shell(),
        head: head(&app, &me, county, &holders, "omvarld").await?,
        count: text::first_upper(&text::counted(
            found.total,
            "omvärldsnotis",
            "omvärldsnotiser",
        )),
        found,
    };
    page(StatusCode::OK, &template)
}
