//! Is the password right? Slower and slower after ten failures, for an account and for an address.

use crate::App;
use crate::domain::access::Permit;
use crate::error::{Error, Result};
use crate::secrets::hash_of;
use crate::store::{people, sessions};
use jiff::SignedDuration;
use std::net::IpAddr;
use tokio::sync::Semaphore;

/// Throttle and password are looked at by two logins at a time, so that none slips between the two.
static GATE: Semaphore = Semaphore::const_new(2);

/// A hash made with older parameters is made anew while the password is at hand.
pub async fn refresh_hash(app: &App, person_id: i64, password: &str) -> Result<()> {
    let stored = people::password_hash(app.db.read(), person_id).await?;
    if !stored.is_some_and(|stored| app.passwords.needs_rehash(&stored)) {
        return Ok(());
    }
    let hash = app
        .passwords
        .hash(password.to_owned())
        .await
        .map_err(Error::internal)?;
    let mut tx = app.db.write(Permit::system()).await?;
    people::rehash(&mut tx, person_id, &hash).await?;
    tx.commit().await
}

pub enum Checked {
    Right(i64),
    Wrong,
    Wait(u64),
}

pub async fn check(app: &App, email: &str, password: &str, address: &str) -> Result<Checked> {
    let _turn = GATE.acquire().await.map_err(Error::internal)?;
    let (account_key, address_key) = keys(email, address);
    let seconds = wait(app, &account_key, &address_key).await?;
    if seconds > 0 {
        return Ok(Checked::Wait(seconds));
    }
    let known = people::credentials(app.db.read(), email).await?;
    let stored = known.as_ref().and_then(|known| known.password_hash.clone());
    let right = app.passwords.verify(password.to_owned(), stored).await;
    match known {
        Some(known) if right && known.password_hash.is_some() => {
            Ok(Checked::Right(known.person_id))
        }
        _ => {
            sessions::note_failure(&app.db, &account_key, &address_key).await?;
            Ok(Checked::Wrong)
        }
    }
}

/// What counts as one address: an IPv6 network of 64 bits belongs to one household or one machine.
pub fn network(address: IpAddr) -> String {
    match address {
        IpAddr::V4(four) => four.to_string(),
        IpAddr::V6(six) => {
            let [a, b, c, d, ..] = six.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

pub fn keys(email: &str, address: &str) -> (String, String) {
    (
        hash_of(&format!("account {}", people::fold_email(email))),
        hash_of(&format!("address {address}")),
    )
}

/// After ten failures in fifteen minutes each further one doubles the wait: up to a minute for an
/// account, and to fifteen seconds for an address, which a whole agency may share.
async fn wait(app: &App, account_key: &str, address_key: &str) -> Result<u64> {
    let now = app.clock.now();
    let since = now - SignedDuration::from_mins(15);
    let left = |failures: sessions::Failures, longest: u64| {
        let over = failures.count - 10;
        let wait = if over < 0 {
            0
        } else {
            (1u64 << over.min(10)).min(longest)
        };
        let passed = failures.latest.map_or(u64::MAX, |at| {
            now.duration_since(at).as_secs().max(0) as u64
        });
        wait.saturating_sub(passed)
    };
    let of_account = sessions::failures_of_account(app.db.read(), account_key, since).await?;
    let of_address = sessions::failures_of_address(app.db.read(), address_key, since).await?;
    Ok(left(of_account, 60).max(left(of_address, 15)))
}
