//! How large a varsel is: the size class with the time the law asks for, and what the agency calls larger.

use jiff::Span;
use jiff::civil::Date;

/// What the times of notice come from.
pub const LAW: &str = "Lag (1974:13) om vissa anställningsfrämjande åtgärder";

/// The size classes of the law, by the number of persons affected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Size {
    /// Fewer than five: no duty to give notice.
    Below,
    Small,
    Middle,
    Large,
}

impl Size {
    pub const ALL: [Size; 4] = [Size::Below, Size::Small, Size::Middle, Size::Large];

    pub fn of(affected: i64) -> Size {
        match affected {
            ..=4 => Size::Below,
            5..=25 => Size::Small,
            26..=100 => Size::Middle,
            _ => Size::Large,
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Size::Below => "Färre än 5",
            Size::Small => "5–25",
            Size::Middle => "26–100",
            Size::Large => "Fler än 100",
        }
    }

    /// Months between the notice and the first dismissal; none where there is no duty.
    pub fn months(self) -> Option<i64> {
        match self {
            Size::Below => None,
            Size::Small => Some(2),
            Size::Middle => Some(4),
            Size::Large => Some(6),
        }
    }
}

/// The first day on which the law lets a dismissal take effect after a notice.
pub fn earliest_day(affected: i64, notice_on: Date) -> Option<Date> {
    let months = Size::of(affected).months()?;
    notice_on.checked_add(Span::new().months(months)).ok()
}

/// Inhabitants of each län on 31 December 2023, in thousands: SCB, Folkmängd i riket, län och kommuner. Near enough:
/// as the thresholds usually are, 20 per 100 000 are fewer than 50 persons only where fewer than 250 000 live, and
/// there a whole percent more or less is half a person. Never shown as a figure, so nobody takes it for today's.
#[rustfmt::skip]
const THOUSANDS: &[(&str, i64)] = &[
    ("01", 2455), ("03", 405), ("04", 302), ("05", 472), ("06", 369), ("07", 204), ("08", 247),
    ("09", 61), ("10", 158), ("12", 1422), ("13", 344), ("14", 1767), ("17", 284), ("18", 308),
    ("19", 281), ("20", 287), ("21", 285), ("22", 242), ("23", 133), ("24", 280), ("25", 248),
];

/// About how many live in a län; none for an unknown code.
pub fn inhabitants(county: &str) -> Option<i64> {
    let mut all = THOUSANDS.iter();
    all.find(|(code, _)| *code == county)
        .map(|(_, thousands)| thousands * 1000)
}

/// The same as a JSON object, for a condition in SQL.
pub fn inhabitants_json() -> String {
    let each = |(code, thousands): &(&str, i64)| ((*code).to_owned(), (thousands * 1000).into());
    let all: serde_json::Map<String, serde_json::Value> = THOUSANDS.iter().map(each).collect();
    serde_json::Value::Object(all).to_string()
}

/// From where a case is "större": so many persons, or so many per 100 000 of those who live in the län.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Threshold {
    pub persons: i64,
    pub per_100k: i64,
}

impl Threshold {
    pub fn is_large(self, affected: Option<i64>, county: &str) -> bool {
        let Some(affected) = affected else {
            return false;
        };
        let enough = |all: i64| affected * 100_000 >= self.per_100k * all;
        affected >= self.persons || inhabitants(county).is_some_and(enough)
    }

    /// "minst 50 berörda, eller minst 20 på 100 000 invånare i länet"
    pub fn words(self) -> String {
        format!(
            "minst {} berörda, eller minst {} på 100\u{a0}000 invånare i länet",
            self.persons, self.per_100k
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_time_of_notice_follows_the_number_of_persons() {
        let rows = [
            (0, None),
            (4, None),
            (5, Some(2)),
            (25, Some(2)),
            (26, Some(4)),
            (100, Some(4)),
            (101, Some(6)),
            (5_000, Some(6)),
        ];
        for (affected, months) in rows {
            assert_eq!(Size::of(affected).months(), months, "{affected}");
        }
    }

    #[test]
    fn the_earliest_day_is_whole_months_after_the_notice() {
        let rows = [
            (4, date(2026, 11, 2), None),
            (20, date(2026, 11, 2), Some(date(2027, 1, 2))),
            (60, date(2026, 10, 31), Some(date(2027, 2, 28))),
            (120, date(2026, 8, 31), Some(date(2027, 2, 28))),
            (120, date(2026, 11, 2), Some(date(2027, 5, 2))),
        ];
        for (affected, notice, expected) in rows {
            assert_eq!(
                earliest_day(affected, notice),
                expected,
                "{affected} {notice}"
            );
        }
    }

    #[test]
    fn thirty_five_persons_are_many_on_gotland_and_few_in_stockholm() {
        let threshold = Threshold {
            persons: 50,
            per_100k: 20,
        };
        let rows = [
            (Some(35), "09", true),
            (Some(35), "01", false),
            (Some(49), "01", false),
            (Some(50), "01", true),
            (Some(12), "09", false),
            (Some(13), "09", true),
            (Some(35), "99", false),
            (None, "09", false),
        ];
        for (affected, county, expected) in rows {
            let large = threshold.is_large(affected, county);
            assert_eq!(large, expected, "{affected:?} {county}");
        }
    }

    #[test]
    fn every_lan_has_a_number_of_inhabitants() {
        assert_eq!(THOUSANDS.len(), 21);
        assert!(inhabitants_json().contains("\"09\":61000"));
    }
}
