//! Underlag: a series of versions per issue area or län, what holds of each, and what is being written.

mod list;
mod versions;
mod write;

pub use list::{Filter, Listed, Sort, list, without};
pub use versions::{
    Mark, Meta, Use, Waiting, approved_version, by_number, find_version, has_approver, metas,
    open_version, section_titles, sections_by_version, used_in, waited_for,
};
pub(super) use write::series;
pub use write::{
    approve, mark_section, not_needed, request, save, send_back, start, submit, take_back,
    template_of,
};

use super::columns::{Columns, Text};
use super::kept::{self, Until};
use super::reader::Reader;
use crate::domain::brief::{Brief, BriefOf, Status, is_stale};
use crate::error::Result;
use jiff::civil::Date;
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteRow;
use std::sync::Arc;

const BRIEF: &str = "select b.id, b.issue_area_id, b.county, coalesce(i.name, c.short_name) as subject,
        d.id as department_id, coalesce(d.name, '') as department, coalesce(d.is_regioner, 0) as is_regioner,
        coalesce(tc.team_id, 0) as team_id, coalesce(c.slug, '') as county_slug
    from briefs b
    left join issue_areas i on i.id = b.issue_area_id left join departments d on d.id = i.department_id
    left join counties c on c.code = b.county
    left join team_counties tc on tc.county = b.county and tc.valid_from <= ?1
        and (tc.valid_to is null or tc.valid_to >= ?1) ";

/// A brief with whom it belongs to on a day.
pub async fn find(db: impl SqliteExecutor<'_>, id: i64, day: Date) -> Result<Brief> {
    Ok(
        sqlx::query(sqlx::AssertSqlSafe(format!("{BRIEF} where b.id = ?2")))
            .bind(Text(day))
            .bind(id)
            .try_map(brief)
            .fetch_one(db)
            .await?,
    )
}

/// The brief of an issue area or a län, if one was ever begun or ordered.
pub async fn find_of(
    db: impl SqliteExecutor<'_>,
    of: &BriefOf,
    day: Date,
) -> Result<Option<Brief>> {
    let sql = format!("{BRIEF} where b.issue_area_id = ?2 or b.county = ?3");
    Ok(sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(Text(day))
        .bind(of.issue_area())
        .bind(of.county())
        .try_map(brief)
        .fetch_optional(db)
        .await?)
}

fn brief(row: SqliteRow) -> sqlx::Result<Brief> {
    Ok(Brief {
        id: row.int("id")?,
        of: of(&row)?,
        subject: row.string("subject")?,
        department_id: row.opt_int("department_id")?,
        department: row.string("department")?,
        is_regioner: row.flag("is_regioner")?,
        team_id: row.int("team_id")?,
        county_slug: row.string("county_slug")?,
    })
}

fn of(row: &SqliteRow) -> sqlx::Result<BriefOf> {
    Ok(match row.opt_int("issue_area_id")? {
        Some(area) => BriefOf::National(area),
        None => BriefOf::Regional(row.string("county")?),
    })
}

/// The version of a brief that holds, as other pages mention it.
#[derive(Clone, Debug)]
pub struct Held {
    pub brief_id: i64,
    pub of: BriefOf,
    pub version_id: i64,
    pub number: i64,
    pub valid_from: Option<Date>,
    pub valid_to: Option<Date>,
    pub stale: bool,
}

const HELD: &str =
    "select b.id as brief_id, b.issue_area_id, b.county, v.id as version_id, v.number,
        v.valid_from, v.valid_to
    from brief_versions v join open_briefs b on b.id = v.brief_id where v.status = 'approved'";

/// What holds, for every issue area and län that has something; told for a day whether it is stale.
pub async fn in_force(db: impl SqliteExecutor<'_>, day: Date) -> Result<Vec<Held>> {
    Ok(sqlx::query(HELD)
        .try_map(|row| held(row, day))
        .fetch_all(db)
        .await?)
}

fn held(row: SqliteRow, day: Date) -> sqlx::Result<Held> {
    let valid_to = row.opt_parsed("valid_to")?;
    Ok(Held {
        brief_id: row.int("brief_id")?,
        of: of(&row)?,
        version_id: row.int("version_id")?,
        number: row.int("number")?,
        valid_from: row.opt_parsed("valid_from")?,
        stale: is_stale(valid_to, day),
        valid_to,
    })
}

/// A version on its way, as other pages mention it.
#[derive(Clone, Debug)]
pub struct Underway {
    pub brief_id: i64,
    pub of: BriefOf,
    pub version_id: i64,
    pub number: i64,
    pub status: Status,
    /// How many sections are marked ready, and how many there are.
    pub ready: i64,
    pub sections: i64,
    /// Why it was sent back; empty when it was not.
    pub reason: String,
    pub subject: String,
    pub department_id: Option<i64>,
    pub is_regioner: bool,
    /// Whether an order of a dialogue that goes on waits for it.
    pub ordered: bool,
    /// Whether briefs are reviewed.
    pub review: bool,
}

/// Every version that is ordered, being written or in review.
pub async fn underway(db: &Reader) -> Result<Arc<Vec<Underway>>> {
    let key = ("briefs underway", String::new());
    kept::answer(db, Until::AnythingHappens, key, read_underway(db)).await
}

async fn read_underway(db: &Reader) -> Result<Vec<Underway>> {
    Ok(sqlx::query(
        "select b.id as brief_id, b.issue_area_id, b.county, v.id as version_id, v.number, v.status, v.reason,
                coalesce(i.name, c.short_name) as subject, i.department_id,
                coalesce(d.is_regioner, 0) as is_regioner,
                exists (select 1 from brief_orders x join dialogues g on g.id = x.dialogue_id
                    where x.state in ('ordered', 'returned') and g.phase not in ('closed', 'cancelled')
                    and (x.issue_area_id = b.issue_area_id or (x.scope = 'regional' and g.county = b.county)))
                    as ordered,
                (select value = 'on' from settings where name = 'brief_review') as review,
                (select count(*) from brief_sections s where s.brief_version_id = v.id) as sections,
                (select count(*) from brief_sections s where s.brief_version_id = v.id and s.ready = 1) as ready
         from brief_versions v join briefs b on b.id = v.brief_id
         left join issue_areas i on i.id = b.issue_area_id left join departments d on d.id = i.department_id
         left join counties c on c.code = b.county
         where v.status in ('requested', 'drafting', 'in_review') order by v.updated_at, v.id",
    )
    .try_map(|row: SqliteRow| {
        Ok(Underway {
            brief_id: row.int("brief_id")?,
            of: of(&row)?,
            version_id: row.int("version_id")?,
            number: row.int("number")?,
            status: row.parsed("status")?,
            ready: row.int("ready")?,
            sections: row.int("sections")?,
            reason: row.string("reason")?,
            subject: row.string("subject")?,
            department_id: row.opt_int("department_id")?,
            is_regioner: row.flag("is_regioner")?,
            ordered: row.flag("ordered")?,
            review: row.flag("review")?,
        })
    })
    .fetch_all(db)
    .await?)
}
