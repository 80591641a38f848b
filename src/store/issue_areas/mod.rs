//! Sakfrågor: one with everything about it, all of them with what there is of each, and the matrix.

mod matrix;

pub use matrix::{Cell, raised, with_open_actions};

use super::columns::{Columns, Text, span};
use crate::domain::dialogue::Phase;
use crate::domain::places::DateSpan;
use crate::domain::spelling::fold;
use crate::error::Result;
use jiff::civil::Date;
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteRow;

/// An issue area with the department that owns it.
#[derive(Clone, Debug)]
pub struct Area {
    pub id: i64,
    pub name: String,
    pub department_id: i64,
    pub department: String,
    pub is_regioner: bool,
    pub unit: String,
    pub span: DateSpan,
}

impl Area {
    pub fn url(&self) -> String {
        format!("/sakfragor/{}", self.id)
    }
}

pub async fn find(db: impl SqliteExecutor<'_>, id: i64) -> Result<Area> {
    Ok(sqlx::query(
        "select i.*, d.name as department, d.is_regioner, coalesce(u.name, '') as unit
         from issue_areas i join departments d on d.id = i.department_id left join units u on u.id = i.unit_id
         where i.id = ?",
    )
    .bind(id)
    .try_map(area)
    .fetch_one(db)
    .await?)
}

/// What issue areas are called, closed ones too, in the order they are asked for.
pub async fn names(db: impl SqliteExecutor<'_>, ids: &[i64]) -> Result<Vec<(i64, String)>> {
    if ids.is_empty() {
        return Ok(vec![]);
    }
    Ok(sqlx::query_as(
        "select i.id, i.name from json_each(?) j join issue_areas i on i.id = j.value order by j.key",
    )
    .bind(serde_json::Value::from(ids).to_string())
    .fetch_all(db)
    .await?)
}

fn area(row: SqliteRow) -> sqlx::Result<Area> {
    Ok(Area {
        id: row.int("id")?,
        name: row.string("name")?,
        department_id: row.int("department_id")?,
        department: row.string("department")?,
        is_regioner: row.flag("is_regioner")?,
        unit: row.string("unit")?,
        span: span(&row)?,
    })
}

/// An issue area with how much there is of each thing.
#[derive(Clone, Debug)]
pub struct Listed {
    pub area: Area,
    /// The number of the national brief that holds, and until when.
    pub brief: Option<(i64, Option<Date>)>,
    /// Positions that hold, in dialogues that go on.
    pub positions: i64,
    pub offers: i64,
    pub needs: i64,
    pub actions: i64,
}

/// The issue areas of a day, narrowed to a department and to words in their names.
pub async fn list(
    db: impl SqliteExecutor<'_>,
    department: Option<i64>,
    words: &str,
    today: Date,
) -> Result<Vec<Listed>> {
    let rows = sqlx::query(
        "select i.*, d.name as department, d.is_regioner, coalesce(u.name, '') as unit,
                v.number as brief_number, v.valid_to as brief_valid_to,
                (select count(*) from positions p join dialogues x on x.id = p.dialogue_id
                     where p.issue_area_id = i.id and p.status = 'in_force'
                       and x.phase not in ('closed', 'cancelled')) as positions,
                (select count(*) from offer_issue_areas x join offers o on o.id = x.offer_id
                     where x.issue_area_id = i.id and o.valid_from <= ?1
                       and (o.valid_to is null or o.valid_to >= ?1)) as offers,
                (select count(*) from needs n where n.issue_area_id = i.id and n.closed_on is null) as needs,
                coalesce(a.n, 0) as actions
         from issue_areas i join departments d on d.id = i.department_id left join units u on u.id = i.unit_id
         left join open_briefs b on b.issue_area_id = i.id
         left join brief_versions v on v.brief_id = b.id and v.status = 'approved'
         left join (select issue_area_id, count(*) as n from actions
                    where status in ('proposed', 'decided', 'ongoing') and issue_area_id is not null
                    group by issue_area_id) a on a.issue_area_id = i.id
         where i.valid_from <= ?1 and (i.valid_to is null or i.valid_to >= ?1)
           and (?2 is null or i.department_id = ?2)
         order by i.name collate svenska",
    )
    .bind(Text(today))
    .bind(department)
    .try_map(listed)
    .fetch_all(db)
    .await?;
    let folded = fold(words);
    let has = |each: &Listed| {
        let name = fold(&each.area.name);
        folded.split_whitespace().all(|word| name.contains(word))
    };
    Ok(rows.into_iter().filter(has).collect())
}

