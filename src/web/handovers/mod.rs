//! Överlämningar: the list, and who may do what with one of them.

pub mod answer;
pub mod edit;
pub mod settle;
pub mod show;

use super::actions::choices;
use super::actions::words::Due;
use super::export::{self, Cell, Format, Kind, Table, file_name};
use super::form::Choice;
use super::holders::Holders;
use super::list::{self, Order};
use super::me::{Me, Shell};
use super::page;
use super::text::{counted, first_upper};
use crate::App;
use crate::domain::access::{Act, Ask, Permit, Place};
use crate::domain::handover::{self, Handover, Standing};
use crate::domain::places::County;
use crate::domain::setting::Number;
use crate::error::Result;
use crate::store::handovers::{self, Filter, Row, Sort};
use crate::store::{Write, places, settings};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;

const SORTS: [&str; 5] = ["kontakt", "skickad", "lan", "enhet", "sakfraga"];

/// The colour of where it stands.
pub fn tone(standing: Standing) -> &'static str {
    match standing {
        Standing::Waiting => "amber",
        Standing::Accepted => "pine",
        Standing::Silent | Standing::Returned => "red",
        Standing::ContactMade => "green",
        Standing::Closed => "",
    }
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    q: String,
    status: String,
    team: String,
    lan: String,
    enhet: String,
    sakfraga: String,
    dialog: String,
    sena: String,
    sortera: String,
    sida: String,
    format: String,
}

