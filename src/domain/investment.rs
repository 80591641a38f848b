//! Strategiska satsningar: what is financed together, from wish to result. The money itself is in the
//! finance system; here stands who pays how much, what was decided, and what came of it.

use crate::codes;
use crate::domain::access::{Act, Place};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;

codes! {
    Status {
        Idea = "idea", "Idé";
        Prepared = "prepared", "Bereds";
        Decided = "decided", "Beslutad";
        Ongoing = "ongoing", "Pågår";
        Reported = "reported", "Slutrapporterad";
        Rejected = "rejected", "Avslagen";
    }
}

use Status::{Decided, Idea, Ongoing, Prepared, Rejected, Reported};

/// Every step there is, and the act it takes. Only who decides says yes or no, or takes that back.
#[rustfmt::skip]
pub const STEPS: &[(Status, Status, Act)] = &[
    (Idea,     Prepared, Act::LeadInvestment),
    (Idea,     Rejected, Act::DecideInvestment),
    (Prepared, Idea,     Act::LeadInvestment),
    (Prepared, Decided,  Act::DecideInvestment),
    (Prepared, Rejected, Act::DecideInvestment),
    (Decided,  Prepared, Act::DecideInvestment),
    (Decided,  Ongoing,  Act::LeadInvestment),
    (Ongoing,  Decided,  Act::LeadInvestment),
    (Ongoing,  Reported, Act::LeadInvestment),
    (Reported, Ongoing,  Act::LeadInvestment),
    (Rejected, Prepared, Act::DecideInvestment),
];

/// What a satsning must have before it may stand somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    Judgement,
    /// It is judged as not relevant.
    Relevance,
    Decision,
    DecidedOn,
    Result,
}

impl Status {
    /// What the step to another status takes; none when there is no such step.
    pub fn step_to(self, to: Status) -> Option<Act> {
        let found = STEPS
            .iter()
            .find(|(from, each, _)| (*from, *each) == (self, to));
        found.map(|(.., act)| *act)
    }

    /// Whether it is decided that the agency takes part in it.
    pub fn is_decided(self) -> bool {
        matches!(self, Decided | Ongoing | Reported)
    }

    /// Whether it is over, one way or the other.
    pub fn is_over(self) -> bool {
        matches!(self, Reported | Rejected)
    }

    /// What its text takes to change: an idea is everyone's who may propose one.
    pub fn change(self) -> Act {
        match self {
            Idea => Act::ProposeInvestment,
            _ => Act::LeadInvestment,
        }
    }

    /// What is still missing before it may stand here.
    pub fn lacks(self, relevant: Option<bool>, stage: &Stage) -> Vec<Lack> {
        let mut lacks = Vec::new();
        match (self, relevant) {
            (Idea, _) | (_, Some(true)) | (Rejected, Some(false)) => {}
            (_, None) => lacks.push(Lack::Judgement),
            (_, Some(false)) => lacks.push(Lack::Relevance),
        }
        if self.is_decided() || self == Rejected {
            if stage.decision.is_empty() {
                lacks.push(Lack::Decision);
            }
            if stage.decided_on.is_none() {
                lacks.push(Lack::DecidedOn);
            }
        }
        if self == Reported && stage.result.is_empty() {
            lacks.push(Lack::Result);
        }
        lacks
    }
}

/// Another partner and its share in whole kronor; none while it is not settled. As text "Region Gotland: 150000".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", from = "String")]
pub struct Share {
    pub partner: String,
    pub kronor: Option<i64>,
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kronor {
            Some(kronor) => write!(f, "{}: {kronor} kr", self.partner),
            None => write!(f, "{}: –", self.partner),
        }
    }
}

impl From<Share> for String {
    fn from(share: Share) -> String {
        share.to_string()
    }
}

impl From<String> for Share {
    fn from(text: String) -> Share {
        let (partner, kronor) = text.rsplit_once(": ").unwrap_or((&text, ""));
        Share {
            kronor: kronor.trim_end_matches(" kr").parse().ok(),
            partner: partner.to_owned(),
        }
    }
}

/// What can be edited of a satsning.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Terms {
    pub title: String,
    /// Codes of the län it is for, in order; at least one.
    pub counties: Vec<String>,
    pub dialogue_id: Option<i64>,
    pub issue_area_id: Option<i64>,
    pub unit_id: i64,
    pub description: String,
    /// The RUA's part in it.
    pub region_part: String,
    pub our_role: String,
    /// Our share; none while it is not settled.
    pub our_kronor: Option<i64>,
    pub shares: Vec<Share>,
    pub starts_on: Option<Date>,
    pub ends_on: Option<Date>,
    pub shareable: bool,
    /// The only free text of a satsning that leaves the house.
    pub region_text: String,
}

/// Whether it is judged relevant for the agency to finance, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relevance {
    pub relevant: Option<bool>,
    pub relevance: String,
}

/// How far it has come, with the decision and the result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    pub status: Status,
    /// The decision's reference.
    pub decision: String,
    pub decided_on: Option<Date>,
    pub result: String,
}

#[derive(Clone, Debug)]
pub struct Investment {
    pub id: i64,
    pub terms: Terms,
    pub relevance: Relevance,
    pub stage: Stage,
    /// The name of who decided.
    pub decided_by: Option<String>,
    pub created_at: Timestamp,
    pub version: i64,
}

impl Terms {
    /// Where a right to it is decided; `department` is the issue area's, or else the unit's.
    pub fn place(&self, counties: Vec<(String, i64)>, department: Option<i64>) -> Place {
        Place {
            counties,
            department,
            issue_area: self.issue_area_id,
            ..Place::default()
        }
    }

