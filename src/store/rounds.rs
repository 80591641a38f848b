//! Dialogomgångar: a year of dialogues planned at once, how far each round has come, and the year
//! wheel's dialogues and milestones.

use super::columns::{Columns, Text};
use super::{Write, dialogues};
use crate::domain::dialogue::{Phase, Plan};
use crate::domain::dialogue_type::Beginning;
use crate::domain::event::{Event, EventKind, SubjectKind};
use crate::domain::round::Owed;
use crate::error::Result;
use jiff::civil::{Date, date};
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteRow;

/// A round, and how many län it has come to. A dialogue planned by itself counts in its year's round.
#[derive(Clone, Debug)]
pub struct Round {
    pub id: i64,
    pub year: i16,
    pub planned: i64,
    pub held: i64,
}

impl Round {
    pub fn url(&self) -> String {
        format!("/dialoger/omgangar/{}", self.id)
    }
}

const ROUNDS: &str = "select r.id, r.year,
        count(distinct d.county) as planned,
        count(distinct case when d.phase in ('following_up', 'closed') then d.county end) as held
    from rounds r
    left join dialogues d on d.phase <> 'cancelled'
        and d.held_on between r.year || '-01-01' and r.year || '-12-31'";

/// All rounds, newest first.
pub async fn all(db: impl SqliteExecutor<'_>) -> Result<Vec<Round>> {
    let query = sqlx::AssertSqlSafe(format!("{ROUNDS} group by r.id order by r.year desc"));
    let rows = sqlx::query(query).try_map(round).fetch_all(db).await?;
    Ok(rows)
}

pub async fn find(db: impl SqliteExecutor<'_>, id: i64) -> Result<Round> {
    let query = sqlx::AssertSqlSafe(format!("{ROUNDS} where r.id = ? group by r.id"));
    let query = sqlx::query(query).bind(id);
    Ok(query.try_map(round).fetch_one(db).await?)
}

fn round(row: SqliteRow) -> sqlx::Result<Round> {
    Ok(Round {
        id: row.int("id")?,
        year: row.int("year")? as i16,
        planned: row.int("planned")?,
        held: row.int("held")?,
    })
}

/// A dialogue as a year shows it, with the team its län belonged to on the day.
#[derive(Clone, Debug)]
pub struct Placed {
    pub id: i64,
    pub county: String,
    pub team_id: i64,
    pub held_on: Date,
    pub phase: Phase,
    /// Whether it was planned with a round.
    pub in_round: bool,
    /// Beredskap: settled milestones before the day, and all of them.
    pub done: i64,
    pub of: i64,
}

/// The dialogues of a span of days, those called off included, by day.
pub async fn dialogues_between(
    db: impl SqliteExecutor<'_>,
    from: Date,
    to: Date,
) -> Result<Vec<Placed>> {
    let rows = sqlx::query(
        "select d.id, d.county, tc.team_id, d.held_on, d.phase, d.round_id is not null as in_round,
                count(m.id) as total, count(case when m.state <> 'open' then m.id end) as settled
         from dialogues d
         join team_counties tc on tc.county = d.county
             and tc.valid_from <= d.held_on and (tc.valid_to is null or tc.valid_to >= d.held_on)
         left join milestones m on m.dialogue_id = d.id and m.offset_days < 0
         where d.held_on between ? and ?
         group by d.id order by d.held_on, d.id limit 1000",
    )
    .bind(Text(from))
    .bind(Text(to))
    .try_map(placed)
    .fetch_all(db)
    .await?;
    Ok(rows)
}

fn placed(row: SqliteRow) -> sqlx::Result<Placed> {
    Ok(Placed {
        id: row.int("id")?,
        county: row.string("county")?,
        team_id: row.int("team_id")?,
        held_on: row.parsed("held_on")?,
        phase: row.parsed("phase")?,
        in_round: row.flag("in_round")?,
        done: row.int("settled")?,
        of: row.int("total")?,
    })
}

