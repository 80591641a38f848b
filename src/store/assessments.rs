//! Nationell bedömning: the two records of a dialogue, and the briefs they rest on.

use super::Write;
use super::columns::{Columns, Text};
use super::dialogues::one;
use super::kept::{self, Until};
use super::milestones::{self, Which};
use super::reader::Reader;
use crate::domain::assessment::{Assessment, Content, Kind, is_complete};
use crate::domain::dialogue::Dialogue;
use crate::domain::event::{Change, Event, EventKind, SubjectKind};
use crate::domain::milestone::Outcome;
use crate::error::{Error, Result};
use jiff::civil::Date;
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteRow;
use std::sync::Arc;

/// Those that have been begun, the growth work first.
pub async fn of_dialogue(db: impl SqliteExecutor<'_>, dialogue_id: i64) -> Result<Vec<Assessment>> {
    let rows = sqlx::query(
        "select a.*, p.name as author,
                (select json_group_array(brief_version_id) from (select brief_version_id from assessment_briefs
                     where assessment_id = a.id order by brief_version_id)) as briefs
         from assessments a left join people p on p.id = a.author_id
         where a.dialogue_id = ? order by a.kind desc",
    )
    .bind(dialogue_id)
    .try_map(assessment)
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// The same, kept for the dialogue's own page.
pub async fn told(db: &Reader, dialogue_id: i64) -> Result<Arc<Vec<Assessment>>> {
    let key = ("assessments", dialogue_id.to_string());
    let read = of_dialogue(db, dialogue_id);
    kept::answer(db, Until::AnythingHappens, key, read).await
}

fn assessment(row: SqliteRow) -> sqlx::Result<Assessment> {
    Ok(Assessment {
        id: row.int("id")?,
        dialogue_id: row.int("dialogue_id")?,
        kind: row.parsed("kind")?,
        content: Content {
            view: row.string("view")?,
            develop: row.string("develop")?,
            why: row.string("why")?,
            shareable: row.json("shareable")?,
            briefs: row.json("briefs")?,
            ready: row.flag("ready")?,
        },
        author: row.opt_string("author")?,
        updated_at: row.parsed("updated_at")?,
        version: row.int("version")?,
    })
}

/// A version of a brief that an assessment can rest on, or does.
#[derive(Clone, Debug)]
pub struct Ground {
    pub id: i64,
    pub brief_id: i64,
    pub number: i64,
    /// The issue area's name, or the län's.
    pub name: String,
    pub regional: bool,
    pub valid_to: Option<Date>,
    /// Whether it belongs to what the dialogue is about.
    pub near: bool,
    pub in_force: bool,
}

/// What a dialogue's assessments can rest on: every brief that holds, those of its issue areas and its
/// län first, and what they already rest on.
pub async fn grounds(db: impl SqliteExecutor<'_>, of: &Dialogue) -> Result<Vec<Ground>> {
    let rows = sqlx::query(
        "select v.id, v.brief_id, v.number, v.valid_to, v.status = 'approved' as in_force,
                coalesce(i.name, c.short_name) as name, b.scope = 'regional' as regional,
                (b.county = ?2 or exists (select 1 from dialogue_issues x where x.dialogue_id = ?1
                     and x.issue_area_id = b.issue_area_id and x.state = 'chosen')) as near
         from brief_versions v join open_briefs b on b.id = v.brief_id
         left join issue_areas i on i.id = b.issue_area_id left join counties c on c.code = b.county
         where (v.status = 'approved' and (b.scope = 'national' or b.county = ?2))
            or v.id in (select x.brief_version_id from assessment_briefs x
                        join assessments a on a.id = x.assessment_id where a.dialogue_id = ?1)
         order by near desc, regional, name collate svenska, v.number desc limit 300",
    )
    .bind(of.id)
    .bind(&of.plan.county)
    .try_map(|row: SqliteRow| {
        Ok(Ground {
            id: row.int("id")?,
            brief_id: row.int("brief_id")?,
            number: row.int("number")?,
            name: row.string("name")?,
            regional: row.flag("regional")?,
            valid_to: row.opt_parsed("valid_to")?,
            near: row.flag("near")?,
            in_force: row.flag("in_force")?,
        })
    })
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// Begins an assessment, or changes the one there is. When both are ready the milestone is done.
pub async fn write(
    tx: &mut Write,
    of: &Dialogue,
    kind: Kind,
    before: Option<&Assessment>,
    content: &Content,
) -> Result<()> {
    let complete = is_complete(&of_dialogue(tx.conn(), of.id).await?);
    let (id, version) = match before {
        Some(before) => (before.id, change(tx, before, content).await?),
        None => (start(tx, of.id, kind, content).await?, 1),
    };
    let blank = Content::default();
    let was = before.map_or(&blank, |before| &before.content);
    if was.briefs != content.briefs {
        set_briefs(tx, id, &content.briefs).await?;
    }
    let event_kind = match content.ready && !was.ready {
        true => EventKind::AssessmentReady,
        false => EventKind::AssessmentChanged,
    };
    let event = Event::new(event_kind, SubjectKind::Assessment, id)
        .within(SubjectKind::Dialogue, of.id)
        .version(version)
        .changes(Change::between(Some(was), content));
    tx.record(event).await?;
    let is_now = is_complete(&of_dialogue(tx.conn(), of.id).await?);
    let which = Which::all("assessment");
    match (complete, is_now) {
        (_, true) => milestones::follow_work(tx, of, which, Outcome::Done, "").await,
        (true, false) => milestones::follow_work(tx, of, which, Outcome::Open, "").await,
        (false, false) => Ok(()),
    }
}

async fn start(tx: &mut Write, dialogue_id: i64, kind: Kind, content: &Content) -> Result<i64> {
    let (now, author) = (tx.now(), tx.actor());
    Ok(sqlx::query_scalar(
        "insert into assessments (dialogue_id, kind, view, develop, why, shareable, ready, author_id, created_at, updated_at)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id",
    )
    .bind(dialogue_id)
    .bind(Text(kind))
    .bind(&content.view)
    .bind(&content.develop)
    .bind(&content.why)
    .bind(shareable(content)?)
    .bind(content.ready)
    .bind(author)
    .bind(Text(now))
    .bind(Text(now))
    .fetch_one(tx.conn())
    .await?)
}

async fn change(tx: &mut Write, before: &Assessment, content: &Content) -> Result<i64> {
    let (now, author) = (tx.now(), tx.actor());
    let updated = sqlx::query(
        "update assessments set view = ?, develop = ?, why = ?, shareable = ?, ready = ?, author_id = ?,
                updated_at = ?, version = version + 1
         where id = ? and version = ?",
    )
    .bind(&content.view)
    .bind(&content.develop)
    .bind(&content.why)
    .bind(shareable(content)?)
    .bind(content.ready)
    .bind(author)
    .bind(Text(now))
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(updated.rows_affected())?;
    Ok(before.version + 1)
}

fn shareable(content: &Content) -> Result<String> {
    serde_json::to_string(&content.shareable).map_err(Error::internal)
}

async fn set_briefs(tx: &mut Write, id: i64, briefs: &[i64]) -> Result<()> {
    sqlx::query("delete from assessment_briefs where assessment_id = ?")
        .bind(id)
        .execute(tx.conn())
        .await?;
    let briefs = serde_json::to_string(briefs).map_err(Error::internal)?;
    sqlx::query(
        "insert into assessment_briefs (assessment_id, brief_version_id) select distinct ?, value from json_each(?)",
    )
    .bind(id)
    .bind(briefs)
    .execute(tx.conn())
    .await?;
    Ok(())
}
