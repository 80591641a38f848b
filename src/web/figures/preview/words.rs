//! What a preview tells of a file.

use super::SAMPLE;
use crate::domain::figures::{
    Areas, Comparison, Difference, NATION, Period, Reading, decimals, written,
};
use crate::import::Understood;
use crate::store::figures::Known;
use crate::web::text;
use std::collections::{BTreeSet, HashMap};

/// What an indicator would get.
pub struct Changes {
    pub name: String,
    pub is_new: bool,
    pub added: usize,
    pub changed: usize,
    pub removed: usize,
    pub same: usize,
}

/// A figure that would become another.
pub struct Became {
    pub name: String,
    pub county: String,
    pub period: Period,
    pub before: String,
    pub after: String,
}

#[derive(Default)]
pub struct Sample {
    pub name: String,
    pub periods: Vec<Period>,
    pub rows: Vec<(String, Vec<String>)>,
}

pub fn facts(understood: &Understood, areas: &Areas) -> Vec<(&'static str, String)> {
    let reading = &understood.reading;
    let mut facts = Vec::new();
    let names: Vec<String> = reading
        .series
        .iter()
        .take(8)
        .map(|series| match series.about.unit.as_str() {
            "" => series.about.name.clone(),
            unit => format!("{} ({unit})", series.about.name),
        })
        .collect();
    facts.push((
        if reading.series.len() > 1 {
            "Indikatorer"
        } else {
            "Indikator"
        },
        names.join(", "),
    ));
    let sources: BTreeSet<&str> = reading
        .series
        .iter()
        .map(|series| series.about.source.as_str())
        .filter(|each| !each.is_empty())
        .collect();
    facts.push(("Källa", sources.into_iter().collect::<Vec<_>>().join(", ")));
    if let Some((first, last)) = reading.periods() {
        facts.push((
            "Perioder",
            if first == last {
                first.long()
            } else {
                format!("{} till {}", first.long(), last.long())
            },
        ));
    }
    let codes = reading.counties();
    let counties: Vec<&str> = codes
        .iter()
        .filter(|code| **code != NATION)
        .map(|code| areas.name(code))
        .collect();
    let many = format!("{} län", counties.len());
    let mut named = match counties.len() {
        0..=4 => counties,
        _ => vec![many.as_str()],
    };
    named.extend(codes.contains(NATION).then_some("Riket"));
    facts.push(("Län", text::join_and(&named)));
    facts.push((
        "Siffror",
        text::number(i64::try_from(reading.count()).unwrap_or(i64::MAX)),
    ));
    if let Some(layout) = &understood.layout {
        facts.push(("Ordning", layout.shape.label().to_owned()));
    }
    facts.retain(|(_, value)| !value.is_empty());
    facts
}

pub fn changes(name: &str, code: &str, all: &Comparison, known: &[Known]) -> Changes {
    Changes {
        name: name.to_owned(),
        is_new: !known.iter().any(|each| each.code == code),
        added: all.added.len(),
        changed: all.changed.len(),
        removed: all.removed.len(),
        same: all.same,
    }
}

pub fn became(name: &str, all: &Comparison, areas: &Areas) -> Vec<Became> {
    let both = all.changed.iter().chain(&all.removed);
    let places = decimals(
        both.clone()
            .flat_map(|each| [each.before, each.after])
            .flatten(),
    );
    let value =
        |value: Option<f64>| value.map_or("försvinner".to_owned(), |value| written(value, places));
    let row = |each: &Difference| Became {
        name: name.to_owned(),
        county: areas.name(&each.county).to_owned(),
        period: each.period,
        before: value(each.before),
        after: value(each.after),
    };
    both.map(row).collect()
}

/// The latest periods of the first indicator, for looking through.
pub fn sample(reading: &Reading, areas: &Areas) -> Sample {
    let Some(series) = reading.series.first() else {
        return Sample::default();
    };
    let with_values = || {
        series
            .figures
            .iter()
            .filter(|figure| figure.value.is_some())
    };
    let periods: BTreeSet<Period> = with_values().map(|figure| figure.period).collect();
    let periods: Vec<Period> = periods
        .into_iter()
        .rev()
        .take(SAMPLE)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .collect();
    let places = decimals(with_values().filter_map(|figure| figure.value));
    let kept: HashMap<(&str, Period), f64> = with_values()
        .filter_map(|each| Some(((each.county.as_str(), each.period), each.value?)))
        .collect();
    let codes: BTreeSet<&str> = series
        .figures
        .iter()
        .map(|figure| figure.county.as_str())
        .collect();
    let cells = |code: &str| {
        periods
            .iter()
            .map(|period| {
                kept.get(&(code, *period))
                    .map_or("–".to_owned(), |value| written(*value, places))
            })
            .collect()
    };
    Sample {
        name: series.about.name.clone(),
        rows: codes
            .iter()
            .map(|code| (areas.name(code).to_owned(), cells(code)))
            .collect(),
        periods,
    }
}
