//! What came of fetching: new items go to the inbox with an event of the source; a try without any is
//! bookkeeping, and says only how it went.

use super::source;
use crate::domain::event::{Event, EventKind, SubjectKind};
use crate::domain::source::{Fetched, Item, Outcome, Source, next_try};
use crate::domain::spelling::fold;
use crate::error::Result;
use crate::store::Write;
use crate::store::columns::{Columns, Text};
use jiff::Timestamp;
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteRow;

/// So many are fetched in one round; the next round comes soon.
const IN_A_ROUND: i64 = 50;
/// So many tries are told of on a source's page.
const TRIES: i64 = 10;

/// The open sources whose time has come, the longest overdue first.
pub async fn due(db: impl SqliteExecutor<'_>, now: Timestamp) -> Result<Vec<Source>> {
    Ok(sqlx::query(
        "select * from sources where closed_at is null and next_at <= ? order by next_at limit ?",
    )
    .bind(Text(now))
    .bind(IN_A_ROUND)
    .try_map(|row: SqliteRow| source(&row))
    .fetch_all(db)
    .await?)
}

#[derive(Clone, Debug)]
pub struct Tried {
    pub at: Timestamp,
    pub outcome: Option<Outcome>,
    pub detail: String,
}

/// The last tries, newest first.
pub async fn tries(db: impl SqliteExecutor<'_>, source: i64) -> Result<Vec<Tried>> {
    let tried = |row: SqliteRow| {
        Ok(Tried {
            at: row.parsed("tried_at")?,
            outcome: row.string("result")?.parse().ok(),
            detail: row.string("detail")?,
        })
    };
    Ok(sqlx::query(
        "select tried_at, result, detail from source_tries where source_id = ? order by id desc limit ?",
    )
    .bind(source)
    .bind(TRIES)
    .try_map(tried)
    .fetch_all(db)
    .await?)
}

/// Keeps what a try gave, and says how many items were new. A source that was closed or got another address
/// meanwhile is left as it is.
pub async fn save(mut tx: Write, before: &Source, mut fetched: Fetched) -> Result<i64> {
    let new = keep(&mut tx, before, &mut fetched).await?;
    match new {
        0 => tx.commit_unrecorded().await?,
        _ => tx.commit().await?,
    }
    Ok(new)
}

/// The same inside a write that goes on.
pub(in crate::store) async fn keep(
    tx: &mut Write,
    before: &Source,
    fetched: &mut Fetched,
) -> Result<i64> {
    let now = super::find(tx.conn(), before.id).await?;
    if !now.is_open() || now.terms.url != before.terms.url {
        return Ok(0);
    }
    let mut new = 0;
    for item in &fetched.items {
        new += insert(tx, before.id, item).await?;
    }
    if fetched.outcome.went_well() {
        fetched.outcome = if new > 0 {
            Outcome::New
        } else {
            Outcome::Unchanged
        };
        fetched.detail = if new > 0 {
            new.to_string()
        } else {
            String::new()
        };
    }
    book(tx, &now, fetched).await?;
    if new > 0 {
        let event = Event::new(EventKind::SourceFetched, SubjectKind::Source, before.id);
        tx.record(event.change("new_items", (), new)).await?;
    }
    Ok(new)
}

async fn insert(tx: &mut Write, source: i64, item: &Item) -> Result<i64> {
    let now = tx.now();
    let added = sqlx::query(
        "insert into feed_items (source_id, item_key, title, url, published_at, dated, summary, search_text, fetched_at)
         select ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9
         where not exists (select 1 from removed_feed_items where source_id = ?1 and item_key = ?2)
         on conflict (source_id, item_key) do nothing",
    )
    .bind(source)
    .bind(&item.key)
    .bind(&item.title)
    .bind(&item.url)
    .bind(Text(item.published_at))
    .bind(item.dated)
    .bind(&item.summary)
    .bind(fold(&format!("{} {}", item.title, item.summary)))
    .bind(Text(now))
    .execute(tx.conn())
    .await?;
    Ok(added.rows_affected() as i64)
}

/// How it went; no change of the record, so its version stays.
async fn book(tx: &mut Write, source: &Source, fetched: &Fetched) -> Result<()> {
    let (now, well) = (tx.now(), fetched.outcome.went_well());
    let failures = if well {
        0
    } else {
        source.progress.failures + 1
    };
    sqlx::query(
        "update sources set fetched_at = ?1, fetched_ok_at = iif(?2, ?1, fetched_ok_at), result = ?3, result_detail = ?4,
                etag = iif(?2, ?5, etag), last_modified = iif(?2, ?6, last_modified), failures = ?7, next_at = ?8
         where id = ?9",
    )
    .bind(Text(now))
    .bind(well)
    .bind(Text(fetched.outcome))
    .bind(&fetched.detail)
    .bind(&fetched.etag)
    .bind(&fetched.last_modified)
    .bind(failures)
    .bind(Text(next_try(now, source.terms.interval_minutes, failures)))
    .bind(source.id)
    .execute(tx.conn())
    .await?;
    sqlx::query(
        "insert into source_tries (source_id, tried_at, result, detail) values (?, ?, ?, ?)",
    )
    .bind(source.id)
    .bind(Text(now))
    .bind(Text(fetched.outcome))
    .bind(&fetched.detail)
    .execute(tx.conn())
    .await?;
    sqlx::query(
        "delete from source_tries where source_id = ?1 and id not in
             (select id from source_tries where source_id = ?1 order by id desc limit ?2)",
    )
    .bind(source.id)
    .bind(TRIES)
    .execute(tx.conn())
    .await?;
    Ok(())
}
