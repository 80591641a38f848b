//! Varsel, omställning and large establishments: what a case tells, how large it is, and what is judged.
//!
//! The name of a company is told on the case's own pages alone: a title is made of facts without it.

mod industry;
mod size;
mod yearly;

pub use industry::Industry;
pub use size::{LAW, Size, Threshold, earliest_day, inhabitants, inhabitants_json};
pub use yearly::{Cell, Count, FEWEST, Table, table};

use crate::codes;
use crate::domain::judgement::Answer;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;

codes! {
    Kind {
        Layoff = "layoff", "Varsel";
        Transition = "transition", "Omställning";
        Establishment = "establishment", "Etablering eller expansion";
    }
}

impl Kind {
    /// What the persons are counted as, after their number.
    pub fn counted(self) -> &'static str {
        match self {
            Kind::Establishment => "arbetstillfällen",
            _ => "berörda",
        }
    }
}

codes! {
    /// Where the agency learnt of it.
    Source {
        Public = "public", "Offentlig uppgift";
        EmploymentService = "employment_service", "Från Arbetsförmedlingen";
        Company = "company", "Från företaget";
    }
}

codes! {
    /// Where it stands; it follows from what has been proposed, judged and closed.
    Status {
        Reported = "reported", "Inkommet";
        Assessing = "assessing", "Kontaktperson föreslagen";
        ContactNamed = "contact_named", "Kontaktperson utsedd";
        NoAction = "no_action", "Ingen kontaktperson behövs";
        Closed = "closed", "Avslutat";
    }
}

impl Status {
    /// Whether the agency has not said yet if a contact person is needed.
    pub fn waits_for_judgement(self) -> bool {
        matches!(self, Status::Reported | Status::Assessing)
    }
}

codes! {
    /// The five phases of Omställningsguiden.
    Phase {
        Prepare = "prepare", "Förbereda";
        Analyse = "analyse", "Analysera";
        Plan = "plan", "Planera och förankra";
        CarryOut = "carry_out", "Genomföra";
        FollowUp = "follow_up", "Följa upp";
    }
}

impl Phase {
    /// What is typical of the phase.
    pub fn typical(self) -> &'static str {
        match self {
            Phase::Prepare => "Uppstartsgrupp, beslutsvägar, lägesbild och resurser.",
            Phase::Analyse => "Fördjupad analys och statistik.",
            Phase::Plan => {
                "Styrgrupp, arbets- och referensgrupp, genomförandeplan och kommunikation."
            }
            Phase::CarryOut => "Insatser för individer och för näringslivet. Dokumentera.",
            Phase::FollowUp => "Beroendet av stora företag, arbetsmarknaden och näringslivet.",
        }
    }

    /// Its place among the five, from one.
    pub fn number(self) -> usize {
        Phase::ALL
            .iter()
            .position(|each| *each == self)
            .unwrap_or_default()
            + 1
    }
}

/// Who else takes part, and as what. As text "Region Norrbotten: samordnar".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", from = "String")]
pub struct Partner {
    pub name: String,
    pub role: String,
}

impl fmt::Display for Partner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.role.is_empty() {
            true => f.write_str(&self.name),
            false => write!(f, "{}: {}", self.name, self.role),
        }
    }
}

impl From<Partner> for String {
    fn from(partner: Partner) -> String {
        partner.to_string()
    }
}

impl From<String> for Partner {
    fn from(text: String) -> Partner {
        let (name, role) = text.split_once(": ").unwrap_or((&text, ""));
        Partner {
            name: name.to_owned(),
            role: role.to_owned(),
        }
    }
}

/// A case has no more partners than this.
pub const MOST_PARTNERS: usize = 20;

/// What can be edited of a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    pub kind: Kind,
    pub county: String,
    pub municipality: Option<String>,
    pub industry: Option<Industry>,
    pub company: String,
    pub affected: Option<i64>,
    pub source: Source,
    pub source_url: String,
    /// The day the agency learnt of it.
    pub reported_on: Date,
    /// The day the employer gave notice.
    pub notice_on: Option<Date>,
    /// The first day of dismissals, or of the opening.
    pub begins_on: Option<Date>,
    pub description: String,
    pub parties: Vec<Partner>,
}

/// A proposal of who shall be contact person; nobody by name is the uppdragsansvarig of the län.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    pub proposed_on: Option<Date>,
    pub proposed_person_id: Option<i64>,
    pub proposal: String,
}

/// Whether a contact person is needed, why, and who; nobody by name is the uppdragsansvarig of the län.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    pub answer: Option<Answer>,
    pub reason: String,
    pub contact_person_id: Option<i64>,
    pub judged_on: Option<Date>,
}

#[derive(Clone, Debug)]
pub struct TransitionCase {
    pub id: i64,
    pub facts: Facts,
    pub phase: Phase,
    pub status: Status,
    pub proposal: Proposal,
    pub judgement: Judgement,
    pub result: String,
    pub closed_on: Option<Date>,
    /// The name of the kommun; empty without one.
    pub municipality_name: String,
    pub county_name: String,
    pub judged_by: Option<String>,
    pub contact_person: Option<String>,
    pub proposed_person: Option<String>,
    pub created_at: Timestamp,
    pub created_by: Option<String>,
    pub version: i64,
}

impl TransitionCase {
    pub fn url(&self) -> String {
        url(self.id)
    }

    pub fn title(&self) -> String {
        title(&Headline {
            kind: self.facts.kind,
            affected: self.facts.affected,
            industry: self.facts.industry,
            municipality: &self.municipality_name,
            county: &self.county_name,
        })
    }

    /// Where it stands without being closed.
    pub fn open_status(&self) -> Status {
        match self.judgement.answer {
            Some(Answer::Needed) => Status::ContactNamed,
            Some(Answer::NotNeeded) => Status::NoAction,
            None if self.proposal.proposed_on.is_some() => Status::Assessing,
            None => Status::Reported,
        }
    }

    pub fn is_closed(&self) -> bool {
        self.status == Status::Closed
    }
}

pub fn url(id: i64) -> String {
    format!("/varsel/{id}")
}

/// What a title is made of.
pub struct Headline<'a> {
    pub kind: Kind,
    pub affected: Option<i64>,
    pub industry: Option<Industry>,
    pub municipality: &'a str,
    pub county: &'a str,
}

/// "Varsel, 120 berörda, tillverkningsindustri, Kalix": the facts, and never a company.
pub fn title(of: &Headline<'_>) -> String {
    let persons = of
        .affected
        .map(|number| format!("{number} {}", of.kind.counted()));
    let industry = of.industry.map(|each| each.in_title());
    let place = match of.municipality.is_empty() {
        true => of.county,
        false => of.municipality,
    };
    let parts = [
        Some(of.kind.label().to_owned()),
        persons,
        industry,
        Some(place.to_owned()),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_made_of_the_facts_there_are() {
        let of = |affected, industry, municipality| {
            title(&Headline {
                kind: Kind::Layoff,
                affected,
                industry,
                municipality,
                county: "Norrbotten",
            })
        };
        assert_eq!(
            of(Some(120), Some(Industry::Manufacturing), "Kalix"),
            "Varsel, 120 berörda, tillverkningsindustri, Kalix"
        );
        assert_eq!(of(None, None, ""), "Varsel, Norrbotten");
    }

    #[test]
    fn a_partner_reads_as_text_and_back() {
        for text in ["Region Norrbotten: samordnar", "Kalix kommun"] {
            assert_eq!(String::from(Partner::from(text.to_owned())), text);
        }
    }
}
