//! The parts about what has been noticed between the dialogues. Each thing is a record of its own, which only
//! those who may read it are told of; none of it leaves the house.

use crate::domain::event::SubjectKind;
use crate::domain::pack::{Block, Case, Label, Note, Said, Sources};
use crate::domain::wording::long_date;

pub fn notes(from: &Sources) -> Vec<Block<Said>> {
    let block = |note: &Note| Block::Record((SubjectKind::Observation, note.id), about_note(note));
    from.notes.iter().map(block).collect()
}

pub fn cases(from: &Sources) -> Vec<Block<Said>> {
    let block =
        |case: &Case| Block::Record((SubjectKind::TransitionCase, case.id), about_case(case));
    from.cases.iter().map(block).collect()
}

fn facts(all: Vec<(&'static str, String)>) -> Block<Said> {
    let filled = all.into_iter().filter(|(_, words)| !words.is_empty());
    let fact = |(label, words)| (Label::new(label), Said::internal(words));
    Block::Facts(filled.map(fact).collect())
}

fn about_note(note: &Note) -> Vec<Block<Said>> {
    let level = if note.is_national {
        "Nationell"
    } else {
        "I länet"
    };
    let used = match (note.used_in.is_empty(), note.is_used) {
        (false, _) => ("Används i", note.used_in.clone()),
        (true, true) => ("Användning", "Använd".to_owned()),
        (true, false) => ("Användning", String::new()),
    };
    let mut blocks = vec![
        Block::Heading(1, Said::internal(&note.title)),
        facts(vec![
            ("Datum", long_date(note.day)),
            ("Nivå", level.to_owned()),
            ("Källa", note.source.clone()),
            ("Steg", note.step.clone()),
            used,
        ]),
    ];
    if !note.meaning.trim().is_empty() {
        blocks.push(Block::Prose(Said::internal(&note.meaning)));
    }
    blocks
}

fn about_case(case: &Case) -> Vec<Block<Said>> {
    vec![
        Block::Heading(1, Said::internal(&case.title)),
        facts(vec![
            ("Fick veta", long_date(case.reported_on)),
            ("Status", case.status.clone()),
            ("Fas", case.phase.clone()),
            (
                "Första dag",
                case.begins_on.map(long_date).unwrap_or_default(),
            ),
            ("Kontaktperson", case.contact.clone()),
        ]),
    ]
}
