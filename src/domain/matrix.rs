//! The matrix issue area × län: what has been said in a cell, and how long ago.

use jiff::Span;
use jiff::civil::Date;

/// How long an issue area may go unraised in a län before it is a white spot.
pub const YEARS: i16 = 2;

/// How long ago an issue area was raised in a län.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Raised {
    Never,
    LongAgo(Date),
    On(Date),
}

impl Raised {
    pub fn of(last: Option<Date>, today: Date) -> Raised {
        let limit = today.saturating_sub(Span::new().years(YEARS));
        match last {
            None => Raised::Never,
            Some(day) if day < limit => Raised::LongAgo(day),
            Some(day) => Raised::On(day),
        }
    }

    pub fn day(self) -> Option<Date> {
        match self {
            Raised::Never => None,
            Raised::LongAgo(day) | Raised::On(day) => Some(day),
        }
    }

    /// Neither raised for a long time nor with a position for a dialogue since then or to come.
    pub fn is_white(self, position: Option<Date>, today: Date) -> bool {
        let spoken_of = Raised::of(position, today);
        !matches!(self, Raised::On(_)) && !matches!(spoken_of, Raised::On(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn what_was_never_raised_or_over_two_years_ago_is_a_white_spot() {
        let today = date(2026, 11, 23);
        let rows = [
            (None, true),
            (Some(date(2024, 11, 22)), true),
            (Some(date(2024, 11, 23)), false),
            (Some(date(2026, 11, 23)), false),
            (Some(date(2018, 1, 1)), true),
        ];
        for (last, white) in rows {
            let raised = Raised::of(last, today);
            assert_eq!(raised.is_white(None, today), white, "{last:?}");
            assert!(!raised.is_white(Some(date(2026, 12, 3)), today), "{last:?}");
            assert_eq!(raised.is_white(Some(date(2023, 1, 9)), today), white);
            assert_eq!(Raised::of(last, today).day(), last);
        }
        assert_eq!(Raised::of(None, Date::MIN), Raised::Never);
    }
}
