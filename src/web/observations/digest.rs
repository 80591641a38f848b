//! What has happened in a team's län of late, län by län, to read before the team meets.

use super::{Row, sight, table};
use crate::App;
use crate::domain::calendar::add_days;
use crate::domain::places::Team;
use crate::error::Result;
use crate::store::{observations, places};
use crate::web::export::{self, Format, file_name};
use crate::web::holders::Holders;
use crate::web::markdown;
use crate::web::me::{Me, Shell};
use crate::web::page;
use crate::web::text::{counted, first_upper, iso};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

/// Days back, the first of them unless another is asked for.
const PERIODS: [(i64, &str); 3] = [(30, "Trettio dagar"), (7, "En vecka"), (90, "Nittio dagar")];
/// So many notes are told; the list has the rest.
const MOST: i64 = 200;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    dagar: String,
    format: String,
}

impl Asked {
    fn days(&self) -> i64 {
        let asked = self.dagar.parse().ok();
        let mut all = PERIODS.iter().map(|(days, _)| *days);
        all.find(|days| Some(*days) == asked)
            .unwrap_or(PERIODS[0].0)
    }
}

/// The notes of a län, or of the whole country. One of several län stands under each.
struct Group {
    name: String,
    url: String,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "observations/digest.html")]
struct DigestPage {
    shell: Shell,
    team: Team,
    days: i64,
    since: String,
    count: String,
    is_cut: bool,
    groups: Vec<Group>,
    silent: Vec<(String, String)>,
}

impl DigestPage {
    fn periods(&self) -> [(i64, &'static str); 3] {
        PERIODS
    }

    /// As a list shows it: without its mark-up, and not the whole of a long text.
    fn meaning(&self, row: &Row) -> String {
        markdown::plain(&row.meaning, 300)
    }
}

pub async fn show(
    State(app): State<App>,
    me: Me,
    Path(slug): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let (db, today) = (app.db.read(), app.clock.today());
    let team = places::team_by_slug(db, &slug).await?;
    let holders = Holders::load(db, today).await?;
    let counties: Vec<_> = holders
        .counties
        .iter()
        .filter(|county| county.team_id == team.id)
        .map(|county| {
            (
                county.code.clone(),
                county.short_name.clone(),
                county.slug.clone(),
            )
        })
        .collect();
    let codes: Vec<String> = counties.iter().map(|(code, ..)| code.clone()).collect();
    let since = add_days(today, -asked.days());
    let sight = sight(&app, &me).await?;
    let rows = observations::of_counties_since(db, &sight, &codes, since, MOST).await?;
    if let Some(format) = Format::of(&asked.format) {
        let name = file_name(&format!("omvarld-team-{}", team.slug), today);
        return export::respond(table(rows), format, &name).await;
    }
    let (told, silent): (Vec<Group>, Vec<Group>) = counties
        .iter()
        .map(|(_, name, slug)| group(name, slug, &rows))
        .partition(|group| !group.rows.is_empty());
    let country = rows.iter().filter(|row| row.counties.is_empty());
    let country = Group {
        name: "Hela landet".to_owned(),
        url: "/omvarld?niva=national".to_owned(),
        rows: country.cloned().collect(),
    };
    let template = DigestPage {
        shell: me.shell(),
        days: asked.days(),
        since: iso(since),
        count: first_upper(&counted(
            rows.len() as i64,
            "omvärldsnotis",
            "omvärldsnotiser",
        )),
        is_cut: rows.len() as i64 == MOST,
        silent: silent
            .into_iter()
            .map(|each| (each.name, each.url))
            .collect(),
        groups: told
            .into_iter()
            .chain((!country.rows.is_empty()).then_some(country))
            .collect(),
        team,
    };
    page(StatusCode::OK, &template)
}

fn group(name: &str, slug: &str, rows: &[Row]) -> Group {
    let here = |row: &&Row| row.counties.iter().any(|county| county.slug == slug);
    Group {
        name: name.to_owned(),
        url: format!("/lan/{slug}/omvarld"),
        rows: rows.iter().filter(here).cloned().collect(),
    }
}
