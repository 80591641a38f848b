//! Kontaktlogg: the list, whose filter is its address, and what every page of an entry begins with.

pub mod cadence;
pub mod card;
mod check;
pub mod edit;
mod met;
pub mod show;
mod someone;

use super::actions::choices;
use super::export::{self, Cell, Format, Kind, Table, file_name};
use super::form::Choice;
use super::holders::Holders;
use super::list::{self, Order};
use super::me::{Me, Shell};
use super::secrecy::{self, sight};
use super::text::{counted, first_upper};
use super::{page, parse, text};
use crate::App;
use crate::domain::access::{Act, Permit, Place};
use crate::domain::contact::{Channel, Entry, Note};
use crate::domain::event::{Subject, SubjectKind};
use crate::error::Result;
use crate::store::contact_entries::{self, Filter, Row, Sort};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;

const SORTS: [&str; 4] = ["datum", "amne", "lan", "uppfoljning"];

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    q: String,
    team: String,
    lan: String,
    vag: String,
    sakfraga: String,
    enhet: String,
    sedan: String,
    visa: String,
    kontakt: String,
    organisation: String,
    av: String,
    sortera: String,
    sida: String,
    format: String,
}

impl ListQuery {
    fn pairs(&self) -> [(&'static str, &str); 11] {
        [
            ("q", &self.q),
            ("team", &self.team),
            ("lan", &self.lan),
            ("vag", &self.vag),
            ("sakfraga", &self.sakfraga),
            ("enhet", &self.enhet),
            ("sedan", &self.sedan),
            ("visa", &self.visa),
            ("kontakt", &self.kontakt),
            ("organisation", &self.organisation),
            ("av", &self.av),
        ]
    }

    fn filter(&self, holders: &Holders, me: &Me) -> Filter {
        Filter {
            words: self.q.clone(),
            county: holders.county_asked(&self.lan),
            team: holders.team_asked(&self.team),
            organisation: list::id(&self.organisation),
            contact: list::id(&self.kontakt),
            channel: self.vag.parse().ok(),
            issue_area: list::id(&self.sakfraga),
            unit: list::id(&self.enhet),
            since: parse::date(&self.sedan),
            official: self.visa == "tjansteanteckningar",
            waits: self.visa == "uppfoljning",
            author: (self.av == "mig").then(|| me.id()),
        }
    }

    /// The day that could not be read, in the words of the form.
    fn wrong_day(&self) -> Option<&'static str> {
        let asked = !self.sedan.trim().is_empty();
        (asked && parse::date(&self.sedan).is_none()).then_some(parse::DATE)
    }
}

#[derive(Template)]
#[template(path = "contact_log/index.html")]
struct IndexPage {
    shell: Shell,
    query: ListQuery,
    wrong_day: Option<&'static str>,
    address: String,
    paging: String,
    order: Order,
    teams: Vec<Choice>,
    counties: Vec<Choice>,
    channels: Vec<Choice>,
    issue_areas: Vec<Choice>,
    units: Vec<Choice>,
    count: String,
    rows: Vec<Row>,
    number: i64,
    pages: i64,
    filtered: bool,
    can_log: bool,
    today: Date,
}

impl IndexPage {
    fn late(&self, row: &Row) -> Option<String> {
        let due = row.follow_up_on.filter(|_| !row.followed_up)?;
        text::late_short(due, self.today)
    }
}

pub fn channel_choices() -> Vec<Choice> {
    Choice::of_codes(Channel::ALL, Channel::label)
}

