//! Reads what minutes are built from: so many statements, however much there is.

use super::super::columns::{Columns, Text};
use crate::domain::agenda_item::State;
use crate::domain::dialogue::Dialogue;
use crate::domain::minutes::{
    Agency, Handover, Item, Line, Occasion, Person, Promise, Sources, Written,
};
use crate::error::Result;
use crate::store::{agenda_items, outcomes, participants};
use sqlx::sqlite::{SqliteConnection, SqliteRow};

pub async fn sources(
    conn: &mut SqliteConnection,
    of: &Dialogue,
    written: Written,
) -> Result<Sources> {
    Ok(Sources {
        occasion: occasion(conn, of).await?,
        people: people(conn, of.id).await?,
        agencies: agencies(conn, of.id).await?,
        agenda: agenda(conn, of.id).await?,
        lines: lines(conn, of.id).await?,
        actions: actions(conn, of.id).await?,
        handovers: handovers(conn, of.id).await?,
        written,
    })
}

async fn occasion(conn: &mut SqliteConnection, of: &Dialogue) -> Result<Occasion> {
    let plan = &of.plan;
    let (county, actor): (String, String) = sqlx::query_as(
        "select c.short_name, coalesce((select a.name from regional_actors a where a.county = c.code
             and a.valid_from <= ?2 and (a.valid_to is null or a.valid_to >= ?2)), '')
         from counties c where c.code = ?1",
    )
    .bind(&plan.county)
    .bind(Text(plan.held_on))
    .fetch_one(conn)
    .await?;
    Ok(Occasion {
        dialogue_id: of.id,
        county,
        actor,
        held_on: plan.held_on,
        starts_at: plan.starts_at,
        ends_at: plan.ends_at,
        place: match plan.form.has_place() && !plan.place.is_empty() {
            true => plan.place.clone(),
            false => plan.form.label().to_lowercase(),
        },
        diary_no: plan.diary_no.clone(),
        notes: of.notes.notes.clone(),
    })
}

/// Those who take part in the dialogue itself: the region first, then the agency's own.
async fn people(conn: &mut SqliteConnection, id: i64) -> Result<Vec<Person>> {
    let all = participants::of_dialogue(conn, id).await?;
    let mut people: Vec<Person> = all
        .into_iter()
        .filter(|each| each.attendance.in_dialogue)
        .map(|each| Person {
            organisation: match each.is_colleague() {
                true => String::new(),
                false => each.attendance.organisation.clone(),
            },
            attended: each.attendance.attended,
            name: each.name,
            title: each.title,
        })
        .collect();
    people.sort_by_key(|each| each.organisation.is_empty());
    Ok(people)
}

async fn agencies(conn: &mut SqliteConnection, id: i64) -> Result<Vec<Agency>> {
    let rows = sqlx::query(
        "select a.name, v.attended from invitations v join national_agencies a on a.id = v.agency_id
         where v.dialogue_id = ? and v.removed_at is null order by a.name collate svenska limit 100",
    )
    .bind(id)
    .try_map(|row: SqliteRow| {
        Ok(Agency {
            name: row.string("name")?,
            attended: row.parsed("attended")?,
        })
    })
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

async fn agenda(conn: &mut SqliteConnection, id: i64) -> Result<Vec<Item>> {
    let all = agenda_items::of_dialogue(conn, id).await?;
    let item = |each: agenda_items::Shown| Item {
        id: each.item.id,
        title: each.item.point.title,
        presenter: each.item.point.presenter,
        standing: each.item.point.standing,
        carried: each.item.state == State::Carried,
    };
    Ok(all.into_iter().map(item).collect())
}

async fn lines(conn: &mut SqliteConnection, id: i64) -> Result<Vec<Line>> {
    let all = outcomes::of_dialogue(conn, id).await?;
    let line = |each: outcomes::Shown| Line {
        item_id: each.outcome.line.agenda_item_id,
        kind: each.outcome.line.kind,
        text: each.outcome.line.text,
        shareable: each.outcome.line.shareable,
    };
    Ok(all.into_iter().map(line).collect())
}

/// What was promised at the dialogue. The title of an insats leaves the house when it is marked so.
async fn actions(conn: &mut SqliteConnection, id: i64) -> Result<Vec<Promise>> {
    let rows = sqlx::query(
        "select a.title, a.direction, a.due_on, a.shareable, u.name as unit, coalesce(n.name, '') as agency
         from actions a join units u on u.id = a.unit_id left join national_agencies n on n.id = a.agency_id
         where a.dialogue_id = ? and a.status <> 'stopped' order by a.due_on, a.id limit 200",
    )
    .bind(id)
    .try_map(|row: SqliteRow| {
        let agency = row.string("agency")?;
        let direction = match row.string("direction")?.as_str() {
            "from_region" => "Regionen lovar oss".to_owned(),
            "third" if !agency.is_empty() => format!("{agency} lovar"),
            "third" => "En annan myndighet lovar".to_owned(),
            _ => "Vi lovar regionen".to_owned(),
        };
        Ok(Promise {
            title: row.string("title")?,
            direction,
            unit: row.string("unit")?,
            due_on: row.parsed("due_on")?,
            shareable: row.flag("shareable")?,
        })
    })
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

async fn handovers(conn: &mut SqliteConnection, id: i64) -> Result<Vec<Handover>> {
    let rows = sqlx::query(
        "select h.question, h.contact_by, h.shareable, u.name as unit
         from handovers h join units u on u.id = h.unit_id
         where h.dialogue_id = ? order by h.contact_by, h.id limit 200",
    )
    .bind(id)
    .try_map(|row: SqliteRow| {
        Ok(Handover {
            question: row.string("question")?,
            unit: row.string("unit")?,
            contact_by: row.parsed("contact_by")?,
            shareable: row.flag("shareable")?,
        })
    })
    .fetch_all(conn)
    .await?;
    Ok(rows)
}
