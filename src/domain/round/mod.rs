//! A dialogomgång: which days a dialogue may be held on, and what a year of them asks of each lead
//! and department, week by week. How days are proposed is in [`propose`].

mod propose;
#[cfg(test)]
mod tests;

pub use propose::propose;

use crate::domain::calendar::{
    add_days, is_vacation_week, is_working_day, iso_week, monday_of_week, name_of_day_off,
};
use crate::domain::milestone::due_on;
use jiff::civil::{Date, Weekday};
use std::collections::{BTreeMap, BTreeSet};

/// How many national briefs a department should owe in a week at most, unless someone says otherwise.
pub const BRIEFS_A_WEEK: usize = 4;

/// Weeks with fewer working days than this get no dialogue.
const LEAST_WORKING_DAYS: usize = 3;

/// A week by its ISO year and number.
pub type Week = (i16, i8);

/// Whom a dialogue falls on. A team without an uppdragsansvarig counts as one of its own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lead {
    /// The person's id; below zero for a vacant team.
    pub key: i64,
    /// "Elsa Norling"; for a vacant team "Team Norr".
    pub name: String,
}

/// A län that shall have a dialogue.
#[derive(Clone, Debug)]
pub struct Wish {
    pub county: String,
    pub team: i64,
    pub lead: Lead,
}

/// A dialogue as it loads a week.
#[derive(Clone, Debug)]
pub struct Row {
    pub lead: Lead,
    pub held_on: Date,
}

/// A national brief that is owed already.
#[derive(Clone, Debug)]
pub struct Owed {
    pub department: i64,
    pub due_on: Date,
}

/// One of the agency's fixed dates that is better kept free.
#[derive(Clone, Debug)]
pub struct Busy {
    pub title: String,
    pub first_on: Date,
    pub last_on: Date,
}

/// What a round is planned against.
#[derive(Clone, Debug)]
pub struct Terms {
    pub from: Date,
    pub to: Date,
    pub today: Date,
    /// The departments concerned: id and name.
    pub departments: Vec<(i64, String)>,
    /// Days from the dialogue to its national briefs; none when the template has no such row.
    pub brief_offset: Option<i32>,
    /// How many briefs a department may owe in a week.
    pub cap: usize,
    /// Dialogues that are planned already.
    pub booked: Vec<Row>,
    pub owed: Vec<Owed>,
    pub busy: Vec<Busy>,
}

impl Terms {
    fn briefs_due(&self, held_on: Date) -> Option<Date> {
        let offset = self.brief_offset?;
        Some(due_on(offset, held_on, self.today).0)
    }

    fn busy_on(&self, day: Date) -> Option<&Busy> {
        let covers = |busy: &&Busy| (busy.first_on..=busy.last_on).contains(&day);
        self.busy.iter().find(covers)
    }
}

/// What forbids a dialogue on a day, as a sentence; nothing when the day is free to use.
pub fn obstacle(day: Date, today: Date) -> Option<String> {
    let (_, week) = iso_week(day);
    let working_days = working_days(day);
    let weekend = match day.weekday() {
        Weekday::Saturday => Some("en lördag"),
        Weekday::Sunday => Some("en söndag"),
        _ => None,
    };
    if day < today {
        Some(format!(
            "{day} har passerat. Välj en dag från och med i dag."
        ))
    } else if let Some(name) = name_of_day_off(day) {
        let name = name.to_lowercase().replace("kristi", "Kristi");
        Some(format!("{day} är {name}. Välj en arbetsdag."))
    } else if let Some(name) = weekend {
        Some(format!("{day} är {name}. Välj en arbetsdag."))
    } else if is_vacation_week(day) {
        Some(format!(
            "{day} ligger i v. {week}. Veckorna 28–31 är semesterveckor, välj en annan vecka."
        ))
    } else if working_days < LEAST_WORKING_DAYS {
        Some(format!(
            "{day} ligger i v. {week}, som bara har {working_days} arbetsdagar. Välj en annan vecka."
        ))
    } else {
        None
    }
}

