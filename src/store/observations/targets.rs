//! What a note could be used in, and the right by which that is changed.

use crate::domain::access::{Act, Place};
use crate::domain::observation::{Note, UsedIn, writing};
use crate::domain::secrecy::Sight;
use crate::error::Result;
use crate::seen;
use crate::store::actions;
use crate::store::columns::{Columns, Text};
use crate::store::reader::Reader;
use jiff::civil::Date;
use sqlx::SqliteConnection;
use sqlx::sqlite::SqliteRow;
use std::collections::HashMap;

const CHOICES: &str = concat!(
    "select * from (select 'brief' as kind, b.id, coalesce(i.name, c.short_name) as title from briefs b
         left join issue_areas i on i.id = b.issue_area_id left join counties c on c.code = b.county
         where (b.issue_area_id in (select value from json_each(?2)) or b.county in (select value from json_each(?1))) and ",
    seen!("brief", "b.id", "?3"),
    " order by title collate svenska limit 40)
     union all select * from (select 'position', p.id, c.short_name || ' ' || d.held_on || ': ' || i.name
         from positions p join dialogues d on d.id = p.dialogue_id join counties c on c.code = d.county
         join issue_areas i on i.id = p.issue_area_id
         where d.phase not in ('closed', 'cancelled') and p.issue_area_id in (select value from json_each(?2))
           and (?1 = '[]' or d.county in (select value from json_each(?1))) order by d.held_on, p.id limit 40)
     union all select * from (select 'agenda_item', g.id,
             c.short_name || coalesce(' ' || d.held_on, ', parkerad') || ': ' || g.title
         from agenda_items g join counties c on c.code = g.county left join dialogues d on d.id = g.dialogue_id
         where g.state = 'open' and g.standing = 0 and (d.id is null or d.phase in ('planning', 'preparing', 'holding'))
           and (g.county in (select value from json_each(?1))
                or (?1 = '[]' and g.issue_area_id in (select value from json_each(?2))))
         order by d.held_on is null, d.held_on, g.position limit 60)
     union all select * from (select 'action', a.id, a.title from actions a
         where a.status in ('proposed', 'decided', 'ongoing')
           and (exists (select 1 from action_counties ac where ac.action_id = a.id
                        and ac.county in (select value from json_each(?1)))
                or (?1 = '[]' and a.issue_area_id in (select value from json_each(?2))))
         order by a.due_on, a.id limit 60)"
);

/// What a note could be used in, kind by kind.
pub async fn choices(
    db: &Reader,
    note: &Note,
    sight: &Sight,
) -> Result<Vec<(UsedIn, i64, String)>> {
    let rows = sqlx::query(CHOICES)
        .bind(serde_json::Value::from(note.counties.clone()).to_string())
        .bind(serde_json::Value::from(note.issue_areas.clone()).to_string())
        .bind(sight.json())
        .try_map(|row: SqliteRow| Ok((row.parsed("kind")?, row.int("id")?, row.string("title")?)))
        .fetch_all(db)
        .await?;
    Ok(rows)
}

/// What a note is to be used in: its page, and the right by which it is changed.
#[derive(Clone, Debug)]
pub struct Target {
    pub kind: UsedIn,
    pub id: i64,
    pub url: String,
    pub act: Act,
    pub place: Place,
}

impl Target {
    /// As the note's history names it: "Underlag 12".
    pub(super) fn name(&self) -> String {
        format!("{} {}", self.kind.label(), self.id)
    }

    /// What such a name stands for.
    pub fn named(name: &str) -> Option<(UsedIn, i64)> {
        let (label, id) = name.rsplit_once(' ')?;
        let kind = UsedIn::ALL.iter().find(|kind| kind.label() == label)?;
        Some((*kind, id.parse().ok()?))
    }
}

