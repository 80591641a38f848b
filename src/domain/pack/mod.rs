//! Samlat dialogunderlag: what is put together before a dialogue, in which order, for whom.
//!
//! [`build::build`] makes the internal [`Pack`] of the [`Sources`] that the store reads. What may leave the
//! house is another type, [`Document<Shared>`], which only shareable text can be put into.

mod build;
mod document;
mod restricted;
mod sources;
#[cfg(test)]
mod tests;
mod voice;

pub use build::build;
pub use document::{Block, Document, Part, Table, shared_blocks};
pub use restricted::{HiddenBriefs, Readable, Record};
pub use sources::*;
pub use voice::{Label, Said, Shared, Words};

use crate::codes;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

codes! {
    /// The parts, in the order they stand when nobody has changed it.
    PartKind {
        County = "county", "Länet och dess människor";
        Participants = "participants", "Medverkande";
        Agenda = "agenda", "Dagordning";
        Assessment = "assessment", "Nationell bedömning";
        Positions = "positions", "Ställningstaganden";
        Compilation = "compilation", "Sammanställning av nationella underlag";
        Regional = "regional", "Regionalt underlag";
        Surroundings = "surroundings", "Omvärld";
        Cases = "cases", "Varsel och etablering";
        Since = "since", "Sedan sist";
    }
}

/// What the uppdragsansvarig has decided of the parts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Choices {
    pub parts: Vec<PartKind>,
    pub parts_left_out: Vec<PartKind>,
    pub parts_shared: Vec<PartKind>,
}

impl Default for Choices {
    fn default() -> Self {
        Choices {
            parts: PartKind::ALL.to_vec(),
            parts_left_out: Vec::new(),
            parts_shared: PartKind::ALL.to_vec(),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Up,
    Down,
}

impl Choices {
    /// Every part once, those that nobody has placed last, and the rest in the order of the parts.
    pub fn orderly(mut self) -> Choices {
        let mut seen = Vec::new();
        for kind in self.parts.iter().chain(PartKind::ALL) {
            if !seen.contains(kind) {
                seen.push(*kind);
            }
        }
        self.parts = seen;
        for list in [&mut self.parts_left_out, &mut self.parts_shared] {
            list.sort_unstable();
            list.dedup();
        }
        self
    }

    /// Changes places with the part before or after; the first and the last stay.
    pub fn moved(mut self, kind: PartKind, direction: Direction) -> Choices {
        let Some(at) = self.parts.iter().position(|each| *each == kind) else {
            return self;
        };
        let to = match direction {
            Direction::Up => at.checked_sub(1),
            Direction::Down => Some(at + 1).filter(|to| *to < self.parts.len()),
        };
        if let Some(to) = to {
            self.parts.swap(at, to);
        }
        self
    }

    pub fn is_left_out(&self, kind: PartKind) -> bool {
        self.parts_left_out.contains(&kind)
    }

    pub fn may_share(&self, kind: PartKind) -> bool {
        self.parts_shared.contains(&kind)
    }
}

/// Something that should be there and is not, and where it is made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Missing {
    /// "Förenkling", "Ställningstagande i Regelförenkling"
    pub what: String,
    pub href: String,
}

/// The whole pack as those inside read it, with what is decided of its sharing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pack {
    pub document: Document<Said>,
    pub may_share: Vec<PartKind>,
    pub missing: Vec<Missing>,
    /// Whether it says which brief a text is from; the first that were frozen do not.
    #[serde(default)]
    pub names_briefs: bool,
}

impl Pack {
    /// The version to share, and how many texts it leaves out of the parts it has.
    pub fn shared(&self) -> (Document<Shared>, usize) {
        self.document.shared(|kind| self.may_share.contains(&kind))
    }

    /// The parts that are not shared at all.
    pub fn kept_inside(&self) -> usize {
        let parts = self.document.parts.iter();
        parts
            .filter(|part| !self.may_share.contains(&part.kind))
            .count()
    }

    /// The parts of which another pack says something else, in the order they stand here.
    pub fn differs_from(&self, other: &Pack) -> Vec<PartKind> {
        let find = |pack: &Pack, kind: PartKind| {
            let mut parts = pack.document.parts.iter();
            parts.find(|part| part.kind == kind).cloned()
        };
        let here = self.document.parts.iter().map(|part| part.kind);
        let there = other.document.parts.iter().map(|part| part.kind);
        let mut kinds: Vec<PartKind> = Vec::new();
        for kind in here.chain(there) {
            if !kinds.contains(&kind) && find(self, kind) != find(other, kind) {
                kinds.push(kind);
            }
        }
        kinds
    }

    /// What is kept when it is frozen.
    pub fn content(&self) -> serde_json::Result<String> {
        serde_json::to_string(self)
    }
}

/// SHA-256 of a frozen pack's content, in hexadecimal.
pub fn digest(content: &str) -> String {
    let hash = Sha256::digest(content.as_bytes());
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}
