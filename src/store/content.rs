//! Pages whose text an administrator changes, version by version.

use super::Write;
use super::columns::{Columns, Text};
use crate::domain::content::Content;
use crate::domain::event::{Change, Event, EventKind, SubjectKind};
use crate::error::Result;
use jiff::civil::Date;
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteRow;

/// The words of the source page, in Markdown.
const ABOUT: &str = include_str!("reference/om.md");

/// The first version of "Om arbetssättet".
pub async fn install(tx: &mut Write, owner: Option<i64>, valid_from: Date) -> Result<()> {
    sqlx::query(
        "insert into content_versions (page, version, title, text, valid_from, owner_id)
         values ('om', 1, 'Om arbetssättet', ?, ?, ?)",
    )
    .bind(ABOUT)
    .bind(Text(valid_from))
    .bind(owner)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// A version of a page's text.
#[derive(Clone, Debug)]
pub struct Version {
    pub version: i64,
    pub content: Content,
    /// Innehållsansvarig, by name.
    pub owner: String,
}

fn version(row: SqliteRow) -> sqlx::Result<Version> {
    Ok(Version {
        version: row.int("version")?,
        content: Content {
            title: row.string("title")?,
            text: row.string("text")?,
            valid_from: row.parsed("valid_from")?,
            owner_id: row.opt_int("owner_id")?,
        },
        owner: row.string("owner")?,
    })
}

/// Every version of a page, the latest first.
pub async fn versions(db: impl SqliteExecutor<'_>, page: &str) -> Result<Vec<Version>> {
    Ok(sqlx::query(
        "select c.*, coalesce(p.name, '') as owner from content_versions c left join people p on p.id = c.owner_id
         where c.page = ? order by c.version desc limit 200",
    )
    .bind(page)
    .try_map(version)
    .fetch_all(db)
    .await?)
}

/// Adds a version after the latest, which stays as it is.
pub async fn add(
    tx: &mut Write,
    page: &'static str,
    latest: &Version,
    content: &Content,
) -> Result<()> {
    sqlx::query(
        "insert into content_versions (page, version, title, text, valid_from, owner_id) values (?, ?, ?, ?, ?, ?)",
    )
    .bind(page)
    .bind(latest.version + 1)
    .bind(&content.title)
    .bind(&content.text)
    .bind(Text(content.valid_from))
    .bind(content.owner_id)
    .execute(tx.conn())
    .await?;
    tx.record(
        Event::new(EventKind::Changed, SubjectKind::Content, page)
            .version(latest.version + 1)
            .changes(Change::between(Some(&latest.content), content)),
    )
    .await
}
