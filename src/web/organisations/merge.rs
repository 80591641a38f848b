//! Two organisations that are one: chosen, seen beforehand, and merged with everything.

use super::{elsewhere, may};
use crate::App;
use crate::domain::contact::Organisation;
use crate::error::{Error, Result};
use crate::store::{contacts, organisations};
use crate::web::form::{Choice, Errors, Posted};
use crate::web::holders::Holders;
use crate::web::me::{Me, Shell};
use crate::web::secrecy::sight;
use crate::web::text::counted;
use crate::web::{flash, page, text};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;

const REGISTERED: &str = "Organisationen finns i administrationens register och kan inte slås ihop med en annan. Slå ihop den andra med den här i stället.";

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct MergeForm {
    /// The one that is kept.
    into: String,
    version: i64,
    into_version: i64,
}

#[derive(Template)]
#[template(path = "organisations/merge.html")]
struct MergePage {
    shell: Shell,
    errors: Errors,
    from: Organisation,
    into: Option<Organisation>,
    choices: Vec<Choice>,
    like: Vec<(i64, String)>,
    brought: String,
    asked: String,
}

pub async fn ask(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Query(asked): Query<MergeForm>,
) -> Result<Response> {
    let (from, _) = load(&app, &me, id).await?;
    if let Some(answer) = elsewhere(&from) {
        return Ok(answer);
    }
    merge_page(&app, &me, from, &asked.into, Errors::default()).await
}

async fn load(
    app: &App,
    me: &Me,
    id: i64,
) -> Result<(Organisation, Option<crate::domain::access::Permit>)> {
    let from = organisations::find(app.db.read(), id).await?;
    let holders = Holders::load(app.db.read(), app.clock.today()).await?;
    let permit = match from.merged_into {
        Some(_) => None,
        None => Some(may(me, &holders, &from)?),
    };
    Ok((from, permit))
}

async fn other(app: &App, from: &Organisation, asked: &str) -> Result<Option<Organisation>> {
    let id = asked.parse::<i64>().ok().filter(|id| *id != from.id);
    let Some(id) = id else { return Ok(None) };
    match organisations::find(app.db.read(), id).await {
        Ok(found) if found.merged_into.is_none() => Ok(Some(found)),
        Ok(_) | Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

async fn merge_page(
    app: &App,
    me: &Me,
    from: Organisation,
    asked: &str,
    mut errors: Errors,
) -> Result<Response> {
    let db = app.db.read();
    let into = other(app, &from, asked).await?;
    if into.is_none() && !asked.is_empty() {
        errors.add("into", "Välj en organisation i listan.");
    }
    let all = organisations::choosable(db, None).await?;
    let seen = sight(app, me).await?;
    let brought = organisations::brought(db, from.id, &seen.json()).await?;
    let mut choices = crate::web::contacts::edit::organisation_choices(&all);
    choices.retain(|each| each.value != from.id.to_string());
    let template = MergePage {
        shell: me.shell_for(&errors),
        like: organisations::like(db, &from.details, from.id).await?,
        brought: text::join_and(&[
            counted(brought.roles, "roll", "roller"),
            counted(brought.entries, "loggad kontakt", "loggade kontakter"),
            counted(brought.networks, "nätverk", "nätverk"),
            counted(brought.partners, "ärende", "ärenden"),
        ]),
        asked: asked.to_owned(),
        choices,
        from,
        into,
        errors,
    };
    page(template.errors.status(), &template)
}

pub async fn merge(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<MergeForm>,
) -> Result<Response> {
    let (from, permit) = load(&app, &me, id).await?;
    let Some(permit) = permit else {
        return Ok(elsewhere(&from).unwrap_or_else(|| flash::see(&from.url())));
    };
    if from.registered {
        errors.add("into", REGISTERED);
    }
    let into = other(&app, &from, &form.into).await?;
    let into = errors.need("into", into, "Välj vilken organisation som ska behållas.");
    let (Some(into), true) = (into, errors.allow()) else {
        return merge_page(&app, &me, from, &form.into, errors).await;
    };
    let holders = Holders::load(app.db.read(), app.clock.today()).await?;
    may(&me, &holders, &into)?;
    let mut tx = app.db.write(permit).await?;
    let now = organisations::find(tx.conn(), id).await?;
    let kept = organisations::find(tx.conn(), into.id).await?;
    may(&me, &holders, &now)?;
    may(&me, &holders, &kept)?;
    let changed = (now.version, kept.version) != (form.version, form.into_version);
    if changed || now.merged_into.is_some() || kept.merged_into.is_some() {
        drop(tx);
        errors.met("Någon har ändrat en av organisationerna. Läs igenom och slå ihop igen.");
        return merge_page(&app, &me, now, &form.into, errors).await;
    }
    organisations::merge(&mut tx, &now, &kept).await?;
    contacts::place_again(&mut tx, kept.id).await?;
    tx.commit().await?;
    let words = format!(
        "Organisationerna är ihopslagna. Allt finns hos {}.",
        kept.details.name
    );
    Ok(flash::see_with(&kept.url(), &words))
}
