//! Källor: the list, whose filter is its address.

pub mod card;
pub mod close;
pub mod edit;
pub mod fetch;
pub mod show;
pub mod words;

use super::export::{self, Cell, Format, Kind, Table, file_name};
use super::form::Choice;
use super::holders::Holders;
use super::list::{self, Order};
use super::me::{Me, Shell};
use super::page;
use super::text::{counted, first_upper, to_stockholm};
use crate::App;
use crate::domain::access::{Act, Permit, Place};
use crate::domain::source::{Level, Source, Terms};
use crate::error::Result;
use crate::store::Page;
use crate::store::places;
use crate::store::sources::{self, Filter, Row};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

const SORTS: [&str; 5] = ["namn", "lan", "senast", "nasta", "inkorg"];
const MAY_NOT: &str = "ändra den här källan";

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    q: String,
    niva: String,
    team: String,
    lan: String,
    status: String,
    sortera: String,
    sida: String,
    format: String,
}

impl ListQuery {
    fn pairs(&self) -> [(&'static str, &str); 5] {
        [
            ("q", &self.q),
            ("niva", &self.niva),
            ("team", &self.team),
            ("lan", &self.lan),
            ("status", &self.status),
        ]
    }

    /// What is asked for that does not exist finds nothing, rather than everything.
    fn filter(&self, holders: &Holders) -> Filter {
        Filter {
            words: self.q.clone(),
            level: level(&self.niva),
            county: holders.county_asked(&self.lan),
            team: holders.team_asked(&self.team),
            open: match self.status.as_str() {
                "alla" => None,
                "avslutade" => Some(false),
                _ => Some(true),
            },
            failing: self.status == "fel",
        }
    }
}

/// The code of a level that is asked for.
pub fn level(asked: &str) -> Option<&'static str> {
    let known = asked.parse::<Level>().map_or("-", Level::code);
    (!asked.is_empty()).then_some(known)
}

pub fn levels() -> Vec<Choice> {
    Choice::of_codes(Level::ALL, Level::label)
}

#[derive(Template)]
#[template(path = "sources/index.html")]
struct IndexPage {
    shell: Shell,
    query: ListQuery,
    address: String,
    paging: String,
    order: Order,
    teams: Vec<Choice>,
    counties: Vec<Choice>,
    count: String,
    found: Page<Row>,
    filtered: bool,
    can_add: bool,
    /// Whether anything is fetched in this installation.
    fetches: bool,
}

impl IndexPage {
    fn levels(&self) -> Vec<Choice> {
        levels()
    }

    fn said(&self, row: &Row) -> String {
        words::state(&row.progress, row.closed_at.is_none(), self.fetches)
    }
}

pub async fn index(
    State(app): State<App>,
    me: Me,
    Query(query): Query<ListQuery>,
) -> Result<Response> {
    let (db, today) = (app.db.read(), app.clock.today());
    let holders = Holders::load(db, today).await?;
    let order = Order::read(&query.sortera, &SORTS, "namn");
    let format = Format::of(&query.format);
    let part = Format::part(format, &query.sida);
    let by = (order.key.as_str(), order.descending);
    let found = sources::list(db, &query.filter(&holders), by, part, today).await?;
    let fetches = app.config.fetches_sources();
    if let Some(format) = format {
        let name = file_name("kallor", today);
        return export::respond(table(found.rows, fetches), format, &name).await;
    }
    let pairs = query.pairs();
    let template = IndexPage {
        shell: me.shell(),
        address: list::query(&pairs),
        paging: list::paging(&pairs, &query.sortera, &order),
        teams: holders.team_choices(),
        counties: holders.county_choices(&query.lan),
        count: first_upper(&counted(found.total, "källa", "källor")),
        filtered: pairs.iter().any(|(_, value)| !value.is_empty()),
        can_add: me.can_somewhere(Act::KeepContacts),
        order,
        query,
        found,
        fetches,
    };
    page(StatusCode::OK, &template)
}

/// The list as a file.
fn table(rows: Vec<Row>, fetches: bool) -> Table {
    let columns = [
        ("Källa", Kind::Text),
        ("Adress", Kind::Text),
        ("Nivå", Kind::Text),
        ("Län", Kind::Text),
        ("Hämtas", Kind::Text),
        ("Senaste resultat", Kind::Text),
        ("Senaste försök", Kind::DateTime),
        ("Senast hämtad", Kind::DateTime),
        ("Nästa försök", Kind::DateTime),
        ("Väntar i inkorgen", Kind::Number),
        ("Avslutad", Kind::DateTime),
    ];
    let cells = |row: Row| -> Vec<Cell> {
        let progress = &row.progress;
        vec![
            row.terms.name.clone().into(),
            row.terms.url.clone().into(),
            row.terms.level.label().into(),
            row.county.clone().into(),
            row.terms.interval().into(),
            words::state(progress, row.closed_at.is_none(), fetches).into(),
            progress.fetched_at.map(to_stockholm).into(),
            progress.fetched_ok_at.map(to_stockholm).into(),
            progress.next_at.map(to_stockholm).into(),
            row.waiting.into(),
            row.closed_at.map(to_stockholm).into(),
        ]
    };
    Table::new("Källor", &columns, rows.into_iter().map(cells))
}

/// Where the right to a source with these terms lies today.
async fn place_of(app: &App, terms: &Terms) -> Result<Place> {
    let (db, today) = (app.db.read(), app.clock.today());
    let county = match &terms.county {
        Some(code) => Some(places::county_by_code(db, code, today).await?),
        None => None,
    };
    Ok(terms.place(county.as_ref()))
}

/// The permit to keep a source as it stands.
async fn may(app: &App, me: &Me, source: &Source) -> Result<Permit> {
    may_keep(me, &place_of(app, &source.terms).await?)
}

fn may_keep(me: &Me, place: &Place) -> Result<Permit> {
    let permit = me.standing.may(Act::KeepContacts, place);
    Ok(permit.map_err(|denied| denied.saying(MAY_NOT))?)
}
