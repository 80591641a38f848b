//! What an assignment says, what it must fit, and which others stand in its way.

use crate::domain::people::{Assignment, Function, Kind, Seat, excludes};
use crate::domain::places::DateSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The part of an assignment that can be corrected; the seat is what it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    pub person_id: i64,
    pub kind: Kind,
    pub is_primary: bool,
    pub valid_from: Date,
    pub valid_to: Option<Date>,
    pub counties: Vec<String>,
    pub issue_areas: Vec<i64>,
}

impl Terms {
    pub fn of(assignment: &Assignment) -> Terms {
        let mut terms = Terms {
            person_id: assignment.person_id,
            kind: assignment.kind,
            is_primary: assignment.is_primary,
            valid_from: assignment.span.from,
            valid_to: assignment.span.to,
            counties: assignment.counties.clone(),
            issue_areas: assignment.issue_areas.clone(),
        };
        terms.counties.sort();
        terms.issue_areas.sort();
        terms
    }

    /// As the ledger keeps them: an uppdragsansvarig and a tf. are always huvudansvarig, an
    /// ersättare never is, and only an ansvarig för sakfrågor can be narrowed.
    pub fn settled(mut self, function: Function) -> Terms {
        self.is_primary = match self.kind {
            Kind::Deputy => false,
            Kind::Acting => true,
            Kind::Ordinary => self.is_primary || function == Function::Lead,
        };
        if function != Function::IssueOfficer {
            self.counties.clear();
            self.issue_areas.clear();
        }
        self.counties.sort();
        self.counties.dedup();
        self.issue_areas.sort();
        self.issue_areas.dedup();
        self
    }

    pub fn span(&self) -> DateSpan {
        DateSpan {
            from: self.valid_from,
            to: self.valid_to,
        }
    }

    /// A row of the ledger with these terms, for comparing it with the others of its seat.
    pub fn as_row(&self, id: i64, seat: &Seat) -> Assignment {
        Assignment {
            id,
            person_id: self.person_id,
            person_name: String::new(),
            has_account: false,
            seat: seat.clone(),
            kind: self.kind,
            is_primary: self.is_primary,
            span: self.span(),
            counties: self.counties.clone(),
            issue_areas: self.issue_areas.clone(),
            version: 0,
        }
    }
}

/// What a seat has room for: when its team and department exist, and what it can be narrowed to.
#[derive(Clone, Debug, Default)]
pub struct Room {
    pub spans: Vec<DateSpan>,
    pub counties: Vec<Part<String>>,
    pub issue_areas: Vec<Part<i64>>,
}

/// A län of the team or an issue area of the department, and when.
#[derive(Clone, Debug)]
pub struct Part<T> {
    pub key: T,
    pub name: String,
    pub span: DateSpan,
}

/// What of the terms the seat has no room for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// The last day is before the first.
    Order,
    /// The team or the department does not exist on the first day.
    NotThen,
    Counties,
    IssueAreas,
}

pub fn misfits(terms: &Terms, room: &Room) -> Vec<Misfit> {
    if terms.valid_to.is_some_and(|to| to < terms.valid_from) {
        return vec![Misfit::Order];
    }
    let span = terms.span();
    let exists = room.spans.iter().all(|each| each.contains(span.from));
    let counties = all_in(&terms.counties, &room.counties, &span);
    let issue_areas = all_in(&terms.issue_areas, &room.issue_areas, &span);
    [
        (exists, Misfit::NotThen),
        (counties, Misfit::Counties),
        (issue_areas, Misfit::IssueAreas),
    ]
    .into_iter()
    .filter_map(|(fits, misfit)| (!fits).then_some(misfit))
    .collect()
}

fn all_in<T: PartialEq>(keys: &[T], parts: &[Part<T>], span: &DateSpan) -> bool {
    let known = |key: &T| {
        parts
            .iter()
            .any(|part| part.key == *key && part.span.overlaps(span))
    };
    keys.iter().all(known)
}

