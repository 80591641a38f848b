//! What stands in a län: its next dialogue, what is owed there, and what has happened. Reads only.

mod timeline;

pub use timeline::{AT_A_TIME, Entry, timeline};

use super::columns::{Columns, Text};
use super::kept::{self, Until};
use super::outcomes::{self, Decision};
use super::reader::Reader;
use super::{Page, agenda_items};
use crate::domain::action::Status;
use crate::domain::county::Part;
use crate::domain::dialogue::{Form, Phase};
use crate::domain::milestone::FallsOn;
use crate::domain::people::Seat;
use crate::domain::secrecy::Sight;
use crate::error::Result;
use jiff::civil::{Date, Time};
use sqlx::SqliteExecutor;
use std::collections::HashMap;
use std::sync::Arc;

/// The dialogue a län prepares for, and how far it has come.
#[derive(Clone, Debug)]
pub struct NextDialogue {
    pub id: i64,
    pub county: String,
    pub held_on: Date,
    pub starts_at: Time,
    pub ends_at: Time,
    pub form: Form,
    pub place: String,
    pub phase: Phase,
    /// Milestones before the day that are done or waived, and how many there are.
    pub ready: i64,
    pub of: i64,
}

/// The next dialogue of each län, or of one.
pub async fn next_dialogues(
    db: impl SqliteExecutor<'_>,
    county: Option<&str>,
) -> Result<HashMap<String, NextDialogue>> {
    let rows = sqlx::query(
        "select d.*,
                (select count(*) from milestones m where m.dialogue_id = d.id and m.offset_days < 0) as of_all,
                (select count(*) from milestones m
                 where m.dialogue_id = d.id and m.offset_days < 0 and m.state <> 'open') as ready
         from (select *, row_number() over (partition by county order by held_on, id) as place_in_line
               from dialogues where phase in ('planning', 'preparing', 'holding') and (?1 is null or county = ?1)) d
         where d.place_in_line = 1",
    )
    .bind(county)
    .try_map(|row| {
        Ok(NextDialogue {
            id: row.int("id")?,
            county: row.string("county")?,
            held_on: row.parsed("held_on")?,
            starts_at: row.parsed("starts_at")?,
            ends_at: row.parsed("ends_at")?,
            form: row.parsed("form")?,
            place: row.string("place")?,
            phase: row.parsed("phase")?,
            ready: row.int("ready")?,
            of: row.int("of_all")?,
        })
    })
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.county.clone(), row))
        .collect())
}

/// How many insatser a län has, by where they stand; in the list of all län `all` are the open ones.
#[derive(Clone, Copy, Debug, Default)]
pub struct ActionCount {
    pub all: i64,
    pub open: i64,
    pub ongoing: i64,
    pub late: i64,
}

/// Of one län or of all; those without insatser are left out. Begins with the few that are open; the
/// settled ones of many years are counted for one län alone, where the page tells their number.
pub async fn action_counts(
    db: impl SqliteExecutor<'_>,
    county: Option<&str>,
    today: Date,
) -> Result<HashMap<String, ActionCount>> {
    let rows = sqlx::query(
        "with unsettled as (
             select ac.county, count(*) as open, sum(a.status = 'ongoing') as ongoing, sum(a.due_on < ?1) as late
             from actions a cross join action_counties ac on ac.action_id = a.id
             where a.status in ('proposed', 'decided', 'ongoing') group by ac.county),
         every as (
             select county, count(*) as all_of_them from action_counties where county = ?2 group by county
             union all select county, open from unsettled where ?2 is null)
         select e.county, e.all_of_them, coalesce(u.open, 0) as open, coalesce(u.ongoing, 0) as ongoing,
                coalesce(u.late, 0) as late
         from every e left join unsettled u on u.county = e.county",
    )
    .bind(Text(today))
    .bind(county)
    .try_map(|row| {
        let count = ActionCount {
            all: row.int("all_of_them")?,
            open: row.int("open")?,
            ongoing: row.int("ongoing")?,
            late: row.int("late")?,
        };
        Ok((row.string("county")?, count))
    })
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().collect())
}

/// What the head of a län's pages tells.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    pub dialogues: i64,
    pub parked: i64,
    pub actions: ActionCount,
}

