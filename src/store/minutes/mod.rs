//! Minnesanteckningar: what is written in them, who adjusts them, and each edition that was locked.

mod gather;
mod write;

pub use gather::sources;
pub use write::{
    Reviewer, add_reviewers, answer, lock, remove_reviewer, reopen, save, send, sent, settle,
    take_back,
};

use super::columns::Columns;
use super::kept::{self, Until};
use super::reader::Reader;
use crate::domain::dialogue::Dialogue;
use crate::domain::minutes::{Minutes, Record, Reply, Review, Status, Text, Written, build};
use crate::error::Result;
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{Connection, SqliteExecutor};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Whether the minutes of a dialogue are locked, and with them what they are built from.
pub async fn are_locked(db: impl SqliteExecutor<'_>, dialogue_id: i64) -> Result<bool> {
    Ok(sqlx::query_scalar(
        "select exists (select 1 from minutes where dialogue_id = ? and status = 'final')",
    )
    .bind(dialogue_id)
    .fetch_one(db)
    .await?)
}

/// The minutes of a dialogue; unbegun ones when nobody has written in them.
pub async fn find(db: impl SqliteExecutor<'_>, dialogue_id: i64) -> Result<Record> {
    let row = sqlx::query("select * from minutes where dialogue_id = ?")
        .bind(dialogue_id)
        .try_map(record)
        .fetch_optional(db)
        .await?;
    Ok(row.unwrap_or_else(|| Record::unbegun(dialogue_id)))
}

fn record(row: SqliteRow) -> sqlx::Result<Record> {
    Ok(Record {
        dialogue_id: row.int("dialogue_id")?,
        status: row.parsed("status")?,
        written: Written {
            introduction: row.string("introduction")?,
            introduction_shareable: row.flag("introduction_shareable")?,
            closing: row.string("closing")?,
            closing_shareable: row.flag("closing_shareable")?,
            texts: row.json::<BTreeMap<i64, Text>>("texts")?,
        },
        number: row.opt_int("number")?,
        edition: row.int("edition")?,
        version: row.int("version")?,
    })
}

/// The minutes as they would be if they were locked now.
pub async fn live(conn: &mut SqliteConnection, of: &Dialogue, written: Written) -> Result<Minutes> {
    Ok(build(&sources(conn, of, written).await?))
}

/// Everything that the page of the minutes tells, read at one moment.
#[derive(Clone, Debug)]
pub struct Told {
    pub record: Record,
    pub editions: Vec<Edition>,
    pub reviews: Vec<Review>,
    pub sends: Vec<Sent>,
    pub live: Minutes,
}

pub async fn told(db: &Reader, of: &Dialogue) -> Result<Told> {
    let mut reading = db.acquire().await?;
    let mut tx = reading.begin().await?;
    let record = find(&mut *tx, of.id).await?;
    let edition = record.reviewed_edition();
    Ok(Told {
        editions: editions(&mut *tx, of.id).await?,
        reviews: reviews(&mut *tx, of.id, edition).await?,
        sends: sends(&mut *tx, of.id).await?,
        live: live(&mut tx, of, record.written.clone()).await?,
        record,
    })
}

/// When an edition was locked and by whom, and why it was opened again.
#[derive(Clone, Debug)]
pub struct Edition {
    pub edition: i64,
    pub locked_at: Timestamp,
    pub locked_by: String,
    pub reopened_at: Option<Timestamp>,
    pub reopened_by: String,
    pub reopen_reason: String,
}

