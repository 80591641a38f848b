//! "Vad hände med det ni sade": what a RUA is told of what came of a dialogue. It is built of shareable
//! texts alone, kept as it was when it is sent, and its progress since the last one is marked.

mod account;
mod build;
mod sources;
#[cfg(test)]
mod tests;
mod voice;

pub use account::{Account, Line, News, Section, SectionKind};
pub use build::{Built, Lacking, build};
pub use sources::*;
pub use voice::Outward;

use crate::codes;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

codes! {
    Status {
        Draft = "draft", "Utkast";
        Sent = "sent", "Skickad";
    }
}

/// What a person writes in a draft; empty texts say what is said by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Letter {
    pub introduction: String,
    pub whom_to_ask: String,
}

/// How it was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sending {
    pub sent_on: Date,
    pub recipient: String,
    pub diary_no: String,
}

/// What the region said of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Comment {
    pub region_comment: String,
    pub commented_on: Option<Date>,
}

#[derive(Clone, Debug)]
pub struct Report {
    pub id: i64,
    pub dialogue_id: i64,
    pub letter: Letter,
    /// Of one that is sent: exactly what left the house, how, and by whom.
    pub sent: Option<(Account, Sending, String)>,
    pub comment: Comment,
    pub version: i64,
}

pub fn url(dialogue_id: i64) -> String {
    format!("/dialoger/{dialogue_id}/regionrapport")
}

impl Report {
    pub fn url(&self) -> String {
        format!("{}/{}", url(self.dialogue_id), self.id)
    }

    pub fn sent_on(&self) -> Option<Date> {
        self.sent.as_ref().map(|(_, sending, _)| sending.sent_on)
    }
}
