//! Prenumerera: the secret addresses of my calendars. The calendars themselves are in `calendar`.

mod calendar;

pub use calendar::{dialogue, feed};

use super::form::Posted;
use super::me::{Me, Shell};
use super::{flash, page, text};
use crate::App;
use crate::domain::access::{Act, Place};
use crate::domain::feed::Scope;
use crate::domain::places::Team;
use crate::error::{Error, Result};
use crate::secrets::Token;
use crate::store::{feeds, places};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "feeds/index.html")]
struct FeedsPage {
    shell: Shell,
    rows: Vec<FeedRow>,
    made: Option<Made>,
    has_function: bool,
}

struct FeedRow {
    /// As the forms name it.
    feed: String,
    name: String,
    shows: String,
    /// When its address was made; none without one.
    since: Option<String>,
}

/// An address that has just been made, shown this once.
struct Made {
    name: String,
    address: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct FeedForm {
    feed: String,
}

const MINE: &str = "min";

pub async fn index(State(app): State<App>, me: Me) -> Result<Response> {
    me.may(Act::KeepOwnAccount, &Place::anywhere())?;
    let teams = places::teams(app.db.read(), app.clock.today()).await?;
    feeds_page(&app, &me, &teams, None).await
}

/// Answers with the page and not with a redirect, which would carry the secret in a cookie.
pub async fn create(
    State(app): State<App>,
    me: Me,
    Posted { form, errors }: Posted<FeedForm>,
) -> Result<Response> {
    let permit = me.may(Act::KeepOwnAccount, &Place::anywhere())?;
    let teams = places::teams(app.db.read(), app.clock.today()).await?;
    let (scope, name) = chosen(&form.feed, &teams)?;
    if !errors.allow() {
        return feeds_page(&app, &me, &teams, None).await;
    }
    let token = Token::new();
    let mut tx = app.db.write(permit).await?;
    feeds::make(&mut tx, me.id(), scope, &token.hash()).await?;
    tx.commit().await?;
    let address = format!("{}/kalender/{}.ics", app.base_url, token.reveal());
    feeds_page(&app, &me, &teams, Some(Made { name, address })).await
}

pub async fn end(
    State(app): State<App>,
    me: Me,
    Posted { form, errors }: Posted<FeedForm>,
) -> Result<Response> {
    let permit = me.may(Act::KeepOwnAccount, &Place::anywhere())?;
    let teams = places::teams(app.db.read(), app.clock.today()).await?;
    let (scope, name) = chosen(&form.feed, &teams)?;
    if !errors.allow() {
        return feeds_page(&app, &me, &teams, None).await;
    }
    let mut tx = app.db.write(permit).await?;
    if feeds::end(&mut tx, me.id(), scope).await? {
        tx.commit().await?;
    }
    let said = format!("Adressen till {name} är avslutad.");
    Ok(flash::see_with("/konto/kalender", &said))
}

fn chosen(feed: &str, teams: &[Team]) -> Result<(Scope, String)> {
    if feed == MINE {
        return Ok((Scope::Personal, "din egen kalender".to_owned()));
    }
    let team = teams.iter().find(|team| team.slug == feed);
    let team = team.ok_or_else(|| {
        Error::BadRequest("Kalendern finns inte. Ladda om sidan och försök igen.".into())
    })?;
    Ok((
        Scope::Team(team.id),
        format!("kalendern för {}", team.label()),
    ))
}

async fn feeds_page(app: &App, me: &Me, teams: &[Team], made: Option<Made>) -> Result<Response> {
    let living = feeds::of_person(app.db.read(), me.id()).await?;
    let since = |scope: Scope| {
        let found = living.iter().find(|(each, _)| *each == scope);
        found.map(|(_, at)| text::stamp(*at))
    };
    let mine = FeedRow {
        feed: MINE.to_owned(),
        name: "Min kalender".to_owned(),
        shows: "Milstolpar och avstämningar som faller på dig, dialoger i dina län och dialoger du medverkar i."
            .to_owned(),
        since: since(Scope::Personal),
    };
    let of_team = |team: &Team| FeedRow {
        feed: team.slug.clone(),
        name: team.label(),
        shows: "Alla öppna milstolpar och dialoger i teamets län.".to_owned(),
        since: since(Scope::Team(team.id)),
    };
    let template = FeedsPage {
        shell: me.shell(),
        rows: std::iter::once(mine)
            .chain(teams.iter().map(of_team))
            .collect(),
        made,
        has_function: !me.standing.assignments.is_empty(),
    };
    page(StatusCode::OK, &template)
}
