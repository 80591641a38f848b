//! What a pack is built from, as the store reads it.

use super::Choices;
use crate::domain::dialogue::Phase;
use crate::domain::since::Since;
use jiff::civil::{Date, Time};

#[derive(Clone, Debug)]
pub struct Sources {
    pub dialogue: Occasion,
    pub choices: Choices,
    pub county: CountyFacts,
    pub earlier: Vec<Earlier>,
    pub participants: Vec<Participant>,
    pub invitations: Vec<Invitation>,
    pub agenda: Vec<AgendaItem>,
    pub assessments: Vec<Assessment>,
    /// The chosen issue areas, in the order of their departments.
    pub areas: Vec<Area>,
    pub regional: Regional,
    pub notes: Vec<Note>,
    pub cases: Vec<Case>,
    pub contacts: Vec<Contact>,
    pub since: Since,
}

#[derive(Clone, Debug)]
pub struct Occasion {
    pub id: i64,
    pub held_on: Date,
    pub starts_at: Time,
    pub ends_at: Time,
    pub place: String,
    pub purpose: String,
    pub diary_no: String,
}

/// A län as it is on the day of the dialogue.
#[derive(Clone, Debug)]
pub struct CountyFacts {
    pub name: String,
    pub short_name: String,
    pub seat_town: String,
    pub programme_area: String,
    pub team: String,
    /// Regionalt utvecklingsansvarig aktör.
    pub actor: String,
    pub holders: Vec<SeatHolder>,
}

#[derive(Clone, Debug)]
pub struct SeatHolder {
    /// "Ansvarig för sakfrågor, Företag"
    pub function: String,
    /// "tf. Elsa Norling"; none when the seat is vacant.
    pub name: Option<String>,
}

#[derive(Clone, Debug)]
pub struct Earlier {
    pub held_on: Date,
    pub phase: Phase,
    pub place: String,
}

#[derive(Clone, Debug)]
pub struct Participant {
    pub name: String,
    pub title: String,
    /// Empty for colleagues.
    pub organisation: String,
    pub in_planning: bool,
    pub in_dialogue: bool,
}

#[derive(Clone, Debug)]
pub struct Invitation {
    pub agency: String,
    pub issue_area: String,
    pub reason: String,
    /// "Tackat ja", "Inte skickad"
    pub answer: String,
}

#[derive(Clone, Debug)]
pub struct AgendaItem {
    pub title: String,
    pub minutes: i64,
    pub presenter: String,
    pub issue_area: String,
    /// The title of the earlier promise it follows up.
    pub action: String,
    pub note: String,
}

#[derive(Clone, Debug)]
pub struct Assessment {
    /// `growth_work` or `growth_processes`.
    pub kind: String,
    /// Its three texts by the names of the columns, each with whether it may be shared.
    pub view: (String, bool),
    pub develop: (String, bool),
    pub why: (String, bool),
    pub ready: bool,
    pub author: String,
    pub briefs: Vec<RestsOn>,
}

/// A version of a brief that something rests on.
#[derive(Clone, Debug)]
pub struct RestsOn {
    pub name: String,
    pub number: i64,
    /// Whether another version holds now.
    pub is_old: bool,
}

#[derive(Clone, Debug)]
pub struct Area {
    pub id: i64,
    pub name: String,
    pub department: String,
    pub brief: Option<Brief>,
    /// Why no brief is needed, when that has been judged.
    pub not_needed: Option<String>,
    /// A brief has been ordered for this dialogue and is not delivered.
    pub is_waited_for: bool,
    pub position: Option<Position>,
}

#[derive(Clone, Debug)]
pub struct Brief {
    pub id: i64,
    pub number: i64,
    pub summary: (String, bool),
    pub sources: String,
    pub valid_to: Option<Date>,
    pub approved_on: Option<Date>,
    pub approved_by: String,
    pub sections: Vec<Section>,
}

#[derive(Clone, Debug)]
pub struct Section {
    pub title: String,
    pub text: String,
    pub shareable: bool,
}

#[derive(Clone, Debug)]
pub struct Position {
    /// "Utkast", "Avstämt", "Gäller"
    pub status: String,
    pub in_force: bool,
    pub author: String,
    pub rests_on: Option<RestsOn>,
    /// The five texts in the order they are read, each with whether it may be shared.
    pub texts: [(String, bool); 5],
    pub offers: Vec<String>,
}

#[derive(Clone, Debug)]
pub struct Regional {
    pub brief: Option<Brief>,
    /// Judged: needed or not, and why.
    pub needed: Option<(bool, String)>,
}

/// An omvärldsnotis of the län since the last dialogue, or a national one in an issue area of this one.
#[derive(Clone, Debug)]
pub struct Note {
    pub id: i64,
    pub title: String,
    pub meaning: String,
    /// In words, or the link when there are none.
    pub source: String,
    pub day: Date,
    /// Where it stands on the ladder: "Signal", "Mönster", "Trend".
    pub step: String,
    pub is_national: bool,
    /// It has been used in a brief, a position, an agenda item or an insats.
    pub is_used: bool,
    /// The items and positions of this dialogue that use it, by name.
    pub used_in: String,
}

/// An open case of the län.
#[derive(Clone, Debug)]
pub struct Case {
    pub id: i64,
    /// Made of facts, without the company.
    pub title: String,
    pub status: String,
    pub phase: String,
    pub reported_on: Date,
    pub begins_on: Option<Date>,
    /// Empty until one is named.
    pub contact: String,
}

/// What was logged of a contact with the län since the last dialogue: without those it was had with, who can
/// be marked as secret themselves.
#[derive(Clone, Debug)]
pub struct Contact {
    pub id: i64,
    pub day: Date,
    pub channel: String,
    pub subject: String,
    pub organisation: String,
}
