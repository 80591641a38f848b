//! A document's parts as the page draws them. Whichever voice it has, nothing but its own words is reached.

use crate::domain::pack::{Block, Document, PartKind, Words};
use crate::web::markdown;

pub struct PartView {
    pub kind: PartKind,
    pub blocks: Vec<BlockView>,
}

pub enum BlockView {
    Heading(usize, String),
    /// HTML, and whether readers inside are told that it may be shared.
    Prose(String, bool),
    Facts(Vec<(String, String)>),
    /// Each with whether it may be shared.
    List(Vec<(String, bool)>),
    Table(TableView),
    Remark(String),
}

pub struct TableView {
    pub name: String,
    pub columns: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl PartView {
    /// What the part's heading is found by.
    pub fn anchor(&self) -> String {
        format!("del-{}", self.kind)
    }
}

pub fn parts<T: Words>(document: &Document<T>) -> Vec<PartView> {
    document
        .parts
        .iter()
        .map(|part| PartView {
            kind: part.kind,
            blocks: blocks(&part.blocks),
        })
        .collect()
}

pub fn words<T: Words>(said: &T) -> String {
    said.words().to_owned()
}

/// A part has a heading of the second level; what stands in it is one deeper at least.
pub fn blocks<T: Words>(blocks: &[Block<T>]) -> Vec<BlockView> {
    let mut level = 2;
    let view = |block: &Block<T>| match block {
        Block::Heading(depth, said) => {
            level = usize::from(*depth) + 2;
            BlockView::Heading(level, words(said))
        }
        Block::Prose(said) => {
            let html = markdown::render_below(said.words(), level);
            BlockView::Prose(html, said.is_marked())
        }
        Block::Facts(facts) => {
            let fact = |(label, said): &(_, T)| (ToString::to_string(label), words(said));
            BlockView::Facts(facts.iter().map(fact).collect())
        }
        Block::List(items) => {
            let item = |said: &T| (words(said), said.is_marked());
            BlockView::List(items.iter().map(item).collect())
        }
        Block::Remark(said) => BlockView::Remark(words(said)),
        Block::Record(..) => BlockView::Remark(String::new()),
        Block::Table(table) => BlockView::Table(TableView {
            name: table.name.to_string(),
            columns: table.columns.iter().map(ToString::to_string).collect(),
            rows: table
                .rows
                .iter()
                .map(|row| row.iter().map(cell).collect())
                .collect(),
        }),
    };
    // Told to its readers by `Pack::told_to`, and to nobody else.
    let told = |block: &&Block<T>| !matches!(block, Block::Record(..));
    blocks.iter().filter(told).map(view).collect()
}

fn cell<T: Words>(cell: &Option<T>) -> String {
    cell.as_ref().map_or(String::new(), words)
}
