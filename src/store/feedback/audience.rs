//! Who a feedback to a team or a department is for, and who has read it.

use crate::clock::in_stockholm;
use crate::domain::calendar::add_days;
use crate::domain::event::{Event, EventKind, SubjectKind};
use crate::domain::feedback::{Direction, Feedback};
use crate::error::Result;
use crate::store::Write;
use crate::store::columns::{Columns, Text};
use crate::store::kept::{self, Until};
use crate::store::reader::Reader;
use jiff::civil::Date;
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteRow;
use std::sync::Arc;

/// Everyone who had a function in the team on the day it was given; for a department those of its people who
/// had a function, its ansvariga för sakfrågor and its chefer. Without an account nobody reads here.
const FOR_HER: &str = " from feedback f join dialogues d on d.id = f.dialogue_id
    join counties c on c.code = d.county
    join team_counties tc on tc.county = d.county
        and tc.valid_from <= f.given_on and (tc.valid_to is null or tc.valid_to >= f.given_on)
    join people p on p.id is not f.created_by
    join accounts ac on ac.person_id = p.id and ac.deactivated_at is null
    left join departments dep on dep.id = f.department_id
    left join units u on u.id = p.unit_id
    left join feedback_receipts r on r.feedback_id = f.id and r.person_id = p.id
    where ((f.direction = 'team' and exists (select 1 from assignments a
            where a.person_id = p.id and a.removed_at is null and a.valid_from <= f.given_on
              and (a.valid_to is null or a.valid_to >= f.given_on)
              and (a.team_id = tc.team_id or a.county in (select t.county from team_counties t
                  where t.team_id = tc.team_id and t.valid_from <= f.given_on
                    and (t.valid_to is null or t.valid_to >= f.given_on)))))
        or (f.direction = 'department' and (exists (select 1 from assignments a
            where a.person_id = p.id and a.removed_at is null and a.valid_from <= f.given_on
              and (a.valid_to is null or a.valid_to >= f.given_on)
              and (a.department_id = f.department_id or u.department_id = f.department_id))
            or exists (select 1 from account_roles o where o.person_id = p.id and o.role = 'manager'
              and o.department_id = f.department_id and o.valid_from <= f.given_on
              and (o.valid_to is null or o.valid_to >= f.given_on)))))";

/// Someone it is for.
#[derive(Clone, Debug)]
pub struct Listener {
    pub person_id: i64,
    pub name: String,
    pub read_on: Option<Date>,
}

pub async fn audience(db: impl SqliteExecutor<'_>, feedback: i64) -> Result<Vec<Listener>> {
    let sql = format!(
        "select p.id, p.name, r.read_at {FOR_HER} and f.id = ? order by p.name collate svenska, p.id limit 500"
    );
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(feedback)
        .try_map(|row: SqliteRow| {
            Ok(Listener {
                person_id: row.int("id")?,
                name: row.string("name")?,
                read_on: row.opt_parsed("read_at")?.map(in_stockholm),
            })
        })
        .fetch_all(db)
        .await?;
    Ok(rows)
}

/// A feedback she has not said that she has read.
#[derive(Clone, Debug)]
pub struct Unread {
    pub id: i64,
    pub direction: Direction,
    pub department: String,
    pub dialogue_id: i64,
    pub county: String,
    pub held_on: Date,
    pub given_on: Date,
    pub by: String,
}

/// They wait on her start page for a year.
const DAYS: i64 = 365;

pub async fn unread(db: &Reader, person_id: i64, today: Date) -> Result<Arc<Vec<Unread>>> {
    let key = ("unread feedback", format!("{person_id} {today}"));
    let read = read_unread(db, person_id, today);
    kept::answer(db, Until::AnythingHappens, key, read).await
}

async fn read_unread(db: &Reader, person_id: i64, today: Date) -> Result<Vec<Unread>> {
    let sql = format!(
        "select f.id, f.direction, f.given_on, f.dialogue_id, c.short_name, d.held_on,
                coalesce(dep.name, '') as department, coalesce(w.name, '') as by_name
         {} and p.id = ?1 and r.person_id is null and f.given_on >= ?2
         order by f.given_on, f.id limit 50",
        FOR_HER.replacen(
            " where ",
            " left join people w on w.id = f.created_by where ",
            1
        )
    );
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(person_id)
        .bind(Text(add_days(today, -DAYS)))
        .try_map(|row: SqliteRow| {
            Ok(Unread {
                id: row.int("id")?,
                direction: row.parsed("direction")?,
                department: row.string("department")?,
                dialogue_id: row.int("dialogue_id")?,
                county: row.string("short_name")?,
                held_on: row.parsed("held_on")?,
                given_on: row.parsed("given_on")?,
                by: row.string("by_name")?,
            })
        })
        .fetch_all(db)
        .await?;
    Ok(rows)
}

/// "Jag har läst": once is enough.
pub async fn mark_read(tx: &mut Write, feedback: &Feedback) -> Result<()> {
    let (now, me) = (tx.now(), tx.actor());
    sqlx::query("insert into feedback_receipts (feedback_id, person_id, read_at) values (?, ?, ?)")
        .bind(feedback.id)
        .bind(me)
        .bind(Text(now))
        .execute(tx.conn())
        .await?;
    let event = Event::new(EventKind::FeedbackRead, SubjectKind::Feedback, feedback.id)
        .within(SubjectKind::Dialogue, feedback.giving.dialogue_id);
    tx.record(event).await
}

/// For the demo: what was given up to a day has been read by all, and what came later by every other.
pub(in crate::store) async fn read_until(tx: &mut Write, day: Date) -> Result<()> {
    let sql = format!(
        "insert into feedback_receipts (feedback_id, person_id, read_at)
         select f.id, p.id, f.created_at {FOR_HER} and (f.given_on <= ? or p.id % 2 = 0)"
    );
    sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(Text(day))
        .execute(tx.conn())
        .await?;
    Ok(())
}
