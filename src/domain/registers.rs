//! The registers an administrator keeps: departments, units, teams, RUA per län, issue areas, national
//! agencies. One shape for all, and the rules that hold between them.

use crate::codes;
use crate::domain::event::SubjectKind;
use crate::domain::milestone::FallsOn;
use crate::domain::places::{ActorKind, DateSpan};
use crate::domain::spelling::slug;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

codes! {
    /// As text the last part of the register's address.
    Register {
        Departments = "avdelningar", "Avdelningar";
        Units = "enheter", "Enheter";
        Teams = "team", "Team";
        Actors = "rua", "RUA per län";
        IssueAreas = "sakfragor", "Sakfrågor";
        NationalAgencies = "myndigheter", "Nationella myndigheter";
    }
}

impl Register {
    pub fn subject(self) -> SubjectKind {
        match self {
            Register::Departments => SubjectKind::Department,
            Register::Units => SubjectKind::Unit,
            Register::Teams => SubjectKind::Team,
            Register::Actors => SubjectKind::RegionalActor,
            Register::IssueAreas => SubjectKind::IssueArea,
            Register::NationalAgencies => SubjectKind::NationalAgency,
        }
    }

    /// "en enhet", as in "Lägg till en enhet".
    pub fn one(self) -> &'static str {
        match self {
            Register::Departments => "en avdelning",
            Register::Units => "en enhet",
            Register::Teams => "ett team",
            Register::Actors => "en RUA",
            Register::IssueAreas => "en sakfråga",
            Register::NationalAgencies => "en nationell myndighet",
        }
    }

    /// Which fields an entry has beside its name and its dates.
    pub fn has(self, field: &str) -> bool {
        match self {
            Register::Departments | Register::Teams | Register::NationalAgencies => false,
            Register::Units => matches!(field, "department_id" | "remit"),
            Register::Actors => matches!(field, "county" | "kind"),
            Register::IssueAreas => matches!(field, "department_id" | "unit_id"),
        }
    }
}

/// One line of a register. What a register has no field for is empty.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    pub name: String,
    pub department_id: Option<i64>,
    pub unit_id: Option<i64>,
    pub remit: String,
    pub county: Option<String>,
    pub kind: Option<ActorKind>,
    pub valid_from: Date,
    pub valid_to: Option<Date>,
}

impl Entry {
    pub fn span(&self) -> DateSpan {
        DateSpan {
            from: self.valid_from,
            to: self.valid_to,
        }
    }
}

/// A line of the milestone template, as an administrator changes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateFields {
    pub offset_days: i64,
    pub title: String,
    pub falls_on: FallsOn,
    pub per_department: bool,
    pub judgement: bool,
}

/// An entry as it is kept.
#[derive(Clone, Debug)]
pub struct Stored {
    pub id: i64,
    pub version: i64,
    /// What it belongs to, in words; a team's address.
    pub beside: String,
    pub entry: Entry,
}

/// What an entry is checked against, read in the same transaction as it is written.
#[derive(Clone, Debug, Default)]
pub struct Around {
    /// The other entries of the register, past ones too.
    pub others: Vec<Stored>,
    pub department: Option<Stored>,
    pub unit: Option<Stored>,
    /// What still belongs to the entry after its last day.
    pub left: Vec<String>,
}

/// Why an entry cannot be kept: the field, and a sentence.
pub type Problem = (&'static str, String);

/// The first thing that is wrong with an entry among the others; `id` is none for a new one.
pub fn problem(
    register: Register,
    id: Option<i64>,
    entry: &Entry,
    around: &Around,
    today: Date,
) -> Option<Problem> {
    taken(register, id, entry, around)
        .or_else(|| outside_department(entry, around, today))
        .or_else(|| of_another_department(entry, around, today))
        .or_else(|| leaves_something(around))
}

fn taken(register: Register, id: Option<i64>, entry: &Entry, around: &Around) -> Option<Problem> {
    let meets = |other: &&Stored| other.entry.span().overlaps(&entry.span());
    if register == Register::Actors {
        let same_county = |other: &&Stored| other.entry.county == entry.county;
        let other = around.others.iter().filter(same_county).find(meets)?;
        return Some((
            "valid_from",
            format!(
                "{} har uppdraget i länet {}. Två kan inte ha det samtidigt.",
                other.entry.name,
                in_words(&other.entry.span())
            ),
        ));
    }
    let same_name = |other: &&Stored| other.entry.name.to_lowercase() == entry.name.to_lowercase();
    if let Some(other) = around.others.iter().filter(same_name).find(meets) {
        return Some((
            "name",
            format!(
                "{} finns redan, {}.",
                other.entry.name,
                in_words(&other.entry.span())
            ),
        ));
    }
    (register == Register::Teams)
        .then(|| address(id, entry, around))
        .flatten()
}

/// "från och med 2019-01-01", "2018-01-01 till och med 2018-12-31"
fn in_words(span: &DateSpan) -> String {
    match span.to {
        None => format!("från och med {}", span.from),
        Some(to) => format!("{} till och med {to}", span.from),
    }
}

/// A team's address comes from its first name and is never given to another.
fn address(id: Option<i64>, entry: &Entry, around: &Around) -> Option<Problem> {
    let wanted = slug(&entry.name);
    if wanted.is_empty() {
        return Some((
            "name",
            "Namnet behöver innehålla en bokstav eller en siffra.".into(),
        ));
    }
    let other = around.others.iter().find(|other| other.beside == wanted)?;
    id.is_none().then(|| {
        (
            "name",
            format!(
                "Adressen /team/{wanted} hör till Team {}, som finns kvar i historiken. Välj ett annat namn.",
                other.entry.name
            ),
        )
    })
}

/// From today on, what belongs to something is there only while the other is.
fn within(inner: &DateSpan, outer: &DateSpan, today: Date) -> bool {
    let past = inner.to.is_some_and(|to| to < today);
    let begins = outer.from <= inner.from.max(today);
    let ends = match (inner.to, outer.to) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(inner), Some(outer)) => inner <= outer,
    };
    past || (begins && ends)
}

