//! Källor: feeds that are fetched in the background, how a try went, and when the next one is.

mod address;

pub use address::{Allowed, is_public};

use crate::codes;
use crate::domain::access::Place;
use crate::domain::places::County;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

codes! {
    Level {
        National = "national", "Nationell";
        Regional = "regional", "Regional";
    }
}

codes! {
    /// How a try went; the label is what a person is told of it.
    Outcome {
        New = "new", "Nya poster hämtades.";
        Unchanged = "unchanged", "Inget nytt sedan sist.";
        NoAnswer = "no_answer", "Källan svarade inte.";
        TooSlow = "too_slow", "Källan svarade för långsamt.";
        HttpError = "http_error", "Källan svarade med ett fel.";
        WebPage = "web_page", "Adressen svarar med en webbsida, inte med ett RSS-flöde.";
        NotFeed = "not_feed", "Adressen svarar inte med ett RSS- eller Atom-flöde.";
        Entities = "entities", "Flödet innehåller en dokumenttyp (DTD) och tas därför inte emot.";
        TooLarge = "too_large", "Flödet är för stort och tas inte emot.";
        Unreadable = "unreadable", "Flödets teckenkodning stämmer inte, så texten går inte att läsa.";
        Packed = "packed", "Källan svarade med komprimerat innehåll, och det tas inte emot.";
        Internal = "internal", "Adressen leder till ett internt nät och hämtas därför inte.";
        Redirects = "redirects", "Källan hänvisar vidare för många gånger.";
        BadRedirect = "bad_redirect", "Källan hänvisar vidare till en adress som inte går att hämta.";
    }
}

impl Outcome {
    pub fn went_well(self) -> bool {
        matches!(self, Outcome::New | Outcome::Unchanged)
    }
}

/// How often a source can be fetched: minutes, and the words for it.
pub const INTERVALS: [(i64, &str); 8] = [
    (15, "var 15:e minut"),
    (30, "varje halvtimme"),
    (60, "varje timme"),
    (180, "var tredje timme"),
    (360, "var sjätte timme"),
    (720, "två gånger om dygnet"),
    (1440, "en gång om dygnet"),
    (10_080, "en gång i veckan"),
];
pub const USUAL_INTERVAL: i64 = 360;

/// The longest address that is kept, of a source or of an item.
pub const LONGEST_URL: usize = 2000;
/// An item is never kept in full: title, link, day and this many characters.
pub const LONGEST_TITLE: usize = 300;
pub const LONGEST_SUMMARY: usize = 500;
/// The first of a feed's items; what comes after is older.
pub const MOST_ITEMS: usize = 200;

/// A source that has just been fetched is not fetched again within this time by a button.
const BREATHER: SignedDuration = SignedDuration::from_mins(1);
const FIRST_RETRY: i64 = 15;
const A_DAY: i64 = 24 * 60;

/// What can be changed of a source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    pub name: String,
    pub url: String,
    pub level: Level,
    /// Of a regional source.
    pub county: Option<String>,
    pub interval_minutes: i64,
}

impl Terms {
    /// Where the right to it lies; `county` is the län it names, as it is today.
    pub fn place(&self, county: Option<&County>) -> Place {
        place(self.level, county)
    }

    pub fn interval(&self) -> &'static str {
        interval(self.interval_minutes)
    }
}

/// The words for the longest interval that is not longer than so many minutes.
pub fn interval(minutes: i64) -> &'static str {
    let known = INTERVALS.iter();
    let found = known.rev().find(|(at, _)| *at <= minutes);
    found.map_or(INTERVALS[0].1, |(_, words)| words)
}

/// National matters lie with any uppdragsansvarig; without a län nobody but a chef reaches it.
pub fn place(level: Level, county: Option<&County>) -> Place {
    match level {
        Level::National => Place {
            national: true,
            ..Place::default()
        },
        Level::Regional => county.map_or_else(Place::default, County::place),
    }
}

