//! Excel with real dates and numbers, a header that stays and filters, and Swedish formats.

use super::csv::begins_formula;
use super::{Cell, Column, Kind, Table};
use crate::error::{Error, Result};
use jiff::civil::{Date, DateTime};
use rust_xlsxwriter::{
    DocProperties, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

/// Excel counts UTF-16 units and takes no more in a cell.
const LONGEST_TEXT: usize = 32_767;
/// Beyond this a floating point number, which is all Excel has, loses its last digits.
const LARGEST_NUMBER: u64 = 999_999_999_999_999;
const WIDEST: usize = 60;

pub fn xlsx(table: &Table) -> Result<Vec<u8>> {
    write(table).map_err(Error::internal)
}

fn write(table: &Table) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let properties = DocProperties::new()
        .set_title(&table.title)
        .set_author("Regiondialog")
        .set_custom_property("Language", "sv-SE");
    workbook.set_properties(&properties);
    let sheet = workbook.add_worksheet();
    sheet.set_name(sheet_name(&table.title))?;
    head(sheet, table)?;
    let formats = Formats::new();
    for (number, row) in (1..).zip(&table.rows) {
        for (column, cell) in (0..).zip(row) {
            put(sheet, number, column, cell, &formats)?;
        }
    }
    layout(sheet, table)?;
    workbook.save_to_buffer()
}

fn head(sheet: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    let format = Format::new()
        .set_bold()
        .set_border_bottom(FormatBorder::Thin)
        .set_align(FormatAlign::Top);
    for (number, column) in (0..).zip(&table.columns) {
        sheet.write_string_with_format(0, number, &column.label, &format)?;
        sheet.set_column_width(number, width(table, column, number.into()) as f64)?;
    }
    Ok(())
}

/// The header stays in sight, on the screen and on every printed page, and filters.
fn layout(sheet: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    sheet.set_freeze_panes(1, 0)?;
    sheet
        .set_paper_size(9)
        .set_landscape()
        .set_print_fit_to_pages(1, 0);
    if let Some(last) = table.columns.len().checked_sub(1) {
        let (last_row, last_column) = (table.rows.len() as u32, last as u16);
        sheet.autofilter(0, 0, last_row, last_column)?;
        sheet.set_repeat_rows(0, 0)?;
    }
    Ok(())
}

struct Formats {
    text: Format,
    inert: Format,
    number: Format,
    decimal: Format,
    date: Format,
    date_time: Format,
}

impl Formats {
    fn new() -> Self {
        let top = Format::new().set_align(FormatAlign::Top);
        let left = top.clone().set_align(FormatAlign::Left);
        let text = left.clone().set_text_wrap();
        Formats {
            // A text that is edited in Excel stays a text, also when it looks like a formula.
            inert: text.clone().set_quote_prefix(),
            text,
            number: top.clone().set_num_format("#,##0"),
            decimal: top.set_num_format("#,##0.##"),
            date: left.clone().set_num_format("[$-41D]yyyy-mm-dd"),
            date_time: left.set_num_format("[$-41D]yyyy-mm-dd hh:mm"),
        }
    }
}

fn put(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    formats: &Formats,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => return Ok(()),
        Cell::Number(number) if number.unsigned_abs() <= LARGEST_NUMBER => {
            sheet.write_number_with_format(row, column, *number as f64, &formats.number)
        }
        Cell::Decimal(number) if number.is_finite() => {
            sheet.write_number_with_format(row, column, *number, &formats.decimal)
        }
        Cell::Date(day) if excel_knows(*day) => {
            sheet.write_datetime_with_format(row, column, *day, &formats.date)
        }
        Cell::DateTime(at) if excel_knows(at.date()) => {
            sheet.write_datetime_with_format(row, column, *at, &formats.date_time)
        }
        cell => {
            let text = cut(&plain(cell));
            let format = if begins_formula(&text) {
                &formats.inert
            } else {
                &formats.text
            };
            sheet.write_string_with_format(row, column, text, format)
        }
    }?;
    Ok(())
}

/// Excel's days begin in 1900, and its first two months are miscounted.
fn excel_knows(day: Date) -> bool {
    day >= jiff::civil::date(1900, 3, 1)
}

fn plain(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.chars().filter(|each| in_xml(*each)).collect(),
        Cell::Number(number) => number.to_string(),
        Cell::Decimal(number) => number.to_string().replace('.', ","),
        Cell::Date(day) => day.to_string(),
        Cell::DateTime(at) => minutes(*at),
        Cell::Empty => String::new(),
    }
}

/// Other characters make Excel call the file damaged.
fn in_xml(each: char) -> bool {
    matches!(each, '\t' | '\n') || !(each.is_control() || matches!(each, '\u{fffe}' | '\u{ffff}'))
}

fn minutes(at: DateTime) -> String {
    at.strftime("%Y-%m-%d %H:%M").to_string()
}

fn cut(text: &str) -> String {
    let mut units = 0;
    let fits = |each: &char| {
        units += each.len_utf16();
        units < LONGEST_TEXT
    };
    let start: String = text.chars().take_while(fits).collect();
    if start.len() == text.len() {
        start
    } else {
        start + "…"
    }
}

/// In characters: the widest line of the first rows, within reason.
fn width(table: &Table, column: &Column, number: usize) -> usize {
    let widest = match column.kind {
        Kind::Date => 10,
        Kind::DateTime => 16,
        Kind::Text | Kind::Number => {
            let cells = table
                .rows
                .iter()
                .take(1_000)
                .filter_map(|row| row.get(number));
            cells
                .map(|cell| longest_line(&plain(cell)))
                .max()
                .unwrap_or(0)
        }
    };
    // The arrow of the filter takes the room of three characters.
    widest
        .max(column.label.chars().count() + 3)
        .clamp(8, WIDEST)
        + 2
}

fn longest_line(text: &str) -> usize {
    text.lines()
        .map(|line| line.chars().take(WIDEST).count())
        .max()
        .unwrap_or(0)
}

/// Excel refuses some characters, an empty name, more than 31 units, and "History".
fn sheet_name(title: &str) -> String {
    let clean = title.replace(['[', ']', ':', '*', '?', '/', '\\', '\''], " ");
    let mut units = 0;
    let fits = |each: &char| {
        units += each.len_utf16();
        units <= 31
    };
    let name: String = clean
        .trim()
        .chars()
        .filter(|each| !each.is_control())
        .take_while(fits)
        .collect();
    match name.trim() {
        name if name.is_empty() || name.eq_ignore_ascii_case("history") => "Lista".to_owned(),
        name => name.to_owned(),
    }
}

#[cfg(test)]
mod tests;
