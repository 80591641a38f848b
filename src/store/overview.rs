//! The state of the country: what the overview and the teams' measures are counted from.

use super::columns::{Columns, Text};
use super::feedback;
use crate::domain::dialogue::Phase;
use crate::error::Result;
use crate::store::kept::{self, Until};
use crate::store::reader::Reader;
use jiff::civil::Date;
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteRow;
use std::collections::HashMap;
use std::sync::Arc;

/// All that the overview is counted from.
#[derive(Debug)]
pub struct Country {
    pub totals: Totals,
    pub current: HashMap<String, Current>,
    pub debts: Arc<HashMap<String, Debts>>,
}

/// `until` is the last day that counts as upcoming.
pub async fn country(db: &Reader, today: Date, until: Date) -> Result<Arc<Country>> {
    let read = async {
        Ok(Country {
            totals: totals(db, today, until).await?,
            current: current_dialogues(db).await?,
            debts: owed(db, today).await?,
        })
    };
    kept::answer(
        db,
        Until::AnythingHappens,
        ("country", today.to_string()),
        read,
    )
    .await
}

/// The dialogue a län is in: the earliest that is neither closed nor cancelled, else the latest closed.
#[derive(Clone, Debug)]
pub struct Current {
    pub id: i64,
    pub held_on: Date,
    pub phase: Phase,
    /// Milestones before the day that are done or waived, of all before the day.
    pub ready: i64,
    pub milestones: i64,
}

/// The current dialogue of each län, by its code.
pub async fn current_dialogues(db: impl SqliteExecutor<'_>) -> Result<HashMap<String, Current>> {
    let rows = sqlx::query(
        "select d.id, d.county, d.held_on, d.phase,
                (select count(*) from milestones m where m.dialogue_id = d.id and m.offset_days < 0) as milestones,
                (select count(*) from milestones m
                 where m.dialogue_id = d.id and m.offset_days < 0 and m.state <> 'open') as ready
         from counties c
         join dialogues d on d.id = coalesce(
             (select o.id from dialogues o where o.county = c.code and o.phase not in ('closed', 'cancelled')
              order by o.held_on, o.id limit 1),
             (select o.id from dialogues o where o.county = c.code and o.phase = 'closed'
              order by o.held_on desc, o.id desc limit 1))",
    )
    .try_map(|row: SqliteRow| {
        let current = Current {
            id: row.int("id")?,
            held_on: row.parsed("held_on")?,
            phase: row.parsed("phase")?,
            ready: row.int("ready")?,
            milestones: row.int("milestones")?,
        };
        Ok((row.string("county")?, current))
    })
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().collect())
}

/// Open and late actions of a län, and since when it waits for feedback.
#[derive(Clone, Debug, Default)]
pub struct Debts {
    pub open: i64,
    pub late: i64,
    /// When the oldest open feedback duty to the region, a department or the team fell due.
    pub feedback_since: Option<Date>,
    /// The same, to the region alone.
    pub region_since: Option<Date>,
    /// Insatser that the region should have been told of again.
    pub waiting_actions: i64,
    /// The latest dialogue that has been held.
    pub last_held: Option<Date>,
}

/// What each län is owed, by its code, with the regions that shall be told again.
pub async fn owed(db: &Reader, today: Date) -> Result<Arc<HashMap<String, Debts>>> {
    let read = async {
        let again = feedback::again(db).await?;
        Ok(with_again(debts(db, today).await?, &again, today))
    };
    let key = ("owed to counties", today.to_string());
    kept::answer(db, Until::AnythingHappens, key, read).await
}

