//! Who holds what on a day, kept in memory until the ledger changes.
//!
//! `ledger.version` in the database is raised by triggers at every change of people, accounts, roles,
//! assignments and places, by whichever process (migration 0015). The statement that finds a session
//! reads it too, and a page is drawn from what was read at that version: a change bites at the next
//! request, and the turn of the day as well, for everything is kept by its day.

use super::reader::Reader;
use super::{assignments, places, sessions};
use crate::domain::access::Standing;
use crate::domain::people::Assignment;
use crate::domain::places::{County, Department, IssueArea, RegionalActor, Team, Unit};
use crate::error::Result;
use jiff::civil::Date;
use std::collections::{HashMap, VecDeque};
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};

/// Days that are kept: today, and the days that someone looks at just now.
const MOST_DAYS: usize = 4;
/// People that are kept: more than work in the agency.
const MOST_PEOPLE: usize = 1_000;

/// Every assignment of a day, and the places there are.
#[derive(Debug)]
pub struct Day {
    pub rows: Vec<Assignment>,
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

/// What is kept, all of it read at one version.
#[derive(Default)]
pub struct Kept(Mutex<AtVersion>);

#[derive(Default)]
struct AtVersion {
    version: i64,
    days: VecDeque<(Date, Arc<Day>)>,
    people: HashMap<(i64, Date), Arc<Person>>,
}

tokio::task_local! {
    /// The version that the request at hand found when it asked who came.
    static VERSION: i64;
}

/// Reads of a page that follow on its session's: they see the ledger as it was then, or later.
pub async fn as_of<T>(version: i64, page: impl Future<Output = T>) -> T {
    VERSION.scope(version, page).await
}

/// The version of the request at hand, else what the database says now.
async fn version(db: &Reader) -> Result<i64> {
    match VERSION.try_with(|version| *version) {
        Ok(version) => Ok(version),
        Err(_) => Ok(sqlx::query_scalar("select version from ledger")
            .fetch_one(db)
            .await?),
    }
}

pub async fn day(db: &Reader, day: Date) -> Result<Arc<Day>> {
    let version = version(db).await?;
    let known = db.kept().at(version, |kept| {
        let found = kept.days.iter().find(|(each, _)| *each == day);
        found.map(|(_, known)| known.clone())
    });
    if let Some(known) = known {
        return Ok(known);
    }
    let read = Arc::new(read(db, day).await?);
    db.kept().at(version, |kept| {
        kept.days.push_back((day, read.clone()));
        if kept.days.len() > MOST_DAYS {
            kept.days.pop_front();
        }
        Some(())
    });
    Ok(read)
}

async fn read(db: &Reader, day: Date) -> Result<Day> {
    Ok(Day {
        rows: assignments::on(db, day).await?,
        teams: places::teams(db, day).await?,
        counties: places::counties(db, day).await?,
        counties_by_team: places::counties_by_team(db, day).await?,
        departments: places::departments(db, day).await?,
        units: places::units(db, day).await?,
        issue_areas: places::issue_areas(db, day).await?,
        actors: places::all_regional_actors(db).await?,
    })
}

/// The person of a session as she stands at the version that was found with it.
pub async fn person(db: &Reader, found: &sessions::Found, today: Date) -> Result<Arc<Person>> {
    let key = (found.person_id, today);
    let known = db
        .kept()
        .at(found.ledger, |kept| kept.people.get(&key).cloned());
    if let Some(known) = known {
        return Ok(known);
    }
    let (standing, functions) = sessions::standing(db, found, today).await?;
    let person = Arc::new(Person {
        standing,
        functions,
    });
    db.kept().at(found.ledger, |kept| {
        if kept.people.len() >= MOST_PEOPLE {
            kept.people.clear();
        }
        kept.people.insert(key, person.clone());
        Some(())
    });
    Ok(person)
}

impl Kept {
    /// Nothing for a request that began before the last change: it reads for itself.
    fn at<T>(&self, version: i64, with: impl FnOnce(&mut AtVersion) -> Option<T>) -> Option<T> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.version < version {
            *kept = AtVersion {
                version,
                ..AtVersion::default()
            };
        }
        match kept.version == version {
            true => with(&mut kept),
            false => None,
        }
    }
}
