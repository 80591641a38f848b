//! How long ago each region was last in touch with, against how often it shall be.

use crate::domain::contact::Cadence;
use crate::domain::event::{Event, EventKind, SubjectKind};
use crate::domain::secrecy::Sight;
use crate::domain::setting::Number;
use crate::error::{Error, Result};
use crate::seen;
use crate::store::Write;
use crate::store::columns::{Columns, Text};
use crate::store::kept::{self, Until};
use crate::store::reader::Reader;
use crate::store::settings;
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteRow;
use std::collections::HashMap;
use std::sync::Arc;

/// Of every län by its code, as one may tell who reads what is marked by `sight`.
pub async fn cadences(db: &Reader, sight: &Sight) -> Result<Arc<HashMap<String, Cadence>>> {
    let key = ("contact cadences", sight.json());
    kept::answer(db, Until::AnythingHappens, key, read(db, sight)).await
}

async fn read(db: &Reader, sight: &Sight) -> Result<HashMap<String, Cadence>> {
    let usual = usual_days(db).await?;
    let rows = sqlx::query(concat!(
        "select c.code, nullif(k.days, 0) as days, (select e.held_on from contact_entries e
             join organisations o on o.id = e.organisation_id and o.kind = 'regional_actor' and o.county = e.county
             where e.county = c.code and e.removed_at is null and ",
        seen!("contact_entry", "e.id", "?1"),
        " order by e.held_on desc limit 1) as last_on
         from counties c left join contact_cadences k on k.county = c.code"
    ))
    .bind(sight.json())
    .try_map(|row: SqliteRow| {
        let cadence = Cadence {
            days: row.opt_int("days")?.unwrap_or(usual),
            last_on: row.opt_parsed("last_on")?,
        };
        Ok((row.string("code")?, cadence))
    })
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().collect())
}

/// The days that hold where a län has none of its own.
pub async fn usual_days(db: &Reader) -> Result<i64> {
    settings::number(db, Number::ContactDays).await
}

/// The days of a län's own, and the version of them; one that has never had any is at its first.
pub async fn own_days(db: impl SqliteExecutor<'_>, county: &str) -> Result<(Option<i64>, i64)> {
    let found: Option<(i64, i64)> =
        sqlx::query_as("select days, version from contact_cadences where county = ?")
            .bind(county)
            .fetch_optional(db)
            .await?;
    Ok(found.map_or((None, 1), |(days, version)| {
        (Some(days).filter(|days| *days > 0), version)
    }))
}

/// Sets a län's own days, or lets the setting hold when there are none; `version` is what was seen.
pub async fn set_days(
    tx: &mut Write,
    county: &str,
    (before, version): (Option<i64>, i64),
    after: Option<i64>,
) -> Result<()> {
    let now = tx.now();
    let done = sqlx::query(
        "insert into contact_cadences (county, days, updated_at, version) select ?1, ?2, ?3, 2 where true
         on conflict (county) do update set days = excluded.days, updated_at = excluded.updated_at,
             version = contact_cadences.version + 1 where contact_cadences.version = ?4",
    )
    .bind(county)
    .bind(after.unwrap_or(0))
    .bind(Text(now))
    .bind(version)
    .execute(tx.conn())
    .await?;
    if done.rows_affected() == 0 {
        return Err(Error::Stale);
    }
    let event = Event::new(EventKind::CadenceSet, SubjectKind::County, county);
    tx.record(event.change("contact_days", before, after)).await
}
