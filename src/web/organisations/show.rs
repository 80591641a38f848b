//! One organisation: who is and was there, what is logged, and the networks it leads.

use super::{elsewhere, may};
use crate::App;
use crate::domain::access::Act;
use crate::domain::contact::Organisation;
use crate::domain::event::{Subject, SubjectKind};
use crate::error::Result;
use crate::store::contact_entries::{self, Filter, Row, Sort};
use crate::store::contacts::{self, There};
use crate::store::{Part, events, organisations};
use crate::web::form::Choice;
use crate::web::history::{self, HistoryPage};
use crate::web::holders::Holders;
use crate::web::me::{Me, Shell};
use crate::web::secrecy::sight;
use crate::web::{contacts as people, page};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;

#[derive(Template)]
#[template(path = "organisations/show.html")]
struct ShowPage {
    shell: Shell,
    organisation: Organisation,
    now: Vec<There>,
    before: Vec<There>,
    entries: Vec<Row>,
    more: bool,
    networks: Vec<(i64, String)>,
    may: bool,
    log: String,
}

const SHOWN: usize = 10;

pub async fn show(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let (db, today) = (app.db.read(), app.clock.today());
    let organisation = organisations::find(db, id).await?;
    if let Some(answer) = elsewhere(&organisation) {
        return Ok(answer);
    }
    let holders = Holders::load(db, today).await?;
    let sight = sight(&app, &me).await?;
    let filter = Filter {
        organisation: Some(id),
        ..Filter::default()
    };
    let sort = (Sort::Day, true);
    let found = contact_entries::list(db, &sight, &filter, sort, Part::Page(1), today).await?;
    let all = contacts::of_organisation(db, id, &sight, today).await?;
    let over = |each: &There| each.valid_to.is_some_and(|day: Date| day < today);
    let (before, now) = all.into_iter().partition(over);
    let template = ShowPage {
        shell: me.shell(),
        may: may(&me, &holders, &organisation).is_ok(),
        log: log_url(&me, &holders, &organisation),
        more: found.total > SHOWN as i64,
        entries: found.rows.into_iter().take(SHOWN).collect(),
        networks: organisations::networks(db, id).await?,
        organisation,
        now,
        before,
    };
    page(StatusCode::OK, &template)
}

fn log_url(me: &Me, holders: &Holders, of: &Organisation) -> String {
    let codes: Vec<String> = of.details.county.iter().cloned().collect();
    let place = people::place(holders, &codes);
    let county = of.details.county.as_deref().unwrap_or("nationellt");
    match me.can(Act::LogContact, &place) {
        true => format!("/kontakter/logg/ny?lan={county}&organisation={}", of.id),
        false => String::new(),
    }
}

pub async fn log(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let db = app.db.read();
    let organisation = organisations::find(db, id).await?;
    if let Some(answer) = elsewhere(&organisation) {
        return Ok(answer);
    }
    let entries = events::history(db, &Subject::new(SubjectKind::Organisation, id)).await?;
    let template = HistoryPage {
        shell: me.shell(),
        crumbs: vec![
            Choice::new("/kontakter/organisationer", "Organisationer"),
            Choice::new(organisation.url(), &organisation.details.name),
        ],
        title: organisation.details.name,
        lines: history::lines(db, entries).await?,
    };
    page(StatusCode::OK, &template)
}
