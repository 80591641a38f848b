//! How the time goes while an agenda is gone through: planned, used, left, and how late it has become.

use jiff::Timestamp;
use jiff::civil::Time;

/// The time of an item of the agenda, in whole minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    pub planned: i64,
    pub used: i64,
}

/// An item that was begun longer ago than this was left open, and its clock tells nothing.
const LONGEST: i64 = 12 * 60;

impl Pace {
    /// From when the item was begun until `end`: when the next one was begun, or now.
    pub fn of(planned: i64, begun: Option<Timestamp>, end: Timestamp) -> Option<Pace> {
        let used = end.duration_since(begun?).as_mins();
        (0..=LONGEST)
            .contains(&used)
            .then_some(Pace { planned, used })
    }

    /// Negative when the item has taken longer than was planned.
    pub fn left(self) -> i64 {
        self.planned - self.used
    }
}

/// When the clock of an item stops: when another was begun after it, else now.
pub fn end_of(begun: Timestamp, all: &[Timestamp], now: Timestamp) -> Timestamp {
    let later = all.iter().filter(|each| **each > begun);
    later.min().copied().unwrap_or(now)
}

/// So many minutes later than the agenda says; none while it holds within five minutes.
pub fn behind(planned: Time, begun: Time) -> Option<i64> {
    let minute = |time: Time| i64::from(time.hour()) * 60 + i64::from(time.minute());
    let late = minute(begun) - minute(planned);
    (late >= 5).then_some(late)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::time;

    fn at(text: &str) -> Timestamp {
        format!("2026-11-23T{text}:00Z").parse().expect("a time")
    }

    #[test]
    fn the_clock_of_an_item_goes_until_the_next_one_is_begun() {
        let begun = [at("09:00"), at("09:20"), at("10:05")];
        let rows = [(0, "09:20"), (1, "10:05"), (2, "10:30")];
        for (place, end) in rows {
            assert_eq!(end_of(begun[place], &begun, at("10:30")), at(end));
        }
    }

    #[test]
    fn what_is_used_and_left_is_told_in_whole_minutes() {
        let rows = [
            (45, Some("09:00"), "09:18", Some((18, 27))),
            (45, Some("09:00"), "09:45", Some((45, 0))),
            (20, Some("09:00"), "09:27", Some((27, -7))),
            (20, None, "09:27", None),
            // A clock that goes backwards, and one that was left.
            (20, Some("09:30"), "09:27", None),
            (20, Some("00:30"), "13:27", None),
        ];
        for (planned, begun, now, expected) in rows {
            let pace = Pace::of(planned, begun.map(at), at(now));
            assert_eq!(pace.map(|pace| (pace.used, pace.left())), expected, "{now}");
        }
    }

    #[test]
    fn five_minutes_late_is_late() {
        let rows = [(0, None), (4, None), (5, Some(5)), (59, Some(59))];
        for (minutes, expected) in rows {
            assert_eq!(behind(time(9, 0, 0, 0), time(9, minutes, 0, 0)), expected);
        }
        assert_eq!(behind(time(9, 0, 0, 0), time(8, 30, 0, 0)), None);
    }
}
