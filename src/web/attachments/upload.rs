//! The one kind of request that is not a form of texts: a file, read by `web::request` within limits.

use super::CHOOSE;
use crate::domain::attachment::{LARGEST, TOO_LARGE};
use crate::domain::figures::LARGEST_FILE;
use axum::extract::{FromRequestParts, MatchedPath, Request};
use axum::http::request::Parts;
use axum::http::{Method, header};
use bytes::Bytes;
use std::convert::Infallible;

/// The routes that take a file, each with the largest it takes; every other takes forms alone.
const ROUTES: [(&str, usize); 2] = [
    ("/underlag/{id}/bilagor", LARGEST),
    ("/statistik/las-in", LARGEST_FILE),
];
/// What the browser writes around a file.
const AROUND: usize = 64 * 1024;
/// More parts than any form of ours has.
const MOST_PARTS: usize = 10;
const BROKEN: &str = "Filen kom inte fram hel. Försök igen.";

/// What came of reading a request with a file.
#[derive(Clone)]
pub enum Body {
    Whole { boundary: String, bytes: Bytes },
    TooLarge,
}

/// A request's file as the handler gets it; nothing when the form was sent without one.
pub struct Uploaded(Option<Body>);

pub struct File {
    pub name: String,
    pub content: Vec<u8>,
}

impl<S: Send + Sync> FromRequestParts<S> for Uploaded {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Uploaded(parts.extensions.get::<Body>().cloned()))
    }
}

/// What separates the parts of a request to a route that takes a file, and how large it may be.
pub fn boundary(request: &Request) -> Option<(String, usize)> {
    let route = request.extensions().get().map(MatchedPath::as_str)?;
    let (_, largest) = ROUTES.iter().find(|(each, _)| *each == route)?;
    if request.method() != Method::POST {
        return None;
    }
    let kind = request.headers().get(header::CONTENT_TYPE)?.to_str().ok()?;
    let (kind, rest) = kind.split_once(';')?;
    if !kind.trim().eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    let (_, value) = rest
        .split(';')
        .filter_map(|pair| pair.split_once('='))
        .find(|(name, _)| name.trim().eq_ignore_ascii_case("boundary"))?;
    let value = value.trim().trim_matches('"');
    ((1..=70).contains(&value.len())).then(|| (value.to_owned(), largest + AROUND))
}

impl Uploaded {
    /// The part called `file`, or a sentence about what is wrong.
    pub fn file(self) -> Result<File, &'static str> {
        self.file_or(TOO_LARGE)
    }

    /// Where another size is too large.
    pub fn file_or(self, too_large: &'static str) -> Result<File, &'static str> {
        match self.0 {
            None => Err(CHOOSE),
            Some(Body::TooLarge) => Err(too_large),
            Some(Body::Whole { boundary, bytes }) => file_in(&bytes, &boundary),
        }
    }
}

/// Each part stands between two boundaries: headers, an empty line, the content.
fn file_in(body: &[u8], boundary: &str) -> Result<File, &'static str> {
    let first = format!("--{boundary}");
    let between = format!("\r\n--{boundary}");
    let mut rest = body.strip_prefix(first.as_bytes()).ok_or(BROKEN)?;
    for _ in 0..MOST_PARTS {
        if rest.starts_with(b"--") {
            return Err(CHOOSE);
        }
        rest = rest.strip_prefix(b"\r\n").ok_or(BROKEN)?;
        let head_ends = find(rest, b"\r\n\r\n").ok_or(BROKEN)?;
        let content = &rest[head_ends + 4..];
        let ends = find(content, between.as_bytes()).ok_or(BROKEN)?;
        if let Some(name) = name_of_file(&rest[..head_ends]) {
            return match (name.is_empty(), ends) {
                (true, 0) => Err(CHOOSE),
                _ => Ok(File {
                    name,
                    content: content[..ends].to_vec(),
                }),
            };
        }
        rest = &content[ends + between.len()..];
    }
    Err(BROKEN)
}

/// The file's name when the part is the form's `file`.
fn name_of_file(head: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(head);
    let line = head.split("\r\n").find(|line| {
        line.to_ascii_lowercase()
            .starts_with("content-disposition:")
    })?;
    (quoted(line, "; name=\"")? == "file")
        .then(|| quoted(line, "; filename=\""))
        .flatten()
        .map(|name| {
            name.replace("%22", "\"")
                .replace("%0D", "")
                .replace("%0A", "")
        })
}

fn quoted<'a>(line: &'a str, before: &str) -> Option<&'a str> {
    let (_, rest) = line.split_once(before)?;
    rest.split_once('"').map(|(value, _)| value)
}

/// Where a short text first stands in a long one.
fn find(all: &[u8], sought: &[u8]) -> Option<usize> {
    let first = *sought.first()?;
    let mut from = 0;
    while let Some(at) = all.get(from..)?.iter().position(|byte| *byte == first) {
        let at = from + at;
        if all[at..].starts_with(sought) {
            return Some(at);
        }
        from = at + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(name: &str, content: &str) -> Vec<u8> {
        format!(
            "--b\r\nContent-Disposition: form-data; name=\"other\"\r\n\r\nx\r\n--b\r\nContent-Disposition: \
             form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: text/html\r\n\r\n{content}\r\n--b--\r\n"
        )
        .into_bytes()
    }

    fn read(body: &[u8]) -> Result<(String, String), &'static str> {
        let file = file_in(body, "b")?;
        Ok((
            file.name,
            String::from_utf8_lossy(&file.content).into_owned(),
        ))
    }

    #[test]
    fn the_file_is_found_among_the_parts() {
        let found = read(&body("Läget.pdf", "%PDF-\r\n--x"));
        assert_eq!(found, Ok(("Läget.pdf".into(), "%PDF-\r\n--x".into())));
        assert_eq!(read(&body("", "")), Err(CHOOSE));
        assert_eq!(read(b"--b--\r\n"), Err(CHOOSE));
    }

    #[test]
    fn a_body_cut_anywhere_is_no_file() {
        let whole = body("a.pdf", "%PDF-1.4");
        let content_ends = whole.len() - "--\r\n".len();
        for length in 0..content_ends {
            assert!(read(&whole[..length]).is_err(), "cut at {length}");
        }
    }
}
