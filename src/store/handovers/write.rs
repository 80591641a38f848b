//! What changes a handover: each with its step and its event.

use crate::domain::event::{Change, Event, EventKind, SubjectKind};
use crate::domain::feedback::HANDOVER;
use crate::domain::handover::{Asking, Handover, Status, StepKind};
use crate::domain::milestone::Outcome;
use crate::domain::outcome::Became;
use crate::error::Result;
use crate::store::columns::Text;
use crate::store::dialogues::{self, one};
use crate::store::milestones::{self, Which};
use crate::store::{Write, outcomes};
use jiff::civil::Date;

/// A contact that was made, and when.
#[derive(Clone, Debug)]
pub struct Contact {
    pub on: Date,
    pub text: String,
}

/// Hands a question over to a unit; the line of the dialogue that it came from becomes it.
pub async fn add(tx: &mut Write, asking: &Asking, outcome: Option<i64>) -> Result<i64> {
    let (now, by) = (tx.now(), tx.actor());
    let id: i64 = sqlx::query_scalar(
        "insert into handovers (county, dialogue_id, issue_area_id, unit_id, question, note, shareable, contact_by,
                                status, sent_at, created_at, created_by, updated_at)
         values (?, ?, ?, ?, ?, ?, ?, ?, 'sent', ?, ?, ?, ?) returning id",
    )
    .bind(&asking.county)
    .bind(asking.dialogue_id)
    .bind(asking.issue_area_id)
    .bind(asking.unit_id)
    .bind(&asking.question)
    .bind(&asking.note)
    .bind(asking.shareable)
    .bind(Text(asking.contact_by))
    .bind(Text(now))
    .bind(Text(now))
    .bind(by)
    .bind(Text(now))
    .fetch_one(tx.conn())
    .await?;
    step(tx, id, (StepKind::Sent, tx.today(), ""), asking.unit_id).await?;
    let event = event(EventKind::HandoverSent, id, 1, asking.dialogue_id);
    tx.record(event.changes(Change::between(None, asking)))
        .await?;
    if let Some(outcome) = outcome {
        outcomes::became(tx, outcome, Became::Handover(id)).await?;
    }
    Ok(id)
}

/// Corrects what was asked, or of whom nothing has been heard; the unit is changed by [`redirect`].
pub async fn change(tx: &mut Write, before: &Handover, after: &Asking) -> Result<()> {
    let updated = sqlx::query(
        "update handovers set issue_area_id = ?, question = ?, note = ?, shareable = ?, contact_by = ?,
                updated_at = ?, version = version + 1
         where id = ? and version = ?",
    )
    .bind(after.issue_area_id)
    .bind(&after.question)
    .bind(&after.note)
    .bind(after.shareable)
    .bind(Text(after.contact_by))
    .bind(Text(tx.now()))
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(updated.rows_affected())?;
    let event = of(EventKind::HandoverChanged, before);
    tx.record(event.changes(Change::between(Some(&before.asking), after)))
        .await
}

pub async fn accept(tx: &mut Write, before: &Handover) -> Result<()> {
    let updated = sqlx::query(
        "update handovers set status = 'accepted', receiver_id = ?, updated_at = ?, version = version + 1
         where id = ? and version = ?",
    )
    .bind(tx.actor())
    .bind(Text(tx.now()))
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(updated.rows_affected())?;
    let (today, unit) = (tx.today(), before.asking.unit_id);
    step(tx, before.id, (StepKind::Accepted, today, ""), unit).await?;
    let event = of(EventKind::HandoverAccepted, before);
    tx.record(event.change("status", before.status, Status::Accepted))
        .await
}

/// Sends it to another unit, whose time to answer begins today.
pub async fn redirect(
    tx: &mut Write,
    before: &Handover,
    unit: i64,
    contact_by: Date,
    reason: &str,
) -> Result<()> {
    send(tx, before, unit, contact_by).await?;
    let today = tx.today();
    step(tx, before.id, (StepKind::Redirected, today, reason), unit).await?;
    let event = of(EventKind::HandoverRedirected, before)
        .change("unit_id", before.asking.unit_id, unit)
        .change("contact_by", before.asking.contact_by, contact_by)
        .change("reason", "", reason);
    tx.record(event).await
}

/// Sends it to the same unit once more.
pub async fn remind(tx: &mut Write, before: &Handover, contact_by: Date) -> Result<()> {
    let unit = before.asking.unit_id;
    send(tx, before, unit, contact_by).await?;
    let today = tx.today();
    step(tx, before.id, (StepKind::Sent, today, "Påminnelse"), unit).await?;
    let event = of(EventKind::HandoverSent, before).change(
        "contact_by",
        before.asking.contact_by,
        contact_by,
    );
    tx.record(event).await
}

async fn send(tx: &mut Write, before: &Handover, unit: i64, contact_by: Date) -> Result<()> {
    let now = tx.now();
    let updated = sqlx::query(
        "update handovers set unit_id = ?, contact_by = ?, status = 'sent', receiver_id = null, return_reason = '',
                sent_at = ?, updated_at = ?, version = version + 1
         where id = ? and version = ?",
    )
    .bind(unit)
    .bind(Text(contact_by))
    .bind(Text(now))
    .bind(Text(now))
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(updated.rows_affected())
}

/// The unit does not take it on: it is back with who handed it over.
pub async fn decline(tx: &mut Write, before: &Handover, reason: &str) -> Result<()> {
    let kinds = (EventKind::HandoverDeclined, StepKind::Declined);
    give_back(tx, before, kinds, reason).await
}

