//! Numbers as files write them, and as Swedish pages do.

/// Larger than any figure of a län.
const LARGEST: f64 = 1e15;
const LONGEST: usize = 40;

/// What a cell that should hold a number holds. Missing is not zero.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    Value(f64),
    Missing,
    Other,
}

impl Number {
    pub fn of(value: f64) -> Number {
        match value.is_finite() && value.abs() <= LARGEST {
            true => Number::Value(value),
            false => Number::Other,
        }
    }

    /// "1 234,5" with any kind of blank, "1234.5", "−5", "12 %"; "", "..", "-" and "saknas" are missing.
    pub fn read(text: &str) -> Number {
        let text = text.trim();
        if text.len() > LONGEST {
            return Number::Other;
        }
        let missing = [
            "", ".", "..", "...", "…", "-", "–", "—", "null", "na", "n/a", "saknas",
        ];
        if missing.contains(&text.to_lowercase().as_str()) {
            return Number::Missing;
        }
        let bare: String = text.chars().filter(|each| !each.is_whitespace()).collect();
        let bare = bare.replace('\u{2212}', "-");
        let bare = bare.strip_suffix('%').unwrap_or(&bare);
        let plain = one_point(bare);
        let unsigned = plain.strip_prefix('-').unwrap_or(&plain);
        let digits = unsigned
            .chars()
            .all(|each| each.is_ascii_digit() || each == '.');
        match unsigned.starts_with(|each: char| each.is_ascii_digit()) && digits {
            true => plain.parse().map_or(Number::Other, Number::of),
            false => Number::Other,
        }
    }
}

/// Where both stand, the last is the decimal mark and the other parts thousands.
fn one_point(text: &str) -> String {
    match (text.rfind(','), text.rfind('.')) {
        (Some(comma), Some(point)) if comma > point => text.replace('.', "").replace(',', "."),
        (Some(_), Some(_)) => text.replace(',', ""),
        (Some(_), None) => text.replace(',', "."),
        _ => text.to_owned(),
    }
}

/// How many decimals the figures need, at most two.
pub fn decimals(values: impl Iterator<Item = f64>) -> usize {
    let need = |value: f64| {
        let whole = |power: f64| ((value * power).round() - value * power).abs() < 1e-6 * power;
        (0..2)
            .find(|places| whole(10_f64.powi(*places)))
            .unwrap_or(2)
    };
    let most = values.map(need).max().unwrap_or(0);
    usize::try_from(most).unwrap_or(0)
}

/// "1 234 567,8" with no-break spaces, "−5,0" with a real minus sign.
pub fn written(value: f64, decimals: usize) -> String {
    let plain = format!("{:.decimals$}", value.abs());
    let (whole, part) = plain.split_once('.').unwrap_or((&plain, ""));
    let zero = plain.chars().all(|each| matches!(each, '0' | '.'));
    let mut text = String::from(if value < 0.0 && !zero { "−" } else { "" });
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            text.push('\u{a0}');
        }
        text.push(digit);
    }
    match part {
        "" => text,
        part => format!("{text},{part}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_swedes_and_programs_write_them() {
        let rows = [
            ("47", 47.0),
            ("0", 0.0),
            ("6,1", 6.1),
            ("6.1", 6.1),
            ("1 234", 1234.0),
            ("1\u{a0}234,5", 1234.5),
            ("10\u{202f}590\u{202f}000", 10_590_000.0),
            ("1.234,5", 1234.5),
            ("1,234.5", 1234.5),
            ("−5", -5.0),
            ("-0,5", -0.5),
            ("12 %", 12.0),
        ];
        for (text, value) in rows {
            assert_eq!(Number::read(text), Number::Value(value), "{text}");
        }
        for text in ["", " ", "..", ".", "-", "–", "saknas", "\u{a0}"] {
            assert_eq!(Number::read(text), Number::Missing, "{text:?}");
        }
        for text in [
            "abc",
            "1e9",
            "inf",
            "NaN",
            "1-2",
            "--5",
            "1,2,3",
            "=1+1",
            "0x10",
            "1.2.3",
            "%",
            "9999999999999999",
            "٣",
            "12 st",
        ] {
            assert_eq!(Number::read(text), Number::Other, "{text}");
        }
        assert_eq!(Number::read(&"9".repeat(5_000)), Number::Other);
        assert_eq!(Number::of(f64::NAN), Number::Other);
    }

    #[test]
    fn numbers_are_written_the_swedish_way() {
        let rows = [
            (0.0, 0, "0"),
            (1_234_567.8, 1, "1 234 567,8"),
            (-5.0, 0, "−5"),
            (-0.04, 1, "0,0"),
            (999.96, 1, "1 000,0"),
        ];
        for (value, decimals, expected) in rows {
            assert_eq!(written(value, decimals), expected.replace(' ', "\u{a0}"));
        }
        assert_eq!(decimals([1.0, 2.0].into_iter()), 0);
        assert_eq!(decimals([1.0, 2.5].into_iter()), 1);
        assert_eq!(decimals([6.12, 0.333_33].into_iter()), 2);
        assert_eq!(decimals([10_590_000.0].into_iter()), 0);
    }
}
