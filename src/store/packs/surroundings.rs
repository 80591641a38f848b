//! What a pack tells of records that can be marked: read whole, whoever asks, and who may read which of them.

use crate::domain::contact::Channel;
use crate::domain::dialogue::Dialogue;
use crate::domain::judgement::Answer;
use crate::domain::observation::Step;
use crate::domain::pack::{Case, Contact, HiddenBriefs, Note, Readable, Record};
use crate::domain::people::{Seat, holder};
use crate::domain::secrecy::Sight;
use crate::domain::since::{Before, looks_back_to};
use crate::error::Result;
use crate::store::assignments;
use crate::store::columns::{Columns, Text};
use crate::store::transition_cases::{self, Row};
use crate::{seen, step};
use sqlx::SqliteExecutor;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

/// Newest first. The notes of the län, and national ones in the dialogue's issue areas, since the län's last
/// dialogue, or of the last year where there is none; not those that were dismissed.
pub async fn notes(conn: &mut SqliteConnection, of: &Dialogue) -> Result<Vec<Note>> {
    let rows = sqlx::query(concat!(
        "with since as (select coalesce((select max(d.held_on) from dialogues d where d.county = ?1 and d.phase <> 'cancelled'
                 and (d.held_on, d.id) < (?2, ?3)), date(?2, '-1 year')) as day)
         select o.id, o.title, o.meaning, coalesce(nullif(o.source, ''), o.url) as source, o.level, coalesce(o.source_on, substr(o.created_at, 1, 10)) as day,
                o.status = 'used' or exists (select 1 from observation_uses u where u.observation_id = o.id) as used,
                coalesce((select group_concat(name, ', ') from (
                    select distinct coalesce(g.title, a.name) as name from observation_uses u
                    left join agenda_items g on g.id = u.agenda_item_id and g.dialogue_id = ?3
                    left join positions p on p.id = u.position_id and p.dialogue_id = ?3
                    left join issue_areas a on a.id = p.issue_area_id
                    where u.observation_id = o.id and coalesce(g.id, p.id) is not null order by u.id)), '') as used_in, ",
        step!(),
        " as step
         from observations o
         where o.removed_at is null and o.status <> 'dismissed' and substr(o.created_at, 1, 10) >= (select day from since)
           and (exists (select 1 from observation_counties c where c.observation_id = o.id and c.county = ?1)
                or (o.level = 'national' and exists (
                    select 1 from observation_issue_areas a join dialogue_issues i on i.issue_area_id = a.issue_area_id
                    where a.observation_id = o.id and i.dialogue_id = ?3 and i.state = 'chosen')))
         order by day desc, o.id desc limit 40"
    ))
    .bind(&of.plan.county)
    .bind(Text(of.plan.held_on))
    .bind(of.id)
    .try_map(|row: SqliteRow| {
        Ok(Note {
            id: row.int("id")?,
            title: row.string("title")?,
            meaning: row.string("meaning")?,
            source: row.string("source")?,
            day: row.parsed("day")?,
            step: row.parsed::<Step>("step")?.label().to_owned(),
            is_national: row.string("level")? == "national",
            is_used: row.flag("used")?,
            used_in: row.string("used_in")?,
        })
    })
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

/// The län's open cases, with who is contact person on the day of the dialogue.
pub async fn cases(conn: &mut SqliteConnection, of: &Dialogue) -> Result<Vec<Case>> {
    let day = of.plan.held_on;
    let open = transition_cases::of_county(&mut *conn, &of.plan.county, day).await?;
    if open.is_empty() {
        return Ok(Vec::new());
    }
    let rows = assignments::on(&mut *conn, day).await?;
    let contact = |row: &Row| match (row.answer, &row.contact_person) {
        (Some(Answer::Needed), Some(name)) => name.clone(),
        (Some(Answer::Needed), None) => {
            let seat = Seat::Lead(row.team_id);
            let held = holder(rows.iter().filter(|each| each.seat == seat));
            held.map_or("Uppdragsansvarig".to_owned(), |held| {
                held.person_name.clone()
            })
        }
        _ => String::new(),
    };
    let case = |row: &Row| Case {
        id: row.id,
        title: row.title(),
        status: row.status.label().to_owned(),
        phase: row.phase.label().to_owned(),
        reported_on: row.reported_on,
        begins_on: row.begins_on,
        contact: contact(row),
    };
    Ok(open.iter().map(case).collect())
}

/// What was logged of contacts with the län since its last dialogue, the latest first.
pub async fn contacts(
    conn: &mut SqliteConnection,
    of: &Dialogue,
    previous: Option<&Before>,
) -> Result<Vec<Contact>> {
    let rows = sqlx::query(
        "select e.id, e.held_on, e.channel, e.subject, coalesce(o.name, '') as organisation
         from contact_entries e left join organisations o on o.id = e.organisation_id
         where e.county = ? and e.removed_at is null and e.held_on between ? and ?
         order by e.held_on desc, e.id desc limit 40",
    )
    .bind(&of.plan.county)
    .bind(Text(looks_back_to(previous, of.plan.held_on)))
    .bind(Text(of.plan.held_on))
    .try_map(|row: SqliteRow| {
        Ok(Contact {
            id: row.int("id")?,
            day: row.parsed("held_on")?,
            channel: row.parsed::<Channel>("channel")?.label().to_owned(),
            subject: row.string("subject")?,
            organisation: row.string("organisation")?,
        })
    })
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

/// Whether there is a marked brief that someone with this sight may not read, in an issue area that the
/// dialogue has or has had, or of its län.
pub async fn hidden_briefs(
    db: impl SqliteExecutor<'_>,
    dialogue_id: i64,
    sight: &Sight,
) -> Result<HiddenBriefs> {
    let found = sqlx::query(concat!(
        "select coalesce(max(b.county is null), 0) as national, coalesce(max(b.county is not null), 0) as regional
         from dialogues d join briefs b on b.county = d.county or exists (select 1 from dialogue_issues x
             where x.dialogue_id = d.id and x.issue_area_id = b.issue_area_id)
         where d.id = ?1 and not ",
        seen!("brief", "b.id", "?2")
    ))
    .bind(dialogue_id)
    .bind(sight.json())
    .try_map(|row: SqliteRow| {
        Ok(HiddenBriefs {
            national: row.flag("national")?,
            regional: row.flag("regional")?,
        })
    })
    .fetch_one(db)
    .await?;
    Ok(found)
}

/// Which of some records someone with this sight may read now, each with its marking.
pub async fn readable(
    db: impl SqliteExecutor<'_>,
    records: &[Record],
    sight: &Sight,
) -> Result<Readable> {
    let all: Vec<serde_json::Value> = records
        .iter()
        .map(|(kind, id)| serde_json::json!({ "kind": kind.code(), "id": id }))
        .collect();
    let rows = sqlx::query(
        "select j.value ->> 'kind' as kind, j.value ->> 'id' as id, sm.provision || ', ' || sm.marked_on as marking
         from json_each(?1) j
         left join secrecy_markings sm on sm.kind = j.value ->> 'kind' and sm.record_id = j.value ->> 'id'
         where sm.kind is null or exists (select 1 from secrecy_scopes ss where ss.kind = sm.kind
             and ss.record_id = sm.record_id and ss.scope in (select value from json_each(?2)))",
    )
    .bind(serde_json::Value::from(all).to_string())
    .bind(sight.json())
    .try_map(|row: SqliteRow| {
        let record = (row.parsed("kind")?, row.int("id")?);
        Ok((record, row.opt_string("marking")?))
    })
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().collect())
}