/// An assignment of the same seat that these terms cannot stand beside.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Obstacle<'a> {
    /// Another ordinary holder of an exclusive seat.
    Held(&'a Assignment),
    /// The same person, in the same way, on the same days.
    Twice(&'a Assignment),
}

pub fn obstacle<'a>(row: &Assignment, others: &'a [Assignment]) -> Option<Obstacle<'a>> {
    let mut others = others
        .iter()
        .filter(|other| other.id != row.id && other.seat == row.seat);
    let twice = |other: &Assignment| {
        other.person_id == row.person_id && other.kind == row.kind && other.span.overlaps(&row.span)
    };
    others.find_map(|other| match (twice(other), excludes(row, other)) {
        (true, _) => Some(Obstacle::Twice(other)),
        (_, true) => Some(Obstacle::Held(other)),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn span(from: &str, to: &str) -> DateSpan {
        DateSpan {
            from: day(from),
            to: to.parse().ok(),
        }
    }

    fn terms(kind: Kind, is_primary: bool, span: DateSpan) -> Terms {
        Terms {
            person_id: 1,
            kind,
            is_primary,
            valid_from: span.from,
            valid_to: span.to,
            counties: Vec::new(),
            issue_areas: Vec::new(),
        }
    }

    fn row(id: i64, person: i64, words: &str, span: DateSpan) -> Assignment {
        let kind = match words {
            "tf" => Kind::Acting,
            "ersättare" => Kind::Deputy,
            _ => Kind::Ordinary,
        };
        let mut terms = terms(kind, words == "huvud" || words == "tf", span);
        terms.person_id = person;
        terms.as_row(id, &Seat::County("25".into()))
    }

    #[test]
    fn only_two_ordinary_primary_holders_on_one_day_are_refused() {
        let rows = "a        b         a from     a to       b from     b to       refused
            huvud     huvud     2026-01-01 -          2027-01-01 -          yes
            huvud     huvud     2026-01-01 2026-12-31 2027-01-01 -          no
            huvud     huvud     2026-01-01 2026-12-31 2026-12-31 -          yes
            huvud     huvud     2027-01-01 -          2026-01-01 2026-12-31 no
            huvud     huvud     2026-06-01 2026-06-30 2026-01-01 -          yes
            huvud     ordinarie 2026-01-01 -          2026-01-01 -          no
            ordinarie ordinarie 2026-01-01 -          2026-01-01 -          no
            huvud     tf        2026-01-01 -          2026-01-01 -          no
            tf        tf        2026-01-01 -          2026-01-01 -          no
            huvud     ersättare 2026-01-01 -          2026-01-01 -          no
            ersättare ersättare 2026-01-01 -          2026-01-01 -          no";
        for line in rows.lines().skip(1) {
            let cells: Vec<_> = line.split_whitespace().collect();
            let old = row(1, 1, cells[0], span(cells[2], cells[3]));
            let new = row(2, 2, cells[1], span(cells[4], cells[5]));
            let found = obstacle(&new, std::slice::from_ref(&old));
            let expected = (cells[6] == "yes").then_some(Obstacle::Held(&old));
            assert_eq!(found, expected, "{line}");
        }
    }

    #[test]
    fn nobody_has_the_same_assignment_twice_but_many_in_turn() {
        let old = [row(1, 1, "ersättare", span("2026-01-01", "2026-06-30"))];
        let again = row(2, 1, "ersättare", span("2026-06-01", "-"));
        assert_eq!(obstacle(&again, &old), Some(Obstacle::Twice(&old[0])));
        let later = row(2, 1, "ersättare", span("2026-07-01", "-"));
        assert_eq!(obstacle(&later, &old), None);
        let otherwise = row(2, 1, "tf", span("2026-06-01", "-"));
        assert_eq!(obstacle(&otherwise, &old), None);
        let itself = row(1, 1, "ersättare", span("2026-06-01", "-"));
        assert_eq!(obstacle(&itself, &old), None);
    }

    #[test]
    fn another_seat_is_never_in_the_way() {
        let mut old = row(1, 1, "huvud", span("2026-01-01", "-"));
        old.seat = Seat::County("24".into());
        let new = row(2, 2, "huvud", span("2026-01-01", "-"));
        assert_eq!(obstacle(&new, &[old]), None);
    }

    #[test]
    fn who_is_huvudansvarig_follows_from_kind_and_function() {
        use Function::{CountyOfficer, Lead};
        let rows = [
            (Kind::Ordinary, false, Lead, true),
            (Kind::Ordinary, false, CountyOfficer, false),
            (Kind::Ordinary, true, CountyOfficer, true),
            (Kind::Acting, false, CountyOfficer, true),
            (Kind::Deputy, true, Lead, false),
        ];
        for (kind, ticked, function, expected) in rows {
            let settled = terms(kind, ticked, span("2026-01-01", "-")).settled(function);
            assert_eq!(settled.is_primary, expected, "{kind} {function}");
        }
    }

    #[test]
    fn only_an_issue_officer_is_narrowed() {
        let mut wide = terms(Kind::Ordinary, true, span("2026-01-01", "-"));
        wide.counties = vec!["25".into(), "24".into(), "25".into()];
        let narrowed = wide.clone().settled(Function::IssueOfficer);
        assert_eq!(narrowed.counties, ["24", "25"]);
        assert!(wide.settled(Function::CountyOfficer).counties.is_empty());
    }

    #[test]
    fn terms_must_fit_the_seat() {
        let part = |key: &str, from, to| Part {
            key: key.to_owned(),
            name: String::new(),
            span: span(from, to),
        };
        let room = Room {
            spans: vec![span("2018-01-01", "-"), span("2018-01-01", "2026-12-31")],
            counties: vec![part("09", "2018-01-01", "2026-06-30")],
            issue_areas: Vec::new(),
        };
        let check = |from, to, counties: &[&str], areas: &[i64]| {
            let mut terms = terms(Kind::Ordinary, true, span(from, to));
            terms.counties = counties.iter().map(|each| each.to_string()).collect();
            terms.issue_areas = areas.to_vec();
            misfits(&terms, &room)
        };
        assert_eq!(check("2026-01-01", "-", &["09"], &[]), []);
        assert_eq!(check("2026-02-01", "2026-01-31", &[], &[]), [Misfit::Order]);
        assert_eq!(check("2027-01-01", "-", &[], &[]), [Misfit::NotThen]);
        assert_eq!(
            check("2026-07-01", "-", &["09"], &[7]),
            [Misfit::Counties, Misfit::IssueAreas]
        );
    }
}
