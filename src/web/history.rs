//! A record's Historik in Swedish sentences, and the same words for a conflict's values.

mod contacts;
mod meeting;

pub use meeting::{ClashRow, after_meeting, clash_rows};

use super::form::Choice;
use super::me::Shell;
use super::text;
use crate::domain::assessment::Part as AssessmentPart;
use crate::domain::event::{Change, Subject};
use crate::domain::people::Seat;
use crate::domain::position::Part as PositionPart;
use crate::domain::setting::Number;
use crate::error::Result;
use crate::store::events::{self, Entry};
use crate::store::reader::Reader;
use askama::Template;
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use serde_json::Value;
use std::collections::HashMap;

/// How a field's value reads.
#[derive(Clone, Copy)]
enum Show {
    Text,
    Date,
    Time,
    Stamp,
    YesNo,
    Of(&'static str),
    Seat,
    Code(fn(&str) -> Option<&'static str>),
}

macro_rules! code {
    ($($codes:ty),+) => { Show::Code(|text| None$(.or_else(|| text.parse::<$codes>().ok().map(|each| each.label())))+) };
}

mod cases;
mod fields;
mod observations;

/// Which texts may leave the house, or whether the one text may.
fn shared(text: &str) -> Option<&'static str> {
    match text {
        "true" | "1" | "ja" => Some("ja"),
        "false" | "0" | "nej" => Some("nej"),
        _ => {
            let position = text.parse::<PositionPart>().ok().map(PositionPart::label);
            position.or_else(|| {
                text.parse::<AssessmentPart>()
                    .ok()
                    .map(AssessmentPart::label)
            })
        }
    }
}

/// The label of a field, the same on its form, in its history and on the conflict page.
pub fn label(field: &str) -> &'static str {
    let number = field.parse().map(Number::label);
    known(field).map_or(number.unwrap_or("Uppgift"), |(_, label, _)| label)
}

/// The field by its name, without the number of the section or the län it is for.
fn known(field: &str) -> Option<&'static (&'static str, &'static str, Show)> {
    let field = field.trim_end_matches(|each: char| each.is_ascii_digit() || each == '_');
    let mut all = fields::FIELDS
        .iter()
        .chain(cases::FIELDS)
        .chain(contacts::FIELDS)
        .chain(observations::FIELDS);
    all.find(|(name, ..)| *name == field)
}

/// Whether a person types the field's value, and would recognise it; not one that she picks.
pub fn is_typed(field: &str) -> bool {
    known(field).is_none_or(|(.., show)| matches!(show, Show::Text | Show::Date | Show::Time))
}

/// Names of what the values refer to.
pub struct Names(HashMap<(String, String), String>);

impl Names {
    pub async fn load(db: &Reader) -> Result<Names> {
        Ok(Names(events::names(db).await?))
    }

    fn of(&self, kind: &str, id: &str) -> String {
        self.0
            .get(&(kind.to_owned(), id.to_owned()))
            .cloned()
            .unwrap_or_else(|| match kind {
                // The version of a marked brief: not even its number is told.
                "brief_version" => "–".to_owned(),
                _ => id.to_owned(),
            })
    }

    pub fn seat(&self, seat: &Seat) -> String {
        let function = text::first_upper(seat.function().label());
        match seat {
            Seat::Lead(team) => format!("{function} för {}", self.of("team", &team.to_string())),
            Seat::County(county) => format!("{function} för {}", self.of("county", county)),
            Seat::Issue(team, department) => format!(
                "{function}, {}, {}",
                self.of("department", &department.to_string()),
                self.of("team", &team.to_string())
            ),
        }
    }

    /// A field's value as a person reads it; "–" for nothing.
    pub fn value(&self, field: &str, value: &Value) -> String {
        let show = known(field).map_or(Show::Text, |(.., show)| *show);
        let words: Vec<String> = match value {
            Value::Array(items) => items
                .iter()
                .map(|item| self.word(show, &plain(item)))
                .collect(),
            other => vec![self.word(show, &plain(other))],
        };
        let joined = words
            .into_iter()
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(", ");
        if joined.is_empty() {
            "–".to_owned()
        } else {
            joined
        }
    }

    fn word(&self, show: Show, raw: &str) -> String {
        let read = match show {
            _ if raw.is_empty() => None,
            Show::Text => None,
            Show::Date => raw.parse::<Date>().ok().map(text::long_date),
            Show::Time => raw.parse::<Time>().ok().map(text::clock),
            Show::Stamp => raw.parse::<Timestamp>().ok().map(text::stamp),
            Show::YesNo => Some(
                if matches!(raw, "true" | "1" | "ja") {
                    "ja"
                } else {
                    "nej"
                }
                .to_owned(),
            ),
            Show::Of(kind) => Some(self.of(kind, raw)),
            Show::Seat => raw.parse::<Seat>().ok().map(|seat| self.seat(&seat)),
            Show::Code(label) => label(raw).map(str::to_owned),
        };
        read.unwrap_or_else(|| raw.to_owned())
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// One line of a history: who did what, when, and each value before and after.
pub struct Line {
    pub when: String,
    pub datetime: String,
    pub who: String,
    pub what: &'static str,
    pub subject: Subject,
    /// Which of the record's parts it was about, when the page knows its name.
    pub of: String,
    pub changes: Vec<(String, String, String)>,
    /// What is too long to be told at once, folded.
    pub folded: Option<Folded>,
}

/// A table under a line of a history: what it is called, its headings, its rows.
pub struct Folded {
    pub title: String,
    pub headings: Vec<&'static str>,
    pub rows: Vec<Vec<String>>,
    /// What did not find room, as in "Och 120 till."
    pub more: String,
}

#[derive(Template)]
#[template(path = "history.html")]
pub struct HistoryPage {
    pub shell: Shell,
    /// "Dialogen med Norrbotten 3 december 2026"
    pub title: String,
    /// Links that lead back: (address, label).
    pub crumbs: Vec<Choice>,
    pub lines: Vec<Line>,
}

pub async fn lines(db: &Reader, entries: Vec<Entry>) -> Result<Vec<Line>> {
    lines_titled(db, entries, |_, label| label.to_owned()).await
}

/// The lines of a record whose parts have titles of their own: `titled` gets a field and its label.
pub async fn lines_titled(
    db: &Reader,
    entries: Vec<Entry>,
    titled: impl Fn(&str, &str) -> String,
) -> Result<Vec<Line>> {
    let names = Names::load(db).await?;
    let sentence = |change: &Change| {
        (
            titled(&change.field, label(&change.field)),
            names.value(&change.field, &change.before),
            names.value(&change.field, &change.after),
        )
    };
    let line = |entry: Entry| Line {
        when: text::stamp(entry.at),
        datetime: entry.at.to_string(),
        who: entry.actor.unwrap_or_else(|| "Systemet".to_owned()),
        what: entry.kind.label(),
        subject: entry.subject,
        of: String::new(),
        changes: entry.changes.iter().map(sentence).collect(),
        folded: None,
    };
    Ok(entries.into_iter().map(line).collect())
}
