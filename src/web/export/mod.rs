//! Lists as files: a [`Table`] becomes CSV or Excel, and an answer that the browser saves.
//!
//! A list page's handler asks `Format::of(&query.format)` (`?format=csv`, `?format=xlsx`). When there is
//! one it reads the same filter in the same order as the page, but the whole list ([`Part`]), and answers
//! `respond(table, format, &file_name("insatser", today)).await`.

mod csv;
mod xlsx;

pub use self::csv::csv;
pub use self::xlsx::xlsx;

use super::list::page_number;
use crate::error::{Error, Result};
use crate::store::Part;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use jiff::civil::{Date, DateTime};

/// More is refused, never cut off: a file that lacks rows without saying so misleads.
pub const MOST_ROWS: usize = Part::MOST as usize;

pub const TOO_MANY: &str = "Urvalet är större än 20 000 rader. Filtrera listan och ladda ner igen.";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Csv,
    Xlsx,
}

impl Format {
    /// The file asked for in the address; none when it is the page.
    pub fn of(asked: &str) -> Option<Format> {
        match asked {
            "csv" => Some(Format::Csv),
            "xlsx" => Some(Format::Xlsx),
            _ => None,
        }
    }

    /// What a list reads: all of it for a file, else the page asked for.
    pub fn part(format: Option<Format>, page: &str) -> Part {
        match format {
            Some(_) => Part::Whole,
            None => Part::Page(page_number(page)),
        }
    }

    /// Also the ending of the file's name.
    pub fn code(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Xlsx => "xlsx",
        }
    }

    /// On the link that downloads it.
    pub fn label(self) -> &'static str {
        match self {
            Format::Csv => "Ladda ner CSV",
            Format::Xlsx => "Ladda ner Excel",
        }
    }

    fn content_type(self) -> &'static str {
        match self {
            Format::Csv => "text/csv; charset=utf-8; header=present",
            Format::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

/// What a list shows, without its looks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Name of the sheet and title of the workbook: "Insatser".
    pub title: String,
    pub columns: Vec<Column>,
    /// Each as long as `columns`.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    pub fn new(
        title: &str,
        columns: &[(&str, Kind)],
        rows: impl IntoIterator<Item = Vec<Cell>>,
    ) -> Table {
        let column = |(label, kind): &(&str, Kind)| Column::new(label, *kind);
        Table {
            title: title.to_owned(),
            columns: columns.iter().map(column).collect(),
            rows: rows.into_iter().collect(),
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    pub label: String,
    pub kind: Kind,
}

impl Column {
    pub fn new(label: &str, kind: Kind) -> Self {
        Column {
            label: label.to_owned(),
            kind,
        }
    }
}

/// What a column holds; decides its width and alignment. A cell may still be empty or a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    Number,
    Date,
    DateTime,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Text(String),
    Number(i64),
    /// A figure that may have decimals.
    Decimal(f64),
    Date(Date),
    /// Swedish local time: `text::to_stockholm(instant)`.
    DateTime(DateTime),
    Empty,
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        Cell::Text(text)
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Cell {
        Cell::Number(number)
    }
}

impl From<Date> for Cell {
    fn from(day: Date) -> Cell {
        Cell::Date(day)
    }
}

