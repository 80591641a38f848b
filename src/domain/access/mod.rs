//! Who may do what: a person's standing measured against the table, and the permit that every write needs.

mod rules;
mod views;

pub use rules::{Act, COLUMNS, EVERYONE, RULES, Reach};

use crate::domain::people::{Assignment, Function, Grant, Role, Seat};
use std::collections::BTreeSet;

/// What an act is about: only what the right depends on.
#[derive(Clone, Debug, Default)]
pub struct Place {
    /// The län, each with the team it belongs to today.
    pub counties: Vec<(String, i64)>,
    /// Teams that are meant without a län.
    pub teams: Vec<i64>,
    pub department: Option<i64>,
    pub issue_area: Option<i64>,
    /// The seat it falls on or is owned by.
    pub seat: Option<Seat>,
    /// The person who owns it by name.
    pub owner: Option<i64>,
    /// A matter of the whole country, such as a national brief: a function in any team reaches it.
    pub national: bool,
}

impl Place {
    /// For acts whose right does not depend on a place.
    pub fn anywhere() -> Self {
        Place::default()
    }

    pub fn county(code: &str, team: i64) -> Self {
        Place {
            counties: vec![(code.to_owned(), team)],
            ..Place::default()
        }
    }

    pub fn team(team: i64) -> Self {
        Place {
            teams: vec![team],
            ..Place::default()
        }
    }

    /// What a department has for the whole country: its national briefs and what it can offer.
    pub fn national(department: i64, issue_area: Option<i64>) -> Self {
        Place {
            department: Some(department),
            issue_area,
            national: true,
            ..Place::default()
        }
    }

    fn all_teams(&self) -> BTreeSet<i64> {
        self.counties
            .iter()
            .map(|(_, team)| *team)
            .chain(self.teams.iter().copied())
            .collect()
    }
}

/// A person's functions and roles on a day.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    pub person_id: i64,
    pub assignments: Vec<Assignment>,
    pub grants: Vec<Grant>,
}

impl Standing {
    pub fn may(&self, act: Act, place: &Place) -> Result<Permit, Denied> {
        if self.can(act, place) {
            return Ok(Permit {
                actor: Some(self.person_id),
                act,
            });
        }
        Err(Denied {
            act,
            ask: self.whom_to_ask(act, place),
            instead: None,
        })
    }

    /// What is open to everyone when it is her own: to answer for her unit, to say that she has read.
    /// `phrase` ends "Du saknar behörighet att …" when it is somebody else's.
    pub fn may_own(
        &self,
        act: Act,
        is_hers: bool,
        ask: Ask,
        phrase: Option<&'static str>,
    ) -> Result<Permit, Denied> {
        match is_hers {
            true => self.may(act, &Place::anywhere()),
            false => Err(Denied {
                act,
                ask,
                instead: phrase,
            }),
        }
    }

    pub fn can(&self, act: Act, place: &Place) -> bool {
        let owns_in_person = act == Act::ReportAction && place.owner == Some(self.person_id);
        EVERYONE.contains(&act)
            || owns_in_person
            || self
                .reaches(act)
                .any(|(column, reach)| self.covers(column, reach, place))
    }

    /// Whether there is any place where the act is open to this person.
    pub fn can_somewhere(&self, act: Act) -> bool {
        EVERYONE.contains(&act)
            || self
                .reaches(act)
                .any(|(column, reach)| reach != Reach::Nowhere && self.is_in(column))
    }

    pub fn may_somewhere(&self, act: Act) -> Result<(), Denied> {
        match self.can_somewhere(act) {
            true => Ok(()),
            false => Err(Denied {
                act,
                ask: self.whom_to_ask(act, &Place::anywhere()),
                instead: None,
            }),
        }
    }

    pub fn has_role(&self, role: Role) -> bool {
        self.grants.iter().any(|grant| grant.role == role)
    }

    /// The codes of the län whose länsansvarig she is.
    pub fn own_counties(&self) -> impl Iterator<Item = &str> {
        self.assignments.iter().filter_map(|row| match &row.seat {
            Seat::County(code) => Some(code.as_str()),
            Seat::Lead(_) | Seat::Issue(..) => None,
        })
    }

    /// The seats whose work this person may settle.
    pub fn carries(&self, seat: &Seat) -> bool {
        self.assignments
            .iter()
            .any(|row| row.seat == *seat && row.carries_the_seat())
    }

    fn reaches(&self, act: Act) -> impl Iterator<Item = (usize, Reach)> + use<> {
        let row = RULES
            .iter()
            .find(|(each, _)| *each == act)
            .map(|(_, row)| *row);
        row.into_iter().flat_map(|row| row.into_iter().enumerate())
    }

    fn is_in(&self, column: usize) -> bool {
        match column {
            0 => self.of(Function::Lead).next().is_some(),
            1 => self.of(Function::CountyOfficer).next().is_some(),
            2 => self.of(Function::IssueOfficer).next().is_some(),
            3 => self.has_role(Role::Manager),
            _ => self.has_role(Role::Administrator),
        }
    }

    fn of(&self, function: Function) -> impl Iterator<Item = &Assignment> {
        self.assignments
            .iter()
            .filter(move |row| row.seat.function() == function)
    }

