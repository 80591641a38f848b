//! Bedömningar: "vid behov", "där vi anser det relevant". Yes or no, why, who, when.

use crate::codes;
use crate::domain::people::Seat;
use jiff::Timestamp;

codes! {
    Question {
        InviteAgencies = "invite_agencies", "Bjuda in nationella myndigheter";
        RegionalBrief = "regional_brief", "Regionalt underlag";
        TakePart = "take_part", "Delta i genomförandet";
        Operational = "operational", "Operativ insats";
        Financing = "financing", "Finansiera en strategisk satsning";
        TransitionContact = "transition_contact", "Kontaktperson vid varsel eller etablering";
    }
}

codes! {
    Answer {
        Needed = "needed", "Behövs";
        NotNeeded = "not_needed", "Behövs inte";
    }
}

impl Answer {
    pub fn of(yes: bool) -> Answer {
        match yes {
            true => Answer::Needed,
            false => Answer::NotNeeded,
        }
    }

    /// The answer as it is said to a question: what is relevant, or else what is needed.
    pub fn said_of(self, question: Question) -> &'static str {
        match (question, self) {
            (Question::Operational | Question::Financing, Answer::Needed) => "Relevant",
            (Question::Operational | Question::Financing, Answer::NotNeeded) => "Inte relevant",
            (_, answer) => answer.label(),
        }
    }
}

/// What a judgement is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    Dialogue(i64),
    Action(i64),
    Investment(i64),
    Case(i64),
}

impl About {
    pub fn dialogue(self) -> Option<i64> {
        match self {
            About::Dialogue(id) => Some(id),
            _ => None,
        }
    }

    pub fn action(self) -> Option<i64> {
        match self {
            About::Action(id) => Some(id),
            _ => None,
        }
    }

    pub fn investment(self) -> Option<i64> {
        match self {
            About::Investment(id) => Some(id),
            _ => None,
        }
    }

    pub fn case(self) -> Option<i64> {
        match self {
            About::Case(id) => Some(id),
            _ => None,
        }
    }

    pub fn url(self) -> String {
        match self {
            About::Dialogue(id) => format!("/dialoger/{id}"),
            About::Action(id) => format!("/insatser/{id}"),
            About::Investment(id) => format!("/satsningar/{id}"),
            About::Case(id) => crate::domain::transition_case::url(id),
        }
    }
}

/// What is judged, and the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judging {
    pub question: Question,
    pub about: About,
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
