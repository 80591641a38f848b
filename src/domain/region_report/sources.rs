//! What a report is built from, as the store reads it. There is no field here for anything that is always
//! internal: no description, result, effect, follow-up or note.

use crate::domain::action::Direction;
use crate::domain::action::Status;
use crate::domain::outcome::OutcomeKind;
use crate::domain::since::{Handover, Investment};
use jiff::civil::Date;

#[derive(Clone, Debug)]
pub struct Sources {
    pub county: String,
    /// Regionalt utvecklingsansvarig aktör on the day of the dialogue.
    pub actor: String,
    pub held_on: Date,
    /// Our agency.
    pub agency: String,
    /// Written for the region; empty for what is said by itself.
    pub introduction: String,
    pub whom_to_ask: String,
    pub contacts: Vec<Contact>,
    pub raised: Vec<Raised>,
    pub promises: Vec<Promise>,
    pub handovers: Vec<Handover>,
    pub investments: Vec<Investment>,
}

/// Someone at our end, by function.
#[derive(Clone, Debug)]
pub struct Contact {
    pub function: String,
    pub name: String,
}

/// A line of what was said at the dialogue: a wish, a priority, a choice.
#[derive(Clone, Debug)]
pub struct Raised {
    pub id: i64,
    pub kind: OutcomeKind,
    pub text: String,
    pub shareable: bool,
    pub issue_area: String,
    pub led_to: LedTo,
}

/// What a line became, with whether the region may know of it.
#[derive(Clone, Debug)]
pub enum LedTo {
    Nothing,
    Action(Status, bool),
    Handover(Handover),
    Parked,
}

#[derive(Clone, Debug)]
pub struct Promise {
    pub id: i64,
    pub direction: Direction,
    pub title: String,
    pub shareable: bool,
    pub region_text: String,
    pub agency: String,
    pub issue_area: String,
    pub status: Status,
    pub due_on: Date,
}
