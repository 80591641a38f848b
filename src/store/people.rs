//! Colleagues, their accounts and roles.

use super::Write;
use super::columns::{Columns, Text};
use crate::domain::event::{Event, EventKind, SubjectKind};
use crate::domain::people::{Person, Role};
use crate::error::Result;
use sqlx::SqliteExecutor;

/// An account as login needs it.
pub struct Credentials {
    pub person_id: i64,
    pub password_hash: Option<String>,
}

/// The account with this address, unless it is deactivated.
pub async fn credentials(db: impl SqliteExecutor<'_>, email: &str) -> Result<Option<Credentials>> {
    let row = sqlx::query(
        "select person_id, password_hash from accounts where email_folded = ? and deactivated_at is null",
    )
    .bind(fold_email(email))
    .try_map(|row| {
        Ok(Credentials { person_id: row.int("person_id")?, password_hash: row.opt_string("password_hash")? })
    })
    .fetch_optional(db)
    .await?;
    Ok(row)
}

pub async fn password_hash(db: impl SqliteExecutor<'_>, person_id: i64) -> Result<Option<String>> {
    Ok(
        sqlx::query_scalar("select password_hash from accounts where person_id = ?")
            .bind(person_id)
            .fetch_one(db)
            .await?,
    )
}

pub fn fold_email(email: &str) -> String {
    email.trim().to_lowercase()
}

pub async fn find(db: impl SqliteExecutor<'_>, id: i64) -> Result<Person> {
    let row = sqlx::query("select * from people where id = ?")
        .bind(id)
        .try_map(|row| {
            Ok(Person {
                id: row.int("id")?,
                name: row.string("name")?,
                title: row.string("title")?,
                unit_id: row.opt_int("unit_id")?,
                version: row.int("version")?,
            })
        })
        .fetch_one(db)
        .await?;
    Ok(row)
}

/// Names of those who have a role today, in Swedish order.
pub async fn names_with_role(
    db: impl SqliteExecutor<'_>,
    role: Role,
    today: jiff::civil::Date,
) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar(
        "select distinct p.name from account_roles r
         join accounts a on a.person_id = r.person_id and a.deactivated_at is null
         join people p on p.id = r.person_id
         where r.role = ?1 and r.valid_from <= ?2 and (r.valid_to is null or r.valid_to >= ?2)
         order by p.name collate svenska",
    )
    .bind(role.code())
    .bind(Text(today))
    .fetch_all(db)
    .await?)
}

pub async fn has_role(
    db: impl SqliteExecutor<'_>,
    person_id: i64,
    role: Role,
    today: jiff::civil::Date,
) -> Result<bool> {
    Ok(sqlx::query_scalar(
        "select exists (select 1 from account_roles where person_id = ?1 and role = ?2
         and valid_from <= ?3 and (valid_to is null or valid_to >= ?3))",
    )
    .bind(person_id)
    .bind(role.code())
    .bind(Text(today))
    .fetch_one(db)
    .await?)
}

/// Sets a password; every session of the person ends but the one named, and no older link works.
pub async fn set_password(
    tx: &mut Write,
    person_id: i64,
    hash: &str,
    keep_session: Option<&str>,
    kind: EventKind,
) -> Result<()> {
    sqlx::query("update accounts set password_hash = ?, version = version + 1 where person_id = ?")
        .bind(hash)
        .bind(person_id)
        .execute(tx.conn())
        .await?;
    let now = Text(tx.now());
    sqlx::query("update one_time_links set used_at = ? where person_id = ? and used_at is null")
        .bind(now)
        .bind(person_id)
        .execute(tx.conn())
        .await?;
    let now = Text(tx.now());
    sqlx::query("update sessions set ended_at = ? where person_id = ? and token_hash is not ? and ended_at is null")
        .bind(now)
        .bind(person_id)
        .bind(keep_session)
        .execute(tx.conn())
        .await?;
    tx.record_as(
        Some(person_id),
        Event::new(kind, SubjectKind::Account, person_id),
    )
    .await
}