impl ListQuery {
    fn pairs(&self) -> [(&'static str, &str); 8] {
        [
            ("q", &self.q),
            ("status", &self.status),
            ("team", &self.team),
            ("lan", &self.lan),
            ("enhet", &self.enhet),
            ("sakfraga", &self.sakfraga),
            ("dialog", &self.dialog),
            ("sena", &self.sena),
        ]
    }

    /// What is asked for that does not exist finds nothing, rather than everything.
    fn filter(&self, holders: &Holders) -> Filter {
        Filter {
            words: self.q.clone(),
            standing: self.status.parse().ok(),
            closed: self.status == "alla",
            county: holders.county_asked(&self.lan),
            team: holders.team_asked(&self.team),
            unit: list::id(&self.enhet),
            issue_area: list::id(&self.sakfraga),
            dialogue: list::id(&self.dialog),
            late: self.sena == "ja",
        }
    }
}

/// A handover as lists show it.
pub struct Line {
    pub row: Row,
    pub due: Due,
    pub tone: &'static str,
    /// "Karim Nasser", when it lies with who handed it over.
    pub back_with: String,
}

impl Line {
    pub fn of(row: Row, holders: &Holders, today: Date) -> Line {
        let waits = !matches!(row.standing, Standing::ContactMade | Standing::Closed);
        let county = holders.county(&row.county_code);
        let seat =
            county.map(|each| handover::seat(each.team_id, row.department_id, row.of_regioner));
        Line {
            due: Due::of(row.contact_by, today, waits),
            tone: tone(row.standing),
            back_with: seat
                .filter(|_| row.standing.is_back())
                .map_or(String::new(), |seat| holders.of(&seat).line()),
            row,
        }
    }
}

#[derive(Template)]
#[template(path = "handovers/index.html")]
struct IndexPage {
    shell: Shell,
    query: ListQuery,
    address: String,
    paging: String,
    order: Order,
    teams: Vec<Choice>,
    counties: Vec<Choice>,
    units: Vec<Choice>,
    issue_areas: Vec<Choice>,
    standings: Vec<Choice>,
    count: String,
    lines: Vec<Line>,
    number: i64,
    pages: i64,
    filtered: bool,
    can_add: bool,
    silence_days: i64,
}

pub async fn index(
    State(app): State<App>,
    me: Me,
    Query(query): Query<ListQuery>,
) -> Result<Response> {
    let (db, today) = (app.db.read(), app.clock.today());
    let holders = Holders::load(db, today).await?;
    let order = Order::read(&query.sortera, &SORTS, "kontakt");
    let format = Format::of(&query.format);
    let part = Format::part(format, &query.sida);
    let by = (sort_of(&order), order.descending);
    let silence_days = settings::number(db, Number::HandoverSilenceDays).await?;
    let filter = query.filter(&holders);
    let found = handovers::list(db, &filter, by, part, (today, silence_days)).await?;
    let (total, number, pages) = (found.total, found.number, found.pages());
    let lines = found.rows.into_iter();
    let lines: Vec<_> = lines.map(|row| Line::of(row, &holders, today)).collect();
    if let Some(format) = format {
        let name = file_name("overlamningar", today);
        return export::respond(table(lines), format, &name).await;
    }
    let template = IndexPage {
        shell: me.shell(),
        address: list::query(&query.pairs()),
        paging: list::paging(&query.pairs(), &query.sortera, &order),
        teams: holders.team_choices(),
        counties: holders.county_choices(&query.lan),
        units: choices(&holders.units, |each| (each.id, &each.name)),
        issue_areas: choices(&holders.issue_areas, |each| (each.id, &each.name)),
        standings: standings(),
        count: first_upper(&counted(total, "överlämning", "överlämningar")),
        filtered: query.pairs().iter().any(|(_, value)| !value.is_empty()),
        can_add: me.can_somewhere(Act::CreateHandover),
        silence_days,
        number,
        pages,
        lines,
        order,
        query,
    };
    page(StatusCode::OK, &template)
}

fn standings() -> Vec<Choice> {
    let mut all = Choice::of_codes(Standing::ALL, Standing::label);
    all.push(Choice::new("alla", "Alla"));
    all
}

fn sort_of(order: &Order) -> Sort {
    match order.key.as_str() {
        "skickad" => Sort::Sent,
        "lan" => Sort::County,
        "enhet" => Sort::Unit,
        "sakfraga" => Sort::IssueArea,
        _ => Sort::ContactBy,
    }
}

/// The list as a file.
fn table(lines: Vec<Line>) -> Table {
    let columns = [
        ("Fråga", Kind::Text),
        ("Län", Kind::Text),
        ("Sakfråga", Kind::Text),
        ("Enhet", Kind::Text),
        ("Läge", Kind::Text),
        ("Ligger hos", Kind::Text),
        ("Skickad", Kind::Date),
        ("Kontakt senast", Kind::Date),
        ("Första kontakten", Kind::Date),
        ("Dialog", Kind::Date),
    ];
    let cells = |line: Line| -> Vec<Cell> {
        let row = line.row;
        let with = match line.back_with.is_empty() {
            true => row.unit.clone(),
            false => line.back_with,
        };
        vec![
            row.question.into(),
            row.county.into(),
            row.issue_area.into(),
            row.unit.into(),
            row.standing.label().into(),
            with.into(),
            row.sent_on.into(),
            row.contact_by.into(),
            row.first_contact_on.into(),
            row.held_on.into(),
        ]
    };
    Table::new("Överlämningar", &columns, lines.into_iter().map(cells))
}

/// A handover with its län.
async fn load(app: &App, id: i64) -> Result<(Handover, County)> {
    let (db, today) = (app.db.read(), app.clock.today());
    let of = handovers::find(db, id).await?;
    let county = places::county_by_code(db, &of.asking.county, today).await?;
    Ok((of, county))
}

fn place(of: &Handover, county: &County) -> Place {
    handover::place(county, of.department_id, of.asking.issue_area_id)
}

/// The permit of who hands over: to change, remind, take back, close.
fn may_lead(me: &Me, of: &Handover, county: &County) -> Result<Permit> {
    me.may(Act::CreateHandover, &place(of, county))
}

/// The permit of the receiving unit: of anyone who belongs to it today.
async fn may_answer(app: &App, me: &Me, of: &Handover, county: &County) -> Result<Permit> {
    let hers = handovers::is_in_unit(app.db.read(), me.id(), of.asking.unit_id).await?;
    answers(me, hers, county)
}

/// The same inside the write, where she may just have changed unit, or it has been sent on.
async fn still_answers(tx: &mut Write, me: &Me, now: &Handover, county: &County) -> Result<()> {
    let hers = handovers::is_in_unit(tx.conn(), me.id(), now.asking.unit_id).await?;
    answers(me, hers, county).map(drop)
}

fn answers(me: &Me, hers: bool, county: &County) -> Result<Permit> {
    let ask = Ask::Lead(county.team_id);
    Ok(me.standing.may_own(Act::AnswerHandover, hers, ask, None)?)
}
