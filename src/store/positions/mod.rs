//! Ställningstaganden: read with the brief they rest on, and the one that holds.

mod write;

pub use write::{rebase, set_status, write};

use super::columns::{Columns, Text};
use super::kept::{self, Until};
use super::reader::Reader;
use crate::domain::agenda::Seats;
use crate::domain::position::{BriefVersion, Position, Rests, Status};
use crate::error::{Error, Result};
use jiff::civil::Date;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, SqliteExecutor};
use std::sync::Arc;

const FROM: &str = "from positions p join dialogues d on d.id = p.dialogue_id
     join issue_areas i on i.id = p.issue_area_id
     left join people a on a.id = p.author_id
     left join brief_versions r on r.id = p.brief_version_id
         and exists (select 1 from open_briefs x where x.id = r.brief_id)
     left join open_briefs b on b.issue_area_id = p.issue_area_id
     left join brief_versions h on h.brief_id = b.id and h.status = 'approved'";

const RESTS: &str = "r.id as on_id, r.brief_id as on_brief_id, r.number as on_number,
     r.valid_from as on_valid_from, r.valid_to as on_valid_to,
     h.id as held_id, h.brief_id as held_brief_id, h.number as held_number,
     h.valid_from as held_valid_from, h.valid_to as held_valid_to";

const OFFERS: &str = "(select json_group_array(offer_id) from (select offer_id from position_offers
     where position_id = p.id order by offer_id)) as offers";

fn rows(tail: &str) -> AssertSqlSafe<String> {
    AssertSqlSafe(format!(
        "select p.*, i.name as issue_area, a.name as author, d.county, d.held_on, d.phase, {RESTS}, {OFFERS}
         {FROM} {tail}"
    ))
}

/// The positions of a dialogue, whole, in the order of their issue areas' names.
pub async fn of_dialogue(db: impl SqliteExecutor<'_>, dialogue_id: i64) -> Result<Vec<Position>> {
    Ok(sqlx::query(rows(
        "where p.dialogue_id = ? order by i.name collate svenska, p.id",
    ))
    .bind(dialogue_id)
    .try_map(position)
    .fetch_all(db)
    .await?)
}

pub async fn find(
    db: impl SqliteExecutor<'_>,
    dialogue_id: i64,
    issue_area_id: i64,
) -> Result<Option<Position>> {
    Ok(
        sqlx::query(rows("where p.dialogue_id = ? and p.issue_area_id = ?"))
            .bind(dialogue_id)
            .bind(issue_area_id)
            .try_map(position)
            .fetch_optional(db)
            .await?,
    )
}

/// The last position in the same issue area and län before a dialogue.
pub async fn before(
    db: impl SqliteExecutor<'_>,
    issue_area_id: i64,
    county: &str,
    held_on: Date,
    dialogue_id: i64,
) -> Result<Option<Position>> {
    let tail = "where p.issue_area_id = ?1 and d.county = ?2 and d.phase <> 'cancelled' and (d.held_on, d.id) < (?3, ?4)
                order by d.held_on desc, d.id desc limit 1";
    Ok(sqlx::query(rows(tail))
        .bind(issue_area_id)
        .bind(county)
        .bind(Text(held_on))
        .bind(dialogue_id)
        .try_map(position)
        .fetch_optional(db)
        .await?)
}

/// Where a position stands, for rows and cells that do not show its texts.
#[derive(Clone, Debug)]
pub struct State {
    pub dialogue_id: i64,
    pub issue_area_id: i64,
    pub county: String,
    pub held_on: Date,
    pub status: Status,
    pub stale: bool,
}

impl State {
    pub fn url(&self) -> String {
        crate::domain::position::url(self.dialogue_id, self.issue_area_id)
    }
}

fn states(tail: &str) -> AssertSqlSafe<String> {
    AssertSqlSafe(format!(
        "select p.dialogue_id, p.issue_area_id, p.status, d.county, d.held_on, d.phase, {RESTS} {FROM} {tail}"
    ))
}

