//! The Swedish calendar: public holidays, working days, ISO weeks and the weeks of vacation.
//!
//! Everything is computed from the date; nothing here asks what day it is.

use jiff::{
    Span, ToSpan,
    civil::{Date, ISOWeekDate, Weekday, date},
};

/// Weekends, the thirteen public holidays and the three eves are not working days.
pub fn is_working_day(day: Date) -> bool {
    !is_weekend(day) && name_of_day_off(day).is_none()
}

pub fn working_day_on_or_before(day: Date) -> Date {
    first_working_day(day, -1)
}

pub fn working_day_on_or_after(day: Date) -> Date {
    first_working_day(day, 1)
}

pub fn next_working_day_after(day: Date) -> Date {
    working_day_on_or_after(add_days(day, 1))
}

/// The weeks when nearly everyone is away: 28 to 31. Dates there are kept, with a warning.
pub fn is_vacation_week(day: Date) -> bool {
    (28..=31).contains(&day.iso_week_date().week())
}

/// The ISO year and week, which differ from the calendar year around New Year:
/// 1 January 2027 is in week 53 of 2026.
pub fn iso_week(day: Date) -> (i16, i8) {
    let week = day.iso_week_date();
    (week.year(), week.week())
}

/// 52, or 53 in a long year such as 2026.
pub fn weeks_in_year(year: i16) -> i8 {
    date(year.clamp(1, 9999), 12, 28).iso_week_date().week()
}

/// Monday of an ISO week; `None` when the year has no such week.
pub fn monday_of_week(year: i16, week: i8) -> Option<Date> {
    let monday = ISOWeekDate::new(year, week, Weekday::Monday).ok()?;
    Some(monday.date())
}

/// "Långfredagen", "Midsommarafton": the name of a public holiday or an eve, but not of a weekend.
pub fn name_of_day_off(day: Date) -> Option<&'static str> {
    let named = |&(when, name): &(Date, &'static str)| (when == day).then_some(name);
    let on_holiday = holidays(day.year()).iter().find_map(named);
    on_holiday.or_else(|| eves(day.year()).iter().find_map(named))
}

