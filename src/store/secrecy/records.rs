//! What can be marked, read so that its page can be led to and its readers be told.

use crate::domain::access::Place;
use crate::domain::event::{Subject, SubjectKind};
use crate::domain::secrecy::Scope;
use crate::error::{Error, Result};
use crate::store::columns::{Columns, Text};
use jiff::civil::Date;
use sqlx::SqliteConnection;
use sqlx::sqlite::SqliteRow;

/// A record that can be marked: its name, its page, where it lies and whom it names.
#[derive(Clone, Debug)]
pub struct Record {
    pub title: String,
    pub url: String,
    pub place: Place,
    people: Vec<i64>,
}

impl Record {
    /// Who may read it when it is marked, beside every chef.
    pub fn scopes(&self) -> Vec<Scope> {
        let mut scopes: Vec<Scope> = self.people.iter().copied().map(Scope::Person).collect();
        let counties = self.place.counties.iter();
        scopes.extend(counties.map(|(code, _)| Scope::County(code.clone())));
        if self.place.national {
            scopes.push(Scope::Leads);
            scopes.extend(self.place.department.map(Scope::Department));
        }
        scopes
    }
}

/// The columns are the same for every kind: title, counties and people as JSON lists, department, area.
const OBSERVATION: &str = "select o.title, '/omvarld/' || o.id as url,
        (select json_group_array(county) from observation_counties where observation_id = o.id) as counties,
        json_array(o.created_by) as people, null as department_id, null as issue_area_id
     from observations o where o.id = ?1 and o.removed_at is null";
const TRANSITION_CASE: &str = "select case t.kind when 'establishment' then 'Etableringsärende' else 'Varselärende' end || ' ' || t.id as title,
        '/varsel/' || t.id as url, json_array(t.county) as counties,
        json_array(t.created_by, t.contact_person_id, t.proposed_person_id, t.judged_by) as people,
        null as department_id, null as issue_area_id
     from transition_cases t where t.id = ?1";
const BRIEF: &str = "select coalesce(i.name, c.name) as title, '/underlag/' || b.id as url,
        case when b.county is null then '[]' else json_array(b.county) end as counties,
        json_array() as people, i.department_id, b.issue_area_id
     from briefs b left join issue_areas i on i.id = b.issue_area_id left join counties c on c.code = b.county
     where b.id = ?1";
const CONTACT: &str = "select p.name as title, '/kontakter/' || p.id as url,
        (select json_group_array(distinct o.county) from contact_roles r join organisations o on o.id = r.organisation_id
         where r.contact_id = p.id and o.county is not null) as counties,
        json_array(p.created_by) as people, null as department_id, null as issue_area_id
     from contacts p where p.id = ?1 and p.removed_at is null";
const CONTACT_ENTRY: &str = "select e.subject as title, '/kontakter/logg/' || e.id as url,
        case when e.county is null then '[]' else json_array(e.county) end as counties,
        (select json_group_array(person_id) from (select e.created_by as person_id
             union select person_id from contact_entry_colleagues where entry_id = e.id)) as people,
        null as department_id, e.issue_area_id
     from contact_entries e where e.id = ?1 and e.removed_at is null";

/// The record a marking is about; not found when there is none of its kind with its number.
pub async fn record(db: &mut SqliteConnection, subject: &Subject, today: Date) -> Result<Record> {
    let statement = match subject.kind {
        SubjectKind::Observation => OBSERVATION,
        SubjectKind::TransitionCase => TRANSITION_CASE,
        SubjectKind::Brief => BRIEF,
        SubjectKind::Contact => CONTACT,
        SubjectKind::ContactEntry => CONTACT_ENTRY,
        _ => return Err(Error::NotFound),
    };
    let (mut record, codes) = sqlx::query(statement)
        .bind(super::number(subject))
        .try_map(read)
        .fetch_one(&mut *db)
        .await?;
    record.place.counties = with_teams(db, &codes, today).await?;
    record.place.national = codes.is_empty();
    Ok(record)
}

fn read(row: SqliteRow) -> sqlx::Result<(Record, Vec<String>)> {
    let people: Vec<Option<i64>> = row.json("people")?;
    let record = Record {
        title: row.string("title")?,
        url: row.string("url")?,
        place: Place {
            department: row.opt_int("department_id")?,
            issue_area: row.opt_int("issue_area_id")?,
            ..Place::default()
        },
        people: people.into_iter().flatten().collect(),
    };
    Ok((record, row.json("counties")?))
}

async fn with_teams(
    db: &mut SqliteConnection,
    codes: &[String],
    today: Date,
) -> Result<Vec<(String, i64)>> {
    Ok(sqlx::query_as(
        "select county, team_id from team_counties
         where county in (select value from json_each(?1))
           and valid_from <= ?2 and (valid_to is null or valid_to >= ?2) order by county",
    )
    .bind(serde_json::Value::from(codes).to_string())
    .bind(Text(today))
    .fetch_all(db)
    .await?)
}
