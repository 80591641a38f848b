//! Dialogomgångar: the list of rounds, how far each has come, and planning one.

mod file;
mod form;
mod ground;
mod plan;

pub use plan::{create, new};

use super::dialogues::tone;
use super::export::{self, Format, file_name};
use super::lessons;
use super::me::{Me, Shell};
use super::page;
use crate::App;
use crate::domain::access::Act;
use crate::domain::dialogue::Phase;
use crate::domain::places::{County, Team};
use crate::error::Result;
use crate::store::places;
use crate::store::rounds::{self, Placed, Round};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::date;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "rounds/index.html")]
struct IndexPage {
    shell: Shell,
    rounds: Vec<Round>,
    counties: usize,
    usual_year: i16,
    may_plan: bool,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    format: String,
}

pub async fn index(
    State(app): State<App>,
    me: Me,
    Query(wanted): Query<Wanted>,
) -> Result<Response> {
    let today = app.clock.today();
    let rounds = rounds::all(app.db.read()).await?;
    let counties = places::counties(app.db.read(), today).await?.len();
    if let Some(format) = Format::of(&wanted.format) {
        let table = file::rounds(&rounds, counties);
        return export::respond(table, format, &file_name("dialogomgangar", today)).await;
    }
    let template = IndexPage {
        shell: me.shell(),
        rounds,
        counties,
        usual_year: form::usual_year(today),
        may_plan: me.can_somewhere(Act::PlanRound),
    };
    page(StatusCode::OK, &template)
}

#[derive(Template)]
#[template(path = "rounds/show.html")]
struct ShowPage {
    shell: Shell,
    round: Round,
    groups: Vec<Group>,
    counties: usize,
    phases: Vec<(&'static str, &'static str, usize)>,
    may_plan: bool,
    /// What its dialogues came to; none while none has been held.
    learnt: Option<lessons::round::Summary>,
}

/// A team's part of the round.
struct Group {
    team: Team,
    rows: Vec<Coverage>,
}

/// A län, and the dialogues it has in the round's year.
struct Coverage {
    county: County,
    dialogues: Vec<Placed>,
    may_plan: bool,
}

impl Coverage {
    fn missing(&self) -> bool {
        self.dialogues
            .iter()
            .all(|each| each.phase == Phase::Cancelled)
    }
}

pub async fn show(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Query(wanted): Query<Wanted>,
) -> Result<Response> {
    let (db, today) = (app.db.read(), app.clock.today());
    let round = rounds::find(db, id).await?;
    let (first, last) = (date(round.year, 1, 1), date(round.year, 12, 31));
    let placed = rounds::dialogues_between(db, first, last).await?;
    let counties = places::counties(db, today).await?;
    let open = form::years(today).contains(&round.year);
    let groups: Vec<Group> = places::teams(db, today)
        .await?
        .into_iter()
        .map(|team| {
            group(team, &counties, &placed, |county| {
                open && may_plan(&me, county)
            })
        })
        .collect();
    if let Some(format) = Format::of(&wanted.format) {
        let name = file_name(&format!("dialogomgang-{}", round.year), today);
        return export::respond(file::round(&round, &groups), format, &name).await;
    }
    let template = ShowPage {
        shell: me.shell(),
        phases: phases(&groups),
        counties: counties.len(),
        may_plan: groups
            .iter()
            .flat_map(|group| &group.rows)
            .any(|row| row.may_plan),
        learnt: lessons::round::summary(app.db.read(), round.year).await?,
        round,
        groups,
    };
    page(StatusCode::OK, &template)
}

fn may_plan(me: &Me, county: &County) -> bool {
    me.can(Act::PlanRound, &county.place())
}

fn group(
    team: Team,
    counties: &[County],
    placed: &[Placed],
    may_plan: impl Fn(&County) -> bool,
) -> Group {
    let of_team = counties.iter().filter(|county| county.team_id == team.id);
    let coverage = |county: &County| {
        let of_county = placed.iter().filter(|each| each.county == county.code);
        let mut row = Coverage {
            county: county.clone(),
            dialogues: of_county.cloned().collect(),
            may_plan: false,
        };
        row.may_plan = row.missing() && may_plan(county);
        row
    };
    Group {
        rows: of_team.map(coverage).collect(),
        team,
    }
}

/// How many län stand in each phase: label, tone, number; without a dialogue last.
fn phases(groups: &[Group]) -> Vec<(&'static str, &'static str, usize)> {
    let rows = || groups.iter().flat_map(|group| &group.rows);
    let in_phase = |phase: Phase| {
        let reached = |row: &&Coverage| row.dialogues.iter().any(|each| each.phase == phase);
        rows().filter(reached).count()
    };
    let counted = Phase::ALL
        .iter()
        .map(|phase| (phase.label(), tone(*phase), in_phase(*phase)));
    let missing = rows().filter(|row| row.missing()).count();
    counted
        .chain([("Ingen dialog planerad", "", missing)])
        .collect()
}
