//! Actions that are given to a unit or a function: asked, answered, and who waits for what.

use super::write::within;
use crate::domain::action::{Action, Answer, Owner, Plan, Receipt};
use crate::domain::event::{Change, Event, EventKind, SubjectKind};
use crate::domain::people::Seat;
use crate::error::{Error, Result};
use crate::store::Write;
use crate::store::columns::{Columns, Text, text};
use crate::store::dialogues::one;
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteRow;

/// A step: what is said, why, and where the action lies after it.
#[derive(Clone, Debug)]
pub struct Step {
    pub answer: Answer,
    pub reason: String,
    pub unit_id: i64,
    /// The function that is asked.
    pub seat: Option<Seat>,
    /// Who has it from now on, when that changes.
    pub owner: Option<Owner>,
}

/// Takes a step, if it can be taken from where the action stands.
pub async fn take(tx: &mut Write, action: &Action, step: &Step) -> Result<()> {
    let receipt = action.given.receipt.after(step.answer);
    let receipt = receipt.filter(|_| action.plan.status.is_open());
    let receipt = receipt.ok_or(Error::Stale)?;
    let mut plan = Plan {
        unit_id: step.unit_id,
        ..action.plan.clone()
    };
    match &step.owner {
        Some(Owner::Seat(seat)) => {
            (plan.owner_seat, plan.owner_person_id) = (Some(seat.clone()), None)
        }
        Some(Owner::Person(id)) => (plan.owner_seat, plan.owner_person_id) = (None, Some(*id)),
        None => {}
    }
    save(tx, action, step, receipt, &plan).await?;
    log(tx, action, step).await?;
    let event = Event::new(event_of(step.answer), SubjectKind::Action, action.id)
        .version(action.version + 1)
        .changes(Change::between(Some(&action.plan), &plan))
        .changes(reason(&step.reason));
    tx.record(within(event, &plan)).await
}

fn reason(reason: &str) -> Vec<Change> {
    match reason.is_empty() {
        true => Vec::new(),
        false => vec![Change::new("reason", "", reason)],
    }
}

fn event_of(answer: Answer) -> EventKind {
    match answer {
        Answer::Asked => EventKind::ActionGiven,
        Answer::Accepted => EventKind::ActionAccepted,
        Answer::Redirected => EventKind::ActionRedirected,
        Answer::Declined => EventKind::ActionDeclined,
        Answer::Withdrawn => EventKind::ActionTakenBack,
    }
}

async fn save(
    tx: &mut Write,
    action: &Action,
    step: &Step,
    receipt: Receipt,
    plan: &Plan,
) -> Result<()> {
    let (now, actor) = (tx.now(), tx.actor());
    let by = match step.answer {
        Answer::Asked => actor,
        Answer::Withdrawn => None,
        _ => action.given.by,
    };
    let saved = sqlx::query(
        "update actions set receipt = ?, given_by = ?, given_seat = ?, unit_id = ?, owner_seat = ?,
                owner_person_id = ?, updated_at = ?, version = version + 1 where id = ? and version = ?",
    )
    .bind(Text(receipt))
    .bind(by)
    .bind(text(&step.seat))
    .bind(plan.unit_id)
    .bind(text(&plan.owner_seat))
    .bind(plan.owner_person_id)
    .bind(Text(now))
    .bind(action.id)
    .bind(action.version)
    .execute(tx.conn())
    .await?;
    one(saved.rows_affected())
}

