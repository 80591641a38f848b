//! The sources of a län, on its page.

use super::words;
use crate::App;
use crate::domain::access::Act;
use crate::domain::places::County;
use crate::error::Result;
use crate::store::sources::{self, Row};
use crate::store::{inbox, kept};
use crate::web::me::Me;

/// So many are shown; the rest are in the list.
const SHOWN: i64 = 4;

pub struct Card {
    pub rows: Vec<Row>,
    pub waiting: i64,
    pub can_add: bool,
    /// The list of them all, and what they have told.
    pub list: String,
    pub inbox: String,
    pub add: String,
    fetches: bool,
}

impl Card {
    pub async fn load(app: &App, me: &Me, county: &County) -> Result<Card> {
        let (db, code) = (app.db.read(), std::slice::from_ref(&county.code));
        let rows = sources::of_county(db, &county.code, SHOWN);
        let waiting = inbox::waiting(db, code);
        Ok(Card {
            rows: kept::copy(db, "sources of a county", &county.code, rows).await?,
            waiting: kept::copy(db, "inbox of a county", &county.code, waiting).await?,
            can_add: me.can(Act::KeepContacts, &county.place()),
            list: format!("/omvarld/kallor?lan={}", county.slug),
            inbox: format!("/omvarld/inkorg?lan={}", county.slug),
            add: format!("/omvarld/kallor/ny?lan={}", county.slug),
            fetches: app.config.fetches_sources(),
        })
    }

    pub fn said(&self, row: &Row) -> String {
        match row.progress.fails() {
            true => words::state(&row.progress, true, self.fetches),
            false => String::new(),
        }
    }
}
