//! A small chart, drawn by the server: one line of figures, in a drawing of its own measure.

use crate::domain::figures::{Period, written};

const WIDTH: f64 = 320.0;
const HEIGHT: f64 = 80.0;
const EDGE: f64 = 6.0;

/// Ready for the template; every number is a place in the drawing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chart {
    /// One for each run of periods without a gap.
    pub lines: Vec<String>,
    /// The same for Riket, when both are measured alike.
    pub nation: Vec<String>,
    pub last: Option<(String, String)>,
    /// Where zero is, when the drawing begins there or passes it.
    pub zero: Option<String>,
    /// What it shows, in words: "24 perioder, oktober 2024 till september 2026. Lägst 12, högst 138, senast 31."
    pub words: String,
    /// A single figure and its period, which are told instead of drawn.
    pub only: Option<(String, String)>,
    pub from: String,
    pub to: String,
}

type Points = [(Period, f64)];

/// `nation` is drawn on the same scale, so only give it figures of the same size.
pub fn draw(points: &Points, nation: &Points, decimals: usize) -> Chart {
    let (Some(first), Some(last)) = (points.first(), points.last()) else {
        return Chart::default();
    };
    if points.len() == 1 {
        return Chart {
            only: Some((written(last.1, decimals), last.0.long())),
            words: words(points, decimals),
            ..Chart::default()
        };
    }
    let nation: Vec<(Period, f64)> = nation
        .iter()
        .filter(|(period, _)| (first.0..=last.0).contains(period))
        .copied()
        .collect();
    let scale = Scale::of(points, &nation);
    let (x, y) = (scale.x(last.0), scale.y(last.1));
    Chart {
        lines: scale.lines(points),
        nation: scale.lines(&nation),
        last: Some((place(x), place(y))),
        zero: (scale.low <= 0.0 && scale.high >= 0.0).then(|| place(scale.y(0.0))),
        words: words(points, decimals),
        only: None,
        from: first.0.short(),
        to: last.0.short(),
    }
}

fn words(points: &Points, decimals: usize) -> String {
    let values = || points.iter().map(|(_, value)| *value);
    let (low, high) = (
        values().fold(f64::INFINITY, f64::min),
        values().fold(f64::NEG_INFINITY, f64::max),
    );
    let (Some(first), Some(last)) = (points.first(), points.last()) else {
        return String::new();
    };
    format!(
        "{} till {}. Lägst {}, högst {}, senast {}.",
        first.0.long(),
        last.0.long(),
        written(low, decimals),
        written(high, decimals),
        written(last.1, decimals)
    )
}

struct Scale {
    low: f64,
    high: f64,
    first: f64,
    span: f64,
}

impl Scale {
    /// From zero where the figures are near it, so that a small change does not look large.
    fn of(points: &Points, nation: &Points) -> Scale {
        let values = || points.iter().chain(nation).map(|(_, value)| *value);
        let (low, high) = (
            values().fold(f64::INFINITY, f64::min),
            values().fold(f64::NEG_INFINITY, f64::max),
        );
        let near_zero = low > 0.0 && low < high * 0.6;
        let low = if near_zero { 0.0 } else { low };
        let (low, high) = match high - low > 0.0 {
            true => (low, high),
            false => (low - 1.0, high + 1.0),
        };
        let at = |point: Option<&(Period, f64)>| point.map_or(0.0, |(period, _)| number(*period));
        let (first, last) = (at(points.first()), at(points.last()));
        Scale {
            low,
            high,
            first,
            span: (last - first).max(1.0),
        }
    }

    fn x(&self, period: Period) -> f64 {
        EDGE + (number(period) - self.first) / self.span * (WIDTH - 2.0 * EDGE)
    }

    fn y(&self, value: f64) -> f64 {
        HEIGHT - EDGE - (value - self.low) / (self.high - self.low) * (HEIGHT - 2.0 * EDGE)
    }

    fn lines(&self, points: &Points) -> Vec<String> {
        let mut runs: Vec<Vec<&(Period, f64)>> = Vec::new();
        for point in points {
            let follows = |run: &Vec<&(Period, f64)>| {
                run.last()
                    .is_some_and(|last| number(point.0) - number(last.0) < 1.5)
            };
            match runs.last_mut().filter(|run| follows(run)) {
                Some(run) => run.push(point),
                None => runs.push(vec![point]),
            }
        }
        let drawn = |run: Vec<&(Period, f64)>| {
            let places: Vec<String> = run
                .iter()
                .map(|(period, value)| {
                    format!("{},{}", place(self.x(*period)), place(self.y(*value)))
                })
                .collect();
            places.join(" ")
        };
        runs.into_iter().map(drawn).collect()
    }
}

/// Where a period is among others of its step, one apart from the next.
fn number(period: Period) -> f64 {
    let a_year = u32::try_from(period.step.a_year()).unwrap_or(1);
    f64::from(period.year) * f64::from(a_year) + f64::from(period.number)
}

fn place(at: f64) -> String {
    format!("{at:.1}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(all: &[(&str, f64)]) -> Vec<(Period, f64)> {
        all.iter()
            .map(|(period, value)| (period.parse().expect("a period"), *value))
            .collect()
    }

    #[test]
    fn a_line_begins_left_and_ends_right_with_a_gap_where_a_period_is_missing() {
        let chart = draw(
            &points(&[("2026-01", 0.0), ("2026-02", 10.0), ("2026-04", 5.0)]),
            &[],
            0,
        );
        assert_eq!(chart.lines, ["6.0,74.0 108.7,6.0", "314.0,40.0"]);
        assert_eq!(chart.last, Some(("314.0".into(), "40.0".into())));
        assert_eq!(chart.zero.as_deref(), Some("74.0"));
        assert_eq!(
            chart.words,
            "januari 2026 till april 2026. Lägst 0, högst 10, senast 5."
        );
    }

    #[test]
    fn equal_figures_are_drawn_and_a_single_one_is_told() {
        let one = draw(&points(&[("2026", 6.1)]), &[], 1);
        assert!(one.lines.is_empty());
        assert_eq!(one.only, Some(("6,1".into(), "2026".into())));
        assert_eq!(
            draw(&points(&[("2025", 0.0), ("2026", 0.0)]), &[], 0).lines,
            ["6.0,40.0 314.0,40.0"]
        );
        assert_eq!(draw(&[], &[], 0), Chart::default());
    }

    #[test]
    fn small_changes_of_large_figures_keep_their_own_scale_and_riket_stands_beside() {
        let chart = draw(
            &points(&[("2025", 95.0), ("2026", 100.0)]),
            &points(&[("2024", 1.0), ("2026", 105.0)]),
            0,
        );
        assert_eq!(chart.zero, None);
        assert_eq!(chart.nation, ["314.0,6.0"]);
    }
}
