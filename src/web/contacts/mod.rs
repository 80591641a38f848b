//! Kontakter: the list of people outside the agency, whose filter is its address, and what every page of
//! one of them begins with.

pub mod edit;
mod form;
pub mod merge;
pub mod personal;
pub mod posts;
pub mod show;

use super::export::{self, Cell, Format, Kind, Table, file_name};
use super::form::Choice;
use super::holders::Holders;
use super::list::{self, Order};
use super::me::{Me, Shell};
use super::secrecy::{self, sight};
use super::text::{counted, first_upper};
use super::{flash, page};
use crate::App;
use crate::domain::access::{Act, Permit, Place};
use crate::domain::contact::{Contact, Level, OrganisationKind, Role};
use crate::domain::event::{Subject, SubjectKind};
use crate::error::{Error, Result};
use crate::store::contacts::{self, Filter, Left, Row, Sort};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;

/// Under every free text about a person.
pub const NOTHING_SENSITIVE: &str =
    "Skriv inga uppgifter om hälsa, facklig tillhörighet eller andra känsliga uppgifter.";

const SORTS: [&str; 5] = ["namn", "organisation", "lan", "senast", "granskas"];

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    q: String,
    slag: String,
    niva: String,
    team: String,
    lan: String,
    poster: String,
    granskas: String,
    sortera: String,
    sida: String,
    format: String,
}

impl ListQuery {
    fn pairs(&self) -> [(&'static str, &str); 7] {
        [
            ("q", &self.q),
            ("slag", &self.slag),
            ("niva", &self.niva),
            ("team", &self.team),
            ("lan", &self.lan),
            ("poster", &self.poster),
            ("granskas", &self.granskas),
        ]
    }

    fn filter(&self, holders: &Holders) -> Filter {
        Filter {
            words: self.q.clone(),
            kind: self.slag.parse().ok(),
            level: self.niva.parse().ok(),
            county: holders.county_asked(&self.lan),
            team: holders.team_asked(&self.team),
            left: match self.poster.as_str() {
                "lamnat" => Left::Only,
                "alla" => Left::Too,
                _ => Left::Without,
            },
            review: !self.granskas.is_empty(),
        }
    }
}

pub fn kind_choices() -> Vec<Choice> {
    Choice::of_codes(OrganisationKind::ALL, OrganisationKind::label)
}

pub fn level_choices() -> Vec<Choice> {
    Choice::of_codes(Level::ALL, Level::label)
}

#[derive(Template)]
#[template(path = "contacts/index.html")]
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
    today: Date,
}

pub async fn index(
    State(app): State<App>,
    me: Me,
    Query(query): Query<ListQuery>,
) -> Result<Response> {
    let (db, today) = (app.db.read(), app.clock.today());
    let holders = Holders::load(db, today).await?;
    let sight = sight(&app, &me).await?;
    let filter = query.filter(&holders);
    let order = Order::read(&query.sortera, &SORTS, "namn");
    let format = Format::of(&query.format);
    let part = Format::part(format, &query.sida);
    let sort = (sort_of(&order), order.descending);
    let found = contacts::list(db, &sight, &filter, sort, part, today).await?;
    if let Some(format) = format {
        return export::respond(table(found.rows), format, &file_name("kontakter", today)).await;
    }
    let template = IndexPage {
        shell: me.shell(),
        address: list::query(&query.pairs()),
        paging: list::paging(&query.pairs(), &query.sortera, &order),
        teams: holders.team_choices(),
        counties: holders.county_choices(&query.lan),
        kinds: kind_choices(),
        levels: level_choices(),
        count: first_upper(&counted(found.total, "kontakt", "kontakter")),
        number: found.number,
        pages: found.pages(),
        rows: found.rows,
        filtered: query.pairs().iter().any(|(_, value)| !value.is_empty()),
        can_add: me.can_somewhere(Act::KeepContacts),
        today,
        order,
        query,
    };
    page(StatusCode::OK, &template)
}

fn sort_of(order: &Order) -> Sort {
    match order.key.as_str() {
        "organisation" => Sort::Organisation,
        "lan" => Sort::County,
        "senast" => Sort::Last,
        "granskas" => Sort::Review,
        _ => Sort::Name,
    }
}

