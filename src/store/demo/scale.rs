//! A large agency for measuring: ten years of dialogues, thousands of actions, hundreds of colleagues.
//!
//! Everything is copied from the small demo, a table at a time, so it is deterministic and quick.

use crate::error::Result;
use crate::store::Write;

/// How many years back the copies go.
const YEARS: i64 = 9;
/// Copies have ids of their own, far from the originals'.
const APART: i64 = 100_000;

/// A table whose rows are copied; columns that are not named are copied as they are.
struct Copied {
    table: &'static str,
    /// Which of its rows, called `t`.
    rows: &'static str,
    /// Numbers that are moved apart with the rows they point to.
    apart: &'static [&'static str],
    /// Days that are moved back with the copy.
    days: &'static [&'static str],
    /// Columns that get something else.
    instead: &'static [(&'static str, &'static str)],
}

const CLOSED: &str =
    "t.dialogue_id in (select id from dialogues where phase = 'closed' and id < ?2)";

const fn rows(
    table: &'static str,
    rows: &'static str,
    apart: &'static [&'static str],
    days: &'static [&'static str],
) -> Copied {
    Copied {
        table,
        rows,
        apart,
        days,
        instead: &[],
    }
}

/// What belongs to a closed dialogue.
const fn own(table: &'static str, days: &'static [&'static str]) -> Copied {
    rows(table, CLOSED, &["id", "dialogue_id"], days)
}

impl Copied {
    const fn instead(mut self, instead: &'static [(&'static str, &'static str)]) -> Copied {
        self.instead = instead;
        self
    }
}

/// After [`make_room`] a tenth of the numbers of a series are the originals'.
const NUMBER: &str = "t.number - ?1 * (select max(number) / 10 from brief_versions
    where brief_id = t.brief_id and id < ?2)";

/// The closed dialogues with all that belongs to them, twice as many years earlier as the copy's number;
/// and the briefs and the needs of those years.
#[rustfmt::skip]
const OF_A_YEAR: &[Copied] = &[
    rows("dialogues", "t.phase = 'closed' and t.id < ?2", &["id"], &["held_on"]).instead(&[("diary_no", "''")]),
    own("milestones", &["due_on"]),
    own("participants", &[]),
    own("dialogue_issues", &[]),
    own("brief_orders", &["due_on"]),
    own("judgements", &[]), // not those of insatser and satsningar: they are not of a dialogue
    own("agenda_items", &[]).instead(&[("action_id", "null"), ("carried_from", "null")]),
    own("invitations", &["sent_on"]),
    own("positions", &[]),
    rows("position_offers", "exists (select 1 from positions where id = t.position_id + ?1 * ?2)", &["position_id"], &[]),
    own("assessments", &[]),
    rows("assessment_briefs", "exists (select 1 from assessments where id = t.assessment_id + ?1 * ?2)", &["assessment_id"], &[]),
    rows("packs", CLOSED, &["dialogue_id"], &[]),
    rows("pack_freezes", CLOSED, &["dialogue_id"], &[]),
    rows("needs", "t.id < ?2 and (t.dialogue_id is null or exists (select 1 from dialogues where id = t.dialogue_id + ?1 * ?2))",
        &["id", "dialogue_id"], &["raised_on", "closed_on"]),
    rows("need_offers", "exists (select 1 from needs where id = t.need_id + ?1 * ?2)", &["need_id"], &[]),
    rows("brief_versions", "t.id < ?2 and t.status in ('approved', 'superseded')", &["id"], &["valid_from", "valid_to"])
        .instead(&[("status", "'superseded'"), ("number", NUMBER)]),
    rows("brief_sections", "exists (select 1 from brief_versions where id = t.brief_version_id + ?1 * ?2)",
        &["id", "brief_version_id"], &[]),
    own("handovers", &["contact_by", "first_contact_on"]),
    rows("handover_steps", "exists (select 1 from handovers where id = t.handover_id + ?1 * ?2)", &["id", "handover_id"], &["happened_on"]),
    rows("outcomes", CLOSED, &["id", "dialogue_id", "agenda_item_id", "handover_id"], &[])
        .instead(&[("action_id", "null"), ("parked_item_id", "null")]),
    rows("minutes", CLOSED, &["dialogue_id", "number"], &[]),
    rows("minutes_editions", CLOSED, &["dialogue_id"], &[]),
    own("minutes_reviews", &[]),
    own("region_reports", &["sent_on", "commented_on"]),
    rows("feedback", CLOSED, &["id", "dialogue_id", "report_id"], &["given_on"]),
    rows("feedback_receipts", "exists (select 1 from feedback where id = t.feedback_id + ?1 * ?2)", &["feedback_id"], &[]),
    rows("evaluations", CLOSED, &["dialogue_id"], &[]),
    own("lessons", &[]),
    rows("observations", "t.id < ?2", &["id"], &["source_on", "settled_on"])
        .instead(&[("created_at", "date(t.created_at, '-' || (2 * ?1) || ' years') || substr(t.created_at, 11)"), ("url", "''"), ("url_key", "''")]),
    rows("observation_counties", "t.observation_id < ?2", &["observation_id"], &[]),
    rows("observation_issue_areas", "t.observation_id < ?2", &["observation_id"], &[]),
    rows("observation_assessments", "t.observation_id < ?2", &["observation_id"], &[]),
    rows("secrecy_markings", "t.kind = 'observation' and t.record_id < ?2", &["record_id"], &[]),
    rows("secrecy_scopes", "t.kind = 'observation' and t.record_id < ?2", &["record_id"], &[]),
    rows("investments", "t.id < ?2", &["id"], &["decided_on", "starts_on", "ends_on"]).instead(&[("dialogue_id", "null")]),
    rows("investment_counties", "t.investment_id < ?2", &["investment_id"], &[]),
    rows("investment_shares", "t.investment_id < ?2", &["id", "investment_id"], &[]),
    rows("contact_entries", "t.id < ?2", &["id"], &["held_on"]).instead(&[("follow_up", "''"), ("follow_up_on", "null")]),
    rows("contact_entry_people", "t.entry_id < ?2", &["entry_id"], &[]),
    rows("secrecy_markings", "t.kind = 'contact_entry' and t.record_id < ?2", &["record_id"], &["marked_on"]),
    rows("secrecy_scopes", "t.kind = 'contact_entry' and t.record_id < ?2", &["record_id"], &[]),
];

