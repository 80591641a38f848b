//! The versions of a brief, read one by one with their sections, or all of them in a line each.

use crate::domain::brief::{Draft, Section, Status, Version, Written};
use crate::error::Result;
use crate::store::columns::{Columns, Text};
use crate::store::reader::Reader;
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::SqliteExecutor;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

/// A version with its sections: two statements.
pub async fn find_version(conn: &mut SqliteConnection, id: i64) -> Result<Version> {
    let row = sqlx::query("select * from brief_versions where id = ?")
        .bind(id)
        .try_map(version)
        .fetch_one(&mut *conn)
        .await?;
    with_sections(conn, row).await
}

/// The version of this very brief with a number.
pub async fn by_number(db: &Reader, brief_id: i64, number: i64) -> Result<Version> {
    let mut conn = db.acquire().await?;
    let row = sqlx::query("select * from brief_versions where brief_id = ? and number = ?")
        .bind(brief_id)
        .bind(number)
        .try_map(version)
        .fetch_one(&mut *conn)
        .await?;
    with_sections(&mut conn, row).await
}

/// The version that is ordered, being written or in review, if any.
pub async fn open_version(conn: &mut SqliteConnection, brief_id: i64) -> Result<Option<Version>> {
    with_status(
        conn,
        brief_id,
        "status in ('requested', 'drafting', 'in_review')",
    )
    .await
}

/// The version that holds, if any.
pub async fn approved_version(
    conn: &mut SqliteConnection,
    brief_id: i64,
) -> Result<Option<Version>> {
    with_status(conn, brief_id, "status = 'approved'").await
}

async fn with_status(
    conn: &mut SqliteConnection,
    brief_id: i64,
    condition: &'static str,
) -> Result<Option<Version>> {
    let sql = format!("select * from brief_versions where brief_id = ? and {condition}");
    let row = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(brief_id)
        .try_map(version)
        .fetch_optional(&mut *conn)
        .await?;
    match row {
        Some(row) => Ok(Some(with_sections(conn, row).await?)),
        None => Ok(None),
    }
}

fn version(row: SqliteRow) -> sqlx::Result<Version> {
    Ok(Version {
        id: row.int("id")?,
        brief_id: row.int("brief_id")?,
        number: row.int("number")?,
        status: row.parsed("status")?,
        sections: Vec::new(),
        draft: Draft {
            summary: row.string("summary")?,
            summary_shareable: row.flag("summary_shareable")?,
            sources: row.string("sources")?,
            valid_from: row.opt_parsed("valid_from")?,
            valid_to: row.opt_parsed("valid_to")?,
            ..Draft::default()
        },
        reason: row.string("reason")?,
        version: row.int("version")?,
    })
}

async fn with_sections(conn: &mut SqliteConnection, mut version: Version) -> Result<Version> {
    for (section, written) in sections_by_version(conn, version.id).await? {
        version.draft.sections.insert(section.id, written);
        version.sections.push(section);
    }
    Ok(version)
}

/// The sections of a version in their order.
pub async fn sections_by_version(
    db: impl SqliteExecutor<'_>,
    version_id: i64,
) -> Result<Vec<(Section, Written)>> {
    Ok(
        sqlx::query(
            "select * from brief_sections where brief_version_id = ? order by position, id",
        )
        .bind(version_id)
        .try_map(|row: SqliteRow| {
            let section = Section {
                id: row.int("id")?,
                title: row.string("title")?,
                help: row.string("help")?,
            };
            let written = Written {
                text: row.string("text")?,
                ready: row.flag("ready")?,
                shareable: row.flag("shareable")?,
            };
            Ok((section, written))
        })
        .fetch_all(db)
        .await?,
    )
}

/// Who took a step with a version, and when.
#[derive(Clone, Debug)]
pub struct Mark {
    pub at: Timestamp,
    pub by: String,
}

/// A version in a line: what the list of all versions tells.
#[derive(Clone, Debug)]
pub struct Meta {
    pub id: i64,
    pub number: i64,
    pub status: Status,
    pub valid_from: Option<Date>,
    pub valid_to: Option<Date>,
    pub reason: String,
    pub created: Mark,
    pub updated: Mark,
    pub submitted: Option<Mark>,
    pub approved: Option<Mark>,
}

/// All versions of a brief, newest first.
pub async fn metas(db: impl SqliteExecutor<'_>, brief_id: i64) -> Result<Vec<Meta>> {
    Ok(sqlx::query(
        "select v.*, coalesce(c.name, '') as created_name, coalesce(u.name, '') as updated_name,
                coalesce(s.name, '') as submitted_name, coalesce(a.name, '') as approved_name
         from brief_versions v left join people c on c.id = v.created_by left join people u on u.id = v.updated_by
         left join people s on s.id = v.submitted_by left join people a on a.id = v.approved_by
         where v.brief_id = ? order by v.number desc limit 500",
    )
    .bind(brief_id)
    .try_map(meta)
    .fetch_all(db)
    .await?)
}

