//! Vita fläckar: the 21 län, and how long each has been silent.

use crate::App;
use crate::domain::setting::Number;
use crate::error::Result;
use crate::store::observations::{self, Spot};
use crate::store::settings;
use crate::web::export::{self, Cell, Format, Kind, Table, file_name};
use crate::web::me::{Me, Shell};
use crate::web::page;
use crate::web::secrecy::sight;
use crate::web::text::{counted, first_upper, to_stockholm_date};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// "alla": also the län that are no white spots.
    visa: String,
    format: String,
}

/// A län with the age of its newest note.
struct Line {
    spot: Spot,
    day: Option<Date>,
    weeks: Option<i64>,
    white: bool,
}

impl Line {
    fn age(&self) -> String {
        match self.weeks {
            None => "Inget noterat".to_owned(),
            Some(0) => "Den här veckan".to_owned(),
            Some(weeks) => counted(weeks, "vecka", "veckor"),
        }
    }
}

#[derive(Template)]
#[template(path = "observations/spots.html")]
struct SpotsPage {
    shell: Shell,
    lines: Vec<Line>,
    count: String,
    weeks: i64,
    /// What is downloaded: just what is shown.
    query: &'static str,
    shows_all: bool,
}

pub async fn show(State(app): State<App>, me: Me, Query(asked): Query<Asked>) -> Result<Response> {
    let today = app.clock.today();
    let sight = sight(&app, &me).await?;
    let spots = observations::spots(app.db.read(), &sight, today).await?;
    let weeks = settings::number(app.db.read(), Number::ObservationSilentWeeks).await?;
    let line = |spot| line(spot, today, weeks);
    let mut lines: Vec<Line> = spots.into_iter().map(line).collect();
    let white = lines.iter().filter(|line| line.white).count();
    let shows_all = asked.visa == "alla";
    lines.retain(|line| shows_all || line.white);
    if let Some(format) = Format::of(&asked.format) {
        return export::respond(table(lines), format, &file_name("vita-flackar", today)).await;
    }
    let template = SpotsPage {
        shell: me.shell(),
        count: format!(
            "{} utan ny notis",
            first_upper(&counted(white as i64, "län", "län"))
        ),
        weeks,
        query: if shows_all { "visa=alla" } else { "" },
        shows_all,
        lines,
    };
    page(StatusCode::OK, &template)
}

fn line(spot: Spot, today: Date, most: i64) -> Line {
    let day = spot.last_at.map(to_stockholm_date);
    let days = |day: Date| i64::from((today - day).get_days());
    let weeks = day.map(|day| days(day).max(0) / 7);
    Line {
        white: weeks.is_none_or(|weeks| weeks >= most),
        day,
        weeks,
        spot,
    }
}

fn table(lines: Vec<Line>) -> Table {
    let columns = [
        ("Län", Kind::Text),
        ("Team", Kind::Text),
        ("Senaste notis", Kind::Date),
        ("Veckor sedan dess", Kind::Number),
        ("Notiser i år", Kind::Number),
    ];
    let cells = |line: Line| -> Vec<Cell> {
        vec![
            line.spot.county.into(),
            line.spot.team.into(),
            line.day.into(),
            line.weeks.into(),
            line.spot.this_year.into(),
        ]
    };
    Table::new("Vita fläckar", &columns, lines.into_iter().map(cells))
}
