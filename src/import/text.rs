//! CSV, as Swedish offices save it: semicolons or tabs, decimal comma, UTF-8 with or without a mark, or Latin-1.

use super::Refusal;
use crate::domain::figures::grid::{Cell, Grid, MOST_COLUMNS};

/// The text of a file; none when it is not text.
pub fn decode(content: &[u8]) -> Option<String> {
    let text = match content {
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        other => match std::str::from_utf8(other) {
            Ok(text) => text.to_owned(),
            Err(_) => other.iter().copied().map(latin).collect(),
        },
    };
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let odd = |each: char| each.is_control() && !matches!(each, '\n' | '\t' | '\u{85}');
    (!text.chars().any(odd)).then_some(text)
}

fn utf16(bytes: &[u8], read: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).map(|pair| read([pair[0], pair[1]]));
    char::decode_utf16(units)
        .map(|each| each.unwrap_or('\u{fffd}'))
        .collect()
}

/// Latin-1 with the signs that Windows has put among its controls.
fn latin(byte: u8) -> char {
    match byte {
        0x80 => '€',
        0x85 => '…',
        0x96 => '–',
        0x97 => '—',
        0x91 | 0x92 => '’',
        0x93 | 0x94 => '”',
        0x81..=0x9f => ' ',
        other => char::from(other),
    }
}

pub fn table(text: &str) -> Result<Grid, Refusal> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let mut grid = Grid::named("");
    let mut record = csv::StringRecord::new();
    let mut lines = Lines {
        text: text.as_bytes(),
        at: 0,
        number: 1,
    };
    while reader.read_record(&mut record).map_err(|_| BROKEN)? {
        lines.go_to(record.position().map_or(0, csv::Position::byte));
        let number = lines.number;
        // One more than may be: the limit is told by the table.
        let cells = match record.len() > MOST_COLUMNS
            && record
                .iter()
                .skip(MOST_COLUMNS)
                .any(|each| !each.trim().is_empty())
        {
            true => {
                return Err(format!(
                    "Rad {number} har {} kolumner. En tabell med siffror får ha högst {MOST_COLUMNS}.",
                    record.len()
                ));
            }
            false => record.iter().take(MOST_COLUMNS).map(Cell::text).collect(),
        };
        grid.push(number, cells)?;
    }
    match grid.rows.is_empty() {
        true => Err("Filen har inga rader.".to_owned()),
        false => Ok(grid),
    }
}

/// Which line of an editor a record begins on; empty lines before it are not its own.
struct Lines<'a> {
    text: &'a [u8],
    at: usize,
    number: u32,
}

impl Lines<'_> {
    fn go_to(&mut self, byte: u64) {
        let to = usize::try_from(byte).unwrap_or(usize::MAX);
        while let Some(each) = self.text.get(self.at) {
            if *each == b'\n' {
                self.number = self.number.saturating_add(1);
            } else if self.at >= to {
                break;
            }
            self.at += 1;
        }
    }
}

const BROKEN: &str = "Filen går inte att läsa som CSV.";

/// A semicolon or a tab is a delimiter as soon as lines have them: a comma may be a decimal mark.
fn delimiter(text: &str) -> u8 {
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .take(30)
        .collect();
    let need = lines.len().clamp(1, 2);
    let in_lines = |mark: char| lines.iter().filter(|line| line.contains(mark)).count();
    let marks = [(';', b';'), ('\t', b'\t'), (',', b',')];
    let found = marks.into_iter().find(|(mark, _)| in_lines(*mark) >= need);
    found.map_or(b';', |(_, byte)| byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(content: &[u8]) -> Vec<Vec<String>> {
        let text = decode(content).expect("text");
        let grid = table(&text).expect("a table");
        grid.rows
            .iter()
            .map(|row| row.cells.iter().map(Cell::shown).collect())
            .collect()
    }

    #[test]
    fn files_are_read_as_offices_save_them() {
        let expected = [["Län", "Värde"], ["Örebro", "1,5"]];
        let rows: [&[u8]; 7] = [
            "Län;Värde\nÖrebro;1,5\n".as_bytes(),
            "\u{feff}Län;Värde\r\nÖrebro;1,5\r\n".as_bytes(),
            "Län\tVärde\nÖrebro\t1,5".as_bytes(),
            "Län,Värde\nÖrebro,\"1,5\"".as_bytes(),
            b"L\xe4n;V\xe4rde\n\xd6rebro;1,5",
            "\n\n Län ; Värde;;;\n;;;\nÖrebro;1,5".as_bytes(),
            "\"Län\";\"Värde\"\n\"Örebro\";\"1,5\"".as_bytes(),
        ];
        for content in rows {
            assert_eq!(
                cells(content),
                expected,
                "{}",
                String::from_utf8_lossy(content)
            );
        }
        let wide: Vec<u8> = "Län;Värde\nÖrebro;1,5"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(cells(&[vec![0xff, 0xfe], wide].concat()), expected);
    }

    #[test]
    fn rows_are_counted_as_an_editor_does() {
        let grid = table("a;b\n\n\"två\nrader\";c\nd;e").expect("a table");
        let numbers: Vec<u32> = grid.rows.iter().map(|row| row.number).collect();
        assert_eq!(numbers, [1, 3, 5]);
    }

    #[test]
    fn what_is_not_text_is_told() {
        assert_eq!(decode(b"\x89PNG\r\n\x1a\n\0\0"), None);
        assert_eq!(decode(b"a;b\n\0"), None);
    }
}
