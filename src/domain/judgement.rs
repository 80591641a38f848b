//! Bedömningar: "vid behov", "där vi anser det relevant". Yes or no, why, who, when.

use crate::codes;
use crate::domain::people::Seat;
use jiff::Timestamp;

codes! {
    Question {
        InviteAgencies = "invite_agencies", "Bjuda in nationella myndigheter";
        RegionalBrief = "regional_brief", "Regionalt underlag";
        TakePart = "take_part", "Delta i genomförandet";
    }
}

codes! {
    Answer {
        Needed = "needed", "Behövs";
        NotNeeded = "not_needed", "Behövs inte";
    }
}

/// What is judged, and the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judging {
    pub question: Question,
    pub dialogue_id: i64,
    /// Who shall take part.
    pub seat: Option<Seat>,
    pub answer: Answer,
    pub reason: String,
}

#[derive(Clone, Debug)]
pub struct Judgement {
    pub id: i64,
    pub judging: Judging,
    pub by: Option<String>,
    pub judged_at: Timestamp,
}
