//! Organisationer outside the agency: the list, whose filter is its address.

pub mod edit;
pub mod merge;
pub mod show;

use super::contacts::{kind_choices, level_choices, may_keep};
use super::export::{self, Cell, Format, Kind, Table, file_name};
use super::form::Choice;
use super::holders::Holders;
use super::list::{self, Order};
use super::me::{Me, Shell};
use super::secrecy::sight;
use super::text::{counted, first_upper};
use super::{flash, page};
use crate::App;
use crate::domain::access::{Act, Permit};
use crate::domain::contact::{Organisation, organisation_url};
use crate::error::Result;
use crate::store::organisations::{self, Filter, Row, Sort};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

const SORTS: [&str; 4] = ["namn", "slag", "lan", "senast"];

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    q: String,
    slag: String,
    niva: String,
    team: String,
    lan: String,
    sortera: String,
    sida: String,
    format: String,
}

impl ListQuery {
    fn pairs(&self) -> [(&'static str, &str); 5] {
        [
            ("q", &self.q),
            ("slag", &self.slag),
            ("niva", &self.niva),
            ("team", &self.team),
            ("lan", &self.lan),
        ]
    }

    fn filter(&self, holders: &Holders) -> Filter {
        Filter {
            words: self.q.clone(),
            kind: self.slag.parse().ok(),
            level: self.niva.parse().ok(),
            county: holders.county_asked(&self.lan),
            team: holders.team_asked(&self.team),
        }
    }
}

#[derive(Template)]
#[template(path = "organisations/index.html")]
struct IndexPage {
    shell: Shell,
    query: ListQuery,
    address: String,
    paging: String,
    order: Order,
    teams: Vec<Choice>,
    counties: Vec<Choice>,
    kinds: Vec<Choice>,
    levels: Vec<Choice>,
    count: String,
    rows: Vec<Row>,
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
    let holders = Holders::load(db, today).await?;
    let sight = sight(&app, &me).await?;
    let order = Order::read(&query.sortera, &SORTS, "namn");
    let format = Format::of(&query.format);
    let part = Format::part(format, &query.sida);
    let sort = (sort_of(&order), order.descending);
    let filter = query.filter(&holders);
    let found = organisations::list(db, &sight, &filter, sort, part, today).await?;
    if let Some(format) = format {
        let name = file_name("organisationer", today);
        return export::respond(table(found.rows), format, &name).await;
    }
    let template = IndexPage {
        shell: me.shell(),
        address: list::query(&query.pairs()),
        paging: list::paging(&query.pairs(), &query.sortera, &order),
        teams: holders.team_choices(),
        counties: holders.county_choices(&query.lan),
        kinds: kind_choices(),
        levels: level_choices(),
        count: first_upper(&counted(found.total, "organisation", "organisationer")),
        number: found.number,
        pages: found.pages(),
        rows: found.rows,
        filtered: query.pairs().iter().any(|(_, value)| !value.is_empty()),
        can_add: me.can_somewhere(Act::KeepContacts),
        order,
        query,
    };
    page(StatusCode::OK, &template)
}

fn sort_of(order: &Order) -> Sort {
    match order.key.as_str() {
        "slag" => Sort::Kind,
        "lan" => Sort::County,
        "senast" => Sort::Last,
        _ => Sort::Name,
    }
}

/// The list as a file.
fn table(rows: Vec<Row>) -> Table {
    let columns = [
        ("Organisation", Kind::Text),
        ("Slag", Kind::Text),
        ("Nivå", Kind::Text),
        ("Län", Kind::Text),
        ("Kommun", Kind::Text),
        ("Kontakter", Kind::Number),
        ("Senaste kontakt", Kind::Date),
    ];
    let cells = |row: Row| -> Vec<Cell> {
        vec![
            row.name.into(),
            row.kind.label().into(),
            row.level.label().into(),
            row.county.into(),
            row.municipality.into(),
            row.people.into(),
            row.last_on.into(),
        ]
    };
    Table::new("Organisationer", &columns, rows.into_iter().map(cells))
}

/// The permit to keep an organisation as it stands.
fn may(me: &Me, holders: &Holders, of: &Organisation) -> Result<Permit> {
    let codes: Vec<String> = of.details.county.iter().cloned().collect();
    may_keep(me, holders, Act::KeepContacts, &codes)
}

/// The answer that leads on from one that was merged into another.
fn elsewhere(of: &Organisation) -> Option<Response> {
    of.merged_into.map(|id| flash::see(&organisation_url(id)))
}
