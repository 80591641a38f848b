//! The 21 län as an administrator keeps them: their names, and which team each belongs to.

use super::Write;
use super::columns::{Columns, Text, span};
use super::places;
use crate::domain::event::{Change, Event, EventKind, SubjectKind};
use crate::domain::places::{County, CountyDetails, Membership, move_problem};
use crate::domain::registers::Problem;
use crate::error::{Error, Result};
use jiff::civil::Date;
use sqlx::SqliteExecutor;

/// The teams a län has belonged to, belongs to and is going to belong to, the latest first.
pub async fn of_county(db: impl SqliteExecutor<'_>, county: &str) -> Result<Vec<Membership>> {
    Ok(sqlx::query(
        "select tc.*, t.name as team_name from team_counties tc join teams t on t.id = tc.team_id
         where tc.county = ? order by tc.valid_from desc limit 100",
    )
    .bind(county)
    .try_map(|row| {
        Ok(Membership {
            id: row.int("id")?,
            team_id: row.int("team_id")?,
            team_name: row.string("team_name")?,
            span: span(&row)?,
        })
    })
    .fetch_all(db)
    .await?)
}

/// Moves that have been entered but not begun: the län's code, the team's name, from when.
pub async fn coming(
    db: impl SqliteExecutor<'_>,
    today: Date,
) -> Result<Vec<(String, String, Date)>> {
    Ok(sqlx::query(
        "select tc.county, t.name, tc.valid_from from team_counties tc join teams t on t.id = tc.team_id
         where tc.valid_from > ? order by tc.valid_from, tc.county",
    )
    .bind(Text(today))
    .try_map(|row| Ok((row.string("county")?, row.string("name")?, row.parsed("valid_from")?)))
    .fetch_all(db)
    .await?)
}

/// How many län each team has on a day.
pub async fn sizes(db: impl SqliteExecutor<'_>, day: Date) -> Result<Vec<(String, i64)>> {
    Ok(sqlx::query_as(
        "select t.name, count(tc.id) from teams t
         left join team_counties tc on tc.team_id = t.id
             and tc.valid_from <= ?1 and (tc.valid_to is null or tc.valid_to >= ?1)
         where t.valid_from <= ?1 and (t.valid_to is null or t.valid_to >= ?1)
         group by t.id order by t.position, t.id",
    )
    .bind(Text(day))
    .fetch_all(db)
    .await?)
}

/// Changes what a län is called and where it is counted, or says why not.
pub async fn change(
    tx: &mut Write,
    county: &County,
    after: &CountyDetails,
) -> Result<Result<(), Problem>> {
    let today = tx.today();
    let all = places::counties(tx.conn(), today).await?;
    let same = |other: &&County| {
        other.code != county.code && other.name.to_lowercase() == after.name.to_lowercase()
    };
    if let Some(other) = all.iter().find(same) {
        return Ok(Err((
            "name",
            format!("{} heter redan ett annat län.", other.name),
        )));
    }
    let saved = sqlx::query(
        "update counties set name = ?, seat_town = ?, programme_area = ?, aliases = ?, version = version + 1
         where code = ? and version = ?",
    )
    .bind(&after.name)
    .bind(&after.seat_town)
    .bind(&after.programme_area)
    .bind(&after.aliases)
    .bind(&county.code)
    .bind(county.version)
    .execute(tx.conn())
    .await?;
    if saved.rows_affected() == 0 {
        return Err(Error::Stale);
    }
    tx.record(
        Event::new(EventKind::Changed, SubjectKind::County, &county.code)
            .version(county.version + 1)
            .changes(Change::between(Some(&county.details()), after)),
    )
    .await?;
    Ok(Ok(()))
}

/// Moves a län to another team from a day on, or says why not.
pub async fn move_to(
    tx: &mut Write,
    county: &County,
    team_id: i64,
    from: Date,
) -> Result<Result<(), Problem>> {
    let today = tx.today();
    let latest = latest(tx, county).await?;
    let Some(team) = places::team_by_id(tx.conn(), team_id).await? else {
        return Ok(Err(("team_id", "Välj ett team.".into())));
    };
    if let Some(problem) = move_problem(county, &latest, &team, from, today) {
        return Ok(Err(problem));
    }
    end(tx, &latest, from.yesterday().ok()).await?;
    sqlx::query("insert into team_counties (team_id, county, valid_from) values (?, ?, ?)")
        .bind(team_id)
        .bind(&county.code)
        .bind(Text(from))
        .execute(tx.conn())
        .await?;
    moved(
        tx,
        county,
        EventKind::CountyMoved,
        latest.team_id,
        team_id,
        from,
    )
    .await?;
    Ok(Ok(()))
}

/// Takes back a move that has not begun; false when there is none.
pub async fn withdraw(tx: &mut Write, county: &County) -> Result<bool> {
    let rows = of_county(tx.conn(), &county.code).await?;
    let [coming, now, ..] = &rows[..] else {
        return Ok(false);
    };
    if coming.span.from <= tx.today() {
        return Ok(false);
    }
    sqlx::query("delete from team_counties where id = ?")
        .bind(coming.id)
        .execute(tx.conn())
        .await?;
    end(tx, now, None).await?;
    let kind = EventKind::CountyMoveWithdrawn;
    moved(
        tx,
        county,
        kind,
        coming.team_id,
        now.team_id,
        coming.span.from,
    )
    .await?;
    Ok(true)
}

async fn latest(tx: &mut Write, county: &County) -> Result<Membership> {
    let rows = of_county(tx.conn(), &county.code).await?;
    rows.into_iter().next().ok_or(Error::NotFound)
}

async fn end(tx: &mut Write, row: &Membership, last: Option<Date>) -> Result<()> {
    sqlx::query("update team_counties set valid_to = ? where id = ?")
        .bind(last.map(|day| day.to_string()))
        .bind(row.id)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// The län's own event, shown in the new team's history too, and one for the team it leaves.
async fn moved(
    tx: &mut Write,
    county: &County,
    kind: EventKind,
    left: i64,
    joined: i64,
    from: Date,
) -> Result<()> {
    let saved =
        sqlx::query("update counties set version = version + 1 where code = ? and version = ?")
            .bind(&county.code)
            .bind(county.version)
            .execute(tx.conn())
            .await?;
    if saved.rows_affected() == 0 {
        return Err(Error::Stale);
    }
    let event = |subject, id: &dyn ToString| {
        Event::new(kind, subject, id.to_string())
            .change("county", None::<&str>, &county.code)
            .change("team_id", left, joined)
            .change("valid_from", None::<Date>, from)
    };
    tx.record(
        event(SubjectKind::County, &county.code)
            .within(SubjectKind::Team, joined)
            .version(county.version + 1),
    )
    .await?;
    tx.record(event(SubjectKind::Team, &left)).await
}
