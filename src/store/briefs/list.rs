//! The list of briefs: filtered, ordered, a page at a time.

use super::of;
use crate::domain::brief::{BriefOf, Scope, Status, is_stale};
use crate::domain::secrecy::Sight;
use crate::error::Result;
use crate::marked;
use crate::store::columns::{Columns, Text};
use crate::store::reader::Reader;
use crate::store::{Page, Part};
use crate::store::{kept, secrecy};
use jiff::civil::Date;
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Sqlite};

/// What the list is narrowed to; everything that is set must hold.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub scope: Option<Scope>,
    pub department: Option<i64>,
    pub issue_area: Option<i64>,
    pub county: Option<String>,
    /// What holds, or is on its way, or was judged not to be needed the last time.
    pub status: Option<Status>,
    /// Only what holds and is past its last day.
    pub stale: bool,
    /// The issue areas and län whose names hold the words that are looked for.
    pub about: Option<(Vec<i64>, Vec<String>)>,
    /// Those of the person who asks.
    pub hers: Option<(Vec<i64>, Vec<String>)>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    #[default]
    Subject,
    Department,
    Status,
    ValidTo,
    Changed,
}

/// A brief as the list shows it.
#[derive(Clone, Debug)]
pub struct Listed {
    pub id: i64,
    pub of: BriefOf,
    pub subject: String,
    pub department: String,
    /// The version that holds: its number and days.
    pub held: Option<i64>,
    pub valid_from: Option<Date>,
    pub valid_to: Option<Date>,
    pub stale: bool,
    /// The version on its way, and its sections: marked ready, and all.
    pub open: Option<(i64, Status)>,
    pub ready: i64,
    pub sections: i64,
    /// What the newest version is, when none holds and none is on its way.
    pub newest: Status,
    pub changed_on: Date,
    /// "30 kap. 23 § OSL, 2026-11-23" of a marked one.
    pub secrecy: Option<String>,
}

const FROM: &str = " from briefs b
    left join issue_areas i on i.id = b.issue_area_id left join departments d on d.id = i.department_id
    left join counties c on c.code = b.county
    left join brief_versions h on h.brief_id = b.id and h.status = 'approved'
    left join brief_versions o on o.brief_id = b.id and o.status in ('requested', 'drafting', 'in_review')
    join brief_versions n on n.brief_id = b.id
        and n.number = (select max(number) from brief_versions x where x.brief_id = b.id)
    where 1 = 1";

/// A part of the briefs that pass the filter.
pub async fn list(
    db: &Reader,
    (filter, sight): (&Filter, &Sight),
    sort: Sort,
    descending: bool,
    part: Part,
    today: Date,
) -> Result<Page<Listed>> {
    let read = read_list(db, (filter, sight), sort, descending, part, today);
    kept::listed(
        db,
        "briefs",
        (filter, sight, sort, descending, today),
        part,
        read,
    )
    .await
}

async fn read_list(
    db: &Reader,
    (filter, sight): (&Filter, &Sight),
    sort: Sort,
    descending: bool,
    part: Part,
    today: Date,
) -> Result<Page<Listed>> {
    let mut count = QueryBuilder::new("select count(*)");
    narrow(&mut count, filter, today);
    secrecy::narrow(&mut count, "brief", "b.id", sight);
    let total = count.build_query_scalar().fetch_one(db).await?;
    let mut query = QueryBuilder::<Sqlite>::new(
        "select b.id, b.issue_area_id, b.county, coalesce(i.name, c.short_name) as subject,
                coalesce(d.name, '') as department, h.number as held, h.valid_from, h.valid_to,
                o.number as open_number, o.status as open_status, n.status as newest,
                substr(max(n.updated_at, coalesce(h.updated_at, '')), 1, 10) as changed_on,
                (select count(*) from brief_sections s where s.brief_version_id = o.id) as sections,
                (select count(*) from brief_sections s where s.brief_version_id = o.id and s.ready = 1) as ready, ",
    );
    query.push(marked!("brief", "b.id")).push(" as secrecy");
    narrow(&mut query, filter, today);
    secrecy::narrow(&mut query, "brief", "b.id", sight);
    query.push(" order by ").push(order(sort, descending));
    query.push(" limit ").push_bind(part.limit());
    query.push(" offset ").push_bind(part.offset());
    let rows = query
        .build()
        .try_map(|row| listed(row, today))
        .fetch_all(db);
    Ok(Page {
        rows: rows.await?,
        total,
        number: part.number(),
    })
}

