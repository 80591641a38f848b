//! Who sits in a network for us, through time.

use crate::domain::event::{Change, Event, EventKind, SubjectKind};
use crate::domain::network::{Seat, Sitting};
use crate::error::Result;
use crate::store::Write;
use crate::store::columns::{Columns, Text, text};
use crate::store::dialogues::one;
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteRow;

const SEATS: &str =
    "select s.*, p.name as person from network_seats s join people p on p.id = s.person_id ";

/// Everyone who has sat there, the latest first.
pub async fn seats(db: impl SqliteExecutor<'_>, network: i64) -> Result<Vec<Seat>> {
    let statement =
        format!("{SEATS} where s.network_id = ? order by s.valid_from desc, s.id desc limit 200");
    Ok(sqlx::query(sqlx::AssertSqlSafe(statement))
        .bind(network)
        .try_map(row)
        .fetch_all(db)
        .await?)
}

/// A chair of this very network.
pub async fn find(db: impl SqliteExecutor<'_>, network: i64, id: i64) -> Result<Seat> {
    let statement = format!("{SEATS} where s.network_id = ? and s.id = ?");
    Ok(sqlx::query(sqlx::AssertSqlSafe(statement))
        .bind(network)
        .bind(id)
        .try_map(row)
        .fetch_one(db)
        .await?)
}

fn row(row: SqliteRow) -> sqlx::Result<Seat> {
    Ok(Seat {
        id: row.int("id")?,
        network_id: row.int("network_id")?,
        sitting: Sitting {
            person_id: row.int("person_id")?,
            seat_role: row.string("role")?,
            valid_from: row.parsed("valid_from")?,
            valid_to: row.opt_parsed("valid_to")?,
        },
        person: row.string("person")?,
        version: row.int("version")?,
    })
}

/// Gives someone a chair.
pub async fn seat(tx: &mut Write, network: i64, sitting: &Sitting) -> Result<i64> {
    let now = tx.now();
    let id = sqlx::query_scalar(
        "insert into network_seats (network_id, person_id, role, valid_from, valid_to, created_at)
         values (?, ?, ?, ?, ?, ?) returning id",
    )
    .bind(network)
    .bind(sitting.person_id)
    .bind(&sitting.seat_role)
    .bind(Text(sitting.valid_from))
    .bind(text(&sitting.valid_to))
    .bind(Text(now))
    .fetch_one(tx.conn())
    .await?;
    let event = Event::new(EventKind::NetworkSeatTaken, SubjectKind::Network, network);
    tx.record(event.changes(Change::between(None, sitting)))
        .await?;
    Ok(id)
}

pub async fn change(tx: &mut Write, before: &Seat, after: &Sitting) -> Result<()> {
    let saved = sqlx::query(
        "update network_seats set person_id = ?, role = ?, valid_from = ?, valid_to = ?, version = version + 1
         where id = ? and version = ?",
    )
    .bind(after.person_id)
    .bind(&after.seat_role)
    .bind(Text(after.valid_from))
    .bind(text(&after.valid_to))
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(saved.rows_affected())?;
    let event = Event::new(
        EventKind::NetworkSeatChanged,
        SubjectKind::Network,
        before.network_id,
    );
    tx.record(event.changes(Change::between(Some(&before.sitting), after)))
        .await
}
