//! The order of an agenda or a parking: a step up or down by a button, or the whole order by dragging.

use super::agenda_page;
use super::home::Home;
use crate::App;
use crate::domain::access::Act;
use crate::domain::agenda_item::{AgendaItem, MOST, one_step, reordered};
use crate::error::{Error, Result};
use crate::store::agenda_items;
use crate::web::flash;
use crate::web::form::Posted;
use crate::web::me::Me;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct OrderForm {
    /// The ids in the order that was shown.
    seen: String,
    /// "12:upp" or "12:ned", from a button.
    flytta: String,
    /// The ids in the order wanted, from dragging.
    order: String,
}

pub async fn of_dialogue(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, .. }: Posted<OrderForm>,
) -> Result<Response> {
    let home = Home::of_dialogue(&app, id).await?;
    put(&app, &me, home, form).await
}

pub async fn of_parking(
    State(app): State<App>,
    me: Me,
    Path(slug): Path<String>,
    Posted { form, .. }: Posted<OrderForm>,
) -> Result<Response> {
    let home = Home::parking(&app, &slug).await?;
    put(&app, &me, home, form).await
}

const MET: &str = "Någon annan har ändrat ordningen medan du tittade. Så här står punkterna nu – flytta igen om det behövs.";

async fn put(app: &App, me: &Me, home: Home, form: OrderForm) -> Result<Response> {
    let permit = me.may(Act::RunDialogue, &home.county.place())?;
    if let Some(answer) = home.over(me) {
        return answer;
    }
    let seen = ids(&form.seen)?;
    let (wanted, moved) = wanted(&form, &seen)?;
    let mut tx = app.db.write(permit).await?;
    let home = home.again(&mut tx).await?;
    if let Some(answer) = home.over(me) {
        return answer;
    }
    let now = agenda_items::living(tx.conn(), home.spot()).await?;
    let current: Vec<i64> = now.iter().map(|each| each.id).collect();
    let Some(order) = reordered(&current, &seen, &wanted) else {
        drop(tx);
        return agenda_page(app, me, &home, StatusCode::CONFLICT, MET.to_owned()).await;
    };
    let url = match &moved {
        Some((id, way)) => format!("{}#{way}-{id}", home.url()),
        None => home.url(),
    };
    if order == current {
        return Ok(flash::see_with(&url, &stays(&now, moved)));
    }
    agenda_items::put_in_order(&mut tx, home.spot(), &order).await?;
    tx.commit().await?;
    Ok(flash::see_with(&url, &said(&now, &order, moved)))
}

type Moved = Option<(i64, &'static str)>;

/// The order wanted, and what a button moved.
fn wanted(form: &OrderForm, seen: &[i64]) -> Result<(Vec<i64>, Moved)> {
    if form.flytta.is_empty() {
        return Ok((ids(&form.order)?, None));
    }
    let (id, way) = form.flytta.split_once(':').ok_or_else(unclear)?;
    let id = id.parse::<i64>().map_err(|_| unclear())?;
    let way = match way {
        "upp" => "upp",
        "ned" => "ned",
        _ => return Err(unclear()),
    };
    Ok((one_step(seen, id, way == "ned"), Some((id, way))))
}

fn ids(text: &str) -> Result<Vec<i64>> {
    let parts = text.split(',').filter(|part| !part.is_empty());
    let ids: std::result::Result<Vec<i64>, _> = parts.take(2 * MOST + 1).map(str::parse).collect();
    match ids {
        Ok(ids) if ids.len() <= 2 * MOST => Ok(ids),
        _ => Err(unclear()),
    }
}

fn unclear() -> Error {
    Error::BadRequest("Ordningen gick inte att läsa. Ladda om sidan och försök igen.".to_owned())
}

fn title(items: &[AgendaItem], id: i64) -> &str {
    let found = items.iter().find(|each| each.id == id);
    found.map_or("Punkten", |each| &each.point.title)
}

fn stays(items: &[AgendaItem], moved: Moved) -> String {
    match moved {
        Some((id, "upp")) => format!("{} står redan först.", title(items, id)),
        Some((id, _)) => format!("{} står redan sist.", title(items, id)),
        None => "Ordningen är densamma.".to_owned(),
    }
}

fn said(items: &[AgendaItem], order: &[i64], moved: Moved) -> String {
    let place = |id: i64| {
        order
            .iter()
            .position(|each| *each == id)
            .unwrap_or_default()
            + 1
    };
    match moved {
        Some((id, _)) => format!(
            "{} är nu nummer {} av {}.",
            title(items, id),
            place(id),
            order.len()
        ),
        None => "Ordningen är sparad.".to_owned(),
    }
}