const NAMED: &str = concat!(
    "select 'brief' as kind, b.id, coalesce(i.name, c.short_name) as title from briefs b
         left join issue_areas i on i.id = b.issue_area_id left join counties c on c.code = b.county
         where b.id in (select value from json_each(?1, '$.brief')) and ",
    seen!("brief", "b.id", "?2"),
    " union all select 'position', p.id, c.short_name || ' ' || d.held_on || ', ' || i.name
         from positions p join dialogues d on d.id = p.dialogue_id join counties c on c.code = d.county
         join issue_areas i on i.id = p.issue_area_id
         where p.id in (select value from json_each(?1, '$.position'))
     union all select 'agenda_item', g.id, g.title from agenda_items g
         where g.id in (select value from json_each(?1, '$.agenda_item'))
     union all select 'action', a.id, a.title from actions a
         where a.id in (select value from json_each(?1, '$.action'))"
);

/// What uses notes by its title, as a history tells it to a reader. A brief that she may not read has none.
pub async fn titles(
    db: &Reader,
    all: &[(UsedIn, i64)],
    sight: &Sight,
) -> Result<HashMap<(UsedIn, i64), String>> {
    let ids = |kind: UsedIn| -> Vec<i64> {
        let same = all.iter().filter(|(each, _)| *each == kind);
        same.map(|(_, id)| *id).collect()
    };
    let asked: serde_json::Map<String, serde_json::Value> = UsedIn::ALL
        .iter()
        .map(|kind| (kind.code().to_owned(), ids(*kind).into()))
        .collect();
    let rows = sqlx::query(NAMED)
        .bind(serde_json::Value::from(asked).to_string())
        .bind(sight.json())
        .try_map(|row: SqliteRow| {
            let target = (row.parsed("kind")?, row.int("id")?);
            Ok((target, row.string("title")?))
        })
        .fetch_all(db)
        .await?;
    Ok(rows.into_iter().collect())
}

/// Not found when it is not there.
pub async fn target(
    conn: &mut SqliteConnection,
    (kind, id): (UsedIn, i64),
    today: Date,
) -> Result<Target> {
    if kind == UsedIn::Action {
        let action = actions::find(&mut *conn, id).await?;
        return Ok(Target {
            kind,
            id,
            url: action.url(),
            act: Act::ChangeAction,
            place: actions::place(conn, &action.plan, today).await?,
        });
    }
    let from = match kind {
        UsedIn::Brief => {
            "select x.county, x.issue_area_id, '/underlag/' || x.id as url, x.scope = 'national' as national from briefs x"
        }
        UsedIn::Position => {
            "select d.county, x.issue_area_id, '/dialoger/' || d.id || '/stallningstaganden/' || x.issue_area_id as url,
                    0 as national, x.id from positions x join dialogues d on d.id = x.dialogue_id"
        }
        _ => {
            "select x.county, x.issue_area_id, case when x.dialogue_id is null then '/lan/' || c.slug || '/parkering/' || x.id
                    else '/dialoger/' || x.dialogue_id || '/dagordning/' || x.id end as url, 0 as national
             from agenda_items x join counties c on c.code = x.county"
        }
    };
    let sql = format!(
        "select t.*, i.department_id, coalesce(p.is_regioner, 0) as is_regioner, coalesce(tc.team_id, 0) as team_id
         from ({from} where x.id = ?1) t left join issue_areas i on i.id = t.issue_area_id
         left join departments p on p.id = i.department_id
         left join team_counties tc on tc.county = t.county and tc.valid_from <= ?2
             and (tc.valid_to is null or tc.valid_to >= ?2)"
    );
    Ok(sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(id)
        .bind(Text(today))
        .try_map(|row| read_target(row, kind, id))
        .fetch_one(conn)
        .await?)
}

fn read_target(row: SqliteRow, kind: UsedIn, id: i64) -> sqlx::Result<Target> {
    let national = row.flag("national")?;
    let county = row.opt_string("county")?;
    let team = row.int("team_id")?;
    let is_regional_brief = kind == UsedIn::Brief && !national;
    Ok(Target {
        kind,
        id,
        url: row.string("url")?,
        act: match kind {
            UsedIn::AgendaItem if row.opt_int("issue_area_id")?.is_none() => Act::RunDialogue,
            UsedIn::AgendaItem => Act::RunOwnAgendaItem,
            _ => writing(!is_regional_brief, row.flag("is_regioner")?),
        },
        place: Place {
            counties: county.map(|code| (code, team)).into_iter().collect(),
            department: row.opt_int("department_id")?,
            issue_area: row.opt_int("issue_area_id")?,
            national,
            ..Place::default()
        },
    })
}
