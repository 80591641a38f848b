//! Behov of a län or one of its kommuner, and the offers they are matched to.

use crate::codes;
use crate::domain::access::Place;
use crate::domain::places::County;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

codes! {
    /// Where the agency heard of it.
    Source {
        Dialogue = "dialogue", "Dialog";
        Contact = "contact", "Kontakt";
        Strategy = "strategy", "Regional utvecklingsstrategi";
    }
}

/// What a person writes of a need.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wish {
    pub title: String,
    pub county: String,
    /// None when the whole län has it.
    pub municipality: Option<String>,
    pub issue_area_id: i64,
    pub source: Source,
    pub dialogue_id: Option<i64>,
    pub raised_on: Date,
    pub description: String,
}

/// The offers it is matched to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matching {
    pub offers: Vec<i64>,
}

/// That nothing more is to be done about it, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    pub closed_on: Option<Date>,
    pub close_reason: String,
}

/// A need as it is stored.
#[derive(Clone, Debug)]
pub struct Need {
    pub id: i64,
    pub wish: Wish,
    pub matching: Matching,
    pub closing: Closing,
    pub municipality_name: String,
    pub issue_area: String,
    pub department_id: i64,
    pub department: String,
    pub version: i64,
}

impl Need {
    pub fn url(&self) -> String {
        format!("/behov/{}", self.id)
    }

    pub fn is_open(&self) -> bool {
        self.closing.closed_on.is_none()
    }
}

/// Where a right to a need is decided.
pub fn place(county: &County, department: i64, issue_area: i64) -> Place {
    Place {
        department: Some(department),
        issue_area: Some(issue_area),
        ..county.place()
    }
}

/// A kommun, and the län it lies in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Municipality {
    pub code: String,
    pub name: String,
    pub county: String,
}
