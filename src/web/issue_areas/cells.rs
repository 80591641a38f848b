//! A cell issue area × län in words and signs: the position, when it was last raised, open insatser.

use crate::domain::matrix::Raised;
use crate::domain::places::County;
use crate::error::Result;
use crate::store::issue_areas::{self, Cell as Key};
use crate::store::kept::{self, Until};
use crate::store::positions::{self, State};
use crate::store::reader::Reader;
use crate::web::positions::tone;
use jiff::civil::Date;
use std::collections::HashMap;
use std::sync::Arc;

pub struct Cell {
    pub position: Option<Said>,
    pub raised: Raised,
    /// Where it was last raised.
    pub raised_url: String,
    pub actions: i64,
    pub actions_url: String,
    pub white: bool,
}

/// The newest position of a län in an issue area.
pub struct Said {
    pub url: String,
    pub status: &'static str,
    /// The class of its sign: open, half, full.
    pub mark: &'static str,
    pub tone: &'static str,
    pub stale: bool,
    pub held_on: Date,
}

impl Cell {
    /// "2025-10", "aldrig"
    pub fn raised_short(&self) -> String {
        match self.raised.day() {
            Some(day) => day.strftime("%Y-%m").to_string(),
            None => "aldrig".to_owned(),
        }
    }
}

/// What is known of the cells: three statements, however many there are.
pub struct Cells {
    positions: HashMap<Key, State>,
    raised: HashMap<Key, (i64, Date)>,
    actions: HashMap<Key, i64>,
    today: Date,
}

impl Cells {
    pub async fn load(db: &Reader, issue_area: Option<i64>, today: Date) -> Result<Arc<Cells>> {
        let key = ("cells", format!("{issue_area:?} {today}"));
        let read = Cells::read(db, issue_area, today);
        kept::answer(db, Until::AnythingHappens, key, read).await
    }

    async fn read(db: &Reader, issue_area: Option<i64>, today: Date) -> Result<Cells> {
        let newest = positions::newest(db, issue_area).await?;
        let key = |state: State| ((state.issue_area_id, state.county.clone()), state);
        Ok(Cells {
            positions: newest.into_iter().map(key).collect(),
            raised: issue_areas::raised(db, issue_area).await?,
            actions: issue_areas::with_open_actions(db, issue_area).await?,
            today,
        })
    }

    pub fn of(&self, area: i64, county: &County) -> Cell {
        let key = (area, county.code.clone());
        let state = self.positions.get(&key);
        let last = self.raised.get(&key);
        let raised = Raised::of(last.map(|(_, day)| *day), self.today);
        Cell {
            white: raised.is_white(state.map(|state| state.held_on), self.today),
            position: state.map(said),
            raised,
            raised_url: last.map_or(String::new(), |(id, _)| format!("/dialoger/{id}")),
            actions: self.actions.get(&key).copied().unwrap_or_default(),
            actions_url: format!("/insatser?lan={}&sakfraga={area}", county.slug),
        }
    }
}

fn said(state: &State) -> Said {
    use crate::domain::position::Status;
    Said {
        url: state.url(),
        status: state.status.label(),
        mark: match state.status {
            Status::Drafting => "is-open",
            Status::Agreed => "is-half",
            Status::InForce => "is-full",
        },
        tone: tone(state.status),
        stale: state.stale,
        held_on: state.held_on,
    }
}