fn outside_department(entry: &Entry, around: &Around, today: Date) -> Option<Problem> {
    let department = around.department.as_ref()?;
    let outer = department.entry.span();
    (!within(&entry.span(), &outer, today)).then(|| {
        (
            "department_id",
            format!(
                "Avdelningen {} gäller {}. Välj en avdelning som gäller hela tiden, eller ändra datumen.",
                department.entry.name,
                in_words(&outer)
            ),
        )
    })
}

fn of_another_department(entry: &Entry, around: &Around, today: Date) -> Option<Problem> {
    let unit = around.unit.as_ref()?;
    if unit.entry.department_id != entry.department_id {
        return Some((
            "unit_id",
            format!(
                "Enheten {} hör till avdelningen {}. Välj en enhet i den avdelning du har valt.",
                unit.entry.name, unit.beside
            ),
        ));
    }
    let outer = unit.entry.span();
    (!within(&entry.span(), &outer, today)).then(|| {
        (
            "unit_id",
            format!(
                "Enheten {} gäller {}. Välj en enhet som gäller hela tiden, eller ändra datumen.",
                unit.entry.name,
                in_words(&outer)
            ),
        )
    })
}

fn leaves_something(around: &Around) -> Option<Problem> {
    const NAMED: usize = 5;
    let count = around.left.len();
    if count == 0 {
        return None;
    }
    let named = around.left[..count.min(NAMED)].join(", ");
    let more = match count.saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" och {more} till"),
    };
    Some((
        "valid_to",
        format!("Efter den dagen finns kvar: {named}{more}. Flytta eller avsluta det först."),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 23);

    fn entry(name: &str, from: Date, to: Option<Date>) -> Entry {
        Entry {
            name: name.into(),
            department_id: None,
            unit_id: None,
            remit: String::new(),
            county: None,
            kind: None,
            valid_from: from,
            valid_to: to,
        }
    }

    fn stored(entry: Entry) -> Stored {
        Stored {
            id: 1,
            version: 1,
            beside: slug(&entry.name),
            entry,
        }
    }

    #[test]
    fn a_name_is_free_again_when_the_other_has_ended() {
        let ended = stored(entry("Analys", date(2018, 1, 1), Some(date(2026, 6, 30))));
        let around = Around {
            others: vec![ended],
            ..Around::default()
        };
        let new = |from| {
            problem(
                Register::Units,
                None,
                &entry("analys", from, None),
                &around,
                TODAY,
            )
        };
        assert_eq!(new(date(2026, 6, 30)).map(|(field, _)| field), Some("name"));
        assert_eq!(new(date(2026, 7, 1)), None);
    }

    #[test]
    fn a_teams_address_is_never_given_to_another() {
        let ended = stored(entry("Södra", date(2018, 1, 1), Some(date(2020, 1, 1))));
        let around = Around {
            others: vec![ended],
            ..Around::default()
        };
        let team = entry("Sodra", date(2026, 1, 1), None);
        assert!(problem(Register::Teams, None, &team, &around, TODAY).is_some());
        assert!(problem(Register::Teams, Some(2), &team, &around, TODAY).is_none());
    }

    #[test]
    fn what_belongs_to_something_ends_with_it() {
        let span = |from, to| DateSpan { from, to };
        let (old, coming) = (date(2018, 1, 1), date(2027, 1, 1));
        let rows = [
            (span(old, None), span(old, None), true),
            (span(old, None), span(date(2025, 1, 1), None), true),
            (span(old, None), span(coming, None), false),
            (span(old, None), span(old, Some(coming)), false),
            (span(old, Some(coming)), span(old, Some(coming)), true),
            (span(old, Some(date(2019, 1, 1))), span(coming, None), true),
        ];
        for (inner, outer, expected) in rows {
            assert_eq!(
                within(&inner, &outer, TODAY),
                expected,
                "{inner:?} in {outer:?}"
            );
        }
    }
}