async fn log(tx: &mut Write, action: &Action, step: &Step) -> Result<()> {
    let (now, actor) = (tx.now(), tx.actor());
    let goes_on = matches!(step.answer, Answer::Asked | Answer::Redirected);
    let to_unit = (goes_on && step.seat.is_none()).then_some(step.unit_id);
    sqlx::query(
        "insert into action_receipts (action_id, answer, reason, unit_id, to_unit_id, to_seat, by_id, created_at)
         values (?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(action.id)
    .bind(Text(step.answer))
    .bind(&step.reason)
    .bind(action.plan.unit_id)
    .bind(to_unit)
    .bind(text(&step.seat.as_ref().filter(|_| goes_on).cloned()))
    .bind(actor)
    .bind(Text(now))
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// A line of the log of an action that was given away.
#[derive(Clone, Debug)]
pub struct Logged {
    pub answer: Answer,
    pub reason: String,
    /// The unit it lay on before.
    pub unit_id: i64,
    pub to_unit: Option<String>,
    pub to_seat: Option<Seat>,
    pub by: Option<String>,
    pub at: Timestamp,
}

/// The log of an action, newest first.
pub async fn log_of(db: impl SqliteExecutor<'_>, id: i64) -> Result<Vec<Logged>> {
    let rows = sqlx::query(
        "select r.*, u.name as to_unit, p.name as by_name from action_receipts r
         left join units u on u.id = r.to_unit_id left join people p on p.id = r.by_id
         where r.action_id = ? order by r.id desc limit 100",
    )
    .bind(id)
    .try_map(|row: SqliteRow| {
        Ok(Logged {
            answer: row.parsed("answer")?,
            reason: row.string("reason")?,
            unit_id: row.int("unit_id")?,
            to_unit: row.opt_string("to_unit")?,
            to_seat: row.opt_parsed("to_seat")?,
            by: row.opt_string("by_name")?,
            at: row.parsed("created_at")?,
        })
    })
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// The unit an action goes back to when the one who was asked declines, or it is taken back.
pub async fn came_from(db: impl SqliteExecutor<'_>, action: &Action) -> Result<i64> {
    let unit: Option<i64> = sqlx::query_scalar(
        "select unit_id from action_receipts where action_id = ? and answer = 'asked' order by id desc limit 1",
    )
    .bind(action.id)
    .fetch_optional(db)
    .await?;
    Ok(unit.unwrap_or(action.plan.unit_id))
}

/// An action that waits for someone to say something.
#[derive(Clone, Debug)]
pub struct Waiting {
    pub id: i64,
    pub title: String,
    pub due_on: Date,
    /// Whether it came back; else it waits for an answer.
    pub declined: bool,
    pub unit: String,
    pub seat: Option<Seat>,
    /// Who gave it; when it came back, who declined.
    pub by: Option<String>,
    /// What was said with it last.
    pub reason: String,
}

/// The open actions that a person's unit or seats are asked to take, and those she gave away that came back.
pub async fn waiting(
    db: impl SqliteExecutor<'_>,
    person_id: i64,
    seats: &[Seat],
) -> Result<Vec<Waiting>> {
    let seats = serde_json::to_string(seats).map_err(Error::internal)?;
    let rows = sqlx::query(
        "select a.id, a.title, a.due_on, a.receipt, a.given_seat, u.name as unit, p.name as by_name,
                coalesce(r.reason, '') as reason
         from actions a join units u on u.id = a.unit_id
         left join action_receipts r on r.id = (select max(id) from action_receipts where action_id = a.id)
         left join people p on p.id = r.by_id
         where a.status in ('proposed', 'decided', 'ongoing') and a.id in (
             select id from actions where receipt = 'asked' and given_seat is null
                 and unit_id = (select unit_id from people where id = ?1)
             union all select id from actions where receipt = 'asked' and given_seat is not null
                 and given_seat in (select value from json_each(?2))
             union all select id from actions where receipt = 'declined'
                 and (given_by = ?1 or owner_person_id = ?1 or owner_seat in (select value from json_each(?2))))
         order by a.due_on, a.id limit 100",
    )
    .bind(person_id)
    .bind(seats)
    .try_map(|row: SqliteRow| {
        Ok(Waiting {
            id: row.int("id")?,
            title: row.string("title")?,
            due_on: row.parsed("due_on")?,
            declined: row.parsed::<Receipt>("receipt")? == Receipt::Declined,
            unit: row.string("unit")?,
            seat: row.opt_parsed("given_seat")?,
            by: row.opt_string("by_name")?,
            reason: row.string("reason")?,
        })
    })
    .fetch_all(db)
    .await?;
    Ok(rows)
}
