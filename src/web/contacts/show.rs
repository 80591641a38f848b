//! One contact: her posts, what is logged with her, the dialogues she took part in, and why she is kept.

use super::{Loaded, load, subject};
use crate::App;
use crate::contact_here;
use crate::domain::access::Act;
use crate::domain::contact::{Contact, Role, has_left};
use crate::error::Result;
use crate::store::contact_entries::{self, Filter, Row, Sort};
use crate::store::contacts::{self, Taken};
use crate::store::reader::Reader;
use crate::store::{Part, events};
use crate::web::form::Choice;
use crate::web::history::{self, HistoryPage};
use crate::web::me::{Me, Shell};
use crate::web::secrecy::{self, Secrecy};
use crate::web::{page, text};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

#[derive(Template)]
#[template(path = "contacts/show.html")]
struct ShowPage {
    shell: Shell,
    contact: Contact,
    secrecy: Secrecy,
    posts: Vec<PostRow>,
    left: bool,
    entries: Vec<Row>,
    more: String,
    taken: Vec<Taken>,
    review: String,
    review_due: bool,
    may: bool,
    /// Where a contact with her is logged; empty for those who may not.
    log: String,
}

/// A post in words.
pub struct PostRow {
    pub role: Role,
    pub over: bool,
    pub days: String,
}

const SHOWN: usize = 10;

pub async fn show(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let loaded = contact_here!(load(&app, &me, id).await?);
    let secrecy = secrecy::open(&app, &me, &subject(id), &loaded.place()).await?;
    let (db, today) = (app.db.read(), app.clock.today());
    let sight = secrecy::sight(&app, &me).await?;
    let filter = Filter {
        contact: Some(id),
        ..Filter::default()
    };
    let sort = (Sort::Day, true);
    let found = contact_entries::list(db, &sight, &filter, sort, Part::Page(1), today).await?;
    let review_on = loaded.contact.card.review_on;
    let template = ShowPage {
        shell: me.shell(),
        secrecy,
        left: has_left(&loaded.roles, today),
        more: match found.total > SHOWN as i64 {
            true => format!("/kontakter/logg?kontakt={id}"),
            false => String::new(),
        },
        entries: found.rows.into_iter().take(SHOWN).collect(),
        taken: contacts::taken_part(db, id).await?,
        review: text::long_date(review_on),
        review_due: review_on <= today,
        may: loaded.may(&me).is_ok() && !loaded.contact.pseudonymised,
        log: log_url(&me, &loaded),
        posts: loaded
            .roles
            .into_iter()
            .map(|role| post_row(role, today))
            .collect(),
        contact: loaded.contact,
    };
    page(StatusCode::OK, &template)
}

fn log_url(me: &Me, loaded: &Loaded) -> String {
    let mine = |code: &&String| {
        let place = super::place(&loaded.holders, std::slice::from_ref(*code));
        me.can(Act::LogContact, &place)
    };
    let id = loaded.contact.id;
    match loaded.counties.iter().find(mine) {
        _ if loaded.contact.pseudonymised => String::new(),
        Some(code) => format!("/kontakter/logg/ny?lan={code}&kontakt={id}"),
        None if loaded.counties.is_empty() && me.can(Act::LogContact, &loaded.place()) => {
            format!("/kontakter/logg/ny?lan=nationellt&kontakt={id}")
        }
        None => String::new(),
    }
}

fn post_row(role: Role, today: jiff::civil::Date) -> PostRow {
    let days = match (role.post.valid_from, role.post.valid_to) {
        (None, None) => String::new(),
        (Some(from), None) => format!("sedan {}", text::long_date(from)),
        (None, Some(to)) => format!("till och med {}", text::long_date(to)),
        (Some(from), Some(to)) => format!("{}–{}", text::long_date(from), text::long_date(to)),
    };
    PostRow {
        over: role.post.is_over(today),
        days,
        role,
    }
}

/// Her history, with those of the ones who turned out to be her, newest first.
pub async fn events_of(db: &Reader, id: i64) -> Result<Vec<events::Entry>> {
    let mut entries = events::history(db, &subject(id)).await?;
    for other in contacts::merged_into(db, id).await? {
        entries.extend(events::history(db, &subject(other)).await?);
    }
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.id));
    Ok(entries)
}

pub async fn log(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let loaded = contact_here!(load(&app, &me, id).await?);
    crate::web::secrecy::opened(&app, &me, &subject(id)).await?;
    let db = app.db.read();
    let entries = events_of(db, id).await?;
    let contact = loaded.contact;
    let template = HistoryPage {
        shell: me.shell(),
        crumbs: vec![
            Choice::new("/kontakter", "Kontakter"),
            Choice::new(contact.url(), &contact.card.name),
        ],
        title: contact.card.name,
        lines: history::lines(db, entries).await?,
    };
    page(StatusCode::OK, &template)
}
