//! Milestones: made with their dialogue, moved with it, settled one by one.

mod replace;

pub(super) use replace::replace;

use super::columns::{Columns, Text, text};
use super::dialogues::one;
use super::{Write, brief_orders, judgements};
use crate::domain::dialogue::Dialogue;
use crate::domain::event::{Change, Event, EventKind, SubjectKind};
use crate::domain::milestone::{
    Draft, Milestone, Open, Outcome, Settling, State, TemplateRow, due_on, rescheduled,
};
use crate::error::Result;
use jiff::civil::Date;
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteRow;

/// The template as it is today.
pub async fn template(db: impl SqliteExecutor<'_>) -> Result<Vec<TemplateRow>> {
    let rows = sqlx::query(
        "select * from milestone_template where removed_at is null order by offset_days, id",
    )
    .try_map(|row: SqliteRow| {
        Ok(TemplateRow {
            key: row.string("key")?,
            offset_days: row.int("offset_days")? as i32,
            title: row.string("title")?,
            falls_on: row.parsed("falls_on")?,
            per_department: row.flag("per_department")?,
            judgement: row.flag("judgement")?,
        })
    })
    .fetch_all(db)
    .await?;
    Ok(rows)
}

pub async fn of_dialogue(db: impl SqliteExecutor<'_>, dialogue_id: i64) -> Result<Vec<Milestone>> {
    let rows = sqlx::query(
        "select m.*, p.name as settled_by_name from milestones m left join people p on p.id = m.settled_by
         where m.dialogue_id = ? order by m.position, m.id",
    )
    .bind(dialogue_id)
    .try_map(milestone)
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// A milestone of this very dialogue.
pub async fn find(db: impl SqliteExecutor<'_>, dialogue_id: i64, id: i64) -> Result<Milestone> {
    let row = sqlx::query(
        "select m.*, p.name as settled_by_name from milestones m left join people p on p.id = m.settled_by
         where m.dialogue_id = ? and m.id = ?",
    )
    .bind(dialogue_id)
    .bind(id)
    .try_map(milestone)
    .fetch_one(db)
    .await?;
    Ok(row)
}

pub(super) fn milestone(row: SqliteRow) -> sqlx::Result<Milestone> {
    let answer = row.opt_string("answer")?;
    Ok(Milestone {
        id: row.int("id")?,
        dialogue_id: row.int("dialogue_id")?,
        key: row.string("key")?,
        title: row.string("title")?,
        department_id: row.opt_int("department_id")?,
        issue_area_id: row.opt_int("issue_area_id")?,
        falls_on: row.parsed("falls_on")?,
        offset_days: row.int("offset_days")? as i32,
        judgement: row.flag("judgement")?,
        settling: Settling {
            state: Outcome::of(row.parsed("state")?, answer.as_deref()),
            reason: row.string("reason")?,
            due_on: row.parsed("due_on")?,
        },
        set_by_hand: row.flag("set_by_hand")?,
        short_notice: row.flag("short_notice")?,
        settled_at: row.opt_parsed("settled_at")?,
        settled_by: row.opt_string("settled_by_name")?,
        version: row.int("version")?,
    })
}

/// What is made with a dialogue; the event is the dialogue's.
pub(super) async fn add_all(tx: &mut Write, dialogue_id: i64, drafts: &[Draft]) -> Result<()> {
    for draft in drafts {
        insert(tx, dialogue_id, draft).await?;
    }
    Ok(())
}

async fn insert(tx: &mut Write, dialogue_id: i64, draft: &Draft) -> Result<i64> {
    let id = sqlx::query_scalar(
        "insert into milestones (dialogue_id, key, title, department_id, issue_area_id, falls_on, offset_days,
                                 position, judgement, due_on, short_notice)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id",
    )
    .bind(dialogue_id)
    .bind(&draft.key)
    .bind(&draft.title)
    .bind(draft.department)
    .bind(draft.issue_area)
    .bind(Text(draft.falls_on))
    .bind(draft.offset_days)
    .bind(draft.position)
    .bind(draft.judgement)
    .bind(Text(draft.due_on))
    .bind(draft.short_notice)
    .fetch_one(tx.conn())
    .await?;
    Ok(id)
}

/// Moves the open milestones of a dialogue with its day, each with an event; returns how many.
pub(super) async fn reschedule(
    tx: &mut Write,
    dialogue_id: i64,
    from: Date,
    to: Date,
    today: Date,
) -> Result<usize> {
    let mut moved = 0;
    for each in of_dialogue(tx.conn(), dialogue_id).await? {
        let open = Open {
            offset_days: each.offset_days,
            due_on: each.settling.due_on,
            set_by_hand: each.set_by_hand,
        };
        let (due_on, short_notice) = rescheduled(&open, from, to, today);
        let same = due_on == open.due_on && short_notice == each.short_notice;
        if each.is_open() && !same {
            moved += usize::from(due_on != open.due_on);
            reset(tx, &each, due_on, short_notice).await?;
        }
    }
    Ok(moved)
}

async fn reset(tx: &mut Write, each: &Milestone, due_on: Date, short_notice: bool) -> Result<()> {
    sqlx::query(
        "update milestones set due_on = ?, short_notice = ?, version = version + 1 where id = ?",
    )
    .bind(Text(due_on))
    .bind(short_notice)
    .bind(each.id)
    .execute(tx.conn())
    .await?;
    if due_on == each.settling.due_on {
        return Ok(());
    }
    tx.record(event(EventKind::MilestoneMoved, each).change("due_on", each.settling.due_on, due_on))
        .await
}

