//! Kontakter outside the agency: organisations, people with dated roles, what is logged, and how often a
//! region is to be in touch with. People are never scored, ranked or counted.

pub mod merge;

use crate::codes;
use crate::domain::calendar::days_between;
use crate::domain::spelling::fold;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

codes! {
    OrganisationKind {
        RegionalActor = "regional_actor", "RUA";
        Municipality = "municipality", "Kommun";
        Agency = "agency", "Myndighet";
        Network = "network", "Nätverk";
        Company = "company", "Företag";
        Other = "other", "Övriga";
    }
}

codes! {
    Level {
        National = "national", "Nationell";
        Regional = "regional", "Regional";
        Local = "local", "Lokal";
    }
}

codes! {
    /// How we were in touch.
    Channel {
        Phone = "phone", "Telefon";
        Mail = "mail", "E-post";
        Meeting = "meeting", "Möte";
        Video = "video", "Videomöte";
        Visit = "visit", "Besök";
        Other = "other", "Annat";
    }
}

/// What a person writes of an organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details {
    pub name: String,
    pub organisation_kind: OrganisationKind,
    pub level: Level,
    /// None for one that is of the whole country.
    pub county: Option<String>,
    pub municipality: Option<String>,
    /// The agency in the administration's register that it is.
    pub national_agency_id: Option<i64>,
    pub url: String,
    pub notes: String,
}

#[derive(Clone, Debug)]
pub struct Organisation {
    pub id: i64,
    pub details: Details,
    pub county_name: String,
    pub county_slug: String,
    pub municipality_name: String,
    /// Whether a register of the administration has it too; such a one is never merged into another.
    pub registered: bool,
    pub merged_into: Option<i64>,
    pub version: i64,
}

impl Organisation {
    pub fn url(&self) -> String {
        organisation_url(self.id)
    }
}

pub fn organisation_url(id: i64) -> String {
    format!("/kontakter/organisationer/{id}")
}

/// What is kept of a person, with why, from where and until when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    pub name: String,
    pub email: String,
    pub phone: String,
    pub data_purpose: String,
    pub data_source: String,
    pub review_on: Date,
    pub notes: String,
}

/// What most of them are kept for.
pub const USUAL_PURPOSE: &str = "Löpande kontakt om det regionala utvecklingsarbetet";
/// What stands in place of someone who is not told any more.
pub const NOBODY: &str = "Pseudonymiserad person";

#[derive(Clone, Debug)]
pub struct Contact {
    pub id: i64,
    pub card: Card,
    pub merged_into: Option<i64>,
    pub pseudonymised: bool,
    pub version: i64,
}

impl Contact {
    pub fn url(&self) -> String {
        url(self.id)
    }
}

pub fn url(id: i64) -> String {
    format!("/kontakter/{id}")
}

/// A post at an organisation, with the days it was held when they are known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Post {
    pub organisation_id: i64,
    pub post_title: String,
    pub valid_from: Option<Date>,
    /// The last day in the post.
    pub valid_to: Option<Date>,
}

impl Post {
    pub fn is_over(&self, today: Date) -> bool {
        self.valid_to.is_some_and(|to| to < today)
    }
}

/// A post as it is stored, with the organisation's name.
#[derive(Clone, Debug)]
pub struct Role {
    pub id: i64,
    pub contact_id: i64,
    pub post: Post,
    pub organisation: String,
    pub organisation_kind: OrganisationKind,
    pub county: Option<String>,
    pub version: i64,
}

/// Whether a person has left every post she is known to have had.
pub fn has_left(roles: &[Role], today: Date) -> bool {
    !roles.is_empty() && roles.iter().all(|role| role.post.is_over(today))
}

/// What is written of a contact that was had.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// None when it is about the whole country.
    pub county: Option<String>,
    pub organisation_id: Option<i64>,
    /// Contacts; in the history and on the form under a name of their own, for `people` are colleagues.
    #[serde(rename = "met")]
    pub people: Vec<i64>,
    /// Who of ours took part, beside the one who wrote it.
    pub colleagues: Vec<i64>,
    pub unit_id: Option<i64>,
    pub held_on: Date,
    pub channel: Channel,
    pub subject: String,
    pub text: String,
    pub issue_area_id: Option<i64>,
    pub follow_up: String,
    pub follow_up_on: Option<Date>,
    /// A tjänsteanteckning: signed when it is saved, and not changed after that.
    pub official: bool,
}