fn state(row: SqliteRow) -> sqlx::Result<State> {
    let rests = rests(&row)?;
    Ok(State {
        dialogue_id: row.int("dialogue_id")?,
        issue_area_id: row.int("issue_area_id")?,
        county: row.string("county")?,
        held_on: row.parsed("held_on")?,
        status: row.parsed("status")?,
        stale: rests.is_stale(row.parsed("phase")?),
    })
}

/// Where the positions of a dialogue stand.
pub async fn states_of(db: impl SqliteExecutor<'_>, dialogue_id: i64) -> Result<Vec<State>> {
    Ok(sqlx::query(states("where p.dialogue_id = ? order by p.id"))
        .bind(dialogue_id)
        .try_map(state)
        .fetch_all(db)
        .await?)
}

/// The issue areas of a dialogue whose position rests on an older brief.
pub async fn stale_in(db: &Reader, dialogue_id: i64) -> Result<Arc<Vec<i64>>> {
    let key = ("stale_positions", dialogue_id.to_string());
    let read = async {
        let all = states_of(db, dialogue_id).await?.into_iter();
        Ok(all
            .filter(|each| each.stale)
            .map(|each| each.issue_area_id)
            .collect())
    };
    kept::answer(db, Until::AnythingHappens, key, read).await
}

/// The newest position of every län in every issue area, or in one of them.
pub async fn newest(db: impl SqliteExecutor<'_>, issue_area: Option<i64>) -> Result<Vec<State>> {
    let tail = "where p.id in (select id from (
            select x.id, row_number() over (partition by y.county, x.issue_area_id
                                            order by y.held_on desc, y.id desc) as nth
            from positions x join dialogues y on y.id = x.dialogue_id
            where y.phase <> 'cancelled' and (?1 is null or x.issue_area_id = ?1)) where nth = 1)
        order by p.id";
    Ok(sqlx::query(states(tail))
        .bind(issue_area)
        .try_map(state)
        .fetch_all(db)
        .await?)
}

/// A position whose brief has changed, as its author is told of it.
#[derive(Clone, Debug)]
pub struct Changed {
    pub dialogue_id: i64,
    pub issue_area_id: i64,
    pub issue_area: String,
    pub county: String,
    pub held_on: Date,
    pub rests: Rests,
}

/// The positions, in dialogues that go on, that rest on an older brief and are the work of a seat.
pub async fn changed(db: &Reader, seats: &Seats, today: Date) -> Result<Arc<Vec<Changed>>> {
    let all = [&seats.held[..], &seats.deputised[..]].concat();
    let all = serde_json::to_string(&all).map_err(Error::internal)?;
    let key = ("changed_positions", format!("{today} {all}"));
    let read = read_changed(db, all, today);
    kept::answer(db, Until::AnythingHappens, key, read).await
}

