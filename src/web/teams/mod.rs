//! The teams: seven län each, who holds which function, and what falls due week by week.

mod file;
mod weeks;

use super::contact_log::card::pace;
use super::export::{self, Format, file_name};
use super::me::{Me, Shell};
use super::seats::{self, PerDay, SeatView, Seats};
use super::{page, text};
use crate::App;
use crate::domain::access::{Act, Place};
use crate::domain::calendar::days_between;
use crate::domain::contact::Cadence;
use crate::domain::dialogue::Phase;
use crate::domain::people::{Assignment, Seat};
use crate::domain::places::{County, Team};
use crate::domain::workload::horizon;
use crate::error::Result;
use crate::store::overview::{self, Debts};
use crate::store::workload::{self, Ahead};
use crate::store::{assignments, contact_entries, places};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::HashMap;
use weeks::Agenda;

#[derive(Template)]
#[template(path = "teams/index.html")]
struct IndexPage {
    shell: Shell,
    teams: Vec<TeamCard>,
}

struct TeamCard {
    team: Team,
    counties: Vec<(String, String)>,
    lead: SeatView,
    staffed: usize,
    seats: usize,
    next: Option<DialogueView>,
}

/// A dialogue as a line: where, when, which phase.
struct DialogueView {
    url: String,
    county: String,
    held_on: String,
    distance: String,
    phase: Phase,
    is_next: bool,
}

impl DialogueView {
    fn of(ahead: &Ahead, today: Date) -> DialogueView {
        DialogueView {
            url: format!("/dialoger/{}", ahead.id),
            county: ahead.county_name.clone(),
            held_on: text::iso(ahead.held_on),
            distance: text::relative(ahead.held_on, today),
            phase: ahead.phase,
            is_next: ahead.is_next(),
        }
    }

    fn tone(&self) -> &'static str {
        match self.phase {
            Phase::Planning => "",
            Phase::Preparing => "pine",
            Phase::Holding => "solid",
            Phase::FollowingUp => "amber",
            Phase::Closed => "green",
            Phase::Cancelled => "struck",
        }
    }
}

pub async fn index(State(app): State<App>, me: Me) -> Result<Response> {
    let today = app.clock.today();
    let per = PerDay::read("", today);
    let seats = Seats::load(app.db.read(), &per).await?;
    let ahead = workload::dialogues_ahead(app.db.read(), today).await?;
    let card = |team: &Team| {
        let own = seats.holders.seats_of_team(team.id);
        let next = ahead
            .iter()
            .find(|each| each.team_id == team.id && each.is_next());
        TeamCard {
            counties: seats
                .counties_of(team.id)
                .map(|county| (county.short_name.clone(), county.url()))
                .collect(),
            lead: seats.view(&Seat::Lead(team.id)),
            staffed: seats.staffed(&own),
            seats: own.len(),
            next: next.map(|each| DialogueView::of(each, today)),
            team: team.clone(),
        }
    };
    let template = IndexPage {
        shell: me.shell(),
        teams: seats.holders.teams.iter().map(card).collect(),
    };
    page(StatusCode::OK, &template)
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    datum: String,
    tidigare: String,
    format: String,
}

#[derive(Template)]
#[template(path = "teams/show.html")]
struct TeamPage {
    shell: Shell,
    team: Team,
    per: PerDay,
    may: bool,
    staffed: usize,
    seats_total: usize,
    lead: SeatView,
    counties: Vec<CountyLine>,
    issues: Vec<SeatView>,
    /// Asked for by a link of its own.
    earlier: Option<Vec<Earlier>>,
    /// Today only.
    agenda: Option<Agenda>,
}

