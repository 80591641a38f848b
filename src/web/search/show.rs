//! A hit as it is shown: its kind, where and when, and the part of its text that was found.

use super::ListQuery;
use crate::domain::search::Kind;
use crate::domain::search::snippet::{Marker, Piece};
use crate::domain::{action, brief, dialogue, handover, investment, outcome, position};
use crate::store::search::Hit;
use crate::web::holders::Holders;
use crate::web::markdown;
use std::borrow::Cow;

pub struct Row {
    pub kind: String,
    pub tone: &'static str,
    pub url: String,
    pub title: Vec<Piece>,
    /// "Norrbotten · 2026-12-03 · Pågår"
    pub about: String,
    pub text: Vec<Piece>,
    pub secrecy: String,
}

impl Row {
    pub fn new(hit: Hit, marker: &Marker, holders: &Holders) -> Row {
        let day = hit.day.map(|day| day.to_string()).unwrap_or_default();
        Row {
            kind: hit.kind_name().to_owned(),
            tone: tone(hit.kind),
            about: joined(&[
                &counties(&hit.counties, holders),
                &day,
                status(hit.kind, &hit.status),
            ]),
            text: part(&hit, marker),
            title: marker.whole(&hit.title),
            url: hit.url,
            secrecy: hit.secrecy,
        }
    }
}

/// The part of the text that was found; when it is the other words of the record that were, those.
fn part(hit: &Hit, marker: &Marker) -> Vec<Piece> {
    let shown = |text: &str| match text.trim().is_empty() {
        true => Vec::new(),
        false => marker.part(text),
    };
    let marked = |pieces: &[Piece]| pieces.iter().any(|piece| piece.marked);
    let (text, meta) = (shown(&text_of(hit)), shown(&hit.meta));
    let elsewhere = marked(&text) || marked(&marker.whole(&hit.title));
    if elsewhere || !marked(&meta) {
        text
    } else {
        meta
    }
}

/// The text of a hit as it is read, without the mark-up it was typed with.
pub fn text_of(hit: &Hit) -> Cow<'_, str> {
    match ["# ", "**", "](", "\n- ", "\n1. "]
        .iter()
        .any(|sign| hit.text.contains(sign))
    {
        true => markdown::plain(&hit.text, usize::MAX).into(),
        false => hit.text.as_str().into(),
    }
}

pub fn joined(words: &[&str]) -> String {
    let filled: Vec<&str> = words
        .iter()
        .copied()
        .filter(|word| !word.is_empty())
        .collect();
    filled.join(" · ")
}

/// More län than this are only counted.
const NAMED: usize = 3;

pub fn counties(codes: &[String], holders: &Holders) -> String {
    if codes.len() > NAMED {
        return format!("{} län", codes.len());
    }
    let named = codes.iter().filter_map(|code| holders.county(code));
    named
        .map(|county| county.short_name.as_str())
        .collect::<Vec<_>>()
        .join(", ")
}

/// The code of a kind's status in words; nothing for what has none.
pub fn status(kind: Kind, code: &str) -> &'static str {
    let label = match kind {
        Kind::Dialogue => code.parse().ok().map(dialogue::Phase::label),
        Kind::Action => code.parse().ok().map(action::Status::label),
        Kind::Handover => code.parse().ok().map(handover::Status::label),
        Kind::Investment => code.parse().ok().map(investment::Status::label),
        Kind::Brief => code.parse().ok().map(brief::Status::label),
        Kind::Position => code.parse().ok().map(position::Status::label),
        Kind::Outcome => code.parse().ok().map(outcome::OutcomeKind::label),
        _ => between(kind, code),
    };
    label.unwrap_or_default()
}

/// The same of what happens between the dialogues.
fn between(kind: Kind, code: &str) -> Option<&'static str> {
    Some(match (kind, code) {
        (Kind::Observation, "new") => "Ny",
        (Kind::Observation, "used") => "Använd",
        (Kind::Observation, "watched") => "Bevakas",
        (Kind::Observation, "dismissed") => "Avfärdad",
        (Kind::TransitionCase, "reported") => "Rapporterat",
        (Kind::TransitionCase, "assessing") => "Bedöms",
        (Kind::TransitionCase, "contact_named") => "Kontaktperson utsedd",
        (Kind::TransitionCase, "no_action") => "Ingen åtgärd",
        (Kind::TransitionCase, "closed") => "Avslutat",
        _ => return None,
    })
}

fn tone(kind: Kind) -> &'static str {
    match kind {
        Kind::TransitionCase => "red",
        Kind::Feedback => "green",
        Kind::Dialogue | Kind::Observation | Kind::Brief => "pine",
        _ => "",
    }
}

/// A kind with the number of its hits, and the address that shows those alone.
pub struct Facet {
    pub label: &'static str,
    pub count: i64,
    pub query: String,
    pub current: bool,
}

impl Facet {
    pub fn all(kinds: &[(Kind, i64)], query: &ListQuery, current: Option<Kind>) -> Vec<Facet> {
        let total = kinds.iter().map(|(_, count)| count).sum();
        let everything = Facet {
            label: "Alla",
            count: total,
            query: query.with("typ", ""),
            current: current.is_none(),
        };
        let facet = |(kind, count): &(Kind, i64)| Facet {
            label: kind.plural(),
            count: *count,
            query: query.with("typ", &kind.slug()),
            current: current == Some(*kind),
        };
        std::iter::once(everything)
            .chain(kinds.iter().map(facet))
            .collect()
    }
}
