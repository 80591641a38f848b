//! Dagordning of a dialogue, and what is parked for a län between dialogues.

mod carry;
mod write;

pub use carry::{Next, next_of, waiting};
pub(super) use carry::{arrive, leave};
pub(super) use write::begin_with;
pub use write::{add, begin, change, drop_item, mark, mark_all, park, put_in_order, take};

use super::columns::Columns;
use crate::domain::agenda_item::{AgendaItem, MOST, Point};
use crate::error::Result;
use jiff::civil::Date;
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteRow;

/// Where an item stands: on a dialogue's agenda, or parked for the län.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot<'a> {
    pub county: &'a str,
    pub dialogue_id: Option<i64>,
}

impl<'a> From<&'a AgendaItem> for Spot<'a> {
    fn from(item: &'a AgendaItem) -> Self {
        Spot {
            county: &item.county,
            dialogue_id: item.dialogue_id,
        }
    }
}

/// An item with what it refers to in words.
#[derive(Clone, Debug)]
pub struct Shown {
    pub item: AgendaItem,
    pub area: String,
    pub department_id: Option<i64>,
    pub department: String,
    pub action: String,
    /// How far the position of its issue area has come, as the code of its status; none without one.
    pub position: Option<String>,
}

const SHOWN: &str =
    "select x.*, i.name as area, i.department_id, n.name as department, a.title as action,
            p.status as stands
     from agenda_items x
     left join issue_areas i on i.id = x.issue_area_id
     left join departments n on n.id = i.department_id
     left join actions a on a.id = x.action_id
     left join positions p on p.dialogue_id = x.dialogue_id and p.issue_area_id = x.issue_area_id ";

/// The agenda in its order, without what was taken off it.
pub async fn of_dialogue(db: impl SqliteExecutor<'_>, dialogue_id: i64) -> Result<Vec<Shown>> {
    let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
        "{SHOWN} where x.dialogue_id = ? and x.state <> 'dropped' order by x.position, x.id limit 200"
    )))
    .bind(dialogue_id)
    .try_map(shown)
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// What is parked for a län, in its order.
pub async fn parked(db: impl SqliteExecutor<'_>, county: &str) -> Result<Vec<Shown>> {
    let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
        "{SHOWN} where x.county = ? and x.dialogue_id is null and x.state = 'open' order by x.position, x.id limit 200"
    )))
    .bind(county)
    .try_map(shown)
    .fetch_all(db)
    .await?;
    Ok(rows)
}

pub async fn shown_one(db: impl SqliteExecutor<'_>, id: i64) -> Result<Shown> {
    let row = sqlx::query(sqlx::AssertSqlSafe(format!("{SHOWN} where x.id = ?")))
        .bind(id)
        .try_map(shown)
        .fetch_one(db)
        .await?;
    Ok(row)
}

fn shown(row: SqliteRow) -> sqlx::Result<Shown> {
    Ok(Shown {
        area: row.opt_string("area")?.unwrap_or_default(),
        department_id: row.opt_int("department_id")?,
        department: row.opt_string("department")?.unwrap_or_default(),
        action: row.opt_string("action")?.unwrap_or_default(),
        position: row.opt_string("stands")?,
        item: item(row)?,
    })
}

pub async fn find(db: impl SqliteExecutor<'_>, id: i64) -> Result<AgendaItem> {
    let row = sqlx::query("select * from agenda_items where id = ?")
        .bind(id)
        .try_map(item)
        .fetch_one(db)
        .await?;
    Ok(row)
}

