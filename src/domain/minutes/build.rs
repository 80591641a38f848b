//! From sources to minutes. One function a part.

use super::{Document, Item, Line, Minutes, Part, Person, Sources};
use crate::domain::outcome::OutcomeKind;
use crate::domain::pack::{Block, Label, Missing, Said, Table, Words};
use crate::domain::participant::Attended;
use crate::domain::wording::{long_date, time_span, weekday};

pub fn build(from: &Sources) -> Minutes {
    let mut parts = vec![introduction(from), attendance(from), agenda(from)];
    parts.extend(from.agenda.iter().map(|item| about(item, from)));
    parts.extend([
        beside(from),
        decisions(from),
        actions(from),
        handovers(from),
        closing(from),
        notes(from),
    ]);
    parts.retain(|part| !part.blocks.is_empty());
    Minutes {
        document: Document {
            title: Said::open(format!("Minnesanteckningar {}", from.occasion.county)),
            when: Said::open(when(from)),
            parts,
        },
        missing: missing(from),
    }
}

/// "Torsdag 3 december 2026 kl. 9–12, Luleå"
fn when(from: &Sources) -> String {
    let of = &from.occasion;
    let hours = time_span(of.starts_at, of.ends_at);
    let place = match of.place.is_empty() {
        true => String::new(),
        false => format!(", {}", of.place),
    };
    let day = weekday(of.held_on);
    let mut letters = day.chars();
    let first: String = letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    format!(
        "{first}{} {} {hours}{place}",
        letters.as_str(),
        long_date(of.held_on)
    )
}

fn part(anchor: impl Into<String>, heading: Said, blocks: Vec<Block<Said>>) -> Part<Said> {
    Part {
        anchor: anchor.into(),
        heading,
        blocks,
    }
}

/// A text as a block; none when nothing is written.
fn prose(said: Said) -> Option<Block<Said>> {
    (!said.is_blank()).then_some(Block::Prose(said))
}

fn introduction(from: &Sources) -> Part<Said> {
    let (of, written) = (&from.occasion, &from.written);
    let mut facts = vec![
        (Label::new("Län"), Said::open(&of.county)),
        (
            Label::new("Regionalt utvecklingsansvarig aktör"),
            Said::open(&of.actor),
        ),
        (Label::new("Diarienummer"), Said::internal(&of.diary_no)),
    ];
    facts.retain(|(_, said)| !said.is_blank());
    let text = Said::marked(&written.introduction, written.introduction_shareable);
    let mut blocks = vec![Block::Facts(facts)];
    blocks.extend(prose(text));
    part("inledning", Said::open("Inledning"), blocks)
}

fn closing(from: &Sources) -> Part<Said> {
    let written = &from.written;
    let text = Said::marked(&written.closing, written.closing_shareable);
    part(
        "avslutning",
        Said::open("Avslutning"),
        prose(text).into_iter().collect(),
    )
}

fn notes(from: &Sources) -> Part<Said> {
    let text = prose(Said::internal(&from.occasion.notes));
    part(
        "anteckningar",
        Said::internal("Egna anteckningar"),
        text.into_iter().collect(),
    )
}

/// Those who came. Until anyone is marked, everyone who takes part is listed, and it is said.
fn attendance(from: &Sources) -> Part<Said> {
    let some_marked = from
        .people
        .iter()
        .any(|each| each.attended != Attended::Unknown);
    let came = |each: &&Person| each.attended == Attended::Yes || !some_marked;
    let here: Vec<&Person> = from.people.iter().filter(came).collect();
    let mut blocks = Vec::new();
    if !some_marked && !here.is_empty() {
        let words = "Närvaron är inte ifylld. Alla medverkande står här.";
        blocks.push(Block::Remark(Said::internal(words)));
    }
    if !here.is_empty() {
        let rows = here.into_iter().map(person_row).collect();
        blocks.push(Table::block(
            "Närvarande",
            &["Namn", "Organisation", "Titel"],
            rows,
        ));
    }
    let agencies: Vec<Said> = from
        .agencies
        .iter()
        .filter(|each| each.attended == Attended::Yes)
        .map(|each| Said::open(&each.name))
        .collect();
    if !agencies.is_empty() {
        blocks.push(heading("Nationella myndigheter"));
        blocks.push(Block::List(agencies));
    }
    blocks.extend(absent(from, some_marked));
    part("narvaro", Said::open("Närvarande"), blocks)
}

fn absent(from: &Sources, some_marked: bool) -> Vec<Block<Said>> {
    let stayed = |each: &&Person| some_marked && each.attended != Attended::Yes;
    let row = |each: &Person| {
        let why = match each.attended {
            Attended::No => "deltog inte",
            _ => "inte angivet",
        };
        Said::internal(format!("{}, {why}", each.name))
    };
    let away: Vec<Said> = from.people.iter().filter(stayed).map(row).collect();
    match away.is_empty() {
        true => vec![],
        false => vec![
            Block::Heading(1, Said::internal("Övriga som var anmälda")),
            Block::List(away),
        ],
    }
}

fn person_row(each: &Person) -> Vec<Said> {
    let organisation = match each.organisation.is_empty() {
        true => "Myndigheten",
        false => &each.organisation,
    };
    vec![
        Said::open(&each.name),
        Said::open(organisation),
        Said::internal(&each.title),
    ]
}

fn heading(words: &'static str) -> Block<Said> {
    Block::Heading(1, Said::open(words))
}

