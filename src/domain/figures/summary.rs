//! What a series tells in a few words: the latest, the last year's sum, and how it has changed.

use super::{Period, Step};

/// A län's figures of one indicator in the order of time, with Riket's beside.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    pub points: Vec<(Period, f64)>,
    pub nation: Vec<(Period, f64)>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Summary {
    pub latest: (Period, f64),
    /// The sum of the last year and how many per cent more it is than the one before; of additive figures
    /// that are told more often than once a year.
    pub year: Option<(f64, Option<f64>)>,
    /// Against the same period the year before, in the figures' own unit.
    pub change: Option<f64>,
    /// Riket's figure of the same period.
    pub nation: Option<f64>,
    pub nation_year: Option<(f64, Option<f64>)>,
    /// The län's part of Riket in per cent, of additive figures.
    pub share: Option<f64>,
}

impl Line {
    pub fn summary(&self, additive: bool) -> Option<Summary> {
        let latest = *self.points.last()?;
        let at = |all: &[(Period, f64)], period| {
            all.iter()
                .find(|(each, _)| *each == period)
                .map(|(_, value)| *value)
        };
        let sums = additive && latest.0.step != Step::Year;
        let year = |all: &[(Period, f64)]| sums.then(|| year(all, latest.0)).flatten();
        let (own, whole) = (year(&self.points), year(&self.nation));
        let nation = at(&self.nation, latest.0);
        let part = match (own, whole) {
            (Some((own, _)), Some((whole, _))) => Some((own, whole)),
            _ => nation.map(|nation| (latest.1, nation)),
        };
        Some(Summary {
            latest,
            year: own,
            change: at(&self.points, latest.0.year_before()).map(|before| latest.1 - before),
            nation,
            nation_year: whole,
            share: part
                .filter(|(_, whole)| additive && *whole > 0.0)
                .map(|(own, whole)| own / whole * 100.0),
        })
    }
}

/// The sum of the year that ends with a period, and its change in per cent; none when a period is missing.
fn year(all: &[(Period, f64)], last: Period) -> Option<(f64, Option<f64>)> {
    let sum = sum(all, last)?;
    let before = self::sum(all, last.year_before()).filter(|before| *before > 0.0);
    Some((sum, before.map(|before| (sum - before) / before * 100.0)))
}

fn sum(all: &[(Period, f64)], last: Period) -> Option<f64> {
    let within = |period: &Period| {
        period.step == last.step && *period <= last && *period > last.year_before()
    };
    let values: Vec<f64> = all
        .iter()
        .filter(|(period, _)| within(period))
        .map(|(_, value)| *value)
        .collect();
    (values.len() == last.step.a_year()).then(|| values.iter().sum())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn months(from: i16, count: usize, value: impl Fn(usize) -> f64) -> Vec<(Period, f64)> {
        (0..count)
            .map(|at| {
                let year = from + i16::try_from(at / 12).expect("small");
                let number = u8::try_from(at % 12 + 1).expect("small");
                (
                    Period::new(year, Step::Month, number).expect("a month"),
                    value(at),
                )
            })
            .collect()
    }

    #[test]
    fn the_last_year_is_summed_and_compared() {
        let line = Line {
            points: months(2025, 24, |at| if at < 12 { 10.0 } else { 11.0 }),
            nation: months(2025, 24, |_| 100.0),
        };
        let summary = line.summary(true).expect("a summary");
        assert_eq!(summary.latest.0.to_string(), "2026-12");
        assert_eq!(summary.year, Some((132.0, Some(10.0))));
        assert_eq!(summary.nation_year, Some((1_200.0, Some(0.0))));
        assert_eq!((summary.change, summary.share), (Some(1.0), Some(11.0)));
        let plain = line.summary(false).expect("a summary");
        assert_eq!(
            (plain.year, plain.share, plain.nation),
            (None, None, Some(100.0))
        );
    }

    #[test]
    fn a_year_with_a_gap_is_not_summed() {
        let mut points = months(2026, 12, |_| 1.0);
        points.remove(3);
        let line = Line {
            points,
            nation: Vec::new(),
        };
        let summary = line.summary(true).expect("a summary");
        assert_eq!(
            (summary.year, summary.share, summary.nation),
            (None, None, None)
        );
        assert_eq!(Line::default().summary(true), None);
    }
}
