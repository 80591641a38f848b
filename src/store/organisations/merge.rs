//! Two organisations that turned out to be one: everything of the one comes along to the other.

use crate::domain::contact::Organisation;
use crate::domain::event::{Event, EventKind, SubjectKind};
use crate::error::Result;
use crate::store::Write;
use crate::store::columns::{Columns, Text};
use crate::store::dialogues::one;
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteRow;

/// What comes along: roles, entries in the log, partners in cases, networks it leads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Brought {
    pub roles: i64,
    pub entries: i64,
    pub partners: i64,
    pub networks: i64,
}

/// Counted for one who may read what of it is marked, which `sight` tells as JSON.
pub async fn brought(db: impl SqliteExecutor<'_>, id: i64, sight: &str) -> Result<Brought> {
    Ok(sqlx::query(concat!(
        "select (select count(*) from contact_roles r where r.organisation_id = ?1 and ",
        crate::seen!("contact", "r.contact_id", "?2"),
        ") as roles, (select count(*) from contact_entries e where e.organisation_id = ?1 and e.removed_at is null and ",
        crate::seen!("contact_entry", "e.id", "?2"),
        ") as entries, (select count(*) from transition_case_partners x where x.organisation_id = ?1 and ",
        crate::seen!("transition_case", "x.case_id", "?2"),
        ") as partners, (select count(*) from networks where organisation_id = ?1) as networks"
    ))
    .bind(id)
    .bind(sight)
    .try_map(|row: SqliteRow| {
        Ok(Brought {
            roles: row.int("roles")?,
            entries: row.int("entries")?,
            partners: row.int("partners")?,
            networks: row.int("networks")?,
        })
    })
    .fetch_one(db)
    .await?)
}

const MOVES: [&str; 4] = [
    "update contact_roles set organisation_id = ?2, version = version + 1 where organisation_id = ?1",
    "update contact_entries set organisation_id = ?2, version = version + 1 where organisation_id = ?1",
    "update transition_case_partners set organisation_id = ?2 where organisation_id = ?1",
    "update networks set organisation_id = ?2, version = version + 1 where organisation_id = ?1",
];

/// `from` becomes `into`, and its address leads on there.
pub async fn merge(tx: &mut Write, from: &Organisation, into: &Organisation) -> Result<()> {
    for statement in MOVES {
        sqlx::query(statement)
            .bind(from.id)
            .bind(into.id)
            .execute(tx.conn())
            .await?;
    }
    sqlx::query("update organisations set merged_into = ?2 where merged_into = ?1")
        .bind(from.id)
        .bind(into.id)
        .execute(tx.conn())
        .await?;
    let now = Text(tx.now());
    let gone = sqlx::query(
        "update organisations set merged_into = ?, removed_at = ?, version = version + 1
         where id = ? and version = ? and removed_at is null",
    )
    .bind(into.id)
    .bind(now)
    .bind(from.id)
    .bind(from.version)
    .execute(tx.conn())
    .await?;
    one(gone.rows_affected())?;
    let event = |of: &Organisation| {
        Event::new(
            EventKind::OrganisationMerged,
            SubjectKind::Organisation,
            of.id,
        )
    };
    tx.record(event(into).change("merged_from", "", &from.details.name))
        .await?;
    tx.record(event(from).change("merged_into", "", &into.details.name))
        .await
}
