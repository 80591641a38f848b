//! Inkorgen: what the sources have told, and what has been done with it.
//!
//! An item that became a note which someone may not read is not there for her.

use super::columns::{Columns, Text};
use super::reader::Reader;
use super::secrecy;
use super::{Page, Part, Write};
use crate::domain::event::{Event, EventKind, SubjectKind};
use crate::domain::secrecy::Sight;
use crate::domain::source::{ItemState, Level};
use crate::error::{Error, Result};
use crate::store::narrow::{by_team, by_words};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Sqlite, SqliteExecutor};

/// What a list is narrowed to; everything that is set must hold.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub words: String,
    pub source: Option<i64>,
    /// A code of a level.
    pub level: Option<&'static str>,
    /// Of sources of these län.
    pub counties: Option<Vec<String>>,
    pub team: Option<i64>,
    pub state: Option<ItemState>,
}

/// An item as the list shows it.
#[derive(Clone, Debug)]
pub struct Row {
    pub id: i64,
    pub title: String,
    /// Empty without one.
    pub url: String,
    pub summary: String,
    pub published_at: Timestamp,
    pub dated: bool,
    pub source_id: i64,
    pub source: String,
    pub level: Level,
    /// The code of the source's län.
    pub county: Option<String>,
    pub county_name: String,
    pub county_slug: String,
    pub state: ItemState,
    /// The note it became, as long as that is there.
    pub note_id: Option<i64>,
    pub hidden_by: String,
}

const FROM: &str = " from feed_items i join sources s on s.id = i.source_id left join counties c on c.code = s.county ";
const ROWS: &str = "select i.id, i.title, i.url, i.summary, coalesce(i.published_at, i.fetched_at) as published_at, i.dated,
        i.hidden_at, i.observation_id,
        (select id from observations where id = i.observation_id and removed_at is null) as note_id, s.id as source_id, s.name as source, s.level, s.county,
        coalesce(c.short_name, '') as county_name, coalesce(c.slug, '') as county_slug,
        coalesce((select name from people where id = i.hidden_by), '') as hidden_by_name";