/// What each län is owed by dialogues that are followed up.
async fn debts(db: impl SqliteExecutor<'_>, today: Date) -> Result<HashMap<String, Debts>> {
    let rows = sqlx::query(
        "with unsettled as (
             select ac.county, count(*) as open, sum(a.due_on < ?1) as late
             from actions a cross join action_counties ac on ac.action_id = a.id
             where a.status in ('proposed', 'decided', 'ongoing') group by ac.county),
         waiting as (
             select d.county, min(m.due_on) as feedback_since,
                    min(case when m.key like 'feedback_region%' then m.due_on end) as region_since
             from milestones m join dialogues d on d.id = m.dialogue_id
             where m.state = 'open' and m.due_on < ?1 and m.key like 'feedback%' and d.phase = 'following_up'
             group by d.county)
         select c.code, coalesce(u.open, 0) as open, coalesce(u.late, 0) as late,
                w.feedback_since, w.region_since,
                (select d.held_on from dialogues d
                 where d.county = c.code and d.phase in ('following_up', 'closed') and d.held_on <= ?1
                 order by d.held_on desc limit 1) as last_held
         from counties c left join unsettled u on u.county = c.code left join waiting w on w.county = c.code",
    )
    .bind(Text(today))
    .try_map(|row: SqliteRow| {
        let debts = Debts {
            open: row.int("open")?,
            late: row.int("late")?,
            feedback_since: row.opt_parsed("feedback_since")?,
            region_since: row.opt_parsed("region_since")?,
            waiting_actions: 0,
            last_held: row.opt_parsed("last_held")?,
        };
        Ok((row.string("code")?, debts))
    })
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().collect())
}

/// The regions that shall be told again are owed feedback too, also when their dialogue is closed.
fn with_again(
    mut debts: HashMap<String, Debts>,
    again: &[feedback::Again],
    today: Date,
) -> HashMap<String, Debts> {
    for each in again.iter().filter(|each| each.due_on < today) {
        let of = debts.entry(each.county.clone()).or_default();
        let earlier = |since: Option<Date>| since.map_or(each.due_on, |day| day.min(each.due_on));
        of.feedback_since = Some(earlier(of.feedback_since));
        of.region_since = Some(earlier(of.region_since));
        of.waiting_actions += each.actions;
    }
    debts
}

/// The figures that are not sums over län: an action of several län counts once.
#[derive(Clone, Debug)]
pub struct Totals {
    pub upcoming: i64,
    pub next_county: Option<String>,
    pub next_on: Option<Date>,
    pub held_this_year: i64,
    pub planned_this_year: i64,
    pub open_actions: i64,
    pub late_actions: i64,
}

/// `until` is the last day that counts as upcoming.
pub async fn totals(db: impl SqliteExecutor<'_>, today: Date, until: Date) -> Result<Totals> {
    let row = sqlx::query(
        "with upcoming as (
             select county, held_on from dialogues
             where phase in ('planning', 'preparing', 'holding') and held_on between ?1 and ?2),
         held as (
             select distinct county from dialogues
             where phase in ('following_up', 'closed') and held_on between ?3 and ?1)
         select (select count(*) from upcoming) as upcoming,
                (select county from upcoming order by held_on limit 1) as next_county,
                (select min(held_on) from upcoming) as next_on,
                (select count(*) from held) as held_this_year,
                (select count(distinct county) from dialogues
                 where phase in ('planning', 'preparing', 'holding') and held_on between ?3 and ?4
                   and county not in (select county from held)) as planned_this_year,
                (select count(*) from actions where status in ('proposed', 'decided', 'ongoing')) as open_actions,
                (select count(*) from actions
                 where status in ('proposed', 'decided', 'ongoing') and due_on < ?1) as late_actions",
    )
    .bind(Text(today))
    .bind(Text(until))
    .bind(format!("{}-01-01", today.year()))
    .bind(format!("{}-12-31", today.year()))
    .try_map(|row: SqliteRow| {
        Ok(Totals {
            upcoming: row.int("upcoming")?,
            next_county: row.opt_string("next_county")?,
            next_on: row.opt_parsed("next_on")?,
            held_this_year: row.int("held_this_year")?,
            planned_this_year: row.int("planned_this_year")?,
            open_actions: row.int("open_actions")?,
            late_actions: row.int("late_actions")?,
        })
    })
    .fetch_one(db)
    .await?;
    Ok(row)
}
