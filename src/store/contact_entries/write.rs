//! What is written in the log; a signed tjänsteanteckning is never changed.

use crate::domain::contact::{Entry, Note};
use crate::domain::event::{Change, Event, EventKind, Subject, SubjectKind};
use crate::domain::spelling::fold;
use crate::error::Result;
use crate::store::columns::{Text, text};
use crate::store::dialogues::one;
use crate::store::{Write, secrecy};

pub async fn add(tx: &mut Write, note: &Note) -> Result<i64> {
    let (now, actor) = (tx.now(), tx.actor());
    let id: i64 = sqlx::query_scalar(
        "insert into contact_entries (county, organisation_id, unit_id, held_on, channel, subject, text, official, signed_at,
                                      follow_up, follow_up_on, issue_area_id, search_text, created_at, created_by, updated_at)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?14) returning id",
    )
    .bind(&note.county)
    .bind(note.organisation_id)
    .bind(note.unit_id)
    .bind(Text(note.held_on))
    .bind(Text(note.channel))
    .bind(&note.subject)
    .bind(&note.text)
    .bind(note.official)
    .bind(note.official.then(|| now.to_string()))
    .bind(&note.follow_up)
    .bind(text(&note.follow_up_on))
    .bind(note.issue_area_id)
    .bind(search_text(note))
    .bind(Text(now))
    .bind(actor)
    .fetch_one(tx.conn())
    .await?;
    people(tx, id, note).await?;
    let event = Event::new(EventKind::ContactLogged, SubjectKind::ContactEntry, id).version(1);
    tx.record(event.changes(Change::between(None, note)))
        .await?;
    Ok(id)
}

pub async fn change(tx: &mut Write, before: &Entry, after: &Note) -> Result<()> {
    let now = tx.now();
    let updated = sqlx::query(
        "update contact_entries set county = ?, organisation_id = ?, unit_id = ?, held_on = ?, channel = ?, subject = ?,
                text = ?, official = ?, signed_at = ?, follow_up = ?, follow_up_on = ?, issue_area_id = ?,
                followed_up_at = case when ? then followed_up_at end, search_text = ?, updated_at = ?, version = version + 1
         where id = ? and version = ? and signed_at is null and removed_at is null",
    )
    .bind(&after.county)
    .bind(after.organisation_id)
    .bind(after.unit_id)
    .bind(Text(after.held_on))
    .bind(Text(after.channel))
    .bind(&after.subject)
    .bind(&after.text)
    .bind(after.official)
    .bind(after.official.then(|| now.to_string()))
    .bind(&after.follow_up)
    .bind(text(&after.follow_up_on))
    .bind(after.issue_area_id)
    .bind(after.follow_up_on == before.note.follow_up_on)
    .bind(search_text(after))
    .bind(Text(now))
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(updated.rows_affected())?;
    people(tx, before.id, after).await?;
    let kind = match after.official {
        true => EventKind::ContactEntrySigned,
        false => EventKind::ContactEntryChanged,
    };
    let subject = Subject::new(SubjectKind::ContactEntry, before.id);
    let today = tx.today();
    let record = secrecy::record(tx.conn(), &subject, today).await?;
    secrecy::place(tx, &subject, &record.scopes()).await?;
    let event = Event::new(kind, SubjectKind::ContactEntry, before.id).version(before.version + 1);
    tx.record(event.changes(Change::between(Some(&before.note), after)))
        .await
}

/// What was to be done has been; open to a signed one too, for it changes nothing that was signed.
pub async fn followed_up(tx: &mut Write, before: &Entry) -> Result<()> {
    let now = tx.now();
    let updated = sqlx::query(
        "update contact_entries set followed_up_at = ?1, updated_at = ?1, version = version + 1
         where id = ?2 and version = ?3 and followed_up_at is null and removed_at is null",
    )
    .bind(Text(now))
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(updated.rows_affected())?;
    let kind = EventKind::ContactFollowedUp;
    let event = Event::new(kind, SubjectKind::ContactEntry, before.id);
    tx.record(event.version(before.version + 1)).await
}

async fn people(tx: &mut Write, id: i64, note: &Note) -> Result<()> {
    for (clear, fill, ids) in [
        (
            "delete from contact_entry_people where entry_id = ?",
            "insert into contact_entry_people (entry_id, contact_id) select distinct ?, value from json_each(?)",
            &note.people,
        ),
        (
            "delete from contact_entry_colleagues where entry_id = ?",
            "insert into contact_entry_colleagues (entry_id, person_id) select distinct ?, value from json_each(?)",
            &note.colleagues,
        ),
    ] {
        sqlx::query(clear).bind(id).execute(tx.conn()).await?;
        sqlx::query(fill)
            .bind(id)
            .bind(serde_json::Value::from(ids.clone()).to_string())
            .execute(tx.conn())
            .await?;
    }
    Ok(())
}

fn search_text(note: &Note) -> String {
    fold(&format!(
        "{} {} {}",
        note.subject, note.text, note.follow_up
    ))
}
