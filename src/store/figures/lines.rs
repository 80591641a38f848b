//! Figures as pages tell them: the lines of a län, and the table of an indicator.

use super::Known;
use crate::domain::figures::{Indicator, NATION, Period, SourceKind, summary::Line};
use crate::error::Result;
use crate::store::columns::{Columns, Text};
use crate::store::kept::{self, Until};
use crate::store::reader::Reader;
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteRow;
use std::sync::Arc;

/// So many of the latest periods are told on a län's pages.
const PERIODS: i64 = 36;
/// More indicators than a page of charts can show.
const CHARTS: i64 = 40;
/// And on the first page of a län.
const FIRST: i64 = 3;

/// An indicator with the line of a län and of Riket.
#[derive(Clone, Debug)]
pub struct Shown {
    pub id: i64,
    pub indicator: Indicator,
    pub kind: SourceKind,
    pub line: Line,
    /// The day of the latest import.
    pub imported_on: Option<Date>,
}

/// What is shown of every indicator on a län's page of figures.
pub async fn of_county(db: &Reader, county: &str) -> Result<Arc<Vec<Shown>>> {
    lines(db, county, CHARTS).await
}

/// The first few, on the page of the län itself.
pub async fn of_county_on_its_page(db: &Reader, county: &str) -> Result<Arc<Vec<Shown>>> {
    lines(db, county, FIRST).await
}

async fn lines(db: &Reader, county: &str, most: i64) -> Result<Arc<Vec<Shown>>> {
    let about = ("figures of a county", format!("{county} {most}"));
    kept::answer(db, Until::AnythingHappens, about, read(db, county, most)).await
}

/// One statement: for each indicator the latest periods of the län and of Riket, from the figures' own index.
async fn read(db: &Reader, county: &str, most: i64) -> Result<Vec<Shown>> {
    let rows = sqlx::query(
        "with chosen as (select * from indicators where shown = 1 and last_period is not null
                         order by position, id limit ?3)
         select i.*, f.county, f.period, f.value,
                (select imported_at from figure_imports where indicator_id = i.id order by id desc limit 1) as imported_at
         from chosen i cross join figures f on f.indicator_id = i.id and f.county in (?1, ?4)
         where f.value is not null and f.period >= coalesce(
             (select period from figures p where p.indicator_id = i.id and p.county = f.county
              order by period desc limit 1 offset ?2), '')
         order by i.position, i.id, f.county, f.period",
    )
    .bind(county)
    .bind(PERIODS - 1)
    .bind(most)
    .bind(NATION)
    .try_map(|row: SqliteRow| {
        let value: f64 = sqlx::Row::try_get(&row, "value")?;
        let point = (row.string("county")?, row.parsed("period")?, value);
        Ok((shown(&row)?, point))
    })
    .fetch_all(db)
    .await?;
    Ok(gathered(rows))
}

fn shown(row: &SqliteRow) -> sqlx::Result<Shown> {
    let imported: Option<Timestamp> = row.opt_parsed("imported_at")?;
    Ok(Shown {
        id: row.int("id")?,
        indicator: Indicator {
            name: row.string("name")?,
            unit: row.string("unit")?,
            source: row.string("source")?,
            additive: row.flag("additive")?,
            shown: row.flag("shown")?,
            position: row.int("position")?,
        },
        kind: row.parsed("source_kind")?,
        line: Line::default(),
        imported_on: imported.map(crate::clock::in_stockholm),
    })
}

fn gathered(rows: Vec<(Shown, (String, Period, f64))>) -> Vec<Shown> {
    let mut all: Vec<Shown> = Vec::new();
    for (shown, (county, period, value)) in rows {
        if all.last().is_none_or(|last| last.id != shown.id) {
            all.push(shown);
        }
        let Some(last) = all.last_mut() else { continue };
        match county == NATION {
            true => last.line.nation.push((period, value)),
            false => last.line.points.push((period, value)),
        }
    }
    all
}

/// The periods of an indicator from the latest, a page of them; and how many there are.
pub async fn periods(
    db: impl SqliteExecutor<'_>,
    id: i64,
    year: Option<i16>,
) -> Result<Vec<Period>> {
    let rows = sqlx::query(
        "select distinct period from figures where indicator_id = ?1 and value is not null
           and (?2 is null or substr(period, 1, 4) = ?2) order by period desc limit 2000",
    )
    .bind(id)
    .bind(year.map(|year| year.to_string()))
    .try_map(|row: SqliteRow| row.parsed("period"))
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// A län, a period and its figure.
pub type Cell = (String, Period, f64);

/// Every figure between two periods, of one län or of all.
pub async fn rows(
    db: impl SqliteExecutor<'_>,
    indicator: &Known,
    (first, last): (Period, Period),
    county: Option<&str>,
) -> Result<Vec<Cell>> {
    let rows = sqlx::query(
        "select county, period, value from figures
         where indicator_id = ?1 and value is not null and period between ?2 and ?3
           and (?4 is null or county = ?4) order by county, period limit 50000",
    )
    .bind(indicator.id)
    .bind(Text(first))
    .bind(Text(last))
    .bind(county)
    .try_map(|row: SqliteRow| {
        let value: f64 = sqlx::Row::try_get(&row, "value")?;
        Ok((row.string("county")?, row.parsed("period")?, value))
    })
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// An import of an indicator as its page tells it.
#[derive(Clone, Debug)]
pub struct Import {
    pub file_name: String,
    pub first: Period,
    pub last: Period,
    pub imported_at: Timestamp,
    pub imported_by: String,
    pub added: i64,
    pub changed: i64,
    pub removed: i64,
    pub same: i64,
}

/// The latest imports of an indicator.
pub async fn imports(db: impl SqliteExecutor<'_>, id: i64, most: i64) -> Result<Vec<Import>> {
    let rows = sqlx::query(
        "select m.*, coalesce(p.name, '') as name from figure_imports m left join people p on p.id = m.imported_by
         where m.indicator_id = ? order by m.id desc limit ?",
    )
    .bind(id)
    .bind(most)
    .try_map(|row: SqliteRow| {
        Ok(Import {
            file_name: row.string("file_name")?,
            first: row.parsed("first_period")?,
            last: row.parsed("last_period")?,
            imported_at: row.parsed("imported_at")?,
            imported_by: row.string("name")?,
            added: row.int("added")?,
            changed: row.int("changed")?,
            removed: row.int("removed")?,
            same: row.int("same")?,
        })
    })
    .fetch_all(db)
    .await?;
    Ok(rows)
}
