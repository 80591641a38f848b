//! Two contacts that turned out to be one person: everything of the one comes along to the other.

use super::{place_one, roles};
use crate::domain::contact::{Card, Contact, Role};
use crate::domain::event::{Change, Event, EventKind, Subject, SubjectKind};
use crate::error::Result;
use crate::store::columns::Text;
use crate::store::dialogues::one;
use crate::store::{Write, secrecy};

const MOVES: [&str; 4] = [
    "update or ignore contact_entry_people set contact_id = ?2 where contact_id = ?1",
    "delete from contact_entry_people where contact_id = ?1",
    "update participants set contact_id = ?2 where contact_id = ?1",
    "update contacts set merged_into = ?2 where merged_into = ?1",
];

/// `from` becomes `into`; what only `from` had is kept, and its address leads on.
pub async fn merge(tx: &mut Write, from: &Contact, into: &Contact) -> Result<()> {
    let gone = |id: i64| Subject::new(SubjectKind::Contact, id);
    let today = tx.today();
    for role in roles(tx.conn(), from.id, today).await? {
        move_role(tx, &role, into.id).await?;
    }
    for statement in MOVES {
        sqlx::query(statement)
            .bind(from.id)
            .bind(into.id)
            .execute(tx.conn())
            .await?;
    }
    fill(tx, from, into).await?;
    secrecy::take_over(tx, &gone(from.id), &gone(into.id)).await?;
    place_one(tx, into.id).await?;
    let now = Text(tx.now());
    let removed = sqlx::query(
        "update contacts set merged_into = ?, removed_at = ?, version = version + 1
         where id = ? and version = ? and removed_at is null",
    )
    .bind(into.id)
    .bind(now)
    .bind(from.id)
    .bind(from.version)
    .execute(tx.conn())
    .await?;
    one(removed.rows_affected())?;
    let event = Event::new(EventKind::ContactMerged, SubjectKind::Contact, from.id);
    tx.record(event.change("merged_into", "", &into.card.name))
        .await
}

/// A post that the other has too, at the same organisation under the same title, becomes one with all its days.
async fn move_role(tx: &mut Write, role: &Role, into: i64) -> Result<()> {
    let same: Option<i64> = sqlx::query_scalar(
        "select id from contact_roles where contact_id = ? and organisation_id = ?
         and trim(title) = trim(?) collate nocase order by id limit 1",
    )
    .bind(into)
    .bind(role.post.organisation_id)
    .bind(&role.post.post_title)
    .fetch_optional(tx.conn())
    .await?;
    let Some(same) = same else {
        sqlx::query("update contact_roles set contact_id = ?, version = version + 1 where id = ?")
            .bind(into)
            .bind(role.id)
            .execute(tx.conn())
            .await?;
        return Ok(());
    };
    sqlx::query(
        "update contact_roles set version = contact_roles.version + 1,
             valid_from = case when contact_roles.valid_from is null then other.valid_from
                 when other.valid_from is null then contact_roles.valid_from
                 else min(contact_roles.valid_from, other.valid_from) end,
             valid_to = case when contact_roles.valid_to is null or other.valid_to is null then null
                 else max(contact_roles.valid_to, other.valid_to) end
         from contact_roles other where other.id = ?2 and contact_roles.id = ?1",
    )
    .bind(same)
    .bind(role.id)
    .execute(tx.conn())
    .await?;
    sqlx::query("delete from contact_roles where id = ?")
        .bind(role.id)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// What the one who is kept lacks is taken from the other, and the notes of both stand.
async fn fill(tx: &mut Write, from: &Contact, into: &Contact) -> Result<()> {
    let or = |own: &str, other: &str| if own.is_empty() { other } else { own }.to_owned();
    let (own, other) = (&into.card, &from.card);
    let notes = match (own.notes.as_str(), other.notes.as_str()) {
        (own, other) if own == other || other.is_empty() => own.to_owned(),
        ("", other) => other.to_owned(),
        (own, other) => format!("{own}\n\n{other}"),
    };
    let after = Card {
        email: or(&own.email, &other.email),
        phone: or(&own.phone, &other.phone),
        review_on: own.review_on.min(other.review_on),
        notes,
        ..own.clone()
    };
    let now = Text(tx.now());
    let saved = sqlx::query(
        "update contacts set email = ?, phone = ?, review_on = ?, notes = ?, updated_at = ?, version = version + 1
         where id = ? and version = ? and removed_at is null",
    )
    .bind(&after.email)
    .bind(&after.phone)
    .bind(Text(after.review_on))
    .bind(&after.notes)
    .bind(now)
    .bind(into.id)
    .bind(into.version)
    .execute(tx.conn())
    .await?;
    one(saved.rows_affected())?;
    let event = Event::new(EventKind::ContactMerged, SubjectKind::Contact, into.id)
        .version(into.version + 1)
        .changes(Change::between(Some(own), &after));
    tx.record(event.change("merged_from", "", &other.name))
        .await
}
