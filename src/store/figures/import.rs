//! Writes the figures of a file, all or none, with what each import changed.

use super::search_text;
use crate::domain::event::{Change, Event, EventKind, SubjectKind};
use crate::domain::figures::{
    About, Comparison, Difference, Indicator, Kept, NATION, Period, Series,
};
use crate::error::{Error, Result};
use crate::store::Write;
use crate::store::columns::{Columns, Text};
use serde_json::json;
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteRow;
use std::collections::HashMap;
use std::slice;

/// What each indicator of a file would get, compared with what is kept of it now.
pub async fn compared(db: impl SqliteExecutor<'_>, all: &[Series]) -> Result<Vec<Comparison>> {
    let figures = || all.iter().flat_map(|series| &series.figures);
    let periods = || figures().map(|figure| figure.period);
    let kept = match periods().min().zip(periods().max()) {
        Some(span) => kept(db, all, span).await?,
        None => HashMap::new(),
    };
    let nothing = Kept::new();
    let compare = |series: &Series| {
        let kept = kept.get(&series.about.code).unwrap_or(&nothing);
        Comparison::of(&series.figures, kept)
    };
    Ok(all.iter().map(compare).collect())
}

/// What is kept of indicators, by their codes, in the years of two periods; nothing of one that is new.
async fn kept(
    db: impl SqliteExecutor<'_>,
    of: &[Series],
    (first, last): (Period, Period),
) -> Result<HashMap<String, Kept>> {
    let codes: Vec<&str> = of.iter().map(|series| series.about.code.as_str()).collect();
    let rows: Vec<(String, (String, Period), f64)> = sqlx::query(
        "select i.code, f.county, f.period, f.value from indicators i join figures f on f.indicator_id = i.id
         where i.code in (select value from json_each(?)) and f.value is not null and f.period between ? and ?",
    )
    .bind(json!(codes).to_string())
    .bind(first.year.to_string())
    // After every month and quarter of its year.
    .bind(format!("{}Z", last.year))
    .try_map(|row: SqliteRow| {
        let value: f64 = sqlx::Row::try_get(&row, "value")?;
        let place = (row.string("county")?, row.parsed("period")?);
        Ok((row.string("code")?, place, value))
    })
    .fetch_all(db)
    .await?;
    let mut all = HashMap::<String, Kept>::new();
    for (code, place, value) in rows {
        all.entry(code).or_default().insert(place, value);
    }
    Ok(all)
}

/// A file whose figures are to be written.
pub struct Incoming<'a> {
    pub series: &'a [Series],
    pub format: &'a str,
    pub file_name: &'a str,
    /// How its table was read, to be remembered: the headings' fingerprint and the mapping.
    pub mapping: Option<(&'a str, serde_json::Value)>,
}

/// What came of one indicator.
#[derive(Clone, Debug)]
pub struct Done {
    pub id: i64,
    pub about: About,
    pub comparison: Comparison,
}

/// Compares and writes within the same transaction. An import that changes nothing is kept too.
pub async fn import(tx: &mut Write, incoming: &Incoming<'_>) -> Result<Vec<Done>> {
    let mut all = Vec::with_capacity(incoming.series.len());
    for series in incoming.series {
        all.push(one_series(tx, incoming, series).await?);
    }
    if let Some((fingerprint, mapping)) = &incoming.mapping {
        let now = tx.now();
        sqlx::query(
            "insert into figure_mappings (fingerprint, mapping, updated_at) values (?1, ?2, ?3)
             on conflict (fingerprint) do update set mapping = ?2, updated_at = ?3",
        )
        .bind(fingerprint)
        .bind(mapping.to_string())
        .bind(Text(now))
        .execute(tx.conn())
        .await?;
    }
    Ok(all)
}

/// The latest that are remembered: fingerprint and mapping.
pub async fn mappings(
    db: impl SqliteExecutor<'_>,
) -> Result<Vec<(String, Option<serde_json::Value>)>> {
    let rows: Vec<(String, String)> = sqlx::query_as(
        "select fingerprint, mapping from figure_mappings order by updated_at desc limit 500",
    )
    .fetch_all(db)
    .await?;
    let read = |(print, text): (String, String)| (print, serde_json::from_str(&text).ok());
    Ok(rows.into_iter().map(read).collect())
}

async fn one_series(tx: &mut Write, incoming: &Incoming<'_>, series: &Series) -> Result<Done> {
    let periods = || series.figures.iter().map(|figure| figure.period);
    let (Some(first), Some(last)) = (periods().min(), periods().max()) else {
        return Err(Error::internal("an import without figures"));
    };
    let id = indicator(tx, &series.about).await?;
    let compared = compared(tx.conn(), slice::from_ref(series)).await?;
    let comparison = compared.into_iter().next().unwrap_or_default();
    write(tx, id, &comparison).await?;
    refresh(tx, id).await?;
    note(tx, id, incoming, (first, last), &comparison).await?;
    Ok(Done {
        id,
        about: series.about.clone(),
        comparison,
    })
}

