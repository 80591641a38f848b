//! What changes an action; each with its event.

use crate::domain::action::{Action, FollowUp, Plan};
use crate::domain::event::{Change, Event, EventKind, SubjectKind};
use crate::domain::spelling::fold;
use crate::error::{Error, Result};
use crate::store::Write;
use crate::store::columns::{Text, text};

pub async fn make(tx: &mut Write, plan: &Plan) -> Result<i64> {
    let now = tx.now();
    let settled = (!plan.status.is_open()).then_some(now);
    let id: i64 = sqlx::query_scalar(
        "insert into actions (title, dialogue_id, issue_area_id, unit_id, owner_seat, owner_person_id, due_on, status,
                              description, result, stop_reason, search_text, created_at, updated_at, settled_at)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id",
    )
    .bind(&plan.title)
    .bind(plan.dialogue_id)
    .bind(plan.issue_area_id)
    .bind(plan.unit_id)
    .bind(text(&plan.owner_seat))
    .bind(plan.owner_person_id)
    .bind(Text(plan.due_on))
    .bind(Text(plan.status))
    .bind(&plan.description)
    .bind(&plan.result)
    .bind(&plan.stop_reason)
    .bind(search_text(plan))
    .bind(Text(now))
    .bind(Text(now))
    .bind(text(&settled))
    .fetch_one(tx.conn())
    .await?;
    set_counties(tx, id, &plan.counties).await?;
    let event = Event::new(EventKind::ActionMade, SubjectKind::Action, id)
        .version(1)
        .changes(Change::between(None, plan));
    tx.record(within(event, plan)).await?;
    Ok(id)
}

/// Saves what is new in an action. `kind` says what the person did: changed it, moved its status,
/// handed it over.
pub async fn change(tx: &mut Write, action: &Action, plan: &Plan, kind: EventKind) -> Result<()> {
    let now = tx.now();
    let settled = match (plan.status.is_open(), action.settled_at) {
        (true, _) => None,
        (false, Some(at)) if plan.status == action.plan.status => Some(at),
        (false, _) => Some(now),
    };
    let saved = sqlx::query(
        "update actions set title = ?, dialogue_id = ?, issue_area_id = ?, unit_id = ?, owner_seat = ?,
                owner_person_id = ?, due_on = ?, status = ?, description = ?, result = ?, stop_reason = ?,
                search_text = ?, updated_at = ?, settled_at = ?, version = version + 1
         where id = ? and version = ?",
    )
    .bind(&plan.title)
    .bind(plan.dialogue_id)
    .bind(plan.issue_area_id)
    .bind(plan.unit_id)
    .bind(text(&plan.owner_seat))
    .bind(plan.owner_person_id)
    .bind(Text(plan.due_on))
    .bind(Text(plan.status))
    .bind(&plan.description)
    .bind(&plan.result)
    .bind(&plan.stop_reason)
    .bind(search_text(plan))
    .bind(Text(now))
    .bind(text(&settled))
    .bind(action.id)
    .bind(action.version)
    .execute(tx.conn())
    .await?;
    if saved.rows_affected() == 0 {
        return Err(Error::Stale);
    }
    if plan.counties != action.plan.counties {
        set_counties(tx, action.id, &plan.counties).await?;
    }
    if plan.due_on != action.plan.due_on {
        keep_earlier_due(tx, action).await?;
    }
    let event = Event::new(kind, SubjectKind::Action, action.id)
        .version(action.version + 1)
        .changes(Change::between(Some(&action.plan), plan));
    tx.record(within(event, plan)).await
}

pub async fn follow_up(tx: &mut Write, action: &Action, follow_up: &FollowUp) -> Result<()> {
    let (now, actor) = (tx.now(), tx.actor());
    sqlx::query(
        "insert into action_followups (action_id, followed_on, text, by_id, created_at) values (?, ?, ?, ?, ?)",
    )
    .bind(action.id)
    .bind(Text(follow_up.followed_on))
    .bind(&follow_up.text)
    .bind(actor)
    .bind(Text(now))
    .execute(tx.conn())
    .await?;
    let event = Event::new(EventKind::ActionFollowedUp, SubjectKind::Action, action.id)
        .changes(Change::between(None, follow_up));
    tx.record(within(event, &action.plan)).await
}

async fn set_counties(tx: &mut Write, id: i64, counties: &[String]) -> Result<()> {
    sqlx::query("delete from action_counties where action_id = ?")
        .bind(id)
        .execute(tx.conn())
        .await?;
    for county in counties {
        sqlx::query("insert into action_counties (action_id, county) values (?, ?)")
            .bind(id)
            .bind(county)
            .execute(tx.conn())
            .await?;
    }
    Ok(())
}

async fn keep_earlier_due(tx: &mut Write, action: &Action) -> Result<()> {
    let (now, actor) = (tx.now(), tx.actor());
    sqlx::query(
        "insert into action_earlier_due_dates (action_id, due_on, changed_at, changed_by) values (?, ?, ?, ?)",
    )
    .bind(action.id)
    .bind(Text(action.plan.due_on))
    .bind(Text(now))
    .bind(actor)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The dialogue's history tells of its actions too.
fn within(event: Event, plan: &Plan) -> Event {
    match plan.dialogue_id {
        Some(id) => event.within(SubjectKind::Dialogue, id),
        None => event,
    }
}

fn search_text(plan: &Plan) -> String {
    fold(&format!(
        "{} {} {}",
        plan.title, plan.description, plan.result
    ))
}
