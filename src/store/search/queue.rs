//! What waits to be indexed. Indexing a record takes longer than all the rest of its save, and one that is
//! saved often is searched for once: so a save only notes in its own transaction what it has touched.
//! A search waits until the notes are worked off, and [`keep_up`] works them off when nobody searches.

use super::touched::{Touched, refresh};
use crate::error::Result;
use crate::store::Db;
use crate::store::columns::Columns;
use crate::store::reader::Reader;
use sqlx::SqliteConnection;
use sqlx::sqlite::SqliteRow;
use std::time::Duration;
use tokio::sync::{Mutex, Notify};

/// Longer than this a search does not wait: what was found a moment ago is better than nothing.
const PATIENCE: Duration = Duration::from_secs(2);
/// What is saved within this is worked off together.
const REST: Duration = Duration::from_millis(500);
/// After an error, such as a full disk.
const RETRY: Duration = Duration::from_secs(20);

#[derive(Default)]
pub struct Queue {
    saved: Notify,
    /// One at a time works it off; those who waited for it find nothing left to do.
    turn: Mutex<()>,
}

impl Queue {
    /// There may be something to do.
    pub fn wake(&self) {
        self.saved.notify_one();
    }
}

/// Notes what a write has recorded; the last that it does.
pub async fn note(conn: &mut SqliteConnection, touched: &Touched) -> Result<()> {
    sqlx::query(
        "insert or ignore into search_queue (kind, record) select value ->> 0, value ->> 1 from json_each(?)",
    )
    .bind(serde_json::json!(touched.notes()).to_string())
    .execute(conn)
    .await?;
    Ok(())
}

/// Makes the documents of all that waits.
pub async fn catch_up(db: &Db) -> Result<()> {
    let _turn = db.queue.turn.lock().await;
    if !waits(db.read()).await? {
        return Ok(());
    }
    let mut tx = db.writes.begin_with("begin immediate").await?;
    let mut touched = Touched::default();
    let notes = sqlx::query("delete from search_queue returning kind, record")
        .try_map(|row: SqliteRow| Ok((row.string("kind")?, row.string("record")?)))
        .fetch_all(&mut *tx)
        .await?;
    for (kind, record) in notes {
        touched.noted(&kind, record);
    }
    refresh(&mut tx, touched).await?;
    tx.commit().await?;
    Ok(())
}

/// For a search: what is saved is found. It goes on without when the index cannot be made right now.
pub async fn caught_up(db: &Db) -> Result<()> {
    if !waits(db.read()).await? {
        return Ok(());
    }
    // A task of its own, so that it is ended even if the one who searches has gone.
    let all = db.clone();
    let work = tokio::spawn(async move { catch_up(&all).await });
    match tokio::time::timeout(PATIENCE, work).await {
        Ok(Ok(Ok(()))) => {}
        Ok(Ok(Err(error))) => tracing::warn!(?error, "search index"),
        Ok(Err(error)) => tracing::warn!(%error, "search index"),
        Err(_) => tracing::warn!("search index: behind"),
    }
    Ok(())
}

/// Works off what waits, from the start and after every save, until the task is ended.
pub async fn keep_up(db: Db) {
    loop {
        let rest = match catch_up(&db).await {
            Ok(()) => {
                db.queue.saved.notified().await;
                REST
            }
            Err(error) => {
                tracing::warn!(?error, "search index");
                RETRY
            }
        };
        tokio::time::sleep(rest).await;
    }
}

async fn waits(db: &Reader) -> Result<bool> {
    Ok(
        sqlx::query_scalar("select exists (select 1 from search_queue)")
            .fetch_one(db)
            .await?,
    )
}
