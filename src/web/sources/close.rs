//! A source that is no longer fetched, and one that is fetched again.

use super::may;
use crate::App;
use crate::domain::source::Source;
use crate::error::{Error, Result};
use crate::store::sources;
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
    version: i64,
}

#[derive(Template)]
#[template(path = "sources/close.html")]
struct ClosePage {
    shell: Shell,
    errors: Errors,
    source: Source,
}

fn close_page(me: &Me, source: Source, errors: Errors) -> Result<Response> {
    let template = ClosePage {
        shell: me.shell_for(&errors),
        source,
        errors,
    };
    page(template.errors.status(), &template)
}

pub async fn ask(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let source = sources::find(app.db.read(), id).await?;
    may(&app, &me, &source).await?;
    close_page(&me, source, Errors::default())
}

pub async fn close(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<CloseForm>,
) -> Result<Response> {
    let source = sources::find(app.db.read(), id).await?;
    let permit = may(&app, &me, &source).await?;
    if !errors.allow() {
        return close_page(&me, source, errors);
    }
    let mut tx = app.db.write(permit).await?;
    let now = sources::find(tx.conn(), id).await?;
    may(&app, &me, &now).await?;
    if !now.is_open() {
        return Ok(flash::see(&now.url()));
    }
    if now.version != form.version {
        drop(tx);
        errors.met("Någon annan har ändrat källan. Läs den och försök igen.");
        return close_page(&me, now, errors);
    }
    sources::close(&mut tx, &now).await?;
    tx.commit().await?;
    Ok(flash::see_with(
        &now.url(),
        "Källan är avslutad och hämtas inte längre.",
    ))
}

pub async fn reopen(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, .. }: Posted<CloseForm>,
) -> Result<Response> {
    let source = sources::find(app.db.read(), id).await?;
    let permit = may(&app, &me, &source).await?;
    let mut tx = app.db.write(permit).await?;
    let now = sources::find(tx.conn(), id).await?;
    may(&app, &me, &now).await?;
    if now.is_open() {
        return Ok(flash::see(&now.url()));
    }
    if now.version != form.version {
        return Err(Error::Stale);
    }
    if let Some((_, name)) = sources::with_url(tx.conn(), &now.terms.url, id).await? {
        let said =
            format!("Adressen hämtas redan av källan {name}, så den här är fortfarande avslutad.");
        return Ok(flash::see_with(&now.url(), &said));
    }
    sources::reopen(&mut tx, &now).await?;
    tx.commit().await?;
    Ok(flash::see_with(&now.url(), "Källan är öppen igen."))
}
