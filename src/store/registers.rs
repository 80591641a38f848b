//! The registers of the administration: six tables asked in one shape.

use super::columns::{Columns, Text, text};
use super::{Page, Part, Write, secrecy};
use crate::domain::event::{Change, Event, EventKind, Subject, SubjectKind};
use crate::domain::registers::{Around, Entry, Problem, Register, Stored, problem};
use crate::domain::spelling::slug;
use crate::error::{Error, Result};
use jiff::civil::Date;
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteRow;

/// Every register in one shape, so that each question is asked once.
macro_rules! entries {
    ($then:literal) => {
        concat!(
            "with entries (register, id, version, name, valid_from, valid_to,
                           department_id, unit_id, remit, county, kind, beside, place) as (
                select 'avdelningar', id, version, name, valid_from, valid_to, null, null, '', null, null, '', position
                from departments
                union all
                select 'enheter', u.id, u.version, u.name, u.valid_from, u.valid_to, u.department_id, null, u.remit, null, null, d.name, d.position
                from units u join departments d on d.id = u.department_id
                union all
                select 'team', id, version, name, valid_from, valid_to, null, null, '', null, null, slug, position
                from teams
                union all
                select 'rua', r.id, r.version, r.name, r.valid_from, r.valid_to, null, null, '', r.county, r.kind, c.short_name, 0
                from regional_actors r join counties c on c.code = r.county
                union all
                select 'sakfragor', i.id, i.version, i.name, i.valid_from, i.valid_to, i.department_id, i.unit_id, '', null, null,
                       d.name || coalesce(', ' || u.name, ''), 0
                from issue_areas i join departments d on d.id = i.department_id left join units u on u.id = i.unit_id
                union all
                select 'myndigheter', id, version, name, valid_from, valid_to, null, null, '', null, null, '', 0
                from national_agencies
            ) ",
            $then
        )
    };
}

fn stored(row: SqliteRow) -> sqlx::Result<Stored> {
    Ok(Stored {
        id: row.int("id")?,
        version: row.int("version")?,
        beside: row.string("beside")?,
        entry: Entry {
            name: row.string("name")?,
            department_id: row.opt_int("department_id")?,
            unit_id: row.opt_int("unit_id")?,
            remit: row.string("remit")?,
            county: row.opt_string("county")?,
            kind: row.opt_parsed("kind")?,
            valid_from: row.parsed("valid_from")?,
            valid_to: row.opt_parsed("valid_to")?,
        },
    })
}

/// One page of a register: what holds today or later, or what has ended.
pub async fn list(
    db: impl SqliteExecutor<'_>,
    register: Register,
    ended: bool,
    today: Date,
    part: Part,
) -> Result<Page<Stored>> {
    let rows: Vec<(i64, Stored)> = sqlx::query(entries!(
        "select *, count(*) over () as total from entries
         where register = ?1 and coalesce(valid_to < ?2, 0) = ?3
         order by place, case register when 'rua' then beside else name end collate svenska, valid_from desc, id
         limit ?4 offset ?5"
    ))
    .bind(Text(register))
    .bind(Text(today))
    .bind(ended)
    .bind(part.limit())
    .bind(part.offset())
    .try_map(|row: SqliteRow| Ok((row.int("total")?, stored(row)?)))
    .fetch_all(db)
    .await?;
    Ok(Page {
        total: rows.first().map_or(0, |(total, _)| *total),
        rows: rows.into_iter().map(|(_, row)| row).collect(),
        number: part.number(),
    })
}

/// Everything a register has ever held, in Swedish order.
pub async fn all(db: impl SqliteExecutor<'_>, register: Register) -> Result<Vec<Stored>> {
    Ok(sqlx::query(entries!(
        "select * from entries where register = ? order by name collate svenska, id"
    ))
    .bind(Text(register))
    .try_map(stored)
    .fetch_all(db)
    .await?)
}

pub async fn find(db: impl SqliteExecutor<'_>, register: Register, id: i64) -> Result<Stored> {
    Ok(sqlx::query(entries!(
        "select * from entries where register = ? and id = ?"
    ))
    .bind(Text(register))
    .bind(id)
    .try_map(stored)
    .fetch_one(db)
    .await?)
}

