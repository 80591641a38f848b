//! Utfall: what was said and agreed at a dialogue, line by line.

use crate::codes;
use crate::domain::agenda_item::Point;
use crate::domain::dialogue::Phase;
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

/// Why no line can be written, changed or taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shut {
    NotBegun,
    Over(Phase),
    /// The minutes are locked, and the lines with them.
    Locked,
}

/// Lines are written from the day on, and afterwards until the minutes are locked.
pub fn shut(phase: Phase, locked: bool) -> Option<Shut> {
    match phase {
        Phase::Planning | Phase::Preparing => Some(Shut::NotBegun),
        Phase::Closed | Phase::Cancelled => Some(Shut::Over(phase)),
        Phase::Holding | Phase::FollowingUp => locked.then_some(Shut::Locked),
    }
}

/// What a line is called when it is parked for the län. A title is read by the region, so an internal
/// line gives only its note.
pub fn parked(line: &Line, about: &str) -> Point {
    let text = line.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = text.chars().take(TITLE).collect();
    let (title, note) = match line.shareable {
        true if short == text => (short, String::new()),
        true => (format!("{}…", short.trim_end()), line.text.clone()),
        false if about.is_empty() => ("Fråga från förra dialogen".to_owned(), line.text.clone()),
        false => (format!("Från förra dialogen: {about}"), line.text.clone()),
    };
    Point {
        standing: false,
        note,
        ..Point::standing(title, MINUTES, String::new())
    }
}

/// A title made of a line is no longer than this, and its item is as long as an ordinary one.
const TITLE: usize = 150;
const MINUTES: i64 = 20;

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

/// No line is longer than this.
pub const LONGEST: usize = 2_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_written_from_the_day_until_the_minutes_are_locked() {
        let rows = [
            (Phase::Planning, false, Some(Shut::NotBegun)),
            (Phase::Preparing, false, Some(Shut::NotBegun)),
            (Phase::Holding, false, None),
            (Phase::Holding, true, Some(Shut::Locked)),
            (Phase::FollowingUp, false, None),
            (Phase::FollowingUp, true, Some(Shut::Locked)),
            (Phase::Closed, true, Some(Shut::Over(Phase::Closed))),
            (Phase::Cancelled, false, Some(Shut::Over(Phase::Cancelled))),
        ];
        for (phase, locked, expected) in rows {
            assert_eq!(shut(phase, locked), expected, "{phase:?} {locked}");
        }
    }

    fn line(text: &str, shareable: bool) -> Line {
        Line {
            kind: OutcomeKind::Wish,
            text: text.to_owned(),
            shareable,
            agenda_item_id: None,
            issue_area_id: None,
        }
    }

    #[test]
    fn what_is_internal_never_becomes_a_title() {
        let secret = line("Hemlig rad", false);
        for about in ["", "Strukturfonderna efter 2027"] {
            let point = parked(&secret, about);
            assert!(!point.title.contains("Hemlig"), "{}", point.title);
            assert_eq!(point.note, "Hemlig rad");
        }
        let open = parked(&line("Bostäder\nför inflyttade", true), "");
        assert_eq!(
            (open.title.as_str(), open.note.as_str()),
            ("Bostäder för inflyttade", "")
        );
        let long = parked(&line(&"ord ".repeat(100), true), "");
        assert!(long.title.chars().count() <= TITLE + 1 && long.note.starts_with("ord ord"));
    }
}
