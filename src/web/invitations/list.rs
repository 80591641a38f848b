//! Nationella myndigheter: which dialogues each was invited to and came to, over the years.

use crate::App;
use crate::domain::participant::Attended;
use crate::error::Result;
use crate::store::invitations::{self, Filter, Listed, Shown};
use crate::web::export::{self, Cell, Format, Kind, Table, file_name};
use crate::web::form::Choice;
use crate::web::holders::Holders;
use crate::web::list::query;
use crate::web::me::{Me, Shell};
use crate::web::{page, text};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use std::sync::Arc;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    myndighet: String,
    ar: String,
    lan: String,
    sida: String,
    format: String,
}

impl Asked {
    fn pairs(&self) -> [(&'static str, &str); 3] {
        [
            ("myndighet", &self.myndighet),
            ("ar", &self.ar),
            ("lan", &self.lan),
        ]
    }
}

#[derive(Template)]
#[template(path = "invitations/list.html")]
struct ListPage {
    shell: Shell,
    asked: Asked,
    shown: Arc<Shown>,
    count: String,
    agencies: Vec<Choice>,
    years: Vec<Choice>,
    counties: Vec<Choice>,
    has_standings: bool,
    query: String,
}

pub async fn show(State(app): State<App>, me: Me, Query(asked): Query<Asked>) -> Result<Response> {
    let (db, today) = (app.db.read(), app.clock.today());
    let filter = Filter {
        agency: asked.myndighet.parse().ok(),
        year: asked
            .ar
            .parse()
            .ok()
            .filter(|year| (1990..=2100).contains(year)),
        county: asked.lan.clone(),
    };
    let format = Format::of(&asked.format);
    let shown = invitations::shown(db, &filter, Format::part(format, &asked.sida), today).await?;
    if let Some(format) = format {
        let name = file_name("inbjudningar", today);
        return export::respond(table(shown.found.rows.clone()), format, &name).await;
    }
    let holders = Holders::load(db, today).await?;
    let words = text::counted(shown.found.total, "inbjudan", "inbjudningar");
    let query = query(&asked.pairs());
    let template = ListPage {
        shell: me.shell(),
        count: text::first_upper(&words),
        agencies: shown
            .standings
            .iter()
            .map(|each| Choice::new(each.id, &each.name))
            .collect(),
        years: shown
            .years
            .iter()
            .map(|year| Choice::new(year, year))
            .collect(),
        counties: holders
            .counties
            .iter()
            .map(|county| Choice::new(&county.code, &county.short_name))
            .collect(),
        has_standings: query.is_empty() && !shown.standings.is_empty(),
        query,
        shown,
        asked,
    };
    page(StatusCode::OK, &template)
}

fn table(rows: Vec<Listed>) -> Table {
    let columns = [
        ("Myndighet", Kind::Text),
        ("Län", Kind::Text),
        ("Dialog", Kind::Date),
        ("Sakfråga", Kind::Text),
        ("Skäl", Kind::Text),
        ("Skickad", Kind::Date),
        ("Svar", Kind::Text),
        ("Deltog", Kind::Text),
        ("Återkoppling", Kind::Text),
    ];
    let cells = |row: Listed| -> Vec<Cell> {
        let of = row.invitation.asking;
        vec![
            row.invitation.agency.into(),
            row.county_name.into(),
            row.held_on.into(),
            row.invitation.area.into(),
            of.reason.into(),
            of.sent_on.into(),
            of.reply.label().into(),
            match of.attended {
                Attended::Unknown => Cell::Empty,
                other => other.label().into(),
            },
            of.feedback.into(),
        ]
    };
    Table::new("Inbjudningar", &columns, rows.into_iter().map(cells))
}
