//! What changes an organisation, each with its event.

use crate::domain::contact::{Details, Organisation};
use crate::domain::event::{Change, Event, EventKind, SubjectKind};
use crate::domain::spelling::fold;
use crate::error::Result;
use crate::store::Write;
use crate::store::columns::Text;
use crate::store::dialogues::one;

pub async fn add(tx: &mut Write, details: &Details) -> Result<i64> {
    let (now, actor) = (tx.now(), tx.actor());
    let id: i64 = sqlx::query_scalar(
        "insert into organisations (kind, name, name_key, level, county, municipality, national_agency_id, url, notes,
                                    created_at, created_by, updated_at)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?10) returning id",
    )
    .bind(Text(details.organisation_kind))
    .bind(&details.name)
    .bind(fold(&details.name))
    .bind(Text(details.level))
    .bind(&details.county)
    .bind(&details.municipality)
    .bind(details.national_agency_id)
    .bind(&details.url)
    .bind(&details.notes)
    .bind(Text(now))
    .bind(actor)
    .fetch_one(tx.conn())
    .await?;
    let event = Event::new(EventKind::OrganisationAdded, SubjectKind::Organisation, id);
    tx.record(event.version(1).changes(Change::between(None, details)))
        .await?;
    Ok(id)
}

pub async fn change(tx: &mut Write, before: &Organisation, after: &Details) -> Result<()> {
    let now = tx.now();
    let updated = sqlx::query(
        "update organisations set kind = ?, name = ?, name_key = ?, level = ?, county = ?, municipality = ?,
                national_agency_id = ?, url = ?, notes = ?, updated_at = ?, version = version + 1
         where id = ? and version = ? and removed_at is null",
    )
    .bind(Text(after.organisation_kind))
    .bind(&after.name)
    .bind(fold(&after.name))
    .bind(Text(after.level))
    .bind(&after.county)
    .bind(&after.municipality)
    .bind(after.national_agency_id)
    .bind(&after.url)
    .bind(&after.notes)
    .bind(Text(now))
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(updated.rows_affected())?;
    let event = Event::new(
        EventKind::OrganisationChanged,
        SubjectKind::Organisation,
        before.id,
    );
    let changes = Change::between(Some(&before.details), after);
    tx.record(event.version(before.version + 1).changes(changes))
        .await
}