/// Saves where a milestone stands: ticked, answered, waived, opened again or given another date. None of a
/// closed dialogue is opened, whoever asks.
pub async fn settle(
    tx: &mut Write,
    before: &Milestone,
    settling: &Settling,
    held_on: Date,
    today: Date,
) -> Result<()> {
    let (due_on, short_notice, by_hand) = date_of(before, settling, held_on, today);
    let after = Settling {
        due_on,
        ..settling.clone()
    };
    let settled = (after.state.state() != State::Open).then(|| tx.now());
    let settled_by = tx.actor().filter(|_| settled.is_some());
    let updated = sqlx::query(
        "update milestones set state = ?, answer = ?, reason = ?, due_on = ?, short_notice = ?, set_by_hand = ?,
                settled_at = ?, settled_by = ?, version = version + 1
         where id = ? and version = ? and (? or not exists (
             select 1 from dialogues d where d.id = milestones.dialogue_id and d.phase = 'closed'))",
    )
    .bind(Text(after.state.state()))
    .bind(after.state.answer(before.judgement))
    .bind(&after.reason)
    .bind(Text(due_on))
    .bind(short_notice)
    .bind(by_hand)
    .bind(text(&settled))
    .bind(settled_by)
    .bind(before.id)
    .bind(before.version)
    .bind(settled.is_some())
    .execute(tx.conn())
    .await?;
    one(updated.rows_affected())?;
    let changes = Change::between(Some(&before.settling), &after);
    tx.record(event(kind_of(before, &after), before).changes(changes))
        .await?;
    judgements::follow_milestone(tx, before, &after).await?;
    brief_orders::follow_milestone(tx, before, &after).await
}

/// Which of a dialogue's milestones are meant: those with the key, and of the department and the issue
/// area when these are given.
#[derive(Clone, Copy, Debug)]
pub struct Which {
    pub key: &'static str,
    pub department_id: Option<i64>,
    pub issue_area_id: Option<i64>,
}

impl Which {
    pub fn all(key: &'static str) -> Which {
        Which {
            key,
            department_id: None,
            issue_area_id: None,
        }
    }

    fn means(&self, each: &Milestone) -> bool {
        let fits = |asked: Option<i64>, own: Option<i64>| asked.is_none() || asked == own;
        each.key == self.key
            && fits(self.department_id, each.department_id)
            && fits(self.issue_area_id, each.issue_area_id)
    }
}

/// Puts milestones where the work itself shows that they stand: nobody ticks them a second time.
/// What has been waived or already stands there is left as it is, and so is all of a dialogue that is over.
pub(super) async fn follow_work(
    tx: &mut Write,
    of: &Dialogue,
    which: Which,
    outcome: Outcome,
    reason: &str,
) -> Result<()> {
    if of.phase.is_over() {
        return Ok(());
    }
    let today = tx.today();
    for each in of_dialogue(tx.conn(), of.id).await? {
        let stands = each.settling.state;
        if !which.means(&each) || stands == outcome || stands == Outcome::Waived {
            continue;
        }
        let settling = Settling {
            state: outcome,
            reason: reason.to_owned(),
            ..each.settling.clone()
        };
        settle(tx, &each, &settling, of.plan.held_on, today).await?;
    }
    Ok(())
}

/// Confirming the date is what the invitation is for.
pub(super) async fn tick_invitation(tx: &mut Write, of: &Dialogue) -> Result<()> {
    follow_work(tx, of, Which::all("invite"), Outcome::Done, "").await
}

/// A date set by hand stays so. One opened again after its dialogue was moved is counted anew.
fn date_of(
    before: &Milestone,
    settling: &Settling,
    held_on: Date,
    today: Date,
) -> (Date, bool, bool) {
    if settling.due_on != before.settling.due_on {
        return (settling.due_on, false, true);
    }
    let as_it_was = (
        before.settling.due_on,
        before.short_notice,
        before.set_by_hand,
    );
    let opened_again = !before.is_open() && settling.state.state() == State::Open;
    let (counted, _) = due_on(before.offset_days, held_on, Date::MIN);
    if !opened_again || before.set_by_hand || before.short_notice || counted == as_it_was.0 {
        return as_it_was;
    }
    let (due_on, short_notice) = due_on(before.offset_days, held_on, today);
    (due_on, short_notice, false)
}

fn kind_of(before: &Milestone, after: &Settling) -> EventKind {
    match after.state {
        state if state == before.settling.state && after.reason == before.settling.reason => {
            EventKind::MilestoneMoved
        }
        Outcome::Open => EventKind::MilestoneReopened,
        Outcome::Done => EventKind::MilestoneDone,
        Outcome::Waived => EventKind::MilestoneWaived,
        Outcome::Needed | Outcome::NotNeeded => EventKind::MilestoneAnswered,
    }
}

fn event(kind: EventKind, milestone: &Milestone) -> Event {
    Event::new(kind, SubjectKind::Milestone, milestone.id)
        .within(SubjectKind::Dialogue, milestone.dialogue_id)
        .version(milestone.version + 1)
}
