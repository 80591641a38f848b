//! A large agency for measuring: ten years of dialogues, thousands of actions, hundreds of colleagues.
//!
//! Everything is copied from the small demo by a few statements, so it is deterministic and quick.

use crate::error::Result;
use crate::store::Write;

/// How many years back the copies go.
const YEARS: i64 = 9;
/// Copies have ids of their own, far from the originals'.
const APART: i64 = 100_000;

/// Makes the agency about `scale` times as large: `scale` × the actions, 4 × `scale` colleagues, ten years.
pub async fn enlarge(tx: &mut Write, scale: i64) -> Result<()> {
    if scale <= 1 {
        return Ok(());
    }
    colleagues(tx, 4 * scale).await?;
    for year in 1..=YEARS {
        dialogues(tx, year).await?;
    }
    for copy in 1..scale {
        actions(tx, copy).await?;
    }
    Ok(())
}

async fn colleagues(tx: &mut Write, count: i64) -> Result<()> {
    let now = tx.now().to_string();
    sqlx::query(
        "with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < ?1)
         insert into people (id, name, title, unit_id, created_at)
         select ?2 + n, 'Provperson ' || n, 'handläggare', 1 + n % 10, ?3 from numbers",
    )
    .bind(count)
    .bind(APART)
    .bind(&now)
    .execute(tx.conn())
    .await?;
    sqlx::query(
        "insert into accounts (person_id, email, email_folded, created_at, deactivated_at)
         select id, 'prov' || id || '@myndighet.example', 'prov' || id || '@myndighet.example', ?2, ?2
         from people where id > ?1",
    )
    .bind(APART)
    .bind(&now)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The closed dialogues once more, so many years earlier, with their milestones and participants.
async fn dialogues(tx: &mut Write, year: i64) -> Result<()> {
    sqlx::query(
        "insert into dialogues (id, county, held_on, starts_at, ends_at, form, place, link, purpose, notes, phase,
                                confirmed_at, held_at, closed_at, created_at, updated_at)
         select id + ?1 * ?2, county, date(held_on, '-' || (2 * ?1) || ' years'), starts_at, ends_at, form, place, link,
                purpose, notes, phase, confirmed_at, held_at, closed_at, created_at, updated_at
         from dialogues where phase = 'closed' and id < ?2",
    )
    .bind(year)
    .bind(APART)
    .execute(tx.conn())
    .await?;
    sqlx::query(
        "insert into milestones (id, dialogue_id, key, title, department_id, issue_area_id, falls_on, offset_days, position,
                                 judgement, due_on, state, answer, reason, settled_at, settled_by)
         select m.id + ?1 * ?2, m.dialogue_id + ?1 * ?2, m.key, m.title, m.department_id, m.issue_area_id, m.falls_on, m.offset_days,
                m.position, m.judgement, date(m.due_on, '-' || (2 * ?1) || ' years'), m.state, m.answer, m.reason,
                m.settled_at, m.settled_by
         from milestones m join dialogues d on d.id = m.dialogue_id
         where d.phase = 'closed' and d.id < ?2 and m.id < ?2",
    )
    .bind(year)
    .bind(APART)
    .execute(tx.conn())
    .await?;
    sqlx::query(
        "insert into participants (id, dialogue_id, person_id, name, title, organisation, in_planning, in_dialogue, attended)
         select p.id + ?1 * ?2, p.dialogue_id + ?1 * ?2, p.person_id, p.name, p.title, p.organisation, p.in_planning,
                p.in_dialogue, p.attended
         from participants p join dialogues d on d.id = p.dialogue_id
         where d.phase = 'closed' and d.id < ?2 and p.id < ?2",
    )
    .bind(year)
    .bind(APART)
    .execute(tx.conn())
    .await?;
    issues(tx, year).await?;
    agendas(tx, year).await
}

