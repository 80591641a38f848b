//! From a table to figures, in each of the ways a table can be laid out; every mistake with its row.

use super::grid::{Cell, Grid, Layout, Row, Shape, county_columns, period_columns};
use super::{
    About, Areas, Figure, LONGEST_NAME, LONGEST_SOURCE, LONGEST_UNIT, MOST_SERIES, Number, Period,
    Reading, Series, SourceKind, code_of,
};
use crate::domain::spelling::fold;
use std::collections::HashMap;

/// What is needed beside the table itself.
#[derive(Clone, Copy)]
pub struct Frame<'a> {
    pub areas: &'a Areas,
    /// The year of months that stand without one.
    pub year: Option<i16>,
    /// What the figures are about when the table does not say.
    pub about: Option<&'a About>,
    /// The indicators there are: a table may call them by name or by code.
    pub known: &'a [(String, String)],
}

/// Everything that the table holds, when it is laid out like this.
pub fn read(grid: &Grid, layout: &Layout, frame: Frame) -> Reading {
    let mut table = Table {
        layout,
        frame,
        reading: Reading::default(),
        places: HashMap::new(),
        seen: HashMap::new(),
    };
    if !layout.is_whole() {
        table
            .reading
            .error(None, "Välj vilka kolumner som har län, period och värde.");
        return table.reading;
    }
    let rows = grid.rows.iter().filter(|row| row.number > layout.header);
    match (layout.shape, grid.row(layout.header)) {
        (Shape::Long, _) => rows.for_each(|row| table.long(row)),
        (_, None) => table
            .reading
            .error(None, "Rubrikraden finns inte i tabellen."),
        (Shape::CountiesAcross, Some(header)) => {
            let columns = county_columns(header, frame.areas);
            rows.for_each(|row| table.counties_across(row, &columns));
        }
        (Shape::PeriodsAcross, Some(header)) => table.periods_across(rows, header),
    }
    let mut reading = table.reading;
    reading.finish(frame.areas);
    reading
}

struct Table<'a> {
    layout: &'a Layout,
    frame: Frame<'a>,
    reading: Reading,
    /// Where the series of an indicator stands among the others, by what the table calls it.
    places: HashMap<String, usize>,
    /// The row that had a figure first.
    seen: HashMap<(usize, String, Period), u32>,
}

