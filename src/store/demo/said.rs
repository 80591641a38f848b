//! Plays a dialogue: its agenda, what was dealt with, what was said and became, and the clock of the one that goes on.

use super::outcomes as words;
use crate::domain::action::Plan;
use crate::domain::agenda_item::{AgendaItem, Point, State};
use crate::domain::outcome::{Became, Line, OutcomeKind, parked};
use crate::error::Result;
use crate::store::agenda_items::{self, Spot};
use crate::store::{Write, dialogues, outcomes};

async fn living(tx: &mut Write, dialogue: i64) -> Result<(String, Vec<AgendaItem>)> {
    let county = dialogues::find(tx.conn(), dialogue).await?.plan.county;
    let spot = Spot {
        county: &county,
        dialogue_id: Some(dialogue),
    };
    let items = agenda_items::living(tx.conn(), spot).await?;
    Ok((county, items))
}

/// What the kind gave is changed or taken off, the rest is added, and what was carried comes second.
pub async fn agenda(tx: &mut Write, dialogue: i64, points: &[Point]) -> Result<()> {
    let (county, there) = living(tx, dialogue).await?;
    let spot = Spot {
        county: &county,
        dialogue_id: Some(dialogue),
    };
    let wanted = |title: &str| points.iter().any(|point| point.title == title);
    let (mut carried, mut order) = (Vec::new(), Vec::new());
    for item in &there {
        match item.point.standing {
            false => carried.push(item.id),
            true if wanted(&item.point.title) => {}
            true => agenda_items::drop_item(tx, item).await?,
        }
    }
    for point in points {
        let found = there.iter().find(|item| item.point.title == point.title);
        order.push(match found {
            Some(item) if item.point == *point => item.id,
            Some(item) => {
                agenda_items::change(tx, item, point).await?;
                item.id
            }
            None => agenda_items::add(tx, spot, point, State::Open).await?,
        });
    }
    carried.retain(|id| !order.contains(id));
    let at = order.len().saturating_sub(1);
    order.splice(at..at, carried);
    agenda_items::put_in_order(tx, spot, &order).await
}

/// Everything is dealt with but what is named; or the two first only, while it goes on.
pub async fn treat(tx: &mut Write, dialogue: i64, left: &[&str], begun: bool) -> Result<()> {
    let (_, items) = living(tx, dialogue).await?;
    let most = if begun { 2 } else { items.len() };
    for item in items.iter().take(most) {
        let is_left = left.contains(&item.point.title.as_str());
        if item.state == State::Open && !is_left {
            agenda_items::mark(tx, item, State::Done, false).await?;
        }
    }
    Ok(())
}

/// What was said at each item of a dialogue; `place` is its place in the script.
pub async fn say(
    tx: &mut Write,
    (dialogue, place): (i64, usize),
    promised: &[&str],
    running: bool,
) -> Result<()> {
    let (_, items) = living(tx, dialogue).await?;
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