fn meta(row: SqliteRow) -> sqlx::Result<Meta> {
    let mark = |at: &str, by: &str| -> sqlx::Result<Option<Mark>> {
        let by = row.string(by)?;
        Ok(row.opt_parsed(at)?.map(|at| Mark { at, by }))
    };
    let surely = |at: &str, by: &str| -> sqlx::Result<Mark> {
        Ok(Mark {
            at: row.parsed(at)?,
            by: row.string(by)?,
        })
    };
    Ok(Meta {
        id: row.int("id")?,
        number: row.int("number")?,
        status: row.parsed("status")?,
        valid_from: row.opt_parsed("valid_from")?,
        valid_to: row.opt_parsed("valid_to")?,
        reason: row.string("reason")?,
        created: surely("created_at", "created_name")?,
        updated: surely("updated_at", "updated_name")?,
        submitted: mark("submitted_at", "submitted_name")?,
        approved: mark("approved_at", "approved_name")?,
    })
}

/// Where a brief is used: an order that was answered with it, or a position that rests on it.
#[derive(Clone, Debug)]
pub struct Use {
    pub dialogue_id: i64,
    pub county: String,
    pub held_on: Date,
    pub number: i64,
    /// The issue area of a position; none for an order.
    pub position_on: Option<i64>,
}

/// The dialogues a brief is used in, newest first.
pub async fn used_in(db: impl SqliteExecutor<'_>, brief_id: i64) -> Result<Vec<Use>> {
    Ok(sqlx::query(
        "select d.id as dialogue_id, c.short_name as county, d.held_on, v.number, x.area from (
             select dialogue_id, brief_version_id, null as area from brief_orders where state = 'delivered'
             union all select dialogue_id, brief_version_id, issue_area_id from positions) x
         join brief_versions v on v.id = x.brief_version_id
         join dialogues d on d.id = x.dialogue_id join counties c on c.code = d.county
         where v.brief_id = ? order by d.held_on desc, d.id, x.area limit 200",
    )
    .bind(brief_id)
    .try_map(|row: SqliteRow| {
        Ok(Use {
            dialogue_id: row.int("dialogue_id")?,
            county: row.string("county")?,
            held_on: row.parsed("held_on")?,
            number: row.int("number")?,
            position_on: row.opt_int("area")?,
        })
    })
    .fetch_all(db)
    .await?)
}

/// The title of every section a brief has or has had, by id, for the history.
pub async fn section_titles(
    db: impl SqliteExecutor<'_>,
    brief_id: i64,
) -> Result<Vec<(i64, String)>> {
    Ok(sqlx::query_as(
        "select s.id, s.title from brief_sections s join brief_versions v on v.id = s.brief_version_id
         where v.brief_id = ?",
    )
    .bind(brief_id)
    .fetch_all(db)
    .await?)
}

/// A dialogue that waits for the brief.
#[derive(Clone, Debug)]
pub struct Waiting {
    pub order_id: i64,
    pub dialogue_id: i64,
    pub county: String,
    pub held_on: Date,
    pub due_on: Date,
}

/// The open orders of a brief in dialogues that go on, the most urgent first.
pub async fn waited_for(db: impl SqliteExecutor<'_>, brief_id: i64) -> Result<Vec<Waiting>> {
    Ok(sqlx::query(
        "select o.id, o.dialogue_id, c.short_name as county, d.held_on, o.due_on
         from briefs b join brief_orders o on o.state in ('ordered', 'returned')
         join dialogues d on d.id = o.dialogue_id and d.phase not in ('closed', 'cancelled')
             and (o.issue_area_id = b.issue_area_id or (o.scope = 'regional' and d.county = b.county))
         join counties c on c.code = d.county
         where b.id = ? order by o.due_on, o.id limit 50",
    )
    .bind(brief_id)
    .try_map(|row: SqliteRow| {
        Ok(Waiting {
            order_id: row.int("id")?,
            dialogue_id: row.int("dialogue_id")?,
            county: row.string("county")?,
            held_on: row.parsed("held_on")?,
            due_on: row.parsed("due_on")?,
        })
    })
    .fetch_all(db)
    .await?)
}

/// Whether a department has a chef on a day, who can approve its briefs.
pub async fn has_approver(
    db: impl SqliteExecutor<'_>,
    department_id: Option<i64>,
    day: Date,
) -> Result<bool> {
    Ok(sqlx::query_scalar(
        "select exists (select 1 from account_roles where role = 'manager' and department_id = ?1
             and valid_from <= ?2 and (valid_to is null or valid_to >= ?2))",
    )
    .bind(department_id)
    .bind(Text(day))
    .fetch_one(db)
    .await?)
}
