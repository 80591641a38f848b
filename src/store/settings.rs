//! Settings that an administrator changes on a page.

use super::Write;
use super::columns::Columns;
use super::dialogues::one;
use crate::domain::event::{Change, Event, EventKind, SubjectKind};
use crate::domain::setting::Number;
use crate::error::Result;
use serde::{Deserialize, Serialize};
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteRow;
use std::collections::BTreeMap;

const BRIEF_REVIEW: &str = "brief_review";

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// Whether the department's chef approves a brief; else the one who writes it does.
    pub brief_review: bool,
    /// Each number by its code; one that is missing holds as usual.
    #[serde(flatten)]
    pub numbers: BTreeMap<String, i64>,
}

impl Settings {
    pub fn number(&self, number: Number) -> i64 {
        let set = self.numbers.get(number.code());
        set.copied().unwrap_or(number.usual())
    }
}

/// The settings, and how many times they have been changed.
pub async fn all(db: impl SqliteExecutor<'_>) -> Result<(Settings, i64)> {
    let rows: Vec<(String, String, i64)> = sqlx::query("select name, value, version from settings")
        .try_map(|row: SqliteRow| {
            Ok((
                row.string("name")?,
                row.string("value")?,
                row.int("version")?,
            ))
        })
        .fetch_all(db)
        .await?;
    let set = |number: Number| {
        let row = rows.iter().find(|(name, ..)| name == number.code());
        row.and_then(|(_, value, _)| value.parse().ok())
    };
    let numbers = Number::ALL.iter().map(|number| {
        let value = set(*number).unwrap_or(number.usual());
        (number.code().to_owned(), value)
    });
    let review = rows.iter().find(|(name, ..)| name == BRIEF_REVIEW);
    let settings = Settings {
        brief_review: review.is_some_and(|(_, value, _)| value == "on"),
        numbers: numbers.collect(),
    };
    Ok((settings, review.map_or(0, |(_, _, version)| *version)))
}

/// Whether briefs are reviewed before they hold.
pub async fn brief_review(db: impl SqliteExecutor<'_>) -> Result<bool> {
    Ok(all(db).await?.0.brief_review)
}

/// One of the numbers.
pub async fn number(db: impl SqliteExecutor<'_>, number: Number) -> Result<i64> {
    Ok(all(db).await?.0.number(number))
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
    for (name, number) in &after.numbers {
        sqlx::query(
            "insert into settings (name, value) values (?, ?)
             on conflict (name) do update set value = excluded.value, version = version + 1",
        )
        .bind(name)
        .bind(number.to_string())
        .execute(tx.conn())
        .await?;
    }
    tx.record(
        Event::new(EventKind::Changed, SubjectKind::Setting, BRIEF_REVIEW)
            .version(version + 1)
            .changes(Change::between(Some(before), after)),
    )
    .await
}
