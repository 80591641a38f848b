//! Orders and their milestones keep step: what is said of one is said of the other.

use super::of_dialogue;
use super::write::set;
use crate::domain::brief::Scope;
use crate::domain::brief_order::{Order, Standing, State, outcome_of, state_of};
use crate::domain::dialogue::Dialogue;
use crate::domain::event::EventKind;
use crate::domain::milestone::{Milestone, Open, Outcome, Settling, rescheduled};
use crate::error::Result;
use crate::store::Write;
use crate::store::milestones::{self, Which};
use jiff::civil::Date;

fn key(scope: Scope) -> &'static str {
    match scope {
        Scope::National => "national_brief",
        Scope::Regional => "regional_brief",
    }
}

fn department(order: &Order) -> Option<i64> {
    order.area.as_ref().map(|area| area.department_id)
}

/// The milestone of one order, and of the other orders it has.
pub(super) async fn one(tx: &mut Write, of: &Dialogue, about: &Order) -> Result<()> {
    let all = of_dialogue(tx.conn(), of.id).await?;
    milestone(tx, of, &all, about.scope, department(about)).await
}

/// The milestones of every department that has an order.
pub(super) async fn national(tx: &mut Write, of: &Dialogue) -> Result<()> {
    let all = of_dialogue(tx.conn(), of.id).await?;
    let mut departments: Vec<i64> = all.iter().filter_map(department).collect();
    departments.dedup();
    for id in departments {
        milestone(tx, of, &all, Scope::National, Some(id)).await?;
    }
    Ok(())
}

async fn milestone(
    tx: &mut Write,
    of: &Dialogue,
    all: &[Order],
    scope: Scope,
    department_id: Option<i64>,
) -> Result<()> {
    let own = |each: &&Order| each.scope == scope && department(each) == department_id;
    let own: Vec<&Order> = all.iter().filter(own).collect();
    let states: Vec<State> = own.iter().map(|each| each.standing.state).collect();
    let Some(outcome) = outcome_of(scope, &states) else {
        return Ok(());
    };
    let why = own.last().map(|each| each.standing.reason.as_str());
    let reason = why.filter(|_| outcome == Outcome::NotNeeded);
    let which = Which {
        key: key(scope),
        department_id,
        issue_area_id: None,
    };
    milestones::follow_work(tx, of, which, outcome, reason.unwrap_or_default()).await
}

/// What a person says of the milestone holds for its orders: done in another way, not needed, opened again,
/// or another date.
pub(in crate::store) async fn follow_milestone(
    tx: &mut Write,
    before: &Milestone,
    after: &Settling,
) -> Result<()> {
    let scopes = [Scope::National, Scope::Regional];
    let Some(scope) = scopes.into_iter().find(|each| key(*each) == before.key) else {
        return Ok(());
    };
    let all = of_dialogue(tx.conn(), before.dialogue_id).await?;
    let own = |each: &Order| each.scope == scope && department(each) == before.department_id;
    let own: Vec<Order> = all.into_iter().filter(own).collect();
    let state = state_of(after.state);
    let opened = state.is_open() && !before.is_open();
    let waiting = own.iter().any(|each| each.standing.state.is_open());
    for each in &own {
        let open = each.standing.state.is_open();
        let follows = match state.is_open() {
            true => opened && !waiting,
            false => open,
        };
        let moves = open && each.standing.due_on == before.settling.due_on;
        let due_on = match moves {
            true => after.due_on,
            false => each.standing.due_on,
        };
        let standing = match follows {
            true => Standing {
                state,
                reason: why(state, after),
                due_on,
            },
            false => Standing {
                due_on,
                ..each.standing.clone()
            },
        };
        if standing != each.standing {
            let answer = each.answer.map(|(version, _)| version);
            let answer = answer.filter(|_| !follows);
            set(tx, each, &standing, answer, kind(state, follows)).await?;
        }
    }
    Ok(())
}

fn why(state: State, after: &Settling) -> String {
    match state.asks_why() {
        true => after.reason.clone(),
        false => String::new(),
    }
}

fn kind(state: State, follows: bool) -> EventKind {
    match state {
        State::Delivered if follows => EventKind::BriefOrderDelivered,
        State::NotNeeded if follows => EventKind::BriefOrderNotNeeded,
        State::Ordered if follows => EventKind::BriefOrdered,
        _ => EventKind::BriefOrderChanged,
    }
}

/// Moves the open orders of a dialogue with its day: those that stand on the date of their milestone with
/// it, the others by as many days. To be called before the milestones move.
pub(in crate::store) async fn reschedule(
    tx: &mut Write,
    before: &Dialogue,
    to: Date,
) -> Result<()> {
    let (from, today) = (before.plan.held_on, tx.today());
    let orders = of_dialogue(tx.conn(), before.id).await?;
    if orders.is_empty() {
        return Ok(());
    }
    let lines = milestones::of_dialogue(tx.conn(), before.id).await?;
    for each in orders.iter().filter(|each| each.standing.state.is_open()) {
        let is_its = |line: &&Milestone| {
            line.key == key(each.scope) && line.department_id == department(each)
        };
        let line = lines.iter().find(is_its);
        let due_on = each.standing.due_on;
        let open = Open {
            offset_days: line.map_or(-1, |line| line.offset_days),
            due_on,
            set_by_hand: line.is_none_or(|line| line.set_by_hand || line.settling.due_on != due_on),
        };
        let (due_on, _) = rescheduled(&open, from, to, today);
        let after = Standing {
            due_on,
            ..each.standing.clone()
        };
        if after != each.standing {
            let answer = each.answer.map(|(version, _)| version);
            set(tx, each, &after, answer, EventKind::BriefOrderChanged).await?;
        }
    }
    Ok(())
}
