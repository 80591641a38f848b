//! What notes were used in, walked in both directions: from the note, from what uses it, from its author.
//! The note's own history alone tells of it, and names what uses it by kind and number only.

use super::{Shown, url};
use crate::domain::access::{Act, Place};
use crate::domain::event::{Event, EventKind, SubjectKind};
use crate::domain::observation::{Note, Settling, Status, UsedIn, writing};
use crate::domain::secrecy::Sight;
use crate::error::{Error, Result};
use crate::store::columns::{Columns, Text};
use crate::store::reader::Reader;
use crate::store::{Write, actions};
use crate::{marked, seen};
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::SqliteConnection;
use sqlx::sqlite::SqliteRow;

/// One use of a note, and the insatser that it led to.
#[derive(Clone, Debug)]
pub struct Use {
    pub id: i64,
    pub kind: UsedIn,
    pub target_id: i64,
    pub title: String,
    pub url: String,
    /// Of a position or an item: "Kalmar", and the day of the dialogue.
    pub dialogue: Option<(String, Date)>,
    pub led_to: Vec<i64>,
}

/// A use of one of the author's own notes.
#[derive(Clone, Debug)]
pub struct Owned {
    pub note_id: i64,
    pub note: String,
    pub used: Use,
}

impl Owned {
    pub fn url(&self) -> String {
        url(self.note_id)
    }
}

impl Use {
    /// "Använd i dialogen med Kalmar, ledde till insats 214"
    pub fn said(&self) -> String {
        let of = match (&self.dialogue, self.kind) {
            (Some((county, _)), _) => format!("Använd i dialogen med {county}"),
            (None, UsedIn::AgendaItem) => "Använd i en parkerad punkt".to_owned(),
            (None, UsedIn::Action) => return format!("Ledde till insats {}", self.target_id),
            (None, _) => format!("Använd i underlaget om {}", self.title),
        };
        let led: Vec<String> = self.led_to.iter().map(ToString::to_string).collect();
        match led.is_empty() {
            true => of,
            false => format!("{of}, ledde till insats {}", led.join(" och ")),
        }
    }
}

/// The columns are the same for every use; ?1 the sight. A brief that she may not read is left out.
const USES: &str = concat!(
    "select u.id, u.observation_id, o.title as note,
        case when u.brief_id is not null then 'brief' when u.position_id is not null then 'position'
             when u.agenda_item_id is not null then 'agenda_item' else 'action' end as kind,
        coalesce(u.brief_id, u.position_id, u.agenda_item_id, u.action_id) as target_id,
        coalesce(bi.name, bc.short_name, pi.name, g.title, a.title) as title,
        case when b.id is not null then '/underlag/' || b.id
             when p.id is not null then '/dialoger/' || p.dialogue_id || '/stallningstaganden/' || p.issue_area_id
             when g.dialogue_id is not null then '/dialoger/' || g.dialogue_id || '/dagordning/' || g.id
             when g.id is not null then '/lan/' || gc.slug || '/parkering/' || g.id
             else '/insatser/' || a.id end as url,
        dc.short_name as dialogue, d.held_on,
        case when g.id is not null then (select json_group_array(action_id) from (select distinct action_id from outcomes
                 where agenda_item_id = g.id and action_id is not null and removed_at is null order by action_id limit 3))
             when p.id is not null then (select json_group_array(id) from (select id from actions
                 where dialogue_id = p.dialogue_id and issue_area_id = p.issue_area_id order by id limit 3))
             else '[]' end as led_to
     from observation_uses u join observations o on o.id = u.observation_id
     left join briefs b on b.id = u.brief_id left join issue_areas bi on bi.id = b.issue_area_id
     left join counties bc on bc.code = b.county
     left join positions p on p.id = u.position_id left join issue_areas pi on pi.id = p.issue_area_id
     left join agenda_items g on g.id = u.agenda_item_id left join counties gc on gc.code = g.county
     left join actions a on a.id = u.action_id
     left join dialogues d on d.id = coalesce(p.dialogue_id, g.dialogue_id) left join counties dc on dc.code = d.county
     where o.removed_at is null and ",
    seen!("observation", "o.id", "?1"),
    " and (b.id is null or ",
    seen!("brief", "b.id", "?1"),
    ")"
);

/// What a note was used in, the first first.
pub async fn uses(db: &Reader, note: i64, sight: &Sight) -> Result<Vec<Use>> {
    let found = owned(
        db,
        " and u.observation_id = ?2 order by u.id limit 100",
        note,
        sight,
    )
    .await?;
    Ok(found.into_iter().map(|each| each.used).collect())
}

/// The latest uses of what a person has noted.
pub async fn own_uses(db: &Reader, author: i64, sight: &Sight) -> Result<Vec<Owned>> {
    owned(
        db,
        " and o.created_by = ?2 order by u.id desc limit 5",
        author,
        sight,
    )
    .await
}

async fn owned(db: &Reader, which: &'static str, id: i64, sight: &Sight) -> Result<Vec<Owned>> {
    let rows = sqlx::query(sqlx::AssertSqlSafe(format!("{USES}{which}")))
        .bind(sight.json())
        .bind(id)
        .try_map(|row: SqliteRow| {
            let dialogue = row.opt_string("dialogue")?;
            Ok(Owned {
                note_id: row.int("observation_id")?,
                note: row.string("note")?,
                used: Use {
                    id: row.int("id")?,
                    kind: row.parsed("kind")?,
                    target_id: row.int("target_id")?,
                    title: row.string("title")?,
                    url: row.string("url")?,
                    dialogue: dialogue.zip(row.opt_parsed("held_on")?),
                    led_to: row.json("led_to")?,
                },
            })
        })
        .fetch_all(db)
        .await?;
    Ok(rows)
}

