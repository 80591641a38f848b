//! Överlämningar: a question that a unit takes on with a län, and when it comes back to who handed it over.

use crate::codes;
use crate::domain::access::Place;
use crate::domain::calendar::add_days;
use crate::domain::people::Seat;
use crate::domain::places::County;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

codes! {
    /// What has been done with it.
    Status {
        Sent = "sent", "Skickad";
        Accepted = "accepted", "Mottagen";
        ContactMade = "contact_made", "Kontakt tagen";
        Closed = "closed", "Avslutad";
        Returned = "returned", "Tillbaka";
    }
}

impl Status {
    /// Whether the län still waits for a unit to be in touch.
    pub fn waits(self) -> bool {
        matches!(self, Status::Sent | Status::Accepted | Status::Returned)
    }

    /// Whether it can be declined by the unit, or taken back from it.
    pub fn can_go_back(self) -> bool {
        matches!(self, Status::Sent | Status::Accepted)
    }

    /// Whether the unit has it.
    pub fn is_with_unit(self) -> bool {
        matches!(self, Status::Sent | Status::Accepted | Status::ContactMade)
    }
}

codes! {
    /// Where it stands on a day: its status, and what silence makes of it.
    Standing {
        Waiting = "vantar", "Väntar på svar";
        Accepted = "mottagen", "Mottagen";
        Silent = "tystnad", "Tillbaka efter tystnad";
        Returned = "tillbaka", "Tillbaka";
        ContactMade = "kontakt", "Kontakt tagen";
        Closed = "avslutad", "Avslutad";
    }
}

impl Standing {
    /// Whether it lies with who handed it over, and not with a unit.
    pub fn is_back(self) -> bool {
        matches!(self, Standing::Silent | Standing::Returned)
    }
}

codes! {
    /// A step of its history.
    StepKind {
        Sent = "sent", "Skickad";
        Accepted = "accepted", "Mottagen";
        Redirected = "redirected", "Skickad vidare";
        Declined = "declined", "Avböjd";
        ContactMade = "contact_made", "Första kontakten";
        Contact = "contact", "Kontakt";
        CameBack = "came_back", "Tagen tillbaka";
        Closed = "closed", "Avslutad";
    }
}

/// What a person writes of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asking {
    pub county: String,
    pub dialogue_id: Option<i64>,
    pub issue_area_id: Option<i64>,
    pub unit_id: i64,
    pub question: String,
    pub contact_by: Date,
    pub note: String,
    pub shareable: bool,
}

/// A handover as it is stored.
#[derive(Clone, Debug)]
pub struct Handover {
    pub id: i64,
    pub asking: Asking,
    pub status: Status,
    /// The day in Stockholm on which it was last sent to a unit.
    pub sent_on: Date,
    pub receiver: String,
    pub first_contact_on: Option<Date>,
    pub result: String,
    pub return_reason: String,
    pub unit: String,
    pub issue_area: String,
    /// Whose issue officer it comes back to: the issue area's, or else the unit's own.
    pub department_id: i64,
    pub department: String,
    pub of_regioner: bool,
    pub version: i64,
}

impl Handover {
    pub fn url(&self) -> String {
        format!("/overlamningar/{}", self.id)
    }

    pub fn standing(&self, silence_days: i64, today: Date) -> Standing {
        standing(
            self.status,
            self.sent_on,
            self.asking.contact_by,
            silence_days,
            today,
        )
    }

    /// Who has it when no unit does: ansvarig för sakfrågor, for Regioner the uppdragsansvarig.
    pub fn seat(&self, team: i64) -> Seat {
        seat(team, self.department_id, self.of_regioner)
    }
}

/// The function that a department's follow-up of a dialogue falls on.
pub fn seat(team: i64, department: i64, of_regioner: bool) -> Seat {
    match of_regioner {
        true => Seat::Lead(team),
        false => Seat::Issue(team, department),
    }
}

/// Where a right to hand over is decided.
pub fn place(county: &County, department: i64, issue_area: Option<i64>) -> Place {
    Place {
        department: Some(department),
        issue_area,
        ..county.place()
    }
}

