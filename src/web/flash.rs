//! One line after a save that says what was saved: carried over the redirect in a cookie.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

pub const COOKIE: &str = "besked";

/// Sends the browser on to one of our own pages.
pub fn see(url: &str) -> Response {
    match HeaderValue::from_str(&ascii(url)) {
        Ok(location) => (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response(),
        Err(_) => StatusCode::SEE_OTHER.into_response(),
    }
}

/// An address as a header can carry it.
fn ascii(url: &str) -> String {
    let encode = |each: char| {
        let mut bytes = [0; 4];
        let bytes = each.encode_utf8(&mut bytes).bytes();
        bytes.map(|byte| format!("%{byte:02X}")).collect::<String>()
    };
    url.chars()
        .map(|each| match each.is_ascii_graphic() {
            true => each.to_string(),
            false => encode(each),
        })
        .collect()
}

/// Sends the browser on, where the line is shown once.
pub fn see_with(url: &str, message: &str) -> Response {
    let mut response = see(url);
    let encoded: String = form_urlencoded::byte_serialize(message.as_bytes()).collect();
    if let Ok(cookie) = HeaderValue::from_str(&format!(
        "{COOKIE}={encoded}; Path=/; HttpOnly; SameSite=Lax; Max-Age=60"
    )) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// To what a form has already made, when it is sent once more: twice in a hurry, or changed after going back.
pub fn see_made(url: &str) -> Response {
    see_with(
        url,
        "Formuläret var redan sparat. Har du ändrat något i det sedan dess är det inte med.",
    )
}

/// The line a request brought.
pub fn read(cookie: &str) -> Option<String> {
    let decoded = form_urlencoded::parse(format!("m={cookie}").as_bytes())
        .next()?
        .1
        .into_owned();
    (!decoded.is_empty() && decoded.chars().count() <= 500).then_some(decoded)
}

/// Forgets the line once it has been shown.
pub fn forget() -> HeaderValue {
    HeaderValue::from_static("besked=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0")
}
