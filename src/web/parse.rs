//! Reads what people type: dates, times, numbers and addresses, in the ways Swedes write them.
//!
//! Forgiving about form, strict about meaning. Beside each reader stands what to answer when it
//! could not read.

use crate::web::text::{MONTHS, WEEKDAYS};
use jiff::civil::{Date, Time};

pub const DATE: &str = "Skriv datumet så här: 2026-11-23.";
pub const DATE_ORDER: &str = "Slutdatum behöver vara samma dag som startdatum eller senare.";
pub const TIME: &str = "Skriv klockslaget så här: 09.00.";
pub const TIME_ORDER: &str = "Sluttiden behöver vara senare än starttiden.";
pub const NUMBER: &str = "Skriv ett heltal, till exempel 120.";
pub const EMAIL_WITHOUT_AT: &str = "E-postadressen behöver innehålla @.";
pub const EMAIL: &str = "Skriv e-postadressen så här: namn@myndighet.se.";
pub const PERSONAL_NUMBER: &str = "Texten ser ut att innehålla ett personnummer. Ta bort det.";

/// Longer than any date, time or number a person means to write.
const LONGEST: usize = 80;

/// `2026-12-03`, `20261203`, `3/12 2026`, `3 dec 2026`, `torsdag den 3 december 2026`;
/// the years 1990–2100.
pub fn date(text: &str) -> Option<Date> {
    let text = tidy(text).filter(|text| text.starts_with(char::is_alphanumeric))?;
    let parts = text.split(|c: char| c.is_whitespace() || "-/.,".contains(c));
    let parts = parts.filter(|part| !part.is_empty());
    let parts: Vec<&str> = parts.skip_while(|part| leads_in(part)).collect();
    match parts[..] {
        [whole] if whole.len() == 8 => day_of(whole.get(..4)?, whole.get(4..6)?, whole.get(6..)?),
        [year, month, day] if year.len() == 4 => day_of(year, month, day),
        [day, month, year] if year.len() == 4 => day_of(year, month, day),
        _ => None,
    }
}

/// `09.00`, `9:30`, `0900`, `9`, `kl. 9`; not `24`.
pub fn time(text: &str) -> Option<Time> {
    let text = tidy(text)?;
    let prefixes = ["klockan", "kl.", "kl"];
    let bare = prefixes.iter().find_map(|prefix| text.strip_prefix(prefix));
    let bare = bare.unwrap_or(&text).trim_start();
    let parts: Vec<&str> = bare
        .split(|c: char| c.is_whitespace() || ".:,".contains(c))
        .collect();
    match parts[..] {
        [hour] if hour.len() <= 2 => time_of(hour, "00"),
        [whole] if whole.len() <= 4 => {
            time_of(whole.get(..whole.len() - 2)?, whole.get(whole.len() - 2..)?)
        }
        [hour, minute] => time_of(hour, minute),
        _ => None,
    }
}

/// `120`, `1 234` with any kind of blank between thousands, `-5`.
pub fn whole_number(text: &str) -> Option<i64> {
    let text = tidy(text)?;
    let (sign, unsigned) = text
        .strip_prefix('-')
        .map_or(("", &text[..]), |rest| ("-", rest));
    let groups: Vec<&str> = unsigned.split(char::is_whitespace).collect();
    let (first, thousands) = groups.split_first()?;
    let grouped = first.len() <= 3 && thousands.iter().all(|group| group.len() == 3);
    if !thousands.is_empty() && !grouped {
        return None;
    }
    let digits = groups.concat();
    all_digits(&digits).then(|| format!("{sign}{digits}").parse().ok())?
}

/// The address without blanks around it, or what to say. A check of sanity, not of existence.
pub fn email(text: &str) -> Result<String, &'static str> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c));
    let (name, host) = text.split_once('@').ok_or(EMAIL_WITHOUT_AT)?;
    let never = |c: char| {
        c.is_whitespace() || c.is_control() || is_invisible(c) || "@,;:<>()[]\"\\".contains(c)
    };
    let dots_between = |part: &str| part.split('.').all(|label| !label.is_empty());
    let sane = text.len() <= 254
        && !name.contains(never)
        && !host.contains(never)
        && dots_between(name)
        && dots_between(host)
        && host.contains('.');
    sane.then(|| text.to_owned()).ok_or(EMAIL)
}

/// Whether a text is the address of a page on the web.
pub fn is_web_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://");
    let rest = rest.or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(char::is_whitespace))
}

/// Something that can only be a Swedish personal or coordination number: 8 or 6 digits, a dash
/// and 4, or 12 digits; a possible date of birth and the right check digit. Numbers of records
/// and of organisations pass.
pub fn looks_like_personal_number(text: &str) -> bool {
    let runs = text.split(|c: char| !(c.is_ascii_digit() || c == '+' || is_dash(c)));
    runs.map(|run| run.trim_matches(|c: char| !c.is_ascii_digit()))
        .any(is_personal_number)
}

