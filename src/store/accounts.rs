//! Colleagues, accounts and roles as an administrator keeps them.

use super::columns::{Columns, Text, span, text};
use super::people::fold_email;
use super::{Page, Part, Write};
use crate::domain::event::{Change, Event, EventKind, SubjectKind};
use crate::domain::people::{Colleague, DatedRole, Role};
use crate::domain::spelling::fold;
use crate::error::{Error, Result};
use jiff::civil::Date;
use sqlx::SqliteExecutor;
use sqlx::sqlite::SqliteRow;

/// A person as she is listed: with or without an account.
#[derive(Clone, Debug)]
pub struct Row {
    pub id: i64,
    pub name: String,
    pub title: String,
    pub unit: String,
    pub email: String,
    pub roles: String,
    pub state: String,
}

/// What the list is asked for; empty texts ask for everything.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub text: String,
    /// A role's code.
    pub role: String,
    /// "open", "closed" or "none".
    pub state: String,
    /// "namn", "enhet" or "epost".
    pub order: String,
    pub descending: bool,
    pub part: Part,
}

pub async fn list(db: impl SqliteExecutor<'_>, wanted: &Wanted, today: Date) -> Result<Page<Row>> {
    let mut rows = sqlx::query(
        "with people_rows as (
             select p.id, p.name, p.title, coalesce(u.name, '') as unit, coalesce(a.email, '') as email,
                    case when a.person_id is null then 'none' when a.deactivated_at is null then 'open' else 'closed' end as state,
                    coalesce((select group_concat(distinct r.role) from account_roles r where r.person_id = p.id
                        and r.valid_from <= ?1 and (r.valid_to is null or r.valid_to >= ?1)), '') as roles
             from people p left join accounts a on a.person_id = p.id left join units u on u.id = p.unit_id)
         select * from people_rows
         where (?3 = '' or instr(',' || roles || ',', ',' || ?3 || ','))
           and (?2 = '' or state = ?2)
         order by case when ?5 then null else case ?4 when 'enhet' then unit when 'epost' then email else name end end collate svenska,
                  case when ?5 then case ?4 when 'enhet' then unit when 'epost' then email else name end end collate svenska desc,
                  name collate svenska, id
         limit 5000",
    )
    .bind(Text(today))
    .bind(&wanted.state)
    .bind(&wanted.role)
    .bind(&wanted.order)
    .bind(wanted.descending)
    .try_map(listed)
    .fetch_all(db)
    .await?;
    let sought = fold(wanted.text.trim());
    rows.retain(|row| {
        fold(&format!(
            "{} {} {} {}",
            row.name, row.title, row.unit, row.email
        ))
        .contains(&sought)
    });
    Ok(Page {
        total: rows.len() as i64,
        rows: rows
            .into_iter()
            .skip(wanted.part.offset() as usize)
            .take(wanted.part.limit() as usize)
            .collect(),
        number: wanted.part.number(),
    })
}

fn listed(row: SqliteRow) -> sqlx::Result<Row> {
    Ok(Row {
        id: row.int("id")?,
        name: row.string("name")?,
        title: row.string("title")?,
        unit: row.string("unit")?,
        email: row.string("email")?,
        roles: row.string("roles")?,
        state: row.string("state")?,
    })
}

/// How many people there are, with and without accounts.
pub async fn count(db: impl SqliteExecutor<'_>) -> Result<i64> {
    Ok(sqlx::query_scalar("select count(*) from people")
        .fetch_one(db)
        .await?)
}

/// A person with what there is of an account.
#[derive(Clone, Debug)]
pub struct Stored {
    pub id: i64,
    pub version: i64,
    pub colleague: Colleague,
    pub unit: String,
    pub has_account: bool,
    pub deactivated: bool,
    pub has_password: bool,
}

