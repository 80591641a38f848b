//! Sekretessmarkering: who may read what, in SQL and for one record; what is written of it.
//!
//! Every query that can find a marked record narrows with [`seen!`]. An answer that does so is never kept
//! in memory without the sight in its key, and an event of a marked record never has another parent than a
//! record that is marked with it.

mod briefs;
mod list;
mod records;
mod write;

pub use briefs::{MarkedBrief, briefs_of};
pub use list::{Filter, Row, list};
pub use records::{Record, record};
pub use write::{lift, mark, opened, place, remark, take_over};

use super::columns::{Columns, Text};
use super::kept::{self, Until};
use super::reader::Reader;
use crate::domain::access::Standing;
use crate::domain::event::Subject;
use crate::domain::people::Seat;
use crate::domain::secrecy::{Marking, Scope, Sight};
use crate::error::Result;
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteRow;
use std::sync::Arc;

/// Whether the record in a row may be read: its kind, the column with its id, and the placeholder that
/// [`Sight::json`] is bound to. `seen!("observation", "o.id", "?3")` is a condition of a statement.
/// A `QueryBuilder` narrows with [`narrow`].
#[macro_export]
macro_rules! seen {
    ($kind:literal, $id:literal, $sight:literal) => {
        concat!(
            "(not exists (select 1 from secrecy_markings sm where sm.kind = '",
            $kind,
            "' and sm.record_id = ",
            $id,
            ") or exists (select 1 from secrecy_scopes ss where ss.kind = '",
            $kind,
            "' and ss.record_id = ",
            $id,
            " and ss.scope in (select value from json_each(",
            $sight,
            "))))"
        )
    };
}

/// The same for a `QueryBuilder`: a condition that begins with " and ".
pub fn narrow(
    query: &mut sqlx::QueryBuilder<sqlx::Sqlite>,
    kind: &'static str,
    id: &'static str,
    sight: &Sight,
) {
    query
        .push(" and (not exists (select 1 from secrecy_markings sm where sm.kind = '")
        .push(kind)
        .push("' and sm.record_id = ")
        .push(id)
        .push(") or exists (select 1 from secrecy_scopes ss where ss.kind = '")
        .push(kind)
        .push("' and ss.record_id = ")
        .push(id)
        .push(" and ss.scope in (select value from json_each(")
        .push_bind(sight.json())
        .push("))))");
}

/// The marking of a record in a row, as JSON text or null, for a list's own column.
#[macro_export]
macro_rules! marked {
    ($kind:literal, $id:literal) => {
        concat!(
            "(select sm.provision || ', ' || sm.marked_on from secrecy_markings sm where sm.kind = '",
            $kind, "' and sm.record_id = ", $id, ")"
        )
    };
}

/// What a person may read today of what is marked.
pub async fn sight(db: &Reader, standing: &Standing, today: Date) -> Result<Arc<Sight>> {
    let key = ("sight", format!("{} {today}", standing.person_id));
    kept::answer(
        db,
        Until::LedgerChanges,
        key,
        read_sight(db, standing, today),
    )
    .await
}

async fn read_sight(db: &Reader, standing: &Standing, today: Date) -> Result<Sight> {
    let seats = standing.assignments.iter().map(|row| &row.seat);
    let teams = seats.filter_map(|seat| match seat {
        Seat::Lead(team) | Seat::Issue(team, _) => Some(*team),
        Seat::County(_) => None,
    });
    let (teams, counties): (Vec<_>, Vec<_>) = (teams.collect(), standing.own_counties().collect());
    let of_teams: Vec<String> = sqlx::query_scalar(
        "select county from team_counties
         where valid_from <= ?1 and (valid_to is null or valid_to >= ?1)
           and team_id in (select value from json_each(?2)
                           union select team_id from team_counties
                           where valid_from <= ?1 and (valid_to is null or valid_to >= ?1)
                             and county in (select value from json_each(?3)))",
    )
    .bind(Text(today))
    .bind(serde_json::Value::from(teams).to_string())
    .bind(serde_json::Value::from(counties).to_string())
    .fetch_all(db)
    .await?;
    let of_teams = of_teams.into_iter().map(Scope::County);
    Ok(Sight::new(
        Scope::held_by(standing).into_iter().chain(of_teams),
    ))
}

/// A marking as it is stored.
#[derive(Clone, Debug)]
pub struct Marked {
    pub marking: Marking,
    pub marked_by: String,
    pub version: i64,
}

/// The marking of a record; none when it is open.
pub async fn find(db: impl SqliteExecutor<'_>, subject: &Subject) -> Result<Option<Marked>> {
    Ok(sqlx::query(
        "select m.*, coalesce(p.name, '') as marked_by_name from secrecy_markings m
         left join people p on p.id = m.marked_by where m.kind = ? and m.record_id = ?",
    )
    .bind(subject.kind.code())
    .bind(number(subject))
    .try_map(|row: SqliteRow| {
        Ok(Marked {
            marking: Marking {
                provision: row.string("provision")?,
                authority: row.string("authority")?,
                marked_on: row.parsed("marked_on")?,
                lapses_on: row.opt_parsed("lapses_on")?,
            },
            marked_by: row.string("marked_by_name")?,
            version: row.int("version")?,
        })
    })
    .fetch_optional(db)
    .await?)
}

/// Whether someone with this sight may read the record; an open one may be read by all.
pub async fn may_read(
    db: impl SqliteExecutor<'_>,
    subject: &Subject,
    sight: &Sight,
) -> Result<bool> {
    Ok(sqlx::query_scalar(
        "select not exists (select 1 from secrecy_markings where kind = ?1 and record_id = ?2)
             or exists (select 1 from secrecy_scopes where kind = ?1 and record_id = ?2
                        and scope in (select value from json_each(?3)))",
    )
    .bind(subject.kind.code())
    .bind(number(subject))
    .bind(sight.json())
    .fetch_one(db)
    .await?)
}

/// Someone who opened a marked record.
#[derive(Clone, Debug)]
pub struct Opening {
    pub at: Timestamp,
    pub name: String,
}

const OPENINGS: i64 = 200;

/// Who has opened a record, newest first.
pub async fn openings(db: impl SqliteExecutor<'_>, subject: &Subject) -> Result<Vec<Opening>> {
    let rows = sqlx::query(
        "select o.opened_at, p.name from secrecy_openings o join people p on p.id = o.person_id
         where o.kind = ? and o.record_id = ? order by o.id desc limit ?",
    )
    .bind(subject.kind.code())
    .bind(number(subject))
    .bind(OPENINGS)
    .try_map(|row: SqliteRow| {
        Ok(Opening {
            at: row.parsed("opened_at")?,
            name: row.string("name")?,
        })
    })
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// Records that can be marked have numbers; anything else is no record.
fn number(subject: &Subject) -> i64 {
    subject.id.parse().unwrap_or(-1)
}
