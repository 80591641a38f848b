//! What is open and falls due, and on which function: computed from the ledger, stored nowhere.

use crate::domain::calendar::add_days;
use crate::domain::people::{Function, Seat};
use jiff::ToSpan;
use jiff::civil::Date;

/// Where an open thing is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    Milestone { id: i64, dialogue: i64 },
    Order { id: i64, dialogue: i64 },
    Action(i64),
}

/// An open milestone or action.
#[derive(Clone, Debug)]
pub struct Due {
    pub source: Source,
    pub title: String,
    /// Short names of its län.
    pub counties: String,
    pub due_on: Date,
    /// The seat it falls on; none when a person owns it by name.
    pub seat: Option<Seat>,
}

impl Due {
    pub fn function(&self) -> Option<Function> {
        self.seat.as_ref().map(Seat::function)
    }
}

/// One week of the calendar and what falls due in it.
#[derive(Clone, Debug)]
pub struct Week<'a> {
    pub monday: Date,
    pub sunday: Date,
    pub due: Vec<&'a Due>,
}

pub const WEEKS: i64 = 12;

/// The last day of the twelve weeks that begin with this one.
pub fn horizon(today: Date) -> Date {
    add_days(monday_of(today), 7 * WEEKS - 1)
}

/// What is late, oldest first, and the twelve weeks from this one on.
pub fn by_week(due: &[Due], today: Date) -> (Vec<&Due>, Vec<Week<'_>>) {
    let mut late: Vec<&Due> = due.iter().filter(|each| each.due_on < today).collect();
    late.sort_by_key(|each| each.due_on);
    let first = monday_of(today);
    let week = |number: i64| {
        let monday = add_days(first, 7 * number);
        let sunday = add_days(monday, 6);
        let mut within: Vec<&Due> = due
            .iter()
            .filter(|each| each.due_on >= today.max(monday) && each.due_on <= sunday)
            .collect();
        within.sort_by_key(|each| each.due_on);
        Week {
            monday,
            sunday,
            due: within,
        }
    };
    (late, (0..WEEKS).map(week).collect())
}

pub fn monday_of(day: Date) -> Date {
    let since_monday = day.weekday().to_monday_zero_offset();
    day.saturating_sub(i64::from(since_monday).days())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn due(day: &str) -> Due {
        Due {
            source: Source::Action(1),
            title: day.to_owned(),
            counties: String::new(),
            due_on: day.parse().unwrap(),
            seat: None,
        }
    }

    #[test]
    fn every_day_of_the_twelve_weeks_is_in_one_week_and_the_past_is_late() {
        let rows = "due        week (0: late, -: beyond)
            2026-11-24 0
            2026-11-23 0
            2026-11-25 1
            2026-11-29 1
            2026-11-30 2
            2026-12-31 6
            2027-01-01 6
            2027-01-03 6
            2027-01-04 7
            2027-02-14 12
            2027-02-15 -";
        let today = "2026-11-25".parse().unwrap();
        for line in rows.lines().skip(1) {
            let (day, expected) = line.trim().split_once(' ').unwrap();
            let due = [due(day)];
            let (late, weeks) = by_week(&due, today);
            let found = weeks.iter().position(|week| !week.due.is_empty());
            let found = match (late.len(), found) {
                (1, None) => "0".to_owned(),
                (0, Some(index)) => (index + 1).to_string(),
                _ => "-".to_owned(),
            };
            assert_eq!(found, expected, "{line}");
        }
        assert_eq!(horizon(today), "2027-02-14".parse().unwrap());
    }

    #[test]
    fn the_longest_overdue_comes_first() {
        let due = [due("2026-11-20"), due("2026-10-01"), due("2026-11-01")];
        let (late, weeks) = by_week(&due, "2026-11-23".parse().unwrap());
        let days: Vec<_> = late.iter().map(|each| each.title.as_str()).collect();
        assert_eq!(days, ["2026-10-01", "2026-11-01", "2026-11-20"]);
        assert_eq!(weeks.len(), 12);
    }

    #[test]
    fn the_ends_of_the_calendar_are_no_trap() {
        for day in [Date::MIN, Date::MAX] {
            assert_eq!(by_week(&[], day).1.len(), 12);
        }
    }
}
