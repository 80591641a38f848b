//! What a pack tells of records that can be marked as secret. It is built and frozen whole; who reads it is
//! told of those records alone that she may read at that moment, and learns nothing of the others. Only a
//! brief, which was open when it was told, is said to have been marked since.

use super::build::SUMMARY;
use super::document::without_bare_headings;
use super::{Block, Pack, Part, PartKind, Said, Words};
use crate::domain::event::SubjectKind;
use std::collections::HashMap;

/// A record that can be marked: its kind and number.
pub type Record = (SubjectKind, i64);

/// The records that someone may read now, each with its marking when it is marked.
pub type Readable = HashMap<Record, Option<String>>;

impl Pack {
    /// Every record that it tells of and that can be marked.
    pub fn records(&self) -> Vec<Record> {
        let blocks = self.document.parts.iter().flat_map(|part| &part.blocks);
        let record = |block: &Block<Said>| match block {
            Block::Record(record, _) => Some(*record),
            _ => None,
        };
        blocks.filter_map(record).collect()
    }

    /// The pack as it is told to someone who may read those records. A part in which nothing is left says
    /// the same, whether there was something or not, and no heading stays that they stood below.
    pub fn told_to(mut self, readable: &Readable) -> Pack {
        for part in &mut self.document.parts {
            let blocks = std::mem::take(&mut part.blocks).into_iter();
            let blocks = blocks.flat_map(|block| told(block, readable));
            part.blocks = without_bare_headings(one_list(blocks));
            part.fill();
        }
        self
    }
}

fn told(block: Block<Said>, readable: &Readable) -> Vec<Block<Said>> {
    let Block::Record(record, blocks) = block else {
        return vec![block];
    };
    match readable.get(&record) {
        None if record.0 == SubjectKind::Brief => vec![kept_back()],
        None => Vec::new(),
        Some(None) => blocks,
        Some(Some(marking)) => {
            let warning = format!("Sekretessmarkerad ({marking}).");
            let warning = Block::Remark(Said::internal(warning));
            blocks.into_iter().chain([warning]).collect()
        }
    }
}

fn kept_back() -> Block<Said> {
    Block::Remark(Said::internal(
        "Sekretessmarkerat sedan frysningen: underlaget återges inte.",
    ))
}

/// Of which briefs one is marked that its reader may not read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HiddenBriefs {
    pub national: bool,
    pub regional: bool,
}

impl Pack {
    /// A pack that was frozen before packs said which brief a text is from: when one is hidden, so are
    /// the texts of all that it could be.
    pub fn without_briefs(mut self, hidden: HiddenBriefs) -> Pack {
        for part in &mut self.document.parts {
            match part.kind {
                PartKind::Compilation if hidden.national => part.blocks = vec![kept_back()],
                PartKind::Regional if hidden.regional => part.blocks = vec![kept_back()],
                PartKind::Positions if hidden.national => hide_summaries(&mut part.blocks),
                _ => {}
            }
        }
        self
    }
}

/// What is most important in a brief stands below a heading of its own.
fn hide_summaries(blocks: &mut Vec<Block<Said>>) {
    let mut below = false;
    for block in std::mem::take(blocks) {
        let is_summary = matches!(&block, Block::Heading(_, said) if said.words() == SUMMARY);
        match (below, is_summary) {
            (_, true) => {}
            (true, false) => blocks.push(kept_back()),
            (false, false) => blocks.push(block),
        }
        below = is_summary;
    }
}

/// Records that are a line each make one list of them.
fn one_list(blocks: impl Iterator<Item = Block<Said>>) -> Vec<Block<Said>> {
    let mut joined: Vec<Block<Said>> = Vec::new();
    for block in blocks {
        match (joined.last_mut(), block) {
            (Some(Block::List(above)), Block::List(lines)) => above.extend(lines),
            (_, block) => joined.push(block),
        }
    }
    joined
}

impl Part<Said> {
    fn fill(&mut self) {
        let words = match self.kind {
            PartKind::Surroundings => "Det finns inga omvärldsnotiser att visa.",
            PartKind::Cases => "Det finns inga öppna ärenden att visa.",
            _ => return,
        };
        if self.blocks.is_empty() {
            self.blocks.push(Block::Remark(Said::internal(words)));
        }
    }
}
