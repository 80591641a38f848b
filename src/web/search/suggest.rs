//! What the field in the header suggests while one types: the first hits, and the way to all of them.

use super::{Ground, ListQuery, read, show};
use crate::App;
use crate::domain::search::snippet::{Marker, Piece};
use crate::error::Result;
use crate::store::search;
use crate::web::me::Me;
use crate::web::text::counted;
use crate::web::{list, page};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;

/// The last line leads to all hits.
const MOST: i64 = 7;

#[derive(Template)]
#[template(path = "search/suggest.html")]
struct Suggestions {
    told: String,
    options: Vec<Choice>,
}

struct Choice {
    url: String,
    title: Vec<Piece>,
    about: String,
}

pub async fn show(
    State(app): State<App>,
    me: Me,
    Query(query): Query<ListQuery>,
) -> Result<Response> {
    let ground = Ground::load(&app, &me).await?;
    let asked = read(&query, &ground.holders);
    let hits = match asked.is_empty() {
        true => Vec::new(),
        false => search::first(&app.db, &asked, &ground.seeker(&me, &asked), MOST).await?,
    };
    let marker = Marker::new(&asked.terms);
    let told = match hits.len() {
        0 => "Inga förslag".to_owned(),
        count => counted(count as i64, "förslag", "förslag"),
    };
    let option = |hit: search::Hit| Choice {
        about: show::joined(&[
            hit.kind_name(),
            &show::counties(&hit.counties, &ground.holders),
        ]),
        title: marker.whole(&hit.title),
        url: hit.url,
    };
    let mut options: Vec<Choice> = hits.into_iter().map(option).collect();
    options.push(Choice {
        url: format!("/sok?{}", list::query(&[("q", &query.q)])),
        title: marker_of("Visa alla träffar"),
        about: String::new(),
    });
    page(StatusCode::OK, &Suggestions { told, options })
}

fn marker_of(text: &str) -> Vec<Piece> {
    vec![Piece {
        text: text.to_owned(),
        marked: false,
    }]
}
