//! Inkorgen: what the sources have told, newest first; a länsansvarig begins with her own län.

pub mod hide;

use super::export::{self, Cell, Format, Kind, Table, file_name};
use super::form::Choice;
use super::holders::Holders;
use super::list::{self, Order};
use super::me::{Me, Shell};
use super::sources::{level, levels};
use super::text::{counted, first_upper, to_stockholm, to_stockholm_date};
use super::{page, secrecy};
use crate::App;
use crate::domain::access::Act;
use crate::domain::source::{ItemState, Level, place};
use crate::error::Result;
use crate::store::inbox::{self, Filter, Row};
use crate::store::{Page, sources};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;

const SORTS: [&str; 3] = ["datum", "kalla", "titel"];
const MINE: &str = "mina";
const ALL: &str = "alla";
/// As they stand in the address; those that wait are what is shown first.
const STATES: [(&str, ItemState); 2] =
    [("notiser", ItemState::Noted), ("dolda", ItemState::Hidden)];

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    q: String,
    kalla: String,
    niva: String,
    team: String,
    lan: String,
    status: String,
    sortera: String,
    sida: String,
    format: String,
}

impl ListQuery {
    fn pairs(&self) -> [(&'static str, &str); 6] {
        [
            ("q", &self.q),
            ("kalla", &self.kalla),
            ("niva", &self.niva),
            ("team", &self.team),
            ("lan", &self.lan),
            ("status", &self.status),
        ]
    }

    /// With order and page, so that one comes back to where one was.
    fn whole(&self) -> String {
        let more = [("sortera", self.sortera.as_str()), ("sida", &self.sida)];
        list::query(&[&self.pairs()[..], &more].concat())
    }

    /// What is asked for that does not exist finds nothing, rather than everything.
    fn filter(&self, holders: &Holders, mine: &[String]) -> Filter {
        Filter {
            words: self.q.clone(),
            source: list::id(&self.kalla),
            level: level(&self.niva),
            counties: match self.lan.as_str() {
                "" | ALL => None,
                MINE => Some(mine.to_vec()),
                other => holders.county_asked(other).map(|code| vec![code]),
            },
            team: holders.team_asked(&self.team),
            state: match self.status.as_str() {
                ALL => None,
                "" => Some(ItemState::Waiting),
                other => {
                    let known = STATES.iter().find(|(asked, _)| *asked == other);
                    Some(known.map_or(ItemState::Waiting, |(_, state)| *state))
                }
            },
        }
    }
}

/// The län whose länsansvarig she is.
pub fn own_counties(me: &Me) -> Vec<String> {
    me.standing.own_counties().map(str::to_owned).collect()
}

/// How many items wait in the inbox as she sees it first; none of who is nowhere länsansvarig.
pub async fn waiting(app: &App, me: &Me) -> Result<i64> {
    inbox::waiting(app.db.read(), &own_counties(me)).await
}

#[derive(Template)]
#[template(path = "inbox/index.html")]
struct IndexPage {
    shell: Shell,
    query: ListQuery,
    /// The filter, with its order and page.
    back: String,
    address: String,
    paging: String,
    order: Order,
    sources: Vec<Choice>,
    teams: Vec<Choice>,
    counties: Vec<Choice>,
    count: String,
    found: Page<Row>,
    filtered: bool,
    has_own: bool,
    /// The ids of the rows that are hers to hide or to take out again.
    hers: Vec<i64>,
    can_add: bool,
}

impl IndexPage {
    fn levels(&self) -> Vec<Choice> {
        levels()
    }

    fn states(&self) -> Vec<Choice> {
        let choice = |(asked, state): &(&str, ItemState)| Choice::new(asked, state.label());
        let mut all: Vec<_> = STATES.iter().map(choice).collect();
        all.push(Choice::new(ALL, "Alla"));
        all
    }

    fn day(&self, row: &Row) -> Date {
        to_stockholm_date(row.published_at)
    }

    fn may(&self, row: &Row) -> bool {
        self.hers.contains(&row.id)
    }

