//! One network: why we are there, who sits there, the meetings, and what came home.

use super::can;
use crate::App;
use crate::domain::event::{Subject, SubjectKind};
use crate::domain::network::{Chairs, Meeting, Network, Seat, is_long_ago};
use crate::domain::places::County;
use crate::error::Result;
use crate::store::events;
use crate::store::networks::{self, Note};
use crate::web::form::{Choice, Errors};
use crate::web::history::{self, HistoryPage, Names};
use crate::web::holders::Holders;
use crate::web::me::{Me, Shell};
use crate::web::{markdown, page, secrecy, text};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;

#[derive(Template)]
#[template(path = "networks/show.html")]
struct ShowPage {
    shell: Shell,
    errors: Errors,
    network: Network,
    counties: Vec<County>,
    issue_areas: Vec<(i64, String)>,
    chairs: Chairs,
    now: Vec<SeatRow>,
    earlier: Vec<SeatRow>,
    meetings: Vec<MeetingRow>,
    /// The last meeting someone of ours went to.
    attended: Option<Date>,
    long_ago: bool,
    choices: Vec<Choice>,
    can_keep: bool,
}

struct SeatRow {
    seat: Seat,
    dates: String,
}

struct MeetingRow {
    meeting: Meeting,
    notes: String,
    brought: Vec<Note>,
    went: String,
}

impl ShowPage {
    fn long(&self, day: &Date) -> String {
        text::long_date(*day)
    }

    fn short(&self, day: &Date) -> String {
        text::short_date(*day)
    }
}

pub async fn show(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    draw(&app, &me, id, Errors::default()).await
}

/// The page, also when a small form on it could not be saved.
pub(super) async fn draw(app: &App, me: &Me, id: i64, errors: Errors) -> Result<Response> {
    let (db, today) = (app.db.read(), app.clock.today());
    let network = networks::find(db, id).await?;
    let holders = Holders::load(db, today).await?;
    let sight = secrecy::sight(app, me).await?;
    let (now, earlier): (Vec<Seat>, Vec<Seat>) = networks::seats(db, id)
        .await?
        .into_iter()
        .partition(|seat| seat.sitting.valid_to.is_none_or(|day| day >= today));
    let sitting = now
        .iter()
        .filter(|seat| seat.sitting.span().contains(today));
    let chairs = Chairs::of(i64::try_from(sitting.count()).unwrap_or(2));
    let notes = networks::notes_of(db, id, &sight).await?;
    let meetings = networks::meetings(db, id).await?;
    let attended = meetings.iter().find(|each| !each.went.is_empty());
    let attended = attended.map(|each| each.minutes.held_on);
    let can_keep = can(me, &network.terms.counties, &holders);
    let to_choose = match can_keep && !meetings.is_empty() {
        true => networks::notes_to_choose(db, &sight).await?,
        false => Vec::new(),
    };
    let mut counties = holders.counties.clone();
    counties.retain(|county| network.terms.counties.contains(&county.code));
    let template = ShowPage {
        shell: me.shell_for(&errors),
        issue_areas: area_names(app, &network).await?,
        long_ago: network.closed_on.is_none()
            && is_long_ago(attended, network.terms.meetings_per_year, today),
        choices: to_choose
            .iter()
            .map(|(id, title)| Choice::new(id, title))
            .collect(),
        now: now.into_iter().map(seat_row).collect(),
        earlier: earlier.into_iter().map(seat_row).collect(),
        meetings: meetings
            .into_iter()
            .map(|each| meeting_row(each, &notes))
            .collect(),
        chairs,
        attended,
        counties,
        can_keep,
        network,
        errors,
    };
    page(template.errors.status(), &template)
}

async fn area_names(app: &App, network: &Network) -> Result<Vec<(i64, String)>> {
    if network.terms.issue_areas.is_empty() {
        return Ok(Vec::new());
    }
    let names = Names::load(app.db.read()).await?;
    let all = network.terms.issue_areas.iter();
    Ok(all
        .map(|id| (*id, names.value("issue_areas", &(*id).into())))
        .collect())
}

fn seat_row(seat: Seat) -> SeatRow {
    let (from, to) = (seat.sitting.valid_from, seat.sitting.valid_to);
    SeatRow {
        dates: match to {
            Some(to) => format!("{from} – {to}"),
            None => format!("från {from}"),
        },
        seat,
    }
}

fn meeting_row(meeting: Meeting, notes: &[Note]) -> MeetingRow {
    let brought = notes.iter().filter(|note| note.meeting_id == meeting.id);
    MeetingRow {
        notes: markdown::render_below(&meeting.minutes.notes, 3),
        brought: brought.cloned().collect(),
        went: text::join_and(&meeting.went),
        meeting,
    }
}

pub async fn history(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let db = app.db.read();
    let network = networks::find(db, id).await?;
    let entries = events::history(db, &Subject::new(SubjectKind::Network, id)).await?;
    let template = HistoryPage {
        shell: me.shell(),
        crumbs: vec![
            Choice::new("/natverk", "Nätverk"),
            Choice::new(network.url(), &network.terms.name),
        ],
        title: network.terms.name,
        lines: history::lines(db, entries).await?,
    };
    page(StatusCode::OK, &template)
}
