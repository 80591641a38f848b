//! What a dialogue did not get to goes on to the län's next one, or waits in the parking for it.

use super::write::{Origin, event, insert, move_to, renumber, set_state};
use super::{Spot, living};
use crate::domain::agenda_item::{AgendaItem, State, place_of_carried, times_after};
use crate::domain::dialogue::{Dialogue, Step};
use crate::domain::event::EventKind;
use crate::error::Result;
use crate::store::Write;
use crate::store::columns::Columns;
use jiff::civil::Date;
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteRow;

/// The län's next dialogue, the one that what is left over goes to.
#[derive(Clone, Debug)]
pub struct Next {
    pub id: i64,
    pub held_on: Date,
}

/// The first of a län's dialogues that has not been held, another than `except`.
pub async fn next_of(
    db: impl SqliteExecutor<'_>,
    county: &str,
    except: i64,
) -> Result<Option<Next>> {
    let row = sqlx::query(
        "select id, held_on from dialogues
         where county = ? and id <> ? and phase in ('planning', 'preparing', 'holding')
         order by held_on, id limit 1",
    )
    .bind(county)
    .bind(except)
    .try_map(|row: SqliteRow| {
        Ok(Next {
            id: row.int("id")?,
            held_on: row.parsed("held_on")?,
        })
    })
    .fetch_optional(db)
    .await?;
    Ok(row)
}

/// The titles of what waits in each län for its next dialogue, in their order.
pub async fn waiting(db: impl SqliteExecutor<'_>) -> Result<Vec<(String, String)>> {
    Ok(sqlx::query_as(
        "select county, title from agenda_items
         where dialogue_id is null and comes_along = 1 and state = 'open' order by county, position, id",
    )
    .fetch_all(db)
    .await?)
}

/// A dialogue has been held or called off: what it did not get to goes on. Returns how many items.
pub(in crate::store) async fn leave(tx: &mut Write, from: &Dialogue, step: Step) -> Result<usize> {
    let spot = Spot {
        county: &from.plan.county,
        dialogue_id: Some(from.id),
    };
    let left = living(tx.conn(), spot).await?;
    let left: Vec<AgendaItem> = left.into_iter().filter(AgendaItem::goes_on).collect();
    carry(tx, &left, step).await?;
    Ok(left.len())
}

/// Each of them once more, on the agenda of the next dialogue or in the parking.
async fn carry(tx: &mut Write, left: &[AgendaItem], step: Step) -> Result<()> {
    let Some(first) = left.first() else {
        return Ok(());
    };
    let next = next_of(
        tx.conn(),
        &first.county,
        first.dialogue_id.unwrap_or_default(),
    )
    .await?;
    let to = Spot {
        county: &first.county,
        dialogue_id: next.map(|next| next.id),
    };
    let mut carried = Vec::new();
    for each in left {
        set_state(tx, each, State::Carried).await?;
        let origin = Origin {
            carried_from: Some(each.id),
            times: times_after(each.times, step),
            comes_along: to.dialogue_id.is_none(),
        };
        let id = insert(tx, to, &each.point, State::Open, origin).await?;
        tx.record(
            event(EventKind::AgendaItemCarried, each.into(), each.id)
                .version(each.version + 1)
                .change("state", each.state, State::Carried),
        )
        .await?;
        tx.record(
            event(EventKind::AgendaItemCarried, to, id)
                .version(1)
                .change("dialogue_id", each.dialogue_id, to.dialogue_id),
        )
        .await?;
        carried.push(id);
    }
    place(tx, to, &carried).await
}

/// What waits in the parking for the next dialogue comes onto its agenda. Returns how many items.
pub(in crate::store) async fn arrive(
    tx: &mut Write,
    county: &str,
    dialogue_id: i64,
) -> Result<usize> {
    let parking = Spot {
        county,
        dialogue_id: None,
    };
    let to = Spot {
        county,
        dialogue_id: Some(dialogue_id),
    };
    let waiting = living(tx.conn(), parking).await?;
    let waiting: Vec<AgendaItem> = waiting
        .into_iter()
        .filter(|each| each.comes_along)
        .collect();
    for each in &waiting {
        move_to(tx, each, Some(dialogue_id)).await?;
        let carried = event(EventKind::AgendaItemCarried, to, each.id);
        tx.record(carried.version(each.version + 1)).await?;
    }
    let ids: Vec<i64> = waiting.iter().map(|each| each.id).collect();
    place(tx, to, &ids).await?;
    Ok(ids.len())
}

/// Puts what is carried where the domain says, in its own order.
async fn place(tx: &mut Write, spot: Spot<'_>, carried: &[i64]) -> Result<()> {
    let mut order: Vec<AgendaItem> = living(tx.conn(), spot).await?;
    order.retain(|each| !carried.contains(&each.id));
    let at = match spot.dialogue_id {
        Some(_) => place_of_carried(order.iter().map(|each| each.point.title.as_str())),
        None => 0,
    };
    let mut ids: Vec<i64> = order.iter().map(|each| each.id).collect();
    ids.splice(at..at, carried.iter().copied());
    renumber(tx, &ids).await
}

/// One item that its held dialogue did not get to after all.
pub(super) async fn carry_one(tx: &mut Write, item: &AgendaItem) -> Result<()> {
    carry(tx, std::slice::from_ref(item), Step::Hold).await
}
