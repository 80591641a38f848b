//! Plays what was said at a dialogue: its lines, what they became, and the clock of the one that goes on.

use super::outcomes as words;
use crate::domain::action::Plan;
use crate::domain::agenda_item::{AgendaItem, State};
use crate::domain::outcome::{Became, Line, OutcomeKind, parked};
use crate::error::Result;
use crate::store::agenda_items::{self, Spot};
use crate::store::{Write, dialogues, outcomes};

/// What was said at each item of a dialogue; `place` is its place in the script.
pub async fn say(
    tx: &mut Write,
    (dialogue, place): (i64, usize),
    promised: &[&str],
    running: bool,
) -> Result<()> {
    let county = dialogues::find(tx.conn(), dialogue).await?.plan.county;
    let spot = Spot {
        county: &county,
        dialogue_id: Some(dialogue),
    };
    let items = agenda_items::living(tx.conn(), spot).await?;
    let most = if running { 2 } else { items.len() };
    for item in items.iter().take(most) {
        if item.state != State::Carried {
            for each in words::of(&item.point.title, place) {
                write(
                    tx,
                    dialogue,
                    Some(item),
                    each.kind,
                    each.shareable,
                    each.text,
                )
                .await?;
            }
        }
    }
    if running {
        return begin(tx, &items).await;
    }
    let last = items.last();
    for title in promised {
        write(tx, dialogue, last, OutcomeKind::Action, true, title).await?;
    }
    for each in words::of("", place) {
        write(tx, dialogue, None, each.kind, each.shareable, each.text).await?;
    }
    Ok(())
}

/// The clock of the first item that has not been dealt with.
async fn begin(tx: &mut Write, items: &[AgendaItem]) -> Result<()> {
    match items.iter().find(|each| each.state == State::Open) {
        Some(item) => agenda_items::begin(tx, item).await,
        None => Ok(()),
    }
}

async fn write(
    tx: &mut Write,
    dialogue: i64,
    item: Option<&AgendaItem>,
    kind: OutcomeKind,
    shareable: bool,
    text: &str,
) -> Result<()> {
    let line = Line {
        kind,
        text: text.to_owned(),
        shareable,
        agenda_item_id: item.map(|item| item.id),
        issue_area_id: None,
    };
    let already = outcomes::of_dialogue(tx.conn(), dialogue).await?.len();
    let token = format!("demo-{dialogue}-{already}");
    outcomes::add(tx, dialogue, &line, &token).await?;
    Ok(())
}

/// An insats that was agreed at a dialogue is what its line became.
pub async fn led_to(tx: &mut Write, plan: &Plan, action: i64) -> Result<()> {
    let Some(dialogue) = plan.dialogue_id else {
        return Ok(());
    };
    let lines = outcomes::of_dialogue(tx.conn(), dialogue).await?;
    match lines
        .iter()
        .find(|each| each.outcome.line.text == plan.title)
    {
        Some(line) => outcomes::became(tx, line.outcome.id, Became::Action(action)).await,
        None => Ok(()),
    }
}

pub async fn park(tx: &mut Write, dialogue: i64, text: &str) -> Result<()> {
    let county = dialogues::find(tx.conn(), dialogue).await?.plan.county;
    let lines = outcomes::of_dialogue(tx.conn(), dialogue).await?;
    if let Some(line) = lines.iter().find(|each| each.outcome.line.text == text) {
        let point = parked(&line.outcome.line, &line.item);
        outcomes::park(tx, &line.outcome, &county, &point).await?;
    }
    Ok(())
}
