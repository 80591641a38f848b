//! [`Reader`]: a few read-only connections that statements are run on.
//!
//! sqlx's own pool is made for servers at the other end of a wire. For a file it costs more than most
//! statements do: it asks each connection for a sign of life when it comes back, hands out the one
//! that has rested longest, whose cache is cold, and wakes the page anew for every row.

use super::kept::Kept;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteQueryResult, SqliteRow, SqliteStatement, SqliteTypeInfo,
};
use sqlx::{
    Connection, Describe, Either, Error, Execute, Executor, SqlStr, Sqlite, SqliteConnection,
};
use std::fmt;
use std::future::{Future, poll_fn};
use std::ops::{Deref, DerefMut};
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Poll;
use std::time::{Duration, Instant};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use futures_util::future::{BoxFuture, FutureExt, TryFutureExt};
use futures_util::stream::{self, BoxStream, StreamExt};

const CONNECTIONS: usize = 4;
const ACQUIRE_WITHIN: Duration = Duration::from_secs(8);
/// Most statements are answered sooner than it takes to fall asleep and be woken.
const LOOK_FOR: Duration = Duration::from_micros(60);

/// Cheap to clone; `&Reader` is what every reading function takes.
#[derive(Clone)]
pub struct Reader(Arc<Inner>);

struct Inner {
    options: SqliteConnectOptions,
    /// The one used last goes out first: what it has read is still in its cache.
    idle: Mutex<Vec<SqliteConnection>>,
    room: Arc<Semaphore>,
    kept: Kept,
}

/// A connection for several statements; comes back when it is dropped.
pub struct Reading {
    connection: Option<SqliteConnection>,
    /// Whether a statement was begun and has not ended well: such a connection is not used again.
    busy: bool,
    from: Arc<Inner>,
    _permit: OwnedSemaphorePermit,
}

impl Reader {
    /// Opens the first connection, so that a file that cannot be read is found out at once.
    pub async fn open(options: SqliteConnectOptions) -> Result<Reader, Error> {
        let first = SqliteConnection::connect_with(&options).await?;
        Ok(Reader(Arc::new(Inner {
            options,
            idle: Mutex::new(vec![first]),
            room: Arc::new(Semaphore::new(CONNECTIONS)),
            kept: Kept::default(),
        })))
    }

    pub async fn acquire(&self) -> Result<Reading, Error> {
        let room = self.0.room.clone().acquire_owned();
        let permit = tokio::time::timeout(ACQUIRE_WITHIN, room)
            .await
            .map_err(|_| Error::PoolTimedOut)?
            .map_err(|_| Error::PoolClosed)?;
        let idle = self.0.idle().pop();
        let connection = match idle {
            Some(connection) => connection,
            None => SqliteConnection::connect_with(&self.0.options).await?,
        };
        Ok(Reading {
            connection: Some(connection),
            busy: false,
            from: self.0.clone(),
            _permit: permit,
        })
    }

    /// What is kept in memory of what was read here.
    pub(super) fn kept(&self) -> &Kept {
        &self.0.kept
    }

    /// Waits for the statements that run, and closes.
    pub async fn close(&self) {
        let all = self.0.room.acquire_many(CONNECTIONS as u32).await;
        self.0.room.close();
        let idle = std::mem::take(&mut *self.0.idle());
        for connection in idle {
            connection.close().await.ok();
        }
        drop(all);
    }
}

impl Inner {
    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<SqliteConnection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Deref for Reading {
    type Target = SqliteConnection;
    fn deref(&self) -> &SqliteConnection {
        self.connection.as_ref().expect("held until dropped")
    }
}

impl DerefMut for Reading {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        self.connection.as_mut().expect("held until dropped")
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take().filter(|_| !self.busy) {
            self.from.idle().push(connection);
        }
    }
}

/// What the database itself answers leaves the connection whole; anything else may not.
fn is_broken(error: &Error) -> bool {
    !matches!(
        error,
        Error::Database(_) | Error::RowNotFound | Error::ColumnDecode { .. }
    )
}

/// Looks again for a little while before it lets the task sleep.
async fn attentively<T>(work: impl Future<Output = T>) -> T {
    let mut work = pin!(work);
    poll_fn(|context| {
        let begun = Instant::now();
        loop {
            match work.as_mut().poll(context) {
                Poll::Pending if begun.elapsed() < LOOK_FOR => std::thread::yield_now(),
                found => return found,
            }
        }
    })
    .await
}

type Step = Either<SqliteQueryResult, SqliteRow>;

impl<'c> Executor<'c> for &'c Reader {
    type Database = Sqlite;

    fn fetch_many<'e, 'q: 'e, E>(self, query: E) -> BoxStream<'e, Result<Step, Error>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Sqlite>,
    {
        let steps = async move {
            let mut reading = self.acquire().await?;
            reading.busy = true;
            let steps = attentively(reading.fetch_many(query).collect::<Vec<_>>()).await;
            reading.busy = steps.iter().any(|step| step.as_ref().is_err_and(is_broken));
            Ok(stream::iter(steps))
        };
        steps.try_flatten_stream().boxed()
    }

    fn fetch_optional<'e, 'q: 'e, E>(
        self,
        query: E,
    ) -> BoxFuture<'e, Result<Option<SqliteRow>, Error>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Sqlite>,
    {
        let row = async move {
            let mut reading = self.acquire().await?;
            reading.busy = true;
            let row = attentively(reading.fetch_optional(query)).await;
            reading.busy = row.as_ref().is_err_and(is_broken);
            row
        };
        row.boxed()
    }

    fn prepare_with<'e>(
        self,
        sql: SqlStr,
        parameters: &'e [SqliteTypeInfo],
    ) -> BoxFuture<'e, Result<SqliteStatement, Error>>
    where
        'c: 'e,
    {
        async move { self.acquire().await?.prepare_with(sql, parameters).await }.boxed()
    }

    fn describe<'e>(self, sql: SqlStr) -> BoxFuture<'e, Result<Describe<Sqlite>, Error>>
    where
        'c: 'e,
    {
        async move { self.acquire().await?.describe(sql).await }.boxed()
    }
}

impl fmt::Debug for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Reader")
    }
}
