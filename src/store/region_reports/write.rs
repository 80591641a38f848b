//! What changes a report: its draft, its leaving the house, and what the region said of it.

use super::Concerned;
use crate::domain::dialogue::Dialogue;
use crate::domain::event::{Change, Event, EventKind, SubjectKind};
use crate::domain::feedback::{Direction, Giving};
use crate::domain::region_report::{Account, Comment, Letter, Report, Sending};
use crate::error::{Error, Result};
use crate::store::columns::{Text, text};
use crate::store::dialogues::one;
use crate::store::{Write, feedback};

/// Saves what is written in the draft; the first time it makes it.
pub async fn change(
    tx: &mut Write,
    dialogue_id: i64,
    before: Option<&Report>,
    after: &Letter,
) -> Result<()> {
    let now = tx.now();
    let (id, version) = match before {
        Some(report) => {
            let updated = sqlx::query(
                "update region_reports set introduction = ?, whom_to_ask = ?, updated_at = ?, version = version + 1
                 where id = ? and version = ? and status = 'draft'",
            )
            .bind(&after.introduction)
            .bind(&after.whom_to_ask)
            .bind(Text(now))
            .bind(report.id)
            .bind(report.version)
            .execute(tx.conn())
            .await?;
            one(updated.rows_affected())?;
            (report.id, report.version + 1)
        }
        None => (draft(tx, dialogue_id, after).await?, 1),
    };
    let old = before.map_or_else(Letter::default, |report| report.letter.clone());
    let event = event(EventKind::ReportChanged, id, dialogue_id).version(version);
    tx.record(event.changes(Change::between(Some(&old), after)))
        .await
}

async fn draft(tx: &mut Write, dialogue_id: i64, letter: &Letter) -> Result<i64> {
    let now = tx.now();
    let id = sqlx::query_scalar(
        "insert into region_reports (dialogue_id, status, introduction, whom_to_ask, created_at, updated_at)
         values (?, 'draft', ?, ?, ?, ?) returning id",
    )
    .bind(dialogue_id)
    .bind(&letter.introduction)
    .bind(&letter.whom_to_ask)
    .bind(Text(now))
    .bind(Text(now))
    .fetch_one(tx.conn())
    .await?;
    Ok(id)
}

const TOLD: &str = "Rapporten Vad hände med det ni sade skickades till regionen.";

/// Keeps a report for good as it left the house, writes that the region has been told by the departments
/// it counts for, and settles their milestones. Returns its id.
pub async fn send(
    tx: &mut Write,
    of: &Dialogue,
    before: Option<&Report>,
    account: &Account,
    sending: &Sending,
    from: &[Concerned],
) -> Result<i64> {
    let (id, version) = match before {
        Some(report) => (report.id, report.version),
        None => (draft(tx, of.id, &Letter::default()).await?, 1),
    };
    let content = serde_json::to_string(account).map_err(Error::internal)?;
    let (now, by) = (tx.now(), tx.actor());
    let sent = sqlx::query(
        "update region_reports set status = 'sent', content = ?, sent_on = ?, recipient = ?, diary_no = ?,
                sent_by = ?, updated_at = ?, version = version + 1
         where id = ? and version = ? and status = 'draft'",
    )
    .bind(content)
    .bind(Text(sending.sent_on))
    .bind(&sending.recipient)
    .bind(&sending.diary_no)
    .bind(by)
    .bind(Text(now))
    .bind(id)
    .bind(version)
    .execute(tx.conn())
    .await?;
    one(sent.rows_affected())?;
    let event = event(EventKind::ReportSent, id, of.id).version(version + 1);
    tx.record(event.changes(Change::between(None, sending)))
        .await?;
    for each in from {
        let giving = Giving {
            dialogue_id: of.id,
            direction: Direction::Region,
            department_id: Some(each.id),
            text: TOLD.to_owned(),
            given_on: sending.sent_on,
            receiver: sending.recipient.clone(),
            diary_no: sending.diary_no.clone(),
            report_id: Some(id),
        };
        feedback::give(tx, &giving).await?;
    }
    Ok(id)
}

/// What the region said of a report that was sent.
pub async fn comment(tx: &mut Write, before: &Report, after: &Comment) -> Result<()> {
    let now = tx.now();
    let updated = sqlx::query(
        "update region_reports set region_comment = ?, commented_on = ?, updated_at = ?, version = version + 1
         where id = ? and version = ? and status = 'sent'",
    )
    .bind(&after.region_comment)
    .bind(text(&after.commented_on))
    .bind(Text(now))
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(updated.rows_affected())?;
    let event = event(EventKind::ReportCommented, before.id, before.dialogue_id);
    let event = event.version(before.version + 1);
    tx.record(event.changes(Change::between(Some(&before.comment), after)))
        .await
}

fn event(kind: EventKind, id: i64, dialogue_id: i64) -> Event {
    Event::new(kind, SubjectKind::RegionReport, id).within(SubjectKind::Dialogue, dialogue_id)
}
