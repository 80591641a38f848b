//! Insatser: what was promised, by whom, by when.

use crate::codes;
use crate::domain::access::Place;
use crate::domain::people::Seat;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

codes! {
    Status {
        Proposed = "proposed", "Föreslagen";
        Decided = "decided", "Beslutad";
        Ongoing = "ongoing", "Pågår";
        Done = "done", "Genomförd";
        Stopped = "stopped", "Avbruten";
    }
}

impl Status {
    /// Whether something remains to be done.
    pub fn is_open(self) -> bool {
        matches!(self, Status::Proposed | Status::Decided | Status::Ongoing)
    }

    /// What is still missing before an action may be said to stand here.
    pub fn lacks(self, result: &str, stop_reason: &str) -> Option<Lack> {
        match self {
            Status::Done if result.is_empty() => Some(Lack::Result),
            Status::Stopped if stop_reason.is_empty() => Some(Lack::StopReason),
            _ => None,
        }
    }
}

/// What can be edited of an action. Either a seat owns it, or a person by name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    pub title: String,
    /// Codes of the län it is for, in order; at least one.
    pub counties: Vec<String>,
    pub dialogue_id: Option<i64>,
    pub issue_area_id: Option<i64>,
    pub unit_id: i64,
    pub owner_seat: Option<Seat>,
    pub owner_person_id: Option<i64>,
    pub due_on: Date,
    pub status: Status,
    pub description: String,
    pub result: String,
    pub stop_reason: String,
}

impl Plan {
    /// Where a right to the action is decided. `counties` are its län with their teams today;
    /// `department` is the issue area's, or else the responsible unit's.
    pub fn place(&self, counties: Vec<(String, i64)>, department: Option<i64>) -> Place {
        Place {
            counties,
            teams: Vec::new(),
            department,
            issue_area: self.issue_area_id,
            seat: self.owner_seat.clone(),
            owner: self.owner_person_id,
            national: false,
        }
    }

    pub fn owner(&self) -> Option<Owner> {
        let seat = self.owner_seat.clone().map(Owner::Seat);
        seat.or(self.owner_person_id.map(Owner::Person))
    }

    pub fn is_late(&self, today: Date) -> bool {
        self.status.is_open() && self.due_on < today
    }
}

/// Genomförd demands a result, Avbruten a reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    Result,
    StopReason,
}

/// An action as it is stored.
#[derive(Clone, Debug)]
pub struct Action {
    pub id: i64,
    pub plan: Plan,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub settled_at: Option<Timestamp>,
    pub version: i64,
}

impl Action {
    pub fn url(&self) -> String {
        format!("/insatser/{}", self.id)
    }
}

/// Who has an action: a seat (it follows the seat) or a person (it stays); as text `county/25`, `person/3`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    Seat(Seat),
    Person(i64),
}

impl fmt::Display for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Owner::Seat(seat) => seat.fmt(f),
            Owner::Person(id) => write!(f, "person/{id}"),
        }
    }
}

impl FromStr for Owner {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        match text.strip_prefix("person/") {
            Some(id) => id
                .parse()
                .map(Owner::Person)
                .map_err(|_| format!("unknown owner: {text}")),
            None => text.parse().map(Owner::Seat),
        }
    }
}

/// An uppföljning: what someone noted on a day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FollowUp {
    pub followed_on: Date,
    pub text: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn plan(status: Status) -> Plan {
        Plan {
            title: "Kartläggning".into(),
            counties: vec!["25".into()],
            dialogue_id: None,
            issue_area_id: Some(1),
            unit_id: 1,
            owner_seat: Some(Seat::County("25".into())),
            owner_person_id: None,
            due_on: date(2026, 11, 22),
            status,
            description: String::new(),
            result: String::new(),
            stop_reason: String::new(),
        }
    }

    #[test]
    fn done_demands_a_result_and_stopped_a_reason() {
        assert_eq!(Status::Ongoing.lacks("", ""), None);
        assert_eq!(Status::Done.lacks("", "Därför."), Some(Lack::Result));
        assert_eq!(Status::Stopped.lacks("Klart.", ""), Some(Lack::StopReason));
        assert_eq!(Status::Done.lacks("Klart.", ""), None);
        assert_eq!(Status::Stopped.lacks("", "Därför."), None);
    }

    #[test]
    fn only_what_is_open_can_be_late() {
        let today = date(2026, 11, 23);
        assert!(plan(Status::Proposed).is_late(today));
        assert!(!plan(Status::Done).is_late(today));
        assert!(!plan(Status::Proposed).is_late(date(2026, 11, 22)));
    }

    #[test]
    fn an_owner_is_a_seat_or_a_person() {
        for text in ["lead/1", "county/25", "issue/1/2", "person/3"] {
            assert_eq!(
                text.parse::<Owner>().map(|owner| owner.to_string()),
                Ok(text.to_owned())
            );
        }
        for text in ["", "person/", "person/x", "25"] {
            assert!(text.parse::<Owner>().is_err(), "{text}");
        }
    }
}
