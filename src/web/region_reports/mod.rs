//! "Vad hände med det ni sade": the report as it would leave the house, and those that have left it.

pub mod comment;
pub mod edit;
pub mod files;
pub mod list;
pub mod send;
pub mod show;

use super::dialogues::{Subject, refused};
use super::form::Choice;
use super::me::Me;
use crate::App;
use crate::domain::access::{Act, Permit, Place};
use crate::domain::dialogue::Phase;
use crate::domain::pack::digest;
use crate::domain::places::County;
use crate::domain::region_report::{self, Account, Built, Letter, Report};
use crate::error::{Error, Result};
use crate::store::Write;
use crate::store::region_reports::{self, Concerned};
use axum::response::Response;
use sqlx::Connection;
use sqlx::sqlite::SqliteConnection;

/// A dialogue with its reports: the draft someone has written in, those that were sent, and what one
/// would say now.
struct Loaded {
    subject: Subject,
    draft: Option<Report>,
    sent: Vec<Report>,
    built: Built,
    concerned: Vec<Concerned>,
}

impl Loaded {
    /// Read at one moment.
    async fn load(app: &App, id: i64) -> Result<Loaded> {
        let subject = Subject::load(app, id).await?;
        let mut reading = app.db.read().acquire().await?;
        let mut tx = reading.begin().await?;
        Loaded::read(app, &mut tx, subject).await
    }

    /// As it is inside a transaction.
    async fn again(app: &App, tx: &mut Write, subject: Subject) -> Result<Loaded> {
        let subject = subject.again(tx).await?;
        Loaded::read(app, tx.conn(), subject).await
    }

    async fn read(app: &App, conn: &mut SqliteConnection, subject: Subject) -> Result<Loaded> {
        let (of, today) = (&subject.dialogue, app.clock.today());
        let draft = region_reports::draft(&mut *conn, of.id).await?;
        let letter = draft
            .as_ref()
            .map_or_else(Letter::default, |draft| draft.letter.clone());
        let agency = &app.config.agency;
        Ok(Loaded {
            built: region_reports::live(conn, of, &letter, agency, today).await?,
            sent: region_reports::sent(&mut *conn, of.id).await?,
            concerned: region_reports::concerned(conn, of.id).await?,
            draft,
            subject,
        })
    }

    fn url(&self) -> String {
        region_report::url(self.subject.dialogue.id)
    }

    fn letter(&self) -> Letter {
        let draft = self.draft.as_ref();
        draft.map_or_else(Letter::default, |draft| draft.letter.clone())
    }

    /// 0 before anyone has written in the draft.
    fn version(&self) -> i64 {
        self.draft.as_ref().map_or(0, |draft| draft.version)
    }

    /// What someone has read who sends it: the report, and which one came before it.
    fn digest(&self) -> Result<String> {
        let last = self.sent.first().map_or(0, |report| report.id);
        let content = serde_json::to_string(&self.built.account).map_err(Error::internal)?;
        Ok(digest(&format!("{last} {content}")))
    }

    fn crumbs(&self) -> Vec<Choice> {
        let mut crumbs = self.subject.crumbs();
        crumbs.push(Choice::new(self.url(), NAME));
        crumbs
    }
}

const NAME: &str = "Rapport till regionen";

/// It tells what came of a dialogue, so there is one from the day it was marked as held; also after it was closed.
pub fn is_time(phase: Phase) -> bool {
    matches!(phase, Phase::FollowingUp | Phase::Closed)
}

fn not_yet(me: &Me, subject: &Subject) -> Option<Result<Response>> {
    let phase = subject.dialogue.phase;
    (!is_time(phase)).then(|| {
        let sentence = match phase {
            Phase::Cancelled => "Dialogen är inställd, så det finns inget att berätta.",
            _ => "Rapporten skrivs när dialogen är markerad som genomförd.",
        };
        let heading = "Rapporten kan inte skrivas";
        refused(me, subject, heading, sentence.to_owned(), vec![])
    })
}

/// Where a department's right to tell the region of a län is decided.
fn place(county: &County, department: i64) -> Place {
    Place {
        department: Some(department),
        ..county.place()
    }
}

fn act(of: &Concerned) -> Act {
    match of.is_regioner {
        true => Act::FeedbackFromRegioner,
        false => Act::FeedbackFromDepartment,
    }
}

/// The departments for which someone may tell the region.
fn hers(me: &Me, county: &County, concerned: &[Concerned]) -> Vec<Concerned> {
    let may = |each: &&Concerned| me.can(act(each), &place(county, each.id));
    concerned.iter().filter(may).cloned().collect()
}

/// The permit to write and send the report: that of any department concerned.
fn may(me: &Me, county: &County, concerned: &[Concerned]) -> Result<Permit> {
    match hers(me, county, concerned).first() {
        Some(each) => me.may(act(each), &place(county, each.id)),
        None => me.may(Act::FeedbackFromRegioner, &county.place()),
    }
}

async fn may_write(app: &App, me: &Me, id: i64) -> Result<(Subject, Permit)> {
    let subject = Subject::load(app, id).await?;
    let mut conn = app.db.read().acquire().await?;
    let concerned = region_reports::concerned(&mut conn, id).await?;
    let permit = may(me, &subject.county, &concerned)?;
    Ok((subject, permit))
}

/// A report that was sent, exactly as it left the house.
fn kept(report: &Report) -> Result<&Account> {
    let sent = report.sent.as_ref();
    sent.map(|(account, ..)| account).ok_or(Error::NotFound)
}
