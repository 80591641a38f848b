//! What changes a satsning; each with its event.

use crate::domain::event::{Change, Event, EventKind, SubjectKind};
use crate::domain::investment::{Investment, Relevance, Share, Stage, Status, Terms};
use crate::domain::judgement::{About, Answer, Judging, Question};
use crate::domain::spelling::fold;
use crate::error::Result;
use crate::store::columns::{Text, text};
use crate::store::dialogues::one;
use crate::store::{Write, judgements};

pub async fn add(tx: &mut Write, terms: &Terms) -> Result<i64> {
    let now = tx.now();
    let id: i64 = sqlx::query_scalar(
        "insert into investments (title, dialogue_id, issue_area_id, unit_id, status, description, region_part, our_role,
                                  our_kronor, starts_on, ends_on, shareable, region_text, search_text, created_at, updated_at)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id",
    )
    .bind(&terms.title)
    .bind(terms.dialogue_id)
    .bind(terms.issue_area_id)
    .bind(terms.unit_id)
    .bind(Text(Status::Idea))
    .bind(&terms.description)
    .bind(&terms.region_part)
    .bind(&terms.our_role)
    .bind(terms.our_kronor)
    .bind(text(&terms.starts_on))
    .bind(text(&terms.ends_on))
    .bind(terms.shareable)
    .bind(&terms.region_text)
    .bind(search_text(terms))
    .bind(Text(now))
    .bind(Text(now))
    .fetch_one(tx.conn())
    .await?;
    set_counties(tx, id, &terms.counties).await?;
    set_shares(tx, id, &terms.shares).await?;
    let event = event(EventKind::InvestmentAdded, id, 1, terms);
    tx.record(event.changes(Change::between(None, terms)))
        .await?;
    Ok(id)
}

pub async fn change(tx: &mut Write, before: &Investment, after: &Terms) -> Result<()> {
    let now = tx.now();
    let saved = sqlx::query(
        "update investments set title = ?, dialogue_id = ?, issue_area_id = ?, unit_id = ?, description = ?,
                region_part = ?, our_role = ?, our_kronor = ?, starts_on = ?, ends_on = ?, shareable = ?,
                region_text = ?, search_text = ?, updated_at = ?, version = version + 1
         where id = ? and version = ?",
    )
    .bind(&after.title)
    .bind(after.dialogue_id)
    .bind(after.issue_area_id)
    .bind(after.unit_id)
    .bind(&after.description)
    .bind(&after.region_part)
    .bind(&after.our_role)
    .bind(after.our_kronor)
    .bind(text(&after.starts_on))
    .bind(text(&after.ends_on))
    .bind(after.shareable)
    .bind(&after.region_text)
    .bind(search_text(after))
    .bind(Text(now))
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(saved.rows_affected())?;
    if after.counties != before.terms.counties {
        set_counties(tx, before.id, &after.counties).await?;
    }
    if after.shares != before.terms.shares {
        set_shares(tx, before.id, &after.shares).await?;
    }
    let event = event(
        EventKind::InvestmentChanged,
        before.id,
        before.version + 1,
        after,
    );
    tx.record(event.changes(Change::between(Some(&before.terms), after)))
        .await
}

/// Whether it is relevant to finance; the answer stands in the log of judgements too.
pub async fn judge(tx: &mut Write, before: &Investment, after: &Relevance) -> Result<()> {
    let now = tx.now();
    let saved = sqlx::query(
        "update investments set relevant = ?, relevance = ?, updated_at = ?, version = version + 1
         where id = ? and version = ?",
    )
    .bind(after.relevant)
    .bind(&after.relevance)
    .bind(Text(now))
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(saved.rows_affected())?;
    if let Some(relevant) = after.relevant {
        let judging = Judging {
            question: Question::Financing,
            about: About::Investment(before.id),
            seat: None,
            answer: Answer::of(relevant),
            reason: after.relevance.clone(),
        };
        judgements::follow(tx, &judging).await?;
    }
    let event = event(
        EventKind::InvestmentJudged,
        before.id,
        before.version + 1,
        &before.terms,
    );
    tx.record(event.changes(Change::between(Some(&before.relevance), after)))
        .await
}

/// Moves its status, with the decision or the result. Who decides is remembered when there is a decision.
pub async fn turn(tx: &mut Write, before: &Investment, after: &Stage) -> Result<()> {
    let (now, actor) = (tx.now(), tx.actor());
    let decides = after.status != before.stage.status
        && matches!(
            (before.stage.status, after.status),
            (
                Status::Idea | Status::Prepared,
                Status::Decided | Status::Rejected
            )
        );
    let saved = sqlx::query(
        "update investments set status = ?1, decision = ?2, decided_on = ?3, result = ?4,
                decided_by = case when ?5 then ?6 when ?3 is null then null else decided_by end,
                updated_at = ?7, version = version + 1
         where id = ?8 and version = ?9",
    )
    .bind(Text(after.status))
    .bind(&after.decision)
    .bind(text(&after.decided_on))
    .bind(&after.result)
    .bind(decides)
    .bind(actor)
    .bind(Text(now))
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(saved.rows_affected())?;
    let event = event(
        EventKind::InvestmentStatusChanged,
        before.id,
        before.version + 1,
        &before.terms,
    );
    tx.record(event.changes(Change::between(Some(&before.stage), after)))
        .await
}

async fn set_counties(tx: &mut Write, id: i64, counties: &[String]) -> Result<()> {
    sqlx::query("delete from investment_counties where investment_id = ?")
        .bind(id)
        .execute(tx.conn())
        .await?;
    for county in counties {
        sqlx::query("insert into investment_counties (investment_id, county) values (?, ?)")
            .bind(id)
            .bind(county)
            .execute(tx.conn())
            .await?;
    }
    Ok(())
}

async fn set_shares(tx: &mut Write, id: i64, shares: &[Share]) -> Result<()> {
    sqlx::query("delete from investment_shares where investment_id = ?")
        .bind(id)
        .execute(tx.conn())
        .await?;
    for (place, share) in shares.iter().enumerate() {
        sqlx::query("insert into investment_shares (investment_id, partner, kronor, position) values (?, ?, ?, ?)")
            .bind(id)
            .bind(&share.partner)
            .bind(share.kronor)
            .bind(place as i64 + 1)
            .execute(tx.conn())
            .await?;
    }
    Ok(())
}

/// The dialogue's history tells of its satsningar too.
fn event(kind: EventKind, id: i64, version: i64, terms: &Terms) -> Event {
    let event = Event::new(kind, SubjectKind::Investment, id).version(version);
    match terms.dialogue_id {
        Some(dialogue) => event.within(SubjectKind::Dialogue, dialogue),
        None => event,
    }
}

fn search_text(terms: &Terms) -> String {
    let partners: Vec<&str> = terms
        .shares
        .iter()
        .map(|share| &share.partner[..])
        .collect();
    fold(&format!(
        "{} {} {}",
        terms.title,
        terms.description,
        partners.join(" ")
    ))
}
