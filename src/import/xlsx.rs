//! Excel workbooks. Every part is unpacked once to nothing and counted before a cell is read, the cells
//! are read one by one, and nothing in the file is run.

use super::Refusal;
use crate::domain::figures::grid::{Cell, Grid, MOST_COLUMNS};
use calamine::{DataRef, Reader, Xlsx, XlsxError};
use jiff::civil::Date;
use std::io::{Cursor, Read};
use zip::ZipArchive;

const MOST_PARTS: usize = 200;
/// Together, of a sheet, and of what the reader keeps whole.
const MOST_UNPACKED: u64 = 48 * 1024 * 1024;
const LARGEST_SHEET: u64 = 16 * 1024 * 1024;
const LARGEST_PART: u64 = 4 * 1024 * 1024;
const MOST_SHEETS: usize = 30;

const BROKEN: &str = "Excel-filen är skadad eller går inte att läsa. Öppna den i Excel, spara den igen och försök på nytt.";
const UNPACKED: &str =
    "Excel-filen blir för stor när den packas upp. Spara bara bladet med siffror i en ny fil.";
const NOT_EXCEL: &str =
    "Filen är ett annat slags dokument. Spara den som Excel-arbetsbok (.xlsx) eller CSV.";

pub fn sheets(content: &[u8]) -> Result<Vec<Grid>, Refusal> {
    within_limits(content)?;
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(content)).map_err(broken)?;
    let names = workbook.sheet_names();
    if names.len() > MOST_SHEETS {
        return Err(format!(
            "Excel-filen har fler än {MOST_SHEETS} blad. Spara bladet med siffror i en ny fil."
        ));
    }
    let mut grids = Vec::new();
    for name in names {
        // Another sheet may hold the figures: one that cannot be read is left out when it is not the only one.
        grids.extend(sheet(&mut workbook, &name).transpose());
    }
    readable(grids)
}

/// The sheets that could be read; when none could, what was wrong with the first.
fn readable(sheets: Vec<Result<Grid, Refusal>>) -> Result<Vec<Grid>, Refusal> {
    let (good, wrong): (Vec<_>, Vec<_>) = sheets.into_iter().partition(Result::is_ok);
    let good: Vec<Grid> = good.into_iter().flatten().collect();
    match (good.is_empty(), wrong.into_iter().find_map(Result::err)) {
        (false, _) => Ok(good),
        (true, Some(said)) => Err(said),
        (true, None) => Err("Excel-filen har inga rader.".to_owned()),
    }
}

fn broken(_: XlsxError) -> Refusal {
    BROKEN.to_owned()
}

/// Counts every part by unpacking it to nothing; what a part says of its own size is not believed.
fn within_limits(content: &[u8]) -> Result<(), Refusal> {
    // A table of contents with many entries costs memory to read: they are counted where they stand.
    let entries = content
        .windows(4)
        .filter(|four| four == b"PK\x01\x02")
        .count();
    if entries > MOST_PARTS {
        return Err(UNPACKED.to_owned());
    }
    let mut archive = ZipArchive::new(Cursor::new(content)).map_err(|_| BROKEN)?;
    if archive.len() > MOST_PARTS || archive.len() != entries {
        return Err(BROKEN.to_owned());
    }
    if archive.by_name("xl/workbook.xml").is_err() {
        return Err(NOT_EXCEL.to_owned());
    }
    let mut all = 0;
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(|_| BROKEN)?;
        let most = largest(&part.name().map_err(|_| BROKEN)?);
        if part.size() > most {
            return Err(UNPACKED.to_owned());
        }
        let unpacked = std::io::copy(&mut part.by_ref().take(most + 1), &mut std::io::sink())
            .map_err(|_| BROKEN)?;
        all += unpacked;
        if unpacked > most || all > MOST_UNPACKED {
            return Err(UNPACKED.to_owned());
        }
    }
    Ok(())
}

fn largest(part: &str) -> u64 {
    match part.starts_with("xl/worksheets/") {
        true => LARGEST_SHEET,
        false => LARGEST_PART,
    }
}

type Workbook<'a> = Xlsx<Cursor<&'a [u8]>>;

/// A sheet's cells; none when it is empty or no sheet of cells.
fn sheet(workbook: &mut Workbook, name: &str) -> Result<Option<Grid>, Refusal> {
    let Ok(mut reader) = workbook.worksheet_cells_reader(name) else {
        return Ok(None);
    };
    let mut grid = Grid::named(name);
    let mut row: (u32, Vec<Cell>) = (0, Vec::new());
    while let Some(cell) = reader.next_cell().map_err(broken)? {
        let (at, column) = cell.get_position();
        let value = read(cell.get_value());
        if at != row.0 {
            grid.push(row.0.saturating_add(1), std::mem::take(&mut row.1))?;
            row.0 = at;
        }
        if value.is_empty() {
            continue;
        }
        let column = column as usize;
        if column >= MOST_COLUMNS {
            return Err(format!(
                "Bladet ”{}” har en cell i kolumn {}. En tabell med siffror får ha högst {MOST_COLUMNS} kolumner.",
                grid.name,
                column + 1
            ));
        }
        if row.1.len() <= column {
            row.1.resize(column + 1, Cell::Empty);
        }
        row.1[column] = value;
    }
    grid.push(row.0.saturating_add(1), row.1)?;
    Ok((!grid.rows.is_empty()).then_some(grid))
}

fn read(value: &DataRef) -> Cell {
    match value {
        DataRef::Empty | DataRef::DurationIso(_) => Cell::Empty,
        DataRef::Int(number) => Cell::Number(*number as f64),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::String(text) | DataRef::DateTimeIso(text) => Cell::text(text),
        DataRef::SharedString(text) => Cell::text(text),
        DataRef::Bool(answer) => Cell::text(if *answer { "SANT" } else { "FALSKT" }),
        DataRef::DateTime(at) => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            let part = |number: u8| i8::try_from(number).unwrap_or_default();
            let day = Date::new(
                i16::try_from(year).unwrap_or_default(),
                part(month),
                part(day),
            );
            day.map_or(Cell::text("#FEL"), Cell::Date)
        }
        // A cell that Excel could not count is a mistake and not a missing figure.
        DataRef::Error(_) => Cell::text("#FEL"),
    }
}
