//! Överlämningar: read one by one, step by step, and as duties of units and issue officers.

mod list;
mod write;

pub use list::{Filter, Row, Sort, list, of_dialogue};
pub use write::{
    Contact, accept, add, change, close, contact, decline, redirect, remind, take_back,
};

use super::columns::{Columns, Text};
use super::kept::{self, Until};
use super::reader::Reader;
use super::settings;
use crate::clock::in_stockholm;
use crate::domain::handover::{Asking, Handover, StepKind, silent_before};
use crate::domain::people::Seat;
use crate::domain::setting::Number;
use crate::error::{Error, Result};
use jiff::civil::Date;
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteRow;
use std::sync::Arc;

/// The department whose issue officer has it when no unit does.
const OWNER: &str =
    " join units u on u.id = h.unit_id left join issue_areas i on i.id = h.issue_area_id
    join departments d on d.id = coalesce(i.department_id, u.department_id) ";

pub async fn find(db: impl SqliteExecutor<'_>, id: i64) -> Result<Handover> {
    Ok(sqlx::query(sqlx::AssertSqlSafe(format!(
        "select h.*, u.name as unit, coalesce(i.name, '') as issue_area, d.id as department_id, d.name as department,
                d.is_regioner, coalesce(p.name, '') as receiver
         from handovers h {OWNER} left join people p on p.id = h.receiver_id where h.id = ?"
    )))
    .bind(id)
    .try_map(handover)
    .fetch_one(db)
    .await?)
}

fn handover(row: SqliteRow) -> sqlx::Result<Handover> {
    Ok(Handover {
        id: row.int("id")?,
        asking: Asking {
            county: row.string("county")?,
            dialogue_id: row.opt_int("dialogue_id")?,
            issue_area_id: row.opt_int("issue_area_id")?,
            unit_id: row.int("unit_id")?,
            question: row.string("question")?,
            contact_by: row.parsed("contact_by")?,
            note: row.string("note")?,
            shareable: row.flag("shareable")?,
        },
        status: row.parsed("status")?,
        sent_on: in_stockholm(row.parsed("sent_at")?),
        receiver: row.string("receiver")?,
        first_contact_on: row.opt_parsed("first_contact_on")?,
        result: row.string("result")?,
        return_reason: row.string("return_reason")?,
        unit: row.string("unit")?,
        issue_area: row.string("issue_area")?,
        department_id: row.int("department_id")?,
        department: row.string("department")?,
        of_regioner: row.flag("is_regioner")?,
        version: row.int("version")?,
    })
}

/// A step as it is shown.
#[derive(Clone, Debug)]
pub struct Step {
    pub kind: StepKind,
    pub happened_on: Date,
    pub text: String,
    /// The unit it went to, or lay on.
    pub unit: String,
    pub by: String,
}

/// What was said at its latest step.
pub async fn last_words(db: impl SqliteExecutor<'_>, id: i64) -> Result<String> {
    let words = sqlx::query_scalar(
        "select text from handover_steps where handover_id = ? order by id desc limit 1",
    )
    .bind(id)
    .fetch_optional(db)
    .await?;
    Ok(words.unwrap_or_default())
}

