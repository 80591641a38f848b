//! Reads the chosen issue areas with their briefs and positions, the assessments, and the regional brief.

use super::super::columns::Columns;
use crate::clock::in_stockholm;
use crate::domain::dialogue::Dialogue;
use crate::domain::pack::{Area, Assessment, Brief, Position, Regional, RestsOn, Section};
use crate::error::Result;
use jiff::Timestamp;
use serde::Deserialize;
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use std::collections::HashMap;

#[derive(Deserialize)]
struct VersionRow {
    name: String,
    number: i64,
    old: i64,
}

impl From<VersionRow> for RestsOn {
    fn from(row: VersionRow) -> RestsOn {
        RestsOn {
            name: row.name,
            number: row.number,
            is_old: row.old != 0,
        }
    }
}

pub async fn assessments(conn: &mut SqliteConnection, id: i64) -> Result<Vec<Assessment>> {
    let rows = sqlx::query(
        "select a.kind, a.view, a.develop, a.why, a.shareable, a.ready, coalesce(p.name, '') as author,
                (select json_group_array(json_object('name', coalesce(i.name, c.short_name, ''), 'number', v.number,
                        'old', v.status <> 'approved') order by coalesce(i.name, c.short_name, ''), v.id)
                 from assessment_briefs r join brief_versions v on v.id = r.brief_version_id
                 join open_briefs b on b.id = v.brief_id left join issue_areas i on i.id = b.issue_area_id
                 left join counties c on c.code = b.county where r.assessment_id = a.id) as briefs
         from assessments a left join people p on p.id = a.author_id where a.dialogue_id = ?",
    )
    .bind(id)
    .try_map(|row: SqliteRow| {
        let shareable: Vec<String> = row.json("shareable")?;
        let text = |name: &str| Ok::<_, sqlx::Error>((row.string(name)?, marks(&shareable, name)));
        Ok(Assessment {
            kind: row.string("kind")?,
            view: text("view")?,
            develop: text("develop")?,
            why: text("why")?,
            ready: row.flag("ready")?,
            author: row.string("author")?,
            briefs: row.json::<Vec<VersionRow>>("briefs")?.into_iter().map(RestsOn::from).collect(),
        })
    })
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

fn marks(shareable: &[String], name: &str) -> bool {
    shareable.iter().any(|each| each == name)
}

/// The chosen issue areas, in the order of their departments.
pub async fn areas(conn: &mut SqliteConnection, id: i64) -> Result<Vec<Area>> {
    let mut positions = positions(conn, id).await?;
    let mut briefs = national(conn, id).await?;
    let rows = sqlx::query(
        "select i.id, i.name, d.name as department, case when o.state = 'not_needed' then o.reason end as not_needed,
                coalesce(o.state in ('ordered', 'returned'), 0) as is_waited_for
         from dialogue_issues x join issue_areas i on i.id = x.issue_area_id
         join departments d on d.id = i.department_id
         left join brief_orders o on o.dialogue_id = x.dialogue_id and o.issue_area_id = x.issue_area_id
             and o.scope = 'national' and o.state <> 'withdrawn'
         where x.dialogue_id = ? and x.state = 'chosen' order by d.position, d.id, i.name collate svenska",
    )
    .bind(id)
    .try_map(|row: SqliteRow| {
        let area = row.int("id")?;
        Ok(Area {
            id: area,
            name: row.string("name")?,
            department: row.string("department")?,
            brief: briefs.remove(&area),
            not_needed: row.opt_string("not_needed")?,
            is_waited_for: row.flag("is_waited_for")?,
            position: positions.remove(&area),
        })
    })
    .fetch_all(&mut *conn)
    .await?;
    Ok(rows)
}

/// A brief's version that holds, with its sections.
macro_rules! briefs {
    ($rest:literal) => {
        concat!(
            "select b.id, b.issue_area_id, v.number, v.summary, v.summary_shareable, v.sources, v.valid_to, v.approved_at,
                    coalesce(p.name, '') as approver,
                    (select json_group_array(json_object('title', s.title, 'text', s.text, 'shareable', s.shareable)
                            order by s.position, s.id) from brief_sections s where s.brief_version_id = v.id) as sections
             from open_briefs b join brief_versions v on v.brief_id = b.id and v.status = 'approved'
             left join people p on p.id = v.approved_by ",
            $rest
        )
    };
}

async fn national(conn: &mut SqliteConnection, id: i64) -> Result<HashMap<i64, Brief>> {
    let rows = sqlx::query(briefs!(
        "join dialogue_issues x on x.issue_area_id = b.issue_area_id
         where x.dialogue_id = ? and x.state = 'chosen'"
    ))
    .bind(id)
    .try_map(|row: SqliteRow| Ok((row.int("issue_area_id")?, brief(&row)?)))
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().collect())
}

