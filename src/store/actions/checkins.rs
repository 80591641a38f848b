//! Avstämningar of actions: planned, done, taken away.

use crate::domain::action::{Action, Checkin, Done, Planned};
use crate::domain::event::{Change, Event, EventKind, SubjectKind};
use crate::error::{Error, Result};
use crate::store::Write;
use crate::store::columns::{Columns, Text, text};
use crate::store::dialogues::one;
use jiff::civil::Date;
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteRow;

/// The check-ins of an action, done and planned, by the day they were planned.
pub async fn of_action(db: impl SqliteExecutor<'_>, action_id: i64) -> Result<Vec<Checkin>> {
    let rows = sqlx::query(
        "select k.*, p.name as done_by_name from action_checkins k left join people p on p.id = k.done_by
         where k.action_id = ? and k.removed_at is null order by k.planned_on, k.id limit 200",
    )
    .bind(action_id)
    .try_map(checkin)
    .fetch_all(db)
    .await?;
    Ok(rows)
}

pub async fn find(db: impl SqliteExecutor<'_>, action_id: i64, id: i64) -> Result<Checkin> {
    let row = sqlx::query(
        "select k.*, p.name as done_by_name from action_checkins k left join people p on p.id = k.done_by
         where k.id = ? and k.action_id = ? and k.removed_at is null",
    )
    .bind(id)
    .bind(action_id)
    .try_map(checkin)
    .fetch_optional(db)
    .await?;
    row.ok_or(Error::NotFound)
}

fn checkin(row: SqliteRow) -> sqlx::Result<Checkin> {
    Ok(Checkin {
        id: row.int("id")?,
        action_id: row.int("action_id")?,
        planned: Planned {
            planned_on: row.parsed("planned_on")?,
            every_months: row.opt_int("every_months")?,
        },
        series_from: row.parsed("series_from")?,
        done: Done {
            done_on: row.opt_parsed("done_on")?,
            comment: row.string("comment")?,
        },
        done_by: row.opt_string("done_by_name")?,
        version: row.int("version")?,
    })
}

pub async fn plan(tx: &mut Write, action: &Action, planned: &Planned) -> Result<i64> {
    insert(tx, action.id, planned, planned.planned_on).await
}

async fn insert(
    tx: &mut Write,
    action_id: i64,
    planned: &Planned,
    series_from: Date,
) -> Result<i64> {
    let id: i64 = sqlx::query_scalar(
        "insert into action_checkins (action_id, planned_on, series_from, every_months) values (?, ?, ?, ?) returning id",
    )
    .bind(action_id)
    .bind(Text(planned.planned_on))
    .bind(Text(series_from))
    .bind(planned.every_months)
    .fetch_one(tx.conn())
    .await?;
    let event = event(EventKind::CheckinPlanned, action_id, id, 1);
    tx.record(event.changes(Change::between(None, planned)))
        .await?;
    Ok(id)
}

/// Writes what came of a check-in, and plans the next of those that recur.
pub async fn settle(
    tx: &mut Write,
    action: &Action,
    checkin: &Checkin,
    done: &Done,
) -> Result<Option<Date>> {
    let actor = tx.actor();
    let saved = sqlx::query(
        "update action_checkins set done_on = ?, comment = ?, done_by = ?, version = version + 1
         where id = ? and version = ? and done_on is null and removed_at is null",
    )
    .bind(text(&done.done_on))
    .bind(&done.comment)
    .bind(actor)
    .bind(checkin.id)
    .bind(checkin.version)
    .execute(tx.conn())
    .await?;
    one(saved.rows_affected())?;
    let event = event(
        EventKind::CheckinDone,
        action.id,
        checkin.id,
        checkin.version + 1,
    );
    tx.record(event.changes(Change::between(Some(&checkin.done), done)))
        .await?;
    let day = done.done_on.unwrap_or_else(|| tx.today());
    let next = checkin.next(day, action.plan.due_on);
    if let Some(planned_on) = next {
        let planned = Planned {
            planned_on,
            ..checkin.planned.clone()
        };
        insert(tx, action.id, &planned, checkin.series_from).await?;
    }
    Ok(next)
}

/// Takes away one that is not done; with it end those that would have followed.
pub async fn remove(tx: &mut Write, checkin: &Checkin) -> Result<()> {
    let now = tx.now();
    let saved = sqlx::query(
        "update action_checkins set removed_at = ?, version = version + 1
         where id = ? and version = ? and done_on is null and removed_at is null",
    )
    .bind(Text(now))
    .bind(checkin.id)
    .bind(checkin.version)
    .execute(tx.conn())
    .await?;
    one(saved.rows_affected())?;
    let event = event(
        EventKind::CheckinRemoved,
        checkin.action_id,
        checkin.id,
        checkin.version + 1,
    );
    tx.record(event.change("removed_at", None::<&str>, now))
        .await
}

fn event(kind: EventKind, action_id: i64, id: i64, version: i64) -> Event {
    Event::new(kind, SubjectKind::ActionCheckin, id)
        .within(SubjectKind::Action, action_id)
        .version(version)
}
