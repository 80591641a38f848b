//! Utfall: what was said and agreed at a dialogue, line by line.

use crate::codes;
use serde::{Deserialize, Serialize};

codes! {
    OutcomeKind {
        Information = "information", "Information";
        Decision = "decision", "Beslut";
        Action = "action", "Insats";
        Wish = "wish", "Regionens önskemål";
        Priority = "priority", "Prioritering";
        Choice = "choice", "Vägval";
    }
}

/// What a person writes of a line. A line that is not shareable leaves the house in nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub kind: OutcomeKind,
    pub text: String,
    pub shareable: bool,
    /// None for what was said outside the agenda.
    pub agenda_item_id: Option<i64>,
    pub issue_area_id: Option<i64>,
}

/// What a line was made into; at most one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Became {
    Action(i64),
    Handover(i64),
    ParkedItem(i64),
}

#[derive(Clone, Debug)]
pub struct Outcome {
    pub id: i64,
    pub dialogue_id: i64,
    pub line: Line,
    pub became: Option<Became>,
    pub position: i64,
    pub version: i64,
}

/// A dialogue has no more lines than this.
pub const MOST: usize = 500;
