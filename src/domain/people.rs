//! Who works here, and the assignment ledger: person × function × area × from–to × kind.

use crate::codes;
use crate::domain::places::DateSpan;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

codes! {
    /// The three functions of a team.
    Function {
        Lead = "lead", "uppdragsansvarig";
        CountyOfficer = "county_officer", "länsansvarig";
        IssueOfficer = "issue_officer", "ansvarig för sakfrågor";
    }
}

codes! {
    /// Ordinary holds the seat; acting (tf.) holds it and goes first; a deputy has the rights only.
    Kind {
        Ordinary = "ordinary", "ordinarie";
        Acting = "acting", "tillförordnad (tf.)";
        Deputy = "deputy", "ersättare";
    }
}

codes! {
    /// Roles of an account, which are not seats.
    Role {
        Manager = "manager", "chef";
        Reader = "reader", "läsare";
        Administrator = "administrator", "administratör";
    }
}

/// What a person can be assigned to and work can fall on; as text `lead/1`, `county/25`, `issue/1/2`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Seat {
    /// Uppdragsansvarig of a team (its id).
    Lead(i64),
    /// Länsansvarig of a län (its code).
    County(String),
    /// Ansvarig för sakfrågor of a team and a department (their ids).
    Issue(i64, i64),
}

impl Seat {
    pub fn function(&self) -> Function {
        match self {
            Seat::Lead(_) => Function::Lead,
            Seat::County(_) => Function::CountyOfficer,
            Seat::Issue(..) => Function::IssueOfficer,
        }
    }
}

impl fmt::Display for Seat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Seat::Lead(team) => write!(f, "lead/{team}"),
            Seat::County(county) => write!(f, "county/{county}"),
            Seat::Issue(team, department) => write!(f, "issue/{team}/{department}"),
        }
    }
}

impl FromStr for Seat {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("unknown seat: {text}");
        let id = |part: &str| part.parse::<i64>().map_err(|_| wrong());
        match text.split('/').collect::<Vec<_>>()[..] {
            ["lead", team] => Ok(Seat::Lead(id(team)?)),
            ["county", county] if !county.is_empty() => Ok(Seat::County(county.to_owned())),
            ["issue", team, department] => Ok(Seat::Issue(id(team)?, id(department)?)),
            _ => Err(wrong()),
        }
    }
}

impl TryFrom<String> for Seat {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Seat> for String {
    fn from(seat: Seat) -> String {
        seat.to_string()
    }
}

/// One row of the ledger.
#[derive(Clone, Debug, PartialEq)]
pub struct Assignment {
    pub id: i64,
    pub person_id: i64,
    pub person_name: String,
    /// Whether the person can log in today.
    pub has_account: bool,
    pub seat: Seat,
    pub kind: Kind,
    /// Huvudansvarig: the one milestones fall on. Always so for an uppdragsansvarig.
    pub is_primary: bool,
    pub span: DateSpan,
    /// Narrowed to these län (an ansvarig för sakfrågor only); empty means all of the team's.
    pub counties: Vec<String>,
    /// Narrowed to these issue areas; empty means all of the department's.
    pub issue_areas: Vec<i64>,
    pub version: i64,
}

impl Assignment {
    /// Whether milestones of the seat can fall on this holder or be settled by her.
    pub fn carries_the_seat(&self) -> bool {
        self.is_primary || self.kind != Kind::Ordinary
    }
}

/// The one who has a seat among the rows that hold on a day: acting first, then the ordinary primary.
pub fn holder<'a>(rows: impl IntoIterator<Item = &'a Assignment>) -> Option<&'a Assignment> {
    rows.into_iter()
        .filter(|row| row.kind == Kind::Acting || (row.kind == Kind::Ordinary && row.is_primary))
        .min_by_key(|row| (row.kind != Kind::Acting, row.span.from, row.id))
}

/// Two ordinary, primary holders of one seat on one day: the one case that is refused.
pub fn excludes(a: &Assignment, b: &Assignment) -> bool {
    let exclusive = |row: &Assignment| row.kind == Kind::Ordinary && row.is_primary;
    a.seat == b.seat && exclusive(a) && exclusive(b) && a.span.overlaps(&b.span)
}

#[derive(Clone, Debug)]
pub struct Person {
    pub id: i64,
    pub name: String,
    pub title: String,
    pub unit_id: Option<i64>,
    pub version: i64,
}

/// What an administrator keeps of a person; without an address there is no account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Colleague {
    pub name: String,
    pub title: String,
    pub unit_id: Option<i64>,
    pub email: String,
}

/// A role given to an account, and for how long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatedRole {
    pub id: i64,
    pub role: Role,
    pub department_id: Option<i64>,
    pub department: String,
    pub span: DateSpan,
}

/// A role given to an account, with the department a chef answers for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    pub role: Role,
    pub department_id: Option<i64>,
}

/// Someone the demo can be entered as.
#[derive(Clone, Debug)]
pub struct Entrance {
    pub person_id: i64,
    pub name: String,
    pub email: String,
    pub functions: String,
}
