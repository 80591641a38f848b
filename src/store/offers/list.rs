//! Lists of offers: filtered, ordered, fifty at a time.

use crate::domain::offer::Kind;
use crate::error::Result;
use crate::store::columns::Columns;
use crate::store::kept;
use crate::store::narrow::by_words;
use crate::store::reader::Reader;
use crate::store::{Page, Part};
use jiff::civil::Date;
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Sqlite};

/// What a list of offers is narrowed to; everything that is set must hold.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub words: String,
    pub kind: Option<Kind>,
    pub issue_area: Option<i64>,
    pub department: Option<i64>,
    pub unit: Option<i64>,
    /// Also what has ended or not begun.
    pub all: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    #[default]
    Title,
    Kind,
    Department,
    ValidTo,
}

/// An offer as a list shows it.
#[derive(Clone, Debug)]
pub struct Row {
    pub id: i64,
    pub title: String,
    pub kind: Kind,
    pub issue_areas: Vec<String>,
    pub unit: String,
    pub department: String,
    pub valid_from: Date,
    pub valid_to: Option<Date>,
    pub link: String,
    /// Open needs that are matched to it.
    pub needs: i64,
}

impl Row {
    pub fn url(&self) -> String {
        format!("/erbjudanden/{}", self.id)
    }
}

const FROM: &str =
    " from offers o join units u on u.id = o.unit_id join departments d on d.id = u.department_id ";
const ROWS: &str = "select o.id, o.title, o.kind, u.name as unit, d.name as department, o.valid_from, o.valid_to, o.link,
        (select json_group_array(name) from (select i.name from offer_issue_areas x
            join issue_areas i on i.id = x.issue_area_id where x.offer_id = o.id
            order by i.name collate svenska)) as issue_areas,
        (select count(*) from need_offers x join needs n on n.id = x.need_id
            where x.offer_id = o.id and n.closed_on is null) as needs";

pub async fn list(
    db: &Reader,
    filter: &Filter,
    sort: Sort,
    descending: bool,
    part: Part,
    today: Date,
) -> Result<Page<Row>> {
    let read = read_list(db, filter, sort, descending, part, today);
    kept::listed(db, "offers", (filter, sort, descending, today), part, read).await
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

fn narrow(query: &mut QueryBuilder<Sqlite>, filter: &Filter, today: Date) {
    query.push(" where 1 = 1");
    if let Some(kind) = filter.kind {
        query.push(" and o.kind = ").push_bind(kind.code());
    }
    for (column, id) in [
        ("u.department_id", filter.department),
        ("o.unit_id", filter.unit),
    ] {
        if let Some(id) = id {
            query.push(format!(" and {column} = ")).push_bind(id);
        }
    }
    if let Some(area) = filter.issue_area {
        query
            .push(" and o.id in (select offer_id from offer_issue_areas where issue_area_id = ")
            .push_bind(area)
            .push(")");
    }
    if !filter.all {
        query
            .push(" and o.valid_from <= ")
            .push_bind(today.to_string())
            .push(" and (o.valid_to is null or o.valid_to >= ")
            .push_bind(today.to_string())
            .push(")");
    }
    by_words(query, "o.search_text", &filter.words);
}

fn order(sort: Sort, descending: bool) -> String {
    let way = if descending { "desc" } else { "asc" };
    match sort {
        Sort::Title => format!("o.title collate svenska {way}, o.id"),
        Sort::Kind => {
            let cases: Vec<String> = (1..)
                .zip(Kind::ALL)
                .map(|(place, kind)| format!("when '{kind}' then {place}"))
                .collect();
            format!(
                "case o.kind {} end {way}, o.title collate svenska, o.id",
                cases.join(" ")
            )
        }
        Sort::Department => {
            format!("d.position {way}, u.name collate svenska {way}, o.title collate svenska, o.id")
        }
        Sort::ValidTo => {
            format!("coalesce(o.valid_to, '9999-12-31') {way}, o.title collate svenska, o.id")
        }
    }
}

fn row(row: SqliteRow) -> sqlx::Result<Row> {
    Ok(Row {
        id: row.int("id")?,
        title: row.string("title")?,
        kind: row.parsed("kind")?,
        issue_areas: row.json("issue_areas")?,
        unit: row.string("unit")?,
        department: row.string("department")?,
        valid_from: row.parsed("valid_from")?,
        valid_to: row.opt_parsed("valid_to")?,
        link: row.string("link")?,
        needs: row.int("needs")?,
    })
}
