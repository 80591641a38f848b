//! What the matrix knows of each issue area in each län, beside the positions.

use crate::error::Result;
use crate::store::columns::Columns;
use jiff::civil::Date;
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteRow;
use std::collections::HashMap;

/// An issue area and the code of a län.
pub type Cell = (i64, String);

/// The newest dialogue that was held with each issue area chosen or on its agenda: its id and day.
pub async fn raised(
    db: impl SqliteExecutor<'_>,
    issue_area: Option<i64>,
) -> Result<HashMap<Cell, (i64, Date)>> {
    let rows = sqlx::query(
        "select x.issue_area_id, d.county, d.id, max(d.held_on) as held_on
         from (select dialogue_id, issue_area_id from dialogue_issues where state = 'chosen'
               union select dialogue_id, issue_area_id from agenda_items
                   where dialogue_id is not null and issue_area_id is not null and state in ('open', 'done')) x
         join dialogues d on d.id = x.dialogue_id
         where d.phase in ('following_up', 'closed') and (?1 is null or x.issue_area_id = ?1)
         group by x.issue_area_id, d.county",
    )
    .bind(issue_area)
    .try_map(|row: SqliteRow| {
        let cell = (row.int("issue_area_id")?, row.string("county")?);
        Ok((cell, (row.int("id")?, row.parsed("held_on")?)))
    })
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().collect())
}

/// How many open insatser there are of each issue area in each län.
pub async fn with_open_actions(
    db: impl SqliteExecutor<'_>,
    issue_area: Option<i64>,
) -> Result<HashMap<Cell, i64>> {
    let rows: Vec<(i64, String, i64)> = sqlx::query_as(
        "select a.issue_area_id, x.county, count(*) from actions a join action_counties x on x.action_id = a.id
         where a.status in ('proposed', 'decided', 'ongoing') and a.issue_area_id is not null
           and (?1 is null or a.issue_area_id = ?1)
         group by a.issue_area_id, x.county",
    )
    .bind(issue_area)
    .fetch_all(db)
    .await?;
    let cell = |(area, county, count)| ((area, county), count);
    Ok(rows.into_iter().map(cell).collect())
}
