//! Secret addresses of calendars, and what the calendars show: three or four statements a reading.

use super::Write;
use super::columns::{Columns, Text};
use crate::domain::dialogue::{Form, Phase};
use crate::domain::event::{Event, EventKind, SubjectKind};
use crate::domain::feed::Scope;
use crate::domain::milestone::FallsOn;
use crate::domain::people::Seat;
use crate::error::{Error, Result};
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteRow;

/// More events than any calendar has; a cap, not a page.
const MOST_EVENTS: i64 = 2_000;

/// Makes the calendar's address; an earlier one stops working.
pub async fn make(tx: &mut Write, person_id: i64, scope: Scope, token_hash: &str) -> Result<()> {
    replace(tx, person_id, scope).await?;
    let now = Text(tx.now());
    sqlx::query(
        "insert into feeds (token_hash, person_id, kind, team_id, created_at) values (?, ?, ?, ?, ?)",
    )
    .bind(token_hash)
    .bind(person_id)
    .bind(Text(scope.kind()))
    .bind(scope.team())
    .bind(now)
    .execute(tx.conn())
    .await?;
    tx.record(event(EventKind::FeedMade, person_id, scope))
        .await
}

/// Ends the calendar's address; false when there was none.
pub async fn end(tx: &mut Write, person_id: i64, scope: Scope) -> Result<bool> {
    let ended = replace(tx, person_id, scope).await?;
    if ended {
        tx.record(event(EventKind::FeedEnded, person_id, scope))
            .await?;
    }
    Ok(ended)
}

async fn replace(tx: &mut Write, person_id: i64, scope: Scope) -> Result<bool> {
    let now = Text(tx.now());
    let replaced = sqlx::query(
        "update feeds set replaced_at = ? where person_id = ? and kind = ? and team_id is ? and replaced_at is null",
    )
    .bind(now)
    .bind(person_id)
    .bind(Text(scope.kind()))
    .bind(scope.team())
    .execute(tx.conn())
    .await?;
    Ok(replaced.rows_affected() > 0)
}

fn event(kind: EventKind, person_id: i64, scope: Scope) -> Event {
    Event::new(kind, SubjectKind::Account, person_id)
        .change("feed_kind", None::<&str>, scope.kind())
        .change("team_id", None::<i64>, scope.team())
}

/// A person's living addresses, with the time each was made.
pub async fn of_person(
    db: impl SqliteExecutor<'_>,
    person_id: i64,
) -> Result<Vec<(Scope, Timestamp)>> {
    let rows = sqlx::query(
        "select kind, team_id, created_at from feeds where person_id = ? and replaced_at is null",
    )
    .bind(person_id)
    .try_map(|row| Ok((scope(&row)?, row.parsed("created_at")?)))
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// Whose calendar an address opens.
pub struct Feed {
    pub person_id: i64,
    pub scope: Scope,
    pub team_name: String,
}

/// The calendar with this address; not found when it has ended or its owner's account is shut.
pub async fn find(db: impl SqliteExecutor<'_>, token_hash: &str) -> Result<Feed> {
    let row = sqlx::query(
        "select f.person_id, f.kind, f.team_id, coalesce(t.name, '') as team_name
         from feeds f
         join accounts a on a.person_id = f.person_id and a.deactivated_at is null
         left join teams t on t.id = f.team_id
         where f.token_hash = ? and f.replaced_at is null",
    )
    .bind(token_hash)
    .try_map(|row| {
        Ok(Feed {
            person_id: row.int("person_id")?,
            scope: scope(&row)?,
            team_name: row.string("team_name")?,
        })
    })
    .fetch_optional(db)
    .await?;
    row.ok_or(Error::NotFound)
}

fn scope(row: &SqliteRow) -> sqlx::Result<Scope> {
    let found = Scope::of(row.parsed("kind")?, row.opt_int("team_id")?);
    found.ok_or_else(|| sqlx::Error::Decode("a feed is personal or a team's".into()))
}

/// What a calendar is asked for.
pub struct Reading<'a> {
    pub today: Date,
    pub from: Date,
    pub to: Date,
    /// The team, in a team's calendar.
    pub team: Option<i64>,
    /// Otherwise the seats whose milestones it shows …
    pub seats: &'a [Seat],
    /// … the län whose dialogues it shows …
    pub counties: &'a [String],
    /// … and the person whose own dialogues it also shows.
    pub person_id: i64,
}

/// An open milestone, with what its event says of the dialogue.
pub struct Milestone {
    pub id: i64,
    pub dialogue_id: i64,
    pub title: String,
    pub due_on: Date,
    pub falls_on: FallsOn,
    pub seat: Seat,
    pub county_name: String,
    pub held_on: Date,
    pub changed_at: Timestamp,
    pub version: i64,
}

pub async fn milestones(
    db: impl SqliteExecutor<'_>,
    reading: &Reading<'_>,
) -> Result<Vec<Milestone>> {
    let rows = sqlx::query(
        "with open as (
             select m.id, m.dialogue_id, m.title, m.due_on, m.falls_on, m.version, tc.team_id,
                    c.short_name, d.held_on, d.updated_at,
                    case when m.falls_on = 'county_officer' then 'county/' || d.county
                         when m.falls_on = 'issue_officer' and m.department_id is not null
                             then 'issue/' || tc.team_id || '/' || m.department_id
                         else 'lead/' || tc.team_id end as seat
             from milestones m
             join dialogues d on d.id = m.dialogue_id and d.phase <> 'cancelled'
             join counties c on c.code = d.county
             join team_counties tc on tc.county = d.county
                  and tc.valid_from <= ?1 and (tc.valid_to is null or tc.valid_to >= ?1)
             where m.state = 'open' and m.due_on between ?2 and ?3)
         select * from open
         where case when ?4 is null then seat in (select value from json_each(?5)) else team_id = ?4 end
         order by due_on, id limit ?6",
    )
    .bind(Text(reading.today))
    .bind(Text(reading.from))
    .bind(Text(reading.to))
    .bind(reading.team)
    .bind(json(reading.seats)?)
    .bind(MOST_EVENTS)
    .try_map(milestone)
    .fetch_all(db)
    .await?;
    Ok(rows)
}

