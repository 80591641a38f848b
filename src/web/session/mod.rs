//! Logging in and out, the one-time link, and the text that waits over a login.

use crate::web::errors::Kept;
use crate::web::flash;
use crate::web::form::{Body, Errors, Posted, pairs};
use crate::web::me::{Shell, Visit};
use crate::web::page;
use crate::web::serve::Peer;
pub mod check;
pub mod open;
pub mod welcome;

use crate::App;
use crate::domain::access::{Act, Place};
use crate::domain::people::Role;
use crate::error::Result;
use crate::secrets::Token;
use crate::store::{people, sessions};
use askama::Template;
use axum::Extension;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use check::{Checked, check, network, refresh_hash};
use open::{device, open_session, session_cookie, with_session};
use serde::Deserialize;

/// The same answer for an unknown account and a wrong password.
const WRONG: &str = "Fel e-postadress eller lösenord.";

#[derive(Template)]
#[template(path = "session/login.html")]
struct LoginPage {
    shell: Shell,
    email: String,
    till: String,
    notice: &'static str,
    kept: Option<Kept>,
    carried: String,
    carried_for: String,
    errors: Errors,
    demo: Vec<crate::domain::people::Entrance>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct LoginForm {
    pub email: String,
    pub password: String,
    pub till: String,
    /// The unsaved form, as it was sent; where it goes; whose it was.
    pub carried: String,
    pub carried_to: String,
    pub carried_for: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct LoginQuery {
    till: String,
    utloggad: String,
}

pub fn cookie_name(app: &App) -> &'static str {
    if app.config.tls() {
        "__Host-session"
    } else {
        "session"
    }
}

pub async fn new(
    State(app): State<App>,
    visit: Visit,
    Query(query): Query<LoginQuery>,
) -> Result<Response> {
    if visit.me.is_some() {
        return Ok(flash::see(&own_path(&query.till)));
    }
    let notice = if query.utloggad.is_empty() {
        ""
    } else {
        "Du är utloggad."
    };
    let form = LoginForm {
        till: own_path(&query.till),
        ..LoginForm::default()
    };
    login_page(
        &app,
        &visit,
        StatusCode::OK,
        form,
        Errors::default(),
        notice,
    )
    .await
}

/// Whether a path is ours, and nothing in it could be read as another host.
pub fn is_own(path: &str) -> bool {
    path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains('\\')
        && !path.chars().any(char::is_control)
}

/// Where to go after a login: only to pages of our own, and not back to the login.
pub fn own_path(path: &str) -> String {
    match is_own(path) && !path.starts_with("/logga-") {
        true => path.to_owned(),
        false => "/".to_owned(),
    }
}

/// The answer to a request without a session: to the login page, or the login form with the text.
pub async fn ask_to_sign_in(
    app: &App,
    visit: &Visit,
    method: &Method,
    body: Option<&Body>,
) -> Response {
    if *method != Method::POST {
        let till: String =
            form_urlencoded::byte_serialize(own_path(&visit.path).as_bytes()).collect();
        return flash::see(&format!("/logga-in?till={till}"));
    }
    let kept = Kept::of(&visit.path, body);
    let form = LoginForm {
        till: own_path(&visit.came_from),
        carried: kept
            .as_ref()
            .map(|kept| encode(&kept.fields))
            .unwrap_or_default(),
        carried_to: visit.path.clone(),
        carried_for: visit.ended.map(|id| id.to_string()).unwrap_or_default(),
        ..LoginForm::default()
    };
    let notice = match kept.is_some() {
        true => "Du är utloggad. Logga in för att fortsätta; det du skrev finns kvar.",
        false => "Du är utloggad. Logga in för att fortsätta.",
    };
    login_page(
        app,
        visit,
        StatusCode::UNAUTHORIZED,
        form,
        Errors::default(),
        notice,
    )
    .await
    .unwrap_or_else(|error| error.into_response())
}

fn encode(fields: &[(String, String)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish()
}

async fn login_page(
    app: &App,
    visit: &Visit,
    status: StatusCode,
    form: LoginForm,
    errors: Errors,
    notice: &'static str,
) -> Result<Response> {
    let kept = (!form.carried.is_empty()).then(|| Kept {
        action: own_path(&form.carried_to),
        fields: pairs(form.carried.as_bytes()),
    });
    let shell = Shell {
        error_title: !errors.is_empty(),
        user: None,
        menu: Vec::new(),
        ..visit.shell()
    };
    page(
        status,
        &LoginPage {
            shell,
            email: form.email,
            till: form.till,
            notice,
            kept,
            carried: form.carried,
            carried_for: form.carried_for,
            errors,
            demo: crate::web::demo::entrances(app).await?,
        },
    )
}

pub async fn create(
    State(app): State<App>,
    Extension(peer): Extension<Peer>,
    headers: HeaderMap,
    visit: Visit,
    Posted { form, .. }: Posted<LoginForm>,
) -> Result<Response> {
    let address = network(peer.address(&headers, &app.config.trusted_proxy));
    match check(&app, &form.email, &form.password, &address).await? {
        Checked::Right(person_id) => {
            refresh_hash(&app, person_id, &form.password).await?;
            let device = device(&headers);
            let token =
                open_session(&app, person_id, &device, Some((&form.email, &address))).await?;
            tracing::info!(user = person_id, "login");
            end_own(&app, &visit).await?;
            signed_in(&app, form, person_id, &token).await
        }
        Checked::Wrong => {
            tracing::warn!("login refused");
            let mut errors = Errors::default();
            errors.add("email", WRONG);
            login_page(
                &app,
                &visit,
                StatusCode::UNPROCESSABLE_ENTITY,
                LoginForm {
                    password: String::new(),
                    ..form
                },
                errors,
                "",
            )
            .await
        }
        Checked::Wait(seconds) => {
            tracing::warn!(seconds, "login slowed down");
            let mut errors = Errors::default();
            errors.add(
                "email",
                format!(
                    "Det har gjorts många försök på kort tid. Försök igen om {seconds} sekunder."
                ),
            );
            let mut response = login_page(
                &app,
                &visit,
                StatusCode::TOO_MANY_REQUESTS,
                form,
                errors,
                "",
            )
            .await?;
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            Ok(response)
        }
    }
}

#[derive(Template)]
#[template(path = "session/resume.html")]
struct ResumePage {
    shell: Shell,
    kept: Kept,
}

/// Where she was; a manager who was nowhere begins with the overview.
async fn first_page(app: &App, till: &str, person_id: i64) -> Result<String> {
    let path = own_path(till);
    let manager = people::has_role(app.db.read(), person_id, Role::Manager, app.clock.today());
    match path == "/" && manager.await? {
        true => Ok("/oversikt".to_owned()),
        false => Ok(path),
    }
}

/// Back to where she was; with her text, when a save met the end of the session.
pub async fn signed_in(
    app: &App,
    form: LoginForm,
    person_id: i64,
    token: &Token,
) -> Result<Response> {
    let hers = form.carried_for.is_empty() || form.carried_for == person_id.to_string();
    let response = match !form.carried.is_empty() && hers {
        false => flash::see(&first_page(app, &form.till, person_id).await?),
        true => {
            let shell = Visit {
                path: "/logga-in".into(),
                demo: app.config.demo,
                ..Visit::default()
            }
            .shell();
            let kept = Kept {
                action: own_path(&form.carried_to),
                fields: pairs(form.carried.as_bytes()),
            };
            page(StatusCode::OK, &ResumePage { shell, kept })?
        }
    };
    Ok(with_session(app, response, token))
}

/// Ends the session that a request came with: at logout, and when another takes its place.
pub async fn end_own(app: &App, visit: &Visit) -> Result<()> {
    let Some(me) = &visit.me else {
        return Ok(());
    };
    let permit = me.standing.may(Act::KeepOwnAccount, &Place::anywhere())?;
    let mut tx = app.db.write(permit).await?;
    sessions::end(&mut tx, me.standing.person_id, &me.token_hash).await?;
    tx.commit().await
}

pub async fn destroy(State(app): State<App>, visit: Visit) -> Result<Response> {
    end_own(&app, &visit).await?;
    let mut response = flash::see("/logga-in?utloggad=ja");
    let headers = response.headers_mut();
    headers.append(header::SET_COOKIE, session_cookie(&app, "", Some(0)));
    headers.insert(
        "clear-site-data",
        HeaderValue::from_static("\"cache\", \"cookies\""),
    );
    Ok(response)
}