/// Who handed it over takes it back herself.
pub async fn take_back(tx: &mut Write, before: &Handover, reason: &str) -> Result<()> {
    let kinds = (EventKind::HandoverCameBack, StepKind::CameBack);
    give_back(tx, before, kinds, reason).await
}

async fn give_back(
    tx: &mut Write,
    before: &Handover,
    (kind, made): (EventKind, StepKind),
    reason: &str,
) -> Result<()> {
    let updated = sqlx::query(
        "update handovers set status = 'returned', return_reason = ?, receiver_id = null, updated_at = ?,
                version = version + 1
         where id = ? and version = ?",
    )
    .bind(reason)
    .bind(Text(tx.now()))
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(updated.rows_affected())?;
    let (today, unit) = (tx.today(), before.asking.unit_id);
    step(tx, before.id, (made, today, reason), unit).await?;
    let event = of(kind, before)
        .change("status", before.status, Status::Returned)
        .change("reason", "", reason);
    tx.record(event).await
}

/// Logs a contact with the län. The first one is what the handover is for: it settles the milestone.
pub async fn contact(tx: &mut Write, before: &Handover, made: &Contact) -> Result<()> {
    let first = before.first_contact_on.is_none();
    let updated = sqlx::query(
        "update handovers set status = 'contact_made', first_contact_on = coalesce(first_contact_on, ?),
                receiver_id = coalesce(receiver_id, ?), updated_at = ?, version = version + 1
         where id = ? and version = ?",
    )
    .bind(Text(made.on))
    .bind(tx.actor())
    .bind(Text(tx.now()))
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(updated.rows_affected())?;
    let kind = match first {
        true => StepKind::ContactMade,
        false => StepKind::Contact,
    };
    let unit = before.asking.unit_id;
    step(tx, before.id, (kind, made.on, &made.text), unit).await?;
    let mut event = of(EventKind::HandoverContact, before)
        .change("followed_on", None::<&str>, made.on)
        .change("text", "", &made.text);
    if before.status != Status::ContactMade {
        event = event.change("status", before.status, Status::ContactMade);
    }
    tx.record(event).await?;
    settle_milestone(tx, before).await
}

pub async fn close(tx: &mut Write, before: &Handover, result: &str) -> Result<()> {
    let updated = sqlx::query(
        "update handovers set status = 'closed', result = ?, updated_at = ?, version = version + 1
         where id = ? and version = ?",
    )
    .bind(result)
    .bind(Text(tx.now()))
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(updated.rows_affected())?;
    let (today, unit) = (tx.today(), before.asking.unit_id);
    step(tx, before.id, (StepKind::Closed, today, result), unit).await?;
    let event = of(EventKind::HandoverClosed, before)
        .change("status", before.status, Status::Closed)
        .change("result", &before.result, result);
    tx.record(event).await
}

/// The right unit has contact: so says the milestone, unless another handover of the same issue area waits.
async fn settle_milestone(tx: &mut Write, of: &Handover) -> Result<()> {
    let Some(dialogue) = of.asking.dialogue_id else {
        return Ok(());
    };
    let waits: bool = sqlx::query_scalar(
        "select exists (select 1 from handovers where dialogue_id = ? and issue_area_id is ? and id <> ?
                        and status in ('sent', 'accepted', 'returned'))",
    )
    .bind(dialogue)
    .bind(of.asking.issue_area_id)
    .bind(of.id)
    .fetch_one(tx.conn())
    .await?;
    if waits {
        return Ok(());
    }
    let dialogue = dialogues::find(tx.conn(), dialogue).await?;
    match which(tx, of, dialogue.id).await? {
        Some(which) => milestones::follow_work(tx, &dialogue, which, Outcome::Done, "").await,
        None => Ok(()),
    }
}

/// The milestone of the issue area, or of the department while the dialogue has no chosen issue areas.
async fn which(tx: &mut Write, of: &Handover, dialogue: i64) -> Result<Option<Which>> {
    let all = milestones::of_dialogue(tx.conn(), dialogue).await?;
    let own = |area: Option<i64>| {
        let mut all = all.iter().filter(|each| each.key == HANDOVER);
        all.any(|each| each.issue_area_id == area && each.department_id == Some(of.department_id))
    };
    let which = |area: Option<i64>| Which {
        key: HANDOVER,
        department_id: Some(of.department_id),
        issue_area_id: area,
    };
    Ok(match of.asking.issue_area_id {
        Some(area) if own(Some(area)) => Some(which(Some(area))),
        _ if own(None) => Some(which(None)),
        _ => None,
    })
}

async fn step(
    tx: &mut Write,
    id: i64,
    (kind, on, text): (StepKind, Date, &str),
    unit: i64,
) -> Result<()> {
    let (by, now) = (tx.actor(), tx.now());
    sqlx::query(
        "insert into handover_steps (handover_id, kind, happened_on, text, unit_id, by_id, created_at)
         values (?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(id)
    .bind(Text(kind))
    .bind(Text(on))
    .bind(text)
    .bind(unit)
    .bind(by)
    .bind(Text(now))
    .execute(tx.conn())
    .await?;
    Ok(())
}

fn of(kind: EventKind, before: &Handover) -> Event {
    event(
        kind,
        before.id,
        before.version + 1,
        before.asking.dialogue_id,
    )
}

/// The dialogue's history tells of what was handed over from it.
fn event(kind: EventKind, id: i64, version: i64, dialogue_id: Option<i64>) -> Event {
    let event = Event::new(kind, SubjectKind::Handover, id).version(version);
    match dialogue_id {
        Some(dialogue) => event.within(SubjectKind::Dialogue, dialogue),
        None => event,
    }
}
