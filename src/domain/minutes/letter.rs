//! The minutes as the text of a mail. It takes nothing but what may leave the house.

use super::Document;
use crate::domain::pack::{Block, Shared, Table, Words};

/// What stands around the minutes in a mail.
pub struct Letter<'a> {
    pub document: &'a Document<Shared>,
    /// "Region Norrbotten"
    pub actor: &'a str,
    /// "3 december 2026"
    pub day: &'a str,
    /// "MA 12"; none while they are not locked.
    pub number: Option<String>,
    /// The lines of the sender.
    pub signed: &'a [String],
}

impl Letter<'_> {
    pub fn subject(&self) -> String {
        let draft = match self.number {
            Some(_) => "",
            None => "Utkast till ",
        };
        let noun = if draft.is_empty() {
            "Minnesanteckningar"
        } else {
            "minnesanteckningar"
        };
        format!(
            "{draft}{noun} från regiondialogen med {} den {}",
            self.actor, self.day
        )
    }

    pub fn write(&self) -> String {
        let opening = match &self.number {
            Some(number) => format!(
                "Här kommer minnesanteckningarna ({number}) från dialogen med {} den {}.",
                self.actor, self.day
            ),
            None => format!(
                "Här kommer ett utkast till minnesanteckningar från dialogen med {} den {}. Hör av dig om något behöver ändras.",
                self.actor, self.day
            ),
        };
        let mut paragraphs = vec![
            "Hej!".to_owned(),
            opening,
            self.document.when.words().to_owned(),
        ];
        for part in &self.document.parts {
            paragraphs.push(part.heading.words().to_uppercase());
            paragraphs.extend(part.blocks.iter().map(block));
        }
        paragraphs.push(self.signed.join("\n"));
        paragraphs.retain(|each| !each.trim().is_empty());
        paragraphs.join("\n\n")
    }
}

fn block(block: &Block<Shared>) -> String {
    match block {
        Block::Heading(_, said) => format!("{}:", said.words()),
        Block::Prose(said) | Block::Remark(said) => said.words().to_owned(),
        Block::Facts(facts) => {
            let fact = |(label, said): &(_, Shared)| format!("{label}: {}", said.words());
            facts.iter().map(fact).collect::<Vec<_>>().join("\n")
        }
        Block::List(items) => {
            let line = |said: &Shared| format!("– {}", said.words());
            items.iter().map(line).collect::<Vec<_>>().join("\n")
        }
        Block::Table(table) => rows(table),
        Block::Record(..) => String::new(),
    }
}

/// Columns whose cells say by themselves what they are.
const PLAIN: [&str; 4] = ["Organisation", "Punkt", "Vem lovar", "Anmärkning"];

/// Each row on a line; what does not say itself what it is has the name of its column before it.
fn rows(table: &Table<Shared>) -> String {
    let row = |cells: &Vec<Option<Shared>>| {
        let cell = |(at, cell): (usize, &Option<Shared>)| {
            let words = cell.as_ref()?.words();
            let column = table.columns.get(at).filter(|_| at > 0);
            let column = column.filter(|column| !PLAIN.contains(&column.as_str()));
            Some(match column {
                Some(column) => format!("{}: {words}", column.as_str().to_lowercase()),
                None => words.to_owned(),
            })
        };
        let cells: Vec<String> = cells.iter().enumerate().filter_map(cell).collect();
        format!("– {}", cells.join(", "))
    };
    table.rows.iter().map(row).collect::<Vec<_>>().join("\n")
}
