//! What is expected of a person in the cases: a judgement, or to be the one whom others turn to.

use super::list::Row;
use super::{Filter, Sort, list};
use crate::domain::people::Seat;
use crate::domain::secrecy::Sight;
use crate::domain::transition_case::{Status, Threshold};
use crate::error::Result;
use crate::store::Part;
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

/// Those that nobody has judged, in some teams or in all.
pub async fn to_judge(
    db: &Reader,
    teams: Option<&[i64]>,
    (threshold, sight): (Threshold, &Sight),
    today: Date,
) -> Result<Waiting> {
    let filter = Filter {
        waiting: true,
        ..Filter::default()
    };
    let order = (Sort::Reported, false);
    let found = list(db, (&filter, threshold, sight), order, Part::Whole, today).await?;
    let mut rows = found.rows;
    rows.retain(|row| teams.is_none_or(|teams| teams.contains(&row.team_id)));
    Ok(short(rows))
}

/// Those whose contact person she is, by name or as the uppdragsansvarig.
pub async fn of_contact_person(
    db: &Reader,
    (person, seats): (i64, &[Seat]),
    (threshold, sight): (Threshold, &Sight),
    today: Date,
) -> Result<Waiting> {
    let filter = Filter {
        status: Some(Status::ContactNamed),
        ..Filter::default()
    };
    let order = (Sort::Reported, true);
    let found = list(db, (&filter, threshold, sight), order, Part::Whole, today).await?;
    let mut rows = found.rows;
    rows.retain(|row| match row.contact_person_id {
        Some(named) => named == person,
        None => seats.contains(&Seat::Lead(row.team_id)),
    });
    Ok(short(rows))
}

fn short(mut rows: Vec<Row>) -> Waiting {
    let total = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    rows.truncate(SHORT);
    Waiting { rows, total }
}
