//! Notes on the start page: to decide about, of one's own that came to use, new in what one follows.

use super::Shown;
use crate::App;
use crate::domain::people::Seat;
use crate::error::Result;
use crate::store::observations::{self, ForMe};
use crate::web::holders::Holders;
use crate::web::me::Me;
use crate::web::secrecy::sight;
use crate::web::text;
use jiff::Timestamp;
use std::ops::Deref;
use std::sync::Arc;

/// Drawn by `observations/_start.html` and `observations/_side.html`.
pub struct Notes(Arc<ForMe>);

impl Deref for Notes {
    type Target = ForMe;
    fn deref(&self) -> &ForMe {
        &self.0
    }
}

impl Notes {
    pub async fn load(app: &App, me: &Me, holders: &Holders) -> Result<Notes> {
        let sight = sight(app, me).await?;
        let counties = holders.counties_of(&me.standing);
        let mut seats = me.standing.assignments.iter().map(|row| &row.seat);
        let national = seats.any(|seat| matches!(seat, Seat::Lead(_)));
        let (db, today) = (app.db.read(), app.clock.today());
        let hers = (&counties[..], national);
        Ok(Notes(
            observations::for_me(db, &sight, me.id(), hers, today).await?,
        ))
    }

    /// Whether nothing is expected of her.
    pub fn is_empty(&self) -> bool {
        self.to_decide.is_empty()
    }

    pub fn more(&self) -> i64 {
        self.in_all - self.to_decide.len() as i64
    }

    pub fn day(&self, at: &Timestamp) -> String {
        text::to_stockholm_date(*at).to_string()
    }
}

impl Shown {
    pub fn is_decided(&self) -> bool {
        self.settled_on.is_some()
    }
}
