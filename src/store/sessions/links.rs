//! One-time links, with which a person sets a password.

use crate::domain::event::{Event, EventKind, SubjectKind};
use crate::error::Result;
use crate::store::Write;
use crate::store::columns::{Columns, Text};
use jiff::{SignedDuration, Timestamp};
use sqlx::SqliteExecutor;

/// How long a one-time link can be used.
pub const LINK_HOURS: i64 = 72;

/// Makes a one-time link's row; earlier links of the person stop working.
pub async fn make_link(tx: &mut Write, person_id: i64, token_hash: &str) -> Result<()> {
    let now = tx.now();
    sqlx::query("update one_time_links set used_at = ? where person_id = ? and used_at is null")
        .bind(Text(now))
        .bind(person_id)
        .execute(tx.conn())
        .await?;
    sqlx::query("insert into one_time_links (token_hash, person_id, created_at, expires_at) values (?, ?, ?, ?)")
        .bind(token_hash)
        .bind(person_id)
        .bind(Text(now))
        .bind(Text(now + SignedDuration::from_hours(LINK_HOURS)))
        .execute(tx.conn())
        .await?;
    tx.record(Event::new(
        EventKind::LinkMade,
        SubjectKind::Account,
        person_id,
    ))
    .await
}

/// Whose unused link this is.
pub struct Invited {
    pub person_id: i64,
    pub name: String,
    pub email: String,
}

pub async fn find_link(
    db: impl SqliteExecutor<'_>,
    token_hash: &str,
    now: Timestamp,
) -> Result<Option<Invited>> {
    let row = sqlx::query(
        "select l.person_id, p.name, a.email from one_time_links l
         join accounts a on a.person_id = l.person_id and a.deactivated_at is null
         join people p on p.id = l.person_id
         where l.token_hash = ? and l.used_at is null and l.expires_at > ?",
    )
    .bind(token_hash)
    .bind(Text(now))
    .try_map(|row| {
        Ok(Invited {
            person_id: row.int("person_id")?,
            name: row.string("name")?,
            email: row.string("email")?,
        })
    })
    .fetch_optional(db)
    .await?;
    Ok(row)
}

/// Uses a link up; false when another request was first.
pub async fn use_link(tx: &mut Write, token_hash: &str) -> Result<bool> {
    let now = tx.now();
    let used = sqlx::query(
        "update one_time_links set used_at = ?1 where token_hash = ?2 and used_at is null and expires_at > ?1",
    )
    .bind(Text(now))
    .bind(token_hash)
    .execute(tx.conn())
    .await?;
    Ok(used.rows_affected() == 1)
}
