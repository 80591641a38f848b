//! A year of networks: which met, who went, and how the län are covered.

use crate::App;
use crate::domain::network::url;
use crate::error::{Error, Result};
use crate::store::Part;
use crate::store::networks::{self, Filter, OfYear, Row, Sort};
use crate::web::export::{self, Cell, Format, Kind as Column, file_name};
use crate::web::holders::Holders;
use crate::web::me::{Me, Shell};
use crate::web::{page, text};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    format: String,
}

/// A network and what happened in it during the year.
struct NetworkRow {
    url: String,
    name: String,
    counties: String,
    /// Each meeting's day, with who went.
    meetings: Vec<(String, String)>,
    attended: usize,
    planned: Option<i64>,
}

/// How a län is covered.
struct CountyRow {
    name: String,
    slug: String,
    networks: usize,
    meetings: usize,
    attended: usize,
}

#[derive(Template)]
#[template(path = "networks/year.html")]
struct YearPage {
    shell: Shell,
    year: i64,
    /// Those with a meeting, this one and the present one.
    years: Vec<i64>,
    rows: Vec<NetworkRow>,
    counties: Vec<CountyRow>,
    meetings: usize,
    attended: usize,
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
    let all = Filter {
        closed: true,
        ..Filter::default()
    };
    let mut found = networks::list(db, &all, (Sort::Name, false), Part::Whole, today)
        .await?
        .rows;
    found.retain(|row| {
        row.closed_on
            .is_none_or(|day| i64::from(day.year()) >= year)
    });
    let meetings = networks::of_year(db, year).await?;
    let rows: Vec<NetworkRow> = found.iter().map(|row| network(row, &meetings)).collect();
    if let Some(format) = Format::of(&asked.format) {
        let name = file_name(&format!("natverk-{year}"), today);
        return export::respond(file(&found, &meetings), format, &name).await;
    }
    let holders = Holders::load(db, today).await?;
    let mut years = networks::years(db).await?;
    years.extend([year, i64::from(today.year())]);
    years.sort_unstable_by(|a, b| b.cmp(a));
    years.dedup();
    let counties = holders.counties.iter();
    let template = YearPage {
        shell: me.shell(),
        counties: counties
            .map(|each| covered(&each.short_name, &each.slug, &found, &meetings))
            .collect(),
        meetings: meetings.len(),
        attended: meetings.iter().filter(|each| !each.went.is_empty()).count(),
        years,
        rows,
        year,
    };
    page(StatusCode::OK, &template)
}

fn network(row: &Row, meetings: &[OfYear]) -> NetworkRow {
    let mine = meetings.iter().filter(|each| each.network_id == row.id);
    let told = |each: &OfYear| {
        let went = match each.went.is_empty() {
            true => "ingen från oss".to_owned(),
            false => text::join_and(&each.went),
        };
        (text::short_date(each.held_on), went)
    };
    NetworkRow {
        url: url(row.id),
        name: row.name.clone(),
        counties: match row.counties.is_empty() {
            true => "Hela landet".to_owned(),
            false => row.counties.join(", "),
        },
        attended: mine.clone().filter(|each| !each.went.is_empty()).count(),
        meetings: mine.map(told).collect(),
        planned: row.meetings_per_year,
    }
}

/// A network for the whole country covers no län of its own.
fn covered(name: &str, slug: &str, networks: &[Row], meetings: &[OfYear]) -> CountyRow {
    let here = |row: &&Row| row.counties.iter().any(|each| each == name);
    let ids: Vec<i64> = networks.iter().filter(here).map(|row| row.id).collect();
    let of = meetings
        .iter()
        .filter(|each| ids.contains(&each.network_id));
    CountyRow {
        name: name.to_owned(),
        slug: slug.to_owned(),
        networks: ids.len(),
        attended: of.clone().filter(|each| !each.went.is_empty()).count(),
        meetings: of.count(),
    }
}

/// One row per meeting, and one for a network without any.
fn file(networks: &[Row], meetings: &[OfYear]) -> export::Table {
    let columns = [
        ("Nätverk", Column::Text),
        ("Nivå", Column::Text),
        ("Län", Column::Text),
        ("Datum", Column::Date),
        ("Träff", Column::Text),
        ("Deltog från oss", Column::Text),
    ];
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for row in networks {
        let begin = || -> Vec<Cell> {
            vec![
                row.name.clone().into(),
                row.level.label().into(),
                row.counties.join(", ").into(),
            ]
        };
        let mine: Vec<&OfYear> = meetings
            .iter()
            .filter(|each| each.network_id == row.id)
            .collect();
        if mine.is_empty() {
            let none: [Cell; 3] = [None::<jiff::civil::Date>.into(), "".into(), "".into()];
            rows.push(begin().into_iter().chain(none).collect());
        }
        for each in mine {
            let end: [Cell; 3] = [
                each.held_on.into(),
                each.title.clone().into(),
                each.went.join(", ").into(),
            ];
            rows.push(begin().into_iter().chain(end).collect());
        }
    }
    export::Table::new("Nätverk", &columns, rows)
}
