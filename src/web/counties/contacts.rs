//! The contacts and networks of a län: who is there, what was said last, and how often we are in touch.

use super::{Found, Head, find, head};
use crate::App;
use crate::domain::access::Act;
use crate::error::Result;
use crate::store::contact_entries::{self, Filter, Row, Sort};
use crate::store::contacts::{self as people, Proposal};
use crate::store::{Part, counties};
use crate::web::contact_log::card;
use crate::web::holders::Holders;
use crate::web::me::{Me, Shell};
use crate::web::page;
use crate::web::secrecy::sight;
use askama::Template;
use axum::extract::{OriginalUri, Path, State};
use axum::http::StatusCode;
use axum::response::Response;

#[derive(Template)]
#[template(path = "counties/contacts.html")]
struct ContactsPage {
    shell: Shell,
    head: Head,
    pace: String,
    tone: &'static str,
    words: String,
    people: Vec<Proposal>,
    entries: Vec<Row>,
    networks: Vec<(i64, String)>,
    may_keep: bool,
}

const SHOWN: usize = 10;

pub async fn contacts(
    State(app): State<App>,
    me: Me,
    Path(asked_for): Path<String>,
    OriginalUri(uri): OriginalUri,
) -> Result<Response> {
    let county = match find(&app, &asked_for, &uri).await? {
        Found::Here(county) => *county,
        Found::Elsewhere(redirect) => return Ok(redirect),
    };
    let (db, today) = (app.db.read(), app.clock.today());
    let (holders, seen) = (Holders::load(db, today).await?, sight(&app, &me).await?);
    let cadence = card::cadence_of(&app, &seen, &county.code).await?;
    let filter = Filter {
        county: Some(county.code.clone()),
        ..Filter::default()
    };
    let sort = (Sort::Day, true);
    let log = contact_entries::list(db, &seen, &filter, sort, Part::Page(1), today).await?;
    let (pace, tone) = card::pace(cadence, today);
    let template = ContactsPage {
        shell: me.shell(),
        words: card::words(cadence, today),
        people: people::proposed(db, Some(&county.code), &[], &seen, today).await?,
        entries: log.rows.into_iter().take(SHOWN).collect(),
        networks: counties::networks(db, &county.code).await?,
        may_keep: me.can(Act::KeepContacts, &county.place()),
        head: head(&app, &me, county, &holders, "kontakter").await?,
        pace,
        tone,
    };
    page(StatusCode::OK, &template)
}
