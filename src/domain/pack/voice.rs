//! Two levels of voice. [`Said`] is a text with its mark: internal, or may be shared. [`Shared`] is a text
//! that may leave the house, and can be made from nothing but a [`Said`] that is marked so.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A text of the internal pack, which may hold everything.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Said {
    words: String,
    shareable: bool,
}

impl Said {
    /// What the region knows already or may always know: names, titles, days.
    pub fn open(words: impl Into<String>) -> Said {
        Said::marked(words, true)
    }

    /// What is never shared.
    pub fn internal(words: impl Into<String>) -> Said {
        Said::marked(words, false)
    }

    /// A text whose author has said whether it may be shared.
    pub fn marked(words: impl Into<String>, shareable: bool) -> Said {
        Said {
            words: words.into(),
            shareable,
        }
    }
}

/// A text of the shared pack. There is no other way to one that says something than [`Shared::of`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shared(String);

impl Shared {
    /// The text, if it is marked as shareable.
    pub fn of(said: &Said) -> Option<Shared> {
        said.shareable.then(|| Shared(said.words.clone()))
    }
}

/// What a page, Word and print are drawn from, whichever voice it has.
pub trait Words {
    fn words(&self) -> &str;

    /// Whether readers inside should be told that the text may be shared.
    fn is_marked(&self) -> bool {
        false
    }

    fn is_blank(&self) -> bool {
        self.words().trim().is_empty()
    }
}

impl Words for Said {
    fn words(&self) -> &str {
        &self.words
    }

    fn is_marked(&self) -> bool {
        self.shareable
    }
}

impl Words for Shared {
    fn words(&self) -> &str {
        &self.0
    }
}

/// A word of ours that stands before or above a text. It is written in the code and never by a person,
/// so it says nothing that is anyone's secret.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Label(Cow<'static, str>);

impl Label {
    pub const fn new(label: &'static str) -> Label {
        Label(Cow::Borrowed(label))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Label {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
