//! Lists of needs: filtered, ordered, fifty at a time, and counted per department where no offer answers.

use crate::domain::need::Source;
use crate::error::Result;
use crate::store::columns::Columns;
use crate::store::kept;
use crate::store::narrow::{by_team, by_words};
use crate::store::reader::Reader;
use crate::store::{Page, Part};
use jiff::civil::Date;
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Sqlite};

/// What a list of needs is narrowed to; everything that is set must hold.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub words: String,
    pub county: Option<String>,
    pub team: Option<i64>,
    pub issue_area: Option<i64>,
    pub department: Option<i64>,
    pub source: Option<Source>,
    pub dialogue: Option<i64>,
    /// Only those that are matched to an offer, by its id.
    pub offer: Option<i64>,
    /// Open ones, or closed ones; both when there is none.
    pub open: Option<bool>,
    /// With an offer that holds, or without.
    pub matched: Option<bool>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    #[default]
    Raised,
    Title,
    County,
    IssueArea,
    Department,
}

/// A need as a list shows it.
#[derive(Clone, Debug)]
pub struct Row {
    pub id: i64,
    pub title: String,
    pub county: String,
    pub county_slug: String,
    pub municipality: String,
    pub issue_area: String,
    pub department_id: i64,
    pub department: String,
    pub source: Source,
    pub raised_on: Date,
    pub closed_on: Option<Date>,
    /// Titles of the offers that hold.
    pub offers: Vec<String>,
}

impl Row {
    pub fn url(&self) -> String {
        format!("/behov/{}", self.id)
    }
}

/// Needs that no offer of the agency answers, in a department's issue areas.
#[derive(Clone, Debug)]
pub struct Gap {
    pub department_id: i64,
    pub department: String,
    pub needs: i64,
}

const FROM: &str = " from needs n join counties c on c.code = n.county join issue_areas i on i.id = n.issue_area_id
    join departments d on d.id = i.department_id left join municipalities m on m.code = n.municipality ";
const ROWS: &str = "select n.id, n.title, c.short_name as county, c.slug as county_slug, coalesce(m.name, '') as municipality,
        i.name as issue_area, d.id as department_id, d.name as department, n.source, n.raised_on, n.closed_on, ";

/// The offers of a need that hold on a day; the day is bound twice.
fn offers_that_hold(query: &mut QueryBuilder<Sqlite>, today: Date) {
    query
        .push(" from need_offers x join offers o on o.id = x.offer_id where x.need_id = n.id and o.valid_from <= ")
        .push_bind(today.to_string())
        .push(" and (o.valid_to is null or o.valid_to >= ")
        .push_bind(today.to_string())
        .push(")");
}

pub async fn list(
    db: &Reader,
    filter: &Filter,
    sort: Sort,
    descending: bool,
    part: Part,
    today: Date,
) -> Result<Page<Row>> {
    let read = read_list(db, filter, sort, descending, part, today);
    kept::listed(db, "needs", (filter, sort, descending, today), part, read).await
}

async fn read_list(
    db: &Reader,
    filter: &Filter,
    sort: Sort,
    descending: bool,
    part: Part,
    today: Date,
) -> Result<Page<Row>> {
    let mut counting = QueryBuilder::new("select count(*)");
    narrow(counting.push(FROM), filter, today);
    let total = counting.build_query_scalar().fetch_one(db).await?;
    let mut query = QueryBuilder::new(ROWS);
    query.push("(select json_group_array(title) from (select o.title");
    offers_that_hold(&mut query, today);
    query.push(" order by o.title collate svenska)) as offers");
    narrow(query.push(FROM), filter, today);
    query.push(" order by ").push(order(sort, descending));
    query.push(" limit ").push_bind(part.limit());
    query.push(" offset ").push_bind(part.offset());
    let rows = query.build().try_map(row).fetch_all(db).await?;
    Ok(Page {
        rows,
        total,
        number: part.number(),
    })
}

/// How many of the needs that pass the filter lie with each department, those of the most first.
pub async fn gaps(db: &Reader, filter: &Filter, today: Date) -> Result<Vec<Gap>> {
    let mut query = QueryBuilder::new("select d.id, d.name, count(*) as needs");
    narrow(query.push(FROM), filter, today);
    query.push(" group by d.id order by d.position, d.id");
    let gap = |row: SqliteRow| {
        Ok(Gap {
            department_id: row.int("id")?,
            department: row.string("name")?,
            needs: row.int("needs")?,
        })
    };
    Ok(query.build().try_map(gap).fetch_all(db).await?)
}

fn narrow(query: &mut QueryBuilder<Sqlite>, filter: &Filter, today: Date) {
    query.push(" where 1 = 1");
    match filter.open {
        Some(true) => query.push(" and n.closed_on is null"),
        Some(false) => query.push(" and n.closed_on is not null"),
        None => query,
    };
    if let Some(matched) = filter.matched {
        query.push(if matched {
            " and exists (select 1"
        } else {
            " and not exists (select 1"
        });
        offers_that_hold(query, today);
        query.push(")");
    }
    if let Some(county) = &filter.county {
        query.push(" and n.county = ").push_bind(county.clone());
    }
    for (column, id) in [
        ("n.issue_area_id", filter.issue_area),
        ("i.department_id", filter.department),
        ("n.dialogue_id", filter.dialogue),
    ] {
        if let Some(id) = id {
            query.push(format!(" and {column} = ")).push_bind(id);
        }
    }
    if let Some(source) = filter.source {
        query.push(" and n.source = ").push_bind(source.code());
    }
    if let Some(offer) = filter.offer {
        query
            .push(" and n.id in (select need_id from need_offers where offer_id = ")
            .push_bind(offer)
            .push(")");
    }
    if let Some(team) = filter.team {
        by_team(query, "n.county", team, today);
    }
    by_words(query, "n.search_text", &filter.words);
}

fn order(sort: Sort, descending: bool) -> String {
    let way = if descending { "desc" } else { "asc" };
    let then = "n.raised_on desc, n.id desc";
    match sort {
        Sort::Raised => format!("n.raised_on {way}, n.id {way}"),
        Sort::Title => format!("n.title collate svenska {way}, n.id"),
        Sort::County => format!("c.short_name collate svenska {way}, {then}"),
        Sort::IssueArea => format!("i.name collate svenska {way}, {then}"),
        Sort::Department => format!("d.position {way}, d.id, {then}"),
    }
}

fn row(row: SqliteRow) -> sqlx::Result<Row> {
    Ok(Row {
        id: row.int("id")?,
        title: row.string("title")?,
        county: row.string("county")?,
        county_slug: row.string("county_slug")?,
        municipality: row.string("municipality")?,
        issue_area: row.string("issue_area")?,
        department_id: row.int("department_id")?,
        department: row.string("department")?,
        source: row.parsed("source")?,
        raised_on: row.parsed("raised_on")?,
        closed_on: row.opt_parsed("closed_on")?,
        offers: row.json("offers")?,
    })
}
