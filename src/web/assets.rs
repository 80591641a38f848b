//! The static files in the binary: their addresses for the templates, and the answer to a request for one.

use axum::{
    body::Body,
    extract::Path,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

/// A file of `static/`, as `static/build.rs` made it.
struct File {
    name: &'static str,
    url: &'static str,
    hash: &'static str,
    kind: &'static str,
    plain: &'static [u8],
    brotli: Option<&'static [u8]>,
    gzip: Option<&'static [u8]>,
}

static FILES: &[File] = include!(concat!(env!("OUT_DIR"), "/assets.rs"));

const PREFIX: &str = "/static/";

/// The address of a file, by the name it has in `static/`. An unknown name leads to a 404 and not to
/// a panic; a test below looks for such names in every template.
pub fn url(name: &str) -> &'static str {
    let file = FILES.iter().find(|file| file.name == name);
    file.map_or("/static/saknas", |file| file.url)
}

/// `GET /static/{name}`, where the name carries the hash of the content.
pub async fn serve(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let wanted = |file: &&File| file.url.strip_prefix(PREFIX) == Some(name.as_str());
    let Some(file) = FILES.iter().find(wanted) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let (coding, bytes) = file.best(&joined(&headers, header::ACCEPT_ENCODING));
    let etag = format!("\"{}-{coding}\"", file.hash);
    let is_known = has(&joined(&headers, header::IF_NONE_MATCH), &etag);
    let lasting = [
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::VARY, "Accept-Encoding"),
        (header::ETAG, &etag),
    ];
    match is_known {
        true => (StatusCode::NOT_MODIFIED, lasting).into_response(),
        false => (lasting, content_headers(file, coding), Body::from(bytes)).into_response(),
    }
}