/// The locked editions, the last one first.
pub async fn editions(db: impl SqliteExecutor<'_>, dialogue_id: i64) -> Result<Vec<Edition>> {
    let rows = sqlx::query(
        "select e.edition, e.locked_at, coalesce(p.name, '') as locker, e.reopened_at,
                coalesce(r.name, '') as reopener, e.reopen_reason
         from minutes_editions e left join people p on p.id = e.locked_by left join people r on r.id = e.reopened_by
         where e.dialogue_id = ? order by e.edition desc limit 100",
    )
    .bind(dialogue_id)
    .try_map(|row: SqliteRow| {
        Ok(Edition {
            edition: row.int("edition")?,
            locked_at: row.parsed("locked_at")?,
            locked_by: row.string("locker")?,
            reopened_at: row.opt_parsed("reopened_at")?,
            reopened_by: row.string("reopener")?,
            reopen_reason: row.string("reopen_reason")?,
        })
    })
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// An edition exactly as it was locked.
pub async fn kept(db: impl SqliteExecutor<'_>, dialogue_id: i64, edition: i64) -> Result<Minutes> {
    let kept =
        sqlx::query("select content from minutes_editions where dialogue_id = ? and edition = ?")
            .bind(dialogue_id)
            .bind(edition)
            .try_map(|row: SqliteRow| row.json::<Minutes>("content"))
            .fetch_one(db)
            .await?;
    Ok(kept)
}

const REVIEWS: &str =
    "select r.*, coalesce(p.name, r.name) as shown_name, a.person_id is not null as answers_herself
     from minutes_reviews r left join people p on p.id = r.person_id
     left join accounts a on a.person_id = r.person_id and a.deactivated_at is null ";

/// Those who adjust an edition, in Swedish order.
pub async fn reviews(
    db: impl SqliteExecutor<'_>,
    dialogue_id: i64,
    edition: i64,
) -> Result<Vec<Review>> {
    let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
        "{REVIEWS} where r.dialogue_id = ? and r.edition = ? and r.removed_at is null
         order by shown_name collate svenska, r.id limit 100"
    )))
    .bind(dialogue_id)
    .bind(edition)
    .try_map(review)
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// A review of this very dialogue that has not been taken away.
pub async fn review_of(db: impl SqliteExecutor<'_>, dialogue_id: i64, id: i64) -> Result<Review> {
    let row = sqlx::query(sqlx::AssertSqlSafe(format!(
        "{REVIEWS} where r.dialogue_id = ? and r.id = ? and r.removed_at is null"
    )))
    .bind(dialogue_id)
    .bind(id)
    .try_map(review)
    .fetch_one(db)
    .await?;
    Ok(row)
}

fn review(row: SqliteRow) -> sqlx::Result<Review> {
    Ok(Review {
        id: row.int("id")?,
        dialogue_id: row.int("dialogue_id")?,
        edition: row.int("edition")?,
        person_id: row.opt_int("person_id")?,
        name: row.string("shown_name")?,
        answers_herself: row.flag("answers_herself")?,
        said: Reply {
            review_answer: row.parsed("answer")?,
            comment: row.string("comment")?,
            settled: row.string("settled")?,
        },
        version: row.int("version")?,
    })
}

/// What everyone who has adjusted the minutes of a dialogue is called, by the review's id, for the history.
pub async fn reviewer_names(
    db: impl SqliteExecutor<'_>,
    dialogue_id: i64,
) -> Result<Vec<(i64, String)>> {
    Ok(sqlx::query_as(
        "select r.id, coalesce(p.name, r.name) from minutes_reviews r left join people p on p.id = r.person_id
         where r.dialogue_id = ?",
    )
    .bind(dialogue_id)
    .fetch_all(db)
    .await?)
}

/// That an edition was sent out of the house; 0 is a draft.
#[derive(Clone, Debug)]
pub struct Sent {
    pub edition: i64,
    pub sent_on: Date,
    pub recipients: String,
    pub by: String,
}

