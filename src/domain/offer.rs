//! Myndighetens erbjudande: what each department can offer the regions.

use crate::codes;
use crate::domain::access::Place;
use crate::domain::places::DateSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

codes! {
    Kind {
        Funding = "funding", "Finansiering";
        Knowledge = "knowledge", "Kunskap";
        Network = "network", "Nätverk";
        Support = "support", "Stöd";
        Analysis = "analysis", "Analys";
        Call = "call", "Utlysning";
        Tool = "tool", "Verktyg";
    }
}

/// What a person writes of an offer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    pub title: String,
    pub kind: Kind,
    pub unit_id: i64,
    pub issue_areas: Vec<i64>,
    pub valid_from: Date,
    pub valid_to: Option<Date>,
    pub link: String,
    pub description: String,
}

impl Terms {
    pub fn span(&self) -> DateSpan {
        DateSpan {
            from: self.valid_from,
            to: self.valid_to,
        }
    }

    /// Where a right to it is decided: for each of its issue areas in the unit's department.
    pub fn places(&self, department: i64) -> Vec<Place> {
        places(department, &self.issue_areas)
    }
}

pub fn places(department: i64, issue_areas: &[i64]) -> Vec<Place> {
    let place = |area: &i64| Place::national(department, Some(*area));
    match issue_areas.is_empty() {
        true => vec![Place::national(department, None)],
        false => issue_areas.iter().map(place).collect(),
    }
}

/// An offer as it is stored.
#[derive(Clone, Debug)]
pub struct Offer {
    pub id: i64,
    pub terms: Terms,
    pub unit: String,
    pub department_id: i64,
    pub department: String,
    pub version: i64,
}

impl Offer {
    pub fn url(&self) -> String {
        format!("/erbjudanden/{}", self.id)
    }

    pub fn places(&self) -> Vec<Place> {
        self.terms.places(self.department_id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offer_is_decided_in_its_department_for_every_issue_area_it_names() {
        let of = |areas: &[i64]| {
            let places = places(2, areas);
            places
                .iter()
                .map(|each| each.issue_area)
                .collect::<Vec<_>>()
        };
        assert_eq!(of(&[]), [None]);
        assert_eq!(of(&[3, 5]), [Some(3), Some(5)]);
        assert!(
            places(2, &[3])
                .iter()
                .all(|each| each.national && each.department == Some(2))
        );
    }
}
