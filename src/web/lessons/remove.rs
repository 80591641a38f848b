//! Taking a lesson off the list: asked about by its name.

use super::may;
use crate::App;
use crate::error::{Error, Result};
use crate::store::lessons::{self, Shown};
use crate::web::form::Posted;
use crate::web::me::{Me, Shell};
use crate::web::{flash, page};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct RemoveForm {
    version: i64,
}

#[derive(Template)]
#[template(path = "lessons/remove.html")]
struct RemovePage {
    shell: Shell,
    row: Shown,
}

pub async fn ask(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let row = lessons::find(app.db.read(), id).await?;
    may(&app, &me, &row).await?;
    if row.removed {
        return Ok(flash::see(&row.url()));
    }
    let template = RemovePage {
        shell: me.shell(),
        row,
    };
    page(StatusCode::OK, &template)
}

pub async fn remove(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, .. }: Posted<RemoveForm>,
) -> Result<Response> {
    let row = lessons::find(app.db.read(), id).await?;
    let permit = may(&app, &me, &row).await?;
    let mut tx = app.db.write(permit).await?;
    let now = lessons::find(tx.conn(), id).await?;
    may(&app, &me, &now).await?;
    if now.removed {
        return Ok(flash::see("/lardomar"));
    }
    if now.version != form.version {
        return Err(Error::Stale);
    }
    lessons::remove(&mut tx, &now).await?;
    tx.commit().await?;
    let said = format!("Lärdomen ”{}” är borttagen.", now.lesson.title);
    Ok(flash::see_with("/lardomar", &said))
}
