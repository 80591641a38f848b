//! Deciding about a note: used, watched for something, or dismissed with a reason.

use super::show::{Forms, draw};
use super::{may_decide, place_of, read};
use crate::App;
use crate::domain::observation::{LONGEST_REASON, Settling, Status};
use crate::error::Result;
use crate::store::observations::{self, Shown};
use crate::web::flash;
use crate::web::form::{Errors, Posted};
use crate::web::me::Me;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

const MET: &str = "Någon annan har ändrat notisen eller tagit ställning till den medan du skrev. Det du skrev finns kvar nedan – läs och försök igen.";

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct SettleForm {
    pub status: String,
    pub settle_reason: String,
    pub version: i64,
}

impl SettleForm {
    /// What is decided already is not chosen beforehand: a second thought is a thought.
    pub fn of(of: &Shown) -> SettleForm {
        SettleForm {
            version: of.version,
            ..SettleForm::default()
        }
    }
}

fn check(form: &SettleForm, errors: &mut Errors) -> Option<Settling> {
    let status: Option<Status> = form.status.parse().ok();
    let status = status.filter(|status| *status != Status::New);
    let status = errors.need("status", status, "Välj använd, bevaka eller avfärda.");
    let (field, typed) = ("settle_reason", &form.settle_reason);
    let reason = match status {
        Some(Status::Dismissed) => errors.text(
            field,
            typed,
            LONGEST_REASON,
            "Skriv varför notisen avfärdas.",
        ),
        Some(Status::Watched) => {
            errors.text(field, typed, LONGEST_REASON, "Skriv vad som bevakas.")
        }
        _ => errors.optional_text(field, typed, LONGEST_REASON),
    };
    Some(Settling {
        status: status?,
        reason: reason?,
    })
}

pub async fn settle(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<SettleForm>,
) -> Result<Response> {
    let (of, place) = read(&app, &me, id).await?;
    let permit = may_decide(&me, &place)?;
    let (Some(after), true) = (check(&form, &mut errors), errors.allow()) else {
        return again(&app, &me, of, form, errors).await;
    };
    let mut tx = app.db.write(permit).await?;
    crate::web::secrecy::guard_in(tx.conn(), &app, &me, &of.subject()).await?;
    let now = observations::find(tx.conn(), id).await?;
    may_decide(&me, &place_of(&app, &now).await?)?;
    if now.removed || (now.settling == after && now.version != form.version) {
        return Ok(flash::see(&now.url()));
    }
    if now.version != form.version {
        drop(tx);
        errors.met(MET);
        let version = now.version;
        return again(&app, &me, now, SettleForm { version, ..form }, errors).await;
    }
    observations::settle(&mut tx, &now, &after).await?;
    tx.commit().await?;
    let said = match after.status {
        Status::Watched => "Notisen bevakas.",
        Status::Dismissed => "Notisen är avfärdad.",
        _ => "Notisen är markerad som använd.",
    };
    Ok(flash::see_with(&now.url(), said))
}

async fn again(
    app: &App,
    me: &Me,
    of: Shown,
    form: SettleForm,
    errors: Errors,
) -> Result<Response> {
    let forms = Forms {
        settle: Some(form),
        ..Forms::default()
    };
    draw(app, me, of, forms, errors).await
}
