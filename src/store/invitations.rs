//! Inbjudningar to other national agencies, per dialogue and over the years.

use super::columns::{Columns, Text, text};
use super::dialogues::one;
use super::kept::{self, Until};
use super::milestones::{Which, follow_work};
use super::reader::Reader;
use super::{Page, Part, Write};
use crate::domain::dialogue::{Dialogue, Phase};
use crate::domain::event::{Change, Event, EventKind, SubjectKind};
use crate::domain::invitation::{Asking, Invitation};
use crate::domain::milestone::Outcome;
use crate::error::Result;
use jiff::civil::Date;
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Sqlite, SqliteExecutor};
use std::sync::Arc;

const ROWS: &str = "select x.*, g.name as agency, i.name as area from invitations x
     join national_agencies g on g.id = x.agency_id left join issue_areas i on i.id = x.issue_area_id ";

/// The living invitations of a dialogue, in Swedish order.
pub async fn of_dialogue(db: impl SqliteExecutor<'_>, dialogue_id: i64) -> Result<Vec<Invitation>> {
    let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
        "{ROWS} where x.dialogue_id = ? and x.removed_at is null order by g.name collate svenska, x.id limit 100"
    )))
    .bind(dialogue_id)
    .try_map(invitation)
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// A living invitation of this very dialogue.
pub async fn find(db: impl SqliteExecutor<'_>, dialogue_id: i64, id: i64) -> Result<Invitation> {
    let row = sqlx::query(sqlx::AssertSqlSafe(format!(
        "{ROWS} where x.dialogue_id = ? and x.id = ? and x.removed_at is null"
    )))
    .bind(dialogue_id)
    .bind(id)
    .try_map(invitation)
    .fetch_one(db)
    .await?;
    Ok(row)
}

fn invitation(row: SqliteRow) -> sqlx::Result<Invitation> {
    Ok(Invitation {
        id: row.int("id")?,
        dialogue_id: row.int("dialogue_id")?,
        asking: Asking {
            agency_id: row.int("agency_id")?,
            issue_area_id: row.opt_int("issue_area_id")?,
            contact: row.string("contact")?,
            reason: row.string("reason")?,
            sent_on: row.opt_parsed("sent_on")?,
            reply: row.parsed("answer")?,
            attended: row.parsed("attended")?,
            feedback: row.string("feedback")?,
        },
        agency: row.string("agency")?,
        area: row.opt_string("area")?.unwrap_or_default(),
        version: row.int("version")?,
    })
}

/// The agencies that can be invited on a day: (id, name), in Swedish order.
pub async fn agencies(db: impl SqliteExecutor<'_>, day: Date) -> Result<Vec<(i64, String)>> {
    Ok(sqlx::query_as(
        "select id, name from national_agencies
         where valid_from <= ?1 and (valid_to is null or valid_to >= ?1) order by name collate svenska",
    )
    .bind(Text(day))
    .fetch_all(db)
    .await?)
}

/// What every agency a dialogue has invited is called, by the invitation's id, for the history.
pub async fn names(db: impl SqliteExecutor<'_>, dialogue_id: i64) -> Result<Vec<(i64, String)>> {
    Ok(sqlx::query_as(
        "select x.id, g.name from invitations x join national_agencies g on g.id = x.agency_id
         where x.dialogue_id = ?",
    )
    .bind(dialogue_id)
    .fetch_all(db)
    .await?)
}

/// Adds an invitation. That somebody is invited answers whether anybody shall be.
pub async fn add(tx: &mut Write, dialogue: &Dialogue, asking: &Asking) -> Result<i64> {
    let id: i64 = sqlx::query_scalar(
        "insert into invitations (dialogue_id, agency_id, issue_area_id, contact, reason, sent_on, answer, attended, feedback)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?) returning id",
    )
    .bind(dialogue.id)
    .bind(asking.agency_id)
    .bind(asking.issue_area_id)
    .bind(&asking.contact)
    .bind(&asking.reason)
    .bind(text(&asking.sent_on))
    .bind(Text(asking.reply))
    .bind(Text(asking.attended))
    .bind(&asking.feedback)
    .fetch_one(tx.conn())
    .await?;
    tx.record(
        event(EventKind::AgencyInvited, dialogue.id, id, 1).changes(Change::between(None, asking)),
    )
    .await?;
    let judged = Which::all("invite_agencies");
    follow_work(tx, dialogue, judged, Outcome::Done, "").await?;
    Ok(id)
}

pub async fn change(tx: &mut Write, before: &Invitation, after: &Asking) -> Result<()> {
    let updated = sqlx::query(
        "update invitations set issue_area_id = ?, contact = ?, reason = ?, sent_on = ?, answer = ?, attended = ?,
                feedback = ?, version = version + 1
         where id = ? and version = ? and removed_at is null",
    )
    .bind(after.issue_area_id)
    .bind(&after.contact)
    .bind(&after.reason)
    .bind(text(&after.sent_on))
    .bind(Text(after.reply))
    .bind(Text(after.attended))
    .bind(&after.feedback)
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(updated.rows_affected())?;
    let kind = EventKind::InvitationChanged;
    tx.record(
        event(kind, before.dialogue_id, before.id, before.version + 1)
            .changes(Change::between(Some(&before.asking), after)),
    )
    .await
}

