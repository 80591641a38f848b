//! What happens around every request: who it is, its body kept, errors drawn, one line in the log.

use super::attachments::upload;
use super::form::{Body, is_form};
use super::me::{Identity, Visit};
use super::{errors, flash, session};
use crate::App;
use crate::error::Error;
use crate::secrets::{Token, hash_of};
use crate::store::{kept, ledger, sessions};
use axum::body::Body as HttpBody;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http_body_util::BodyExt;
use jiff::SignedDuration;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;

/// The largest form, in bytes: the longest texts of a form, percent-encoded.
pub const LARGEST_FORM: usize = 512 * 1024;
const READ_AT_MOST: usize = 16 * 1024 * 1024;
const READ_BODY_WITHIN: Duration = Duration::from_secs(20);
const READ_FILE_WITHIN: Duration = Duration::from_secs(60);
/// So many files are held in memory at a time; others wait for their turn, and are told when none comes.
static FILES: Semaphore = Semaphore::const_new(6);
const WAIT_FOR_TURN: Duration = Duration::from_secs(10);
const ANSWER_WITHIN: Duration = Duration::from_secs(25);

pub async fn around(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let reference = Token::short();
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("-".to_owned(), |path| path.as_str().to_owned());
    let path = request
        .uri()
        .path_and_query()
        .map_or("/", |path| path.as_str())
        .to_owned();
    let (visit, trouble) = visit(&app, path, request.headers()).await;
    let (body, answer) = match trouble {
        None => answer(request, &visit, next).await,
        Some(error) => (
            read_form(&mut request).await.ok().flatten(),
            error.into_response(),
        ),
    };
    let cause = answer.extensions().get::<Arc<Error>>().cloned();
    let answer = match bare(&answer) {
        true => errors::draw(&app, &visit, &method, body.as_ref(), answer, &reference).await,
        false => answer,
    };
    log(
        &method,
        &route,
        answer.status(),
        started,
        &visit,
        &reference,
        cause.as_deref(),
    );
    finish(answer, &visit, app.config.tls())
}

/// A refusal that has no page of its own yet.
fn bare(answer: &Response) -> bool {
    let kind = answer
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    answer.status().as_u16() >= 400 && !kind.starts_with("text/html")
}

async fn answer(mut request: Request, visit: &Visit, next: Next) -> (Option<Body>, Response) {
    request.extensions_mut().insert(visit.clone());
    let mut turn = None;
    let read = match upload::boundary(&request) {
        // Whoever is not logged in is told so without being listened to.
        Some(_) if visit.me.is_none() => Ok(None),
        Some((boundary, largest)) => {
            match tokio::time::timeout(WAIT_FOR_TURN, FILES.acquire()).await {
                Ok(mine) => {
                    turn = Some(mine);
                    read_file(&mut request, boundary, largest).await
                }
                Err(_) => Err(StatusCode::SERVICE_UNAVAILABLE),
            }
        }
        None => read_form(&mut request).await,
    };
    let body = match read {
        Ok(body) => body,
        Err(status) => return (None, status.into_response()),
    };
    let reads = request.method() != Method::POST;
    let answer = tokio::time::timeout(ANSWER_WITHIN, next.run(request));
    let answer = match &visit.me {
        Some(me) if reads => kept::as_of(me.as_of, answer).await,
        _ => answer.await,
    };
    let answer = match answer {
        Ok(answer) => addressed(answer),
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    };
    drop(turn);
    (body, answer)
}

/// An address that no handler could read, such as one with a word where a number stands, is that of no page.
/// Our own refusals carry their [`Error`].
fn addressed(mut answer: Response) -> Response {
    let ours = answer.extensions().get::<Arc<Error>>().is_some();
    if answer.status() == StatusCode::BAD_REQUEST && !ours {
        *answer.status_mut() = StatusCode::NOT_FOUND;
    }
    answer
}

/// Takes a form's body out of the request and puts it where [`super::form::Posted`] finds it.
async fn read_form(request: &mut Request) -> Result<Option<Body>, StatusCode> {
    if request.method() != Method::POST {
        return Ok(None);
    }
    if !is_form(request.headers()) {
        return Err(StatusCode::UNSUPPORTED_MEDIA_TYPE);
    }
    let stream = std::mem::replace(request.body_mut(), HttpBody::empty());
    let bytes = tokio::time::timeout(READ_BODY_WITHIN, read_whole(stream, LARGEST_FORM))
        .await
        .map_err(|_| StatusCode::REQUEST_TIMEOUT)??;
    let body = Body(bytes);
    request.extensions_mut().insert(body.clone());
    Ok(Some(body))
}

/// Takes a file out of a request of a route that has one, and puts it where its handler finds it.
async fn read_file(
    request: &mut Request,
    boundary: String,
    largest: usize,
) -> Result<Option<Body>, StatusCode> {
    let stream = std::mem::replace(request.body_mut(), HttpBody::empty());
    let reading = read_whole(stream, largest);
    let read = tokio::time::timeout(READ_FILE_WITHIN, reading).await;
    let file = match read.map_err(|_| StatusCode::REQUEST_TIMEOUT)? {
        Ok(bytes) => upload::Body::Whole { boundary, bytes },
        Err(StatusCode::PAYLOAD_TOO_LARGE) => upload::Body::TooLarge,
        Err(status) => return Err(status),
    };
    request.extensions_mut().insert(file);
    Ok(None)
}

