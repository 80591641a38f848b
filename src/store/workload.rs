//! What is open and falls due: milestones, ordered briefs and actions of a team, of a seat, or of a person by name.

use super::Write;
use super::columns::{Columns, Text};
use super::kept::{self, Until};
use crate::domain::dialogue::Phase;
use crate::domain::event::{Event, EventKind, SubjectKind};
use crate::domain::people::Seat;
use crate::domain::workload::{Due, Source};
use crate::error::Result;
use crate::store::reader::Reader;
use jiff::civil::Date;
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteRow;
use std::sync::Arc;

/// More than this is not listed.
pub const MOST: usize = 500;

/// Open milestones, each with the seat it falls on when the teams are as on day ?1.
macro_rules! milestones {
    ($rest:literal) => {
        concat!(
            "select * from (
                select m.id, m.dialogue_id, m.title, m.due_on, m.position, tc.team_id, c.short_name as counties,
                    case when m.falls_on = 'county_officer' then 'county/' || d.county
                         when m.falls_on = 'issue_officer' and m.department_id is not null
                             then 'issue/' || tc.team_id || '/' || m.department_id
                         else 'lead/' || tc.team_id end as seat
                from milestones m
                join dialogues d on d.id = m.dialogue_id and d.phase <> 'cancelled'
                join counties c on c.code = d.county
                join team_counties tc on tc.county = d.county
                    and tc.valid_from <= ?1 and (tc.valid_to is null or tc.valid_to >= ?1)
                where m.state = 'open'
                  and not exists (select 1 from brief_orders b where b.dialogue_id = m.dialogue_id
                      and b.state <> 'withdrawn' and b.scope || '_brief' = m.key)) ",
            $rest,
            " order by due_on, position, id limit 500"
        )
    };
}

/// Open orders of briefs, which stand instead of the milestones that wait for them.
macro_rules! orders {
    ($rest:literal) => {
        concat!(
            "select * from (
                select o.id, o.dialogue_id, o.due_on, tc.team_id, c.short_name as counties,
                    case o.scope when 'regional' then 'Regionalt underlag'
                         else 'Nationellt underlag: ' || i.name end as title,
                    case when o.scope = 'regional' then 'county/' || d.county
                         when dep.is_regioner = 1 then 'lead/' || tc.team_id
                         else 'issue/' || tc.team_id || '/' || dep.id end as seat
                from brief_orders o
                join dialogues d on d.id = o.dialogue_id and d.phase not in ('closed', 'cancelled')
                left join issue_areas i on i.id = o.issue_area_id left join departments dep on dep.id = i.department_id
                join counties c on c.code = d.county
                join team_counties tc on tc.county = d.county
                    and tc.valid_from <= ?1 and (tc.valid_to is null or tc.valid_to >= ?1)
                where o.state in ('ordered', 'returned')) ",
            $rest,
            " order by due_on, id limit 500"
        )
    };
}

/// Open actions with the names of their län.
macro_rules! actions {
    ($rest:literal) => {
        concat!(
            "select a.id, a.title, a.due_on, a.owner_seat as seat,
                coalesce((select group_concat(short_name, ', ') from
                    (select c.short_name from action_counties ac join counties c on c.code = ac.county
                     where ac.action_id = a.id order by c.short_name collate svenska)), '') as counties
             from actions a where a.status in ('proposed', 'decided', 'ongoing') and ",
            $rest,
            " order by a.due_on, a.id limit 500"
        )
    };
}

/// What a team's page tells of the time to come.
#[derive(Debug)]
pub struct Coming {
    pub ahead: Vec<Ahead>,
    pub due: Vec<Due>,
}

pub async fn coming(db: &Reader, team_id: i64, today: Date, until: Date) -> Result<Arc<Coming>> {
    let key = ("team", format!("{team_id} {today} {until}"));
    let read = async {
        let mut ahead = dialogues_ahead(db, today).await?;
        ahead.retain(|each| each.team_id == team_id);
        Ok(Coming {
            ahead,
            due: of_team(db, team_id, today, until).await?,
        })
    };
    kept::answer(db, Until::AnythingHappens, key, read).await
}

/// Everything open in a team until a day, the late included: what falls on its seats, and what is
/// owned by a person by name in one of its län.
pub async fn of_team(db: &Reader, team_id: i64, today: Date, until: Date) -> Result<Vec<Due>> {
    let mut due = sqlx::query(milestones!("where team_id = ?2 and due_on <= ?3"))
        .bind(Text(today))
        .bind(team_id)
        .bind(Text(until))
        .try_map(milestone)
        .fetch_all(db)
        .await?;
    let orders = sqlx::query(orders!("where team_id = ?2 and due_on <= ?3"))
        .bind(Text(today))
        .bind(team_id)
        .bind(Text(until))
        .try_map(order)
        .fetch_all(db)
        .await?;
    due.extend(orders);
    let actions = sqlx::query(actions!(
        "a.due_on <= ?3 and (a.owner_seat = 'lead/' || ?2 or a.owner_seat like 'issue/' || ?2 || '/%'
            or exists (select 1 from team_counties tc where tc.team_id = ?2
                and tc.valid_from <= ?1 and (tc.valid_to is null or tc.valid_to >= ?1)
                and (a.owner_seat = 'county/' || tc.county
                     or (a.owner_person_id is not null and exists (select 1 from action_counties ac
                         where ac.action_id = a.id and ac.county = tc.county)))))"
    ))
    .bind(Text(today))
    .bind(team_id)
    .bind(Text(until))
    .try_map(action)
    .fetch_all(db)
    .await?;
    due.extend(actions);
    Ok(due)
}

