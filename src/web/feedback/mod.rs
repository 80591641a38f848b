//! Återkoppling: what the agency owes whom, the oldest first.

pub mod coverage;
pub mod dialogue;
pub mod duty;
pub mod give;
pub mod of_action;
pub mod show;
pub mod start;

use super::export::{self, Cell, Format, Kind, Table, file_name};
use super::form::Choice;
use super::handovers::tone;
use super::holders::Holders;
use super::list::{self, Order, page_number};
use super::me::{Me, Shell};
use super::page;
use super::text::{self, counted, first_upper};
use crate::App;
use crate::domain::feedback::{Owed, days_late};
use crate::domain::handover;
use crate::domain::places::County;
use crate::error::Result;
use crate::store::Page;
use crate::store::feedback::{self, Debt, Source};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;

const SORTS: [&str; 4] = ["klart", "lan", "avdelning", "riktning"];

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    riktning: String,
    team: String,
    lan: String,
    avdelning: String,
    omgang: String,
    sena: String,
    sortera: String,
    sida: String,
    format: String,
}

impl ListQuery {
    fn pairs(&self) -> [(&'static str, &str); 6] {
        [
            ("riktning", &self.riktning),
            ("team", &self.team),
            ("lan", &self.lan),
            ("avdelning", &self.avdelning),
            ("omgang", &self.omgang),
            ("sena", &self.sena),
        ]
    }

    fn wants(&self, row: &Row, debt: &Debt) -> bool {
        let is = |asked: &str, own: &str| asked.is_empty() || asked == own;
        let number = |id: Option<i64>| id.map_or(String::new(), |id| id.to_string());
        is(&self.riktning, debt.owed.code())
            && is(&self.team, &row.team.0)
            && (is(&self.lan, &row.slug) || self.lan == debt.county)
            && is(&self.avdelning, &number(debt.department_id))
            && is(&self.omgang, &number(debt.round))
            && (self.sena != "ja" || row.late.is_some())
    }
}

/// A debt in the words of a page.
pub struct Row {
    pub owed: Owed,
    /// What is to be done, and where.
    pub title: String,
    pub url: String,
    pub county: String,
    slug: String,
    pub county_url: String,
    pub team: (String, String),
    pub department: String,
    pub dialogue: Option<(String, Date)>,
    /// "Ansvarig för sakfrågor · Karim Nasser", or the unit that has it.
    pub owner: String,
    pub vacant: bool,
    /// Where a handover stands.
    pub standing: Option<(&'static str, &'static str)>,
    pub due_on: Date,
    pub late: Option<i64>,
}

impl Row {
    pub fn of(debt: &Debt, holders: &Holders, today: Date) -> Option<Row> {
        let county = holders.county(&debt.county)?;
        let department = holders
            .departments
            .iter()
            .find(|each| Some(each.id) == debt.department_id)
            .map_or(String::new(), |each| each.name.clone());
        let (owner, vacant) = owner(debt, holders, county);
        Some(Row {
            owed: debt.owed,
            title: title(debt, &department),
            url: url(debt),
            county: county.short_name.clone(),
            slug: county.slug.clone(),
            county_url: county.url(),
            team: (county.team_slug.clone(), county.team_name.clone()),
            dialogue: debt
                .dialogue_id
                .map(|id| format!("/dialoger/{id}"))
                .zip(debt.held_on),
            standing: match &debt.source {
                Source::Handover { standing, .. } => Some((standing.label(), tone(*standing))),
                _ => None,
            },
            due_on: debt.due_on,
            late: days_late(debt.due_on, today),
            department,
            owner,
            vacant,
        })
    }

