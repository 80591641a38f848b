//! Dialogtyper: what a dialogue of a kind begins with, kept by administrators.

use super::agenda_items::{self, Spot};
use super::columns::{Columns, Text};
use super::dialogues::one;
use super::{Write, participants};
use crate::domain::dialogue_type::{Beginning, Contents, DialogueType, Line};
use crate::domain::event::{Change, Event, EventKind, SubjectKind};
use crate::domain::participant::{Attendance, Attended};
use crate::error::{Error, Result};
use serde::Serialize;
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteRow;

const ROWS: &str = "select t.*, (select coalesce(json_group_array(line), '[]') from (
            select title || ' | ' || minutes || case presenter when '' then '' else ' | ' || presenter end as line
            from dialogue_type_items where type_id = t.id order by position, id)) as items
     from dialogue_types t ";

/// The kinds in use, or those that are closed, in their order.
pub async fn all(db: impl SqliteExecutor<'_>, removed: bool) -> Result<Vec<DialogueType>> {
    let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
        "{ROWS} where (t.removed_at is not null) = ? order by t.position, t.id limit 200"
    )))
    .bind(removed)
    .try_map(kind)
    .fetch_all(db)
    .await?;
    Ok(rows)
}

pub async fn find(db: impl SqliteExecutor<'_>, id: i64) -> Result<DialogueType> {
    let row = sqlx::query(sqlx::AssertSqlSafe(format!("{ROWS} where t.id = ?")))
        .bind(id)
        .try_map(kind)
        .fetch_one(db)
        .await?;
    Ok(row)
}

fn kind(row: SqliteRow) -> sqlx::Result<DialogueType> {
    Ok(DialogueType {
        id: row.int("id")?,
        contents: Contents {
            name: row.string("name")?,
            description: row.string("description")?,
            items: row.json::<Vec<Line>>("items")?,
            roles: row.json("roles")?,
            left_out: row.json("left_out")?,
        },
        removed: row.opt_string("removed_at")?.is_some(),
        version: row.int("version")?,
    })
}

pub async fn add(tx: &mut Write, contents: &Contents) -> Result<i64> {
    let id: i64 = sqlx::query_scalar(
        "insert into dialogue_types (name, description, roles, left_out, position)
         values (?, ?, ?, ?, (select coalesce(max(position), 0) + 1 from dialogue_types)) returning id",
    )
    .bind(&contents.name)
    .bind(&contents.description)
    .bind(json(&contents.roles)?)
    .bind(json(&contents.left_out)?)
    .fetch_one(tx.conn())
    .await?;
    set_items(tx, id, &contents.items).await?;
    tx.record(
        event(EventKind::Added, id)
            .version(1)
            .changes(Change::between(None, contents)),
    )
    .await?;
    Ok(id)
}

pub async fn change(tx: &mut Write, before: &DialogueType, after: &Contents) -> Result<()> {
    let updated = sqlx::query(
        "update dialogue_types set name = ?, description = ?, roles = ?, left_out = ?, version = version + 1
         where id = ? and version = ? and removed_at is null",
    )
    .bind(&after.name)
    .bind(&after.description)
    .bind(json(&after.roles)?)
    .bind(json(&after.left_out)?)
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(updated.rows_affected())?;
    if before.contents.items != after.items {
        set_items(tx, before.id, &after.items).await?;
    }
    tx.record(
        event(EventKind::Changed, before.id)
            .version(before.version + 1)
            .changes(Change::between(Some(&before.contents), after)),
    )
    .await
}

async fn set_items(tx: &mut Write, id: i64, items: &[Line]) -> Result<()> {
    sqlx::query("delete from dialogue_type_items where type_id = ?")
        .bind(id)
        .execute(tx.conn())
        .await?;
    for (position, line) in (1_i64..).zip(items) {
        sqlx::query(
            "insert into dialogue_type_items (type_id, title, minutes, presenter, position) values (?, ?, ?, ?, ?)",
        )
        .bind(id)
        .bind(&line.title)
        .bind(line.minutes)
        .bind(&line.presenter)
        .bind(position)
        .execute(tx.conn())
        .await?;
    }
    Ok(())
}

/// The order in which the kinds are offered; the first is chosen unless someone says otherwise.
pub async fn put_in_order(tx: &mut Write, moved: i64, order: &[i64]) -> Result<()> {
    sqlx::query(
        "update dialogue_types set position = (select key + 1 from json_each(?1) where value = dialogue_types.id)
         where id in (select value from json_each(?1))",
    )
    .bind(json(&order)?)
    .execute(tx.conn())
    .await?;
    tx.record(event(EventKind::Changed, moved)).await
}

/// Takes a kind out of use. Dialogues that have it keep it.
pub async fn close(tx: &mut Write, before: &DialogueType) -> Result<()> {
    let now = tx.now();
    let updated = sqlx::query(
        "update dialogue_types set removed_at = ?, version = version + 1
         where id = ? and version = ? and removed_at is null",
    )
    .bind(Text(now))
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(updated.rows_affected())?;
    tx.record(
        event(EventKind::Closed, before.id)
            .version(before.version + 1)
            .change("removed_at", None::<String>, now.to_string()),
    )
    .await
}

/// The agenda and the participants that a new dialogue has from its kind, and what waited for it. The
/// items are told of by the dialogue's own event.
pub(super) async fn begin(
    tx: &mut Write,
    dialogue_id: i64,
    county: &str,
    beginning: &Beginning,
) -> Result<()> {
    let spot = Spot {
        county,
        dialogue_id: Some(dialogue_id),
    };
    for line in &beginning.kind.contents.items {
        agenda_items::begin_with(tx, spot, &line.point()).await?;
    }
    for person in &beginning.people {
        participants::add(tx, dialogue_id, &colleague(*person)).await?;
    }
    agenda_items::arrive(tx, county, dialogue_id).await?;
    Ok(())
}

fn colleague(person_id: i64) -> Attendance {
    Attendance {
        person_id: Some(person_id),
        name: String::new(),
        title: String::new(),
        organisation: String::new(),
        in_planning: true,
        in_dialogue: true,
        attended: Attended::Unknown,
    }
}

fn event(kind: EventKind, id: i64) -> Event {
    Event::new(kind, SubjectKind::DialogueType, id)
}

fn json(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(Error::internal)
}
