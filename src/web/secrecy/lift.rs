//! A marking that is lifted, with the reason.

use super::{may, read};
use crate::App;
use crate::error::{Error, Result};
use crate::store::secrecy::{self, Record};
use crate::web::form::{Errors, Posted};
use crate::web::me::{Me, Shell};
use crate::web::{flash, page};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

const CLASH: &str = "Någon annan har ändrat markeringen medan du skrev. Ditt skäl finns kvar nedan – läs markeringen och försök igen.";

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct LiftForm {
    reason: String,
    version: i64,
}

#[derive(Template)]
#[template(path = "secrecy/lift.html")]
struct LiftPage {
    shell: Shell,
    errors: Errors,
    record: Record,
    url: String,
    form: LiftForm,
}

pub async fn ask(
    State(app): State<App>,
    me: Me,
    Path((kind, id)): Path<(String, i64)>,
) -> Result<Response> {
    let (subject, record) = read(&app, &me, &kind, id).await?;
    may(&me, &record)?;
    let marked = secrecy::find(app.db.read(), &subject).await?;
    let marked = marked.ok_or(Error::NotFound)?;
    let form = LiftForm {
        version: marked.version,
        ..LiftForm::default()
    };
    lift_page(&me, super::url(&subject), record, form, Errors::default())
}

fn lift_page(
    me: &Me,
    url: String,
    record: Record,
    form: LiftForm,
    errors: Errors,
) -> Result<Response> {
    let template = LiftPage {
        shell: me.shell_for(&errors),
        record,
        url,
        form,
        errors,
    };
    page(template.errors.status(), &template)
}

pub async fn lift(
    State(app): State<App>,
    me: Me,
    Path((kind, id)): Path<(String, i64)>,
    Posted { form, mut errors }: Posted<LiftForm>,
) -> Result<Response> {
    let (subject, record) = read(&app, &me, &kind, id).await?;
    let permit = may(&me, &record)?;
    let url = super::url(&subject);
    let why = "Skriv varför markeringen hävs.";
    let reason = errors.text("reason", &form.reason, 1000, why);
    let (Some(reason), true) = (reason, errors.allow()) else {
        return lift_page(&me, url, record, form, errors);
    };
    let mut tx = app.db.write(permit).await?;
    super::guard_in(tx.conn(), &app, &me, &subject).await?;
    let record = secrecy::record(tx.conn(), &subject, app.clock.today()).await?;
    may(&me, &record)?;
    let now = secrecy::find(tx.conn(), &subject).await?;
    let seen = form.version;
    let Some(now) = now.clone().filter(|now| now.version == seen) else {
        drop(tx);
        errors.met(CLASH);
        let version = now.map_or(0, |now| now.version);
        return lift_page(&me, url, record, LiftForm { version, ..form }, errors);
    };
    secrecy::lift(&mut tx, &subject, &now.marking, &reason).await?;
    tx.commit().await?;
    Ok(flash::see_with(
        &record.url,
        "Sekretessmarkeringen är hävd.",
    ))
}
