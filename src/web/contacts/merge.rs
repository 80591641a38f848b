//! Two contacts that are one person: chosen, seen beforehand, and merged with everything.

use super::{Found, Loaded, load, load_in, subject};
use crate::App;
use crate::contact_here;
use crate::domain::contact::Role;
use crate::domain::contact::merge::{CHOSEN, one_card};
use crate::error::{Error, Result};
use crate::store::Part;
use crate::store::contacts::{self, Brought, Filter, Left, Like, Row, Sort};
use crate::web::form::{Errors, Posted};
use crate::web::history::label;
use crate::web::me::{Me, Shell};
use crate::web::secrecy::{self, sight};
use crate::web::text::counted;
use crate::web::{flash, page, text};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;

/// Found by name, no more than these are shown.
const MOST_FOUND: usize = 20;
/// The value of a choice that takes what the other had.
const OTHER: &str = "other";

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct MergeForm {
    /// The one who is kept.
    into: String,
    /// The words she is looked for by.
    q: String,
    name: String,
    email: String,
    phone: String,
    data_purpose: String,
    data_source: String,
    version: i64,
    into_version: i64,
}

impl MergeForm {
    /// The fields that are taken from the one who is not kept.
    fn of_other(&self) -> Vec<&'static str> {
        let chosen = [
            &self.name,
            &self.email,
            &self.phone,
            &self.data_purpose,
            &self.data_source,
        ];
        let all = CHOSEN.iter().zip(chosen);
        all.filter(|(_, value)| *value == OTHER)
            .map(|(field, _)| *field)
            .collect()
    }
}

/// A field of both, side by side.
struct Pair {
    field: &'static str,
    label: &'static str,
    /// What becomes of it, where there is nothing to choose.
    said: &'static str,
    kept: String,
    other: String,
    choose: bool,
    others: bool,
}

#[derive(Template)]
#[template(path = "contacts/merge.html")]
struct MergePage {
    shell: Shell,
    errors: Errors,
    from: Loaded,
    into: Option<Loaded>,
    pairs: Vec<Pair>,
    like: Vec<Like>,
    found: Vec<Like>,
    /// "2 roller, 5 loggade kontakter och 1 dialog"
    brought: String,
    asked: String,
}

pub async fn ask(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Query(asked): Query<MergeForm>,
) -> Result<Response> {
    let from = contact_here!(load(&app, &me, id).await?);
    from.may(&me)?;
    if from.contact.pseudonymised {
        return Ok(super::edit::gone(&from));
    }
    merge_page(&app, &me, from, &asked, Errors::default()).await
}

