//! Process measures per team and year of dialogues. Never per person.

use super::columns::{Columns, Text};
use crate::error::Result;
use crate::store::reader::Reader;
use jiff::civil::Date;
use sqlx::sqlite::SqliteRow;
use std::collections::BTreeMap;

/// What one team did with the dialogues of one year.
#[derive(Clone, Debug, Default)]
pub struct Measure {
    pub dialogues: i64,
    /// Milestones that have fallen due, and those of them settled by their day.
    pub due: i64,
    pub in_time: i64,
    /// Days from the dialogue to the minutes, and to each feedback to the region.
    pub minutes: Vec<i64>,
    pub feedback: Vec<i64>,
    /// Actions from the dialogues that have fallen due, and those of them with a result.
    pub actions_due: i64,
    pub with_result: i64,
}

/// By team and year, from the first year asked for.
pub async fn by_team_and_year(
    db: &Reader,
    from: i16,
    today: Date,
) -> Result<BTreeMap<(i64, i64), Measure>> {
    let mut measures: BTreeMap<(i64, i64), Measure> = BTreeMap::new();
    for (key, due, in_time, dialogues) in milestones(db, from, today).await? {
        let measure = measures.entry(key).or_default();
        (measure.due, measure.in_time, measure.dialogues) = (due, in_time, dialogues);
    }
    for (key, is_minutes, days) in lead_times(db, from).await? {
        let measure = measures.entry(key).or_default();
        if is_minutes {
            measure.minutes.push(days)
        } else {
            measure.feedback.push(days)
        }
    }
    for (key, due, with_result) in actions(db, from, today).await? {
        let measure = measures.entry(key).or_default();
        (measure.actions_due, measure.with_result) = (due, with_result);
    }
    Ok(measures)
}

type Key = (i64, i64);

fn key(row: &SqliteRow) -> sqlx::Result<Key> {
    Ok((row.int("team_id")?, row.int("year")?))
}

async fn milestones(db: &Reader, from: i16, today: Date) -> Result<Vec<(Key, i64, i64, i64)>> {
    let rows = sqlx::query(
        "select tc.team_id, cast(substr(d.held_on, 1, 4) as integer) as year, count(distinct d.id) as dialogues,
                count(case when m.due_on < ?2 then 1 end) as due,
                count(case when m.due_on < ?2 and m.state <> 'open' and substr(m.settled_at, 1, 10) <= m.due_on then 1 end) as in_time
         from dialogues d
         join team_counties tc on tc.county = d.county
             and tc.valid_from <= d.held_on and (tc.valid_to is null or tc.valid_to >= d.held_on)
         join milestones m on m.dialogue_id = d.id
         where d.held_on >= ?1 and d.phase <> 'cancelled'
         group by 1, 2",
    )
    .bind(format!("{from}-01-01"))
    .bind(Text(today))
    .try_map(|row: SqliteRow| Ok((key(&row)?, row.int("due")?, row.int("in_time")?, row.int("dialogues")?)))
    .fetch_all(db)
    .await?;
    Ok(rows)
}

async fn lead_times(db: &Reader, from: i16) -> Result<Vec<(Key, bool, i64)>> {
    let rows = sqlx::query(
        "select tc.team_id, cast(substr(d.held_on, 1, 4) as integer) as year, m.key = 'minutes' as is_minutes,
                cast(julianday(substr(m.settled_at, 1, 10)) - julianday(d.held_on) as integer) as days
         from dialogues d
         join team_counties tc on tc.county = d.county
             and tc.valid_from <= d.held_on and (tc.valid_to is null or tc.valid_to >= d.held_on)
         join milestones m on m.dialogue_id = d.id and m.state = 'done'
             and (m.key = 'minutes' or m.key = 'feedback_region')
         where d.held_on >= ?1 and d.phase in ('following_up', 'closed')",
    )
    .bind(format!("{from}-01-01"))
    .try_map(|row: SqliteRow| Ok((key(&row)?, row.flag("is_minutes")?, row.int("days")?)))
    .fetch_all(db)
    .await?;
    Ok(rows)
}

async fn actions(db: &Reader, from: i16, today: Date) -> Result<Vec<(Key, i64, i64)>> {
    let rows = sqlx::query(
        "select tc.team_id, cast(substr(d.held_on, 1, 4) as integer) as year, count(*) as due,
                count(case when a.status = 'done' then 1 end) as with_result
         from actions a
         join dialogues d on d.id = a.dialogue_id
         join team_counties tc on tc.county = d.county
             and tc.valid_from <= d.held_on and (tc.valid_to is null or tc.valid_to >= d.held_on)
         where d.held_on >= ?1 and a.due_on < ?2 and a.status <> 'stopped'
         group by 1, 2",
    )
    .bind(format!("{from}-01-01"))
    .bind(Text(today))
    .try_map(|row: SqliteRow| Ok((key(&row)?, row.int("due")?, row.int("with_result")?)))
    .fetch_all(db)
    .await?;
    Ok(rows)
}
