//! What changes a note; each with its event, which belongs to the note alone.

use super::{Judged, Shown, search_text};
use crate::domain::event::{Change, Event, EventKind, SubjectKind};
use crate::domain::observation::{Judgement, Note, Settling};
use crate::domain::secrecy::Sight;
use crate::error::{Error, Result};
use crate::seen;
use crate::store::Write;
use crate::store::columns::{Columns, Text, text};
use crate::store::dialogues::one;
use crate::store::reader::Reader;
use jiff::Timestamp;
use sqlx::sqlite::SqliteRow;

/// A post of the inbox that a note begins with.
#[derive(Clone, Debug)]
pub struct Item {
    pub id: i64,
    pub title: String,
    pub url: String,
    pub summary: String,
    pub published_at: Option<Timestamp>,
    pub source: String,
    pub county: Option<String>,
    pub observation_id: Option<i64>,
}

pub async fn item(db: &Reader, id: i64, sight: &Sight) -> Result<Item> {
    Ok(sqlx::query(concat!(
        "select f.*, s.name as source, s.county from feed_items f join sources s on s.id = f.source_id
         where f.id = ?1 and (f.observation_id is null or ",
        seen!("observation", "f.observation_id", "?2"),
        ")"
    ))
    .bind(id)
    .bind(sight.json())
    .try_map(|row: SqliteRow| {
        let published = row.opt_string("published_at")?;
        Ok(Item {
            id: row.int("id")?,
            title: row.string("title")?,
            url: row.string("url")?,
            summary: row.string("summary")?,
            published_at: published.and_then(|at| at.parse().ok()),
            source: row.string("source")?,
            county: row.opt_string("county")?,
            observation_id: row.opt_int("observation_id")?,
        })
    })
    .fetch_one(db)
    .await?)
}

/// A new note; the post of the inbox that it was made of is then no longer waiting.
pub async fn add(tx: &mut Write, note: &Note, item: Option<i64>) -> Result<i64> {
    let (now, by) = (tx.now(), tx.actor());
    let id: i64 = sqlx::query_scalar(
        "insert into observations (title, what, meaning, url, url_key, source, source_on, level, municipality, industry,
                                   search_text, created_at, created_by, updated_at)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id",
    )
    .bind(&note.title)
    .bind(&note.what)
    .bind(&note.meaning)
    .bind(&note.url)
    .bind(note.url_key())
    .bind(&note.source)
    .bind(text(&note.source_on))
    .bind(Text(note.level()))
    .bind(&note.municipality)
    .bind(text(&note.industry).unwrap_or_default())
    .bind(search_text(note))
    .bind(Text(now))
    .bind(by)
    .bind(Text(now))
    .fetch_one(tx.conn())
    .await?;
    places(tx, id, note).await?;
    if let Some(item) = item {
        sqlx::query(
            "update feed_items set observation_id = ? where id = ? and observation_id is null",
        )
        .bind(id)
        .bind(item)
        .execute(tx.conn())
        .await?;
    }
    let event = event(EventKind::ObservationAdded, id).version(1);
    tx.record(event.changes(Change::between(None, note)))
        .await?;
    Ok(id)
}

pub async fn change(tx: &mut Write, before: &Shown, after: &Note) -> Result<()> {
    let now = tx.now();
    let updated = sqlx::query(
        "update observations set title = ?, what = ?, meaning = ?, url = ?, url_key = ?, source = ?, source_on = ?,
                level = ?, municipality = ?, industry = ?, search_text = ?, updated_at = ?, version = version + 1
         where id = ? and version = ? and removed_at is null",
    )
    .bind(&after.title)
    .bind(&after.what)
    .bind(&after.meaning)
    .bind(&after.url)
    .bind(after.url_key())
    .bind(&after.source)
    .bind(text(&after.source_on))
    .bind(Text(after.level()))
    .bind(&after.municipality)
    .bind(text(&after.industry).unwrap_or_default())
    .bind(search_text(after))
    .bind(Text(now))
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(updated.rows_affected())?;
    places(tx, before.id, after).await?;
    let event = event(EventKind::ObservationChanged, before.id).version(before.version + 1);
    tx.record(event.changes(Change::between(Some(&before.note), after)))
        .await
}

