//! What the agency owes whom: feedback that has not been given, and handovers without contact.

use crate::clock::in_stockholm;
use crate::domain::feedback::{Owed, again_on};
use crate::domain::handover::{Standing, standing};
use crate::domain::milestone::FallsOn;
use crate::domain::setting::Number;
use crate::error::Result;
use crate::store::columns::Columns;
use crate::store::kept::{self, Until};
use crate::store::reader::Reader;
use crate::store::settings;
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteRow;
use std::sync::Arc;

/// That the region shall be told again, by a department that has open insatser from a dialogue.
#[derive(Clone, Debug)]
pub struct Again {
    pub dialogue_id: i64,
    pub county: String,
    pub county_name: String,
    pub held_on: Date,
    pub department_id: i64,
    pub of_regioner: bool,
    pub department: String,
    pub actions: i64,
    /// When the region was told the last time; the day of the dialogue when it has not been.
    pub last: Date,
    pub due_on: Date,
}

/// Those of every dialogue that has been held, also of closed ones; none while the first feedback to the
/// region is still owed, for that is the duty then.
pub async fn again(db: impl SqliteExecutor<'_>) -> Result<Vec<Again>> {
    let rows = sqlx::query(
        "with going_on as (
             select a.dialogue_id, coalesce(i.department_id, u.department_id) as department_id,
                    min(a.created_at) as first_made, count(*) as actions
             from actions a left join issue_areas i on i.id = a.issue_area_id join units u on u.id = a.unit_id
             where a.status in ('proposed', 'decided', 'ongoing') and a.dialogue_id is not null group by 1, 2)
         select g.*, d.county, c.short_name, d.held_on, dep.name as department, dep.is_regioner,
                (select max(f.given_on) from feedback f where f.dialogue_id = g.dialogue_id
                     and f.direction = 'region' and f.department_id = g.department_id) as told_on,
                (select max(m.settled_at) from milestones m where m.dialogue_id = g.dialogue_id
                     and m.key = 'feedback_region' and m.department_id = g.department_id) as settled_at
         from going_on g join dialogues d on d.id = g.dialogue_id and d.phase in ('following_up', 'closed')
         join counties c on c.code = d.county join departments dep on dep.id = g.department_id
         where not exists (select 1 from milestones m where m.dialogue_id = g.dialogue_id
             and m.key = 'feedback_region' and m.department_id = g.department_id and m.state = 'open')",
    )
    .try_map(read_again)
    .fetch_all(db)
    .await?;
    Ok(rows)
}

fn read_again(row: SqliteRow) -> sqlx::Result<Again> {
    let held_on: Date = row.parsed("held_on")?;
    let told: Option<Date> = row.opt_parsed("told_on")?;
    let settled: Option<Timestamp> = row.opt_parsed("settled_at")?;
    let made: Timestamp = row.parsed("first_made")?;
    let last = told.max(settled.map(in_stockholm)).unwrap_or(held_on);
    Ok(Again {
        dialogue_id: row.int("dialogue_id")?,
        county: row.string("county")?,
        county_name: row.string("short_name")?,
        department_id: row.int("department_id")?,
        of_regioner: row.flag("is_regioner")?,
        department: row.string("department")?,
        actions: row.int("actions")?,
        due_on: again_on(last, in_stockholm(made)),
        held_on,
        last,
    })
}

/// What it is that is owed.
#[derive(Clone, Debug)]
pub enum Source {
    Milestone {
        id: i64,
        falls_on: FallsOn,
    },
    /// So many insatser go on.
    Again {
        of_regioner: bool,
        actions: i64,
    },
    Handover {
        id: i64,
        question: String,
        unit: String,
        of_regioner: bool,
        standing: Standing,
    },
}

#[derive(Clone, Debug)]
pub struct Debt {
    pub owed: Owed,
    pub source: Source,
    pub dialogue_id: Option<i64>,
    pub held_on: Option<Date>,
    /// The round's year, or else the dialogue's.
    pub round: Option<i64>,
    pub county: String,
    pub department_id: Option<i64>,
    pub issue_area: String,
    pub due_on: Date,
}