    /// "34 dagar sent", "om 5 dagar"
    fn age(&self, today: &Date) -> String {
        match self.late {
            Some(days) => format!("{} sent", counted(days, "dag", "dagar")),
            None => text::relative(self.due_on, *today),
        }
    }
}

fn owner(debt: &Debt, holders: &Holders, county: &County) -> (String, bool) {
    let seat = match (&debt.source, debt.department_id) {
        (Source::Milestone { falls_on, .. }, department) => {
            holders.seat_of_milestone(*falls_on, department, &county.code)
        }
        (Source::Again { of_regioner, .. }, Some(department)) => {
            Some(handover::seat(county.team_id, department, *of_regioner))
        }
        (
            Source::Handover {
                of_regioner,
                standing,
                ..
            },
            Some(department),
        ) if standing.is_back() => Some(handover::seat(county.team_id, department, *of_regioner)),
        (Source::Handover { unit, .. }, _) => return (format!("Enheten {unit}"), false),
        (Source::Again { .. }, None) => None,
    };
    seat.map_or((String::new(), true), |seat| {
        let holder = holders.of(&seat);
        (holder.line(), holder.vacant())
    })
}

fn title(debt: &Debt, department: &str) -> String {
    match &debt.source {
        Source::Handover { question, .. } => question.clone(),
        Source::Again { actions, .. } => {
            let actions = counted(*actions, "insats pågår", "insatser pågår");
            format!("Återkoppling till regionen igen: {department} ({actions})")
        }
        Source::Milestone { .. } => match debt.owed {
            Owed::Team => "Återkoppling till teamet".to_owned(),
            Owed::Department => format!("Återkoppling till avdelningen: {department}"),
            Owed::Region => format!("Återkoppling till regionen: {department}"),
            Owed::Unit if debt.issue_area.is_empty() => {
                format!("Överlämning till rätt enhet: {department}")
            }
            Owed::Unit => format!("Överlämning till rätt enhet: {}", debt.issue_area),
        },
    }
}

/// Where anyone can read of it; who may write finds the form there.
fn url(debt: &Debt) -> String {
    let dialogue = debt.dialogue_id.unwrap_or_default();
    match (&debt.source, debt.owed) {
        (Source::Handover { id, .. }, _) => format!("/overlamningar/{id}"),
        (Source::Milestone { id, .. }, Owed::Unit) => {
            format!("/dialoger/{dialogue}/milstolpar/{id}")
        }
        _ => format!("/dialoger/{dialogue}/aterkoppling"),
    }
}

#[derive(Template)]
#[template(path = "feedback/index.html")]
struct IndexPage {
    shell: Shell,
    query: ListQuery,
    address: String,
    paging: String,
    order: Order,
    teams: Vec<Choice>,
    counties: Vec<Choice>,
    departments: Vec<Choice>,
    rounds: Vec<Choice>,
    count: String,
    rows: Vec<Row>,
    number: i64,
    pages: i64,
    filtered: bool,
    today: Date,
}

impl IndexPage {
    fn directions(&self) -> Vec<Choice> {
        Choice::of_codes(Owed::ALL, Owed::label)
    }
}

pub async fn index(
    State(app): State<App>,
    me: Me,
    Query(query): Query<ListQuery>,
) -> Result<Response> {
    let (db, today) = (app.db.read(), app.clock.today());
    let holders = Holders::load(db, today).await?;
    let debts = feedback::debts(db, today).await?;
    let order = Order::read(&query.sortera, &SORTS, "klart");
    let rows = sorted(wanted(&debts, &query, &holders, today), &order);
    if let Some(format) = Format::of(&query.format) {
        let name = file_name("aterkoppling", today);
        return export::respond(table(rows), format, &name).await;
    }
    let mut counties: Vec<_> = rows.iter().map(|row| &row.slug).collect();
    counties.sort();
    counties.dedup();
    let count = count(rows.len(), counties.len());
    let number = page_number(&query.sida);
    let size = Page::<()>::SIZE;
    let pages = (rows.len() as i64 + size - 1) / size;
    let first = ((number - 1) * size) as usize;
    let template = IndexPage {
        shell: me.shell(),
        address: list::query(&query.pairs()),
        paging: list::paging(&query.pairs(), &query.sortera, &order),
        teams: holders.team_choices(),
        counties: holders.county_choices(&query.lan),
        departments: departments(&holders),
        rounds: rounds(debts.iter().filter_map(|debt| debt.round)),
        rows: rows.into_iter().skip(first).take(size as usize).collect(),
        filtered: query.pairs().iter().any(|(_, value)| !value.is_empty()),
        count,
        number,
        pages,
        order,
        today,
        query,
    };
    page(StatusCode::OK, &template)
}

fn wanted(debts: &[Debt], query: &ListQuery, holders: &Holders, today: Date) -> Vec<Row> {
    let row = |debt: &Debt| Row::of(debt, holders, today).filter(|row| query.wants(row, debt));
    debts.iter().filter_map(row).collect()
}

/// The debts come by date, and a stable sort keeps that among equals.
fn sorted(mut rows: Vec<Row>, order: &Order) -> Vec<Row> {
    let place = |row: &Row| text_key(&row.county);
    match order.key.as_str() {
        "lan" => rows.sort_by_key(place),
        "avdelning" => rows.sort_by_key(|row| text_key(&row.department)),
        "riktning" => rows.sort_by_key(|row| row.owed),
        _ => {}
    }
    if order.descending {
        rows.reverse();
    }
    rows
}

/// Names sort with å ä ö last.
fn text_key(name: &str) -> Vec<u32> {
    let letter = |each: char| match each {
        'å' => u32::from('z') + 1,
        'ä' => u32::from('z') + 2,
        'ö' => u32::from('z') + 3,
        other => u32::from(other),
    };
    name.to_lowercase().chars().map(letter).collect()
}

/// "12 saker att göra i 5 län"
fn count(rows: usize, counties: usize) -> String {
    let words = first_upper(&counted(rows as i64, "sak att göra", "saker att göra"));
    match rows {
        0 => words,
        _ => format!("{words} i {counties} län"),
    }
}

fn departments(holders: &Holders) -> Vec<Choice> {
    let all = holders.departments.iter();
    all.map(|each| Choice::new(each.id, &each.name)).collect()
}

/// The years there are, newest first.
fn rounds(years: impl Iterator<Item = i64>) -> Vec<Choice> {
    let mut years: Vec<_> = years.collect();
    years.sort_by_key(|year| std::cmp::Reverse(*year));
    years.dedup();
    years
        .iter()
        .map(|year| Choice::new(year, format!("Omgång {year}")))
        .collect()
}

/// The list as a file.
fn table(rows: Vec<Row>) -> Table {
    let columns = [
        ("Riktning", Kind::Text),
        ("Vad", Kind::Text),
        ("Län", Kind::Text),
        ("Team", Kind::Text),
        ("Avdelning", Kind::Text),
        ("Dialog", Kind::Date),
        ("Ligger hos", Kind::Text),
        ("Klart senast", Kind::Date),
        ("Dagar sent", Kind::Number),
    ];
    let cells = |row: Row| -> Vec<Cell> {
        vec![
            row.owed.label().into(),
            row.title.into(),
            row.county.into(),
            row.team.1.into(),
            row.department.into(),
            row.dialogue.map(|(_, day)| day).into(),
            row.owner.into(),
            row.due_on.into(),
            row.late.into(),
        ]
    };
    Table::new("Återkoppling", &columns, rows.into_iter().map(cells))
}
