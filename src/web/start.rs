//! The start page: what is expected of me, by date.

use super::me::{Me, Shell};
use super::page;
use crate::error::Result;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

#[derive(Template)]
#[template(path = "start/show.html")]
struct StartPage {
    shell: Shell,
}

pub async fn show(me: Me) -> Result<Response> {
    page(StatusCode::OK, &StartPage { shell: me.shell() })
}
