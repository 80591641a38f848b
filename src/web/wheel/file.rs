//! The year's table as a file: a row for each week.

use super::{Cell as Part, Week};
use crate::domain::places::Team;
use crate::web::export::{Cell, Kind, Table};
use crate::web::text;

pub fn table(year: i16, weeks: &[Week], teams: &[Team]) -> Table {
    let of_team = |team: &Team| {
        let name = &team.name;
        [
            (format!("Team {name}, dialoger"), Kind::Text),
            (format!("Team {name}, milstolpar"), Kind::Number),
        ]
    };
    let own: Vec<(String, Kind)> = teams.iter().flat_map(of_team).collect();
    let mut columns = vec![("Vecka", Kind::Number), ("Måndag", Kind::Date)];
    columns.extend(own.iter().map(|(label, kind)| (label.as_str(), *kind)));
    columns.extend([("Fasta datum", Kind::Text), ("Helgdagar", Kind::Text)]);
    Table::new(
        &format!("Årshjul {year}"),
        &columns,
        weeks.iter().map(cells),
    )
}

fn cells(week: &Week) -> Vec<Cell> {
    let mut cells: Vec<Cell> = vec![i64::from(week.number).into(), week.monday.into()];
    for part in &week.cells {
        cells.extend([dialogues(part).into(), part.milestones.into()]);
    }
    let vacation = week.vacation.then(|| "Semestervecka".to_owned());
    let fixed: Vec<String> = vacation.into_iter().chain(week.fixed.clone()).collect();
    cells.extend([fixed.join(", ").into(), week.days_off.join(", ").into()]);
    cells
}

fn dialogues(part: &Part) -> String {
    let marks = part.dialogues.iter();
    let each = marks.map(|mark| format!("{} {}", mark.county, text::iso(mark.held_on)));
    each.collect::<Vec<_>>().join(", ")
}