/// The one who is kept, when the address names one who can be.
async fn other(app: &App, me: &Me, from: &Loaded, asked: &str) -> Result<Option<Loaded>> {
    let id = asked.trim().parse::<i64>().ok();
    let Some(id) = id.filter(|id| *id != from.contact.id) else {
        return Ok(None);
    };
    match load(app, me, id).await {
        Ok(Found::Here(other)) if !other.contact.pseudonymised => Ok(Some(*other)),
        Ok(_) | Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

async fn merge_page(
    app: &App,
    me: &Me,
    from: Loaded,
    form: &MergeForm,
    mut errors: Errors,
) -> Result<Response> {
    let db = app.db.read();
    let seen = sight(app, me).await?;
    let into = other(app, me, &from, &form.into).await?;
    if into.is_none() && !form.into.is_empty() {
        errors.add("", "Kontakten går inte att slå ihop med. Välj en annan.");
    }
    let at: Vec<i64> = from
        .roles
        .iter()
        .map(|role| role.post.organisation_id)
        .collect();
    let card = &from.contact.card;
    let mut like =
        contacts::like(db, (&card.name, &card.email), &at, from.contact.id, &seen).await?;
    if let Some(kept) = &into {
        like.retain(|each| each.id != kept.contact.id);
    }
    let brought = contacts::brought(db, from.contact.id, &seen).await?;
    let template = MergePage {
        shell: me.shell_for(&errors),
        brought: words(brought),
        pairs: into
            .as_ref()
            .map_or(vec![], |kept| pairs(kept, &from, form)),
        found: found(app, me, from.contact.id, &form.q).await?,
        asked: form.q.clone(),
        from,
        into,
        like,
        errors,
    };
    page(template.errors.status(), &template)
}

/// Those whose name, address or organisation has the words.
async fn found(app: &App, me: &Me, own: i64, asked: &str) -> Result<Vec<Like>> {
    if asked.trim().is_empty() {
        return Ok(vec![]);
    }
    let filter = Filter {
        words: asked.to_owned(),
        left: Left::Too,
        ..Filter::default()
    };
    let (db, today) = (app.db.read(), app.clock.today());
    let seen = sight(app, me).await?;
    let by = (Sort::Name, false);
    let found = contacts::list(db, &seen, &filter, by, Part::Page(1), today).await?;
    let others = found.rows.into_iter().filter(|row| row.id != own);
    let like = |row: Row| Like {
        id: row.id,
        post: row
            .post()
            .map_or(String::new(), |post| match post.title.is_empty() {
                true => post.organisation.clone(),
                false => format!("{}, {}", post.title, post.organisation),
            }),
        name: row.name,
    };
    Ok(others.take(MOST_FOUND).map(like).collect())
}

/// The fields of both beside each other, and what becomes of them.
fn pairs(kept: &Loaded, other: &Loaded, form: &MergeForm) -> Vec<Pair> {
    let (one, two) = (&kept.contact.card, &other.contact.card);
    let of_other = form.of_other();
    let values = [
        (&one.name, &two.name),
        (&one.email, &two.email),
        (&one.phone, &two.phone),
        (&one.data_purpose, &two.data_purpose),
        (&one.data_source, &two.data_source),
    ];
    let chosen = CHOSEN.iter().zip(values).map(|(field, (one, two))| Pair {
        choose: one != two && !one.is_empty() && !two.is_empty(),
        others: of_other.contains(field),
        ..pair(field, "", one.clone(), two.clone())
    });
    let earliest = (one.review_on.to_string(), two.review_on.to_string());
    let given = [
        pair(
            "review_on",
            "Den tidigaste dagen gäller.",
            earliest.0,
            earliest.1,
        ),
        pair(
            "notes",
            "Bådas står kvar.",
            one.notes.clone(),
            two.notes.clone(),
        ),
        Pair {
            label: "Roller",
            ..pair(
                "",
                "Samma roll på samma ställe blir en.",
                posts(kept),
                posts(other),
            )
        },
    ];
    chosen.chain(given).collect()
}

fn pair(field: &'static str, said: &'static str, kept: String, other: String) -> Pair {
    Pair {
        field,
        label: label(field),
        said,
        kept,
        other,
        choose: false,
        others: false,
    }
}

/// One post a line.
fn posts(of: &Loaded) -> String {
    let line = |role: &Role| match role.post.post_title.is_empty() {
        true => role.organisation.clone(),
        false => format!("{}, {}", role.post.post_title, role.organisation),
    };
    of.roles.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn words(of: Brought) -> String {
    text::join_and(&[
        counted(of.roles, "roll", "roller"),
        counted(of.entries, "loggad kontakt", "loggade kontakter"),
        counted(of.dialogues, "dialog", "dialoger"),
    ])
}

pub async fn merge(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<MergeForm>,
) -> Result<Response> {
    let from = contact_here!(load(&app, &me, id).await?);
    let permit = from.may(&me)?;
    let into = other(&app, &me, &from, &form.into).await?;
    let Some(into) = into else {
        errors.add("", "Välj vilken kontakt som ska behållas.");
        return merge_page(&app, &me, from, &form, errors).await;
    };
    into.may(&me)?;
    if !errors.allow() {
        return merge_page(&app, &me, from, &form, errors).await;
    }
    let mut tx = app.db.write(permit).await?;
    secrecy::guard_in(tx.conn(), &app, &me, &subject(into.contact.id)).await?;
    let now = load_in(&mut tx, &app, &me, &from).await?;
    let kept = load_in(&mut tx, &app, &me, &into).await?;
    let seen = (form.version, form.into_version);
    if (now.contact.version, kept.contact.version) != seen {
        drop(tx);
        errors.met("Någon har ändrat en av kontakterna. Läs igenom och slå ihop igen.");
        return merge_page(&app, &me, now, &form, errors).await;
    }
    let card = one_card(&kept.contact.card, &now.contact.card, &form.of_other());
    contacts::merge(&mut tx, &now.contact, &kept.contact, &card).await?;
    tx.commit().await?;
    let words = format!("Kontakterna är ihopslagna. Allt finns hos {}.", card.name);
    Ok(flash::see_with(&kept.contact.url(), &words))
}
