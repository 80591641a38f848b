//! What follows neither the function nor a button: whom the holder is in touch with, the cases others turn to
//! her about, and where she sits for the agency. It is told to each reader as she may read it.

use super::Shown;
use crate::App;
use crate::domain::people::{Kind, Seat};
use crate::domain::places::County;
use crate::error::Result;
use crate::store::Part;
use crate::store::contact_entries::{self, FollowUp, Touched};
use crate::store::networks::{self, Filter, Row as Network, Sort};
use crate::store::transition_cases::{self, Row as Case};
use crate::web::me::Me;
use crate::web::{secrecy, text};
use jiff::civil::Date;

pub struct Knows {
    pub contacts: Vec<Touched>,
    pub follow_ups: Vec<FollowUp>,
    pub cases: Vec<Case>,
    pub networks: Vec<Network>,
    today: Date,
}

impl Knows {
    pub async fn load(app: &App, me: &Me, shown: &Shown, day: Date) -> Result<Knows> {
        let (db, today, row) = (app.db.read(), app.clock.today(), &shown.row);
        let sight = secrecy::sight(app, me).await?;
        let here = counties(&shown.seats.holders.counties, &row.seat);
        let codes: Vec<String> = here.iter().map(|county| county.code.clone()).collect();
        // What is about the whole country follows with each of her seats.
        let mut follow_ups = contact_entries::follow_ups(db, row.person_id, &sight).await?;
        let is_here = |name: &str| here.iter().any(|county| county.short_name == name);
        follow_ups.retain(|each| each.county.is_empty() || is_here(&each.county));
        // A deputy has the seat's rights, and others turn to the one who holds it.
        let seats = match row.kind {
            Kind::Deputy => Vec::new(),
            _ => vec![row.seat.clone()],
        };
        let sits = Filter {
            person: Some(row.person_id),
            ..Filter::default()
        };
        let order = (Sort::Name, false);
        let networks = networks::list(db, &sits, order, Part::Whole, today.min(day)).await?;
        Ok(Knows {
            contacts: contact_entries::touched_by(db, row.person_id, &codes, &sight).await?,
            follow_ups,
            cases: transition_cases::named(db, (row.person_id, &seats), &sight, today).await?,
            networks: networks.rows,
            today,
        })
    }

    pub fn late(&self, day: &Date) -> Option<String> {
        text::late(*day, self.today)
    }
}

/// The län that a seat is about.
fn counties<'a>(all: &'a [County], seat: &Seat) -> Vec<&'a County> {
    let of = |county: &&County| match seat {
        Seat::County(code) => county.code == *code,
        Seat::Lead(team) | Seat::Issue(team, _) => county.team_id == *team,
    };
    all.iter().filter(of).collect()
}
