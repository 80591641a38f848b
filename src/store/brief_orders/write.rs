//! Orders made by rule, changed by people, and answered by briefs that come to hold.

use super::{ROWS, find, follow, of_dialogue, order};
use crate::domain::brief::{BriefOf, Scope};
use crate::domain::brief_order::{Coming, Living, Order, Standing, State, orders};
use crate::domain::dialogue::Dialogue;
use crate::domain::event::{Change, Event, EventKind, SubjectKind};
use crate::domain::milestone::ChosenArea;
use crate::error::{Error, Result};
use crate::store::columns::{Text, text};
use crate::store::dialogues::one;
use crate::store::{Write, dialogues, milestones};
use sqlx::AssertSqlSafe;

/// Orders what the chosen issue areas ask for, and withdraws what they no longer do.
pub(in crate::store) async fn place(
    tx: &mut Write,
    of: &Dialogue,
    chosen: &[ChosenArea<'_>],
) -> Result<()> {
    let (today, held_on) = (tx.today(), of.plan.held_on);
    let standing = of_dialogue(tx.conn(), of.id).await?;
    let lines = milestones::of_dialogue(tx.conn(), of.id).await?;
    let living: Vec<Living> = standing.iter().map(Living::of).collect();
    let (coming, withdrawn) = orders(chosen, &living, &lines, held_on, today);
    for each in standing.iter().filter(|each| withdrawn.contains(&each.id)) {
        let after = Standing {
            state: State::Withdrawn,
            ..each.standing.clone()
        };
        set(tx, each, &after, None, EventKind::BriefOrderWithdrawn).await?;
    }
    for each in &coming {
        add(tx, of, each).await?;
    }
    follow::national(tx, of).await
}

async fn add(tx: &mut Write, of: &Dialogue, coming: &Coming) -> Result<()> {
    let (now, by) = (tx.now(), tx.actor());
    let scope = match coming.area {
        Some(_) => Scope::National,
        None => Scope::Regional,
    };
    let standing = &coming.standing;
    let settled = (!standing.state.is_open()).then_some(now);
    let id: i64 = sqlx::query_scalar(
        "insert into brief_orders (dialogue_id, scope, issue_area_id, state, due_on, reason, ordered_at, ordered_by,
                                   settled_at, settled_by)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id",
    )
    .bind(of.id)
    .bind(Text(scope))
    .bind(coming.area)
    .bind(Text(standing.state))
    .bind(Text(standing.due_on))
    .bind(&standing.reason)
    .bind(Text(now))
    .bind(by)
    .bind(text(&settled))
    .bind(by.filter(|_| settled.is_some()))
    .fetch_one(tx.conn())
    .await?;
    let event = event(EventKind::BriefOrdered, of.id, id, 1);
    tx.record(event.changes(Change::between(None, standing)))
        .await?;
    let made = find(tx.conn(), of.id, id).await?;
    let today = tx.today();
    match made.standing.state.is_open() && made.proposed(today).is_none() {
        true => begin_brief(tx, &made.of()).await,
        false => Ok(()),
    }
}

/// A brief that is ordered and does not hold is begun, so that its writer finds it.
async fn begin_brief(tx: &mut Write, of: &BriefOf) -> Result<()> {
    crate::store::briefs::request(tx, of).await?;
    Ok(())
}

/// Saves what a person has changed: another date, not needed, returned with what is missing, ordered again.
pub async fn change(tx: &mut Write, of: &Dialogue, before: &Order, after: &Standing) -> Result<()> {
    let same = before.standing.state == after.state;
    let kind = match after.state {
        _ if same && before.standing.reason == after.reason => EventKind::BriefOrderChanged,
        State::NotNeeded => EventKind::BriefOrderNotNeeded,
        State::Returned => EventKind::BriefOrderReturned,
        State::Ordered => EventKind::BriefOrdered,
        _ => EventKind::BriefOrderChanged,
    };
    let answer = before.answer.map(|(version, _)| version).filter(|_| same);
    set(tx, before, after, answer, kind).await?;
    if same && (before.standing.reason == after.reason || !after.state.asks_why()) {
        return Ok(());
    }
    if after.state.is_open() && !same {
        begin_brief(tx, &before.of()).await?;
    }
    follow::one(tx, of, before).await
}

