//! Reports to the region: the draft, those that were sent, and what one would say now.

mod gather;
mod list;
mod write;

pub use gather::live;
pub use list::{Filter, Row, Sort, list, of_county, years};
pub use write::{change, comment, send};

use super::columns::Columns;
use crate::domain::region_report::{Comment, Letter, Report, Sending};
use crate::error::{Error, Result};
use sqlx::SqliteExecutor;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

const REPORTS: &str = "select r.*, coalesce(p.name, '') as sender
     from region_reports r left join people p on p.id = r.sent_by where r.dialogue_id = ?1 ";

/// The draft of a dialogue, if someone has written in it.
pub async fn draft(db: impl SqliteExecutor<'_>, dialogue_id: i64) -> Result<Option<Report>> {
    let query = sqlx::AssertSqlSafe(format!("{REPORTS} and r.status = 'draft'"));
    let row = sqlx::query(query).bind(dialogue_id).try_map(report);
    Ok(row.fetch_optional(db).await?)
}

/// Those that were sent after a dialogue, the latest first.
pub async fn sent(db: impl SqliteExecutor<'_>, dialogue_id: i64) -> Result<Vec<Report>> {
    let query = sqlx::AssertSqlSafe(format!(
        "{REPORTS} and r.status = 'sent' order by r.sent_on desc, r.id desc limit 100"
    ));
    let rows = sqlx::query(query).bind(dialogue_id).try_map(report);
    Ok(rows.fetch_all(db).await?)
}

/// A report of this very dialogue that was sent.
pub async fn find(db: impl SqliteExecutor<'_>, dialogue_id: i64, id: i64) -> Result<Report> {
    let query = sqlx::AssertSqlSafe(format!("{REPORTS} and r.status = 'sent' and r.id = ?2"));
    let row = sqlx::query(query).bind(dialogue_id).bind(id);
    Ok(row.try_map(report).fetch_one(db).await?)
}

fn report(row: SqliteRow) -> sqlx::Result<Report> {
    let sent = match row.opt_parsed("sent_on")? {
        Some(sent_on) => {
            let sending = Sending {
                sent_on,
                recipient: row.string("recipient")?,
                diary_no: row.string("diary_no")?,
            };
            Some((row.json("content")?, sending, row.string("sender")?))
        }
        None => None,
    };
    Ok(Report {
        id: row.int("id")?,
        dialogue_id: row.int("dialogue_id")?,
        letter: Letter {
            introduction: row.string("introduction")?,
            whom_to_ask: row.string("whom_to_ask")?,
        },
        sent,
        comment: Comment {
            region_comment: row.string("region_comment")?,
            commented_on: row.opt_parsed("commented_on")?,
        },
        version: row.int("version")?,
    })
}

/// A department that owes the region an answer after a dialogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concerned {
    pub id: i64,
    pub name: String,
    pub is_regioner: bool,
}

/// Those whose answer to the region is, or was, a milestone of the dialogue; and Regioner, whose the dialogue is.
pub async fn concerned(conn: &mut SqliteConnection, dialogue_id: i64) -> Result<Vec<Concerned>> {
    let rows = sqlx::query(
        "select d.id, d.name, d.is_regioner from departments d
         where d.is_regioner = 1 or d.id in (select department_id from milestones
             where dialogue_id = ? and key = 'feedback_region' and department_id is not null)
         order by d.position, d.id",
    )
    .bind(dialogue_id)
    .try_map(|row: SqliteRow| {
        Ok(Concerned {
            id: row.int("id")?,
            name: row.string("name")?,
            is_regioner: row.flag("is_regioner")?,
        })
    })
    .fetch_all(conn)
    .await?;
    match rows.is_empty() {
        true => Err(Error::internal("there is no department")),
        false => Ok(rows),
    }
}
