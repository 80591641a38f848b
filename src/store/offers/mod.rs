//! Myndighetens erbjudande: the register, and what is proposed of it.

mod list;
mod write;

pub use list::{Filter, Row, Sort, list};
pub use write::{add, change};

use super::columns::{Columns, Text};
use crate::domain::offer::{Offer, Terms};
use crate::error::{Error, Result};
use jiff::civil::Date;
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteRow;

pub async fn find(db: impl SqliteExecutor<'_>, id: i64) -> Result<Offer> {
    Ok(sqlx::query(
        "select o.*, u.name as unit, u.department_id, d.name as department,
                (select json_group_array(issue_area_id) from (select issue_area_id from offer_issue_areas
                     where offer_id = o.id order by issue_area_id)) as issue_areas
         from offers o join units u on u.id = o.unit_id join departments d on d.id = u.department_id where o.id = ?",
    )
    .bind(id)
    .try_map(offer)
    .fetch_one(db)
    .await?)
}

fn offer(row: SqliteRow) -> sqlx::Result<Offer> {
    Ok(Offer {
        id: row.int("id")?,
        terms: Terms {
            title: row.string("title")?,
            kind: row.parsed("kind")?,
            unit_id: row.int("unit_id")?,
            issue_areas: row.json("issue_areas")?,
            valid_from: row.parsed("valid_from")?,
            valid_to: row.opt_parsed("valid_to")?,
            link: row.string("link")?,
            description: row.string("description")?,
        },
        unit: row.string("unit")?,
        department_id: row.int("department_id")?,
        department: row.string("department")?,
        version: row.int("version")?,
    })
}

/// An offer as it is proposed to a position or a need.
#[derive(Clone, Debug)]
pub struct Proposal {
    pub id: i64,
    pub title: String,
    pub kind: crate::domain::offer::Kind,
    pub unit: String,
    pub department: String,
    /// Whether it is meant for the issue area that was asked for.
    pub fits: bool,
    /// Whether it holds on the day.
    pub holds: bool,
}

impl Proposal {
    pub fn url(&self) -> String {
        format!("/erbjudanden/{}", self.id)
    }
}

/// What can be offered in an issue area on a day, and what is already chosen: those of the area first.
pub async fn proposed(
    db: impl SqliteExecutor<'_>,
    issue_area_id: i64,
    chosen: &[i64],
    day: Date,
) -> Result<Vec<Proposal>> {
    proposals(db, issue_area_id, chosen, day, true).await
}

/// The offers that are chosen, and no others.
pub async fn chosen(
    db: impl SqliteExecutor<'_>,
    issue_area_id: i64,
    chosen: &[i64],
    day: Date,
) -> Result<Vec<Proposal>> {
    proposals(db, issue_area_id, chosen, day, false).await
}

async fn proposals(
    db: impl SqliteExecutor<'_>,
    issue_area_id: i64,
    chosen: &[i64],
    day: Date,
    others: bool,
) -> Result<Vec<Proposal>> {
    let chosen = serde_json::to_string(chosen).map_err(Error::internal)?;
    let rows = sqlx::query(
        "select o.id, o.title, o.kind, u.name as unit, d.name as department,
                exists (select 1 from offer_issue_areas x where x.offer_id = o.id and x.issue_area_id = ?1) as fits,
                (o.valid_from <= ?3 and (o.valid_to is null or o.valid_to >= ?3)) as holds,
                o.id in (select value from json_each(?2)) as chosen
         from offers o join units u on u.id = o.unit_id join departments d on d.id = u.department_id
         where chosen or (?4 and holds)
         order by fits desc, chosen desc, d.position, o.title collate svenska limit 500",
    )
    .bind(issue_area_id)
    .bind(chosen)
    .bind(Text(day))
    .bind(others)
    .try_map(|row: SqliteRow| {
        Ok(Proposal {
            id: row.int("id")?,
            title: row.string("title")?,
            kind: row.parsed("kind")?,
            unit: row.string("unit")?,
            department: row.string("department")?,
            fits: row.flag("fits")?,
            holds: row.flag("holds")?,
        })
    })
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// Where an offer is used: the positions that propose it, newest first.
#[derive(Clone, Debug)]
pub struct Use {
    pub dialogue_id: i64,
    pub issue_area_id: i64,
    pub issue_area: String,
    pub county: String,
    pub held_on: Date,
}

pub async fn uses(db: impl SqliteExecutor<'_>, id: i64) -> Result<Vec<Use>> {
    let rows = sqlx::query(
        "select p.dialogue_id, p.issue_area_id, i.name, c.short_name, d.held_on
         from position_offers x join positions p on p.id = x.position_id join issue_areas i on i.id = p.issue_area_id
         join dialogues d on d.id = p.dialogue_id join counties c on c.code = d.county
         where x.offer_id = ? order by d.held_on desc, i.name collate svenska limit 100",
    )
    .bind(id)
    .try_map(|row: SqliteRow| {
        Ok(Use {
            dialogue_id: row.int("dialogue_id")?,
            issue_area_id: row.int("issue_area_id")?,
            issue_area: row.string("name")?,
            county: row.string("short_name")?,
            held_on: row.parsed("held_on")?,
        })
    })
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// The department of a unit, which says who may keep its offers.
pub async fn department_of(db: impl SqliteExecutor<'_>, unit_id: i64) -> Result<Option<i64>> {
    Ok(
        sqlx::query_scalar("select department_id from units where id = ?")
            .bind(unit_id)
            .fetch_optional(db)
            .await?,
    )
}
