//! Posts that people have: added, corrected, and left; what was held is never taken away.

use super::place_one;
use crate::domain::contact::{Post, Role};
use crate::domain::event::{Change, Event, EventKind, SubjectKind};
use crate::error::Result;
use crate::store::Write;
use crate::store::columns::{Text, text};
use crate::store::dialogues::one;
use jiff::civil::Date;

pub async fn add_post(tx: &mut Write, contact_id: i64, post: &Post) -> Result<i64> {
    let now = Text(tx.now());
    let id: i64 = sqlx::query_scalar(
        "insert into contact_roles (contact_id, organisation_id, title, valid_from, valid_to, created_at)
         values (?, ?, ?, ?, ?, ?) returning id",
    )
    .bind(contact_id)
    .bind(post.organisation_id)
    .bind(&post.post_title)
    .bind(text(&post.valid_from))
    .bind(text(&post.valid_to))
    .bind(now)
    .fetch_one(tx.conn())
    .await?;
    place_one(tx, contact_id).await?;
    let event = Event::new(
        EventKind::ContactRoleAdded,
        SubjectKind::Contact,
        contact_id,
    );
    tx.record(event.changes(Change::between(None, post)))
        .await?;
    Ok(id)
}

pub async fn change_post(tx: &mut Write, before: &Role, after: &Post) -> Result<()> {
    save(tx, EventKind::ContactRoleChanged, before, after).await
}

/// She has left the post; the day is her last in it.
pub async fn end_post(tx: &mut Write, before: &Role, last: Date) -> Result<()> {
    let after = Post {
        valid_to: Some(last),
        ..before.post.clone()
    };
    save(tx, EventKind::ContactRoleEnded, before, &after).await
}

async fn save(tx: &mut Write, kind: EventKind, before: &Role, after: &Post) -> Result<()> {
    let updated = sqlx::query(
        "update contact_roles set organisation_id = ?, title = ?, valid_from = ?, valid_to = ?, version = version + 1
         where id = ? and version = ?",
    )
    .bind(after.organisation_id)
    .bind(&after.post_title)
    .bind(text(&after.valid_from))
    .bind(text(&after.valid_to))
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(updated.rows_affected())?;
    place_one(tx, before.contact_id).await?;
    let event = Event::new(kind, SubjectKind::Contact, before.contact_id);
    tx.record(event.changes(Change::between(Some(&before.post), after)))
        .await
}