/// A body that is too large is read on for a while and thrown away, so that the browser gets to the answer.
async fn read_whole(mut stream: HttpBody, largest: usize) -> Result<Bytes, StatusCode> {
    let (mut whole, mut length) = (Vec::new(), 0);
    while let Some(frame) = stream.frame().await {
        let frame = frame.map_err(|_| StatusCode::BAD_REQUEST)?;
        let data = frame.into_data().unwrap_or_default();
        length += data.len();
        if length <= largest {
            whole.extend_from_slice(&data);
        } else if length > READ_AT_MOST {
            break;
        }
    }
    match length <= largest {
        true => Ok(whole.into()),
        false => Err(StatusCode::PAYLOAD_TOO_LARGE),
    }
}

/// Who comes; and what stood in the way of finding out.
async fn visit(app: &App, path: String, headers: &HeaderMap) -> (Visit, Option<Error>) {
    let flash = cookie(headers, flash::COOKIE).and_then(|value| flash::read(&value));
    let mut visit = Visit {
        path,
        came_from: came_from(headers).unwrap_or_default(),
        flash,
        demo: app.config.demo,
        ..Visit::default()
    };
    if visit.path.starts_with("/static/") {
        return (visit, None);
    }
    if let Some(token) = cookie(headers, session::cookie_name(app)) {
        match identify(app, &hash_of(&token)).await {
            Ok(Some(Ok(identity))) => visit.me = Some(Arc::new(identity)),
            Ok(Some(Err(ended))) => visit.ended = Some(ended),
            Ok(None) => {}
            Err(error) => return (visit, Some(error)),
        }
    }
    (visit, None)
}

fn came_from(headers: &HeaderMap) -> Option<String> {
    let address = headers.get(header::REFERER)?.to_str().ok()?;
    let (_, rest) = address.split_once("://")?;
    rest.find('/').map(|slash| rest[slash..].to_owned())
}

/// Whose session this is; the person alone when it has ended.
async fn identify(app: &App, token_hash: &str) -> Result<Option<Result<Identity, i64>>, Error> {
    let (now, today) = (app.clock.now(), app.clock.today());
    let Some(found) = sessions::find(app.db.read(), token_hash, today).await? else {
        return Ok(None);
    };
    let idle = SignedDuration::from_mins(app.config.session_idle_minutes);
    let longest = SignedDuration::from_hours(app.config.session_hours);
    if !found.active || found.last_seen_at + idle < now || found.created_at + longest < now {
        return Ok(Some(Err(found.person_id)));
    }
    if found.last_seen_at + SignedDuration::from_mins(1) <= now {
        touch(app, token_hash);
    }
    let person = ledger::person(app.db.read(), &found, today).await?;
    Ok(Some(Ok(Identity {
        functions: super::text::first_upper(&person.functions.join(", ")),
        name: found.name,
        email: found.email,
        token_hash: token_hash.to_owned(),
        handle: found.handle,
        standing: person.standing.clone(),
        as_of: found.as_of,
    })))
}

/// Beside the request, so that a page never waits for the writer.
fn touch(app: &App, token_hash: &str) {
    let (db, token_hash) = (app.db.clone(), token_hash.to_owned());
    tokio::spawn(async move {
        if let Err(error) = sessions::touch(&db, &token_hash).await {
            tracing::warn!(?error, "session not touched");
        }
    });
}

pub fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value.to_owned())
}

fn finish(mut answer: Response, visit: &Visit, tls: bool) -> Response {
    let headers = answer.headers_mut();
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    let page = headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let sets_new = headers
        .get_all(header::SET_COOKIE)
        .iter()
        .any(|each| each.as_bytes().starts_with(b"besked="));
    if visit.flash.is_some() && page && !sets_new {
        headers.append(header::SET_COOKIE, flash::forget());
    }
    if tls {
        secure_cookies(headers);
    }
    answer
}

fn secure_cookies(headers: &mut HeaderMap) {
    let cookies = headers
        .iter_mut()
        .filter(|(name, _)| *name == header::SET_COOKIE);
    for (_, value) in cookies {
        let text = value.to_str().unwrap_or_default();
        if text.contains("; Secure") {
            continue;
        }
        if let Ok(secured) = HeaderValue::from_str(&format!("{text}; Secure")) {
            *value = secured;
        }
    }
}

fn log(
    method: &Method,
    route: &str,
    status: StatusCode,
    started: Instant,
    visit: &Visit,
    reference: &str,
    cause: Option<&Error>,
) {
    let user = visit.me.as_ref().map(|me| me.standing.person_id);
    let ms = started.elapsed().as_millis() as u64;
    let status = status.as_u16();
    match cause {
        Some(error) if status >= 500 => {
            tracing::error!(reference, %method, route, status, ms, user, cause = %summary(error), "request")
        }
        Some(Error::Denied(denied)) => {
            tracing::warn!(reference, %method, route, status, ms, user, refused = ?denied.act, "request")
        }
        _ => tracing::info!(reference, %method, route, status, ms, user, "request"),
    }
}

/// What went wrong, without what a person wrote: database messages name columns, not values.
fn summary(error: &Error) -> String {
    format!("{error:?}").replace(['\n', '\r'], " ")
}