fn agenda(from: &Sources) -> Part<Said> {
    let row = |(at, item): (usize, &Item)| {
        let carried = match item.carried {
            true => "Följer med till nästa dialog",
            false => "",
        };
        vec![
            Said::open(format!("{}", at + 1)),
            Said::open(&item.title),
            Said::open(&item.presenter),
            Said::open(carried),
        ]
    };
    let rows: Vec<_> = from.agenda.iter().enumerate().map(row).collect();
    let blocks = match rows.is_empty() {
        true => vec![],
        false => vec![Table::block(
            "Dagordning",
            &["Nr", "Punkt", "Föredragande", "Anmärkning"],
            rows,
        )],
    };
    part("dagordning", Said::open("Dagordning"), blocks)
}

/// An item: the text that is written for it, or else what its lines say.
fn about(item: &Item, from: &Sources) -> Part<Said> {
    let blocks = match from.written.text(item.id) {
        Some(text) => vec![Block::Prose(Said::marked(&text.text, text.shareable))],
        None => lines(
            from.lines
                .iter()
                .filter(|line| line.item_id == Some(item.id)),
        ),
    };
    part(
        format!("punkt-{}", item.id),
        Said::open(&item.title),
        blocks,
    )
}

/// What was said outside the agenda, or under an item that is no longer on it.
fn beside(from: &Sources) -> Part<Said> {
    let on_agenda = |id: i64| from.agenda.iter().any(|item| item.id == id);
    let beside = |line: &&Line| !line.item_id.is_some_and(on_agenda);
    let mut blocks = lines(from.lines.iter().filter(beside));
    // What was written for an item that has been taken off the agenda is not lost with it.
    let left = from.written.texts.iter().filter(|(id, _)| !on_agenda(**id));
    let said = left.filter_map(|(_, text)| prose(Said::marked(&text.text, text.shareable)));
    blocks.extend(said);
    part("ovrigt", Said::open("Övrigt"), blocks)
}

/// Lines kind by kind, each in the order it was said.
fn lines<'a>(all: impl Iterator<Item = &'a Line>) -> Vec<Block<Said>> {
    let all: Vec<&Line> = all.collect();
    let mut blocks = Vec::new();
    for kind in OutcomeKind::ALL {
        let of_kind = all.iter().filter(|line| line.kind == *kind);
        let said: Vec<Said> = of_kind
            .map(|line| Said::marked(&line.text, line.shareable))
            .collect();
        if !said.is_empty() {
            blocks.push(heading(kind.label()));
            blocks.push(Block::List(said));
        }
    }
    blocks
}

fn decisions(from: &Sources) -> Part<Said> {
    let title = |id: Option<i64>| {
        let item = from.agenda.iter().find(|item| Some(item.id) == id);
        item.map_or("", |item| item.title.as_str())
    };
    let made = from
        .lines
        .iter()
        .filter(|line| line.kind == OutcomeKind::Decision);
    // Of a decision that stays in the house not even the item is told.
    let row = |line: &Line| {
        vec![
            Said::marked(&line.text, line.shareable),
            Said::marked(title(line.item_id), line.shareable),
        ]
    };
    let rows: Vec<_> = made.map(row).collect();
    let blocks = match rows.is_empty() {
        true => vec![],
        false => vec![Table::block("Beslut", &["Beslut", "Punkt"], rows)],
    };
    part("beslut", Said::open("Beslut i korthet"), blocks)
}

fn actions(from: &Sources) -> Part<Said> {
    let row = |each: &super::Promise| {
        let marked = |words: &str| Said::marked(words, each.shareable);
        vec![
            marked(&each.title),
            marked(&each.direction),
            marked(&each.due_on.to_string()),
            Said::internal(&each.unit),
        ]
    };
    let rows: Vec<_> = from.actions.iter().map(row).collect();
    let columns = ["Insats", "Vem lovar", "Klart senast", "Enhet"];
    let blocks = match rows.is_empty() {
        true => vec![],
        false => vec![Table::block("Insatser", &columns, rows)],
    };
    part("insatser", Said::open("Insatser"), blocks)
}

fn handovers(from: &Sources) -> Part<Said> {
    let row = |each: &super::Handover| {
        let marked = |words: &str| Said::marked(words, each.shareable);
        vec![
            marked(&each.question),
            marked(&each.unit),
            marked(&each.contact_by.to_string()),
        ]
    };
    let rows: Vec<_> = from.handovers.iter().map(row).collect();
    let columns = ["Fråga", "Enhet som tar kontakt", "Senast"];
    let blocks = match rows.is_empty() {
        true => vec![],
        false => vec![Table::block(
            "Frågor som en enhet tar vidare",
            &columns,
            rows,
        )],
    };
    part(
        "overlamningar",
        Said::open("Frågor som en enhet tar vidare"),
        blocks,
    )
}

/// What should be there and is not. It is told and never stops anything.
fn missing(from: &Sources) -> Vec<Missing> {
    let url = format!("/dialoger/{}", from.occasion.dialogue_id);
    let lacks = |what: String, href: String| Missing { what, href };
    let mut found = Vec::new();
    let unknown = from
        .people
        .iter()
        .filter(|each| each.attended == Attended::Unknown)
        .count();
    if from.people.is_empty() {
        found.push(lacks("Medverkande".into(), format!("{url}/medverkande/ny")));
    } else if unknown > 0 {
        let words = match unknown {
            1 => "Om 1 medverkande deltog".to_owned(),
            count => format!("Om {count} medverkande deltog"),
        };
        found.push(lacks(words, format!("{url}#people")));
    }
    let silent = |item: &&Item| {
        let said = from.lines.iter().any(|line| line.item_id == Some(item.id));
        !item.standing && !item.carried && !said && from.written.text(item.id).is_none()
    };
    for item in from.agenda.iter().filter(silent) {
        let words = format!("Vad som sades om {}", item.title);
        found.push(lacks(
            words,
            format!("{url}/genomforande?punkt={}", item.id),
        ));
    }
    found
}