    pub fn money(&self) -> Money {
        let others = self.shares.iter().filter_map(|share| share.kronor);
        let open = self.shares.iter().filter(|share| share.kronor.is_none());
        Money {
            satsningar: 1,
            ours: self.our_kronor.unwrap_or_default(),
            others: others.sum(),
            unsettled: open.count() as i64 + i64::from(self.our_kronor.is_none()),
        }
    }
}

impl Investment {
    pub fn url(&self) -> String {
        format!("/satsningar/{}", self.id)
    }
}

/// Whole kronor of satsningar, ours and the other partners', which are never one number without saying so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Money {
    pub satsningar: i64,
    pub ours: i64,
    pub others: i64,
    /// Shares that are not settled, and not counted.
    pub unsettled: i64,
}

impl Money {
    pub fn all(self) -> i64 {
        self.ours + self.others
    }
}

/// A satsning has no more partners than this.
pub const MOST_PARTNERS: usize = 30;
/// A share is below a thousand milliarder.
pub const MOST_KRONOR: i64 = 999_999_999_999;

#[cfg(test)]
mod tests {
    use super::*;

    fn stage(status: Status, decision: &str, decided_on: Option<&str>, result: &str) -> Stage {
        Stage {
            status,
            decision: decision.into(),
            decided_on: decided_on.map(|day| day.parse().unwrap()),
            result: result.into(),
        }
    }

    #[test]
    fn only_the_steps_of_the_table_can_be_taken() {
        let mut taken = 0;
        for from in Status::ALL {
            assert_eq!(from.step_to(*from), None, "{from:?}");
            for to in Status::ALL {
                taken += i32::from(from.step_to(*to).is_some());
            }
        }
        assert_eq!(taken, STEPS.len() as i32);
        assert_eq!(Idea.step_to(Decided), None);
        assert_eq!(Prepared.step_to(Decided), Some(Act::DecideInvestment));
        assert_eq!(Prepared.step_to(Rejected), Some(Act::DecideInvestment));
        assert_eq!(Rejected.step_to(Ongoing), None);
        assert_eq!(Ongoing.step_to(Reported), Some(Act::LeadInvestment));
    }

    #[test]
    fn who_decides_is_the_only_one_that_says_yes_or_no() {
        for (from, to, act) in STEPS {
            let says = matches!((from, to), (Idea | Prepared, Decided | Rejected));
            let takes_back = matches!((from, to), (Decided | Rejected, Prepared));
            let expected = match says || takes_back {
                true => Act::DecideInvestment,
                false => Act::LeadInvestment,
            };
            assert_eq!(*act, expected, "{from:?} {to:?}");
        }
    }

    #[test]
    fn each_status_demands_what_it_rests_on() {
        use Lack::{DecidedOn, Decision, Judgement, Relevance, Result};
        let (dnr, day) = ("Dnr 2026/14", Some("2026-10-01"));
        let rows = [
            (None, stage(Idea, "", None, ""), vec![]),
            (Some(false), stage(Idea, "", None, ""), vec![]),
            (None, stage(Prepared, "", None, ""), vec![Judgement]),
            (Some(false), stage(Prepared, "", None, ""), vec![Relevance]),
            (Some(true), stage(Prepared, "", None, ""), vec![]),
            (
                Some(true),
                stage(Decided, "", None, ""),
                vec![Decision, DecidedOn],
            ),
            (Some(true), stage(Decided, dnr, None, ""), vec![DecidedOn]),
            (Some(true), stage(Decided, dnr, day, ""), vec![]),
            (Some(false), stage(Decided, dnr, day, ""), vec![Relevance]),
            (None, stage(Decided, dnr, day, ""), vec![Judgement]),
            (None, stage(Rejected, dnr, day, ""), vec![Judgement]),
            (Some(false), stage(Rejected, dnr, day, ""), vec![]),
            (Some(true), stage(Rejected, dnr, day, ""), vec![]),
            (Some(true), stage(Rejected, "", day, ""), vec![Decision]),
            (Some(true), stage(Ongoing, dnr, day, ""), vec![]),
            (Some(true), stage(Reported, dnr, day, ""), vec![Result]),
            (Some(true), stage(Reported, dnr, day, "Klart."), vec![]),
        ];
        for (relevant, stage, expected) in rows {
            let lacks = stage.status.lacks(relevant, &stage);
            assert_eq!(lacks, expected, "{relevant:?} {stage:?}");
        }
    }

    #[test]
    fn a_share_is_read_as_it_was_written() {
        for (partner, kronor) in [
            ("Region Gotland", Some(1_500_000)),
            ("Kommunen: del två", None),
        ] {
            let share = Share {
                partner: partner.into(),
                kronor,
            };
            assert_eq!(Share::from(share.to_string()), share);
        }
        assert_eq!(Share::from("utan belopp".to_owned()).kronor, None);
    }

    #[test]
    fn shares_that_are_not_settled_are_counted_apart() {
        let share = |kronor| Share {
            partner: "Någon".into(),
            kronor,
        };
        let terms = Terms {
            title: String::new(),
            counties: vec![],
            dialogue_id: None,
            issue_area_id: None,
            unit_id: 1,
            description: String::new(),
            region_part: String::new(),
            our_role: String::new(),
            our_kronor: Some(2),
            shares: vec![share(Some(3)), share(None), share(Some(0))],
            starts_on: None,
            ends_on: None,
            shareable: false,
            region_text: String::new(),
        };
        let expected = Money {
            satsningar: 1,
            ours: 2,
            others: 3,
            unsettled: 1,
        };
        assert_eq!((terms.money(), terms.money().all()), (expected, 5));
    }
}
