//! The document that a page, Word, print and the mail are drawn from.

use crate::domain::pack::{Block, Said, Shared, shared_blocks};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Document<T> {
    /// "Minnesanteckningar Norrbotten"
    pub title: T,
    /// "Torsdag 3 december 2026 kl. 9–12, Luleå"
    pub when: T,
    pub parts: Vec<Part<T>>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Part<T> {
    /// What its heading is found by: `narvaro`, `punkt-12`.
    pub anchor: String,
    pub heading: T,
    pub blocks: Vec<Block<T>>,
}

impl Document<Said> {
    /// What may leave the house, and how many texts stay.
    pub fn shared(&self) -> (Document<Shared>, usize) {
        let mut held_back = 0;
        let mut parts = Vec::new();
        for part in &self.parts {
            let (blocks, held) = shared_blocks(&part.blocks);
            held_back += held;
            if let Some(heading) = Shared::of(&part.heading).filter(|_| !blocks.is_empty()) {
                parts.push(Part {
                    anchor: part.anchor.clone(),
                    heading,
                    blocks,
                });
            }
        }
        let document = Document {
            title: Shared::of(&self.title).unwrap_or_default(),
            when: Shared::of(&self.when).unwrap_or_default(),
            parts,
        };
        (document, held_back)
    }
}
