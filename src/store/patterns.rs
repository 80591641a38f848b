//! The wishes of the regions, for the pattern across län.

use super::columns::{Columns, text};
use super::kept::{self, Until};
use super::reader::Reader;
use crate::domain::pattern::{Pattern, Wish, patterns};
use crate::error::Result;
use jiff::civil::{Date, date};
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteRow;
use std::collections::HashMap;
use std::sync::Arc;

/// The patterns in what was wished since New Year's Day of last year.
pub async fn lately(db: &Reader, today: Date) -> Result<Arc<Vec<Pattern>>> {
    let since = date(today.year() - 1, 1, 1);
    let read = async { Ok(patterns(&wishes(db, Some(since)).await?)) };
    let about = ("patterns lately", since.to_string());
    kept::answer(db, Until::AnythingHappens, about, read).await
}

/// All patterns there have been.
pub async fn ever(db: &Reader) -> Result<Arc<Vec<Pattern>>> {
    let read = async { Ok(patterns(&wishes(db, None).await?)) };
    let about = ("patterns", String::new());
    kept::answer(db, Until::AnythingHappens, about, read).await
}

/// A line with no issue area of its own is about that of its item on the agenda.
async fn wishes(db: impl SqliteExecutor<'_>, since: Option<Date>) -> Result<Vec<Wish>> {
    let rows = sqlx::query(
        "select o.id, coalesce(o.issue_area_id, x.issue_area_id) as area, o.text, d.id as dialogue_id,
                d.county, d.held_on, r.year as round
         from outcomes o join dialogues d on d.id = o.dialogue_id
         left join agenda_items x on x.id = o.agenda_item_id
         left join rounds r on r.id = d.round_id
         where o.kind = 'wish' and o.removed_at is null and d.phase <> 'cancelled'
           and coalesce(o.issue_area_id, x.issue_area_id) is not null and (?1 is null or d.held_on >= ?1)
         order by d.held_on, o.id limit 20000",
    )
    .bind(text(&since))
    .try_map(|row: SqliteRow| {
        let round = row.opt_int("round")?;
        Ok(Wish {
            outcome_id: row.int("id")?,
            issue_area_id: row.int("area")?,
            county: row.string("county")?,
            dialogue_id: row.int("dialogue_id")?,
            held_on: row.parsed("held_on")?,
            round: round.and_then(|year| i16::try_from(year).ok()),
            text: row.string("text")?,
        })
    })
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// The national brief of each issue area that has one.
pub async fn briefs(db: &Reader) -> Result<Arc<HashMap<i64, i64>>> {
    let read = async {
        let rows: Vec<(i64, i64)> = sqlx::query_as(
            "select issue_area_id, id from open_briefs where scope = 'national' and issue_area_id is not null",
        )
        .fetch_all(db)
        .await?;
        Ok(rows.into_iter().collect())
    };
    let about = ("national briefs", String::new());
    kept::answer(db, Until::AnythingHappens, about, read).await
}
