//! One position: what we say, what it rests on, what we can offer, and what we said last time.

use super::{Cell, tone, version_words};
use crate::App;
use crate::domain::observation::UsedIn;
use crate::domain::position::{Part, Position, Status, right};
use crate::error::Result;
use crate::store::offers::{self, Proposal};
use crate::store::positions;
use crate::store::secrecy::MarkedBrief;
use crate::web::form::Choice;
use crate::web::me::{Me, Shell};
use crate::web::observations::card::Card;
use crate::web::secrecy;
use crate::web::{markdown, page, text};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

/// One of the five texts, rendered.
pub struct Block {
    pub label: &'static str,
    pub html: String,
    pub shareable: bool,
}

/// The last position in the same issue area and län.
pub struct Earlier {
    pub url: String,
    pub heading: String,
    pub status: &'static str,
    pub tone: &'static str,
    pub blocks: Vec<Block>,
}

#[derive(Template)]
#[template(path = "positions/show.html")]
struct ShowPage {
    shell: Shell,
    crumbs: Vec<Choice>,
    cell: Cell,
    marked_briefs: Vec<MarkedBrief>,
    dialogue: String,
    blocks: Vec<Block>,
    status: Option<(&'static str, &'static str)>,
    updated: String,
    stale: bool,
    rests_on: Option<(String, String)>,
    in_force: Option<(String, String, i64)>,
    buttons: Vec<(&'static str, &'static str)>,
    offers: Vec<Proposal>,
    earlier: Option<Earlier>,
    may: bool,
    /// None before anything is written of it.
    notes: Option<Card>,
}

impl ShowPage {
    fn version(&self) -> i64 {
        self.cell.position.as_ref().map_or(0, |of| of.version)
    }

    fn compare(&self) -> String {
        let position = self.cell.position.as_ref();
        position.map_or(String::new(), |of| of.rests.compare_url())
    }
}

pub async fn show(
    State(app): State<App>,
    me: Me,
    Path((id, area)): Path<(i64, i64)>,
) -> Result<Response> {
    let (subject, area) = Cell::around(&app, id, area).await?;
    let cell = Cell::load(&app, subject, area).await?;
    let (db, today) = (app.db.read(), app.clock.today());
    let (dialogue, county, area) = (&cell.subject.dialogue, &cell.subject.county, &cell.area);
    let (act, place) = right(county, area.id, area.department_id, area.is_regioner);
    let may = !dialogue.phase.is_over() && me.can(act, &place);
    let chosen = cell.position.as_ref().map(|of| &of.content.offers[..]);
    let chosen = offers::chosen(db, area.id, chosen.unwrap_or_default(), today).await?;
    let held = match &cell.position {
        Some(of) => of.rests.in_force.clone(),
        None => in_force(&positions::versions(db, area.id, None).await?),
    };
    let notes = match &cell.position {
        Some(of) => {
            let about = ([dialogue.plan.county.clone()], [area.id]);
            let used_in = (UsedIn::Position, of.id);
            Some(Card::load(&app, &me, used_in, (&about.0, &about.1), may).await?)
        }
        None => None,
    };
    let template = ShowPage {
        notes,
        shell: me.shell(),
        crumbs: cell.subject.crumbs(),
        dialogue: cell.subject.name(),
        blocks: cell.position.as_ref().map_or(vec![], |of| blocks(of, 3)),
        status: cell
            .position
            .as_ref()
            .map(|of| (of.status.label(), tone(of.status))),
        updated: cell.position.as_ref().map_or(String::new(), updated),
        stale: cell.position.as_ref().is_some_and(Position::is_stale),
        rests_on: cell
            .position
            .as_ref()
            .and_then(|of| of.rests.on.as_ref())
            .map(|on| {
                let url = format!("/underlag/{}/versioner/{}", on.brief_id, on.number);
                (url, version_words(on))
            }),
        in_force: held.map(|held| {
            let url = format!("/underlag/{}/versioner/{}", held.brief_id, held.number);
            (url, version_words(&held), held.id)
        }),
        buttons: match (&cell.position, may) {
            (Some(of), true) => buttons(of.status),
            _ => vec![],
        },
        offers: chosen,
        earlier: earlier(&app, &cell, 3).await?,
        may,
        marked_briefs: secrecy::marked_briefs(&app, &me, dialogue.id, Some(area.id)).await?,
        cell,
    };
    page(StatusCode::OK, &template)
}

pub(super) fn in_force(
    versions: &[(crate::domain::position::BriefVersion, bool)],
) -> Option<crate::domain::position::BriefVersion> {
    let held = versions.iter().find(|(_, holds)| *holds);
    held.map(|(version, _)| version.clone())
}

/// "Senast ändrat av Karim Nasser 12 november 2026 kl. 10.42"
fn updated(of: &Position) -> String {
    let who = of.author.as_deref().unwrap_or("systemet");
    format!("Senast ändrat av {who} {}", text::stamp(of.updated_at))
}

/// The texts that have been written.
pub(in crate::web) fn blocks(of: &Position, heading: usize) -> Vec<Block> {
    let block = |part: &Part| Block {
        label: part.label(),
        html: markdown::render_below(of.content.text(*part), heading),
        shareable: of.content.is_shareable(*part),
    };
    let written = |part: &&Part| !of.content.text(**part).is_empty();
    Part::ALL.iter().filter(written).map(block).collect()
}

/// Where a position can be put from where it stands.
fn buttons(status: Status) -> Vec<(&'static str, &'static str)> {
    let label = |to: Status| match to {
        Status::Drafting => "Gör till utkast igen",
        Status::Agreed if status == Status::InForce => "Ta tillbaka till avstämt",
        Status::Agreed => "Markera som avstämt",
        Status::InForce => "Låt det gälla",
    };
    let others = Status::ALL.iter().rev().filter(|each| **each != status);
    others.map(|each| (each.code(), label(*each))).collect()
}

pub(super) async fn earlier(app: &App, cell: &Cell, heading: usize) -> Result<Option<Earlier>> {
    let of = &cell.subject.dialogue;
    let (county, day) = (&of.plan.county, of.plan.held_on);
    let found = positions::before(app.db.read(), cell.area.id, county, day, of.id).await?;
    Ok(found.map(|found| Earlier {
        url: found.url(),
        heading: format!("Förra dialogen, {}", text::long_date(found.held_on)),
        status: found.status.label(),
        tone: tone(found.status),
        blocks: blocks(&found, heading),
    }))
}

/// What the brief that holds says in short, to read while one writes.
pub(super) struct InShort {
    pub url: String,
    pub heading: String,
    pub html: String,
}

pub(super) async fn in_short(app: &App, cell: &Cell) -> Result<Option<InShort>> {
    let held = positions::key_points(app.db.read(), cell.area.id).await?;
    Ok(held.map(|held| InShort {
        url: format!("/underlag/{}/versioner/{}", held.brief_id, held.number),
        heading: format!("Underlaget i korthet (version {})", held.number),
        html: markdown::render_below(&held.summary, 3),
    }))
}
