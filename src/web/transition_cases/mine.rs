//! What the start page tells of cases: those to judge, and those whose contact person she is.

use crate::App;
use crate::domain::access::Act;
use crate::domain::people::Seat;
use crate::error::Result;
use crate::store::kept::{self, Until};
use crate::store::transition_cases::{self, Waiting};
use crate::web::me::Me;
use crate::web::{secrecy, text};

/// The two lists of the start page; each empty when nothing is expected.
#[derive(Clone, Debug, Default)]
pub struct Mine {
    pub to_judge: Waiting,
    pub contact: Waiting,
    /// She decides; else she proposes.
    pub decides: bool,
}

impl Mine {
    pub fn is_empty(&self) -> bool {
        self.to_judge.rows.is_empty() && self.contact.rows.is_empty()
    }

    /// "2 ärenden om varsel och etablering väntar på bedömning."
    pub fn waiting_words(&self) -> Option<String> {
        let total = self.to_judge.total;
        let cases = text::counted(total, "ärende", "ärenden");
        (total > 0).then(|| {
            let words = format!("{cases} om varsel och etablering väntar på bedömning.");
            text::first_upper(&words)
        })
    }

    pub async fn load(app: &App, me: &Me) -> Result<std::sync::Arc<Mine>> {
        let sight = secrecy::sight(app, me).await?;
        let key = format!("{} {} {}", me.id(), app.clock.today(), sight.json());
        let reading = Mine::read(app, me);
        kept::answer(
            app.db.read(),
            Until::AnythingHappens,
            ("cases of hers", key),
            reading,
        )
        .await
    }

    async fn read(app: &App, me: &Me) -> Result<Mine> {
        let (db, today) = (app.db.read(), app.clock.today());
        let sight = secrecy::sight(app, me).await?;
        let rows = me.standing.assignments.iter();
        let seats: Vec<Seat> = rows.map(|row| row.seat.clone()).collect();
        let teams: Vec<i64> = seats.iter().filter_map(led).collect();
        let decides = me.can_somewhere(Act::DecideTransitionCase);
        let teams = if decides {
            None
        } else {
            Some(teams.as_slice())
        };
        let who = (me.id(), seats.as_slice());
        let (to_judge, contact) = transition_cases::expected(db, who, teams, &sight, today).await?;
        Ok(Mine {
            to_judge,
            contact,
            decides,
        })
    }
}

fn led(seat: &Seat) -> Option<i64> {
    match seat {
        Seat::Lead(team) => Some(*team),
        _ => None,
    }
}
