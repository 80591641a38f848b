//! Failed logins, kept for a day so that the next ones can be slowed down.

use crate::domain::access::Permit;
use crate::error::Result;
use crate::store::columns::{Columns, Text};
use crate::store::{Db, Write};
use jiff::{SignedDuration, Timestamp};
use sqlx::SqliteExecutor;

/// Failed logins since a moment: how many, and when the latest was.
#[derive(Clone, Copy, Debug)]
pub struct Failures {
    pub count: i64,
    pub latest: Option<Timestamp>,
}

pub async fn failures_of_account(
    db: impl SqliteExecutor<'_>,
    key: &str,
    since: Timestamp,
) -> Result<Failures> {
    let row = sqlx::query(
        "select count(*) as count, max(failed_at) as latest from login_failures
         where account_key = ? and failed_at > ?",
    )
    .bind(key)
    .bind(Text(since))
    .try_map(|row| {
        Ok(Failures {
            count: row.int("count")?,
            latest: row.opt_parsed("latest")?,
        })
    })
    .fetch_one(db)
    .await?;
    Ok(row)
}

pub async fn failures_of_address(
    db: impl SqliteExecutor<'_>,
    key: &str,
    since: Timestamp,
) -> Result<Failures> {
    let row = sqlx::query(
        "select count(*) as count, max(failed_at) as latest from login_failures
         where address_key = ? and failed_at > ?",
    )
    .bind(key)
    .bind(Text(since))
    .try_map(|row| {
        Ok(Failures {
            count: row.int("count")?,
            latest: row.opt_parsed("latest")?,
        })
    })
    .fetch_one(db)
    .await?;
    Ok(row)
}

/// Notes a failed login in a write of its own, and forgets what is older than a day.
pub async fn note_failure(db: &Db, account_key: &str, address_key: &str) -> Result<()> {
    let mut tx = db.write(Permit::system()).await?;
    let now = tx.now();
    sqlx::query("delete from login_failures where failed_at < ?")
        .bind(Text(now - SignedDuration::from_hours(24)))
        .execute(tx.conn())
        .await?;
    sqlx::query(
        "insert into login_failures (account_key, address_key, failed_at) values (?, ?, ?)",
    )
    .bind(account_key)
    .bind(address_key)
    .bind(Text(now))
    .execute(tx.conn())
    .await?;
    tx.commit_unrecorded().await
}

/// Forgets an account's failures from one address, once its owner has logged in from there.
pub async fn forget_failures(tx: &mut Write, account_key: &str, address_key: &str) -> Result<()> {
    sqlx::query("delete from login_failures where account_key = ? and address_key = ?")
        .bind(account_key)
        .bind(address_key)
        .execute(tx.conn())
        .await?;
    Ok(())
}
