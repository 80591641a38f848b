//! What minutes are built from, as the store reads it.

use super::Written;
use crate::domain::outcome::OutcomeKind;
use crate::domain::participant::Attended;
use jiff::civil::{Date, Time};

#[derive(Clone, Debug)]
pub struct Sources {
    pub occasion: Occasion,
    pub people: Vec<Person>,
    pub agencies: Vec<Agency>,
    pub agenda: Vec<Item>,
    /// Every line of the dialogue, also those outside the agenda.
    pub lines: Vec<Line>,
    pub actions: Vec<Promise>,
    pub handovers: Vec<Handover>,
    pub written: Written,
}

#[derive(Clone, Debug)]
pub struct Occasion {
    pub dialogue_id: i64,
    /// "Norrbotten"
    pub county: String,
    /// The RUA on the day: "Region Norrbotten"
    pub actor: String,
    pub held_on: Date,
    pub starts_at: Time,
    pub ends_at: Time,
    pub place: String,
    pub diary_no: String,
    /// The free notes of the dialogue. They are internal.
    pub notes: String,
}

#[derive(Clone, Debug)]
pub struct Person {
    pub name: String,
    pub title: String,
    /// Empty for colleagues.
    pub organisation: String,
    pub attended: Attended,
}

#[derive(Clone, Debug)]
pub struct Agency {
    pub name: String,
    pub attended: Attended,
}

#[derive(Clone, Debug)]
pub struct Item {
    pub id: i64,
    pub title: String,
    pub presenter: String,
    /// Stands on every agenda, as a pause does: nothing is expected to be said.
    pub standing: bool,
    /// It was not dealt with, and goes on to the next dialogue.
    pub carried: bool,
}

#[derive(Clone, Debug)]
pub struct Line {
    /// None for what was said outside the agenda.
    pub item_id: Option<i64>,
    pub kind: OutcomeKind,
    pub text: String,
    pub shareable: bool,
}

/// An insats that came of the dialogue.
#[derive(Clone, Debug)]
pub struct Promise {
    pub title: String,
    /// "Vi lovar regionen"
    pub direction: String,
    pub unit: String,
    pub due_on: Date,
    pub shareable: bool,
}

#[derive(Clone, Debug)]
pub struct Handover {
    pub question: String,
    pub unit: String,
    pub contact_by: Date,
    pub shareable: bool,
}
