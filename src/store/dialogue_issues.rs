//! Aktuella sakfrågor: proposed for a dialogue, and chosen, which orders briefs and replaces milestones.

use super::columns::{Columns, Text};
use super::dialogues::one;
use super::milestones::Which;
use super::{Write, brief_orders, milestones};
use crate::domain::dialogue::Dialogue;
use crate::domain::dialogue_issue::{AreaOf, DialogueIssue, Origin, State};
use crate::domain::event::{Event, EventKind, SubjectKind};
use crate::domain::milestone::{ChosenArea, Outcome};
use crate::error::Result;
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteRow;

/// Every issue area that has been proposed or chosen for a dialogue, by department and name.
pub async fn of_dialogue(
    db: impl SqliteExecutor<'_>,
    dialogue_id: i64,
) -> Result<Vec<DialogueIssue>> {
    let rows = sqlx::query(
        "select x.*, i.name as area_name, i.valid_to as area_valid_to, d.id as department_id,
                d.name as department_name, d.is_regioner, p.name as proposed_by_name, s.name as settled_by_name,
                o.status as position_status
         from dialogue_issues x join issue_areas i on i.id = x.issue_area_id
         join departments d on d.id = i.department_id
         left join people p on p.id = x.proposed_by left join people s on s.id = x.settled_by
         left join positions o on o.dialogue_id = x.dialogue_id and o.issue_area_id = x.issue_area_id
         where x.dialogue_id = ? order by d.position, d.id, i.name collate svenska, x.id",
    )
    .bind(dialogue_id)
    .try_map(issue)
    .fetch_all(db)
    .await?;
    Ok(rows)
}

fn issue(row: SqliteRow) -> sqlx::Result<DialogueIssue> {
    Ok(DialogueIssue {
        id: row.int("id")?,
        dialogue_id: row.int("dialogue_id")?,
        area: area(&row)?,
        origin: row.parsed("origin")?,
        state: row.parsed("state")?,
        reason: row.string("reason")?,
        proposed_at: row.parsed("proposed_at")?,
        proposed_by: row.opt_string("proposed_by_name")?,
        settled_at: row.opt_parsed("settled_at")?,
        settled_by: row.opt_string("settled_by_name")?,
        position: row.opt_string("position_status")?,
        version: row.int("version")?,
    })
}

pub(super) fn area(row: &SqliteRow) -> sqlx::Result<AreaOf> {
    Ok(AreaOf {
        id: row.int("issue_area_id")?,
        name: row.string("area_name")?,
        department_id: row.int("department_id")?,
        department: row.string("department_name")?,
        is_regioner: row.flag("is_regioner")?,
        valid_to: row.opt_parsed("area_valid_to")?,
    })
}

