//! Varsel, omställning and establishments: registered, judged, followed and found; every reading of more than
//! one narrows to what its reader may see.

mod beside;
mod list;
mod log;
mod mine;
mod write;

pub use beside::beside;
pub use list::{Filter, Row, Sort, counts, list, of_county, open_of_county, years};
pub use log::{Entry, entries, write as log};
pub use mine::{Waiting, expected, named};
pub use write::{add, change, close, judge, propose, reopen, step};

use super::columns::Columns;
use super::settings;
use crate::domain::event::{Subject, SubjectKind};
use crate::domain::setting::Number;
use crate::domain::transition_case::{
    Facts, Judgement, Partner, Proposal, Threshold, TransitionCase,
};
use crate::error::Result;
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteRow;

/// From where a case is "större", as it is set.
pub async fn threshold(db: impl SqliteExecutor<'_>) -> Result<Threshold> {
    let (settings, _) = settings::all(db).await?;
    Ok(Threshold {
        persons: settings.number(Number::LargeCasePersons),
        per_100k: settings.number(Number::LargeCasePer100k),
    })
}

pub fn subject(id: i64) -> Subject {
    Subject::new(SubjectKind::TransitionCase, id)
}

/// One case. Whoever asks has been let through by `web::secrecy`.
pub async fn find(db: impl SqliteExecutor<'_>, id: i64) -> Result<TransitionCase> {
    let row = sqlx::query(
        "select t.*, c.short_name as county_name, coalesce(m.name, '') as municipality_name,
                jp.name as judged_by_name, cp.name as contact_name, pp.name as proposed_name, mp.name as created_by_name,
                (select json_group_array(json_array(name, role)) from (select name, role from transition_case_partners
                     where case_id = t.id order by position, id)) as partners
         from transition_cases t join counties c on c.code = t.county
         left join municipalities m on m.code = t.municipality
         left join people jp on jp.id = t.judged_by left join people cp on cp.id = t.contact_person_id
         left join people pp on pp.id = t.proposed_person_id left join people mp on mp.id = t.created_by
         where t.id = ?",
    )
    .bind(id)
    .try_map(case)
    .fetch_one(db)
    .await?;
    Ok(row)
}

fn case(row: SqliteRow) -> sqlx::Result<TransitionCase> {
    let answer = row.string("judgement")?;
    Ok(TransitionCase {
        id: row.int("id")?,
        facts: facts(&row)?,
        phase: row.parsed("phase")?,
        status: row.parsed("status")?,
        proposal: Proposal {
            proposed_on: row.opt_parsed("proposed_on")?,
            proposed_person_id: row.opt_int("proposed_person_id")?,
            proposal: row.string("proposal")?,
        },
        judgement: Judgement {
            answer: answer.parse().ok(),
            reason: row.string("judged_reason")?,
            contact_person_id: row.opt_int("contact_person_id")?,
            judged_on: row.opt_parsed("judged_on")?,
        },
        result: row.string("result")?,
        closed_on: row.opt_parsed("closed_on")?,
        municipality_name: row.string("municipality_name")?,
        county_name: row.string("county_name")?,
        judged_by: row.opt_string("judged_by_name")?,
        contact_person: row.opt_string("contact_name")?,
        proposed_person: row.opt_string("proposed_name")?,
        created_at: row.parsed("created_at")?,
        created_by: row.opt_string("created_by_name")?,
        version: row.int("version")?,
    })
}

fn facts(row: &SqliteRow) -> sqlx::Result<Facts> {
    let partner = |(name, role): (String, String)| Partner { name, role };
    let partners: Vec<(String, String)> = row.json("partners")?;
    Ok(Facts {
        kind: row.parsed("kind")?,
        county: row.string("county")?,
        municipality: row.opt_string("municipality")?,
        industry: row.string("industry")?.parse().ok(),
        company: row.string("company")?,
        affected: row.opt_int("affected")?,
        source: row.parsed("source")?,
        source_url: row.string("source_url")?,
        reported_on: row.parsed("reported_on")?,
        notice_on: row.opt_parsed("notice_on")?,
        begins_on: row.opt_parsed("begins_on")?,
        description: row.string("description")?,
        parties: partners.into_iter().map(partner).collect(),
    })
}

/// Names of organisations that can be partners, for a form that proposes them.
pub async fn organisations(db: impl SqliteExecutor<'_>) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar(
        "select distinct name from organisations where removed_at is null and merged_into is null and kind <> 'company'
         order by name collate svenska limit 500",
    )
    .fetch_all(db)
    .await?)
}
