//! A need that nothing more is to be done about, with the reason; and one that is opened again.

use super::may;
use crate::App;
use crate::domain::need::Need;
use crate::error::{Error, Result};
use crate::store::needs;
use crate::web::form::{Errors, Posted};
use crate::web::me::{Me, Shell};
use crate::web::{flash, page};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct CloseForm {
    close_reason: String,
    version: i64,
}

#[derive(Template)]
#[template(path = "needs/close.html")]
struct ClosePage {
    shell: Shell,
    errors: Errors,
    form: CloseForm,
    need: Need,
}

fn close_page(me: &Me, need: Need, form: CloseForm, errors: Errors) -> Result<Response> {
    let template = ClosePage {
        shell: me.shell_for(&errors),
        form,
        need,
        errors,
    };
    page(template.errors.status(), &template)
}

pub async fn ask(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let need = needs::find(app.db.read(), id).await?;
    may(&app, &me, &need).await?;
    let form = CloseForm {
        version: need.version,
        ..CloseForm::default()
    };
    close_page(&me, need, form, Errors::default())
}

pub async fn close(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<CloseForm>,
) -> Result<Response> {
    let need = needs::find(app.db.read(), id).await?;
    let permit = may(&app, &me, &need).await?;
    let why = "Skriv varför behovet avslutas.";
    let reason = errors.text("close_reason", &form.close_reason, 1000, why);
    let (Some(reason), true) = (reason, errors.allow()) else {
        return close_page(&me, need, form, errors);
    };
    let mut tx = app.db.write(permit).await?;
    let now = needs::find(tx.conn(), id).await?;
    may(&app, &me, &now).await?;
    if !now.is_open() && now.closing.close_reason == reason {
        return Ok(flash::see(&now.url()));
    }
    if now.version != form.version || !now.is_open() {
        drop(tx);
        errors.met("Någon annan har ändrat behovet medan du skrev. Ditt skäl finns kvar nedan – läs behovet och försök igen.");
        let form = CloseForm {
            version: now.version,
            ..form
        };
        return close_page(&me, now, form, errors);
    }
    needs::close(&mut tx, &now, &reason).await?;
    tx.commit().await?;
    Ok(flash::see_with(&now.url(), "Behovet är avslutat."))
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct ReopenForm {
    version: i64,
}

pub async fn reopen(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, .. }: Posted<ReopenForm>,
) -> Result<Response> {
    let need = needs::find(app.db.read(), id).await?;
    let permit = may(&app, &me, &need).await?;
    let mut tx = app.db.write(permit).await?;
    let now = needs::find(tx.conn(), id).await?;
    may(&app, &me, &now).await?;
    if now.is_open() {
        return Ok(flash::see(&now.url()));
    }
    if now.version != form.version {
        return Err(Error::Stale);
    }
    needs::reopen(&mut tx, &now).await?;
    tx.commit().await?;
    Ok(flash::see_with(&now.url(), "Behovet är öppet igen."))
}