fn content_headers(file: &File, coding: &'static str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(file.kind));
    if coding != IDENTITY {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    headers
}

const IDENTITY: &str = "identity";

impl File {
    /// The form the browser likes best; of those it likes equally, the smallest.
    fn best(&self, accepted: &str) -> (&'static str, &'static [u8]) {
        let packed = [("br", self.brotli), ("gzip", self.gzip)];
        let packed = packed
            .into_iter()
            .filter_map(|(coding, bytes)| Some((coding, bytes?)));
        let mut best = (
            IDENTITY,
            self.plain,
            quality(accepted, IDENTITY).unwrap_or(0.0),
        );
        for (coding, bytes) in packed {
            let wish = quality(accepted, coding)
                .or_else(|| quality(accepted, "*"))
                .unwrap_or(0.0);
            let smaller = wish == best.2 && bytes.len() < best.1.len();
            if wish > 0.0 && (wish > best.2 || smaller) {
                best = (coding, bytes, wish);
            }
        }
        (best.0, best.1)
    }
}

/// How much a coding is wished for, when the header names it; nonsense counts as not at all.
fn quality(accepted: &str, coding: &str) -> Option<f32> {
    accepted.split(',').find_map(|item| {
        let mut parts = item.split(';').map(str::trim);
        parts
            .next()
            .filter(|name| name.eq_ignore_ascii_case(coding))?;
        let value =
            parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
        let value = value.map_or(1.0, |value| value.parse().unwrap_or(0.0));
        Some(if (0.0..=1.0).contains(&value) {
            value
        } else {
            0.0
        })
    })
}

fn has(if_none_match: &str, etag: &str) -> bool {
    let mut given = if_none_match
        .split(',')
        .map(|one| one.trim().trim_start_matches("W/"));
    given.any(|one| one == "*" || one == etag)
}

/// A header that may stand in several lines, as one list.
fn joined(headers: &HeaderMap, name: header::HeaderName) -> String {
    let lines = headers
        .get_all(name)
        .into_iter()
        .filter_map(|line| line.to_str().ok());
    lines.collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use axum::{Router, body::to_bytes, http::Request, routing::get};
    use tower::ServiceExt;

    use super::*;

    async fn ask(method: &str, url: &str, headers: &[(&str, &str)]) -> Response {
        let mut request = Request::builder().method(method).uri(url);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let router = Router::new().route("/static/{name}", get(serve));
        router
            .oneshot(request.body(Body::empty()).unwrap())
            .await
            .unwrap()
    }

    fn header(response: &Response, name: header::HeaderName) -> &str {
        response
            .headers()
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    async fn coding_for(accepted: &str) -> String {
        let response = ask("GET", url("app.css"), &[("accept-encoding", accepted)]).await;
        header(&response, header::CONTENT_ENCODING).to_owned()
    }

    #[tokio::test]
    async fn a_file_may_be_kept_for_ever_and_says_what_it_is() {
        let response = ask("GET", url("app.css"), &[]).await;
        assert_eq!(response.status(), 200);
        assert_eq!(
            header(&response, header::CONTENT_TYPE),
            "text/css; charset=utf-8"
        );
        assert_eq!(
            header(&response, header::CACHE_CONTROL),
            "public, max-age=31536000, immutable"
        );
        assert_eq!(header(&response, header::VARY), "Accept-Encoding");
        assert_eq!(header(&response, header::CONTENT_ENCODING), "");
        let file = FILES.iter().find(|file| file.name == "app.css").unwrap();
        assert_eq!(
            to_bytes(response.into_body(), usize::MAX).await.unwrap(),
            file.plain
        );
    }

    #[tokio::test]
    async fn the_coding_the_browser_likes_best_is_chosen() {
        for (accepted, coding) in [
            ("gzip, deflate, br, zstd", "br"),
            ("gzip, deflate", "gzip"),
            ("br;q=0.5, gzip;q=0.8", "gzip"),
            ("br;q=0, *", "gzip"),
            ("*", "br"),
            ("*;q=0", ""),
            ("br;q=0.000, gzip;q=0", ""),
            ("identity;q=1, br;q=0.5", ""),
            ("identity;q=0.5, GZIP;Q=0.9", "gzip"),
            ("br;q=many, gzip;q=-1", ""),
            ("deflate", ""),
            ("", ""),
        ] {
            assert_eq!(coding_for(accepted).await, coding, "{accepted}");
        }
    }

    #[tokio::test]
    async fn an_unchanged_file_is_not_sent_again() {
        let first = ask("GET", url("app.css"), &[("accept-encoding", "br")]).await;
        let etag = header(&first, header::ETAG).to_owned();
        for given in [
            etag.clone(),
            format!("W/{etag}"),
            format!("\"old\", {etag}"),
            "*".to_owned(),
        ] {
            let again = [("accept-encoding", "br"), ("if-none-match", given.as_str())];
            let again = ask("GET", url("app.css"), &again).await;
            assert_eq!(again.status(), 304, "{given}");
            assert_eq!(header(&again, header::ETAG), etag);
            assert!(to_bytes(again.into_body(), 1).await.unwrap().is_empty());
        }
        let plain = ask("GET", url("app.css"), &[("if-none-match", &etag)]).await;
        assert_eq!(plain.status(), 200, "another coding is another thing");
    }

    #[tokio::test]
    async fn a_head_request_has_the_headers_and_no_body() {
        let response = ask("HEAD", url("app.css"), &[]).await;
        let file = FILES.iter().find(|file| file.name == "app.css").unwrap();
        assert_eq!(
            header(&response, header::CONTENT_LENGTH),
            file.plain.len().to_string()
        );
        assert!(to_bytes(response.into_body(), 1).await.unwrap().is_empty());
    }

    #[tokio::test]
    async fn an_unknown_name_is_not_found() {
        for path in [
            "/static/app.css",
            "/static/app.000000000000.css",
            "/static/build.rs",
            "/static/..%2fCargo.toml",
        ] {
            assert_eq!(ask("GET", path, &[]).await.status(), 404, "{path}");
        }
        assert_eq!(ask("GET", url("no such file"), &[]).await.status(), 404);
    }

    #[test]
    fn style_sheets_and_modules_name_other_files_by_their_hashed_address() {
        for file in FILES.iter().filter(|file| file.kind.starts_with("text/")) {
            let text = std::str::from_utf8(file.plain).unwrap();
            for address in text.split(PREFIX).skip(1) {
                let address = address
                    .split(['"', '\'', ')', '#', '?'])
                    .next()
                    .unwrap_or_default();
                let known = FILES
                    .iter()
                    .any(|other| other.url.strip_prefix(PREFIX) == Some(address));
                assert!(known, "{} refers to {address}", file.name);
            }
        }
    }

    #[test]
    fn compressed_forms_are_smaller_and_fonts_are_left_alone() {
        for file in FILES {
            assert!(
                file.brotli
                    .is_none_or(|bytes| bytes.len() < file.plain.len()),
                "{}",
                file.name
            );
            assert!(
                file.gzip.is_none_or(|bytes| bytes.len() < file.plain.len()),
                "{}",
                file.name
            );
            assert!(
                !file.name.ends_with(".woff2") || (file.brotli.is_none() && file.gzip.is_none())
            );
        }
    }

    #[test]
    fn every_file_that_a_page_asks_for_exists() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut pages = texts(&root.join("templates"));
        pages.extend(texts(&root.join("src")));
        let asked = |page: &String| {
            let rest = page.split("assets::url(\"").skip(1);
            rest.filter_map(|rest| Some(rest.split_once('"')?.0.to_owned()))
                .collect::<Vec<_>>()
        };
        let asked: Vec<String> = pages.iter().flat_map(asked).collect();
        assert!(
            !asked.is_empty(),
            "no page asks for a static file: has the call been renamed?"
        );
        for name in asked {
            assert!(
                FILES.iter().any(|file| file.name == name),
                "static/{name} does not exist"
            );
        }
    }

    /// Every text file below a folder but this one.
    fn texts(folder: &std::path::Path) -> Vec<String> {
        let mut texts = Vec::new();
        for path in std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
        {
            if path.is_dir() {
                texts.extend(self::texts(&path));
            } else if !path.ends_with("assets.rs") {
                texts.extend(std::fs::read_to_string(&path));
            }
        }
        texts
    }
}
