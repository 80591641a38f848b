//! A calendar that someone subscribes to: her own work, or a team's.

use crate::codes;

codes! {
    FeedKind {
        Personal = "personal", "personlig";
        Team = "team", "teamets";
    }
}

/// What a calendar shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// What falls on the person's seats on the day it is read.
    Personal,
    /// What falls on anyone in the team with this id.
    Team(i64),
}

impl Scope {
    pub fn kind(self) -> FeedKind {
        match self {
            Scope::Personal => FeedKind::Personal,
            Scope::Team(_) => FeedKind::Team,
        }
    }

    pub fn team(self) -> Option<i64> {
        match self {
            Scope::Personal => None,
            Scope::Team(id) => Some(id),
        }
    }

    pub fn of(kind: FeedKind, team: Option<i64>) -> Option<Scope> {
        match (kind, team) {
            (FeedKind::Personal, None) => Some(Scope::Personal),
            (FeedKind::Team, Some(id)) => Some(Scope::Team(id)),
            _ => None,
        }
    }
}
