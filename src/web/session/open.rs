//! Opening a session, and the cookie it lives in.

use super::check::keys;
use super::cookie_name;
use crate::App;
use crate::domain::access::Permit;
use crate::error::Result;
use crate::secrets::Token;
use crate::store::sessions;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;

/// Opens a session for a person who has shown who she is.
pub async fn open_session(
    app: &App,
    person_id: i64,
    device: &str,
    cleared: Option<(&str, &str)>,
) -> Result<Token> {
    let token = Token::new();
    let mut tx = app.db.write(Permit::system()).await?;
    sessions::start(&mut tx, person_id, &token.hash(), &Token::short(), device).await?;
    if let Some((email, address)) = cleared {
        let (account_key, address_key) = keys(email, address);
        sessions::forget_failures(&mut tx, &account_key, &address_key).await?;
    }
    tx.commit().await?;
    Ok(token)
}

/// What the session list calls a browser; never the whole User-Agent.
pub fn device(headers: &HeaderMap) -> String {
    let agent = headers
        .get(header::USER_AGENT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let found = |names: &[(&str, &'static str)]| {
        names
            .iter()
            .find(|(mark, _)| agent.contains(mark))
            .map(|(_, name)| *name)
    };
    let browser = found(&[
        ("Edg/", "Edge"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = found(&[
        ("Windows", "Windows"),
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser} på {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => "Okänd enhet".to_owned(),
    }
}

pub fn session_cookie(app: &App, value: &str, seconds: Option<i64>) -> HeaderValue {
    let secure = if app.config.tls() { "; Secure" } else { "" };
    let age = seconds
        .map(|seconds| format!("; Max-Age={seconds}"))
        .unwrap_or_default();
    let cookie = format!(
        "{}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{age}",
        cookie_name(app)
    );
    HeaderValue::from_str(&cookie).unwrap_or(HeaderValue::from_static(""))
}

pub fn with_session(app: &App, mut response: Response, token: &Token) -> Response {
    response.headers_mut().append(
        header::SET_COOKIE,
        session_cookie(app, token.reveal(), None),
    );
    response
}
