//! The start page: what is expected of me, by date.

mod words;

use super::actions::words::Due;
use super::briefs::{self, duties::BriefDuty};
use super::feedback::start::{self, Cards};
use super::holders::Holders;
use super::inbox;
use super::me::{Me, Shell};
use super::minutes;
use super::observations::start::Notes;
use super::positions::changed;
use super::text;
use super::transition_cases::mine::Mine;
use super::{contact_log, flash, page};
use crate::App;
use crate::domain::access::Act;
use crate::domain::agenda::{Duty, Seats};
use crate::domain::dialogue::Phase;
use crate::domain::people::{Role, Seat};
use crate::domain::places::Team;
use crate::error::Result;
use crate::store::actions::Origin;
use crate::store::agenda::{self, Owed};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;
use std::sync::Arc;
use words::Words;

/// Duties that are shown at once under "Senare"; the rest unfold.
const LATER: usize = 10;

struct DutyRow {
    /// What the button does: tick, answer or follow up.
    button: Button,
    url: String,
    title: String,
    acting: bool,
    why: String,
    county: String,
    dialogue: Option<(String, String)>,
    /// What is said of an order: asked for again, or sent back.
    said: Option<&'static str>,
    due: Due,
}

enum Button {
    Tick {
        action: String,
        version: i64,
    },
    Answer,
    FollowUp,
    CheckIn,
    /// To the page where the work is done.
    Page {
        url: String,
        word: &'static str,
    },
}

struct Group {
    id: String,
    label: String,
    late: bool,
    count: String,
    rows: Vec<DutyRow>,
    rest: Vec<DutyRow>,
}

/// Work of a seat she is ersättare for.
struct Deputised {
    heading: String,
    groups: Vec<Group>,
}

struct NextDialogue {
    url: String,
    county: String,
    iso: String,
    day: String,
    relative: String,
    phase: &'static str,
    tone: &'static str,
}

/// Work that reaches nobody: the seat is vacant, or its holder has no account.
struct Unreached {
    seat: String,
    /// The page of the län or the team it is a seat of.
    place: String,
    holder: String,
    vacant: bool,
    milestones: i64,
    orders: i64,
    actions: i64,
    late: i64,
    url: String,
    fill: String,
}

#[derive(Template)]
#[template(path = "start/show.html")]
struct StartPage {
    shell: Shell,
    today: String,
    functions: String,
    groups: Vec<Group>,
    deputised: Vec<Deputised>,

    changed: Vec<changed::Line>,

    has_seats: bool,
    administers: bool,
    cut: bool,
    dialogues: Vec<NextDialogue>,
    teams: Vec<Team>,
    shows_teams: bool,
    unreached: Option<Vec<Unreached>>,
    can_create: bool,
    briefs: Vec<BriefDuty>,
    minutes: Vec<minutes::card::Duty>,
    handed: Cards,
    /// Cases to judge, and those whose contact person she is.
    cases: Arc<Mine>,
    notes: Notes,
    /// Insatser that wait for an answer of hers, or came back.
    given: Vec<GivenRow>,
    /// Items that wait in the inbox of her län.
    inbox: i64,
    contacts: contact_log::card::Start,
}

struct GivenRow {
    url: String,
    title: String,
    declined: bool,
    /// "Lämnad till Regelförenkling av Elsa Norling"
    what: String,
    reason: String,
    due: Due,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    visa: String,
}

/// A chef without a function of her own begins at the overview; her work is at `/?visa=arbete`.
fn begins_at_overview(me: &Me, asked: &Asked) -> bool {
    me.is(Role::Manager) && me.standing.assignments.is_empty() && asked.visa != "arbete"
}

