//! The log: what is written to it, and what a version of a record held.

use super::columns::{Columns, Text};
use crate::domain::event::{Change, Event, EventKind, Subject, fields};
use crate::error::Result;
use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use sqlx::{SqliteConnection, SqliteExecutor};

pub(super) async fn insert(
    conn: &mut SqliteConnection,
    actor: Option<i64>,
    now: Timestamp,
    event: &Event,
) -> Result<()> {
    let parent = event.parent.as_ref();
    let id: i64 = sqlx::query_scalar(
        "insert into events (at, actor_id, kind, subject_kind, subject_id, parent_kind, parent_id, version)
         values (?, ?, ?, ?, ?, ?, ?, ?) returning id",
    )
    .bind(Text(now))
    .bind(actor)
    .bind(event.kind.code())
    .bind(event.subject.kind.code())
    .bind(&event.subject.id)
    .bind(parent.map(|subject| subject.kind.code()))
    .bind(parent.map(|subject| &subject.id))
    .bind(event.version)
    .fetch_one(&mut *conn)
    .await?;
    for change in &event.changes {
        sqlx::query(
            "insert into event_values (event_id, field, before, after) values (?, ?, ?, ?)",
        )
        .bind(id)
        .bind(&change.field)
        .bind(change.before.to_string())
        .bind(change.after.to_string())
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}

/// An event as it is shown: who, when, what, and the values that have not been blanked.
#[derive(Clone, Debug)]
pub struct Entry {
    pub id: i64,
    pub at: Timestamp,
    pub actor: Option<String>,
    pub kind: EventKind,
    pub subject: Subject,
    pub changes: Vec<Change>,
}

/// How many events a history page shows.
const HISTORY: i64 = 200;

/// The newest events of a record and of what belongs to it, newest first.
pub async fn history(db: impl SqliteExecutor<'_>, subject: &Subject) -> Result<Vec<Entry>> {
    let rows = sqlx::query(
        "select e.id, e.at, e.kind, e.subject_kind, e.subject_id, p.name as actor,
                coalesce((select json_group_array(json_object('field', v.field, 'before', v.before, 'after', v.after))
                          from event_values v where v.event_id = e.id), '[]') as changes
         from (select id from events where subject_kind = ?1 and subject_id = ?2
               union select id from events where parent_kind = ?1 and parent_id = ?2
               order by id desc limit ?3) chosen
         join events e on e.id = chosen.id
         left join people p on p.id = e.actor_id
         order by e.id desc",
    )
    .bind(subject.kind.code())
    .bind(&subject.id)
    .bind(HISTORY)
    .try_map(|row| {
        Ok(Entry {
            id: row.int("id")?,
            at: row.parsed("at")?,
            actor: row.opt_string("actor")?,
            kind: row.parsed("kind")?,
            subject: Subject::new(row.parsed("subject_kind")?, row.string("subject_id")?),
            changes: changes(row.json("changes")?),
        })
    })
    .fetch_all(db)
    .await?;
    Ok(rows)
}

fn changes(values: Vec<serde_json::Map<String, Value>>) -> Vec<Change> {
    let fragment = |value: Option<&Value>| {
        value
            .and_then(Value::as_str)
            .and_then(|text| serde_json::from_str(text).ok())
            .unwrap_or(Value::Null)
    };
    values
        .iter()
        .map(|each| Change {
            field: each
                .get("field")
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned(),
            before: fragment(each.get("before")),
            after: fragment(each.get("after")),
        })
        .collect()
}

/// What a record held at an earlier version: today's fields, walked back through its events.
/// None when the version cannot be told any more.
pub async fn as_of_version<T: Serialize + DeserializeOwned>(
    conn: &mut SqliteConnection,
    subject: &Subject,
    current: &T,
    version: i64,
) -> Result<Option<T>> {
    if version < 1 && !has_beginning(conn, subject).await? {
        return Ok(None);
    }
    let steps: Vec<(String, Option<String>)> = sqlx::query_as(
        "select v.field, v.before from events e join event_values v on v.event_id = e.id
         where e.subject_kind = ? and e.subject_id = ? and e.version > ? order by e.id desc",
    )
    .bind(subject.kind.code())
    .bind(&subject.id)
    .bind(version)
    .fetch_all(&mut *conn)
    .await?;
    let mut then = fields(current);
    for (field, before) in steps {
        let Some(before) = before.and_then(|text| serde_json::from_str(&text).ok()) else {
            return Ok(None);
        };
        if then.contains_key(&field) {
            then.insert(field, before);
        }
    }
    Ok(serde_json::from_value(Value::Object(then)).ok())
}

/// Whether the log tells how a record was made; one that came with the schema has no such event.
async fn has_beginning(conn: &mut SqliteConnection, subject: &Subject) -> Result<bool> {
    Ok(sqlx::query_scalar(
        "select exists (select 1 from events where subject_kind = ? and subject_id = ? and version = 1)",
    )
    .bind(subject.kind.code())
    .bind(&subject.id)
    .fetch_one(conn)
    .await?)
}

/// Names of the records that event values refer to, by kind and id, in one statement.
pub async fn names(
    db: impl SqliteExecutor<'_>,
) -> Result<std::collections::HashMap<(String, String), String>> {
    let rows: Vec<(String, String, String)> = sqlx::query_as(
        "select 'person', cast(id as text), name from people
         union all select 'department', cast(id as text), name from departments
         union all select 'unit', cast(id as text), name from units
         union all select 'team', cast(id as text), 'Team ' || name from teams
         union all select 'county', code, short_name from counties
         union all select 'issue_area', cast(id as text), name from issue_areas
         union all select 'dialogue_type', cast(id as text), name from dialogue_types
         union all select 'national_agency', cast(id as text), name from national_agencies
         union all select 'milestone_key', key, title from milestone_template
         union all select 'action', cast(id as text), title from actions
             where id in (select action_id from agenda_items where action_id is not null
                          union select action_id from outcomes where action_id is not null)
         union all select 'agenda_item', cast(id as text), title from agenda_items
             where id in (select agenda_item_id from outcomes where agenda_item_id is not null
                          union select parked_item_id from outcomes where parked_item_id is not null)
         union all select 'handover', cast(id as text), question from handovers
             where id in (select handover_id from outcomes where handover_id is not null)
         union all select 'dialogue', cast(d.id as text), c.short_name || ' ' || d.held_on
             from dialogues d join counties c on c.code = d.county

         union all select 'offer', cast(id as text), title from offers
         union all select 'municipality', code, name from municipalities
         union all select 'organisation', cast(id as text), name from organisations
         union all select 'brief_version', cast(v.id as text), coalesce(i.name, c.short_name) || ', version ' || v.number
             from brief_versions v join open_briefs b on b.id = v.brief_id
             left join issue_areas i on i.id = b.issue_area_id left join counties c on c.code = b.county",
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|(kind, id, name)| ((kind, id), name))
        .collect())
}
