//! A milestone as it is kept, where it stands, and what can come of it.

use super::{FallsOn, State};
use crate::domain::dialogue::LAST_DUTY;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

crate::codes! {
    /// Where a milestone stands in the words of its form; a judgement has two more than others.
    Outcome {
        Open = "open", "Öppen";
        Needed = "needed", "Behövs, inte klar än";
        Done = "done", "Klar";
        NotNeeded = "not_needed", "Behövs inte";
        Waived = "waived", "Avstår";
    }
}

impl Outcome {
    pub fn of(state: State, answer: Option<&str>) -> Outcome {
        match (state, answer) {
            (State::Waived, _) => Outcome::Waived,
            (State::Done, Some("not_needed")) => Outcome::NotNeeded,
            (State::Done, _) => Outcome::Done,
            (State::Open, Some("needed")) => Outcome::Needed,
            (State::Open, _) => Outcome::Open,
        }
    }

    pub fn state(self) -> State {
        match self {
            Outcome::Open | Outcome::Needed => State::Open,
            Outcome::Done | Outcome::NotNeeded => State::Done,
            Outcome::Waived => State::Waived,
        }
    }

    /// The answer that is kept. What was done was needed, so a tick answers a judgement too.
    pub fn answer(self, judgement: bool) -> Option<&'static str> {
        match self {
            _ if !judgement => None,
            Outcome::Needed | Outcome::Done => Some("needed"),
            Outcome::NotNeeded => Some("not_needed"),
            Outcome::Open | Outcome::Waived => None,
        }
    }

    pub fn asks_why(self) -> bool {
        matches!(self, Outcome::NotNeeded | Outcome::Waived)
    }

    /// What can be chosen for a milestone.
    pub fn choices(judgement: bool) -> &'static [Outcome] {
        match judgement {
            true => Outcome::ALL,
            false => &[Outcome::Open, Outcome::Done, Outcome::Waived],
        }
    }
}

/// What a person changes of a milestone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settling {
    pub state: Outcome,
    pub reason: String,
    pub due_on: Date,
}

#[derive(Clone, Debug)]
pub struct Milestone {
    pub id: i64,
    pub dialogue_id: i64,
    pub key: String,
    pub title: String,
    pub department_id: Option<i64>,
    /// Of a position or a hand-over, once issue areas are chosen.
    pub issue_area_id: Option<i64>,
    pub falls_on: FallsOn,
    pub offset_days: i32,
    pub judgement: bool,
    pub settling: Settling,
    pub set_by_hand: bool,
    /// "Kort om tid": the template's date had already passed.
    pub short_notice: bool,
    pub settled_at: Option<Timestamp>,
    pub settled_by: Option<String>,
    pub version: i64,
}

impl Milestone {
    pub fn state(&self) -> State {
        self.settling.state.state()
    }

    pub fn is_open(&self) -> bool {
        self.state() == State::Open
    }

    pub fn before_the_day(&self) -> bool {
        self.offset_days < 0
    }

    pub fn is_late(&self, today: Date) -> bool {
        self.is_open() && self.settling.due_on < today
    }

    /// Whether the dialogue must stay open because of it.
    pub fn blocks_closing(&self) -> bool {
        self.is_open() && self.offset_days <= LAST_DUTY
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_needed_counts_as_done_and_what_is_needed_stays_open() {
        let rows = [
            (Outcome::Open, State::Open, None),
            (Outcome::Needed, State::Open, Some("needed")),
            (Outcome::Done, State::Done, Some("needed")),
            (Outcome::NotNeeded, State::Done, Some("not_needed")),
            (Outcome::Waived, State::Waived, None),
        ];
        for (outcome, state, answer) in rows {
            assert_eq!((outcome.state(), outcome.answer(true)), (state, answer));
            assert_eq!(Outcome::of(state, answer), outcome);
        }
    }

    #[test]
    fn only_a_judgement_is_answered() {
        assert_eq!(Outcome::Done.answer(false), None);
        assert!(!Outcome::choices(false).contains(&Outcome::NotNeeded));
        let why = Outcome::ALL.iter().filter(|each| each.asks_why());
        assert!(why.eq(&[Outcome::NotNeeded, Outcome::Waived]));
    }
}
