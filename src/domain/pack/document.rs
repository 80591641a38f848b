//! The document that a page, Word and print are drawn from: parts, and blocks in them.

use super::PartKind;
use super::restricted::Record;
use super::voice::{Label, Said, Shared, Words};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Document<T> {
    /// "Regiondialog Norrbotten"
    pub title: T,
    /// "Torsdag 3 december 2026 kl. 9–12, Luleå"
    pub when: T,
    pub parts: Vec<Part<T>>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Part<T> {
    pub kind: PartKind,
    pub blocks: Vec<Block<T>>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block<T> {
    /// Below the part's own heading: 1 is the outermost.
    Heading(u8, T),
    /// A long text in Markdown.
    Prose(T),
    Facts(Vec<(Label, T)>),
    List(Vec<T>),
    Table(Table<T>),
    /// Something to know of what stands here: that it is old, not settled, missing.
    Remark(T),
    /// What is told of a record that can be marked as secret, for those alone who may read it.
    Record(Record, Vec<Block<T>>),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Table<T> {
    /// What it is called by those who do not see it.
    pub name: Label,
    pub columns: Vec<Label>,
    /// Each as long as `columns`.
    pub rows: Vec<Vec<Option<T>>>,
}

impl Table<Said> {
    /// A table without the columns in which nothing is said.
    pub fn block(
        name: &'static str,
        columns: &[&'static str],
        rows: Vec<Vec<Said>>,
    ) -> Block<Said> {
        let cell = |said: Said| (!said.is_blank()).then_some(said);
        let table = Table {
            name: Label::new(name),
            columns: columns.iter().map(|each| Label::new(each)).collect(),
            rows: rows
                .into_iter()
                .map(|row| row.into_iter().map(cell).collect())
                .collect(),
        };
        Block::Table(table.without_empty_columns())
    }
}

impl<T> Table<T> {
    pub fn without_empty_columns(mut self) -> Self {
        let filled = |at: usize| {
            self.rows
                .iter()
                .any(|row| row.get(at).is_some_and(Option::is_some))
        };
        let keep: Vec<bool> = (0..self.columns.len()).map(filled).collect();
        let mut at = 0;
        self.columns.retain(|_| {
            at += 1;
            keep[at - 1]
        });
        for row in &mut self.rows {
            let mut at = 0;
            row.retain(|_| {
                at += 1;
                keep.get(at - 1).copied().unwrap_or(false)
            });
        }
        self
    }
}

/// Counts what is held back while a shared document is made.
#[derive(Default)]
struct Sieve {
    held_back: usize,
}

impl Sieve {
    fn pass(&mut self, said: &Said) -> Option<Shared> {
        let shared = Shared::of(said);
        if shared.is_none() && !said.is_blank() {
            self.held_back += 1;
        }
        shared.filter(|shared| !shared.is_blank())
    }

    fn block(&mut self, block: &Block<Said>) -> Option<Block<Shared>> {
        Some(match block {
            // A heading is counted with what stands below it.
            Block::Heading(level, said) => Block::Heading(*level, Shared::of(said)?),
            Block::Prose(said) => Block::Prose(self.pass(said)?),
            Block::Remark(said) => Block::Remark(Shared::of(said)?),
            Block::Facts(facts) => {
                let fact = |(label, said): &(Label, Said)| Some((label.clone(), self.pass(said)?));
                Block::Facts(some(facts.iter().filter_map(fact).collect())?)
            }
            Block::List(items) => Block::List(some(
                items.iter().filter_map(|said| self.pass(said)).collect(),
            )?),
            Block::Table(table) => Block::Table(self.table(table)?),
            // Not shared before it is told, and not counted: the number would tell of it.
            Block::Record(..) => return None,
        })
    }

    fn table(&mut self, table: &Table<Said>) -> Option<Table<Shared>> {
        let mut cells = |row: &Vec<Option<Said>>| -> Vec<Option<Shared>> {
            row.iter()
                .map(|cell| cell.as_ref().and_then(|said| self.pass(said)))
                .collect()
        };
        let rows = table.rows.iter().map(&mut cells);
        let rows = rows.filter(|row| row.iter().any(Option::is_some)).collect();
        let shared = Table {
            name: table.name.clone(),
            columns: table.columns.clone(),
            rows: some(rows)?,
        };
        Some(shared.without_empty_columns())
    }
}

fn some<T>(all: Vec<T>) -> Option<Vec<T>> {
    (!all.is_empty()).then_some(all)
}

/// Without headings that nothing stands below.
pub(super) fn without_bare_headings<T>(blocks: Vec<Block<T>>) -> Vec<Block<T>> {
    let mut kept = Vec::with_capacity(blocks.len());
    // The level of the heading that follows; 0 where the part ends.
    let mut follows = Some(0);
    for block in blocks.into_iter().rev() {
        match (&block, follows) {
            (Block::Heading(level, _), Some(next)) if next <= *level => {}
            (Block::Heading(level, _), _) => {
                follows = Some(*level);
                kept.push(block);
            }
            _ => {
                follows = None;
                kept.push(block);
            }
        }
    }
    kept.reverse();
    kept
}

/// What may leave the house of some blocks, and how many texts stay.
pub fn shared_blocks(blocks: &[Block<Said>]) -> (Vec<Block<Shared>>, usize) {
    let mut sieve = Sieve::default();
    let passed = blocks.iter().filter_map(|block| sieve.block(block));
    let passed = without_bare_headings(passed.collect());
    (passed, sieve.held_back)
}

impl Document<Said> {
    /// What may leave the house of the parts that may, and how many texts stay.
    pub fn shared(&self, may: impl Fn(PartKind) -> bool) -> (Document<Shared>, usize) {
        let mut sieve = Sieve::default();
        let part = |part: &Part<Said>| {
            let blocks = part.blocks.iter().filter_map(|block| sieve.block(block));
            let blocks = without_bare_headings(blocks.collect());
            (!blocks.is_empty()).then_some(Part {
                kind: part.kind,
                blocks,
            })
        };
        let parts = self.parts.iter().filter(|part| may(part.kind));
        let document = Document {
            parts: parts.filter_map(part).collect(),
            title: Shared::of(&self.title).unwrap_or_default(),
            when: Shared::of(&self.when).unwrap_or_default(),
        };
        (document, sieve.held_back)
    }
}