pub async fn list(
    db: &Reader,
    filter: &Filter,
    sight: &Sight,
    (key, descending): (&str, bool),
    part: Part,
    today: Date,
) -> Result<Page<Row>> {
    let mut counting = QueryBuilder::new("select count(*)");
    narrow(counting.push(FROM), filter, sight, today);
    let total = counting.build_query_scalar().fetch_one(db).await?;
    let mut query = QueryBuilder::new(ROWS);
    narrow(query.push(FROM), filter, sight, today);
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

/// How many items of the län's sources wait.
pub async fn waiting(db: &Reader, counties: &[String]) -> Result<i64> {
    if counties.is_empty() {
        return Ok(0);
    }
    Ok(sqlx::query_scalar(
        "select count(*) from sources s join feed_items i on i.source_id = s.id
         where s.county in (select value from json_each(?)) and i.hidden_at is null and i.observation_id is null",
    )
    .bind(serde_json::Value::from(counties).to_string())
    .fetch_one(db)
    .await?)
}

fn narrow(query: &mut QueryBuilder<Sqlite>, filter: &Filter, sight: &Sight, today: Date) {
    query.push(match filter.state {
        Some(ItemState::Waiting) => " where i.hidden_at is null and i.observation_id is null",
        Some(ItemState::Hidden) => " where i.hidden_at is not null and i.observation_id is null",
        Some(ItemState::Noted) => " where i.observation_id is not null",
        None => " where 1 = 1",
    });
    secrecy::narrow(query, "observation", "i.observation_id", sight);
    if let Some(source) = filter.source {
        query.push(" and i.source_id = ").push_bind(source);
    }
    if let Some(level) = filter.level {
        query.push(" and s.level = ").push_bind(level);
    }
    if let Some(counties) = &filter.counties {
        query
            .push(" and s.county in (select value from json_each(")
            .push_bind(serde_json::Value::from(counties.as_slice()).to_string())
            .push("))");
    }
    if let Some(team) = filter.team {
        by_team(query, "s.county", team, today);
    }
    by_words(query, "i.search_text", &filter.words);
}

fn order(key: &str, descending: bool) -> String {
    let way = if descending { "desc" } else { "asc" };
    match key {
        "titel" => format!("i.title collate svenska {way}, i.id desc"),
        "kalla" => format!("s.name collate svenska {way}, s.id, i.published_at desc, i.id desc"),
        _ => format!("i.published_at {way}, i.id {way}"),
    }
}

fn row(row: SqliteRow) -> sqlx::Result<Row> {
    Ok(Row {
        id: row.int("id")?,
        title: row.string("title")?,
        url: row.string("url")?,
        summary: row.string("summary")?,
        published_at: row.parsed("published_at")?,
        dated: row.flag("dated")?,
        source_id: row.int("source_id")?,
        source: row.string("source")?,
        level: row.parsed("level")?,
        county: row.opt_string("county")?,
        county_name: row.string("county_name")?,
        county_slug: row.string("county_slug")?,
        state: state(&row)?,
        note_id: row.opt_int("note_id")?,
        hidden_by: row.string("hidden_by_name")?,
    })
}

fn state(row: &SqliteRow) -> sqlx::Result<ItemState> {
    let hidden = row.opt_string("hidden_at")?.is_some();
    Ok(match row.opt_int("observation_id")? {
        Some(_) => ItemState::Noted,
        None if hidden => ItemState::Hidden,
        None => ItemState::Waiting,
    })
}

/// An item as it is decided of: where it lies, and what has been done with it.
#[derive(Clone, Debug)]
pub struct Item {
    pub id: i64,
    pub source_id: i64,
    pub level: Level,
    pub county: Option<String>,
    pub state: ItemState,
}

/// The items with these ids; not found when one of them is not there for the one who asks.
pub async fn chosen(db: impl SqliteExecutor<'_>, ids: &[i64], sight: &Sight) -> Result<Vec<Item>> {
    let mut query = QueryBuilder::new(
        "select i.id, i.source_id, i.hidden_at, i.observation_id, s.level, s.county from feed_items i
         join sources s on s.id = i.source_id where i.id in (select value from json_each(",
    );
    query
        .push_bind(serde_json::Value::from(ids).to_string())
        .push("))");
    secrecy::narrow(&mut query, "observation", "i.observation_id", sight);
    query.push(" order by i.id");
    let item = |row: SqliteRow| {
        Ok(Item {
            id: row.int("id")?,
            source_id: row.int("source_id")?,
            level: row.parsed("level")?,
            county: row.opt_string("county")?,
            state: state(&row)?,
        })
    };
    let items = query.build().try_map(item).fetch_all(db).await?;
    let all_there = ids.iter().all(|id| items.iter().any(|item| item.id == *id));
    if !all_there {
        return Err(Error::NotFound);
    }
    Ok(items)
}

pub async fn hide(tx: &mut Write, item: &Item) -> Result<()> {
    let (now, by) = (tx.now(), tx.actor());
    sqlx::query("update feed_items set hidden_at = ?, hidden_by = ? where id = ?")
        .bind(Text(now))
        .bind(by)
        .bind(item.id)
        .execute(tx.conn())
        .await?;
    tell(tx, item, EventKind::ItemHidden).await
}

/// Puts a hidden one back among those that wait.
pub async fn show(tx: &mut Write, item: &Item) -> Result<()> {
    sqlx::query("update feed_items set hidden_at = null, hidden_by = null where id = ?")
        .bind(item.id)
        .execute(tx.conn())
        .await?;
    tell(tx, item, EventKind::ItemShown).await
}

/// The source's history tells of it too.
async fn tell(tx: &mut Write, item: &Item, kind: EventKind) -> Result<()> {
    let event = Event::new(kind, SubjectKind::FeedItem, item.id);
    tx.record(event.within(SubjectKind::Source, item.source_id))
        .await
}

/// Takes out what was fetched so many days ago, whatever has been done with it, and remembers that it has been
/// here: a feed may go on telling of it. Says how many.
pub async fn remove_old(mut tx: Write, days: i64) -> Result<i64> {
    let until = tx.now() - SignedDuration::from_hours(24 * days);
    let old: Vec<(i64, i64)> = sqlx::query_as(
        "select source_id, count(*) from feed_items where fetched_at < ? group by source_id",
    )
    .bind(Text(until))
    .fetch_all(tx.conn())
    .await?;
    if old.is_empty() {
        return Ok(0);
    }
    let now = tx.now();
    sqlx::query(
        "insert into removed_feed_items (source_id, item_key, removed_at)
         select source_id, item_key, ? from feed_items where fetched_at < ?",
    )
    .bind(Text(now))
    .bind(Text(until))
    .execute(tx.conn())
    .await?;
    sqlx::query("delete from feed_items where fetched_at < ?")
        .bind(Text(until))
        .execute(tx.conn())
        .await?;
    for (source, count) in &old {
        let event = Event::new(EventKind::ItemsRemoved, SubjectKind::Source, source);
        tx.record(event.change("removed_items", (), count)).await?;
    }
    tx.commit().await?;
    Ok(old.iter().map(|(_, count)| count).sum())
}
