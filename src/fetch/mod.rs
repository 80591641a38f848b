//! What is fetched from outside: feeds of news, and nothing else. A feed is fetched by [`client`], which only
//! connects to addresses it has looked at; read by [`feed`], after [`text`] has made characters of it; and
//! [`job`] does both when a source is due. Knows `store` and `domain`, and nothing of pages.

mod client;
pub mod feed;
pub mod job;
mod plain;
mod text;
mod url;

pub use client::get;
pub use url::{Problem, checked};

use crate::domain::source::{Allowed, Fetched, Outcome, Progress};
use crate::error::Result;
use client::Answer;
use jiff::Timestamp;
use std::time::Duration;
use tokio::sync::{Semaphore, SemaphorePermit};

/// The longest that one try may take, from the first address to the last byte.
pub const WITHIN: Duration = Duration::from_secs(15);
/// The job fetches so many at a time, and those who press a button for it so many together.
const AT_A_TIME: usize = 2;
static TURNS: Semaphore = Semaphore::const_new(4);

/// A turn for someone who waits for the answer; none while too many others do.
pub fn turn() -> Option<SemaphorePermit<'static>> {
    TURNS.try_acquire().ok()
}

/// Asks a feed for its items. Nothing is written, and whatever goes wrong is told by the outcome.
pub async fn fetch(
    address: &str,
    progress: &Progress,
    allowed: &[Allowed],
    now: Timestamp,
) -> Result<Fetched> {
    let asked = tokio::time::timeout(WITHIN, client::get(address, progress, allowed)).await;
    let answer = match asked {
        Ok(Ok(answer)) => answer,
        Ok(Err(failed)) => return Ok(failed),
        Err(_) => return Ok(Fetched::failed(Outcome::TooSlow, "")),
    };
    let Answer::Whole(received) = answer else {
        return Ok(Fetched {
            etag: progress.etag.clone(),
            last_modified: progress.last_modified.clone(),
            ..Fetched::failed(Outcome::Unchanged, "")
        });
    };
    // Reading is quick, but not so quick that others should wait for it.
    let read = tokio::task::spawn_blocking(move || {
        let items = feed::read(&received.body, &received.kind, &received.address, now);
        (items, received)
    });
    let (items, received) = read.await.map_err(crate::error::Error::internal)?;
    Ok(match items {
        Err(outcome) => Fetched::failed(outcome, ""),
        Ok(items) => Fetched {
            outcome: Outcome::New,
            detail: String::new(),
            etag: received.etag,
            last_modified: received.last_modified,
            items,
        },
    })
}