/// Replaces a hash made with older parameters, at login.
pub async fn rehash(tx: &mut Write, person_id: i64, hash: &str) -> Result<()> {
    sqlx::query("update accounts set password_hash = ? where person_id = ?")
        .bind(hash)
        .bind(person_id)
        .execute(tx.conn())
        .await?;
    tx.record_as(
        Some(person_id),
        Event::new(EventKind::PasswordRehashed, SubjectKind::Account, person_id),
    )
    .await
}

/// Everyone with an account that is open, for the demo's login page.
pub async fn entrances(
    db: impl SqliteExecutor<'_>,
    today: jiff::civil::Date,
) -> Result<Vec<crate::domain::people::Entrance>> {
    let rows = sqlx::query(
        "select p.id, p.name, ac.email,
                (select group_concat(words, ', ') from (
                     select case a.kind when 'acting' then 'tf. ' when 'deputy' then 'ersättare, ' else '' end
                         || case a.function when 'lead' then 'uppdragsansvarig ' || t.name
                            when 'county_officer' then 'länsansvarig ' || c.short_name
                            else 'ansvarig för sakfrågor ' || d.name || ' ' || t.name end as words
                     from assignments a left join teams t on t.id = a.team_id
                     left join counties c on c.code = a.county left join departments d on d.id = a.department_id
                     where a.person_id = p.id and a.removed_at is null
                       and a.valid_from <= ?1 and (a.valid_to is null or a.valid_to >= ?1)
                     union all
                     select distinct case r.role when 'manager' then 'chef' when 'reader' then 'läsare' else 'administratör' end
                     from account_roles r where r.person_id = p.id
                       and r.valid_from <= ?1 and (r.valid_to is null or r.valid_to >= ?1))) as functions
         from accounts ac join people p on p.id = ac.person_id
         where ac.deactivated_at is null
         order by p.id",
    )
    .bind(Text(today))
    .try_map(|row| {
        Ok(crate::domain::people::Entrance {
            person_id: row.int("id")?,
            name: row.string("name")?,
            email: row.string("email")?,
            functions: row.opt_string("functions")?.unwrap_or_default(),
        })
    })
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// A new colleague with an account; none when the address is taken.
pub async fn add_with_account(
    tx: &mut Write,
    name: &str,
    title: &str,
    unit_id: Option<i64>,
    email: &str,
) -> Result<Option<i64>> {
    let taken: bool =
        sqlx::query_scalar("select exists (select 1 from accounts where email_folded = ?)")
            .bind(fold_email(email))
            .fetch_one(tx.conn())
            .await?;
    if taken {
        return Ok(None);
    }
    let now = Text(tx.now());
    let id: i64 = sqlx::query_scalar(
        "insert into people (name, title, unit_id, created_at) values (?, ?, ?, ?) returning id",
    )
    .bind(name)
    .bind(title)
    .bind(unit_id)
    .bind(now)
    .fetch_one(tx.conn())
    .await?;
    let now = Text(tx.now());
    sqlx::query(
        "insert into accounts (person_id, email, email_folded, created_at) values (?, ?, ?, ?)",
    )
    .bind(id)
    .bind(email)
    .bind(fold_email(email))
    .bind(now)
    .execute(tx.conn())
    .await?;
    tx.record(
        Event::new(EventKind::AccountAdded, SubjectKind::Account, id)
            .version(1)
            .change("name", None::<&str>, name)
            .change("email", None::<&str>, email),
    )
    .await?;
    Ok(Some(id))
}

/// Gives a role from today on.
pub async fn grant(
    tx: &mut Write,
    person_id: i64,
    role: Role,
    department_id: Option<i64>,
) -> Result<()> {
    let today = Text(tx.today());
    sqlx::query("insert into account_roles (person_id, role, department_id, valid_from) values (?, ?, ?, ?)")
        .bind(person_id)
        .bind(Text(role))
        .bind(department_id)
        .bind(today)
        .execute(tx.conn())
        .await?;
    tx.record(
        Event::new(EventKind::RoleGranted, SubjectKind::Account, person_id)
            .change("role", None::<&str>, role)
            .change("department_id", None::<i64>, department_id),
    )
    .await
}

/// Shuts an account; its sessions end at once.
pub async fn deactivate(tx: &mut Write, person_id: i64) -> Result<()> {
    let now = tx.now();
    sqlx::query(
        "update accounts set deactivated_at = ?, version = version + 1 where person_id = ? and deactivated_at is null",
    )
    .bind(Text(now))
    .bind(person_id)
    .execute(tx.conn())
    .await?;
    sqlx::query("update sessions set ended_at = ? where person_id = ? and ended_at is null")
        .bind(Text(now))
        .bind(person_id)
        .execute(tx.conn())
        .await?;
    tx.record(Event::new(
        EventKind::AccountDeactivated,
        SubjectKind::Account,
        person_id,
    ))
    .await
}

/// Whether an administrator can log in today.
pub async fn any_administrator(
    db: impl SqliteExecutor<'_>,
    today: jiff::civil::Date,
) -> Result<bool> {
    Ok(sqlx::query_scalar(
        "select exists (select 1 from account_roles r join accounts a on a.person_id = r.person_id
         where r.role = 'administrator' and r.valid_from <= ?1 and (r.valid_to is null or r.valid_to >= ?1)
           and a.deactivated_at is null and a.password_hash is not null)",
    )
    .bind(Text(today))
    .fetch_one(db)
    .await?)
}