/// Lower-case, with plain dashes, without blanks around it and signs that cannot be seen.
fn tidy(text: &str) -> Option<String> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c));
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    let seen = text.chars().filter(|&c| !is_invisible(c));
    let plain = seen.map(|c| if is_dash(c) { '-' } else { c });
    Some(plain.flat_map(char::to_lowercase).collect())
}

/// Hyphen, no-break hyphen, figure dash, en dash and the minus sign, as Word and Excel write them.
fn is_dash(letter: char) -> bool {
    matches!(letter, '-' | '\u{2010}'..='\u{2013}' | '\u{2212}')
}

/// Soft hyphen, zero-width blanks and marks of direction that come along when text is pasted.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}')
}

fn leads_in(word: &str) -> bool {
    word == "den" || begins_one_of(&WEEKDAYS, word).is_some()
}

fn day_of(year: &str, month: &str, day: &str) -> Option<Date> {
    let month = two_digits(month).or_else(|| month_named(month))?;
    let year = Some(year).filter(|year| all_digits(year))?.parse().ok()?;
    let day = Date::new(year, month, two_digits(day)?).ok()?;
    (1990..=2100).contains(&day.year()).then_some(day)
}

fn month_named(word: &str) -> Option<i8> {
    let index = begins_one_of(&MONTHS, word)?;
    i8::try_from(index + 1).ok()
}

/// Three letters are enough to tell months and weekdays apart.
fn begins_one_of(names: &[&str], word: &str) -> Option<usize> {
    let long_enough = word.chars().nth(2).is_some();
    names
        .iter()
        .position(|name| long_enough && name.starts_with(word))
}

fn time_of(hour: &str, minute: &str) -> Option<Time> {
    let minute = Some(minute).filter(|minute| minute.len() == 2)?;
    Time::new(two_digits(hour)?, two_digits(minute)?, 0, 0).ok()
}

