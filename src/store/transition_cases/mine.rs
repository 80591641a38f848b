//! What is expected of a person in the cases: a judgement, or to be the one whom others turn to.

use super::list::{Row, in_hand};
use crate::domain::people::Seat;
use crate::domain::secrecy::Sight;
use crate::domain::transition_case::Status;
use crate::error::Result;
use crate::store::reader::Reader;
use jiff::civil::Date;

/// Cases that wait, and how many there are in all.
#[derive(Clone, Debug, Default)]
pub struct Waiting {
    pub rows: Vec<Row>,
    pub total: i64,
}

/// How many a start page shows.
const SHORT: usize = 6;

/// Those that nobody has judged, in some teams or in all; and those whose contact person she is, by name or
/// as the uppdragsansvarig.
pub async fn expected(
    db: &Reader,
    (person, seats): (i64, &[Seat]),
    teams: Option<&[i64]>,
    sight: &Sight,
    today: Date,
) -> Result<(Waiting, Waiting)> {
    let rows = in_hand(db, sight, today).await?;
    let (mut waiting, mut named): (Vec<Row>, Vec<Row>) = rows
        .into_iter()
        .partition(|row| row.status != Status::ContactNamed);
    waiting.retain(|row| teams.is_none_or(|teams| teams.contains(&row.team_id)));
    named.retain(|row| is_contact(row, person, seats));
    Ok((short(waiting), short(named)))
}

/// Every open case that others turn to her about.
pub async fn named(
    db: &Reader,
    (person, seats): (i64, &[Seat]),
    sight: &Sight,
    today: Date,
) -> Result<Vec<Row>> {
    let mut rows = in_hand(db, sight, today).await?;
    rows.retain(|row| row.status == Status::ContactNamed && is_contact(row, person, seats));
    Ok(rows)
}

/// By name, or as the uppdragsansvarig.
fn is_contact(row: &Row, person: i64, seats: &[Seat]) -> bool {
    match row.contact_person_id {
        Some(id) => id == person,
        None => seats.contains(&Seat::Lead(row.team_id)),
    }
}

fn short(mut rows: Vec<Row>) -> Waiting {
    let total = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    rows.truncate(SHORT);
    Waiting { rows, total }
}
