//! Items added, changed, put in order, parked and settled; each with its event.

use super::carry::carry_one;
use super::{Spot, living};
use crate::domain::agenda_item::{AgendaItem, Point, State};
use crate::domain::event::{Change, Event, EventKind, SubjectKind};
use crate::error::{Error, Result};
use crate::store::Write;
use crate::store::columns::Text;
use crate::store::dialogues::one;

pub async fn add(tx: &mut Write, spot: Spot<'_>, point: &Point, state: State) -> Result<i64> {
    let id = insert(tx, spot, point, state, Origin::default()).await?;
    tx.record(
        event(EventKind::AgendaItemAdded, spot, id)
            .version(1)
            .changes(Change::between(None, point)),
    )
    .await?;
    Ok(id)
}

/// An item that a new dialogue has from its kind; the event is the dialogue's.
pub(in crate::store) async fn begin_with(
    tx: &mut Write,
    spot: Spot<'_>,
    point: &Point,
) -> Result<i64> {
    insert(tx, spot, point, State::Open, Origin::default()).await
}

/// Where an item comes from, when it is not new.
#[derive(Clone, Copy, Debug)]
pub(super) struct Origin {
    pub carried_from: Option<i64>,
    pub times: i64,
    pub comes_along: bool,
}

impl Default for Origin {
    fn default() -> Self {
        Origin {
            carried_from: None,
            times: 1,
            comes_along: false,
        }
    }
}

/// A row at the end of an agenda or a parking, without an event.
pub(super) async fn insert(
    tx: &mut Write,
    spot: Spot<'_>,
    point: &Point,
    state: State,
    origin: Origin,
) -> Result<i64> {
    let now = tx.now();
    Ok(sqlx::query_scalar(
        "insert into agenda_items (county, dialogue_id, title, minutes, presenter, issue_area_id, action_id, note,
                                   standing, comes_along, carried_from, times, state, position, created_at, updated_at)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13,
                 (select coalesce(max(position), 0) + 1 from agenda_items where county = ?1 and dialogue_id is ?2), ?14, ?14)
         returning id",
    )
    .bind(spot.county)
    .bind(spot.dialogue_id)
    .bind(&point.title)
    .bind(point.minutes)
    .bind(&point.presenter)
    .bind(point.issue_area_id)
    .bind(point.action_id)
    .bind(&point.note)
    .bind(point.standing)
    .bind(origin.comes_along)
    .bind(origin.carried_from)
    .bind(origin.times)
    .bind(Text(state))
    .bind(Text(now))
    .fetch_one(tx.conn())
    .await?)
}

pub async fn change(tx: &mut Write, before: &AgendaItem, after: &Point) -> Result<()> {
    let now = tx.now();
    let updated = sqlx::query(
        "update agenda_items set title = ?, minutes = ?, presenter = ?, issue_area_id = ?, action_id = ?, note = ?,
                standing = ?, updated_at = ?, version = version + 1
         where id = ? and version = ?",
    )
    .bind(&after.title)
    .bind(after.minutes)
    .bind(&after.presenter)
    .bind(after.issue_area_id)
    .bind(after.action_id)
    .bind(&after.note)
    .bind(after.standing)
    .bind(Text(now))
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(updated.rows_affected())?;
    tx.record(
        event(EventKind::AgendaItemChanged, before.into(), before.id)
            .version(before.version + 1)
            .changes(Change::between(Some(&before.point), after)),
    )
    .await
}

/// The order of a whole agenda or parking. It has no version: an item may be changed meanwhile.
pub async fn put_in_order(tx: &mut Write, spot: Spot<'_>, order: &[i64]) -> Result<()> {
    renumber(tx, order).await?;
    let event = match spot.dialogue_id {
        Some(id) => Event::new(EventKind::AgendaItemMoved, SubjectKind::Dialogue, id),
        None => Event::new(EventKind::AgendaItemMoved, SubjectKind::County, spot.county),
    };
    tx.record(event).await
}

