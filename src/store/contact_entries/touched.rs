//! Whom a person has been in touch with: organisations and people, each with when it was last.

use crate::domain::contact::{organisation_url, url};
use crate::domain::secrecy::Sight;
use crate::error::Result;
use crate::seen;
use crate::store::columns::Columns;
use crate::store::reader::Reader;
use jiff::civil::Date;
use sqlx::sqlite::SqliteRow;

/// An organisation or a person in it, and the last entry about her.
#[derive(Clone, Debug)]
pub struct Touched {
    pub name: String,
    pub url: String,
    pub is_actor: bool,
    pub county: String,
    pub last_on: Date,
    pub entry: i64,
    pub subject: String,
}

impl Touched {
    pub fn entry_url(&self) -> String {
        crate::domain::contact::entry_url(self.entry)
    }
}

/// More than this is not listed.
const MOST: i64 = 200;

/// Those in some län that someone has logged contacts with, or taken part when a colleague did: the RUA
/// first, then by when it was last.
pub async fn touched_by(
    db: &Reader,
    person: i64,
    counties: &[String],
    sight: &Sight,
) -> Result<Vec<Touched>> {
    let rows = sqlx::query(concat!(
        "with hers as (
             select e.id as entry, e.county, e.organisation_id, e.held_on, e.subject from contact_entries e
             where e.removed_at is null and e.county in (select value from json_each(?2))
               and (e.created_by = ?1 or exists (select 1 from contact_entry_colleagues k
                        where k.entry_id = e.id and k.person_id = ?1)) and ",
        seen!("contact_entry", "e.id", "?3"),
        "), met as (
             select 'organisation' as kind, o.id, o.name, o.kind = 'regional_actor' as actor, h.* from hers h
             join organisations o on o.id = h.organisation_id and o.removed_at is null
             union all
             select 'contact', p.id, p.name, 0, h.* from hers h join contact_entry_people x on x.entry_id = h.entry
             join contacts p on p.id = x.contact_id and p.removed_at is null and p.pseudonymised_at is null and ",
        seen!("contact", "p.id", "?3"),
        ")
         select m.kind, m.id, m.name, m.actor, c.short_name as county, max(m.held_on) as last_on, m.entry, m.subject
         from met m join counties c on c.code = m.county
         group by m.kind, m.id order by m.actor desc, last_on desc, m.name collate svenska limit ?4"
    ))
    .bind(person)
    .bind(serde_json::Value::from(counties).to_string())
    .bind(sight.json())
    .bind(MOST)
    .try_map(touched)
    .fetch_all(db)
    .await?;
    Ok(rows)
}

fn touched(row: SqliteRow) -> sqlx::Result<Touched> {
    let id = row.int("id")?;
    Ok(Touched {
        name: row.string("name")?,
        url: match row.string("kind")?.as_str() {
            "organisation" => organisation_url(id),
            _ => url(id),
        },
        is_actor: row.flag("actor")?,
        county: row.string("county")?,
        last_on: row.parsed("last_on")?,
        entry: row.int("entry")?,
        subject: row.string("subject")?,
    })
}
