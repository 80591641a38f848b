//! The preview of a Markdown field: its text as it will look.

use super::form::Posted;
use super::markdown;
use super::me::Me;
use axum::response::Html;
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct PreviewForm {
    text: String,
}

pub async fn show(_: Me, Posted { form, .. }: Posted<PreviewForm>) -> Html<String> {
    Html(markdown::render(&form.text))
}
