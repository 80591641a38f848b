//! An indicator: its chart, län × periods, what has been read in, and its Historik.

use super::chart::{Chart, draw};
use super::everywhere;
use crate::App;
use crate::domain::access::Act;
use crate::domain::figures::{NATION, Period, decimals, written};
use crate::domain::places::County;
use crate::error::Result;
use crate::store::figures::{self, Import, Known};
use crate::web::export::{self, Format, file_name};
use crate::web::form::Choice;
use crate::web::holders::Holders;
use crate::web::list::{self, Order, page_number};
use crate::web::me::{Me, Shell};
use crate::web::{page, text};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

mod file;

/// So many periods stand beside each other.
const ACROSS: usize = 12;
/// And so many of the chart's.
const DRAWN: usize = 48;
const IMPORTS: i64 = 10;
const SORTS: [&str; 2] = ["lan", "senast"];

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct ShowQuery {
    lan: String,
    ar: String,
    sortera: String,
    sida: String,
    format: String,
}

impl ShowQuery {
    fn pairs(&self) -> [(&'static str, &str); 2] {
        [("lan", &self.lan), ("ar", &self.ar)]
    }

    /// A län by its slug or code, or Riket; what does not exist finds nothing.
    fn county(&self, counties: &[County]) -> Option<String> {
        let named = |county: &&County| county.slug == self.lan || county.code == self.lan;
        match self.lan.as_str() {
            "" => None,
            "riket" | NATION => Some(NATION.to_owned()),
            _ => Some(
                counties
                    .iter()
                    .find(named)
                    .map_or("-".to_owned(), |county| county.code.clone()),
            ),
        }
    }
}

#[derive(Template)]
#[template(path = "figures/show.html")]
struct ShowPage {
    shell: Shell,
    known: Known,
    imported: String,
    may: bool,
    can_import: bool,
    query: ShowQuery,
    address: String,
    paging: String,
    order: Order,
    counties: Vec<Choice>,
    years: Vec<Choice>,
    drawn: &'static str,
    of: String,
    chart: Chart,
    periods: Vec<Period>,
    rows: Vec<Row>,
    number: i64,
    pages: i64,
    imports: Vec<Import>,
    filtered: bool,
}

/// A län, and its figure in each of the periods.
struct Row {
    name: String,
    url: String,
    cells: Vec<String>,
    latest: Option<f64>,
    is_nation: bool,
}

pub async fn show(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Query(query): Query<ShowQuery>,
) -> Result<Response> {
    let (db, today) = (app.db.read(), app.clock.today());
    let known = figures::find(db, id).await?;
    let holders = Holders::load(db, today).await?;
    let year = (!query.ar.is_empty()).then(|| query.ar.parse().unwrap_or(0));
    let every = figures::periods(db, id, None).await?;
    let periods: Vec<Period> = every
        .iter()
        .filter(|each| year.is_none_or(|year| each.year == year))
        .copied()
        .collect();
    let county = query.county(&holders.counties);
    if let Some(format) = Format::of(&query.format) {
        let span = periods.last().copied().zip(periods.first().copied());
        let found = match span {
            Some(span) => figures::rows(db, &known, span, county.as_deref()).await?,
            None => Vec::new(),
        };
        let name = file_name(&format!("statistik-{}", known.code), today);
        return export::respond(file::table(&known, found, &holders.counties), format, &name).await;
    }
    let template = shown(&app, &me, known, &holders, query, (every, periods)).await?;
    page(StatusCode::OK, &template)
}

async fn shown(
    app: &App,
    me: &Me,
    known: Known,
    holders: &Holders,
    query: ShowQuery,
    (every, periods): (Vec<Period>, Vec<Period>),
) -> Result<ShowPage> {
    let db = app.db.read();
    let county = query.county(&holders.counties);
    let order = Order::read(&query.sortera, &SORTS, "lan");
    let number = page_number(&query.sida);
    let pages = periods.len().div_ceil(ACROSS);
    let skipped = usize::try_from(number - 1)
        .unwrap_or(0)
        .saturating_mul(ACROSS);
    let across: Vec<Period> = periods
        .iter()
        .skip(skipped)
        .take(ACROSS)
        .rev()
        .copied()
        .collect();
    let table = cells(app, &known, &across, county.as_deref()).await?;
    let drawn = every.iter().take(DRAWN).rev().copied().collect::<Vec<_>>();
    let line = cells(
        app,
        &known,
        &drawn,
        Some(county.as_deref().unwrap_or(NATION)),
    )
    .await?;
    let line: Vec<(Period, f64)> = line
        .into_iter()
        .map(|((_, period), value)| (period, value))
        .collect();
    Ok(ShowPage {
        shell: me.shell(),
        imported: imported(&known),
        may: everywhere(me).is_ok(),
        can_import: me.can_somewhere(Act::ImportFigures),
        address: list::query(&query.pairs()),
        paging: list::paging(&query.pairs(), &query.sortera, &order),
        counties: choices(&holders.counties, &query),
        years: years(&every),
        drawn: if every.len() > DRAWN {
            "de senaste perioderna"
        } else {
            "alla perioder"
        },
        of: name(county.as_deref().unwrap_or(NATION), &holders.counties),
        chart: draw(&line, &[], decimals(line.iter().map(|(_, value)| *value))),
        rows: rows(
            &table,
            &across,
            &holders.counties,
            county.as_deref(),
            &order,
        ),
        periods: across,
        number,
        pages: i64::try_from(pages).unwrap_or(1),
        imports: figures::imports(db, known.id, IMPORTS).await?,
        filtered: query.pairs().iter().any(|(_, value)| !value.is_empty()),
        order,
        known,
        query,
    })
}

type Cells = BTreeMap<(String, Period), f64>;

async fn cells(app: &App, known: &Known, across: &[Period], county: Option<&str>) -> Result<Cells> {
    let Some(span) = across
        .iter()
        .min()
        .copied()
        .zip(across.iter().max().copied())
    else {
        return Ok(Cells::new());
    };
    let found = figures::rows(app.db.read(), known, span, county).await?;
    Ok(found
        .into_iter()
        .map(|(county, period, value)| ((county, period), value))
        .collect())
}

fn imported(known: &Known) -> String {
    let Some(day) = known.imported_on else {
        return String::new();
    };
    let by = match known.imported_by.as_str() {
        "" => String::new(),
        name => format!(" av {name}"),
    };
    format!("Senast inläst {}{by}", text::long_date(day))
}

fn choices(counties: &[County], query: &ShowQuery) -> Vec<Choice> {
    let choice = |county: &County| {
        let value = if county.code == query.lan {
            &county.code
        } else {
            &county.slug
        };
        Choice::new(value, &county.short_name)
    };
    std::iter::once(Choice::new("riket", "Riket"))
        .chain(counties.iter().map(choice))
        .collect()
}

fn years(every: &[Period]) -> Vec<Choice> {
    let years: BTreeSet<i16> = every.iter().map(|period| period.year).collect();
    years
        .iter()
        .rev()
        .map(|year| Choice::new(year, year))
        .collect()
}

fn name(code: &str, counties: &[County]) -> String {
    let found = counties.iter().find(|county| county.code == code);
    found.map_or("Riket".to_owned(), |county| county.short_name.clone())
}

/// Riket first, then the län in the order that is asked for.
fn rows(
    table: &Cells,
    across: &[Period],
    counties: &[County],
    only: Option<&str>,
    order: &Order,
) -> Vec<Row> {
    let places = decimals(table.values().copied());
    let row = |code: &str, name: &str, url: String| {
        let at = |period: &Period| table.get(&(code.to_owned(), *period)).copied();
        Row {
            name: name.to_owned(),
            url,
            cells: across
                .iter()
                .map(|period| at(period).map_or("–".to_owned(), |value| written(value, places)))
                .collect(),
            latest: across.last().and_then(at),
            is_nation: code == NATION,
        }
    };
    let chosen = |code: &str| only.is_none_or(|only| only == code);
    let of_county = |county: &County| {
        row(
            &county.code,
            &county.short_name,
            format!("{}/statistik", county.url()),
        )
    };
    let mut all: Vec<Row> = counties
        .iter()
        .filter(|county| chosen(&county.code))
        .map(of_county)
        .collect();
    if order.key == "senast" {
        all.sort_by(|a, b| {
            a.latest
                .unwrap_or(f64::NEG_INFINITY)
                .total_cmp(&b.latest.unwrap_or(f64::NEG_INFINITY))
        });
    }
    if order.descending {
        all.reverse();
    }
    if chosen(NATION) {
        all.insert(0, row(NATION, "Riket", String::new()));
    }
    all
}
