//! What waits for a person on her start page: feedback to read, and handovers at her unit or back with her.

use crate::App;
use crate::domain::agenda::Seats;
use crate::domain::feedback::{title, url};
use crate::error::Result;
use crate::store::feedback::{self, Unread};
use crate::store::handovers::{self, Waiting};
use crate::web::actions::words::Due;
use crate::web::holders::Holders;
use crate::web::me::Me;
use crate::web::text;
use jiff::civil::Date;

/// A feedback that she has not said that she has read.
pub struct ToRead {
    pub id: i64,
    pub url: String,
    pub title: String,
    pub meta: String,
}

/// A handover that waits for her unit, or for her.
pub struct HandedOver {
    pub url: String,
    pub question: String,
    pub meta: String,
    pub due: Due,
    pub button: &'static str,
}

pub struct Cards {
    pub to_read: Vec<ToRead>,
    pub at_unit: Vec<HandedOver>,
    pub back: Vec<HandedOver>,
}

impl Cards {
    pub fn is_empty(&self) -> bool {
        self.to_read.is_empty() && self.at_unit.is_empty() && self.back.is_empty()
    }
}

pub async fn cards(app: &App, me: &Me, seats: &Seats, holders: &Holders) -> Result<Cards> {
    let (db, today) = (app.db.read(), app.clock.today());
    let unread = feedback::unread(db, me.id(), today).await?;
    let all = [&seats.held[..], &seats.deputised[..]].concat();
    let waiting = handovers::mine(db, me.id(), &all, today).await?;
    Ok(Cards {
        to_read: unread.iter().map(to_read).collect(),
        at_unit: waiting
            .at_unit
            .iter()
            .map(|each| at_unit(each, today))
            .collect(),
        back: waiting
            .back
            .iter()
            .map(|each| back(each, holders, today))
            .collect(),
    })
}

fn to_read(of: &Unread) -> ToRead {
    ToRead {
        id: of.id,
        url: url(of.id),
        title: format!(
            "{}, {} {}",
            title(of.direction, &of.department),
            of.county,
            of.held_on
        ),
        meta: format!("{} · {}", of.by, text::long_date(of.given_on)),
    }
}

fn at_unit(of: &Waiting, today: Date) -> HandedOver {
    HandedOver {
        url: handed_url(of),
        question: of.question.clone(),
        meta: match of.accepted {
            true => format!("{} · mottagen, ta kontakt med länet", of.county),
            false => format!("{} · {} har fått frågan", of.county, of.unit),
        },
        due: Due::of(of.contact_by, today, true),
        button: if of.accepted {
            "Skriv in kontakten"
        } else {
            "Svara"
        },
    }
}

fn back(of: &Waiting, holders: &Holders, today: Date) -> HandedOver {
    let why = match of.silent {
        true => format!("tillbaka efter tystnad hos {}", of.unit),
        false => format!("tillbaka från {}", of.unit),
    };
    let seat = of.seat.as_ref();
    let place = seat.map_or(String::new(), |seat| format!(" · {}", holders.place(seat)));
    HandedOver {
        url: handed_url(of),
        question: of.question.clone(),
        meta: format!("{} · {why}{place}", of.county),
        due: Due::of(of.contact_by, today, true),
        button: "Ta vidare",
    }
}

fn handed_url(of: &Waiting) -> String {
    format!("/overlamningar/{}", of.id)
}