/// The issue areas there are or have been, by department and name.
pub async fn areas(db: impl SqliteExecutor<'_>) -> Result<Vec<AreaOf>> {
    let rows = sqlx::query(
        "select i.id as issue_area_id, i.name as area_name, i.valid_to as area_valid_to, d.id as department_id,
                d.name as department_name, d.is_regioner
         from issue_areas i join departments d on d.id = i.department_id
         order by d.position, d.id, i.name collate svenska, i.id limit 1000",
    )
    .try_map(|row| area(&row))
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// What the issue areas of a dialogue are called, by the id of their row, for the history.
pub async fn names(db: impl SqliteExecutor<'_>, dialogue_id: i64) -> Result<Vec<(i64, String)>> {
    Ok(sqlx::query_as(
        "select x.id, i.name from dialogue_issues x join issue_areas i on i.id = x.issue_area_id
         where x.dialogue_id = ?",
    )
    .bind(dialogue_id)
    .fetch_all(db)
    .await?)
}

/// Proposes an issue area, also one that has been set aside.
pub async fn propose(
    tx: &mut Write,
    dialogue_id: i64,
    area: i64,
    origin: Origin,
    reason: &str,
) -> Result<()> {
    let (now, by) = (tx.now(), tx.actor());
    let (id, version): (i64, i64) = sqlx::query_as(
        "insert into dialogue_issues (dialogue_id, issue_area_id, origin, state, reason, proposed_at, proposed_by)
         values (?, ?, ?, 'proposed', ?, ?, ?)
         on conflict (dialogue_id, issue_area_id) do update set origin = excluded.origin, state = 'proposed',
             reason = excluded.reason, proposed_at = excluded.proposed_at, proposed_by = excluded.proposed_by,
             settled_at = null, settled_by = null, version = version + 1
         returning id, version",
    )
    .bind(dialogue_id)
    .bind(area)
    .bind(Text(origin))
    .bind(reason)
    .bind(Text(now))
    .bind(by)
    .fetch_one(tx.conn())
    .await?;
    let event = event(EventKind::IssueProposed, dialogue_id, id, version)
        .change("origin", None::<&str>, origin)
        .change("reason", "", reason);
    tx.record(event).await
}

/// Makes these the chosen issue areas: orders briefs, replaces milestones, and ticks that it is done.
/// Returns whether anything was chosen or set aside.
pub async fn choose(tx: &mut Write, of: &Dialogue, wanted: &[AreaOf]) -> Result<bool> {
    let rows = of_dialogue(tx.conn(), of.id).await?;
    let mut changed = false;
    for area in wanted {
        let row = rows.iter().find(|row| row.area.id == area.id);
        if row.is_none_or(|row| row.state != State::Chosen) {
            take(tx, of.id, area, row).await?;
            changed = true;
        }
    }
    let is_wanted = |row: &&DialogueIssue| wanted.iter().any(|area| area.id == row.area.id);
    for row in rows.iter().filter(|row| row.state == State::Chosen) {
        if !is_wanted(&row) {
            set(tx, row, State::Dropped).await?;
            changed = true;
        }
    }
    if changed {
        let chosen: Vec<ChosenArea<'_>> = wanted.iter().map(chosen).collect();
        milestones::replace(tx, of, &chosen).await?;
        brief_orders::place(tx, of, &chosen).await?;
        milestones::follow_work(tx, of, Which::all("choose_issues"), Outcome::Done, "").await?;
    }
    Ok(changed)
}

fn chosen(area: &AreaOf) -> ChosenArea<'_> {
    ChosenArea {
        id: area.id,
        name: &area.name,
        department: area.concerned(),
    }
}

async fn take(
    tx: &mut Write,
    dialogue_id: i64,
    area: &AreaOf,
    row: Option<&DialogueIssue>,
) -> Result<()> {
    if let Some(row) = row {
        return set(tx, row, State::Chosen).await;
    }
    let (now, by) = (tx.now(), tx.actor());
    let id: i64 = sqlx::query_scalar(
        "insert into dialogue_issues (dialogue_id, issue_area_id, origin, state, proposed_at, proposed_by,
                                      settled_at, settled_by)
         values (?1, ?2, 'agency', 'chosen', ?3, ?4, ?3, ?4) returning id",
    )
    .bind(dialogue_id)
    .bind(area.id)
    .bind(Text(now))
    .bind(by)
    .fetch_one(tx.conn())
    .await?;
    let event = event(EventKind::IssueChosen, dialogue_id, id, 1);
    tx.record(event.change("state", None::<&str>, State::Chosen))
        .await
}

async fn set(tx: &mut Write, row: &DialogueIssue, state: State) -> Result<()> {
    let (now, by) = (tx.now(), tx.actor());
    let updated = sqlx::query(
        "update dialogue_issues set state = ?, settled_at = ?, settled_by = ?, version = version + 1
         where id = ? and version = ?",
    )
    .bind(Text(state))
    .bind(Text(now))
    .bind(by)
    .bind(row.id)
    .bind(row.version)
    .execute(tx.conn())
    .await?;
    one(updated.rows_affected())?;
    let kind = match state {
        State::Chosen => EventKind::IssueChosen,
        _ => EventKind::IssueDropped,
    };
    let event = event(kind, row.dialogue_id, row.id, row.version + 1);
    tx.record(event.change("state", row.state, state)).await
}

fn event(kind: EventKind, dialogue_id: i64, id: i64, version: i64) -> Event {
    Event::new(kind, SubjectKind::DialogueIssue, id)
        .within(SubjectKind::Dialogue, dialogue_id)
        .version(version)
}
