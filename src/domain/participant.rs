//! Medverkande: colleagues, and people from outside who have no account.

use crate::codes;
use serde::{Deserialize, Serialize};

codes! {
    Attended {
        Unknown = "", "Inte angivet";
        Yes = "yes", "Ja";
        No = "no", "Nej";
    }
}

/// What a person writes of a participant. A colleague is referred to; others are named here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attendance {
    pub person_id: Option<i64>,
    pub name: String,
    pub title: String,
    pub organisation: String,
    pub in_planning: bool,
    pub in_dialogue: bool,
    pub attended: Attended,
}

#[derive(Clone, Debug)]
pub struct Participant {
    pub id: i64,
    pub dialogue_id: i64,
    pub attendance: Attendance,
    /// The colleague's name today, or the name that was written.
    pub name: String,
    pub title: String,
    pub version: i64,
}

impl Participant {
    pub fn is_colleague(&self) -> bool {
        self.attendance.person_id.is_some()
    }
}
