//! White spots: each län with its newest note, as far as one may read.

use super::day;
use crate::domain::secrecy::Sight;
use crate::error::Result;
use crate::seen;
use crate::store::columns::Columns;
use crate::store::kept;
use crate::store::reader::Reader;
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::sqlite::SqliteRow;

/// A län and what has been noted there.
#[derive(Clone, Debug)]
pub struct Spot {
    pub county: String,
    pub slug: String,
    pub team: String,
    pub team_slug: String,
    pub last_at: Option<Timestamp>,
    pub this_year: i64,
}

/// The 21 län, those that have been silent for longest first.
pub async fn spots(db: &Reader, sight: &Sight, today: Date) -> Result<Vec<Spot>> {
    let about = format!("{today} {}", sight.json());
    kept::copy(db, "white spots", about, read(db, sight, today)).await
}

async fn read(db: &Reader, sight: &Sight, today: Date) -> Result<Vec<Spot>> {
    let rows = sqlx::query(concat!(
        "with noted as (
             select oc.county, max(o.created_at) as last_at, sum(o.created_at >= substr(?1, 1, 4)) as this_year
             from observation_counties oc join observations o on o.id = oc.observation_id
             where o.removed_at is null and ",
        seen!("observation", "o.id", "?2"),
        " group by oc.county)
         select c.short_name, c.slug, t.name as team, t.slug as team_slug, n.last_at, coalesce(n.this_year, 0) as this_year
         from counties c join team_counties tc on tc.county = c.code
             and tc.valid_from <= ?1 and (tc.valid_to is null or tc.valid_to >= ?1)
         join teams t on t.id = tc.team_id left join noted n on n.county = c.code
         order by n.last_at is not null, n.last_at, c.short_name collate svenska"
    ))
    .bind(day(today))
    .bind(sight.json())
    .try_map(|row: SqliteRow| {
        Ok(Spot {
            county: row.string("short_name")?,
            slug: row.string("slug")?,
            team: row.string("team")?,
            team_slug: row.string("team_slug")?,
            last_at: row.opt_parsed("last_at")?,
            this_year: row.int("this_year")?,
        })
    })
    .fetch_all(db)
    .await?;
    Ok(rows)
}
