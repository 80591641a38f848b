//! Writing minutes: their texts, their review, and the locking that keeps an edition for good.

use crate::domain::dialogue::{Dialogue, Phase};
use crate::domain::event::{Change, Event, EventKind, SubjectKind};
use crate::domain::milestone::Outcome;
use crate::domain::minutes::{Minutes, Record, Reply, Review, Status, Written};
use crate::error::{Error, Result};
use crate::store::columns::Text;
use crate::store::dialogues::one;
use crate::store::{Write, milestones};
use jiff::civil::Date;

/// Saves the texts over those of the version that was read.
pub async fn save(tx: &mut Write, before: &Record, after: &Written) -> Result<()> {
    put(tx, before, after, before.status).await?;
    let changes = Change::between(Some(&before.written), after);
    let event = event(EventKind::MinutesChanged, before).changes(changes);
    tx.record(event).await
}

/// The row itself. Locked minutes are never written over: they are opened first.
async fn put(tx: &mut Write, before: &Record, after: &Written, status: Status) -> Result<()> {
    let texts = serde_json::to_string(&after.texts).map_err(Error::internal)?;
    let now = tx.now().to_string();
    let changed = sqlx::query(
        "insert into minutes (dialogue_id, status, introduction, introduction_shareable, closing, closing_shareable,
                              texts, created_at, updated_at, version)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, 1)
         on conflict (dialogue_id) do update
             set status = ?2, introduction = ?3, introduction_shareable = ?4, closing = ?5, closing_shareable = ?6,
                 texts = ?7, updated_at = ?8, version = version + 1
             where version = ?9 and status <> 'final'",
    )
    .bind(before.dialogue_id)
    .bind(status.code())
    .bind(&after.introduction)
    .bind(after.introduction_shareable)
    .bind(&after.closing)
    .bind(after.closing_shareable)
    .bind(texts)
    .bind(now)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(changed.rows_affected())
}

/// Someone whom the minutes are shown to: a colleague, or someone by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reviewer {
    pub person_id: Option<i64>,
    pub name: String,
}

/// Puts the minutes on review among those named; further ones can be named later.
pub async fn send(tx: &mut Write, before: &Record, reviewers: &[Reviewer]) -> Result<()> {
    put(tx, before, &before.written, Status::Review).await?;
    let names: Vec<&str> = reviewers.iter().map(|each| each.name.as_str()).collect();
    let sent =
        event(EventKind::MinutesSentForReview, before).change("reviewers", "", names.join(", "));
    tx.record(sent).await?;
    add_reviewers(tx, before, reviewers).await
}

pub async fn add_reviewers(tx: &mut Write, of: &Record, reviewers: &[Reviewer]) -> Result<()> {
    for each in reviewers {
        let id: i64 = sqlx::query_scalar(
            "insert into minutes_reviews (dialogue_id, edition, person_id, name) values (?, ?, ?, ?) returning id",
        )
        .bind(of.dialogue_id)
        .bind(of.reviewed_edition())
        .bind(each.person_id)
        .bind(&each.name)
        .fetch_one(tx.conn())
        .await?;
        let added = of_review(EventKind::MinutesReviewerAdded, of.dialogue_id, id).version(1);
        tx.record(added).await?;
    }
    Ok(())
}

/// Back to a draft; what has been answered stays.
pub async fn take_back(tx: &mut Write, before: &Record) -> Result<()> {
    put(tx, before, &before.written, Status::Draft).await?;
    tx.record(event(EventKind::MinutesTakenBack, before)).await
}

pub async fn answer(tx: &mut Write, before: &Review, after: &Reply) -> Result<()> {
    reply(tx, before, after, EventKind::MinutesReviewed).await
}

/// What was done about a comment.
pub async fn settle(tx: &mut Write, before: &Review, after: &Reply) -> Result<()> {
    reply(tx, before, after, EventKind::MinutesCommentSettled).await
}

async fn reply(tx: &mut Write, before: &Review, after: &Reply, kind: EventKind) -> Result<()> {
    let now = tx.now();
    let changed = sqlx::query(
        "update minutes_reviews set answer = ?, comment = ?, settled = ?, answered_at = coalesce(answered_at, ?), version = version + 1
         where id = ? and version = ? and removed_at is null",
    )
    .bind(after.review_answer.code())
    .bind(&after.comment)
    .bind(&after.settled)
    .bind(Text(now))
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(changed.rows_affected())?;
    let changes = Change::between(Some(&before.said), after);
    let event = of_review(kind, before.dialogue_id, before.id).version(before.version + 1);
    tx.record(event.changes(changes)).await
}