impl Table<'_> {
    fn long(&mut self, row: &Row) {
        let at = |column: Option<usize>| column.map_or(&Cell::Empty, |column| row.at(column));
        let (county, period, value) = (
            at(self.layout.county),
            at(self.layout.period),
            at(self.layout.value),
        );
        if county.is_empty() && period.is_empty() {
            return self.note(row);
        }
        let county = self.county(row, county);
        let period = self.period(row, period);
        let value = self.value(row, value, "");
        let about = self.about(row);
        if let (Some(county), Some(period), Some(value), Some(series)) =
            (county, period, value, about)
        {
            self.put(row.number, series, county, period, value);
        }
    }

    fn counties_across(&mut self, row: &Row, columns: &[(usize, String)]) {
        let cell = self
            .layout
            .period
            .map_or(&Cell::Empty, |column| row.at(column));
        if columns.iter().all(|(column, _)| row.at(*column).is_empty()) {
            // A month to come has its name and nothing else.
            return if cell.period(self.frame.year).is_none() {
                self.note(row)
            };
        }
        if is_total(cell) {
            return self
                .reading
                .skip(row.number, format!("”{}” är en summa.", brief(cell)));
        }
        let (Some(period), Some(series)) = (self.period(row, cell), self.about(row)) else {
            return;
        };
        for (column, county) in columns {
            if let Some(value) = self.value(row, row.at(*column), county) {
                self.put(row.number, series, county.clone(), period, value);
            }
        }
    }

    fn periods_across<'r>(&mut self, rows: impl Iterator<Item = &'r Row>, header: &Row) {
        let columns = period_columns(header, self.frame.year);
        if columns.iter().any(|(_, period)| period.is_none()) {
            return self.reading.error(
                header.number,
                "rubrikerna är månader utan år. Skriv vilket år siffrorna gäller.",
            );
        }
        for row in rows {
            let cell = self
                .layout
                .county
                .map_or(&Cell::Empty, |column| row.at(column));
            if columns.iter().all(|(column, _)| row.at(*column).is_empty()) {
                if self.frame.areas.find(&cell.shown()).is_none() {
                    self.note(row);
                }
                continue;
            }
            let (Some(county), Some(series)) = (self.county(row, cell), self.about(row)) else {
                continue;
            };
            for (column, period) in &columns {
                let value = self.value(row, row.at(*column), &county);
                if let (Some(period), Some(value)) = (period, value) {
                    self.put(row.number, series, county.clone(), *period, value);
                }
            }
        }
    }

    /// A row without figures, such as a title or a source.
    fn note(&mut self, row: &Row) {
        let texts: Vec<String> = row
            .cells
            .iter()
            .filter(|cell| !cell.is_empty())
            .map(brief)
            .collect();
        self.reading.skip(
            row.number,
            format!("”{}” är ingen siffra.", texts.join(" ")),
        );
    }

    fn county(&mut self, row: &Row, cell: &Cell) -> Option<String> {
        let text = cell.shown();
        let found = self.frame.areas.find(&text).map(str::to_owned);
        if found.is_none() {
            let digits = !text.is_empty() && text.chars().all(|each| each.is_ascii_digit());
            let said = match (text.is_empty(), digits) {
                (true, _) => "länet saknas.".to_owned(),
                (_, true) => format!("länskod {} finns inte.", brief(cell)),
                (_, false) => format!("länet ”{}” finns inte.", brief(cell)),
            };
            self.reading.error(row.number, said);
        }
        found
    }

    fn period(&mut self, row: &Row, cell: &Cell) -> Option<Period> {
        let found = cell.period(self.frame.year);
        if found.is_none() {
            let said = match cell.is_empty() {
                true => "perioden saknas.".to_owned(),
                false => format!(
                    "perioden ”{}” går inte att läsa. Skriv 2026, 2026-10 eller 2026K3.",
                    brief(cell)
                ),
            };
            self.reading.error(row.number, said);
        }
        found
    }

    /// The number, or none inside when it is missing; nothing when the cell cannot be read.
    fn value(&mut self, row: &Row, cell: &Cell, county: &str) -> Option<Option<f64>> {
        match cell.number() {
            Number::Value(value) => Some(Some(value)),
            Number::Missing => Some(None),
            Number::Other => {
                let place = match county {
                    "" => String::new(),
                    code => format!("{}: ", self.frame.areas.name(code)),
                };
                self.reading.error(
                    row.number,
                    format!("{place}”{}” är inget tal.", brief(cell)),
                );
                None
            }
        }
    }

    /// Which series a row belongs to: the one its indicator names, else the one the person chose.
    fn about(&mut self, row: &Row) -> Option<usize> {
        let text =
            |column: Option<usize>| column.map_or(String::new(), |column| row.at(column).shown());
        let name = text(self.layout.indicator);
        if let Some(place) = self.places.get(&name) {
            return Some(*place);
        }
        let about = match (self.layout.indicator, self.frame.about) {
            (None, Some(about)) => about.clone(),
            (None, None) => {
                self.reading
                    .error(None, "Välj vilken indikator siffrorna gäller.");
                self.reading.errors.dedup();
                return None;
            }
            (Some(_), _) if name.is_empty() => {
                self.reading.error(row.number, "indikatorn saknas.");
                return None;
            }
            (Some(_), _) => named(
                &name,
                &text(self.layout.unit),
                &text(self.layout.source),
                self.frame.known,
            ),
        };
        if self.reading.series.len() >= MOST_SERIES {
            self.reading.error(
                row.number,
                format!("filen har fler än {MOST_SERIES} indikatorer."),
            );
            return None;
        }
        self.places.insert(name, self.reading.series.len());
        self.reading.series.push(Series {
            about,
            figures: Vec::new(),
        });
        Some(self.reading.series.len() - 1)
    }

    fn put(&mut self, row: u32, series: usize, county: String, period: Period, value: Option<f64>) {
        let key = (series, county.clone(), period);
        if let Some(first) = self.seen.get(&key) {
            let name = self.frame.areas.name(&county);
            let said = match *first == row {
                true => format!("{name} {period} står två gånger."),
                false => format!("{name} {period} står också på rad {first}."),
            };
            return self.reading.error(row, said);
        }
        self.seen.insert(key, row);
        if let Some(series) = self.reading.series.get_mut(series) {
            series.figures.push(Figure {
                county,
                period,
                value,
            });
        }
    }
}

/// An indicator that the table names; one that is known already keeps its code.
fn named(name: &str, unit: &str, source: &str, known: &[(String, String)]) -> About {
    let folded = fold(name);
    let same = |(code, each): &&(String, String)| {
        *code == code_of(name) || fold(each) == folded || fold(code) == folded
    };
    let code = known
        .iter()
        .find(same)
        .map_or(code_of(name), |(code, _)| code.clone());
    let cut = |text: &str, most: usize| text.chars().take(most).collect::<String>();
    About {
        code: if code.is_empty() {
            "indikator".to_owned()
        } else {
            code
        },
        name: cut(name, LONGEST_NAME),
        unit: cut(unit, LONGEST_UNIT),
        source: cut(source, LONGEST_SOURCE),
        kind: SourceKind::Csv,
        additive: false,
    }
}

fn is_total(cell: &Cell) -> bool {
    matches!(
        fold(&cell.shown()).trim(),
        "summa" | "totalt" | "total" | "hela perioden"
    )
}

/// The beginning of a cell, for a sentence.
fn brief(cell: &Cell) -> String {
    let text = cell.shown();
    match text.chars().count() > 40 {
        true => text.chars().take(39).chain(['…']).collect(),
        false => text,
    }
}

#[cfg(test)]
mod tests;
