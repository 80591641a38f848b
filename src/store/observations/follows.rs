//! Who follows a län or an issue area.

use crate::domain::event::{Event, EventKind, SubjectKind};
use crate::error::Result;
use crate::store::Write;
use crate::store::columns::{Columns, Text};
use crate::store::kept::{self, Until};
use crate::store::reader::Reader;
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteRow;
use std::sync::Arc;

/// What a person follows: codes of län, ids of issue areas.
#[derive(Clone, Debug, Default)]
pub struct Follows {
    pub counties: Vec<String>,
    pub issue_areas: Vec<i64>,
}

/// The same, from memory as long as nothing happens.
pub async fn kept_follows(db: &Reader, person: i64) -> Result<Arc<Follows>> {
    let about = ("follows", person.to_string());
    kept::answer(db, Until::AnythingHappens, about, follows(db, person)).await
}

pub async fn follows(db: impl SqliteExecutor<'_>, person: i64) -> Result<Follows> {
    let rows = sqlx::query("select county, issue_area_id from follows where person_id = ?")
        .bind(person)
        .try_map(|row: SqliteRow| Ok((row.opt_string("county")?, row.opt_int("issue_area_id")?)))
        .fetch_all(db)
        .await?;
    let mut follows = Follows::default();
    for (county, area) in rows {
        follows.counties.extend(county);
        follows.issue_areas.extend(area);
    }
    Ok(follows)
}

/// Of a län or an issue area; nothing happens when she follows it already.
pub async fn follow(tx: &mut Write, county: Option<&str>, area: Option<i64>) -> Result<()> {
    let (person, now) = (tx.actor(), tx.now());
    sqlx::query(
        "insert into follows (person_id, county, issue_area_id, created_at) values (?, ?, ?, ?)
         on conflict do nothing",
    )
    .bind(person)
    .bind(county)
    .bind(area)
    .bind(Text(now))
    .execute(tx.conn())
    .await?;
    let event = event(EventKind::FollowBegan, tx);
    tx.record(
        event
            .change("county", "", county)
            .change("issue_area_id", "", area),
    )
    .await
}

pub async fn unfollow(tx: &mut Write, county: Option<&str>, area: Option<i64>) -> Result<()> {
    let person = tx.actor();
    sqlx::query("delete from follows where person_id = ?1 and (county = ?2 or issue_area_id = ?3)")
        .bind(person)
        .bind(county)
        .bind(area)
        .execute(tx.conn())
        .await?;
    let event = event(EventKind::FollowEnded, tx);
    tx.record(
        event
            .change("county", county, "")
            .change("issue_area_id", area, ""),
    )
    .await
}

fn event(kind: EventKind, tx: &Write) -> Event {
    Event::new(kind, SubjectKind::Follow, tx.actor().unwrap_or_default())
}
