//! Who does what in the demo: the holders of `people.rs`, as the script asks for them.

use super::people::{COUNTY_OFFICERS, ISSUE_OFFICERS, LEADS};
use crate::domain::milestone::FallsOn;
use crate::domain::places::County;
use crate::error::Result;
use crate::store::{Write, places};
use jiff::civil::{Date, date};
use std::collections::HashMap;

pub const CHIEF: i64 = 26;
const RUNE: i64 = 15;

/// The län with their teams, and who had the regional responsibility before and after 2019.
pub struct Cast {
    pub today: Date,
    counties: HashMap<String, County>,
    actors: HashMap<String, String>,
    earlier_actors: HashMap<String, String>,
}

impl Cast {
    pub async fn gather(tx: &mut Write) -> Result<Cast> {
        let today = tx.today();
        let counties = places::counties(tx.conn(), today).await?;
        Ok(Cast {
            today,
            counties: counties
                .into_iter()
                .map(|county| (county.code.clone(), county))
                .collect(),
            actors: places::regional_actor_names(tx.conn(), today).await?,
            earlier_actors: places::regional_actor_names(tx.conn(), date(2018, 6, 1)).await?,
        })
    }

    pub fn team(&self, county: &str) -> i64 {
        self.counties.get(county).map_or(1, |county| county.team_id)
    }

    pub fn town(&self, county: &str) -> &str {
        self.counties
            .get(county)
            .map_or("", |county| &county.seat_town)
    }

    /// The counterpart on a day.
    pub fn actor(&self, county: &str, day: Date) -> &str {
        let actors = if day.year() < 2019 {
            &self.earlier_actors
        } else {
            &self.actors
        };
        actors.get(county).map_or("", String::as_str)
    }

    pub fn lead(&self, county: &str) -> i64 {
        let team = self.team(county);
        let found = LEADS.iter().find(|(_, each, _)| *each == team);
        found.map_or(CHIEF, |(person, ..)| *person)
    }

    /// None where the seat is vacant.
    pub fn county_officer(&self, county: &str) -> Option<i64> {
        let mut rows = COUNTY_OFFICERS.iter();
        let found = rows.find(|(_, each, primary)| *each == county && *primary);
        found.map(|(person, ..)| *person)
    }

    pub fn issue_officer(&self, county: &str, department: i64) -> Option<i64> {
        let team = self.team(county);
        let mut rows = ISSUE_OFFICERS.iter();
        let found = rows.find(|(_, each, its)| *each == team && *its == department);
        found.map(|(person, ..)| *person)
    }

    /// The one who settles a milestone: its holder, or the lead where nobody can.
    pub fn settles(&self, county: &str, falls_on: FallsOn, department: Option<i64>) -> i64 {
        let holder = match (falls_on, department) {
            (FallsOn::CountyOfficer, _) => self.county_officer(county),
            (FallsOn::IssueOfficer, Some(department)) => self.issue_officer(county, department),
            _ => None,
        };
        holder
            .filter(|person| *person != RUNE)
            .unwrap_or_else(|| self.lead(county))
    }
}