fn working_days(day: Date) -> usize {
    let (year, week) = iso_week(day);
    let monday = monday_of_week(year, week).unwrap_or(day);
    let days = (0..5).map(|step| add_days(monday, step));
    days.filter(|&day| is_working_day(day)).count()
}

/// What a week asks: of each lead in dialogues, of each department in briefs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WeekLoad {
    pub leads: BTreeMap<Lead, usize>,
    pub briefs: BTreeMap<i64, usize>,
    pub warnings: Vec<String>,
}

impl WeekLoad {
    pub fn dialogues(&self) -> usize {
        self.leads.values().sum()
    }

    /// What the department with most to do owes.
    pub fn most_briefs(&self) -> usize {
        self.briefs.values().copied().max().unwrap_or_default()
    }
}

/// The load of the weeks that have any, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Load {
    pub weeks: BTreeMap<Week, WeekLoad>,
}

impl Load {
    pub fn warnings(&self) -> impl Iterator<Item = &str> {
        let all = self.weeks.values().flat_map(|week| &week.warnings);
        all.map(String::as_str)
    }

    fn week(&mut self, day: Date) -> &mut WeekLoad {
        self.weeks.entry(iso_week(day)).or_default()
    }

    fn add(&mut self, row: &Row, briefs_due: Option<Date>, departments: &[(i64, String)]) {
        let leads = &mut self.week(row.held_on).leads;
        *leads.entry(row.lead.clone()).or_default() += 1;
        if let Some(due_on) = briefs_due {
            for (department, _) in departments {
                self.owe(*department, due_on);
            }
        }
    }

    fn owe(&mut self, department: i64, due_on: Date) {
        *self.week(due_on).briefs.entry(department).or_default() += 1;
    }

    /// What is booked and owed already.
    fn of_terms(terms: &Terms) -> Load {
        let mut load = Load::default();
        for row in &terms.booked {
            load.add(row, None, &[]);
        }
        for owed in &terms.owed {
            load.owe(owed.department, owed.due_on);
        }
        load
    }
}

/// What the year asks with these dialogues beside those that are booked, and what is too much.
pub fn load(rows: &[Row], terms: &Terms) -> Load {
    let mut load = Load::of_terms(terms);
    for row in rows {
        load.add(row, terms.briefs_due(row.held_on), &terms.departments);
    }
    for (week, each) in &mut load.weeks {
        each.warnings = too_much(*week, each, terms);
    }
    for day in rows.iter().map(|row| row.held_on).collect::<BTreeSet<_>>() {
        if let Some(busy) = terms.busy_on(day) {
            let warning = format!("v. {}: {} ({day})", iso_week(day).1, busy.title);
            load.week(day).warnings.push(warning);
        }
    }
    load
}

fn too_much((_, week): Week, load: &WeekLoad, terms: &Terms) -> Vec<String> {
    let twice = load.leads.iter().filter(|(_, count)| **count > 1);
    let twice = twice.map(|(lead, count)| format!("v. {week}: {} har {count} dialoger", lead.name));
    let over: BTreeMap<_, _> = load
        .briefs
        .iter()
        .filter(|(_, n)| **n > terms.cap)
        .collect();
    let same = over.values().collect::<BTreeSet<_>>().len() == 1;
    let cap = terms.cap;
    if same && terms.departments.len() > 1 && over.len() == terms.departments.len() {
        let count = load.most_briefs();
        let all =
            format!("v. {week}: varje avdelning ska lämna {count} underlag, gränsen är {cap}");
        return twice.chain([all]).collect();
    }
    let name = |id: i64| {
        let found = terms.departments.iter().find(|(each, _)| *each == id);
        found.map_or("–", |(_, name)| name.as_str())
    };
    let over = over.iter().map(|(id, count)| {
        let name = name(**id);
        format!("v. {week}: avdelningen {name} ska lämna {count} underlag, gränsen är {cap}")
    });
    twice.chain(over).collect()
}
