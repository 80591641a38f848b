//! Organisations outside the agency: RUA, kommuner, myndigheter, nätverk and others.

mod list;
mod merge;
mod write;

pub use list::{Filter, Row, Sort, list};
pub use merge::{Brought, brought, merge};
pub use write::{add, change};

use super::columns::Columns;
use crate::domain::contact::{Details, Organisation, OrganisationKind, alike};
use crate::domain::spelling::fold;
use crate::error::Result;
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteRow;

/// Also one that was merged into another, which leads on.
pub async fn find(db: impl SqliteExecutor<'_>, id: i64) -> Result<Organisation> {
    Ok(sqlx::query(
        "select o.*, coalesce(c.short_name, '') as county_name, coalesce(c.slug, '') as county_slug,
                coalesce(m.name, '') as municipality_name
         from organisations o left join counties c on c.code = o.county
         left join municipalities m on m.code = o.municipality
         where o.id = ? and (o.removed_at is null or o.merged_into is not null)",
    )
    .bind(id)
    .try_map(organisation)
    .fetch_one(db)
    .await?)
}

fn organisation(row: SqliteRow) -> sqlx::Result<Organisation> {
    let agency = row.opt_int("national_agency_id")?;
    Ok(Organisation {
        id: row.int("id")?,
        details: Details {
            name: row.string("name")?,
            organisation_kind: row.parsed("kind")?,
            level: row.parsed("level")?,
            county: row.opt_string("county")?,
            municipality: row.opt_string("municipality")?,
            national_agency_id: agency,
            url: row.string("url")?,
            notes: row.string("notes")?,
        },
        county_name: row.string("county_name")?,
        county_slug: row.string("county_slug")?,
        municipality_name: row.string("municipality_name")?,
        registered: agency.is_some() || row.opt_int("regional_actor_id")?.is_some(),
        merged_into: row.opt_int("merged_into")?,
        version: row.int("version")?,
    })
}

/// An organisation to choose: its kind and län tell like names apart.
#[derive(Clone, Debug)]
pub struct Choosable {
    pub id: i64,
    pub name: String,
    pub kind: OrganisationKind,
    pub county: Option<String>,
    pub county_name: String,
}

/// A form offers no more than this.
const MOST_CHOICES: i64 = 2_000;

/// All that can be chosen, in Swedish order: those of a län, and those of the whole country; or every one.
pub async fn choosable(
    db: impl SqliteExecutor<'_>,
    county: Option<&str>,
) -> Result<Vec<Choosable>> {
    Ok(sqlx::query(
        "select o.id, o.name, o.kind, o.county, coalesce(c.short_name, '') as county_name
         from organisations o left join counties c on c.code = o.county
         where o.removed_at is null and (?1 is null or o.county = ?1 or o.county is null)
         order by o.kind <> 'regional_actor', o.name collate svenska, o.id limit ?2",
    )
    .bind(county)
    .bind(MOST_CHOICES)
    .try_map(|row: SqliteRow| {
        Ok(Choosable {
            id: row.int("id")?,
            name: row.string("name")?,
            kind: row.parsed("kind")?,
            county: row.opt_string("county")?,
            county_name: row.string("county_name")?,
        })
    })
    .fetch_all(db)
    .await?)
}

/// The organisation that is the RUA of a län today, or was last.
pub async fn actor_of(db: impl SqliteExecutor<'_>, county: &str) -> Result<Option<i64>> {
    Ok(sqlx::query_scalar(
        "select o.id from organisations o left join regional_actors r on r.id = o.regional_actor_id
         where o.county = ? and o.kind = 'regional_actor' and o.removed_at is null
         order by r.valid_from desc, o.id limit 1",
    )
    .bind(county)
    .fetch_optional(db)
    .await?)
}

/// Those that may well be the same, by name and län: (id, name).
pub async fn like(
    db: impl SqliteExecutor<'_>,
    details: &Details,
    own: i64,
) -> Result<Vec<(i64, String)>> {
    let rows: Vec<(i64, String, String)> = sqlx::query_as(
        "select id, name, name_key from organisations
         where removed_at is null and id <> ?1 and (county is ?2 or name_key = ?3)
         order by name collate svenska limit 5000",
    )
    .bind(own)
    .bind(&details.county)
    .bind(fold(&details.name))
    .fetch_all(db)
    .await?;
    let same = |row: &(i64, String, String)| alike(&row.1, &details.name);
    let found = rows.into_iter().filter(same);
    Ok(found.map(|(id, name, _)| (id, name)).take(10).collect())
}

/// The networks that an organisation leads, those that still meet first.
pub async fn networks(db: impl SqliteExecutor<'_>, id: i64) -> Result<Vec<(i64, String)>> {
    Ok(sqlx::query_as(
        "select id, name from networks where organisation_id = ?
         order by closed_on is not null, name collate svenska limit 50",
    )
    .bind(id)
    .fetch_all(db)
    .await?)
}
