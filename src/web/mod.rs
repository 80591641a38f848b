//! Pages and forms. This file is the map of every URL, and the layers around them.

pub mod account;
pub mod assets;
pub mod demo;
pub mod errors;
pub mod flash;
pub mod form;
pub mod history;
pub mod holders;
pub mod list;
pub mod map;
pub mod markdown;
pub mod me;
pub mod overview;
pub mod parse;
pub mod preview;
pub mod request;
pub mod serve;
pub mod session;
pub mod start;
pub mod text;

use crate::App;
use crate::error::Result;
use askama::Template;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};
use tower_http::csrf::CsrfLayer;
use tower_http::set_header::SetResponseHeaderLayer;

#[rustfmt::skip]
fn routes() -> Router<App> {
    Router::new()
        // who is here
        .route("/logga-in", get(session::new).post(session::create))
        .route("/logga-ut", post(session::destroy))
        .route("/valkommen/{token}", get(session::welcome::show).post(session::welcome::accept))
        .route("/konto", get(account::show))
        .route("/konto/losenord", get(account::password).post(account::change_password))
        .route("/konto/sessioner/{handle}/avsluta", post(account::end_session))
        .route("/konto/sessioner/avsluta-andra", post(account::end_other_sessions))
        // what is expected of me
        .route("/", get(start::show))
        .route("/oversikt", get(overview::show))
        .route("/oversikt/team", get(overview::teams::show))
        // small things
        .route("/forhandsgranska", post(preview::show))
        .route("/static/{name}", get(assets::serve))
}

/// Exists in the demo only.
#[rustfmt::skip]
fn demo_routes() -> Router<App> {
    Router::new()
        .route("/demo/logga-in", post(demo::sign_in))
        .route("/stil", get(demo::style_guide))
        .route("/demo/statisk/{bytes}", get(demo::plain))
}

/// The whole application: routes, then the layers from the inside out.
pub fn app(app: App) -> Router {
    let routes = if app.config.demo {
        routes().merge(demo_routes())
    } else {
        routes()
    };
    let router = routes
        .fallback(|| async { StatusCode::NOT_FOUND })
        .layer(DefaultBodyLimit::max(request::LARGEST_FORM))
        .layer(CatchPanicLayer::custom(
            |_: Box<dyn std::any::Any + Send>| StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        ))
        .layer(CsrfLayer::new())
        .layer(axum::middleware::from_fn_with_state(
            app.clone(),
            request::around,
        ))
        .layer(
            CompressionLayer::new()
                .gzip(true)
                .quality(tower_http::CompressionLevel::Fastest)
                .compress_when(
                    SizeAbove::new(1024)
                        .and(NotForContentType::IMAGES)
                        .and(NotForContentType::const_new("font/")),
                ),
        );
    headers(&app)
        .into_iter()
        .fold(router, |router, (name, value)| {
            router.layer(SetResponseHeaderLayer::if_not_present(
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            ))
        })
        .with_state(app)
}

const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; \
    connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// On every answer, errors and static files too.
fn headers(app: &App) -> Vec<(&'static str, &'static str)> {
    let mut headers = vec![
        ("content-security-policy", POLICY),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        (
            "permissions-policy",
            "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        ),
    ];
    if app.config.tls() {
        headers.push((
            "strict-transport-security",
            "max-age=31536000; includeSubDomains",
        ));
    }
    headers
}

/// A page with its status; the one place where templates become answers.
pub fn page(status: StatusCode, template: &impl Template) -> Result<Response> {
    Ok((status, Html(template.render()?)).into_response())
}
