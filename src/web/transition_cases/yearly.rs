//! A year's cases per län and size class, for the report of 31 March; small numbers are never told.

use crate::App;
use crate::domain::transition_case::{Cell, FEWEST, Kind, Size, Table, table};
use crate::error::{Error, Result};
use crate::store::transition_cases;
use crate::web::export::{self, Cell as FileCell, Format, Kind as Column, file_name};
use crate::web::form::Choice;
use crate::web::holders::Holders;
use crate::web::me::{Me, Shell};
use crate::web::{page, secrecy};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    slag: String,
    format: String,
}

#[derive(Template)]
#[template(path = "transition_cases/year.html")]
struct YearPage {
    shell: Shell,
    year: i64,
    kind: Kind,
    kinds: Vec<Choice>,
    years: Vec<i64>,
    table: Table,
    columns: Vec<&'static str>,
    fewest: i64,
    sees_all: bool,
    any: bool,
}

impl YearPage {
    fn address(&self) -> String {
        format!("slag={}", self.kind)
    }

    fn sum(&self, cells: &[Cell]) -> String {
        self.told(&Table::sum_of(cells))
    }

    fn told(&self, sum: &Option<i64>) -> String {
        sum.map_or("–".to_owned(), |sum| sum.to_string())
    }

    fn total(&self) -> String {
        self.told(&self.table.sum())
    }

    fn report_year(&self) -> i64 {
        self.year + 1
    }
}

/// The size classes, and the cases of no known size.
fn columns() -> Vec<&'static str> {
    let sizes = Size::ALL.iter().map(|each| each.label());
    sizes.chain(["Antal okänt"]).collect()
}

pub async fn show(
    State(app): State<App>,
    me: Me,
    Path(year): Path<i64>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    if !(2015..=2100).contains(&year) {
        return Err(Error::NotFound);
    }
    let (db, today) = (app.db.read(), app.clock.today());
    let kind = asked.slag.parse().unwrap_or(Kind::Layoff);
    let sight = secrecy::sight(&app, &me).await?;
    let cases = transition_cases::counts(db, (kind, year), &sight).await?;
    let holders = Holders::load(db, today).await?;
    let codes: Vec<String> = holders
        .counties
        .iter()
        .map(|each| each.code.clone())
        .collect();
    let mut table = table(&codes, &cases);
    for (county, _) in &mut table.rows {
        if let Some(found) = holders.county(county) {
            *county = found.short_name.clone();
        }
    }
    if let Some(format) = Format::of(&asked.format) {
        let name = file_name(&format!("varsel-{year}"), today);
        return export::respond(file(&table, kind), format, &name).await;
    }
    let mut years = transition_cases::years(db, &sight).await?;
    if !years.contains(&year) {
        years.push(year);
        years.sort_unstable_by(|a, b| b.cmp(a));
    }
    let template = YearPage {
        shell: me.shell(),
        kinds: Choice::of_codes(Kind::ALL, Kind::label),
        columns: columns(),
        fewest: FEWEST,
        sees_all: sight.reads_all(),
        any: !cases.is_empty(),
        year,
        kind,
        years,
        table,
    };
    page(StatusCode::OK, &template)
}

/// One row per län and size class, as the page tells it.
fn file(of: &Table, kind: Kind) -> export::Table {
    let columns_of_file = [
        ("Slag", Column::Text),
        ("Län", Column::Text),
        ("Storleksklass", Column::Text),
        ("Antal ärenden", Column::Text),
    ];
    let mut rows: Vec<Vec<FileCell>> = Vec::new();
    for (county, cells) in &of.rows {
        for (size, cell) in columns().into_iter().zip(cells) {
            rows.push(vec![
                kind.label().into(),
                county.clone().into(),
                size.into(),
                cell.words().into(),
            ]);
        }
    }
    export::Table::new("Varsel per län", &columns_of_file, rows)
}