/// The list as a file.
fn table(rows: Vec<Row>) -> Table {
    let columns = [
        ("Namn", Kind::Text),
        ("Roll", Kind::Text),
        ("Organisation", Kind::Text),
        ("Län", Kind::Text),
        ("E-post", Kind::Text),
        ("Telefon", Kind::Text),
        ("Senaste kontakt", Kind::Date),
        ("Har lämnat posten", Kind::Text),
        ("Granskas senast", Kind::Date),
        ("Sekretess", Kind::Text),
    ];
    let cells = |row: Row| -> Vec<Cell> {
        let left = if row.has_left() { "ja" } else { "nej" };
        let of = |part: fn(&contacts::Seat) -> &String| row.post().map(part).cloned();
        vec![
            row.name.clone().into(),
            of(|post| &post.title).into(),
            of(|post| &post.organisation).into(),
            of(|post| &post.county).into(),
            row.email.clone().into(),
            row.phone.clone().into(),
            row.last_on.into(),
            left.into(),
            row.review_on.into(),
            row.secrecy.clone().into(),
        ]
    };
    Table::new("Kontakter", &columns, rows.into_iter().map(cells))
}

pub fn subject(id: i64) -> Subject {
    Subject::new(SubjectKind::Contact, id)
}

/// A contact with her posts, for one who may read her.
pub struct Loaded {
    pub contact: Contact,
    pub roles: Vec<Role>,
    pub counties: Vec<String>,
    pub holders: Holders,
}

impl Loaded {
    pub fn may(&self, me: &Me) -> Result<Permit> {
        may_keep(me, &self.holders, Act::KeepContacts, &self.counties)
    }

    pub fn place(&self) -> Place {
        place(&self.holders, &self.counties)
    }
}

/// What an address is about: the contact, or the answer that leads on to the one she was merged into.
pub enum Found {
    Here(Box<Loaded>),
    Elsewhere(Response),
}

/// Not found for those who may not read her, as if she were not there.
pub async fn load(app: &App, me: &Me, id: i64) -> Result<Found> {
    let (db, today) = (app.db.read(), app.clock.today());
    secrecy::guard(app, me, &subject(id)).await?;
    let contact = contacts::find(db, id).await?;
    if let Some(kept) = contact.merged_into {
        secrecy::guard(app, me, &subject(kept)).await?;
        return Ok(Found::Elsewhere(flash::see(&crate::domain::contact::url(
            kept,
        ))));
    }
    let roles = contacts::roles(db, id, today).await?;
    Ok(Found::Here(Box::new(Loaded {
        counties: contacts::counties(&roles, today),
        holders: Holders::load(db, today).await?,
        contact,
        roles,
    })))
}

/// The same inside a write, for the right to be decided by what is true there.
pub async fn load_in(
    tx: &mut crate::store::Write,
    app: &App,
    me: &Me,
    before: &Loaded,
) -> Result<Loaded> {
    let id = before.contact.id;
    secrecy::guard_in(tx.conn(), app, me, &subject(id)).await?;
    let contact = contacts::find(tx.conn(), id).await?;
    if contact.merged_into.is_some() {
        return Err(Error::Stale);
    }
    let today = tx.today();
    let roles = contacts::roles(tx.conn(), id, today).await?;
    let now = Loaded {
        counties: contacts::counties(&roles, today),
        holders: before.holders.clone(),
        contact,
        roles,
    };
    now.may(me)?;
    Ok(now)
}

/// Where län lie; all of them together.
pub fn place(holders: &Holders, codes: &[String]) -> Place {
    let counties = codes.iter().filter_map(|code| holders.county(code));
    let counties: Vec<(String, i64)> = counties
        .map(|county| (county.code.clone(), county.team_id))
        .collect();
    Place {
        national: counties.is_empty(),
        counties,
        ..Place::default()
    }
}

/// A right in one of the län is enough, for people and organisations are shared; without a län it is a
/// matter of the whole country.
pub fn may_keep(me: &Me, holders: &Holders, act: Act, codes: &[String]) -> Result<Permit> {
    let mut refused = None;
    for code in codes {
        match me.may(act, &place(holders, std::slice::from_ref(code))) {
            Err(error) => refused = refused.or(Some(error)),
            permit => return permit,
        }
    }
    match refused {
        Some(error) => Err(error),
        None => me.may(act, &place(holders, &[])),
    }
}

#[macro_export]
macro_rules! contact_here {
    ($found:expr) => {
        match $found {
            $crate::web::contacts::Found::Here(loaded) => *loaded,
            $crate::web::contacts::Found::Elsewhere(answer) => return Ok(answer),
        }
    };
}
