//! What falls on seats and people: open milestones, ordered briefs and actions, and the dialogues to come.

use super::actions::Origin;
use super::actions::receipts::{self, Waiting};
use super::columns::{Columns, Text};
use super::feedback;
use super::kept::{self, Until};
use super::ledger;
use super::reader::Reader;
use crate::domain::agenda::{Duty, Load, Work, page_of};
use crate::domain::feedback::{Direction, title};
use crate::domain::handover;
use crate::domain::people::Seat;
use crate::error::{Error, Result};
use jiff::civil::Date;
use sqlx::{AssertSqlSafe, SqliteExecutor};
use std::sync::Arc;

/// How many duties of each kind a page shows at most.
pub const MOST: i64 = 300;

/// Open milestones of dialogues that go on, each with the seat it falls on: by its function, the
/// län of the dialogue and that län's team on the day `?1`. Feedback is owed once the dialogue has been held,
/// and a handover that waits stands instead of its milestone.
const MILESTONES: &str =
    "select m.id, m.title, m.due_on, m.judgement and m.answer is null as unanswered, m.version,
        m.key, m.department_id, m.issue_area_id,
        d.id as dialogue_id, d.county, d.held_on,
        case when m.falls_on = 'county_officer' then 'county/' || d.county
             when m.falls_on = 'issue_officer' and m.department_id is not null
                 then 'issue/' || tc.team_id || '/' || m.department_id
             else 'lead/' || tc.team_id end as seat
    from milestones m join dialogues d on d.id = m.dialogue_id
    join team_counties tc on tc.county = d.county
        and tc.valid_from <= ?1 and (tc.valid_to is null or tc.valid_to >= ?1)
    where m.state = 'open' and d.phase not in ('closed', 'cancelled')
      and (d.phase = 'following_up'
           or m.key not in ('feedback_team', 'feedback_department', 'handover', 'feedback_region'))
      and not (m.key = 'handover' and exists (select 1 from handovers h where h.dialogue_id = m.dialogue_id
          and h.status in ('sent', 'accepted', 'returned') and h.issue_area_id = m.issue_area_id))
      and not exists (select 1 from brief_orders b where b.dialogue_id = m.dialogue_id and b.state <> 'withdrawn'
          and b.scope || '_brief' = m.key)";

/// Open orders of briefs in dialogues that go on, each with the seat it falls on. They stand instead of the
/// milestones that wait for them.
const ORDERS: &str = "select o.id, case o.scope when 'regional' then 'Regionalt underlag'
            else 'Nationellt underlag: ' || i.name end as title,
        o.due_on, o.state, o.asked_again_at is not null as asked_again, d.id as dialogue_id, d.county, d.held_on,
        coalesce((select id from briefs where issue_area_id = o.issue_area_id),
                 (select id from briefs where county = d.county and o.scope = 'regional')) as brief_id,
        case when o.scope = 'regional' then 'county/' || d.county
             when dep.is_regioner = 1 then 'lead/' || tc.team_id
             else 'issue/' || tc.team_id || '/' || dep.id end as seat
    from brief_orders o join dialogues d on d.id = o.dialogue_id
    left join issue_areas i on i.id = o.issue_area_id left join departments dep on dep.id = i.department_id
    join team_counties tc on tc.county = d.county
        and tc.valid_from <= ?1 and (tc.valid_to is null or tc.valid_to >= ?1)
    where o.state in ('ordered', 'returned') and d.phase not in ('closed', 'cancelled')";

/// What one person owes, and the dialogues that come next where she works.
#[derive(Debug)]
pub struct Owed {
    pub milestones: Vec<Duty>,
    pub actions: Vec<Duty>,
    pub orders: Vec<Duty>,
    /// Regions that shall be told again.
    pub again: Vec<Duty>,
    pub checkins: Vec<Duty>,
    /// Actions that wait for her answer, or came back to her.
    pub waiting: Vec<Waiting>,
    pub next: Vec<Origin>,
}

