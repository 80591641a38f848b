//! The sources that are due, fetched in the background for as long as the service runs, and what is too old in the
//! inbox, taken out of it once a day.

use super::{AT_A_TIME, fetch};
use crate::clock::Clock;
use crate::domain::access::Permit;
use crate::domain::setting::Number;
use crate::domain::source::{Allowed, Source};
use crate::error::Result;
use crate::store::{Db, inbox, settings, sources};
use futures_util::StreamExt;
use futures_util::stream;
use std::sync::Arc;
use std::time::Duration;

/// How often it is looked for sources that are due.
const LOOK_EVERY: Duration = Duration::from_secs(30);

/// Runs until the task is ended; a write that has not been finished then is as if it had not begun.
pub async fn run(db: Db, clock: Clock, allowed: Arc<[Allowed]>) {
    let mut pace = tokio::time::interval(LOOK_EVERY);
    pace.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut tidied_on = None;
    loop {
        pace.tick().await;
        let today = Some(clock.today());
        if tidied_on != today {
            match tidy(&db).await {
                Ok(_) => tidied_on = today,
                Err(error) => tracing::warn!(?error, "the inbox"),
            }
        }
        if let Err(error) = fetch_due(&db, &clock, &allowed).await {
            tracing::warn!(?error, "sources");
        }
    }
}

/// Fetches every source that is due, a few at a time; says how many were tried.
pub async fn fetch_due(db: &Db, clock: &Clock, allowed: &[Allowed]) -> Result<usize> {
    let due = sources::due(db.read(), clock.now()).await?;
    let count = due.len();
    stream::iter(due)
        .for_each_concurrent(AT_A_TIME, |source| async move {
            if let Err(error) = fetch_one(db, clock, allowed, &source).await {
                tracing::warn!(source = source.id, ?error, "a source");
            }
        })
        .await;
    Ok(count)
}

/// Takes what has been in the inbox for longer than is set out of it; says how many.
pub async fn tidy(db: &Db) -> Result<i64> {
    let days = settings::number(db.read(), Number::InboxDays).await?;
    let removed = inbox::remove_old(db.write(Permit::system()).await?, days).await?;
    if removed > 0 {
        tracing::info!(removed, "old items");
    }
    Ok(removed)
}

async fn fetch_one(db: &Db, clock: &Clock, allowed: &[Allowed], source: &Source) -> Result<()> {
    let fetched = fetch(&source.terms.url, &source.progress, allowed, clock.now()).await?;
    let outcome = fetched.outcome;
    let tx = db.write(Permit::system()).await?;
    let new = sources::save(tx, source, fetched).await?;
    tracing::info!(source = source.id, outcome = outcome.code(), new, "fetched");
    Ok(())
}
