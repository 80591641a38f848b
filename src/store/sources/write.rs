//! What changes a source; each with its event.

use crate::domain::event::{Change, Event, EventKind, SubjectKind};
use crate::domain::source::{Source, Terms};
use crate::domain::spelling::fold;
use crate::error::Result;
use crate::store::Write;
use crate::store::columns::Text;
use crate::store::dialogues::one;

/// A new one is due at once.
pub async fn add(tx: &mut Write, terms: &Terms) -> Result<i64> {
    let (now, by) = (tx.now(), tx.actor());
    let id: i64 = sqlx::query_scalar(
        "insert into sources (name, url, level, county, interval_minutes, next_at, created_at, created_by, updated_at,
                              search_text)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7, ?6, ?8) returning id",
    )
    .bind(&terms.name)
    .bind(&terms.url)
    .bind(Text(terms.level))
    .bind(&terms.county)
    .bind(terms.interval_minutes)
    .bind(Text(now))
    .bind(by)
    .bind(search_text(terms))
    .fetch_one(tx.conn())
    .await?;
    let event = Event::new(EventKind::SourceAdded, SubjectKind::Source, id).version(1);
    tx.record(event.changes(Change::between(None, terms)))
        .await?;
    Ok(id)
}

/// Another address is another feed: what is known of the old one is forgotten, and it is due at once.
pub async fn change(tx: &mut Write, before: &Source, after: &Terms) -> Result<()> {
    let now = tx.now();
    let updated = sqlx::query(
        "update sources set name = ?1, url = ?2, level = ?3, county = ?4, interval_minutes = ?5, updated_at = ?6,
                etag = iif(url = ?2, etag, ''), last_modified = iif(url = ?2, last_modified, ''),
                result = iif(url = ?2, result, ''), result_detail = iif(url = ?2, result_detail, ''),
                fetched_at = iif(url = ?2, fetched_at, null), failures = iif(url = ?2, failures, 0),
                next_at = iif(url = ?2 and (interval_minutes = ?5 or failures > 0), next_at, ?6), search_text = ?9,
                version = version + 1
         where id = ?7 and version = ?8 and closed_at is null",
    )
    .bind(&after.name)
    .bind(&after.url)
    .bind(Text(after.level))
    .bind(&after.county)
    .bind(after.interval_minutes)
    .bind(Text(now))
    .bind(before.id)
    .bind(before.version)
    .bind(search_text(after))
    .execute(tx.conn())
    .await?;
    one(updated.rows_affected())?;
    let event = of(EventKind::SourceChanged, before);
    tx.record(event.changes(Change::between(Some(&before.terms), after)))
        .await
}

/// What it has told stays in the inbox.
pub async fn close(tx: &mut Write, before: &Source) -> Result<()> {
    let now = tx.now();
    settle(tx, before, EventKind::SourceClosed, Some(now.to_string())).await
}

pub async fn reopen(tx: &mut Write, before: &Source) -> Result<()> {
    settle(tx, before, EventKind::SourceReopened, None).await
}

async fn settle(
    tx: &mut Write,
    before: &Source,
    kind: EventKind,
    closed_at: Option<String>,
) -> Result<()> {
    let now = tx.now();
    let updated = sqlx::query(
        "update sources set closed_at = ?1, next_at = iif(?1 is null, ?2, null), failures = 0, updated_at = ?2,
                version = version + 1
         where id = ?3 and version = ?4",
    )
    .bind(&closed_at)
    .bind(Text(now))
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(updated.rows_affected())?;
    tx.record(of(kind, before)).await
}

fn of(kind: EventKind, before: &Source) -> Event {
    Event::new(kind, SubjectKind::Source, before.id).version(before.version + 1)
}

fn search_text(terms: &Terms) -> String {
    fold(&format!("{} {}", terms.name, terms.url))
}
