//! The map of every URL, one line each, in four parts.

mod between;
mod dialogues;
mod records;
mod service;

use crate::App;
use crate::web::demo;
use axum::Router;
use axum::routing::{get, post};

pub fn all() -> Router<App> {
    dialogues::routes()
        .merge(records::routes())
        .merge(between::routes())
        .merge(service::routes())
}

/// Exists in the demo only.
#[rustfmt::skip]
pub fn of_demo() -> Router<App> {
    Router::new()
        .route("/demo/logga-in", post(demo::sign_in))
        .route("/stil", get(demo::style_guide))
        .route("/demo/statisk/{bytes}", get(demo::plain))
}
