//! The template that new versions of briefs begin with, section by section.

use super::Write;
use super::columns::{Columns, Text};
use super::dialogues::one;
use crate::domain::brief::{Scope, TemplateSection};
use crate::domain::event::{Change, Event, EventKind, SubjectKind};
use crate::error::Result;
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteRow;

/// A section of the template as it is kept.
#[derive(Clone, Debug)]
pub struct Line {
    pub id: i64,
    pub scope: Scope,
    pub fields: TemplateSection,
    pub position: i64,
    pub removed: bool,
    pub version: i64,
}

fn line(row: SqliteRow) -> sqlx::Result<Line> {
    Ok(Line {
        id: row.int("id")?,
        scope: row.parsed("scope")?,
        fields: TemplateSection {
            title: row.string("title")?,
            help: row.string("help")?,
        },
        position: row.int("position")?,
        removed: row.opt_string("removed_at")?.is_some(),
        version: row.int("version")?,
    })
}

/// The sections in use, or those that have been removed, in their order.
pub async fn all(db: impl SqliteExecutor<'_>, scope: Scope, removed: bool) -> Result<Vec<Line>> {
    Ok(sqlx::query(
        "select * from brief_template where scope = ? and (removed_at is not null) = ?
         order by position, id limit 200",
    )
    .bind(Text(scope))
    .bind(removed)
    .try_map(line)
    .fetch_all(db)
    .await?)
}

pub async fn count(db: impl SqliteExecutor<'_>) -> Result<i64> {
    Ok(
        sqlx::query_scalar("select count(*) from brief_template where removed_at is null")
            .fetch_one(db)
            .await?,
    )
}

pub async fn find(db: impl SqliteExecutor<'_>, id: i64) -> Result<Line> {
    Ok(sqlx::query("select * from brief_template where id = ?")
        .bind(id)
        .try_map(line)
        .fetch_one(db)
        .await?)
}

/// Adds a section after the others.
pub async fn add(tx: &mut Write, scope: Scope, fields: &TemplateSection) -> Result<i64> {
    let id: i64 = sqlx::query_scalar(
        "insert into brief_template (scope, title, help, position)
         values (?1, ?2, ?3, (select coalesce(max(position), 0) + 1 from brief_template where scope = ?1))
         returning id",
    )
    .bind(Text(scope))
    .bind(&fields.title)
    .bind(&fields.help)
    .fetch_one(tx.conn())
    .await?;
    tx.record(
        event(EventKind::Added, id, 1)
            .change("scope", None::<Scope>, scope)
            .changes(Change::between(None, fields)),
    )
    .await?;
    Ok(id)
}

pub async fn change(tx: &mut Write, before: &Line, after: &TemplateSection) -> Result<()> {
    let updated = sqlx::query(
        "update brief_template set title = ?, help = ?, version = version + 1
         where id = ? and version = ? and removed_at is null",
    )
    .bind(&after.title)
    .bind(&after.help)
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(updated.rows_affected())?;
    tx.record(
        event(EventKind::Changed, before.id, before.version + 1)
            .changes(Change::between(Some(&before.fields), after)),
    )
    .await
}

/// Moves a section one step up or down; false when it already stands first or last.
pub async fn step(tx: &mut Write, before: &Line, up: bool) -> Result<bool> {
    let all = all(tx.conn(), before.scope, false).await?;
    let Some(at) = all.iter().position(|line| line.id == before.id) else {
        return Ok(false);
    };
    let to = if up { at.checked_sub(1) } else { Some(at + 1) };
    if to.is_none_or(|to| to >= all.len()) {
        return Ok(false);
    }
    let mut order: Vec<&Line> = all.iter().collect();
    order.swap(at, to.unwrap_or(at));
    for (position, line) in (1_i64..).zip(order) {
        sqlx::query("update brief_template set position = ? where id = ?")
            .bind(position)
            .bind(line.id)
            .execute(tx.conn())
            .await?;
    }
    sqlx::query("update brief_template set version = version + 1 where id = ?")
        .bind(before.id)
        .execute(tx.conn())
        .await?;
    let (from, to) = (at + 1, to.unwrap_or(at) + 1);
    tx.record(
        event(EventKind::Changed, before.id, before.version + 1).change("position", from, to),
    )
    .await?;
    Ok(true)
}

/// Takes a section out of the template. Versions that have begun keep theirs.
pub async fn remove(tx: &mut Write, before: &Line) -> Result<()> {
    let now = tx.now();
    let updated = sqlx::query(
        "update brief_template set removed_at = ?, version = version + 1
         where id = ? and version = ? and removed_at is null",
    )
    .bind(Text(now))
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(updated.rows_affected())?;
    tx.record(
        event(EventKind::Removed, before.id, before.version + 1).change(
            "removed_at",
            None::<String>,
            now.to_string(),
        ),
    )
    .await
}

fn event(kind: EventKind, id: i64, version: i64) -> Event {
    Event::new(kind, SubjectKind::BriefTemplate, id).version(version)
}
