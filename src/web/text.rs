//! How dates, times, numbers and words are written in Swedish.
//!
//! The only place that turns an instant into Swedish local time for a reader.

use crate::domain::calendar::{days_between, iso_week};
use crate::domain::wording::hour_and_minute;
pub use crate::domain::wording::{MONTHS, WEEKDAYS, clock, long_date, month, time_span, weekday};
use jiff::{
    Timestamp,
    civil::{Date, DateTime, Time},
    tz::TimeZone,
};
use std::sync::LazyLock;

const SHORT_MONTHS: [&str; 12] = [
    "jan", "feb", "mars", "apr", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec",
];

static STOCKHOLM: LazyLock<TimeZone> = LazyLock::new(|| {
    TimeZone::get("Europe/Stockholm").expect("the time zones are built into the program")
});

/// "3 dec 2026"
pub fn short_date(day: Date) -> String {
    format!("{} {}", day_month(day), day.year())
}

/// "3 dec", where the year stands beside
pub fn day_month(day: Date) -> String {
    format!("{} {}", day.day(), SHORT_MONTHS[month_index(day)])
}

/// "2026-12-03"
pub fn iso(day: Date) -> String {
    day.to_string()
}

/// "Torsdag 3 december 2026"
pub fn weekday_date(day: Date) -> String {
    first_upper(&weekday_date_lower(day))
}

/// "torsdag 3 december 2026"
pub fn weekday_date_lower(day: Date) -> String {
    format!("{} {}", weekday(day), long_date(day))
}

/// "v. 49"
pub fn week(day: Date) -> String {
    format!("v. {}", iso_week(day).1)
}

/// "kl. 9" and "kl. 14.05", in running text
pub fn at(time: Time) -> String {
    if time.minute() == 0 {
        return format!("kl. {}", time.hour());
    }
    format!("kl. {}", hour_and_minute(time))
}

/// "i dag", "i morgon", "i går", "om 10 dagar", "för 3 dagar sedan"
pub fn relative(day: Date, today: Date) -> String {
    match days_between(today, day) {
        -1 => "i går".into(),
        0 => "i dag".into(),
        1 => "i morgon".into(),
        days @ 2.. => format!("om {} dagar", number(days)),
        days => format!("för {} dagar sedan", number(-days)),
    }
}

/// "18 dagar sen"; nothing when the day has not passed
pub fn late(due: Date, today: Date) -> Option<String> {
    match days_between(due, today) {
        ..=0 => None,
        1 => Some("1 dag sen".into()),
        days => Some(format!("{} dagar sen", number(days))),
    }
}

/// "18 d sen", where there is little room
pub fn late_short(due: Date, today: Date) -> Option<String> {
    let days = days_between(due, today);
    (days > 0).then(|| format!("{} d sen", number(days)))
}

/// "23 november 2026 kl. 14.05", in Swedish local time
pub fn stamp(instant: Timestamp) -> String {
    let local = to_stockholm(instant);
    format!(
        "{} kl. {}",
        long_date(local.date()),
        hour_and_minute(local.time())
    )
}

/// The Swedish date and time of an instant.
pub fn to_stockholm(instant: Timestamp) -> DateTime {
    STOCKHOLM.to_datetime(instant)
}

/// The Swedish date of an instant.
pub fn to_stockholm_date(instant: Timestamp) -> Date {
    to_stockholm(instant).date()
}

/// "1 dialog", "2 dialoger", "inga dialoger"
pub fn counted(count: i64, one: &str, many: &str) -> String {
    match count {
        0 => format!("inga {many}"),
        1 => format!("1 {one}"),
        _ => format!("{} {many}", number(count)),
    }
}

/// "1 234 567" with no-break spaces, "−5" with a real minus sign
pub fn number(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::from(if number < 0 { "−" } else { "" });
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push('\u{a0}');
        }
        text.push(digit);
    }
    text
}

/// "a, b och c"
pub fn join_and<T: AsRef<str>>(words: &[T]) -> String {
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} och {last}", rest.join(", ")),
        _ => words.concat(),
    }
}

/// "Anna Lind" → "AL": the first and the last word
pub fn initials(name: &str) -> String {
    let mut letters = name
        .split_whitespace()
        .filter_map(|word| word.chars().find(|c| c.is_alphabetic()));
    let first = letters.next();
    let both = first.into_iter().chain(letters.next_back());
    both.flat_map(char::to_uppercase).collect()
}

/// "norrbotten" → "Norrbotten"; the rest is left as it is
pub fn first_upper(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next();
    let upper = first.into_iter().flat_map(char::to_uppercase);
    upper.chain(letters).collect()
}

