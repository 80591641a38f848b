//! What has been noticed in the län since the last dialogue: signals, contacts and open cases. Each can be
//! marked as secret, so it is read for its reader, and kept in memory for those alone who may read the same.

use crate::domain::dialogue::Dialogue;
use crate::domain::secrecy::Sight;
use crate::domain::since::{Before, looks_back_to};
use crate::error::Result;
use crate::store::kept::{self, Until};
use crate::store::reader::Reader;
use crate::store::{contact_entries, observations, transition_cases};
use jiff::civil::Date;
use std::sync::Arc;

#[derive(Debug)]
pub struct Noticed {
    pub signals: Vec<observations::Row>,
    pub contacts: Vec<contact_entries::Row>,
    pub cases: Vec<transition_cases::Row>,
}

impl Noticed {
    pub fn is_empty(&self) -> bool {
        self.signals.is_empty() && self.contacts.is_empty() && self.cases.is_empty()
    }
}

/// More than this is not listed here; the registers have them all.
const MOST: i64 = 40;

/// From the last dialogue to this one, or of the last year before the first.
pub async fn noticed(
    db: &Reader,
    (of, previous): (&Dialogue, Option<&Before>),
    sight: &Sight,
    today: Date,
) -> Result<Arc<Noticed>> {
    let (county, held_on) = (&of.plan.county, of.plan.held_on);
    let days = (looks_back_to(previous, held_on), held_on);
    let key = (
        "noticed since",
        format!("{} {today} {}", of.id, sight.json()),
    );
    let read = async {
        Ok(Noticed {
            signals: observations::of_county_between(db, sight, county, days, MOST).await?,
            contacts: contact_entries::of_county_between(db, sight, county, days, MOST).await?,
            cases: transition_cases::open_of_county(db, sight, county, today).await?,
        })
    };
    kept::answer(db, Until::AnythingHappens, key, read).await
}
