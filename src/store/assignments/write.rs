//! Writing the ledger: made, corrected, ended, or taken out because it was a mistake.

use crate::domain::assignment::Terms;
use crate::domain::event::{Change, Event, EventKind, SubjectKind};
use crate::domain::people::{Assignment, Seat};
use crate::error::{Error, Result};
use crate::store::Write;
use crate::store::columns::{Text, text};

/// A new assignment; the caller has made sure, in this transaction, that nothing is in its way.
pub async fn create(tx: &mut Write, seat: &Seat, terms: &Terms) -> Result<i64> {
    let (team, county, department) = match seat {
        Seat::Lead(team) => (Some(*team), None, None),
        Seat::County(county) => (None, Some(county.as_str()), None),
        Seat::Issue(team, department) => (Some(*team), None, Some(*department)),
    };
    let id: i64 = sqlx::query_scalar(
        "insert into assignments (person_id, function, team_id, county, department_id, kind, is_primary, valid_from, valid_to)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?) returning id",
    )
    .bind(terms.person_id)
    .bind(Text(seat.function()))
    .bind(team)
    .bind(county)
    .bind(department)
    .bind(Text(terms.kind))
    .bind(terms.is_primary)
    .bind(Text(terms.valid_from))
    .bind(text(&terms.valid_to))
    .fetch_one(tx.conn())
    .await?;
    narrow(tx, id, terms).await?;
    let event = about(EventKind::AssignmentMade, id, seat)
        .version(1)
        .change("seat", None::<&str>, seat)
        .changes(Change::between(None, terms));
    tx.record(event).await?;
    Ok(id)
}

/// New terms for an assignment: a correction, or its last day.
pub async fn change(
    tx: &mut Write,
    current: &Assignment,
    terms: &Terms,
    kind: EventKind,
) -> Result<()> {
    let done = sqlx::query(
        "update assignments set person_id = ?, kind = ?, is_primary = ?, valid_from = ?, valid_to = ?, version = version + 1
         where id = ? and version = ? and removed_at is null",
    )
    .bind(terms.person_id)
    .bind(Text(terms.kind))
    .bind(terms.is_primary)
    .bind(Text(terms.valid_from))
    .bind(text(&terms.valid_to))
    .bind(current.id)
    .bind(current.version)
    .execute(tx.conn())
    .await?;
    if done.rows_affected() == 0 {
        return Err(Error::Stale);
    }
    narrow(tx, current.id, terms).await?;
    let event = about(kind, current.id, &current.seat)
        .version(current.version + 1)
        .changes(Change::between(Some(&Terms::of(current)), terms));
    tx.record(event).await
}

/// Takes out what was entered by mistake; it stays in the history.
pub async fn remove(tx: &mut Write, current: &Assignment, version: i64) -> Result<()> {
    let now = tx.now();
    let done = sqlx::query(
        "update assignments set removed_at = ?, version = version + 1 where id = ? and version = ? and removed_at is null",
    )
    .bind(Text(now))
    .bind(current.id)
    .bind(version)
    .execute(tx.conn())
    .await?;
    if done.rows_affected() == 0 {
        return Err(Error::Stale);
    }
    let event = about(EventKind::AssignmentRemoved, current.id, &current.seat)
        .version(version + 1)
        .change("removed_at", None::<&str>, now.to_string());
    tx.record(event).await
}

async fn narrow(tx: &mut Write, id: i64, terms: &Terms) -> Result<()> {
    for old in [
        "delete from assignment_counties where assignment_id = ?",
        "delete from assignment_issue_areas where assignment_id = ?",
    ] {
        sqlx::query(old).bind(id).execute(tx.conn()).await?;
    }
    for county in &terms.counties {
        sqlx::query("insert into assignment_counties (assignment_id, county) values (?, ?)")
            .bind(id)
            .bind(county)
            .execute(tx.conn())
            .await?;
    }
    for issue_area in &terms.issue_areas {
        sqlx::query(
            "insert into assignment_issue_areas (assignment_id, issue_area_id) values (?, ?)",
        )
        .bind(id)
        .bind(issue_area)
        .execute(tx.conn())
        .await?;
    }
    Ok(())
}

/// The place's history shows the event too.
fn about(kind: EventKind, id: i64, seat: &Seat) -> Event {
    let event = Event::new(kind, SubjectKind::Assignment, id);
    match seat {
        Seat::Lead(team) | Seat::Issue(team, _) => event.within(SubjectKind::Team, team),
        Seat::County(county) => event.within(SubjectKind::County, county),
    }
}
