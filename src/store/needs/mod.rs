//! Behov of län and kommuner: read one by one, and from the offer's side.

mod list;
mod write;

pub use list::{Filter, Gap, Row, Sort, gaps, list};
pub use write::{add, change, close, match_offers, reopen};

use super::columns::Columns;
use super::kept;
use super::reader::Reader;
use crate::domain::need::{Closing, Matching, Municipality, Need, Wish};
use crate::error::Result;
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteRow;

pub async fn find(db: impl SqliteExecutor<'_>, id: i64) -> Result<Need> {
    Ok(sqlx::query(
        "select n.*, coalesce(m.name, '') as municipality_name, i.name as issue_area, i.department_id,
                d.name as department,
                (select json_group_array(offer_id) from (select offer_id from need_offers
                     where need_id = n.id order by offer_id)) as offers
         from needs n join issue_areas i on i.id = n.issue_area_id join departments d on d.id = i.department_id
         left join municipalities m on m.code = n.municipality where n.id = ?",
    )
    .bind(id)
    .try_map(need)
    .fetch_one(db)
    .await?)
}

fn need(row: SqliteRow) -> sqlx::Result<Need> {
    Ok(Need {
        id: row.int("id")?,
        wish: Wish {
            title: row.string("title")?,
            county: row.string("county")?,
            municipality: row.opt_string("municipality")?,
            issue_area_id: row.int("issue_area_id")?,
            source: row.parsed("source")?,
            dialogue_id: row.opt_int("dialogue_id")?,
            raised_on: row.parsed("raised_on")?,
            description: row.string("description")?,
        },
        matching: Matching {
            offers: row.json("offers")?,
        },
        closing: Closing {
            closed_on: row.opt_parsed("closed_on")?,
            close_reason: row.string("close_reason")?,
        },
        municipality_name: row.string("municipality_name")?,
        issue_area: row.string("issue_area")?,
        department_id: row.int("department_id")?,
        department: row.string("department")?,
        version: row.int("version")?,
    })
}

/// Every kommun, län by län, in Swedish order.
pub async fn municipalities(db: &Reader) -> Result<Vec<Municipality>> {
    let municipality = |row: SqliteRow| {
        Ok(Municipality {
            code: row.string("code")?,
            name: row.string("name")?,
            county: row.string("county")?,
        })
    };
    let read = async {
        Ok(sqlx::query(
            "select m.code, m.name, m.county from municipalities m join counties c on c.code = m.county
             order by c.short_name collate svenska, m.name collate svenska",
        )
        .try_map(municipality)
        .fetch_all(db)
        .await?)
    };
    kept::copy(db, "municipalities", "", read).await
}