/// Something in the log.
#[derive(Clone, Debug)]
pub struct Entry {
    pub id: i64,
    pub note: Note,
    pub signed_at: Option<jiff::Timestamp>,
    pub followed_up_at: Option<jiff::Timestamp>,
    pub author_id: Option<i64>,
    pub author: String,
    pub version: i64,
}

impl Entry {
    pub fn url(&self) -> String {
        entry_url(self.id)
    }

    pub fn is_signed(&self) -> bool {
        self.signed_at.is_some()
    }

    /// Whether something is still to be done about it.
    pub fn waits(&self) -> bool {
        self.note.follow_up_on.is_some() && self.followed_up_at.is_none()
    }
}

pub fn entry_url(id: i64) -> String {
    format!("/kontakter/logg/{id}")
}

/// How it stands with the contacts with a län's RUA.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cadence {
    /// Days that may pass.
    pub days: i64,
    /// The latest contact that is logged.
    pub last_on: Option<Date>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    InTime(i64),
    /// More days than may pass have passed.
    Due(i64),
    Never,
}

impl Cadence {
    pub fn pace(&self, today: Date) -> Pace {
        match self.last_on.map(|day| days_between(day, today).max(0)) {
            None => Pace::Never,
            Some(days) if days > self.days => Pace::Due(days),
            Some(days) => Pace::InTime(days),
        }
    }
}

/// Whether two names may well be the same person or organisation: the same words in any order, whatever
/// the accents, or but a letter or two apart.
pub fn alike(one: &str, other: &str) -> bool {
    let words = |name: &str| -> Vec<String> {
        let folded = fold(name);
        let words = folded.split(|each: char| !each.is_alphanumeric());
        let words = words.filter(|word| !word.is_empty());
        words.map(str::to_owned).collect()
    };
    let sorted = |mut words: Vec<String>| {
        words.sort();
        words.join(" ")
    };
    let (one, other) = (words(one), words(other));
    let (as_one, as_other) = (one.join(" "), other.join(" "));
    let slips = match as_one.chars().count().min(as_other.chars().count()) {
        0..=5 => 0,
        6..=11 => 1,
        _ => 2,
    };
    !one.is_empty() && (distance(&as_one, &as_other) <= slips || sorted(one) == sorted(other))
}

/// How many letters have to be changed, added or taken away.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.chars().enumerate() {
        let mut before = row[0];
        row[0] = at + 1;
        for (place, each) in other.iter().enumerate() {
            let change = before + usize::from(letter != *each);
            before = row[place + 1];
            row[place + 1] = change.min(before + 1).min(row[place] + 1);
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_region_is_due_when_more_days_have_passed_than_may() {
        let today = date(2026, 11, 23);
        let rows = [
            (None, 60, Pace::Never),
            (Some(date(2026, 11, 23)), 60, Pace::InTime(0)),
            (Some(date(2026, 9, 24)), 60, Pace::InTime(60)),
            (Some(date(2026, 9, 23)), 60, Pace::Due(61)),
            (Some(date(2026, 9, 23)), 90, Pace::InTime(61)),
            (Some(date(2026, 11, 24)), 60, Pace::InTime(0)),
            (Some(date(2016, 11, 23)), 60, Pace::Due(3652)),
        ];
        for (last_on, days, expected) in rows {
            let cadence = Cadence { days, last_on };
            assert_eq!(cadence.pace(today), expected, "{last_on:?} {days}");
        }
    }

    #[test]
    fn a_post_is_over_the_day_after_its_last() {
        let day = date(2026, 1, 2);
        let post = |valid_to| Post {
            organisation_id: 1,
            post_title: String::new(),
            valid_from: None,
            valid_to,
        };
        assert!(!post(None).is_over(day));
        assert!(
            !post(Some(day)).is_over(day),
            "the last day is a day in the post"
        );
        assert!(post(Some(date(2026, 1, 1))).is_over(day));
    }

    #[test]
    fn like_names_are_found_whatever_the_order_and_the_accents() {
        let rows = [
            ("Anna Lindqvist", "Lindqvist, Anna", true),
            ("Åsa Öberg", "Asa Oberg", true),
            ("Kristina Halvarsson", "Christina Halvarsson", true),
            ("Region Norrbotten", "Region Norrbottens", true),
            ("Eva Ek", "Ove Ek", false),
            ("Anna Lind", "Arne Lind", false),
            ("Region Kalmar", "Region Kronoberg", false),
            ("", "", false),
        ];
        for (one, other, expected) in rows {
            assert_eq!(alike(one, other), expected, "{one} {other}");
            assert_eq!(alike(other, one), expected, "{other} {one}");
        }
    }
}
