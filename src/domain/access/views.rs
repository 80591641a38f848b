//! Saved views: whom they are shared with, and who takes one away. They are nobody's work, and so have no row in the table.

use super::Standing;
use crate::domain::people::{Role, Seat};

impl Standing {
    /// Whether she sees and shares the views of a team: she has a function in it today; a chef has them all.
    pub fn shares_views_of(&self, team: i64, team_of: impl Fn(&str) -> Option<i64>) -> bool {
        let in_team = |seat: &Seat| match seat {
            Seat::Lead(id) | Seat::Issue(id, _) => *id == team,
            Seat::County(code) => team_of(code) == Some(team),
        };
        self.has_role(Role::Manager) || self.assignments.iter().any(|row| in_team(&row.seat))
    }

    /// Her own; a chef also what is shared with a team.
    pub fn may_remove_view(&self, owner: i64, shared: bool) -> bool {
        owner == self.person_id || (shared && self.has_role(Role::Manager))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::assignment::Terms;
    use crate::domain::people::{Grant, Kind};

    fn with(seat: Option<Seat>, role: Option<Role>) -> Standing {
        let terms = Terms {
            person_id: 1,
            kind: Kind::Ordinary,
            is_primary: true,
            valid_from: jiff::civil::date(2026, 1, 1),
            valid_to: None,
            counties: Vec::new(),
            issue_areas: Vec::new(),
        };
        let grant = |role| Grant {
            role,
            department_id: None,
        };
        Standing {
            person_id: 1,
            assignments: seat.iter().map(|seat| terms.as_row(1, seat)).collect(),
            grants: role.map(grant).into_iter().collect(),
        }
    }

    #[test]
    fn a_function_in_the_team_shares_its_views_and_a_chef_shares_all() {
        let team_of = |code: &str| (code == "25").then_some(1);
        let rows = [
            (Some(Seat::Lead(1)), None, true),
            (Some(Seat::Lead(2)), None, false),
            (Some(Seat::County("25".into())), None, true),
            (Some(Seat::County("12".into())), None, false),
            (Some(Seat::Issue(1, 3)), None, true),
            (None, Some(Role::Manager), true),
            (None, Some(Role::Administrator), false),
            (None, Some(Role::Reader), false),
        ];
        for (seat, role, expected) in rows {
            let said = format!("{seat:?} {role:?}");
            let shares = with(seat, role).shares_views_of(1, team_of);
            assert_eq!(shares, expected, "{said}");
        }
    }

    #[test]
    fn a_view_is_removed_by_its_owner_and_a_shared_one_by_a_chef() {
        let (chef, reader) = (with(None, Some(Role::Manager)), with(None, None));
        assert!(reader.may_remove_view(1, false) && !reader.may_remove_view(2, true));
        assert!(chef.may_remove_view(2, true) && !chef.may_remove_view(2, false));
    }
}
