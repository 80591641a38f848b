//! What one owes, by date: late, this week, next week, later.

use crate::codes;
use crate::domain::brief_order::State;
use crate::domain::calendar::add_days;
use crate::domain::feedback::Direction;
use crate::domain::people::{Assignment, Kind, Seat, holder};
use jiff::civil::Date;

codes! {
    /// When something falls due, as seen from a day. Weeks begin on Monday.
    When {
        Late = "late", "Försenat";
        ThisWeek = "this_week", "Den här veckan";
        NextWeek = "next_week", "Nästa vecka";
        Later = "later", "Senare";
    }
}

impl When {
    pub fn of(due: Date, today: Date) -> When {
        let monday = monday_of(today);
        if due < today {
            When::Late
        } else if due < add_days(monday, 7) {
            When::ThisWeek
        } else if due < add_days(monday, 14) {
            When::NextWeek
        } else {
            When::Later
        }
    }
}

/// Something that falls on a seat, or on a person by name.
#[derive(Clone, Debug)]
pub struct Duty {
    pub id: i64,
    pub title: String,
    pub due_on: Date,
    /// None when a person owns it by name.
    pub seat: Option<Seat>,
    pub work: Work,
}

#[derive(Clone, Debug)]
pub enum Work {
    Milestone {
        dialogue_id: i64,
        county: String,
        held_on: Date,
        /// A judgement that has no answer yet; one answered "behövs" is ticked like any other.
        unanswered: bool,
        version: i64,
        /// What is done by writing the feedback has a form of its own.
        feedback: Option<(Direction, Option<i64>)>,
        /// What is done on a page of the dialogue: what to do there, and the page.
        page: Option<(&'static str, String)>,
    },
    /// The region shall be told again, while insatser of the department go on.
    Again {
        dialogue_id: i64,
        county: String,
        held_on: Date,
        department_id: i64,
    },
    Action {
        counties: Vec<String>,
    },
    /// A check-in of an action, with the action's id.
    Checkin {
        action_id: i64,
        counties: Vec<String>,
    },
    /// A brief that has been ordered, with its series when it has one.
    Order {
        dialogue_id: i64,
        county: String,
        held_on: Date,
        state: State,
        asked_again: bool,
        brief_id: Option<i64>,
    },
}

impl Work {
    /// The dialogue it belongs to: its id, its län and its day.
    pub fn dialogue(&self) -> Option<(i64, &str, Date)> {
        match self {
            Work::Milestone {
                dialogue_id,
                county,
                held_on,
                ..
            }
            | Work::Again {
                dialogue_id,
                county,
                held_on,
                ..
            }
            | Work::Order {
                dialogue_id,
                county,
                held_on,
                ..
            } => Some((*dialogue_id, county, *held_on)),
            Work::Action { .. } | Work::Checkin { .. } => None,
        }
    }

    /// The names of the län that an insats is for; what belongs to a dialogue has its län from it.
    pub fn counties(&self) -> &[String] {
        match self {
            Work::Action { counties } | Work::Checkin { counties, .. } => counties,
            _ => &[],
        }
    }
}

/// Where the work of a milestone is done, when that settles it: what to do, and the page below the dialogue's.
pub fn page_of(key: &str, issue_area: Option<i64>) -> Option<(&'static str, String)> {
    let (word, page) = match (key, issue_area) {
        ("choose_issues", _) => ("Välj", "sakfragor".to_owned()),
        ("position", Some(area)) => ("Ta ställning", format!("stallningstaganden/{area}")),
        ("assessment", _) => ("Bedöm", "bedomning".to_owned()),
        ("pack", _) => ("Sammanställ", "underlag".to_owned()),
        ("minutes", _) => ("Skriv", "minnesanteckningar".to_owned()),
        _ => return None,
    };
    Some((word, page))
}

/// The seats whose work is a person's today: those she holds, and those she is ersättare for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seats {
    pub held: Vec<Seat>,
    pub deputised: Vec<Seat>,
}

impl Seats {
    /// `rows` are the day's assignments, everyone's. An acting holder goes first, so an ordinary
    /// one beside her has not got the work; neither has one who is not huvudansvarig.
    pub fn of(person_id: i64, rows: &[Assignment]) -> Seats {
        let mut seats = Seats::default();
        for row in rows.iter().filter(|row| row.person_id == person_id) {
            let seat = &row.seat;
            let hers = holder(rows.iter().filter(|each| each.seat == *seat))
                .is_some_and(|each| each.person_id == person_id);
            if hers && !seats.held.contains(seat) {
                seats.held.push(seat.clone());
            } else if !hers && row.kind == Kind::Deputy && !seats.deputised.contains(seat) {
                seats.deputised.push(seat.clone());
            }
        }
        seats
    }
}

/// Open work that falls on a seat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Load {
    pub seat: Seat,
    pub milestones: i64,
    pub orders: i64,
    pub actions: i64,
    pub late: i64,
}

