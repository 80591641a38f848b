//! How much of the feedback after dialogues has been given: counted per län, department and round.

use super::debts::again;
use crate::domain::feedback::Direction;
use crate::error::Result;
use crate::store::columns::{Columns, Text};
use crate::store::kept::{self, Until};
use crate::store::reader::Reader;
use jiff::civil::Date;
use sqlx::sqlite::SqliteRow;
use std::sync::Arc;

/// How many duties of one kind there are, and where they stand.
#[derive(Clone, Debug)]
pub struct Count {
    pub county: String,
    /// None for the team's.
    pub department_id: Option<i64>,
    pub round: i64,
    pub direction: Direction,
    pub given: i64,
    pub open: i64,
    pub late: i64,
    pub waived: i64,
}

/// Of dialogues held since a day. That the region shall be told again is open or late here; what it was told
/// before is not counted a second time.
pub async fn counts(db: &Reader, since: Date, today: Date) -> Result<Arc<Vec<Count>>> {
    let read = async {
        let mut counts = milestones(db, since, today).await?;
        let again = again(db).await?.into_iter();
        counts.extend(again.filter(|each| each.held_on >= since).map(|each| {
            let late = each.due_on < today;
            Count {
                county: each.county,
                department_id: Some(each.department_id),
                round: i64::from(each.held_on.year()),
                direction: Direction::Region,
                given: 0,
                open: i64::from(!late),
                late: i64::from(late),
                waived: 0,
            }
        }));
        Ok(counts)
    };
    let key = ("coverage", format!("{since} {today}"));
    kept::answer(db, Until::AnythingHappens, key, read).await
}

async fn milestones(db: &Reader, since: Date, today: Date) -> Result<Vec<Count>> {
    let rows = sqlx::query(
        "select d.county, m.department_id, m.key,
                coalesce(r.year, cast(substr(d.held_on, 1, 4) as integer)) as round,
                sum(m.state = 'done') as given, sum(m.state = 'open' and m.due_on >= ?2) as open,
                sum(m.state = 'open' and m.due_on < ?2) as late, sum(m.state = 'waived') as waived
         from dialogues d join milestones m on m.dialogue_id = d.id
             and m.key in ('feedback_team', 'feedback_department', 'feedback_region')
         left join rounds r on r.id = d.round_id
         where d.held_on >= ?1 and d.phase in ('following_up', 'closed') group by 1, 2, 3, 4",
    )
    .bind(Text(since))
    .bind(Text(today))
    .try_map(|row: SqliteRow| {
        let key = row.string("key")?;
        Ok(Count {
            county: row.string("county")?,
            department_id: row.opt_int("department_id")?,
            round: row.int("round")?,
            direction: Direction::of_key(&key).unwrap_or(Direction::Team),
            given: row.int("given")?,
            open: row.int("open")?,
            late: row.int("late")?,
            waived: row.int("waived")?,
        })
    })
    .fetch_all(db)
    .await?;
    Ok(rows)
}
