//! The list of dialogues: filtered, ordered, a page at a time.

use crate::domain::dialogue::Phase;
use crate::error::Result;
use crate::store::columns::{Columns, Text};
use crate::store::kept::{self, Until};
use crate::store::reader::Reader;
use crate::store::{Page, Part};
use jiff::civil::Date;
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Sqlite, SqliteExecutor};
use std::sync::Arc;

/// What the list is narrowed to; empty means everything.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub year: Option<i16>,
    pub team: String,
    pub county: String,
    pub phase: Option<Phase>,
    pub stage: Option<Stage>,
}

/// Where a dialogue stands today; what the key figures of the overview count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// To be held from today to this day.
    Until(Date),
    Held,
    /// The region waits for feedback that should have been given.
    OwesRegion,
}

/// One line of the list. Team and län as they are today.
#[derive(Clone, Debug)]
pub struct Listed {
    pub id: i64,
    pub county: String,
    pub county_name: String,
    pub team_id: i64,
    pub held_on: Date,
    pub phase: Phase,
    pub actor: String,
    /// Beredskap: how many milestones before the day are settled, and how many there are.
    pub done: i64,
    pub all: i64,
}

const FROM: &str = " from dialogues d
    join counties c on c.code = d.county
    join team_counties tc on tc.county = d.county and tc.valid_from <= ";

/// A page of the list with what stands around it: in how many län, and the years there are.
#[derive(Debug)]
pub struct Shown {
    pub found: Page<Listed>,
    pub counties: i64,
    pub years: Vec<String>,
}

pub async fn shown(
    db: &Reader,
    filter: &Filter,
    order: (&str, bool),
    part: Part,
    today: Date,
) -> Result<Arc<Shown>> {
    let key = format!("{filter:?} {order:?} {part:?} {today}");
    let read = async {
        Ok(Shown {
            found: list(db, filter, order, part, today).await?,
            counties: counties(db, filter, today).await?,
            years: years(db).await?,
        })
    };
    kept::answer(db, Until::AnythingHappens, ("dialogues", key), read).await
}

/// A part of the dialogues. `order` is one of aktuellt, datum, lan, fas.
pub async fn list(
    db: &Reader,
    filter: &Filter,
    order: (&str, bool),
    part: Part,
    today: Date,
) -> Result<Page<Listed>> {
    let mut count = QueryBuilder::new("select count(*)");
    narrow(&mut count, filter, today);
    let total: i64 = count.build_query_scalar().fetch_one(db).await?;
    let mut query = QueryBuilder::new(
        "select d.id, d.county, c.short_name as county_name, t.id as team_id, d.held_on, d.phase,
                coalesce((select name from regional_actors r where r.county = d.county and r.valid_from <= d.held_on
                          and (r.valid_to is null or r.valid_to >= d.held_on) limit 1), '') as actor,
                (select count(*) from milestones m where m.dialogue_id = d.id and m.offset_days < 0) as total,
                (select count(*) from milestones m where m.dialogue_id = d.id and m.offset_days < 0
                    and m.state <> 'open') as settled",
    );
    narrow(&mut query, filter, today);
    sorted(&mut query, order, today);
    query.push(" limit ").push_bind(part.limit());
    query.push(" offset ").push_bind(part.offset());
    let rows = query.build().try_map(listed).fetch_all(db).await?;
    Ok(Page {
        rows,
        total,
        number: part.number(),
    })
}

/// How many län the dialogues that a filter finds are with.
pub async fn counties(db: &Reader, filter: &Filter, today: Date) -> Result<i64> {
    let mut count = QueryBuilder::new("select count(distinct d.county)");
    narrow(&mut count, filter, today);
    Ok(count.build_query_scalar().fetch_one(db).await?)
}

fn narrow(query: &mut QueryBuilder<Sqlite>, filter: &Filter, today: Date) {
    query.push(FROM).push_bind(Text(today));
    query
        .push(" and (tc.valid_to is null or tc.valid_to >= ")
        .push_bind(Text(today))
        .push(") join teams t on t.id = tc.team_id where 1 = 1");
    if let Some(year) = filter.year {
        query
            .push(" and d.held_on between ")
            .push_bind(format!("{year:04}-01-01"));
        query.push(" and ").push_bind(format!("{year:04}-12-31"));
    }
    if !filter.team.is_empty() {
        query.push(" and t.slug = ").push_bind(filter.team.clone());
    }
    if !filter.county.is_empty() {
        query
            .push(" and d.county = ")
            .push_bind(filter.county.clone());
    }
    if let Some(phase) = filter.phase {
        query.push(" and d.phase = ").push_bind(phase.code());
    }
    if let Some(stage) = filter.stage {
        in_stage(query, stage, today);
    }
}

fn in_stage(query: &mut QueryBuilder<Sqlite>, stage: Stage, today: Date) {
    match stage {
        Stage::Until(last) => query
            .push(" and d.phase in ('planning', 'preparing', 'holding') and d.held_on between ")
            .push_bind(Text(today))
            .push(" and ")
            .push_bind(Text(last)),
        Stage::Held => query
            .push(" and d.phase in ('following_up', 'closed') and d.held_on <= ")
            .push_bind(Text(today)),
        Stage::OwesRegion => query
            .push(" and d.phase = 'following_up' and exists (select 1 from milestones m where m.dialogue_id = d.id")
            .push(" and m.state = 'open' and m.key like 'feedback_region%' and m.due_on < ")
            .push_bind(Text(today))
            .push(")"),
    };
}

fn sorted(query: &mut QueryBuilder<Sqlite>, (key, descending): (&str, bool), today: Date) {
    let way = if descending { " desc" } else { "" };
    query.push(" order by ");
    match key {
        "datum" => query.push("d.held_on").push(way),
        "lan" => query.push("c.short_name collate svenska").push(way),
        "fas" => query
            .push(
                "case d.phase when 'planning' then 1 when 'preparing' then 2 when 'holding' then 3
                      when 'following_up' then 4 when 'closed' then 5 else 6 end",
            )
            .push(way),
        _ => {
            query.push("case when d.phase in ('closed', 'cancelled') then 3 when d.held_on >= ");
            query.push_bind(Text(today)).push(" then 1 else 2 end, ");
            query.push("julianday(d.held_on) * case when d.phase not in ('closed', 'cancelled') and d.held_on >= ");
            query.push_bind(Text(today)).push(" then 1 else -1 end")
        }
    };
    query.push(", d.held_on, d.id");
}

fn listed(row: SqliteRow) -> sqlx::Result<Listed> {
    Ok(Listed {
        id: row.int("id")?,
        county: row.string("county")?,
        county_name: row.string("county_name")?,
        team_id: row.int("team_id")?,
        held_on: row.parsed("held_on")?,
        phase: row.parsed("phase")?,
        actor: row.string("actor")?,
        done: row.int("settled")?,
        all: row.int("total")?,
    })
}

/// The years that have dialogues, newest first.
pub async fn years(db: impl SqliteExecutor<'_>) -> Result<Vec<String>> {
    Ok(
        sqlx::query_scalar("select distinct substr(held_on, 1, 4) from dialogues order by 1 desc")
            .fetch_all(db)
            .await?,
    )
}