/// The account that waits for its first administrator; she gives her name and address herself.
pub async fn first_administrator(tx: &mut Write) -> Result<i64> {
    let waiting: Option<i64> =
        sqlx::query_scalar("select person_id from accounts where email_folded = ''")
            .fetch_optional(tx.conn())
            .await?;
    if let Some(person_id) = waiting {
        return Ok(person_id);
    }
    let person_id = add_with_account(tx, "Administratör", "", None, "").await?;
    let person_id =
        person_id.ok_or_else(|| crate::error::Error::internal("the first account is taken"))?;
    grant(tx, person_id, Role::Administrator, None).await?;
    Ok(person_id)
}

/// An account as it is listed.
#[derive(Clone, Debug)]
pub struct AccountRow {
    pub person_id: i64,
    pub name: String,
    pub email: String,
    pub unit_name: String,
    pub roles: String,
    pub deactivated: bool,
    pub has_password: bool,
}

/// Every account, in Swedish order, with the roles it has today in words.
pub async fn accounts(
    db: impl SqliteExecutor<'_>,
    today: jiff::civil::Date,
) -> Result<Vec<AccountRow>> {
    let rows = sqlx::query(
        "select p.id, p.name, a.email, coalesce(u.name, '') as unit_name, a.deactivated_at is not null as deactivated,
                a.password_hash is not null as has_password,
                coalesce((select group_concat(distinct case r.role when 'manager' then 'chef'
                                  when 'reader' then 'läsare' else 'administratör' end)
                          from account_roles r where r.person_id = p.id
                            and r.valid_from <= ?1 and (r.valid_to is null or r.valid_to >= ?1)), '') as roles
         from accounts a join people p on p.id = a.person_id left join units u on u.id = p.unit_id
         order by p.name collate svenska",
    )
    .bind(Text(today))
    .try_map(|row| {
        Ok(AccountRow {
            person_id: row.int("id")?,
            name: row.string("name")?,
            email: row.string("email")?,
            unit_name: row.string("unit_name")?,
            roles: row.string("roles")?,
            deactivated: row.flag("deactivated")?,
            has_password: row.flag("has_password")?,
        })
    })
    .fetch_all(db)
    .await?;
    Ok(rows)
}

/// What colleagues are called, in Swedish order.
pub async fn names(db: impl SqliteExecutor<'_>, ids: &[i64]) -> Result<Vec<(i64, String)>> {
    Ok(sqlx::query_as(
        "select id, name from people where id in (select value from json_each(?)) order by name collate svenska, id",
    )
    .bind(serde_json::Value::from(ids).to_string())
    .fetch_all(db)
    .await?)
}

/// The unit of a colleague, when it is known.
pub async fn unit_of(db: impl SqliteExecutor<'_>, id: i64) -> Result<Option<i64>> {
    Ok(
        sqlx::query_scalar("select unit_id from people where id = ?")
            .bind(id)
            .fetch_one(db)
            .await?,
    )
}