/// The indicator with this code; made when there is none.
async fn indicator(tx: &mut Write, about: &About) -> Result<i64> {
    let known: Option<i64> = sqlx::query_scalar("select id from indicators where code = ?")
        .bind(&about.code)
        .fetch_optional(tx.conn())
        .await?;
    if let Some(id) = known {
        return Ok(id);
    }
    let position: i64 = sqlx::query_scalar("select coalesce(max(position), 0) + 1 from indicators")
        .fetch_one(tx.conn())
        .await?;
    let made = Indicator {
        name: about.name.clone(),
        unit: about.unit.clone(),
        source: about.source.clone(),
        additive: about.additive,
        shown: true,
        position,
    };
    let now = tx.now().to_string();
    let id: i64 = sqlx::query_scalar(
        "insert into indicators (code, name, unit, source, source_kind, additive, position, search_text, created_at, updated_at)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id",
    )
    .bind(&about.code)
    .bind(&made.name)
    .bind(&made.unit)
    .bind(&made.source)
    .bind(Text(about.kind))
    .bind(made.additive)
    .bind(position)
    .bind(search_text(&about.code, &made))
    .bind(&now)
    .bind(&now)
    .fetch_one(tx.conn())
    .await?;
    let event = Event::new(EventKind::IndicatorAdded, SubjectKind::Indicator, id).version(1);
    tx.record(event.changes(Change::between(None, &made)))
        .await?;
    Ok(id)
}

/// Every figure in one statement, however many there are.
async fn write(tx: &mut Write, id: i64, comparison: &Comparison) -> Result<()> {
    if comparison.is_empty() {
        return Ok(());
    }
    let row =
        |each: &Difference| json!([each.county, each.period.to_string(), each.after.map(real)]);
    let rows: Vec<_> = comparison.written().map(row).collect();
    sqlx::query(
        "insert into figures (indicator_id, county, period, value)
         select ?1, value ->> 0, value ->> 1, cast(value ->> 2 as real) from json_each(?2) where true
         on conflict (indicator_id, county, period) do update set value = excluded.value",
    )
    .bind(id)
    .bind(serde_json::Value::from(rows).to_string())
    .execute(tx.conn())
    .await?;
    Ok(())
}

fn real(value: f64) -> serde_json::Value {
    json!(value)
}

/// What the list tells of an indicator.
async fn refresh(tx: &mut Write, id: i64) -> Result<()> {
    sqlx::query(
        "update indicators set (first_period, last_period, county_count) =
            (select min(period), max(period), count(distinct nullif(county, ?2))
             from figures where indicator_id = ?1 and value is not null)
         where id = ?1",
    )
    .bind(id)
    .bind(NATION)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// So many of the figures that became others stand in the history.
const TOLD: usize = 60;

async fn note(
    tx: &mut Write,
    id: i64,
    incoming: &Incoming<'_>,
    (first, last): (Period, Period),
    comparison: &Comparison,
) -> Result<()> {
    let count = |all: &[Difference]| i64::try_from(all.len()).unwrap_or(i64::MAX);
    let (now, by) = (tx.now(), tx.actor());
    sqlx::query(
        "insert into figure_imports (indicator_id, format, file_name, first_period, last_period, imported_at, imported_by,
             added, changed, removed, same) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(id)
    .bind(incoming.format)
    .bind(incoming.file_name)
    .bind(Text(first))
    .bind(Text(last))
    .bind(Text(now))
    .bind(by)
    .bind(count(&comparison.added))
    .bind(count(&comparison.changed))
    .bind(count(&comparison.removed))
    .bind(i64::try_from(comparison.same).unwrap_or(i64::MAX))
    .execute(tx.conn())
    .await?;
    let mut event = Event::new(EventKind::FiguresImported, SubjectKind::Indicator, id)
        .change("file_name", (), incoming.file_name)
        .change("periods", (), format!("{first} – {last}"));
    for (field, all) in [
        ("figures_added", &comparison.added),
        ("figures_changed", &comparison.changed),
        ("figures_removed", &comparison.removed),
    ] {
        if !all.is_empty() {
            event = event.change(field, (), all.len());
        }
    }
    let became: Vec<&Difference> = comparison
        .changed
        .iter()
        .chain(&comparison.removed)
        .collect();
    if !became.is_empty() {
        let side = |value: fn(&Difference) -> Option<f64>| lines(&became, value);
        event = event.change("figures", side(|each| each.before), side(|each| each.after));
    }
    tx.record(event).await
}

/// "25 2026-10: 138", a line each.
fn lines(all: &[&Difference], value: fn(&Difference) -> Option<f64>) -> String {
    let line = |each: &&Difference| {
        let value = value(each).map_or("saknas".to_owned(), |value| value.to_string());
        format!(
            "{} {}: {}",
            each.county,
            each.period,
            value.replace('.', ",")
        )
    };
    let mut told: Vec<String> = all.iter().take(TOLD).map(line).collect();
    if all.len() > TOLD {
        told.push(format!("och {} till", all.len() - TOLD));
    }
    told.join("\n")
}
