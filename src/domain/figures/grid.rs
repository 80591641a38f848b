//! A table as a file has it, and how it is laid out: found by its headings, or told by a person.

use super::{Areas, Number, Period};
use crate::codes;
use crate::domain::spelling::fold;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

pub const MOST_ROWS: usize = 20_000;
pub const MOST_COLUMNS: usize = 300;
const MOST_CELLS: usize = 500_000;
/// Of a longer text only the beginning is kept: no heading and no figure is longer.
const LONGEST_CELL: usize = 200;
/// Where headings are looked for.
const FIRST_ROWS: usize = 40;

#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell {
    #[default]
    Empty,
    Text(String),
    Number(f64),
    Date(Date),
}

impl Cell {
    pub fn text(text: &str) -> Cell {
        let text = text.trim();
        match text.is_empty() {
            true => Cell::Empty,
            false => Cell::Text(text.chars().take(LONGEST_CELL).collect()),
        }
    }

    /// As it is shown and as a code of a län is read.
    pub fn shown(&self) -> String {
        match self {
            Cell::Empty => String::new(),
            Cell::Text(text) => text.clone(),
            Cell::Number(value) => value.to_string(),
            Cell::Date(day) => day.to_string(),
        }
    }

    pub fn is_empty(&self) -> bool {
        *self == Cell::Empty
    }

    pub fn period(&self, year: Option<i16>) -> Option<Period> {
        match self {
            Cell::Date(day) => Period::month_of(*day),
            Cell::Empty => None,
            other => Period::read(&other.shown(), year),
        }
    }

    pub fn number(&self) -> Number {
        match self {
            Cell::Empty => Number::Missing,
            Cell::Number(value) => Number::of(*value),
            Cell::Text(text) => Number::read(text),
            Cell::Date(_) => Number::Other,
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// As the file counts it, from one.
    pub number: u32,
    pub cells: Vec<Cell>,
}

impl Row {
    pub fn at(&self, column: usize) -> &Cell {
        self.cells.get(column).unwrap_or(&Cell::Empty)
    }

    fn filled(&self) -> impl Iterator<Item = (usize, &Cell)> {
        self.cells
            .iter()
            .enumerate()
            .filter(|(_, cell)| !cell.is_empty())
    }
}

/// A sheet or a CSV file, without its empty rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Grid {
    pub name: String,
    pub rows: Vec<Row>,
    cells: usize,
}

impl Grid {
    pub fn named(name: &str) -> Grid {
        Grid {
            name: name.chars().take(80).collect(),
            ..Grid::default()
        }
    }

    /// Adds a row within the limits of what a table of figures can be.
    pub fn push(&mut self, number: u32, mut cells: Vec<Cell>) -> Result<(), String> {
        let used = cells
            .iter()
            .rposition(|cell| !cell.is_empty())
            .map_or(0, |last| last + 1);
        if used > MOST_COLUMNS {
            return Err(format!(
                "Rad {number} har {used} kolumner. En tabell med siffror får ha högst {MOST_COLUMNS}."
            ));
        }
        if used == 0 {
            return Ok(());
        }
        cells.truncate(used);
        self.cells += used;
        if self.rows.len() >= MOST_ROWS || self.cells > MOST_CELLS {
            return Err(
                "Tabellen har fler än 20 000 rader eller 500 000 celler. Dela upp filen."
                    .to_owned(),
            );
        }
        self.rows.push(Row { number, cells });
        Ok(())
    }

    pub fn row(&self, number: u32) -> Option<&Row> {
        self.rows.iter().find(|row| row.number == number)
    }

    /// The row with most words, as a rule the one with headings.
    pub fn headings(&self) -> Option<&Row> {
        let words = |row: &&Row| row.filled().filter(|(_, cell)| is_word(cell)).count();
        let first = self.rows.iter().take(FIRST_ROWS);
        first.rev().max_by_key(words)
    }

    /// The headings as one text, the same for next month's file: digits do not count.
    pub fn fingerprint(&self) -> String {
        let Some(row) = self.headings() else {
            return String::new();
        };
        let plain = |(_, cell): (usize, &Cell)| {
            fold(&cell.shown()).replace(|each: char| each.is_ascii_digit(), "#")
        };
        let all: Vec<String> = row.filled().map(plain).collect();
        all.join("|").chars().take(2_000).collect()
    }
}

fn is_word(cell: &Cell) -> bool {
    matches!(cell, Cell::Text(text) if Number::read(text) == Number::Other && Period::read(text, None).is_none())
}

codes! {
    Shape {
        Long = "rader", "En siffra per rad";
        CountiesAcross = "lan", "Länen i kolumner, perioderna i rader";
        PeriodsAcross = "perioder", "Perioderna i kolumner, länen i rader";
    }
}

/// Which row has the headings and what each column is; the rest is told by the headings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    pub shape: Shape,
    /// The row of the headings, as the file counts.
    pub header: u32,
    pub county: Option<usize>,
    pub period: Option<usize>,
    pub value: Option<usize>,
    pub indicator: Option<usize>,
    pub unit: Option<usize>,
    pub source: Option<usize>,
}

