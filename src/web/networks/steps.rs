//! A network ends, or begins again.

use super::{may, show};
use crate::App;
use crate::error::Result;
use crate::store::networks;
use crate::web::flash;
use crate::web::form::Posted;
use crate::web::me::Me;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

const MET: &str = "Någon annan har ändrat nätverket. Se hur det står nu.";

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct StepForm {
    version: i64,
}

pub async fn close(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    form: Posted<StepForm>,
) -> Result<Response> {
    turn(app, me, id, form, true).await
}

pub async fn reopen(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    form: Posted<StepForm>,
) -> Result<Response> {
    turn(app, me, id, form, false).await
}

async fn turn(
    app: App,
    me: Me,
    id: i64,
    Posted { form, mut errors }: Posted<StepForm>,
    closes: bool,
) -> Result<Response> {
    let before = networks::find(app.db.read(), id).await?;
    let permit = may(&app, &me, &before.terms.counties).await?;
    if !errors.allow() {
        return show::draw(&app, &me, id, errors).await;
    }
    let mut tx = app.db.write(permit).await?;
    let now = networks::find(tx.conn(), id).await?;
    may(&app, &me, &now.terms.counties).await?;
    if now.closed_on.is_some() == closes {
        return Ok(flash::see_with(&now.url(), "Inget var ändrat."));
    }
    if now.version != form.version {
        drop(tx);
        errors.met(MET);
        return show::draw(&app, &me, id, errors).await;
    }
    let said = match closes {
        true => {
            networks::close(&mut tx, &now).await?;
            "Nätverket är avslutat. Platser och träffar finns kvar."
        }
        false => {
            networks::reopen(&mut tx, &now).await?;
            "Nätverket är öppet igen."
        }
    };
    tx.commit().await?;
    Ok(flash::see_with(&now.url(), said))
}
