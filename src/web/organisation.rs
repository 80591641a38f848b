//! Så är arbetet organiserat: teams, functions and län on any day.

use super::export::{self, Cell, Format, Kind, Table, file_name};
use super::list::query;
use super::me::{Me, Shell};
use super::page;
use super::seats::{PerDay, SeatView, Seats};
use crate::App;
use crate::domain::access::{Act, Place};
use crate::domain::people::Seat;
use crate::domain::places::{Department, Team, Unit};
use crate::error::Result;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    pub datum: String,
    pub visa: String,
    pub format: String,
}

#[derive(Template)]
#[template(path = "organisation/show.html")]
struct OrganisationPage {
    shell: Shell,
    per: PerDay,
    may: bool,
    staffed: usize,
    seats_total: usize,
    teams: Vec<TeamPart>,
    /// A department outside Regioner and its seat in each team.
    issues: Vec<(String, Vec<SeatView>)>,
    departments: Vec<(Department, Vec<Unit>)>,
    paging: String,
    /// Only the seats without a holder, when they are asked for.
    vacant: Option<Vec<SeatView>>,
}

struct TeamPart {
    team: Team,
    lead: SeatView,
    counties: Vec<CountyLine>,
}

struct CountyLine {
    name: String,
    url: String,
    actor: String,
    officer: SeatView,
}

pub async fn show(State(app): State<App>, me: Me, Query(asked): Query<Asked>) -> Result<Response> {
    let db = app.db.read();
    let per = PerDay::read(&asked.datum, app.clock.today());
    let seats = Seats::load(db, &per).await?;
    let all = seats.holders.seats();
    let vacant = asked.visa == "obesatta";
    let shown = || {
        let listed = all
            .iter()
            .filter(|seat| !vacant || seats.holders.of(seat).vacant());
        listed.map(|seat| (seat, seats.view(seat)))
    };
    if let Some(format) = Format::of(&asked.format) {
        let table = table(&seats, shown());
        return export::respond(table, format, &file_name("organisation", per.day)).await;
    }
    let template = OrganisationPage {
        shell: me.shell(),
        may: per.today && me.can(Act::Assign, &Place::anywhere()),
        staffed: seats.staffed(&all),
        seats_total: all.len(),
        teams: teams(&seats, per.day),
        issues: issues(&seats),
        departments: departments(&seats),
        vacant: vacant.then(|| shown().map(|(_, view)| view).collect()),
        paging: query(&[
            ("datum", &asked.datum),
            ("visa", if vacant { "obesatta" } else { "" }),
        ]),
        per,
    };
    page(template.per.status(), &template)
}

/// A row for each seat of the day.
fn table<'a>(seats: &Seats, shown: impl Iterator<Item = (&'a Seat, SeatView)>) -> Table {
    let columns = ["Funktion", "Gäller", "Innehavare", "Ersättare", "På väg in"];
    let columns = columns.map(|label| (label, Kind::Text));
    let names = |views: &[super::seats::HolderView]| -> Cell {
        let names: Vec<_> = views.iter().map(|each| each.name.as_str()).collect();
        names.join(", ").into()
    };
    let cells = |(seat, view): (&Seat, SeatView)| -> Vec<Cell> {
        let holder = seats.holders.of(seat);
        let mut holders = vec![holder.name_in_full()];
        holders.extend(view.others.iter().map(|each| each.name.clone()));
        vec![
            holder.function.into(),
            holder.place.into(),
            holders.join(", ").into(),
            names(&view.deputies),
            names(&view.coming),
        ]
    };
    Table::new("Organisation", &columns, shown.map(cells))
}

fn teams(seats: &Seats, day: Date) -> Vec<TeamPart> {
    let line = |county: &crate::domain::places::County| CountyLine {
        name: county.short_name.clone(),
        url: county.url(),
        actor: seats
            .holders
            .actor_on(&county.code, day)
            .unwrap_or("–")
            .to_owned(),
        officer: seats.view(&Seat::County(county.code.clone())),
    };
    let part = |team: &Team| TeamPart {
        team: team.clone(),
        lead: seats.view(&Seat::Lead(team.id)),
        counties: seats.counties_of(team.id).map(line).collect(),
    };
    seats.holders.teams.iter().map(part).collect()
}

fn issues(seats: &Seats) -> Vec<(String, Vec<SeatView>)> {
    let in_each_team = |department: &Department| {
        let teams = seats.holders.teams.iter();
        let views = teams.map(|team| seats.view(&Seat::Issue(team.id, department.id)));
        (department.name.clone(), views.collect())
    };
    let departments = seats.holders.departments.iter();
    departments
        .filter(|department| !department.is_regioner)
        .map(in_each_team)
        .collect()
}

fn departments(seats: &Seats) -> Vec<(Department, Vec<Unit>)> {
    let of = |department: &Department| {
        let own = seats
            .holders
            .units
            .iter()
            .filter(|unit| unit.department_id == department.id);
        (department.clone(), own.cloned().collect())
    };
    seats.holders.departments.iter().map(of).collect()
}