fn item(row: SqliteRow) -> sqlx::Result<AgendaItem> {
    Ok(AgendaItem {
        id: row.int("id")?,
        county: row.string("county")?,
        dialogue_id: row.opt_int("dialogue_id")?,
        point: Point {
            title: row.string("title")?,
            minutes: row.int("minutes")?,
            presenter: row.string("presenter")?,
            issue_area_id: row.opt_int("issue_area_id")?,
            action_id: row.opt_int("action_id")?,
            note: row.string("note")?,
            standing: row.flag("standing")?,
        },
        state: row.parsed("state")?,
        comes_along: row.flag("comes_along")?,
        carried_from: row.opt_int("carried_from")?,
        times: row.int("times")?,
        begun_at: row.opt_parsed("begun_at")?,
        version: row.int("version")?,
    })
}

/// The living items of an agenda or a parking, in their order.
pub async fn living(db: impl SqliteExecutor<'_>, spot: Spot<'_>) -> Result<Vec<AgendaItem>> {
    let rows = sqlx::query(
        "select * from agenda_items where county = ?1 and dialogue_id is ?2
           and case when ?2 is null then state = 'open' else state <> 'dropped' end
         order by position, id",
    )
    .bind(spot.county)
    .bind(spot.dialogue_id)
    .try_map(item)
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// Whether there is room for one more.
pub async fn is_full(db: impl SqliteExecutor<'_>, spot: Spot<'_>) -> Result<bool> {
    Ok(living(db, spot).await?.len() >= MOST)
}

/// One of the agendas that an item has stood on, before it was carried or after.
#[derive(Clone, Debug)]
pub struct Stop {
    pub id: i64,
    pub dialogue_id: Option<i64>,
    pub held_on: Option<Date>,
    pub cancelled: bool,
    pub state: crate::domain::agenda_item::State,
}

/// Everywhere an item has been and has gone on to, oldest first; itself is one of them.
pub async fn lineage(db: impl SqliteExecutor<'_>, id: i64) -> Result<Vec<Stop>> {
    let rows = sqlx::query(
        "with recursive before (id, depth) as (
             select ?1, 0
             union select x.carried_from, b.depth + 1 from before b join agenda_items x on x.id = b.id
             where x.carried_from is not null and b.depth < 50),
         whole (id, depth) as (
             select id, 0 from before where depth = (select max(depth) from before)
             union select x.id, w.depth + 1 from whole w join agenda_items x on x.carried_from = w.id
             where w.depth < 50)
         select x.id, x.dialogue_id, x.state, d.held_on, d.phase = 'cancelled' as cancelled
         from whole w join agenda_items x on x.id = w.id left join dialogues d on d.id = x.dialogue_id
         order by w.depth, x.id",
    )
    .bind(id)
    .try_map(|row: SqliteRow| {
        Ok(Stop {
            id: row.int("id")?,
            dialogue_id: row.opt_int("dialogue_id")?,
            held_on: row.opt_parsed("held_on")?,
            cancelled: row.opt_int("cancelled")? == Some(1),
            state: row.parsed("state")?,
        })
    })
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// What every item that a län has had is called, by id, for the history.
pub async fn names(db: impl SqliteExecutor<'_>, county: &str) -> Result<Vec<(i64, String)>> {
    Ok(
        sqlx::query_as("select id, title from agenda_items where county = ?")
            .bind(county)
            .fetch_all(db)
            .await?,
    )
}

/// How many items are parked for a län.
pub async fn parked_count(db: impl SqliteExecutor<'_>, county: &str) -> Result<i64> {
    Ok(sqlx::query_scalar(
        "select count(*) from agenda_items where county = ? and dialogue_id is null and state = 'open'",
    )
    .bind(county)
    .fetch_one(db)
    .await?)
}

/// The insatser of a län that an item can follow up: (id, title), those not done first.
pub async fn actions_to_follow(
    db: impl SqliteExecutor<'_>,
    county: &str,
) -> Result<Vec<(i64, String)>> {
    Ok(sqlx::query_as(
        "select a.id, a.title from action_counties c join actions a on a.id = c.action_id
         where c.county = ? order by a.status in ('done', 'stopped'), a.due_on desc, a.id limit 200",
    )
    .bind(county)
    .fetch_all(db)
    .await?)
}
