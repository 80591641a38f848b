//! The parts about the dialogue itself: the län, who takes part, the agenda, and what has happened since.

use super::{remark, titled};
use crate::domain::pack::{AgendaItem, Block, Label, Participant, Said, Sources, Table, Words};
use crate::domain::wording::{clock, long_date};
use jiff::SignedDuration;
use jiff::civil::Time;

pub fn county(from: &Sources) -> Vec<Block<Said>> {
    let county = &from.county;
    let fact = |label, words: &str| (Label::new(label), Said::open(words));
    let mut facts = vec![
        fact("Län", &county.name),
        fact("Regionalt utvecklingsansvarig aktör (RUA)", &county.actor),
        fact("Residensstad", &county.seat_town),
        fact("Programområde", &county.programme_area),
        fact("Team", &county.team),
        (
            Label::new("Diarienummer"),
            Said::internal(&from.dialogue.diary_no),
        ),
    ];
    facts.retain(|(_, said)| !said.is_blank());
    let mut blocks = vec![Block::Facts(facts)];
    blocks.extend(titled(
        1,
        Said::internal("Syfte med dialogen"),
        Said::internal(&from.dialogue.purpose),
    ));
    blocks.push(heading("Ansvariga på myndigheten"));
    let holder = |each: &crate::domain::pack::SeatHolder| match &each.name {
        Some(name) => vec![Said::open(&each.function), Said::open(name)],
        None => vec![
            Said::internal(&each.function),
            Said::internal("Ej tillsatt"),
        ],
    };
    blocks.push(Table::block(
        "Ansvariga på myndigheten",
        &["Funktion", "Namn"],
        county.holders.iter().map(holder).collect(),
    ));
    blocks.extend(earlier(from));
    blocks
}

fn earlier(from: &Sources) -> Vec<Block<Said>> {
    if from.earlier.is_empty() {
        return vec![];
    }
    let row = |each: &crate::domain::pack::Earlier| {
        vec![
            Said::open(long_date(each.held_on)),
            Said::open(&each.place),
            Said::internal(each.phase.label()),
        ]
    };
    vec![
        heading("Tidigare dialoger"),
        Table::block(
            "Tidigare dialoger",
            &["Dag", "Plats", "Fas"],
            from.earlier.iter().map(row).collect(),
        ),
    ]
}

fn heading(words: &'static str) -> Block<Said> {
    Block::Heading(1, Said::open(words))
}

pub fn participants(from: &Sources) -> Vec<Block<Said>> {
    let mut blocks = Vec::new();
    if from.participants.is_empty() {
        blocks.push(remark("Inga medverkande är tillagda ännu."));
    } else {
        blocks.push(Table::block(
            "Medverkande",
            &["Namn", "Organisation", "Titel", "Medverkar i"],
            from.participants.iter().map(participant).collect(),
        ));
    }
    if from.invitations.is_empty() {
        return blocks;
    }
    let row = |each: &crate::domain::pack::Invitation| {
        vec![
            Said::open(&each.agency),
            Said::open(&each.issue_area),
            Said::internal(&each.answer),
            Said::internal(&each.reason),
        ]
    };
    blocks.push(heading("Inbjudna myndigheter"));
    blocks.push(Table::block(
        "Inbjudna myndigheter",
        &["Myndighet", "Sakfråga", "Svar", "Varför"],
        from.invitations.iter().map(row).collect(),
    ));
    blocks
}

fn participant(each: &Participant) -> Vec<Said> {
    let organisation = match each.organisation.is_empty() {
        true => "Myndigheten",
        false => &each.organisation,
    };
    let part = match (each.in_planning, each.in_dialogue) {
        (true, true) => "Planering och dialog",
        (true, false) => "Planering",
        _ => "Dialog",
    };
    vec![
        Said::open(&each.name),
        Said::open(organisation),
        Said::internal(&each.title),
        Said::internal(part),
    ]
}

pub fn agenda(from: &Sources) -> Vec<Block<Said>> {
    if from.agenda.is_empty() {
        return vec![remark("Ingen dagordning är skriven ännu.")];
    }
    let mut at = from.dialogue.starts_at;
    let mut rows = Vec::new();
    for item in &from.agenda {
        rows.push(item_row(at, item));
        at = at.wrapping_add(SignedDuration::from_mins(item.minutes));
    }
    let mut blocks = vec![Table::block(
        "Dagordning",
        &[
            "Tid",
            "Punkt",
            "Föredragande",
            "Längd",
            "Sakfråga",
            "Följer upp",
        ],
        rows,
    )];
    blocks.extend(overrun(from).map(remark));
    for item in from.agenda.iter().filter(|item| !item.note.is_empty()) {
        blocks.extend(titled(
            1,
            Said::internal(format!("Internt om {}", item.title)),
            Said::internal(&item.note),
        ));
    }
    blocks
}

fn item_row(at: Time, item: &AgendaItem) -> Vec<Said> {
    vec![
        Said::open(clock(at)),
        Said::open(&item.title),
        Said::open(&item.presenter),
        Said::open(format!("{} min", item.minutes)),
        Said::internal(&item.issue_area),
        Said::internal(&item.action),
    ]
}

/// "Punkterna tar 20 minuter mer än dialogen varar."
fn overrun(from: &Sources) -> Option<String> {
    let of = &from.dialogue;
    let length = of.starts_at.duration_until(of.ends_at).as_mins();
    let sum: i64 = from.agenda.iter().map(|item| item.minutes).sum();
    (length > 0 && sum > length).then(|| {
        format!(
            "Punkterna tar {} minuter mer än dialogen varar.",
            sum - length
        )
    })
}