pub async fn tally(db: &Reader, county: &str, today: Date) -> Result<Arc<Tally>> {
    let key = format!("{county} {today}");
    let read = async {
        let mut counts = action_counts(db, Some(county), today).await?;
        Ok(Tally {
            dialogues: dialogue_count(db, county).await?,
            parked: agenda_items::parked_count(db, county).await?,
            actions: counts.remove(county).unwrap_or_default(),
        })
    };
    kept::answer(db, Until::AnythingHappens, ("county tally", key), read).await
}

/// So many of its priorities and choices are told on its page.
const CHOSEN: i64 = 5;

/// What the page of a län tells: what comes next, what waits, and what has happened.
#[derive(Debug)]
pub struct State {
    pub next: Option<NextDialogue>,
    pub due: Vec<Due>,
    pub happened: Page<Entry>,
    /// What the region and we have prioritised and chosen, newest first.
    pub chosen: Vec<Decision>,
}

pub async fn state(
    db: &Reader,
    county: &str,
    (part, number): (Option<Part>, i64),
    waiting: i64,
    (today, sight): (Date, &Sight),
) -> Result<Arc<State>> {
    let seen = sight.json();
    let key = format!("{county} {today} {part:?} {number} {waiting} {seen}");
    let read = async {
        Ok(State {
            next: next_dialogues(db, Some(county)).await?.remove(county),
            due: due(db, county, waiting).await?,
            happened: timeline(db, county, part, today, (number, sight)).await?,
            chosen: outcomes::of_county(db, county, CHOSEN).await?,
        })
    };
    kept::answer(db, Until::AnythingHappens, ("county", key), read).await
}

/// What the list of all län tells of each, by its code.
#[derive(Debug)]
pub struct Each {
    pub next: HashMap<String, NextDialogue>,
    pub actions: HashMap<String, ActionCount>,
}

pub async fn each(db: &Reader, today: Date) -> Result<Arc<Each>> {
    let read = async {
        Ok(Each {
            next: next_dialogues(db, None).await?,
            actions: action_counts(db, None, today).await?,
        })
    };
    kept::answer(
        db,
        Until::AnythingHappens,
        ("counties", today.to_string()),
        read,
    )
    .await
}

pub async fn dialogue_count(db: impl SqliteExecutor<'_>, county: &str) -> Result<i64> {
    Ok(
        sqlx::query_scalar("select count(*) from dialogues where county = ?")
            .bind(county)
            .fetch_one(db)
            .await?,
    )
}

/// A dialogue of a län, with the RUA that was its counterpart on the day.
#[derive(Clone, Debug)]
pub struct DialogueRow {
    pub id: i64,
    pub held_on: Date,
    pub place: String,
    pub form: Form,
    pub phase: Phase,
    pub counterpart: String,
    pub open_actions: i64,
}

/// Every dialogue of a län, newest first.
pub async fn dialogues(
    db: impl SqliteExecutor<'_>,
    county: &str,
    part: super::Part,
) -> Result<Page<DialogueRow>> {
    let rows = sqlx::query(
        "select d.*, coalesce(r.name, '') as counterpart, count(*) over () as total,
                (select count(*) from actions a where a.dialogue_id = d.id
                   and a.status in ('proposed', 'decided', 'ongoing')) as open_actions
         from dialogues d
         left join regional_actors r on r.county = d.county
             and r.valid_from <= d.held_on and (r.valid_to is null or r.valid_to >= d.held_on)
         where d.county = ? order by d.held_on desc, d.id desc limit ? offset ?",
    )
    .bind(county)
    .bind(part.limit())
    .bind(part.offset())
    .try_map(|row| {
        let dialogue = DialogueRow {
            id: row.int("id")?,
            held_on: row.parsed("held_on")?,
            place: row.string("place")?,
            form: row.parsed("form")?,
            phase: row.parsed("phase")?,
            counterpart: row.string("counterpart")?,
            open_actions: row.int("open_actions")?,
        };
        Ok((row.int("total")?, dialogue))
    })
    .fetch_all(db)
    .await?;
    Ok(paged(rows, part.number()))
}

/// An insats of a län.
#[derive(Clone, Debug)]
pub struct ActionRow {
    pub id: i64,
    pub title: String,
    pub due_on: Date,
    pub status: Status,
    pub owner_seat: Option<Seat>,
    pub owner_name: String,
    pub unit: String,
    /// How many other län it is for.
    pub others: i64,
}

