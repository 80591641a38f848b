//! The agency's fixed dates, kept by an administrator.

use super::Write;
use super::columns::{Columns, Text};
use super::dialogues::one;
use crate::domain::calendar_date::CalendarDate;
use crate::domain::event::{Change, Event, EventKind, SubjectKind};
use crate::error::Result;
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteRow;

#[derive(Clone, Debug)]
pub struct Kept {
    pub id: i64,
    pub date: CalendarDate,
    pub version: i64,
}

/// More than an agency keeps; the list is never longer.
const MOST: i64 = 500;

/// All that are kept, in the order of the year.
pub async fn all(db: impl SqliteExecutor<'_>) -> Result<Vec<Kept>> {
    let rows = sqlx::query(
        "select * from calendar_dates where removed_at is null
         order by substr(first_on, 6), title collate svenska, id limit ?",
    )
    .bind(MOST)
    .try_map(kept)
    .fetch_all(db)
    .await?;
    Ok(rows)
}

pub async fn find(db: impl SqliteExecutor<'_>, id: i64) -> Result<Kept> {
    let row = sqlx::query("select * from calendar_dates where id = ? and removed_at is null")
        .bind(id)
        .try_map(kept)
        .fetch_one(db)
        .await?;
    Ok(row)
}

fn kept(row: SqliteRow) -> sqlx::Result<Kept> {
    Ok(Kept {
        id: row.int("id")?,
        date: CalendarDate {
            title: row.string("title")?,
            team_id: row.opt_int("team_id")?,
            recurs: row.parsed("recurs")?,
            first_on: row.parsed("first_on")?,
            last_on: row.parsed("last_on")?,
        },
        version: row.int("version")?,
    })
}

pub async fn add(tx: &mut Write, date: &CalendarDate) -> Result<i64> {
    let id: i64 = sqlx::query_scalar(
        "insert into calendar_dates (title, team_id, recurs, first_on, last_on) values (?, ?, ?, ?, ?) returning id",
    )
    .bind(&date.title)
    .bind(date.team_id)
    .bind(Text(date.recurs))
    .bind(Text(date.first_on))
    .bind(Text(date.last_on))
    .fetch_one(tx.conn())
    .await?;
    let event = Event::new(EventKind::Added, SubjectKind::CalendarDate, id).version(1);
    tx.record(event.changes(Change::between(None, date)))
        .await?;
    Ok(id)
}

pub async fn change(tx: &mut Write, before: &Kept, date: &CalendarDate) -> Result<()> {
    let updated = sqlx::query(
        "update calendar_dates set title = ?, team_id = ?, recurs = ?, first_on = ?, last_on = ?, version = version + 1
         where id = ? and version = ? and removed_at is null",
    )
    .bind(&date.title)
    .bind(date.team_id)
    .bind(Text(date.recurs))
    .bind(Text(date.first_on))
    .bind(Text(date.last_on))
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(updated.rows_affected())?;
    let event = Event::new(EventKind::Changed, SubjectKind::CalendarDate, before.id);
    let changes = Change::between(Some(&before.date), date);
    tx.record(event.version(before.version + 1).changes(changes))
        .await
}

pub async fn remove(tx: &mut Write, id: i64, version: i64) -> Result<()> {
    let now = tx.now();
    let updated = sqlx::query(
        "update calendar_dates set removed_at = ?, version = version + 1
         where id = ? and version = ? and removed_at is null",
    )
    .bind(Text(now))
    .bind(id)
    .bind(version)
    .execute(tx.conn())
    .await?;
    one(updated.rows_affected())?;
    let event = Event::new(EventKind::Removed, SubjectKind::CalendarDate, id);
    let event = event
        .version(version + 1)
        .change("removed_at", (), now.to_string());
    tx.record(event).await
}

/// Whether it was there and has been taken away.
pub async fn is_removed(db: impl SqliteExecutor<'_>, id: i64) -> Result<bool> {
    Ok(sqlx::query_scalar(
        "select exists (select 1 from calendar_dates where id = ? and removed_at is not null)",
    )
    .bind(id)
    .fetch_one(db)
    .await?)
}
