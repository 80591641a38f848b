//! Who holds what on a day, and how a person stands: kept in memory until the ledger changes.

use super::kept::{self, Until};
use super::reader::Reader;
use super::{assignments, places, sessions};
use crate::domain::access::Standing;
use crate::domain::people::Assignment;
use crate::domain::places::{County, Department, IssueArea, RegionalActor, Team, Unit};
use crate::error::Result;
use jiff::civil::Date;
use std::sync::Arc;

/// Every assignment of a day, and the places there are.
#[derive(Debug)]
pub struct Day {
    pub rows: Vec<Assignment>,
    /// Those that begin later: entered ahead of time.
    pub coming: Vec<Assignment>,
    pub teams: Vec<Team>,
    /// In Swedish order.
    pub counties: Vec<County>,
    /// Team by team, in the order of the source page.
    pub counties_by_team: Vec<County>,
    pub departments: Vec<Department>,
    pub units: Vec<Unit>,
    pub issue_areas: Vec<IssueArea>,
    /// The RUA of every län through time, newest first.
    pub actors: Vec<RegionalActor>,
}

impl Day {
    pub fn actors_of<'a>(
        &'a self,
        county: &'a str,
    ) -> impl Iterator<Item = &'a RegionalActor> + 'a {
        self.actors
            .iter()
            .filter(move |actor| actor.county == county)
    }

    /// The name of a län's RUA on any day; none when it has none then.
    pub fn actor_on(&self, county: &str, day: Date) -> Option<&str> {
        let mut all = self.actors.iter();
        let actor = all.find(|actor| actor.county == county && actor.span.contains(day));
        actor.map(|actor| actor.name.as_str())
    }
}

/// What one person holds on a day, and the same in words.
#[derive(Debug)]
pub struct Person {
    pub standing: Standing,
    pub functions: Vec<String>,
}

pub async fn day(db: &Reader, day: Date) -> Result<Arc<Day>> {
    kept::answer(
        db,
        Until::LedgerChanges,
        ("day", day.to_string()),
        read(db, day),
    )
    .await
}

async fn read(db: &Reader, day: Date) -> Result<Day> {
    Ok(Day {
        rows: assignments::on(db, day).await?,
        coming: assignments::coming(db, day).await?,
        teams: places::teams(db, day).await?,
        counties: places::counties(db, day).await?,
        counties_by_team: places::counties_by_team(db, day).await?,
        departments: places::departments(db, day).await?,
        units: places::units(db, day).await?,
        issue_areas: places::issue_areas(db, day).await?,
        actors: places::all_regional_actors(db).await?,
    })
}

/// The person of a session, as she stands where her session was found.
pub async fn person(db: &Reader, found: &sessions::Found, today: Date) -> Result<Arc<Person>> {
    let key = format!("{} {today}", found.person_id);
    let read = async {
        let (standing, functions) = sessions::standing(db, found, today).await?;
        Ok(Person {
            standing,
            functions,
        })
    };
    let answer = kept::answer(db, Until::LedgerChanges, ("person", key), read);
    kept::as_of(found.as_of, answer).await
}
