//! Parkering: what waits in a län between its dialogues.

use super::home::Home;
use super::{Row, row, seen};
use crate::App;
use crate::error::Result;
use crate::store::agenda_items::{self, Next};
use crate::web::export::{self, Cell, Format, Kind, Table, file_name};
use crate::web::form::Choice;
use crate::web::me::{Me, Shell};
use crate::web::{page, text};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "agenda_items/parking.html")]
struct ParkingPage {
    shell: Shell,
    crumbs: Vec<Choice>,
    county: String,
    url: String,
    back: String,
    rows: Vec<Row>,
    found: String,
    seen: String,
    runs: bool,
    adds: bool,
    /// The dialogue that items can be taken to.
    next: Option<(String, String)>,
    warning: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    format: String,
}

pub async fn show(
    State(app): State<App>,
    me: Me,
    Path(slug): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Response> {
    let home = Home::parking(&app, &slug).await?;
    if let Some(format) = Format::of(&wanted.format) {
        let rows = agenda_items::parked(app.db.read(), &home.county.code).await?;
        let rows: Vec<Row> = rows
            .into_iter()
            .map(|each| row(each, String::new()))
            .collect();
        let name = file_name(
            &format!("parkering-{}", home.county.slug),
            app.clock.today(),
        );
        return export::respond(table(&home, rows), format, &name).await;
    }
    parking_page(&app, &me, &home, StatusCode::OK, String::new()).await
}

pub async fn parking_page(
    app: &App,
    me: &Me,
    home: &Home,
    status: StatusCode,
    warning: String,
) -> Result<Response> {
    let code = &home.county.code;
    let parked = agenda_items::parked(app.db.read(), code).await?;
    let next = agenda_items::next_of(app.db.read(), code, 0).await?;
    let mut rows: Vec<Row> = parked
        .into_iter()
        .map(|each| row(each, String::new()))
        .collect();
    for row in &mut rows {
        row.may = home.may_one(me, &row.shown).is_ok();
    }
    let words = text::counted(rows.len() as i64, "parkerad punkt", "parkerade punkter");
    let template = ParkingPage {
        shell: me.shell(),
        crumbs: home.crumbs(),
        county: home.county.short_name.clone(),
        url: home.url(),
        back: home.county.url(),
        found: text::first_upper(&words),
        seen: seen(&rows),
        runs: home.runs(me),
        adds: home.adds(me),
        next: next.map(|next: Next| {
            let url = format!("/dialoger/{}", next.id);
            (url, text::long_date(next.held_on))
        }),
        rows,
        warning,
    };
    page(status, &template)
}

fn table(home: &Home, rows: Vec<Row>) -> Table {
    let columns = [
        ("Punkt", Kind::Text),
        ("Minuter", Kind::Number),
        ("Föredrar", Kind::Text),
        ("Sakfråga", Kind::Text),
        ("Insats", Kind::Text),
        ("Gång", Kind::Number),
        ("Följer med av sig själv", Kind::Text),
    ];
    let cells = |row: Row| -> Vec<Cell> {
        let item = row.shown.item;
        vec![
            item.point.title.into(),
            item.point.minutes.into(),
            item.point.presenter.into(),
            row.shown.area.into(),
            row.shown.action.into(),
            item.times.into(),
            item.comes_along.then_some("ja").into(),
        ]
    };
    let name = format!("Parkering {}", home.county.short_name);
    Table::new(&name, &columns, rows.into_iter().map(cells))
}
