//! What there is to tell after a dialogue: its outcomes and insatser, so that nothing is typed twice.

use crate::domain::action::Status;
use crate::domain::outcome::OutcomeKind;
use crate::error::Result;
use crate::store::columns::Columns;
use jiff::civil::Date;
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteRow;

#[derive(Clone, Debug)]
pub struct Said {
    pub kind: OutcomeKind,
    pub text: String,
    pub shareable: bool,
    pub department_id: Option<i64>,
}

#[derive(Clone, Debug)]
pub struct Promised {
    pub title: String,
    pub status: Status,
    pub due_on: Date,
    pub shareable: bool,
    /// What we say of it to the region.
    pub region_text: String,
    pub department_id: i64,
}

pub async fn said(db: impl SqliteExecutor<'_>, dialogue: i64) -> Result<Vec<Said>> {
    let rows = sqlx::query(
        "select o.kind, o.text, o.shareable, i.department_id from outcomes o
         left join agenda_items x on x.id = o.agenda_item_id
         left join issue_areas i on i.id = coalesce(o.issue_area_id, x.issue_area_id)
         where o.dialogue_id = ? and o.removed_at is null order by o.position, o.id limit 500",
    )
    .bind(dialogue)
    .try_map(|row: SqliteRow| {
        Ok(Said {
            kind: row.parsed("kind")?,
            text: row.string("text")?,
            shareable: row.flag("shareable")?,
            department_id: row.opt_int("department_id")?,
        })
    })
    .fetch_all(db)
    .await?;
    Ok(rows)
}

pub async fn promised(db: impl SqliteExecutor<'_>, dialogue: i64) -> Result<Vec<Promised>> {
    let rows = sqlx::query(
        "select a.title, a.status, a.due_on, a.shareable, a.region_text,
                coalesce(i.department_id, u.department_id) as department_id
         from actions a left join issue_areas i on i.id = a.issue_area_id join units u on u.id = a.unit_id
         where a.dialogue_id = ? order by a.due_on, a.id limit 200",
    )
    .bind(dialogue)
    .try_map(|row: SqliteRow| {
        Ok(Promised {
            title: row.string("title")?,
            status: row.parsed("status")?,
            due_on: row.parsed("due_on")?,
            shareable: row.flag("shareable")?,
            region_text: row.string("region_text")?,
            department_id: row.int("department_id")?,
        })
    })
    .fetch_all(db)
    .await?;
    Ok(rows)
}
