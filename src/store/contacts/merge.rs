//! Two contacts that turned out to be one person: everything of the one comes along to the other.

use super::{place_one, roles};
use crate::domain::contact::merge::one_post;
use crate::domain::contact::{Card, Contact, Role};
use crate::domain::event::{Change, Event, EventKind, Subject, SubjectKind};
use crate::domain::spelling::fold;
use crate::error::Result;
use crate::store::columns::{Text, text};
use crate::store::dialogues::one;
use crate::store::{Write, secrecy};

const MOVES: [&str; 4] = [
    "update or ignore contact_entry_people set contact_id = ?2 where contact_id = ?1",
    "delete from contact_entry_people where contact_id = ?1",
    "update participants set contact_id = ?2 where contact_id = ?1",
    "update contacts set merged_into = ?2 where merged_into = ?1",
];

/// `from` becomes `into`, who gets the card that was made of both; the address of `from` leads on.
pub async fn merge(tx: &mut Write, from: &Contact, into: &Contact, card: &Card) -> Result<()> {
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
    fill(tx, from, into, card).await?;
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
    tx.record(event.change("merged_into", "", &card.name)).await
}

/// A post that the one who is kept has too becomes one with hers.
async fn move_role(tx: &mut Write, role: &Role, into: i64) -> Result<()> {
    let today = tx.today();
    let own = roles(tx.conn(), into, today).await?;
    let mut all = own.iter();
    let one = all.find_map(|own| one_post(&own.post, &role.post).map(|post| (own.id, post)));
    let Some((id, post)) = one else {
        sqlx::query("update contact_roles set contact_id = ?, version = version + 1 where id = ?")
            .bind(into)
            .bind(role.id)
            .execute(tx.conn())
            .await?;
        return Ok(());
    };
    sqlx::query(
        "update contact_roles set title = ?, valid_from = ?, valid_to = ?, version = version + 1 where id = ?",
    )
    .bind(&post.post_title)
    .bind(text(&post.valid_from))
    .bind(text(&post.valid_to))
    .bind(id)
    .execute(tx.conn())
    .await?;
    sqlx::query("delete from contact_roles where id = ?")
        .bind(role.id)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// The one who is kept gets the one card that was made of both.
async fn fill(tx: &mut Write, from: &Contact, into: &Contact, card: &Card) -> Result<()> {
    let now = Text(tx.now());
    let saved = sqlx::query(
        "update contacts set name = ?, name_key = ?, email = ?, phone = ?, purpose = ?, source = ?, review_on = ?,
                notes = ?, updated_at = ?, version = version + 1
         where id = ? and version = ? and removed_at is null",
    )
    .bind(&card.name)
    .bind(fold(&card.name))
    .bind(&card.email)
    .bind(&card.phone)
    .bind(&card.data_purpose)
    .bind(&card.data_source)
    .bind(Text(card.review_on))
    .bind(&card.notes)
    .bind(now)
    .bind(into.id)
    .bind(into.version)
    .execute(tx.conn())
    .await?;
    one(saved.rows_affected())?;
    let event = Event::new(EventKind::ContactMerged, SubjectKind::Contact, into.id)
        .version(into.version + 1)
        .changes(Change::between(Some(&into.card), card));
    tx.record(event.change("merged_from", "", &from.card.name))
        .await
}