pub async fn index(
    State(app): State<App>,
    me: Me,
    Query(query): Query<ListQuery>,
) -> Result<Response> {
    let (db, today) = (app.db.read(), app.clock.today());
    let holders = Holders::load(db, today).await?;
    let sight = sight(&app, &me).await?;
    let order = Order::read(&query.sortera, &SORTS, "-datum");
    let format = Format::of(&query.format);
    let part = Format::part(format, &query.sida);
    let sort = (sort_of(&order), order.descending);
    let filter = query.filter(&holders, &me);
    let found = contact_entries::list(db, &sight, &filter, sort, part, today).await?;
    if let Some(format) = format {
        let name = file_name("kontaktlogg", today);
        return export::respond(table(found.rows), format, &name).await;
    }
    let template = IndexPage {
        shell: me.shell(),
        wrong_day: query.wrong_day(),
        address: list::query(&query.pairs()),
        paging: list::paging(&query.pairs(), &query.sortera, &order),
        teams: holders.team_choices(),
        counties: holders.county_choices(&query.lan),
        channels: channel_choices(),
        issue_areas: choices(&holders.issue_areas, |each| (each.id, &each.name)),
        units: choices(&holders.units, |each| (each.id, &each.name)),
        count: first_upper(&counted(found.total, "kontakt", "kontakter")),
        number: found.number,
        pages: found.pages(),
        rows: found.rows,
        filtered: query.pairs().iter().any(|(_, value)| !value.is_empty()),
        can_log: me.can_somewhere(Act::LogContact),
        today,
        order,
        query,
    };
    page(StatusCode::OK, &template)
}

fn sort_of(order: &Order) -> Sort {
    match order.key.as_str() {
        "amne" => Sort::Subject,
        "lan" => Sort::County,
        "uppfoljning" => Sort::FollowUp,
        _ => Sort::Day,
    }
}

/// The list as a file.
fn table(rows: Vec<Row>) -> Table {
    let columns = [
        ("Ämne", Kind::Text),
        ("Datum", Kind::Date),
        ("Kontaktväg", Kind::Text),
        ("Län", Kind::Text),
        ("Organisation", Kind::Text),
        ("Kontakter", Kind::Text),
        ("Skrivet av", Kind::Text),
        ("Enhet", Kind::Text),
        ("Sakfråga", Kind::Text),
        ("Tjänsteanteckning", Kind::Text),
        ("Uppföljning", Kind::Text),
        ("Följs upp senast", Kind::Date),
        ("Uppföljd", Kind::Text),
        ("Sekretess", Kind::Text),
    ];
    let yes = |flag: bool| if flag { "ja" } else { "nej" };
    let cells = |row: Row| -> Vec<Cell> {
        vec![
            row.subject.into(),
            row.held_on.into(),
            row.channel.label().into(),
            row.county.into(),
            row.organisation.into(),
            row.people.join(", ").into(),
            row.author.into(),
            row.unit.into(),
            row.issue_area.into(),
            yes(row.official).into(),
            row.follow_up.into(),
            row.follow_up_on.into(),
            row.follow_up_on.map(|_| yes(row.followed_up)).into(),
            row.secrecy.into(),
        ]
    };
    Table::new("Kontaktlogg", &columns, rows.into_iter().map(cells))
}

pub fn subject(id: i64) -> Subject {
    Subject::new(SubjectKind::ContactEntry, id)
}

/// Where a right to what is logged is decided: the län, and the department of its issue area.
pub fn place(holders: &Holders, note: &Note) -> Place {
    let codes: Vec<String> = note.county.iter().cloned().collect();
    let mut areas = holders.issue_areas.iter();
    let area = areas.find(|area| Some(area.id) == note.issue_area_id);
    Place {
        department: area.map(|area| area.department_id),
        issue_area: area.map(|area| area.id),
        ..super::contacts::place(holders, &codes)
    }
}

/// An entry, for one who may read it; not found for those who may not, as if it were not there.
async fn load(app: &App, me: &Me, id: i64) -> Result<(Entry, Holders)> {
    secrecy::guard(app, me, &subject(id)).await?;
    let entry = contact_entries::find(app.db.read(), id).await?;
    let holders = Holders::load(app.db.read(), app.clock.today()).await?;
    Ok((entry, holders))
}

/// The same inside a write.
async fn load_in(
    tx: &mut crate::store::Write,
    app: &App,
    me: &Me,
    holders: &Holders,
    id: i64,
) -> Result<Entry> {
    secrecy::guard_in(tx.conn(), app, me, &subject(id)).await?;
    let entry = contact_entries::find(tx.conn(), id).await?;
    may(me, holders, &entry.note)?;
    Ok(entry)
}

/// The permit to write in the log, as an entry stands.
fn may(me: &Me, holders: &Holders, note: &Note) -> Result<Permit> {
    me.may(Act::LogContact, &place(holders, note))
}
