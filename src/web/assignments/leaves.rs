//! What an assignment leaves behind on a day: the seat's open work, and what the person owns by name.

use super::Shown;
use crate::App;
use crate::domain::brief_order;
use crate::domain::calendar::add_days;
use crate::domain::people::{Assignment, Kind, holder};
use crate::domain::workload::{Due, Source};
use crate::error::Result;
use crate::store::{assignments, workload};
use crate::web::seats;
use crate::web::text;
use jiff::civil::Date;

pub struct Leaves {
    /// The last day of the assignment.
    pub day: Date,
    /// Whether the seat's work falls on this assignment at all.
    pub carries: bool,
    pub of_seat: Vec<DueRow>,
    pub by_name: Vec<DueRow>,
    /// Who has the seat the day after: "Anna Lind", "tf. Anna Lind".
    pub next: Option<String>,
    pub next_from: Date,
    pub fill_url: String,
}

pub struct DueRow {
    /// The action's number; none for a milestone.
    pub action: Option<i64>,
    /// An ordered brief.
    pub ordered: bool,
    pub sort: &'static str,
    pub url: String,
    pub title: String,
    pub counties: String,
    pub due_on: String,
    pub late: Option<String>,
    /// Falls due after the last day.
    pub after: bool,
    /// Ticked in the form that was sent.
    pub chosen: bool,
}

impl Leaves {
    pub async fn load(app: &App, shown: &Shown, day: Date) -> Result<Leaves> {
        let row = &shown.row;
        let today = app.clock.today();
        let carries = row.kind == Kind::Acting || (row.kind == Kind::Ordinary && row.is_primary);
        let mut of_seat = Vec::new();
        if carries {
            of_seat = workload::of_seat(app.db.read(), &row.seat, day).await?;
        }
        let by_name = workload::owned_by(app.db.read(), row.person_id).await?;
        let others = assignments::of_seat(app.db.read(), &row.seat).await?;
        let next_from = add_days(day, 1);
        let view = |due: Vec<Due>| due.iter().map(|due| due_row(due, today, day)).collect();
        Ok(Leaves {
            day,
            carries,
            of_seat: view(of_seat),
            by_name: view(by_name),
            next: successor(&others, row.id, next_from),
            next_from,
            fill_url: format!("{}&fran={next_from}", seats::new_url(&row.seat)),
        })
    }

    /// "31 december 2026"
    pub fn words(&self) -> String {
        text::long_date(self.day)
    }

    /// "2 milstolpar och 1 insats, varav 1 med slutdatum senast 31 december 2026"
    pub fn counted(&self, rows: &[DueRow]) -> String {
        let actions = rows.iter().filter(|row| row.action.is_some()).count();
        let orders = rows.iter().filter(|row| row.ordered).count();
        let milestones = rows.len() - actions - orders;
        let words = [
            (milestones, "milstolpe", "milstolpar"),
            (orders, "beställt underlag", "beställda underlag"),
            (actions, "insats", "insatser"),
        ];
        let counted: Vec<_> = words
            .iter()
            .filter(|(count, ..)| *count > 0)
            .map(|(count, one, many)| text::counted(*count as i64, one, many))
            .collect();
        let before = rows.iter().filter(|row| !row.after).count();
        let words = text::join_and(&counted);
        match before {
            0 => words,
            _ => format!(
                "{words}, varav {before} med slutdatum senast {}",
                self.words()
            ),
        }
    }
}

/// Who has the seat on a day when this assignment is over.
fn successor(rows: &[Assignment], ended: i64, day: Date) -> Option<String> {
    let left = rows
        .iter()
        .filter(|row| row.id != ended && row.span.contains(day));
    holder(left).map(|row| match row.kind {
        Kind::Acting => format!("tf. {}", row.person_name),
        _ => row.person_name.clone(),
    })
}

fn due_row(due: &Due, today: Date, last: Date) -> DueRow {
    DueRow {
        action: match due.source {
            Source::Action(id) => Some(id),
            Source::Milestone { .. } | Source::Order { .. } => None,
        },
        ordered: matches!(due.source, Source::Order { .. }),
        sort: sort(&due.source),
        url: url(&due.source),
        title: due.title.clone(),
        counties: due.counties.clone(),
        due_on: text::iso(due.due_on),
        late: text::late(due.due_on, today),
        after: due.due_on > last,
        chosen: false,
    }
}

fn sort(source: &Source) -> &'static str {
    match source {
        Source::Milestone { .. } => "Milstolpe",
        Source::Order { .. } => "Beställt underlag",
        Source::Action(_) => "Insats",
    }
}

/// Where an open thing is done.
pub(in crate::web) fn url(source: &Source) -> String {
    match source {
        Source::Milestone { id, dialogue } => format!("/dialoger/{dialogue}#milestone-{id}"),
        Source::Order { id, dialogue } => brief_order::url(*dialogue, *id),
        Source::Action(id) => format!("/insatser/{id}"),
    }
}
