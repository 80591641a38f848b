//! The rows that come and go when issue areas are chosen for a dialogue.

use super::{insert, of_dialogue, template};
use crate::domain::dialogue::Dialogue;
use crate::domain::event::{Event, EventKind, SubjectKind};
use crate::domain::milestone::{self, Added, ChosenArea, Milestone};
use crate::error::Result;
use crate::store::Write;

/// Puts the rows of the chosen issue areas in place of others. What is settled carries over.
pub(in crate::store) async fn replace(
    tx: &mut Write,
    of: &Dialogue,
    chosen: &[ChosenArea<'_>],
) -> Result<()> {
    let template = template(tx.conn()).await?;
    let rows = of_dialogue(tx.conn(), of.id).await?;
    let today = tx.today();
    let made = milestone::replace(&template, chosen, &rows, of.plan.held_on, today);
    for each in &made.added {
        add(tx, of.id, each).await?;
    }
    for row in rows.iter().filter(|row| made.removed.contains(&row.id)) {
        remove(tx, row).await?;
    }
    match made.added.is_empty() && made.removed.is_empty() {
        true => Ok(()),
        false => renumber(tx, of.id).await,
    }
}

async fn add(tx: &mut Write, dialogue_id: i64, added: &Added) -> Result<()> {
    let draft = &added.draft;
    let id = insert(tx, dialogue_id, draft).await?;
    if let Some(replaced) = added.takes_over {
        sqlx::query(
            "update milestones set (state, answer, reason, settled_at, settled_by, set_by_hand) =
                 (select state, answer, reason, settled_at, settled_by, set_by_hand from milestones where id = ?)
             where id = ?",
        )
        .bind(replaced)
        .bind(id)
        .execute(tx.conn())
        .await?;
    }
    let event = Event::new(EventKind::MilestoneAdded, SubjectKind::Milestone, id)
        .within(SubjectKind::Dialogue, dialogue_id)
        .version(1)
        .change("due_on", None::<&str>, draft.due_on);
    tx.record(event).await
}

/// The row goes; what it was stays in the log, and its number is never given to another.
async fn remove(tx: &mut Write, row: &Milestone) -> Result<()> {
    sqlx::query("delete from milestones where id = ?")
        .bind(row.id)
        .execute(tx.conn())
        .await?;
    let event = Event::new(EventKind::MilestoneRemoved, SubjectKind::Milestone, row.id)
        .within(SubjectKind::Dialogue, row.dialogue_id)
        .version(row.version + 1)
        .change("title", &row.title, None::<&str>)
        .change("state", row.settling.state, None::<&str>);
    tx.record(event).await
}

/// By day, then as the template has them, the departments in their order and issue areas by name.
async fn renumber(tx: &mut Write, dialogue_id: i64) -> Result<()> {
    sqlx::query(
        "update milestones set position = sorted.place from (
             select m.id, row_number() over (order by m.offset_days, coalesce(t.id, 1000), d.position,
                                             i.name collate svenska, m.id) - 1 as place
             from milestones m left join milestone_template t on t.key = m.key
             left join departments d on d.id = m.department_id left join issue_areas i on i.id = m.issue_area_id
             where m.dialogue_id = ?1) as sorted
         where sorted.id = milestones.id",
    )
    .bind(dialogue_id)
    .execute(tx.conn())
    .await?;
    Ok(())
}
