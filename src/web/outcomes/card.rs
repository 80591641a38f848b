//! What a dialogue came to, on its own page: how many lines of each kind, and the way to them.

use super::at;
use super::part::tone;
use crate::App;
use crate::domain::dialogue::{Dialogue, Phase};
use crate::domain::outcome::OutcomeKind;
use crate::error::Result;
use crate::store::{kept, outcomes};

pub struct Card {
    pub url: String,
    pub counts: Vec<(OutcomeKind, usize)>,
    /// The decisions, priorities and choices, in words.
    pub rows: Vec<Row>,
    pub more: usize,
    pub phase: Phase,
    pub decisions: String,
}

pub struct Row {
    pub kind: &'static str,
    pub tone: &'static str,
    pub text: String,
    pub url: String,
}

/// So many lines are shown whole.
const SHOWN: usize = 5;

impl Card {
    /// There is something to go to: it is being held, or lines have been written.
    pub fn shows(&self) -> bool {
        !self.counts.is_empty() || self.phase != Phase::Cancelled
    }

    pub fn button(&self) -> &'static str {
        match self.phase {
            Phase::Planning | Phase::Preparing => "Så blir genomförandet",
            Phase::Holding => "Till genomförandet",
            _ => "Allt som sades",
        }
    }
}

pub async fn card(app: &App, dialogue: &Dialogue, county: &str) -> Result<Card> {
    let (db, id) = (app.db.read(), dialogue.id);
    let lines = kept::of_record(db, "outcomes", id, outcomes::of_dialogue(db, id)).await?;
    let of = |kind: OutcomeKind| {
        lines
            .iter()
            .filter(move |each| each.outcome.line.kind == kind)
    };
    let counts = OutcomeKind::ALL
        .iter()
        .map(|kind| (*kind, of(*kind).count()));
    let weighty = [
        OutcomeKind::Decision,
        OutcomeKind::Priority,
        OutcomeKind::Choice,
    ];
    let rows: Vec<Row> = weighty
        .into_iter()
        .flat_map(of)
        .map(|each| Row {
            kind: each.outcome.line.kind.label(),
            tone: tone(each.outcome.line.kind),
            text: each.outcome.line.text.clone(),
            url: format!(
                "{}#utfall-{}",
                at(id, each.outcome.line.agenda_item_id),
                each.outcome.id
            ),
        })
        .collect();
    Ok(Card {
        url: format!("{}/genomforande", dialogue.url()),
        counts: counts.filter(|(_, count)| *count > 0).collect(),
        more: rows.len().saturating_sub(SHOWN),
        rows: rows.into_iter().take(SHOWN).collect(),
        phase: dialogue.phase,
        decisions: format!("/beslut?lan={county}"),
    })
}
