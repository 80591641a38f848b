//! Lists of sources: filtered, ordered, fifty at a time, and those of a län.

use crate::domain::source::{Outcome, Progress, Terms};
use crate::error::Result;
use crate::store::columns::Columns;
use crate::store::narrow::{by_team, by_words};
use crate::store::reader::Reader;
use crate::store::{Page, Part};
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Sqlite};

/// What a list is narrowed to; everything that is set must hold.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub words: String,
    /// A code of a level.
    pub level: Option<&'static str>,
    pub county: Option<String>,
    pub team: Option<i64>,
    /// Open ones, or closed ones; both when there is none.
    pub open: Option<bool>,
    /// Only those whose last try failed.
    pub failing: bool,
}

/// A source as a list shows it.
#[derive(Clone, Debug)]
pub struct Row {
    pub id: i64,
    pub terms: Terms,
    /// Empty of a national one.
    pub county: String,
    pub county_slug: String,
    pub progress: Progress,
    pub closed_at: Option<Timestamp>,
    /// Items of it that wait in the inbox.
    pub waiting: i64,
}

impl Row {
    pub fn url(&self) -> String {
        format!("/omvarld/kallor/{}", self.id)
    }
}

const FROM: &str = " from sources s left join counties c on c.code = s.county ";
const ROWS: &str = "select s.*, coalesce(c.short_name, '') as county_name, coalesce(c.slug, '') as county_slug,
    (select count(*) from feed_items i where i.source_id = s.id and i.hidden_at is null and i.observation_id is null) as waiting";

pub async fn list(
    db: &Reader,
    filter: &Filter,
    (key, descending): (&str, bool),
    part: Part,
    today: Date,
) -> Result<Page<Row>> {
    let mut counting = QueryBuilder::new("select count(*)");
    narrow(counting.push(FROM), filter, today);
    let total = counting.build_query_scalar().fetch_one(db).await?;
    let mut query = QueryBuilder::new(ROWS);
    narrow(query.push(FROM), filter, today);
    query.push(" order by ").push(order(key, descending));
    query.push(" limit ").push_bind(part.limit());
    query.push(" offset ").push_bind(part.offset());
    let rows = query.build().try_map(row).fetch_all(db).await?;
    Ok(Page {
        rows,
        total,
        number: part.number(),
    })
}

/// The open sources of a län, for its page.
pub async fn of_county(db: &Reader, county: &str, most: i64) -> Result<Vec<Row>> {
    let mut query = QueryBuilder::new(ROWS);
    query
        .push(FROM)
        .push(" where s.county = ")
        .push_bind(county.to_owned())
        .push(" and s.closed_at is null order by s.name collate svenska, s.id limit ")
        .push_bind(most);
    Ok(query.build().try_map(row).fetch_all(db).await?)
}

fn narrow(query: &mut QueryBuilder<Sqlite>, filter: &Filter, today: Date) {
    query.push(" where 1 = 1");
    match filter.open {
        Some(true) => query.push(" and s.closed_at is null"),
        Some(false) => query.push(" and s.closed_at is not null"),
        None => query,
    };
    if filter.failing {
        let well: Vec<&str> = Outcome::ALL
            .iter()
            .filter(|each| each.went_well())
            .map(|each| each.code())
            .collect();
        query
            .push(" and s.result <> '' and s.result not in (select value from json_each(")
            .push_bind(serde_json::Value::from(well).to_string())
            .push("))");
    }
    if let Some(level) = filter.level {
        query.push(" and s.level = ").push_bind(level);
    }
    if let Some(county) = &filter.county {
        query.push(" and s.county = ").push_bind(county.clone());
    }
    if let Some(team) = filter.team {
        by_team(query, "s.county", team, today);
    }
    by_words(query, "s.search_text", &filter.words);
}

fn order(key: &str, descending: bool) -> String {
    let way = if descending { "desc" } else { "asc" };
    let then = "s.name collate svenska, s.id";
    match key {
        "lan" => format!("c.short_name is null, c.short_name collate svenska {way}, {then}"),
        "senast" => format!("s.fetched_at is null, s.fetched_at {way}, {then}"),
        "nasta" => format!("s.next_at is null, s.next_at {way}, {then}"),
        "inkorg" => format!("waiting {way}, {then}"),
        _ => format!("s.name collate svenska {way}, s.id"),
    }
}

fn row(row: SqliteRow) -> sqlx::Result<Row> {
    let source = super::source(&row)?;
    Ok(Row {
        id: source.id,
        terms: source.terms,
        progress: source.progress,
        closed_at: source.closed_at,
        county: row.string("county_name")?,
        county_slug: row.string("county_slug")?,
        waiting: row.int("waiting")?,
    })
}
