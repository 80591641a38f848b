//! Återkoppling: given, read, and what there is to tell.

pub mod audience;
pub mod coverage;
pub mod debts;
pub mod proposal;

pub use audience::{Listener, Unread, audience, mark_read, unread};
pub use debts::{Again, Debt, Source, again, all as debts};

use super::Write;
use super::columns::{Columns, Text};
use super::dialogues;
use super::milestones::{self, Which};
use super::reader::Reader;
use crate::clock::in_stockholm;
use crate::domain::event::{Change, Event, EventKind, SubjectKind};
use crate::domain::feedback::{Feedback, Giving, again_on};
use crate::domain::milestone::Outcome;
use crate::error::Result;
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteRow;

/// Keeps what was told, and settles the milestone whose duty it was.
pub async fn give(tx: &mut Write, giving: &Giving) -> Result<i64> {
    let (now, by) = (tx.now(), tx.actor());
    let id: i64 = sqlx::query_scalar(
        "insert into feedback (dialogue_id, direction, department_id, text, given_on, receiver, diary_no, report_id,
                               created_at, created_by)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id",
    )
    .bind(giving.dialogue_id)
    .bind(Text(giving.direction))
    .bind(giving.department_id)
    .bind(&giving.text)
    .bind(Text(giving.given_on))
    .bind(&giving.receiver)
    .bind(&giving.diary_no)
    .bind(giving.report_id)
    .bind(Text(now))
    .bind(by)
    .fetch_one(tx.conn())
    .await?;
    let event = Event::new(EventKind::FeedbackGiven, SubjectKind::Feedback, id)
        .within(SubjectKind::Dialogue, giving.dialogue_id)
        .version(1)
        .changes(Change::between(None, giving));
    tx.record(event).await?;
    let dialogue = dialogues::find(tx.conn(), giving.dialogue_id).await?;
    let which = Which {
        key: giving.direction.key(),
        department_id: giving.department_id,
        issue_area_id: None,
    };
    milestones::follow_work(tx, &dialogue, which, Outcome::Done, "").await?;
    Ok(id)
}

const FEEDBACK: &str = "select f.*, coalesce(d.name, '') as department, coalesce(p.name, '') as by_name
    from feedback f left join departments d on d.id = f.department_id left join people p on p.id = f.created_by";

pub async fn find(db: impl SqliteExecutor<'_>, id: i64) -> Result<Feedback> {
    let sql = format!("{FEEDBACK} where f.id = ?");
    Ok(sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(id)
        .try_map(feedback)
        .fetch_one(db)
        .await?)
}

/// What was told after a dialogue, the latest first.
pub async fn of_dialogue(db: impl SqliteExecutor<'_>, dialogue: i64) -> Result<Vec<Feedback>> {
    let sql =
        format!("{FEEDBACK} where f.dialogue_id = ? order by f.given_on desc, f.id desc limit 300");
    Ok(sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(dialogue)
        .try_map(feedback)
        .fetch_all(db)
        .await?)
}

fn feedback(row: SqliteRow) -> sqlx::Result<Feedback> {
    Ok(Feedback {
        id: row.int("id")?,
        giving: Giving {
            dialogue_id: row.int("dialogue_id")?,
            direction: row.parsed("direction")?,
            department_id: row.opt_int("department_id")?,
            text: row.string("text")?,
            given_on: row.parsed("given_on")?,
            receiver: row.string("receiver")?,
            diary_no: row.string("diary_no")?,
            report_id: row.opt_int("report_id")?,
        },
        department: row.string("department")?,
        by_id: row.opt_int("created_by")?,
        by: row.string("by_name")?,
        created_at: row.parsed("created_at")?,
    })
}

/// What the region has been told of an insats, and when it shall be told again.
#[derive(Clone, Debug, Default)]
pub struct OfAction {
    pub dialogue_id: Option<i64>,
    pub department_id: i64,
    pub given: Vec<Feedback>,
    /// None while the first one has not been given, or when the insats is settled.
    pub again_on: Option<Date>,
}

/// By the dialogue the insats comes from and its department, whose duty it is.
pub async fn of_action(db: &Reader, action: i64) -> Result<OfAction> {
    let sql = format!(
        "{FEEDBACK} join (select a.dialogue_id, coalesce(i.department_id, u.department_id) as department_id
             from actions a left join issue_areas i on i.id = a.issue_area_id join units u on u.id = a.unit_id
             where a.id = ?) own on own.dialogue_id = f.dialogue_id and own.department_id = f.department_id
         where f.direction = 'region' order by f.given_on desc, f.id desc limit 50"
    );
    let given: Vec<Feedback> = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(action)
        .try_map(feedback)
        .fetch_all(db)
        .await?;
    let own = sqlx::query(
        "select a.dialogue_id, coalesce(i.department_id, u.department_id) as department_id, a.created_at,
                a.status in ('proposed', 'decided', 'ongoing') and coalesce(d.phase, '') in ('following_up', 'closed')
                    and not exists (select 1 from milestones m where m.dialogue_id = a.dialogue_id
                        and m.key = 'feedback_region' and m.state = 'open'
                        and m.department_id = coalesce(i.department_id, u.department_id)) as goes_on,
                d.held_on, (select max(m.settled_at) from milestones m where m.dialogue_id = a.dialogue_id
                    and m.key = 'feedback_region' and m.department_id = coalesce(i.department_id, u.department_id))
                    as settled_at
         from actions a left join issue_areas i on i.id = a.issue_area_id join units u on u.id = a.unit_id
         left join dialogues d on d.id = a.dialogue_id where a.id = ?",
    )
    .bind(action)
    .try_map(|row: SqliteRow| own_action(row, &given))
    .fetch_one(db)
    .await?;
    Ok(OfAction { given, ..own })
}

fn own_action(row: SqliteRow, given: &[Feedback]) -> sqlx::Result<OfAction> {
    let made: Timestamp = row.parsed("created_at")?;
    let told = given.first().map(|each| each.giving.given_on);
    let settled: Option<Timestamp> = row.opt_parsed("settled_at")?;
    let last = told.max(settled.map(in_stockholm));
    let last = last.or(row.opt_parsed("held_on")?);
    Ok(OfAction {
        dialogue_id: row.opt_int("dialogue_id")?,
        department_id: row.int("department_id")?,
        given: Vec::new(),
        again_on: last
            .filter(|_| row.flag("goes_on").unwrap_or_default())
            .map(|last| again_on(last, in_stockholm(made))),
    })
}
