//! Sakfrågor: all of them with what there is of each.

pub mod cells;
pub mod matrix;
pub mod show;

use super::export::{self, Cell, Format, Kind, Table, file_name};
use super::form::Choice;
use super::holders::Holders;
use super::list::{self, Order};
use super::me::{Me, Shell};
use super::page;
use super::text::{counted, first_upper};
use crate::App;
use crate::error::Result;
use crate::store::issue_areas::{self, Listed};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;

const SORTS: [&str; 6] = [
    "sakfraga",
    "avdelning",
    "stallningstaganden",
    "erbjudanden",
    "behov",
    "insatser",
];

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    q: String,
    avdelning: String,
    sortera: String,
    format: String,
}

impl ListQuery {
    fn pairs(&self) -> [(&'static str, &str); 2] {
        [("q", &self.q), ("avdelning", &self.avdelning)]
    }
}

#[derive(Template)]
#[template(path = "issue_areas/index.html")]
struct IndexPage {
    shell: Shell,
    query: ListQuery,
    address: String,
    paging: String,
    order: Order,
    departments: Vec<Choice>,
    count: String,
    rows: Vec<Listed>,
    filtered: bool,
    today: Date,
}

impl IndexPage {
    fn is_stale(&self, valid_to: &Option<Date>) -> bool {
        valid_to.is_some_and(|to| to < self.today)
    }
}

pub async fn index(
    State(app): State<App>,
    me: Me,
    Query(query): Query<ListQuery>,
) -> Result<Response> {
    let (db, today) = (app.db.read(), app.clock.today());
    let order = Order::read(&query.sortera, &SORTS, "sakfraga");
    let department = match query.avdelning.as_str() {
        "" => None,
        text => Some(text.parse().unwrap_or(-1)),
    };
    let mut rows = issue_areas::list(db, department, &query.q, today).await?;
    sort(&mut rows, &order);
    if let Some(format) = Format::of(&query.format) {
        return export::respond(table(rows), format, &file_name("sakfragor", today)).await;
    }
    let holders = Holders::load(db, today).await?;
    let template = IndexPage {
        shell: me.shell(),
        address: list::query(&query.pairs()),
        paging: {
            let mut pairs = query.pairs().to_vec();
            pairs.push(("sortera", &query.sortera));
            list::query(&pairs)
        },
        departments: holders
            .departments
            .iter()
            .map(|each| Choice::new(each.id, &each.name))
            .collect(),
        count: first_upper(&counted(rows.len() as i64, "sakfråga", "sakfrågor")),
        rows,
        filtered: query.pairs().iter().any(|(_, value)| !value.is_empty()),
        order,
        query,
        today,
    };
    page(StatusCode::OK, &template)
}

/// They come in Swedish order, which the others keep where they are equal.
fn sort(rows: &mut [Listed], order: &Order) {
    match order.key.as_str() {
        "avdelning" => rows.sort_by_key(|row| row.area.department_id),
        "stallningstaganden" => rows.sort_by_key(|row| row.positions),
        "erbjudanden" => rows.sort_by_key(|row| row.offers),
        "behov" => rows.sort_by_key(|row| row.needs),
        "insatser" => rows.sort_by_key(|row| row.actions),
        _ => {}
    }
    if order.descending {
        rows.reverse();
    }
}

/// The list as a file.
fn table(rows: Vec<Listed>) -> Table {
    let columns = [
        ("Sakfråga", Kind::Text),
        ("Avdelning", Kind::Text),
        ("Enhet", Kind::Text),
        ("Underlag, version", Kind::Number),
        ("Underlag gäller till", Kind::Date),
        ("Ställningstaganden som gäller", Kind::Number),
        ("Erbjudanden", Kind::Number),
        ("Öppna behov", Kind::Number),
        ("Öppna insatser", Kind::Number),
    ];
    let cells = |row: Listed| -> Vec<Cell> {
        vec![
            row.area.name.into(),
            row.area.department.into(),
            row.area.unit.into(),
            row.brief.map(|(number, _)| number).into(),
            row.brief.and_then(|(_, to)| to).into(),
            row.positions.into(),
            row.offers.into(),
            row.needs.into(),
            row.actions.into(),
        ]
    };
    Table::new("Sakfrågor", &columns, rows.into_iter().map(cells))
}
