//! Beställningar of briefs: what a dialogue has ordered, from whom, and where it stands.

mod follow;
mod write;

pub(super) use follow::{follow_milestone, reschedule};
pub(super) use write::{answer_with, not_needed, place};
pub use write::{ask_again, ask_for_new, change, use_held};

use super::columns::Columns;
use crate::domain::brief_order::{Held, Order, Standing};
use crate::error::Result;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, SqliteExecutor};

const ROWS: &str = "select o.*, d.county, i.name as area_name, i.valid_to as area_valid_to,
        dep.id as department_id, dep.name as department_name, dep.is_regioner,
        coalesce(n.id, r.id) as brief_id, h.id as held_id, h.number as held_number, h.valid_to as held_valid_to,
        a.number as answer_number, p.name as ordered_by_name, s.name as settled_by_name
    from brief_orders o join dialogues d on d.id = o.dialogue_id
    left join issue_areas i on i.id = o.issue_area_id left join departments dep on dep.id = i.department_id
    left join open_briefs n on n.issue_area_id = o.issue_area_id
    left join open_briefs r on r.county = d.county and o.scope = 'regional'
    left join brief_versions h on h.brief_id = coalesce(n.id, r.id) and h.status = 'approved'
    left join brief_versions a on a.id = o.brief_version_id and a.brief_id = coalesce(n.id, r.id)
    left join people p on p.id = o.ordered_by left join people s on s.id = o.settled_by";

/// The orders of a dialogue that have not been withdrawn: the national ones by department and issue area,
/// then the regional one.
pub async fn of_dialogue(db: impl SqliteExecutor<'_>, dialogue_id: i64) -> Result<Vec<Order>> {
    let rows = sqlx::query(AssertSqlSafe(format!(
        "{ROWS} where o.dialogue_id = ? and o.state <> 'withdrawn'
         order by dep.position is null, dep.position, dep.id, i.name collate svenska, o.id"
    )))
    .bind(dialogue_id)
    .try_map(order)
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// An order of this very dialogue.
pub async fn find(db: impl SqliteExecutor<'_>, dialogue_id: i64, id: i64) -> Result<Order> {
    let row = sqlx::query(AssertSqlSafe(format!(
        "{ROWS} where o.dialogue_id = ? and o.id = ?"
    )))
    .bind(dialogue_id)
    .bind(id)
    .try_map(order)
    .fetch_one(db)
    .await?;
    Ok(row)
}

/// What the orders of a dialogue are called, for the history.
pub async fn names(db: impl SqliteExecutor<'_>, dialogue_id: i64) -> Result<Vec<(i64, String)>> {
    Ok(sqlx::query_as(
        "select o.id, case o.scope when 'regional' then 'Regionalt underlag' else 'Nationellt underlag: ' || i.name end
         from brief_orders o left join issue_areas i on i.id = o.issue_area_id where o.dialogue_id = ?",
    )
    .bind(dialogue_id)
    .fetch_all(db)
    .await?)
}

fn order(row: SqliteRow) -> sqlx::Result<Order> {
    let area = row.opt_int("issue_area_id")?;
    let held = row.opt_int("held_id")?;
    let answer = row.opt_int("brief_version_id")?;
    Ok(Order {
        id: row.int("id")?,
        dialogue_id: row.int("dialogue_id")?,
        county: row.string("county")?,
        scope: row.parsed("scope")?,
        area: match area {
            Some(_) => Some(super::dialogue_issues::area(&row)?),
            None => None,
        },
        standing: Standing {
            state: row.parsed("state")?,
            reason: row.string("reason")?,
            due_on: row.parsed("due_on")?,
        },
        answer: answer.zip(row.opt_int("answer_number")?),
        brief_id: row.opt_int("brief_id")?,
        held: match held {
            Some(version_id) => Some(Held {
                version_id,
                number: row.int("held_number")?,
                valid_to: row.opt_parsed("held_valid_to")?,
            }),
            None => None,
        },
        ordered_at: row.parsed("ordered_at")?,
        ordered_by: row.opt_string("ordered_by_name")?,
        asked_again_at: row.opt_parsed("asked_again_at")?,
        settled_at: row.opt_parsed("settled_at")?,
        settled_by: row.opt_string("settled_by_name")?,
        version: row.int("version")?,
    })
}
