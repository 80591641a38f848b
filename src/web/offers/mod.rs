//! Myndighetens erbjudande: the register, whose filter is its address.

pub mod edit;
pub mod show;

use super::actions::choices;
use super::export::{self, Cell, Format, Kind as Column, Table, file_name};
use super::form::Choice;
use super::holders::Holders;
use super::list::{self, Order};
use super::me::{Me, Shell};
use super::page;
use super::text::{counted, first_upper};
use crate::App;
use crate::domain::access::{Act, Permit, Place};
use crate::domain::offer::Kind;
use crate::error::Result;
use crate::store::offers::{self, Filter, Row, Sort};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;

const SORTS: [&str; 4] = ["titel", "slag", "avdelning", "till"];

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    q: String,
    slag: String,
    sakfraga: String,
    avdelning: String,
    visa: String,
    sortera: String,
    sida: String,
    format: String,
}

impl ListQuery {
    fn pairs(&self) -> [(&'static str, &str); 5] {
        [
            ("q", &self.q),
            ("slag", &self.slag),
            ("sakfraga", &self.sakfraga),
            ("avdelning", &self.avdelning),
            ("visa", &self.visa),
        ]
    }

    /// What is asked for that does not exist finds nothing, rather than everything.
    fn filter(&self) -> Filter {
        Filter {
            words: self.q.clone(),
            kind: self.slag.parse().ok(),
            issue_area: list::id(&self.sakfraga),
            department: list::id(&self.avdelning),
            unit: None,
            all: self.visa == "alla",
        }
    }
}

/// A row and whether its offer holds today.
struct ListRow {
    row: Row,
    holds: bool,
}

#[derive(Template)]
#[template(path = "offers/index.html")]
struct IndexPage {
    shell: Shell,
    query: ListQuery,
    address: String,
    paging: String,
    order: Order,
    kinds: Vec<Choice>,
    issue_areas: Vec<Choice>,
    departments: Vec<Choice>,
    count: String,
    rows: Vec<ListRow>,
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
    let order = Order::read(&query.sortera, &SORTS, "titel");
    let format = Format::of(&query.format);
    let part = Format::part(format, &query.sida);
    let sort = sort_of(&order);
    let filter = query.filter();
    let found = offers::list(db, &filter, sort, order.descending, part, today).await?;
    if let Some(format) = format {
        return export::respond(table(found.rows), format, &file_name("erbjudanden", today)).await;
    }
    let holders = Holders::load(db, today).await?;
    let holds = |row: &Row| row.valid_from <= today && row.valid_to.is_none_or(|to| to >= today);
    let template = IndexPage {
        shell: me.shell(),
        address: list::query(&query.pairs()),
        paging: list::paging(&query.pairs(), &query.sortera, &order),
        kinds: kinds(),
        issue_areas: choices(&holders.issue_areas, |each| (each.id, &each.name)),
        departments: choices(&holders.departments, |each| (each.id, &each.name)),
        count: first_upper(&counted(found.total, "erbjudande", "erbjudanden")),
        number: found.number,
        pages: found.pages(),
        rows: found
            .rows
            .into_iter()
            .map(|row| ListRow {
                holds: holds(&row),
                row,
            })
            .collect(),
        filtered: query.pairs().iter().any(|(_, value)| !value.is_empty()),
        can_add: me.can_somewhere(Act::KeepOffer),
        order,
        query,
    };
    page(StatusCode::OK, &template)
}

fn sort_of(order: &Order) -> Sort {
    match order.key.as_str() {
        "slag" => Sort::Kind,
        "avdelning" => Sort::Department,
        "till" => Sort::ValidTo,
        _ => Sort::Title,
    }
}

pub(super) fn kinds() -> Vec<Choice> {
    let choice = |kind: &Kind| Choice::new(kind, kind.label());
    Kind::ALL.iter().map(choice).collect()
}

/// The list as a file.
fn table(rows: Vec<Row>) -> Table {
    let columns = [
        ("Erbjudande", Column::Text),
        ("Slag", Column::Text),
        ("Sakfrågor", Column::Text),
        ("Avdelning", Column::Text),
        ("Enhet", Column::Text),
        ("Gäller från", Column::Date),
        ("Gäller till och med", Column::Date),
        ("Länk", Column::Text),
        ("Öppna behov", Column::Number),
    ];
    let cells = |row: Row| -> Vec<Cell> {
        vec![
            row.title.into(),
            row.kind.label().into(),
            row.issue_areas.join(", ").into(),
            row.department.into(),
            row.unit.into(),
            row.valid_from.into(),
            row.valid_to.into(),
            row.link.into(),
            row.needs.into(),
        ]
    };
    Table::new("Erbjudanden", &columns, rows.into_iter().map(cells))
}

/// The permit for an offer: every one of its places must be hers.
pub(super) fn may(me: &Me, places: &[Place]) -> Result<Permit> {
    let (first, rest) = places.split_first().ok_or(crate::error::Error::NotFound)?;
    for place in rest {
        me.may(Act::KeepOffer, place)?;
    }
    me.may(Act::KeepOffer, first)
}

/// "2026-01-01 – 2027-12-31", "från 2026-01-01"
pub(super) fn period(from: Date, to: Option<Date>) -> String {
    match to {
        Some(to) => format!("{from} – {to}"),
        None => format!("från {from}, tills vidare"),
    }
}
