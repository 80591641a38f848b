//! Sedan sist: one reading, for the page, the dialogue's card and the pack.

mod noticed;
mod owed;

pub use noticed::{Noticed, noticed};

use super::columns::{Columns, Text};
use super::kept;
use super::reader::Reader;
use crate::domain::dialogue::Dialogue;
use crate::domain::since::{
    Before, Carried, ChangedPosition, Handover, Investment, Need, Promise, Since, changed_parts,
};
use crate::error::Result;
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use std::sync::Arc;

/// For a page: read once, and kept until something happens.
pub async fn of_dialogue(db: &Reader, of: &Dialogue) -> Result<Arc<Since>> {
    let reading = async {
        let mut conn = db.acquire().await?;
        read(&mut conn, of).await
    };
    kept::of_record(db, "since", of.id, reading).await
}

/// So many statements, however much has happened.
pub async fn read(conn: &mut SqliteConnection, of: &Dialogue) -> Result<Since> {
    let Some(previous) = previous(conn, of).await? else {
        return Ok(Since {
            carried: carried(conn, of.id).await?,
            ..Since::default()
        });
    };
    Ok(Since {
        promises: promises(conn, of, &previous).await?,
        positions: positions(conn, of.id, previous.id).await?,
        carried: carried(conn, of.id).await?,
        given: owed::given(conn, previous.id).await?,
        owed: owed::owed(conn, previous.id).await?,
        reports: owed::reports(conn, of, &previous).await?,
        handovers: handovers(conn, of).await?,
        needs: needs(conn, of).await?,
        investments: investments(conn, of, &previous).await?,
        previous: Some(previous),
    })
}

/// The län's dialogue before this one; those that were called off are passed over.
async fn previous(conn: &mut SqliteConnection, of: &Dialogue) -> Result<Option<Before>> {
    let row = sqlx::query(
        "select id, held_on from dialogues
         where county = ?1 and phase <> 'cancelled' and (held_on, id) < (?2, ?3)
         order by held_on desc, id desc limit 1",
    )
    .bind(&of.plan.county)
    .bind(Text(of.plan.held_on))
    .bind(of.id)
    .try_map(|row: SqliteRow| {
        Ok(Before {
            id: row.int("id")?,
            held_on: row.parsed("held_on")?,
        })
    })
    .fetch_optional(conn)
    .await?;
    Ok(row)
}

