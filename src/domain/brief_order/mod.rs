//! Beställningar of briefs for a dialogue: which come by rule, on whom they fall, and what they answer.

use crate::codes;
use crate::domain::access::Place;
use crate::domain::brief::{BriefOf, Scope};
use crate::domain::dialogue_issue::AreaOf;
use crate::domain::milestone::{
    ChosenArea, ConcernedDepartment, Milestone, Outcome, State as Stands, due_on,
};
use crate::domain::people::Seat;
use crate::domain::places::County;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

codes! {
    State {
        Ordered = "ordered", "Beställt";
        Returned = "returned", "Tillbakaskickat";
        Delivered = "delivered", "Lämnat";
        NotNeeded = "not_needed", "Behövs inte";
        Withdrawn = "withdrawn", "Tillbakataget";
    }
}

impl State {
    /// Whether someone is still expected to deliver.
    pub fn is_open(self) -> bool {
        matches!(self, State::Ordered | State::Returned)
    }

    pub fn asks_why(self) -> bool {
        matches!(self, State::Returned | State::NotNeeded)
    }

    /// Where an order can go from here, itself first.
    pub fn choices(self) -> &'static [State] {
        use State::{Delivered, NotNeeded, Ordered, Returned, Withdrawn};
        match self {
            Ordered => &[Ordered, NotNeeded],
            Returned => &[Returned, NotNeeded],
            Delivered => &[Delivered, Returned],
            NotNeeded => &[NotNeeded, Ordered],
            Withdrawn => &[Withdrawn],
        }
    }
}

/// What a person changes of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    pub state: State,
    /// Why it is not needed, or what is missing in what was delivered.
    pub reason: String,
    pub due_on: Date,
}

/// A brief that holds, as an order may be answered with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    pub version_id: i64,
    pub number: i64,
    pub valid_to: Option<Date>,
}

impl Held {
    pub fn holds(&self, day: Date) -> bool {
        !crate::domain::brief::is_stale(self.valid_to, day)
    }
}

#[derive(Clone, Debug)]
pub struct Order {
    pub id: i64,
    pub dialogue_id: i64,
    /// The län of the dialogue.
    pub county: String,
    pub scope: Scope,
    /// Of a national one.
    pub area: Option<AreaOf>,
    pub standing: Standing,
    /// The version it was answered with, and its number; none when it was delivered in another way.
    pub answer: Option<(i64, i64)>,
    /// The series of the brief, when there is one, and the version of it that holds.
    pub brief_id: Option<i64>,
    pub held: Option<Held>,
    pub ordered_at: Timestamp,
    pub ordered_by: Option<String>,
    pub asked_again_at: Option<Timestamp>,
    pub settled_at: Option<Timestamp>,
    pub settled_by: Option<String>,
    pub version: i64,
}

impl Order {
    pub fn url(&self) -> String {
        url(self.dialogue_id, self.id)
    }

    pub fn of(&self) -> BriefOf {
        match &self.area {
            Some(area) => BriefOf::National(area.id),
            None => BriefOf::Regional(self.county.clone()),
        }
    }

    /// "Nationellt underlag: Kompetensförsörjning"
    pub fn title(&self) -> String {
        match &self.area {
            Some(area) => format!("Nationellt underlag: {}", area.name),
            None => "Regionalt underlag".to_owned(),
        }
    }

    /// The seat it falls on in the län's team.
    pub fn seat(&self, county: &County) -> Seat {
        match &self.area {
            Some(area) if area.is_regioner => Seat::Lead(county.team_id),
            Some(area) => Seat::Issue(county.team_id, area.department_id),
            None => Seat::County(county.code.clone()),
        }
    }

    pub fn place(&self, county: &County) -> Place {
        Place {
            seat: Some(self.seat(county)),
            ..county.place()
        }
    }

    pub fn is_late(&self, today: Date) -> bool {
        self.standing.state.is_open() && self.standing.due_on < today
    }

    /// A version that holds today and could answer it.
    pub fn proposed(&self, today: Date) -> Option<&Held> {
        let held = self.held.as_ref()?;
        (self.standing.state.is_open() && held.holds(today)).then_some(held)
    }
}

pub fn url(dialogue_id: i64, id: i64) -> String {
    format!("/dialoger/{dialogue_id}/bestallningar/{id}")
}

