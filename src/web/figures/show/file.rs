//! An indicator as a file: a row per figure, which can be read in again.

use super::name;
use crate::domain::places::County;
use crate::store::figures::{Cell as Figure, Known};
use crate::web::export::{Cell, Kind, Table};

pub fn table(known: &Known, figures: Vec<Figure>, counties: &[County]) -> Table {
    let columns = [
        ("Länskod", Kind::Text),
        ("Län", Kind::Text),
        ("Period", Kind::Text),
        ("Indikator", Kind::Text),
        ("Värde", Kind::Number),
        ("Enhet", Kind::Text),
        ("Källa", Kind::Text),
    ];
    let cells = |(county, period, value): Figure| -> Vec<Cell> {
        vec![
            county.as_str().into(),
            name(&county, counties).into(),
            period.to_string().into(),
            known.indicator.name.as_str().into(),
            Cell::Decimal(value),
            known.indicator.unit.as_str().into(),
            known.indicator.source.as_str().into(),
        ]
    };
    Table::new(
        &known.indicator.name,
        &columns,
        figures.into_iter().map(cells),
    )
}
