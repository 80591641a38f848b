//! [`Outward`], a text that leaves the house in a report to the region.

use crate::domain::pack::{Said, Words};
use serde::{Deserialize, Serialize};

/// There is no other way to one than from a text that is marked as shareable, or from a report that was
/// kept when it left the house.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Outward(String);

impl Outward {
    pub fn of(said: &Said) -> Option<Outward> {
        let words = said.words().trim();
        said.is_marked().then(|| Outward(words.to_owned()))
    }
}

impl Words for Outward {
    fn words(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Outward {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl Outward {
    /// With words of our own after it, which hold no text that a person has written.
    pub(super) fn followed_by(&self, ours: &str) -> Outward {
        Outward(format!("{}{ours}", self.0))
    }
}
