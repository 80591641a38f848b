//! Insatser: made, changed, followed up, found.

pub mod checkins;
pub mod list;
pub mod receipts;
pub mod write;

pub use list::{Counts, Filter, Row, Shown, Sort, list, of_dialogue, open_by_county, shown};
pub use write::{change, follow_up, make};

use super::columns::{Columns, Text};
use crate::domain::access::Place;
use crate::domain::action::{Action, Given, Plan};
use crate::domain::dialogue::Phase;
use crate::error::Result;
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::sqlite::SqliteRow;
use sqlx::{SqliteConnection, SqliteExecutor};

pub async fn find(db: impl SqliteExecutor<'_>, id: i64) -> Result<Action> {
    let row = sqlx::query(
        "select a.*, (select json_group_array(county) from
                      (select county from action_counties where action_id = a.id order by county)) as counties
         from actions a where a.id = ?",
    )
    .bind(id)
    .try_map(action)
    .fetch_one(db)
    .await?;
    Ok(row)
}

fn action(row: SqliteRow) -> sqlx::Result<Action> {
    Ok(Action {
        id: row.int("id")?,
        plan: Plan {
            title: row.string("title")?,
            counties: row.json("counties")?,
            dialogue_id: row.opt_int("dialogue_id")?,
            issue_area_id: row.opt_int("issue_area_id")?,
            unit_id: row.int("unit_id")?,
            owner_seat: row.opt_parsed("owner_seat")?,
            owner_person_id: row.opt_int("owner_person_id")?,
            due_on: row.parsed("due_on")?,
            status: row.parsed("status")?,
            description: row.string("description")?,
            result: row.string("result")?,
            effect: row.string("effect")?,
            stop_reason: row.string("stop_reason")?,
            kind: row.parsed("kind")?,
            direction: row.parsed("direction")?,
            agency_id: row.opt_int("agency_id")?,
            serves_conditions: row.flag("serves_conditions")?,
            serves_ability: row.flag("serves_ability")?,
            relevant: row.opt_int("relevant")?.map(|yes| yes != 0),
            relevance: row.string("relevance")?,
            shareable: row.flag("shareable")?,
            region_text: row.string("region_text")?,
        },
        given: Given {
            receipt: row.parsed("receipt")?,
            by: row.opt_int("given_by")?,
            seat: row.opt_parsed("given_seat")?,
        },
        created_at: row.parsed("created_at")?,
        updated_at: row.parsed("updated_at")?,
        settled_at: row.opt_parsed("settled_at")?,
        version: row.int("version")?,
    })
}

/// Where a right to an action is decided: its län with their teams on the day, and its department.
pub async fn place(conn: &mut SqliteConnection, plan: &Plan, day: Date) -> Result<Place> {
    let of = (plan.issue_area_id, plan.unit_id);
    let (counties, department) = whereabouts(conn, &plan.counties, of, day).await?;
    Ok(plan.place(counties, department))
}

/// Some län with their teams on a day, and the department of an issue area, or else of a unit.
/// A län without a team gets a team nobody leads, so that it never widens a right.
pub async fn whereabouts(
    conn: &mut SqliteConnection,
    counties: &[String],
    (issue_area_id, unit_id): (Option<i64>, i64),
    day: Date,
) -> Result<(Vec<(String, i64)>, Option<i64>)> {
    let codes = serde_json::to_string(counties).map_err(crate::error::Error::internal)?;
    let counties: Vec<(String, i64)> = sqlx::query_as(
        "select j.value, coalesce(tc.team_id, 0) from json_each(?2) j
         left join team_counties tc on tc.county = j.value
             and tc.valid_from <= ?1 and (tc.valid_to is null or tc.valid_to >= ?1)",
    )
    .bind(Text(day))
    .bind(codes)
    .fetch_all(&mut *conn)
    .await?;
    let department: Option<i64> = sqlx::query_scalar(
        "select coalesce((select department_id from issue_areas where id = ?),
                         (select department_id from units where id = ?))",
    )
    .bind(issue_area_id)
    .bind(unit_id)
    .fetch_one(conn)
    .await?;
    Ok((counties, department))
}

/// The dialogue an action comes from, as much as an action's pages tell of it.
#[derive(Clone, Debug)]
pub struct Origin {
    pub id: i64,
    pub county: String,
    pub county_name: String,
    pub held_on: Date,
    pub phase: Phase,
}

impl Origin {
    pub fn url(&self) -> String {
        format!("/dialoger/{}", self.id)
    }
}

