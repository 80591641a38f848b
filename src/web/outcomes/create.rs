//! A line saved as it is written: by an ordinary form, or sent by static/conduct.js, perhaps much later.

use super::form::{LineForm, check, spot, token};
use super::part::{Rights, row};
use super::{at, conduct_page, words};
use crate::App;
use crate::domain::outcome::{Line, MOST, shut};
use crate::error::{Error, Result};
use crate::secrets::Token;
use crate::store::minutes;
use crate::store::outcomes::{self, Added};
use crate::web::agenda_items::home::Home;
use crate::web::flash;
use crate::web::form::{Errors, Posted};
use crate::web::me::Me;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

pub async fn create(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    headers: HeaderMap,
    posted: Posted<LineForm>,
) -> Result<Response> {
    let Posted { form, mut errors } = posted;
    let home = Home::of_dialogue(&app, id).await?;
    let Some(spot) = spot(&app, &home, &form).await? else {
        home.may_add(&me)?;
        errors.add("", "Punkten finns inte i den här dialogen. Välj en annan.");
        return back(&app, &me, &home, form, errors).await;
    };
    let permit = spot.may(&me, &home)?;
    // Another has logged in here since it was written: it waits for the one who wrote it.
    if !form.by.is_empty() && form.by != me.id().to_string() {
        return Err(Error::SignInFirst);
    }
    let line = check(&form, &spot, &mut errors);
    let (Some(line), true) = (line, errors.allow()) else {
        return back(&app, &me, &home, form, errors).await;
    };
    let mut tx = app.db.write(permit).await?;
    let home = home.again(&mut tx).await?;
    let dialogue = home.dialogue().ok_or(Error::NotFound)?;
    let sent = token(&form.token).map_or_else(Token::short, str::to_owned);
    let known = outcomes::sent_before(&mut tx, id, &sent).await?;
    if known.is_none() {
        let locked = minutes::are_locked(tx.conn(), id).await?;
        if let Some(shut) = shut(dialogue.phase, locked) {
            drop(tx);
            errors.add("", words(shut));
            return refused(&app, &me, &home, form, errors).await;
        }
        if outcomes::is_full(tx.conn(), id).await? {
            drop(tx);
            errors.add(
                "",
                format!("Dialogen har redan {MOST} rader. Ta bort någon först."),
            );
            return back(&app, &me, &home, form, errors).await;
        }
    }
    let added = outcomes::add(&mut tx, id, &line, &sent).await?;
    match added.is_new {
        true => tx.commit().await?,
        false => drop(tx),
    }
    if wants_json(&headers) {
        return saved(&app, &me, &home, added).await;
    }
    if !added.is_new && is_another(&app, added, &line).await? {
        errors.add(
            "",
            "Raden var redan sparad. Spara igen om det här är en ny rad.",
        );
        let form = LineForm {
            token: String::new(),
            ..form
        };
        return refused(&app, &me, &home, form, errors).await;
    }
    let url = format!("{}#skriv", at(id, line.agenda_item_id));
    Ok(flash::see_with(&url, "Raden är sparad."))
}

/// A form that is sent once more with another text after going back.
async fn is_another(app: &App, added: Added, line: &Line) -> Result<bool> {
    let first = outcomes::find(app.db.read(), added.id).await;
    Ok(first.is_ok_and(|first| first.line.text != line.text))
}

fn wants_json(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT);
    accept.is_some_and(|value| value.as_bytes().starts_with(b"application/json"))
}

/// What the page shows in place of the line that waited; nothing when it has been taken away since.
async fn saved(app: &App, me: &Me, home: &Home, added: Added) -> Result<Response> {
    let html = match outcomes::find_shown(app.db.read(), added.id).await {
        Ok(shown) => row(shown, &Rights::of(me, home, None)).render()?,
        Err(Error::NotFound) => String::new(),
        Err(error) => return Err(error),
    };
    let body = serde_json::json!({ "id": added.id, "html": html }).to_string();
    let kind = [(header::CONTENT_TYPE, "application/json")];
    Ok((StatusCode::OK, kind, body).into_response())
}

async fn back(app: &App, me: &Me, home: &Home, form: LineForm, errors: Errors) -> Result<Response> {
    let asked = place(&form);
    conduct_page(app, me, home, &asked, form, errors, None).await
}

async fn refused(
    app: &App,
    me: &Me,
    home: &Home,
    form: LineForm,
    errors: Errors,
) -> Result<Response> {
    let asked = place(&form);
    let status = Some(StatusCode::CONFLICT);
    conduct_page(app, me, home, &asked, form, errors, status).await
}

fn place(form: &LineForm) -> String {
    match form.agenda_item_id.as_str() {
        "" => super::BESIDE.to_owned(),
        id => id.to_owned(),
    }
}
