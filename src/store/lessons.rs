//! Utvärderingar and lärdomar: written after a dialogue, found by others, summed up per round.

use super::columns::{Columns, Text};
use super::dialogues::one;
use super::kept;
use super::reader::Reader;
use super::{Page, Part, Write};
use crate::domain::event::{Change, Event, EventKind, SubjectKind};
use crate::domain::lesson::{Evaluation, Lesson};
use crate::domain::spelling::fold;
use crate::error::Result;
use crate::store::narrow::by_words;
use jiff::civil::Date;
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Sqlite, SqliteExecutor};

/// The evaluation of a dialogue and its version; 0 before anyone has written it.
pub async fn evaluation(
    db: impl SqliteExecutor<'_>,
    dialogue_id: i64,
) -> Result<(Evaluation, i64)> {
    let row = sqlx::query("select worked, change, version from evaluations where dialogue_id = ?")
        .bind(dialogue_id)
        .try_map(|row: SqliteRow| {
            let evaluation = Evaluation {
                worked: row.string("worked")?,
                change: row.string("change")?,
            };
            Ok((evaluation, row.int("version")?))
        })
        .fetch_optional(db)
        .await?;
    Ok(row.unwrap_or_default())
}

pub async fn evaluate(
    tx: &mut Write,
    dialogue_id: i64,
    before: (&Evaluation, i64),
    after: &Evaluation,
) -> Result<()> {
    let (before, version) = before;
    let changed = sqlx::query(
        "insert into evaluations (dialogue_id, worked, change, updated_at, version) values (?1, ?2, ?3, ?4, 1)
         on conflict (dialogue_id) do update
             set worked = ?2, change = ?3, updated_at = ?4, version = version + 1 where version = ?5",
    )
    .bind(dialogue_id)
    .bind(&after.worked)
    .bind(&after.change)
    .bind(tx.now().to_string())
    .bind(version)
    .execute(tx.conn())
    .await?;
    one(changed.rows_affected())?;
    let event = Event::new(
        EventKind::EvaluationChanged,
        SubjectKind::Evaluation,
        dialogue_id,
    )
    .within(SubjectKind::Dialogue, dialogue_id)
    .version(version + 1)
    .changes(Change::between(Some(before), after));
    tx.record(event).await
}

/// What a dialogue of a year came to, for the round's page.
#[derive(Clone, Debug)]
pub struct Learnt {
    pub dialogue_id: i64,
    pub county: String,
    pub held_on: Date,
    pub evaluation: Evaluation,
    pub lessons: i64,
}

