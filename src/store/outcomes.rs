//! Utfall of a dialogue: read; written while it is held and after.

use super::columns::Columns;
use crate::domain::outcome::{Became, Line, Outcome};
use crate::error::Result;
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteRow;

/// A line with what it refers to in words.
#[derive(Clone, Debug)]
pub struct Shown {
    pub outcome: Outcome,
    /// Name of its issue area, or else that of its item's.
    pub area: String,
    /// Title of its item on the agenda.
    pub item: String,
    /// How far what the line became has come, as the code of its status; none while it is only a line.
    pub stands: Option<String>,
}

/// The lines of a dialogue in their order, without those taken away.
pub async fn of_dialogue(db: impl SqliteExecutor<'_>, dialogue_id: i64) -> Result<Vec<Shown>> {
    let rows = sqlx::query(
        "select o.*, coalesce(i.name, '') as area, coalesce(x.title, '') as item,
                coalesce(a.status, h.status, k.state) as stands
         from outcomes o
         left join agenda_items x on x.id = o.agenda_item_id
         left join issue_areas i on i.id = coalesce(o.issue_area_id, x.issue_area_id)
         left join actions a on a.id = o.action_id
         left join handovers h on h.id = o.handover_id
         left join agenda_items k on k.id = o.parked_item_id
         where o.dialogue_id = ? and o.removed_at is null order by o.position, o.id limit 500",
    )
    .bind(dialogue_id)
    .try_map(shown)
    .fetch_all(db)
    .await?;
    Ok(rows)
}

fn shown(row: SqliteRow) -> sqlx::Result<Shown> {
    Ok(Shown {
        area: row.string("area")?,
        item: row.string("item")?,
        stands: row.opt_string("stands")?,
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
