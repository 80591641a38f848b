//! Small steps of a case: a line in the log, another phase, opened again.

use super::show::{LogForm, draw_again};
use super::{again, load, may};
use crate::App;
use crate::domain::access::Act;
use crate::domain::transition_case::{Phase, url};
use crate::error::Result;
use crate::store::transition_cases;
use crate::web::flash;
use crate::web::form::{Errors, Posted};
use crate::web::me::Me;
use axum::extract::{Path, State};
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;

const LONGEST: usize = 5_000;

pub async fn log(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<LogForm>,
) -> Result<Response> {
    let (_, county) = load(&app, &me, id).await?;
    let permit = may(&me, Act::KeepTransitionCase, &county)?;
    let checked = check(&form, app.clock.today(), &mut errors);
    let (Some((held_on, text)), true) = (checked, errors.allow()) else {
        return draw_again(&app, &me, id, form, errors).await;
    };
    let mut tx = app.db.write(permit).await?;
    if let Some(url) = tx.already_made(&form.once).await? {
        return Ok(flash::see_made(&url));
    }
    let (now, county) = again(&mut tx, &app, &me, id).await?;
    may(&me, Act::KeepTransitionCase, &county)?;
    transition_cases::log(&mut tx, &now, held_on, &text).await?;
    let url = format!("{}#logg", url(id));
    tx.made(&form.once, &url).await?;
    tx.commit().await?;
    Ok(flash::see_with(&url, "Raden är skriven i loggen."))
}

fn check(form: &LogForm, today: Date, errors: &mut Errors) -> Option<(Date, String)> {
    let held_on = errors.date("held_on", &form.held_on);
    if held_on.is_some_and(|day| day > today) {
        errors.add(
            "held_on",
            "Datumet har inte varit ännu. Ange i dag eller en tidigare dag.",
        );
    }
    let text = errors.text("text", &form.text, LONGEST, "Skriv vad som har hänt.");
    let checked = (held_on?, text?);
    errors.is_empty().then_some(checked)
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct StepForm {
    phase: String,
    version: i64,
}

pub async fn step(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<StepForm>,
) -> Result<Response> {
    let (_, county) = load(&app, &me, id).await?;
    let permit = may(&me, Act::KeepTransitionCase, &county)?;
    let phase = form.phase.parse::<Phase>().ok();
    let phase = errors.need("phase", phase, "Välj en fas i listan.");
    let (Some(phase), true) = (phase, errors.allow()) else {
        return draw_again(&app, &me, id, LogForm::default(), errors).await;
    };
    let mut tx = app.db.write(permit).await?;
    let (now, county) = again(&mut tx, &app, &me, id).await?;
    may(&me, Act::KeepTransitionCase, &county)?;
    if now.phase == phase {
        return Ok(flash::see_with(&now.url(), "Ärendet är redan i den fasen."));
    }
    if now.version != form.version {
        drop(tx);
        errors.met("Någon annan har ändrat ärendet. Se hur det står nu och välj fas igen.");
        return draw_again(&app, &me, id, LogForm::default(), errors).await;
    }
    transition_cases::step(&mut tx, &now, phase).await?;
    tx.commit().await?;
    let said = format!("Ärendet är nu i fasen {}.", phase.label());
    Ok(flash::see_with(&now.url(), &said))
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct OpenForm {
    version: i64,
}

pub async fn reopen(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<OpenForm>,
) -> Result<Response> {
    let (_, county) = load(&app, &me, id).await?;
    let permit = may(&me, Act::KeepTransitionCase, &county)?;
    let mut tx = app.db.write(permit).await?;
    let (now, county) = again(&mut tx, &app, &me, id).await?;
    may(&me, Act::KeepTransitionCase, &county)?;
    if !now.is_closed() {
        return Ok(flash::see_with(&now.url(), "Ärendet är redan öppet."));
    }
    if now.version != form.version {
        drop(tx);
        errors.met("Någon annan har ändrat ärendet. Se hur det står nu.");
        return draw_again(&app, &me, id, LogForm::default(), errors).await;
    }
    transition_cases::reopen(&mut tx, &now).await?;
    tx.commit().await?;
    Ok(flash::see_with(&now.url(), "Ärendet är öppet igen."))
}
