//! What the region has been told of an insats: the card on its page.

use crate::App;
use crate::domain::feedback::Feedback;
use crate::error::Result;
use crate::store::feedback;
use crate::web::actions::words::Due;
use crate::web::text;
use jiff::civil::Date;

pub struct Card {
    pub lines: Vec<(Feedback, String)>,
    pub again: Option<Due>,
    /// All of the dialogue's, where the next one is written; empty when the insats comes from no dialogue.
    pub all: String,
}

pub async fn card(app: &App, action: i64, today: Date) -> Result<Card> {
    let of = feedback::of_action(app.db.read(), action).await?;
    let all = of
        .dialogue_id
        .map(|dialogue| format!("/dialoger/{dialogue}/aterkoppling"));
    let line = |each: Feedback| {
        let day = text::short_date(each.giving.given_on);
        (each, day)
    };
    Ok(Card {
        lines: of.given.into_iter().map(line).collect(),
        again: of.again_on.map(|day| Due::of(day, today, true)),
        all: all.unwrap_or_default(),
    })
}