async fn read_changed(db: &Reader, seats: String, today: Date) -> Result<Vec<Changed>> {
    let rows = sqlx::query(AssertSqlSafe(format!(
        "select p.dialogue_id, p.issue_area_id, i.name as issue_area, c.short_name, d.held_on, {RESTS}
         {FROM} join counties c on c.code = d.county
         join departments w on w.id = i.department_id
         join team_counties tc on tc.county = d.county
             and tc.valid_from <= ?1 and (tc.valid_to is null or tc.valid_to >= ?1)
         where d.phase not in ('closed', 'cancelled') and r.number < h.number
           and case when w.is_regioner then 'lead/' || tc.team_id
                    else 'issue/' || tc.team_id || '/' || w.id end in (select value from json_each(?2))
         order by d.held_on, i.name collate svenska limit 100"
    )))
    .bind(Text(today))
    .bind(seats)
    .try_map(|row: SqliteRow| {
        Ok(Changed {
            dialogue_id: row.int("dialogue_id")?,
            issue_area_id: row.int("issue_area_id")?,
            issue_area: row.string("issue_area")?,
            county: row.string("short_name")?,
            held_on: row.parsed("held_on")?,
            rests: rests(&row)?,
        })
    })
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// Whether a dialogue can have a position in an issue area: it was chosen.
pub async fn is_chosen(
    db: impl SqliteExecutor<'_>,
    dialogue_id: i64,
    issue_area_id: i64,
) -> Result<bool> {
    Ok(sqlx::query_scalar(
        "select exists (select 1 from dialogue_issues where dialogue_id = ? and issue_area_id = ? and state = 'chosen')",
    )
    .bind(dialogue_id)
    .bind(issue_area_id)
    .fetch_one(db)
    .await?)
}

/// The versions a position in an issue area can rest on: the one that holds, and the one it rests on.
pub async fn versions(
    db: impl SqliteExecutor<'_>,
    issue_area_id: i64,
    kept: Option<i64>,
) -> Result<Vec<(BriefVersion, bool)>> {
    let rows = sqlx::query(
        "select v.id as x_id, v.brief_id as x_brief_id, v.number as x_number, v.valid_from as x_valid_from,
                v.valid_to as x_valid_to, v.status = 'approved' as holds
         from brief_versions v join open_briefs b on b.id = v.brief_id
         where b.issue_area_id = ?1 and (v.status = 'approved' or v.id = ?2) order by v.number desc",
    )
    .bind(issue_area_id)
    .bind(kept)
    .try_map(|row: SqliteRow| {
        let version = version(&row, "x")?.ok_or(sqlx::Error::RowNotFound)?;
        Ok((version, row.flag("holds")?))
    })
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// The brief that holds in an issue area, as much as one reads beside what one writes.
#[derive(Clone, Debug)]
pub struct KeyPoints {
    pub brief_id: i64,
    pub number: i64,
    pub summary: String,
}

pub async fn key_points(
    db: impl SqliteExecutor<'_>,
    issue_area_id: i64,
) -> Result<Option<KeyPoints>> {
    let row = sqlx::query(
        "select v.brief_id, v.number, v.summary from open_briefs b
         join brief_versions v on v.brief_id = b.id and v.status = 'approved' where b.issue_area_id = ?",
    )
    .bind(issue_area_id)
    .try_map(|row: SqliteRow| {
        Ok(KeyPoints {
            brief_id: row.int("brief_id")?,
            number: row.int("number")?,
            summary: row.string("summary")?,
        })
    })
    .fetch_optional(db)
    .await?;
    Ok(row)
}

fn version(row: &SqliteRow, of: &str) -> sqlx::Result<Option<BriefVersion>> {
    let Some(id) = row.opt_int(&format!("{of}_id"))? else {
        return Ok(None);
    };
    Ok(Some(BriefVersion {
        id,
        brief_id: row.int(&format!("{of}_brief_id"))?,
        number: row.int(&format!("{of}_number"))?,
        valid_from: row.opt_parsed(&format!("{of}_valid_from"))?,
        valid_to: row.opt_parsed(&format!("{of}_valid_to"))?,
    }))
}

fn rests(row: &SqliteRow) -> sqlx::Result<Rests> {
    Ok(Rests {
        on: version(row, "on")?,
        in_force: version(row, "held")?,
    })
}

fn position(row: SqliteRow) -> sqlx::Result<Position> {
    Ok(Position {
        id: row.int("id")?,
        dialogue_id: row.int("dialogue_id")?,
        issue_area_id: row.int("issue_area_id")?,
        issue_area: row.string("issue_area")?,
        content: crate::domain::position::Content {
            national_line: row.string("national_line")?,
            meaning: row.string("meaning")?,
            offer: row.string("offer")?,
            ask: row.string("ask")?,
            not_promised: row.string("not_promised")?,
            shareable: row.json("shareable")?,
            brief_version_id: row.opt_int("brief_version_id")?,
            offers: row.json("offers")?,
        },
        status: row.parsed("status")?,
        author: row.opt_string("author")?,
        updated_at: row.parsed("updated_at")?,
        version: row.int("version")?,
        rests: rests(&row)?,
        county: row.string("county")?,
        held_on: row.parsed("held_on")?,
        phase: row.parsed("phase")?,
    })
}
