//! Strategiska satsningar: made, changed, judged, decided, found.

mod list;
mod write;

pub use list::{Filter, Row, Shown, Sort, Sums, in_short, list, shown};
pub use write::{add, change, judge, turn};

use super::actions::whereabouts;
use super::columns::Columns;
use crate::domain::access::Place;
use crate::domain::investment::{Investment, Relevance, Share, Stage, Terms};
use crate::error::Result;
use jiff::civil::Date;
use sqlx::sqlite::SqliteRow;
use sqlx::{SqliteConnection, SqliteExecutor};

pub async fn find(db: impl SqliteExecutor<'_>, id: i64) -> Result<Investment> {
    let row = sqlx::query(
        "select v.*, p.name as decided_by_name,
                (select json_group_array(county) from (select county from investment_counties
                     where investment_id = v.id order by county)) as counties,
                (select json_group_array(json_array(partner, kronor)) from (select partner, kronor from investment_shares
                     where investment_id = v.id order by position, id)) as shares
         from investments v left join people p on p.id = v.decided_by where v.id = ?",
    )
    .bind(id)
    .try_map(investment)
    .fetch_one(db)
    .await?;
    Ok(row)
}

fn investment(row: SqliteRow) -> sqlx::Result<Investment> {
    Ok(Investment {
        id: row.int("id")?,
        relevance: Relevance {
            relevant: row.opt_int("relevant")?.map(|yes| yes != 0),
            relevance: row.string("relevance")?,
        },
        stage: Stage {
            status: row.parsed("status")?,
            decision: row.string("decision")?,
            decided_on: row.opt_parsed("decided_on")?,
            result: row.string("result")?,
        },
        decided_by: row.opt_string("decided_by_name")?,
        created_at: row.parsed("created_at")?,
        version: row.int("version")?,
        terms: terms(&row)?,
    })
}

fn terms(row: &SqliteRow) -> sqlx::Result<Terms> {
    let share = |(partner, kronor): (String, Option<i64>)| Share { partner, kronor };
    let shares: Vec<(String, Option<i64>)> = row.json("shares")?;
    Ok(Terms {
        title: row.string("title")?,
        counties: row.json("counties")?,
        dialogue_id: row.opt_int("dialogue_id")?,
        issue_area_id: row.opt_int("issue_area_id")?,
        unit_id: row.int("unit_id")?,
        description: row.string("description")?,
        region_part: row.string("region_part")?,
        our_role: row.string("our_role")?,
        our_kronor: row.opt_int("our_kronor")?,
        shares: shares.into_iter().map(share).collect(),
        starts_on: row.opt_parsed("starts_on")?,
        ends_on: row.opt_parsed("ends_on")?,
        shareable: row.flag("shareable")?,
        region_text: row.string("region_text")?,
    })
}

/// Where a right to a satsning is decided: its län with their teams on the day, and its department.
pub async fn place(conn: &mut SqliteConnection, terms: &Terms, day: Date) -> Result<Place> {
    let of = (terms.issue_area_id, terms.unit_id);
    let (counties, department) = whereabouts(conn, &terms.counties, of, day).await?;
    Ok(terms.place(counties, department))
}
