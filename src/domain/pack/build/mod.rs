//! From sources to a pack. One function a part; a new part is a kind, a function and a line in [`part`].

mod knowledge;
mod occasion;
mod since;
mod surroundings;

pub use knowledge::SUMMARY;

use super::{Block, Document, Missing, Pack, Part, PartKind, Said, Sources, Words};
use crate::domain::wording::{long_date, time_span, weekday};

pub fn build(from: &Sources) -> Pack {
    let choices = &from.choices;
    let kinds = choices.parts.iter().copied();
    let parts = kinds.filter(|kind| !choices.is_left_out(*kind));
    Pack {
        document: Document {
            title: Said::open(format!("Regiondialog {}", from.county.short_name)),
            when: Said::open(when(from)),
            parts: parts
                .map(|kind| Part {
                    kind,
                    blocks: part(kind, from),
                })
                .collect(),
        },
        may_share: choices.parts_shared.clone(),
        missing: missing(from),
        names_briefs: true,
    }
}

/// What a part consists of.
fn part(kind: PartKind, from: &Sources) -> Vec<Block<Said>> {
    match kind {
        PartKind::County => occasion::county(from),
        PartKind::Participants => occasion::participants(from),
        PartKind::Agenda => occasion::agenda(from),
        PartKind::Since => since::since(from),
        PartKind::Assessment => knowledge::assessment(from),
        PartKind::Positions => knowledge::positions(from),
        PartKind::Compilation => knowledge::compilation(from),
        PartKind::Regional => knowledge::regional(from),
        PartKind::Surroundings => surroundings::notes(from),
        PartKind::Cases => surroundings::cases(from),
    }
}

/// "Torsdag 3 december 2026 kl. 9–12, Luleå"
fn when(from: &Sources) -> String {
    let of = &from.dialogue;
    let day = long_date(of.held_on);
    let hours = time_span(of.starts_at, of.ends_at);
    let place = match of.place.is_empty() {
        true => String::new(),
        false => format!(", {}", of.place),
    };
    first_upper(&format!("{} {day} {hours}{place}", weekday(of.held_on)))
}

/// What should be there and is not. It is told and never stops anything.
fn missing(from: &Sources) -> Vec<Missing> {
    let url = format!("/dialoger/{}", from.dialogue.id);
    let lacks = |what: &str, page: &str| Missing {
        what: what.to_owned(),
        href: format!("{url}/{page}"),
    };
    let mut found = Vec::new();
    if from.areas.is_empty() {
        found.push(lacks("Aktuella sakfrågor", "sakfragor"));
    }
    if from.agenda.is_empty() {
        found.push(lacks("Dagordning", "dagordning"));
    }
    found.extend(
        departments_without_briefs(from)
            .iter()
            .map(|what| lacks(what, "sakfragor")),
    );
    for (area, brief) in waited_for(from) {
        let what = format!(
            "Det nya underlaget i {}: det är beställt men inte lämnat, och version {} används",
            area.name, brief.number
        );
        found.push(lacks(&what, "sakfragor"));
    }
    for area in from.areas.iter().filter(|area| !has_position(area)) {
        let what = format!("Ställningstagande i {}", area.name);
        found.push(lacks(&what, &format!("stallningstaganden/{}", area.id)));
    }
    for (kind, name) in knowledge::ASSESSMENTS {
        let mut all = from.assessments.iter();
        if !all.any(|each| each.kind == kind && each.ready) {
            let what = format!("Nationell bedömning: {name}");
            found.push(lacks(&what, "bedomning"));
        }
    }
    let needed = from.regional.needed.as_ref().is_some_and(|judged| judged.0);
    if needed && from.regional.brief.is_none() {
        found.push(lacks("Regionalt underlag", "sakfragor"));
    }
    found
}

/// Where an older brief still holds in place of the one that is ordered.
fn waited_for(from: &Sources) -> impl Iterator<Item = (&super::Area, &super::Brief)> {
    let areas = from.areas.iter().filter(|area| area.is_waited_for);
    areas.filter_map(|area| Some((area, area.brief.as_ref()?)))
}

fn has_position(area: &super::Area) -> bool {
    area.position
        .as_ref()
        .is_some_and(|position| position.in_force)
}

/// "Förenkling (Digitalisering, Regelförenkling)"
fn departments_without_briefs(from: &Sources) -> Vec<String> {
    let mut found: Vec<(&str, Vec<&str>)> = Vec::new();
    let lacking = |area: &&super::Area| area.brief.is_none() && area.not_needed.is_none();
    for area in from.areas.iter().filter(lacking) {
        match found.last_mut() {
            Some((department, names)) if *department == area.department => names.push(&area.name),
            _ => found.push((&area.department, vec![&area.name])),
        }
    }
    found
        .into_iter()
        .map(|(department, names)| format!("{department} ({})", names.join(", ")))
        .collect()
}

fn first_upper(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next();
    let upper = first.into_iter().flat_map(char::to_uppercase);
    upper.chain(letters).collect()
}

/// A heading and a text below it; neither when nothing is written.
fn titled(level: u8, title: Said, text: Said) -> Vec<Block<Said>> {
    match text.is_blank() {
        true => Vec::new(),
        false => vec![Block::Heading(level, title), Block::Prose(text)],
    }
}

fn remark(words: impl Into<String>) -> Block<Said> {
    Block::Remark(Said::internal(words))
}
