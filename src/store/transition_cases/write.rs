//! What changes a case; each with its event, and with who may read it written anew.

use super::subject;
use crate::domain::event::{Change, Event, EventKind, SubjectKind};
use crate::domain::judgement::{About, Answer, Judging, Question};
use crate::domain::secrecy::Marking;
use crate::domain::spelling::fold;
use crate::domain::transition_case::{Facts, Judgement, Phase, Proposal, Status, TransitionCase};
use crate::error::Result;
use crate::store::columns::{Text, text};
use crate::store::dialogues::one;
use crate::store::{Write, judgements, secrecy};

/// Registers a case, restricted from its first moment.
pub async fn add(tx: &mut Write, facts: &Facts, marking: &Marking) -> Result<i64> {
    let (now, by) = (tx.now(), tx.actor());
    let id: i64 = sqlx::query_scalar(
        "insert into transition_cases (kind, county, municipality, industry, company, affected, source, source_url,
                reported_on, notice_on, begins_on, description, search_text, created_at, created_by, updated_at)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id",
    )
    .bind(Text(facts.kind))
    .bind(&facts.county)
    .bind(&facts.municipality)
    .bind(text(&facts.industry).unwrap_or_default())
    .bind(&facts.company)
    .bind(facts.affected)
    .bind(Text(facts.source))
    .bind(&facts.source_url)
    .bind(Text(facts.reported_on))
    .bind(text(&facts.notice_on))
    .bind(text(&facts.begins_on))
    .bind(&facts.description)
    .bind(search_text(facts))
    .bind(Text(now))
    .bind(by)
    .bind(Text(now))
    .fetch_one(tx.conn())
    .await?;
    set_partners(tx, id, facts).await?;
    let event = event(EventKind::CaseReported, id).version(1);
    tx.record(event.changes(Change::between(None, facts)))
        .await?;
    let today = tx.today();
    let record = secrecy::record(tx.conn(), &subject(id), today).await?;
    secrecy::mark(tx, &subject(id), marking, &record.scopes()).await?;
    Ok(id)
}

pub async fn change(tx: &mut Write, before: &TransitionCase, after: &Facts) -> Result<()> {
    let now = tx.now();
    let saved = sqlx::query(
        "update transition_cases set kind = ?, county = ?, municipality = ?, industry = ?, company = ?, affected = ?,
                source = ?, source_url = ?, reported_on = ?, notice_on = ?, begins_on = ?, description = ?,
                search_text = ?, updated_at = ?, version = version + 1
         where id = ? and version = ?",
    )
    .bind(Text(after.kind))
    .bind(&after.county)
    .bind(&after.municipality)
    .bind(text(&after.industry).unwrap_or_default())
    .bind(&after.company)
    .bind(after.affected)
    .bind(Text(after.source))
    .bind(&after.source_url)
    .bind(Text(after.reported_on))
    .bind(text(&after.notice_on))
    .bind(text(&after.begins_on))
    .bind(&after.description)
    .bind(search_text(after))
    .bind(Text(now))
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(saved.rows_affected())?;
    if after.parties != before.facts.parties {
        set_partners(tx, before.id, after).await?;
    }
    let event = event(EventKind::CaseChanged, before.id).version(before.version + 1);
    tx.record(event.changes(Change::between(Some(&before.facts), after)))
        .await?;
    place(tx, before.id).await
}

/// The uppdragsansvarig proposes who should be contact person; the chef decides.
pub async fn propose(tx: &mut Write, before: &TransitionCase, after: &Proposal) -> Result<()> {
    let saved = sqlx::query(
        "update transition_cases set proposed_on = ?, proposed_person_id = ?, proposal = ?, status = ?, updated_at = ?,
                version = version + 1
         where id = ? and version = ?",
    )
    .bind(text(&after.proposed_on))
    .bind(after.proposed_person_id)
    .bind(&after.proposal)
    .bind(Text(Status::Assessing))
    .bind(Text(tx.now()))
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(saved.rows_affected())?;
    let event = event(EventKind::CaseProposed, before.id).version(before.version + 1);
    tx.record(event.changes(Change::between(Some(&before.proposal), after)))
        .await?;
    place(tx, before.id).await
}