pub async fn find(db: impl SqliteExecutor<'_>, id: i64) -> Result<Stored> {
    Ok(sqlx::query(
        "select p.id, p.version, p.name, p.title, p.unit_id, coalesce(u.name, '') as unit, coalesce(a.email, '') as email,
                a.person_id is not null as has_account, a.deactivated_at is not null as deactivated,
                a.password_hash is not null as has_password
         from people p left join accounts a on a.person_id = p.id left join units u on u.id = p.unit_id
         where p.id = ?",
    )
    .bind(id)
    .try_map(|row| {
        Ok(Stored {
            id: row.int("id")?,
            version: row.int("version")?,
            colleague: Colleague {
                name: row.string("name")?,
                title: row.string("title")?,
                unit_id: row.opt_int("unit_id")?,
                email: row.string("email")?,
            },
            unit: row.string("unit")?,
            has_account: row.flag("has_account")?,
            deactivated: row.flag("deactivated")?,
            has_password: row.flag("has_password")?,
        })
    })
    .fetch_one(db)
    .await?)
}

/// The roles an account has had, has and is going to have, the latest first.
pub async fn roles(db: impl SqliteExecutor<'_>, person_id: i64) -> Result<Vec<DatedRole>> {
    Ok(sqlx::query(
        "select r.*, coalesce(d.name, '') as department from account_roles r left join departments d on d.id = r.department_id
         where r.person_id = ? order by r.valid_from desc, r.id desc limit 100",
    )
    .bind(person_id)
    .try_map(|row| {
        Ok(DatedRole {
            id: row.int("id")?,
            role: row.parsed("role")?,
            department_id: row.opt_int("department_id")?,
            department: row.string("department")?,
            span: span(&row)?,
        })
    })
    .fetch_all(db)
    .await?)
}

/// Adds a person, with an account when there is an address; none when the address is taken.
pub async fn add(tx: &mut Write, colleague: &Colleague) -> Result<Option<i64>> {
    if taken(tx, &colleague.email, None).await? {
        return Ok(None);
    }
    let now = Text(tx.now());
    let id: i64 = sqlx::query_scalar(
        "insert into people (name, title, unit_id, created_at) values (?, ?, ?, ?) returning id",
    )
    .bind(&colleague.name)
    .bind(&colleague.title)
    .bind(colleague.unit_id)
    .bind(now)
    .fetch_one(tx.conn())
    .await?;
    let kind = match colleague.email.is_empty() {
        true => EventKind::PersonAdded,
        false => EventKind::AccountAdded,
    };
    open_account(tx, id, &colleague.email).await?;
    tx.record(
        Event::new(kind, SubjectKind::Account, id)
            .version(1)
            .changes(Change::between(None, colleague)),
    )
    .await?;
    Ok(Some(id))
}

async fn taken(tx: &mut Write, email: &str, but: Option<i64>) -> Result<bool> {
    Ok(!email.is_empty()
        && sqlx::query_scalar(
            "select exists (select 1 from accounts where email_folded = ? and person_id is not ?)",
        )
        .bind(fold_email(email))
        .bind(but)
        .fetch_one(tx.conn())
        .await?)
}

