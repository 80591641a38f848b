//! What is done to an order with one press: asked for again, answered with what holds, ordered anew.

use super::load;
use crate::App;
use crate::domain::access::Act;
use crate::domain::brief_order::Order;
use crate::error::{Error, Result};
use crate::store::{Write, brief_orders};
use crate::web::dialogues::{Subject, over};
use crate::web::flash;
use crate::web::form::Posted;
use crate::web::me::Me;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct ButtonForm {
    version: i64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Press {
    AskAgain,
    UseHeld,
    OrderNew,
}

pub async fn ask_again(
    state: State<App>,
    me: Me,
    path: Path<(i64, i64)>,
    form: Posted<ButtonForm>,
) -> Result<Response> {
    press(state, me, path, form, Press::AskAgain).await
}

pub async fn use_held(
    state: State<App>,
    me: Me,
    path: Path<(i64, i64)>,
    form: Posted<ButtonForm>,
) -> Result<Response> {
    press(state, me, path, form, Press::UseHeld).await
}

pub async fn order_new(
    state: State<App>,
    me: Me,
    path: Path<(i64, i64)>,
    form: Posted<ButtonForm>,
) -> Result<Response> {
    press(state, me, path, form, Press::OrderNew).await
}

async fn press(
    State(app): State<App>,
    me: Me,
    Path((id, oid)): Path<(i64, i64)>,
    Posted { form, .. }: Posted<ButtonForm>,
    press: Press,
) -> Result<Response> {
    let (subject, _, mut permit) = load(&app, &me, id, oid).await?;
    if press != Press::UseHeld {
        permit = me.may(Act::ChooseIssueAreas, &subject.county.place())?;
    }
    if let Some(answer) = over(&me, &subject) {
        return answer;
    }
    let mut tx = app.db.write(permit).await?;
    let subject = subject.again(&mut tx).await?;
    if let Some(answer) = over(&me, &subject) {
        return answer;
    }
    let now = brief_orders::find(tx.conn(), id, oid).await?;
    if now.version != form.version || !now.standing.state.is_open() {
        return Err(Error::Stale);
    }
    let said = done(&mut tx, &subject, &now, press).await?;
    tx.commit().await?;
    Ok(flash::see_with(&now.url(), said))
}

async fn done(
    tx: &mut Write,
    subject: &Subject,
    now: &Order,
    press: Press,
) -> Result<&'static str> {
    match press {
        Press::AskAgain => {
            brief_orders::ask_again(tx, now).await?;
            Ok("Underlaget är begärt igen. Det syns på mottagarens startsida.")
        }
        Press::UseHeld => {
            let today = tx.today();
            now.proposed(today).ok_or(Error::Stale)?;
            brief_orders::use_held(tx, &subject.dialogue, now).await?;
            Ok("Det gällande underlaget används.")
        }
        Press::OrderNew => {
            brief_orders::ask_for_new(tx, now).await?;
            Ok("En ny version av underlaget är beställd.")
        }
    }
}
