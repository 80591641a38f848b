//! What a pack tells of records that can be marked as secret. It is built and frozen whole; who reads it is
//! told of those records alone that she may read at that moment, and learns nothing of the others.

use super::document::without_bare_headings;
use super::{Block, Pack, Part, PartKind, Said};
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
        None => Vec::new(),
        Some(None) => blocks,
        Some(Some(marking)) => {
            let warning = format!("Sekretessmarkerad ({marking}).");
            let warning = Block::Remark(Said::internal(warning));
            blocks.into_iter().chain([warning]).collect()
        }
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
