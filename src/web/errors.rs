//! Errors become pages in one place: Swedish, in the layout, with the number that stands in the log.

use super::form::Body;
use super::me::{Shell, Visit};
use crate::App;
use crate::domain::access::{Ask, Denied};
use crate::domain::people::{Role, Seat, holder};
use crate::error::{Error, Result};
use crate::store::{assignments, people, places};
use askama::Template;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use std::sync::Arc;

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let status = match &self {
            Error::SignInFirst => StatusCode::UNAUTHORIZED,
            Error::Denied(_) => StatusCode::FORBIDDEN,
            Error::NotFound => StatusCode::NOT_FOUND,
            Error::Stale => StatusCode::CONFLICT,
            Error::BadRequest(_) => StatusCode::BAD_REQUEST,
            Error::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Error::Storage(_) => StatusCode::SERVICE_UNAVAILABLE,
            Error::Database(_) | Error::Template(_) | Error::Internal(_) => {
                StatusCode::INTERNAL_SERVER_ERROR
            }
        };
        let mut response = status.into_response();
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}

/// What an error page says, and what it keeps for the person.
#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    shell: Shell,
    heading: &'static str,
    advice: String,
    reference: String,
    /// The form that could not be saved: where it goes, and its fields.
    kept: Option<Kept>,
    /// Whether sending it once more may help.
    again: bool,
}

/// A form's text, carried over an error or a login.
#[derive(Clone)]
pub struct Kept {
    pub action: String,
    pub fields: Vec<(String, String)>,
}

impl Kept {
    pub fn of(path: &str, body: Option<&Body>) -> Option<Kept> {
        let secret = |(name, _): &(String, String)| name.contains("password");
        let (secrets, fields): (Vec<_>, Vec<_>) =
            super::form::pairs(&body?.0).into_iter().partition(secret);
        let carries = |(name, value): &(String, String)| name == "carried" && !value.is_empty();
        let keep = match secrets.is_empty() {
            true => fields
                .iter()
                .any(|(name, value)| Self::is_text(name, value)),
            false => fields.iter().any(carries),
        };
        (keep && super::session::is_own(path)).then(|| Kept {
            action: path.to_owned(),
            fields,
        })
    }

    /// What a person wrote, to be shown to her; the rest only goes along.
    pub fn texts(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.fields
            .iter()
            .filter(|(name, value)| Self::is_text(name, value) && super::history::is_typed(name))
            .map(|(name, value)| (super::history::label(name), value.as_str()))
    }

    pub fn has_texts(&self) -> bool {
        self.texts().next().is_some()
    }

    fn is_text(name: &str, value: &str) -> bool {
        !value.trim().is_empty()
            && !matches!(
                name,
                "version"
                    | "once"
                    | "till"
                    | "igen"
                    | "stanna"
                    | "carried"
                    | "carried_to"
                    | "carried_for"
                    | super::form::RESUMED
            )
    }
}

/// The page instead of a bare answer of 400 or more.
pub async fn draw(
    app: &App,
    visit: &Visit,
    method: &Method,
    body: Option<&Body>,
    bare: Response,
    reference: &str,
) -> Response {
    let status = bare.status();
    let error = bare.extensions().get::<Arc<Error>>().cloned();
    if status == StatusCode::UNAUTHORIZED {
        return super::session::ask_to_sign_in(app, visit, method, body).await;
    }
    let again = status.is_server_error() || status == StatusCode::REQUEST_TIMEOUT;
    let kept = match again || error.is_some() {
        true => Kept::of(&visit.path, body),
        false => None,
    };
    let reading = *method != Method::POST;
    let page = ErrorPage {
        shell: visit.shell(),
        heading: heading(status, reading),
        advice: advice(app, status, error.as_deref(), reading).await,
        reference: reference.to_owned(),
        kept,
        again,
    };
    let mut response = match page.render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(_) => (status, "Något gick fel hos oss. Försök igen om en stund.").into_response(),
    };
    for name in [header::ALLOW, header::RETRY_AFTER] {
        if let Some(value) = bare.headers().get(&name) {
            response.headers_mut().insert(name, value.clone());
        }
    }
    if let Some(Error::TooMany(seconds)) = error.as_deref() {
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from(*seconds));
    }
    response
}

