//! Så är arbetet organiserat: teams, functions and län on any day.

use super::me::{Me, Shell};
use super::page;
use super::seats::{PerDay, SeatView, Seats};
use crate::App;
use crate::domain::access::{Act, Place};
use crate::domain::people::Seat;
use crate::domain::places::{Department, Team, Unit};
use crate::error::Result;
use crate::store::places;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use std::collections::HashMap;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    pub datum: String,
    pub visa: String,
}

#[derive(Template)]
#[template(path = "organisation/show.html")]
struct OrganisationPage {
    shell: Shell,
    per: PerDay,
    may: bool,
    staffed: usize,
    /// The seats nobody holds, when they are what is asked for.
    vacant: Option<Vec<SeatView>>,
    seats_total: usize,
    teams: Vec<TeamPart>,
    /// A department outside Regioner and its seat in each team.
    issues: Vec<(String, Vec<SeatView>)>,
    departments: Vec<(Department, Vec<Unit>)>,
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
    let actors = places::regional_actor_names(db, per.day).await?;
    let units = places::units(db, per.day).await?;
    let all = seats.holders.seats();
    let vacant = (asked.visa == "obesatta").then(|| {
        let empty = |seat: &&Seat| seats.holders.of(seat).vacant();
        let views = all.iter().filter(empty).map(|seat| seats.view(seat));
        views.collect()
    });
    let template = OrganisationPage {
        vacant,
        shell: me.shell(),
        may: per.today && me.can(Act::Assign, &Place::anywhere()),
        staffed: seats.staffed(&all),
        seats_total: all.len(),
        teams: teams(&seats, &actors),
        issues: issues(&seats),
        departments: departments(&seats, units),
        per,
    };
    page(template.per.status(), &template)
}

fn teams(seats: &Seats, actors: &HashMap<String, String>) -> Vec<TeamPart> {
    let line = |county: &crate::domain::places::County| CountyLine {
        name: county.short_name.clone(),
        url: county.url(),
        actor: actors.get(&county.code).cloned().unwrap_or("–".to_owned()),
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

fn departments(seats: &Seats, units: Vec<Unit>) -> Vec<(Department, Vec<Unit>)> {
    let of = |department: &Department| {
        let own = units
            .iter()
            .filter(|unit| unit.department_id == department.id);
        (department.clone(), own.cloned().collect())
    };
    seats.holders.departments.iter().map(of).collect()
}