struct CountyLine {
    name: String,
    url: String,
    officer: SeatView,
    dialogue: Option<DialogueView>,
    /// Where its feedback stands, and for how many days it has been late.
    owed_url: String,
    owed_days: Option<i64>,
    /// How it stands with the contacts with the RUA, and the tone of it.
    contact: (String, &'static str),
}

/// Someone who has had a seat of the team.
struct Earlier {
    url: String,
    name: String,
    what: String,
    from: String,
    to: String,
}

pub async fn show(
    State(app): State<App>,
    me: Me,
    Path(slug): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let db = app.db.read();
    let today = app.clock.today();
    let per = PerDay::read(&asked.datum, today);
    let seats = Seats::load(db, &per).await?;
    let known = seats.holders.teams.iter().find(|team| team.slug == slug);
    let team = match known.cloned() {
        Some(team) => team,
        None => places::team_by_slug(db, &slug).await?,
    };
    let own = seats.holders.seats_of_team(team.id);
    let (ahead, agenda) = match per.today {
        true => what_comes(&app, team.id, today).await?,
        false => (Vec::new(), None),
    };
    if let Some(format) = Format::of(&asked.format) {
        let due = workload::of_team(db, team.id, today, horizon(today)).await?;
        let name = file_name(&format!("team-{}", team.slug), today);
        return export::respond(file::table(&team, &due, &ahead, today), format, &name).await;
    }
    let debts = match per.today {
        true => overview::owed(db, today).await?,
        false => Default::default(),
    };
    let seen = crate::web::secrecy::sight(&app, &me).await?;
    let contacts = contact_entries::cadences(db, &seen).await?;
    let earlier = match asked.tidigare.is_empty() {
        true => None,
        false => Some(earlier(&app, &seats, team.id, per.day).await?),
    };
    let exists = seats.holders.teams.iter().any(|each| each.id == team.id);
    let template = TeamPage {
        shell: me.shell(),
        may: per.today && exists && me.can(Act::Assign, &Place::anywhere()),
        staffed: seats.staffed(&own),
        seats_total: if exists { own.len() } else { 0 },
        lead: seats.view(&Seat::Lead(team.id)),
        counties: counties(&seats, team.id, &ahead, (&debts, &contacts), today),
        issues: own
            .iter()
            .filter(|seat| matches!(seat, Seat::Issue(..)))
            .map(|seat| seats.view(seat))
            .collect(),
        earlier,
        agenda,
        team,
        per,
    };
    page(template.per.status(), &template)
}

/// The team's dialogues, and what falls due week by week.
async fn what_comes(app: &App, team: i64, today: Date) -> Result<(Vec<Ahead>, Option<Agenda>)> {
    let coming = workload::coming(app.db.read(), team, today, horizon(today)).await?;
    let agenda = Agenda::new(&coming.due, &coming.ahead, today);
    Ok((coming.ahead.clone(), Some(agenda)))
}

async fn earlier(app: &App, seats: &Seats, team: i64, day: Date) -> Result<Vec<Earlier>> {
    let rows = assignments::ended_in_team(app.db.read(), team, day).await?;
    Ok(rows.iter().map(|row| before(seats, row)).collect())
}

fn counties(
    seats: &Seats,
    team: i64,
    ahead: &[Ahead],
    (debts, contacts): (&HashMap<String, Debts>, &HashMap<String, Cadence>),
    today: Date,
) -> Vec<CountyLine> {
    let late = |code: &str| {
        let since = debts.get(code).and_then(|each| each.feedback_since);
        since.map(|day| days_between(day, today))
    };
    let line = |county: &County| CountyLine {
        name: county.short_name.clone(),
        url: county.url(),
        officer: seats.view(&Seat::County(county.code.clone())),
        dialogue: of_county(ahead, &county.code).map(|each| DialogueView::of(each, today)),
        owed_url: format!("/aterkoppling?lan={}", county.slug),
        owed_days: late(&county.code),
        contact: contacts
            .get(&county.code)
            .map_or_else(Default::default, |each| pace(*each, today)),
    };
    seats.counties_of(team).map(line).collect()
}

/// The next dialogue of a län, or the latest one that is still followed up.
fn of_county<'a>(ahead: &'a [Ahead], county: &str) -> Option<&'a Ahead> {
    let own = || ahead.iter().filter(|each| each.county == county);
    own()
        .find(|each| each.is_next())
        .or_else(|| own().next_back())
}

fn before(seats: &Seats, row: &Assignment) -> Earlier {
    Earlier {
        url: seats::url(row.id),
        name: row.person_name.clone(),
        what: text::first_upper(&seats::in_words(&seats.holders, row)),
        from: text::iso(row.span.from),
        to: row.span.to.map(text::iso).unwrap_or_default(),
    }
}