    fn covers(&self, column: usize, reach: Reach, place: &Place) -> bool {
        self.is_in(column)
            && match reach {
                Reach::Nowhere => false,
                Reach::Anywhere => true,
                Reach::OwnTeam => self.leads_all(place),
                Reach::OwnCounty => self.answers_for_all(place),
                Reach::OwnTeamAndDepartment if column == 3 => self.manages(place),
                Reach::OwnTeamAndDepartment => self.has_the_issue(place),
                Reach::FallsOnHer => place.seat.as_ref().is_some_and(|seat| self.carries(seat)),
                Reach::Own => self.owns(place),
                Reach::OwnOrTeamAndDepartment => self.owns(place) || self.has_the_issue(place),
            }
    }

    /// A right in one team says nothing about another: every team of the place must be led.
    fn leads_all(&self, place: &Place) -> bool {
        if place.national {
            return self.of(Function::Lead).next().is_some();
        }
        let teams = place.all_teams();
        !teams.is_empty()
            && teams.iter().all(|team| {
                self.of(Function::Lead)
                    .any(|row| row.seat == Seat::Lead(*team))
            })
    }

    fn answers_for_all(&self, place: &Place) -> bool {
        let mine = |code: &str| {
            self.of(Function::CountyOfficer)
                .any(|row| row.seat == Seat::County(code.to_owned()))
        };
        !place.counties.is_empty() && place.counties.iter().all(|(code, _)| mine(code))
    }

    fn has_the_issue(&self, place: &Place) -> bool {
        if place.national {
            return self
                .of(Function::IssueOfficer)
                .any(|row| answers_for_department(row, place));
        }
        !place.counties.is_empty()
            && place.counties.iter().all(|(code, team)| {
                self.of(Function::IssueOfficer)
                    .any(|row| answers_for_issue(row, code, *team, place))
            })
    }

    fn owns(&self, place: &Place) -> bool {
        place.owner == Some(self.person_id)
            || place
                .seat
                .as_ref()
                .is_some_and(|seat| self.assignments.iter().any(|row| row.seat == *seat))
    }

    fn manages(&self, place: &Place) -> bool {
        place.department.is_some_and(|department| {
            self.grants
                .iter()
                .any(|grant| grant.role == Role::Manager && grant.department_id == Some(department))
        })
    }

    fn whom_to_ask(&self, act: Act, place: &Place) -> Ask {
        let row = RULES
            .iter()
            .find(|(each, _)| *each == act)
            .map(|(_, row)| row);
        let led = |team: &&i64| {
            self.of(Function::Lead)
                .any(|row| row.seat == Seat::Lead(**team))
        };
        match row {
            Some([Reach::OwnTeam, ..]) => {
                let teams = place.all_teams();
                match teams.iter().find(|team| !led(team)) {
                    Some(team) => Ask::Lead(*team),
                    None => Ask::Managers,
                }
            }
            Some([_, _, _, Reach::Nowhere, _]) | None => Ask::Administrators,
            Some(_) => Ask::Managers,
        }
    }
}

fn answers_for_issue(row: &Assignment, county: &str, team: i64, place: &Place) -> bool {
    let of_team = matches!(row.seat, Seat::Issue(own_team, _) if own_team == team);
    of_team
        && answers_for_department(row, place)
        && (row.counties.is_empty() || row.counties.iter().any(|each| each == county))
}

fn answers_for_department(row: &Assignment, place: &Place) -> bool {
    let Seat::Issue(_, own_department) = row.seat else {
        return false;
    };
    place
        .department
        .is_none_or(|department| department == own_department)
        && (row.issue_areas.is_empty()
            || place
                .issue_area
                .is_none_or(|area| row.issue_areas.contains(&area)))
}

/// Who can do what was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    Lead(i64),
    Managers,
    Administrators,
}

/// A refusal that says what was refused and whom to ask.
#[derive(Clone, Debug)]
pub struct Denied {
    pub act: Act,
    pub ask: Ask,
    /// Another ending of "Du saknar behörighet att …" than the act's own.
    pub instead: Option<&'static str>,
}

impl Denied {
    pub fn saying(mut self, phrase: &'static str) -> Self {
        self.instead = Some(phrase);
        self
    }

    pub fn phrase(&self) -> &'static str {
        self.instead.unwrap_or(self.act.phrase())
    }
}

/// The only key to a write. Made by [`Standing::may`], so a forgotten check does not compile.
#[derive(Clone, Copy, Debug)]
pub struct Permit {
    actor: Option<i64>,
    act: Act,
}

impl Permit {
    /// For what nobody in particular does: commands, login, the demo. Its callers are counted by a test.
    pub fn system() -> Self {
        Permit {
            actor: None,
            act: Act::RunService,
        }
    }

    /// For the demo and the tests: the act of a named person.
    pub fn system_as(person_id: i64) -> Self {
        Permit {
            actor: Some(person_id),
            act: Act::RunService,
        }
    }

    pub fn actor(&self) -> Option<i64> {
        self.actor
    }

    pub fn act(&self) -> Act {
        self.act
    }
}
