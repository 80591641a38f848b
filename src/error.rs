//! The things that can go wrong, each with one meaning. Their pages are drawn by `web::errors`.

use crate::domain::access::Denied;

pub type Result<T, E = Error> = std::result::Result<T, E>;

#[derive(Debug)]
pub enum Error {
    /// Nobody is logged in, or the session has ended.
    SignInFirst,
    Denied(Denied),
    NotFound,
    /// The record was changed by someone else and the form could not be merged.
    Stale,
    /// A sentence for the person: what was wrong with the request.
    BadRequest(String),
    /// Too many attempts; try again after this many seconds.
    TooMany(u64),
    /// The database cannot take a write at the moment: disk full, I/O error, busy.
    Storage(sqlx::Error),
    Database(sqlx::Error),
    Template(askama::Error),
    /// A write without an event, a value that cannot be read: a mistake of ours.
    Internal(String),
}

impl Error {
    pub fn internal(what: impl std::fmt::Display) -> Self {
        Error::Internal(what.to_string())
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::RowNotFound => Error::NotFound,
            error if cannot_write(&error) => Error::Storage(error),
            error => Error::Database(error),
        }
    }
}

/// SQLite's primary codes: busy 5, locked 6, read-only 8, I/O 10, full 13, cannot open 14.
fn cannot_write(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::PoolTimedOut | sqlx::Error::Io(_) | sqlx::Error::WorkerCrashed => true,
        sqlx::Error::Database(error) => error
            .code()
            .and_then(|code| code.parse::<u32>().ok())
            .is_some_and(|code| matches!(code & 0xff, 5 | 6 | 8 | 10 | 13 | 14)),
        _ => false,
    }
}

impl From<askama::Error> for Error {
    fn from(error: askama::Error) -> Self {
        Error::Template(error)
    }
}

impl From<Denied> for Error {
    fn from(denied: Denied) -> Self {
        Error::Denied(denied)
    }
}
