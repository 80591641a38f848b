//! Answers from Kolada, version 3 and the one before it: figures of regions, whose codes begin with 00.

use crate::domain::figures::{
    About, Areas, Figure, MOST_SERIES, Number, Period, Reading, Series, SourceKind, code_of,
};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Deserialize)]
pub struct Answer {
    values: Vec<Row>,
    #[serde(default)]
    next_url: Option<String>,
}

#[derive(Deserialize)]
struct Row {
    kpi: String,
    municipality: String,
    period: When,
    values: Vec<Cell>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum When {
    Year(i64),
    Text(String),
}

#[derive(Deserialize)]
struct Cell {
    #[serde(default)]
    gender: String,
    value: Option<f64>,
}

impl Answer {
    /// The figure of women and men together; others are left.
    pub fn read(&self, areas: &Areas) -> Reading {
        let mut reading = Reading::default();
        let mut all: BTreeMap<&str, Vec<Figure>> = BTreeMap::new();
        let mut seen = BTreeSet::new();
        let mut others = 0;
        for row in &self.values {
            let Some(county) = region(areas, &row.municipality) else {
                others += 1;
                continue;
            };
            let text = match &row.period {
                When::Year(year) => year.to_string(),
                When::Text(text) => text.clone(),
            };
            let Some(period) = Period::read(&text, None) else {
                reading.error(
                    None,
                    format!(
                        "Perioden ”{}” går inte att läsa.",
                        text.chars().take(40).collect::<String>()
                    ),
                );
                continue;
            };
            let cell = row
                .values
                .iter()
                .find(|cell| cell.gender.is_empty() || cell.gender == "T");
            let value = cell.and_then(|cell| cell.value).map(Number::of);
            let value = match value {
                Some(Number::Value(value)) => Some(value),
                _ => None,
            };
            if !seen.insert((row.kpi.as_str(), county, period)) {
                reading.error(
                    None,
                    format!(
                        "{} {} {period} står två gånger.",
                        row.kpi.chars().take(40).collect::<String>(),
                        areas.name(county)
                    ),
                );
                continue;
            }
            let figures = all.entry(row.kpi.as_str()).or_default();
            figures.push(Figure {
                county: county.to_owned(),
                period,
                value,
            });
        }
        self.remarks(others, all.len(), &mut reading);
        reading.series = all
            .into_iter()
            .take(MOST_SERIES)
            .map(|(kpi, figures)| Series {
                about: about(kpi),
                figures,
            })
            .collect();
        reading
    }

    fn remarks(&self, others: usize, series: usize, reading: &mut Reading) {
        if others > 0 {
            reading.skip(
                None,
                format!("{others} värden gäller kommuner och hoppades över."),
            );
        }
        if series > MOST_SERIES {
            reading.error(None, format!("Filen har fler än {MOST_SERIES} nyckeltal."));
        }
        if self.next_url.as_ref().is_some_and(|url| !url.is_empty()) {
            reading
                .notes
                .push("Svaret från Kolada har fler sidor (next_url). Läs in dem också.".to_owned());
        }
    }
}

/// "0025" is a region and "1480" a kommun.
fn region<'a>(areas: &'a Areas, code: &str) -> Option<&'a str> {
    (code.len() == 4 && code.starts_with("00"))
        .then(|| areas.find(code))
        .flatten()
}

fn about(kpi: &str) -> About {
    let code = code_of(kpi);
    let name: String = kpi.chars().take(40).collect();
    About {
        code: if code.is_empty() {
            "kolada".to_owned()
        } else {
            code
        },
        name: format!("Kolada {name}"),
        unit: String::new(),
        source: "Kolada".to_owned(),
        kind: SourceKind::Kolada,
        additive: false,
    }
}
