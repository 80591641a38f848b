//! What else has to do with a person: the dialogues she took part in, and what a merge brings along.

use crate::domain::secrecy::Sight;
use crate::error::Result;
use crate::seen;
use crate::store::columns::{Columns, Text};
use crate::store::kept::{self, Until};
use crate::store::reader::Reader;
use jiff::civil::Date;
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteRow;
use std::collections::HashMap;

/// A dialogue she is on the list of.
#[derive(Clone, Debug)]
pub struct Taken {
    pub dialogue_id: i64,
    pub held_on: Date,
    pub county: String,
    pub attended: crate::domain::participant::Attended,
    pub in_dialogue: bool,
}

/// The dialogues she has taken part in or is to, newest first.
pub async fn taken_part(db: impl SqliteExecutor<'_>, contact_id: i64) -> Result<Vec<Taken>> {
    Ok(sqlx::query(
        "select x.dialogue_id, x.attended, x.in_dialogue, d.held_on, c.short_name as county
         from participants x join dialogues d on d.id = x.dialogue_id join counties c on c.code = d.county
         where x.contact_id = ? and x.removed_at is null order by d.held_on desc, x.id limit 100",
    )
    .bind(contact_id)
    .try_map(|row: SqliteRow| {
        Ok(Taken {
            dialogue_id: row.int("dialogue_id")?,
            held_on: row.parsed("held_on")?,
            county: row.string("county")?,
            attended: row.parsed("attended")?,
            in_dialogue: row.flag("in_dialogue")?,
        })
    })
    .fetch_all(db)
    .await?)
}

/// Which of a dialogue's participants are contacts, of those who may be read.
pub async fn of_participants(
    db: impl SqliteExecutor<'_>,
    dialogue_id: i64,
    sight: &Sight,
) -> Result<HashMap<i64, i64>> {
    let rows: Vec<(i64, i64)> = sqlx::query_as(concat!(
        "select x.id, x.contact_id from participants x
         where x.dialogue_id = ?1 and x.contact_id is not null and x.removed_at is null and ",
        seen!("contact", "x.contact_id", "?2")
    ))
    .bind(dialogue_id)
    .bind(sight.json())
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().collect())
}

/// What comes along when a person turns out to be another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Brought {
    pub roles: i64,
    pub entries: i64,
    pub dialogues: i64,
}

/// Counted for one who may read what of it is marked.
pub async fn brought(
    db: impl SqliteExecutor<'_>,
    contact_id: i64,
    sight: &Sight,
) -> Result<Brought> {
    Ok(sqlx::query(concat!(
        "select (select count(*) from contact_roles where contact_id = ?1) as roles,
                (select count(*) from contact_entry_people x join contact_entries e on e.id = x.entry_id
                 where x.contact_id = ?1 and e.removed_at is null and ",
        seen!("contact_entry", "e.id", "?2"),
        ") as entries, (select count(*) from participants where contact_id = ?1 and removed_at is null) as dialogues"
    ))
    .bind(contact_id)
    .bind(sight.json())
    .try_map(|row: SqliteRow| {
        Ok(Brought {
            roles: row.int("roles")?,
            entries: row.int("entries")?,
            dialogues: row.int("dialogues")?,
        })
    })
    .fetch_one(db)
    .await?)
}

/// Those who turned out to be this person.
pub async fn merged_into(db: impl SqliteExecutor<'_>, contact_id: i64) -> Result<Vec<i64>> {
    let of = "select id from contacts where merged_into = ? order by id limit 20";
    Ok(sqlx::query_scalar(of)
        .bind(contact_id)
        .fetch_all(db)
        .await?)
}

/// The names and addresses a person is told by: her own, and those of the ones who turned out to be her.
pub async fn called(db: impl SqliteExecutor<'_>, contact_id: i64) -> Result<Vec<(String, String)>> {
    let of = "select name, email from contacts where id = ?1 or merged_into = ?1 order by id = ?1 desc, id limit 20";
    Ok(sqlx::query_as(of).bind(contact_id).fetch_all(db).await?)
}

/// How many people a län has today, of those one may read.
pub async fn in_county(db: &Reader, sight: &Sight, county: &str, today: Date) -> Result<i64> {
    let key = format!("{county} {today} {}", sight.json());
    let read = async {
        Ok(sqlx::query_scalar::<_, i64>(concat!(
            "select count(distinct r.contact_id) from organisations o
                 join contact_roles r on r.organisation_id = o.id join contacts p on p.id = r.contact_id
                 where o.county = ?1 and (r.valid_to is null or r.valid_to >= ?2)
                   and p.removed_at is null and p.pseudonymised_at is null and ",
            seen!("contact", "p.id", "?3")
        ))
        .bind(county)
        .bind(Text(today))
        .bind(sight.json())
        .fetch_one(db)
        .await?)
    };
    let about = ("contacts in a county", key);
    Ok(*kept::answer(db, Until::AnythingHappens, about, read).await?)
}
