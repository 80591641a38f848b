//! The parts about what the agency knows and thinks: assessments, positions and briefs.

use super::{remark, titled};
use crate::domain::event::SubjectKind;
use crate::domain::pack::{
    Area, Assessment, Block, Brief, Label, Position, RestsOn, Said, Sources, Words,
};
use crate::domain::wording::long_date;

pub const ASSESSMENTS: [(&str, &str); 2] = [
    ("growth_work", "det regionala tillväxtarbetet"),
    ("growth_processes", "de regionala tillväxtprocesserna"),
];

pub fn assessment(from: &Sources) -> Vec<Block<Said>> {
    let mut blocks = Vec::new();
    for (kind, name) in ASSESSMENTS {
        let found = from.assessments.iter().find(|each| each.kind == kind);
        blocks.push(Block::Heading(1, Said::open(super::first_upper(name))));
        match found {
            Some(found) => blocks.extend(assessed(found)),
            None => blocks.push(remark("Ingen bedömning är skriven ännu.")),
        }
    }
    blocks
}

fn assessed(of: &Assessment) -> Vec<Block<Said>> {
    let mut blocks = Vec::new();
    if !of.ready {
        blocks.push(remark("Bedömningen är inte markerad som klar."));
    }
    let texts = [
        ("Bedömning", &of.view),
        ("Vad som behöver utvecklas", &of.develop),
        ("Motivering", &of.why),
    ];
    for (title, (text, shareable)) in texts {
        // What is not settled stays in the house, whatever its marks say.
        let text = Said::marked(text, *shareable && of.ready);
        blocks.extend(titled(2, Said::open(title), text));
    }
    let mut facts = vec![(Label::new("Skriven av"), Said::internal(&of.author))];
    if !of.briefs.is_empty() {
        let names: Vec<String> = of.briefs.iter().map(resting).collect();
        facts.push((Label::new("Vilar på"), Said::internal(names.join(", "))));
    }
    facts.retain(|(_, said)| !said.is_blank());
    blocks.extend((!facts.is_empty()).then_some(Block::Facts(facts)));
    if of.briefs.iter().any(|brief| brief.is_old) {
        blocks.push(remark("Bedömningen vilar på ett underlag som har ersatts."));
    }
    blocks
}

/// "Kompetensförsörjning, version 2"
fn resting(on: &RestsOn) -> String {
    let old = if on.is_old { " (ersatt)" } else { "" };
    match on.name.is_empty() {
        true => format!("Version {}{old}", on.number),
        false => format!("{}, version {}{old}", on.name, on.number),
    }
}

/// The five texts of a position, in the order they are read.
pub const TEXTS: [&str; 5] = [
    "Den nationella linjen",
    "Vad det betyder i länet",
    "Vad vi kan erbjuda",
    "Vad vi ber om",
    "Vad vi inte lovar",
];

pub fn positions(from: &Sources) -> Vec<Block<Said>> {
    if from.areas.is_empty() {
        return vec![remark("Inga sakfrågor är valda för dialogen.")];
    }
    from.areas.iter().flat_map(area).collect()
}

/// The heading above the summary of a brief, among the positions.
pub const SUMMARY: &str = "Det viktigaste i underlaget";

/// What is told of a brief, for those who may read it: it can be marked after the pack is frozen.
fn of_brief(of: &Brief, blocks: Vec<Block<Said>>) -> Option<Block<Said>> {
    let record = (SubjectKind::Brief, of.id);
    (!blocks.is_empty()).then_some(Block::Record(record, blocks))
}

fn area(area: &Area) -> Vec<Block<Said>> {
    let mut blocks = vec![Block::Heading(1, Said::open(&area.name))];
    match &area.position {
        Some(position) => blocks.extend(position_meta(area, position)),
        None => blocks.push(remark(format!(
            "Ställningstagande saknas ({}).",
            area.department
        ))),
    }
    if let Some(brief) = &area.brief {
        let (summary, shareable) = &brief.summary;
        let text = Said::marked(summary, *shareable);
        blocks.extend(of_brief(brief, titled(2, Said::open(SUMMARY), text)));
    }
    if let Some(position) = &area.position {
        for (title, (text, shareable)) in TEXTS.iter().zip(&position.texts) {
            let text = Said::marked(text, *shareable && position.in_force);
            blocks.extend(titled(2, Said::open(*title), text));
        }
        if !position.offers.is_empty() {
            blocks.push(Block::Heading(2, Said::internal("Ur vårt erbjudande")));
            let offers = position.offers.iter().map(Said::internal);
            blocks.push(Block::List(offers.collect()));
        }
    }
    blocks
}

