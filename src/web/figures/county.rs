//! The figures of a län: a chart with its table for each indicator, on the län's own page and its tab.

use super::chart::{Chart, draw};
use crate::domain::figures::summary::Summary;
use crate::domain::figures::{Period, Step, decimals, written};
use crate::error::Result;
use crate::store::figures::{self, Shown};
use crate::store::reader::Reader;
use crate::web::text;

/// An indicator as a card of a län's page.
pub struct Card {
    pub id: i64,
    pub name: String,
    pub unit: String,
    pub source: String,
    /// "412", the sum of a year or the latest.
    pub large: String,
    /// "varslade personer på tolv månader", or the period.
    pub of_what: String,
    pub lines: Vec<String>,
    pub chart: Chart,
    pub rows: Vec<Row>,
    pub has_nation: bool,
}

/// A period in the table beside the chart, the latest first.
pub struct Row {
    pub period: Period,
    pub own: String,
    pub nation: String,
}

/// The first few, for the page of the län.
pub async fn first(db: &Reader, county: &str) -> Result<Vec<Card>> {
    let shown = figures::of_county_on_its_page(db, county).await?;
    Ok(shown.iter().filter_map(card).collect())
}

/// All that are shown.
pub async fn all(db: &Reader, county: &str) -> Result<Vec<Card>> {
    let shown = figures::of_county(db, county).await?;
    Ok(shown.iter().filter_map(card).collect())
}

/// Nothing for an indicator without figures of the län.
fn card(shown: &Shown) -> Option<Card> {
    let indicator = &shown.indicator;
    let summary = shown.line.summary(indicator.additive)?;
    let values = shown.line.points.iter().chain(&shown.line.nation);
    let places = decimals(values.map(|(_, value)| *value));
    let nation: &[(Period, f64)] = if indicator.additive {
        &[]
    } else {
        &shown.line.nation
    };
    let (large, of_what) = match summary.year {
        Some((sum, _)) => (sum, "de senaste tolv månaderna".to_owned()),
        None => (summary.latest.1, summary.latest.0.long()),
    };
    Some(Card {
        id: shown.id,
        name: indicator.name.clone(),
        unit: indicator.unit.clone(),
        source: source(shown),
        large: written(large, places),
        of_what,
        lines: lines(&summary, places),
        chart: draw(&shown.line.points, nation, places),
        rows: rows(shown, places),
        has_nation: !shown.line.nation.is_empty(),
    })
}

/// "Källa: Arbetsförmedlingen, inläst 23 november 2026"
fn source(shown: &Shown) -> String {
    let source = match shown.indicator.source.as_str() {
        "" => "Källa saknas".to_owned(),
        source => format!("Källa: {source}"),
    };
    match shown.imported_on {
        Some(day) => format!("{source}, inläst {}", text::long_date(day)),
        None => source,
    }
}

/// The latest and how it has changed, and Riket beside.
fn lines(summary: &Summary, places: usize) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some((_, change)) = summary.year {
        lines.push(format!(
            "{}: {}",
            text::first_upper(&summary.latest.0.long()),
            written(summary.latest.1, places)
        ));
        lines.extend(
            change.map(|change| format!("{} mot de tolv månaderna före", signed(change, 0, " %"))),
        );
    } else if let Some(change) = summary.change {
        lines.push(format!(
            "{} mot {}",
            signed(change, places, ""),
            before(summary.latest.0)
        ));
    }
    lines.extend(nation(summary, places));
    lines
}

fn before(period: Period) -> String {
    match period.step {
        Step::Year => period.year_before().long(),
        _ => "samma period året före".to_owned(),
    }
}

/// "Riket: 14 650, +3 %. Länet har 2,8 % av Riket."
fn nation(summary: &Summary, places: usize) -> Option<String> {
    let told = match (summary.nation_year, summary.nation) {
        (Some((sum, change)), _) => {
            let change = change.map_or(String::new(), |change| {
                format!(", {}", signed(change, 0, " %"))
            });
            format!("Riket: {}{change}", written(sum, places))
        }
        (None, Some(nation)) => format!("Riket: {}", written(nation, places)),
        (None, None) => return None,
    };
    Some(match summary.share {
        Some(share) => format!("{told}. Länet har {}\u{a0}% av Riket", written(share, 1)),
        None => told,
    })
}

/// "+3 %", "−8 %", "±0"
fn signed(value: f64, places: usize, unit: &str) -> String {
    let number = written(value, places);
    let unit = unit.replace(' ', "\u{a0}");
    match (
        number.starts_with('−'),
        number.chars().all(|each| "0,".contains(each)),
    ) {
        (_, true) => format!("±0{unit}"),
        (true, false) => format!("{number}{unit}"),
        (false, false) => format!("+{number}{unit}"),
    }
}

fn rows(shown: &Shown, places: usize) -> Vec<Row> {
    let at = |all: &[(Period, f64)], period| {
        let found = all.iter().find(|(each, _)| *each == period);
        found.map_or("–".to_owned(), |(_, value)| written(*value, places))
    };
    let row = |(period, value): &(Period, f64)| Row {
        period: *period,
        own: written(*value, places),
        nation: at(&shown.line.nation, *period),
    };
    shown.line.points.iter().rev().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_have_their_sign() {
        let rows = [
            (3.2, 0, " %", "+3\u{a0}%"),
            (-8.0, 0, " %", "−8\u{a0}%"),
            (0.01, 1, "", "±0"),
            (0.25, 2, "", "+0,25"),
        ];
        for (value, places, unit, expected) in rows {
            assert_eq!(signed(value, places, unit), expected);
        }
    }
}
