//! The satsningar of a dialogue, a län or an issue area, in short.

use super::tone;
use crate::error::Result;
use crate::store::investments::{self, Filter, Row};
use crate::store::reader::Reader;
use jiff::civil::Date;

pub struct Card {
    pub rows: Vec<Row>,
    pub more: bool,
    /// The list of them.
    pub all: String,
    /// Where one is added; empty for who may not.
    pub new: String,
}

impl Card {
    /// `query` is what the list is narrowed to, and what a new one begins with, for whom it is open to.
    pub async fn load(
        db: &Reader,
        can_add: bool,
        filter: &Filter,
        query: &str,
        today: Date,
    ) -> Result<Card> {
        let found = investments::in_short(db, filter, today).await?;
        let (rows, more) = &*found;
        Ok(Card {
            rows: rows.clone(),
            more: *more,
            all: format!("/satsningar?{query}"),
            new: match can_add {
                true => format!("/satsningar/ny?{query}"),
                false => String::new(),
            },
        })
    }

    /// Those that come from a dialogue.
    pub async fn of_dialogue(db: &Reader, can_add: bool, id: i64, today: Date) -> Result<Card> {
        let filter = Filter {
            dialogue: Some(id),
            ..Filter::default()
        };
        Card::load(db, can_add, &filter, &format!("dialog={id}"), today).await
    }

    pub fn tone(&self, row: &Row) -> &'static str {
        tone(row.status)
    }
}
