//! Taking away a note that was a mistake, with the reason.

use super::{may_change, place_of, read};
use crate::App;
use crate::domain::observation::LONGEST_REASON;
use crate::error::Result;
use crate::store::observations::{self, Shown};
use crate::web::form::{Errors, Posted};
use crate::web::me::{Me, Shell};
use crate::web::{flash, page};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

const MET: &str = "Någon annan har ändrat notisen medan du skrev. Ditt skäl finns kvar nedan – läs notisen och försök igen.";

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct RemoveForm {
    reason: String,
    version: i64,
}

#[derive(Template)]
#[template(path = "observations/remove.html")]
struct RemovePage {
    shell: Shell,
    errors: Errors,
    form: RemoveForm,
    of: Shown,
}

fn draw(me: &Me, of: Shown, form: RemoveForm, errors: Errors) -> Result<Response> {
    let template = RemovePage {
        shell: me.shell_for(&errors),
        form,
        of,
        errors,
    };
    page(template.errors.status(), &template)
}

pub async fn ask(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let (of, place) = read(&app, &me, id).await?;
    may_change(&me, &of, &place)?;
    if of.removed {
        return Ok(flash::see(&of.url()));
    }
    let form = RemoveForm {
        version: of.version,
        ..RemoveForm::default()
    };
    draw(&me, of, form, Errors::default())
}

pub async fn remove(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<RemoveForm>,
) -> Result<Response> {
    let (of, place) = read(&app, &me, id).await?;
    let permit = may_change(&me, &of, &place)?;
    let why = "Skriv varför notisen tas bort.";
    let reason = errors.text("reason", &form.reason, LONGEST_REASON, why);
    let (Some(reason), true) = (reason, errors.allow()) else {
        return draw(&me, of, form, errors);
    };
    let mut tx = app.db.write(permit).await?;
    crate::web::secrecy::guard_in(tx.conn(), &app, &me, &of.subject()).await?;
    let now = observations::find(tx.conn(), id).await?;
    may_change(&me, &now, &place_of(&app, &now).await?)?;
    if now.removed || now.version != form.version {
        drop(tx);
        errors.met(MET);
        let version = now.version;
        return draw(&me, now, RemoveForm { version, ..form }, errors);
    }
    observations::remove(&mut tx, &now, &reason).await?;
    tx.commit().await?;
    let said = format!("Notisen ”{}” är borttagen.", now.note.title);
    Ok(flash::see_with("/omvarld", &said))
}
