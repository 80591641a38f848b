//! The figures of a län, each with its chart and its table.

use super::{Found, Head, find, head};
use crate::App;
use crate::domain::access::Act;
use crate::error::Result;
use crate::web::figures::county::{self, Card};
use crate::web::holders::Holders;
use crate::web::me::{Me, Shell};
use crate::web::page;
use askama::Template;
use axum::extract::{OriginalUri, Path, State};
use axum::http::StatusCode;
use axum::response::Response;

#[derive(Template)]
#[template(path = "counties/statistics.html")]
struct StatisticsPage {
    shell: Shell,
    head: Head,
    cards: Vec<Card>,
    can_import: bool,
}

pub async fn statistics(
    State(app): State<App>,
    me: Me,
    Path(asked_for): Path<String>,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let county = match find(&app, &asked_for, &uri).await? {
        Found::Here(county) => *county,
        Found::Elsewhere(redirect) => return Ok(redirect),
    };
    let holders = Holders::load(app.db.read(), app.clock.today()).await?;
    let template = StatisticsPage {
        shell: me.shell(),
        cards: county::all(app.db.read(), &county.code).await?,
        can_import: me.can(Act::ImportFigures, &county.place()),
        head: head(&app, &me, county, &holders, "statistik").await?,
    };
    page(StatusCode::OK, &template)
}
