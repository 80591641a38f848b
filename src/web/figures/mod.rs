//! Statistik: the list of indicators, whose filter is its address; and who may read figures in.

pub mod chart;
mod choices;
pub mod county;
pub mod edit;
pub mod log;
pub mod preview;
pub mod show;
pub mod upload;

use super::export::{self, Cell, Format, Kind, Table, file_name};
use super::form::Choice;
use super::list::{self, Order};
use super::me::{Me, Shell};
use super::page;
use super::text::{counted, first_upper};
use crate::App;
use crate::domain::access::{Act, Permit, Place};
use crate::domain::figures::SourceKind;
use crate::domain::places::County;
use crate::error::Result;
use crate::store::figures::{self, Filter, Known, Sort};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

pub const LIST: &str = "/statistik";
const SORTS: [&str; 5] = ["ordning", "namn", "kalla", "senast", "inlast"];

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    q: String,
    slag: String,
    visas: String,
    sortera: String,
    sida: String,
    format: String,
}

impl ListQuery {
    fn pairs(&self) -> [(&'static str, &str); 3] {
        [("q", &self.q), ("slag", &self.slag), ("visas", &self.visas)]
    }

    fn filter(&self) -> Filter {
        Filter {
            words: self.q.clone(),
            kind: (!self.slag.is_empty()).then(|| self.slag.clone()),
            shown: match self.visas.as_str() {
                "ja" => Some(true),
                "nej" => Some(false),
                _ => None,
            },
        }
    }
}

#[derive(Template)]
#[template(path = "figures/index.html")]
struct IndexPage {
    shell: Shell,
    query: ListQuery,
    address: String,
    paging: String,
    order: Order,
    kinds: Vec<Choice>,
    shown: [Choice; 2],
    count: String,
    rows: Vec<Known>,
    number: i64,
    pages: i64,
    filtered: bool,
    can_import: bool,
}

pub async fn index(
    State(app): State<App>,
    me: Me,
    Query(query): Query<ListQuery>,
) -> Result<Response> {
    let order = Order::read(&query.sortera, &SORTS, "ordning");
    let format = Format::of(&query.format);
    let part = Format::part(format, &query.sida);
    let (filter, sort) = (query.filter(), sort_of(&order));
    let found = figures::list(app.db.read(), &filter, sort, order.descending, part).await?;
    if let Some(format) = format {
        let name = file_name("statistik", app.clock.today());
        return export::respond(table(found.rows), format, &name).await;
    }
    let kinds = SourceKind::ALL.iter();
    let template = IndexPage {
        shell: me.shell(),
        address: list::query(&query.pairs()),
        paging: list::paging(&query.pairs(), &query.sortera, &order),
        kinds: kinds
            .map(|kind| Choice::new(kind.code(), kind.label()))
            .collect(),
        shown: [Choice::new("ja", "Ja"), Choice::new("nej", "Nej")],
        count: first_upper(&counted(found.total, "indikator", "indikatorer")),
        number: found.number,
        pages: found.pages(),
        rows: found.rows,
        filtered: query.pairs().iter().any(|(_, value)| !value.is_empty()),
        can_import: me.can_somewhere(Act::ImportFigures),
        order,
        query,
    };
    page(StatusCode::OK, &template)
}

fn sort_of(order: &Order) -> Sort {
    match order.key.as_str() {
        "namn" => Sort::Name,
        "kalla" => Sort::Source,
        "senast" => Sort::Latest,
        "inlast" => Sort::Imported,
        _ => Sort::Order,
    }
}

fn table(rows: Vec<Known>) -> Table {
    let columns = [
        ("Indikator", Kind::Text),
        ("Enhet", Kind::Text),
        ("Källa", Kind::Text),
        ("Slag", Kind::Text),
        ("Senaste period", Kind::Text),
        ("Antal län", Kind::Number),
        ("Visas på länens sidor", Kind::Text),
        ("Inläst", Kind::Date),
        ("Inläst av", Kind::Text),
    ];
    let cells = |row: Known| -> Vec<Cell> {
        vec![
            row.indicator.name.into(),
            row.indicator.unit.into(),
            row.indicator.source.into(),
            row.kind.label().into(),
            row.last.map(|period| period.to_string()).into(),
            row.counties.into(),
            if row.indicator.shown { "Ja" } else { "Nej" }.into(),
            row.imported_on.into(),
            row.imported_by.into(),
        ]
    };
    Table::new("Statistik", &columns, rows.into_iter().map(cells))
}

/// The län whose figures she may read in.
fn own_counties<'a>(me: &Me, counties: &'a [County]) -> Vec<&'a County> {
    let may = |county: &&County| me.can(Act::ImportFigures, &county.place());
    counties.iter().filter(may).collect()
}

/// For keeping a file until it is read in, which is open to whoever may read in some of it.
fn somewhere(me: &Me, counties: &[County]) -> Result<Permit> {
    let place = own_counties(me, counties)
        .first()
        .map(|county| county.place());
    me.may(Act::ImportFigures, &place.unwrap_or(Place::anywhere()))
}

/// For what is the same for every län: an indicator's name, unit and source.
fn everywhere(me: &Me) -> Result<Permit> {
    me.may(Act::ImportFigures, &Place::anywhere())
}