/// Every insats of a län: the open ones by date, then the settled, newest first.
pub async fn actions(
    db: impl SqliteExecutor<'_>,
    county: &str,
    part: super::Part,
) -> Result<Page<ActionRow>> {
    let rows = sqlx::query(
        "select a.*, coalesce(p.name, '') as owner_name, u.name as unit, count(*) over () as total,
                (select count(*) - 1 from action_counties other where other.action_id = a.id) as others,
                a.status in ('proposed', 'decided', 'ongoing') as open
         from action_counties ac join actions a on a.id = ac.action_id join units u on u.id = a.unit_id
         left join people p on p.id = a.owner_person_id
         where ac.county = ?
         order by open desc, case when open then a.due_on end, a.settled_at desc, a.id limit ? offset ?",
    )
    .bind(county)
    .bind(part.limit())
    .bind(part.offset())
    .try_map(|row| {
        let action = ActionRow {
            id: row.int("id")?,
            title: row.string("title")?,
            due_on: row.parsed("due_on")?,
            status: row.parsed("status")?,
            owner_seat: row.opt_parsed("owner_seat")?,
            owner_name: row.string("owner_name")?,
            unit: row.string("unit")?,
            others: row.int("others")?,
        };
        Ok((row.int("total")?, action))
    })
    .fetch_all(db)
    .await?;
    Ok(paged(rows, part.number()))
}

/// Something that waits in a län: a milestone of one of its dialogues, or an insats.
#[derive(Clone, Debug)]
pub struct Due {
    pub title: String,
    pub due_on: Date,
    /// None for an insats.
    pub dialogue_id: Option<i64>,
    pub action_id: Option<i64>,
    pub falls_on: Option<FallsOn>,
    pub department_id: Option<i64>,
    pub owner_seat: Option<Seat>,
    pub owner_name: String,
}

/// What waits in a län, the oldest first.
pub async fn due(db: impl SqliteExecutor<'_>, county: &str, most: i64) -> Result<Vec<Due>> {
    let rows = sqlx::query(
        "select m.title, m.due_on, m.dialogue_id, null as action_id, m.falls_on, m.department_id,
                null as owner_seat, '' as owner_name
         from dialogues d join milestones m on m.dialogue_id = d.id
         where d.county = ?1 and m.state = 'open' and d.phase not in ('closed', 'cancelled')
           and (d.phase = 'following_up'
                or m.key not in ('feedback_team', 'feedback_department', 'handover', 'feedback_region'))
         union all
         select a.title, a.due_on, null, a.id, null, null, a.owner_seat, coalesce(p.name, '')
         from action_counties ac join actions a on a.id = ac.action_id
         left join people p on p.id = a.owner_person_id
         where ac.county = ?1 and a.status in ('proposed', 'decided', 'ongoing')
         order by due_on, title limit ?2",
    )
    .bind(county)
    .bind(most)
    .try_map(|row| {
        Ok(Due {
            title: row.string("title")?,
            due_on: row.parsed("due_on")?,
            dialogue_id: row.opt_int("dialogue_id")?,
            action_id: row.opt_int("action_id")?,
            falls_on: row.opt_parsed("falls_on")?,
            department_id: row.opt_int("department_id")?,
            owner_seat: row.opt_parsed("owner_seat")?,
            owner_name: row.string("owner_name")?,
        })
    })
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// The teams a län has belonged to, newest first: name and dates.
pub async fn teams(
    db: impl SqliteExecutor<'_>,
    county: &str,
) -> Result<Vec<(String, crate::domain::places::DateSpan)>> {
    let rows = sqlx::query(
        "select t.name, tc.valid_from, tc.valid_to from team_counties tc join teams t on t.id = tc.team_id
         where tc.county = ? order by tc.valid_from desc",
    )
    .bind(county)
    .try_map(|row| Ok((row.string("name")?, super::columns::span(&row)?)))
    .fetch_all(db)
    .await?;
    Ok(rows)
}

fn paged<T>(rows: Vec<(i64, T)>, number: i64) -> Page<T> {
    Page {
        total: rows.first().map_or(0, |(total, _)| *total),
        rows: rows.into_iter().map(|(_, row)| row).collect(),
        number,
    }
}

/// The networks of a län that still meet.
pub async fn networks(db: impl SqliteExecutor<'_>, county: &str) -> Result<Vec<(i64, String)>> {
    Ok(sqlx::query_as(
        "select n.id, n.name from network_counties x join networks n on n.id = x.network_id
         where x.county = ? and n.closed_on is null order by n.name collate svenska limit 100",
    )
    .bind(county)
    .fetch_all(db)
    .await?)
}
