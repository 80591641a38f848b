//! The layers around every route: limits, panics, forged forms, compression, and the headers of every answer.

use super::request;
use crate::App;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};
use tower_http::csrf::CsrfLayer;
use tower_http::set_header::SetResponseHeaderLayer;

/// Any routes, with the layers that every answer goes through.
pub fn dressed(routes: Router<App>, app: App) -> Router {
    let router = routes
        .fallback(nowhere)
        .layer(DefaultBodyLimit::max(request::LARGEST_FORM))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(forged(&app))
        .layer(axum::middleware::from_fn_with_state(
            app.clone(),
            request::around,
        ))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(
            CompressionLayer::new()
                .gzip(true)
                .quality(tower_http::CompressionLevel::Precise(4))
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

/// No such page; and no page at all for methods that nothing here has.
async fn nowhere(method: Method) -> Response {
    match method {
        Method::GET | Method::HEAD | Method::POST => StatusCode::NOT_FOUND.into_response(),
        _ => {
            let allow = [(header::ALLOW, "GET, HEAD, POST")];
            (StatusCode::METHOD_NOT_ALLOWED, allow).into_response()
        }
    }
}

fn panicked(_: Box<dyn std::any::Any + Send>) -> Response {
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

/// Refuses forms from other sites. The public address is ours, also when a proxy changes `Host`.
fn forged(app: &App) -> CsrfLayer {
    let url = app.config.public_url.as_deref().unwrap_or_default();
    let origin = url.splitn(4, '/').take(3).collect::<Vec<_>>().join("/");
    CsrfLayer::new()
        .add_trusted_origin(origin)
        .unwrap_or_default()
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
