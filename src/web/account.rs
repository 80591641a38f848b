//! Mitt konto: who I am here, my password, and where I am logged in.

use super::form::{Errors, Posted};
use super::me::{Me, Shell};
use super::serve::Peer;
use super::session::check::{Checked, check, network};
use super::session::welcome::new_password;
use super::{flash, page, text};
use crate::App;
use crate::domain::access::{Act, Place};
use crate::domain::event::EventKind;
use crate::error::{Error, Result};
use crate::store::{people, sessions};
use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use jiff::SignedDuration;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "account/show.html")]
struct AccountPage {
    shell: Shell,
    name: String,
    email: String,
    functions: String,
    sessions: Vec<SessionRow>,
    others: usize,
    idle_minutes: i64,
    hours: i64,
}

struct SessionRow {
    handle: String,
    device: String,
    since: String,
    seen: String,
    current: bool,
}

pub async fn show(State(app): State<App>, me: Me) -> Result<Response> {
    let now = app.clock.now();
    let begun_after = now - SignedDuration::from_hours(app.config.session_hours);
    let seen_after = now - SignedDuration::from_mins(app.config.session_idle_minutes);
    let listed = sessions::of_person(app.db.read(), me.id(), begun_after, seen_after).await?;
    let row = |each: sessions::Listed| SessionRow {
        current: each.handle == me.handle,
        handle: each.handle,
        device: each.device,
        since: text::stamp(each.created_at),
        seen: text::stamp(each.last_seen_at),
    };
    let sessions: Vec<_> = listed.into_iter().map(row).collect();
    let template = AccountPage {
        shell: me.shell(),
        name: me.name.clone(),
        email: me.email.clone(),
        functions: me.functions.clone(),
        others: sessions.iter().filter(|each| !each.current).count(),
        sessions,
        idle_minutes: app.config.session_idle_minutes,
        hours: app.config.session_hours,
    };
    page(StatusCode::OK, &template)
}

#[derive(Template)]
#[template(path = "account/password.html")]
struct PasswordPage {
    shell: Shell,
    email: String,
    errors: Errors,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct ChangePassword {
    current_password: String,
    password: String,
    repeated_password: String,
}

pub async fn password(me: Me) -> Result<Response> {
    password_page(&me, Errors::default())
}

fn password_page(me: &Me, errors: Errors) -> Result<Response> {
    page(
        errors.status(),
        &PasswordPage {
            shell: me.shell_for(&errors),
            email: me.email.clone(),
            errors,
        },
    )
}

pub async fn change_password(
    State(app): State<App>,
    Extension(peer): Extension<Peer>,
    headers: HeaderMap,
    me: Me,
    Posted { form, mut errors }: Posted<ChangePassword>,
) -> Result<Response> {
    let permit = me.may(Act::KeepOwnAccount, &Place::anywhere())?;
    let address = network(peer.address(&headers, &app.config.trusted_proxy));
    match check(&app, &me.email, &form.current_password, &address).await? {
        Checked::Right(_) => {}
        Checked::Wrong => errors.add("current_password", "Det nuvarande lösenordet stämmer inte."),
        Checked::Wait(seconds) => return Err(Error::TooMany(seconds)),
    }
    new_password(
        &mut errors,
        &form.password,
        &form.repeated_password,
        &[&me.name, &me.email],
    );
    if !errors.is_empty() {
        return password_page(&me, errors);
    }
    let hash = app
        .passwords
        .hash(form.password)
        .await
        .map_err(Error::internal)?;
    let mut tx = app.db.write(permit).await?;
    people::set_password(
        &mut tx,
        me.id(),
        &hash,
        Some(&me.token_hash),
        EventKind::PasswordChanged,
    )
    .await?;
    tx.commit().await?;
    Ok(flash::see_with(
        "/konto",
        "Lösenordet är bytt. Dina andra sessioner är avslutade.",
    ))
}

pub async fn end_session(
    State(app): State<App>,
    me: Me,
    Path(handle): Path<String>,
) -> Result<Response> {
    let permit = me.may(Act::KeepOwnAccount, &Place::anywhere())?;
    let mut tx = app.db.write(permit).await?;
    if !sessions::end_by_handle(&mut tx, me.id(), &handle).await? {
        return Err(Error::NotFound);
    }
    tx.commit().await?;
    Ok(flash::see_with("/konto", "Sessionen är avslutad."))
}

pub async fn end_other_sessions(State(app): State<App>, me: Me) -> Result<Response> {
    let permit = me.may(Act::KeepOwnAccount, &Place::anywhere())?;
    let mut tx = app.db.write(permit).await?;
    sessions::end_others(&mut tx, me.id(), &me.token_hash).await?;
    tx.commit().await?;
    Ok(flash::see_with(
        "/konto",
        "Dina andra sessioner är avslutade.",
    ))
}
