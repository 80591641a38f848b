//! Källor: read one by one, listed, changed, and what fetching them gave.

mod fetched;
mod list;
mod write;

pub(in crate::store) use fetched::keep;
pub use fetched::{Tried, due, save, tries};
pub use list::{Filter, Row, list, of_county};
pub use write::{add, change, close, reopen};

use super::columns::Columns;
use crate::domain::source::{Progress, Source, Terms};
use crate::error::Result;
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteRow;

pub async fn find(db: impl SqliteExecutor<'_>, id: i64) -> Result<Source> {
    Ok(sqlx::query("select * from sources where id = ?")
        .bind(id)
        .try_map(|row: SqliteRow| source(&row))
        .fetch_one(db)
        .await?)
}

/// Another open source with the same address.
pub async fn with_url(
    db: impl SqliteExecutor<'_>,
    url: &str,
    other_than: i64,
) -> Result<Option<(i64, String)>> {
    Ok(sqlx::query_as(
        "select id, name from sources where url = ? and closed_at is null and id <> ?",
    )
    .bind(url)
    .bind(other_than)
    .fetch_optional(db)
    .await?)
}

/// Every source by name, for a choice: those that are closed last.
pub async fn names(db: impl SqliteExecutor<'_>) -> Result<Vec<(i64, String)>> {
    Ok(sqlx::query_as(
        "select id, name from sources order by closed_at is not null, name collate svenska, id limit 500",
    )
    .fetch_all(db)
    .await?)
}

fn source(row: &SqliteRow) -> sqlx::Result<Source> {
    Ok(Source {
        id: row.int("id")?,
        terms: Terms {
            name: row.string("name")?,
            url: row.string("url")?,
            level: row.parsed("level")?,
            county: row.opt_string("county")?,
            interval_minutes: row.int("interval_minutes")?,
        },
        progress: progress(row)?,
        closed_at: row.opt_parsed("closed_at")?,
        version: row.int("version")?,
    })
}

fn progress(row: &SqliteRow) -> sqlx::Result<Progress> {
    Ok(Progress {
        etag: row.string("etag")?,
        last_modified: row.string("last_modified")?,
        fetched_at: row.opt_parsed("fetched_at")?,
        fetched_ok_at: row.opt_parsed("fetched_ok_at")?,
        outcome: row.string("result")?.parse().ok(),
        detail: row.string("result_detail")?,
        failures: row.int("failures")?,
        next_at: row.opt_parsed("next_at")?,
    })
}