/// The actions once more, done or stopped long ago, with their län and follow-ups.
#[rustfmt::skip]
const OF_ACTIONS: &[Copied] = &[
    rows("actions", "t.id < ?2", &["id"], &[]).instead(&[
        ("dialogue_id", "(select id from dialogues where id = t.dialogue_id + (1 + ?1 % 9) * ?2)"),
        ("title", "t.title || ' (' || ?1 || ')'"),
        ("due_on", "date(t.due_on, '-' || (30 * ?1 + 400) || ' days')"),
        ("status", "'done'"),
        ("result", "'Genomförd enligt planen.'"),
        ("effect", "'Går inte att säga ännu.'"),
        ("receipt", "''"),
        ("given_seat", "null"),
        ("stop_reason", "''"),
        ("settled_at", "t.created_at"),
    ]),
    rows("action_counties", "t.action_id < ?2", &["action_id"], &[]),
    rows("action_followups", "t.id < ?2 and t.action_id < ?2", &["id", "action_id"], &[]),
    rows("feed_items", "t.id < ?2", &["id"], &[]).instead(&[
        ("item_key", "t.item_key || '-' || ?1"),
        ("title", "t.title || ' (' || ?1 || ')'"),
        ("published_at", "strftime('%Y-%m-%dT%H:%M:%SZ', t.published_at, '-' || (7 * ?1) || ' days')"),
        ("hidden_at", "iif(?1 > 10, t.fetched_at, null)"),
        ("hidden_by", "null"),
        ("observation_id", "null"),
    ]),
];

/// Makes the agency about `scale` times as large: `scale` × the actions, 4 × `scale` colleagues, ten years.
pub async fn enlarge(tx: &mut Write, scale: i64) -> Result<()> {
    if scale <= 1 {
        return Ok(());
    }
    colleagues(tx, 4 * scale).await?;
    make_room(tx).await?;
    super::figures::enlarge(tx).await?;
    for year in 1..=YEARS {
        copy(tx, OF_A_YEAR, year).await?;
    }
    for number in 1..scale {
        copy(tx, OF_ACTIONS, number).await?;
        action_events(tx, number).await?;
    }
    Ok(())
}

async fn colleagues(tx: &mut Write, count: i64) -> Result<()> {
    let now = tx.now().to_string();
    sqlx::query(
        "with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < ?1)
         insert into people (id, name, title, unit_id, created_at)
         select ?2 + n, 'Provperson ' || n, 'handläggare', 1 + n % 10, ?3 from numbers",
    )
    .bind(count)
    .bind(APART)
    .bind(&now)
    .execute(tx.conn())
    .await?;
    sqlx::query(
        "insert into accounts (person_id, email, email_folded, created_at, deactivated_at)
         select id, 'prov' || id || '@myndighet.example', 'prov' || id || '@myndighet.example', ?2, ?2
         from people where id > ?1",
    )
    .bind(APART)
    .bind(&now)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The versions of briefs get higher numbers, so that the copies can have those before them.
async fn make_room(tx: &mut Write) -> Result<()> {
    sqlx::query(
        "update brief_versions set number = brief_versions.number + ?1 * most.number
         from (select brief_id, max(number) as number from brief_versions group by brief_id) as most
         where most.brief_id = brief_versions.brief_id",
    )
    .bind(YEARS)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Copies the tables in their order, for the copy with this number.
async fn copy(tx: &mut Write, tables: &[Copied], number: i64) -> Result<()> {
    for each in tables {
        let columns: Vec<String> =
            sqlx::query_scalar("select name from pragma_table_info(?) order by cid")
                .bind(each.table)
                .fetch_all(tx.conn())
                .await?;
        let values: Vec<String> = columns.iter().map(|name| value(each, name)).collect();
        let statement = format!(
            "insert into {table} ({}) select {} from {table} t where {}",
            columns.join(", "),
            values.join(", "),
            each.rows,
            table = each.table,
        );
        sqlx::query(sqlx::AssertSqlSafe(statement))
            .bind(number)
            .bind(APART)
            .execute(tx.conn())
            .await?;
    }
    Ok(())
}

fn value(of: &Copied, column: &str) -> String {
    if of.apart.contains(&column) {
        return format!("t.{column} + ?1 * ?2");
    }
    if of.days.contains(&column) {
        return format!("date(t.{column}, '-' || (2 * ?1) || ' years')");
    }
    let instead = of.instead.iter().find(|(name, _)| *name == column);
    instead.map_or(format!("t.{column}"), |(_, value)| (*value).to_owned())
}

async fn action_events(tx: &mut Write, number: i64) -> Result<()> {
    sqlx::query(
        "insert into events (at, actor_id, kind, subject_kind, subject_id, version)
         select at, actor_id, kind, subject_kind, cast(cast(subject_id as integer) + ?1 * ?2 as text), version
         from events where subject_kind = 'action' and cast(subject_id as integer) < ?2",
    )
    .bind(number)
    .bind(APART)
    .execute(tx.conn())
    .await?;
    Ok(())
}