/// All of it, the oldest first.
pub async fn all(db: &Reader, today: Date) -> Result<Arc<Vec<Debt>>> {
    let read = async {
        let days = settings::number(db, Number::HandoverSilenceDays).await?;
        let mut all = milestones(db).await?;
        all.extend(again(db).await?.into_iter().map(again_debt));
        all.extend(handovers(db, days, today).await?);
        all.sort_by_key(|debt| (debt.due_on, debt.held_on));
        Ok(all)
    };
    let key = ("debts", today.to_string());
    kept::answer(db, Until::AnythingHappens, key, read).await
}

fn again_debt(of: Again) -> Debt {
    Debt {
        owed: Owed::Region,
        source: Source::Again {
            of_regioner: of.of_regioner,
            actions: of.actions,
        },
        dialogue_id: Some(of.dialogue_id),
        round: Some(i64::from(of.held_on.year())),
        held_on: Some(of.held_on),
        county: of.county,
        department_id: Some(of.department_id),
        issue_area: String::new(),
        due_on: of.due_on,
    }
}

/// A handover that waits stands instead of the milestone that asks for it.
async fn milestones(db: &Reader) -> Result<Vec<Debt>> {
    let rows = sqlx::query(
        "select m.id, m.key, m.falls_on, m.department_id, m.due_on, d.id as dialogue_id, d.held_on, d.county,
                coalesce(r.year, cast(substr(d.held_on, 1, 4) as integer)) as round, coalesce(i.name, '') as issue_area
         from milestones m join dialogues d on d.id = m.dialogue_id left join rounds r on r.id = d.round_id
         left join issue_areas i on i.id = m.issue_area_id
         where m.state = 'open' and d.phase = 'following_up'
           and m.key in ('feedback_team', 'feedback_department', 'handover', 'feedback_region')
           and not (m.key = 'handover' and exists (select 1 from handovers h where h.dialogue_id = m.dialogue_id
               and h.status in ('sent', 'accepted', 'returned')
               and (h.issue_area_id = m.issue_area_id or (m.issue_area_id is null and m.department_id =
                   (select department_id from issue_areas where id = h.issue_area_id)))))",
    )
    .try_map(|row: SqliteRow| {
        let key = row.string("key")?;
        Ok(Debt {
            owed: Owed::of_key(&key).unwrap_or(Owed::Unit),
            source: Source::Milestone {
                id: row.int("id")?,
                falls_on: row.parsed("falls_on")?,
            },
            dialogue_id: Some(row.int("dialogue_id")?),
            held_on: Some(row.parsed("held_on")?),
            round: row.opt_int("round")?,
            county: row.string("county")?,
            department_id: row.opt_int("department_id")?,
            issue_area: row.string("issue_area")?,
            due_on: row.parsed("due_on")?,
        })
    })
    .fetch_all(db)
    .await?;
    Ok(rows)
}

async fn handovers(db: &Reader, silence_days: i64, today: Date) -> Result<Vec<Debt>> {
    let rows = sqlx::query(
        "select h.*, u.name as unit, coalesce(i.name, '') as issue_area, dep.id as department_id, dep.is_regioner,
                d.held_on, coalesce(r.year, cast(substr(d.held_on, 1, 4) as integer)) as round
         from handovers h join units u on u.id = h.unit_id left join issue_areas i on i.id = h.issue_area_id
         join departments dep on dep.id = coalesce(i.department_id, u.department_id)
         left join dialogues d on d.id = h.dialogue_id left join rounds r on r.id = d.round_id
         where h.status in ('sent', 'accepted', 'returned')",
    )
    .try_map(|row: SqliteRow| {
        let sent_on = in_stockholm(row.parsed("sent_at")?);
        let contact_by = row.parsed("contact_by")?;
        let status = row.parsed("status")?;
        Ok(Debt {
            owed: Owed::Unit,
            source: Source::Handover {
                id: row.int("id")?,
                question: row.string("question")?,
                unit: row.string("unit")?,
                of_regioner: row.flag("is_regioner")?,
                standing: standing(status, sent_on, contact_by, silence_days, today),
            },
            dialogue_id: row.opt_int("dialogue_id")?,
            held_on: row.opt_parsed("held_on")?,
            round: row.opt_int("round")?,
            county: row.string("county")?,
            department_id: Some(row.int("department_id")?),
            issue_area: row.string("issue_area")?,
            due_on: contact_by,
        })
    })
    .fetch_all(db)
    .await?;
    Ok(rows)
}
