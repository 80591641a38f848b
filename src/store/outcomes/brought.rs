//! What is brought to an item: the insatser that were promised before in its matter.

use crate::domain::action::Status;
use crate::error::Result;
use crate::store::columns::Columns;
use jiff::civil::Date;
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteRow;

#[derive(Clone, Debug)]
pub struct Promise {
    pub id: i64,
    pub title: String,
    pub status: Status,
    pub due_on: Date,
    pub unit: String,
    /// What was written of it last.
    pub latest: String,
}

/// The insats that an item follows up, and the open ones of the län in its issue area; a handful.
pub async fn promises(
    db: impl SqliteExecutor<'_>,
    county: &str,
    action_id: Option<i64>,
    issue_area_id: Option<i64>,
) -> Result<Vec<Promise>> {
    let rows = sqlx::query(
        "select a.id, a.title, a.status, a.due_on, u.name as unit,
                coalesce(nullif(a.result, ''), (select f.text from action_followups f
                    where f.action_id = a.id order by f.followed_on desc, f.id desc limit 1), '') as latest
         from action_counties c join actions a on a.id = c.action_id join units u on u.id = a.unit_id
         where c.county = ?1
           and (a.id = ?2 or (a.issue_area_id = ?3 and a.status in ('proposed', 'decided', 'ongoing')))
         order by a.id is not ?2, a.due_on, a.id limit 6",
    )
    .bind(county)
    .bind(action_id)
    .bind(issue_area_id)
    .try_map(|row: SqliteRow| {
        Ok(Promise {
            id: row.int("id")?,
            title: row.string("title")?,
            status: row.parsed("status")?,
            due_on: row.parsed("due_on")?,
            unit: row.string("unit")?,
            latest: row.string("latest")?,
        })
    })
    .fetch_all(db)
    .await?;
    Ok(rows)
}