/// The thirteen public holidays, in the order of the year (which moves with Easter for some).
pub fn holidays(year: i16) -> [(Date, &'static str); 13] {
    let year = year.clamp(1, 9999);
    let easter = easter_sunday(year);
    let mut days = [
        (date(year, 1, 1), "Nyårsdagen"),
        (date(year, 1, 6), "Trettondedag jul"),
        (add_days(easter, -2), "Långfredagen"),
        (easter, "Påskdagen"),
        (add_days(easter, 1), "Annandag påsk"),
        (date(year, 5, 1), "Första maj"),
        (add_days(easter, 39), "Kristi himmelsfärdsdag"),
        (add_days(easter, 49), "Pingstdagen"),
        (date(year, 6, 6), "Sveriges nationaldag"),
        (saturday_from(date(year, 6, 20)), "Midsommardagen"),
        (saturday_from(date(year, 10, 31)), "Alla helgons dag"),
        (date(year, 12, 25), "Juldagen"),
        (date(year, 12, 26), "Annandag jul"),
    ];
    days.sort_by_key(|&(day, _)| day);
    days
}

/// The three eves that are as good as holidays.
pub fn eves(year: i16) -> [(Date, &'static str); 3] {
    let year = year.clamp(1, 9999);
    let midsummer_day = saturday_from(date(year, 6, 20));
    [
        (add_days(midsummer_day, -1), "Midsommarafton"),
        (date(year, 12, 24), "Julafton"),
        (date(year, 12, 31), "Nyårsafton"),
    ]
}

/// Stops at the ends of the calendar instead of failing.
pub fn add_days(day: Date, days: i64) -> Date {
    let longest = 7_304_484;
    day.saturating_add(Span::new().days(days.clamp(-longest, longest)))
}

/// Calendar days from one date to another; negative when the second comes first.
pub fn days_between(from: Date, to: Date) -> i64 {
    to.duration_since(from).as_hours() / 24
}

fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

fn first_working_day(day: Date, step: i64) -> Date {
    let mut days = day.series(step.days());
    days.find(|&day| is_working_day(day)).unwrap_or(day)
}

fn saturday_from(day: Date) -> Date {
    let days_left = Weekday::Saturday.since(day.weekday());
    add_days(day, days_left.into())
}

/// The Gregorian reckoning of Meeus, Jones and Butcher.
fn easter_sunday(year: i16) -> Date {
    let year = i32::from(year);
    let (century, of_century) = (year / 100, year % 100);
    let golden = year % 19;
    let drift = century - century / 4 - (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + drift + 15) % 30;
    let to_sunday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - epact - of_century % 4) % 7;
    let correction = (golden + 11 * epact + 22 * to_sunday) / 451;
    let days_after_21_march = epact + to_sunday - 7 * correction + 1;
    let equinox = date(year as i16, 3, 21);
    add_days(equinox, days_after_21_march.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn easter_falls_on_the_right_sunday() {
        let known = "1818-03-22 1943-04-25 1954-04-18 1981-04-19 2000-04-23 2008-03-23 2011-04-24 \
                     2016-03-27 2018-04-01 2019-04-21 2024-03-31 2025-04-20 2026-04-05 2027-03-28 \
                     2028-04-16 2029-04-01 2030-04-21 2038-04-25 2049-04-18 2076-04-19 2100-03-28";
        for easter in known.split_whitespace().map(day) {
            assert_eq!(easter_sunday(easter.year()), easter);
        }
        for year in 1..=9999 {
            assert_eq!(easter_sunday(year).weekday(), Weekday::Sunday, "{year}");
        }
    }

    #[test]
    fn every_public_holiday_has_its_swedish_name() {
        let rows = [
            ("2026-01-01", "Nyårsdagen"),
            ("2026-01-06", "Trettondedag jul"),
            ("2026-04-03", "Långfredagen"),
            ("2026-04-05", "Påskdagen"),
            ("2026-04-06", "Annandag påsk"),
            ("2026-05-01", "Första maj"),
            ("2026-05-14", "Kristi himmelsfärdsdag"),
            ("2026-05-24", "Pingstdagen"),
            ("2026-06-06", "Sveriges nationaldag"),
            ("2026-06-20", "Midsommardagen"),
            ("2026-10-31", "Alla helgons dag"),
            ("2026-12-25", "Juldagen"),
            ("2026-12-26", "Annandag jul"),
        ];
        assert_eq!(holidays(2026), rows.map(|(when, name)| (day(when), name)));
    }

    #[test]
    fn midsummer_and_all_saints_move_within_their_weeks() {
        let rows = [
            ("2020-06-20", "2020-10-31"),
            ("2021-06-26", "2021-11-06"),
            ("2024-06-22", "2024-11-02"),
            ("2027-06-26", "2027-11-06"),
            ("2028-06-24", "2028-11-04"),
        ];
        for (midsummer, all_saints) in rows {
            assert_eq!(name_of_day_off(day(midsummer)), Some("Midsommardagen"));
            assert_eq!(name_of_day_off(day(all_saints)), Some("Alla helgons dag"));
            assert_eq!(
                name_of_day_off(add_days(day(midsummer), -1)),
                Some("Midsommarafton")
            );
            assert_eq!(name_of_day_off(add_days(day(all_saints), -1)), None);
        }
    }

    #[test]
    fn a_day_off_is_skipped_in_both_directions() {
        let rows = "the day, the working day on or before, the working day on or after
            2026-11-20 2026-11-20 2026-11-20 an ordinary Friday
            2026-11-21 2026-11-20 2026-11-23 Saturday
            2026-11-22 2026-11-20 2026-11-23 Sunday
            2026-04-03 2026-04-02 2026-04-07 Easter 2026
            2027-03-28 2027-03-25 2027-03-30 Easter 2027, the night of the clock change
            2028-04-17 2028-04-13 2028-04-18 Easter 2028
            2026-05-14 2026-05-13 2026-05-15 Ascension; the Friday after is worked
            2024-06-06 2024-06-05 2024-06-07 the national day on a Thursday
            2026-06-19 2026-06-18 2026-06-22 midsommarafton
            2026-10-31 2026-10-30 2026-11-02 alla helgons dag
            2026-12-24 2026-12-23 2026-12-28 Christmas before a weekend
            2026-12-31 2026-12-30 2027-01-04 New Year before a weekend
            2027-01-06 2027-01-05 2027-01-07 trettondedag jul
            2027-10-31 2027-10-29 2027-11-01 the Sunday of the clock change";
        for row in rows.lines().skip(1).map(str::trim) {
            let [when, before, after] = [0, 11, 22].map(|start| day(&row[start..start + 10]));
            assert_eq!(working_day_on_or_before(when), before, "{row}");
            assert_eq!(working_day_on_or_after(when), after, "{row}");
            assert_eq!(is_working_day(when), when == before, "{row}");
        }
    }

    #[test]
    fn the_next_working_day_is_never_the_day_itself() {
        let rows = [
            ("2026-11-19", "2026-11-20"),
            ("2026-11-20", "2026-11-23"),
            ("2026-12-23", "2026-12-28"),
            ("2026-12-30", "2027-01-04"),
        ];
        for (when, next) in rows {
            assert_eq!(next_working_day_after(day(when)), day(next));
        }
    }

    #[test]
    fn a_year_has_about_two_hundred_and_fifty_working_days() {
        for (year, expected) in [(2024, 251), (2025, 249), (2026, 251), (2027, 253)] {
            let days = date(year, 1, 1).series(1.day());
            let this_year = days.take_while(|day| day.year() == year);
            assert_eq!(
                this_year.filter(|&day| is_working_day(day)).count(),
                expected,
                "{year}"
            );
        }
    }

    #[test]
    fn weeks_follow_iso_8601() {
        let rows = [
            ("2026-12-31", (2026, 53)),
            ("2027-01-01", (2026, 53)),
            ("2027-01-03", (2026, 53)),
            ("2027-01-04", (2027, 1)),
            ("2024-12-30", (2025, 1)),
            ("2026-12-03", (2026, 49)),
            ("2027-03-28", (2027, 12)),
            ("2027-10-31", (2027, 43)),
        ];
        for (when, week) in rows {
            assert_eq!(iso_week(day(when)), week, "{when}");
        }
        assert_eq!(
            [2025, 2026, 2027, 2032].map(weeks_in_year),
            [52, 53, 52, 53]
        );
        assert_eq!(monday_of_week(2026, 53), Some(day("2026-12-28")));
        assert_eq!(monday_of_week(2027, 53), None);
    }

    #[test]
    fn the_vacation_is_weeks_28_to_31() {
        let rows = [
            ("2027-07-11", false),
            ("2027-07-12", true),
            ("2027-08-08", true),
            ("2027-08-09", false),
        ];
        for (when, expected) in rows {
            assert_eq!(is_vacation_week(day(when)), expected, "{when}");
        }
    }

    #[test]
    fn days_are_counted_on_the_calendar_and_not_by_the_clock() {
        assert_eq!(days_between(day("2027-03-27"), day("2027-03-29")), 2);
        assert_eq!(days_between(day("2027-11-01"), day("2027-10-30")), -2);
        assert_eq!(add_days(day("2027-10-30"), 2), day("2027-11-01"));
    }

    #[test]
    fn the_ends_of_the_calendar_are_no_trap() {
        assert_eq!(next_working_day_after(Date::MAX), Date::MAX);
        assert_eq!(working_day_on_or_before(Date::MIN), Date::MIN);
        assert_eq!(add_days(Date::MAX, i64::MAX), Date::MAX);
        assert_eq!(add_days(Date::MIN, i64::MIN), Date::MIN);
        assert_eq!(holidays(i16::MIN).len() + eves(i16::MAX).len(), 16);
        assert_eq!(weeks_in_year(i16::MAX), 52);
    }
}
