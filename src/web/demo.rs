//! What only the demo has: entering as anyone with one click, and the style guide.

use super::form::{Choice, Errors, Posted};
use super::me::{Shell, Visit};
use super::session::LoginForm;
use super::{page, session};
use crate::App;
use crate::domain::dialogue::Form;
use crate::domain::people::Entrance;
use crate::error::{Error, Result};
use crate::store::people;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, Response};
use serde::Deserialize;

/// Everyone who can be entered as; nobody outside the demo.
pub async fn entrances(app: &App) -> Result<Vec<Entrance>> {
    if !app.config.demo {
        return Ok(Vec::new());
    }
    people::entrances(app.db.read(), app.clock.today()).await
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Enter {
    person: i64,
    till: String,
    carried: String,
    carried_to: String,
    carried_for: String,
}

pub async fn sign_in(
    State(app): State<App>,
    headers: HeaderMap,
    visit: Visit,
    Posted { form, .. }: Posted<Enter>,
) -> Result<Response> {
    let known = entrances(&app)
        .await?
        .iter()
        .any(|each| each.person_id == form.person);
    if !known {
        return Err(Error::NotFound);
    }
    let token =
        session::open::open_session(&app, form.person, &session::open::device(&headers), None)
            .await?;
    session::end_own(&app, &visit).await?;
    let person = form.person;
    let login = LoginForm {
        till: form.till,
        carried: form.carried,
        carried_to: form.carried_to,
        carried_for: form.carried_for,
        ..LoginForm::default()
    };
    session::signed_in(&app, login, person, &token).await
}

#[derive(Template)]
#[template(path = "style_guide.html")]
struct StyleGuide {
    shell: Shell,
    counties: Vec<Choice>,
    forms: Vec<Choice>,
    picked: Vec<String>,
    errors: Errors,
}

pub async fn style_guide(visit: Visit) -> Result<Response> {
    let mut errors = Errors::default();
    errors.add(
        "held_on",
        "Datumet har redan passerat. Ange ett datum från och med 2026-11-24.",
    );
    page(
        StatusCode::OK,
        &StyleGuide {
            shell: visit.shell(),
            counties: vec![
                Choice::new("25", "Norrbotten").hint("Team Norr"),
                Choice::new("08", "Kalmar").hint("Team Södra"),
            ],
            forms: Choice::of_codes(Form::ALL, Form::label),
            picked: vec!["on_site".into()],
            errors,
        },
    )
}

/// A page that costs nothing but its bytes, for measuring others against.
pub async fn plain(Path(bytes): Path<usize>) -> Html<String> {
    Html("a".repeat(bytes.min(200_000)))
}
