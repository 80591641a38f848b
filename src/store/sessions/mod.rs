//! Who is logged in where; `failures` slows guesses down, `links` lets a person set a password.
//! Tokens are kept as hashes only.

mod failures;
mod links;

pub use failures::{
    Failures, failures_of_account, failures_of_address, forget_failures, note_failure,
};
pub use links::{Invited, LINK_HOURS, find_link, make_link, use_link};

use crate::domain::access::{Permit, Standing};
use crate::domain::event::{Event, EventKind, SubjectKind};
use crate::domain::people::{Assignment, Grant, Kind};
use crate::error::Result;
use crate::store::assignments::assignment;
use crate::store::columns::{Columns, Text};
use crate::store::kept::AsOf;
use crate::store::{Db, Write};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use sqlx::SqliteExecutor;

/// The session a request came with, and whose it is.
#[derive(Clone, Debug)]
pub struct Found {
    pub person_id: i64,
    pub name: String,
    pub email: String,
    pub grants: Vec<Grant>,
    pub active: bool,
    pub handle: String,
    pub created_at: Timestamp,
    pub last_seen_at: Timestamp,
    /// How far things had come, for what is kept in memory.
    pub as_of: AsOf,
}

/// The session with this token, ended or not, in one statement.
pub async fn find(
    db: impl SqliteExecutor<'_>,
    token_hash: &str,
    today: Date,
) -> Result<Option<Found>> {
    let row = sqlx::query(
        "select s.person_id, s.handle, s.created_at, s.last_seen_at, p.name, a.email,
                s.ended_at is null and a.deactivated_at is null as active,
                (select json_group_array(json_object('role', r.role, 'department_id', r.department_id))
                 from account_roles r where r.person_id = s.person_id
                   and r.valid_from <= ?2 and (r.valid_to is null or r.valid_to >= ?2)) as grants,
                (select version from ledger) as ledger,
                (select coalesce(max(id), 0) from events) as event
         from sessions s
         join accounts a on a.person_id = s.person_id
         join people p on p.id = s.person_id
         where s.token_hash = ?1",
    )
    .bind(token_hash)
    .bind(Text(today))
    .try_map(|row| {
        Ok(Found {
            person_id: row.int("person_id")?,
            name: row.string("name")?,
            email: row.string("email")?,
            grants: row.json("grants")?,
            active: row.flag("active")?,
            handle: row.string("handle")?,
            created_at: row.parsed("created_at")?,
            last_seen_at: row.parsed("last_seen_at")?,
            as_of: AsOf {
                ledger: row.int("ledger")?,
                event: row.int("event")?,
            },
        })
    })
    .fetch_optional(db)
    .await?;
    Ok(row)
}

/// What the person of a session holds on the day, and the same in words ("tf. uppdragsansvarig Norr").
pub async fn standing(
    db: impl SqliteExecutor<'_>,
    found: &Found,
    today: Date,
) -> Result<(Standing, Vec<String>)> {
    let rows: Vec<(Assignment, String)> = sqlx::query(
        "select a.*, '' as person_name, 1 as has_account,
                coalesce(c.short_name, d.name || ' ' || t.name, t.name) as place,
                (select json_group_array(county) from assignment_counties c where c.assignment_id = a.id) as counties,
                (select json_group_array(issue_area_id) from assignment_issue_areas i where i.assignment_id = a.id) as issue_areas
         from assignments a
         left join counties c on c.code = a.county
         left join teams t on t.id = a.team_id
         left join departments d on d.id = a.department_id
         where a.person_id = ?1 and a.removed_at is null
           and a.valid_from <= ?2 and (a.valid_to is null or a.valid_to >= ?2)
         order by a.seat",
    )
    .bind(found.person_id)
    .bind(Text(today))
    .try_map(|row| Ok((row.string("place")?, row)).and_then(|(place, row)| Ok((assignment(row)?, place))))
    .fetch_all(db)
    .await?;
    let held = rows.iter().map(|(row, place)| in_words(row, place));
    let roles = found
        .grants
        .iter()
        .map(|grant| grant.role.label().to_owned());
    let mut functions: Vec<String> = held.chain(roles).collect();
    functions.dedup();
    let assignments = rows.into_iter().map(|(row, _)| row).collect();
    Ok((
        Standing {
            person_id: found.person_id,
            assignments,
            grants: found.grants.clone(),
        },
        functions,
    ))
}

fn in_words(row: &Assignment, place: &str) -> String {
    let function = row.seat.function().label();
    match row.kind {
        Kind::Ordinary => format!("{function} {place}"),
        Kind::Acting => format!("tf. {function} {place}"),
        Kind::Deputy => format!("ersättare, {function} {place}"),
    }
}

