//! Dialogtyper: what a new dialogue of a kind begins with.

use crate::domain::agenda_item::{LONGEST, Point};
use crate::domain::people::Function;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// One item of the agenda that a kind of dialogue gives; as text `Inledning | 20 | Regionen`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Line {
    pub title: String,
    pub minutes: i64,
    pub presenter: String,
}

impl Line {
    pub fn point(&self) -> Point {
        Point::standing(self.title.clone(), self.minutes, self.presenter.clone())
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} | {}", self.title, self.minutes)?;
        match self.presenter.is_empty() {
            true => Ok(()),
            false => write!(f, " | {}", self.presenter),
        }
    }
}

impl FromStr for Line {
    type Err = &'static str;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut parts = text.split('|').map(str::trim);
        let title = parts.next().filter(|title| !title.is_empty());
        let title = title.ok_or("skriv en rubrik.")?;
        let minutes = parts
            .next()
            .ok_or("skriv längden efter ett lodrätt streck: Paus | 15.")?;
        let minutes = minutes.trim_end_matches("min").trim_end().parse::<i64>();
        let minutes = minutes
            .ok()
            .filter(|minutes| (0..=LONGEST).contains(minutes));
        let minutes = minutes.ok_or("skriv längden i hela minuter, högst 600.")?;
        let presenter = parts.next().unwrap_or_default();
        let long = |text: &str, most: usize| text.chars().count() > most;
        if long(title, 200) || long(presenter, 120) || parts.next().is_some() {
            return Err("korta raden och skriv den så här: rubrik | minuter | föredragande.");
        }
        Ok(Line {
            title: title.to_owned(),
            minutes,
            presenter: presenter.to_owned(),
        })
    }
}

impl TryFrom<String> for Line {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Line> for String {
    fn from(line: Line) -> String {
        line.to_string()
    }
}

/// What an administrator writes of a kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contents {
    pub name: String,
    pub description: String,
    pub items: Vec<Line>,
    /// The functions whose holders take part from the beginning.
    pub roles: Vec<Function>,
    /// The rows of the milestone template, by key, that it has no use for.
    pub left_out: Vec<String>,
}

#[derive(Clone, Debug, Default)]
pub struct DialogueType {
    pub id: i64,
    pub contents: Contents,
    pub removed: bool,
    pub version: i64,
}

impl DialogueType {
    /// Its id, once it is kept; a dialogue can do without a kind.
    pub fn kept_id(&self) -> Option<i64> {
        (self.id > 0).then_some(self.id)
    }
}

/// What a dialogue begins with: its kind, and the colleagues who hold the kind's functions that day.
#[derive(Clone, Debug, Default)]
pub struct Beginning {
    pub kind: DialogueType,
    pub people: Vec<i64>,
}

/// An agenda of a kind has no more items than this.
pub const MOST_LINES: usize = 30;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_as_it_is_written() {
        let rows = [
            ("Inledning | 20 | Regionen", "Inledning | 20 | Regionen"),
            ("  Paus|15 min ", "Paus | 15"),
            ("Paus | 0 |", "Paus | 0"),
        ];
        for (text, expected) in rows {
            let line = text.parse::<Line>().map(|line| line.to_string());
            assert_eq!(line.as_deref(), Ok(expected), "{text}");
        }
        for text in [
            "",
            "| 20",
            "Paus",
            "Paus | snart",
            "Paus | -1",
            "Paus | 601",
            "A | 1 | B | C",
        ] {
            assert!(text.parse::<Line>().is_err(), "{text}");
        }
        let long = format!("{} | 10", "å".repeat(201));
        assert!(long.parse::<Line>().is_err());
    }
}