fn narrow(query: &mut QueryBuilder<Sqlite>, filter: &Filter, today: Date) {
    query.push(FROM);
    if let Some(scope) = filter.scope {
        query.push(" and b.scope = ").push_bind(scope.code());
    }
    if let Some(department) = filter.department {
        query.push(" and i.department_id = ").push_bind(department);
    }
    if let Some(area) = filter.issue_area {
        query.push(" and b.issue_area_id = ").push_bind(area);
    }
    if let Some(county) = &filter.county {
        query.push(" and b.county = ").push_bind(county.clone());
    }
    match filter.status {
        None => {}
        Some(Status::Approved) => {
            query.push(" and h.id is not null");
        }
        Some(status) if status.is_open() => {
            query.push(" and o.status = ").push_bind(status.code());
        }
        Some(status) => {
            query.push(" and n.status = ").push_bind(status.code());
        }
    }
    if filter.stale {
        query.push(" and h.valid_to < ").push_bind(Text(today));
    }
    for (areas, counties) in filter.about.iter().chain(&filter.hers) {
        query.push(" and (b.issue_area_id in (");
        let mut list = query.separated(", ");
        areas.iter().for_each(|area| {
            list.push_bind(*area);
        });
        query.push(") or b.county in (");
        let mut list = query.separated(", ");
        counties.iter().for_each(|county| {
            list.push_bind(county.clone());
        });
        query.push("))");
    }
}

fn order(sort: Sort, descending: bool) -> String {
    let way = if descending { "desc" } else { "asc" };
    let subject = "b.scope, coalesce(i.name, c.short_name) collate svenska, b.id";
    match sort {
        Sort::Subject => {
            format!("b.scope {way}, coalesce(i.name, c.short_name) collate svenska {way}, b.id")
        }
        Sort::Department => {
            format!("d.position is null, d.position {way}, {subject}")
        }
        Sort::Status => format!(
            "case o.status when 'in_review' then 1 when 'drafting' then 2 when 'requested' then 3
             else case when h.id is null then 5 else 4 end end {way}, {subject}"
        ),
        Sort::ValidTo => format!("h.valid_to is null, h.valid_to {way}, {subject}"),
        Sort::Changed => format!("changed_on {way}, {subject}"),
    }
}

fn listed(row: SqliteRow, today: Date) -> sqlx::Result<Listed> {
    let valid_to = row.opt_parsed("valid_to")?;
    let open = row.opt_int("open_number")?;
    Ok(Listed {
        id: row.int("id")?,
        of: of(&row)?,
        subject: row.string("subject")?,
        department: row.string("department")?,
        held: row.opt_int("held")?,
        valid_from: row.opt_parsed("valid_from")?,
        stale: is_stale(valid_to, today),
        valid_to,
        open: open.zip(row.opt_parsed("open_status")?),
        ready: row.int("ready")?,
        sections: row.int("sections")?,
        newest: row.parsed("newest")?,
        changed_on: row.parsed("changed_on")?,
        secrecy: row.opt_string("secrecy")?,
    })
}

/// The issue areas and län that no brief was ever begun for: ids and codes.
pub async fn without(db: &Reader, day: Date) -> Result<(Vec<i64>, Vec<String>)> {
    let areas = sqlx::query_scalar(
        "select id from issue_areas where valid_from <= ?1 and (valid_to is null or valid_to >= ?1)
         and id not in (select issue_area_id from briefs where issue_area_id is not null)
         order by name collate svenska",
    )
    .bind(Text(day))
    .fetch_all(db)
    .await?;
    let counties = sqlx::query_scalar(
        "select code from counties where code not in (select county from briefs where county is not null)
         order by short_name collate svenska",
    )
    .fetch_all(db)
    .await?;
    Ok((areas, counties))
}
