//! How it stands with the contacts with a region, in the words of the pages that show it.

use crate::App;
use crate::domain::access::Act;
use crate::domain::contact::{Cadence, Pace};
use crate::domain::places::County;
use crate::domain::secrecy::Sight;
use crate::error::{Error, Result};
use crate::store::contact_entries::{self, FollowUp};
use crate::store::{contacts, kept};
use crate::web::actions::words::Due;
use crate::web::holders::Holders;
use crate::web::me::Me;
use crate::web::secrecy::sight;
use crate::web::text;
use jiff::civil::Date;

/// "I fas", "Dags, 82 d" or "Ingen ännu", with the tone of its tag.
pub fn pace(cadence: Cadence, today: Date) -> (String, &'static str) {
    match cadence.pace(today) {
        Pace::InTime(_) => ("I fas".to_owned(), "green"),
        Pace::Due(days) => (format!("Dags, {} d", text::number(days)), "amber"),
        Pace::Never => ("Ingen ännu".to_owned(), "amber"),
    }
}

/// The card "Kontakter hos regionen" of a län.
pub struct Card {
    pub pace: String,
    pub tone: &'static str,
    /// "Senaste kontakt för 82 dagar sedan. Högst 60 dagar ska gå."
    pub words: String,
    pub people: Vec<Person>,
    pub add: String,
    pub all: String,
}

/// Shown by person, never counted by person.
pub struct Person {
    pub url: String,
    pub name: String,
    pub title: String,
    pub last: String,
}

const SHOWN: usize = 5;

impl Card {
    pub async fn load(app: &App, me: &Me, county: &County) -> Result<Card> {
        let (db, today) = (app.db.read(), app.clock.today());
        let seen = sight(app, me).await?;
        let cadence = cadence_of(app, &seen, &county.code).await?;
        let about = format!("{} {today} {}", county.code, seen.json());
        let read = contacts::proposed(db, Some(&county.code), &[], &seen, today);
        let proposed = kept::copy(db, "contacts proposed", about, read).await?;
        let of_actor = proposed
            .into_iter()
            .filter(|each| each.of_actor)
            .take(SHOWN);
        let (pace, tone) = pace(cadence, today);
        Ok(Card {
            pace,
            tone,
            words: words(cadence, today),
            people: of_actor.map(|each| person(each, today)).collect(),
            add: match me.can(Act::KeepContacts, &county.place()) {
                true => format!("/kontakter/ny?lan={}", county.slug),
                false => String::new(),
            },
            all: format!("{}/kontakter", county.url()),
        })
    }
}

fn person(each: contacts::Proposal, today: Date) -> Person {
    Person {
        url: crate::domain::contact::url(each.id),
        last: match each.last_on {
            Some(day) => format!(
                "senast {}, {}",
                text::short_date(day),
                text::relative(day, today)
            ),
            None => "ingen kontakt loggad ännu".to_owned(),
        },
        name: each.name,
        title: each.title,
    }
}

pub async fn cadence_of(app: &App, seen: &Sight, code: &str) -> Result<Cadence> {
    let all = contact_entries::cadences(app.db.read(), seen).await?;
    all.get(code).copied().ok_or(Error::NotFound)
}

pub fn words(cadence: Cadence, today: Date) -> String {
    let may = text::counted(cadence.days, "dag", "dagar");
    match cadence.last_on {
        None => {
            format!("Ingen kontakt med regionen är loggad. Högst {may} ska gå mellan kontakterna.")
        }
        Some(day) => format!(
            "Senaste kontakten med regionen var {}. Högst {may} ska gå mellan kontakterna.",
            text::relative(day, today)
        ),
    }
}

/// What the start page has of contacts: what she said she would do, and her län where it is time.
pub struct Start {
    pub follow_ups: Vec<(FollowUp, Due)>,
    pub overdue: Vec<Overdue>,
}

pub struct Overdue {
    pub county: String,
    pub url: String,
    pub words: String,
    pub log: String,
}

impl Start {
    pub fn is_empty(&self) -> bool {
        self.follow_ups.is_empty() && self.overdue.is_empty()
    }

    /// `counties` are the län of her own functions.
    pub async fn load(app: &App, me: &Me, holders: &Holders, counties: &[String]) -> Result<Start> {
        let (db, today) = (app.db.read(), app.clock.today());
        let seen = sight(app, me).await?;
        let follow_ups = contact_entries::follow_ups(db, me.id(), &seen).await?;
        let all = contact_entries::cadences(db, &seen).await?;
        let overdue = |code: &String| {
            // A region that nothing has been logged with yet is told of on its own page.
            let due = |each: &&Cadence| matches!(each.pace(today), Pace::Due(_));
            let cadence = all.get(code).filter(due)?;
            let county = holders.county(code)?;
            Some(Overdue {
                county: county.short_name.clone(),
                url: format!("{}/kontakter", county.url()),
                words: words(*cadence, today),
                log: format!("/kontakter/logg/ny?lan={}", county.slug),
            })
        };
        Ok(Start {
            follow_ups: follow_ups
                .into_iter()
                .map(|each| {
                    let due = Due::of(each.due_on, today, true);
                    (each, due)
                })
                .collect(),
            overdue: counties.iter().filter_map(overdue).collect(),
        })
    }
}