/// The agency's judgement, which names its decider and its day.
pub async fn judge(tx: &mut Write, before: &TransitionCase, after: &Judgement) -> Result<()> {
    let (now, by) = (tx.now(), tx.actor());
    let status = match after.answer {
        Some(Answer::NotNeeded) => Status::NoAction,
        _ => Status::ContactNamed,
    };
    let saved = sqlx::query(
        "update transition_cases set judgement = ?, judged_reason = ?, contact_person_id = ?, judged_on = ?, judged_by = ?,
                status = ?, updated_at = ?, version = version + 1
         where id = ? and version = ?",
    )
    .bind(text(&after.answer).unwrap_or_default())
    .bind(&after.reason)
    .bind(after.contact_person_id)
    .bind(text(&after.judged_on))
    .bind(by)
    .bind(Text(status))
    .bind(Text(now))
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(saved.rows_affected())?;
    if let Some(answer) = after.answer {
        let judging = Judging {
            question: Question::TransitionContact,
            about: About::Case(before.id),
            seat: None,
            answer,
            reason: after.reason.clone(),
        };
        judgements::follow(tx, &judging).await?;
    }
    let event = event(EventKind::CaseJudged, before.id).version(before.version + 1);
    tx.record(event.changes(Change::between(Some(&before.judgement), after)))
        .await?;
    place(tx, before.id).await
}

/// Moves it to another phase.
pub async fn step(tx: &mut Write, before: &TransitionCase, phase: Phase) -> Result<()> {
    let saved = sqlx::query(
        "update transition_cases set phase = ?, updated_at = ?, version = version + 1 where id = ? and version = ?",
    )
    .bind(Text(phase))
    .bind(Text(tx.now()))
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(saved.rows_affected())?;
    let event = event(EventKind::CaseStepped, before.id).version(before.version + 1);
    tx.record(event.change("case_phase", before.phase, phase))
        .await
}

pub async fn close(tx: &mut Write, before: &TransitionCase, result: &str) -> Result<()> {
    let today = tx.today();
    let saved = sqlx::query(
        "update transition_cases set status = 'closed', result = ?, closed_on = ?, updated_at = ?, version = version + 1
         where id = ? and version = ?",
    )
    .bind(result)
    .bind(Text(today))
    .bind(Text(tx.now()))
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(saved.rows_affected())?;
    let event = event(EventKind::CaseClosed, before.id).version(before.version + 1);
    tx.record(event.change("result", &before.result, result))
        .await
}

/// Back to where it stood; the result that was written stays.
pub async fn reopen(tx: &mut Write, before: &TransitionCase) -> Result<()> {
    let saved = sqlx::query(
        "update transition_cases set status = ?, closed_on = null, updated_at = ?, version = version + 1
         where id = ? and version = ?",
    )
    .bind(Text(before.open_status()))
    .bind(Text(tx.now()))
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    one(saved.rows_affected())?;
    tx.record(event(EventKind::CaseReopened, before.id).version(before.version + 1))
        .await
}

/// Who may read it follows its län and the people it names.
async fn place(tx: &mut Write, id: i64) -> Result<()> {
    let today = tx.today();
    let record = secrecy::record(tx.conn(), &subject(id), today).await?;
    secrecy::place(tx, &subject(id), &record.scopes()).await
}

async fn set_partners(tx: &mut Write, id: i64, facts: &Facts) -> Result<()> {
    sqlx::query("delete from transition_case_partners where case_id = ?")
        .bind(id)
        .execute(tx.conn())
        .await?;
    for (place, partner) in facts.parties.iter().enumerate() {
        sqlx::query(
            "insert into transition_case_partners (case_id, position, name, role, organisation_id)
             values (?1, ?2, ?3, ?4, (select id from organisations where name = ?3 and removed_at is null
                 and merged_into is null order by county is not ?5, id limit 1))",
        )
        .bind(id)
        .bind(place as i64 + 1)
        .bind(&partner.name)
        .bind(&partner.role)
        .bind(&facts.county)
        .execute(tx.conn())
        .await?;
    }
    Ok(())
}

fn event(kind: EventKind, id: i64) -> Event {
    Event::new(kind, SubjectKind::TransitionCase, id)
}

/// Read by those alone who may read the case; the company is found by them too.
fn search_text(facts: &Facts) -> String {
    let industry = facts.industry.map(|each| each.label()).unwrap_or_default();
    let partners: Vec<&str> = facts.parties.iter().map(|each| &each.name[..]).collect();
    fold(&format!(
        "{} {industry} {} {} {}",
        facts.kind.label(),
        facts.company,
        facts.description,
        partners.join(" ")
    ))
}
