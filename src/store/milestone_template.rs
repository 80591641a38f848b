//! The template that the milestones of a dialogue are counted from, line by line.

use super::Write;
use super::columns::{Columns, Text};
use crate::domain::event::{Change, Event, EventKind, SubjectKind};
use crate::domain::registers::TemplateFields;
use crate::error::{Error, Result};
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteRow;

/// A line as it is kept.
#[derive(Clone, Debug)]
pub struct Line {
    pub id: i64,
    pub version: i64,
    pub removed: bool,
    pub fields: TemplateFields,
}

fn line(row: SqliteRow) -> sqlx::Result<Line> {
    Ok(Line {
        id: row.int("id")?,
        version: row.int("version")?,
        removed: row.opt_string("removed_at")?.is_some(),
        fields: TemplateFields {
            offset_days: row.int("offset_days")?,
            title: row.string("title")?,
            falls_on: row.parsed("falls_on")?,
            per_department: row.flag("per_department")?,
            judgement: row.flag("judgement")?,
        },
    })
}

/// The lines in use, or those that have been removed, in the order of their days.
pub async fn all(db: impl SqliteExecutor<'_>, removed: bool) -> Result<Vec<Line>> {
    Ok(sqlx::query(
        "select * from milestone_template where (removed_at is not null) = ? order by offset_days, id limit 200",
    )
    .bind(removed)
    .try_map(line)
    .fetch_all(db)
    .await?)
}

pub async fn find(db: impl SqliteExecutor<'_>, id: i64) -> Result<Line> {
    Ok(sqlx::query("select * from milestone_template where id = ?")
        .bind(id)
        .try_map(line)
        .fetch_one(db)
        .await?)
}

pub async fn add(tx: &mut Write, fields: &TemplateFields) -> Result<i64> {
    let id: i64 = sqlx::query_scalar(
        "insert into milestone_template (key, offset_days, title, falls_on, per_department, judgement)
         values ('own_' || (select coalesce(max(id), 0) + 1 from milestone_template), ?, ?, ?, ?, ?) returning id",
    )
    .bind(fields.offset_days)
    .bind(&fields.title)
    .bind(Text(fields.falls_on))
    .bind(fields.per_department)
    .bind(fields.judgement)
    .fetch_one(tx.conn())
    .await?;
    tx.record(
        Event::new(EventKind::Added, SubjectKind::MilestoneTemplate, id)
            .version(1)
            .changes(Change::between(None, fields)),
    )
    .await?;
    Ok(id)
}

pub async fn change(tx: &mut Write, before: &Line, after: &TemplateFields) -> Result<()> {
    let saved = sqlx::query(
        "update milestone_template set offset_days = ?, title = ?, falls_on = ?, per_department = ?, judgement = ?,
                version = version + 1
         where id = ? and version = ? and removed_at is null",
    )
    .bind(after.offset_days)
    .bind(&after.title)
    .bind(Text(after.falls_on))
    .bind(after.per_department)
    .bind(after.judgement)
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    if saved.rows_affected() == 0 {
        return Err(Error::Stale);
    }
    tx.record(
        Event::new(
            EventKind::Changed,
            SubjectKind::MilestoneTemplate,
            before.id,
        )
        .version(before.version + 1)
        .changes(Change::between(Some(&before.fields), after)),
    )
    .await
}

/// Takes a line out of use. It stays for its history.
pub async fn remove(tx: &mut Write, before: &Line) -> Result<()> {
    let now = tx.now();
    sqlx::query(
        "update milestone_template set removed_at = ?, version = version + 1
         where id = ? and version = ? and removed_at is null",
    )
    .bind(Text(now))
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    tx.record(
        Event::new(
            EventKind::Removed,
            SubjectKind::MilestoneTemplate,
            before.id,
        )
        .version(before.version + 1)
        .change("removed_at", None::<String>, now.to_string()),
    )
    .await
}
