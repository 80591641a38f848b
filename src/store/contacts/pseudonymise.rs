//! A person who shall not be told any more: the records stay, without her.

use crate::domain::contact::{Contact, NOBODY};
use crate::domain::event::{Event, EventKind, SubjectKind};
use crate::domain::spelling::fold;
use crate::error::Result;
use crate::store::Write;
use crate::store::columns::Text;
use crate::store::dialogues::one;

/// ?1 is her id; those that were merged into her are her too.
const HER: &str = "(select id from contacts where id = ?1 or merged_into = ?1)";

/// Takes away what tells who she is, here and on the lists of participants, and what the history says of it.
pub async fn pseudonymise(tx: &mut Write, contact: &Contact) -> Result<()> {
    let now = tx.now();
    let gone = sqlx::query(sqlx::AssertSqlSafe(format!(
        "update contacts set name = ?3, name_key = ?4, email = '', phone = '', notes = '', source = '', pseudonymised_at = ?5,
                updated_at = ?5, version = version + 1
         where id in {HER} and (id <> ?1 or (version = ?2 and removed_at is null and pseudonymised_at is null))"
    )))
    .bind(contact.id)
    .bind(contact.version)
    .bind(NOBODY)
    .bind(fold(NOBODY))
    .bind(Text(now))
    .execute(tx.conn())
    .await?;
    one(gone.rows_affected().min(1))?;
    for statement in [
        format!(
            "update participants set name = ?2, title = '', version = version + 1 where contact_id in {HER}"
        ),
        "update event_values set before = null, after = null
             where field in ('name', 'title', 'email', 'phone', 'notes', 'data_source', 'merged_from', 'merged_into')
               and event_id in (select id from events where subject_kind = 'contact' and subject_id in
                   (select cast(id as text) from contacts where id = ?1 or merged_into = ?1)) and ?2 is not null"
            .to_owned(),
        format!(
            "update event_values set before = null, after = null
             where field in ('name', 'title') and event_id in (select id from events
                 where subject_kind = 'participant' and subject_id in
                     (select cast(id as text) from participants where contact_id in {HER})) and ?2 is not null"
        ),
    ] {
        sqlx::query(sqlx::AssertSqlSafe(statement))
            .bind(contact.id)
            .bind(NOBODY)
            .execute(tx.conn())
            .await?;
    }
    let kind = EventKind::ContactPseudonymised;
    let event = Event::new(kind, SubjectKind::Contact, contact.id);
    tx.record(event.version(contact.version + 1)).await
}
