//! What notes were used in, walked in both directions: from the note, from what uses it, from its author.
//! The note's own history alone tells of it, and names what uses it by kind and number only.

use super::targets::Target;
use super::{Shown, url};
use crate::domain::event::{Event, EventKind, SubjectKind};
use crate::domain::observation::{Settling, Status, UsedIn};
use crate::domain::secrecy::Sight;
use crate::error::{Error, Result};
use crate::store::Write;
use crate::store::columns::{Columns, Text};
use crate::store::reader::Reader;
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