/// Everything promised at the last dialogue, and what is still open of what was promised before it.
async fn promises(
    conn: &mut SqliteConnection,
    of: &Dialogue,
    previous: &Before,
) -> Result<Vec<Promise>> {
    let rows = sqlx::query(
        "select a.id, a.direction, a.title, a.shareable, coalesce(g.name, '') as agency, u.name as unit,
                a.status, a.due_on, a.result, a.region_text, d.held_on as promised_on,
                (select max(f.given_on) from feedback f where f.dialogue_id = a.dialogue_id
                     and f.direction = 'region' and f.department_id = coalesce(i.department_id, u.department_id)) as told_on,
                (select min(m.due_on) from milestones m where m.dialogue_id = a.dialogue_id
                     and m.key = 'feedback_region' and m.state = 'open'
                     and m.department_id = coalesce(i.department_id, u.department_id)) as owed_on
         from (select id from actions where dialogue_id = ?1
               union
               select o.id from action_counties c join actions o on o.id = c.action_id
                   join dialogues e on e.id = o.dialogue_id
                   where c.county = ?2 and o.status in ('proposed', 'decided', 'ongoing')
                     and o.dialogue_id <> ?4 and (e.held_on, e.id) < (?3, ?4)) shown
         join actions a on a.id = shown.id
         join units u on u.id = a.unit_id
         join dialogues d on d.id = a.dialogue_id
         left join issue_areas i on i.id = a.issue_area_id
         left join national_agencies g on g.id = a.agency_id
         order by a.status in ('done', 'stopped'), a.due_on, a.id limit 200",
    )
    .bind(previous.id)
    .bind(&of.plan.county)
    .bind(Text(of.plan.held_on))
    .bind(of.id)
    .try_map(promise)
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

fn promise(row: SqliteRow) -> sqlx::Result<Promise> {
    Ok(Promise {
        id: row.int("id")?,
        direction: row.parsed("direction")?,
        title: row.string("title")?,
        shareable: row.flag("shareable")?,
        agency: row.string("agency")?,
        unit: row.string("unit")?,
        status: row.parsed("status")?,
        due_on: row.parsed("due_on")?,
        result: row.string("result")?,
        region_text: row.string("region_text")?,
        from: row.parsed("promised_on")?,
        told_on: row.opt_parsed("told_on")?,
        owed_on: row.opt_parsed("owed_on")?,
    })
}

/// The positions of this dialogue that differ from those of the last one.
async fn positions(
    conn: &mut SqliteConnection,
    id: i64,
    previous: i64,
) -> Result<Vec<ChangedPosition>> {
    let rows = sqlx::query(
        "select p.issue_area_id, i.name, p.status, l.status as last_status,
                json_array(p.national_line, p.meaning, p.offer, p.ask, p.not_promised) as texts,
                json_array(l.national_line, l.meaning, l.offer, l.ask, l.not_promised) as last_texts
         from positions p
         join positions l on l.dialogue_id = ?2 and l.issue_area_id = p.issue_area_id
         join issue_areas i on i.id = p.issue_area_id
         where p.dialogue_id = ?1 order by i.name collate svenska, i.id limit 100",
    )
    .bind(id)
    .bind(previous)
    .try_map(|row: SqliteRow| {
        let (now, before): ([String; 5], [String; 5]) =
            (row.json("texts")?, row.json("last_texts")?);
        Ok(ChangedPosition {
            issue_area_id: row.int("issue_area_id")?,
            issue_area: row.string("name")?,
            status: row.parsed("status")?,
            last_status: row.parsed("last_status")?,
            parts: changed_parts(&now, &before),
        })
    })
    .fetch_all(conn)
    .await?;
    let differs =
        |each: &ChangedPosition| !each.parts.is_empty() || each.status != each.last_status;
    Ok(rows.into_iter().filter(differs).collect())
}

/// The items of this dialogue that have stood on an agenda before, the oldest first.
async fn carried(conn: &mut SqliteConnection, id: i64) -> Result<Vec<Carried>> {
    let rows = sqlx::query(
        "select id, title, times from agenda_items
         where dialogue_id = ? and times > 1 and state <> 'dropped' order by times desc, position, id limit 100",
    )
    .bind(id)
    .try_map(|row: SqliteRow| {
        Ok(Carried {
            id: row.int("id")?,
            title: row.string("title")?,
            times: row.int("times")?,
        })
    })
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

/// What the units have taken over for the län and not ended.
async fn handovers(conn: &mut SqliteConnection, of: &Dialogue) -> Result<Vec<Handover>> {
    let rows = sqlx::query(
        "select h.id, h.question, h.shareable, u.name as unit, h.status, h.contact_by, h.first_contact_on
         from handovers h join units u on u.id = h.unit_id
         where h.county = ? and h.status <> 'closed' order by h.contact_by, h.id limit 100",
    )
    .bind(&of.plan.county)
    .try_map(handover)
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

pub(super) fn handover(row: SqliteRow) -> sqlx::Result<Handover> {
    Ok(Handover {
        id: row.int("id")?,
        question: row.string("question")?,
        shareable: row.flag("shareable")?,
        unit: row.string("unit")?,
        status: row.parsed("status")?,
        contact_by: row.parsed("contact_by")?,
        first_contact_on: row.opt_parsed("first_contact_on")?,
    })
}

async fn needs(conn: &mut SqliteConnection, of: &Dialogue) -> Result<Vec<Need>> {
    let rows = sqlx::query(
        "select n.id, n.title, i.name as issue_area, n.raised_on
         from needs n join issue_areas i on i.id = n.issue_area_id
         where n.county = ? and n.closed_on is null order by n.raised_on, n.id limit 100",
    )
    .bind(&of.plan.county)
    .try_map(|row: SqliteRow| {
        Ok(Need {
            id: row.int("id")?,
            title: row.string("title")?,
            issue_area: row.string("issue_area")?,
            raised_on: row.parsed("raised_on")?,
        })
    })
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

/// Those that go on, and those that have ended since the last dialogue.
async fn investments(
    conn: &mut SqliteConnection,
    of: &Dialogue,
    previous: &Before,
) -> Result<Vec<Investment>> {
    let rows = sqlx::query(
        "select v.id, v.title, v.shareable, v.region_text, v.status
         from investment_counties c join investments v on v.id = c.investment_id
         where c.county = ?1 and (v.status not in ('reported', 'rejected') or v.updated_at >= ?2)
         order by v.id limit 100",
    )
    .bind(&of.plan.county)
    .bind(Text(previous.held_on))
    .try_map(investment)
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

pub(super) fn investment(row: SqliteRow) -> sqlx::Result<Investment> {
    Ok(Investment {
        id: row.int("id")?,
        title: row.string("title")?,
        shareable: row.flag("shareable")?,
        region_text: row.string("region_text")?,
        state: row.parsed("status")?,
    })
}
