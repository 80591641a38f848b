//! Samlat dialogunderlag: its choices, the pack as it is now, and the one that was frozen for good.

mod gather;
mod knowledge;
mod surroundings;

pub use gather::sources;
pub use surroundings::{hidden_briefs, readable};

use super::columns::{Columns, Text};
use super::reader::Reader;
use super::{Write, milestones};
use crate::domain::dialogue::Dialogue;
use crate::domain::event::{Change, Event, EventKind, SubjectKind};
use crate::domain::milestone::Outcome;
use crate::domain::pack::{Choices, Pack, build, digest};
use crate::error::{Error, Result};
use jiff::Timestamp;
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{Connection, SqliteExecutor};

/// The choices of a dialogue's pack and their version; 0 before anyone has made any.
pub async fn choices(db: impl SqliteExecutor<'_>, dialogue_id: i64) -> Result<(Choices, i64)> {
    let row = sqlx::query("select parts, version from packs where dialogue_id = ?")
        .bind(dialogue_id)
        .try_map(|row: SqliteRow| Ok((row.json::<Choices>("parts")?, row.int("version")?)))
        .fetch_optional(db)
        .await?;
    let (choices, version) = row.unwrap_or_default();
    Ok((choices.orderly(), version))
}

/// Saves the choices over those of the version that was read.
pub async fn change(
    tx: &mut Write,
    dialogue_id: i64,
    before: (&Choices, i64),
    after: &Choices,
) -> Result<()> {
    let (before, version) = before;
    let parts = serde_json::to_string(after).map_err(Error::internal)?;
    let changed = sqlx::query(
        "insert into packs (dialogue_id, parts, updated_at, version) values (?1, ?2, ?3, 1)
         on conflict (dialogue_id) do update
             set parts = excluded.parts, updated_at = excluded.updated_at, version = version + 1
             where version = ?4",
    )
    .bind(dialogue_id)
    .bind(parts)
    .bind(Text(tx.now()))
    .bind(version)
    .execute(tx.conn())
    .await?;
    super::dialogues::one(changed.rows_affected())?;
    tx.record(
        event(EventKind::PackChanged, dialogue_id)
            .version(version + 1)
            .changes(Change::between(Some(before), after)),
    )
    .await
}

/// The pack as it would be if it were frozen now.
pub async fn live(conn: &mut SqliteConnection, of: &Dialogue) -> Result<Pack> {
    Ok(build(&sources(conn, of).await?))
}

/// The pack that was kept, if one was, and the one of now: read at one moment.
pub async fn read(db: &Reader, of: &Dialogue) -> Result<(Option<Frozen>, Pack)> {
    let mut reading = db.acquire().await?;
    let mut tx = reading.begin().await?;
    let frozen = frozen(&mut *tx, of.id).await?;
    let live = live(&mut tx, of).await?;
    Ok((frozen, live))
}

/// A pack that was kept, exactly as it was.
#[derive(Clone, Debug)]
pub struct Frozen {
    pub pack: Pack,
    pub digest: String,
    pub at: Timestamp,
    pub by_id: Option<i64>,
    pub by: String,
}

pub async fn frozen(db: impl SqliteExecutor<'_>, dialogue_id: i64) -> Result<Option<Frozen>> {
    let row = sqlx::query(
        "select f.content, f.digest, f.frozen_at, f.frozen_by, coalesce(p.name, '') as name
         from pack_freezes f left join people p on p.id = f.frozen_by where f.dialogue_id = ?",
    )
    .bind(dialogue_id)
    .try_map(|row: SqliteRow| {
        Ok(Frozen {
            pack: row.json("content")?,
            digest: row.string("digest")?,
            at: row.parsed("frozen_at")?,
            by_id: row.opt_int("frozen_by")?,
            by: row.string("name")?,
        })
    })
    .fetch_optional(db)
    .await?;
    Ok(row)
}

/// When a pack was frozen and by whom, for those who do not read it.
pub async fn frozen_by(
    db: impl SqliteExecutor<'_>,
    dialogue_id: i64,
) -> Result<Option<(Timestamp, String)>> {
    let row = sqlx::query(
        "select f.frozen_at, coalesce(p.name, '') as name
         from pack_freezes f left join people p on p.id = f.frozen_by where f.dialogue_id = ?",
    )
    .bind(dialogue_id)
    .try_map(|row: SqliteRow| Ok((row.parsed("frozen_at")?, row.string("name")?)))
    .fetch_optional(db)
    .await?;
    Ok(row)
}

/// Keeps a pack for good and ticks its milestone. The caller has seen that none is kept yet.
pub async fn freeze(tx: &mut Write, of: &Dialogue, pack: &Pack) -> Result<()> {
    let content = pack.content().map_err(Error::internal)?;
    let digest = digest(&content);
    let (now, by) = (tx.now(), tx.actor());
    sqlx::query(
        "insert into pack_freezes (dialogue_id, content, digest, frozen_at, frozen_by) values (?, ?, ?, ?, ?)",
    )
    .bind(of.id)
    .bind(content)
    .bind(&digest)
    .bind(Text(now))
    .bind(by)
    .execute(tx.conn())
    .await?;
    tx.record(event(EventKind::PackFrozen, of.id)).await?;
    let which = milestones::Which::all("pack");
    milestones::follow_work(tx, of, which, Outcome::Done, "").await
}

fn event(kind: EventKind, dialogue_id: i64) -> Event {
    Event::new(kind, SubjectKind::Pack, dialogue_id).within(SubjectKind::Dialogue, dialogue_id)
}