/// Opens a session; the caller hands the token to the browser.
pub async fn start(
    tx: &mut Write,
    person_id: i64,
    token_hash: &str,
    handle: &str,
    device: &str,
) -> Result<()> {
    sqlx::query(
        "insert into sessions (token_hash, handle, person_id, created_at, last_seen_at, device)
         values (?, ?, ?, ?4, ?4, ?5)",
    )
    .bind(token_hash)
    .bind(handle)
    .bind(person_id)
    .bind(Text(tx.now()))
    .bind(device)
    .execute(tx.conn())
    .await?;
    tx.record_as(
        Some(person_id),
        Event::new(EventKind::SignedIn, SubjectKind::Account, person_id),
    )
    .await
}

/// Notes that a session is in use. Once a minute is enough; a full disk does not stop a reader.
pub async fn touch(db: &Db, token_hash: &str) -> Result<()> {
    let mut tx = db.write(Permit::system()).await?;
    let now = Text(tx.now());
    sqlx::query("update sessions set last_seen_at = ? where token_hash = ?")
        .bind(now)
        .bind(token_hash)
        .execute(tx.conn())
        .await?;
    tx.commit_unrecorded().await
}

/// Ends the session with this token, at logout.
pub async fn end(tx: &mut Write, person_id: i64, token_hash: &str) -> Result<()> {
    let now = Text(tx.now());
    sqlx::query("update sessions set ended_at = ? where token_hash = ?")
        .bind(now)
        .bind(token_hash)
        .execute(tx.conn())
        .await?;
    tx.record(Event::new(
        EventKind::SignedOut,
        SubjectKind::Account,
        person_id,
    ))
    .await
}

/// Ends one of a person's own sessions by its handle; false when there is none.
pub async fn end_by_handle(tx: &mut Write, person_id: i64, handle: &str) -> Result<bool> {
    let now = Text(tx.now());
    let ended = sqlx::query(
        "update sessions set ended_at = ? where handle = ? and person_id = ? and ended_at is null",
    )
    .bind(now)
    .bind(handle)
    .bind(person_id)
    .execute(tx.conn())
    .await?
    .rows_affected();
    tx.record(Event::new(
        EventKind::SessionEnded,
        SubjectKind::Account,
        person_id,
    ))
    .await?;
    Ok(ended > 0)
}

/// Ends all of a person's sessions but the one named.
pub async fn end_others(tx: &mut Write, person_id: i64, keep: &str) -> Result<()> {
    let now = Text(tx.now());
    sqlx::query("update sessions set ended_at = ? where person_id = ? and token_hash <> ? and ended_at is null")
        .bind(now)
        .bind(person_id)
        .bind(keep)
        .execute(tx.conn())
        .await?;
    tx.record(Event::new(
        EventKind::SessionEnded,
        SubjectKind::Account,
        person_id,
    ))
    .await
}

/// One line of "Dina sessioner".
pub struct Listed {
    pub handle: String,
    pub created_at: Timestamp,
    pub last_seen_at: Timestamp,
    pub device: String,
}

/// A person's sessions that have not run out, the latest used first.
pub async fn of_person(
    db: impl SqliteExecutor<'_>,
    person_id: i64,
    begun_after: Timestamp,
    seen_after: Timestamp,
) -> Result<Vec<Listed>> {
    let rows = sqlx::query(
        "select handle, created_at, last_seen_at, device from sessions
         where person_id = ? and created_at > ? and last_seen_at > ? and ended_at is null order by last_seen_at desc, handle",
    )
    .bind(person_id)
    .bind(Text(begun_after))
    .bind(Text(seen_after))
    .try_map(|row| {
        Ok(Listed {
            handle: row.string("handle")?,
            created_at: row.parsed("created_at")?,
            last_seen_at: row.parsed("last_seen_at")?,
            device: row.string("device")?,
        })
    })
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// Removes what has run out: sessions after a day, used form tokens after a week, links after a month.
pub async fn sweep(db: &Db, session_hours: i64) -> Result<()> {
    let mut tx = db.write(Permit::system()).await?;
    let now = tx.now();
    sqlx::query("delete from sessions where created_at < ?")
        .bind(Text(now - SignedDuration::from_hours(session_hours + 24)))
        .execute(tx.conn())
        .await?;
    sqlx::query("delete from one_time_links where expires_at < ?")
        .bind(Text(now - SignedDuration::from_hours(24 * 30)))
        .execute(tx.conn())
        .await?;
    sqlx::query("delete from form_tokens where used_at < ?")
        .bind(Text(now - SignedDuration::from_hours(24 * 7)))
        .execute(tx.conn())
        .await?;
    crate::store::figures::sweep(&mut tx).await?;
    tx.commit_unrecorded().await
}
