//! Markings made, changed and lifted, each with its event; and the openings of what is marked.

use super::number;
use crate::domain::event::{Change, Event, EventKind, Subject};
use crate::domain::secrecy::{Marking, Scope};
use crate::error::{Error, Result};
use crate::store::Write;
use crate::store::columns::{Text, text};

/// Marks an open record.
pub async fn mark(
    tx: &mut Write,
    subject: &Subject,
    marking: &Marking,
    scopes: &[Scope],
) -> Result<()> {
    sqlx::query(
        "insert into secrecy_markings (kind, record_id, provision, authority, marked_on, marked_by, lapses_on)
         values (?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(subject.kind.code())
    .bind(number(subject))
    .bind(&marking.provision)
    .bind(&marking.authority)
    .bind(Text(marking.marked_on))
    .bind(tx.actor())
    .bind(text(&marking.lapses_on))
    .execute(tx.conn())
    .await?;
    place(tx, subject, scopes).await?;
    let event = Event::new(EventKind::SecrecyMarked, subject.kind, &subject.id);
    tx.record(event.changes(Change::between(None, marking)))
        .await
}

/// Changes what a marking says; refused when somebody has changed it since.
pub async fn remark(
    tx: &mut Write,
    subject: &Subject,
    before: &Marking,
    version: i64,
    after: &Marking,
) -> Result<()> {
    let done = sqlx::query(
        "update secrecy_markings set provision = ?, authority = ?, lapses_on = ?, version = version + 1
         where kind = ? and record_id = ? and version = ?",
    )
    .bind(&after.provision)
    .bind(&after.authority)
    .bind(text(&after.lapses_on))
    .bind(subject.kind.code())
    .bind(number(subject))
    .bind(version)
    .execute(tx.conn())
    .await?;
    if done.rows_affected() == 0 {
        return Err(Error::Stale);
    }
    let event = Event::new(EventKind::SecrecyRemarked, subject.kind, &subject.id);
    tx.record(event.changes(Change::between(Some(before), after)))
        .await
}

/// Opens the record to everyone in the agency again.
pub async fn lift(tx: &mut Write, subject: &Subject, before: &Marking, reason: &str) -> Result<()> {
    for statement in [
        "delete from secrecy_scopes where kind = ? and record_id = ?",
        "delete from secrecy_markings where kind = ? and record_id = ?",
    ] {
        sqlx::query(statement)
            .bind(subject.kind.code())
            .bind(number(subject))
            .execute(tx.conn())
            .await?;
    }
    let event = Event::new(EventKind::SecrecyLifted, subject.kind, &subject.id);
    let event = event.change("provision", &before.provision, "");
    tx.record(event.change("reason", "", reason)).await
}

/// Writes who may read a marked record (also every chef, and whoever marked it), after its places or the people it names have changed; of an open
/// one nothing is written. Belongs in the write that changes them.
pub async fn place(tx: &mut Write, subject: &Subject, scopes: &[Scope]) -> Result<()> {
    sqlx::query("delete from secrecy_scopes where kind = ? and record_id = ?")
        .bind(subject.kind.code())
        .bind(number(subject))
        .execute(tx.conn())
        .await?;
    for scope in scopes.iter().chain([&Scope::Managers]) {
        sqlx::query(
            "insert into secrecy_scopes (kind, record_id, scope)
             select kind, record_id, ?3 from secrecy_markings where kind = ?1 and record_id = ?2
             on conflict do nothing",
        )
        .bind(subject.kind.code())
        .bind(number(subject))
        .bind(scope.to_string())
        .execute(tx.conn())
        .await?;
    }
    sqlx::query(
        "insert into secrecy_scopes (kind, record_id, scope)
         select kind, record_id, 'person:' || marked_by from secrecy_markings
         where kind = ?1 and record_id = ?2 and marked_by is not null on conflict do nothing",
    )
    .bind(subject.kind.code())
    .bind(number(subject))
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Writes that the one who reads has opened a marked record. It changes nothing, so it is no event.
pub async fn opened(mut tx: Write, subject: &Subject) -> Result<()> {
    let (actor, now) = (tx.actor(), tx.now());
    sqlx::query(
        "insert into secrecy_openings (kind, record_id, person_id, opened_at) values (?, ?, ?, ?)",
    )
    .bind(subject.kind.code())
    .bind(number(subject))
    .bind(actor)
    .bind(Text(now))
    .execute(tx.conn())
    .await?;
    tx.commit_unrecorded().await
}

/// One record becomes another: a marking of either holds for what is kept, and so do the openings.
pub async fn take_over(tx: &mut Write, from: &Subject, into: &Subject) -> Result<()> {
    let marked = super::find(tx.conn(), from).await?;
    let kept = super::find(tx.conn(), into).await?;
    if let (Some(marked), None) = (marked, kept) {
        mark(tx, into, &marked.marking, &[]).await?;
    }
    for statement in [
        "delete from secrecy_scopes where kind = ?1 and record_id = ?2 and ?3 is not null",
        "delete from secrecy_markings where kind = ?1 and record_id = ?2 and ?3 is not null",
        "update secrecy_openings set record_id = ?3 where kind = ?1 and record_id = ?2",
    ] {
        sqlx::query(statement)
            .bind(from.kind.code())
            .bind(number(from))
            .bind(number(into))
            .execute(tx.conn())
            .await?;
    }
    Ok(())
}
