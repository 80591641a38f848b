//! A believable small agency with invented people, for `demo` and for the tests.

mod people;
mod scale;

use super::{Db, set_mark};
use crate::domain::access::Permit;
use crate::domain::event::{Event, EventKind, SubjectKind};
use crate::error::Result;

/// Fills an empty database in one transaction; every date is counted from the clock's day.
pub async fn install(db: &Db, scale: i64) -> Result<()> {
    let mut tx = db.write(Permit::system()).await?;
    set_mark(&mut tx, "demo").await?;
    super::organisation::frame(&mut tx).await?;
    people::install(&mut tx).await?;
    scale::enlarge(&mut tx, scale).await?;
    tx.record(Event::new(
        EventKind::Installed,
        SubjectKind::Installation,
        1,
    ))
    .await?;
    tx.commit().await
}
