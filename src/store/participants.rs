//! Medverkande of a dialogue.

use super::Write;
use super::columns::{Columns, Text};
use super::dialogues::one;
use crate::domain::event::{Change, Event, EventKind, SubjectKind};
use crate::domain::participant::{Attendance, Participant};
use crate::error::Result;
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteRow;

/// A dialogue has no more participants than this.
pub const MOST: usize = 200;

/// Everyone who takes part, in Swedish order.
pub async fn of_dialogue(
    db: impl SqliteExecutor<'_>,
    dialogue_id: i64,
) -> Result<Vec<Participant>> {
    let rows = sqlx::query(
        "select x.*, coalesce(p.name, x.name) as shown_name, coalesce(p.title, x.title) as shown_title
         from participants x left join people p on p.id = x.person_id
         where x.dialogue_id = ? and x.removed_at is null
         order by shown_name collate svenska, x.id limit 200",
    )
    .bind(dialogue_id)
    .try_map(participant)
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// What everyone who takes part or has taken part is called, by id, for the history.
pub async fn names(db: impl SqliteExecutor<'_>, dialogue_id: i64) -> Result<Vec<(i64, String)>> {
    Ok(sqlx::query_as(
        "select x.id, coalesce(p.name, x.name) from participants x left join people p on p.id = x.person_id
         where x.dialogue_id = ?",
    )
    .bind(dialogue_id)
    .fetch_all(db)
    .await?)
}

/// A participant of this very dialogue who has not been removed.
pub async fn find(db: impl SqliteExecutor<'_>, dialogue_id: i64, id: i64) -> Result<Participant> {
    let row = sqlx::query(
        "select x.*, coalesce(p.name, x.name) as shown_name, coalesce(p.title, x.title) as shown_title
         from participants x left join people p on p.id = x.person_id
         where x.dialogue_id = ? and x.id = ? and x.removed_at is null",
    )
    .bind(dialogue_id)
    .bind(id)
    .try_map(participant)
    .fetch_one(db)
    .await?;
    Ok(row)
}

fn participant(row: SqliteRow) -> sqlx::Result<Participant> {
    Ok(Participant {
        id: row.int("id")?,
        dialogue_id: row.int("dialogue_id")?,
        attendance: Attendance {
            person_id: row.opt_int("person_id")?,
            name: row.string("name")?,
            title: row.string("title")?,
            organisation: row.string("organisation")?,
            in_planning: row.flag("in_planning")?,
            in_dialogue: row.flag("in_dialogue")?,
            attended: row.parsed("attended")?,
        },
        name: row.string("shown_name")?,
        title: row.string("shown_title")?,
        version: row.int("version")?,
    })
}

/// Colleagues to choose among: (id, name, unit), in Swedish order.
pub async fn colleagues(db: impl SqliteExecutor<'_>) -> Result<Vec<(i64, String, String)>> {
    Ok(sqlx::query_as(
        "select p.id, p.name, coalesce(u.name, '') from people p left join units u on u.id = p.unit_id
         left join accounts a on a.person_id = p.id
         where a.deactivated_at is null and p.name <> '' order by p.name collate svenska",
    )
    .fetch_all(db)
    .await?)
}

pub async fn add(tx: &mut Write, dialogue_id: i64, attendance: &Attendance) -> Result<i64> {
    let id: i64 = sqlx::query_scalar(
        "insert into participants (dialogue_id, person_id, name, title, organisation, in_planning, in_dialogue, attended)
         values (?, ?, ?, ?, ?, ?, ?, ?) returning id",
    )
    .bind(dialogue_id)
    .bind(attendance.person_id)
    .bind(&attendance.name)
    .bind(&attendance.title)
    .bind(&attendance.organisation)
    .bind(attendance.in_planning)
    .bind(attendance.in_dialogue)
    .bind(Text(attendance.attended))
    .fetch_one(tx.conn())
    .await?;
    tx.record(
        event(EventKind::ParticipantAdded, dialogue_id, id, 1)
            .changes(Change::between(None, attendance)),
    )
    .await?;
    Ok(id)
}

/// Which contact a new participant is; told by her page, so it is no event of its own.
pub async fn link(tx: &mut Write, id: i64, contact_id: Option<i64>) -> Result<()> {
    sqlx::query("update participants set contact_id = ? where id = ?")
        .bind(contact_id)
        .bind(id)
        .execute(tx.conn())
        .await?;
    Ok(())
}

pub async fn change(tx: &mut Write, before: &Participant, after: &Attendance) -> Result<()> {
    let updated = sqlx::query(
        "update participants set person_id = ?, name = ?, title = ?, organisation = ?, in_planning = ?,
                in_dialogue = ?, attended = ?, version = version + 1,
                contact_id = case when name = ? then contact_id end
         where id = ? and version = ? and removed_at is null",
    )
    .bind(after.person_id)
    .bind(&after.name)
    .bind(&after.title)
    .bind(&after.organisation)
    .bind(after.in_planning)
    .bind(after.in_dialogue)
    .bind(Text(after.attended))
    .bind(&after.name)
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(updated.rows_affected())?;
    tx.record(
        event(
            EventKind::ParticipantChanged,
            before.dialogue_id,
            before.id,
            before.version + 1,
        )
        .changes(Change::between(Some(&before.attendance), after)),
    )
    .await
}

/// Takes a participant off the dialogue; the row is kept for the history.
pub async fn remove(tx: &mut Write, before: &Participant) -> Result<()> {
    let now = tx.now();
    let updated = sqlx::query(
        "update participants set removed_at = ?, version = version + 1
         where id = ? and version = ? and removed_at is null",
    )
    .bind(Text(now))
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(updated.rows_affected())?;
    let of = &before.attendance;
    tx.record(
        event(
            EventKind::ParticipantRemoved,
            before.dialogue_id,
            before.id,
            before.version + 1,
        )
        .change("person_id", of.person_id, None::<i64>)
        .change("name", &of.name, ""),
    )
    .await
}

fn event(kind: EventKind, dialogue_id: i64, id: i64, version: i64) -> Event {
    Event::new(kind, SubjectKind::Participant, id)
        .within(SubjectKind::Dialogue, dialogue_id)
        .version(version)
}