fn listed(row: SqliteRow) -> sqlx::Result<Listed> {
    let number = row.opt_int("brief_number")?;
    let valid_to = row.opt_parsed("brief_valid_to")?;
    Ok(Listed {
        brief: number.map(|number| (number, valid_to)),
        positions: row.int("positions")?,
        offers: row.int("offers")?,
        needs: row.int("needs")?,
        actions: row.int("actions")?,
        area: area(row)?,
    })
}

/// The national brief of an issue area: the version that holds, and how far the next one has come.
#[derive(Clone, Debug)]
pub struct BriefState {
    pub brief_id: i64,
    /// Number, from and to of the version that holds.
    pub held: Option<(i64, Option<Date>, Option<Date>)>,
    /// Number and status of the version that is being written.
    pub coming: Option<(i64, String)>,
}

pub async fn brief(db: impl SqliteExecutor<'_>, issue_area_id: i64) -> Result<Option<BriefState>> {
    let row = sqlx::query(
        "select b.id, h.number, h.valid_from, h.valid_to, c.number as coming, c.status
         from open_briefs b left join brief_versions h on h.brief_id = b.id and h.status = 'approved'
         left join brief_versions c on c.brief_id = b.id and c.status in ('requested', 'drafting', 'in_review')
         where b.issue_area_id = ?",
    )
    .bind(issue_area_id)
    .try_map(|row: SqliteRow| {
        let span = (row.opt_parsed("valid_from")?, row.opt_parsed("valid_to")?);
        let status = row.opt_string("status")?.unwrap_or_default();
        Ok(BriefState {
            brief_id: row.int("id")?,
            held: row.opt_int("number")?.map(|number| (number, span.0, span.1)),
            coming: row.opt_int("coming")?.map(|number| (number, status)),
        })
    })
    .fetch_optional(db)
    .await?;
    Ok(row)
}

/// A dialogue in which an issue area was chosen or stood on the agenda.
#[derive(Clone, Debug)]
pub struct RaisedIn {
    pub dialogue_id: i64,
    pub county: String,
    pub held_on: Date,
    pub phase: Phase,
}

/// The newest dialogues an issue area belongs to, those to come first.
pub async fn dialogues(db: impl SqliteExecutor<'_>, issue_area_id: i64) -> Result<Vec<RaisedIn>> {
    let rows = sqlx::query(
        "select d.id, c.short_name, d.held_on, d.phase
         from (select dialogue_id from dialogue_issues where issue_area_id = ?1 and state = 'chosen'
               union select dialogue_id from agenda_items where issue_area_id = ?1 and dialogue_id is not null
                   and state in ('open', 'done')
               union select dialogue_id from positions where issue_area_id = ?1) x
         join dialogues d on d.id = x.dialogue_id join counties c on c.code = d.county
         where d.phase <> 'cancelled' order by d.held_on desc, d.id desc limit 12",
    )
    .bind(issue_area_id)
    .try_map(|row: SqliteRow| {
        Ok(RaisedIn {
            dialogue_id: row.int("id")?,
            county: row.string("short_name")?,
            held_on: row.parsed("held_on")?,
            phase: row.parsed("phase")?,
        })
    })
    .fetch_all(db)
    .await?;
    Ok(rows)
}
