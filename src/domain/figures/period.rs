//! Periods of figures: a year, a quarter or a month, as they are kept and however a file writes them.

use crate::domain::spelling::fold;
use crate::domain::wording::MONTHS;
use jiff::civil::Date;
use std::fmt::{Display, Formatter};
use std::str::FromStr;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    Year,
    Quarter,
    Month,
}

impl Step {
    /// How many there are in a year.
    pub fn a_year(self) -> usize {
        match self {
            Step::Year => 1,
            Step::Quarter => 4,
            Step::Month => 12,
        }
    }
}

/// As text 2026, 2026K3 or 2026-10.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    pub year: i16,
    pub step: Step,
    /// From one; of a year always one.
    pub number: u8,
}

impl Period {
    pub fn new(year: i16, step: Step, number: u8) -> Option<Period> {
        let known = (1900..=2100).contains(&year) && (1..=step.a_year()).contains(&number.into());
        known.then_some(Period { year, step, number })
    }

    pub fn month_of(day: Date) -> Option<Period> {
        Period::new(day.year(), Step::Month, day.month().unsigned_abs())
    }

    pub fn year_before(self) -> Period {
        Period {
            year: self.year - 1,
            ..self
        }
    }

    /// "oktober 2026", "kvartal 3 2026", "2026"
    pub fn long(self) -> String {
        match self.step {
            Step::Year => self.year.to_string(),
            Step::Quarter => format!("kvartal {} {}", self.number, self.year),
            Step::Month => format!("{} {}", MONTHS[usize::from(self.number) - 1], self.year),
        }
    }

    /// "okt 2026", "kv. 3 2026", "2026", where there is little room
    pub fn short(self) -> String {
        match self.step {
            Step::Year => self.year.to_string(),
            Step::Quarter => format!("kv. {} {}", self.number, self.year),
            Step::Month => format!("{} {}", SHORT[usize::from(self.number) - 1], self.year),
        }
    }

    /// However a file writes it; `year` is the one of a file whose months stand without it.
    pub fn read(text: &str, year: Option<i16>) -> Option<Period> {
        if text.len() > LONGEST {
            return None;
        }
        let words = words(&fold(text));
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        match words[..] {
            [one] if one.len() == 6 && !is_word(one) => month(one.get(..4)?, one.get(4..)?),
            [one] if one.len() == 8 && !is_word(one) => {
                day(one.get(..4)?, one.get(4..6)?, one.get(6..)?)
            }
            [one] => full_year(one)
                .and_then(|year| Period::new(year, Step::Year, 1))
                .or_else(|| named(one, year?)),
            [mark, number] if is_quarter(mark) => quarter(year?, number),
            [name, year] if is_word(name) => named(name, short_year(year)?),
            [year, name] if is_word(name) => named(name, full_year(year)?),
            [year, number] => month(year, number),
            [year, "m", number] => month(year, number),
            [year, mark, number] if is_quarter(mark) => quarter(full_year(year)?, number),
            [mark, number, year] if is_quarter(mark) => quarter(full_year(year)?, number),
            [year, number, last] => day(year, number, last),
            // An instant, as some programs write a month.
            [year, number, last, ..] => day(year, number, last),
            _ => None,
        }
    }

    /// A month without its year: the file has to say which.
    pub fn lacks_year(text: &str) -> bool {
        Period::read(text, None).is_none() && Period::read(text, Some(2026)).is_some()
    }
}

const LONGEST: usize = 40;

const SHORT: [&str; 12] = [
    "jan", "feb", "mars", "apr", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec",
];

/// Runs of letters and runs of digits: "2026M10" is three.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before = None;
    for each in text.chars() {
        let kind = (each.is_alphanumeric()).then(|| each.is_ascii_digit());
        match (kind, kind == before) {
            (None, _) => {}
            (Some(_), true) => words
                .last_mut()
                .into_iter()
                .for_each(|word| word.push(each)),
            (Some(_), false) => words.push(each.to_string()),
        }
        before = kind;
    }
    words
}

fn is_word(text: &str) -> bool {
    text.starts_with(char::is_alphabetic)
}

fn is_quarter(word: &str) -> bool {
    matches!(word, "k" | "q" | "kv" | "kvartal")
}

