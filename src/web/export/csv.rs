//! CSV as a Swedish Excel opens it by a double click: UTF-8 with a mark, semicolons, CRLF.

use super::{Cell, Table, is_invisible};
use ::csv::{QuoteStyle, Terminator, WriterBuilder};

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

pub fn csv(table: &Table) -> Vec<u8> {
    let mut writer = WriterBuilder::new()
        .delimiter(b';')
        .terminator(Terminator::CRLF)
        .quote_style(QuoteStyle::NonNumeric)
        .flexible(true)
        .from_writer(BYTE_ORDER_MARK.to_vec());
    let heads = table.columns.iter().map(|column| defuse(&column.label));
    let rows = table.rows.iter().map(|row| row.iter().map(text).collect());
    for record in std::iter::once(heads.collect::<Vec<_>>()).chain(rows) {
        writer
            .write_record(record)
            .expect("memory takes everything");
    }
    writer.into_inner().expect("memory takes everything")
}

fn text(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => defuse(text),
        Cell::Number(number) => number.to_string(),
        Cell::Decimal(number) => number.to_string().replace('.', ","),
        Cell::Date(day) => day.to_string(),
        Cell::DateTime(at) => at.strftime("%Y-%m-%d %H:%M").to_string(),
        Cell::Empty => String::new(),
    }
}

/// Puts a `'` before what a spreadsheet would run: a cell that begins with a formula's sign after
/// blanks and invisible characters, also where a reader takes `,`, `;` or tab for the next cell.
pub fn defuse(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() + 1);
    let mut rest = text;
    loop {
        if begins_formula(rest) {
            safe.push('\'');
        }
        match rest.find([',', ';', '\t']) {
            Some(at) => {
                safe.push_str(&rest[..=at]);
                rest = &rest[at + 1..];
            }
            None => break,
        }
    }
    safe + rest
}

/// Whether a spreadsheet may take the text for a formula.
pub fn begins_formula(text: &str) -> bool {
    let blank = |each: char| each.is_whitespace() || each.is_control() || is_invisible(each);
    let risky = text.starts_with(['\t', '\r', '\n', '\0']);
    let first = text
        .trim_start_matches(|each| blank(each) || "\"'".contains(each))
        .chars()
        .next();
    risky || first.is_some_and(|each| "=+-@＝＋－＠−".contains(each))
}

#[cfg(test)]
mod tests {
    use super::super::{Column, Kind};
    use super::*;
    use ::csv::ReaderBuilder;
    use jiff::civil::date;

    fn one(cell: Cell) -> Table {
        Table {
            title: "Prov".into(),
            columns: vec![Column::new("Värde", Kind::Text)],
            rows: vec![vec![cell]],
        }
    }

    fn read(bytes: &[u8], delimiter: u8) -> Vec<Vec<String>> {
        let bytes = bytes.strip_prefix(BYTE_ORDER_MARK).expect("a mark");
        let mut reader = ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(bytes);
        let rows = reader.records().map(|row| row.expect("a row"));
        rows.map(|row| row.iter().map(str::to_owned).collect())
            .collect()
    }

    #[test]
    fn a_swedish_excel_reads_every_byte() {
        let table = Table {
            title: "Insatser".into(),
            columns: vec![
                Column::new("Län", Kind::Text),
                Column::new("Antal", Kind::Number),
                Column::new("Klart senast", Kind::Date),
                Column::new("Ändrad", Kind::DateTime),
                Column::new("Skäl", Kind::Text),
            ],
            rows: vec![vec![
                "Södermanland \"å ä ö\"; två\nrader".into(),
                Cell::Number(-5),
                date(2026, 12, 3).into(),
                date(2026, 11, 23).at(9, 5, 59, 0).into(),
                Cell::Empty,
            ]],
        };
        let bytes = csv(&table);
        let expected = "\u{feff}\"Län\";\"Antal\";\"Klart senast\";\"Ändrad\";\"Skäl\"\r\n\
            \"Södermanland \"\"å ä ö\"\"; två\nrader\";-5;\"2026-12-03\";\"2026-11-23 09:05\";\"\"\r\n";
        assert_eq!(String::from_utf8(bytes.clone()).unwrap(), expected);
        let rows = read(&bytes, b';');
        assert_eq!(rows[1][0], "Södermanland \"å ä ö\"; två\nrader");
        assert_eq!(rows[1][1..], ["-5", "2026-12-03", "2026-11-23 09:05", ""]);
    }

    #[test]
    fn no_cell_begins_a_formula() {
        for nasty in [
            "=1+1",
            "+46 920",
            "-5",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\n=1",
            " =1",
            "\u{a0}=1",
            "\u{feff}=1",
            "\u{200b}=1",
            "\u{e0020}=1",
            "\0=1",
            "＝1+1",
            "－5",
            "−5",
            "\"=1+1\"",
            "'=1",
            "\ttext",
            "=HYPERLINK(\"http://x\";\"y\")",
            "=cmd|' /C calc'!A0",
        ] {
            for delimiter in [b';', b',', b'\t'] {
                let rows = read(&csv(&one(nasty.into())), delimiter);
                assert!(
                    rows[1][0].starts_with('\''),
                    "{nasty:?} by {}",
                    delimiter as char
                );
            }
        }
    }

    #[test]
    fn nor_does_one_of_several_joined_values() {
        for (joined, safe) in [
            ("Norr, =1+1", "Norr,' =1+1"),
            ("Norr;=1+1", "Norr;'=1+1"),
            ("Norr;\t=1", "Norr;'\t'=1"),
            ("a,b,@c,d", "a,b,'@c,d"),
        ] {
            assert_eq!(defuse(joined), safe);
        }
    }

    #[test]
    fn what_is_harmless_is_left_as_it_is() {
        for text in [
            "",
            "Norrbotten",
            "a=b",
            "10-12",
            "e@post.se",
            "Väg 2: +46",
            "1, 2; 3",
            "'citat'",
            "– streck",
        ] {
            assert_eq!(defuse(text), text);
        }
        assert_eq!(read(&csv(&one(Cell::Number(-5))), b';')[1][0], "-5");
        assert_eq!(
            read(&csv(&one(Cell::Number(i64::MIN))), b';')[1][0],
            "-9223372036854775808"
        );
    }
}