/// The steps of a handover, newest first.
pub async fn steps(db: impl SqliteExecutor<'_>, id: i64) -> Result<Vec<Step>> {
    let rows = sqlx::query(
        "select s.kind, s.happened_on, s.text, coalesce(u.name, '') as unit, coalesce(p.name, '') as by_name
         from handover_steps s left join units u on u.id = s.unit_id left join people p on p.id = s.by_id
         where s.handover_id = ? order by s.id desc limit 200",
    )
    .bind(id)
    .try_map(|row: SqliteRow| {
        Ok(Step {
            kind: row.parsed("kind")?,
            happened_on: row.parsed("happened_on")?,
            text: row.string("text")?,
            unit: row.string("unit")?,
            by: row.string("by_name")?,
        })
    })
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// Whether a person belongs to a unit; decided inside the write.
pub async fn is_in_unit(db: impl SqliteExecutor<'_>, person_id: i64, unit_id: i64) -> Result<bool> {
    Ok(
        sqlx::query_scalar("select exists (select 1 from people where id = ? and unit_id = ?)")
            .bind(person_id)
            .bind(unit_id)
            .fetch_one(db)
            .await?,
    )
}

/// A line of a dialogue that can be handed over.
#[derive(Clone, Debug)]
pub struct Line {
    pub dialogue_id: i64,
    pub issue_area_id: Option<i64>,
    pub text: String,
    pub shareable: bool,
    /// It has become something already.
    pub taken: bool,
}

pub async fn line(db: impl SqliteExecutor<'_>, outcome: i64) -> Result<Line> {
    Ok(sqlx::query(
        "select o.dialogue_id, coalesce(o.issue_area_id, x.issue_area_id) as area, o.text, o.shareable,
                coalesce(o.action_id, o.handover_id, o.parked_item_id) is not null as taken
         from outcomes o left join agenda_items x on x.id = o.agenda_item_id
         where o.id = ? and o.removed_at is null",
    )
    .bind(outcome)
    .try_map(|row: SqliteRow| {
        Ok(Line {
            dialogue_id: row.int("dialogue_id")?,
            issue_area_id: row.opt_int("area")?,
            text: row.string("text")?,
            shareable: row.flag("shareable")?,
            taken: row.flag("taken")?,
        })
    })
    .fetch_one(db)
    .await?)
}

/// A handover that waits for someone.
#[derive(Clone, Debug)]
pub struct Waiting {
    pub id: i64,
    pub question: String,
    pub county: String,
    pub unit: String,
    pub contact_by: Date,
    /// None for one that lies with her unit.
    pub seat: Option<Seat>,
    pub accepted: bool,
    /// It came back by silence, and not because the unit declined.
    pub silent: bool,
}

/// What waits for a person: at her unit, and what has come back to the seats she holds.
#[derive(Debug, Default)]
pub struct Mine {
    pub at_unit: Vec<Waiting>,
    pub back: Vec<Waiting>,
}

/// At most so many of each kind on a start page.
const MOST: i64 = 50;

pub async fn mine(db: &Reader, person_id: i64, seats: &[Seat], today: Date) -> Result<Arc<Mine>> {
    let wanted = serde_json::to_string(seats).map_err(Error::internal)?;
    let key = ("handovers", format!("{person_id} {today} {wanted}"));
    let read = async {
        let days = settings::number(db, Number::HandoverSilenceDays).await?;
        Ok(Mine {
            at_unit: at_unit(db, person_id).await?,
            back: back(db, &wanted, days, today).await?,
        })
    };
    kept::answer(db, Until::AnythingHappens, key, read).await
}

async fn at_unit(db: &Reader, person_id: i64) -> Result<Vec<Waiting>> {
    let rows = sqlx::query(
        "select h.id, h.question, h.contact_by, h.status, c.short_name, u.name as unit, null as seat, 0 as silent
         from people p join handovers h on h.unit_id = p.unit_id and h.status in ('sent', 'accepted')
         join counties c on c.code = h.county join units u on u.id = h.unit_id
         where p.id = ? order by h.contact_by, h.id limit ?",
    )
    .bind(person_id)
    .bind(MOST)
    .try_map(waiting)
    .fetch_all(db)
    .await?;
    Ok(rows)
}

async fn back(db: &Reader, seats: &str, days: i64, today: Date) -> Result<Vec<Waiting>> {
    let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
        "select * from (select h.id, h.question, h.contact_by, h.status, c.short_name, u.name as unit,
                h.status <> 'returned' as silent,
                case when d.is_regioner = 1 then 'lead/' || tc.team_id
                     else 'issue/' || tc.team_id || '/' || d.id end as seat
         from handovers h {OWNER} join counties c on c.code = h.county
         join team_counties tc on tc.county = h.county
             and tc.valid_from <= ?1 and (tc.valid_to is null or tc.valid_to >= ?1)
         where h.status in ('sent', 'accepted', 'returned') and (h.status = 'returned' or h.contact_by < ?1
             or (h.status = 'sent' and h.sent_at < ?2)))
         where seat in (select value from json_each(?3)) order by contact_by, id limit ?4"
    )))
    .bind(Text(today))
    .bind(Text(silent_before(days, today)))
    .bind(seats)
    .bind(MOST)
    .try_map(waiting)
    .fetch_all(db)
    .await?;
    Ok(rows)
}

fn waiting(row: SqliteRow) -> sqlx::Result<Waiting> {
    Ok(Waiting {
        id: row.int("id")?,
        question: row.string("question")?,
        county: row.string("short_name")?,
        unit: row.string("unit")?,
        contact_by: row.parsed("contact_by")?,
        seat: row.opt_parsed("seat")?,
        accepted: row.string("status")? == "accepted",
        silent: row.flag("silent")?,
    })
}
