//! Sekretessmarkering: who may read a marked record, and what a marking says. It is a warning, never a
//! decision; secrecy is tried each time somebody asks for the document (OSL, in `/personuppgifter`).

use super::access::Standing;
use super::event::SubjectKind;
use super::people::{Assignment, Role, Seat};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;

/// The kinds of records that can be marked.
pub const MARKABLE: [SubjectKind; 5] = [
    SubjectKind::Observation,
    SubjectKind::TransitionCase,
    SubjectKind::Brief,
    SubjectKind::Contact,
    SubjectKind::ContactEntry,
];

/// What notes on companies and varsel are most often marked with.
pub const USUAL_PROVISION: &str = "30 kap. 23 § OSL";
/// The longest time that provision holds, in years.
pub const MOST_YEARS: i16 = 20;

/// Those who may read a marked record, as the ledger tells on the day.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Every chef; of every marked record.
    Managers,
    /// Uppdragsansvariga of all teams: for what has no län.
    Leads,
    /// Everyone who holds a seat in the team of a län.
    County(String),
    /// Ansvariga för sakfrågor of a department, in all teams.
    Department(i64),
    /// Someone the record names.
    Person(i64),
}

impl Scope {
    /// What roles and functions open in themselves; the län of [`Scope::County`] follow from her teams.
    pub fn held_by(standing: &Standing) -> Vec<Scope> {
        let of_seat = |row: &Assignment| match &row.seat {
            Seat::Lead(_) => Some(Scope::Leads),
            Seat::Issue(_, department) => Some(Scope::Department(*department)),
            Seat::County(_) => None,
        };
        let mut scopes = vec![Scope::Person(standing.person_id)];
        scopes.extend(standing.has_role(Role::Manager).then_some(Scope::Managers));
        scopes.extend(standing.assignments.iter().filter_map(of_seat));
        scopes
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Scope::Managers => f.write_str("chef"),
            Scope::Leads => f.write_str("lead"),
            Scope::County(code) => write!(f, "county:{code}"),
            Scope::Department(id) => write!(f, "department:{id}"),
            Scope::Person(id) => write!(f, "person:{id}"),
        }
    }
}

/// What a person may read of what is marked: the scopes she stands in today.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sight(BTreeSet<Scope>);

impl Sight {
    pub fn new(scopes: impl IntoIterator<Item = Scope>) -> Sight {
        Sight(scopes.into_iter().collect())
    }

    /// As a JSON list, which is how SQL asks (see `store::secrecy::seen`), and a key for what is kept.
    pub fn json(&self) -> String {
        let all: Vec<String> = self.0.iter().map(Scope::to_string).collect();
        serde_json::Value::from(all).to_string()
    }

    /// Whether everything that is marked may be read.
    pub fn reads_all(&self) -> bool {
        self.0.contains(&Scope::Managers)
    }

    pub fn reads(&self, scopes: &[Scope]) -> bool {
        scopes.iter().any(|scope| self.0.contains(scope))
    }
}

/// What is said of why a record is marked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marking {
    /// Tillämplig bestämmelse.
    pub provision: String,
    pub authority: String,
    pub marked_on: Date,
    /// When to try anew whether it is still needed.
    pub lapses_on: Option<Date>,
}

impl Marking {
    /// As it stands on the page, in lists and in exports: "30 kap. 23 § OSL, 2026-11-23".
    pub fn in_short(&self) -> String {
        format!("{}, {}", self.provision, self.marked_on)
    }

    /// The words above a marked record.
    pub fn warning(&self) -> String {
        format!(
            "Handlingen är sekretessmarkerad ({}). Att du öppnar den loggas.",
            self.in_short()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_who_stands_in_one_of_its_scopes_reads_a_marked_record() {
        let of_record = [
            Scope::Managers,
            Scope::County("25".into()),
            Scope::Person(3),
        ];
        let reads = |scope: Scope| Sight::new([scope]).reads(&of_record);
        assert!(reads(Scope::Managers));
        assert!(reads(Scope::County("25".into())));
        assert!(reads(Scope::Person(3)));
        assert!(!reads(Scope::County("24".into())));
        assert!(!reads(Scope::Person(4)));
        assert!(!Sight::default().reads(&of_record));
    }

    #[test]
    fn a_sight_reads_as_json() {
        let sight = Sight::new([Scope::Person(3), Scope::County("25".into())]);
        assert_eq!(sight.json(), r#"["county:25","person:3"]"#);
    }
}