fn heading(status: StatusCode, reading: bool) -> &'static str {
    match status.as_u16() {
        400 => "Begäran gick inte att läsa",
        403 => "Du saknar behörighet",
        404 => "Sidan finns inte",
        405 => "Det går inte att göra så här",
        408 => "Det tog för lång tid",
        409 => "Någon annan hann före",
        413 => "Det du skickade är för stort",
        415 => "Formatet går inte att läsa",
        422 => "Uppgifterna går inte att spara",
        429 => "Vänta en stund",
        431 => "Begäran är för stor",
        503 | 507 if reading => "Sidan går inte att visa just nu",
        503 | 507 => "Det går inte att spara just nu",
        status if status < 500 => "Begäran gick inte att läsa",
        _ => "Något gick fel hos oss",
    }
}

async fn advice(app: &App, status: StatusCode, error: Option<&Error>, reading: bool) -> String {
    match error {
        Some(Error::Denied(denied)) => return refusal(app, denied).await,
        Some(Error::BadRequest(sentence)) => return sentence.clone(),
        Some(Error::TooMany(seconds)) => {
            return format!(
                "Det har gjorts många försök på kort tid. Försök igen om {}.",
                wait(*seconds)
            );
        }
        _ => {}
    }
    match status.as_u16() {
        403 => "Formuläret skickades från en annan webbplats och sparades inte. Gå till sidan i Regiondialog och försök igen där.",
        404 => "Den kan ha flyttats eller tagits bort.",
        405 => "Gå tillbaka och använd sidans egna knappar och länkar.",
        408 => "Försök igen. Kontrollera uppkopplingen om det upprepas.",
        409 => "Uppgifterna har ändrats sedan du öppnade sidan. Ladda om sidan och försök igen.",
        413 => "Korta texten och försök igen.",
        415 => "Skicka uppgifterna med formuläret på sidan.",
        503 | 507 if reading => "Försök igen om en stund.",
        503 | 507 => "Ingenting har sparats. Sidorna går att läsa som vanligt. Försök igen om en stund.",
        status if status < 500 => "Gå tillbaka och försök igen.",
        _ => "Försök igen om en stund.",
    }
    .to_owned()
}

fn wait(seconds: u64) -> String {
    match seconds {
        0..=1 => "en sekund".to_owned(),
        2..=90 => format!("{seconds} sekunder"),
        _ => format!("{} minuter", seconds.div_ceil(60)),
    }
}

/// "Du saknar behörighet att … Kontakta uppdragsansvarig för Team Mellan: …"
pub async fn refusal(app: &App, denied: &Denied) -> String {
    let whom = whom(app, &denied.ask)
        .await
        .unwrap_or_else(|_| "en administratör".to_owned());
    format!(
        "Du saknar behörighet att {}. Kontakta {whom}.",
        denied.phrase()
    )
}

async fn whom(app: &App, ask: &Ask) -> Result<String> {
    let today = app.clock.today();
    let role = |role| people::names_with_role(app.db.read(), role, today);
    Ok(match ask {
        Ask::Managers => with_names("en chef", &role(Role::Manager).await?),
        Ask::Administrators => with_names("en administratör", &role(Role::Administrator).await?),
        Ask::Lead(id) => {
            let teams = places::teams(app.db.read(), today).await?;
            let team = teams
                .iter()
                .find(|team| team.id == *id)
                .map_or("teamet".to_owned(), |team| team.label());
            let rows = assignments::on(app.db.read(), today).await?;
            let lead = holder(rows.iter().filter(|row| row.seat == Seat::Lead(*id)));
            match lead {
                Some(lead) => format!("uppdragsansvarig för {team}: {}", lead.person_name),
                None => with_names("en chef", &role(Role::Manager).await?),
            }
        }
    })
}

fn with_names(whom: &str, names: &[String]) -> String {
    match names {
        [] => whom.to_owned(),
        names => format!(
            "{whom}: {}",
            super::text::join_and(&names[..names.len().min(3)])
        ),
    }
}