fn month_index(day: Date) -> usize {
    usize::from(day.month().unsigned_abs()) - 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{date, time};

    const THIRD: Date = date(2026, 12, 3);

    #[test]
    fn dates_are_written_the_swedish_way() {
        let rows = [
            (long_date(THIRD), "3 december 2026"),
            (weekday_date(THIRD), "Torsdag 3 december 2026"),
            (weekday_date_lower(THIRD), "torsdag 3 december 2026"),
            (weekday_date(date(2027, 3, 28)), "Söndag 28 mars 2027"),
            (iso(THIRD), "2026-12-03"),
            (short_date(THIRD), "3 dec 2026"),
            (day_month(date(2027, 1, 31)), "31 jan"),
            (week(THIRD), "v. 49"),
            (week(date(2026, 12, 31)), "v. 53"),
            (week(date(2027, 1, 1)), "v. 53"),
            (week(date(2027, 1, 4)), "v. 1"),
        ];
        for (written, expected) in rows {
            assert_eq!(written, expected);
        }
    }

    #[test]
    fn whole_hours_are_written_without_minutes() {
        let (nine, half_past_three) = (time(9, 0, 0, 0), time(15, 30, 0, 0));
        assert_eq!(time_span(nine, time(15, 0, 0, 0)), "kl. 9–15");
        assert_eq!(time_span(nine, half_past_three), "kl. 9.00–15.30");
        assert_eq!(
            time_span(half_past_three, time(17, 0, 0, 0)),
            "kl. 15.30–17.00"
        );
        assert_eq!([at(nine), at(half_past_three)], ["kl. 9", "kl. 15.30"]);
        assert_eq!([clock(nine), clock(half_past_three)], ["09.00", "15.30"]);
    }

    #[test]
    fn distance_in_days_is_said_as_people_say_it() {
        let rows = [
            ("2026-12-03", "i dag"),
            ("2026-12-04", "i morgon"),
            ("2026-12-02", "i går"),
            ("2026-12-13", "om 10 dagar"),
            ("2026-11-30", "för 3 dagar sedan"),
            ("2015-12-03", "för 4\u{a0}018 dagar sedan"),
        ];
        for (day, expected) in rows {
            assert_eq!(relative(day.parse().unwrap(), THIRD), expected);
        }
    }

    #[test]
    fn late_says_how_late() {
        let rows = [
            ("2026-12-03", None),
            ("2026-12-02", Some(("1 dag sen", "1 d sen"))),
            ("2026-12-01", Some(("2 dagar sen", "2 d sen"))),
            ("2026-11-15", Some(("18 dagar sen", "18 d sen"))),
        ];
        for (due, expected) in rows {
            let due = due.parse().unwrap();
            assert_eq!(late(due, THIRD).as_deref(), expected.map(|(long, _)| long));
            assert_eq!(
                late_short(due, THIRD).as_deref(),
                expected.map(|(_, short)| short)
            );
        }
    }

    #[test]
    fn an_instant_is_told_in_stockholm_time() {
        let rows = [
            ("2026-11-23T13:05:00Z", "23 november 2026 kl. 14.05"),
            ("2026-06-30T22:00:00Z", "1 juli 2026 kl. 0.00"),
            ("2027-03-28T00:59:59Z", "28 mars 2027 kl. 1.59"), // the hour from 2 to 3 is not there
            ("2027-03-28T01:00:00Z", "28 mars 2027 kl. 3.00"),
            ("2027-10-31T00:30:00Z", "31 oktober 2027 kl. 2.30"), // and in autumn it comes twice
            ("2027-10-31T01:30:00Z", "31 oktober 2027 kl. 2.30"),
        ];
        for (instant, expected) in rows {
            assert_eq!(stamp(instant.parse().unwrap()), expected);
        }
        let evening = "2026-12-02T23:30:00Z".parse().unwrap();
        assert_eq!(to_stockholm_date(evening), THIRD);
        assert!(!stamp(Timestamp::MAX).is_empty() && !stamp(Timestamp::MIN).is_empty());
    }

    #[test]
    fn numbers_have_a_no_break_space_per_thousand() {
        let rows = [
            (0, "0"),
            (1_000, "1 000"),
            (1_234_567, "1 234 567"),
            (-12_345, "−12 345"),
            (i64::MIN, "−9 223 372 036 854 775 808"),
        ];
        for (value, expected) in rows {
            assert_eq!(number(value), expected.replace(' ', "\u{a0}"));
        }
    }

    #[test]
    fn counted_nouns_bend() {
        let dialogues = [0, 1, 2].map(|count| counted(count, "dialog", "dialoger"));
        assert_eq!(dialogues, ["inga dialoger", "1 dialog", "2 dialoger"]);
        assert_eq!(counted(1, "län", "län"), "1 län");
    }

    #[test]
    fn lists_end_with_och() {
        let rows = ["", "a", "a och b", "a, b och c"];
        for (length, expected) in rows.into_iter().enumerate() {
            assert_eq!(join_and(&["a", "b", "c"][..length]), expected);
        }
    }

    #[test]
    fn names_become_initials() {
        let rows = [
            ("Anna Lind", "AL"),
            ("Åsa", "Å"),
            ("  Anna-Karin  von Östen ", "AÖ"),
            ("(tf) örjan åberg", "TÅ"),
            (" – 7", ""),
        ];
        for (name, expected) in rows {
            assert_eq!(initials(name), expected);
        }
    }
}
