//! What is written in the search field, read: words, "a phrase", -without, and filters such as `typ:insats`.

use super::words::{spans, words};
use super::{Filter, Kind, State};
use crate::domain::places::{County, Team};
use crate::domain::spelling::{fold, slug};

/// More is not read: a search of a page's length finds nothing anyway.
pub const LONGEST: usize = 400;
const MOST_TERMS: usize = 10;

/// Something that a hit must have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// A word in any of its forms, as the beginning of another, or as a part of a compound.
    Word(String),
    /// Words just as they stand, after each other.
    Phrase(Vec<String>),
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    pub terms: Vec<Term>,
    /// What a hit may not have.
    pub without: Vec<Term>,
    pub filter: Filter,
    /// The text without its filters: what stands in the field.
    pub text: String,
    /// Filters that nobody knows, as they were written.
    pub unknown: Vec<String>,
}

impl Asked {
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty() && self.without.is_empty() && self.filter == Filter::default()
    }
}

/// Reads what was written; `counties` and `teams` are those there are, for `län:` and `team:`.
pub fn read(text: &str, counties: &[County], teams: &[Team]) -> Asked {
    let text: String = text.chars().take(LONGEST).collect();
    let mut asked = Asked::default();
    let mut kept = Vec::new();
    for piece in pieces(&text) {
        match filter(&mut asked, &piece, counties, teams) {
            true => {}
            false => {
                term(&mut asked, &piece);
                kept.push(piece);
            }
        }
    }
    asked.text = kept.join(" ");
    asked
}

/// The text at its spaces, but for those within quotes.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut quoted = false;
    for letter in text.chars() {
        let letter = if matches!(letter, '”' | '“' | '„' | '»' | '«') {
            '"'
        } else {
            letter
        };
        quoted ^= letter == '"';
        match letter.is_whitespace() || letter.is_control() {
            true if !quoted => pieces.push(String::new()),
            true => pieces.last_mut().expect("one").push(' '),
            false => pieces.last_mut().expect("one").push(letter),
        }
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

fn term(asked: &mut Asked, piece: &str) {
    let (without, rest) = match piece.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, piece),
    };
    if asked.terms.len() + asked.without.len() >= MOST_TERMS {
        return;
    }
    let found = words(rest);
    let term = match found.len() {
        0 => return,
        1 if !rest.contains('"') => Term::Word(found[0].clone()),
        _ => Term::Phrase(found),
    };
    match without {
        true => asked.without.push(term),
        false => asked.terms.push(term),
    }
}

/// Whether the piece is a filter, which is then set or told as unknown.
fn filter(asked: &mut Asked, piece: &str, counties: &[County], teams: &[Team]) -> bool {
    if fold(piece) == "@jag" || fold(piece) == "@mig" {
        asked.filter.mine = true;
        return true;
    }
    let Some((name, value)) = piece.split_once(':') else {
        return false;
    };
    let value = value.trim_matches('"').trim();
    let is_word = !name.is_empty() && spans(name).eq([(0, name.len())]);
    if !is_word || value.is_empty() || value.starts_with('/') || name.chars().any(char::is_numeric)
    {
        return false;
    }
    if !set(&mut asked.filter, &fold(name), value, counties, teams) {
        asked.unknown.push(piece.to_owned());
    }
    true
}

/// Sets what was chosen in a control, unless the same is written in the field.
pub fn choose(asked: &mut Asked, name: &str, value: &str, counties: &[County], teams: &[Team]) {
    let value: String = value.trim().chars().take(60).collect();
    if value.is_empty() {
        return;
    }
    let mut chosen = Filter::default();
    if !set(&mut chosen, &fold(name), &value, counties, teams) {
        asked.unknown.push(format!("{name}:{value}"));
    }
    let filter = &mut asked.filter;
    filter.kind = filter.kind.or(chosen.kind);
    filter.county = filter.county.take().or(chosen.county);
    filter.team = filter.team.or(chosen.team);
    filter.year = filter.year.or(chosen.year);
    filter.state = filter.state.or(chosen.state);
}

fn set(filter: &mut Filter, name: &str, value: &str, counties: &[County], teams: &[Team]) -> bool {
    match name {
        "typ" | "slag" => take(&mut filter.kind, Kind::named(value)),
        "lan" => take(&mut filter.county, county(value, counties)),
        "team" => take(&mut filter.team, team(value, teams)),
        "ar" if State::named(value).is_some() => take(&mut filter.state, State::named(value)),
        "ar" => take(&mut filter.year, year(value)),
        _ => false,
    }
}

fn take<T>(place: &mut Option<T>, found: Option<T>) -> bool {
    let known = found.is_some();
    if known {
        *place = found;
    }
    known
}

/// A year that dates can have.
pub fn year(text: &str) -> Option<i16> {
    text.parse()
        .ok()
        .filter(|year| (1990..=2100).contains(year))
}

/// The code of a län by its code, its name in any form, or another name it goes by: "Sörmland", "kalmar", "08".
pub fn county(text: &str, counties: &[County]) -> Option<String> {
    let asked = slug(text);
    let is = |name: &str| {
        let name = slug(name);
        !name.is_empty() && (name == asked || format!("{name}s") == asked)
    };
    let named = |county: &&County| {
        county.code == text
            || [&county.slug, &county.name, &county.short_name]
                .iter()
                .any(|name| is(name))
            || county.aliases.split([',', ';']).any(|name| is(name.trim()))
    };
    counties
        .iter()
        .find(named)
        .map(|county| county.code.clone())
}

/// A team by its name: "norr", "Team Norr".
pub fn team(text: &str, teams: &[Team]) -> Option<i64> {
    let asked = slug(text);
    let named = |team: &&Team| team.slug == asked || slug(&team.label()) == asked;
    teams.iter().find(named).map(|team| team.id)
}

#[cfg(test)]
#[path = "ask_tests.rs"]
mod tests;