    /// Whether a row of the page can be hidden together with others.
    fn hides(&self) -> bool {
        let mut rows = self.found.rows.iter();
        rows.any(|row| row.state == ItemState::Waiting && self.may(row))
    }

    fn is_noted(&self, row: &Row) -> bool {
        row.state == ItemState::Noted
    }

    fn is_hidden(&self, row: &Row) -> bool {
        row.state == ItemState::Hidden
    }
}

pub async fn index(
    State(app): State<App>,
    me: Me,
    Query(mut query): Query<ListQuery>,
) -> Result<Response> {
    let (db, today) = (app.db.read(), app.clock.today());
    let holders = Holders::load(db, today).await?;
    let mine = own_counties(&me);
    let asked = query.pairs().iter().any(|(_, value)| !value.is_empty());
    if query.lan.is_empty() {
        query.lan = if mine.is_empty() { ALL } else { MINE }.to_owned();
    }
    let order = Order::read(&query.sortera, &SORTS, "-datum");
    let format = Format::of(&query.format);
    let part = Format::part(format, &query.sida);
    let (filter, sight) = (
        query.filter(&holders, &mine),
        secrecy::sight(&app, &me).await?,
    );
    let by = (order.key.as_str(), order.descending);
    let found = inbox::list(db, &filter, &sight, by, part, today).await?;
    if let Some(format) = format {
        return export::respond(table(found.rows), format, &file_name("inkorg", today)).await;
    }
    let names = sources::names(db).await?;
    let template = IndexPage {
        shell: me.shell(),
        back: query.whole(),
        address: list::query(&query.pairs()),
        paging: list::paging(&query.pairs(), &query.sortera, &order),
        sources: names
            .into_iter()
            .map(|(id, name)| Choice::new(id, name))
            .collect(),
        teams: holders.team_choices(),
        counties: counties(&holders, !mine.is_empty(), &query.lan),
        count: first_upper(&counted(found.total, "post", "poster")),
        filtered: asked,
        has_own: !mine.is_empty(),
        hers: hers(&me, &holders, &found.rows),
        can_add: me.can_somewhere(Act::KeepContacts),
        order,
        query,
        found,
    };
    page(StatusCode::OK, &template)
}

fn counties(holders: &Holders, has_own: bool, asked: &str) -> Vec<Choice> {
    let mut all = vec![Choice::new(ALL, "Alla")];
    if has_own {
        all.insert(0, Choice::new(MINE, "Mina län"));
    }
    all.extend(holders.county_choices(asked));
    all
}

fn hers(me: &Me, holders: &Holders, rows: &[Row]) -> Vec<i64> {
    let is_hers = |row: &&Row| is_hers(me, holders, row.level, row.county.as_deref());
    rows.iter().filter(is_hers).map(|row| row.id).collect()
}

/// Whether what a source tells is hers to settle.
fn is_hers(me: &Me, holders: &Holders, level: Level, county: Option<&str>) -> bool {
    let county = county.and_then(|code| holders.county(code));
    me.can(Act::KeepContacts, &place(level, county))
}

/// The list as a file.
fn table(rows: Vec<Row>) -> Table {
    let columns = [
        ("Titel", Kind::Text),
        ("Datum", Kind::DateTime),
        ("Datum saknas i källan", Kind::Text),
        ("Sammanfattning", Kind::Text),
        ("Länk", Kind::Text),
        ("Källa", Kind::Text),
        ("Nivå", Kind::Text),
        ("Län", Kind::Text),
        ("Status", Kind::Text),
        ("Dold av", Kind::Text),
    ];
    let cells = |row: Row| -> Vec<Cell> {
        vec![
            row.title.into(),
            to_stockholm(row.published_at).into(),
            if row.dated { "" } else { "ja" }.into(),
            row.summary.into(),
            row.url.into(),
            row.source.into(),
            row.level.label().into(),
            row.county_name.into(),
            row.state.label().into(),
            row.hidden_by.into(),
        ]
    };
    Table::new("Inkorg", &columns, rows.into_iter().map(cells))
}