/// Takes an invitation back; the row is kept for the history.
pub async fn remove(tx: &mut Write, before: &Invitation) -> Result<()> {
    let now = tx.now();
    let updated = sqlx::query(
        "update invitations set removed_at = ?, version = version + 1
         where id = ? and version = ? and removed_at is null",
    )
    .bind(Text(now))
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(updated.rows_affected())?;
    let kind = EventKind::InvitationRemoved;
    tx.record(
        event(kind, before.dialogue_id, before.id, before.version + 1).change(
            "agency_id",
            before.asking.agency_id,
            None::<i64>,
        ),
    )
    .await
}

fn event(kind: EventKind, dialogue_id: i64, id: i64, version: i64) -> Event {
    Event::new(kind, SubjectKind::Invitation, id)
        .within(SubjectKind::Dialogue, dialogue_id)
        .version(version)
}

/// Which invitations a list shows.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub agency: Option<i64>,
    pub year: Option<i16>,
    pub county: String,
}

/// An invitation as the list over the years shows it.
#[derive(Clone, Debug)]
pub struct Listed {
    pub invitation: Invitation,
    pub county_name: String,
    pub held_on: Date,
    pub phase: Phase,
}

const LISTED: &str = "from invitations x join national_agencies g on g.id = x.agency_id
     join dialogues d on d.id = x.dialogue_id join counties c on c.code = d.county
     left join issue_areas i on i.id = x.issue_area_id where x.removed_at is null";

/// A part of the invitations that pass the filter, the newest dialogue first.
/// A page of the list, with where each agency stands and the years there are dialogues of.
#[derive(Debug)]
pub struct Shown {
    pub found: Page<Listed>,
    pub standings: Vec<Standing>,
    pub years: Vec<String>,
}

pub async fn shown(db: &Reader, filter: &Filter, part: Part, day: Date) -> Result<Arc<Shown>> {
    let key = ("agencies", format!("{filter:?} {part:?} {day}"));
    let read = async {
        Ok(Shown {
            found: list(db, filter, part).await?,
            standings: standings(db, day).await?,
            years: super::dialogues::years(db).await?,
        })
    };
    kept::answer(db, Until::AnythingHappens, key, read).await
}

pub async fn list(db: &Reader, filter: &Filter, part: Part) -> Result<Page<Listed>> {
    let mut counting = QueryBuilder::new(format!("select count(*) {LISTED}"));
    narrow(&mut counting, filter);
    let total = counting.build_query_scalar().fetch_one(db).await?;
    let mut query = QueryBuilder::new(format!(
        "select x.*, g.name as agency, i.name as area, c.short_name, d.held_on, d.phase {LISTED}"
    ));
    narrow(&mut query, filter);
    query.push(" order by d.held_on desc, g.name collate svenska, x.id limit ");
    query.push_bind(part.limit());
    query.push(" offset ").push_bind(part.offset());
    let rows = query.build().try_map(listed).fetch_all(db).await?;
    Ok(Page {
        rows,
        total,
        number: part.number(),
    })
}

fn narrow(query: &mut QueryBuilder<Sqlite>, filter: &Filter) {
    if let Some(agency) = filter.agency {
        query.push(" and x.agency_id = ").push_bind(agency);
    }
    if !filter.county.is_empty() {
        query
            .push(" and d.county = ")
            .push_bind(filter.county.clone());
    }
    if let Some(year) = filter.year {
        query
            .push(" and d.held_on between ")
            .push_bind(format!("{year:04}-01-01"));
        query.push(" and ").push_bind(format!("{year:04}-12-31"));
    }
}

fn listed(row: SqliteRow) -> sqlx::Result<Listed> {
    Ok(Listed {
        county_name: row.string("short_name")?,
        held_on: row.parsed("held_on")?,
        phase: row.parsed("phase")?,
        invitation: invitation(row)?,
    })
}

/// How often an agency has been invited, and how often it came.
#[derive(Clone, Debug)]
pub struct Standing {
    pub id: i64,
    pub name: String,
    pub invited: i64,
    pub came: i64,
    /// In how many län.
    pub counties: i64,
}

/// Every agency that can be invited or has been.
pub async fn standings(db: impl SqliteExecutor<'_>, day: Date) -> Result<Vec<Standing>> {
    let rows = sqlx::query(
        "select g.id, g.name, count(x.id) as invited, coalesce(sum(x.attended = 'yes'), 0) as came,
                count(distinct case when x.attended = 'yes' then d.county end) as counties
         from national_agencies g left join invitations x on x.agency_id = g.id and x.removed_at is null
         left join dialogues d on d.id = x.dialogue_id
         where g.valid_from <= ?1 group by g.id
         having invited > 0 or g.valid_to is null or g.valid_to >= ?1 order by g.name collate svenska",
    )
    .bind(Text(day))
    .try_map(|row: SqliteRow| {
        Ok(Standing {
            id: row.int("id")?,
            name: row.string("name")?,
            invited: row.int("invited")?,
            came: row.int("came")?,
            counties: row.int("counties")?,
        })
    })
    .fetch_all(db)
    .await?;
    Ok(rows)
}
