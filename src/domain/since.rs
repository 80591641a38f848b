//! Sedan sist: what has happened between the last dialogue of a län and this one.

use crate::domain::action::{Direction, Status};
use crate::domain::calendar::add_days;
use crate::domain::feedback::Direction as Receiver;
use crate::domain::handover::Status as HandoverStatus;
use crate::domain::investment;
use crate::domain::position::{Part, Status as PositionStatus};
use jiff::civil::Date;

/// How far back the first dialogue with a län looks, in days.
const BEFORE_THE_FIRST: i64 = 365;

/// From which day a dialogue looks back: the last one's, or a year before the first.
pub fn looks_back_to(previous: Option<&Before>, held_on: Date) -> Date {
    previous.map_or_else(
        || add_days(held_on, -BEFORE_THE_FIRST),
        |previous| previous.held_on,
    )
}

/// What the promises in one direction are called.
pub fn heading(direction: Direction) -> &'static str {
    match direction {
        Direction::ToRegion => "Det vi lovade",
        Direction::FromRegion => "Det regionen lovade",
        Direction::Third => "Det andra myndigheter lovade",
    }
}

/// All of it, each thing in the order it is read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Since {
    /// None for the first dialogue with the län.
    pub previous: Option<Before>,
    pub promises: Vec<Promise>,
    pub positions: Vec<ChangedPosition>,
    pub carried: Vec<Carried>,
    pub given: Vec<Given>,
    pub owed: Vec<Owed>,
    pub reports: Vec<Sent>,
    pub handovers: Vec<Handover>,
    pub needs: Vec<Need>,
    pub investments: Vec<Investment>,
}

impl Since {
    pub fn promised(&self, direction: Direction) -> impl Iterator<Item = &Promise> {
        let all = self.promises.iter();
        all.filter(move |each| each.direction == direction)
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Before {
    pub id: i64,
    pub held_on: Date,
}

/// An insats of the last dialogue, or one of an earlier one that is still open.
#[derive(Clone, Debug, PartialEq)]
pub struct Promise {
    pub id: i64,
    pub direction: Direction,
    pub title: String,
    pub shareable: bool,
    /// The other agency, when it is one that promised.
    pub agency: String,
    pub unit: String,
    pub status: Status,
    pub due_on: Date,
    /// Internal.
    pub result: String,
    /// What the region may read of how it goes, when the insats is shareable.
    pub region_text: String,
    /// The day of the dialogue it comes from.
    pub from: Date,
    /// When its department last told the region after that dialogue.
    pub told_on: Option<Date>,
    /// When its department should have told the region, and has not.
    pub owed_on: Option<Date>,
}

/// A position that says something else, or stands elsewhere, than at the last dialogue.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangedPosition {
    pub issue_area_id: i64,
    pub issue_area: String,
    pub status: PositionStatus,
    pub last_status: PositionStatus,
    pub parts: Vec<Part>,
}

impl ChangedPosition {
    /// "Ändrat: vad vi kan erbjuda. Utkast, gällde förra gången."
    pub fn words(&self) -> String {
        let parts: Vec<String> = self
            .parts
            .iter()
            .map(|part| part.label().to_lowercase())
            .collect();
        let changed = match parts.is_empty() {
            true => String::new(),
            false => format!("Ändrat: {}.", parts.join(", ")),
        };
        let stands = match self.status == self.last_status {
            true => String::new(),
            false => format!(
                "{} nu, {} förra gången.",
                self.status.label(),
                self.last_status.label().to_lowercase()
            ),
        };
        let both = [changed, stands];
        let both: Vec<String> = both.into_iter().filter(|each| !each.is_empty()).collect();
        both.join(" ")
    }
}

/// Which of the five texts differ.
pub fn changed_parts(now: &[String; 5], before: &[String; 5]) -> Vec<Part> {
    let pairs = Part::ALL.iter().zip(now.iter().zip(before));
    pairs
        .filter(|(_, (now, before))| now.trim() != before.trim())
        .map(|(part, _)| *part)
        .collect()
}

/// An item that has been carried onto the agenda.
#[derive(Clone, Debug, PartialEq)]
pub struct Carried {
    pub id: i64,
    pub title: String,
    /// 3: "tredje gången"
    pub times: i64,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Given {
    pub receiver: Receiver,
    pub department: String,
    pub on: Date,
}

impl Given {
    /// "Till avdelningen, Företag"
    pub fn words(&self) -> String {
        let to = format!("Till {}", self.receiver.label());
        match self.department.is_empty() {
            true => to,
            false => format!("{to}, {}", self.department),
        }
    }
}

/// A duty to tell that is still open.
#[derive(Clone, Debug, PartialEq)]
pub struct Owed {
    pub milestone_id: i64,
    pub title: String,
    pub due_on: Date,
}

/// A report that was sent to the region, and what it said of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Sent {
    pub id: i64,
    pub dialogue_id: i64,
    pub on: Date,
    pub recipient: String,
    pub comment: String,
    pub commented_on: Option<Date>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Handover {
    pub id: i64,
    pub question: String,
    pub shareable: bool,
    pub unit: String,
    pub status: HandoverStatus,
    pub contact_by: Date,
    pub first_contact_on: Option<Date>,
}

impl Handover {
    /// "Kontakt tagen 3 mars 2027", "Skickad, kontakt senast 3 mars 2027"
    pub fn stands(&self) -> String {
        match self.first_contact_on {
            Some(day) => format!("Kontakt tagen {}", super::wording::long_date(day)),
            None => format!(
                "{}, kontakt senast {}",
                self.status.label(),
                super::wording::long_date(self.contact_by)
            ),
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Need {
    pub id: i64,
    pub title: String,
    pub issue_area: String,
    pub raised_on: Date,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Investment {
    pub id: i64,
    pub title: String,
    pub shareable: bool,
    pub region_text: String,
    pub state: investment::Status,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(all: [&str; 5]) -> [String; 5] {
        all.map(str::to_owned)
    }

    #[test]
    fn only_texts_that_say_something_else_have_changed() {
        let before = texts(["a", "b", "", "d", "e"]);
        let rows = [
            (["a", "b", "", "d", "e"], vec![]),
            (["a ", "b\n", "  ", "d", "e"], vec![]),
            (["a", "x", "", "d", "e"], vec![Part::Meaning]),
            (
                ["", "b", "c", "d", "e"],
                vec![Part::NationalLine, Part::Offer],
            ),
        ];
        for (now, expected) in rows {
            assert_eq!(changed_parts(&texts(now), &before), expected, "{now:?}");
        }
    }

    #[test]
    fn a_changed_position_says_what_and_how_it_stands() {
        let changed = |status, last_status, parts: &[Part]| ChangedPosition {
            issue_area_id: 1,
            issue_area: "Kompetens".into(),
            status,
            last_status,
            parts: parts.to_vec(),
        };
        use PositionStatus::{Drafting, InForce};
        let rows = [
            (
                changed(InForce, InForce, &[Part::Offer, Part::Ask]),
                "Ändrat: vad vi kan erbjuda, vad vi ber om.",
            ),
            (
                changed(Drafting, InForce, &[]),
                "Utkast nu, gäller förra gången.",
            ),
            (
                changed(Drafting, InForce, &[Part::Meaning]),
                "Ändrat: vad det betyder i länet. Utkast nu, gäller förra gången.",
            ),
        ];
        for (position, words) in rows {
            assert_eq!(position.words(), words);
        }
    }
}
