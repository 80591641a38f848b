//! Everything that has happened in a län, in one statement.

use super::paged;
use crate::domain::county::{Happening, Part};
use crate::domain::secrecy::Sight;
use crate::error::Result;
use crate::seen;
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

/// ?1 the län, ?2 the part ("" for all), ?3 today, ?4 and ?5 the page, ?6 what the reader may
/// see of what is marked. What happened is counted and put in
/// order from little; names and texts are looked up for the rows of the page alone.
const HAPPENED: &str = concat!("
    with happened (what, at, id, event_id, followup_id) as (
        select e.kind, case e.kind when 'dialogue_held' then d.held_on else e.at end, d.id, e.id, null
        from dialogues d
        cross join events e on e.subject_kind = 'dialogue' and e.subject_id = cast(d.id as text)
            and e.kind in ('dialogue_planned', 'dialogue_moved', 'dialogue_held', 'dialogue_cancelled')
        where ?2 in ('', 'dialoger') and d.county = ?1
        union all
        select 'action_made', a.created_at, a.id, null, null
        from action_counties ac join actions a on a.id = ac.action_id
        where ?2 in ('', 'insatser') and ac.county = ?1
        union all
        select 'action_' || a.status, a.settled_at, a.id, null, null
        from action_counties ac join actions a on a.id = ac.action_id
        where ?2 in ('', 'insatser') and ac.county = ?1 and a.status in ('done', 'stopped') and a.settled_at is not null
        union all
        select 'action_followed_up', f.followed_on, ac.action_id, null, f.id
        from action_counties ac join action_followups f on f.action_id = ac.action_id
        where ?2 in ('', 'insatser') and ac.county = ?1
        union all
        select 'feedback_' || f.direction, f.given_on, f.id, null, null
        from dialogues d join feedback f on f.dialogue_id = d.id
        where (?2 = 'aterkoppling' or (?2 = '' and f.direction = 'region')) and d.county = ?1
        union all
        select 'officer_began', s.valid_from, s.id, null, null from assignments s
        where ?2 in ('', 'organisation') and s.seat = 'county/' || ?1 and s.removed_at is null
          and s.kind <> 'deputy' and s.valid_from <= ?3
        union all
        select 'officer_ended', s.valid_to, s.id, null, null from assignments s
        where ?2 in ('', 'organisation') and s.seat = 'county/' || ?1 and s.removed_at is null
          and s.kind <> 'deputy' and s.valid_to < ?3
        union all
        select 'case_reported', t.reported_on, t.id, null, null from transition_cases t
        where ?2 in ('', 'varsel') and t.county = ?1 and ", seen!("transition_case", "t.id", "?6"), "
        union all
        select 'network_met', m.held_on, m.id, null, null
        from network_counties nc join network_meetings m on m.network_id = nc.network_id and m.removed_at is null
        where ?2 in ('', 'natverk') and nc.county = ?1
        union all
        select 'actor_began', r.valid_from, r.id, null, null from regional_actors r
        where ?2 in ('', 'organisation') and r.county = ?1 and r.valid_from <= ?3
        union all
        select 'observed', o.created_at, o.id, null, null
        from observation_counties oc join observations o on o.id = oc.observation_id
        where ?2 in ('', 'omvarld') and oc.county = ?1 and o.removed_at is null and ", seen!("observation", "o.id", "?6"), "
        union all
        select 'contact', k.held_on, k.id, null, null from contact_entries k
        where ?2 in ('', 'kontakter') and k.county = ?1 and k.removed_at is null and ", seen!("contact_entry", "k.id", "?6"), "),
    shown as (select *, (select count(*) from happened) as total from
        (select * from happened order by at desc, id desc limit ?4 offset ?5))
    select h.what, h.at, coalesce(nm.network_id, h.id) as id, h.total, coalesce(d.place, a.title, sp.name, r.name, nn.name, ob.title, k.subject,
               case tc.kind when 'layoff' then 'Varsel' when 'transition' then 'Omställning' when 'establishment' then 'Etablering' end
                   || coalesce(', ' || tc.affected || iif(tc.kind = 'establishment', ' arbetstillfällen', ' berörda'), '')
                   || coalesce(', ' || tm.name, ''),
               case h.what when 'feedback_region' then g.receiver else coalesce(gd.name, g.receiver) end) as title,
           case when d.id is not null then coalesce((select json_extract(v.after, '$') from event_values v
                where v.event_id = h.event_id and v.field = 'held_on'), d.held_on) end as held_on,
           (select p.name from people p where p.id = coalesce(e.actor_id, f.by_id, g.created_by, tc.created_by, nm.created_by, ob.created_by, k.created_by,
                (select e.actor_id from events e where a.id is not null and f.id is null
                   and e.subject_kind = 'action' and e.subject_id = cast(h.id as text)
                   and e.kind = case h.what when 'action_made' then h.what else 'action_status_changed' end
                 order by e.id desc limit 1))) as who,
           case h.what
               when 'dialogue_cancelled' then d.cancel_reason
               when 'dialogue_held' then coalesce((select name from regional_actors c where c.county = ?1
                   and c.valid_from <= d.held_on and (c.valid_to is null or c.valid_to >= d.held_on) limit 1), '')
               when 'action_done' then a.result
               when 'action_stopped' then a.stop_reason
               when 'action_followed_up' then f.text
               when 'feedback_region' then coalesce(gd.name, '')
               when 'network_met' then nm.title
               when 'observed' then ob.source
               when 'contact' then k.channel
               when 'officer_began' then
                   case when s.kind = 'acting' then 'tillförordnad' when s.is_primary then '' else 'utöver huvudansvarig' end
               else '' end as text
    from shown h
    left join dialogues d on d.id = h.id and h.what like 'dialogue%'
    left join events e on e.id = h.event_id
    left join actions a on a.id = h.id and h.what like 'action%'
    left join action_followups f on f.id = h.followup_id
    left join feedback g on g.id = h.id and h.what like 'feedback%'
    left join departments gd on gd.id = g.department_id
    left join assignments s on s.id = h.id and h.what like 'officer%'
    left join people sp on sp.id = s.person_id
    left join regional_actors r on r.id = h.id and h.what = 'actor_began'
    left join transition_cases tc on tc.id = h.id and h.what = 'case_reported'
    left join municipalities tm on tm.code = tc.municipality
    left join network_meetings nm on nm.id = h.id and h.what = 'network_met'
    left join networks nn on nn.id = nm.network_id
    left join observations ob on ob.id = h.id and h.what = 'observed'
    left join contact_entries k on k.id = h.id and h.what = 'contact'
    order by h.at desc, h.id desc");

/// More of what has happened is read page by page: the rest of the county's page is not to drown in it.
pub const AT_A_TIME: i64 = 20;

/// What has happened in a län, newest first.
pub async fn timeline(
    db: impl SqliteExecutor<'_>,
    county: &str,
    part: Option<Part>,
    today: Date,
    (number, sight): (i64, &Sight),
) -> Result<Page<Entry>> {
    let rows = sqlx::query(HAPPENED)
        .bind(county)
        .bind(part.map_or("", Part::code))
        .bind(Text(today))
        .bind(AT_A_TIME)
        .bind((number - 1) * AT_A_TIME)
        .bind(sight.json())
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