#[derive(Deserialize)]
struct SectionRow {
    title: String,
    text: String,
    shareable: i64,
}

fn brief(row: &SqliteRow) -> sqlx::Result<Brief> {
    let sections: Vec<SectionRow> = row.json("sections")?;
    let approved: Option<Timestamp> = row.opt_parsed("approved_at")?;
    Ok(Brief {
        id: row.int("id")?,
        number: row.int("number")?,
        summary: (row.string("summary")?, row.flag("summary_shareable")?),
        sources: row.string("sources")?,
        valid_to: row.opt_parsed("valid_to")?,
        approved_on: approved.map(in_stockholm),
        approved_by: row.string("approver")?,
        sections: sections
            .into_iter()
            .map(|section| Section {
                title: section.title,
                text: section.text,
                shareable: section.shareable != 0,
            })
            .collect(),
    })
}

/// The names of a position's five texts, in the order they are read.
const TEXTS: [&str; 5] = ["national_line", "meaning", "offer", "ask", "not_promised"];

/// The positions of a dialogue by issue area.
async fn positions(conn: &mut SqliteConnection, id: i64) -> Result<HashMap<i64, Position>> {
    let rows = sqlx::query(
        "select x.issue_area_id, x.status, x.national_line, x.meaning, x.offer, x.ask, x.not_promised, x.shareable,
                coalesce(p.name, '') as author, v.number, v.status as version_status,
                (select json_group_array(o.title order by o.title, o.id) from position_offers t
                 join offers o on o.id = t.offer_id where t.position_id = x.id) as offers
         from positions x left join people p on p.id = x.author_id
         left join brief_versions v on v.id = x.brief_version_id
             and exists (select 1 from open_briefs b where b.id = v.brief_id)
         where x.dialogue_id = ?",
    )
    .bind(id)
    .try_map(|row: SqliteRow| Ok((row.int("issue_area_id")?, position(&row)?)))
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().collect())
}

fn position(row: &SqliteRow) -> sqlx::Result<Position> {
    let shareable: Vec<String> = row.json("shareable")?;
    let mut texts: [(String, bool); 5] = Default::default();
    for (at, name) in TEXTS.iter().enumerate() {
        texts[at] = (row.string(name)?, marks(&shareable, name));
    }
    let status = row.string("status")?;
    let version = row.opt_int("number")?;
    let approved = row.opt_string("version_status")?.as_deref() == Some("approved");
    Ok(Position {
        in_force: status == "in_force",
        status: status_label(&status).to_owned(),
        author: row.string("author")?,
        rests_on: version.map(|number| RestsOn {
            name: String::new(),
            number,
            is_old: !approved,
        }),
        texts,
        offers: row.json("offers")?,
    })
}

fn status_label(code: &str) -> &'static str {
    match code {
        "in_force" => "Gäller",
        "agreed" => "Avstämt",
        _ => "Utkast",
    }
}

/// The regional brief that holds, and whether one has been judged to be needed.
pub async fn regional(conn: &mut SqliteConnection, of: &Dialogue) -> Result<Regional> {
    let brief = sqlx::query(briefs!("where b.county = ?"))
        .bind(&of.plan.county)
        .try_map(|row: SqliteRow| brief(&row))
        .fetch_optional(&mut *conn)
        .await?;
    let needed: Option<(String, String)> = sqlx::query_as(
        "select answer, reason from judgements where dialogue_id = ? and question = 'regional_brief'
         order by id desc limit 1",
    )
    .bind(of.id)
    .fetch_optional(conn)
    .await?;
    Ok(Regional {
        brief,
        needed: needed.map(|(answer, reason)| (answer == "needed", reason)),
    })
}
