//! Teams, län, departments, units, issue areas and RUA, as they are on a day.

use super::columns::{Columns, Text, span};
use crate::domain::places::{County, Department, IssueArea, RegionalActor, Team, Unit};
use crate::error::Result;
use jiff::civil::Date;
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteRow;

pub async fn teams(db: impl SqliteExecutor<'_>, day: Date) -> Result<Vec<Team>> {
    let rows = sqlx::query(
        "select * from teams where valid_from <= ?1 and (valid_to is null or valid_to >= ?1) order by position, id",
    )
    .bind(Text(day))
    .try_map(team)
    .fetch_all(db)
    .await?;
    Ok(rows)
}

pub async fn team_by_slug(db: impl SqliteExecutor<'_>, slug: &str) -> Result<Team> {
    Ok(sqlx::query("select * from teams where slug = ?")
        .bind(slug)
        .try_map(team)
        .fetch_one(db)
        .await?)
}

/// A team by its id, whether it still holds or not.
pub async fn team_by_id(db: impl SqliteExecutor<'_>, id: i64) -> Result<Option<Team>> {
    Ok(sqlx::query("select * from teams where id = ?")
        .bind(id)
        .try_map(team)
        .fetch_optional(db)
        .await?)
}

/// The 21 län in Swedish order, each with its team on the day.
pub async fn counties(db: impl SqliteExecutor<'_>, day: Date) -> Result<Vec<County>> {
    let rows = sqlx::query(
        "select c.*, t.id as team_id, t.name as team_name, t.slug as team_slug
         from counties c
         join team_counties tc on tc.county = c.code
             and tc.valid_from <= ?1 and (tc.valid_to is null or tc.valid_to >= ?1)
         join teams t on t.id = tc.team_id
         order by c.short_name collate svenska",
    )
    .bind(Text(day))
    .try_map(county)
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// The 21 län team by team, in the order of the source page.
pub async fn counties_by_team(db: impl SqliteExecutor<'_>, day: Date) -> Result<Vec<County>> {
    let rows = sqlx::query(
        "select c.*, t.id as team_id, t.name as team_name, t.slug as team_slug
         from counties c
         join team_counties tc on tc.county = c.code
             and tc.valid_from <= ?1 and (tc.valid_to is null or tc.valid_to >= ?1)
         join teams t on t.id = tc.team_id
         order by t.position, c.position",
    )
    .bind(Text(day))
    .try_map(county)
    .fetch_all(db)
    .await?;
    Ok(rows)
}

pub async fn county_by_slug(db: impl SqliteExecutor<'_>, slug: &str, day: Date) -> Result<County> {
    one_county(db, "slug", slug, day).await
}

pub async fn county_by_code(db: impl SqliteExecutor<'_>, code: &str, day: Date) -> Result<County> {
    one_county(db, "code", code, day).await
}

async fn one_county(db: impl SqliteExecutor<'_>, by: &str, key: &str, day: Date) -> Result<County> {
    let row = sqlx::query(
        "select c.*, t.id as team_id, t.name as team_name, t.slug as team_slug
         from counties c
         join team_counties tc on tc.county = c.code
             and tc.valid_from <= ?1 and (tc.valid_to is null or tc.valid_to >= ?1)
         join teams t on t.id = tc.team_id
         where (?2 = 'slug' and c.slug = ?3) or (?2 = 'code' and c.code = ?3)",
    )
    .bind(Text(day))
    .bind(by)
    .bind(key)
    .try_map(county)
    .fetch_one(db)
    .await?;
    Ok(row)
}

pub async fn departments(db: impl SqliteExecutor<'_>, day: Date) -> Result<Vec<Department>> {
    let rows = sqlx::query(
        "select * from departments where valid_from <= ?1 and (valid_to is null or valid_to >= ?1)
         order by position, id",
    )
    .bind(Text(day))
    .try_map(department)
    .fetch_all(db)
    .await?;
    Ok(rows)
}

pub async fn units(db: impl SqliteExecutor<'_>, day: Date) -> Result<Vec<Unit>> {
    let rows = sqlx::query(
        "select u.*, d.name as department_name from units u join departments d on d.id = u.department_id
         where u.valid_from <= ?1 and (u.valid_to is null or u.valid_to >= ?1)
         order by d.position, u.name collate svenska",
    )
    .bind(Text(day))
    .try_map(unit)
    .fetch_all(db)
    .await?;
    Ok(rows)
}

pub async fn issue_areas(db: impl SqliteExecutor<'_>, day: Date) -> Result<Vec<IssueArea>> {
    let rows = sqlx::query(
        "select i.*, d.name as department_name, coalesce(u.name, '') as unit_name
         from issue_areas i join departments d on d.id = i.department_id left join units u on u.id = i.unit_id
         where i.valid_from <= ?1 and (i.valid_to is null or i.valid_to >= ?1)
         order by i.name collate svenska",
    )
    .bind(Text(day))
    .try_map(issue_area)
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// The RUA of a län through time, newest first.
pub async fn regional_actors(
    db: impl SqliteExecutor<'_>,
    county: &str,
) -> Result<Vec<RegionalActor>> {
    let rows =
        sqlx::query("select * from regional_actors where county = ? order by valid_from desc")
            .bind(county)
            .try_map(regional_actor)
            .fetch_all(db)
            .await?;
    Ok(rows)
}

/// The RUA of every län through time, newest first.
pub async fn all_regional_actors(db: impl SqliteExecutor<'_>) -> Result<Vec<RegionalActor>> {
    let rows = sqlx::query("select * from regional_actors order by valid_from desc, id")
        .try_map(regional_actor)
        .fetch_all(db)
        .await?;
    Ok(rows)
}

/// The RUA of each län on a day, by its code.
pub async fn regional_actor_names(
    db: impl SqliteExecutor<'_>,
    day: Date,
) -> Result<std::collections::HashMap<String, String>> {
    let rows: Vec<(String, String)> = sqlx::query_as(
        "select county, name from regional_actors
         where valid_from <= ?1 and (valid_to is null or valid_to >= ?1)",
    )
    .bind(Text(day))
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().collect())
}

pub(super) fn team(row: SqliteRow) -> sqlx::Result<Team> {
    Ok(Team {
        id: row.int("id")?,
        slug: row.string("slug")?,
        name: row.string("name")?,
        position: row.int("position")?,
        span: span(&row)?,
        version: row.int("version")?,
    })
}

pub(super) fn county(row: SqliteRow) -> sqlx::Result<County> {
    Ok(County {
        code: row.string("code")?,
        slug: row.string("slug")?,
        name: row.string("name")?,
        short_name: row.string("short_name")?,
        letters: row.string("letters")?,
        seat_town: row.string("seat_town")?,
        programme_area: row.string("programme_area")?,
        aliases: row.string("aliases")?,
        team_id: row.int("team_id")?,
        team_name: row.string("team_name")?,
        team_slug: row.string("team_slug")?,
        version: row.int("version")?,
    })
}

pub(super) fn department(row: SqliteRow) -> sqlx::Result<Department> {
    Ok(Department {
        id: row.int("id")?,
        name: row.string("name")?,
        is_regioner: row.flag("is_regioner")?,
        position: row.int("position")?,
        span: span(&row)?,
        version: row.int("version")?,
    })
}

pub(super) fn unit(row: SqliteRow) -> sqlx::Result<Unit> {
    Ok(Unit {
        id: row.int("id")?,
        department_id: row.int("department_id")?,
        department_name: row.string("department_name")?,
        name: row.string("name")?,
        remit: row.string("remit")?,
        span: span(&row)?,
        version: row.int("version")?,
    })
}

pub(super) fn issue_area(row: SqliteRow) -> sqlx::Result<IssueArea> {
    Ok(IssueArea {
        id: row.int("id")?,
        name: row.string("name")?,
        department_id: row.int("department_id")?,
        department_name: row.string("department_name")?,
        unit_id: row.opt_int("unit_id")?,
        unit_name: row.string("unit_name")?,
        span: span(&row)?,
        version: row.int("version")?,
    })
}

pub(super) fn regional_actor(row: SqliteRow) -> sqlx::Result<RegionalActor> {
    Ok(RegionalActor {
        id: row.int("id")?,
        county: row.string("county")?,
        name: row.string("name")?,
        kind: row.parsed("kind")?,
        span: span(&row)?,
        version: row.int("version")?,
    })
}