/// Bad om igen: the receiver sees it on her start page. Nothing is sent.
pub async fn ask_again(tx: &mut Write, before: &Order) -> Result<()> {
    let now = tx.now();
    let updated = sqlx::query(
        "update brief_orders set asked_again_at = ?, version = version + 1 where id = ? and version = ?",
    )
    .bind(Text(now))
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(updated.rows_affected())?;
    let event = event(
        EventKind::BriefOrderAskedAgain,
        before.dialogue_id,
        before.id,
        before.version + 1,
    );
    let earlier = text(&before.asked_again_at);
    tx.record(event.change("asked_again_at", earlier, now.to_string()))
        .await
}

/// Asks for a new version of a brief although one holds.
pub async fn ask_for_new(tx: &mut Write, before: &Order) -> Result<()> {
    let kind = EventKind::BriefOrdered;
    set(tx, before, &before.standing, None, kind).await?;
    begin_brief(tx, &before.of()).await
}

/// Answers an order with the version that already holds.
pub async fn use_held(tx: &mut Write, of: &Dialogue, before: &Order) -> Result<()> {
    let held = before.held.as_ref().ok_or(Error::Stale)?;
    deliver(tx, of, before, held.version_id).await
}

async fn deliver(tx: &mut Write, of: &Dialogue, before: &Order, version: i64) -> Result<()> {
    let after = Standing {
        state: State::Delivered,
        reason: String::new(),
        ..before.standing.clone()
    };
    let kind = EventKind::BriefOrderDelivered;
    set(tx, before, &after, Some(version), kind).await?;
    follow::one(tx, of, before).await
}

/// A version of a brief has come to hold: it answers every open order of it in dialogues that go on.
pub(in crate::store) async fn answer_with(
    tx: &mut Write,
    of: &BriefOf,
    brief_version_id: i64,
) -> Result<()> {
    for each in open_of(tx, of).await? {
        let dialogue = dialogues::find(tx.conn(), each.dialogue_id).await?;
        deliver(tx, &dialogue, &each, brief_version_id).await?;
    }
    Ok(())
}

/// A brief that is judged not to be needed is ordered no longer.
pub(in crate::store) async fn not_needed(
    tx: &mut Write,
    of: &BriefOf,
    reason: &str,
    ends: impl Fn(&Order) -> bool,
) -> Result<()> {
    for each in open_of(tx, of).await?.into_iter().filter(|each| ends(each)) {
        let dialogue = dialogues::find(tx.conn(), each.dialogue_id).await?;
        let after = Standing {
            state: State::NotNeeded,
            reason: reason.to_owned(),
            ..each.standing.clone()
        };
        set(tx, &each, &after, None, EventKind::BriefOrderNotNeeded).await?;
        follow::one(tx, &dialogue, &each).await?;
    }
    Ok(())
}

async fn open_of(tx: &mut Write, of: &BriefOf) -> Result<Vec<Order>> {
    let rows = sqlx::query(AssertSqlSafe(format!(
        "{ROWS} where o.state in ('ordered', 'returned') and d.phase not in ('closed', 'cancelled')
           and ((o.scope = 'national' and o.issue_area_id = ?1) or (o.scope = 'regional' and d.county = ?2))
         order by o.id"
    )))
    .bind(of.issue_area())
    .bind(of.county())
    .try_map(order)
    .fetch_all(tx.conn())
    .await?;
    Ok(rows)
}

/// Saves where an order stands, with its event; what follows of it is the caller's.
pub(super) async fn set(
    tx: &mut Write,
    before: &Order,
    after: &Standing,
    answer: Option<i64>,
    kind: EventKind,
) -> Result<()> {
    let settles = before.standing.state != after.state;
    let (now, by) = (tx.now(), tx.actor());
    let settled = (settles && !after.state.is_open()).then_some(now);
    let updated = sqlx::query(
        "update brief_orders set state = ?1, reason = ?2, due_on = ?3, brief_version_id = ?4,
                settled_at = case when ?5 then ?6 else settled_at end,
                settled_by = case when ?5 then ?7 else settled_by end,
                asked_again_at = case when ?6 is null then asked_again_at end, version = version + 1
         where id = ?8 and version = ?9",
    )
    .bind(Text(after.state))
    .bind(&after.reason)
    .bind(Text(after.due_on))
    .bind(answer)
    .bind(settles)
    .bind(text(&settled))
    .bind(by.filter(|_| settled.is_some()))
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(updated.rows_affected())?;
    let event = event(kind, before.dialogue_id, before.id, before.version + 1);
    tx.record(event.changes(Change::between(Some(&before.standing), after)))
        .await
}

fn event(kind: EventKind, dialogue_id: i64, id: i64, version: i64) -> Event {
    Event::new(kind, SubjectKind::BriefOrder, id)
        .within(SubjectKind::Dialogue, dialogue_id)
        .version(version)
}