/// Their issue areas, orders and judgements.
async fn issues(tx: &mut Write, year: i64) -> Result<()> {
    sqlx::query(
        "insert into dialogue_issues (id, dialogue_id, issue_area_id, origin, state, reason, proposed_at, proposed_by)
         select x.id + ?1 * ?2, x.dialogue_id + ?1 * ?2, x.issue_area_id, x.origin, x.state, x.reason, x.proposed_at,
                x.proposed_by
         from dialogue_issues x join dialogues d on d.id = x.dialogue_id
         where d.phase = 'closed' and d.id < ?2 and x.id < ?2",
    )
    .bind(year)
    .bind(APART)
    .execute(tx.conn())
    .await?;
    sqlx::query(
        "insert into brief_orders (id, dialogue_id, scope, issue_area_id, state, due_on, reason, ordered_at, settled_at)
         select o.id + ?1 * ?2, o.dialogue_id + ?1 * ?2, o.scope, o.issue_area_id, o.state,
                date(o.due_on, '-' || (2 * ?1) || ' years'), o.reason, o.ordered_at, o.settled_at
         from brief_orders o join dialogues d on d.id = o.dialogue_id
         where d.phase = 'closed' and d.id < ?2 and o.id < ?2",
    )
    .bind(year)
    .bind(APART)
    .execute(tx.conn())
    .await?;
    sqlx::query(
        "insert into judgements (id, question, dialogue_id, seat, answer, reason, by_id, judged_at)
         select j.id + ?1 * ?2, j.question, j.dialogue_id + ?1 * ?2, j.seat, j.answer, j.reason, j.by_id, j.judged_at
         from judgements j join dialogues d on d.id = j.dialogue_id
         where d.phase = 'closed' and d.id < ?2 and j.id < ?2",
    )
    .bind(year)
    .bind(APART)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// What was on the agendas of the copied dialogues, and whom they had invited.
async fn agendas(tx: &mut Write, year: i64) -> Result<()> {
    sqlx::query(
        "insert into agenda_items (id, county, dialogue_id, title, minutes, presenter, issue_area_id, note, standing,
                                   position, state, times, created_at, updated_at)
         select x.id + ?1 * ?2, x.county, x.dialogue_id + ?1 * ?2, x.title, x.minutes, x.presenter, x.issue_area_id,
                x.note, x.standing, x.position, x.state, x.times, x.created_at, x.updated_at
         from agenda_items x join dialogues d on d.id = x.dialogue_id
         where d.phase = 'closed' and d.id < ?2 and x.id < ?2",
    )
    .bind(year)
    .bind(APART)
    .execute(tx.conn())
    .await?;
    sqlx::query(
        "insert into invitations (id, dialogue_id, agency_id, issue_area_id, contact, reason, sent_on, answer, attended, feedback)
         select x.id + ?1 * ?2, x.dialogue_id + ?1 * ?2, x.agency_id, x.issue_area_id, x.contact, x.reason,
                date(x.sent_on, '-' || (2 * ?1) || ' years'), x.answer, x.attended, x.feedback
         from invitations x join dialogues d on d.id = x.dialogue_id
         where d.phase = 'closed' and d.id < ?2 and x.id < ?2 and x.removed_at is null",
    )
    .bind(year)
    .bind(APART)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The actions once more, done or stopped long ago, with their län, follow-ups and events.
async fn actions(tx: &mut Write, copy: i64) -> Result<()> {
    sqlx::query(
        "insert into actions (id, title, dialogue_id, issue_area_id, unit_id, owner_seat, owner_person_id, due_on, status,
                              description, result, stop_reason, search_text, created_at, updated_at, settled_at)
         select id + ?1 * ?2, title || ' (' || ?1 || ')', dialogue_id, issue_area_id, unit_id, owner_seat,
                owner_person_id, date(due_on, '-' || (30 * ?1 + 400) || ' days'), 'done', description,
                'Genomförd enligt planen.', '', search_text, created_at, updated_at, created_at
         from actions where id < ?2",
    )
    .bind(copy)
    .bind(APART)
    .execute(tx.conn())
    .await?;
    sqlx::query(
        "insert into action_counties (action_id, county)
         select action_id + ?1 * ?2, county from action_counties where action_id < ?2",
    )
    .bind(copy)
    .bind(APART)
    .execute(tx.conn())
    .await?;
    sqlx::query(
        "insert into action_followups (id, action_id, followed_on, text, by_id, created_at)
         select id + ?1 * ?2, action_id + ?1 * ?2, followed_on, text, by_id, created_at
         from action_followups where id < ?2 and action_id < ?2",
    )
    .bind(copy)
    .bind(APART)
    .execute(tx.conn())
    .await?;
    sqlx::query(
        "insert into events (at, actor_id, kind, subject_kind, subject_id, version)
         select at, actor_id, kind, subject_kind, cast(cast(subject_id as integer) + ?1 * ?2 as text), version
         from events where subject_kind = 'action' and cast(subject_id as integer) < ?2",
    )
    .bind(copy)
    .bind(APART)
    .execute(tx.conn())
    .await?;
    Ok(())
}
