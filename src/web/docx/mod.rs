//! Documents as Word files: real headings, lists, tables with header rows, page numbers, in Swedish.

mod body;
mod package;
mod prose;
#[cfg(test)]
mod tests;
mod xml;

pub use package::Front;

use crate::domain::pack::{Block, Document, Words};
use crate::error::Result;
use body::{BULLETS, Body, Item, Run};

pub const CONTENT_TYPE: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// A pack as the bytes of a .docx, whichever voice it has; `first` stands as a part before the others.
pub fn write<T: Words>(
    front: &Front,
    first: Option<(&str, Vec<String>)>,
    document: &Document<T>,
) -> Result<Vec<u8>> {
    let mut body = Body::default();
    if let Some((title, lines)) = first {
        body.heading(1, &[Run::plain(title)]);
        for line in lines {
            list_item(&mut body, &line);
        }
    }
    for part in &document.parts {
        body.heading(1, &[Run::plain(part.kind.label())]);
        let mut level = 1;
        for block in &part.blocks {
            write_block(&mut body, block, &mut level);
        }
    }
    package::package(front, body)
}

/// Any document as the bytes of a .docx: parts, each a heading and what stands below it; what stands
/// before the first has an empty one.
pub fn write_parts<'a, T: Words + 'a>(
    front: &Front,
    parts: impl IntoIterator<Item = (&'a str, &'a [Block<T>])>,
) -> Result<Vec<u8>> {
    let mut body = Body::default();
    for (heading, blocks) in parts {
        if !heading.is_empty() {
            body.heading(1, &[Run::plain(heading)]);
        }
        let mut level = 1;
        for block in blocks {
            write_block(&mut body, block, &mut level);
        }
    }
    package::package(front, body)
}

fn write_block<T: Words>(body: &mut Body, block: &Block<T>, level: &mut u8) {
    match block {
        Block::Heading(depth, said) => {
            *level = depth + 1;
            body.heading(*level, &[Run::plain(said.words())]);
        }
        Block::Prose(said) => prose::write(body, said.words(), *level),
        Block::Remark(said) => body.styled("Remark", said.words()),
        // Told to its readers by `Pack::told_to`, and to nobody else.
        Block::Record(..) => {}
        Block::List(items) => {
            for item in items {
                list_item(body, item.words());
            }
        }
        Block::Facts(facts) => {
            for (label, said) in facts {
                let runs = [Run::bold(format!("{label}: ")), Run::plain(said.words())];
                body.paragraph("Facts", None, &runs);
            }
        }
        Block::Table(table) => {
            let head: Vec<Vec<Run>> = table
                .columns
                .iter()
                .map(|label| vec![Run::plain(label.as_str())])
                .collect();
            let cell = |cell: &Option<T>| {
                cell.iter()
                    .map(|said| Run::plain(said.words()))
                    .collect::<Vec<Run>>()
            };
            let rows: Vec<Vec<Vec<Run>>> = table
                .rows
                .iter()
                .map(|row| row.iter().map(cell).collect())
                .collect();
            body.table(table.name.as_str(), &head, &rows);
        }
    }
}

fn list_item(body: &mut Body, words: &str) {
    let item = Item {
        list: BULLETS,
        depth: 0,
    };
    body.paragraph("ListParagraph", Some(item), &[Run::plain(words)]);
}
