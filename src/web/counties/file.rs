//! The dialogues and the insatser of a län as files, with what its tabs show.

use crate::domain::calendar::days_between;
use crate::domain::places::County;
use crate::store::counties::{ActionRow, DialogueRow};
use crate::web::actions::words::OwnerWords;
use crate::web::export::{Cell, Kind, Table};
use crate::web::holders::Holders;
use jiff::civil::Date;

pub fn dialogues(county: &County, rows: Vec<DialogueRow>) -> Table {
    let columns = [
        ("Datum", Kind::Date),
        ("Fas", Kind::Text),
        ("Motpart (RUA den dagen)", Kind::Text),
        ("Plats", Kind::Text),
        ("Öppna insatser", Kind::Number),
    ];
    let cells = |row: DialogueRow| -> Vec<Cell> {
        vec![
            row.held_on.into(),
            row.phase.label().into(),
            row.counterpart.into(),
            super::place(row.form, &row.place).into(),
            row.open_actions.into(),
        ]
    };
    let title = format!("Dialoger i {}", county.short_name);
    Table::new(&title, &columns, rows.into_iter().map(cells))
}

pub fn actions(county: &County, rows: Vec<ActionRow>, holders: &Holders, today: Date) -> Table {
    let columns = [
        ("Insats", Kind::Text),
        ("Andra län", Kind::Number),
        ("Status", Kind::Text),
        ("Ägare", Kind::Text),
        ("Funktion", Kind::Text),
        ("Enhet", Kind::Text),
        ("Klart senast", Kind::Date),
        ("Dagar sen", Kind::Number),
    ];
    let cells = |row: ActionRow| -> Vec<Cell> {
        let late = row.status.is_open() && row.due_on < today;
        let owner = OwnerWords::of(holders, row.owner_seat.as_ref(), Some(&row.owner_name));
        vec![
            row.title.into(),
            row.others.into(),
            row.status.label().into(),
            owner.name.into(),
            owner.function.into(),
            row.unit.into(),
            row.due_on.into(),
            late.then(|| days_between(row.due_on, today)).into(),
        ]
    };
    let title = format!("Insatser i {}", county.short_name);
    Table::new(&title, &columns, rows.into_iter().map(cells))
}