/// How it has gone: bookkeeping, which is no part of the record's history.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    pub etag: String,
    pub last_modified: String,
    pub fetched_at: Option<Timestamp>,
    pub fetched_ok_at: Option<Timestamp>,
    /// Of the last try; none before the first.
    pub outcome: Option<Outcome>,
    pub detail: String,
    pub failures: i64,
    pub next_at: Option<Timestamp>,
}

impl Progress {
    pub fn fails(&self) -> bool {
        self.outcome.is_some_and(|each| !each.went_well())
    }

    /// Whether the last try is too near for a button to make another.
    pub fn just_fetched(&self, now: Timestamp) -> bool {
        self.fetched_at.is_some_and(|at| now < at + BREATHER)
    }
}

#[derive(Clone, Debug)]
pub struct Source {
    pub id: i64,
    pub terms: Terms,
    pub progress: Progress,
    pub closed_at: Option<Timestamp>,
    pub version: i64,
}

impl Source {
    pub fn url(&self) -> String {
        format!("/omvarld/kallor/{}", self.id)
    }

    pub fn is_open(&self) -> bool {
        self.closed_at.is_none()
    }
}

/// When a source is tried next: after its interval, or, when it has failed so many times in a row, soon
/// and then later and later, at most a day (or the interval, if that is longer).
pub fn next_try(now: Timestamp, interval_minutes: i64, failures: i64) -> Timestamp {
    let minutes = match failures {
        ..=0 => interval_minutes,
        times => {
            let doubled = FIRST_RETRY << (times - 1).min(16);
            doubled.min(interval_minutes.max(A_DAY))
        }
    };
    now + SignedDuration::from_mins(minutes)
}

/// What a feed tells of one piece of news.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What it is known again by.
    pub key: String,
    pub title: String,
    /// Empty without one.
    pub url: String,
    pub published_at: Timestamp,
    /// Whether the feed gave the day; else it is when it was fetched.
    pub dated: bool,
    pub summary: String,
}

/// What came of one try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    pub outcome: Outcome,
    /// Such as the number of an HTTP error.
    pub detail: String,
    pub etag: String,
    pub last_modified: String,
    pub items: Vec<Item>,
}

impl Fetched {
    pub fn failed(outcome: Outcome, detail: impl ToString) -> Fetched {
        Fetched {
            outcome,
            detail: detail.to_string(),
            etag: String::new(),
            last_modified: String::new(),
            items: Vec::new(),
        }
    }
}

codes! {
    /// What has been done with an item of the inbox.
    ItemState {
        Waiting = "waiting", "Att ta ställning till";
        Noted = "noted", "Blev notis";
        Hidden = "hidden", "Dold";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_that_fails_is_tried_soon_and_then_later_and_later() {
        let now: Timestamp = "2026-11-23T09:00:00Z".parse().unwrap();
        let minutes = |interval, failures| {
            let wait = next_try(now, interval, failures).duration_since(now);
            wait.as_mins()
        };
        assert_eq!(minutes(360, 0), 360);
        let waits: Vec<i64> = (1..=9).map(|times| minutes(360, times)).collect();
        assert_eq!(waits, [15, 30, 60, 120, 240, 480, 960, 1440, 1440]);
        assert_eq!(minutes(15, 1_000_000), 1440, "once a day at the most");
        assert_eq!(minutes(10_080, 1_000_000), 10_080);
    }

    #[test]
    fn every_interval_has_words() {
        let words = |interval_minutes| {
            let terms = Terms {
                name: String::new(),
                url: String::new(),
                level: Level::National,
                county: None,
                interval_minutes,
            };
            terms.interval()
        };
        for (minutes, expected) in INTERVALS {
            assert_eq!(words(minutes), expected);
        }
        assert_eq!(words(1), "var 15:e minut");
        assert_eq!(words(2000), "en gång om dygnet");
    }
}