/// The län and the issue areas of a note, as they shall be.
async fn places(tx: &mut Write, id: i64, note: &Note) -> Result<()> {
    let counties = serde_json::to_string(&note.counties).map_err(Error::internal)?;
    let areas = serde_json::to_string(&note.issue_areas).map_err(Error::internal)?;
    for (clear, fill, all) in [
        (
            "delete from observation_counties where observation_id = ?",
            "insert into observation_counties (observation_id, county) select distinct ?, value from json_each(?)",
            counties,
        ),
        (
            "delete from observation_issue_areas where observation_id = ?",
            "insert into observation_issue_areas (observation_id, issue_area_id) select distinct ?, value from json_each(?)",
            areas,
        ),
    ] {
        sqlx::query(clear).bind(id).execute(tx.conn()).await?;
        sqlx::query(fill)
            .bind(id)
            .bind(all)
            .execute(tx.conn())
            .await?;
    }
    Ok(())
}

/// Decides about a note: used, watched or dismissed.
pub async fn settle(tx: &mut Write, before: &Shown, after: &Settling) -> Result<()> {
    let (now, today, by) = (tx.now(), tx.today(), tx.actor());
    let updated = sqlx::query(
        "update observations set status = ?, reason = ?, settled_on = ?, settled_by = ?, updated_at = ?,
                version = version + 1
         where id = ? and version = ? and removed_at is null",
    )
    .bind(Text(after.status))
    .bind(&after.reason)
    .bind(Text(today))
    .bind(by)
    .bind(Text(now))
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(updated.rows_affected())?;
    let event = event(EventKind::ObservationSettled, before.id).version(before.version + 1);
    tx.record(event.changes(Change::between(Some(&before.settling), after)))
        .await
}

/// What the one who writes makes of a note; hers alone, and changed by her alone.
pub async fn assess(
    tx: &mut Write,
    id: i64,
    before: Option<&Judged>,
    after: &Judgement,
) -> Result<()> {
    let (now, by) = (tx.now(), tx.actor());
    let saved = sqlx::query(
        "insert into observation_assessments (observation_id, person_id, step, impact, certainty, horizon, reason, updated_at)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         on conflict (observation_id, person_id) do update set step = ?3, impact = ?4, certainty = ?5, horizon = ?6,
             reason = ?7, updated_at = ?8, version = version + 1 where version = ?9",
    )
    .bind(id)
    .bind(by)
    .bind(Text(after.step))
    .bind(Text(after.impact))
    .bind(Text(after.certainty))
    .bind(Text(after.horizon))
    .bind(&after.reason)
    .bind(Text(now))
    .bind(before.map_or(0, |judged| judged.version))
    .execute(tx.conn())
    .await?;
    one(saved.rows_affected())?;
    let before = before.map(|judged| &judged.judgement);
    let event = event(EventKind::ObservationAssessed, id);
    tx.record(event.changes(Change::between(before, after)))
        .await
}

/// Takes a note off every list; the row is kept for its history.
pub async fn remove(tx: &mut Write, before: &Shown, reason: &str) -> Result<()> {
    let now = tx.now();
    let updated = sqlx::query(
        "update observations set removed_at = ?, version = version + 1 where id = ? and version = ? and removed_at is null",
    )
    .bind(Text(now))
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(updated.rows_affected())?;
    let event = event(EventKind::ObservationRemoved, before.id).version(before.version + 1);
    tx.record(event.change("reason", "", reason)).await
}

fn event(kind: EventKind, id: i64) -> Event {
    Event::new(kind, SubjectKind::Observation, id)
}
