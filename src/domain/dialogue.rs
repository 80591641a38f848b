//! The strategic dialogue and its life cycle.

use crate::codes;
use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

codes! {
    Phase {
        Planning = "planning", "Planering";
        Preparing = "preparing", "Förberedelse";
        Holding = "holding", "Genomförande";
        FollowingUp = "following_up", "Uppföljning";
        Closed = "closed", "Avslutad";
        Cancelled = "cancelled", "Inställd";
    }
}

impl Phase {
    /// Closed and cancelled dialogues are kept as they are.
    pub fn is_over(self) -> bool {
        matches!(self, Phase::Closed | Phase::Cancelled)
    }

    pub fn is_before_the_day(self) -> bool {
        matches!(self, Phase::Planning | Phase::Preparing)
    }
}

codes! {
    Form {
        OnSite = "on_site", "På plats";
        Digital = "digital", "Digitalt";
        Hybrid = "hybrid", "Hybrid";
    }
}

impl Form {
    pub fn has_place(self) -> bool {
        self != Form::Digital
    }

    pub fn has_link(self) -> bool {
        self != Form::OnSite
    }
}

/// What is decided when a dialogue is planned, and can be changed until it is over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    pub county: String,
    pub held_on: Date,
    pub starts_at: Time,
    pub ends_at: Time,
    pub form: Form,
    pub place: String,
    pub link: String,
    pub purpose: String,
    pub diary_no: String,
}

/// The text that is written during and after the dialogue; it has a version of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notes {
    pub notes: String,
}

#[derive(Clone, Debug)]
pub struct Dialogue {
    pub id: i64,
    pub plan: Plan,
    pub phase: Phase,
    pub notes: Notes,
    pub notes_version: i64,
    pub cancelled_from: Option<Phase>,
    pub cancel_reason: String,
    pub version: i64,
}

impl Dialogue {
    pub fn url(&self) -> String {
        format!("/dialoger/{}", self.id)
    }
}

/// Closing waits for the milestones up to this many days after the day.
pub const LAST_DUTY: i32 = 28;

/// The buttons that move a dialogue from one phase to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Confirm,
    Start,
    Hold,
    Close,
    Cancel,
}

/// Why a step may not be taken now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The phase the dialogue is in has no such step.
    Phase(Phase),
    /// Not before this day.
    NotBefore(Date),
    /// So many milestones are open.
    Open(usize),
}

impl Step {
    pub const ALL: [Step; 5] = [
        Step::Confirm,
        Step::Start,
        Step::Hold,
        Step::Close,
        Step::Cancel,
    ];

    pub fn leads_to(self) -> Phase {
        match self {
            Step::Confirm => Phase::Preparing,
            Step::Start => Phase::Holding,
            Step::Hold => Phase::FollowingUp,
            Step::Close => Phase::Closed,
            Step::Cancel => Phase::Cancelled,
        }
    }

    /// The step that takes a dialogue on from a phase.
    pub fn next(phase: Phase) -> Option<Step> {
        match phase {
            Phase::Planning => Some(Step::Confirm),
            Phase::Preparing => Some(Step::Start),
            Phase::Holding => Some(Step::Hold),
            Phase::FollowingUp => Some(Step::Close),
            Phase::Closed | Phase::Cancelled => None,
        }
    }

    fn is_open_from(self, phase: Phase) -> bool {
        match self {
            Step::Cancel => matches!(phase, Phase::Planning | Phase::Preparing | Phase::Holding),
            _ => Step::next(phase) == Some(self),
        }
    }

    /// What stands in the way today; `open` milestones are those that block closing.
    pub fn refusal(self, phase: Phase, held_on: Date, today: Date, open: usize) -> Option<Refusal> {
        match self {
            _ if !self.is_open_from(phase) => Some(Refusal::Phase(phase)),
            Step::Start if today < held_on => Some(Refusal::NotBefore(held_on)),
            Step::Close if open > 0 => Some(Refusal::Open(open)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const DAY: Date = date(2026, 12, 3);

    #[test]
    fn each_phase_has_its_steps_and_no_others() {
        use Phase::*;
        let rows = [
            (Planning, vec![Step::Confirm, Step::Cancel]),
            (Preparing, vec![Step::Start, Step::Cancel]),
            (Holding, vec![Step::Hold, Step::Cancel]),
            (FollowingUp, vec![Step::Close]),
            (Closed, vec![]),
            (Cancelled, vec![]),
        ];
        for (phase, allowed) in rows {
            for step in Step::ALL {
                let refusal = step.refusal(phase, DAY, DAY, 0);
                let expected = (!allowed.contains(&step)).then_some(Refusal::Phase(phase));
                assert_eq!(refusal, expected, "{step:?} from {phase:?}");
            }
        }
    }

    #[test]
    fn it_cannot_begin_before_its_day() {
        let on = |today| Step::Start.refusal(Phase::Preparing, DAY, today, 0);
        assert_eq!(on(date(2026, 12, 2)), Some(Refusal::NotBefore(DAY)));
        assert_eq!((on(DAY), on(date(2026, 12, 9))), (None, None));
    }

    #[test]
    fn open_duties_block_closing_and_nothing_else() {
        let close = |open| Step::Close.refusal(Phase::FollowingUp, DAY, DAY, open);
        assert_eq!((close(2), close(0)), (Some(Refusal::Open(2)), None));
        assert_eq!(Step::Hold.refusal(Phase::Holding, DAY, DAY, 9), None);
    }

    #[test]
    fn the_steps_lead_through_the_phases_in_order() {
        let mut phase = Phase::Planning;
        let mut passed = vec![phase];
        while let Some(step) = Step::next(phase) {
            phase = step.leads_to();
            passed.push(phase);
        }
        assert_eq!(passed, Phase::ALL[..5]);
    }
}
