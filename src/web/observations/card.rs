//! "Omvärld" on the page of a brief, a position, an item or an insats: the notes it uses, and a way to
//! use another; drawn by `observations/_card.html`.

use crate::App;
use crate::domain::observation::UsedIn;
use crate::error::Result;
use crate::store::kept;
use crate::store::observations::{self, UsedNote};
use crate::web::form::Choice;
use crate::web::me::Me;
use crate::web::secrecy::sight;
use crate::web::text;

pub struct Card {
    pub rows: Vec<UsedNote>,
    /// Those that are not used yet; none for who may not change the record.
    pub choices: Vec<Choice>,
    pub target: String,
    pub may: bool,
}

impl Card {
    /// `counties` and `areas` are those that a note to choose has one of.
    pub async fn load(
        app: &App,
        me: &Me,
        (kind, id): (UsedIn, i64),
        (counties, areas): (&[String], &[i64]),
        may: bool,
    ) -> Result<Card> {
        let (db, sight) = (app.db.read(), sight(app, me).await?);
        let read = async {
            let rows = observations::of_target(db, (kind, id), &sight).await?;
            let all = match may {
                true => observations::candidates(db, (counties, areas), &sight).await?,
                false => vec![],
            };
            Ok((rows, all))
        };
        let about = format!("{kind} {id} {may} {}", sight.json());
        let (rows, all) = kept::copy(db, "notes used in", about, read).await?;
        let unused = |(id, _): &(i64, String)| !rows.iter().any(|row| row.id == *id);
        let choices = all.into_iter().filter(unused);
        Ok(Card {
            choices: choices.map(|(id, title)| Choice::new(id, title)).collect(),
            target: format!("{}:{id}", kind.code()),
            rows,
            may,
        })
    }

    pub fn day(&self, row: &UsedNote) -> String {
        text::to_stockholm_date(row.created_at).to_string()
    }
}