pub async fn remove_reviewer(tx: &mut Write, before: &Review) -> Result<()> {
    let now = tx.now();
    let changed = sqlx::query(
        "update minutes_reviews set removed_at = ?, version = version + 1
         where id = ? and version = ? and removed_at is null",
    )
    .bind(Text(now))
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(changed.rows_affected())?;
    let removed = of_review(
        EventKind::MinutesReviewerRemoved,
        before.dialogue_id,
        before.id,
    );
    tx.record(removed.version(before.version + 1)).await
}

/// Keeps an edition for good, gives the minutes their number, and ticks their milestone.
pub async fn lock(tx: &mut Write, of: &Dialogue, before: &Record, minutes: &Minutes) -> Result<()> {
    let content = minutes.content().map_err(Error::internal)?;
    let (now, by, edition) = (tx.now(), tx.actor(), before.edition + 1);
    put(tx, before, &before.written, Status::Draft).await?;
    sqlx::query(
        "insert into minutes_editions (dialogue_id, edition, content, locked_at, locked_by) values (?, ?, ?, ?, ?)",
    )
    .bind(of.id)
    .bind(edition)
    .bind(content)
    .bind(Text(now))
    .bind(by)
    .execute(tx.conn())
    .await?;
    let number: i64 = sqlx::query_scalar(
        "update minutes set status = 'final', edition = ?1,
                number = coalesce(number, (select coalesce(max(number), 0) + 1 from minutes))
         where dialogue_id = ?2 returning number",
    )
    .bind(edition)
    .bind(of.id)
    .fetch_one(tx.conn())
    .await?;
    let locked = event(EventKind::MinutesLocked, before)
        .change("minutes_number", before.number, number)
        .change("edition", before.edition, edition);
    tx.record(locked).await?;
    if of.phase == Phase::Closed {
        return Ok(());
    }
    let which = milestones::Which::all("minutes");
    milestones::follow_work(tx, of, which, Outcome::Done, "").await
}

/// Opens locked minutes: the next edition is begun, and what was locked stays as it was.
pub async fn reopen(tx: &mut Write, of: &Dialogue, before: &Record, reason: &str) -> Result<()> {
    let (now, by) = (tx.now(), tx.actor());
    sqlx::query(
        "update minutes_editions set reopened_at = ?, reopened_by = ?, reopen_reason = ?
         where dialogue_id = ? and edition = ?",
    )
    .bind(Text(now))
    .bind(by)
    .bind(reason)
    .bind(of.id)
    .bind(before.edition)
    .execute(tx.conn())
    .await?;
    let changed = sqlx::query(
        "update minutes set status = 'draft', updated_at = ?, version = version + 1
         where dialogue_id = ? and version = ? and status = 'final'",
    )
    .bind(Text(now))
    .bind(of.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(changed.rows_affected())?;
    tx.record(event(EventKind::MinutesReopened, before).change("reason", "", reason))
        .await?;
    if of.phase == Phase::Closed {
        return Ok(());
    }
    let which = milestones::Which::all("minutes");
    milestones::follow_work(tx, of, which, Outcome::Open, "").await
}

/// That someone has sent an edition, or a draft, out of the house herself.
pub async fn sent(tx: &mut Write, of: &Record, sent_on: Date, recipients: &str) -> Result<()> {
    let (now, by) = (tx.now(), tx.actor());
    let edition = if of.is_locked() { of.edition } else { 0 };
    sqlx::query(
        "insert into minutes_sends (dialogue_id, edition, sent_on, recipients, created_at, created_by)
         values (?, ?, ?, ?, ?, ?)",
    )
    .bind(of.dialogue_id)
    .bind(edition)
    .bind(Text(sent_on))
    .bind(recipients)
    .bind(Text(now))
    .bind(by)
    .execute(tx.conn())
    .await?;
    let sent = Event::new(EventKind::MinutesSent, SubjectKind::Minutes, of.dialogue_id)
        .within(SubjectKind::Dialogue, of.dialogue_id)
        .change("sent_on", "", sent_on)
        .change("recipients", "", recipients);
    tx.record(sent).await
}

fn event(kind: EventKind, before: &Record) -> Event {
    Event::new(kind, SubjectKind::Minutes, before.dialogue_id)
        .within(SubjectKind::Dialogue, before.dialogue_id)
        .version(before.version + 1)
}

fn of_review(kind: EventKind, dialogue_id: i64, id: i64) -> Event {
    Event::new(kind, SubjectKind::MinutesReview, id).within(SubjectKind::Dialogue, dialogue_id)
}