pub async fn owed(
    db: &Reader,
    seats: &[Seat],
    person_id: i64,
    counties: &[String],
    today: Date,
) -> Result<Arc<Owed>> {
    let key = format!(
        "{person_id} {today} {} {}",
        as_json(seats)?,
        as_json(counties)?
    );
    let read = async {
        Ok(Owed {
            milestones: milestones(db, seats, today).await?,
            actions: actions(db, seats, person_id).await?,
            orders: orders(db, seats, today).await?,
            again: again(db, seats, today).await?,
            checkins: checkins(db, seats, person_id).await?,
            waiting: receipts::waiting(db, person_id, seats).await?,
            next: next_dialogues(db, counties, today).await?,
        })
    };
    kept::answer(db, Until::AnythingHappens, ("owed", key), read).await
}

/// The open milestones that fall on any of the seats, by date.
pub async fn milestones(
    db: impl SqliteExecutor<'_>,
    seats: &[Seat],
    today: Date,
) -> Result<Vec<Duty>> {
    let rows = sqlx::query(AssertSqlSafe(format!(
        "select o.*, c.short_name from ({MILESTONES}) o join counties c on c.code = o.county
         where o.seat in (select value from json_each(?2))
         order by o.due_on, o.held_on, o.id limit {MOST}"
    )))
    .bind(Text(today))
    .bind(as_json(seats)?)
    .try_map(|row| {
        Ok(Duty {
            id: row.int("id")?,
            title: row.string("title")?,
            due_on: row.parsed("due_on")?,
            seat: Some(row.parsed("seat")?),
            work: Work::Milestone {
                dialogue_id: row.int("dialogue_id")?,
                county: row.string("short_name")?,
                held_on: row.parsed("held_on")?,
                unanswered: row.flag("unanswered")?,
                version: row.int("version")?,
                feedback: Direction::of_key(&row.string("key")?)
                    .zip(Some(row.opt_int("department_id")?)),
                page: page_of(&row.string("key")?, row.opt_int("issue_area_id")?),
            },
        })
    })
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// The open orders of briefs that fall on any of the seats, by date.
pub async fn orders(db: impl SqliteExecutor<'_>, seats: &[Seat], today: Date) -> Result<Vec<Duty>> {
    let rows = sqlx::query(AssertSqlSafe(format!(
        "select o.*, c.short_name from ({ORDERS}) o join counties c on c.code = o.county
         where o.seat in (select value from json_each(?2))
         order by o.due_on, o.held_on, o.id limit {MOST}"
    )))
    .bind(Text(today))
    .bind(as_json(seats)?)
    .try_map(|row| {
        Ok(Duty {
            id: row.int("id")?,
            title: row.string("title")?,
            due_on: row.parsed("due_on")?,
            seat: Some(row.parsed("seat")?),
            work: Work::Order {
                dialogue_id: row.int("dialogue_id")?,
                county: row.string("short_name")?,
                held_on: row.parsed("held_on")?,
                state: row.parsed("state")?,
                asked_again: row.flag("asked_again")?,
                brief_id: row.opt_int("brief_id")?,
            },
        })
    })
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// What the departments shall tell the regions again, of those seats, by date.
pub async fn again(db: &Reader, seats: &[Seat], today: Date) -> Result<Vec<Duty>> {
    let day = ledger::day(db, today).await?;
    let duty = |each: feedback::Again| {
        let county = day.counties.iter().find(|own| own.code == each.county)?;
        let seat = handover::seat(county.team_id, each.department_id, each.of_regioner);
        seats.contains(&seat).then(|| Duty {
            id: each.dialogue_id,
            title: title(Direction::Region, &each.department),
            due_on: each.due_on,
            seat: Some(seat),
            work: Work::Again {
                dialogue_id: each.dialogue_id,
                county: each.county_name,
                held_on: each.held_on,
                department_id: each.department_id,
            },
        })
    };
    let all = feedback::again(db).await?;
    let mut duties: Vec<Duty> = all.into_iter().filter_map(duty).collect();
    duties.sort_by_key(|duty| duty.due_on);
    Ok(duties)
}

/// The open actions that fall on any of the seats or are owned by the person, by date.
pub async fn actions(
    db: impl SqliteExecutor<'_>,
    seats: &[Seat],
    person_id: i64,
) -> Result<Vec<Duty>> {
    let rows = sqlx::query(AssertSqlSafe(format!(
        "select a.id, a.title, a.due_on, a.owner_seat,
                (select json_group_array(short_name) from (select c.short_name from action_counties ac
                    join counties c on c.code = ac.county where ac.action_id = a.id
                    order by c.short_name collate svenska)) as counties
         from actions a
         where a.status in ('proposed', 'decided', 'ongoing')
           and (a.owner_seat in (select value from json_each(?1)) or a.owner_person_id = ?2)
         order by a.due_on, a.id limit {MOST}"
    )))
    .bind(as_json(seats)?)
    .bind(person_id)
    .try_map(|row| {
        Ok(Duty {
            id: row.int("id")?,
            title: row.string("title")?,
            due_on: row.parsed("due_on")?,
            seat: row.opt_parsed("owner_seat")?,
            work: Work::Action {
                counties: row.json("counties")?,
            },
        })
    })
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// The planned check-ins of the open actions that fall on any of the seats or are owned by the person, by date.
pub async fn checkins(
    db: impl SqliteExecutor<'_>,
    seats: &[Seat],
    person_id: i64,
) -> Result<Vec<Duty>> {
    let rows = sqlx::query(AssertSqlSafe(format!(
        "select k.id, a.id as action_id, a.title, k.planned_on, a.owner_seat,
                (select json_group_array(short_name) from (select c.short_name from action_counties ac
                    join counties c on c.code = ac.county where ac.action_id = a.id
                    order by c.short_name collate svenska)) as counties
         from action_checkins k join actions a on a.id = k.action_id
         where k.done_on is null and k.removed_at is null and a.status in ('proposed', 'decided', 'ongoing')
           and (a.owner_seat in (select value from json_each(?1)) or a.owner_person_id = ?2)
         order by k.planned_on, k.id limit {MOST}"
    )))
    .bind(as_json(seats)?)
    .bind(person_id)
    .try_map(|row| {
        Ok(Duty {
            id: row.int("id")?,
            title: row.string("title")?,
            due_on: row.parsed("planned_on")?,
            seat: row.opt_parsed("owner_seat")?,
            work: Work::Checkin {
                action_id: row.int("action_id")?,
                counties: row.json("counties")?,
            },
        })
    })
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// The next dialogues of some län.
pub async fn next_dialogues(
    db: impl SqliteExecutor<'_>,
    counties: &[String],
    today: Date,
) -> Result<Vec<Origin>> {
    let rows = sqlx::query(
        "select d.id, d.county, c.short_name, d.held_on, d.phase
         from dialogues d join counties c on c.code = d.county
         where d.held_on >= ?1 and d.phase in ('planning', 'preparing', 'holding')
           and d.county in (select value from json_each(?2))
         order by d.held_on, c.short_name collate svenska limit 5",
    )
    .bind(Text(today))
    .bind(as_json(counties)?)
    .try_map(|row| {
        Ok(Origin {
            id: row.int("id")?,
            county: row.string("county")?,
            county_name: row.string("short_name")?,
            held_on: row.parsed("held_on")?,
            phase: row.parsed("phase")?,
        })
    })
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// How much open work falls on each seat that has any.
pub async fn loads(db: &Reader, today: Date) -> Result<Arc<Vec<Load>>> {
    let key = ("loads", today.to_string());
    kept::answer(db, Until::AnythingHappens, key, read_loads(db, today)).await
}

async fn read_loads(db: &Reader, today: Date) -> Result<Vec<Load>> {
    let rows = sqlx::query(AssertSqlSafe(format!(
        "select seat, sum(kind = 'milestone') as milestones, sum(kind = 'action') as actions,
                sum(kind = 'order') as orders, sum(due_on < ?1) as late
         from (select o.seat, o.due_on, 'milestone' as kind from ({MILESTONES}) o
               union all select o.seat, o.due_on, 'order' from ({ORDERS}) o
               union all select owner_seat, due_on, 'action' from actions
               where owner_seat is not null and status in ('proposed', 'decided', 'ongoing'))
         group by seat order by seat"
    )))
    .bind(Text(today))
    .try_map(|row| {
        Ok(Load {
            seat: row.parsed("seat")?,
            milestones: row.int("milestones")?,
            orders: row.int("orders")?,
            actions: row.int("actions")?,
            late: row.int("late")?,
        })
    })
    .fetch_all(db)
    .await?;
    Ok(rows)
}

fn as_json(values: &(impl serde::Serialize + ?Sized)) -> Result<String> {
    serde_json::to_string(values).map_err(Error::internal)
}
