//! Something in the log: what was said with whom, and what is left to do about it.

use super::{load, load_in, may, place, subject};
use crate::App;
use crate::domain::contact::Entry;
use crate::error::{Error, Result};
use crate::store::{contact_entries, contacts, events, organisations, people};
use crate::web::form::{Choice, Posted};
use crate::web::history::{self, HistoryPage};
use crate::web::me::{Me, Shell};
use crate::web::secrecy::{self, Secrecy, sight};
use crate::web::{flash, page, text};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "contact_log/show.html")]
struct ShowPage {
    shell: Shell,
    entry: Entry,
    secrecy: Secrecy,
    day: String,
    county: Option<Choice>,
    organisation: Option<Choice>,
    people: Vec<(i64, String)>,
    colleagues: Vec<String>,
    unit: String,
    issue_area: Option<Choice>,
    signed: Option<String>,
    due: String,
    late: Option<String>,
    done: Option<String>,
    may: bool,
    correct: String,
}

pub async fn show(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let (entry, holders) = load(&app, &me, id).await?;
    let secrecy = secrecy::open(&app, &me, &subject(id), &place(&holders, &entry.note)).await?;
    let (db, today) = (app.db.read(), app.clock.today());
    let note = &entry.note;
    let county = note.county.as_deref().and_then(|code| holders.county(code));
    let organisation = match note.organisation_id {
        Some(id) => Some(organisations::find(db, id).await?),
        None => None,
    };
    let names = contacts::names(db, &note.people, &*sight(&app, &me).await?).await?;
    let mut areas = holders.issue_areas.iter();
    let area = areas.find(|area| Some(area.id) == note.issue_area_id);
    let mut units = holders.units.iter();
    let unit = units.find(|unit| Some(unit.id) == note.unit_id);
    let colleagues = people::names(db, &note.colleagues).await?;
    let lan = note.county.as_deref().unwrap_or("nationellt");
    let template = ShowPage {
        shell: me.shell(),
        secrecy,
        day: text::weekday_date(note.held_on),
        county: county.map(|county| Choice::new(county.url(), &county.short_name)),
        organisation: organisation.map(|of| Choice::new(of.url(), &of.details.name)),
        people: names,
        colleagues: colleagues.into_iter().map(|(_, name)| name).collect(),
        unit: unit.map_or(String::new(), |unit| unit.name.clone()),
        issue_area: area.map(|area| Choice::new(format!("/sakfragor/{}", area.id), &area.name)),
        signed: entry.signed_at.map(text::stamp),
        due: note.follow_up_on.map_or(String::new(), text::long_date),
        late: note
            .follow_up_on
            .filter(|_| entry.waits())
            .and_then(|day| text::late(day, today)),
        done: entry.followed_up_at.map(text::stamp),
        may: may(&me, &holders, note).is_ok(),
        correct: format!("/kontakter/logg/ny?lan={lan}&rattar={id}"),
        entry,
    };
    page(StatusCode::OK, &template)
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct DoneForm {
    version: i64,
    /// Where it was pressed: the start page, or nothing for the entry's own.
    till: String,
}

pub async fn follow_up(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, .. }: Posted<DoneForm>,
) -> Result<Response> {
    let (entry, holders) = load(&app, &me, id).await?;
    let permit = may(&me, &holders, &entry.note)?;
    let back = if form.till == "/" {
        "/?visa=arbete".to_owned()
    } else {
        entry.url()
    };
    let mut tx = app.db.write(permit).await?;
    let now = load_in(&mut tx, &app, &me, &holders, id).await?;
    if !now.waits() {
        return Ok(flash::see(&back));
    }
    if now.version != form.version {
        return Err(Error::Stale);
    }
    contact_entries::followed_up(&mut tx, &now).await?;
    tx.commit().await?;
    Ok(flash::see_with(&back, "Uppföljningen är gjord."))
}

/// The history, in which people are named as far as the one who reads may read them.
pub async fn log(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let (entry, _) = load(&app, &me, id).await?;
    crate::web::secrecy::opened(&app, &me, &subject(id)).await?;
    let db = app.db.read();
    let mut entries = events::history(db, &subject(id)).await?;
    let changes = entries.iter_mut().flat_map(|each| &mut each.changes);
    let mut lists: Vec<&mut serde_json::Value> = changes
        .filter(|change| change.field == "met")
        .flat_map(|change| [&mut change.before, &mut change.after])
        .collect();
    let mut ids: Vec<i64> = Vec::new();
    for list in &lists {
        ids.extend(numbers(list));
    }
    let names = contacts::names(db, &ids, &*sight(&app, &me).await?).await?;
    for list in &mut lists {
        let here = numbers(list);
        let known = names.iter().filter(|(id, _)| here.contains(id));
        let known: Vec<&str> = known.map(|(_, name)| name.as_str()).collect();
        **list = serde_json::Value::from(known);
    }
    let template = HistoryPage {
        shell: me.shell(),
        crumbs: vec![
            Choice::new("/kontakter/logg", "Kontaktlogg"),
            Choice::new(entry.url(), &entry.note.subject),
        ],
        title: entry.note.subject,
        lines: history::lines(db, entries).await?,
    };
    page(StatusCode::OK, &template)
}

fn numbers(list: &serde_json::Value) -> Vec<i64> {
    let items = list.as_array().map_or(&[][..], |items| items);
    items.iter().filter_map(serde_json::Value::as_i64).collect()
}