/// Everything open that falls on a seat, when the teams are as on a day.
pub async fn of_seat(db: &Reader, seat: &Seat, day: Date) -> Result<Vec<Due>> {
    let mut due = sqlx::query(milestones!("where seat = ?2"))
        .bind(Text(day))
        .bind(Text(seat))
        .try_map(milestone)
        .fetch_all(db)
        .await?;
    let orders = sqlx::query(orders!("where seat = ?2"))
        .bind(Text(day))
        .bind(Text(seat))
        .try_map(order)
        .fetch_all(db)
        .await?;
    due.extend(orders);
    let actions = sqlx::query(actions!("a.owner_seat = ?1"))
        .bind(Text(seat))
        .try_map(action)
        .fetch_all(db)
        .await?;
    due.extend(actions);
    Ok(due)
}

/// The open actions a person owns by name: they stay when an assignment ends.
pub async fn owned_by(db: impl SqliteExecutor<'_>, person_id: i64) -> Result<Vec<Due>> {
    let rows = sqlx::query(actions!("a.owner_person_id = ?1"))
        .bind(person_id)
        .try_map(action)
        .fetch_all(db)
        .await?;
    Ok(rows)
}

fn milestone(row: SqliteRow) -> sqlx::Result<Due> {
    let source = Source::Milestone {
        id: row.int("id")?,
        dialogue: row.int("dialogue_id")?,
    };
    due(row, source)
}

fn order(row: SqliteRow) -> sqlx::Result<Due> {
    let source = Source::Order {
        id: row.int("id")?,
        dialogue: row.int("dialogue_id")?,
    };
    due(row, source)
}

fn action(row: SqliteRow) -> sqlx::Result<Due> {
    let source = Source::Action(row.int("id")?);
    due(row, source)
}

fn due(row: SqliteRow, source: Source) -> sqlx::Result<Due> {
    Ok(Due {
        source,
        title: row.string("title")?,
        counties: row.string("counties")?,
        due_on: row.parsed("due_on")?,
        seat: row.opt_parsed("seat")?,
    })
}

/// Who an action is moved to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    Seat(Seat),
    Person(i64),
}

/// Moves an open action from the person who owns it by name; false when it is no longer hers or open.
pub async fn hand_over(tx: &mut Write, action: i64, from: i64, to: &Owner) -> Result<bool> {
    let (seat, person) = match to {
        Owner::Seat(seat) => (Some(seat), None),
        Owner::Person(id) => (None, Some(*id)),
    };
    let now = tx.now();
    let version: Option<i64> = sqlx::query_scalar(
        "update actions set owner_seat = ?, owner_person_id = ?, updated_at = ?, version = version + 1
         where id = ? and owner_person_id = ? and status in ('proposed', 'decided', 'ongoing') returning version",
    )
    .bind(seat.map(Seat::to_string))
    .bind(person)
    .bind(Text(now))
    .bind(action)
    .bind(from)
    .fetch_optional(tx.conn())
    .await?;
    let Some(version) = version else {
        return Ok(false);
    };
    let mut event = Event::new(EventKind::ActionHandedOver, SubjectKind::Action, action)
        .version(version)
        .change("owner_person_id", Some(from), person);
    if seat.is_some() {
        event = event.change("owner_seat", None::<&Seat>, seat);
    }
    tx.record(event).await?;
    Ok(true)
}

/// A dialogue that is planned, going on or followed up.
#[derive(Clone, Debug)]
pub struct Ahead {
    pub id: i64,
    pub county: String,
    pub county_name: String,
    pub team_id: i64,
    pub held_on: Date,
    pub phase: Phase,
}

impl Ahead {
    /// Not held yet.
    pub fn is_next(&self) -> bool {
        matches!(
            self.phase,
            Phase::Planning | Phase::Preparing | Phase::Holding
        )
    }
}

/// Dialogues that are neither closed nor cancelled, the earliest first.
pub async fn dialogues_ahead(db: impl SqliteExecutor<'_>, today: Date) -> Result<Vec<Ahead>> {
    let rows = sqlx::query(
        "select d.id, d.county, d.held_on, d.phase, c.short_name, tc.team_id
         from dialogues d join counties c on c.code = d.county
         join team_counties tc on tc.county = d.county
             and tc.valid_from <= ?1 and (tc.valid_to is null or tc.valid_to >= ?1)
         where d.phase in ('planning', 'preparing', 'holding', 'following_up')
         order by d.held_on, d.id limit 500",
    )
    .bind(Text(today))
    .try_map(|row| {
        Ok(Ahead {
            id: row.int("id")?,
            county: row.string("county")?,
            county_name: row.string("short_name")?,
            team_id: row.int("team_id")?,
            held_on: row.parsed("held_on")?,
            phase: row.parsed("phase")?,
        })
    })
    .fetch_all(db)
    .await?;
    Ok(rows)
}