pub async fn show(State(app): State<App>, me: Me, Query(asked): Query<Asked>) -> Result<Response> {
    if begins_at_overview(&me, &asked) {
        let said = me.shell().flash;
        return Ok(match said {
            Some(said) => flash::see_with("/oversikt", &said),
            None => flash::see("/oversikt"),
        });
    }
    let (db, today) = (app.db.read(), app.clock.today());
    let holders = Holders::load(db, today).await?;
    let words = Words {
        holders: &holders,
        today,
        me: me.id(),
    };
    let seats = Seats::of(me.id(), &holders.rows);
    let counties = counties_of(&me, &holders);
    let all = [&seats.held[..], &seats.deputised[..]].concat();
    let owed = agenda::owed(db, &all, me.id(), &counties, today).await?;
    let (own, as_deputy, cut) = duties(&owed, &seats);
    let has_seats = !me.standing.assignments.is_empty();
    let manager = me.is(Role::Manager);
    let template = StartPage {
        shell: me.shell(),
        today: format!("{}, {}", text::weekday_date(today), text::week(today)),
        functions: me.functions.clone(),
        groups: words.groups(own, "mitt"),
        deputised: words.deputised(&seats.deputised, as_deputy),

        changed: changed::lines(&app, &seats).await?,

        has_seats,
        administers: me.is(Role::Administrator),
        cut,
        dialogues: next_dialogues(&owed.next, today),
        shows_teams: manager || !has_seats,
        unreached: match manager {
            true => Some(words.unreached(&agenda::loads(db, today).await?)),
            false => None,
        },
        can_create: me.can_somewhere(Act::CreateAction),
        briefs: briefs::duties::duties(db, &me, &holders).await?,
        minutes: minutes::card::duties(db, &me).await?,
        handed: start::cards(&app, &me, &seats, &holders).await?,
        cases: Mine::load(&app, &me).await?,
        notes: Notes::load(&app, &me, &holders).await?,
        contacts: contact_log::card::Start::load(
            &app,
            &me,
            &holders,
            &holders.counties_of(&me.standing),
        )
        .await?,
        given: owed.waiting.iter().map(|each| words.given(each)).collect(),
        teams: holders.teams.clone(),
        inbox: inbox::waiting(&app, &me).await?,
    };
    page(StatusCode::OK, &template)
}

/// By date: her own duties, those she has as ersättare, and whether there are more than are shown.
fn duties(owed: &Owed, seats: &Seats) -> (Vec<Duty>, Vec<Duty>, bool) {
    let kinds = [
        &owed.milestones[..],
        &owed.actions,
        &owed.orders,
        &owed.again,
        &owed.checkins,
    ];
    let cut = kinds.iter().any(|each| each.len() == agenda::MOST as usize);
    let mut duties = kinds.concat();
    duties.sort_by_key(|duty| duty.due_on);
    let (as_deputy, own) = duties
        .into_iter()
        .partition(|duty| is_among(&seats.deputised, duty));
    (own, as_deputy, cut)
}

fn is_among(seats: &[Seat], duty: &Duty) -> bool {
    duty.seat.as_ref().is_some_and(|seat| seats.contains(seat))
}

/// The län of her team or her own.
fn counties_of(me: &Me, holders: &Holders) -> Vec<String> {
    let mine = |code: &str, team: i64| {
        let mut seats = me.standing.assignments.iter().map(|row| &row.seat);
        seats.any(|seat| match seat {
            Seat::County(county) => county == code,
            Seat::Lead(id) | Seat::Issue(id, _) => *id == team,
        })
    };
    let all = holders.counties.iter();
    all.filter(|county| mine(&county.code, county.team_id))
        .map(|county| county.code.clone())
        .collect()
}

fn next_dialogues(rows: &[Origin], today: Date) -> Vec<NextDialogue> {
    let row = |origin: &Origin| NextDialogue {
        url: origin.url(),
        county: origin.county_name.clone(),
        iso: text::iso(origin.held_on),
        day: text::short_date(origin.held_on),
        relative: text::relative(origin.held_on, today),
        phase: origin.phase.label(),
        tone: tone(origin.phase),
    };
    rows.iter().map(row).collect()
}

fn tone(phase: Phase) -> &'static str {
    match phase {
        Phase::Preparing => "pine",
        Phase::Holding => "solid",
        _ => "",
    }
}
