//! Lines written, changed, taken away, and made into something; each with its event.

use crate::domain::agenda_item::{Point, State};
use crate::domain::event::{Change, Event, EventKind, SubjectKind};
use crate::domain::outcome::{Became, Line, Outcome};
use crate::domain::spelling::fold;
use crate::error::{Error, Result};
use crate::store::agenda_items::{self, Spot};
use crate::store::columns::Text;
use crate::store::dialogues::one;
use crate::store::{Write, minutes};

/// A line that is in the dialogue, and whether it was put there now or had been sent before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Added {
    pub id: i64,
    pub is_new: bool,
}

/// Adds a line last. One whose token the dialogue has already is there once, as it was sent first.
pub async fn add(tx: &mut Write, dialogue_id: i64, line: &Line, token: &str) -> Result<Added> {
    if let Some(id) = sent_before(tx, dialogue_id, token).await? {
        return Ok(Added { id, is_new: false });
    }
    refuse_locked(tx, dialogue_id).await?;
    let (now, actor) = (tx.now(), tx.actor());
    let id: i64 = sqlx::query_scalar(
        "insert into outcomes (dialogue_id, agenda_item_id, issue_area_id, kind, text, shareable, token, search_text, position,
                               created_at, created_by, updated_at)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8,
                 (select coalesce(max(position), 0) + 1 from outcomes where dialogue_id = ?1), ?9, ?10, ?9)
         returning id",
    )
    .bind(dialogue_id)
    .bind(line.agenda_item_id)
    .bind(line.issue_area_id)
    .bind(Text(line.kind))
    .bind(&line.text)
    .bind(line.shareable)
    .bind(token)
    .bind(fold(&line.text))
    .bind(Text(now))
    .bind(actor)
    .fetch_one(tx.conn())
    .await?;
    tx.record(
        event(EventKind::OutcomeWritten, dialogue_id, id, 1).changes(Change::between(None, line)),
    )
    .await?;
    Ok(Added { id, is_new: true })
}

/// The line of a dialogue that has a token, whether or not it has been taken away since.
pub async fn sent_before(tx: &mut Write, dialogue_id: i64, token: &str) -> Result<Option<i64>> {
    Ok(
        sqlx::query_scalar("select id from outcomes where dialogue_id = ? and token = ?")
            .bind(dialogue_id)
            .bind(token)
            .fetch_optional(tx.conn())
            .await?,
    )
}

pub async fn change(tx: &mut Write, before: &Outcome, after: &Line) -> Result<()> {
    refuse_locked(tx, before.dialogue_id).await?;
    let now = tx.now();
    let updated = sqlx::query(
        "update outcomes set agenda_item_id = ?, issue_area_id = ?, kind = ?, text = ?, shareable = ?,
                search_text = ?, updated_at = ?, version = version + 1
         where id = ? and version = ? and removed_at is null",
    )
    .bind(after.agenda_item_id)
    .bind(after.issue_area_id)
    .bind(Text(after.kind))
    .bind(&after.text)
    .bind(after.shareable)
    .bind(fold(&after.text))
    .bind(Text(now))
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(updated.rows_affected())?;
    tx.record(
        of(EventKind::OutcomeChanged, before).changes(Change::between(Some(&before.line), after)),
    )
    .await
}

/// Takes a line away; the row is kept for the history, and what the line became stays.
pub async fn remove(tx: &mut Write, before: &Outcome) -> Result<()> {
    refuse_locked(tx, before.dialogue_id).await?;
    let now = tx.now();
    let updated = sqlx::query(
        "update outcomes set removed_at = ?1, updated_at = ?1, version = version + 1
         where id = ?2 and version = ?3 and removed_at is null",
    )
    .bind(Text(now))
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(updated.rows_affected())?;
    tx.record(of(EventKind::OutcomeRemoved, before).change("text", &before.line.text, ""))
        .await
}

/// A line was made into something, in the transaction that made it. Once only: [`Error::Stale`] when it
/// has become something else or was taken away. It says nothing new of what was said, so it may be
/// done after the minutes are locked.
pub async fn became(tx: &mut Write, outcome_id: i64, became: Became) -> Result<()> {
    let before = match super::find(tx.conn(), outcome_id).await {
        Err(Error::NotFound) => return Err(Error::Stale),
        found => found?,
    };
    if before.became == Some(became) {
        return Ok(());
    }
    let (action, handover, item) = columns(became);
    let now = tx.now();
    let updated = sqlx::query(
        "update outcomes set action_id = ?, handover_id = ?, parked_item_id = ?, updated_at = ?, version = version + 1
         where id = ? and version = ? and removed_at is null
           and action_id is null and handover_id is null and parked_item_id is null",
    )
    .bind(action)
    .bind(handover)
    .bind(item)
    .bind(Text(now))
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(updated.rows_affected())?;
    let (field, id) = match became {
        Became::Action(id) => ("made_action_id", id),
        Became::Handover(id) => ("made_handover_id", id),
        Became::ParkedItem(id) => ("made_item_id", id),
    };
    tx.record(of(EventKind::OutcomeBecame, &before).change(field, None::<i64>, id))
        .await
}

fn columns(became: Became) -> (Option<i64>, Option<i64>, Option<i64>) {
    match became {
        Became::Action(id) => (Some(id), None, None),
        Became::Handover(id) => (None, Some(id), None),
        Became::ParkedItem(id) => (None, None, Some(id)),
    }
}

/// A line becomes an item in the län's parking.
pub async fn park(tx: &mut Write, before: &Outcome, county: &str, point: &Point) -> Result<i64> {
    let parking = Spot {
        county,
        dialogue_id: None,
    };
    let item = agenda_items::add(tx, parking, point, State::Open).await?;
    became(tx, before.id, Became::ParkedItem(item)).await?;
    Ok(item)
}

/// Pages say it in words before they come here; no other way leads past it.
async fn refuse_locked(tx: &mut Write, dialogue_id: i64) -> Result<()> {
    match minutes::are_locked(tx.conn(), dialogue_id).await? {
        true => Err(Error::BadRequest(
            "Minnesanteckningarna är låsta. Utfallen kan inte ändras.".to_owned(),
        )),
        false => Ok(()),
    }
}

fn of(kind: EventKind, before: &Outcome) -> Event {
    event(kind, before.dialogue_id, before.id, before.version + 1)
}

fn event(kind: EventKind, dialogue_id: i64, id: i64, version: i64) -> Event {
    Event::new(kind, SubjectKind::Outcome, id)
        .within(SubjectKind::Dialogue, dialogue_id)
        .version(version)
}
