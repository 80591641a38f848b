//! The assignment ledger: who holds which function where, on any day.

mod room;
mod write;

pub use room::{Candidate, candidates, room};
pub use write::{change, create, remove};

use super::columns::{Columns, Text, span};
use crate::domain::people::{Assignment, Seat};
use crate::error::Result;
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteRow;

/// A query for whole rows of the ledger, with its condition and order.
macro_rules! rows {
    ($rest:literal) => {
        concat!(
            "select a.*, p.name as person_name,
                exists (select 1 from accounts ac where ac.person_id = a.person_id and ac.deactivated_at is null) as has_account,
                (select json_group_array(county) from assignment_counties c where c.assignment_id = a.id) as counties,
                (select json_group_array(issue_area_id) from assignment_issue_areas i where i.assignment_id = a.id) as issue_areas
             from assignments a join people p on p.id = a.person_id ",
            $rest
        )
    };
}

/// Every assignment that holds on a day, in the order of the seats.
pub async fn on(db: impl SqliteExecutor<'_>, day: Date) -> Result<Vec<Assignment>> {
    let rows = sqlx::query(rows!(
        "where a.removed_at is null and a.valid_from <= ?1 and (a.valid_to is null or a.valid_to >= ?1)
         order by a.seat, a.kind = 'deputy', a.kind = 'ordinary', a.is_primary desc, p.name collate svenska"
    ))
    .bind(Text(day))
    .try_map(assignment)
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// Assignments that begin after a day: entered ahead of time.
pub async fn coming(db: impl SqliteExecutor<'_>, day: Date) -> Result<Vec<Assignment>> {
    let rows = sqlx::query(rows!(
        "where a.removed_at is null and a.valid_from > ?1 order by a.valid_from, a.id limit 200"
    ))
    .bind(Text(day))
    .try_map(assignment)
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// Assignments of a team's seats that had ended by a day, the latest first.
pub async fn ended_in_team(
    db: impl SqliteExecutor<'_>,
    team_id: i64,
    day: Date,
) -> Result<Vec<Assignment>> {
    let rows = sqlx::query(rows!(
        "where a.removed_at is null and a.valid_to < ?1
           and (a.team_id = ?2 or a.county in (select tc.county from team_counties tc where tc.team_id = ?2
                and tc.valid_from <= ?1 and (tc.valid_to is null or tc.valid_to >= ?1)))
         order by a.valid_to desc, a.id desc limit 200"
    ))
    .bind(Text(day))
    .bind(team_id)
    .try_map(assignment)
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// Everyone who has held, holds or will hold a seat, newest first.
pub async fn of_seat(db: impl SqliteExecutor<'_>, seat: &Seat) -> Result<Vec<Assignment>> {
    let rows = sqlx::query(rows!(
        "where a.removed_at is null and a.seat = ? order by a.valid_from desc, a.id desc"
    ))
    .bind(Text(seat))
    .try_map(assignment)
    .fetch_all(db)
    .await?;
    Ok(rows)
}

pub async fn find(db: impl SqliteExecutor<'_>, id: i64) -> Result<Assignment> {
    let row = sqlx::query(rows!("where a.id = ? and a.removed_at is null"))
        .bind(id)
        .try_map(assignment)
        .fetch_one(db)
        .await?;
    Ok(row)
}

/// An assignment that may have been removed, and when: for its own page and its history.
pub async fn find_even_removed(
    db: impl SqliteExecutor<'_>,
    id: i64,
) -> Result<(Assignment, Option<Timestamp>)> {
    let row = sqlx::query(rows!("where a.id = ?"))
        .bind(id)
        .try_map(|row| Ok((row.opt_parsed("removed_at")?, assignment(row)?)))
        .fetch_one(db)
        .await?;
    Ok((row.1, row.0))
}

pub(super) fn assignment(row: SqliteRow) -> sqlx::Result<Assignment> {
    Ok(Assignment {
        id: row.int("id")?,
        person_id: row.int("person_id")?,
        person_name: row.string("person_name")?,
        has_account: row.flag("has_account")?,
        seat: row.parsed("seat")?,
        kind: row.parsed("kind")?,
        is_primary: row.flag("is_primary")?,
        span: span(&row)?,
        counties: row.json("counties")?,
        issue_areas: row.json("issue_areas")?,
        version: row.int("version")?,
    })
}
