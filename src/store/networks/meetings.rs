//! Meetings of a network: when, who went, what was said, and the notes that came home.

use crate::domain::event::{Change, Event, EventKind, SubjectKind};
use crate::domain::network::{Meeting, Minutes};
use crate::domain::secrecy::Sight;
use crate::error::{Error, Result};
use crate::seen;
use crate::store::Write;
use crate::store::columns::{Columns, Text};
use crate::store::dialogues::one;
use jiff::civil::Date;
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteRow;

const MEETINGS: &str = "select t.*,
        (select json_group_array(person_id) from (select w.person_id from network_meeting_people w
             where w.meeting_id = t.id order by w.person_id)) as people,
        (select json_group_array(name) from (select p.name from network_meeting_people w join people p on p.id = w.person_id
             where w.meeting_id = t.id order by p.name collate svenska)) as went
    from network_meetings t where t.removed_at is null and t.network_id = ?1 ";

/// The meetings of a network, newest first.
pub async fn meetings(db: impl SqliteExecutor<'_>, network: i64) -> Result<Vec<Meeting>> {
    let statement = format!("{MEETINGS} order by t.held_on desc, t.id desc limit 100");
    Ok(sqlx::query(sqlx::AssertSqlSafe(statement))
        .bind(network)
        .try_map(meeting)
        .fetch_all(db)
        .await?)
}

/// A meeting of this very network.
pub async fn find(db: impl SqliteExecutor<'_>, network: i64, id: i64) -> Result<Meeting> {
    let statement = format!("{MEETINGS} and t.id = ?2");
    Ok(sqlx::query(sqlx::AssertSqlSafe(statement))
        .bind(network)
        .bind(id)
        .try_map(meeting)
        .fetch_one(db)
        .await?)
}

/// The network a meeting belongs to, for an address that has the meeting alone.
pub async fn network_of(db: impl SqliteExecutor<'_>, id: i64) -> Result<i64> {
    let statement = "select network_id from network_meetings where id = ? and removed_at is null";
    Ok(sqlx::query_scalar(statement).bind(id).fetch_one(db).await?)
}

fn meeting(row: SqliteRow) -> sqlx::Result<Meeting> {
    Ok(Meeting {
        id: row.int("id")?,
        network_id: row.int("network_id")?,
        minutes: Minutes {
            held_on: row.parsed("held_on")?,
            title: row.string("title")?,
            place: row.string("place")?,
            notes: row.string("notes")?,
            people: row.json("people")?,
        },
        went: row.json("went")?,
        version: row.int("version")?,
    })
}

pub async fn add(tx: &mut Write, network: i64, minutes: &Minutes) -> Result<i64> {
    let (now, by) = (tx.now(), tx.actor());
    let id: i64 = sqlx::query_scalar(
        "insert into network_meetings (network_id, held_on, title, place, notes, created_at, created_by, updated_at)
         values (?, ?, ?, ?, ?, ?, ?, ?) returning id",
    )
    .bind(network)
    .bind(Text(minutes.held_on))
    .bind(&minutes.title)
    .bind(&minutes.place)
    .bind(&minutes.notes)
    .bind(Text(now))
    .bind(by)
    .bind(Text(now))
    .fetch_one(tx.conn())
    .await?;
    set_people(tx, id, &minutes.people).await?;
    let event = event(EventKind::NetworkMeetingAdded, id, network).version(1);
    tx.record(event.changes(Change::between(None, minutes)))
        .await?;
    Ok(id)
}

pub async fn change(tx: &mut Write, before: &Meeting, after: &Minutes) -> Result<()> {
    let saved = sqlx::query(
        "update network_meetings set held_on = ?, title = ?, place = ?, notes = ?, updated_at = ?, version = version + 1
         where id = ? and version = ?",
    )
    .bind(Text(after.held_on))
    .bind(&after.title)
    .bind(&after.place)
    .bind(&after.notes)
    .bind(Text(tx.now()))
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(saved.rows_affected())?;
    set_people(tx, before.id, &after.people).await?;
    let event = event(
        EventKind::NetworkMeetingChanged,
        before.id,
        before.network_id,
    );
    let event = event.version(before.version + 1);
    tx.record(event.changes(Change::between(Some(&before.minutes), after)))
        .await
}

pub async fn remove(tx: &mut Write, before: &Meeting) -> Result<()> {
    let now = tx.now();
    let saved = sqlx::query(
        "update network_meetings set removed_at = ?1, updated_at = ?1, version = version + 1 where id = ?2 and version = ?3",
    )
    .bind(Text(now))
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(saved.rows_affected())?;
    let event = event(
        EventKind::NetworkMeetingRemoved,
        before.id,
        before.network_id,
    );
    tx.record(event.version(before.version + 1)).await
}