/// A use as it is stored: which note, and what uses it.
pub async fn find_use(conn: &mut SqliteConnection, id: i64) -> Result<(i64, UsedIn, i64)> {
    let (note, brief, position, item, action): (
        i64,
        Option<i64>,
        Option<i64>,
        Option<i64>,
        Option<i64>,
    ) = sqlx::query_as(
        "select observation_id, brief_id, position_id, agenda_item_id, action_id
             from observation_uses where id = ?",
    )
    .bind(id)
    .fetch_one(conn)
    .await?;
    let kinds = [
        (UsedIn::Brief, brief),
        (UsedIn::Position, position),
        (UsedIn::AgendaItem, item),
        (UsedIn::Action, action),
    ];
    let found = kinds
        .into_iter()
        .find_map(|(kind, id)| id.map(|id| (kind, id)));
    let (kind, target) = found.ok_or(Error::NotFound)?;
    Ok((note, kind, target))
}

/// A note that something uses.
#[derive(Clone, Debug)]
pub struct UsedNote {
    pub use_id: i64,
    pub id: i64,
    pub title: String,
    pub author: String,
    pub created_at: Timestamp,
    pub marked: Option<String>,
}

impl UsedNote {
    pub fn url(&self) -> String {
        url(self.id)
    }
}

fn column(kind: UsedIn) -> &'static str {
    match kind {
        UsedIn::Brief => "brief_id",
        UsedIn::Position => "position_id",
        UsedIn::AgendaItem => "agenda_item_id",
        UsedIn::Action => "action_id",
    }
}

/// The notes that a brief, a position, an item or an insats uses.
pub async fn of_target(
    db: &Reader,
    (kind, id): (UsedIn, i64),
    sight: &Sight,
) -> Result<Vec<UsedNote>> {
    let sql = format!(
        "select u.id as use_id, o.id, o.title, o.created_at, coalesce(p.name, '') as author, {} as marked
         from observation_uses u join observations o on o.id = u.observation_id left join people p on p.id = o.created_by
         where u.{} = ?1 and o.removed_at is null and {} order by u.id limit 50",
        marked!("observation", "o.id"),
        column(kind),
        seen!("observation", "o.id", "?2")
    );
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(id)
        .bind(sight.json())
        .try_map(|row: SqliteRow| {
            Ok(UsedNote {
                use_id: row.int("use_id")?,
                id: row.int("id")?,
                title: row.string("title")?,
                author: row.string("author")?,
                created_at: row.parsed("created_at")?,
                marked: row.opt_string("marked")?,
            })
        })
        .fetch_all(db)
        .await?;
    Ok(rows)
}

/// Notes that could be used, by id and title, newest first: of the län or the issue areas that are named.
pub async fn candidates(
    db: &Reader,
    (counties, areas): (&[String], &[i64]),
    sight: &Sight,
) -> Result<Vec<(i64, String)>> {
    Ok(sqlx::query_as(concat!(
        "select o.id, o.title from observations o
         where o.removed_at is null and o.status <> 'dismissed' and ",
        seen!("observation", "o.id", "?3"),
        " and (o.id in (select observation_id from observation_counties where county in (select value from json_each(?1)))
               or o.id in (select observation_id from observation_issue_areas
                           where issue_area_id in (select value from json_each(?2))))
         order by o.created_at desc, o.id desc limit 40"
    ))
    .bind(serde_json::Value::from(counties).to_string())
    .bind(serde_json::Value::from(areas).to_string())
    .bind(sight.json())
    .fetch_all(db)
    .await?)
}

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
    fn name(&self) -> String {
        format!("{} {}", self.kind.label(), self.id)
    }
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

/// Says that a note is used; it is then a used one. False when it was already.
pub async fn add_use(tx: &mut Write, of: &Shown, target: &Target) -> Result<bool> {
    let column = column(target.kind);
    let (actor, now, today) = (tx.actor(), tx.now(), tx.today());
    let sql = format!(
        "insert into observation_uses (observation_id, {column}, created_at, created_by) values (?, ?, ?, ?)
         on conflict do nothing"
    );
    let made = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(of.id)
        .bind(target.id)
        .bind(Text(now))
        .bind(actor)
        .execute(tx.conn())
        .await?;
    if made.rows_affected() == 0 {
        return Ok(false);
    }
    let event = Event::new(EventKind::ObservationUsed, SubjectKind::Observation, of.id);
    let mut event = event.change("used_in", "", target.name());
    if of.settling.status != Status::Used {
        sqlx::query(
            "update observations set status = 'used', reason = '', settled_on = ?, settled_by = ?, updated_at = ?,
                    version = version + 1 where id = ?",
        )
        .bind(Text(today))
        .bind(actor)
        .bind(Text(now))
        .bind(of.id)
        .execute(tx.conn())
        .await?;
        let after = Settling {
            status: Status::Used,
            reason: String::new(),
        };
        let changes = crate::domain::event::Change::between(Some(&of.settling), &after);
        event = event.version(of.version + 1).changes(changes);
    }
    tx.record(event).await?;
    Ok(true)
}

/// Takes a use away that was a mistake; what has been decided about the note stands.
pub async fn remove_use(tx: &mut Write, id: i64, of: &Shown, target: &Target) -> Result<()> {
    sqlx::query("delete from observation_uses where id = ?")
        .bind(id)
        .execute(tx.conn())
        .await?;
    let kind = EventKind::ObservationUseRemoved;
    let event = Event::new(kind, SubjectKind::Observation, of.id);
    tx.record(event.change("used_in", target.name(), "")).await
}
