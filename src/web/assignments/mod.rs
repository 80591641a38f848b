//! Bemanning: one assignment, what it says and what has happened to it.

pub mod edit;
pub mod ending;
mod form;
pub mod handover;
mod knows;
pub(super) mod leaves;

use super::form::Choice;
use super::history::{self, HistoryPage, Line};
use super::me::{Me, Shell};
use super::seats::{self, SeatView, Seats};
use super::{page, text};
use crate::App;
use crate::domain::access::{Act, Place};
use crate::domain::event::{Subject, SubjectKind};
use crate::domain::people::{Assignment, Kind, Seat};
use crate::error::Result;
use crate::store::{assignments, events};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

/// An assignment with the places as they are while it holds.
pub struct Shown {
    pub row: Assignment,
    pub removed: bool,
    pub seats: Seats,
}

impl Shown {
    /// One that has not been removed.
    async fn load(app: &App, id: i64) -> Result<Shown> {
        let row = assignments::find(app.db.read(), id).await?;
        Shown::with(app, row, false).await
    }

    async fn load_even_removed(app: &App, id: i64) -> Result<Shown> {
        let (row, removed) = assignments::find_even_removed(app.db.read(), id).await?;
        Shown::with(app, row, removed.is_some()).await
    }

    async fn with(app: &App, row: Assignment, removed: bool) -> Result<Shown> {
        let today = app.clock.today().max(row.span.from);
        let day = row.span.to.map_or(today, |to| today.min(to));
        let per = seats::PerDay::read(&text::iso(day), day);
        Ok(Shown {
            seats: Seats::load(app.db.read(), &per).await?,
            row,
            removed,
        })
    }

    pub fn url(&self) -> String {
        seats::url(self.row.id)
    }

    /// "Anna Lind, länsansvarig för Norrbotten"
    pub fn title(&self) -> String {
        format!("{}, {}", self.row.person_name, self.in_words())
    }

    /// "tf. uppdragsansvarig för Team Norr"
    pub fn in_words(&self) -> String {
        seats::in_words(&self.seats.holders, &self.row)
    }

    /// "länsansvarig för Norrbotten"
    pub fn seat_title(&self) -> String {
        seats::title(&self.seats.holders, &self.row.seat)
    }

    pub fn is_acting(&self) -> bool {
        self.row.kind == Kind::Acting
    }

    /// Without tf., which the page spells out: "Uppdragsansvarig för Team Norr".
    pub fn state(&self) -> String {
        match self.row.kind {
            Kind::Acting => self.seat_title(),
            _ => text::first_upper(&self.in_words()),
        }
    }

    pub fn seat_name(&self) -> String {
        text::first_upper(&self.seat_title())
    }

    pub fn kind_name(&self) -> String {
        text::first_upper(self.row.kind.label())
    }

    pub fn dates(&self) -> String {
        seats::span_words(&self.row.span)
    }

    /// The way back: teams, the team, and this assignment when the page is about a part of it.
    pub fn crumbs(&self) -> Vec<Choice> {
        let holders = &self.seats.holders;
        let team = match &self.row.seat {
            Seat::Lead(team) | Seat::Issue(team, _) => Some(*team),
            Seat::County(code) => holders.county(code).map(|county| county.team_id),
        };
        let team = holders.teams.iter().find(|each| Some(each.id) == team);
        std::iter::once(Choice::new("/team", "Team"))
            .chain(team.map(|team| Choice::new(team.url(), team.label())))
            .collect()
    }

    pub fn crumbs_within(&self) -> Vec<Choice> {
        let mut crumbs = self.crumbs();
        crumbs.push(Choice::new(self.url(), self.title()));
        crumbs
    }
}

/// How many events the page itself shows; the rest are on the history's page.
const EVENTS: usize = 5;

#[derive(Template)]
#[template(path = "assignments/show.html")]
struct ShowPage {
    shell: Shell,
    shown: Shown,
    view: SeatView,
    may: bool,
    ended: bool,
    lines: Vec<Line>,
}

pub async fn show(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let shown = Shown::load_even_removed(&app, id).await?;
    let mut entries = events::history(app.db.read(), &subject(id)).await?;
    entries.truncate(EVENTS);
    let template = ShowPage {
        shell: me.shell(),
        view: shown.seats.view(&shown.row.seat),
        may: me.can(Act::Assign, &Place::anywhere()) && !shown.removed,
        ended: shown.row.span.to.is_some_and(|to| to < app.clock.today()),
        lines: history::lines(app.db.read(), entries).await?,
        shown,
    };
    page(StatusCode::OK, &template)
}

pub async fn history(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let shown = Shown::load_even_removed(&app, id).await?;
    let entries = events::history(app.db.read(), &subject(id)).await?;
    let template = HistoryPage {
        shell: me.shell(),
        title: shown.title(),
        crumbs: shown.crumbs_within(),
        lines: history::lines(app.db.read(), entries).await?,
    };
    page(StatusCode::OK, &template)
}

fn subject(id: i64) -> Subject {
    Subject::new(SubjectKind::Assignment, id)
}

const CLASH: &str = "Någon annan har ändrat uppdraget medan du skrev. Din text finns kvar nedan – jämför och spara igen.";
