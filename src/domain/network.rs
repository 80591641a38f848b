//! Nätverk: where the agency sits, why, who sits there, and what came home.

use crate::codes;
use crate::domain::places::DateSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

codes! {
    Level {
        National = "national", "Nationellt";
        Regional = "regional", "Regionalt";
        Local = "local", "Lokalt";
    }
}

codes! {
    /// How the agency's chairs are filled on a day.
    Chairs {
        Empty = "tom", "Tom stol";
        One = "en", "En plats";
        Double = "dubbel", "Dubbel plats";
    }
}

impl Chairs {
    pub fn of(seated: i64) -> Chairs {
        match seated {
            ..=0 => Chairs::Empty,
            1 => Chairs::One,
            _ => Chairs::Double,
        }
    }
}

/// What can be edited of a network.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Terms {
    pub name: String,
    pub purpose: String,
    pub level: Level,
    /// Codes of the län it covers, in order; none is the whole country.
    pub counties: Vec<String>,
    pub issue_areas: Vec<i64>,
    /// Who leads it.
    pub organisation_id: Option<i64>,
    pub meetings_per_year: Option<i64>,
    pub network_url: String,
}

#[derive(Clone, Debug)]
pub struct Network {
    pub id: i64,
    pub terms: Terms,
    /// The name of who leads it.
    pub organisation: String,
    pub closed_on: Option<Date>,
    pub version: i64,
}

impl Network {
    pub fn url(&self) -> String {
        url(self.id)
    }
}

pub fn url(id: i64) -> String {
    format!("/natverk/{id}")
}

/// Someone of ours in a network, and since when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sitting {
    pub person_id: i64,
    pub seat_role: String,
    pub valid_from: Date,
    pub valid_to: Option<Date>,
}

impl Sitting {
    pub fn span(&self) -> DateSpan {
        DateSpan {
            from: self.valid_from,
            to: self.valid_to,
        }
    }
}

#[derive(Clone, Debug)]
pub struct Seat {
    pub id: i64,
    pub network_id: i64,
    pub sitting: Sitting,
    pub person: String,
    pub version: i64,
}

/// What is written of a meeting.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Minutes {
    pub held_on: Date,
    pub title: String,
    pub place: String,
    pub notes: String,
    /// Colleagues who went.
    pub people: Vec<i64>,
}

#[derive(Clone, Debug)]
pub struct Meeting {
    pub id: i64,
    pub network_id: i64,
    pub minutes: Minutes,
    /// Their names.
    pub went: Vec<String>,
    pub version: i64,
}

impl Meeting {
    pub fn url(&self) -> String {
        format!("{}/traffar/{}", url(self.network_id), self.id)
    }

    /// Its title, or what a meeting is called without one.
    pub fn name(&self) -> &str {
        match self.minutes.title.is_empty() {
            true => "Nätverksträff",
            false => &self.minutes.title,
        }
    }
}

/// Whether nobody has been at a network for longer than its meetings lie apart, with half again as much.
pub fn is_long_ago(last: Option<Date>, per_year: Option<i64>, today: Date) -> bool {
    let apart = 365 / per_year.filter(|number| *number > 0).unwrap_or(2);
    last.is_none_or(|last| crate::domain::calendar::days_between(last, today) > apart * 3 / 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn nobody_is_an_empty_chair_and_two_are_a_double_one() {
        let rows = [
            (0, Chairs::Empty),
            (1, Chairs::One),
            (2, Chairs::Double),
            (5, Chairs::Double),
        ];
        for (seated, expected) in rows {
            assert_eq!(Chairs::of(seated), expected);
        }
    }

    #[test]
    fn it_is_long_ago_when_a_meeting_has_been_missed() {
        let today = date(2026, 11, 23);
        let rows = [
            (None, Some(4), true),
            (Some(date(2026, 9, 1)), Some(4), false),
            (Some(date(2026, 6, 1)), Some(4), true),
            (Some(date(2026, 6, 1)), None, false),
            (Some(date(2025, 6, 1)), Some(1), false),
        ];
        for (last, per_year, expected) in rows {
            assert_eq!(
                is_long_ago(last, per_year, today),
                expected,
                "{last:?} {per_year:?}"
            );
        }
    }
}