fn two_digits(text: &str) -> Option<i8> {
    (text.len() <= 2 && all_digits(text)).then(|| text.parse().ok())?
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_personal_number(run: &str) -> bool {
    if run.len() > LONGEST {
        return false;
    }
    let parts: Vec<&str> = run.split(|c: char| !c.is_ascii_digit()).collect();
    let shaped = match parts[..] {
        [whole] => whole.len() == 12,
        [born, number] => matches!(born.len(), 6 | 8) && number.len() == 4,
        _ => false,
    };
    shaped && is_born_and_checked(&parts.concat())
}

/// Ten digits, or twelve with the century. The day of a coordination number is 60 higher.
fn is_born_and_checked(digits: &str) -> bool {
    let (century, ten) = digits.split_at(digits.len() - 10);
    let month: u8 = ten[2..4].parse().unwrap_or(0);
    let day: u8 = ten[4..6].parse().unwrap_or(0);
    matches!(century, "" | "18" | "19" | "20")
        && (1..=12).contains(&month)
        && matches!(day, 1..=31 | 61..=91)
        && has_check_digit(ten)
}

/// Luhn: every other digit doubled, from the first of ten.
fn has_check_digit(ten: &str) -> bool {
    let weighted = ten.bytes().zip([2, 1].into_iter().cycle());
    let sums = weighted.map(|(byte, weight)| u32::from(byte - b'0') * weight);
    sums.map(|sum| sum / 10 + sum % 10)
        .sum::<u32>()
        .is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, Instant};

    #[test]
    fn dates_are_read_in_every_way_people_write_them() {
        let ways = "2026-12-03|20261203|3/12 2026|3/12-2026|03/12 2026|3 december 2026|3 dec 2026|\
                    3 dec. 2026|3 DECEMBER 2026|3.12.2026|2026/12/3|2026.12.03|2026–12–03|\
                    \u{a0} 2026-12-03\u{a0}|3\u{a0}december\u{202f}2026|\u{feff}2026-12-03\u{200e}|\
                    Torsdag 3 december 2026|tors den 3 dec 2026|\t3/12  2026\r\n";
        for way in ways.split('|') {
            assert_eq!(
                date(way).map(|day| day.to_string()).as_deref(),
                Some("2026-12-03"),
                "{way:?}"
            );
        }
        for (number, month) in (1..).zip(MONTHS) {
            let read = date(&format!("1 {month} 2027"));
            assert_eq!(read, Date::new(2027, number, 1).ok());
            assert_eq!(date(&format!("1 {}2027", &month[..3])), None);
        }
    }

    #[test]
    fn impossible_and_unclear_dates_are_refused() {
        let refused = "|  |2026-02-29|2026-13-01|2026-00-10|2026-11-31|31/11 2026|1989-12-31|\
                       2101-01-01|26-12-03|261203|3/12|3/12 26|2026-12|202612033|-2026-12-03|\
                       2026-12-03-04|+026-12-03|2026-+1-03|3 de 2026|3 smarch 2026|i morgon|den|\
                       torsdag|٢٠٢٦-١٢-٠٣|2026-12-03T09:00|ååååaaaa|åååå|3//|////|2026-012-03";
        for text in refused.split('|') {
            assert_eq!(date(text), None, "{text:?}");
        }
        let edges = ["1990-01-01", "2100-12-31", "2028-02-29"];
        assert!(edges.iter().all(|edge| date(edge).is_some()));
    }

    #[test]
    fn times_are_read_in_every_way_people_write_them() {
        let rows = [
            (
                "09.00|09:00|9|09|9.00|9:00|0900|900|kl. 9|kl 9|Kl. 9.00|klockan 9| 9,00 |kl.9",
                "09:00:00",
            ),
            ("9.30|09:30|0930|930|kl. 9.30|9\u{a0}30", "09:30:00"),
            ("0|00.00|0000", "00:00:00"),
            ("23.59|2359", "23:59:00"),
        ];
        for (ways, expected) in rows {
            for way in ways.split('|') {
                assert_eq!(time(way), expected.parse().ok(), "{way:?}");
            }
        }
        let refused =
            "|24|24.00|2400|9.60|9.3|9.|.30|9.300|-9|+9|9.+3|kl.|nio|9.00.00|90000|٩|ååå|åå|å";
        for text in refused.split('|') {
            assert_eq!(time(text), None, "{text:?}");
        }
    }

    #[test]
    fn whole_numbers_may_be_grouped_by_thousands() {
        let rows = [
            ("120", 120),
            (" 1 234 ", 1_234),
            ("1\u{a0}234\u{202f}567", 1_234_567),
            ("1234", 1_234),
            ("007", 7),
            ("−5", -5),
            ("-1 500", -1_500),
            ("9223372036854775807", i64::MAX),
        ];
        for (text, expected) in rows {
            assert_eq!(whole_number(text), Some(expected), "{text:?}");
        }
        let refused =
            "|-|1 2|12 34|1234 567|1.5|1,5|1.000|+5|--5|- 5|1e3|0x1|tolv|٣|9223372036854775808|5 %";
        for text in refused.split('|') {
            assert_eq!(whole_number(text), None, "{text:?}");
        }
    }

    #[test]
    fn an_address_is_checked_for_sanity_only() {
        for fine in ["anna.lind@example.se", "a+b@lan.example.se", "å@örebro.se"] {
            assert_eq!(email(&format!(" {fine}\u{a0}")).as_deref(), Ok(fine));
        }
        assert_eq!(email("anna.example.se"), Err(EMAIL_WITHOUT_AT));
        assert_eq!(email(""), Err(EMAIL_WITHOUT_AT));
        let refused = "@|a@|@b.se|a@b|a@b@c.se|a b@c.se|a@b.se, c@d.se|a@b.se;|Anna <a@b.se>|a@.se|\
                       a@b..se|a@b.se.|.a@b.se|a@b.se\r\nBcc: x@y.se|a@b\u{200b}.se|a@b.se\0";
        for text in refused.split('|') {
            assert_eq!(email(text), Err(EMAIL), "{text:?}");
        }
        assert_eq!(email(&format!("{}@b.se", "a".repeat(250))), Err(EMAIL));
    }

    #[test]
    fn personal_numbers_are_noticed_in_running_text() {
        let noticed = "811218-9876|19811218-9876|198112189876|811218+9876|Hen (811218-9876) ringde.|\
                       pnr:811218–9876.|811218\u{2011}9876|701063-2391|a\n- 19811218-9876 -\nb";
        for text in noticed.split('|') {
            assert!(looks_like_personal_number(text), "{text:?}");
        }
    }

    #[test]
    fn other_numbers_are_left_in_peace() {
        let passed = "|811218-9875|202100-6149|Dnr Ä 2016 001579:03|2010/177-5|N2017/05320/RTS|\
                      2026-12-03|20261203|08-681 91 00|070-123 45 67|+46 8 681 91 00|8112189876|\
                      811318-9876|811232-9876|1981121898760|2016-811218-9876|211981121898|\
                      171981121898|kl. 0900-1200|1 500 000 kronor";
        for text in passed.split('|') {
            assert!(!looks_like_personal_number(text), "{text:?}");
        }
    }

    #[test]
    fn no_input_is_a_trap_and_long_input_is_quick() {
        let odd = [
            "å", "\u{a0}", "\u{300}", "🦀", "\0", "ﬁ", "İ", "\u{202e}", "9", "-", "20", "@", ".",
            " ",
        ];
        let pairs = odd
            .iter()
            .flat_map(|a| odd.iter().map(move |b| format!("{a}{b}")));
        let long = odd.iter().map(|piece| piece.repeat(200_000));
        let mixed = ["811218-", "8112189876 ", "9 a", "a@"].map(|piece| piece.repeat(100_000));
        let started = Instant::now();
        for text in pairs.chain(long).chain(mixed) {
            let _ = (date(&text), time(&text), whole_number(&text), email(&text));
            let _ = looks_like_personal_number(&text);
        }
        assert!(started.elapsed() < Duration::from_secs(10));
    }
}
