//! What falls due in a team, as a file: the list behind the weeks, a row for each thing.

use crate::domain::places::Team;
use crate::domain::workload::{self, Due, Source};
use crate::store::workload::Ahead;
use crate::web::export::{Cell, Kind, Table};
use crate::web::text;
use jiff::civil::Date;

/// The late ones first, then week by week; a dialogue stands in its week before what is due.
pub fn table(team: &Team, due: &[Due], ahead: &[Ahead], today: Date) -> Table {
    let columns = [
        ("Vecka", Kind::Text),
        ("Datum", Kind::Date),
        ("Slag", Kind::Text),
        ("Vad", Kind::Text),
        ("Län", Kind::Text),
        ("Funktion", Kind::Text),
        ("Sen", Kind::Text),
    ];
    let (late, weeks) = workload::by_week(due, today);
    let mut rows: Vec<Vec<Cell>> = late
        .iter()
        .map(|each| cells("Försenat", each, today))
        .collect();
    for week in weeks {
        let label = text::week(week.monday);
        let within = |each: &&Ahead| week.monday <= each.held_on && each.held_on <= week.sunday;
        rows.extend(
            ahead
                .iter()
                .filter(within)
                .map(|each| dialogue(&label, each)),
        );
        rows.extend(week.due.iter().map(|each| cells(&label, each, today)));
    }
    Table::new(&team.label(), &columns, rows)
}

fn dialogue(week: &str, ahead: &Ahead) -> Vec<Cell> {
    vec![
        week.into(),
        ahead.held_on.into(),
        "Dialog".into(),
        ahead.phase.label().into(),
        ahead.county_name.as_str().into(),
        Cell::Empty,
        Cell::Empty,
    ]
}

fn cells(week: &str, due: &Due, today: Date) -> Vec<Cell> {
    let sort = match due.source {
        Source::Milestone { .. } => "Milstolpe",
        Source::Order { .. } => "Beställt underlag",
        Source::Action(_) => "Insats",
    };
    let function = due
        .function()
        .map_or("namngiven ägare", |each| each.label());
    vec![
        week.into(),
        due.due_on.into(),
        sort.into(),
        due.title.as_str().into(),
        due.counties.as_str().into(),
        text::first_upper(function).into(),
        text::late_short(due.due_on, today).into(),
    ]
}