/// The rows of each group that has any, in the order they were given.
pub fn by_when<T>(
    rows: impl IntoIterator<Item = T>,
    due: impl Fn(&T) -> Date,
    today: Date,
) -> Vec<(When, Vec<T>)> {
    let mut groups: Vec<(When, Vec<T>)> =
        When::ALL.iter().map(|when| (*when, Vec::new())).collect();
    for row in rows {
        let when = When::of(due(&row), today);
        if let Some((_, group)) = groups.iter_mut().find(|(each, _)| *each == when) {
            group.push(row);
        }
    }
    groups.retain(|(_, group)| !group.is_empty());
    groups
}

/// The Monday on or before a day.
pub fn monday_of(day: Date) -> Date {
    add_days(day, -i64::from(day.weekday().to_monday_zero_offset()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::iso_week;
    use crate::domain::places::DateSpan;
    use jiff::civil::date;

    #[test]
    fn a_week_ends_on_sunday_whatever_day_it_is_today() {
        let rows = [
            ("2026-11-22", When::Late),
            ("2026-11-23", When::ThisWeek),
            ("2026-11-29", When::ThisWeek),
            ("2026-11-30", When::NextWeek),
            ("2026-12-06", When::NextWeek),
            ("2026-12-07", When::Later),
        ];
        for (due, expected) in rows {
            let due: Date = due.parse().unwrap();
            assert_eq!(
                When::of(due, date(2026, 11, 23)),
                expected,
                "{due} seen from a Monday"
            );
            let from_sunday = match due < date(2026, 11, 29) {
                true => When::Late,
                false => expected,
            };
            assert_eq!(
                When::of(due, date(2026, 11, 29)),
                from_sunday,
                "{due} seen from a Sunday"
            );
        }
    }

    #[test]
    fn the_year_turns_in_the_middle_of_week_53() {
        let eve = date(2026, 12, 31);
        assert_eq!(
            (iso_week(eve), iso_week(date(2027, 1, 3))),
            ((2026, 53), (2026, 53))
        );
        let rows = [
            ("2026-12-30", When::Late),
            ("2026-12-31", When::ThisWeek),
            ("2027-01-03", When::ThisWeek),
            ("2027-01-04", When::NextWeek),
            ("2027-01-10", When::NextWeek),
            ("2027-01-11", When::Later),
        ];
        for (due, expected) in rows {
            assert_eq!(When::of(due.parse().unwrap(), eve), expected, "{due}");
        }
    }

    fn row(id: i64, person_id: i64, kind: Kind, is_primary: bool) -> Assignment {
        Assignment {
            id,
            person_id,
            person_name: String::new(),
            has_account: true,
            seat: Seat::County("12".into()),
            kind,
            is_primary,
            span: DateSpan {
                from: date(2018, 1, 1),
                to: None,
            },
            counties: Vec::new(),
            issue_areas: Vec::new(),
            version: 1,
        }
    }

    #[test]
    fn the_work_of_a_seat_is_its_effective_holders_alone() {
        let seat = vec![Seat::County("12".into())];
        let held = |person, rows: &[Assignment]| Seats::of(person, rows).held == seat;
        let ordinary = vec![
            row(1, 1, Kind::Ordinary, true),
            row(2, 2, Kind::Ordinary, false),
        ];
        assert!(held(1, &ordinary) && !held(2, &ordinary));
        let acting = [ordinary, vec![row(3, 3, Kind::Acting, true)]].concat();
        assert!(held(3, &acting) && !held(1, &acting));
        let deputy = [acting, vec![row(4, 4, Kind::Deputy, false)]].concat();
        let of_deputy = Seats::of(4, &deputy);
        assert_eq!((of_deputy.held, of_deputy.deputised), (vec![], seat));
        assert_eq!(Seats::of(9, &deputy), Seats::default());
    }

    #[test]
    fn who_holds_a_seat_is_not_her_own_deputy() {
        let rows = [
            row(1, 1, Kind::Ordinary, true),
            row(2, 1, Kind::Deputy, false),
        ];
        let seats = Seats::of(1, &rows);
        assert_eq!((seats.held.len(), seats.deputised.len()), (1, 0));
    }

    #[test]
    fn groups_without_rows_are_left_out_and_the_order_is_kept() {
        let today = date(2026, 11, 23);
        let due = [
            date(2027, 3, 1),
            date(2026, 11, 24),
            date(2026, 12, 31),
            date(2026, 11, 23),
        ];
        let groups = by_when(due, |day| *day, today);
        assert_eq!(
            groups,
            vec![
                (When::ThisWeek, vec![due[1], due[3]]),
                (When::Later, vec![due[0], due[2]])
            ]
        );
        assert!(by_when(Vec::<Date>::new(), |day| *day, today).is_empty());
    }

    #[test]
    fn the_ends_of_the_calendar_are_no_trap() {
        assert_eq!(When::of(Date::MIN, Date::MAX), When::Late);
        assert_eq!(When::of(Date::MAX, Date::MIN), When::Later);
    }
}