const ORIGIN: &str = "select d.id, d.county, c.short_name, d.held_on, d.phase
     from dialogues d join counties c on c.code = d.county";

pub async fn origin(db: impl SqliteExecutor<'_>, dialogue_id: i64) -> Result<Origin> {
    let row = sqlx::query(sqlx::AssertSqlSafe(format!("{ORIGIN} where d.id = ?")))
        .bind(dialogue_id)
        .try_map(origin_row)
        .fetch_one(db)
        .await?;
    Ok(row)
}

/// Dialogues an action can be said to come from: those since a day, and the one it already names.
pub async fn origins(
    db: impl SqliteExecutor<'_>,
    since: Date,
    named: Option<i64>,
) -> Result<Vec<Origin>> {
    let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
        "{ORIGIN} where (d.held_on >= ?1 and d.phase <> 'cancelled') or d.id = ?2
         order by d.held_on desc, c.short_name collate svenska limit 200"
    )))
    .bind(Text(since))
    .bind(named)
    .try_map(origin_row)
    .fetch_all(db)
    .await?;
    Ok(rows)
}

fn origin_row(row: SqliteRow) -> sqlx::Result<Origin> {
    Ok(Origin {
        id: row.int("id")?,
        county: row.string("county")?,
        county_name: row.string("short_name")?,
        held_on: row.parsed("held_on")?,
        phase: row.parsed("phase")?,
    })
}

/// A due date that was changed: what it was, when it was changed, by whom.
#[derive(Clone, Debug)]
pub struct EarlierDue {
    pub due_on: Date,
    pub changed_at: Timestamp,
    pub changed_by: Option<String>,
}

/// The due dates an action has had, oldest first.
pub async fn earlier_due_dates(db: impl SqliteExecutor<'_>, id: i64) -> Result<Vec<EarlierDue>> {
    let rows = sqlx::query(
        "select e.due_on, e.changed_at, p.name from action_earlier_due_dates e
         left join people p on p.id = e.changed_by where e.action_id = ? order by e.id limit 100",
    )
    .bind(id)
    .try_map(|row| {
        Ok(EarlierDue {
            due_on: row.parsed("due_on")?,
            changed_at: row.parsed("changed_at")?,
            changed_by: row.opt_string("name")?,
        })
    })
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// A follow-up as it is shown.
#[derive(Clone, Debug)]
pub struct Followed {
    pub followed_on: Date,
    pub text: String,
    pub by: String,
}

/// The newest follow-ups of an action, newest first.
pub async fn follow_ups(db: impl SqliteExecutor<'_>, id: i64) -> Result<Vec<Followed>> {
    let rows = sqlx::query(
        "select f.followed_on, f.text, p.name from action_followups f join people p on p.id = f.by_id
         where f.action_id = ? order by f.followed_on desc, f.id desc limit 200",
    )
    .bind(id)
    .try_map(|row| {
        Ok(Followed {
            followed_on: row.parsed("followed_on")?,
            text: row.string("text")?,
            by: row.string("name")?,
        })
    })
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// The national agencies that can have promised something, and the one that is named already.
pub async fn agencies(
    db: impl SqliteExecutor<'_>,
    named: Option<i64>,
    today: Date,
) -> Result<Vec<(i64, String)>> {
    Ok(sqlx::query_as(
        "select id, name from national_agencies
         where (valid_from <= ?1 and (valid_to is null or valid_to >= ?1)) or id = ?2
         order by name collate svenska, id limit 500",
    )
    .bind(Text(today))
    .bind(named)
    .fetch_all(db)
    .await?)
}

/// Colleagues who can own an action by name: those with an account, and the one who already does.
pub async fn possible_owners(
    db: impl SqliteExecutor<'_>,
    named: Option<i64>,
) -> Result<Vec<(i64, String)>> {
    Ok(sqlx::query_as(
        "select p.id, p.name from people p left join accounts a on a.person_id = p.id and a.deactivated_at is null
         where a.person_id is not null or p.id = ?
         order by p.name collate svenska, p.id limit 2000",
    )
    .bind(named)
    .fetch_all(db)
    .await?)
}

/// Colleagues who own an action by name, for the list's filter.
pub async fn named_owners(db: impl SqliteExecutor<'_>) -> Result<Vec<(i64, String)>> {
    Ok(sqlx::query_as(
        "select id, name from people where id in (select distinct owner_person_id from actions where owner_person_id is not null)
         order by name collate svenska, id limit 500",
    )
    .fetch_all(db)
    .await?)
}
