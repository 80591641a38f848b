//! A line taken away, after a question.

use super::at;
use super::edit::{load, shut_now, shut_page};
use crate::App;
use crate::domain::outcome::Became;
use crate::error::{Error, Result};
use crate::store::outcomes;
use crate::web::form::{Choice, Posted};
use crate::web::me::{Me, Shell};
use crate::web::{flash, page};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "outcomes/remove.html")]
struct RemovePage {
    shell: Shell,
    crumbs: Vec<Choice>,
    text: String,
    /// What stays.
    lead: &'static str,
    version: i64,
    back: String,
}

pub async fn ask(
    State(app): State<App>,
    me: Me,
    Path((id, oid)): Path<(i64, i64)>,
) -> Result<Response> {
    let (home, shown) = load(&app, id, oid).await?;
    home.may(&me, shown.area_id, shown.department_id)?;
    if let Some(answer) = shut_page(&app, &me, &home).await? {
        return Ok(answer);
    }
    let back = at(id, shown.outcome.line.agenda_item_id);
    let mut crumbs = home.crumbs();
    crumbs.push(Choice::new(&back, "Genomförande"));
    let template = RemovePage {
        shell: me.shell(),
        crumbs,
        lead: match shown.outcome.became {
            None => "Att den har funnits står kvar i historiken.",
            Some(Became::Action(_)) => "Insatsen som den blev finns kvar.",
            Some(Became::Handover(_)) => "Överlämningen som den blev finns kvar.",
            Some(Became::ParkedItem(_)) => "Punkten i länets parkering finns kvar.",
        },
        text: shown.outcome.line.text,
        version: shown.outcome.version,
        back,
    };
    page(StatusCode::OK, &template)
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct RemoveForm {
    version: i64,
}

pub async fn remove(
    State(app): State<App>,
    me: Me,
    Path((id, oid)): Path<(i64, i64)>,
    Posted { form, .. }: Posted<RemoveForm>,
) -> Result<Response> {
    let (home, shown) = load(&app, id, oid).await?;
    let permit = home.may(&me, shown.area_id, shown.department_id)?;
    let mut tx = app.db.write(permit).await?;
    let home = home.again(&mut tx).await?;
    if let Some(answer) = shut_now(&mut tx, &me, &home).await? {
        return Ok(answer);
    }
    let now = outcomes::find_shown(tx.conn(), oid).await?;
    home.may(&me, now.area_id, now.department_id)?;
    if now.outcome.version != form.version {
        return Err(Error::Stale);
    }
    outcomes::remove(&mut tx, &now.outcome).await?;
    tx.commit().await?;
    let back = at(id, now.outcome.line.agenda_item_id);
    Ok(flash::see_with(&back, "Raden är borttagen."))
}