/// The dialogues of a year that have been held, with what was learnt of each.
pub async fn of_year(db: impl SqliteExecutor<'_>, year: i16) -> Result<Vec<Learnt>> {
    let rows = sqlx::query(
        "select d.id, c.short_name, d.held_on, coalesce(e.worked, '') as worked, coalesce(e.change, '') as change,
                (select count(*) from lessons l where l.dialogue_id = d.id and l.removed_at is null) as lessons
         from dialogues d join counties c on c.code = d.county left join evaluations e on e.dialogue_id = d.id
         where d.phase in ('following_up', 'closed') and d.held_on between ?1 || '-01-01' and ?1 || '-12-31'
         order by d.held_on, d.id limit 1000",
    )
    .bind(year)
    .try_map(|row: SqliteRow| {
        Ok(Learnt {
            dialogue_id: row.int("id")?,
            county: row.string("short_name")?,
            held_on: row.parsed("held_on")?,
            evaluation: Evaluation {
                worked: row.string("worked")?,
                change: row.string("change")?,
            },
            lessons: row.int("lessons")?,
        })
    })
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// A lesson as it is stored, with what it refers to in words.
#[derive(Clone, Debug)]
pub struct Shown {
    pub id: i64,
    pub lesson: Lesson,
    pub county: String,
    pub county_name: String,
    pub county_slug: String,
    pub held_on: Date,
    pub area: String,
    pub department_id: Option<i64>,
    /// The day it was written, as an instant.
    pub written_on: Date,
    pub author: String,
    pub removed: bool,
    pub version: i64,
}

impl Shown {
    pub fn url(&self) -> String {
        format!("/lardomar/{}", self.id)
    }

    pub fn area_of(&self) -> Option<(i64, i64)> {
        self.lesson.issue_area_id.zip(self.department_id)
    }
}

const COLUMNS: &str =
    "select l.*, c.code as county, c.short_name, c.slug, d.held_on, coalesce(i.name, '') as area,
        i.department_id, coalesce(p.name, '') as author ";
const FROM: &str =
    " from lessons l join dialogues d on d.id = l.dialogue_id join counties c on c.code = d.county
    left join issue_areas i on i.id = l.issue_area_id left join people p on p.id = l.created_by ";

/// A lesson, also one that has been taken away.
pub async fn find(db: impl SqliteExecutor<'_>, id: i64) -> Result<Shown> {
    let row = sqlx::query(sqlx::AssertSqlSafe(format!(
        "{COLUMNS}{FROM} where l.id = ?"
    )))
    .bind(id)
    .try_map(shown)
    .fetch_one(db)
    .await?;
    Ok(row)
}

fn shown(row: SqliteRow) -> sqlx::Result<Shown> {
    let written: jiff::Timestamp = row.parsed("created_at")?;
    Ok(Shown {
        id: row.int("id")?,
        lesson: Lesson {
            title: row.string("title")?,
            dialogue_id: row.int("dialogue_id")?,
            issue_area_id: row.opt_int("issue_area_id")?,
            text: row.string("text")?,
        },
        county: row.string("county")?,
        county_name: row.string("short_name")?,
        county_slug: row.string("slug")?,
        held_on: row.parsed("held_on")?,
        area: row.string("area")?,
        department_id: row.opt_int("department_id")?,
        written_on: crate::clock::in_stockholm(written),
        author: row.string("author")?,
        removed: row.opt_string("removed_at")?.is_some(),
        version: row.int("version")?,
    })
}

/// What a list of lessons is narrowed to; everything that is set must hold.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub words: String,
    pub county: Option<String>,
    pub issue_area: Option<i64>,
    pub dialogue: Option<i64>,
    pub year: Option<i16>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    #[default]
    Held,
    Title,
    County,
    IssueArea,
}

pub async fn list(
    db: &Reader,
    filter: &Filter,
    sort: Sort,
    descending: bool,
    part: Part,
) -> Result<Page<Shown>> {
    let read = read_list(db, filter, sort, descending, part);
    kept::listed(db, "lessons", (filter, sort, descending), part, read).await
}

async fn read_list(
    db: &Reader,
    filter: &Filter,
    sort: Sort,
    descending: bool,
    part: Part,
) -> Result<Page<Shown>> {
    let mut counting = QueryBuilder::new("select count(*)");
    narrow(counting.push(FROM), filter);
    let total = counting.build_query_scalar().fetch_one(db).await?;
    let mut query = QueryBuilder::new(COLUMNS);
    narrow(query.push(FROM), filter);
    query.push(" order by ").push(order(sort, descending));
    query.push(" limit ").push_bind(part.limit());
    query.push(" offset ").push_bind(part.offset());
    let rows = query.build().try_map(shown).fetch_all(db).await?;
    Ok(Page {
        rows,
        total,
        number: part.number(),
    })
}

fn narrow(query: &mut QueryBuilder<Sqlite>, filter: &Filter) {
    query.push(" where l.removed_at is null");
    if let Some(county) = &filter.county {
        query.push(" and d.county = ").push_bind(county.clone());
    }
    for (column, id) in [
        ("l.issue_area_id", filter.issue_area),
        ("l.dialogue_id", filter.dialogue),
    ] {
        if let Some(id) = id {
            query.push(format!(" and {column} = ")).push_bind(id);
        }
    }
    if let Some(year) = filter.year {
        query
            .push(" and d.held_on between ")
            .push_bind(format!("{year}-01-01"))
            .push(" and ")
            .push_bind(format!("{year}-12-31"));
    }
    by_words(query, "l.search_text", &filter.words);
}

