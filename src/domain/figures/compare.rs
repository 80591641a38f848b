//! What an import would do to an indicator, compared with what is kept of it.

use super::{Figure, Period};
use std::collections::BTreeMap;

/// A figure that would become another.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    pub county: String,
    pub period: Period,
    pub before: Option<f64>,
    pub after: Option<f64>,
}

/// What an import would do to an indicator.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    pub added: Vec<Difference>,
    pub changed: Vec<Difference>,
    /// There now, and missing in the file.
    pub removed: Vec<Difference>,
    pub same: usize,
}

/// What is kept of an indicator, by län and period.
pub type Kept = BTreeMap<(String, Period), f64>;

impl Comparison {
    pub fn of(figures: &[Figure], kept: &Kept) -> Comparison {
        let mut all = Comparison::default();
        for figure in figures {
            let before = kept.get(&(figure.county.clone(), figure.period)).copied();
            let difference = Difference {
                county: figure.county.clone(),
                period: figure.period,
                before,
                after: figure.value,
            };
            match (before, figure.value) {
                (None, None) => {}
                (None, Some(_)) => all.added.push(difference),
                (Some(before), Some(after)) if before == after => all.same += 1,
                (Some(_), Some(_)) => all.changed.push(difference),
                (Some(_), None) => all.removed.push(difference),
            }
        }
        all
    }

    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }

    /// For telling whether anything has changed since it was shown.
    pub fn counts(&self) -> String {
        let before = |all: &[Difference]| {
            all.iter()
                .filter_map(|each| each.before)
                .fold(0.0, |sum, each| sum + each)
        };
        format!(
            "{}/{}/{}/{}/{}",
            self.added.len(),
            self.changed.len(),
            self.removed.len(),
            self.same,
            before(&self.changed) + before(&self.removed)
        )
    }

    /// Every figure that would be written.
    pub fn written(&self) -> impl Iterator<Item = &Difference> {
        self.added.iter().chain(&self.changed).chain(&self.removed)
    }
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
    fn a_new_file_is_compared_with_what_is_kept() {
        let kept: Kept = [
            ("25", "2026-08", 1.0),
            ("25", "2026-09", 2.0),
            ("25", "2026-10", 3.0),
        ]
        .map(|(county, period, value)| ((county.into(), period.parse().expect("a period")), value))
        .into();
        let file = [
            figure("25", "2026-08", Some(1.0)),
            figure("25", "2026-09", Some(0.0)),
            figure("25", "2026-10", None),
            figure("25", "2026-11", Some(4.0)),
            figure("25", "2026-12", None),
        ];
        let all = Comparison::of(&file, &kept);
        let told = |all: &[Difference]| {
            all.iter()
                .map(|each| each.period.to_string())
                .collect::<Vec<_>>()
        };
        assert_eq!(told(&all.added), ["2026-11"]);
        assert_eq!(told(&all.changed), ["2026-09"], "zero is a figure");
        assert_eq!(told(&all.removed), ["2026-10"]);
        assert_eq!((all.same, all.counts().as_str()), (1, "1/1/1/1/5"));
        assert!(Comparison::of(&file[..1], &kept).is_empty());
    }
}
