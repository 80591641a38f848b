//! The database: a few readers, one writer, and [`Write`], a transaction that knows who and when.

pub mod accounts;
pub mod actions;
pub mod agenda;
pub mod agenda_items;
pub mod assessments;
pub mod assignments;
pub mod attachments;
pub mod brief_orders;
pub mod brief_template;
pub mod briefs;
pub mod calendar_dates;
pub mod columns;
pub mod contact_entries;
pub mod contacts;
pub mod content;
pub mod counties;
pub mod demo;
pub mod dialogue_issues;
pub mod dialogue_types;
pub mod dialogues;
pub mod events;
pub mod feedback;
pub mod feeds;
pub mod figures;
pub mod handovers;
pub mod inbox;
pub mod investments;
pub mod invitations;
pub mod issue_areas;
pub mod judgements;
pub mod kept;
pub mod ledger;
pub mod lessons;
pub mod measures;
pub mod milestone_template;
pub mod milestones;
pub mod minutes;
pub mod narrow;
pub mod needs;
pub mod networks;
pub mod observations;
pub mod offers;
pub mod open;
pub mod organisation;
pub mod organisations;
pub mod outcomes;
pub mod overview;
pub mod packs;
pub mod participants;
pub mod patterns;
pub mod people;
pub mod places;
pub mod positions;
pub mod reader;
pub mod region_reports;
pub mod registers;
pub mod rounds;
pub mod saved_views;
pub mod search;
pub mod secrecy;
pub mod sessions;
pub mod settings;
pub mod since;
pub mod sources;
pub mod team_counties;
pub mod transition_cases;
pub mod workload;

use crate::clock::Clock;
use crate::domain::access::Permit;
use crate::domain::event::Event;
use crate::error::{Error, Result};
use columns::Text;
use jiff::Timestamp;
use jiff::civil::Date;
use reader::Reader;
use sqlx::{Sqlite, SqliteConnection, SqlitePool, Transaction};
use std::sync::Arc;

#[derive(Clone)]
pub struct Db {
    reads: Reader,
    writes: SqlitePool,
    clock: Clock,
    queue: Arc<search::Queue>,
}

impl Db {
    /// Opened read-only: it cannot write.
    pub fn read(&self) -> &Reader {
        &self.reads
    }

    /// Starts the one write there can be at a time; others wait in line.
    pub async fn write(&self, permit: Permit) -> Result<Write> {
        let tx = self.writes.begin_with("begin immediate").await?;
        Ok(Write {
            tx,
            permit,
            now: self.clock.now(),
            recorded: false,
            touched: search::Touched::default(),
            queue: self.queue.clone(),
        })
    }

    pub async fn close(&self) {
        self.reads.close().await;
        self.writes.close().await;
    }
}

/// A transaction that knows who writes and when, and refuses to commit without an event. What it recorded
/// is found by a search as soon as it is committed.
pub struct Write {
    tx: Transaction<'static, Sqlite>,
    permit: Permit,
    now: Timestamp,
    recorded: bool,
    touched: search::Touched,
    queue: Arc<search::Queue>,
}

impl Write {
    pub fn conn(&mut self) -> &mut SqliteConnection {
        &mut self.tx
    }

    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// The day in Stockholm on which the write is made.
    pub fn today(&self) -> Date {
        crate::clock::in_stockholm(self.now)
    }

    /// For `store::demo`, which tells what was done before today: the following is written by another, then.
    pub(in crate::store) fn pretend(&mut self, permit: Permit, now: Timestamp) {
        self.permit = permit;
        self.now = now;
    }

    /// Who writes; none when the system does.
    pub fn actor(&self) -> Option<i64> {
        self.permit.actor()
    }

    pub async fn record(&mut self, event: Event) -> Result<()> {
        self.record_as(self.permit.actor(), event).await
    }

    /// For what a person does before she has a permit of her own, such as logging in.
    pub async fn record_as(&mut self, actor: Option<i64>, event: Event) -> Result<()> {
        events::insert(&mut self.tx, actor, self.now, &event).await?;
        self.touched.add(&event);
        self.recorded = true;
        Ok(())
    }

    pub async fn commit(mut self) -> Result<()> {
        if !self.recorded {
            return Err(Error::internal(format!(
                "{:?} wrote without recording an event",
                self.permit.act()
            )));
        }
        search::note(&mut self.tx, &self.touched).await?;
        self.tx.commit().await?;
        self.queue.wake();
        Ok(())
    }

    /// For bookkeeping that is nobody's record: sessions seen, failed logins, used-up tokens.
    pub(in crate::store) async fn commit_unrecorded(self) -> Result<()> {
        self.tx.commit().await?;
        Ok(())
    }

    /// The address of what a form with this token has already made, if it was sent before.
    pub async fn already_made(&mut self, token: &str) -> Result<Option<String>> {
        if token.is_empty() {
            return Ok(None);
        }
        let url = sqlx::query_scalar(
            "select made_url from form_tokens where token = ? and person_id = ?",
        )
        .bind(token)
        .bind(self.permit.actor().unwrap_or_default())
        .fetch_optional(&mut *self.tx)
        .await?;
        Ok(url)
    }

    /// Remembers what a form made, so that a double press makes one record.
    pub async fn made(&mut self, token: &str, url: &str) -> Result<()> {
        if token.is_empty() {
            return Ok(());
        }
        sqlx::query(
            "insert into form_tokens (token, person_id, made_url, used_at) values (?, ?, ?, ?)
                     on conflict (token) do nothing",
        )
        .bind(token)
        .bind(self.permit.actor().unwrap_or_default())
        .bind(url)
        .bind(Text(self.now))
        .execute(&mut *self.tx)
        .await?;
        Ok(())
    }
}

/// One page of a list, and how many there are in all.
#[derive(Clone, Debug)]
pub struct Page<T> {
    pub rows: Vec<T>,
    pub total: i64,
    pub number: i64,
}

impl<T> Page<T> {
    pub const SIZE: i64 = 50;

    pub fn pages(&self) -> i64 {
        self.pages_of(Self::SIZE)
    }

    /// How many pages there are when each has `size` rows.
    pub fn pages_of(&self, size: i64) -> i64 {
        (self.total + size - 1) / size
    }
}

/// Which rows of a list are read: a page of fifty, or as many as a file takes, and one more to tell by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Page(i64),
    Whole,
}

impl Default for Part {
    fn default() -> Part {
        Part::Page(1)
    }
}

impl Part {
    /// A file of more rows than this is refused.
    pub const MOST: i64 = 20_000;

    pub fn number(self) -> i64 {
        match self {
            Part::Page(number) => number,
            Part::Whole => 1,
        }
    }

    pub fn limit(self) -> i64 {
        match self {
            Part::Page(_) => Page::<()>::SIZE,
            Part::Whole => Part::MOST + 1,
        }
    }

    pub fn offset(self) -> i64 {
        (self.number() - 1) * Page::<()>::SIZE
    }
}

/// The kind of the database: `demo`, `serve`, or none while it is empty.
pub async fn mark(db: &Reader) -> Result<Option<String>> {
    Ok(
        sqlx::query_scalar("select value from marks where name = 'kind'")
            .fetch_optional(db)
            .await?,
    )
}

pub async fn set_mark(tx: &mut Write, kind: &'static str) -> Result<()> {
    sqlx::query("insert into marks (name, value) values ('kind', ?)")
        .bind(kind)
        .execute(tx.conn())
        .await?;
    Ok(())
}