pub async fn sends(db: impl SqliteExecutor<'_>, dialogue_id: i64) -> Result<Vec<Sent>> {
    let rows = sqlx::query(
        "select s.edition, s.sent_on, s.recipients, coalesce(p.name, '') as name
         from minutes_sends s left join people p on p.id = s.created_by
         where s.dialogue_id = ? order by s.id desc limit 50",
    )
    .bind(dialogue_id)
    .try_map(|row: SqliteRow| {
        Ok(Sent {
            edition: row.int("edition")?,
            sent_on: row.parsed("sent_on")?,
            recipients: row.string("recipients")?,
            by: row.string("name")?,
        })
    })
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// Minutes that wait for a person to adjust them.
#[derive(Clone, Debug)]
pub struct Waiting {
    pub dialogue_id: i64,
    pub county: String,
    pub held_on: Date,
    pub asked_by_edition: i64,
}

pub async fn waiting_for(db: &Reader, person_id: i64) -> Result<Arc<Vec<Waiting>>> {
    let key = ("minutes to adjust", person_id.to_string());
    kept::answer(db, Until::AnythingHappens, key, read_waiting(db, person_id)).await
}

async fn read_waiting(db: &Reader, person_id: i64) -> Result<Vec<Waiting>> {
    let rows = sqlx::query(
        "select d.id, c.short_name, d.held_on, r.edition from minutes_reviews r
         join minutes m on m.dialogue_id = r.dialogue_id and m.status = 'review' and m.edition + 1 = r.edition
         join dialogues d on d.id = r.dialogue_id and d.phase <> 'cancelled' join counties c on c.code = d.county
         where r.person_id = ? and r.answer = 'none' and r.removed_at is null
         order by d.held_on, d.id limit 50",
    )
    .bind(person_id)
    .try_map(|row: SqliteRow| {
        Ok(Waiting {
            dialogue_id: row.int("id")?,
            county: row.string("short_name")?,
            held_on: row.parsed("held_on")?,
            asked_by_edition: row.int("edition")?,
        })
    })
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// How the minutes of a dialogue stand, for the dialogue's own page.
#[derive(Clone, Debug)]
pub struct Standing {
    pub status: Status,
    pub number: Option<i64>,
    pub edition: i64,
    pub begun: bool,
    /// Those who have answered, and all who are asked.
    pub answered: i64,
    pub asked: i64,
    pub unsettled: i64,
    pub locked_at: Option<Timestamp>,
}

pub async fn standing(db: &Reader, dialogue_id: i64) -> Result<Arc<Standing>> {
    let read = read_standing(db, dialogue_id);
    kept::of_record(db, "minutes standing", dialogue_id, read).await
}

async fn read_standing(db: &Reader, dialogue_id: i64) -> Result<Standing> {
    let row = sqlx::query(
        "select coalesce(m.status, 'draft') as status, m.number, coalesce(m.edition, 0) as edition,
                m.dialogue_id is not null as begun, count(r.id) as asked,
                coalesce(sum(r.answer <> 'none'), 0) as answered,
                coalesce(sum(r.answer = 'comment' and r.settled = ''), 0) as unsettled,
                (select locked_at from minutes_editions e where e.dialogue_id = d.id order by edition desc limit 1) as locked_at
         from dialogues d left join minutes m on m.dialogue_id = d.id
         left join minutes_reviews r on r.dialogue_id = d.id and r.removed_at is null
             and r.edition = coalesce(m.edition, 0) + (coalesce(m.status, 'draft') <> 'final')
         where d.id = ? group by d.id",
    )
    .bind(dialogue_id)
    .try_map(|row: SqliteRow| {
        Ok(Standing {
            status: row.parsed("status")?,
            number: row.opt_int("number")?,
            edition: row.int("edition")?,
            begun: row.flag("begun")?,
            answered: row.int("answered")?,
            asked: row.int("asked")?,
            unsettled: row.int("unsettled")?,
            locked_at: row.opt_parsed("locked_at")?,
        })
    })
    .fetch_one(db)
    .await?;
    Ok(row)
}

/// The län's dialogues before and after this one that have been held, whose minutes are a click away.
pub async fn neighbours(
    db: impl SqliteExecutor<'_>,
    of: &Dialogue,
) -> Result<(Option<(i64, Date)>, Option<(i64, Date)>)> {
    let rows: Vec<(i64, String)> = sqlx::query_as(
        "select id, held_on from (select id, held_on from dialogues where county = ?1 and (held_on, id) < (?2, ?3)
             and phase in ('holding', 'following_up', 'closed') order by held_on desc, id desc limit 1)
         union all
         select id, held_on from (select id, held_on from dialogues where county = ?1 and (held_on, id) > (?2, ?3)
             and phase in ('holding', 'following_up', 'closed') order by held_on, id limit 1)",
    )
    .bind(&of.plan.county)
    .bind(of.plan.held_on.to_string())
    .bind(of.id)
    .fetch_all(db)
    .await?;
    let here = (of.plan.held_on, of.id);
    let mut found = (None, None);
    for (id, day) in rows {
        let Ok(day) = day.parse::<Date>() else {
            continue;
        };
        match (day, id) < here {
            true => found.0 = Some((id, day)),
            false => found.1 = Some((id, day)),
        }
    }
    Ok(found)
}