fn full_year(text: &str) -> Option<i16> {
    text.parse().ok().filter(|_| text.len() == 4)
}

/// 2026, or 26 after a month's name.
fn short_year(text: &str) -> Option<i16> {
    match text.len() {
        2 => text.parse::<i16>().ok().map(|year| year + 2000),
        _ => full_year(text),
    }
}

fn month(year: &str, number: &str) -> Option<Period> {
    (number.len() <= 2)
        .then(|| Period::new(full_year(year)?, Step::Month, number.parse().ok()?))
        .flatten()
}

fn quarter(year: i16, number: &str) -> Option<Period> {
    Period::new(year, Step::Quarter, number.parse().ok()?)
}

/// A day stands for its month.
fn day(year: &str, number: &str, day: &str) -> Option<Period> {
    let month = month(year, number)?;
    let number = i8::try_from(month.number).ok()?;
    Date::new(
        month.year,
        number,
        day.get(..2).unwrap_or(day).parse().ok()?,
    )
    .ok()?;
    Some(month)
}

fn named(name: &str, year: i16) -> Option<Period> {
    let begins = |full: &&'static str| name.len() >= 3 && full.starts_with(name);
    let place = MONTHS.iter().position(begins)?;
    Period::new(year, Step::Month, u8::try_from(place + 1).ok()?)
}

impl Display for Period {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        match self.step {
            Step::Year => write!(f, "{}", self.year),
            Step::Quarter => write!(f, "{}K{}", self.year, self.number),
            Step::Month => write!(f, "{}-{:02}", self.year, self.number),
        }
    }
}

impl FromStr for Period {
    type Err = String;
    fn from_str(text: &str) -> Result<Period, String> {
        Period::read(text, None).ok_or_else(|| format!("unknown period: {text}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_read_however_it_is_written() {
        let rows = [
            ("2026", "2026"),
            ("2026-10", "2026-10"),
            ("2026-1", "2026-01"),
            ("202610", "2026-10"),
            ("2026M10", "2026-10"),
            ("2026K3", "2026K3"),
            ("2026Q3", "2026K3"),
            ("2026 kv 3", "2026K3"),
            ("kvartal 3 2026", "2026K3"),
            ("okt 2026", "2026-10"),
            ("Oktober 2026", "2026-10"),
            ("2026 sept", "2026-09"),
            ("mar-26", "2026-03"),
            ("2026-10-01", "2026-10"),
            ("2026-10-31T00:00:00", "2026-10"),
            ("20261001", "2026-10"),
            (" 2026\u{a0}", "2026"),
        ];
        for (text, expected) in rows {
            let read = Period::read(text, None).map(|period| period.to_string());
            assert_eq!(read.as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_period_is_none() {
        for text in [
            "",
            "-",
            "26",
            "1066",
            "2101",
            "2026-13",
            "2026-00",
            "2026K5",
            "2026K0",
            "ma 2026",
            "2026-10-32",
            "12 personer",
            "20261301",
            "Riket",
            "Region",
            "1210",
            "99999999999999",
            "2026-2-30",
            "jan",
            "K3",
            "åäö 2026",
            "😀",
            "2026-10-é",
        ] {
            assert_eq!(Period::read(text, None), None, "{text}");
        }
        assert_eq!(Period::read(&"2026 ".repeat(1000), None), None);
    }

    #[test]
    fn a_month_without_its_year_gets_it_from_the_file() {
        for (text, expected) in [
            ("Jan", "2026-01"),
            ("Sept", "2026-09"),
            ("November", "2026-11"),
            ("kv 2", "2026K2"),
        ] {
            assert!(Period::lacks_year(text), "{text}");
            let read = Period::read(text, Some(2026)).map(|period| period.to_string());
            assert_eq!(read.as_deref(), Some(expected));
        }
        assert!(!Period::lacks_year("2026") && !Period::lacks_year("Region"));
    }

    #[test]
    fn periods_have_an_order_and_names() {
        let period = |text: &str| text.parse::<Period>().expect(text);
        assert!(period("2025-12") < period("2026-01") && period("2026K3") < period("2026K4"));
        assert_eq!(period("2026-10").long(), "oktober 2026");
        assert_eq!(period("2026K3").short(), "kv. 3 2026");
        assert_eq!(period("2026-10").year_before().to_string(), "2025-10");
    }
}
