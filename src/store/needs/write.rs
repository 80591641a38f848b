//! What changes a need; each with its event.

use crate::domain::event::{Change, Event, EventKind, SubjectKind};
use crate::domain::need::{Closing, Matching, Need, Wish};
use crate::domain::spelling::fold;
use crate::error::{Error, Result};
use crate::store::Write;
use crate::store::columns::{Text, text};
use crate::store::dialogues::one;

pub async fn add(tx: &mut Write, wish: &Wish) -> Result<i64> {
    let now = tx.now();
    let id: i64 = sqlx::query_scalar(
        "insert into needs (title, description, county, municipality, issue_area_id, source, dialogue_id, raised_on,
                            search_text, created_at, updated_at)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id",
    )
    .bind(&wish.title)
    .bind(&wish.description)
    .bind(&wish.county)
    .bind(&wish.municipality)
    .bind(wish.issue_area_id)
    .bind(Text(wish.source))
    .bind(wish.dialogue_id)
    .bind(Text(wish.raised_on))
    .bind(search_text(wish))
    .bind(Text(now))
    .bind(Text(now))
    .fetch_one(tx.conn())
    .await?;
    let event = event(EventKind::NeedAdded, id, 1, wish.dialogue_id);
    tx.record(event.changes(Change::between(None, wish)))
        .await?;
    Ok(id)
}

pub async fn change(tx: &mut Write, before: &Need, after: &Wish) -> Result<()> {
    let now = tx.now();
    let updated = sqlx::query(
        "update needs set title = ?, description = ?, county = ?, municipality = ?, issue_area_id = ?, source = ?,
                dialogue_id = ?, raised_on = ?, search_text = ?, updated_at = ?, version = version + 1
         where id = ? and version = ?",
    )
    .bind(&after.title)
    .bind(&after.description)
    .bind(&after.county)
    .bind(&after.municipality)
    .bind(after.issue_area_id)
    .bind(Text(after.source))
    .bind(after.dialogue_id)
    .bind(Text(after.raised_on))
    .bind(search_text(after))
    .bind(Text(now))
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(updated.rows_affected())?;
    let event = event(
        EventKind::NeedChanged,
        before.id,
        before.version + 1,
        after.dialogue_id,
    );
    tx.record(event.changes(Change::between(Some(&before.wish), after)))
        .await
}

/// The offers that answer the need.
pub async fn match_offers(tx: &mut Write, before: &Need, after: &Matching) -> Result<()> {
    touch(tx, before).await?;
    sqlx::query("delete from need_offers where need_id = ?")
        .bind(before.id)
        .execute(tx.conn())
        .await?;
    let offers = serde_json::to_string(&after.offers).map_err(Error::internal)?;
    sqlx::query(
        "insert into need_offers (need_id, offer_id) select distinct ?, value from json_each(?)",
    )
    .bind(before.id)
    .bind(offers)
    .execute(tx.conn())
    .await?;
    let event = of(EventKind::NeedMatched, before);
    tx.record(event.changes(Change::between(Some(&before.matching), after)))
        .await
}

pub async fn close(tx: &mut Write, before: &Need, reason: &str) -> Result<()> {
    let after = Closing {
        closed_on: Some(tx.today()),
        close_reason: reason.to_owned(),
    };
    settle(tx, before, EventKind::NeedClosed, &after).await
}

pub async fn reopen(tx: &mut Write, before: &Need) -> Result<()> {
    settle(tx, before, EventKind::Restored, &Closing::default()).await
}

async fn settle(tx: &mut Write, before: &Need, kind: EventKind, after: &Closing) -> Result<()> {
    touch(tx, before).await?;
    sqlx::query("update needs set closed_on = ?, close_reason = ? where id = ?")
        .bind(text(&after.closed_on))
        .bind(&after.close_reason)
        .bind(before.id)
        .execute(tx.conn())
        .await?;
    tx.record(of(kind, before).changes(Change::between(Some(&before.closing), after)))
        .await
}

async fn touch(tx: &mut Write, before: &Need) -> Result<()> {
    let now = tx.now();
    let updated = sqlx::query(
        "update needs set updated_at = ?, version = version + 1 where id = ? and version = ?",
    )
    .bind(Text(now))
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(updated.rows_affected())
}

fn of(kind: EventKind, before: &Need) -> Event {
    event(kind, before.id, before.version + 1, before.wish.dialogue_id)
}

/// The dialogue's history tells of the needs it brought.
fn event(kind: EventKind, id: i64, version: i64, dialogue_id: Option<i64>) -> Event {
    let event = Event::new(kind, SubjectKind::Need, id).version(version);
    match dialogue_id {
        Some(dialogue) => event.within(SubjectKind::Dialogue, dialogue),
        None => event,
    }
}

fn search_text(wish: &Wish) -> String {
    fold(&format!("{} {}", wish.title, wish.description))
}