/// Gives an account its address, and makes the account when there is none.
async fn open_account(tx: &mut Write, person_id: i64, email: &str) -> Result<()> {
    if email.is_empty() {
        return Ok(());
    }
    let now = Text(tx.now());
    sqlx::query(
        "insert into accounts (person_id, email, email_folded, created_at) values (?, ?, ?, ?)
         on conflict (person_id) do update
         set email = excluded.email, email_folded = excluded.email_folded, version = version + 1",
    )
    .bind(person_id)
    .bind(email)
    .bind(fold_email(email))
    .bind(now)
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Changes a person and the address of her account; false when the address is taken.
pub async fn change(tx: &mut Write, before: &Stored, after: &Colleague) -> Result<bool> {
    if taken(tx, &after.email, Some(before.id)).await? {
        return Ok(false);
    }
    let saved = sqlx::query(
        "update people set name = ?, title = ?, unit_id = ?, version = version + 1 where id = ? and version = ?",
    )
    .bind(&after.name)
    .bind(&after.title)
    .bind(after.unit_id)
    .bind(before.id)
    .bind(before.version)
    .execute(tx.conn())
    .await?;
    if saved.rows_affected() == 0 {
        return Err(Error::Stale);
    }
    if after.email != before.colleague.email {
        open_account(tx, before.id, &after.email).await?;
    }
    let kind = match !before.has_account && !after.email.is_empty() {
        true => EventKind::AccountAdded,
        false => EventKind::Changed,
    };
    let actor = tx.actor().or(Some(before.id)); // the first administrator tells who she is herself
    tx.record_as(
        actor,
        Event::new(kind, SubjectKind::Account, before.id)
            .version(before.version + 1)
            .changes(Change::between(Some(&before.colleague), after)),
    )
    .await?;
    Ok(true)
}

/// Gives a role for a time.
pub async fn give_role(tx: &mut Write, person_id: i64, role: &DatedRole) -> Result<()> {
    sqlx::query(
        "insert into account_roles (person_id, role, department_id, valid_from, valid_to) values (?, ?, ?, ?, ?)",
    )
    .bind(person_id)
    .bind(Text(role.role))
    .bind(role.department_id)
    .bind(Text(role.span.from))
    .bind(text(&role.span.to))
    .execute(tx.conn())
    .await?;
    tx.record(
        Event::new(EventKind::RoleGranted, SubjectKind::Account, person_id)
            .change("role", None::<&str>, role.role)
            .change("department_id", None::<i64>, role.department_id)
            .change("valid_from", None::<Date>, role.span.from)
            .change("valid_to", None::<Date>, role.span.to),
    )
    .await
}

/// Ends a role after a last day; yesterday means at once.
pub async fn end_role(tx: &mut Write, person_id: i64, role: &DatedRole, last: Date) -> Result<()> {
    sqlx::query("update account_roles set valid_to = ? where id = ? and person_id = ?")
        .bind(Text(last))
        .bind(role.id)
        .bind(person_id)
        .execute(tx.conn())
        .await?;
    tx.record(
        Event::new(EventKind::RoleEnded, SubjectKind::Account, person_id)
            .change("role", role.role, None::<&str>)
            .change("valid_to", role.span.to, last),
    )
    .await
}

/// Whether someone else is administrator, today and until further notice, with an open account.
pub async fn another_administrator(tx: &mut Write, person_id: i64) -> Result<bool> {
    let today = Text(tx.today());
    Ok(sqlx::query_scalar(
        "select exists (select 1 from account_roles r join accounts a on a.person_id = r.person_id
         where r.role = ?1 and r.person_id <> ?2 and a.deactivated_at is null
           and r.valid_from <= ?3 and r.valid_to is null)",
    )
    .bind(Text(Role::Administrator))
    .bind(person_id)
    .bind(today)
    .fetch_one(tx.conn())
    .await?)
}

pub async fn reactivate(tx: &mut Write, person_id: i64) -> Result<()> {
    sqlx::query(
        "update accounts set deactivated_at = null, version = version + 1 where person_id = ?",
    )
    .bind(person_id)
    .execute(tx.conn())
    .await?;
    tx.record(Event::new(
        EventKind::AccountReactivated,
        SubjectKind::Account,
        person_id,
    ))
    .await
}

/// Ends every session of a person.
pub async fn end_sessions(tx: &mut Write, person_id: i64) -> Result<()> {
    let now = Text(tx.now());
    sqlx::query("update sessions set ended_at = ? where person_id = ? and ended_at is null")
        .bind(now)
        .bind(person_id)
        .execute(tx.conn())
        .await?;
    tx.record(Event::new(
        EventKind::SessionsEnded,
        SubjectKind::Account,
        person_id,
    ))
    .await
}

/// Everyone by id and name, in Swedish order.
pub async fn names(db: impl SqliteExecutor<'_>) -> Result<Vec<(i64, String)>> {
    Ok(
        sqlx::query_as("select id, name from people order by name collate svenska, id limit 5000")
            .fetch_all(db)
            .await?,
    )
}
