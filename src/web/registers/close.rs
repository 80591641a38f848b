//! Closing an entry from a date. Nothing is removed.

use super::named;
use crate::App;
use crate::domain::access::{Act, Place};
use crate::domain::event::EventKind;
use crate::domain::registers::{Entry, Register, Stored};
use crate::error::{Error, Result};
use crate::store::registers;
use crate::web::form::{Errors, Posted};
use crate::web::me::{Me, Shell};
use crate::web::{flash, page, parse, text};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct CloseForm {
    valid_to: String,
    version: i64,
}

#[derive(Template)]
#[template(path = "registers/close.html")]
struct ClosePage {
    shell: Shell,
    register: Register,
    stored: Stored,
    form: CloseForm,
    errors: Errors,
}

fn form_page(
    me: &Me,
    register: Register,
    stored: Stored,
    form: CloseForm,
    errors: Errors,
) -> Result<Response> {
    page(
        errors.status(),
        &ClosePage {
            shell: me.shell_for(&errors),
            register,
            stored,
            form,
            errors,
        },
    )
}

pub async fn show(
    State(app): State<App>,
    me: Me,
    Path((register, id)): Path<(String, i64)>,
) -> Result<Response> {
    let register = named(&register)?;
    me.may(Act::Administer, &Place::anywhere())?;
    let stored = registers::find(app.db.read(), register, id).await?;
    let form = CloseForm {
        valid_to: app.clock.today().to_string(),
        version: stored.version,
    };
    form_page(&me, register, stored, form, Errors::default())
}

pub async fn close(
    State(app): State<App>,
    me: Me,
    Path((register, id)): Path<(String, i64)>,
    Posted { form, mut errors }: Posted<CloseForm>,
) -> Result<Response> {
    let register = named(&register)?;
    let permit = me.may(Act::Administer, &Place::anywhere())?;
    let stored = registers::find(app.db.read(), register, id).await?;
    let last = errors.date("valid_to", &form.valid_to);
    refuse_twice_or_too_early(&stored, last, &mut errors);
    let (true, Some(last)) = (errors.allow(), last) else {
        return form_page(&me, register, stored, form, errors);
    };
    let mut tx = app.db.write(permit).await?;
    let current = registers::find(tx.conn(), register, id).await?;
    if current.version != form.version {
        return Err(Error::Stale);
    }
    let ended = Entry {
        valid_to: Some(last),
        ..current.entry.clone()
    };
    if let Err((field, message)) =
        registers::change(&mut tx, register, &current, &ended, EventKind::Closed).await?
    {
        drop(tx);
        errors.add(field, message);
        return form_page(&me, register, stored, form, errors);
    }
    tx.commit().await?;
    let said = format!(
        "{} gäller till och med {}.",
        ended.name,
        text::long_date(last)
    );
    Ok(flash::see_with(&format!("/admin/{register}"), &said))
}

fn refuse_twice_or_too_early(
    stored: &Stored,
    last: Option<jiff::civil::Date>,
    errors: &mut Errors,
) {
    if let Some(ended) = stored.entry.valid_to {
        errors.add(
            "",
            format!(
                "{} har redan ett slutdatum, {}. Välj Ändra om datumet är fel.",
                stored.entry.name,
                text::long_date(ended)
            ),
        );
    } else if last.is_some_and(|last| last < stored.entry.valid_from) {
        errors.add("valid_to", parse::DATE_ORDER);
    }
}
