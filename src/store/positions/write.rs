//! What changes a position; each with its event, and its milestone follows.

use crate::domain::dialogue::Dialogue;
use crate::domain::event::{Change, Event, EventKind, SubjectKind};
use crate::domain::milestone::Outcome;
use crate::domain::position::{Content, Position, Status};
use crate::error::{Error, Result};
use crate::store::Write;
use crate::store::columns::Text;
use crate::store::dialogues::one;
use crate::store::milestones::{self, Which};

/// Begins a position, or changes the one there is.
pub async fn write(
    tx: &mut Write,
    of: &Dialogue,
    issue_area_id: i64,
    before: Option<&Position>,
    content: &Content,
) -> Result<i64> {
    let (id, version) = match before {
        Some(before) => (before.id, change(tx, before, content).await?),
        None => (start(tx, of, issue_area_id, content).await?, 1),
    };
    let kind = match before {
        Some(_) => EventKind::PositionChanged,
        None => EventKind::PositionStarted,
    };
    let blank = Content::default();
    let was = before.map_or(&blank, |before| &before.content);
    if was.offers != content.offers {
        set_offers(tx, id, &content.offers).await?;
    }
    tx.record(event(kind, id, of.id, version).changes(Change::between(Some(was), content)))
        .await?;
    Ok(id)
}

async fn start(
    tx: &mut Write,
    of: &Dialogue,
    issue_area_id: i64,
    content: &Content,
) -> Result<i64> {
    let (now, author) = (tx.now(), tx.actor());
    Ok(sqlx::query_scalar(
        "insert into positions (dialogue_id, issue_area_id, status, national_line, meaning, offer, ask, not_promised,
                                shareable, brief_version_id, author_id, created_at, updated_at)
         values (?, ?, 'drafting', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id",
    )
    .bind(of.id)
    .bind(issue_area_id)
    .bind(&content.national_line)
    .bind(&content.meaning)
    .bind(&content.offer)
    .bind(&content.ask)
    .bind(&content.not_promised)
    .bind(shareable(content)?)
    .bind(content.brief_version_id)
    .bind(author)
    .bind(Text(now))
    .bind(Text(now))
    .fetch_one(tx.conn())
    .await?)
}

async fn change(tx: &mut Write, before: &Position, content: &Content) -> Result<i64> {
    let (now, author) = (tx.now(), tx.actor());
    let updated = sqlx::query(
        "update positions set national_line = ?, meaning = ?, offer = ?, ask = ?, not_promised = ?, shareable = ?,
                brief_version_id = ?, author_id = ?, updated_at = ?, version = version + 1
         where id = ? and version = ?",
    )
    .bind(&content.national_line)
    .bind(&content.meaning)
    .bind(&content.offer)
    .bind(&content.ask)
    .bind(&content.not_promised)
    .bind(shareable(content)?)
    .bind(content.brief_version_id)
    .bind(author)
    .bind(Text(now))
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(updated.rows_affected())?;
    Ok(before.version + 1)
}

fn shareable(content: &Content) -> Result<String> {
    serde_json::to_string(&content.shareable).map_err(Error::internal)
}

async fn set_offers(tx: &mut Write, id: i64, offers: &[i64]) -> Result<()> {
    sqlx::query("delete from position_offers where position_id = ?")
        .bind(id)
        .execute(tx.conn())
        .await?;
    let offers = serde_json::to_string(offers).map_err(Error::internal)?;
    sqlx::query(
        "insert into position_offers (position_id, offer_id) select distinct ?, value from json_each(?)",
    )
    .bind(id)
    .bind(offers)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Utkast, Avstämt, Gäller, and back. What holds is the milestone done.
pub async fn set_status(
    tx: &mut Write,
    of: &Dialogue,
    before: &Position,
    status: Status,
) -> Result<()> {
    let updated = sqlx::query(
        "update positions set status = ?, version = version + 1 where id = ? and version = ?",
    )
    .bind(Text(status))
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(updated.rows_affected())?;
    let kind = EventKind::PositionStatusChanged;
    let event = event(kind, before.id, of.id, before.version + 1);
    tx.record(event.change("status", before.status, status))
        .await?;
    let which = Which {
        key: "position",
        department_id: None,
        issue_area_id: Some(before.issue_area_id),
    };
    match (before.status, status) {
        (_, Status::InForce) => milestones::follow_work(tx, of, which, Outcome::Done, "").await,
        (Status::InForce, _) => milestones::follow_work(tx, of, which, Outcome::Open, "").await,
        _ => Ok(()),
    }
}

/// The position stands as it is on the version of the brief that holds now.
pub async fn rebase(tx: &mut Write, before: &Position, brief_version_id: i64) -> Result<()> {
    let updated = sqlx::query(
        "update positions set brief_version_id = ?, version = version + 1 where id = ? and version = ?",
    )
    .bind(brief_version_id)
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(updated.rows_affected())?;
    let kind = EventKind::PositionRebased;
    let (from, to) = (before.content.brief_version_id, brief_version_id);
    let event = event(kind, before.id, before.dialogue_id, before.version + 1);
    tx.record(event.change("brief_version_id", from, to)).await
}

fn event(kind: EventKind, id: i64, dialogue_id: i64, version: i64) -> Event {
    Event::new(kind, SubjectKind::Position, id)
        .within(SubjectKind::Dialogue, dialogue_id)
        .version(version)
}
