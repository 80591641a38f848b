//! A case comes to its end, with what came of it.

use super::{again, load, may};
use crate::App;
use crate::domain::access::Act;
use crate::domain::transition_case::TransitionCase;
use crate::error::Result;
use crate::store::transition_cases;
use crate::web::form::{Errors, Posted};
use crate::web::me::{Me, Shell};
use crate::web::{flash, page};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

const LONG: usize = 20_000;

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct CloseForm {
    result: String,
    version: i64,
}

#[derive(Template)]
#[template(path = "transition_cases/close.html")]
struct ClosePage {
    shell: Shell,
    errors: Errors,
    form: CloseForm,
    case: TransitionCase,
}

fn draw(me: &Me, case: TransitionCase, form: CloseForm, errors: Errors) -> Result<Response> {
    let template = ClosePage {
        shell: me.shell_for(&errors),
        form,
        case,
        errors,
    };
    page(template.errors.status(), &template)
}

pub async fn ask(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let (case, county) = load(&app, &me, id).await?;
    crate::web::secrecy::opened(&app, &me, &transition_cases::subject(id)).await?;
    may(&me, Act::KeepTransitionCase, &county)?;
    if case.is_closed() {
        return Ok(flash::see_with(&case.url(), "Ärendet är redan avslutat."));
    }
    let form = CloseForm {
        result: case.result.clone(),
        version: case.version,
    };
    draw(&me, case, form, Errors::default())
}

pub async fn close(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<CloseForm>,
) -> Result<Response> {
    let (case, county) = load(&app, &me, id).await?;
    let permit = may(&me, Act::KeepTransitionCase, &county)?;
    let result = errors.text("result", &form.result, LONG, "Skriv hur det gick.");
    let (Some(result), true) = (result, errors.allow()) else {
        return draw(&me, case, form, errors);
    };
    let mut tx = app.db.write(permit).await?;
    let (now, county) = again(&mut tx, &app, &me, id).await?;
    may(&me, Act::KeepTransitionCase, &county)?;
    if now.is_closed() && now.result == result {
        return Ok(flash::see_with(&now.url(), "Ärendet är avslutat."));
    }
    if now.version != form.version || now.is_closed() {
        drop(tx);
        errors.met(super::MET);
        let form = CloseForm {
            version: now.version,
            ..form
        };
        return draw(&me, now, form, errors);
    }
    transition_cases::close(&mut tx, &now, &result).await?;
    tx.commit().await?;
    Ok(flash::see_with(&now.url(), "Ärendet är avslutat."))
}
