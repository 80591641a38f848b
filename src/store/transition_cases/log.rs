//! The log of a case, line by line; a line is never changed, it is followed by another.

use crate::domain::event::{Event, EventKind, SubjectKind};
use crate::domain::transition_case::{Phase, TransitionCase};
use crate::error::Result;
use crate::store::Write;
use crate::store::columns::{Columns, Text};
use jiff::civil::Date;
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteRow;

/// A line of the log.
#[derive(Clone, Debug)]
pub struct Entry {
    pub phase: Phase,
    pub held_on: Date,
    pub text: String,
    pub by: String,
}

const MOST: i64 = 300;

/// Newest first.
pub async fn entries(db: impl SqliteExecutor<'_>, case: i64) -> Result<Vec<Entry>> {
    let rows = sqlx::query(
        "select e.phase, e.held_on, e.text, coalesce(p.name, 'Systemet') as by_name
         from transition_case_entries e left join people p on p.id = e.created_by
         where e.case_id = ? order by e.held_on desc, e.id desc limit ?",
    )
    .bind(case)
    .bind(MOST)
    .try_map(|row: SqliteRow| {
        Ok(Entry {
            phase: row.parsed("phase")?,
            held_on: row.parsed("held_on")?,
            text: row.string("text")?,
            by: row.string("by_name")?,
        })
    })
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// Writes a line in the phase the case is in. The words stand in the log alone.
pub async fn write(tx: &mut Write, of: &TransitionCase, held_on: Date, text: &str) -> Result<()> {
    let (now, by) = (tx.now(), tx.actor());
    sqlx::query(
        "insert into transition_case_entries (case_id, phase, held_on, text, created_at, created_by) values (?, ?, ?, ?, ?, ?)",
    )
    .bind(of.id)
    .bind(Text(of.phase))
    .bind(Text(held_on))
    .bind(text)
    .bind(Text(now))
    .bind(by)
    .execute(tx.conn())
    .await?;
    let event = Event::new(EventKind::CaseLogged, SubjectKind::TransitionCase, of.id);
    tx.record(event.change("held_on", None::<&str>, held_on))
        .await
}
