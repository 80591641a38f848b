//! Underlag: a series of versions per issue area (national) or län (regional), and the steps of a version.

mod draft;
#[cfg(test)]
mod tests;

pub use draft::{Draft, Written};

use crate::codes;
use crate::domain::access::{Act, Place};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

codes! {
    Scope {
        National = "national", "Nationellt";
        Regional = "regional", "Regionalt";
    }
}

codes! {
    Status {
        Requested = "requested", "Beställt";
        Drafting = "drafting", "Utkast";
        InReview = "in_review", "På granskning";
        Approved = "approved", "Fastställt";
        Superseded = "superseded", "Ersatt";
        NotNeeded = "not_needed", "Behövs inte";
    }
}

impl Status {
    /// Whether the version is still on its way; a brief has one such version at most.
    pub fn is_open(self) -> bool {
        matches!(
            self,
            Status::Requested | Status::Drafting | Status::InReview
        )
    }
}

/// What is done to a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Write,
    Submit,
    TakeBack,
    Approve,
    SendBack,
    Waive,
}

/// Whether a step can be taken from a status; `review` is whether the chef approves.
pub fn allows(status: Status, step: Step, review: bool) -> bool {
    match step {
        Step::Write => matches!(status, Status::Requested | Status::Drafting),
        Step::Submit => status == Status::Drafting && review,
        Step::Approve => status == Status::InReview || (status == Status::Drafting && !review),
        Step::TakeBack | Step::SendBack => status == Status::InReview,
        Step::Waive => status.is_open(),
    }
}

/// Whether what was to hold until a day holds no more.
pub fn is_stale(valid_to: Option<Date>, day: Date) -> bool {
    valid_to.is_some_and(|to| to < day)
}

/// What a series of versions is about: an issue area (its id) or a län (its code).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum BriefOf {
    National(i64),
    Regional(String),
}

impl BriefOf {
    pub fn scope(&self) -> Scope {
        match self {
            BriefOf::National(_) => Scope::National,
            BriefOf::Regional(_) => Scope::Regional,
        }
    }

    pub fn issue_area(&self) -> Option<i64> {
        match self {
            BriefOf::National(area) => Some(*area),
            BriefOf::Regional(_) => None,
        }
    }

    pub fn county(&self) -> Option<&str> {
        match self {
            BriefOf::National(_) => None,
            BriefOf::Regional(county) => Some(county),
        }
    }
}

/// The series, with whom it belongs to on the day it was read.
#[derive(Clone, Debug)]
pub struct Brief {
    pub id: i64,
    pub of: BriefOf,
    /// The issue area's name, or the län's short name.
    pub subject: String,
    pub department_id: Option<i64>,
    /// Empty for a regional one.
    pub department: String,
    pub is_regioner: bool,
    /// Of a regional one; 0 when the län has no team.
    pub team_id: i64,
    pub county_slug: String,
}

impl Brief {
    pub fn url(&self) -> String {
        url(self.id)
    }

    /// "Nationellt underlag: Kompetensförsörjning"
    pub fn name(&self) -> String {
        format!("{} underlag: {}", self.of.scope().label(), self.subject)
    }

    pub fn place(&self) -> Place {
        match &self.of {
            BriefOf::National(area) => {
                Place::national(self.department_id.unwrap_or_default(), Some(*area))
            }
            BriefOf::Regional(county) => Place::county(county, self.team_id),
        }
    }

    pub fn writing(&self) -> Act {
        match self.of {
            BriefOf::National(_) if self.is_regioner => Act::WriteRegionerBrief,
            BriefOf::National(_) => Act::WriteDepartmentBrief,
            BriefOf::Regional(_) => Act::WriteRegionalBrief,
        }
    }

    /// A national one is approved by the department's chef, a regional one by the team's uppdragsansvarig;
    /// whoever writes approves when there is no review.
    pub fn approving(&self, review: bool) -> Act {
        match self.of {
            _ if !review => self.writing(),
            BriefOf::National(_) => Act::ApproveBrief,
            BriefOf::Regional(_) => Act::AssessNationally,
        }
    }
}

pub fn url(brief_id: i64) -> String {
    format!("/underlag/{brief_id}")
}

/// A section as a version has it.
#[derive(Clone, Debug)]
pub struct Section {
    pub id: i64,
    pub title: String,
    pub help: String,
}

/// One version of a brief, whole.
#[derive(Clone, Debug)]
pub struct Version {
    pub id: i64,
    pub brief_id: i64,
    pub number: i64,
    pub status: Status,
    pub sections: Vec<Section>,
    pub draft: Draft,
    /// Why it is not needed, or why it was sent back.
    pub reason: String,
    pub version: i64,
}

impl Version {
    /// How many sections are marked ready, and how many there are.
    pub fn progress(&self) -> (usize, usize) {
        let ready = |section: &&Section| self.draft.section(section.id).ready;
        (
            self.sections.iter().filter(ready).count(),
            self.sections.len(),
        )
    }

    /// Titles of the sections that are not marked ready.
    pub fn unready(&self) -> Vec<&str> {
        let unready = |section: &&Section| !self.draft.section(section.id).ready;
        let titles = self.sections.iter().filter(unready);
        titles.map(|section| section.title.as_str()).collect()
    }

    pub fn url(&self) -> String {
        format!("{}/versioner/{}", url(self.brief_id), self.number)
    }
}

/// What stands in the way of handing a version over: the field, and a sentence.
pub fn missing(draft: &Draft) -> Vec<(&'static str, &'static str)> {
    let summary = draft.summary.trim().is_empty();
    let from = draft.valid_from.is_none();
    let missing = [
        (summary, "summary", "Skriv det viktigaste i korthet."),
        (
            from,
            "valid_from",
            "Skriv från vilken dag underlaget gäller.",
        ),
    ];
    missing
        .into_iter()
        .filter(|(missing, ..)| *missing)
        .map(|(_, field, message)| (field, message))
        .collect()
}

/// A line of the template that a new version begins with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateSection {
    pub title: String,
    pub help: String,
}

/// The sections of a new version: those of the template with the text that holds under the same title,
/// then what holds under titles the template no longer has, so that nothing is lost.
pub fn sections_of_new(
    template: &[TemplateSection],
    holding: Option<&Version>,
) -> Vec<(TemplateSection, Written)> {
    let held: Vec<(&Section, Written)> = holding.map_or(vec![], |version| {
        let sections = version.sections.iter();
        sections
            .map(|section| (section, version.draft.section(section.id)))
            .collect()
    });
    let begun = |written: &Written| Written {
        ready: false,
        ..written.clone()
    };
    let same =
        |a: &str, b: &str| crate::domain::spelling::fold(a) == crate::domain::spelling::fold(b);
    let from_template = template.iter().map(|line| {
        let old = held
            .iter()
            .find(|(section, _)| same(&section.title, &line.title));
        (
            line.clone(),
            old.map_or(Written::default(), |(_, written)| begun(written)),
        )
    });
    let left = held.iter().filter(|(section, written)| {
        !written.text.trim().is_empty()
            && !template
                .iter()
                .any(|line| same(&line.title, &section.title))
    });
    let kept = left.map(|(section, written)| {
        let line = TemplateSection {
            title: section.title.clone(),
            help: section.help.clone(),
        };
        (line, begun(written))
    });
    from_template.chain(kept).collect()
}
