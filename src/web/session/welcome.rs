//! The one-time link with which a person sets a password.

use super::open::{device, open_session, with_session};
use crate::App;
use crate::domain::access::Permit;
use crate::domain::event::EventKind;
use crate::domain::password;
use crate::domain::people::Colleague;
use crate::error::{Error, Result};
use crate::secrets::hash_of;
use crate::store::{Write, accounts, people, sessions};
use crate::web::flash;
use crate::web::form::{Errors, Posted};
use crate::web::me::{Shell, Visit};
use crate::web::{page, parse};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "session/welcome.html")]
struct WelcomePage {
    shell: Shell,
    name: String,
    email: String,
    /// Who the first administrator says she is; nobody else is asked.
    introduction: Option<PasswordForm>,
    errors: Errors,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct PasswordForm {
    name: String,
    email: String,
    password: String,
    repeated_password: String,
}

/// The page of a one-time link. Opening it uses nothing up; only setting the password does.
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(token): Path<String>,
) -> Result<Response> {
    let invited = invited(&app, &token).await?;
    welcome_page(&visit, invited, PasswordForm::default(), Errors::default())
}

async fn invited(app: &App, token: &str) -> Result<sessions::Invited> {
    sessions::find_link(app.db.read(), &hash_of(token), app.clock.now())
        .await?
        .ok_or(Error::BadRequest(
            "Länken har redan använts eller är för gammal. Be en administratör om en ny.".into(),
        ))
}

fn welcome_page(
    visit: &Visit,
    invited: sessions::Invited,
    form: PasswordForm,
    errors: Errors,
) -> Result<Response> {
    let shell = Shell {
        error_title: !errors.is_empty(),
        ..visit.shell()
    };
    page(
        errors.status(),
        &WelcomePage {
            shell,
            introduction: invited.email.is_empty().then_some(form),
            name: invited.name,
            email: invited.email,
            errors,
        },
    )
}

pub async fn accept(
    State(app): State<App>,
    visit: Visit,
    headers: HeaderMap,
    Path(token): Path<String>,
    Posted { form, mut errors }: Posted<PasswordForm>,
) -> Result<Response> {
    let invited = invited(&app, &token).await?;
    let (name, email) = match invited.email.is_empty() {
        true => (form.name.trim().to_owned(), introduced(&mut errors, &form)),
        false => (invited.name.clone(), invited.email.clone()),
    };
    new_password(
        &mut errors,
        &form.password,
        &form.repeated_password,
        &[&name, &email],
    );
    if !errors.is_empty() {
        return welcome_page(&visit, invited, form, errors);
    }
    let hash = app
        .passwords
        .hash(form.password.clone())
        .await
        .map_err(Error::internal)?;
    let mut tx = app.db.write(Permit::system()).await?;
    if invited.email.is_empty() && !introduce(&mut tx, invited.person_id, &name, &email).await? {
        errors.add("email", "Adressen hör till ett annat konto.");
        return welcome_page(&visit, invited, form, errors);
    }
    if !sessions::use_link(&mut tx, &hash_of(&token)).await? {
        return Err(Error::BadRequest(
            "Länken har redan använts. Logga in med ditt lösenord.".into(),
        ));
    }
    people::set_password(
        &mut tx,
        invited.person_id,
        &hash,
        None,
        EventKind::PasswordSet,
    )
    .await?;
    tx.commit().await?;
    let session = open_session(&app, invited.person_id, &device(&headers), None).await?;
    Ok(with_session(
        &app,
        flash::see_with("/", "Lösenordet är sparat och du är inloggad."),
        &session,
    ))
}

/// False when the address belongs to someone else.
async fn introduce(tx: &mut Write, person_id: i64, name: &str, email: &str) -> Result<bool> {
    let before = accounts::find(tx.conn(), person_id).await?;
    let after = Colleague {
        name: name.to_owned(),
        email: email.to_owned(),
        ..before.colleague.clone()
    };
    accounts::change(tx, &before, &after).await
}

/// The address the first administrator gives; empty when something is wrong with what she wrote.
fn introduced(errors: &mut Errors, form: &PasswordForm) -> String {
    errors.text("name", &form.name, 100, "Ange ditt namn.");
    match parse::email(&form.email) {
        Ok(email) => email,
        Err(message) => {
            errors.add("email", message);
            String::new()
        }
    }
}

/// The rules of a new password, at the field it is about.
pub fn new_password(errors: &mut Errors, password: &str, repeated: &str, context: &[&str]) {
    if let Some(message) = password::weakness(password, context) {
        errors.add("password", message);
    } else if password != repeated {
        errors.add(
            "repeated_password",
            "Lösenorden är inte lika. Skriv samma lösenord två gånger.",
        );
    }
}
