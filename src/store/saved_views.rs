//! Saved views: a person's own, and those shared with a team.

use super::Write;
use super::columns::{Columns, Text};
use super::kept::{self, Until};
use super::reader::Reader;
use crate::domain::event::{Event, EventKind, SubjectKind};
use crate::domain::saved_view::{List, SavedView};
use crate::error::{Error, Result};
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteRow;
use std::sync::Arc;

#[derive(Clone, Debug)]
pub struct Stored {
    pub id: i64,
    pub person_id: i64,
    pub person_name: String,
    pub view: SavedView,
}

/// More than anyone keeps, and than a page shows.
pub const MOST: i64 = 50;

const ROWS: &str =
    "select v.*, p.name as person_name from saved_views v join people p on p.id = v.person_id ";

/// The views above a list.
pub async fn above(
    db: &Reader,
    person_id: i64,
    teams: &[i64],
    list: List,
) -> Result<Arc<Vec<Stored>>> {
    let key = format!("{person_id} {teams:?} {list}");
    let read = open_to(db, person_id, teams, Some(list));
    kept::answer(db, Until::LedgerChanges, ("views", key), read).await
}

/// A person's own and those shared with any of the teams, of one list or of all.
pub async fn open_to(
    db: impl SqliteExecutor<'_>,
    person_id: i64,
    teams: &[i64],
    list: Option<List>,
) -> Result<Vec<Stored>> {
    let teams = serde_json::to_string(teams).map_err(Error::internal)?;
    Ok(sqlx::query(sqlx::AssertSqlSafe(format!(
        "{ROWS} where (?3 is null or v.list = ?3)
           and (v.person_id = ?1 or v.team_id in (select value from json_each(?2)))
         order by v.person_id <> ?1, v.list, v.name collate svenska, v.id limit ?4"
    )))
    .bind(person_id)
    .bind(teams)
    .bind(list.map(Text))
    .bind(MOST * 2)
    .try_map(stored)
    .fetch_all(db)
    .await?)
}

pub async fn find(db: impl SqliteExecutor<'_>, id: i64) -> Result<Stored> {
    sqlx::query(sqlx::AssertSqlSafe(format!("{ROWS} where v.id = ?")))
        .bind(id)
        .try_map(stored)
        .fetch_optional(db)
        .await?
        .ok_or(Error::NotFound)
}

/// Why a view was not saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    NameTaken,
    TooMany,
}

pub async fn save(
    tx: &mut Write,
    person_id: i64,
    view: &SavedView,
) -> Result<std::result::Result<i64, Refusal>> {
    let own: i64 = sqlx::query_scalar("select count(*) from saved_views where person_id = ?")
        .bind(person_id)
        .fetch_one(tx.conn())
        .await?;
    if own >= MOST {
        return Ok(Err(Refusal::TooMany));
    }
    let now = Text(tx.now());
    let made: Option<i64> = sqlx::query_scalar(
        "insert into saved_views (person_id, list, name, query, team_id, created_at) values (?, ?, ?, ?, ?, ?)
         on conflict (person_id, list, name) do nothing returning id",
    )
    .bind(person_id)
    .bind(Text(view.list))
    .bind(&view.name)
    .bind(&view.query)
    .bind(view.team_id)
    .bind(now)
    .fetch_optional(tx.conn())
    .await?;
    let Some(id) = made else {
        return Ok(Err(Refusal::NameTaken));
    };
    let event = Event::new(EventKind::ViewSaved, SubjectKind::SavedView, id)
        .change("name", (), &view.name)
        .change("team_id", (), view.team_id);
    tx.record(event).await?;
    Ok(Ok(id))
}

pub async fn remove(tx: &mut Write, stored: &Stored) -> Result<()> {
    sqlx::query("delete from saved_views where id = ?")
        .bind(stored.id)
        .execute(tx.conn())
        .await?;
    let event = Event::new(EventKind::ViewRemoved, SubjectKind::SavedView, stored.id);
    tx.record(event.change("name", &stored.view.name, ())).await
}

fn stored(row: SqliteRow) -> sqlx::Result<Stored> {
    Ok(Stored {
        id: row.int("id")?,
        person_id: row.int("person_id")?,
        person_name: row.string("person_name")?,
        view: SavedView {
            list: row.parsed("list")?,
            name: row.string("name")?,
            query: row.string("query")?,
            team_id: row.opt_int("team_id")?,
        },
    })
}
