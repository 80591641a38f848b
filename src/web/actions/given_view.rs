//! What the page of an action tells of it being given away, and what she may do about it.

use super::given::{her_seats, units};
use crate::App;
use crate::domain::action::{Action, Receipt};
use crate::domain::people::Seat;
use crate::error::Result;
use crate::store::actions::receipts;
use crate::store::people;
use crate::web::form::Choice;
use crate::web::holders::Holders;
use crate::web::me::Me;
use crate::web::text;

/// What the page of an action tells of it being given away.
pub struct GivenView {
    /// "Väntar på svar", when it has been given.
    pub state: Option<&'static str>,
    pub tone: &'static str,
    pub waits: bool,
    pub with: String,
    pub log: Vec<LogLine>,
    pub can_give: bool,
    pub can_answer: bool,
    pub can_take_back: bool,
    pub to_function: bool,
    pub units: Vec<Choice>,
    pub seats: Vec<Choice>,
    /// Why it was declined, and by whom.
    pub declined: Option<LogLine>,
}

#[derive(Clone)]
pub struct LogLine {
    pub iso: String,
    pub what: String,
    pub by: String,
    pub reason: String,
}

impl GivenView {
    pub async fn load(
        app: &App,
        me: &Me,
        action: &Action,
        holders: &Holders,
        unit: &str,
        can_change: bool,
    ) -> Result<GivenView> {
        let db = app.db.read();
        let log = receipts::log_of(db, action.id).await?;
        let given = &action.given;
        let open = action.plan.status.is_open();
        let asked = open && given.receipt == Receipt::Asked;
        let hers = match asked {
            true => {
                let her_unit = people::find(db, me.id()).await?.unit_id;
                given.asks(action.plan.unit_id, her_unit, &her_seats(me))
            }
            false => false,
        };
        let log: Vec<LogLine> = log.iter().map(|row| log_line(row, holders)).collect();
        let back = given.receipt == Receipt::Declined && open;
        Ok(GivenView {
            state: (given.receipt != Receipt::NotGiven).then(|| given.receipt.label()),
            tone: tone(given.receipt),
            waits: asked,
            with: match &given.seat {
                Some(seat) => seat_name(seat, holders),
                None => unit.to_owned(),
            },
            declined: log.first().filter(|_| back).cloned(),
            log,
            can_give: can_change && open,
            can_answer: hers,
            can_take_back: can_change && (asked || back),
            to_function: given.seat.is_some(),
            units: units(holders),
            seats: holders.choices(),
        })
    }
}

pub fn tone(receipt: Receipt) -> &'static str {
    match receipt {
        Receipt::NotGiven => "",
        Receipt::Asked => "amber",
        Receipt::Accepted => "green",
        Receipt::Declined => "red",
    }
}

pub fn seat_name(seat: &Seat, holders: &Holders) -> String {
    let holder = holders.of(seat);
    format!("{}, {}", holder.function, holder.place)
}

fn log_line(row: &receipts::Logged, holders: &Holders) -> LogLine {
    let to = match (&row.to_seat, &row.to_unit) {
        (Some(seat), _) => Some(seat_name(seat, holders)),
        (None, unit) => unit.clone(),
    };
    LogLine {
        iso: text::iso(text::to_stockholm_date(row.at)),
        what: match to {
            Some(to) => format!("{} till {to}", row.answer.label()),
            None => row.answer.label().to_owned(),
        },
        by: row.by.clone().unwrap_or_else(|| "Systemet".to_owned()),
        reason: row.reason.clone(),
    }
}
