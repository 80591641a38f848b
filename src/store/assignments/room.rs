//! What an assignment can be made of: the people, and what a seat has room for.

use crate::domain::assignment::{Part, Room};
use crate::domain::people::Seat;
use crate::domain::places::DateSpan;
use crate::error::Result;
use crate::store::columns::{Columns, span};
use sqlx::sqlite::SqliteRow;
use sqlx::{SqliteConnection, SqliteExecutor};

/// Someone who can be given an assignment.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub person_id: i64,
    pub name: String,
    pub unit_name: String,
    pub has_account: bool,
}

/// Every colleague, in Swedish order.
pub async fn candidates(db: impl SqliteExecutor<'_>) -> Result<Vec<Candidate>> {
    let rows = sqlx::query(
        "select p.id, p.name, coalesce(u.name, '') as unit_name,
                exists (select 1 from accounts a where a.person_id = p.id and a.deactivated_at is null) as has_account
         from people p left join units u on u.id = p.unit_id
         order by p.name collate svenska, p.id limit 2000",
    )
    .try_map(|row: SqliteRow| {
        Ok(Candidate {
            person_id: row.int("id")?,
            name: row.string("name")?,
            unit_name: row.string("unit_name")?,
            has_account: row.flag("has_account")?,
        })
    })
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// What a seat has room for; none when there is no such seat.
pub async fn room(conn: &mut SqliteConnection, seat: &Seat) -> Result<Option<Room>> {
    match seat {
        Seat::Lead(team) => {
            let team = team_span(conn, *team).await?;
            Ok(team.map(|span| Room {
                spans: vec![span],
                ..Room::default()
            }))
        }
        Seat::County(code) => {
            let known: bool =
                sqlx::query_scalar("select exists (select 1 from counties where code = ?)")
                    .bind(code)
                    .fetch_one(conn)
                    .await?;
            Ok(known.then(Room::default))
        }
        Seat::Issue(team, department) => room_for_issues(conn, *team, *department).await,
    }
}

async fn room_for_issues(
    conn: &mut SqliteConnection,
    team: i64,
    department: i64,
) -> Result<Option<Room>> {
    let (Some(of_team), Some(of_department)) = (
        team_span(conn, team).await?,
        department_span(conn, department).await?,
    ) else {
        return Ok(None);
    };
    Ok(Some(Room {
        spans: vec![of_team, of_department],
        counties: counties(conn, team).await?,
        issue_areas: issue_areas(conn, department).await?,
    }))
}

async fn team_span(conn: &mut SqliteConnection, id: i64) -> Result<Option<DateSpan>> {
    let row = sqlx::query("select valid_from, valid_to from teams where id = ?")
        .bind(id)
        .try_map(|row: SqliteRow| span(&row))
        .fetch_optional(conn)
        .await?;
    Ok(row)
}

/// A department outside Regioner; the seats of Regioner are those of the uppdragsansvariga.
async fn department_span(conn: &mut SqliteConnection, id: i64) -> Result<Option<DateSpan>> {
    let row = sqlx::query(
        "select valid_from, valid_to from departments where id = ? and is_regioner = 0",
    )
    .bind(id)
    .try_map(|row: SqliteRow| span(&row))
    .fetch_optional(conn)
    .await?;
    Ok(row)
}

async fn counties(conn: &mut SqliteConnection, team: i64) -> Result<Vec<Part<String>>> {
    let rows = sqlx::query(
        "select c.code, c.short_name, tc.valid_from, tc.valid_to
         from team_counties tc join counties c on c.code = tc.county
         where tc.team_id = ? order by c.position, tc.valid_from",
    )
    .bind(team)
    .try_map(|row: SqliteRow| {
        Ok(Part {
            key: row.string("code")?,
            name: row.string("short_name")?,
            span: span(&row)?,
        })
    })
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

async fn issue_areas(conn: &mut SqliteConnection, department: i64) -> Result<Vec<Part<i64>>> {
    let rows = sqlx::query(
        "select id, name, valid_from, valid_to from issue_areas
         where department_id = ? order by name collate svenska",
    )
    .bind(department)
    .try_map(|row: SqliteRow| {
        Ok(Part {
            key: row.int("id")?,
            name: row.string("name")?,
            span: span(&row)?,
        })
    })
    .fetch_all(conn)
    .await?;
    Ok(rows)
}