impl From<DateTime> for Cell {
    fn from(at: DateTime) -> Cell {
        Cell::DateTime(at)
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Cell {
        value.map_or(Cell::Empty, Into::into)
    }
}

impl From<usize> for Cell {
    fn from(number: usize) -> Cell {
        Cell::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

/// "insatser-2026-11-23"
pub fn file_name(list: &str, today: Date) -> String {
    format!("{list}-{today}")
}

/// The table as a file to save; `name` is without ending. Refuses more than [`MOST_ROWS`] rows.
pub async fn respond(table: Table, format: Format, name: &str) -> Result<Response> {
    if table.rows.len() > MOST_ROWS {
        return Err(Error::BadRequest(TOO_MANY.to_owned()));
    }
    let made = tokio::task::spawn_blocking(move || match format {
        Format::Csv => Ok(csv(&table)),
        Format::Xlsx => xlsx(&table),
    });
    let bytes = made.await.map_err(Error::internal)??;
    let name = format!("{name}.{}", format.code());
    Ok(attachment(&name, format.content_type(), bytes))
}

/// Any file of ours, never shown inside the browser.
pub fn attachment(name: &str, content_type: &'static str, bytes: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(content_type)),
        (header::CONTENT_DISPOSITION, disposition(name)),
    ];
    (headers, bytes).into_response()
}

/// `attachment` by RFC 6266: a name for every client, and the real one in UTF-8 where they differ.
fn disposition(name: &str) -> HeaderValue {
    let name = safe_name(name);
    let plain: String = name.chars().map(ascii).collect();
    let mut value = format!("attachment; filename=\"{plain}\"");
    if plain != name {
        value += "; filename*=UTF-8''";
        value.extend(name.bytes().map(percent));
    }
    HeaderValue::from_str(&value).unwrap_or(HeaderValue::from_static("attachment"))
}

/// Without what a file system or a header could misread: separators, quotes, controls, bidi marks.
fn safe_name(name: &str) -> String {
    let forbidden =
        |each: char| each.is_control() || is_invisible(each) || "\"\\/:*?<>|;%'".contains(each);
    let clean: String = name
        .chars()
        .map(|each| if forbidden(each) { '-' } else { each })
        .take(120)
        .collect();
    let clean = clean.trim_matches(|each: char| each == '.' || each.is_whitespace());
    if clean.is_empty() { "fil" } else { clean }.to_owned()
}

fn ascii(each: char) -> char {
    match each {
        'å' | 'ä' | 'à' | 'á' => 'a',
        'ö' | 'ô' | 'ó' => 'o',
        'é' | 'è' | 'ê' => 'e',
        'ü' => 'u',
        'Å' | 'Ä' => 'A',
        'Ö' => 'O',
        'É' => 'E',
        '–' | '—' => '-',
        each if each.is_ascii() => each,
        _ => '_',
    }
}

fn percent(byte: u8) -> String {
    match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    }
}

/// Characters that take no room: zero-width ones, marks of direction, the byte order mark.
fn is_invisible(each: char) -> bool {
    matches!(each, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_asked_for_stands_in_the_address() {
        assert_eq!(Format::of("csv"), Some(Format::Csv));
        assert_eq!(Format::of("xlsx"), Some(Format::Xlsx));
        for other in ["", "CSV", "pdf", "xlsx\0"] {
            assert_eq!(Format::of(other), None, "{other:?}");
        }
    }

    #[test]
    fn file_names_reach_every_client_and_carry_nothing_else() {
        for (name, header) in [
            (
                "insatser-2026-11-23.xlsx",
                r#"attachment; filename="insatser-2026-11-23.xlsx""#,
            ),
            (
                "lägen i Östergötland.csv",
                r#"attachment; filename="lagen i Ostergotland.csv"; filename*=UTF-8''l%C3%A4gen%20i%20%C3%96sterg%C3%B6tland.csv"#,
            ),
            (
                r#"a"; filename="b.exe"#,
                r#"attachment; filename="a-- filename=-b.exe""#,
            ),
            (
                "a\r\nSet-Cookie: x=1.csv",
                r#"attachment; filename="a--Set-Cookie- x=1.csv""#,
            ),
            (
                "../../etc/passwd",
                r#"attachment; filename="-..-etc-passwd""#,
            ),
            ("\u{202e}vsc.exe", r#"attachment; filename="-vsc.exe""#),
            ("100%25.csv", r#"attachment; filename="100-25.csv""#),
            (
                "地図.csv",
                "attachment; filename=\"__.csv\"; filename*=UTF-8''%E5%9C%B0%E5%9B%B3.csv",
            ),
            (" . ", r#"attachment; filename="fil""#),
            ("", r#"attachment; filename="fil""#),
        ] {
            assert_eq!(disposition(name).to_str().unwrap(), header, "{name:?}");
        }
        let long = "å".repeat(5_000);
        assert!(disposition(&long).len() < 1_000);
    }

    #[tokio::test]
    async fn a_file_is_an_attachment_of_its_kind() {
        for (format, kind, ending) in [
            (Format::Csv, "text/csv", "insatser-2026-11-23.csv"),
            (
                Format::Xlsx,
                "application/vnd.openxml",
                "insatser-2026-11-23.xlsx",
            ),
        ] {
            let name = file_name("insatser", jiff::civil::date(2026, 11, 23));
            let answer = respond(Table::default(), format, &name).await.unwrap();
            let header = |name| answer.headers()[name].to_str().unwrap();
            assert!(header("content-type").starts_with(kind));
            assert_eq!(
                header("content-disposition"),
                format!("attachment; filename=\"{ending}\"")
            );
        }
    }

    #[tokio::test]
    async fn a_list_that_is_too_long_is_refused_and_never_cut() {
        let table = |rows| Table {
            title: "Insatser".into(),
            columns: vec![Column::new("Antal", Kind::Number)],
            rows: vec![vec![Cell::Number(1)]; rows],
        };
        assert!(respond(table(MOST_ROWS), Format::Csv, "x").await.is_ok());
        let refused = respond(table(MOST_ROWS + 1), Format::Csv, "x").await;
        assert!(matches!(refused, Err(Error::BadRequest(sentence)) if sentence == TOO_MANY));
    }
}