fn position_meta(area: &Area, position: &Position) -> Vec<Block<Said>> {
    let fact = |label, words: String| (Label::new(label), Said::internal(words));
    let mut facts = vec![
        fact("Avdelning", area.department.clone()),
        fact("Status", position.status.clone()),
        fact("Skrivet av", position.author.clone()),
        fact(
            "Vilar på underlaget",
            position.rests_on.as_ref().map_or(String::new(), resting),
        ),
    ];
    facts.retain(|(_, said)| !said.is_blank());
    let mut blocks = vec![Block::Facts(facts)];
    if !position.in_force {
        blocks.push(remark("Ställningstagandet gäller inte ännu."));
    }
    if position
        .rests_on
        .as_ref()
        .is_some_and(|version| version.is_old)
    {
        blocks.push(remark(
            "Ställningstagandet vilar på en äldre version av underlaget.",
        ));
    }
    blocks
}

pub fn compilation(from: &Sources) -> Vec<Block<Said>> {
    if from.areas.is_empty() {
        return vec![remark("Inga sakfrågor är valda för dialogen.")];
    }
    let mut blocks = Vec::new();
    let mut department = "";
    for area in &from.areas {
        if area.department != department {
            department = &area.department;
            blocks.push(Block::Heading(1, Said::open(department)));
        }
        blocks.push(Block::Heading(2, Said::open(&area.name)));
        match (&area.brief, &area.not_needed) {
            (Some(found), _) => blocks.extend(of_brief(found, brief(found, from, 3))),
            (None, Some(reason)) => blocks.push(remark(format!(
                "Underlaget har bedömts inte behövas. {reason}"
            ))),
            (None, None) => blocks.push(remark("Fastställt underlag saknas.")),
        }
    }
    blocks
}

/// A brief's own texts, below a heading that says which it is.
fn brief(of: &Brief, from: &Sources, level: u8) -> Vec<Block<Said>> {
    let mut blocks = vec![Block::Facts(vec![(
        Label::new("Underlag"),
        Said::internal(version(of)),
    )])];
    if let Some(last) = of.valid_to.filter(|last| *last < from.dialogue.held_on) {
        blocks.push(remark(format!(
            "Underlaget gäller till och med {} och har slutat gälla på dialogens dag.",
            long_date(last)
        )));
    }
    let (summary, shareable) = &of.summary;
    blocks.extend(titled(
        level,
        Said::open("Det viktigaste i korthet"),
        Said::marked(summary, *shareable),
    ));
    for section in &of.sections {
        blocks.extend(titled(
            level,
            Said::marked(&section.title, section.shareable),
            Said::marked(&section.text, section.shareable),
        ));
    }
    blocks.extend(titled(
        level,
        Said::internal("Källor och siffror"),
        Said::internal(&of.sources),
    ));
    blocks
}

/// "Version 2, fastställd 1 oktober 2026 av Torbjörn Ek"
fn version(of: &Brief) -> String {
    let day = of.approved_on.map(long_date);
    let day = day.map_or(String::new(), |day| format!(", fastställd {day}"));
    let by = match of.approved_by.is_empty() {
        true => String::new(),
        false => format!(" av {}", of.approved_by),
    };
    format!("Version {}{day}{by}", of.number)
}

pub fn regional(from: &Sources) -> Vec<Block<Said>> {
    let of = &from.regional;
    match (&of.brief, &of.needed) {
        (Some(found), _) => of_brief(found, brief(found, from, 1)).into_iter().collect(),
        (None, Some((false, reason))) => vec![remark(format!(
            "Ett regionalt underlag har bedömts inte behövas. {reason}"
        ))],
        (None, Some((true, _))) => {
            vec![remark(
                "Ett regionalt underlag behövs, men inget är fastställt.",
            )]
        }
        (None, None) => vec![remark("Inget regionalt underlag är fastställt.")],
    }
}
