//! Minnesanteckningar: what a dialogue came to, built from its agenda, outcomes and attendance.
//!
//! [`build::build`] makes the internal [`Document<Said>`] of the [`Sources`] that the store reads. What may
//! leave the house is another type, [`Document<Shared>`], which only shareable text can be put into.

mod build;
mod document;
mod letter;
mod sources;
#[cfg(test)]
mod tests;
mod written;

pub use build::build;
pub use document::{Document, Part};
pub use letter::Letter;
pub use sources::*;
pub use written::{Text, Written};

use crate::codes;
use crate::domain::dialogue::Phase;
use crate::domain::pack::{Missing, Said};
use serde::{Deserialize, Serialize};

codes! {
    Status {
        Draft = "draft", "Utkast";
        Review = "review", "Justering";
        Final = "final", "Klara";
    }
}

codes! {
    /// What a person who adjusts the minutes has said of them.
    Answer {
        None = "none", "Inte svarat";
        Ok = "ok", "Ser bra ut";
        Comment = "comment", "Har en synpunkt";
    }
}

/// Longest texts: one of the whole, one of an item, one of a review.
pub const LONGEST_TEXT: usize = 10_000;
pub const LONGEST_COMMENT: usize = 4_000;
/// No more people adjust the minutes of a dialogue than this.
pub const MOST_REVIEWERS: usize = 50;

/// What can be done with minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Write,
    Send,
    TakeBack,
    Answer,
    Lock,
    Reopen,
}

impl Step {
    /// Whether it can be done with minutes that stand here, in a dialogue that has come this far.
    pub fn is_open(self, status: Status, phase: Phase) -> bool {
        let held = matches!(phase, Phase::FollowingUp | Phase::Closed);
        let begun = held || phase == Phase::Holding;
        match self {
            Step::Write | Step::Send => begun && status != Status::Final,
            Step::TakeBack | Step::Answer => begun && status == Status::Review,
            Step::Lock => held && status != Status::Final,
            Step::Reopen => held && status == Status::Final,
        }
    }
}

/// The minutes of a dialogue as they are stored; those of a dialogue that nobody has begun on have version 0.
#[derive(Clone, Debug)]
pub struct Record {
    pub dialogue_id: i64,
    pub status: Status,
    pub written: Written,
    /// Given when they are locked for the first time, and kept.
    pub number: Option<i64>,
    /// How many times they have been locked.
    pub edition: i64,
    pub version: i64,
}

impl Record {
    pub fn unbegun(dialogue_id: i64) -> Record {
        Record {
            dialogue_id,
            status: Status::Draft,
            written: Written::default(),
            number: None,
            edition: 0,
            version: 0,
        }
    }

    pub fn is_locked(&self) -> bool {
        self.status == Status::Final
    }

    /// The edition that people adjust: the one that is being made, or the last one that was.
    pub fn reviewed_edition(&self) -> i64 {
        match self.is_locked() {
            true => self.edition,
            false => self.edition + 1,
        }
    }
}

/// "MA 12", and from the second edition "MA 12, utgåva 2"
pub fn number_words(number: i64, edition: i64) -> String {
    match edition {
        ..=1 => format!("MA {number}"),
        edition => format!("MA {number}, utgåva {edition}"),
    }
}

/// One of those whom the minutes are shown to, and what she has said.
#[derive(Clone, Debug)]
pub struct Review {
    pub id: i64,
    pub dialogue_id: i64,
    pub edition: i64,
    pub person_id: Option<i64>,
    pub name: String,
    /// She can log in, and so answers herself; the answer of others is written down for them.
    pub answers_herself: bool,
    pub said: Reply,
    pub version: i64,
}

/// What is written of a review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    pub review_answer: Answer,
    pub comment: String,
    /// What was done about the comment.
    pub settled: String,
}

impl Review {
    pub fn is_waited_for(&self) -> bool {
        self.said.review_answer == Answer::None
    }

    pub fn is_unsettled(&self) -> bool {
        self.said.review_answer == Answer::Comment && self.said.settled.is_empty()
    }
}

/// What stands in the way of locking without a second thought: who has not answered, and whose comment nobody
/// has seen to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pending {
    pub unanswered: Vec<String>,
    pub unsettled: Vec<String>,
}

impl Pending {
    pub fn of(reviews: &[Review]) -> Pending {
        let names = |is: fn(&Review) -> bool| {
            let found = reviews.iter().filter(|each| is(each));
            found.map(|each| each.name.clone()).collect()
        };
        Pending {
            unanswered: names(Review::is_waited_for),
            unsettled: names(Review::is_unsettled),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.unanswered.is_empty() && self.unsettled.is_empty()
    }
}

/// The whole of the minutes as those inside read them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Minutes {
    pub document: Document<Said>,
    pub missing: Vec<Missing>,
}

impl Minutes {
    /// What is kept when they are locked.
    pub fn content(&self) -> serde_json::Result<String> {
        serde_json::to_string(self)
    }
}