/// An order that stands, as the rule needs to know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Living {
    pub id: i64,
    /// None for the regional one.
    pub area: Option<i64>,
    pub department: Option<i64>,
}

impl Living {
    pub fn of(order: &Order) -> Living {
        Living {
            id: order.id,
            area: order.area.as_ref().map(|area| area.id),
            department: order.area.as_ref().map(|area| area.department_id),
        }
    }
}

/// An order that comes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coming {
    pub area: Option<i64>,
    pub standing: Standing,
}

/// The days before the dialogue when the template has no line for it.
const NATIONAL: i32 = -28;
const REGIONAL: i32 = -42;

/// What comes and what is withdrawn when these issue areas are the chosen ones. `milestones` are those that
/// stand after the choice; an order takes its date from them. Where the work was ticked before anything was
/// ordered, the order comes settled.
pub fn orders(
    chosen: &[ChosenArea<'_>],
    living: &[Living],
    milestones: &[Milestone],
    held_on: Date,
    today: Date,
) -> (Vec<Coming>, Vec<i64>) {
    let has = |area: Option<i64>| living.iter().any(|each| each.area == area);
    let mut coming = Vec::new();
    for area in chosen.iter().filter(|area| !has(Some(area.id))) {
        let known = living
            .iter()
            .any(|each| each.department == Some(area.department.id));
        let line = milestone(milestones, "national_brief", Some(&area.department));
        coming.push(Coming {
            area: Some(area.id),
            standing: born(line, known, NATIONAL, held_on, today),
        });
    }
    if !has(None) {
        let line = milestone(milestones, "regional_brief", None);
        coming.push(Coming {
            area: None,
            standing: born(line, false, REGIONAL, held_on, today),
        });
    }
    let dropped = |each: &&Living| {
        let area = each.area;
        area.is_some_and(|id| chosen.iter().all(|each| each.id != id))
    };
    let withdrawn = living.iter().filter(dropped).map(|each| each.id);
    (coming, withdrawn.collect())
}

fn milestone<'a>(
    milestones: &'a [Milestone],
    key: &str,
    department: Option<&ConcernedDepartment<'_>>,
) -> Option<&'a Milestone> {
    let of = department.map(|each| each.id);
    let mut own = milestones.iter().filter(|each| each.key == key);
    own.find(|each| each.department_id == of)
}

fn born(
    line: Option<&Milestone>,
    ordered_before: bool,
    offset_days: i32,
    held_on: Date,
    today: Date,
) -> Standing {
    let Some(line) = line else {
        return Standing {
            state: State::Ordered,
            reason: String::new(),
            due_on: due_on(offset_days, held_on, today).0,
        };
    };
    let settled = state_of(line.settling.state);
    let state = match line.state() {
        Stands::Done if ordered_before => State::Ordered,
        _ => settled,
    };
    let reason = match state.asks_why() {
        true => line.settling.reason.clone(),
        false => String::new(),
    };
    let due_on = match (state, line.is_open()) {
        (State::Ordered, false) => due_on(offset_days, held_on, today).0,
        _ => line.settling.due_on,
    };
    Standing {
        state,
        reason,
        due_on,
    }
}

/// Where an order stands when its milestone stands so.
pub fn state_of(outcome: Outcome) -> State {
    match outcome {
        Outcome::Open | Outcome::Needed => State::Ordered,
        Outcome::Done => State::Delivered,
        Outcome::NotNeeded | Outcome::Waived => State::NotNeeded,
    }
}

/// Where the milestone of some orders stands: the national ones of a department together, a regional one alone.
pub fn outcome_of(scope: Scope, states: &[State]) -> Option<Outcome> {
    let living: Vec<State> = states
        .iter()
        .copied()
        .filter(|state| *state != State::Withdrawn)
        .collect();
    let open = living.iter().any(|state| state.is_open());
    let delivered = living.contains(&State::Delivered);
    match (scope, living.is_empty()) {
        (_, true) => None,
        (Scope::National, _) if open => Some(Outcome::Open),
        (Scope::Regional, _) if open => Some(Outcome::Needed),
        (Scope::Regional, _) if !delivered => Some(Outcome::NotNeeded),
        _ => Some(Outcome::Done),
    }
}

#[cfg(test)]
mod tests;
