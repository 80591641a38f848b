//! A year's cases per län and size class, without what could tell of a single employer.

use super::Size;

/// Fewer cases than this in a cell are never told to anyone.
pub const FEWEST: i64 = 5;

/// What the store counts: a län, a size class (none where no number is known), and how many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    pub county: String,
    pub affected: Option<i64>,
}

/// How a number of cases is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    None,
    /// One to four: that there are some, and no more.
    Few,
    Number(i64),
}

impl Cell {
    pub fn of(cases: i64) -> Cell {
        match cases {
            ..=0 => Cell::None,
            cases if cases < FEWEST => Cell::Few,
            cases => Cell::Number(cases),
        }
    }

    pub fn words(self) -> String {
        match self {
            Cell::None => "0".to_owned(),
            Cell::Few => format!("1–{}", FEWEST - 1),
            Cell::Number(cases) => cases.to_string(),
        }
    }

    /// None where the number is hidden.
    fn told(self) -> Option<i64> {
        match self {
            Cell::None => Some(0),
            Cell::Few => None,
            Cell::Number(cases) => Some(cases),
        }
    }
}

/// Each län with its size classes and those of unknown size. A sum that a hidden number is part of is hidden
/// too: it would tell the number, and without it look like another sum than it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    pub rows: Vec<(String, Vec<Cell>)>,
    pub sums: Vec<Option<i64>>,
}

impl Table {
    /// Of one län.
    pub fn sum_of(cells: &[Cell]) -> Option<i64> {
        cells.iter().map(|cell| cell.told()).sum()
    }

    /// Of every län and size class.
    pub fn sum(&self) -> Option<i64> {
        self.sums.iter().copied().sum()
    }

    pub fn hides(&self) -> bool {
        let mut all = self.rows.iter().flat_map(|(_, cells)| cells);
        all.any(|cell| *cell == Cell::Few)
    }
}

/// The column of a case: its size class, or the last one where no number is known.
fn column(affected: Option<i64>) -> usize {
    let size = affected.map(Size::of);
    let place = size.and_then(|size| Size::ALL.iter().position(|each| *each == size));
    place.unwrap_or(Size::ALL.len())
}

/// The table of some cases, for every län in the order given.
pub fn table(counties: &[String], cases: &[Count]) -> Table {
    let columns = Size::ALL.len() + 1;
    let row = |county: &String| {
        let mut numbers = vec![0; columns];
        for case in cases.iter().filter(|case| case.county == *county) {
            numbers[column(case.affected)] += 1;
        }
        let cells: Vec<Cell> = numbers.into_iter().map(Cell::of).collect();
        (county.clone(), cells)
    };
    let rows: Vec<(String, Vec<Cell>)> = counties.iter().map(row).collect();
    let sum = |at: usize| rows.iter().map(|(_, cells)| cells[at].told()).sum();
    Table {
        sums: (0..columns).map(sum).collect(),
        rows,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fewer_than_five_cases_are_never_told() {
        let cases = |county: &str, affected, count| {
            let case = Count {
                county: county.to_owned(),
                affected,
            };
            vec![case; count]
        };
        let all = [
            cases("25", Some(10), 4),
            cases("25", Some(60), 5),
            cases("24", Some(120), 6),
            cases("24", None, 1),
        ]
        .concat();
        let counties = ["24", "25", "09"].map(str::to_owned);
        let table = table(&counties, &all);
        let words = |at: usize| {
            let cells = table.rows[at].1.iter();
            cells.map(|cell| cell.words()).collect::<Vec<_>>()
        };
        assert_eq!(words(0), ["0", "0", "0", "6", "1–4"]);
        assert_eq!(words(1), ["0", "1–4", "5", "0", "0"]);
        assert_eq!(words(2), ["0"; 5]);
        assert_eq!(
            table.sums,
            [Some(0), None, Some(5), Some(6), None],
            "a sum tells nothing of what is hidden, and does not look like another"
        );
        assert_eq!(Table::sum_of(&table.rows[1].1), None);
        assert_eq!(
            (Table::sum_of(&table.rows[2].1), table.sum()),
            (Some(0), None)
        );
        assert!(table.hides());
    }
}
