//! Who gets in: one-time links, accounts that are shut and opened, sessions that are ended.

use crate::App;
use crate::domain::access::{Act, Place};
use crate::domain::people::Role;
use crate::error::{Error, Result};
use crate::secrets::Token;
use crate::store::accounts::{self, Stored};
use crate::store::{Write, people, sessions};
use crate::web::form::Errors;
use crate::web::me::{Me, Shell};
use crate::web::{flash, page, text};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::SignedDuration;

#[derive(Template)]
#[template(path = "accounts/link.html")]
struct LinkPage {
    shell: Shell,
    id: i64,
    name: String,
    link: String,
    until: String,
}

/// The only place where a link is shown: on the page that answers its making, once.
pub fn link_page(app: &App, me: &Me, id: i64, name: &str, token: &Token) -> Result<Response> {
    let until = app.clock.now() + SignedDuration::from_hours(sessions::LINK_HOURS);
    let template = LinkPage {
        shell: me.shell(),
        id,
        name: name.to_owned(),
        link: format!("{}/valkommen/{}", app.base_url, token.reveal()),
        until: text::stamp(until),
    };
    page(StatusCode::OK, &template)
}

pub async fn make_link(tx: &mut Write, person_id: i64) -> Result<Token> {
    let token = Token::new();
    sessions::make_link(tx, person_id, &token.hash()).await?;
    Ok(token)
}

/// An account that can be logged in with.
fn must_be_open(person: &Stored) -> Result<()> {
    match person {
        Stored {
            has_account: false, ..
        } => Err(Error::BadRequest(format!(
            "{} saknar konto. Välj Ändra och skriv en e-postadress först.",
            person.colleague.name
        ))),
        Stored {
            deactivated: true, ..
        } => Err(Error::BadRequest(format!(
            "Kontot för {} är avstängt. Öppna det först.",
            person.colleague.name
        ))),
        _ => Ok(()),
    }
}

pub async fn link(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let permit = me.may(Act::Administer, &Place::anywhere())?;
    let mut tx = app.db.write(permit).await?;
    let person = accounts::find(tx.conn(), id).await?;
    must_be_open(&person)?;
    let token = make_link(&mut tx, id).await?;
    tx.commit().await?;
    link_page(&app, &me, id, &person.colleague.name, &token)
}

#[derive(Template)]
#[template(path = "accounts/deactivate.html")]
struct DeactivatePage {
    shell: Shell,
    person: Stored,
    errors: Errors,
}

fn deactivate_page(me: &Me, person: Stored, errors: Errors) -> Result<Response> {
    let shell = me.shell_for(&errors);
    page(
        errors.status(),
        &DeactivatePage {
            shell,
            person,
            errors,
        },
    )
}

pub async fn ask_to_deactivate(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
) -> Result<Response> {
    me.may(Act::Administer, &Place::anywhere())?;
    let person = accounts::find(app.db.read(), id).await?;
    must_be_open(&person)?;
    deactivate_page(&me, person, Errors::default())
}

pub async fn deactivate(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let permit = me.may(Act::Administer, &Place::anywhere())?;
    let url = format!("/admin/konton/{id}");
    let mut tx = app.db.write(permit).await?;
    let person = accounts::find(tx.conn(), id).await?;
    if person.deactivated || !person.has_account {
        return Ok(flash::see(&url));
    }
    let mut errors = Errors::default();
    if id == me.id() {
        errors.add(
            "",
            "Du kan inte stänga av ditt eget konto. Be en annan administratör.",
        );
    } else if is_only_administrator(&mut tx, id).await? {
        errors.add("", "Kontot är det enda som är administratör tills vidare. Ge rollen till någon annan först.");
    }
    if !errors.allow() {
        drop(tx);
        return deactivate_page(&me, person, errors);
    }
    people::deactivate(&mut tx, id).await?;
    tx.commit().await?;
    let said = format!("Kontot för {} är avstängt.", person.colleague.name);
    Ok(flash::see_with(&url, &said))
}

async fn is_only_administrator(tx: &mut Write, id: i64) -> Result<bool> {
    let today = tx.today();
    let roles = accounts::roles(tx.conn(), id).await?;
    let administers = roles
        .iter()
        .any(|role| role.role == Role::Administrator && role.span.contains(today));
    Ok(administers && !accounts::another_administrator(tx, id).await?)
}

pub async fn reactivate(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let permit = me.may(Act::Administer, &Place::anywhere())?;
    let url = format!("/admin/konton/{id}");
    let mut tx = app.db.write(permit).await?;
    let person = accounts::find(tx.conn(), id).await?;
    if !person.deactivated {
        return Ok(flash::see(&url));
    }
    accounts::reactivate(&mut tx, id).await?;
    tx.commit().await?;
    let said = format!("Kontot för {} är öppet igen.", person.colleague.name);
    Ok(flash::see_with(&url, &said))
}

pub async fn end_sessions(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let permit = me.may(Act::Administer, &Place::anywhere())?;
    let mut tx = app.db.write(permit).await?;
    let person = accounts::find(tx.conn(), id).await?;
    accounts::end_sessions(&mut tx, id).await?;
    tx.commit().await?;
    let said = format!("Alla sessioner för {} är avslutade.", person.colleague.name);
    Ok(flash::see_with(&format!("/admin/konton/{id}"), &said))
}
