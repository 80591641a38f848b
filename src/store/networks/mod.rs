//! Nätverk: kept, found, sat in, met in.

mod list;
mod meetings;
mod seats;
mod write;

pub use list::{Filter, Row, Sort, list};
pub use meetings::{
    Note, OfYear, add as add_meeting, bring_home, change as change_meeting, find as find_meeting,
    leave_out, meetings, network_of, notes_of, notes_to_choose, of_year, remove as remove_meeting,
    years,
};
pub use seats::{change as change_seat, find as find_seat, seat, seats};
pub use write::{add, change, close, reopen};

use super::columns::Columns;
use crate::domain::network::{Network, Terms};
use crate::error::Result;
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteRow;

pub async fn find(db: impl SqliteExecutor<'_>, id: i64) -> Result<Network> {
    let row = sqlx::query(
        "select n.*, coalesce(o.name, '') as organisation,
                (select json_group_array(county) from (select county from network_counties
                     where network_id = n.id order by county)) as counties,
                (select json_group_array(issue_area_id) from (select issue_area_id from network_issue_areas
                     where network_id = n.id order by issue_area_id)) as issue_areas
         from networks n left join organisations o on o.id = n.organisation_id where n.id = ?",
    )
    .bind(id)
    .try_map(|row: SqliteRow| {
        Ok(Network {
            id: row.int("id")?,
            organisation: row.string("organisation")?,
            closed_on: row.opt_parsed("closed_on")?,
            version: row.int("version")?,
            terms: Terms {
                name: row.string("name")?,
                purpose: row.string("purpose")?,
                level: row.parsed("level")?,
                counties: row.json("counties")?,
                issue_areas: row.json("issue_areas")?,
                organisation_id: row.opt_int("organisation_id")?,
                meetings_per_year: row.opt_int("meetings_per_year")?,
                network_url: row.string("url")?,
            },
        })
    })
    .fetch_one(db)
    .await?;
    Ok(row)
}

/// Organisations that can lead a network.
pub async fn organisations(db: impl SqliteExecutor<'_>) -> Result<Vec<(i64, String)>> {
    Ok(sqlx::query_as(
        "select id, name from organisations where removed_at is null and merged_into is null
         order by name collate svenska, id limit 1000",
    )
    .fetch_all(db)
    .await?)
}
