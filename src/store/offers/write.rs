//! What changes an offer; each with its event.

use crate::domain::event::{Change, Event, EventKind, SubjectKind};
use crate::domain::offer::{Offer, Terms};
use crate::domain::spelling::fold;
use crate::error::{Error, Result};
use crate::store::Write;
use crate::store::columns::{Text, text};
use crate::store::dialogues::one;

pub async fn add(tx: &mut Write, terms: &Terms) -> Result<i64> {
    let now = tx.now();
    let id: i64 = sqlx::query_scalar(
        "insert into offers (title, kind, description, unit_id, valid_from, valid_to, link, search_text, created_at, updated_at)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id",
    )
    .bind(&terms.title)
    .bind(Text(terms.kind))
    .bind(&terms.description)
    .bind(terms.unit_id)
    .bind(Text(terms.valid_from))
    .bind(text(&terms.valid_to))
    .bind(&terms.link)
    .bind(search_text(terms))
    .bind(Text(now))
    .bind(Text(now))
    .fetch_one(tx.conn())
    .await?;
    set_areas(tx, id, &terms.issue_areas).await?;
    let event = Event::new(EventKind::OfferAdded, SubjectKind::Offer, id);
    tx.record(event.version(1).changes(Change::between(None, terms)))
        .await?;
    Ok(id)
}

/// Saves what is new in an offer; `kind` says whether it was changed or closed.
pub async fn change(tx: &mut Write, before: &Offer, after: &Terms, kind: EventKind) -> Result<()> {
    let now = tx.now();
    let updated = sqlx::query(
        "update offers set title = ?, kind = ?, description = ?, unit_id = ?, valid_from = ?, valid_to = ?, link = ?,
                search_text = ?, updated_at = ?, version = version + 1
         where id = ? and version = ?",
    )
    .bind(&after.title)
    .bind(Text(after.kind))
    .bind(&after.description)
    .bind(after.unit_id)
    .bind(Text(after.valid_from))
    .bind(text(&after.valid_to))
    .bind(&after.link)
    .bind(search_text(after))
    .bind(Text(now))
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(updated.rows_affected())?;
    if before.terms.issue_areas != after.issue_areas {
        set_areas(tx, before.id, &after.issue_areas).await?;
    }
    let event = Event::new(kind, SubjectKind::Offer, before.id).version(before.version + 1);
    tx.record(event.changes(Change::between(Some(&before.terms), after)))
        .await
}

async fn set_areas(tx: &mut Write, id: i64, areas: &[i64]) -> Result<()> {
    sqlx::query("delete from offer_issue_areas where offer_id = ?")
        .bind(id)
        .execute(tx.conn())
        .await?;
    let areas = serde_json::to_string(areas).map_err(Error::internal)?;
    sqlx::query(
        "insert into offer_issue_areas (offer_id, issue_area_id) select distinct ?, value from json_each(?)",
    )
    .bind(id)
    .bind(areas)
    .execute(tx.conn())
    .await?;
    Ok(())
}

fn search_text(terms: &Terms) -> String {
    fold(&format!("{} {}", terms.title, terms.description))
}
