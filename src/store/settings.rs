//! Settings that an administrator changes on a page.

use super::Write;
use super::columns::Columns;
use super::dialogues::one;
use crate::domain::event::{Change, Event, EventKind, SubjectKind};
use crate::error::Result;
use serde::{Deserialize, Serialize};
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteRow;

const BRIEF_REVIEW: &str = "brief_review";

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// Whether the department's chef approves a brief; else the one who writes it does.
    pub brief_review: bool,
}

/// The settings, and how many times they have been changed.
pub async fn all(db: impl SqliteExecutor<'_>) -> Result<(Settings, i64)> {
    Ok(
        sqlx::query("select value, version from settings where name = ?")
            .bind(BRIEF_REVIEW)
            .try_map(|row: SqliteRow| {
                let settings = Settings {
                    brief_review: row.string("value")? == "on",
                };
                Ok((settings, row.int("version")?))
            })
            .fetch_one(db)
            .await?,
    )
}

/// Whether briefs are reviewed before they hold.
pub async fn brief_review(db: impl SqliteExecutor<'_>) -> Result<bool> {
    Ok(all(db).await?.0.brief_review)
}

pub async fn change(
    tx: &mut Write,
    before: &Settings,
    version: i64,
    after: &Settings,
) -> Result<()> {
    let updated = sqlx::query(
        "update settings set value = ?, version = version + 1 where name = ? and version = ?",
    )
    .bind(if after.brief_review { "on" } else { "off" })
    .bind(BRIEF_REVIEW)
    .bind(version)
    .execute(tx.conn())
    .await?;
    one(updated.rows_affected())?;
    tx.record(
        Event::new(EventKind::Changed, SubjectKind::Setting, BRIEF_REVIEW)
            .version(version + 1)
            .changes(Change::between(Some(before), after)),
    )
    .await
}
