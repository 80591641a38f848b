//! What is done to a version of a brief: begun, written, submitted, approved, sent back, or not needed.

use super::versions::{approved_version, open_version};
use crate::domain::brief::{
    Brief, BriefOf, Draft, Scope, Status, TemplateSection, Version, sections_of_new,
};
use crate::domain::brief_order::Order;
use crate::domain::event::{Change, Event, EventKind, SubjectKind};
use crate::error::{Error, Result};
use crate::store::columns::{Columns, Text, text};
use crate::store::dialogues::one;
use crate::store::{Write, brief_orders};
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteRow;

/// Sees to it that something is being written about an issue area or a län: makes the series and a version
/// that is ordered, unless one is on its way. Returns the series' id.
pub async fn request(tx: &mut Write, of: &BriefOf) -> Result<i64> {
    let brief = series(tx, of).await?;
    if open_version(tx.conn(), brief).await?.is_none() {
        begin(tx, brief, of.scope(), Status::Requested).await?;
    }
    Ok(brief)
}

/// Begins a version with what holds, or goes on with the one that is on its way. Returns the series' id.
pub async fn start(tx: &mut Write, of: &BriefOf) -> Result<i64> {
    let brief = series(tx, of).await?;
    if open_version(tx.conn(), brief).await?.is_none() {
        begin(tx, brief, of.scope(), Status::Drafting).await?;
    }
    Ok(brief)
}

/// The series of an issue area or a län, made when there is none.
pub(in crate::store) async fn series(tx: &mut Write, of: &BriefOf) -> Result<i64> {
    let known: Option<i64> =
        sqlx::query_scalar("select id from briefs where issue_area_id = ? or county = ?")
            .bind(of.issue_area())
            .bind(of.county())
            .fetch_optional(tx.conn())
            .await?;
    if let Some(id) = known {
        return Ok(id);
    }
    let now = tx.now();
    Ok(sqlx::query_scalar(
        "insert into briefs (scope, issue_area_id, county, created_at) values (?, ?, ?, ?) returning id",
    )
    .bind(Text(of.scope()))
    .bind(of.issue_area())
    .bind(of.county())
    .bind(Text(now))
    .fetch_one(tx.conn())
    .await?)
}

/// The sections that a new version begins with.
pub async fn template_of(
    db: impl SqliteExecutor<'_>,
    scope: Scope,
) -> Result<Vec<TemplateSection>> {
    Ok(sqlx::query(
        "select title, help from brief_template where scope = ? and removed_at is null order by position, id",
    )
    .bind(Text(scope))
    .try_map(|row: SqliteRow| {
        Ok(TemplateSection {
            title: row.string("title")?,
            help: row.string("help")?,
        })
    })
    .fetch_all(db)
    .await?)
}

async fn begin(tx: &mut Write, brief_id: i64, scope: Scope, status: Status) -> Result<i64> {
    let held = approved_version(tx.conn(), brief_id).await?;
    let template = template_of(tx.conn(), scope).await?;
    let draft = held.as_ref().map(|version| &version.draft);
    let (now, actor) = (tx.now(), tx.actor());
    let (id, number): (i64, i64) = sqlx::query_as(
        "insert into brief_versions (brief_id, number, status, summary, summary_shareable, sources,
                                     created_at, created_by, updated_at, updated_by)
         values (?1, (select coalesce(max(number), 0) + 1 from brief_versions where brief_id = ?1), ?2, ?3, ?4, ?5,
                 ?6, ?7, ?6, ?7) returning id, number",
    )
    .bind(brief_id)
    .bind(Text(status))
    .bind(draft.map_or("", |draft| &draft.summary))
    .bind(draft.is_some_and(|draft| draft.summary_shareable))
    .bind(draft.map_or("", |draft| &draft.sources))
    .bind(Text(now))
    .bind(actor)
    .fetch_one(tx.conn())
    .await?;
    for (position, (line, written)) in (1_i64..).zip(sections_of_new(&template, held.as_ref())) {
        sqlx::query(
            "insert into brief_sections (brief_version_id, title, help, position, text, shareable)
             values (?, ?, ?, ?, ?, ?)",
        )
        .bind(id)
        .bind(&line.title)
        .bind(&line.help)
        .bind(position)
        .bind(&written.text)
        .bind(written.shareable)
        .execute(tx.conn())
        .await?;
    }
    let kind = match status {
        Status::Requested => EventKind::BriefOrdered,
        _ => EventKind::BriefStarted,
    };
    tx.record(
        event(kind, brief_id, id, 1)
            .change("number", None::<i64>, number)
            .change("status", None::<Status>, status),
    )
    .await?;
    Ok(id)
}

