//! Utvärdering of a dialogue, and lärdomar that others can find.

use crate::domain::access::Place;
use crate::domain::places::County;
use serde::{Deserialize, Serialize};

/// What worked at a dialogue, and what is done in another way next time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evaluation {
    pub worked: String,
    pub change: String,
}

impl Evaluation {
    pub fn is_blank(&self) -> bool {
        self.worked.is_empty() && self.change.is_empty()
    }
}

/// What a person writes of a lesson. It is drawn from a dialogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lesson {
    pub title: String,
    pub dialogue_id: i64,
    pub issue_area_id: Option<i64>,
    pub text: String,
}

pub const LONGEST_TITLE: usize = 200;
pub const LONGEST_TEXT: usize = 10_000;

/// Where a right to a lesson is decided: the län of its dialogue, and whose issue area it is about.
pub fn place(county: &County, area: Option<(i64, i64)>) -> Place {
    Place {
        issue_area: area.map(|(id, _)| id),
        department: area.map(|(_, department)| department),
        ..county.place()
    }
}
