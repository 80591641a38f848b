//! What falls due in a team week by week, by function and never by person.

use super::DialogueView;
use crate::domain::people::Function;
use crate::domain::workload::{self, Due, Source, Week};
use crate::store::workload::Ahead;
use crate::web::assignments::leaves::url;
use crate::web::text;
use jiff::civil::Date;

/// Late things shown; the rest are counted.
const LATE_SHOWN: usize = 30;

pub struct Agenda {
    pub late: Vec<Group>,
    pub late_count: usize,
    pub late_hidden: usize,
    pub weeks: Vec<WeekView>,
}

pub struct WeekView {
    /// "v. 49"
    pub number: String,
    /// "30 nov–6 dec 2026"
    pub days: String,
    pub is_now: bool,
    pub dialogues: Vec<DialogueView>,
    pub count: usize,
    /// "Uppdragsansvarig 3, länsansvariga 1"
    pub by_function: String,
    pub groups: Vec<Group>,
}

/// What falls on one function.
pub struct Group {
    pub function: &'static str,
    pub items: Vec<Item>,
}

pub struct Item {
    pub url: String,
    pub title: String,
    pub counties: String,
    pub sort: &'static str,
    pub due_on: String,
    pub late: Option<String>,
}

impl Agenda {
    pub fn new(due: &[Due], ahead: &[Ahead], today: Date) -> Agenda {
        let (late, weeks) = workload::by_week(due, today);
        let shown = &late[..late.len().min(LATE_SHOWN)];
        Agenda {
            late: groups(shown, today),
            late_count: late.len(),
            late_hidden: late.len() - shown.len(),
            weeks: weeks
                .into_iter()
                .map(|week| week_view(week, ahead, today))
                .collect(),
        }
    }
}

fn week_view(week: Week<'_>, ahead: &[Ahead], today: Date) -> WeekView {
    let within = |day: Date| week.monday <= day && day <= week.sunday;
    let dialogues = ahead.iter().filter(|each| within(each.held_on));
    let groups = groups(&week.due, today);
    WeekView {
        number: text::week(week.monday),
        days: days(week.monday, week.sunday),
        is_now: within(today),
        dialogues: dialogues
            .map(|each| DialogueView::of(each, today))
            .collect(),
        count: week.due.len(),
        by_function: by_function(&groups),
        groups,
    }
}

/// "30 nov–6 dec 2026", "23–29 nov 2026"
fn days(monday: Date, sunday: Date) -> String {
    let last = text::short_date(sunday);
    match (
        monday.month() == sunday.month(),
        monday.year() == sunday.year(),
    ) {
        (true, _) => format!("{}–{last}", monday.day()),
        (false, true) => format!("{}–{last}", text::day_month(monday)),
        (false, false) => format!("{}–{last}", text::short_date(monday)),
    }
}

fn by_function(groups: &[Group]) -> String {
    let words: Vec<_> = groups
        .iter()
        .map(|group| format!("{} {}", group.function.to_lowercase(), group.items.len()))
        .collect();
    text::first_upper(&words.join(", "))
}

const FUNCTIONS: [(Option<Function>, &str); 4] = [
    (Some(Function::Lead), "Uppdragsansvarig"),
    (Some(Function::CountyOfficer), "Länsansvariga"),
    (Some(Function::IssueOfficer), "Ansvariga för sakfrågor"),
    (None, "Namngivna ägare"),
];

fn groups(due: &[&Due], today: Date) -> Vec<Group> {
    let group = |(function, label): (Option<Function>, &'static str)| {
        let own = due.iter().filter(|each| each.function() == function);
        Group {
            function: label,
            items: own.map(|each| item(each, today)).collect(),
        }
    };
    FUNCTIONS
        .into_iter()
        .map(group)
        .filter(|group| !group.items.is_empty())
        .collect()
}

fn item(due: &Due, today: Date) -> Item {
    Item {
        url: url(&due.source),
        title: due.title.clone(),
        counties: due.counties.clone(),
        sort: match due.source {
            Source::Milestone { .. } => "",
            Source::Order { .. } => "Beställning",
            Source::Action(_) => "Insats",
        },
        due_on: text::iso(due.due_on),
        late: text::late_short(due.due_on, today),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_is_written_with_the_months_it_needs() {
        let rows = [
            ("2026-11-23", "2026-11-29", "23–29 nov 2026"),
            ("2026-11-30", "2026-12-06", "30 nov–6 dec 2026"),
            ("2026-12-28", "2027-01-03", "28 dec 2026–3 jan 2027"),
        ];
        for (monday, sunday, expected) in rows {
            assert_eq!(
                days(monday.parse().unwrap(), sunday.parse().unwrap()),
                expected
            );
        }
    }
}