fn milestone(row: SqliteRow) -> sqlx::Result<Milestone> {
    Ok(Milestone {
        id: row.int("id")?,
        dialogue_id: row.int("dialogue_id")?,
        title: row.string("title")?,
        due_on: row.parsed("due_on")?,
        falls_on: row.parsed("falls_on")?,
        seat: row.parsed("seat")?,
        county_name: row.string("short_name")?,
        held_on: row.parsed("held_on")?,
        changed_at: row.parsed("updated_at")?,
        version: row.int("version")?,
    })
}

/// A check-in of an open insats, as a person's calendar shows it.
pub struct CheckinDay {
    pub id: i64,
    pub action_id: i64,
    pub title: String,
    pub planned_on: Date,
    pub seat: Option<Seat>,
    pub changed_at: Timestamp,
    pub version: i64,
}

/// Those that fall on the seats or on the person; a team's calendar has none.
pub async fn checkins(
    db: impl SqliteExecutor<'_>,
    reading: &Reading<'_>,
) -> Result<Vec<CheckinDay>> {
    if reading.team.is_some() {
        return Ok(Vec::new());
    }
    let rows = sqlx::query(
        "select k.id, k.action_id, a.title, k.planned_on, a.owner_seat, a.updated_at, k.version
         from action_checkins k join actions a on a.id = k.action_id
         where k.done_on is null and k.removed_at is null and k.planned_on between ?1 and ?2
           and a.status in ('proposed', 'decided', 'ongoing')
           and (a.owner_seat in (select value from json_each(?3)) or a.owner_person_id = ?4)
         order by k.planned_on, k.id limit ?5",
    )
    .bind(Text(reading.from))
    .bind(Text(reading.to))
    .bind(json(reading.seats)?)
    .bind(reading.person_id)
    .bind(MOST_EVENTS)
    .try_map(|row: SqliteRow| {
        Ok(CheckinDay {
            id: row.int("id")?,
            action_id: row.int("action_id")?,
            title: row.string("title")?,
            planned_on: row.parsed("planned_on")?,
            seat: row.opt_parsed("owner_seat")?,
            changed_at: row.parsed("updated_at")?,
            version: row.int("version")?,
        })
    })
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// A dialogue as a calendar shows it.
pub struct Meeting {
    pub id: i64,
    pub county_name: String,
    pub county_slug: String,
    pub held_on: Date,
    pub starts_at: Time,
    pub ends_at: Time,
    pub form: Form,
    pub place: String,
    pub link: String,
    pub phase: Phase,
    pub changed_at: Timestamp,
    pub version: i64,
}

pub async fn meetings(db: impl SqliteExecutor<'_>, reading: &Reading<'_>) -> Result<Vec<Meeting>> {
    let rows = sqlx::query(
        "select d.*, c.short_name, c.slug from dialogues d
         join counties c on c.code = d.county
         left join team_counties tc on tc.county = d.county
              and tc.valid_from <= ?1 and (tc.valid_to is null or tc.valid_to >= ?1)
         where d.held_on between ?2 and ?3
           and case when ?4 is not null then tc.team_id = ?4
               else d.county in (select value from json_each(?5))
                    or exists (select 1 from participants p where p.dialogue_id = d.id
                               and p.person_id = ?6 and p.in_dialogue = 1 and p.removed_at is null) end
         order by d.held_on, d.id limit ?7",
    )
    .bind(Text(reading.today))
    .bind(Text(reading.from))
    .bind(Text(reading.to))
    .bind(reading.team)
    .bind(json(reading.counties)?)
    .bind(reading.person_id)
    .bind(MOST_EVENTS)
    .try_map(meeting)
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// One dialogue, to be saved in a calendar.
pub async fn one_meeting(db: impl SqliteExecutor<'_>, id: i64) -> Result<Meeting> {
    let row = sqlx::query(
        "select d.*, c.short_name, c.slug from dialogues d
         join counties c on c.code = d.county where d.id = ?",
    )
    .bind(id)
    .try_map(meeting)
    .fetch_optional(db)
    .await?;
    row.ok_or(Error::NotFound)
}

fn meeting(row: SqliteRow) -> sqlx::Result<Meeting> {
    Ok(Meeting {
        id: row.int("id")?,
        county_name: row.string("short_name")?,
        county_slug: row.string("slug")?,
        held_on: row.parsed("held_on")?,
        starts_at: row.parsed("starts_at")?,
        ends_at: row.parsed("ends_at")?,
        form: row.parsed("form")?,
        place: row.string("place")?,
        link: row.string("link")?,
        phase: row.parsed("phase")?,
        changed_at: row.parsed("updated_at")?,
        version: row.int("version")?,
    })
}

fn json(values: &(impl serde::Serialize + ?Sized)) -> Result<String> {
    serde_json::to_string(values).map_err(Error::internal)
}