impl Layout {
    fn new(shape: Shape, header: u32) -> Layout {
        Layout {
            shape,
            header,
            county: None,
            period: None,
            value: None,
            indicator: None,
            unit: None,
            source: None,
        }
    }

    /// How the table is laid out, when its headings say so.
    pub fn find(grid: &Grid, areas: &Areas) -> Option<Layout> {
        let places = 0..grid.rows.len().min(FIRST_ROWS);
        let long = places.clone().find_map(|at| long(grid, at));
        long.or_else(|| {
            places.clone().find_map(|at| {
                counties_across(grid, at, areas).or_else(|| periods_across(grid, at, areas))
            })
        })
    }

    /// The columns that a right layout of this shape names.
    pub fn is_whole(&self) -> bool {
        match self.shape {
            Shape::Long => self.county.is_some() && self.period.is_some() && self.value.is_some(),
            Shape::CountiesAcross => self.period.is_some(),
            Shape::PeriodsAcross => self.county.is_some(),
        }
    }

    pub fn with_shape(self, shape: Shape) -> Layout {
        match shape == self.shape {
            true => self,
            false => Layout::new(shape, self.header),
        }
    }

    /// What to begin with when nothing was recognised.
    pub fn unknown(grid: &Grid) -> Layout {
        let header = grid
            .headings()
            .or(grid.rows.first())
            .map_or(1, |row| row.number);
        Layout::new(Shape::Long, header)
    }
}

fn long(grid: &Grid, at: usize) -> Option<Layout> {
    let row = grid.rows.get(at)?;
    let heading = |names: &[&str]| {
        let named = |name: &&str| {
            row.filled().find(|(_, cell)| {
                let text = fold(&cell.shown());
                text.replace(|each: char| !each.is_alphanumeric(), "") == **name
            })
        };
        names
            .iter()
            .find_map(|name| named(name).map(|(column, _)| column))
    };
    let layout = Layout {
        county: heading(&[
            "lanskod",
            "regionkod",
            "lan",
            "region",
            "lansnamn",
            "lanets",
        ]),
        period: heading(&["period", "ar", "manad", "kvartal", "tid", "armanad"]),
        value: heading(&["varde", "value", "antal", "tal", "siffra"]),
        indicator: heading(&["indikator", "kpi", "matt", "variabel"]),
        unit: heading(&["enhet"]),
        source: heading(&["kalla"]),
        ..Layout::new(Shape::Long, row.number)
    };
    layout.is_whole().then_some(layout)
}

/// Columns of a row that name a län, each län once.
pub fn county_columns(row: &Row, areas: &Areas) -> Vec<(usize, String)> {
    let mut seen = BTreeSet::new();
    let named = row.filled().filter_map(|(column, cell)| match cell {
        Cell::Text(text) => Some((column, areas.named(text)?.to_owned())),
        _ => None,
    });
    named
        .filter(|(_, code)| seen.insert(code.clone()))
        .collect()
}

/// Columns of a row that are periods, or months without a year.
pub fn period_columns(row: &Row, year: Option<i16>) -> Vec<(usize, Option<Period>)> {
    let read = |(column, cell): (usize, &Cell)| match cell.period(year) {
        Some(period) => Some((column, Some(period))),
        None => Period::lacks_year(&cell.shown()).then_some((column, None)),
    };
    row.filled().filter_map(read).collect()
}

/// The first column in which the rows below are what is asked for, in a third or more of some twenty.
fn column_below(
    grid: &Grid,
    at: usize,
    except: &[usize],
    is: impl Fn(&Cell) -> bool,
) -> Option<usize> {
    let below: Vec<&Row> = grid.rows.iter().skip(at + 1).take(24).collect();
    let fits = |column: &usize| {
        let count = below.iter().filter(|row| is(row.at(*column))).count();
        count > 0 && count * 3 >= below.len()
    };
    (0..12).filter(|column| !except.contains(column)).find(fits)
}

fn counties_across(grid: &Grid, at: usize, areas: &Areas) -> Option<Layout> {
    let row = grid.rows.get(at)?;
    let columns: Vec<usize> = county_columns(row, areas)
        .into_iter()
        .map(|(column, _)| column)
        .collect();
    if columns.is_empty() {
        return None;
    }
    let is_period = |cell: &Cell| cell.period(None).is_some();
    let period =
        column_below(grid, at, &columns, is_period).filter(|each| !is_period(row.at(*each)))?;
    Some(Layout {
        period: Some(period),
        ..Layout::new(Shape::CountiesAcross, row.number)
    })
}

fn periods_across(grid: &Grid, at: usize, areas: &Areas) -> Option<Layout> {
    let row = grid.rows.get(at)?;
    let columns: Vec<usize> = period_columns(row, None)
        .into_iter()
        .map(|(column, _)| column)
        .collect();
    if columns.is_empty() {
        return None;
    }
    let is_county = |cell: &Cell| areas.find(&cell.shown()).is_some();
    let county =
        column_below(grid, at, &columns, is_county).filter(|each| !is_county(row.at(*each)))?;
    Some(Layout {
        county: Some(county),
        ..Layout::new(Shape::PeriodsAcross, row.number)
    })
}
