//! What has been told since the last dialogue, and what has not.

use super::super::columns::{Columns, Text};
use crate::domain::dialogue::Dialogue;
use crate::domain::since::{Before, Given, Owed, Sent};
use crate::error::Result;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

/// The feedback that was given after a dialogue, the latest first.
pub async fn given(conn: &mut SqliteConnection, dialogue: i64) -> Result<Vec<Given>> {
    let rows = sqlx::query(
        "select f.direction, coalesce(d.name, '') as department, f.given_on
         from feedback f left join departments d on d.id = f.department_id
         where f.dialogue_id = ? order by f.given_on desc, f.id desc limit 100",
    )
    .bind(dialogue)
    .try_map(|row: SqliteRow| {
        Ok(Given {
            receiver: row.parsed("direction")?,
            department: row.string("department")?,
            on: row.parsed("given_on")?,
        })
    })
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

/// The feedback and the handovers to units that are still owed after a dialogue.
pub async fn owed(conn: &mut SqliteConnection, dialogue: i64) -> Result<Vec<Owed>> {
    let rows = sqlx::query(
        "select id, title, due_on from milestones
         where dialogue_id = ? and state = 'open'
           and key in ('feedback_team', 'feedback_department', 'handover', 'feedback_region')
         order by due_on, position, id limit 100",
    )
    .bind(dialogue)
    .try_map(|row: SqliteRow| {
        Ok(Owed {
            milestone_id: row.int("id")?,
            title: row.string("title")?,
            due_on: row.parsed("due_on")?,
        })
    })
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

/// The reports that were sent to the region since the last dialogue was held, after it or an earlier one.
pub async fn reports(
    conn: &mut SqliteConnection,
    of: &Dialogue,
    previous: &Before,
) -> Result<Vec<Sent>> {
    let rows = sqlx::query(
        "select r.id, r.dialogue_id, r.sent_on, r.recipient, r.region_comment, r.commented_on
         from dialogues d join region_reports r on r.dialogue_id = d.id
         where d.county = ?1 and (d.held_on, d.id) < (?2, ?3) and r.status = 'sent' and r.sent_on >= ?4
         order by r.sent_on desc, r.id desc limit 50",
    )
    .bind(&of.plan.county)
    .bind(Text(of.plan.held_on))
    .bind(of.id)
    .bind(Text(previous.held_on))
    .try_map(|row: SqliteRow| {
        Ok(Sent {
            id: row.int("id")?,
            dialogue_id: row.int("dialogue_id")?,
            on: row.parsed("sent_on")?,
            recipient: row.string("recipient")?,
            comment: row.string("region_comment")?,
            commented_on: row.opt_parsed("commented_on")?,
        })
    })
    .fetch_all(conn)
    .await?;
    Ok(rows)
}