/// How many entries of each register hold today or later.
pub async fn counts(
    db: impl SqliteExecutor<'_>,
    today: Date,
) -> Result<std::collections::HashMap<String, i64>> {
    let rows: Vec<(String, i64)> = sqlx::query_as(entries!(
        "select register, count(*) from entries where valid_to is null or valid_to >= ? group by register"
    ))
    .bind(Text(today))
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().collect())
}

/// Adds an entry, or says why not. A new RUA ends the one before it on the day before.
pub async fn add(
    tx: &mut Write,
    register: Register,
    entry: &Entry,
) -> Result<Result<i64, Problem>> {
    if register == Register::Actors {
        end_former(tx, entry).await?;
    }
    let around = around(tx, register, None, entry).await?;
    if let Some(problem) = problem(register, None, entry, &around, tx.today()) {
        return Ok(Err(problem));
    }
    let id = insert(tx, register, entry).await?;
    tx.record(
        Event::new(EventKind::Added, register.subject(), id)
            .version(1)
            .changes(Change::between(None, entry)),
    )
    .await?;
    Ok(Ok(id))
}

async fn end_former(tx: &mut Write, entry: &Entry) -> Result<()> {
    let former = all(tx.conn(), Register::Actors)
        .await?
        .into_iter()
        .find(|other| {
            other.entry.county == entry.county
                && other.entry.valid_to.is_none()
                && other.entry.valid_from < entry.valid_from
        });
    let Some(former) = former else {
        return Ok(());
    };
    let ended = Entry {
        valid_to: entry.valid_from.yesterday().ok(),
        ..former.entry.clone()
    };
    save(tx, Register::Actors, &former, &ended, EventKind::Closed).await
}

/// Changes an entry, or says why not.
pub async fn change(
    tx: &mut Write,
    register: Register,
    before: &Stored,
    after: &Entry,
    kind: EventKind,
) -> Result<Result<(), Problem>> {
    let around = around(tx, register, Some(before.id), after).await?;
    if let Some(problem) = problem(register, Some(before.id), after, &around, tx.today()) {
        return Ok(Err(problem));
    }
    save(tx, register, before, after, kind).await?;
    Ok(Ok(()))
}

async fn around(
    tx: &mut Write,
    register: Register,
    id: Option<i64>,
    entry: &Entry,
) -> Result<Around> {
    let mut others = all(tx.conn(), register).await?;
    others.retain(|other| Some(other.id) != id);
    let department = match entry.department_id {
        Some(id) => Some(find(tx.conn(), Register::Departments, id).await?),
        None => None,
    };
    let unit = match entry.unit_id {
        Some(id) => Some(find(tx.conn(), Register::Units, id).await?),
        None => None,
    };
    let left = match (id, entry.valid_to) {
        (Some(id), Some(last)) => left_after(tx.conn(), register, id, last).await?,
        _ => Vec::new(),
    };
    Ok(Around {
        others,
        department,
        unit,
        left,
    })
}

/// What still belongs to an entry after a day.
async fn left_after(
    db: impl SqliteExecutor<'_>,
    register: Register,
    id: i64,
    day: Date,
) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar(
        "with leaning (register, id, what, valid_to) as (
             select 'avdelningar', department_id, 'enheten ' || name, valid_to from units
             union all select 'avdelningar', department_id, 'sakfrågan ' || name, valid_to from issue_areas
             union all select 'avdelningar', a.department_id, 'uppdraget som ' || p.name || ' har', a.valid_to
                       from assignments a join people p on p.id = a.person_id where a.removed_at is null
             union all select 'enheter', unit_id, 'sakfrågan ' || name, valid_to from issue_areas
             union all select 'team', tc.team_id, c.short_name, tc.valid_to
                       from team_counties tc join counties c on c.code = tc.county
             union all select 'team', a.team_id, 'uppdraget som ' || p.name || ' har', a.valid_to
                       from assignments a join people p on p.id = a.person_id where a.removed_at is null)
         select distinct what from leaning
         where register = ? and id = ? and (valid_to is null or valid_to > ?) order by what collate svenska limit 100",
    )
    .bind(Text(register))
    .bind(id)
    .bind(Text(day))
    .fetch_all(db)
    .await?)
}

