//! Deciding about a note: used, watched for something, or dismissed with a reason.

use super::show::{Forms, draw};
use super::uses::{find_target, target_in, wanted};
use super::{may_decide, place_of, read};
use crate::App;
use crate::domain::observation::{LONGEST_REASON, Settling, Status};
use crate::error::Result;
use crate::store::observations::{self, Shown, Target};
use crate::web::flash;
use crate::web::form::{Errors, Posted};
use crate::web::me::Me;
use crate::web::secrecy::sight;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

const MET: &str = "Någon annan har ändrat notisen eller tagit ställning till den medan du skrev. Det du skrev finns kvar nedan – läs och försök igen.";

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct SettleForm {
    pub status: String,
    pub settle_reason: String,
    /// Of one that is used: what it is used in, "brief:12".
    pub used_in: String,
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
    let after = check(&form, &mut errors);
    let used = used(&app, &me, &of, &form, &mut errors).await?;
    let (Some(after), true) = (after, errors.allow()) else {
        return again(&app, &me, of, form, errors).await;
    };
    let mut tx = app.db.write(permit).await?;
    crate::web::secrecy::guard_in(tx.conn(), &app, &me, &of.subject()).await?;
    let now = observations::find(tx.conn(), id).await?;
    may_decide(&me, &place_of(&app, &now).await?)?;
    // What uses it may just have been marked or taken away.
    let used = match wanted(&form.used_in).filter(|_| used.is_some()) {
        Some(wanted) => Some(target_in(&mut tx, (&app, &me), &now, wanted).await?),
        None => None,
    };
    if now.removed {
        return Ok(flash::see(&now.url()));
    }
    // Pressed twice: what is to be used in is said once all the same.
    if now.settling == after && now.version != form.version {
        if let Some(target) = &used
            && observations::add_use(&mut tx, &now, target).await?
        {
            tx.commit().await?;
        }
        return Ok(flash::see(&now.url()));
    }
    if now.version != form.version {
        drop(tx);
        errors.met(MET);
        let version = now.version;
        return again(&app, &me, now, SettleForm { version, ..form }, errors).await;
    }
    observations::settle(&mut tx, &now, &after).await?;
    if let Some(target) = &used {
        let settled = observations::find(tx.conn(), id).await?;
        observations::add_use(&mut tx, &settled, target).await?;
    }
    tx.commit().await?;
    let said = match after.status {
        Status::Watched => "Notisen bevakas.",
        Status::Dismissed => "Notisen är avfärdad.",
        _ => "Notisen är markerad som använd.",
    };
    Ok(flash::see_with(&now.url(), said))
}

/// What a note that is said to be used is used in: chosen here, or known already. One that is used is not dismissed.
async fn used(
    app: &App,
    me: &Me,
    of: &Shown,
    form: &SettleForm,
    errors: &mut Errors,
) -> Result<Option<Target>> {
    let status = form.status.parse().ok();
    if let (Some(Status::Used), Some(wanted)) = (status, wanted(&form.used_in)) {
        return find_target(app, me, wanted).await.map(Some);
    }
    let sight = sight(app, me).await?;
    let is_used = !observations::uses(app.db.read(), of.id, &sight)
        .await?
        .is_empty();
    match status {
        Some(Status::Used) if !is_used => errors.add(
            "used_in",
            "Välj vad notisen används i, eller bevaka den så länge.",
        ),
        Some(Status::Dismissed) if is_used => errors.add(
            "status",
            "Notisen används. Ta bort det som står under Används i innan du avfärdar den.",
        ),
        _ => {}
    }
    Ok(None)
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
