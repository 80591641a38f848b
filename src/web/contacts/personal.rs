//! Personuppgifter of a contact: the extract over everything, the yearly review, and pseudonymising.

use super::edit::gone;
use super::{Found, Loaded, load, load_in, subject};
use crate::App;
use crate::contact_here;
use crate::error::{Error, Result};
use crate::store::Part;
use crate::store::contact_entries::{self, Filter, Row, Sort};
use crate::store::contacts::{self, Extract, Taken};
use crate::web::form::{Errors, Posted};
use crate::web::history::{self, Line};
use crate::web::me::{Me, Shell};
use crate::web::secrecy::{self, sight};
use crate::web::{export, flash, page, text};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::Span;
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Template)]
#[template(path = "contacts/extract.html")]
struct ExtractPage {
    shell: Shell,
    loaded: Loaded,
    made: String,
    whole: bool,
    entries: Vec<Row>,
    taken: Vec<Taken>,
    found: Extract,
    history: Vec<Line>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    format: String,
}

/// For those who keep her, which every chef does.
pub async fn extract(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let loaded = contact_here!(load(&app, &me, id).await?);
    loaded.may(&me)?;
    secrecy::open(&app, &me, &subject(id), &loaded.place()).await?;
    let db = app.db.read();
    let entries = entries(&app, &me, id).await?;
    let taken = contacts::taken_part(db, id).await?;
    let found = texts(&app, &me, &loaded).await?;
    let history = history::lines(db, super::show::events_of(db, id).await?).await?;
    if asked.format == "json" {
        let told = as_json(
            &loaded,
            &entries,
            &taken,
            &found,
            &history,
            app.clock.today(),
        );
        let bytes = serde_json::to_vec_pretty(&told).map_err(Error::internal)?;
        let name = format!("registerutdrag-{id}-{}.json", app.clock.today());
        return Ok(export::attachment(&name, "application/json", bytes));
    }
    let template = ExtractPage {
        shell: me.shell(),
        made: text::long_date(app.clock.today()),
        whole: crate::web::secrecy::sight(&app, &me).await?.reads_all(),
        loaded,
        entries,
        taken,
        found,
        history,
    };
    page(StatusCode::OK, &template)
}

async fn entries(app: &App, me: &Me, id: i64) -> Result<Vec<Row>> {
    let filter = Filter {
        contact: Some(id),
        ..Filter::default()
    };
    let (db, today) = (app.db.read(), app.clock.today());
    let sight = sight(app, me).await?;
    let sort = (Sort::Day, true);
    let found = contact_entries::list(db, &sight, &filter, sort, Part::Whole, today).await?;
    Ok(found.rows)
}

/// Where her name or address stands in a text.
async fn texts(app: &App, me: &Me, loaded: &Loaded) -> Result<Extract> {
    if loaded.contact.pseudonymised {
        return Ok(Extract::default());
    }
    let called = contacts::called(app.db.read(), loaded.contact.id).await?;
    let names: Vec<String> = called
        .into_iter()
        .flat_map(|(name, email)| [name, email])
        .collect();
    contacts::of_contact(app.db.read(), &names, &*sight(app, me).await?).await
}

fn as_json(
    loaded: &Loaded,
    entries: &[Row],
    taken: &[Taken],
    found: &Extract,
    history: &[Line],
    today: jiff::civil::Date,
) -> Value {
    let role = |role: &crate::domain::contact::Role| json!({"roll": role.post.post_title, "organisation": role.organisation, "från": role.post.valid_from, "till och med": role.post.valid_to});
    let entry = |row: &Row| json!({"datum": row.held_on, "ämne": row.subject, "kontaktväg": row.channel.label(), "adress": row.url()});
    let dialogue = |each: &Taken| json!({"datum": each.held_on, "län": each.county, "adress": format!("/dialoger/{}", each.dialogue_id)});
    let line = |line: &Line| json!({"när": line.datetime, "vem": line.who, "vad": line.what, "ändringar": line.changes});
    let card = &loaded.contact.card;
    json!({
        "registerutdrag": today,
        "uppgifter": card,
        "roller": loaded.roles.iter().map(role).collect::<Vec<_>>(),
        "kontaktlogg": entries.iter().map(entry).collect::<Vec<_>>(),
        "dialoger": taken.iter().map(dialogue).collect::<Vec<_>>(),
        "i texter": found.texts,
        "i historik": found.events,
        "kontaktens historik": history.iter().map(line).collect::<Vec<_>>(),
    })
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct VersionForm {
    version: i64,
    sure: String,
}

/// The data has been gone through and is still needed: the next time is in a year.
pub async fn reviewed(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, .. }: Posted<VersionForm>,
) -> Result<Response> {
    let loaded = contact_here!(load(&app, &me, id).await?);
    let permit = loaded.may(&me)?;
    if loaded.contact.pseudonymised {
        return Ok(gone(&loaded));
    }
    let mut tx = app.db.write(permit).await?;
    let now = load_in(&mut tx, &app, &me, &loaded).await?.contact;
    let next = tx.today().saturating_add(Span::new().years(1));
    if now.card.review_on == next {
        return Ok(flash::see(&now.url()));
    }
    if now.version != form.version {
        return Err(Error::Stale);
    }
    contacts::reviewed(&mut tx, &now, next).await?;
    tx.commit().await?;
    let words = format!("Uppgifterna granskas nästa gång {}.", text::long_date(next));
    Ok(flash::see_with(&now.url(), &words))
}

