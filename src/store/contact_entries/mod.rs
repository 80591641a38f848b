//! Kontaktlogg: what was said with whom; entries that are marked only by who may read them.

mod cadence;
mod list;
mod touched;
mod write;

pub use cadence::{cadences, own_days, set_days, usual_days};
pub use list::{Filter, Row, Sort, list, of_county_between};
pub use touched::{Touched, touched_by};
pub use write::{add, change, followed_up};

use super::columns::Columns;
use super::reader::Reader;
use crate::domain::contact::{Entry, Note};
use crate::domain::secrecy::Sight;
use crate::error::Result;
use crate::seen;
use jiff::civil::Date;
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteRow;

pub async fn find(db: impl SqliteExecutor<'_>, id: i64) -> Result<Entry> {
    Ok(sqlx::query(
        "select e.*, coalesce(p.name, '') as author,
                (select json_group_array(contact_id) from (select contact_id from contact_entry_people
                     where entry_id = e.id order by contact_id)) as people,
                (select json_group_array(person_id) from (select person_id from contact_entry_colleagues
                     where entry_id = e.id order by person_id)) as colleagues
         from contact_entries e left join people p on p.id = e.created_by
         where e.id = ? and e.removed_at is null",
    )
    .bind(id)
    .try_map(|row: SqliteRow| {
        Ok(Entry {
            id: row.int("id")?,
            note: Note {
                county: row.opt_string("county")?,
                organisation_id: row.opt_int("organisation_id")?,
                people: row.json("people")?,
                colleagues: row.json("colleagues")?,
                unit_id: row.opt_int("unit_id")?,
                held_on: row.parsed("held_on")?,
                channel: row.parsed("channel")?,
                subject: row.string("subject")?,
                text: row.string("text")?,
                issue_area_id: row.opt_int("issue_area_id")?,
                follow_up: row.string("follow_up")?,
                follow_up_on: row.opt_parsed("follow_up_on")?,
                official: row.flag("official")?,
            },
            signed_at: row.opt_parsed("signed_at")?,
            followed_up_at: row.opt_parsed("followed_up_at")?,
            author_id: row.opt_int("created_by")?,
            author: row.string("author")?,
            version: row.int("version")?,
        })
    })
    .fetch_one(db)
    .await?)
}

/// What someone said she would do about a contact.
#[derive(Clone, Debug)]
pub struct FollowUp {
    pub id: i64,
    pub subject: String,
    pub text: String,
    pub due_on: Date,
    pub county: String,
    pub version: i64,
}

const MOST: i64 = 50;

/// What a person has to follow up, the oldest first.
pub async fn follow_ups(db: &Reader, person_id: i64, sight: &Sight) -> Result<Vec<FollowUp>> {
    let rows = sqlx::query(concat!(
        "select e.id, e.subject, e.follow_up, e.follow_up_on, e.version, coalesce(c.short_name, '') as county
         from contact_entries e left join counties c on c.code = e.county
         where e.follow_up_on is not null and e.followed_up_at is null and e.removed_at is null
           and e.created_by = ?1 and ",
        seen!("contact_entry", "e.id", "?2"),
        " order by e.follow_up_on, e.id limit ?3"
    ))
    .bind(person_id)
    .bind(sight.json())
    .bind(MOST)
    .try_map(|row: SqliteRow| {
        Ok(FollowUp {
            id: row.int("id")?,
            subject: row.string("subject")?,
            text: row.string("follow_up")?,
            due_on: row.parsed("follow_up_on")?,
            county: row.string("county")?,
            version: row.int("version")?,
        })
    })
    .fetch_all(db)
    .await?;
    Ok(rows)
}
