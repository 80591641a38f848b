//! Insatser: what was promised, by whom, by when.

mod checkin;
mod receipt;

pub use checkin::{Checkin, Done, MOST_MONTHS, Planned};
pub use receipt::{Answer, Given, Receipt};

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

codes! {
    /// What an action is: something a dialogue led to, or an operativ insats that is judged relevant.
    Kind {
        FollowUp = "followup", "Uppföljning";
        Operational = "operational", "Operativ insats";
    }
}

codes! {
    /// Who promised whom.
    Direction {
        ToRegion = "to_region", "Myndigheten till regionen";
        FromRegion = "from_region", "Regionen till myndigheten";
        Third = "third", "En annan myndighet";
    }
}

impl Status {
    /// Whether something remains to be done.
    pub fn is_open(self) -> bool {
        matches!(self, Status::Proposed | Status::Decided | Status::Ongoing)
    }

    /// What is still missing before an action may be said to stand here.
    pub fn lacks(self, result: &str, effect: &str, stop_reason: &str) -> Vec<Lack> {
        let mut lacks = Vec::new();
        if self == Status::Done && result.is_empty() {
            lacks.push(Lack::Result);
        }
        if self == Status::Done && effect.is_empty() {
            lacks.push(Lack::Effect);
        }
        if self == Status::Stopped && stop_reason.is_empty() {
            lacks.push(Lack::StopReason);
        }
        lacks
    }
}

impl Kind {
    /// An operativ insats is judged, yes or no, with a reason; one that is not relevant goes no further.
    pub fn lacks(self, relevant: Option<bool>, relevance: &str, status: Status) -> Vec<Lack> {
        let goes_on = matches!(status, Status::Decided | Status::Ongoing | Status::Done);
        let mut lacks = Vec::new();
        if self == Kind::FollowUp {
            return lacks;
        }
        match relevant {
            None => lacks.push(Lack::Judgement),
            Some(false) if goes_on => lacks.push(Lack::Relevance),
            Some(_) => {}
        }
        if relevance.is_empty() {
            lacks.push(Lack::JudgementReason);
        }
        lacks
    }
}

impl Direction {
    pub fn lacks(self, agency_id: Option<i64>) -> Vec<Lack> {
        match (self, agency_id) {
            (Direction::Third, None) => vec![Lack::Agency],
            _ => Vec::new(),
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
    /// What it led to: closing it as done demands it, "Går inte att säga ännu" at the least.
    pub effect: String,
    pub stop_reason: String,
    pub kind: Kind,
    pub direction: Direction,
    /// Who promised, when it is another agency.
    pub agency_id: Option<i64>,
    pub serves_conditions: bool,
    pub serves_ability: bool,
    /// An operativ insats: whether it is judged relevant, and why.
    pub relevant: Option<bool>,
    pub relevance: String,
    /// Whether the region may be told of it: its title, its date, how it stands and `region_text`.
    pub shareable: bool,
    /// The only free text of an action that leaves the house.
    pub region_text: String,
}

impl Default for Plan {
    fn default() -> Self {
        Plan {
            title: String::new(),
            counties: Vec::new(),
            dialogue_id: None,
            issue_area_id: None,
            unit_id: 0,
            owner_seat: None,
            owner_person_id: None,
            due_on: Date::ZERO,
            status: Status::Proposed,
            description: String::new(),
            result: String::new(),
            effect: String::new(),
            stop_reason: String::new(),
            kind: Kind::FollowUp,
            direction: Direction::ToRegion,
            agency_id: None,
            serves_conditions: false,
            serves_ability: false,
            relevant: None,
            relevance: String::new(),
            shareable: false,
            region_text: String::new(),
        }
    }
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

/// What an action cannot be saved without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    Result,
    Effect,
    StopReason,
    /// Another agency has promised, and is not named.
    Agency,
    Judgement,
    JudgementReason,
    /// It is judged as not relevant, and yet goes on.
    Relevance,
}

/// An action as it is stored.
#[derive(Clone, Debug)]
pub struct Action {
    pub id: i64,
    pub plan: Plan,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub settled_at: Option<Timestamp>,
    pub given: Given,
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
            due_on: date(2026, 11, 22),
            status,
            ..Plan::default()
        }
    }

    #[test]
    fn done_demands_a_result_and_an_effect_and_stopped_a_reason() {
        use Lack::{Effect, Result, StopReason};
        let rows = [
            (Status::Ongoing, ["", "", ""], vec![]),
            (Status::Done, ["", "", "Därför."], vec![Result, Effect]),
            (Status::Done, ["Klart.", "", ""], vec![Effect]),
            (
                Status::Done,
                ["", "Går inte att säga ännu", ""],
                vec![Result],
            ),
            (Status::Done, ["Klart.", "Fler företag växer.", ""], vec![]),
            (Status::Stopped, ["Klart.", "", ""], vec![StopReason]),
            (Status::Stopped, ["", "", "Därför."], vec![]),
        ];
        for (status, [result, effect, reason], expected) in rows {
            let lacks = status.lacks(result, effect, reason);
            assert_eq!(lacks, expected, "{status:?} {result} {effect} {reason}");
        }
    }

    #[test]
    fn an_operativ_insats_is_judged_and_goes_on_only_when_it_is_relevant() {
        use Lack::{Judgement, JudgementReason, Relevance};
        use Status::{Decided, Done, Ongoing, Proposed, Stopped};
        let rows = [
            (Kind::FollowUp, None, "", Done, vec![]),
            (
                Kind::Operational,
                None,
                "",
                Proposed,
                vec![Judgement, JudgementReason],
            ),
            (
                Kind::Operational,
                Some(true),
                "",
                Proposed,
                vec![JudgementReason],
            ),
            (Kind::Operational, Some(true), "Behövs.", Ongoing, vec![]),
            (
                Kind::Operational,
                Some(false),
                "Behövs inte.",
                Proposed,
                vec![],
            ),
            (
                Kind::Operational,
                Some(false),
                "Behövs inte.",
                Stopped,
                vec![],
            ),
            (
                Kind::Operational,
                Some(false),
                "Behövs inte.",
                Decided,
                vec![Relevance],
            ),
            (
                Kind::Operational,
                Some(false),
                "",
                Ongoing,
                vec![Relevance, JudgementReason],
            ),
        ];
        for (kind, relevant, why, status, expected) in rows {
            let lacks = kind.lacks(relevant, why, status);
            assert_eq!(lacks, expected, "{kind:?} {relevant:?} {status:?}");
        }
        assert_eq!(Direction::Third.lacks(None), [Lack::Agency]);
        assert!(
            Direction::Third.lacks(Some(1)).is_empty()
                && Direction::FromRegion.lacks(None).is_empty()
        );
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
