//! What changes an action; each with its event.

use crate::domain::action::{Action, FollowUp, Plan};
use crate::domain::event::{Change, Event, EventKind, SubjectKind};
use crate::domain::judgement::{self, About, Judging, Question};
use crate::domain::spelling::fold;
use crate::error::Result;
use crate::store::columns::{Columns, Text, text};
use crate::store::dialogues::one;
use crate::store::{Write, judgements};
use jiff::Timestamp;
use sqlx::AssertSqlSafe;
use sqlx::sqlite::SqliteRow;

const COLUMNS: [&str; 23] = [
    "title",
    "dialogue_id",
    "issue_area_id",
    "unit_id",
    "owner_seat",
    "owner_person_id",
    "due_on",
    "status",
    "description",
    "result",
    "effect",
    "stop_reason",
    "kind",
    "direction",
    "agency_id",
    "serves_conditions",
    "serves_ability",
    "relevant",
    "relevance",
    "shareable",
    "region_text",
    "search_text",
    "updated_at",
];

/// The values of [`COLUMNS`], in their order.
fn bound<'q>(query: Bound<'q>, plan: &'q Plan, now: Timestamp) -> Bound<'q> {
    query
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
        .bind(&plan.effect)
        .bind(&plan.stop_reason)
        .bind(Text(plan.kind))
        .bind(Text(plan.direction))
        .bind(plan.agency_id)
        .bind(plan.serves_conditions)
        .bind(plan.serves_ability)
        .bind(plan.relevant)
        .bind(&plan.relevance)
        .bind(plan.shareable)
        .bind(&plan.region_text)
        .bind(search_text(plan))
        .bind(Text(now))
}

type Bound<'q> = sqlx::query::Query<'q, sqlx::Sqlite, sqlx::sqlite::SqliteArguments>;

pub async fn make(tx: &mut Write, plan: &Plan) -> Result<i64> {
    let now = tx.now();
    let settled = (!plan.status.is_open()).then_some(now);
    let sql = format!(
        "insert into actions ({}, created_at, settled_at) values ({}?, ?) returning id",
        COLUMNS.join(", "),
        "?, ".repeat(COLUMNS.len())
    );
    let id: i64 = bound(sqlx::query(AssertSqlSafe(sql)), plan, now)
        .bind(Text(now))
        .bind(text(&settled))
        .try_map(|row: SqliteRow| row.int("id"))
        .fetch_one(tx.conn())
        .await?;
    set_counties(tx, id, &plan.counties).await?;
    judged(tx, id, None, plan).await?;
    let event = Event::new(EventKind::ActionMade, SubjectKind::Action, id)
        .version(1)
        .changes(Change::between(None, plan));
    tx.record(within(event, plan)).await?;
    Ok(id)
}

/// Saves what is new in an action. `kind` says what the person did: changed it, moved its status,
/// handed it over. On another unit it is no longer the one that answered.
pub async fn change(tx: &mut Write, action: &Action, plan: &Plan, kind: EventKind) -> Result<()> {
    let now = tx.now();
    let settled = match (plan.status.is_open(), action.settled_at) {
        (true, _) => None,
        (false, Some(at)) if plan.status == action.plan.status => Some(at),
        (false, _) => Some(now),
    };
    let sql = format!(
        "update actions set receipt = case when unit_id = ?4 or given_seat is not null then receipt else '' end,
                {}, settled_at = ?24, version = version + 1 where id = ?25 and version = ?26",
        numbered(&COLUMNS)
    );
    let saved = bound(sqlx::query(AssertSqlSafe(sql)), plan, now)
        .bind(text(&settled))
        .bind(action.id)
        .bind(action.version)
        .execute(tx.conn())
        .await?;
    one(saved.rows_affected())?;
    if plan.counties != action.plan.counties {
        set_counties(tx, action.id, &plan.counties).await?;
    }
    if plan.due_on != action.plan.due_on {
        keep_earlier_due(tx, action).await?;
    }
    judged(tx, action.id, Some(&action.plan), plan).await?;
    let event = Event::new(kind, SubjectKind::Action, action.id)
        .version(action.version + 1)
        .changes(Change::between(Some(&action.plan), plan));
    tx.record(within(event, plan)).await
}

/// "title = ?1, dialogue_id = ?2, …"
fn numbered(columns: &[&str]) -> String {
    let each = columns.iter().enumerate();
    let each = each.map(|(place, column)| format!("{column} = ?{}", place + 1));
    each.collect::<Vec<_>>().join(", ")
}

/// The judgement of an operativ insats stands in the log of judgements too.
async fn judged(tx: &mut Write, id: i64, before: Option<&Plan>, plan: &Plan) -> Result<()> {
    let said = |plan: &Plan| (plan.relevant, plan.relevance.clone());
    let Some(relevant) = plan.relevant else {
        return Ok(());
    };
    if before.is_some_and(|before| said(before) == said(plan)) {
        return Ok(());
    }
    let judging = Judging {
        question: Question::Operational,
        about: About::Action(id),
        seat: None,
        answer: judgement::Answer::of(relevant),
        reason: plan.relevance.clone(),
    };
    judgements::follow(tx, &judging).await
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
pub(super) fn within(event: Event, plan: &Plan) -> Event {
    match plan.dialogue_id {
        Some(id) => event.within(SubjectKind::Dialogue, id),
        None => event,
    }
}

fn search_text(plan: &Plan) -> String {
    fold(&format!(
        "{} {} {} {}",
        plan.title, plan.description, plan.result, plan.effect
    ))
}
