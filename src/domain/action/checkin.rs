//! Avstämningar: days before the due date on which the owner looks how it goes, once or every so many months.

use jiff::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What is planned of a check-in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Planned {
    pub planned_on: Date,
    /// The next is made when this one is done.
    pub every_months: Option<i64>,
}

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    pub done_on: Option<Date>,
    #[serde(rename = "text")]
    pub comment: String,
}

#[derive(Clone, Debug)]
pub struct Checkin {
    pub id: i64,
    pub action_id: i64,
    pub planned: Planned,
    /// The first of those that recur.
    pub series_from: Date,
    pub done: Done,
    /// The name of who did it.
    pub done_by: Option<String>,
    pub version: i64,
}

/// More months than these are no check-in.
pub const MOST_MONTHS: i64 = 12;

impl Checkin {
    pub fn is_open(&self) -> bool {
        self.done.done_on.is_none()
    }

    pub fn url(&self) -> String {
        format!("/insatser/{}/avstamningar/{}", self.action_id, self.id)
    }

    /// The day of the next one when this one is done: the first of the series that is still to come and no
    /// later than the day the action is due. Counted from the first, so that the 31st stays the last of a month.
    pub fn next(&self, done_on: Date, due_on: Date) -> Option<Date> {
        let every = self.planned.every_months.filter(|every| *every > 0)?;
        let after = done_on.max(self.planned.planned_on);
        let later = (1..).map(|times| Span::new().try_months(every.checked_mul(times)?).ok());
        later
            .map_while(|span| self.series_from.checked_add(span?).ok())
            .take_while(|day| *day <= due_on)
            .find(|day| *day > after)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checkin(first: &str, planned: &str, every_months: Option<i64>) -> Checkin {
        Checkin {
            id: 1,
            action_id: 1,
            planned: Planned {
                planned_on: planned.parse().unwrap(),
                every_months,
            },
            series_from: first.parse().unwrap(),
            done: Done::default(),
            done_by: None,
            version: 1,
        }
    }

    #[test]
    fn the_next_check_in_keeps_the_day_of_the_month_and_stops_at_the_due_date() {
        let rows = [
            // first, planned, every, done, due, next
            (
                "2026-01-31",
                "2026-01-31",
                Some(1),
                "2026-01-31",
                "2026-12-31",
                Some("2026-02-28"),
            ),
            (
                "2026-01-31",
                "2026-02-28",
                Some(1),
                "2026-03-02",
                "2026-12-31",
                Some("2026-03-31"),
            ),
            (
                "2026-01-15",
                "2026-01-15",
                Some(3),
                "2026-01-10",
                "2026-12-31",
                Some("2026-04-15"),
            ),
            (
                "2026-01-15",
                "2026-04-15",
                Some(3),
                "2026-08-01",
                "2026-12-31",
                Some("2026-10-15"),
            ),
            (
                "2026-01-15",
                "2026-04-15",
                Some(3),
                "2026-07-15",
                "2026-12-31",
                Some("2026-10-15"),
            ),
            (
                "2026-01-15",
                "2026-10-15",
                Some(3),
                "2026-10-15",
                "2026-12-31",
                None,
            ),
            (
                "2026-01-15",
                "2026-10-15",
                Some(3),
                "2026-10-15",
                "2027-01-15",
                Some("2027-01-15"),
            ),
            (
                "2026-01-15",
                "2026-01-15",
                None,
                "2026-01-15",
                "2027-01-15",
                None,
            ),
            (
                "2026-01-15",
                "2026-01-15",
                Some(0),
                "2026-01-15",
                "2027-01-15",
                None,
            ),
            (
                "2026-11-30",
                "2026-11-30",
                Some(3),
                "2026-11-30",
                "2027-12-31",
                Some("2027-02-28"),
            ),
        ];
        for (first, planned, every, done, due, expected) in rows {
            let next =
                checkin(first, planned, every).next(done.parse().unwrap(), due.parse().unwrap());
            let next = next.map(|day| day.to_string());
            assert_eq!(
                next.as_deref(),
                expected,
                "{planned} {every:?} {done} {due}"
            );
        }
    }

    #[test]
    fn a_year_of_check_ins_every_other_month() {
        let (mut each, mut days) = (checkin("2026-01-31", "2026-01-31", Some(2)), vec![]);
        while let Some(day) = each.next(each.planned.planned_on, "2027-01-31".parse().unwrap()) {
            days.push(day.to_string());
            each.planned.planned_on = day;
        }
        let expected = [
            "2026-03-31",
            "2026-05-31",
            "2026-07-31",
            "2026-09-30",
            "2026-11-30",
            "2027-01-31",
        ];
        assert_eq!(days, expected);
    }

    #[test]
    fn the_ends_of_the_calendar_are_no_trap() {
        assert_eq!(
            checkin("9999-12-01", "9999-12-01", Some(1)).next(Date::MAX, Date::MAX),
            None
        );
    }
}
