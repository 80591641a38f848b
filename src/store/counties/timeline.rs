//! Everything that has happened in a län, in one statement.

use super::paged;
use crate::domain::county::{Happening, Part};
use crate::error::Result;
use crate::store::Page;
use crate::store::columns::{Columns, Text};
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::SqliteExecutor;

/// One thing that happened.
#[derive(Clone, Debug)]
pub struct Entry {
    pub what: Happening,
    /// The day, when the record has one; else the instant it was written.
    pub day: Option<Date>,
    pub at: Option<Timestamp>,
    /// Of the dialogue or the insats.
    pub id: i64,
    /// Place of the dialogue, title of the insats, name of who or what it is about.
    pub title: String,
    /// The day of the dialogue, as it was set then.
    pub held_on: Option<Date>,
    pub who: String,
    pub text: String,
}

/// ?1 the län, ?2 the part ("" for all), ?3 today, ?4 and ?5 the page.
const HAPPENED: &str = "
    select *, count(*) over () as total from (
    select e.kind as what, case e.kind when 'dialogue_held' then d.held_on else e.at end as at, d.id, d.place as title,
           coalesce((select json_extract(v.after, '$') from event_values v
                     where v.event_id = e.id and v.field = 'held_on'), d.held_on) as held_on,
           p.name as who,
           case e.kind when 'dialogue_cancelled' then d.cancel_reason
                       when 'dialogue_held' then coalesce(r.name, '') else '' end as text
    from dialogues d
    join events e on e.subject_kind = 'dialogue' and e.subject_id = cast(d.id as text)
        and e.kind in ('dialogue_planned', 'dialogue_moved', 'dialogue_held', 'dialogue_cancelled')
    left join people p on p.id = e.actor_id
    left join regional_actors r on r.county = d.county
        and r.valid_from <= d.held_on and (r.valid_to is null or r.valid_to >= d.held_on)
    where ?2 in ('', 'dialoger') and d.county = ?1
    union all
    select 'action_made', e.at, a.id, a.title, null, p.name, ''
    from action_counties ac join actions a on a.id = ac.action_id
    join events e on e.subject_kind = 'action' and e.subject_id = cast(a.id as text) and e.kind = 'action_made'
    left join people p on p.id = e.actor_id
    where ?2 in ('', 'insatser') and ac.county = ?1
    union all
    select 'action_' || a.status, a.settled_at, a.id, a.title, null,
           (select p.name from events e join people p on p.id = e.actor_id
            where e.subject_kind = 'action' and e.subject_id = cast(a.id as text)
              and e.kind = 'action_status_changed' order by e.id desc limit 1),
           case a.status when 'done' then a.result else a.stop_reason end
    from action_counties ac join actions a on a.id = ac.action_id
    where ?2 in ('', 'insatser') and ac.county = ?1 and a.status in ('done', 'stopped') and a.settled_at is not null
    union all
    select 'action_followed_up', f.followed_on, a.id, a.title, null, p.name, f.text
    from action_counties ac join actions a on a.id = ac.action_id
    join action_followups f on f.action_id = a.id join people p on p.id = f.by_id
    where ?2 in ('', 'insatser') and ac.county = ?1
    union all
    select 'officer_began', s.valid_from, s.id, p.name, null, null,
           case when s.kind = 'acting' then 'tillförordnad' when s.is_primary then '' else 'utöver huvudansvarig' end
    from assignments s join people p on p.id = s.person_id
    where ?2 in ('', 'organisation') and s.seat = 'county/' || ?1 and s.removed_at is null
      and s.kind <> 'deputy' and s.valid_from <= ?3
    union all
    select 'officer_ended', s.valid_to, s.id, p.name, null, null, ''
    from assignments s join people p on p.id = s.person_id
    where ?2 in ('', 'organisation') and s.seat = 'county/' || ?1 and s.removed_at is null
      and s.kind <> 'deputy' and s.valid_to < ?3
    union all
    select 'actor_began', r.valid_from, r.id, r.name, null, null, ''
    from regional_actors r where ?2 in ('', 'organisation') and r.county = ?1 and r.valid_from <= ?3
        ) order by at desc, id desc limit ?4 offset ?5";

/// What has happened in a län, newest first.
pub async fn timeline(
    db: impl SqliteExecutor<'_>,
    county: &str,
    part: Option<Part>,
    today: Date,
    number: i64,
) -> Result<Page<Entry>> {
    let rows = sqlx::query(HAPPENED)
        .bind(county)
        .bind(part.map_or("", Part::code))
        .bind(Text(today))
        .bind(Page::<()>::SIZE)
        .bind((number - 1) * Page::<()>::SIZE)
        .try_map(|row| {
            let dated = row.string("at")?.len() == "2026-12-03".len();
            let entry = Entry {
                what: row.parsed("what")?,
                day: if dated { row.opt_parsed("at")? } else { None },
                at: if dated { None } else { row.opt_parsed("at")? },
                id: row.int("id")?,
                title: row.string("title")?,
                held_on: row.opt_parsed("held_on")?,
                who: row.opt_string("who")?.unwrap_or_default(),
                text: row.string("text")?,
            };
            Ok((row.int("total")?, entry))
        })
        .fetch_all(db)
        .await?;
    Ok(paged(rows, number))
}
