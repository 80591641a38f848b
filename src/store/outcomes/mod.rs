//! Utfall of a dialogue: read; written while it is held and after.

mod brought;
mod log;
mod write;

pub use brought::{Promise, promises};
pub use log::{Decision, Filter, Sort, list, of_county, years};
pub use write::{Added, add, became, change, park, remove, sent_before};

use super::columns::Columns;
use crate::domain::outcome::{Became, Line, MOST, Outcome};
use crate::error::Result;
use jiff::Timestamp;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, SqliteExecutor};

/// A line with what it refers to in words.
#[derive(Clone, Debug)]
pub struct Shown {
    pub outcome: Outcome,
    /// Name of its issue area, or else that of its item's; with its id and its department's.
    pub area: String,
    pub area_id: Option<i64>,
    pub department_id: Option<i64>,
    /// Title of its item on the agenda.
    pub item: String,
    /// How far what the line became has come, as the code of its status; none while it is only a line.
    pub stands: Option<String>,
    /// Who wrote it, and when.
    pub writer: String,
    pub written_at: Timestamp,
}

const SHOWN: &str = "select o.*, coalesce(i.name, '') as area, i.id as area_id, i.department_id,
            coalesce(x.title, '') as item, coalesce(a.status, h.status, k.state) as stands,
            coalesce(w.name, '') as writer
     from outcomes o
     left join agenda_items x on x.id = o.agenda_item_id
     left join issue_areas i on i.id = coalesce(o.issue_area_id, x.issue_area_id)
     left join actions a on a.id = o.action_id
     left join handovers h on h.id = o.handover_id
     left join agenda_items k on k.id = o.parked_item_id
     left join people w on w.id = o.created_by ";

/// The lines of a dialogue in their order, without those taken away.
pub async fn of_dialogue(db: impl SqliteExecutor<'_>, dialogue_id: i64) -> Result<Vec<Shown>> {
    let rows = sqlx::query(AssertSqlSafe(format!(
        "{SHOWN} where o.dialogue_id = ? and o.removed_at is null order by o.position, o.id limit 500"
    )))
    .bind(dialogue_id)
    .try_map(shown)
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// A line that has not been taken away, whatever dialogue it is of.
pub async fn find(db: impl SqliteExecutor<'_>, id: i64) -> Result<Outcome> {
    Ok(find_shown(db, id).await?.outcome)
}

/// As `find`, with what the line refers to in words.
pub async fn find_shown(db: impl SqliteExecutor<'_>, id: i64) -> Result<Shown> {
    let row = sqlx::query(AssertSqlSafe(format!(
        "{SHOWN} where o.id = ? and o.removed_at is null"
    )))
    .bind(id)
    .try_map(shown)
    .fetch_one(db)
    .await?;
    Ok(row)
}

/// Whether there is no room for one more line.
pub async fn is_full(db: impl SqliteExecutor<'_>, dialogue_id: i64) -> Result<bool> {
    let count: i64 = sqlx::query_scalar(
        "select count(*) from outcomes where dialogue_id = ? and removed_at is null",
    )
    .bind(dialogue_id)
    .fetch_one(db)
    .await?;
    Ok(count >= MOST as i64)
}

/// What every line of a dialogue begins with, by id, for the history.
pub async fn names(db: impl SqliteExecutor<'_>, dialogue_id: i64) -> Result<Vec<(i64, String)>> {
    Ok(
        sqlx::query_as("select id, substr(text, 1, 60) from outcomes where dialogue_id = ?")
            .bind(dialogue_id)
            .fetch_all(db)
            .await?,
    )
}

fn shown(row: SqliteRow) -> sqlx::Result<Shown> {
    Ok(Shown {
        area: row.string("area")?,
        area_id: row.opt_int("area_id")?,
        department_id: row.opt_int("department_id")?,
        item: row.string("item")?,
        stands: row.opt_string("stands")?,
        writer: row.string("writer")?,
        written_at: row.parsed("created_at")?,
        outcome: outcome(row)?,
    })
}

fn outcome(row: SqliteRow) -> sqlx::Result<Outcome> {
    let became = row.opt_int("action_id")?.map(Became::Action);
    let became = became.or(row.opt_int("handover_id")?.map(Became::Handover));
    let became = became.or(row.opt_int("parked_item_id")?.map(Became::ParkedItem));
    Ok(Outcome {
        id: row.int("id")?,
        dialogue_id: row.int("dialogue_id")?,
        line: Line {
            kind: row.parsed("kind")?,
            text: row.string("text")?,
            shareable: row.flag("shareable")?,
            agenda_item_id: row.opt_int("agenda_item_id")?,
            issue_area_id: row.opt_int("issue_area_id")?,
        },
        became,
        position: row.int("position")?,
        version: row.int("version")?,
    })
}
