//! Statistik: figures per län, their indicators, and what a new file would change.

pub mod areas;
mod compare;
pub mod grid;
pub mod number;
pub mod period;
pub mod summary;
pub mod table;

pub use areas::{Areas, NATION};
pub use compare::{Comparison, Difference, Kept};
pub use number::{Number, decimals, written};
pub use period::{Period, Step};

use crate::codes;
use crate::domain::access::Place;
use crate::domain::places::County;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The largest file that is taken in, in bytes.
pub const LARGEST_FILE: usize = 5 * 1024 * 1024;
pub const TOO_LARGE: &str =
    "Filen är större än 5 MB. Dela upp den eller ta bort det som inte ska läsas in.";
pub const LONGEST_NAME: usize = 120;
pub const LONGEST_UNIT: usize = 40;
pub const LONGEST_SOURCE: usize = 120;
pub const LONGEST_CODE: usize = 60;
/// More indicators than this in one file is a mistake.
pub const MOST_SERIES: usize = 50;

codes! {
    /// Where the figures of an indicator come from.
    SourceKind {
        Layoffs = "layoffs", "Varsel per län";
        JsonStat = "jsonstat", "JSON-stat";
        Kolada = "kolada", "Kolada";
        Csv = "csv", "Egen fil";
    }
}

/// What a person can change of an indicator.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Indicator {
    pub name: String,
    pub unit: String,
    pub source: String,
    /// The län sum up to Riket.
    pub additive: bool,
    /// On the län's pages.
    pub shown: bool,
    pub position: i64,
}

/// What a file says that its figures are about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    pub code: String,
    pub name: String,
    pub unit: String,
    pub source: String,
    pub kind: SourceKind,
    pub additive: bool,
}

impl About {
    /// Persons affected by notices of layoff, as Arbetsförmedlingen publishes them.
    pub fn layoffs() -> About {
        About {
            code: LAYOFFS.to_owned(),
            name: "Varslade personer".to_owned(),
            unit: "personer".to_owned(),
            source: "Arbetsförmedlingen".to_owned(),
            kind: SourceKind::Layoffs,
            additive: true,
        }
    }
}

pub const LAYOFFS: &str = "varsel";

/// One figure of a län, or of Riket; none where the file says that it is missing.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    pub county: String,
    pub period: Period,
    pub value: Option<f64>,
}

/// The figures of one indicator in a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    pub about: About,
    pub figures: Vec<Figure>,
}

/// Something in a file that a person should look at, with its row when it has one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    pub row: Option<u32>,
    pub text: String,
}

impl std::fmt::Display for Remark {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.row {
            Some(row) => write!(f, "Rad {row}: {}", self.text),
            None => f.write_str(&self.text),
        }
    }
}

/// What a file holds, and what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    pub series: Vec<Series>,
    /// What stops the import.
    pub errors: Vec<Remark>,
    /// Rows that hold something else than figures of län.
    pub skipped: Vec<Remark>,
    pub notes: Vec<String>,
}

/// So many remarks are kept of each kind; a file with more of them is wrong altogether.
const MOST_REMARKS: usize = 200;

impl Reading {
    pub fn error(&mut self, row: impl Into<Option<u32>>, text: impl Into<String>) {
        remark(&mut self.errors, row.into(), text.into());
    }

    pub fn skip(&mut self, row: impl Into<Option<u32>>, text: impl Into<String>) {
        remark(&mut self.skipped, row.into(), text.into());
    }

    /// How many figures there are in all.
    pub fn count(&self) -> usize {
        let known = |series: &Series| {
            series
                .figures
                .iter()
                .filter(|each| each.value.is_some())
                .count()
        };
        self.series.iter().map(known).sum()
    }

    /// The län whose figures would be written, Riket among them.
    pub fn counties(&self) -> BTreeSet<&str> {
        let all = self.series.iter().flat_map(|each| &each.figures);
        all.map(|each| each.county.as_str()).collect()
    }

    pub fn periods(&self) -> Option<(Period, Period)> {
        let all = || {
            self.series
                .iter()
                .flat_map(|each| &each.figures)
                .map(|each| each.period)
        };
        Some((all().min()?, all().max()?))
    }

    /// Where a right to write all of it is decided; Riket is nobody's own län.
    pub fn place(&self, counties: &[County]) -> Place {
        let codes = self.counties();
        if codes.contains(NATION) {
            return Place::anywhere();
        }
        let named = counties
            .iter()
            .filter(|each| codes.contains(each.code.as_str()));
        Place {
            counties: named
                .map(|each| (each.code.clone(), each.team_id))
                .collect(),
            ..Place::default()
        }
    }

    /// "20 siffror lästes in. 2 rader hoppades över.", of so many that were written: as the preview counts them.
    pub fn told(&self, figures: usize) -> String {
        let read = match figures {
            0 => "Inget ändrades, för alla siffror i filen fanns redan.".to_owned(),
            1 => "1 siffra lästes in.".to_owned(),
            count => format!("{} siffror lästes in.", written(count as f64, 0)),
        };
        let rows = self.skipped.iter().filter(|each| each.row.is_some());
        match rows.count() {
            0 => read,
            1 => format!("{read} 1 rad hoppades över."),
            count => format!("{read} {count} rader hoppades över."),
        }
    }

    /// Lets the rows with mistakes be skipped, when the others have figures.
    pub fn skip_errors(&mut self) {
        if !self.series.is_empty() {
            self.skipped.append(&mut self.errors);
        }
    }

