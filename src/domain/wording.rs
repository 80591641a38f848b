//! How days and hours are written in Swedish, in what is made once and kept as it was.

use jiff::civil::{Date, Time};

pub const MONTHS: [&str; 12] = [
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
];

pub const WEEKDAYS: [&str; 7] = [
    "måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag",
];

/// "december", the name of the day's month
pub fn month(day: Date) -> &'static str {
    MONTHS[usize::from(day.month().unsigned_abs()) - 1]
}

/// "torsdag", the name of the weekday
pub fn weekday(day: Date) -> &'static str {
    WEEKDAYS[day.weekday().to_monday_zero_offset().unsigned_abs() as usize]
}

/// "3 december 2026"
pub fn long_date(day: Date) -> String {
    format!("{} {} {}", day.day(), month(day), day.year())
}

/// "09.00", in tables and forms
pub fn clock(time: Time) -> String {
    format!("{:02}.{:02}", time.hour(), time.minute())
}

/// "kl. 9–15" when both are whole hours, otherwise "kl. 9.00–15.30"
pub fn time_span(start: Time, end: Time) -> String {
    if start.minute() == 0 && end.minute() == 0 {
        return format!("kl. {}–{}", start.hour(), end.hour());
    }
    format!("kl. {}–{}", hour_and_minute(start), hour_and_minute(end))
}

/// "9.00"
pub fn hour_and_minute(time: Time) -> String {
    format!("{}.{:02}", time.hour(), time.minute())
}

/// "tredje gången"
pub fn nth_time(times: i64) -> String {
    const WORDS: [&str; 10] = [
        "första", "andra", "tredje", "fjärde", "femte", "sjätte", "sjunde", "åttonde", "nionde",
        "tionde",
    ];
    let place = usize::try_from(times - 1).unwrap_or_default();
    match WORDS.get(place) {
        Some(word) => format!("{word} gången"),
        None => format!("{times}:e gången"),
    }
}
