//! A file between its preview and its import. It is the person's own, nobody's record, and gone in a day.

use crate::domain::access::Permit;
use crate::error::{Error, Result};
use crate::store::columns::{Columns, Text};
use crate::store::{Db, Write};
use jiff::{SignedDuration, Timestamp};
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteRow;

pub const KEPT_HOURS: i64 = 24;
/// A person has no more files waiting; the oldest gives way.
const MOST: i64 = 5;

#[derive(Clone, Debug)]
pub struct Upload {
    pub id: i64,
    pub file_name: String,
    pub bytes: i64,
    pub uploaded_at: Timestamp,
}

impl Upload {
    pub fn url(&self) -> String {
        format!("/statistik/las-in/{}", self.id)
    }
}

const UPLOAD: &str =
    "select id, file_name, length(content) as bytes, uploaded_at from figure_uploads
    where person_id = ? and uploaded_at > ?";

fn upload(row: SqliteRow) -> sqlx::Result<Upload> {
    Ok(Upload {
        id: row.int("id")?,
        file_name: row.string("file_name")?,
        bytes: row.int("bytes")?,
        uploaded_at: row.parsed("uploaded_at")?,
    })
}

fn oldest(now: Timestamp) -> Timestamp {
    now - SignedDuration::from_hours(KEPT_HOURS)
}

/// The files of a person that wait, the newest first.
pub async fn uploads(
    db: impl SqliteExecutor<'_>,
    person_id: i64,
    now: Timestamp,
) -> Result<Vec<Upload>> {
    let sql = format!("{UPLOAD} order by id desc limit {MOST}");
    Ok(sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(person_id)
        .bind(Text(oldest(now)))
        .try_map(upload)
        .fetch_all(db)
        .await?)
}

/// One of them with its content; another's is not there.
pub async fn find_upload(
    db: impl SqliteExecutor<'_>,
    person_id: i64,
    id: i64,
    now: Timestamp,
) -> Result<(Upload, Vec<u8>)> {
    let sql = UPLOAD.replace("select id", "select content, id") + " and id = ?";
    Ok(sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(person_id)
        .bind(Text(oldest(now)))
        .bind(id)
        .try_map(|row: SqliteRow| {
            let content: Vec<u8> = sqlx::Row::try_get(&row, "content")?;
            Ok((upload(row)?, content))
        })
        .fetch_one(db)
        .await?)
}

/// Keeps a file for its person until it is imported.
pub async fn stash(db: &Db, permit: Permit, file_name: &str, content: &[u8]) -> Result<i64> {
    let mut tx = db.write(permit).await?;
    let id = put(&mut tx, file_name, content).await?;
    tx.commit_unrecorded().await?;
    Ok(id)
}

pub(in crate::store) async fn put(tx: &mut Write, file_name: &str, content: &[u8]) -> Result<i64> {
    let now = tx.now();
    let person = tx
        .actor()
        .ok_or_else(|| Error::internal("a file is somebody's"))?;
    let id = sqlx::query_scalar(
        "insert into figure_uploads (person_id, file_name, content, uploaded_at) values (?, ?, ?, ?) returning id",
    )
    .bind(person)
    .bind(file_name)
    .bind(content)
    .bind(Text(now))
    .fetch_one(tx.conn())
    .await?;
    sqlx::query(
        "delete from figure_uploads where uploaded_at <= ?2 or (person_id = ?1 and id not in
            (select id from figure_uploads where person_id = ?1 order by id desc limit ?3))",
    )
    .bind(person)
    .bind(Text(oldest(now)))
    .bind(MOST)
    .execute(tx.conn())
    .await?;
    Ok(id)
}

/// The file is used, or not wanted.
pub async fn forget(tx: &mut Write, id: i64) -> Result<()> {
    sqlx::query("delete from figure_uploads where id = ?")
        .bind(id)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Files that nobody came back to.
pub(in crate::store) async fn sweep(tx: &mut Write) -> Result<()> {
    let now = tx.now();
    sqlx::query("delete from figure_uploads where uploaded_at <= ?")
        .bind(Text(oldest(now)))
        .execute(tx.conn())
        .await?;
    Ok(())
}
