//! The part about what has happened since the last dialogue. Of a promise, a handover or a satsning the
//! region reads what is marked as shareable; all the rest stays in the house.

use super::{first_upper, remark};
use crate::domain::action::Direction;
use crate::domain::event::SubjectKind;
use crate::domain::pack::{Block, Contact, Label, Said, Sources, Table};
use crate::domain::since::{self, Given, Promise, Since};
use crate::domain::wording::{long_date, nth_time};

pub fn since(from: &Sources) -> Vec<Block<Said>> {
    let since = &from.since;
    let mut blocks = match &since.previous {
        Some(previous) => vec![Block::Facts(vec![(
            Label::new("Förra dialogen"),
            Said::open(long_date(previous.held_on)),
        )])],
        None => vec![remark("Det här är den första dialogen med länet.")],
    };
    if since.previous.is_some() && since.promises.is_empty() {
        blocks.push(remark("Inga insatser skapades från förra dialogen."));
    }
    for direction in Direction::ALL {
        blocks.extend(promises(since, *direction));
    }
    blocks.extend(handovers(since));
    blocks.extend(investments(since));
    blocks.extend(carried(since));
    blocks.extend(positions(since));
    blocks.extend(contacts(from));
    blocks.extend(told(since));
    blocks.extend(needs(since));
    blocks
}

fn heading(words: &'static str) -> Block<Said> {
    Block::Heading(1, Said::open(words))
}

/// A heading that only those inside read, and a list below it.
fn internal_list(title: &'static str, items: Vec<String>) -> Vec<Block<Said>> {
    match items.is_empty() {
        true => vec![],
        false => vec![
            Block::Heading(1, Said::internal(title)),
            Block::List(items.into_iter().map(Said::internal).collect()),
        ],
    }
}

fn table(name: &'static str, columns: &[&'static str], rows: Vec<Vec<Said>>) -> Vec<Block<Said>> {
    match rows.is_empty() {
        true => vec![],
        false => vec![heading(name), Table::block(name, columns, rows)],
    }
}

fn promises(since: &Since, direction: Direction) -> Vec<Block<Said>> {
    let last = since.previous.as_ref().map(|previous| previous.held_on);
    let row = |each: &Promise| {
        let marked = |words: &str| Said::marked(words, each.shareable);
        let from = match Some(each.from) == last {
            true => String::new(),
            false => long_date(each.from),
        };
        vec![
            marked(&each.title),
            marked(&each.agency),
            marked(each.status.label()),
            marked(&each.due_on.to_string()),
            marked(&each.region_text),
            Said::internal(from),
            Said::internal(&each.unit),
            Said::internal(&each.result),
        ]
    };
    table(
        since::heading(direction),
        &[
            "Insats",
            "Myndighet",
            "Status",
            "Klart senast",
            "Så går det",
            "Från dialogen",
            "Enhet",
            "Resultat",
        ],
        since.promised(direction).map(row).collect(),
    )
}

fn handovers(since: &Since) -> Vec<Block<Said>> {
    let row = |each: &crate::domain::since::Handover| {
        vec![
            Said::marked(&each.question, each.shareable),
            Said::marked(&each.unit, each.shareable),
            Said::internal(each.stands()),
        ]
    };
    table(
        "Öppna överlämningar",
        &["Fråga", "Enhet", "Läge"],
        since.handovers.iter().map(row).collect(),
    )
}

fn investments(since: &Since) -> Vec<Block<Said>> {
    let row = |each: &crate::domain::since::Investment| {
        let marked = |words: &str| Said::marked(words, each.shareable);
        vec![
            marked(&each.title),
            marked(each.state.label()),
            marked(&each.region_text),
        ]
    };
    table(
        "Strategiska satsningar",
        &["Satsning", "Status", "Så går det"],
        since.investments.iter().map(row).collect(),
    )
}

fn carried(since: &Since) -> Vec<Block<Said>> {
    let row = |each: &crate::domain::since::Carried| {
        let age = first_upper(&nth_time(each.times));
        vec![Said::open(&each.title), Said::internal(age)]
    };
    table(
        "Punkter som följer med",
        &["Punkt", "Gång"],
        since.carried.iter().map(row).collect(),
    )
}

fn positions(since: &Since) -> Vec<Block<Said>> {
    let line = |each: &crate::domain::since::ChangedPosition| {
        format!("{}: {}", each.issue_area, each.words())
    };
    internal_list(
        "Ställningstaganden som är ändrade sedan förra dialogen",
        since.positions.iter().map(line).collect(),
    )
}

/// Each is a record of its own, which only those who may read it are told of. The notes and the open cases
/// have parts of their own.
fn contacts(from: &Sources) -> Vec<Block<Said>> {
    let record = |each: &Contact| {
        let with = match each.organisation.is_empty() {
            true => String::new(),
            false => format!(", {}", each.organisation),
        };
        let line = format!(
            "{}: {} ({}{with})",
            long_date(each.day),
            each.subject,
            each.channel.to_lowercase()
        );
        let line = Block::List(vec![Said::internal(line)]);
        Block::Record((SubjectKind::ContactEntry, each.id), vec![line])
    };
    let title = Said::internal("Loggade kontakter");
    let heading = (!from.contacts.is_empty()).then_some(Block::Heading(1, title));
    let records = from.contacts.iter().map(record);
    heading.into_iter().chain(records).collect()
}

/// Feedback and reports, given and owed.
fn told(since: &Since) -> Vec<Block<Said>> {
    let given = |each: &Given| format!("{}: {}", each.words(), long_date(each.on));
    let owed = |each: &crate::domain::since::Owed| {
        format!(
            "Inte gjord: {}, senast {}",
            each.title,
            long_date(each.due_on)
        )
    };
    let report = |each: &crate::domain::since::Sent| {
        let comment = match each.comment.is_empty() {
            true => String::new(),
            false => format!(" Regionen: {}", each.comment),
        };
        format!(
            "Rapport till {} {}.{comment}",
            each.recipient,
            long_date(each.on)
        )
    };
    let mut items: Vec<String> = since.given.iter().map(given).collect();
    items.extend(since.owed.iter().map(owed));
    items.extend(since.reports.iter().map(report));
    internal_list("Återkoppling sedan förra dialogen", items)
}

fn needs(since: &Since) -> Vec<Block<Said>> {
    let line = |each: &crate::domain::since::Need| format!("{} ({})", each.title, each.issue_area);
    internal_list("Öppna behov", since.needs.iter().map(line).collect())
}
