//! Two contacts that are one person: chosen, seen beforehand, and merged with everything.

use super::{Found, Loaded, load, load_in, subject};
use crate::App;
use crate::contact_here;
use crate::error::{Error, Result};
use crate::store::contacts::{self, Brought, Like};
use crate::web::form::{Errors, Posted};
use crate::web::me::{Me, Shell};
use crate::web::secrecy::{self, sight};
use crate::web::text::counted;
use crate::web::{flash, page, text};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct MergeForm {
    /// The one who is kept.
    into: String,
    version: i64,
    into_version: i64,
}

#[derive(Template)]
#[template(path = "contacts/merge.html")]
struct MergePage {
    shell: Shell,
    errors: Errors,
    from: Loaded,
    into: Option<Loaded>,
    like: Vec<Like>,
    /// "2 roller, 5 loggade kontakter och 1 dialog"
    brought: String,
    asked: String,
}

pub async fn ask(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Query(asked): Query<MergeForm>,
) -> Result<Response> {
    let from = contact_here!(load(&app, &me, id).await?);
    from.may(&me)?;
    if from.contact.pseudonymised {
        return Ok(super::edit::gone(&from));
    }
    merge_page(&app, &me, from, &asked.into, Errors::default()).await
}

/// The one who is kept, when the address names one who can be.
async fn other(app: &App, me: &Me, from: &Loaded, asked: &str) -> Result<Option<Loaded>> {
    let asked = asked.rsplit('/').next().unwrap_or_default();
    let id = asked.trim().parse::<i64>().ok();
    let Some(id) = id.filter(|id| *id != from.contact.id) else {
        return Ok(None);
    };
    match load(app, me, id).await {
        Ok(Found::Here(other)) if !other.contact.pseudonymised => Ok(Some(*other)),
        Ok(_) | Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

async fn merge_page(
    app: &App,
    me: &Me,
    from: Loaded,
    asked: &str,
    mut errors: Errors,
) -> Result<Response> {
    let db = app.db.read();
    let seen = sight(app, me).await?;
    let into = other(app, me, &from, asked).await?;
    if into.is_none() && !asked.is_empty() {
        errors.add(
            "into",
            "Kontakten finns inte. Skriv numret som står sist i adressen till kontaktens sida.",
        );
    }
    let at: Vec<i64> = from
        .roles
        .iter()
        .map(|role| role.post.organisation_id)
        .collect();
    let card = &from.contact.card;
    let like = contacts::like(db, (&card.name, &card.email), &at, from.contact.id, &seen).await?;
    let brought = contacts::brought(db, from.contact.id, &seen).await?;
    let template = MergePage {
        shell: me.shell_for(&errors),
        brought: words(brought),
        asked: asked.to_owned(),
        from,
        into,
        like,
        errors,
    };
    page(template.errors.status(), &template)
}

fn words(of: Brought) -> String {
    text::join_and(&[
        counted(of.roles, "roll", "roller"),
        counted(of.entries, "loggad kontakt", "loggade kontakter"),
        counted(of.dialogues, "dialog", "dialoger"),
    ])
}

pub async fn merge(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<MergeForm>,
) -> Result<Response> {
    let from = contact_here!(load(&app, &me, id).await?);
    let permit = from.may(&me)?;
    let into = other(&app, &me, &from, &form.into).await?;
    let Some(into) = into else {
        errors.add("into", "Välj vilken kontakt som ska behållas.");
        return merge_page(&app, &me, from, &form.into, errors).await;
    };
    into.may(&me)?;
    if !errors.allow() {
        return merge_page(&app, &me, from, &form.into, errors).await;
    }
    let mut tx = app.db.write(permit).await?;
    secrecy::guard_in(tx.conn(), &app, &me, &subject(into.contact.id)).await?;
    let now = load_in(&mut tx, &app, &me, &from).await?;
    let kept = load_in(&mut tx, &app, &me, &into).await?;
    let seen = (form.version, form.into_version);
    if (now.contact.version, kept.contact.version) != seen {
        drop(tx);
        errors.met("Någon har ändrat en av kontakterna. Läs igenom och slå ihop igen.");
        return merge_page(&app, &me, now, &form.into, errors).await;
    }
    contacts::merge(&mut tx, &now.contact, &kept.contact).await?;
    tx.commit().await?;
    let words = format!(
        "Kontakterna är ihopslagna. Allt finns hos {}.",
        kept.contact.card.name
    );
    Ok(flash::see_with(&kept.contact.url(), &words))
}