/// The last day on which the unit can answer, or be in touch, before it comes back; none when it cannot.
pub fn last_day(
    status: Status,
    sent_on: Date,
    contact_by: Date,
    silence_days: i64,
) -> Option<Date> {
    match status {
        Status::Sent => Some(add_days(sent_on, silence_days).min(contact_by)),
        Status::Accepted => Some(contact_by),
        Status::ContactMade | Status::Closed | Status::Returned => None,
    }
}

pub fn standing(
    status: Status,
    sent_on: Date,
    contact_by: Date,
    silence_days: i64,
    today: Date,
) -> Standing {
    let silent =
        last_day(status, sent_on, contact_by, silence_days).is_some_and(|last| last < today);
    match status {
        _ if silent => Standing::Silent,
        Status::Sent => Standing::Waiting,
        Status::Accepted => Standing::Accepted,
        Status::ContactMade => Standing::ContactMade,
        Status::Closed => Standing::Closed,
        Status::Returned => Standing::Returned,
    }
}

/// What was sent before this instant has been silent for too long: the first moment, in Stockholm, of the
/// first day whose last day to answer is not behind us.
pub fn silent_before(silence_days: i64, today: Date) -> Timestamp {
    let day = add_days(today, -silence_days);
    let midnight = day.at(0, 0, 0, 0).in_tz("Europe/Stockholm");
    midnight.map_or(Timestamp::MIN, |instant| instant.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::in_stockholm;
    use jiff::civil::date;

    /// Every day of a year that has both changes of the clock and a leap day.
    fn year() -> impl Iterator<Item = Date> {
        (0..366).map(|days| add_days(date(2028, 1, 1), days))
    }

    #[test]
    fn silence_brings_it_back_the_day_after_the_last_day_to_answer() {
        for sent_on in year() {
            let far = add_days(sent_on, 60);
            let soon = add_days(sent_on, 4);
            let rows = [
                (Status::Sent, far, 0, Standing::Waiting),
                (Status::Sent, far, 10, Standing::Waiting),
                (Status::Sent, far, 11, Standing::Silent),
                (Status::Sent, soon, 4, Standing::Waiting),
                (Status::Sent, soon, 5, Standing::Silent),
                (Status::Accepted, far, 11, Standing::Accepted),
                (Status::Accepted, far, 60, Standing::Accepted),
                (Status::Accepted, far, 61, Standing::Silent),
                (Status::ContactMade, soon, 300, Standing::ContactMade),
                (Status::Closed, soon, 300, Standing::Closed),
                (Status::Returned, far, 1, Standing::Returned),
            ];
            for (status, contact_by, days, expected) in rows {
                let today = add_days(sent_on, days);
                let found = standing(status, sent_on, contact_by, 10, today);
                assert_eq!(found, expected, "{status} {sent_on} after {days}");
            }
        }
    }

    #[test]
    fn the_instant_that_lists_are_narrowed_by_says_the_same_as_the_rule() {
        for today in year() {
            let far = add_days(today, 90);
            for days in [8, 9, 10, 11, 12] {
                let sent_on = add_days(today, -days);
                for hour in [0, 12, 23] {
                    let sent_at = sent_on.at(hour, 30, 0, 0).in_tz("Europe/Stockholm");
                    let sent_at = sent_at.expect("a time").timestamp();
                    assert_eq!(in_stockholm(sent_at), sent_on);
                    let silent = standing(Status::Sent, sent_on, far, 10, today);
                    let listed = sent_at < silent_before(10, today);
                    assert_eq!(listed, silent.is_back(), "{sent_on} {hour} seen {today}");
                }
            }
        }
    }

    #[test]
    fn it_comes_back_to_the_issue_officer_and_for_regioner_to_the_lead() {
        assert_eq!(seat(2, 4, false), Seat::Issue(2, 4));
        assert_eq!(seat(2, 1, true), Seat::Lead(2));
    }

    #[test]
    fn the_lan_waits_until_a_unit_has_been_in_touch() {
        let waiting = Status::ALL.iter().filter(|each| each.waits());
        assert!(waiting.eq(&[Status::Sent, Status::Accepted, Status::Returned]));
        let back = Standing::ALL.iter().filter(|each| each.is_back());
        assert!(back.eq(&[Standing::Silent, Standing::Returned]));
    }
}
