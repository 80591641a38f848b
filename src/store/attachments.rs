//! Bilagor of briefs: what each is, and apart from that the content, kept once however often it is added.

use super::Write;
use super::columns::{Columns, Text};
use super::dialogues::one;
use crate::domain::attachment::{Attachment, Kind};
use crate::domain::event::{Event, EventKind, SubjectKind};
use crate::error::Result;
use sha2::{Digest, Sha256};
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteRow;

const ATTACHMENT: &str = "select a.*, coalesce(p.name, '') as added_name
    from attachments a left join people p on p.id = a.added_by where a.removed_at is null and a.brief_id = ?";

/// What belongs to a brief, the newest first.
pub async fn of_brief(db: impl SqliteExecutor<'_>, brief_id: i64) -> Result<Vec<Attachment>> {
    let sql = format!("{ATTACHMENT} order by a.id desc limit 100");
    Ok(sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(brief_id)
        .try_map(attachment)
        .fetch_all(db)
        .await?)
}

/// An attachment of this very brief that has not been removed.
pub async fn find(db: impl SqliteExecutor<'_>, brief_id: i64, id: i64) -> Result<Attachment> {
    let sql = format!("{ATTACHMENT} and a.id = ?");
    Ok(sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(brief_id)
        .bind(id)
        .try_map(attachment)
        .fetch_one(db)
        .await?)
}

/// What every attachment is or was called, by id, for the history.
pub async fn names(db: impl SqliteExecutor<'_>, brief_id: i64) -> Result<Vec<(i64, String)>> {
    Ok(
        sqlx::query_as("select id, name from attachments where brief_id = ?")
            .bind(brief_id)
            .fetch_all(db)
            .await?,
    )
}

fn attachment(row: SqliteRow) -> sqlx::Result<Attachment> {
    Ok(Attachment {
        id: row.int("id")?,
        brief_id: row.int("brief_id")?,
        name: row.string("name")?,
        kind: row.parsed("kind")?,
        bytes: row.int("bytes")?,
        sha256: row.string("sha256")?,
        added_at: row.parsed("added_at")?,
        added_by: row.string("added_name")?,
        version: row.int("version")?,
    })
}

pub async fn content(db: impl SqliteExecutor<'_>, attachment: &Attachment) -> Result<Vec<u8>> {
    Ok(
        sqlx::query_scalar("select content from attachment_contents where sha256 = ?")
            .bind(&attachment.sha256)
            .fetch_one(db)
            .await?,
    )
}

pub async fn add(
    tx: &mut Write,
    brief_id: i64,
    kind: Kind,
    name: &str,
    content: &[u8],
) -> Result<i64> {
    let sha256: String = Sha256::digest(content)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    sqlx::query(
        "insert into attachment_contents (sha256, content) values (?, ?) on conflict (sha256) do nothing",
    )
    .bind(&sha256)
    .bind(content)
    .execute(tx.conn())
    .await?;
    let (now, actor) = (tx.now(), tx.actor());
    let id: i64 = sqlx::query_scalar(
        "insert into attachments (brief_id, name, kind, bytes, sha256, added_at, added_by)
         values (?, ?, ?, ?, ?, ?, ?) returning id",
    )
    .bind(brief_id)
    .bind(name)
    .bind(Text(kind))
    .bind(i64::try_from(content.len()).unwrap_or(i64::MAX))
    .bind(&sha256)
    .bind(Text(now))
    .bind(actor)
    .fetch_one(tx.conn())
    .await?;
    tx.record(event(EventKind::AttachmentAdded, brief_id, id, 1).change("name", "", name))
        .await?;
    Ok(id)
}

/// Takes a file off the brief; what it was is kept for the history.
pub async fn remove(tx: &mut Write, before: &Attachment) -> Result<()> {
    let now = tx.now();
    let updated = sqlx::query(
        "update attachments set removed_at = ?, version = version + 1
         where id = ? and version = ? and removed_at is null",
    )
    .bind(Text(now))
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(updated.rows_affected())?;
    let removed = EventKind::AttachmentRemoved;
    tx.record(
        event(removed, before.brief_id, before.id, before.version + 1).change(
            "name",
            &before.name,
            "",
        ),
    )
    .await
}

fn event(kind: EventKind, brief_id: i64, id: i64, version: i64) -> Event {
    Event::new(kind, SubjectKind::Attachment, id)
        .within(SubjectKind::Brief, brief_id)
        .version(version)
}
