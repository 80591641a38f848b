//! The list of rounds, and the län of a round, as files.

use super::{Coverage, Group};
use crate::store::rounds::{Placed, Round};
use crate::web::export::{Cell, Kind, Table};

pub fn rounds(rounds: &[Round], counties: usize) -> Table {
    let columns = [
        ("Omgång", Kind::Text),
        ("Planerade län", Kind::Number),
        ("Genomförda län", Kind::Number),
        ("Län i allt", Kind::Number),
    ];
    let cells = |round: &Round| -> Vec<Cell> {
        vec![
            format!("Dialogomgång {}", round.year).into(),
            round.planned.into(),
            round.held.into(),
            counties.into(),
        ]
    };
    Table::new("Dialogomgångar", &columns, rounds.iter().map(cells))
}

pub fn round(round: &Round, groups: &[Group]) -> Table {
    let columns = [
        ("Län", Kind::Text),
        ("Team", Kind::Text),
        ("Dialog", Kind::Date),
        ("Fas", Kind::Text),
        ("Förberedelser klara", Kind::Number),
        ("Förberedelser i allt", Kind::Number),
        ("Anmärkning", Kind::Text),
    ];
    let mut rows = Vec::new();
    for group in groups {
        for row in &group.rows {
            rows.extend(row.dialogues.iter().map(|each| dialogue(group, row, each)));
            rows.extend(row.missing().then(|| missing(group, row)));
        }
    }
    Table::new(&format!("Dialogomgång {}", round.year), &columns, rows)
}

fn dialogue(group: &Group, row: &Coverage, placed: &Placed) -> Vec<Cell> {
    vec![
        row.county.short_name.as_str().into(),
        group.team.name.as_str().into(),
        placed.held_on.into(),
        placed.phase.label().into(),
        placed.done.into(),
        placed.of.into(),
        (!placed.in_round).then_some("planerad för sig").into(),
    ]
}

fn missing(group: &Group, row: &Coverage) -> Vec<Cell> {
    vec![
        row.county.short_name.as_str().into(),
        group.team.name.as_str().into(),
        Cell::Empty,
        "Ingen dialog planerad".into(),
        Cell::Empty,
        Cell::Empty,
        Cell::Empty,
    ]
}