#[derive(Template)]
#[template(path = "contacts/pseudonymise.html")]
struct PseudonymisePage {
    shell: Shell,
    errors: Errors,
    loaded: Loaded,
    form: VersionForm,
    found: Extract,
    /// "Christina Halvarsson", who was merged into her and is covered too.
    also: String,
}

/// One who was merged is pseudonymised with the one she turned out to be, and the question is put there.
async fn load_whole(app: &App, me: &Me, id: i64) -> Result<Found> {
    Ok(match load(app, me, id).await? {
        Found::Elsewhere(_) => {
            let kept = contacts::find(app.db.read(), id).await?.merged_into;
            let url = crate::domain::contact::url(kept.unwrap_or(id));
            Found::Elsewhere(flash::see_with(
                &format!("{url}/pseudonymisera"),
                "Kontakten är ihopslagen med den här. Båda pseudonymiseras tillsammans.",
            ))
        }
        here => here,
    })
}

async fn pseudonymise_page(
    app: &App,
    me: &Me,
    loaded: Loaded,
    form: VersionForm,
    errors: Errors,
) -> Result<Response> {
    let own = |url: &str| !url.starts_with(&loaded.contact.url());
    let mut found = texts(app, me, &loaded).await?;
    found.texts.retain(|line| own(&line.url));
    let called = contacts::called(app.db.read(), loaded.contact.id).await?;
    let mut also: Vec<String> = called.into_iter().map(|(name, _)| name).collect();
    also.retain(|name| *name != loaded.contact.card.name);
    also.dedup();
    let template = PseudonymisePage {
        shell: me.shell_for(&errors),
        loaded,
        also: text::join_and(&also),
        form,
        found,
        errors,
    };
    page(template.errors.status(), &template)
}

pub async fn ask_to_pseudonymise(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
) -> Result<Response> {
    let loaded = contact_here!(load_whole(&app, &me, id).await?);
    loaded.may(&me)?;
    if loaded.contact.pseudonymised {
        return Ok(gone(&loaded));
    }
    let form = VersionForm {
        version: loaded.contact.version,
        sure: String::new(),
    };
    pseudonymise_page(&app, &me, loaded, form, Errors::default()).await
}

pub async fn pseudonymise(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<VersionForm>,
) -> Result<Response> {
    let loaded = contact_here!(load_whole(&app, &me, id).await?);
    let permit = loaded.may(&me)?;
    if loaded.contact.pseudonymised {
        return Ok(gone(&loaded));
    }
    if form.sure != "ja" {
        errors.add(
            "sure",
            "Kryssa i att du förstår att det inte går att ångra.",
        );
    }
    if !errors.allow() {
        return pseudonymise_page(&app, &me, loaded, form, errors).await;
    }
    let mut tx = app.db.write(permit).await?;
    let now = load_in(&mut tx, &app, &me, &loaded).await?;
    if now.contact.pseudonymised {
        return Ok(gone(&now));
    }
    if now.contact.version != form.version {
        drop(tx);
        errors.met("Någon har ändrat kontakten. Läs igenom och försök igen.");
        let form = VersionForm {
            version: now.contact.version,
            ..form
        };
        return pseudonymise_page(&app, &me, now, form, errors).await;
    }
    contacts::pseudonymise(&mut tx, &now.contact).await?;
    tx.commit().await?;
    Ok(flash::see_with(
        &now.contact.url(),
        "Kontakten är pseudonymiserad.",
    ))
}