async fn set_people(tx: &mut Write, meeting: i64, people: &[i64]) -> Result<()> {
    sqlx::query("delete from network_meeting_people where meeting_id = ?")
        .bind(meeting)
        .execute(tx.conn())
        .await?;
    for person in people {
        sqlx::query("insert into network_meeting_people (meeting_id, person_id) values (?, ?)")
            .bind(meeting)
            .bind(person)
            .execute(tx.conn())
            .await?;
    }
    Ok(())
}

fn event(kind: EventKind, id: i64, network: i64) -> Event {
    Event::new(kind, SubjectKind::NetworkMeeting, id).within(SubjectKind::Network, network)
}

/// A note that came home from a meeting.
#[derive(Clone, Debug)]
pub struct Note {
    pub id: i64,
    pub meeting_id: i64,
    pub title: String,
}

/// The notes of every meeting of a network that the reader may see.
pub async fn notes_of(
    db: impl SqliteExecutor<'_>,
    network: i64,
    sight: &Sight,
) -> Result<Vec<Note>> {
    let rows = sqlx::query(concat!(
        "select o.id, o.title, b.meeting_id from network_meetings t
         join network_meeting_observations b on b.meeting_id = t.id
         join observations o on o.id = b.observation_id and o.removed_at is null
         where t.network_id = ?1 and t.removed_at is null and ",
        seen!("observation", "o.id", "?2"),
        " order by o.id limit 500"
    ))
    .bind(network)
    .bind(sight.json())
    .try_map(|row: SqliteRow| {
        Ok(Note {
            id: row.int("id")?,
            meeting_id: row.int("meeting_id")?,
            title: row.string("title")?,
        })
    })
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// The latest notes the reader may see, for a choice of what came home.
pub async fn notes_to_choose(
    db: impl SqliteExecutor<'_>,
    sight: &Sight,
) -> Result<Vec<(i64, String)>> {
    Ok(sqlx::query_as(concat!(
        "select o.id, o.title from observations o where o.removed_at is null and ",
        seen!("observation", "o.id", "?1"),
        " order by o.created_at desc, o.id desc limit 100"
    ))
    .bind(sight.json())
    .fetch_all(db)
    .await?)
}

/// A note came home from a meeting. The note's own history tells of it, for it can be restricted.
pub async fn bring_home(tx: &mut Write, of: &Meeting, note: i64) -> Result<()> {
    let done = sqlx::query(
        "insert into network_meeting_observations (meeting_id, observation_id) values (?, ?) on conflict do nothing",
    )
    .bind(of.id)
    .bind(note)
    .execute(tx.conn())
    .await?;
    match done.rows_affected() {
        0 => Err(Error::Stale),
        _ => tx.record(of_note(EventKind::NoteBroughtHome, note)).await,
    }
}

/// It did not come from there after all.
pub async fn leave_out(tx: &mut Write, of: &Meeting, note: i64) -> Result<()> {
    let done = sqlx::query(
        "delete from network_meeting_observations where meeting_id = ? and observation_id = ?",
    )
    .bind(of.id)
    .bind(note)
    .execute(tx.conn())
    .await?;
    one(done.rows_affected())?;
    tx.record(of_note(EventKind::NoteLeftOut, note)).await
}

fn of_note(kind: EventKind, note: i64) -> Event {
    Event::new(kind, SubjectKind::Observation, note)
}

/// A meeting of a year, as the yearly view counts it.
#[derive(Clone, Debug)]
pub struct OfYear {
    pub network_id: i64,
    pub id: i64,
    pub held_on: Date,
    pub title: String,
    pub went: Vec<String>,
}

pub async fn of_year(db: impl SqliteExecutor<'_>, year: i64) -> Result<Vec<OfYear>> {
    let rows = sqlx::query(
        "select t.id, t.network_id, t.held_on, t.title,
                (select json_group_array(name) from (select p.name from network_meeting_people w join people p on p.id = w.person_id
                     where w.meeting_id = t.id order by p.name collate svenska)) as went
         from network_meetings t where t.removed_at is null and t.held_on between ?1 || '-01-01' and ?1 || '-12-31'
         order by t.held_on, t.id limit 5000",
    )
    .bind(format!("{year:04}"))
    .try_map(|row: SqliteRow| {
        Ok(OfYear {
            network_id: row.int("network_id")?,
            id: row.int("id")?,
            held_on: row.parsed("held_on")?,
            title: row.string("title")?,
            went: row.json("went")?,
        })
    })
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// The years that have a meeting, newest first.
pub async fn years(db: impl SqliteExecutor<'_>) -> Result<Vec<i64>> {
    Ok(sqlx::query_scalar(
        "select distinct cast(substr(held_on, 1, 4) as integer) as year from network_meetings
         where removed_at is null order by year desc",
    )
    .fetch_all(db)
    .await?)
}
