//! The agency's fixed dates: what the year is planned around, once or every year.

use crate::domain::calendar::{add_days, days_between, iso_week, monday_of_week, weeks_in_year};
use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};

crate::codes! {
    /// Whether and how a date comes back.
    Recurs {
        Once = "once", "En gång";
        Yearly = "yearly", "Samma datum varje år";
        Weekly = "weekly", "Samma vecka varje år";
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarDate {
    pub title: String,
    /// None for the whole agency.
    pub team_id: Option<i64>,
    pub recurs: Recurs,
    pub first_on: Date,
    pub last_on: Date,
}

impl CalendarDate {
    /// The first and last day each time it falls, wholly or partly, between two days.
    pub fn between(&self, from: Date, to: Date) -> Vec<(Date, Date)> {
        let length = days_between(self.first_on, self.last_on).max(0);
        let span = |first: Date| (first, add_days(first, length));
        let meets = |&(first, last): &(Date, Date)| first <= to && last >= from;
        let years = (from.year() - 2)..=(to.year() + 1);
        match self.recurs {
            Recurs::Once => [span(self.first_on)].into_iter().filter(meets).collect(),
            _ => {
                let firsts = years.filter_map(|year| self.first_in(year));
                firsts.map(span).filter(meets).collect()
            }
        }
    }

    fn first_in(&self, year: i16) -> Option<Date> {
        if self.recurs == Recurs::Weekly {
            let week = iso_week(self.first_on).1.min(weeks_in_year(year));
            let weekday = self.first_on.weekday().to_monday_zero_offset();
            return Some(add_days(monday_of_week(year, week)?, weekday.into()));
        }
        let (month, day) = (self.first_on.month(), self.first_on.day());
        let last = date(year.clamp(1, 9999), month, 1).days_in_month();
        Some(date(year.clamp(1, 9999), month, day.min(last)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn in_year(recurs: Recurs, first: &str, last: &str, year: i16) -> Vec<String> {
        let each = CalendarDate {
            title: "Almedalsveckan".into(),
            team_id: None,
            recurs,
            first_on: day(first),
            last_on: day(last),
        };
        let found = each.between(date(year, 1, 1), date(year, 12, 31));
        found
            .iter()
            .map(|(first, last)| format!("{first}/{last}"))
            .collect()
    }

    #[test]
    fn a_date_comes_back_on_its_day_or_in_its_week() {
        use Recurs::{Once, Weekly, Yearly};
        #[rustfmt::skip]
        let rows = [
            (Once, "2026-09-13", "2026-09-13", 2026, "2026-09-13/2026-09-13"),
            (Once, "2026-09-13", "2026-09-13", 2027, ""),
            (Yearly, "2026-02-21", "2026-02-21", 2031, "2031-02-21/2031-02-21"),
            (Yearly, "2024-02-29", "2024-02-29", 2027, "2027-02-28/2027-02-28"),
            (Yearly, "2026-12-20", "2027-01-10", 2028, "2027-12-20/2028-01-10 2028-12-20/2029-01-10"),
            (Weekly, "2026-06-22", "2026-06-26", 2027, "2027-06-28/2027-07-02"),
            (Weekly, "2026-12-28", "2026-12-30", 2027, "2027-12-27/2027-12-29"),
        ];
        for (recurs, first, last, year, expected) in rows {
            assert_eq!(in_year(recurs, first, last, year).join(" "), expected);
        }
    }

    #[test]
    fn the_ends_of_the_calendar_are_no_trap() {
        assert!(in_year(Recurs::Weekly, "9999-12-27", "9999-12-31", 9998).len() < 4);
        assert!(in_year(Recurs::Yearly, "0001-01-01", "0001-01-02", 2).len() < 4);
    }
}
