//! Ställningstagande: the cell issue area × län × dialogue, and the brief it rests on.

use crate::codes;
use crate::domain::access::{Act, Place};
use crate::domain::dialogue::Phase;
use crate::domain::places::County;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

codes! {
    Status {
        Drafting = "drafting", "Utkast";
        Agreed = "agreed", "Avstämt";
        InForce = "in_force", "Gäller";
    }
}

codes! {
    /// The five texts, each internal until it is said that it may be shared with the region.
    Part {
        NationalLine = "national_line", "Den nationella linjen";
        Meaning = "meaning", "Vad det betyder i länet";
        Offer = "offer", "Vad vi kan erbjuda";
        Ask = "ask", "Vad vi ber om";
        NotPromised = "not_promised", "Vad vi inte lovar";
    }
}

/// What a person writes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    pub national_line: String,
    pub meaning: String,
    pub offer: String,
    pub ask: String,
    pub not_promised: String,
    /// Which of the texts may leave the house.
    pub shareable: Vec<Part>,
    /// The version of the national brief it rests on.
    pub brief_version_id: Option<i64>,
    /// What the agency can offer, out of the register.
    pub offers: Vec<i64>,
}

impl Content {
    pub fn text(&self, part: Part) -> &str {
        match part {
            Part::NationalLine => &self.national_line,
            Part::Meaning => &self.meaning,
            Part::Offer => &self.offer,
            Part::Ask => &self.ask,
            Part::NotPromised => &self.not_promised,
        }
    }

    pub fn is_shareable(&self, part: Part) -> bool {
        self.shareable.contains(&part)
    }

    pub fn is_blank(&self) -> bool {
        Part::ALL.iter().all(|part| self.text(*part).is_empty())
    }

    /// What a new position begins with when it is copied from an earlier one. What may be shared is
    /// asked anew, and it rests on the brief that holds now.
    pub fn as_a_start(&self, brief_version_id: Option<i64>) -> Content {
        Content {
            shareable: Vec::new(),
            brief_version_id,
            ..self.clone()
        }
    }
}

#[derive(Clone, Debug)]
pub struct Position {
    pub id: i64,
    pub dialogue_id: i64,
    pub issue_area_id: i64,
    pub issue_area: String,
    pub content: Content,
    pub status: Status,
    pub author: Option<String>,
    pub updated_at: Timestamp,
    pub version: i64,
    pub rests: Rests,
    /// Of its dialogue.
    pub county: String,
    pub held_on: Date,
    pub phase: Phase,
}

impl Position {
    pub fn url(&self) -> String {
        url(self.dialogue_id, self.issue_area_id)
    }

    pub fn is_stale(&self) -> bool {
        self.rests.is_stale(self.phase)
    }
}

pub fn url(dialogue_id: i64, issue_area_id: i64) -> String {
    format!("/dialoger/{dialogue_id}/stallningstaganden/{issue_area_id}")
}

/// A version of a national brief as a position refers to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BriefVersion {
    pub id: i64,
    pub brief_id: i64,
    pub number: i64,
    pub valid_from: Option<Date>,
    pub valid_to: Option<Date>,
}

/// The version a position rests on, and the one that holds today.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rests {
    pub on: Option<BriefVersion>,
    pub in_force: Option<BriefVersion>,
}

impl Rests {
    /// Whether a newer version holds than the one it rests on. What is over is kept as it was.
    pub fn is_stale(&self, phase: Phase) -> bool {
        let newer = |on: &BriefVersion, held: &BriefVersion| on.number < held.number;
        let pair = self.on.as_ref().zip(self.in_force.as_ref());
        !phase.is_over() && pair.is_some_and(|(on, held)| newer(on, held))
    }

    /// What has changed between the two.
    pub fn compare_url(&self) -> String {
        let pair = self.on.as_ref().zip(self.in_force.as_ref());
        pair.map_or(String::new(), |(on, held)| {
            let (from, to) = (on.number, held.number);
            format!("/underlag/{}/jamfor?fran={from}&till={to}", held.brief_id)
        })
    }
}

/// Who may write it: the department's own in the län's team, narrowed to a län or an issue area or not.
pub fn right(county: &County, issue_area: i64, department: i64, is_regioner: bool) -> (Act, Place) {
    let act = match is_regioner {
        true => Act::WriteRegionerBrief,
        false => Act::WriteDepartmentBrief,
    };
    let place = Place {
        department: Some(department),
        issue_area: Some(issue_area),
        ..county.place()
    };
    (act, place)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(number: i64) -> BriefVersion {
        BriefVersion {
            id: number * 10,
            brief_id: 4,
            number,
            valid_from: None,
            valid_to: None,
        }
    }

    #[test]
    fn a_position_is_stale_when_a_newer_version_holds_and_its_dialogue_goes_on() {
        use Phase::*;
        let rows = [
            (Some(1), Some(2), Planning, true),
            (Some(1), Some(2), Preparing, true),
            (Some(1), Some(3), Holding, true),
            (Some(1), Some(2), FollowingUp, true),
            (Some(1), Some(2), Closed, false),
            (Some(1), Some(2), Cancelled, false),
            (Some(2), Some(2), Preparing, false),
            // a version that is being written is ahead of the one that holds
            (Some(3), Some(2), Preparing, false),
            (None, Some(2), Preparing, false),
            (Some(1), None, Preparing, false),
            (None, None, Preparing, false),
        ];
        for (on, held, phase, expected) in rows {
            let rests = Rests {
                on: on.map(version),
                in_force: held.map(version),
            };
            assert_eq!(rests.is_stale(phase), expected, "{on:?} {held:?} {phase:?}");
        }
    }

    #[test]
    fn the_difference_is_between_the_version_it_rests_on_and_the_one_that_holds() {
        let rests = Rests {
            on: Some(version(1)),
            in_force: Some(version(3)),
        };
        assert_eq!(rests.compare_url(), "/underlag/4/jamfor?fran=1&till=3");
        assert_eq!(Rests::default().compare_url(), "");
    }

    #[test]
    fn a_copy_shares_nothing_until_it_is_asked_again() {
        let before = Content {
            meaning: "Så är det i länet.".into(),
            shareable: vec![Part::Meaning],
            brief_version_id: Some(1),
            offers: vec![3],
            ..Content::default()
        };
        let start = before.as_a_start(Some(2));
        assert_eq!(
            (start.shareable.len(), start.brief_version_id),
            (0, Some(2))
        );
        assert_eq!(
            (&start.meaning, &start.offers),
            (&before.meaning, &before.offers)
        );
        assert!(!start.is_blank() && Content::default().is_blank());
    }

    #[test]
    fn regioner_is_the_leads_and_the_others_their_departments() {
        let county = County {
            code: "25".into(),
            team_id: 1,
            slug: String::new(),
            name: String::new(),
            short_name: String::new(),
            letters: String::new(),
            seat_town: String::new(),
            programme_area: String::new(),
            aliases: String::new(),
            team_name: String::new(),
            team_slug: String::new(),
            version: 1,
        };
        let (act, place) = right(&county, 8, 1, true);
        assert_eq!((act, place.department), (Act::WriteRegionerBrief, Some(1)));
        let (act, place) = right(&county, 2, 2, false);
        assert_eq!(
            (act, place.issue_area),
            (Act::WriteDepartmentBrief, Some(2))
        );
        assert_eq!(place.counties, [("25".to_owned(), 1)]);
    }
}