async fn insert(tx: &mut Write, register: Register, entry: &Entry) -> Result<i64> {
    // ?1 name, ?2 from, ?3 to, ?4 department, ?5 unit, ?6 remit, ?7 county, ?8 kind, ?9 address
    let sql = match register {
        Register::Departments => {
            "insert into departments (name, valid_from, valid_to, position)
             values (?1, ?2, ?3, (select coalesce(max(position), 0) + 1 from departments)) returning id"
        }
        Register::Units => {
            "insert into units (name, valid_from, valid_to, department_id, remit) values (?1, ?2, ?3, ?4, ?6) returning id"
        }
        Register::Teams => {
            "insert into teams (name, valid_from, valid_to, slug, position)
             values (?1, ?2, ?3, ?9, (select coalesce(max(position), 0) + 1 from teams)) returning id"
        }
        Register::Actors => {
            "insert into regional_actors (name, valid_from, valid_to, county, kind) values (?1, ?2, ?3, ?7, ?8) returning id"
        }
        Register::IssueAreas => {
            "insert into issue_areas (name, valid_from, valid_to, department_id, unit_id) values (?1, ?2, ?3, ?4, ?5) returning id"
        }
        Register::NationalAgencies => {
            "insert into national_agencies (name, valid_from, valid_to) values (?1, ?2, ?3) returning id"
        }
    };
    Ok(sqlx::query_scalar(sql)
        .bind(&entry.name)
        .bind(Text(entry.valid_from))
        .bind(text(&entry.valid_to))
        .bind(entry.department_id)
        .bind(entry.unit_id)
        .bind(&entry.remit)
        .bind(&entry.county)
        .bind(text(&entry.kind))
        .bind(slug(&entry.name))
        .fetch_one(tx.conn())
        .await?)
}

async fn save(
    tx: &mut Write,
    register: Register,
    before: &Stored,
    after: &Entry,
    kind: EventKind,
) -> Result<()> {
    // ?1 to ?8 as in `insert`, ?9 id, ?10 version
    let sql = match register {
        Register::Departments => {
            "update departments set name = ?1, valid_from = ?2, valid_to = ?3, version = version + 1
             where id = ?9 and version = ?10"
        }
        Register::Units => {
            "update units set name = ?1, valid_from = ?2, valid_to = ?3, department_id = ?4, remit = ?6, version = version + 1
             where id = ?9 and version = ?10"
        }
        Register::Teams => {
            "update teams set name = ?1, valid_from = ?2, valid_to = ?3, version = version + 1
             where id = ?9 and version = ?10"
        }
        Register::Actors => {
            "update regional_actors set name = ?1, valid_from = ?2, valid_to = ?3, county = ?7, kind = ?8, version = version + 1
             where id = ?9 and version = ?10"
        }
        Register::IssueAreas => {
            "update issue_areas set name = ?1, valid_from = ?2, valid_to = ?3, department_id = ?4, unit_id = ?5, version = version + 1
             where id = ?9 and version = ?10"
        }
        Register::NationalAgencies => {
            "update national_agencies set name = ?1, valid_from = ?2, valid_to = ?3, version = version + 1
             where id = ?9 and version = ?10"
        }
    };
    let saved = sqlx::query(sql)
        .bind(&after.name)
        .bind(Text(after.valid_from))
        .bind(text(&after.valid_to))
        .bind(after.department_id)
        .bind(after.unit_id)
        .bind(&after.remit)
        .bind(&after.county)
        .bind(text(&after.kind))
        .bind(before.id)
        .bind(before.version)
        .execute(tx.conn())
        .await?;
    if saved.rows_affected() == 0 {
        return Err(Error::Stale);
    }
    if register == Register::IssueAreas {
        place_brief(tx, before.id).await?;
    }
    tx.record(
        Event::new(kind, register.subject(), before.id)
            .version(before.version + 1)
            .changes(Change::between(Some(&before.entry), after)),
    )
    .await
}

/// Who may read the brief of an issue area, when it is marked, follows the department.
async fn place_brief(tx: &mut Write, issue_area_id: i64) -> Result<()> {
    let brief: Option<i64> = sqlx::query_scalar("select id from briefs where issue_area_id = ?")
        .bind(issue_area_id)
        .fetch_optional(tx.conn())
        .await?;
    let Some(brief) = brief else {
        return Ok(());
    };
    let (subject, today) = (Subject::new(SubjectKind::Brief, brief), tx.today());
    let record = secrecy::record(tx.conn(), &subject, today).await?;
    secrecy::place(tx, &subject, &record.scopes()).await
}
