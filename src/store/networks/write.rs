//! What changes a network; each with its event.

use crate::domain::event::{Change, Event, EventKind, SubjectKind};
use crate::domain::network::{Network, Terms};
use crate::domain::spelling::fold;
use crate::error::Result;
use crate::store::Write;
use crate::store::columns::Text;
use crate::store::dialogues::one;

pub async fn add(tx: &mut Write, terms: &Terms) -> Result<i64> {
    let (now, by) = (tx.now(), tx.actor());
    let id: i64 = sqlx::query_scalar(
        "insert into networks (name, purpose, level, organisation_id, meetings_per_year, url, search_text, created_at, created_by, updated_at)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id",
    )
    .bind(&terms.name)
    .bind(&terms.purpose)
    .bind(Text(terms.level))
    .bind(terms.organisation_id)
    .bind(terms.meetings_per_year)
    .bind(&terms.network_url)
    .bind(search_text(terms))
    .bind(Text(now))
    .bind(by)
    .bind(Text(now))
    .fetch_one(tx.conn())
    .await?;
    set_places(tx, id, terms).await?;
    let event = event(EventKind::NetworkAdded, id).version(1);
    tx.record(event.changes(Change::between(None, terms)))
        .await?;
    Ok(id)
}

pub async fn change(tx: &mut Write, before: &Network, after: &Terms) -> Result<()> {
    let saved = sqlx::query(
        "update networks set name = ?, purpose = ?, level = ?, organisation_id = ?, meetings_per_year = ?, url = ?,
                search_text = ?, updated_at = ?, version = version + 1
         where id = ? and version = ?",
    )
    .bind(&after.name)
    .bind(&after.purpose)
    .bind(Text(after.level))
    .bind(after.organisation_id)
    .bind(after.meetings_per_year)
    .bind(&after.network_url)
    .bind(search_text(after))
    .bind(Text(tx.now()))
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(saved.rows_affected())?;
    set_places(tx, before.id, after).await?;
    let event = event(EventKind::NetworkChanged, before.id).version(before.version + 1);
    tx.record(event.changes(Change::between(Some(&before.terms), after)))
        .await
}

pub async fn close(tx: &mut Write, before: &Network) -> Result<()> {
    let today = tx.today();
    turn(tx, before, Some(today.to_string())).await?;
    let event = event(EventKind::NetworkClosed, before.id).version(before.version + 1);
    tx.record(event).await
}

pub async fn reopen(tx: &mut Write, before: &Network) -> Result<()> {
    turn(tx, before, None).await?;
    let event = event(EventKind::NetworkReopened, before.id).version(before.version + 1);
    tx.record(event).await
}

async fn turn(tx: &mut Write, before: &Network, closed_on: Option<String>) -> Result<()> {
    let saved = sqlx::query(
        "update networks set closed_on = ?, updated_at = ?, version = version + 1 where id = ? and version = ?",
    )
    .bind(closed_on)
    .bind(Text(tx.now()))
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(saved.rows_affected())
}

async fn set_places(tx: &mut Write, id: i64, terms: &Terms) -> Result<()> {
    for statement in [
        "delete from network_counties where network_id = ?",
        "delete from network_issue_areas where network_id = ?",
    ] {
        sqlx::query(statement).bind(id).execute(tx.conn()).await?;
    }
    for county in &terms.counties {
        sqlx::query("insert into network_counties (network_id, county) values (?, ?)")
            .bind(id)
            .bind(county)
            .execute(tx.conn())
            .await?;
    }
    for area in &terms.issue_areas {
        sqlx::query("insert into network_issue_areas (network_id, issue_area_id) values (?, ?)")
            .bind(id)
            .bind(area)
            .execute(tx.conn())
            .await?;
    }
    Ok(())
}

fn event(kind: EventKind, id: i64) -> Event {
    Event::new(kind, SubjectKind::Network, id)
}

fn search_text(terms: &Terms) -> String {
    fold(&format!("{} {}", terms.name, terms.purpose))
}
