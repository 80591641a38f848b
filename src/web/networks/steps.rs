//! A network ends, or begins again.

use super::{may, show};
use crate::App;
use crate::domain::network::Network;
use crate::error::Result;
use crate::store::networks;
use crate::web::form::{Errors, Posted};
use crate::web::me::{Me, Shell};
use crate::web::{flash, page};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

const MET: &str = "Någon annan har ändrat nätverket. Se hur det står nu.";

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct StepForm {
    version: i64,
}

#[derive(Template)]
#[template(path = "networks/close.html")]
struct ClosePage {
    shell: Shell,
    errors: Errors,
    network: Network,
}

fn draw(me: &Me, network: Network, errors: Errors) -> Result<Response> {
    let template = ClosePage {
        shell: me.shell_for(&errors),
        network,
        errors,
    };
    page(template.errors.status(), &template)
}

pub async fn ask_to_close(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let network = networks::find(app.db.read(), id).await?;
    may(&app, &me, &network.terms.counties).await?;
    match network.closed_on {
        Some(_) => Ok(flash::see_with(
            &network.url(),
            "Nätverket är redan avslutat.",
        )),
        None => draw(&me, network, Errors::default()),
    }
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
        return again(&app, &me, before, errors, closes).await;
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
        return again(&app, &me, now, errors, closes).await;
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

/// The page that the press was made on.
async fn again(
    app: &App,
    me: &Me,
    network: Network,
    errors: Errors,
    closes: bool,
) -> Result<Response> {
    match closes {
        true => draw(me, network, errors),
        false => show::draw(app, me, network.id, errors).await,
    }
}
