//! Lärdomar: the list, whose filter is its address; and what a right to one rests on.

pub mod edit;
pub mod evaluation;
pub mod remove;
pub mod round;
pub mod show;

use super::actions::choices;
use super::export::{self, Cell, Format, Kind, Table, file_name};
use super::form::Choice;
use super::holders::Holders;
use super::list::{self, Order};
use super::me::{Me, Shell};
use super::page;
use super::text::{counted, first_upper};
use crate::App;
use crate::domain::access::{Act, Permit};
use crate::domain::lesson;
use crate::error::Result;
use crate::store::lessons::{self, Filter, Shown, Sort};
use crate::store::places;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

const SORTS: [&str; 4] = ["dialog", "titel", "lan", "sakfraga"];

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    q: String,
    lan: String,
    sakfraga: String,
    ar: String,
    dialog: String,
    sortera: String,
    sida: String,
    format: String,
}

impl ListQuery {
    fn pairs(&self) -> [(&'static str, &str); 5] {
        [
            ("q", &self.q),
            ("lan", &self.lan),
            ("sakfraga", &self.sakfraga),
            ("ar", &self.ar),
            ("dialog", &self.dialog),
        ]
    }

    /// What is asked for that does not exist finds nothing, rather than everything.
    fn filter(&self, holders: &Holders) -> Filter {
        Filter {
            words: self.q.clone(),
            county: holders.county_asked(&self.lan),
            issue_area: list::id(&self.sakfraga),
            dialogue: list::id(&self.dialog),
            year: (!self.ar.is_empty()).then(|| self.ar.parse().unwrap_or(-1)),
        }
    }
}

#[derive(Template)]
#[template(path = "lessons/index.html")]
struct IndexPage {
    shell: Shell,
    query: ListQuery,
    address: String,
    paging: String,
    order: Order,
    counties: Vec<Choice>,
    issue_areas: Vec<Choice>,
    years: Vec<Choice>,
    count: String,
    rows: Vec<Shown>,
    number: i64,
    pages: i64,
    filtered: bool,
    can_add: bool,
}

pub async fn index(
    State(app): State<App>,
    me: Me,
    Query(query): Query<ListQuery>,
) -> Result<Response> {
    let (db, today) = (app.db.read(), app.clock.today());
    let holders = Holders::load(db, today).await?;
    let filter = query.filter(&holders);
    let order = Order::read(&query.sortera, &SORTS, "-dialog");
    let format = Format::of(&query.format);
    let part = Format::part(format, &query.sida);
    let found = lessons::list(db, &filter, sort_of(&order), order.descending, part).await?;
    if let Some(format) = format {
        return export::respond(table(found.rows), format, &file_name("lardomar", today)).await;
    }
    let years = lessons::years(db).await?;
    let template = IndexPage {
        shell: me.shell(),
        address: list::query(&query.pairs()),
        paging: list::paging(&query.pairs(), &query.sortera, &order),
        counties: holders.county_choices(&query.lan),
        issue_areas: choices(&holders.issue_areas, |each| (each.id, &each.name)),
        years: years.iter().map(|year| Choice::new(year, year)).collect(),
        count: first_upper(&counted(found.total, "lärdom", "lärdomar")),
        number: found.number,
        pages: found.pages(),
        rows: found.rows,
        filtered: query.pairs().iter().any(|(_, value)| !value.is_empty()),
        can_add: me.can_somewhere(Act::ProposeInvestment),
        order,
        query,
    };
    page(StatusCode::OK, &template)
}

fn sort_of(order: &Order) -> Sort {
    match order.key.as_str() {
        "titel" => Sort::Title,
        "lan" => Sort::County,
        "sakfraga" => Sort::IssueArea,
        _ => Sort::Held,
    }
}

/// The list as a file.
fn table(rows: Vec<Shown>) -> Table {
    let columns = [
        ("Lärdom", Kind::Text),
        ("Län", Kind::Text),
        ("Dialog", Kind::Date),
        ("Sakfråga", Kind::Text),
        ("Text", Kind::Text),
        ("Skriven av", Kind::Text),
        ("Skriven", Kind::Date),
    ];
    let cells = |row: Shown| -> Vec<Cell> {
        vec![
            row.lesson.title.into(),
            row.county_name.into(),
            row.held_on.into(),
            row.area.into(),
            row.lesson.text.into(),
            row.author.into(),
            row.written_on.into(),
        ]
    };
    Table::new("Lärdomar", &columns, rows.into_iter().map(cells))
}

/// What is said to who may not write a lesson; the act is shared with proposing a satsning.
const PHRASE: &str = "skriva lärdomar från den här dialogen";

/// The permit to keep a lesson as it stands: the team and the department it is of.
async fn may(app: &App, me: &Me, of: &Shown) -> Result<Permit> {
    may_at(app, me, &of.county, of.area_of()).await
}

async fn may_at(app: &App, me: &Me, county: &str, area: Option<(i64, i64)>) -> Result<Permit> {
    let (db, today) = (app.db.read(), app.clock.today());
    let county = places::county_by_code(db, county, today).await?;
    let place = lesson::place(&county, area);
    let permit = me.standing.may(Act::ProposeInvestment, &place);
    Ok(permit.map_err(|denied| denied.saying(PHRASE))?)
}
