//! What changes a contact's own data, each with its event.

use crate::domain::contact::{Card, Contact};
use crate::domain::event::{Change, Event, EventKind, SubjectKind};
use crate::domain::spelling::fold;
use crate::error::Result;
use crate::store::Write;
use crate::store::columns::Text;
use crate::store::dialogues::one;
use jiff::civil::Date;

pub async fn add(tx: &mut Write, card: &Card) -> Result<i64> {
    let (now, actor) = (tx.now(), tx.actor());
    let id: i64 = sqlx::query_scalar(
        "insert into contacts (name, name_key, email, phone, purpose, source, review_on, notes,
                               created_at, created_by, updated_at)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?9) returning id",
    )
    .bind(&card.name)
    .bind(fold(&card.name))
    .bind(&card.email)
    .bind(&card.phone)
    .bind(&card.data_purpose)
    .bind(&card.data_source)
    .bind(Text(card.review_on))
    .bind(&card.notes)
    .bind(Text(now))
    .bind(actor)
    .fetch_one(tx.conn())
    .await?;
    let event = Event::new(EventKind::ContactAdded, SubjectKind::Contact, id).version(1);
    tx.record(event.changes(Change::between(None, card)))
        .await?;
    Ok(id)
}

pub async fn change(tx: &mut Write, before: &Contact, after: &Card) -> Result<()> {
    save(tx, EventKind::ContactChanged, before, after).await
}

/// That her data has been gone through, and when it shall be next.
pub async fn reviewed(tx: &mut Write, before: &Contact, next: Date) -> Result<()> {
    let after = Card {
        review_on: next,
        ..before.card.clone()
    };
    save(tx, EventKind::ContactReviewed, before, &after).await
}

async fn save(tx: &mut Write, kind: EventKind, before: &Contact, after: &Card) -> Result<()> {
    let now = tx.now();
    let updated = sqlx::query(
        "update contacts set name = ?, name_key = ?, email = ?, phone = ?, purpose = ?, source = ?, review_on = ?,
                notes = ?, updated_at = ?, version = version + 1
         where id = ? and version = ? and removed_at is null and pseudonymised_at is null",
    )
    .bind(&after.name)
    .bind(fold(&after.name))
    .bind(&after.email)
    .bind(&after.phone)
    .bind(&after.data_purpose)
    .bind(&after.data_source)
    .bind(Text(after.review_on))
    .bind(&after.notes)
    .bind(Text(now))
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(updated.rows_affected())?;
    let event = Event::new(kind, SubjectKind::Contact, before.id).version(before.version + 1);
    tx.record(event.changes(Change::between(Some(&before.card), after)))
        .await
}