/// How many milestones fall on each day for each team, those that lapse left out.
pub async fn milestones_between(
    db: impl SqliteExecutor<'_>,
    from: Date,
    to: Date,
) -> Result<Vec<(Date, i64, i64)>> {
    let rows = sqlx::query(
        "select m.due_on, tc.team_id, count(*) as number
         from milestones m join dialogues d on d.id = m.dialogue_id
         join team_counties tc on tc.county = d.county
             and tc.valid_from <= d.held_on and (tc.valid_to is null or tc.valid_to >= d.held_on)
         where m.due_on between ? and ? and m.state <> 'waived' and d.phase <> 'cancelled'
         group by m.due_on, tc.team_id order by m.due_on",
    )
    .bind(Text(from))
    .bind(Text(to))
    .try_map(|row: SqliteRow| {
        Ok((
            row.parsed("due_on")?,
            row.int("team_id")?,
            row.int("number")?,
        ))
    })
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// The national briefs that are still owed in a span of days.
pub async fn owed_between(db: impl SqliteExecutor<'_>, from: Date, to: Date) -> Result<Vec<Owed>> {
    let rows = sqlx::query(
        "select m.due_on, m.department_id from milestones m join dialogues d on d.id = m.dialogue_id
         where m.due_on between ? and ? and m.key = 'national_brief' and m.department_id is not null
             and m.state = 'open' and d.phase <> 'cancelled'
         limit 10000",
    )
    .bind(Text(from))
    .bind(Text(to))
    .try_map(|row: SqliteRow| {
        Ok(Owed {
            department: row.int("department_id")?,
            due_on: row.parsed("due_on")?,
        })
    })
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// The day each län last had a dialogue before a day.
pub async fn last_held(
    db: impl SqliteExecutor<'_>,
    before: Date,
) -> Result<std::collections::HashMap<String, Date>> {
    let rows = sqlx::query(
        "select county, max(held_on) as held_on from dialogues
         where held_on < ? and phase <> 'cancelled' group by county",
    )
    .bind(Text(before))
    .try_map(|row: SqliteRow| Ok((row.string("county")?, row.parsed("held_on")?)))
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().collect())
}

/// A län that has its dialogue of the year already.
#[derive(Clone, Debug)]
pub struct Taken {
    pub id: i64,
    pub county: String,
    pub held_on: Date,
}

/// The dialogues of a year that stand in the way of planning another for their län.
async fn taken(db: impl SqliteExecutor<'_>, year: i16) -> Result<Vec<Taken>> {
    let rows = sqlx::query(
        "select id, county, held_on from dialogues
         where phase <> 'cancelled' and held_on between ? and ? order by held_on desc, id",
    )
    .bind(Text(date(year, 1, 1)))
    .bind(Text(date(year, 12, 31)))
    .try_map(|row: SqliteRow| {
        Ok(Taken {
            id: row.int("id")?,
            county: row.string("county")?,
            held_on: row.parsed("held_on")?,
        })
    })
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// The year's round, and its dialogues with their milestones; or nothing, and who stood in the way.
pub async fn plan(
    tx: &mut Write,
    year: i16,
    plans: &[(Plan, Beginning)],
    today: Date,
) -> Result<std::result::Result<i64, Vec<Taken>>> {
    let wanted = |each: &Taken| plans.iter().any(|(plan, _)| plan.county == each.county);
    let taken: Vec<Taken> = taken(tx.conn(), year).await?;
    let taken: Vec<Taken> = taken.into_iter().filter(wanted).collect();
    if !taken.is_empty() {
        return Ok(Err(taken));
    }
    let id = round_of(tx, year).await?;
    for (plan, beginning) in plans {
        let dialogue = dialogues::plan(tx, plan, beginning, today).await?;
        sqlx::query("update dialogues set round_id = ? where id = ?")
            .bind(id)
            .bind(dialogue)
            .execute(tx.conn())
            .await?;
    }
    let counties: Vec<&str> = plans.iter().map(|(plan, _)| plan.county.as_str()).collect();
    let event = Event::new(EventKind::RoundPlanned, SubjectKind::Round, id);
    tx.record(
        event
            .change("year", (), year)
            .change("counties", (), counties),
    )
    .await?;
    Ok(Ok(id))
}

async fn round_of(tx: &mut Write, year: i16) -> Result<i64> {
    let now = tx.now();
    let id = sqlx::query_scalar(
        "insert into rounds (year, created_at) values (?, ?)
         on conflict (year) do update set year = excluded.year returning id",
    )
    .bind(year)
    .bind(Text(now))
    .fetch_one(tx.conn())
    .await?;
    Ok(id)
}
