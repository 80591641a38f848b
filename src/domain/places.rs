//! Where the work is done: teams, the 21 län, departments, units, issue areas, and the RUA of a län.

use crate::codes;
use crate::domain::access::Place;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A first day and, when it is known, a last day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateSpan {
    pub from: Date,
    pub to: Option<Date>,
}

impl DateSpan {
    pub fn contains(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }

    pub fn overlaps(&self, other: &DateSpan) -> bool {
        self.to.is_none_or(|to| other.from <= to) && other.to.is_none_or(|to| self.from <= to)
    }
}

#[derive(Clone, Debug)]
pub struct Team {
    pub id: i64,
    pub slug: String,
    /// "Norr"; on the page "Team Norr".
    pub name: String,
    pub position: i64,
    pub span: DateSpan,
    pub version: i64,
}

impl Team {
    pub fn label(&self) -> String {
        format!("Team {}", self.name)
    }

    pub fn url(&self) -> String {
        format!("/team/{}", self.slug)
    }
}

/// A län, with the team it belongs to on the day that was asked for.
#[derive(Clone, Debug)]
pub struct County {
    pub code: String,
    pub slug: String,
    pub name: String,
    pub short_name: String,
    pub letters: String,
    pub seat_town: String,
    pub programme_area: String,
    pub aliases: String,
    pub team_id: i64,
    pub team_name: String,
    pub team_slug: String,
    pub version: i64,
}

impl County {
    pub fn url(&self) -> String {
        format!("/lan/{}", self.slug)
    }

    pub fn place(&self) -> Place {
        Place::county(&self.code, self.team_id)
    }
}

#[derive(Clone, Debug)]
pub struct Department {
    pub id: i64,
    pub name: String,
    /// The department whose national briefs fall on the uppdragsansvarig.
    pub is_regioner: bool,
    pub position: i64,
    pub span: DateSpan,
    pub version: i64,
}

#[derive(Clone, Debug)]
pub struct Unit {
    pub id: i64,
    pub department_id: i64,
    pub department_name: String,
    pub name: String,
    pub remit: String,
    pub span: DateSpan,
    pub version: i64,
}

#[derive(Clone, Debug)]
pub struct IssueArea {
    pub id: i64,
    pub name: String,
    pub department_id: i64,
    pub department_name: String,
    pub unit_id: Option<i64>,
    pub unit_name: String,
    pub span: DateSpan,
    pub version: i64,
}

codes! {
    /// What kind of organisation holds the regional responsibility.
    ActorKind {
        Region = "region", "region";
        Association = "samverkansorgan", "samverkansorgan";
        CountyBoard = "lansstyrelse", "länsstyrelse";
        Municipality = "kommun", "kommun";
    }
}

/// Regionalt utvecklingsansvarig aktör (RUA) of a län, dated.
#[derive(Clone, Debug)]
pub struct RegionalActor {
    pub id: i64,
    pub county: String,
    pub name: String,
    pub kind: ActorKind,
    pub span: DateSpan,
    pub version: i64,
}
