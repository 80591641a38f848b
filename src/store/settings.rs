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
const SILENCE: &str = "handover_silence_days";
/// What a database without the setting has.
const SILENCE_DAYS: i64 = 10;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// Whether the department's chef approves a brief; else the one who writes it does.
    pub brief_review: bool,
    /// Days a unit has to answer a handover before it comes back.
    pub handover_silence_days: i64,
}

/// The settings, and how many times they have been changed.
pub async fn all(db: impl SqliteExecutor<'_>) -> Result<(Settings, i64)> {
    Ok(sqlx::query(
        "select (select value from settings where name = ?1) as review,
                (select value from settings where name = ?2) as silence,
                (select version from settings where name = ?1) as version",
    )
    .bind(BRIEF_REVIEW)
    .bind(SILENCE)
    .try_map(|row: SqliteRow| {
        let days = row
            .opt_string("silence")?
            .and_then(|days| days.parse().ok());
        let settings = Settings {
            brief_review: row.string("review")? == "on",
            handover_silence_days: days.unwrap_or(SILENCE_DAYS),
        };
        Ok((settings, row.int("version")?))
    })
    .fetch_one(db)
    .await?)
}

/// Whether briefs are reviewed before they hold.
pub async fn brief_review(db: impl SqliteExecutor<'_>) -> Result<bool> {
    Ok(all(db).await?.0.brief_review)
}

/// Saves all of them; the first one's version is the page's.
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
    sqlx::query(
        "insert into settings (name, value) values (?, ?)
         on conflict (name) do update set value = excluded.value, version = version + 1",
    )
    .bind(SILENCE)
    .bind(after.handover_silence_days.to_string())
    .execute(tx.conn())
    .await?;
    tx.record(
        Event::new(EventKind::Changed, SubjectKind::Setting, BRIEF_REVIEW)
            .version(version + 1)
            .changes(Change::between(Some(before), after)),
    )
    .await
}
