//! Answers that are kept in memory, each for as long as nothing has happened that could change it.
//!
//! A page begins with one statement, which finds the session and reads two numbers with it: the version
//! of the ledger, which triggers raise at every change of people, rights and places (migration 0015), and
//! the id of the newest event, for every write records one in its own transaction. What was read at the
//! same number is still true, whichever process writes; so a change bites at the next request.
//!
//! Only what everyone who is logged in may read is kept here, or what has the person in its key.

use super::Part;
use super::reader::Reader;
use crate::error::Result;
use std::any::Any;
use std::collections::HashMap;
use std::fmt::{Debug, Display};
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Answers to one question; when there are more, they are all forgotten.
const MOST: usize = 64;

/// What an answer depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// People, accounts, roles, assignments, places or saved views change.
    LedgerChanges,
    /// Anything is written that leaves an event.
    AnythingHappens,
}

/// How far things had come when a request asked who its person is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AsOf {
    pub ledger: i64,
    pub event: i64,
}

impl AsOf {
    fn number(self, until: Until) -> i64 {
        match until {
            Until::LedgerChanges => self.ledger,
            Until::AnythingHappens => self.event,
        }
    }
}

tokio::task_local! {
    static AS_OF: AsOf;
}

/// The reads of a page, which see what was true when it began, or later.
pub async fn as_of<T>(as_of: AsOf, page: impl Future<Output = T>) -> T {
    AS_OF.scope(as_of, page).await
}

/// The kept answer to a question about something, else the one that is read now. Outside a page,
/// where nobody has asked how far things have come, everything is read.
pub async fn answer<T: Any + Send + Sync>(
    db: &Reader,
    until: Until,
    (question, about): (&'static str, String),
    read: impl Future<Output = Result<T>>,
) -> Result<Arc<T>> {
    let Ok(number) = AS_OF.try_with(|as_of| as_of.number(until)) else {
        return Ok(Arc::new(read.await?));
    };
    let key = (question, about);
    let shelf = db.kept().shelf(until);
    if let Some(known) = at(shelf, number).and_then(|shelf| shelf.answers.get(&key).cloned())
        && let Ok(known) = known.downcast::<T>()
    {
        return Ok(known);
    }
    let fresh = Arc::new(read.await?);
    if let Some(mut shelf) = at(shelf, number) {
        let same = |key: &Key| key.0 == question;
        if shelf.answers.keys().filter(|key| same(key)).count() >= MOST {
            shelf.answers.retain(|key, _| !same(key));
        }
        shelf.answers.insert(key, fresh.clone());
    }
    Ok(fresh)
}

/// What a part of a record's page tells, the same for everyone.
pub async fn of_record<T: Any + Send + Sync>(
    db: &Reader,
    question: &'static str,
    id: i64,
    read: impl Future<Output = Result<T>>,
) -> Result<Arc<T>> {
    let about = (question, id.to_string());
    answer(db, Until::AnythingHappens, about, read).await
}

/// A copy of a kept answer, for what a page takes apart.
pub async fn copy<T: Any + Clone + Send + Sync>(
    db: &Reader,
    question: &'static str,
    about: impl Display,
    read: impl Future<Output = Result<T>>,
) -> Result<T> {
    let key = (question, about.to_string());
    let answer = answer(db, Until::AnythingHappens, key, read).await?;
    Ok((*answer).clone())
}

/// A page of a list under its filter and in its order. The whole of a list, for a file, is read each time:
/// it is large, and seldom asked for.
pub async fn listed<T: Any + Clone + Send + Sync>(
    db: &Reader,
    question: &'static str,
    asked: impl Debug,
    part: Part,
    read: impl Future<Output = Result<T>>,
) -> Result<T> {
    match part {
        Part::Whole => read.await,
        Part::Page(number) => copy(db, question, format!("{asked:?} {number}"), read).await,
    }
}

/// The shelf as it is at a number; none for a request that began before the last change.
fn at(shelf: &Mutex<Shelf>, number: i64) -> Option<MutexGuard<'_, Shelf>> {
    let mut shelf = shelf.lock().unwrap_or_else(PoisonError::into_inner);
    if shelf.number < number {
        *shelf = Shelf {
            number,
            answers: HashMap::new(),
        };
    }
    (shelf.number == number).then_some(shelf)
}

#[derive(Default)]
pub struct Kept {
    ledger: Mutex<Shelf>,
    events: Mutex<Shelf>,
}

impl Kept {
    fn shelf(&self, until: Until) -> &Mutex<Shelf> {
        match until {
            Until::LedgerChanges => &self.ledger,
            Until::AnythingHappens => &self.events,
        }
    }
}

/// The question, by a name of its own, and what it is about.
type Key = (&'static str, String);

/// What was read at one number.
#[derive(Default)]
struct Shelf {
    number: i64,
    answers: HashMap<Key, Arc<dyn Any + Send + Sync>>,
}
