//! Minnesanteckningar of a dialogue: read, written, adjusted by others, locked, sent.

pub mod card;
pub mod letter;
pub mod lock;
pub mod review;
pub mod send;
pub mod show;
pub mod word;
pub mod write;

use super::dialogues::{Subject, refused};
use super::form::Choice;
use super::me::Me;
use super::text;
use crate::App;
use crate::domain::access::{Act, Permit};
use crate::domain::minutes::{Minutes, Record, Status, Step, number_words};
use crate::error::{Error, Result};
use crate::store::minutes::{self, Edition, Told};
use crate::store::{Write, kept};
use axum::response::Response;
use serde::Deserialize;
use std::sync::Arc;

/// Which version is asked for, and of which locked edition.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    version: String,
    utgava: String,
}

impl Asked {
    fn is_shared(&self) -> bool {
        self.version == "delad"
    }
}

/// A dialogue with its minutes, and the ones of them that are read.
struct Loaded {
    subject: Subject,
    told: Arc<Told>,
    /// The locked edition that is read; none for what is written now.
    edition: Option<Edition>,
    minutes: Minutes,
}

impl Loaded {
    async fn load(app: &App, id: i64, asked: &Asked) -> Result<Loaded> {
        let subject = Subject::load(app, id).await?;
        let db = app.db.read();
        let read = minutes::told(db, &subject.dialogue);
        let told = kept::of_record(db, "minutes", id, read).await?;
        let wanted = match asked.utgava.is_empty() {
            true => Some(told.record.edition).filter(|_| told.record.is_locked()),
            false => Some(asked.utgava.parse().map_err(|_| Error::NotFound)?),
        };
        let Some(wanted) = wanted else {
            let minutes = told.live.clone();
            return Ok(Loaded {
                subject,
                told,
                edition: None,
                minutes,
            });
        };
        // What is locked is read as it was kept, whatever has happened to what it was built from.
        let minutes = minutes::kept(db, id, wanted).await?;
        let edition = told
            .editions
            .iter()
            .find(|each| each.edition == wanted)
            .cloned();
        Ok(Loaded {
            edition: Some(edition.ok_or(Error::NotFound)?),
            subject,
            told,
            minutes,
        })
    }

    /// "MA 12, utgåva 2"; none for what is not locked.
    fn number(&self) -> Option<String> {
        let edition = self.edition.as_ref()?;
        let number = self.told.record.number?;
        Some(number_words(number, edition.edition))
    }

    /// "MA 12. Låst 26 november 2026 av Elsa Norling"; for a file, what is not locked is told to be a draft.
    fn state(&self) -> String {
        match (&self.edition, self.number()) {
            (Some(edition), Some(number)) => format!("{number}. {}", locked_words(edition)),
            _ => match self.told.record.status {
                Status::Review => "Utkast, på justering".to_owned(),
                _ => "Utkast".to_owned(),
            },
        }
    }

    fn shown_edition(&self) -> Option<i64> {
        self.edition.as_ref().map(|each| each.edition)
    }
}

/// "Låst 26 november 2026 av Elsa Norling"
fn locked_words(edition: &Edition) -> String {
    let day = text::long_date(text::to_stockholm_date(edition.locked_at));
    match edition.locked_by.is_empty() {
        true => format!("Låst {day}"),
        false => format!("Låst {day} av {}", edition.locked_by),
    }
}

pub fn tone(status: Status) -> &'static str {
    match status {
        Status::Draft => "",
        Status::Review => "amber",
        Status::Final => "green",
    }
}

pub fn url(subject: &Subject) -> String {
    format!("{}/minnesanteckningar", subject.dialogue.url())
}

fn crumbs(subject: &Subject) -> Vec<Choice> {
    let mut crumbs = subject.crumbs();
    crumbs.push(Choice::new(url(subject), "Minnesanteckningar"));
    crumbs
}

fn may(me: &Me, subject: &Subject) -> Result<Permit> {
    me.may(Act::RunDialogue, &subject.county.place())
}

fn can(me: &Me, subject: &Subject) -> bool {
    me.can(Act::RunDialogue, &subject.county.place())
}

/// The dialogue and its minutes as they are inside a transaction.
async fn again(tx: &mut Write, subject: Subject) -> Result<(Subject, Record)> {
    let subject = subject.again(tx).await?;
    let record = minutes::find(tx.conn(), subject.dialogue.id).await?;
    Ok((subject, record))
}

/// Why a step cannot be taken now: the page that says so, or none when it can.
fn closed(me: &Me, subject: &Subject, record: &Record, step: Step) -> Option<Result<Response>> {
    let phase = subject.dialogue.phase;
    if step.is_open(record.status, phase) {
        return None;
    }
    let heading = match step {
        Step::Write => "Minnesanteckningarna kan inte ändras nu",
        Step::Send | Step::TakeBack | Step::Answer => "Minnesanteckningarna kan inte justeras nu",
        Step::Lock => "Minnesanteckningarna kan inte låsas nu",
        Step::Reopen => "Minnesanteckningarna kan inte öppnas nu",
    };
    let links = vec![Choice::new(url(subject), "Till minnesanteckningarna")];
    Some(refused(
        me,
        subject,
        heading,
        why(subject, record, step),
        links,
    ))
}

fn why(subject: &Subject, record: &Record, step: Step) -> String {
    let begun = Step::Lock.is_open(Status::Draft, subject.dialogue.phase);
    match (step, record.status) {
        (Step::Reopen | Step::Lock, _) if !begun => {
            let phase = subject.dialogue.phase.label();
            format!("Dialogen är i fasen {phase}. Minnesanteckningarna låses när dialogen är markerad som genomförd.")
        }
        (Step::Reopen, _) => "De är inte låsta, så de kan ändras som de är.".to_owned(),
        (_, Status::Final) => {
            "De är låsta och sparas som de är. Behöver något ändras öppnar du dem igen, med ett skäl.".to_owned()
        }
        (Step::TakeBack | Step::Answer, _) => "De är inte på justering.".to_owned(),
        _ => format!(
            "Dialogen är i fasen {}. Minnesanteckningarna skrivs när dialogen hålls och efteråt.",
            subject.dialogue.phase.label()
        ),
    }
}
