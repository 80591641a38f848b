//! Who holds each seat on a day, in the words of the pages.

use super::form::Choice;
use super::text::first_upper;
use crate::domain::access::Standing;
use crate::domain::milestone::FallsOn;
use crate::domain::people::{Assignment, Kind, Seat, holder};
use crate::domain::places::{County, Team};
use crate::error::Result;
use crate::store::ledger::{self, Day};
use crate::store::reader::Reader;
use jiff::civil::Date;
use std::ops::Deref;
use std::sync::Arc;

/// Every assignment of a day, with the places they are for; from memory as long as nothing has changed.
#[derive(Clone)]
pub struct Holders(Arc<Day>);

impl Deref for Holders {
    type Target = Day;
    fn deref(&self) -> &Day {
        &self.0
    }
}

/// A seat as a page shows it.
#[derive(Clone, Debug)]
pub struct Holder {
    pub seat: Seat,
    /// "Länsansvarig"
    pub function: String,
    /// "Norrbotten", "Team Norr", "Företag, Team Norr"
    pub place: String,
    pub person_id: Option<i64>,
    /// "Anna Lind", or "Ej tillsatt".
    pub name: String,
    pub acting: bool,
    pub no_account: bool,
}

impl Holder {
    pub fn vacant(&self) -> bool {
        self.person_id.is_none()
    }

    /// "tf. Elsa Norling", "Rune Tegnér (saknar konto)", for files.
    pub fn name_in_full(&self) -> String {
        let acting = if self.acting { "tf. " } else { "" };
        let account = if self.no_account {
            " (saknar konto)"
        } else {
            ""
        };
        format!("{acting}{}{account}", self.name)
    }

    /// "Länsansvarig · Anna Lind"; tf. is spelled out by the template where there is room.
    pub fn line(&self) -> String {
        let acting = if self.acting { "tf. " } else { "" };
        let account = if self.no_account {
            " (saknar konto)"
        } else {
            ""
        };
        let function = if self.acting {
            self.function.to_lowercase()
        } else {
            self.function.clone()
        };
        format!(
            "{} · {}{account}",
            first_upper(&format!("{acting}{function}")),
            self.name
        )
    }
}

impl Holders {
    pub async fn load(db: &Reader, day: Date) -> Result<Holders> {
        Ok(Holders(ledger::day(db, day).await?))
    }

    /// The one whom the seat's work falls on.
    pub fn of(&self, seat: &Seat) -> Holder {
        let row = holder(self.rows.iter().filter(|row| row.seat == *seat));
        Holder {
            seat: seat.clone(),
            function: first_upper(seat.function().label()),
            place: self.place(seat),
            person_id: row.map(|row| row.person_id),
            name: row.map_or("Ej tillsatt".to_owned(), |row| row.person_name.clone()),
            acting: row.is_some_and(|row| row.kind == Kind::Acting),
            no_account: row.is_some_and(|row| !row.has_account),
        }
    }

    /// Everyone at a seat on the day, ersättare included.
    pub fn all_at<'a>(&'a self, seat: &'a Seat) -> impl Iterator<Item = &'a Assignment> + 'a {
        self.rows.iter().filter(move |row| row.seat == *seat)
    }

    /// The seat that a milestone of a län falls on; none when the län has no team.
    pub fn seat_of_milestone(
        &self,
        falls_on: FallsOn,
        department: Option<i64>,
        county: &str,
    ) -> Option<Seat> {
        let team = self.county(county)?.team_id;
        Some(match (falls_on, department) {
            (FallsOn::CountyOfficer, _) => Seat::County(county.to_owned()),
            (FallsOn::IssueOfficer, Some(department)) => Seat::Issue(team, department),
            _ => Seat::Lead(team),
        })
    }

    pub fn county(&self, code: &str) -> Option<&County> {
        self.counties.iter().find(|county| county.code == code)
    }

    /// The län she answers for: as länsansvarig, or as the uppdragsansvarig of their team.
    pub fn counties_of(&self, standing: &Standing) -> Vec<String> {
        let hers = |county: &&County| {
            let mut seats = standing.assignments.iter().map(|row| &row.seat);
            seats.any(|seat| match seat {
                Seat::County(code) => *code == county.code,
                Seat::Lead(team) => *team == county.team_id,
                Seat::Issue(..) => false,
            })
        };
        let all = self.counties.iter().filter(hers);
        all.map(|county| county.code.clone()).collect()
    }

    /// The län that an address names, by its slug or its code.
    pub fn county_named(&self, asked: &str) -> Option<&County> {
        let mut all = self.counties.iter();
        all.find(|county| county.slug == asked || county.code == asked)
    }

    /// The code that a list is narrowed to; a län that does not exist finds nothing, rather than everything.
    pub fn county_asked(&self, asked: &str) -> Option<String> {
        let found = self.county_named(asked);
        (!asked.is_empty()).then(|| found.map_or("-".to_owned(), |county| county.code.clone()))
    }

    /// The team that a list is narrowed to, in the same way.
    pub fn team_asked(&self, slug: &str) -> Option<i64> {
        let found = self.teams.iter().find(|team| team.slug == slug);
        (!slug.is_empty()).then(|| found.map_or(-1, |team| team.id))
    }

    /// The choices of a list: the län by their readable names; an address with a code keeps its code.
    pub fn county_choices(&self, asked: &str) -> Vec<Choice> {
        let choice = |county: &County| {
            let by_code = county.code == asked;
            let value = if by_code { &county.code } else { &county.slug };
            Choice::new(value, &county.short_name)
        };
        self.counties.iter().map(choice).collect()
    }

    pub fn team_choices(&self) -> Vec<Choice> {
        let choice = |team: &Team| Choice::new(&team.slug, team.label());
        self.teams.iter().map(choice).collect()
    }

    pub fn place(&self, seat: &Seat) -> String {
        let team = |id: i64| {
            self.teams
                .iter()
                .find(|team| team.id == id)
                .map_or("–".to_owned(), Team::label)
        };
        match seat {
            Seat::Lead(id) => team(*id),
            Seat::County(code) => self
                .county(code)
                .map_or(code.clone(), |county| county.short_name.clone()),
            Seat::Issue(id, department) => {
                let name = self
                    .departments
                    .iter()
                    .find(|each| each.id == *department)
                    .map_or("–", |each| &each.name);
                format!("{name}, {}", team(*id))
            }
        }
    }

    /// All seats of the day, in the order of the teams: the lead, the län, the departments outside Regioner.
    pub fn seats(&self) -> Vec<Seat> {
        self.teams
            .iter()
            .flat_map(|team| self.seats_of_team(team.id))
            .collect()
    }

    pub fn seats_of_team(&self, team: i64) -> Vec<Seat> {
        let counties = self.counties.iter().filter(|county| county.team_id == team);
        let departments = self
            .departments
            .iter()
            .filter(|department| !department.is_regioner);
        std::iter::once(Seat::Lead(team))
            .chain(counties.map(|county| Seat::County(county.code.clone())))
            .chain(departments.map(|department| Seat::Issue(team, department.id)))
            .collect()
    }

    /// The seats as choices: "Länsansvarig, Norrbotten (Anna Lind)".
    pub fn choices(&self) -> Vec<Choice> {
        self.seats()
            .into_iter()
            .map(|seat| {
                let holder = self.of(&seat);
                Choice::new(&seat, format!("{}, {}", holder.function, holder.place))
                    .hint(holder.name)
            })
            .collect()
    }
}
