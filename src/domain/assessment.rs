//! Nationell bedömning of a dialogue: the regional growth work, and the regional growth processes.

use crate::codes;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

codes! {
    Kind {
        GrowthWork = "growth_work", "Det regionala tillväxtarbetet";
        GrowthProcesses = "growth_processes", "De regionala tillväxtprocesserna";
    }
}

impl Kind {
    /// As it stands in the address.
    pub fn slug(self) -> &'static str {
        match self {
            Kind::GrowthWork => "tillvaxtarbetet",
            Kind::GrowthProcesses => "tillvaxtprocesserna",
        }
    }

    pub fn of_slug(slug: &str) -> Option<Kind> {
        Kind::ALL.iter().copied().find(|each| each.slug() == slug)
    }
}

codes! {
    /// The three texts, each internal until it is said that it may be shared with the region.
    Part {
        View = "view", "Bedömning";
        Develop = "develop", "Vad som behöver utvecklas";
        Why = "why", "Motivering";
    }
}

/// What a person writes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    pub view: String,
    pub develop: String,
    pub why: String,
    /// Which of the texts may leave the house.
    pub shareable: Vec<Part>,
    /// The versions of briefs it rests on.
    pub briefs: Vec<i64>,
    pub ready: bool,
}

impl Content {
    pub fn text(&self, part: Part) -> &str {
        match part {
            Part::View => &self.view,
            Part::Develop => &self.develop,
            Part::Why => &self.why,
        }
    }

    pub fn is_shareable(&self, part: Part) -> bool {
        self.shareable.contains(&part)
    }

    /// What is missing before it may be called ready.
    pub fn lacks(&self) -> Option<Part> {
        [Part::View, Part::Develop, Part::Why]
            .into_iter()
            .find(|part| self.ready && self.text(*part).is_empty())
    }
}

#[derive(Clone, Debug)]
pub struct Assessment {
    pub id: i64,
    pub dialogue_id: i64,
    pub kind: Kind,
    pub content: Content,
    pub author: Option<String>,
    pub updated_at: Timestamp,
    pub version: i64,
}

/// Whether the dialogue has its national assessment: both are written and marked as ready.
pub fn is_complete<'a>(all: impl IntoIterator<Item = &'a Assessment>) -> bool {
    let ready = all.into_iter().filter(|each| each.content.ready).count();
    ready == Kind::ALL.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_ready_has_all_three_texts() {
        let written = Content {
            view: "a".into(),
            develop: "b".into(),
            why: "c".into(),
            ready: true,
            ..Content::default()
        };
        assert_eq!(written.lacks(), None);
        for (content, lacks) in [
            (
                Content {
                    view: String::new(),
                    ..written.clone()
                },
                Part::View,
            ),
            (
                Content {
                    develop: String::new(),
                    ..written.clone()
                },
                Part::Develop,
            ),
            (
                Content {
                    why: String::new(),
                    ..written.clone()
                },
                Part::Why,
            ),
        ] {
            assert_eq!(content.lacks(), Some(lacks));
            assert_eq!(
                Content {
                    ready: false,
                    ..content
                }
                .lacks(),
                None
            );
        }
    }

    #[test]
    fn a_dialogue_is_assessed_when_both_are_ready() {
        let assessment = |kind, ready| Assessment {
            id: 1,
            dialogue_id: 1,
            kind,
            content: Content {
                ready,
                ..Content::default()
            },
            author: None,
            updated_at: Timestamp::UNIX_EPOCH,
            version: 1,
        };
        let [work, processes] = [Kind::GrowthWork, Kind::GrowthProcesses];
        for (work_is, processes_is, expected) in [
            (true, true, true),
            (true, false, false),
            (false, true, false),
        ] {
            let all = [
                assessment(work, work_is),
                assessment(processes, processes_is),
            ];
            assert_eq!(is_complete(&all), expected);
        }
        assert!(!is_complete(&[assessment(work, true)]));
        assert!(
            Kind::ALL
                .iter()
                .all(|kind| Kind::of_slug(kind.slug()) == Some(*kind))
        );
    }
}
