//! Statistik: indicators and their figures per län. `import` writes them, `uploads` keeps a file until then.

mod import;
mod lines;
mod uploads;

pub use import::{Done, Incoming, compared, import, mappings};
pub use lines::{Cell, Import, Shown, imports, of_county, of_county_on_its_page, periods, rows};
pub use uploads::{KEPT_HOURS, Upload, find_upload, forget, stash, uploads};
pub(in crate::store) use uploads::{put, sweep};

use super::columns::{Columns, Text};
use super::dialogues::one;
use super::reader::Reader;
use super::{Page, Part, Write};
use crate::domain::event::{Change, Event, EventKind, SubjectKind};
use crate::domain::figures::{About, Indicator, Period, SourceKind};
use crate::domain::spelling::fold;
use crate::error::Result;
use crate::store::narrow::by_words;
use jiff::civil::Date;
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Sqlite, SqliteExecutor};

/// An indicator as it is kept, with what its figures span and who imported them last.
#[derive(Clone, Debug)]
pub struct Known {
    pub id: i64,
    pub code: String,
    pub indicator: Indicator,
    pub kind: SourceKind,
    pub first: Option<Period>,
    pub last: Option<Period>,
    pub counties: i64,
    pub imported_on: Option<Date>,
    pub imported_by: String,
    pub version: i64,
}

impl Known {
    pub fn url(&self) -> String {
        format!("/statistik/{}", self.id)
    }

    pub fn about(&self) -> About {
        About {
            code: self.code.clone(),
            name: self.indicator.name.clone(),
            unit: self.indicator.unit.clone(),
            source: self.indicator.source.clone(),
            kind: self.kind,
            additive: self.indicator.additive,
        }
    }
}

/// The latest import of each is one step into an index.
const KNOWN: &str = "select i.*, m.imported_at, coalesce(p.name, '') as imported_name
    from indicators i
    left join figure_imports m on m.id =
        (select id from figure_imports where indicator_id = i.id order by id desc limit 1)
    left join people p on p.id = m.imported_by where true";

fn known(row: SqliteRow) -> sqlx::Result<Known> {
    let imported: Option<jiff::Timestamp> = row.opt_parsed("imported_at")?;
    Ok(Known {
        id: row.int("id")?,
        code: row.string("code")?,
        indicator: Indicator {
            name: row.string("name")?,
            unit: row.string("unit")?,
            source: row.string("source")?,
            additive: row.flag("additive")?,
            shown: row.flag("shown")?,
            position: row.int("position")?,
        },
        kind: row.parsed("source_kind")?,
        first: row.opt_parsed("first_period")?,
        last: row.opt_parsed("last_period")?,
        counties: row.int("county_count")?,
        imported_on: imported.map(crate::clock::in_stockholm),
        imported_by: row.string("imported_name")?,
        version: row.int("version")?,
    })
}

pub async fn find(db: impl SqliteExecutor<'_>, id: i64) -> Result<Known> {
    let sql = format!("{KNOWN} and i.id = ?");
    Ok(sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(id)
        .try_map(known)
        .fetch_one(db)
        .await?)
}

/// More indicators than an agency keeps.
const MOST: i64 = 1_000;

/// Every indicator in the order of the pages, for choosing among.
pub async fn all(db: impl SqliteExecutor<'_>) -> Result<Vec<Known>> {
    let sql = format!("{KNOWN} order by i.position, i.id limit ?");
    Ok(sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(MOST)
        .try_map(known)
        .fetch_all(db)
        .await?)
}

/// What the list is narrowed to; everything that is set must hold.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub words: String,
    pub kind: Option<String>,
    pub shown: Option<bool>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    #[default]
    Order,
    Name,
    Source,
    Latest,
    Imported,
}

pub async fn list(
    db: &Reader,
    filter: &Filter,
    sort: Sort,
    descending: bool,
    part: Part,
) -> Result<Page<Known>> {
    let mut counting = QueryBuilder::new("select count(*) from indicators i where true");
    narrow(&mut counting, filter);
    let total = counting.build_query_scalar().fetch_one(db).await?;
    let mut query = QueryBuilder::new(KNOWN);
    narrow(&mut query, filter);
    query.push(" order by ").push(order(sort, descending));
    query.push(" limit ").push_bind(part.limit());
    query.push(" offset ").push_bind(part.offset());
    let rows = query.build().try_map(known).fetch_all(db).await?;
    Ok(Page {
        rows,
        total,
        number: part.number(),
    })
}

fn narrow(query: &mut QueryBuilder<Sqlite>, filter: &Filter) {
    if let Some(kind) = &filter.kind {
        query.push(" and i.source_kind = ").push_bind(kind.clone());
    }
    if let Some(shown) = filter.shown {
        query.push(" and i.shown = ").push_bind(shown);
    }
    by_words(query, "i.search_text", &filter.words);
}

fn order(sort: Sort, descending: bool) -> String {
    let way = if descending { "desc" } else { "asc" };
    let then = "i.position, i.id";
    match sort {
        Sort::Order => format!("i.position {way}, i.id {way}"),
        Sort::Name => format!("i.name collate svenska {way}, {then}"),
        Sort::Source => format!("i.source collate svenska {way}, {then}"),
        Sort::Latest => format!("i.last_period {way}, {then}"),
        Sort::Imported => format!("m.id {way}, {then}"),
    }
}

pub async fn change(tx: &mut Write, before: &Known, after: &Indicator) -> Result<()> {
    let now = tx.now();
    let updated = sqlx::query(
        "update indicators set name = ?, unit = ?, source = ?, additive = ?, shown = ?, position = ?, search_text = ?,
                updated_at = ?, version = version + 1 where id = ? and version = ?",
    )
    .bind(&after.name)
    .bind(&after.unit)
    .bind(&after.source)
    .bind(after.additive)
    .bind(after.shown)
    .bind(after.position)
    .bind(search_text(&before.code, after))
    .bind(Text(now))
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(updated.rows_affected())?;
    let changes = Change::between(Some(&before.indicator), after);
    let event = Event::new(
        EventKind::IndicatorChanged,
        SubjectKind::Indicator,
        before.id,
    );
    tx.record(event.version(before.version + 1).changes(changes))
        .await
}

fn search_text(code: &str, of: &Indicator) -> String {
    fold(&format!("{code} {} {} {}", of.name, of.unit, of.source))
}
