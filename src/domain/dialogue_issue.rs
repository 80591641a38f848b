//! Aktuella sakfrågor of a dialogue: proposed, chosen or set aside, and how two people's choices meet.

use crate::codes;
use crate::domain::milestone::ConcernedDepartment;
use jiff::Timestamp;
use jiff::civil::Date;

codes! {
    /// Whose idea it was.
    Origin {
        Agency = "agency", "Myndighetens förslag";
        County = "county", "Länsansvarigas förslag";
        Region = "region", "Regionens önskemål";
    }
}

codes! {
    State {
        Proposed = "proposed", "Föreslagen";
        Chosen = "chosen", "Vald";
        Dropped = "dropped", "Bortvald";
    }
}

/// An issue area of a dialogue, with the department that owns it.
#[derive(Clone, Debug)]
pub struct DialogueIssue {
    pub id: i64,
    pub dialogue_id: i64,
    pub area: AreaOf,
    pub origin: Origin,
    pub state: State,
    /// Why it is current, in a line.
    pub reason: String,
    pub proposed_at: Timestamp,
    pub proposed_by: Option<String>,
    pub settled_at: Option<Timestamp>,
    pub settled_by: Option<String>,
    /// Where the position in it stands, when there is one.
    pub position: Option<String>,
    pub version: i64,
}

/// An issue area and whom it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AreaOf {
    pub id: i64,
    pub name: String,
    pub department_id: i64,
    pub department: String,
    pub is_regioner: bool,
    /// The last day it is in use; none for the time being.
    pub valid_to: Option<Date>,
}

impl AreaOf {
    pub fn concerned(&self) -> ConcernedDepartment<'_> {
        ConcernedDepartment {
            id: self.department_id,
            name: &self.department,
            is_regioner: self.is_regioner,
        }
    }

    pub fn is_closed(&self, day: Date) -> bool {
        self.valid_to.is_some_and(|to| to < day)
    }
}

/// What holds after a person has ticked and unticked what she saw, whatever others have chosen meanwhile.
pub fn met(now: &[i64], seen: &[i64], ticked: &[i64]) -> Vec<i64> {
    let unticked = |id: &i64| seen.contains(id) && !ticked.contains(id);
    let mut after: Vec<i64> = now.iter().copied().filter(|id| !unticked(id)).collect();
    let added = ticked.iter().filter(|id| !seen.contains(id));
    after.extend(added);
    after.sort_unstable();
    after.dedup();
    after
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_two_people_choose_stands_together() {
        // now, as it was shown, as it was ticked, what holds
        let rows: [[&[i64]; 4]; 7] = [
            [&[], &[], &[1, 2], &[1, 2]],
            [&[3], &[], &[1, 2], &[1, 2, 3]],
            [&[1, 2], &[1, 2], &[1], &[1]],
            [&[1, 2, 3], &[1, 2], &[1], &[1, 3]],
            [&[1], &[1, 2], &[1, 2], &[1]],
            [&[2], &[1], &[1, 2], &[2]],
            [&[1], &[1], &[2, 2], &[2]],
        ];
        for [now, seen, ticked, holds] in rows {
            assert_eq!(met(now, seen, ticked), holds, "{now:?} {seen:?} {ticked:?}");
        }
    }
}
