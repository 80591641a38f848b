//! Bevakning: the län and the issue areas one follows; begun and ended here or on their own pages.

use crate::App;
use crate::domain::access::{Act, Place};
use crate::error::Result;
use crate::store::observations::{self, Follows};
use crate::web::flash;
use crate::web::form::{Choice, Posted};
use crate::web::holders::Holders;
use crate::web::me::{Me, Shell};
use crate::web::page;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

/// The button of a län or an issue area; drawn by `observations/_follow.html`.
pub struct Button {
    pub county: String,
    pub area: String,
    pub follows: bool,
    pub name: String,
}

impl Button {
    pub async fn of_county(app: &App, me: &Me, code: &str, name: &str) -> Result<Button> {
        let follows = observations::kept_follows(app.db.read(), me.id()).await?;
        Ok(Button {
            follows: follows.counties.iter().any(|each| each == code),
            county: code.to_owned(),
            area: String::new(),
            name: name.to_owned(),
        })
    }

    pub async fn of_area(app: &App, me: &Me, id: i64, name: &str) -> Result<Button> {
        let follows = observations::kept_follows(app.db.read(), me.id()).await?;
        Ok(Button {
            follows: follows.issue_areas.contains(&id),
            county: String::new(),
            area: id.to_string(),
            name: name.to_owned(),
        })
    }
}

#[derive(Template)]
#[template(path = "observations/follows.html")]
struct FollowsPage {
    shell: Shell,
    followed: Vec<(Button, String)>,
    counties: Vec<Choice>,
    issue_areas: Vec<Choice>,
}

pub async fn show(State(app): State<App>, me: Me) -> Result<Response> {
    let (db, today) = (app.db.read(), app.clock.today());
    let follows = observations::follows(db, me.id()).await?;
    let holders = Holders::load(db, today).await?;
    let (mut followed, mut counties, mut issue_areas) = (vec![], vec![], vec![]);
    for each in &holders.counties {
        match follows.counties.contains(&each.code) {
            true => followed.push((button(&each.code, "", &each.short_name), each.url())),
            false => counties.push(Choice::new(&each.code, &each.short_name)),
        }
    }
    for each in &holders.issue_areas {
        let url = format!("/sakfragor/{}", each.id);
        match follows.issue_areas.contains(&each.id) {
            true => followed.push((button("", &each.id.to_string(), &each.name), url)),
            false => issue_areas.push(Choice::new(each.id, &each.name)),
        }
    }
    let template = FollowsPage {
        shell: me.shell(),
        followed,
        counties,
        issue_areas,
    };
    page(StatusCode::OK, &template)
}

fn button(county: &str, area: &str, name: &str) -> Button {
    Button {
        county: county.to_owned(),
        area: area.to_owned(),
        follows: true,
        name: name.to_owned(),
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct FollowForm {
    county: String,
    issue_area_id: String,
    /// Whether she wants to stop.
    stop: String,
    /// Where she came from: only to the page of what she follows.
    there: String,
}

const UNKNOWN: &str = "Välj ett län eller en sakfråga i listan.";

pub async fn update(
    State(app): State<App>,
    me: Me,
    Posted { form, .. }: Posted<FollowForm>,
) -> Result<Response> {
    let permit = me.may(Act::KeepOwnAccount, &Place::anywhere())?;
    let holders = Holders::load(app.db.read(), app.clock.today()).await?;
    let county = holders.county(&form.county);
    let mut areas = holders.issue_areas.iter();
    let area = areas.find(|each| each.id.to_string() == form.issue_area_id);
    let (name, url, code, id) = match (county, area) {
        (Some(county), None) => {
            let name = county.short_name.clone();
            (name, county.url(), Some(county.code.as_str()), None)
        }
        (None, Some(area)) => {
            let url = format!("/sakfragor/{}", area.id);
            (area.name.clone(), url, None, Some(area.id))
        }
        _ => return Ok(flash::see_with("/omvarld/bevakning", UNKNOWN)),
    };
    let back = match form.there.is_empty() {
        true => "/omvarld/bevakning".to_owned(),
        false => url,
    };
    let stop = !form.stop.is_empty();
    let mut tx = app.db.write(permit).await?;
    let now = observations::follows(tx.conn(), me.id()).await?;
    if has(&now, code, id) == stop {
        match stop {
            true => observations::unfollow(&mut tx, code, id).await?,
            false => observations::follow(&mut tx, code, id).await?,
        }
        tx.commit().await?;
    }
    let said = match stop {
        true => format!("Du bevakar inte längre {name}."),
        false => format!("Du bevakar {name}. Nya omvärldsnotiser syns under Mitt arbete."),
    };
    Ok(flash::see_with(&back, &said))
}

fn has(now: &Follows, county: Option<&str>, area: Option<i64>) -> bool {
    let county = county.is_some_and(|code| now.counties.iter().any(|each| each == code));
    county || area.is_some_and(|id| now.issue_areas.contains(&id))
}