fn order(sort: Sort, descending: bool) -> String {
    let way = if descending { "desc" } else { "asc" };
    let then = "d.held_on desc, l.id desc";
    match sort {
        Sort::Held => format!("d.held_on {way}, l.id {way}"),
        Sort::Title => format!("l.title collate svenska {way}, l.id"),
        Sort::County => format!("c.short_name collate svenska {way}, {then}"),
        Sort::IssueArea => format!("i.name is null, i.name collate svenska {way}, {then}"),
    }
}

/// The years of dialogues that lessons were drawn from, the last first.
pub async fn years(db: &Reader) -> Result<Vec<String>> {
    let read = sqlx::query_scalar(
        "select distinct substr(d.held_on, 1, 4) from lessons l join dialogues d on d.id = l.dialogue_id
         where l.removed_at is null order by 1 desc limit 50",
    )
    .fetch_all(db);
    kept::copy(db, "lesson years", "", async { Ok(read.await?) }).await
}

pub async fn add(tx: &mut Write, lesson: &Lesson) -> Result<i64> {
    let (now, by) = (tx.now().to_string(), tx.actor());
    let id: i64 = sqlx::query_scalar(
        "insert into lessons (dialogue_id, issue_area_id, title, text, search_text, created_at, created_by, updated_at)
         values (?, ?, ?, ?, ?, ?, ?, ?) returning id",
    )
    .bind(lesson.dialogue_id)
    .bind(lesson.issue_area_id)
    .bind(&lesson.title)
    .bind(&lesson.text)
    .bind(search_text(lesson))
    .bind(&now)
    .bind(by)
    .bind(&now)
    .fetch_one(tx.conn())
    .await?;
    let changes = Change::between(None, lesson);
    tx.record(event(EventKind::LessonAdded, id, lesson, 1).changes(changes))
        .await?;
    Ok(id)
}

pub async fn change(tx: &mut Write, before: &Shown, after: &Lesson) -> Result<()> {
    let now = tx.now();
    let updated = sqlx::query(
        "update lessons set dialogue_id = ?, issue_area_id = ?, title = ?, text = ?, search_text = ?, updated_at = ?,
                version = version + 1
         where id = ? and version = ? and removed_at is null",
    )
    .bind(after.dialogue_id)
    .bind(after.issue_area_id)
    .bind(&after.title)
    .bind(&after.text)
    .bind(search_text(after))
    .bind(Text(now))
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(updated.rows_affected())?;
    let changes = Change::between(Some(&before.lesson), after);
    let version = before.version + 1;
    tx.record(event(EventKind::LessonChanged, before.id, after, version).changes(changes))
        .await
}

/// Takes a lesson off the list; the row is kept for the history.
pub async fn remove(tx: &mut Write, before: &Shown) -> Result<()> {
    let now = tx.now();
    let updated = sqlx::query(
        "update lessons set removed_at = ?, version = version + 1 where id = ? and version = ? and removed_at is null",
    )
    .bind(Text(now))
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(updated.rows_affected())?;
    let version = before.version + 1;
    tx.record(event(
        EventKind::LessonRemoved,
        before.id,
        &before.lesson,
        version,
    ))
    .await
}

fn event(kind: EventKind, id: i64, of: &Lesson, version: i64) -> Event {
    Event::new(kind, SubjectKind::Lesson, id)
        .within(SubjectKind::Dialogue, of.dialogue_id)
        .version(version)
}

fn search_text(lesson: &Lesson) -> String {
    fold(&format!("{} {}", lesson.title, lesson.text))
}

/// What every lesson that was drawn from a dialogue is called, by id, for the history.
pub async fn names(db: impl SqliteExecutor<'_>, dialogue_id: i64) -> Result<Vec<(i64, String)>> {
    Ok(
        sqlx::query_as("select id, title from lessons where dialogue_id = ?")
            .bind(dialogue_id)
            .fetch_all(db)
            .await?,
    )
}