    /// Leaves what is not of these län.
    pub fn keep_only(&mut self, codes: &BTreeSet<String>) {
        for series in &mut self.series {
            series.figures.retain(|each| codes.contains(&each.county));
        }
        self.series.retain(|each| !each.figures.is_empty());
    }

    /// Checks that hold for every kind of file: the sum of the län, and Riket where it was left out.
    pub fn finish(&mut self, areas: &Areas) {
        let mut notes = Vec::new();
        for series in &mut self.series {
            if series.about.additive {
                notes.extend(with_nation(series, areas));
            }
        }
        self.notes.extend(notes);
        self.series.retain(|each| !each.figures.is_empty());
        if self.series.is_empty() && self.errors.is_empty() {
            self.error(None, "Filen har inga siffror för något län.");
        }
    }
}

fn remark(all: &mut Vec<Remark>, row: Option<u32>, text: String) {
    match all.len() {
        MOST_REMARKS => all.push(Remark {
            row: None,
            text: "Det finns fler rader som inte går att läsa.".to_owned(),
        }),
        more if more > MOST_REMARKS => {}
        _ => all.push(Remark { row, text }),
    }
}

/// A sum that the file has is compared with the län's; one that it lacks is added when all län are there.
fn with_nation(series: &mut Series, areas: &Areas) -> Vec<String> {
    let mut sums: BTreeMap<Period, (f64, usize, Option<f64>)> = BTreeMap::new();
    for figure in &series.figures {
        let sum = sums.entry(figure.period).or_default();
        match (figure.county == NATION, figure.value) {
            (true, value) => sum.2 = value,
            (false, Some(value)) => *sum = (sum.0 + value, sum.1 + 1, sum.2),
            (false, None) => {}
        }
    }
    let all = areas.codes().count();
    let whole = sums
        .into_iter()
        .filter(|(_, (_, count, _))| *count == all && all > 1);
    let (mut notes, mut added) = (Vec::new(), false);
    for (period, (sum, _, nation)) in whole {
        match nation {
            None => {
                series
                    .figures
                    .retain(|each| !(each.county == NATION && each.period == period));
                series.figures.push(Figure {
                    county: NATION.to_owned(),
                    period,
                    value: Some(sum),
                });
                added = true;
            }
            Some(nation) if (nation - sum).abs() > 0.5 => notes.push(format!(
                "{}: länen blir tillsammans {}, men Riket är {}.",
                period.long(),
                written(sum, 0),
                written(nation, 0)
            )),
            Some(_) => {}
        }
    }
    if added {
        notes.push(format!(
            "{}: Riket räknas fram som summan av länen.",
            series.about.name
        ));
    }
    notes.truncate(12);
    notes
}

/// Whether the län are likely to sum up to Riket: a count does, a share or a mean does not.
pub fn seems_additive(name: &str, unit: &str) -> bool {
    let words = crate::domain::spelling::fold(&format!("{name} {unit}"));
    let has = |any: &[&str]| any.iter().any(|word| words.contains(word));
    let counts = ["antal", "personer", "invanare", "folkmangd"];
    let others = [
        "andel",
        "procent",
        "%",
        "per ",
        "/",
        "genomsnitt",
        "medel",
        "median",
        "index",
        "kvot",
    ];
    has(&counts) && !has(&others)
}

/// A code for an indicator that has only a name: "Nya företag" is "nya-foretag".
pub fn code_of(name: &str) -> String {
    crate::domain::spelling::slug(name)
        .chars()
        .take(LONGEST_CODE)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(county: &str, period: &str, value: Option<f64>) -> Figure {
        Figure {
            county: county.into(),
            period: period.parse().expect("a period"),
            value,
        }
    }

    #[test]
    fn riket_is_the_sum_of_the_lan_or_is_questioned() {
        let areas = areas::tests::areas();
        let all = |nation: Option<f64>| {
            let mut figures: Vec<_> = areas
                .codes()
                .map(|code| figure(code, "2026", Some(2.0)))
                .collect();
            figures.extend(nation.map(|value| figure(NATION, "2026", Some(value))));
            let mut reading = Reading {
                series: vec![Series {
                    about: About::layoffs(),
                    figures,
                }],
                ..Reading::default()
            };
            reading.finish(&areas);
            reading
        };
        let without = all(None);
        assert_eq!(
            without.series[0].figures.last(),
            Some(&figure(NATION, "2026", Some(16.0)))
        );
        assert!(without.notes[0].contains("summan av länen"));
        assert!(all(Some(16.0)).notes.is_empty());
        assert_eq!(
            all(Some(17.0)).notes,
            ["2026: länen blir tillsammans 16, men Riket är 17."]
        );
    }

    #[test]
    fn counts_sum_up_and_shares_do_not() {
        for (name, unit) in [("Folkmängd", "antal"), ("Varslade", "personer")] {
            assert!(seems_additive(name, unit), "{name} {unit}");
        }
        for (name, unit) in [
            ("Antal företag per 1 000 invånare", ""),
            ("Invånare med eftergymnasial utbildning", "andel (%)"),
            ("Resultat", "procent"),
            ("Medelålder", "år"),
            ("Kolada N00000", ""),
        ] {
            assert!(!seems_additive(name, unit), "{name} {unit}");
        }
    }

    #[test]
    fn a_hopeless_file_does_not_fill_the_memory_with_remarks() {
        let mut reading = Reading::default();
        for row in 0..10_000_u32 {
            reading.error(row, "fel");
        }
        assert_eq!(reading.errors.len(), MOST_REMARKS + 1);
        assert_eq!(reading.errors[1].to_string(), "Rad 1: fel");
    }
}