pub(super) async fn renumber(tx: &mut Write, order: &[i64]) -> Result<()> {
    let order = serde_json::to_string(order).map_err(Error::internal)?;
    sqlx::query(
        "update agenda_items set position = (select key + 1 from json_each(?1) where value = agenda_items.id)
         where id in (select value from json_each(?1))",
    )
    .bind(order)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Dealt with or not. One that had gone on already and was dealt with after all is taken back from
/// where it went; one that turns out not to have been, after the dialogue was held, goes on now.
pub async fn mark(tx: &mut Write, before: &AgendaItem, to: State, held: bool) -> Result<()> {
    if before.state == State::Carried {
        take_back(tx, before.id).await?;
    }
    set_state(tx, before, to).await?;
    let kind = match to {
        State::Done => EventKind::AgendaItemDone,
        _ => EventKind::AgendaItemChanged,
    };
    tx.record(settled(kind, before, to)).await?;
    let now = super::find(tx.conn(), before.id).await?;
    match held && now.goes_on() {
        true => carry_one(tx, &now).await,
        false => Ok(()),
    }
}

/// Everything on the agenda that a person saw has been dealt with, not what was added meanwhile;
/// returns how many were open.
pub async fn mark_all(tx: &mut Write, spot: Spot<'_>, seen: &[i64]) -> Result<usize> {
    let mut marked = 0;
    for each in living(tx.conn(), spot).await? {
        if each.state == State::Open && seen.contains(&each.id) {
            mark(tx, &each, State::Done, false).await?;
            marked += 1;
        }
    }
    Ok(marked)
}

/// The conducting of an item begins, once. It changes nothing that anyone writes, so it has no version.
pub async fn begin(tx: &mut Write, item: &AgendaItem) -> Result<()> {
    let now = tx.now();
    let updated = sqlx::query(
        "update agenda_items set begun_at = ? where id = ? and begun_at is null and state <> 'dropped'",
    )
    .bind(Text(now))
    .bind(item.id)
    .execute(tx.conn())
    .await?;
    match updated.rows_affected() {
        0 => Ok(()),
        _ => {
            let begun = event(EventKind::AgendaItemBegun, item.into(), item.id);
            tx.record(begun).await
        }
    }
}

async fn take_back(tx: &mut Write, id: i64) -> Result<()> {
    let next: Option<i64> = sqlx::query_scalar(
        "select id from agenda_items where carried_from = ? and state <> 'dropped'",
    )
    .bind(id)
    .fetch_optional(tx.conn())
    .await?;
    match next {
        Some(next) => {
            let next = super::find(tx.conn(), next).await?;
            match next.state {
                State::Open => drop_item(tx, &next).await,
                _ => Err(Error::Stale),
            }
        }
        None => Ok(()),
    }
}

/// Taken off the agenda or out of the parking; the row stays for the history.
pub async fn drop_item(tx: &mut Write, before: &AgendaItem) -> Result<()> {
    set_state(tx, before, State::Dropped).await?;
    let event = settled(EventKind::AgendaItemDropped, before, State::Dropped);
    tx.record(event).await
}

pub(super) async fn set_state(tx: &mut Write, before: &AgendaItem, to: State) -> Result<()> {
    let now = tx.now();
    let updated = sqlx::query(
        "update agenda_items set state = ?, updated_at = ?, version = version + 1 where id = ? and version = ?",
    )
    .bind(Text(to))
    .bind(Text(now))
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(updated.rows_affected())
}

/// From a dialogue's agenda to the län's parking, where it waits until someone takes it.
pub async fn park(tx: &mut Write, before: &AgendaItem) -> Result<()> {
    move_to(tx, before, None).await?;
    let parked = event(EventKind::AgendaItemParked, before.into(), before.id);
    tx.record(parked.version(before.version + 1)).await
}

/// From the parking to the end of a dialogue's agenda.
pub async fn take(tx: &mut Write, before: &AgendaItem, dialogue_id: i64) -> Result<()> {
    move_to(tx, before, Some(dialogue_id)).await?;
    let spot = Spot {
        county: &before.county,
        dialogue_id: Some(dialogue_id),
    };
    let taken = event(EventKind::AgendaItemAdded, spot, before.id).version(before.version + 1);
    tx.record(taken).await
}

pub(super) async fn move_to(
    tx: &mut Write,
    before: &AgendaItem,
    dialogue_id: Option<i64>,
) -> Result<()> {
    let now = tx.now();
    let updated = sqlx::query(
        "update agenda_items set dialogue_id = ?1, comes_along = 0, updated_at = ?2, version = version + 1,
                position = (select coalesce(max(position), 0) + 1 from agenda_items where county = ?3 and dialogue_id is ?1)
         where id = ?4 and version = ?5",
    )
    .bind(dialogue_id)
    .bind(Text(now))
    .bind(&before.county)
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(updated.rows_affected())
}

fn settled(kind: EventKind, before: &AgendaItem, to: State) -> Event {
    event(kind, before.into(), before.id)
        .version(before.version + 1)
        .change("state", before.state, to)
}

pub(super) fn event(kind: EventKind, spot: Spot<'_>, id: i64) -> Event {
    let event = Event::new(kind, SubjectKind::AgendaItem, id);
    match spot.dialogue_id {
        Some(dialogue) => event.within(SubjectKind::Dialogue, dialogue),
        None => event.within(SubjectKind::County, spot.county),
    }
}