/// Saves what a person wrote; what was ordered is a draft from then on.
pub async fn save(tx: &mut Write, before: &Version, after: &Draft) -> Result<()> {
    let (now, actor) = (tx.now(), tx.actor());
    let updated = sqlx::query(
        "update brief_versions set summary = ?, summary_shareable = ?, sources = ?, valid_from = ?, valid_to = ?,
                status = 'drafting', updated_at = ?, updated_by = ?, version = version + 1
         where id = ? and version = ? and status in ('requested', 'drafting')",
    )
    .bind(&after.summary)
    .bind(after.summary_shareable)
    .bind(&after.sources)
    .bind(text(&after.valid_from))
    .bind(text(&after.valid_to))
    .bind(Text(now))
    .bind(actor)
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(updated.rows_affected())?;
    for (id, written) in &after.sections {
        if before.draft.sections.get(id) != Some(written) {
            sqlx::query(
                "update brief_sections set text = ?, ready = ?, shareable = ? where id = ? and brief_version_id = ?",
            )
            .bind(&written.text)
            .bind(written.ready)
            .bind(written.shareable)
            .bind(id)
            .bind(before.id)
            .execute(tx.conn())
            .await?;
        }
    }
    let mut event = step_event(EventKind::BriefChanged, before)
        .changes(Change::between(Some(&before.draft), after));
    if before.status != Status::Drafting {
        event = event.change("status", before.status, Status::Drafting);
    }
    tx.record(event).await
}

/// Marks one section as ready, or not ready, in the place where it is read.
pub async fn mark_section(
    tx: &mut Write,
    before: &Version,
    section_id: i64,
    ready: bool,
) -> Result<()> {
    let mut after = before.draft.clone();
    let written = after.sections.get_mut(&section_id);
    written.ok_or(Error::NotFound)?.ready = ready;
    save(tx, before, &after).await
}

/// Hands a version over to whoever approves it.
pub async fn submit(tx: &mut Write, before: &Version) -> Result<()> {
    let (now, actor) = (tx.now(), tx.actor());
    let updated = sqlx::query(
        "update brief_versions set status = 'in_review', submitted_at = ?, submitted_by = ?, reason = '',
                version = version + 1
         where id = ? and version = ? and status = 'drafting'",
    )
    .bind(Text(now))
    .bind(actor)
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(updated.rows_affected())?;
    tx.record(turned(EventKind::BriefSubmitted, before, Status::InReview))
        .await
}

/// Lets a version hold from now on; the one that held is replaced, and what waited for it is answered.
pub async fn approve(tx: &mut Write, brief: &Brief, before: &Version) -> Result<()> {
    if let Some(held) = approved_version(tx.conn(), brief.id).await? {
        let updated = sqlx::query(
            "update brief_versions set status = 'superseded', version = version + 1
             where id = ? and version = ?",
        )
        .bind(held.id)
        .bind(held.version)
        .execute(tx.conn())
        .await?;
        one(updated.rows_affected())?;
        tx.record(turned(EventKind::Closed, &held, Status::Superseded))
            .await?;
    }
    let (now, actor) = (tx.now(), tx.actor());
    let updated = sqlx::query(
        "update brief_versions set status = 'approved', approved_at = ?, approved_by = ?, reason = '',
                version = version + 1
         where id = ? and version = ? and status in ('drafting', 'in_review')",
    )
    .bind(Text(now))
    .bind(actor)
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(updated.rows_affected())?;
    tx.record(turned(EventKind::BriefApproved, before, Status::Approved))
        .await?;
    brief_orders::answer_with(tx, &brief.of, before.id).await
}

/// Gives a version back to the one who writes, with a reason.
pub async fn send_back(tx: &mut Write, before: &Version, reason: &str) -> Result<()> {
    back_to_draft(tx, before, reason, EventKind::BriefSentBack).await
}

/// The one who writes takes a version back before it is approved.
pub async fn take_back(tx: &mut Write, before: &Version) -> Result<()> {
    back_to_draft(tx, before, "", EventKind::BriefChanged).await
}

async fn back_to_draft(
    tx: &mut Write,
    before: &Version,
    reason: &str,
    kind: EventKind,
) -> Result<()> {
    let updated = sqlx::query(
        "update brief_versions set status = 'drafting', reason = ?, version = version + 1
         where id = ? and version = ? and status = 'in_review'",
    )
    .bind(reason)
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(updated.rows_affected())?;
    tx.record(turned(kind, before, Status::Drafting).change("reason", &before.reason, reason))
        .await
}

/// Ends a version that is on its way: it is not needed, and why. `ends` tells which of the orders that
/// wait for it end with it; a national brief is waited for by teams that have not judged so.
pub async fn not_needed(
    tx: &mut Write,
    brief: &Brief,
    before: &Version,
    reason: &str,
    ends: impl Fn(&Order) -> bool,
) -> Result<()> {
    let updated = sqlx::query(
        "update brief_versions set status = 'not_needed', reason = ?, version = version + 1
         where id = ? and version = ? and status in ('requested', 'drafting', 'in_review')",
    )
    .bind(reason)
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(updated.rows_affected())?;
    debug_assert_eq!(brief.id, before.brief_id);
    tx.record(
        turned(EventKind::BriefNotNeeded, before, Status::NotNeeded).change(
            "reason",
            &before.reason,
            reason,
        ),
    )
    .await?;
    brief_orders::not_needed(tx, &brief.of, reason, ends).await
}

fn turned(kind: EventKind, before: &Version, to: Status) -> Event {
    step_event(kind, before).change("status", before.status, to)
}

fn step_event(kind: EventKind, before: &Version) -> Event {
    event(kind, before.brief_id, before.id, before.version + 1)
}

fn event(kind: EventKind, brief_id: i64, version_id: i64, version: i64) -> Event {
    Event::new(kind, SubjectKind::BriefVersion, version_id)
        .within(SubjectKind::Brief, brief_id)
        .version(version)
}
