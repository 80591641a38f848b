//! Genomförande of a dialogue: one item at a time, what we brought beside what is said.

mod brought;
pub mod card;
pub mod create;
pub mod edit;
mod form;
pub mod part;
mod people;
pub mod remove;
pub mod steps;
mod stops;

use super::agenda_items::{Row, home::Home};
use super::form::{Choice, Errors};
use super::me::{Me, Shell};
use super::{page, text};
use crate::App;
use crate::domain::access::Act;
use crate::domain::dialogue::Phase;
use crate::domain::outcome::{OutcomeKind, Shut, shut};
use crate::domain::participant::Attended;
use crate::error::{Error, Result};
use crate::secrets::Token;
use crate::store::{agenda_items, kept, minutes, outcomes};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use brought::Brought;
use form::LineForm;
use part::{LineRow, Rights};
use people::Person;
use serde::Deserialize;
use stops::{Clocked, Stop};

/// What is asked for when it is not an item: what is said beside the agenda.
pub const BESIDE: &str = "utanfor";

#[derive(Template)]
#[template(path = "outcomes/show.html")]
struct ConductPage {
    shell: Shell,
    crumbs: Vec<Choice>,
    name: String,
    /// Of the dialogue.
    back: String,
    hours: String,
    phase: Phase,
    /// Why nothing can be written, when something stands in the way.
    shut: Option<&'static str>,
    stops: Vec<Stop>,
    /// The item that is shown; none for what is said beside the agenda.
    here: Option<Row>,
    clock: Clocked,
    previous: Option<Choice>,
    next: Option<Choice>,
    lines: Vec<LineRow>,
    brought: Brought,
    form: LineForm,
    errors: Errors,
    kinds: Vec<Choice>,
    areas: Vec<Choice>,
    any_area: bool,
    writes: bool,
    /// Whether the person may press the buttons of the item.
    presses: bool,
    runs: bool,
    people: Vec<Person>,
}

impl ConductPage {
    fn title(&self) -> &str {
        match &self.here {
            Some(row) => &row.shown.item.point.title,
            None => "Utanför dagordningen",
        }
    }

    /// As it stands in the address.
    fn asked(&self) -> String {
        asked_of(self.here.as_ref().map(|row| row.shown.item.id))
    }

    fn is_holding(&self) -> bool {
        self.phase == Phase::Holding
    }

    fn is_locked(&self) -> bool {
        matches!(self.phase, Phase::Holding | Phase::FollowingUp) && self.shut.is_some()
    }

    fn told(&self) -> bool {
        !self.phase.is_before_the_day()
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    punkt: String,
}

pub async fn show(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let home = Home::of_dialogue(&app, id).await?;
    let form = LineForm::new(&me);
    conduct_page(
        &app,
        &me,
        &home,
        &asked.punkt,
        form,
        Errors::default(),
        None,
    )
    .await
}

/// The address of the page at an item.
pub fn at(dialogue: i64, item: Option<i64>) -> String {
    format!("/dialoger/{dialogue}/genomforande?punkt={}", asked_of(item))
}

fn asked_of(item: Option<i64>) -> String {
    item.map_or(BESIDE.to_owned(), |id| id.to_string())
}

/// The page with a form that came back, or an empty one.
async fn conduct_page(
    app: &App,
    me: &Me,
    home: &Home,
    asked: &str,
    form: LineForm,
    errors: Errors,
    status: Option<StatusCode>,
) -> Result<Response> {
    let dialogue = home.dialogue().ok_or(Error::NotFound)?;
    let db = app.db.read();
    let id = dialogue.id;
    let all = kept::copy(db, "agenda", id, agenda_items::of_dialogue(db, id)).await?;
    let lines = kept::copy(db, "outcomes", id, outcomes::of_dialogue(db, id)).await?;
    let locked = kept::copy(db, "minutes locked", id, minutes::are_locked(db, id)).await?;
    let shut = shut(dialogue.phase, locked);
    let walk = stops::walk(all, lines, dialogue, asked, app.clock.now());
    let rights = Rights::of(me, home, shut);
    let item = walk.here.as_ref().map(|row| row.shown.item.id);
    let open = shut.is_none();
    let presses = open
        && match &walk.here {
            Some(row) => home.may_one(me, &row.shown).is_ok(),
            None => home.adds(me),
        };
    let area = |area: &&crate::domain::places::IssueArea| {
        Choice::new(area.id, &area.name).hint(&area.department_name)
    };
    let plan = &dialogue.plan;
    let template = ConductPage {
        shell: me.shell_for(&errors),
        crumbs: home.crumbs(),
        name: home.name(),
        back: dialogue.url(),
        hours: text::time_span(plan.starts_at, plan.ends_at),
        phase: dialogue.phase,
        shut: shut.map(words),
        brought: Brought::load(app, me, home, walk.here.as_ref()).await?,
        lines: part::rows(walk.lines, &rights),
        kinds: kinds(),
        areas: home.own_areas(me).iter().map(area).collect(),
        any_area: home.runs(me),
        // What was typed is shown also when it cannot be saved.
        writes: presses || !form.text.is_empty(),
        presses,
        runs: open && me.can(Act::RunDialogue, &home.county.place()),
        people: people::of(app, home).await?,
        stops: walk.stops,
        here: walk.here,
        clock: walk.clock,
        previous: walk.previous,
        next: walk.next,
        form: LineForm {
            agenda_item_id: item.map_or(String::new(), |id| id.to_string()),
            token: match form.token.is_empty() {
                true => Token::short() + &Token::short(),
                false => form.token.clone(),
            },
            ..form
        },
        errors,
    };
    page(status.unwrap_or(template.errors.status()), &template)
}

fn kinds() -> Vec<Choice> {
    let choice = |kind: &OutcomeKind| Choice::new(kind, kind.label());
    OutcomeKind::ALL.iter().map(choice).collect()
}

/// Why no line can be written, changed or taken away.
pub fn words(shut: Shut) -> &'static str {
    match shut {
        Shut::NotBegun => {
            "Genomförandet har inte börjat. Det som sägs skrivs här från dialogens dag, när genomförandet har börjat."
        }
        Shut::Over(Phase::Cancelled) => "Dialogen är inställd och sparas som den är.",
        Shut::Over(_) => "Dialogen är avslutad och sparas som den är.",
        Shut::Locked => {
            "Minnesanteckningarna är låsta, och utfallen med dem. Behöver något rättas öppnas minnesanteckningarna igen, med ett skäl."
        }
    }
}
