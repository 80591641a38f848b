//! Nätverk: the register, whose filter is its address, with empty chairs and double seats.

pub mod edit;
pub mod meetings;
pub mod notes;
pub mod remove;
pub mod seats;
pub mod show;
pub mod steps;
pub mod yearly;

use super::actions::words;
use super::export::{self, Cell, Format, Kind as Column, Table, file_name};
use super::form::Choice;
use super::holders::Holders;
use super::list::{self, Order};
use super::me::{Me, Shell};
use super::page;
use super::text::{counted, first_upper, join_and};
use crate::App;
use crate::domain::access::{Act, Permit, Place};
use crate::domain::network::{Chairs, Level, is_long_ago};
use crate::error::Result;
use crate::store::networks::{self, Filter, Row, Sort};
use crate::web::actions::choices;
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;

const MET: &str = "Någon annan har ändrat nätverket medan du skrev. Din text finns kvar nedan – jämför och spara igen.";

const SORTS: [&str; 4] = ["namn", "niva", "deltog", "traffar"];

/// A network is kept by those who keep contacts in one of its län; a national one by any uppdragsansvarig.
fn places(counties: &[String], holders: &Holders) -> Vec<Place> {
    if counties.is_empty() {
        return vec![Place {
            national: true,
            ..Place::default()
        }];
    }
    let known = counties.iter().filter_map(|code| holders.county(code));
    known.map(|county| county.place()).collect()
}

pub(super) fn can(me: &Me, counties: &[String], holders: &Holders) -> bool {
    let mut all = places(counties, holders).into_iter();
    all.any(|place| me.can(Act::KeepContacts, &place))
}

pub(super) async fn may(app: &App, me: &Me, counties: &[String]) -> Result<Permit> {
    let holders = Holders::load(app.db.read(), app.clock.today()).await?;
    let all = places(counties, &holders);
    let hers = all.iter().find(|place| me.can(Act::KeepContacts, place));
    let nowhere = Place::default();
    me.may(Act::KeepContacts, hers.or(all.first()).unwrap_or(&nowhere))
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    q: String,
    niva: String,
    stol: String,
    team: String,
    lan: String,
    sakfraga: String,
    vem: String,
    visa: String,
    sortera: String,
    sida: String,
    format: String,
}

impl ListQuery {
    fn pairs(&self) -> [(&'static str, &str); 8] {
        [
            ("q", &self.q),
            ("niva", &self.niva),
            ("stol", &self.stol),
            ("team", &self.team),
            ("lan", &self.lan),
            ("sakfraga", &self.sakfraga),
            ("vem", &self.vem),
            ("visa", &self.visa),
        ]
    }

    /// What is asked for that does not exist finds nothing, rather than everything.
    fn filter(&self, holders: &Holders, me: i64) -> Filter {
        Filter {
            words: self.q.clone(),
            level: self.niva.parse().ok(),
            chairs: self.stol.parse().ok(),
            county: holders.county_asked(&self.lan),
            team: holders.team_asked(&self.team),
            issue_area: list::id(&self.sakfraga),
            person: match self.vem.as_str() {
                "jag" => Some(me),
                other => list::id(other),
            },
            closed: self.visa == "alla",
        }
    }
}

struct ListRow {
    row: Row,
    counties: String,
    seated: String,
    long_ago: bool,
}

#[derive(Template)]
#[template(path = "networks/index.html")]
struct IndexPage {
    shell: Shell,
    query: ListQuery,
    address: String,
    paging: String,
    order: Order,
    levels: Vec<Choice>,
    chairs: Vec<Choice>,
    teams: Vec<Choice>,
    counties: Vec<Choice>,
    issue_areas: Vec<Choice>,
    who: Vec<Choice>,
    shown: Vec<Choice>,
    count: String,
    rows: Vec<ListRow>,
    number: i64,
    pages: i64,
    filtered: bool,
    can_add: bool,
    year: i16,
}

impl IndexPage {
    fn is_empty_chair(&self, row: &Row) -> bool {
        row.closed_on.is_none() && row.chairs() == Chairs::Empty
    }

    fn is_double(&self, row: &Row) -> bool {
        row.chairs() == Chairs::Double
    }
}

pub async fn index(
    State(app): State<App>,
    me: Me,
    Query(query): Query<ListQuery>,
) -> Result<Response> {
    let (db, today) = (app.db.read(), app.clock.today());
    let holders = Holders::load(db, today).await?;
    let filter = query.filter(&holders, me.id());
    let order = Order::read(&query.sortera, &SORTS, "namn");
    let format = Format::of(&query.format);
    let part = Format::part(format, &query.sida);
    let by = (sort_of(&order), order.descending);
    let found = networks::list(db, &filter, by, part, today).await?;
    if let Some(format) = format {
        return export::respond(table(found.rows), format, &file_name("natverk", today)).await;
    }
    let template = IndexPage {
        shell: me.shell(),
        address: list::query(&query.pairs()),
        paging: list::paging(&query.pairs(), &query.sortera, &order),
        levels: Choice::of_codes(Level::ALL, Level::label),
        chairs: Choice::of_codes(Chairs::ALL, Chairs::label),
        teams: holders.team_choices(),
        counties: holders.county_choices(&query.lan),
        issue_areas: choices(&holders.issue_areas, |each| (each.id, &each.name)),
        who: vec![Choice::new("jag", "Jag")],
        shown: vec![Choice::new("alla", "Även avslutade")],
        count: first_upper(&counted(found.total, "nätverk", "nätverk")),
        number: found.number,
        pages: found.pages(),
        rows: found
            .rows
            .into_iter()
            .map(|row| in_words(row, today))
            .collect(),
        filtered: query.pairs().iter().any(|(_, value)| !value.is_empty()),
        can_add: me.can_somewhere(Act::KeepContacts),
        year: today.year(),
        order,
        query,
    };
    page(StatusCode::OK, &template)
}

fn sort_of(order: &Order) -> Sort {
    match order.key.as_str() {
        "niva" => Sort::Level,
        "deltog" => Sort::Attended,
        "traffar" => Sort::Meetings,
        _ => Sort::Name,
    }
}

fn in_words(row: Row, today: Date) -> ListRow {
    ListRow {
        counties: match row.counties.is_empty() {
            true => "Hela landet".to_owned(),
            false => words::counties(&row.counties),
        },
        seated: join_and(&row.seated),
        long_ago: row.closed_on.is_none()
            && is_long_ago(row.last_attended, row.meetings_per_year, today),
        row,
    }
}

fn table(rows: Vec<Row>) -> Table {
    let columns = [
        ("Nätverk", Column::Text),
        ("Nivå", Column::Text),
        ("Leds av", Column::Text),
        ("Län", Column::Text),
        ("Sakfrågor", Column::Text),
        ("Sitter där", Column::Text),
        ("Stol", Column::Text),
        ("Deltog senast", Column::Date),
        ("Träffar per år", Column::Number),
        ("Träffar", Column::Number),
        ("Avslutat", Column::Date),
    ];
    let cells = |row: Row| -> Vec<Cell> {
        let chairs = row.chairs().label();
        vec![
            row.name.into(),
            row.level.label().into(),
            row.organisation.into(),
            row.counties.join(", ").into(),
            row.issue_areas.join(", ").into(),
            row.seated.join(", ").into(),
            chairs.into(),
            row.last_attended.into(),
            row.meetings_per_year.into(),
            row.meetings.into(),
            row.closed_on.into(),
        ]
    };
    Table::new("Nätverk", &columns, rows.into_iter().map(cells))
}
