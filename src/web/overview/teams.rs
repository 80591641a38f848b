//! The team view for managers: process measures per team and year, a small chart and its numbers.

use crate::App;
use crate::error::Result;
use crate::store::measures::{self, Measure};
use crate::store::places;
use crate::web::export::{self, Format, Kind, Table, file_name};
use crate::web::me::{Me, Shell};
use crate::web::{page, text};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

/// How many years back the measures go, this one included.
const YEARS: i16 = 4;

#[derive(Template)]
#[template(path = "overview/teams.html")]
struct TeamsPage {
    shell: Shell,
    years: Vec<i64>,
    charts: Vec<Chart>,
}

/// One measure: its numbers by team and year, and the bars they make.
struct Chart {
    id: &'static str,
    title: &'static str,
    explained: &'static str,
    unit: &'static str,
    rows: Vec<ChartRow>,
    width: usize,
}

struct ChartRow {
    slug: String,
    team: String,
    cells: Vec<Cell>,
}

struct Cell {
    value: Option<i64>,
    /// "97 %", "1 dag"
    words: String,
    /// "8 av 10", or how many the median rests on.
    base: String,
    bar: Bar,
}

/// A bar's place in the drawing, in its own units.
struct Bar {
    x: usize,
    y: i64,
    height: i64,
}

/// The height of the tallest bar, and the width of a bar with its gap.
const TALL: i64 = 80;
const STEP: usize = 16;

type Value = fn(&Measure) -> (Option<i64>, String);

const MEASURES: [(&str, &str, &str, &str, Value); 4] = [
    (
        "i-tid",
        "Milstolpar klara i tid",
        "Andel av de milstolpar som har förfallit som var klara senast sin dag.",
        "%",
        in_time,
    ),
    (
        "minnesanteckningar",
        "Dagar till minnesanteckningar",
        "Median från dialogen till att minnesanteckningarna var klara.",
        "dagar",
        minutes,
    ),
    (
        "aterkoppling",
        "Dagar till återkoppling till regionen",
        "Median från dialogen till varje återkoppling till regionen.",
        "dagar",
        feedback,
    ),
    (
        "resultat",
        "Insatser med resultat",
        "Andel av de insatser från dialogerna som har förfallit som är genomförda med ett resultat.",
        "%",
        results,
    ),
];

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    format: String,
}

pub async fn show(State(app): State<App>, me: Me, Query(asked): Query<Asked>) -> Result<Response> {
    let today = app.clock.today();
    let first = today.year() - YEARS + 1;
    let teams = places::teams(app.db.read(), today).await?;
    let measured = measures::by_team_and_year(app.db.read(), first, today).await?;
    let years: Vec<i64> = (first..=today.year()).map(i64::from).collect();
    let of = |team: i64, year: i64| measured.get(&(team, year)).cloned().unwrap_or_default();
    let charts = MEASURES.iter().map(|measure| {
        let values: Vec<Vec<_>> = teams
            .iter()
            .map(|team| {
                years
                    .iter()
                    .map(|year| measure.4(&of(team.id, *year)))
                    .collect()
            })
            .collect();
        let names = teams
            .iter()
            .map(|team| (team.slug.clone(), team.name.clone()));
        chart(measure, names, values)
    });
    let charts: Vec<Chart> = charts.collect();
    if let Some(format) = Format::of(&asked.format) {
        let name = file_name("sa-gar-det-for-teamen", today);
        return export::respond(table(&charts, &years), format, &name).await;
    }
    page(
        StatusCode::OK,
        &TeamsPage {
            shell: me.shell(),
            charts,
            years,
        },
    )
}

/// Every number of the charts, one a row.
fn table(charts: &[Chart], years: &[i64]) -> Table {
    let columns = [
        ("Mått", Kind::Text),
        ("Team", Kind::Text),
        ("År", Kind::Number),
        ("Värde", Kind::Number),
        ("Enhet", Kind::Text),
        ("Underlag", Kind::Text),
    ];
    let mut rows = Vec::new();
    for chart in charts {
        for row in &chart.rows {
            for (cell, year) in row.cells.iter().zip(years) {
                rows.push(vec![
                    chart.title.into(),
                    row.team.as_str().into(),
                    (*year).into(),
                    cell.value.into(),
                    chart.unit.into(),
                    cell.base.as_str().into(),
                ]);
            }
        }
    }
    Table::new("Så går det för teamen", &columns, rows)
}

fn chart(
    (id, title, explained, unit, _): &(
        &'static str,
        &'static str,
        &'static str,
        &'static str,
        Value,
    ),
    names: impl Iterator<Item = (String, String)>,
    values: Vec<Vec<(Option<i64>, String)>>,
) -> Chart {
    let top = match *unit {
        "%" => 100,
        _ => values
            .iter()
            .flatten()
            .filter_map(|(value, _)| *value)
            .max()
            .unwrap_or(1)
            .max(1),
    };
    let years = values.first().map_or(0, Vec::len);
    let row = |index: usize, (slug, team): (String, String), values: Vec<(Option<i64>, String)>| {
        ChartRow {
            slug,
            team,
            cells: values
                .into_iter()
                .enumerate()
                .map(|(year, (value, base))| Cell {
                    words: value.map_or(String::new(), |value| in_words(value, unit)),
                    value,
                    base,
                    bar: bar(index * (years + 1) + year, value, top),
                })
                .collect(),
        }
    };
    let rows: Vec<_> = names
        .zip(values)
        .enumerate()
        .map(|(index, (name, values))| row(index, name, values))
        .collect();
    Chart {
        id,
        title,
        explained,
        unit,
        width: rows.len() * (years + 1) * STEP,
        rows,
    }
}

fn bar(place: usize, value: Option<i64>, top: i64) -> Bar {
    let height = (value.unwrap_or(0).clamp(0, top) * TALL / top).max(i64::from(value.is_some()));
    Bar {
        x: place * STEP,
        y: TALL - height,
        height,
    }
}

fn in_words(value: i64, unit: &str) -> String {
    match unit {
        "%" => format!("{value} %"),
        _ => text::counted(value, "dag", "dagar"),
    }
}

/// Rounded, but never to all when something is missing.
fn share(part: i64, whole: i64) -> (Option<i64>, String) {
    let rounded =
        |whole: i64| ((part * 100 + whole / 2) / whole).min(if part < whole { 99 } else { 100 });
    match whole {
        0 => (None, String::new()),
        _ => (Some(rounded(whole)), format!("{part} av {whole}")),
    }
}

/// The middle one, and how many it is the middle of.
fn median(days: &[i64], one: &str, many: &str) -> (Option<i64>, String) {
    let mut sorted = days.to_vec();
    sorted.sort_unstable();
    let middle = sorted.get(sorted.len() / 2).copied();
    let base = if sorted.is_empty() {
        String::new()
    } else {
        text::counted(sorted.len() as i64, one, many)
    };
    (middle, base)
}

fn in_time(measure: &Measure) -> (Option<i64>, String) {
    share(measure.in_time, measure.due)
}

fn minutes(measure: &Measure) -> (Option<i64>, String) {
    median(&measure.minutes, "dialog", "dialoger")
}

fn feedback(measure: &Measure) -> (Option<i64>, String) {
    median(&measure.feedback, "återkoppling", "återkopplingar")
}

fn results(measure: &Measure) -> (Option<i64>, String) {
    share(measure.with_result, measure.actions_due)
}
