//! Duties in the words of the start page.

use super::{Button, Deputised, DutyRow, GivenRow, Group, LATER, Unreached};
use crate::domain::agenda::{Duty, Load, When, Work, by_when};
use crate::domain::calendar::add_days;
use crate::domain::feedback::{Direction, form_url};
use crate::domain::people::{Kind, Seat};
use crate::domain::places::Team;
use crate::domain::{brief, brief_order};
use crate::store::actions::receipts::Waiting;
use crate::web::actions::given_view::seat_name;
use crate::web::actions::words::{Due, counties as county_words};
use crate::web::holders::Holders;
use crate::web::text::{self, counted, first_upper};
use crate::web::{list, seats};
use jiff::civil::Date;

fn named((id, county, held_on): (i64, &str, Date)) -> (String, String) {
    let name = format!("Dialogen med {county} {held_on}");
    (format!("/dialoger/{id}"), name)
}

fn said(work: &Work) -> Option<&'static str> {
    match work {
        Work::Again { .. } => Some("Igen, en insats pågår"),
        Work::Checkin { .. } => Some("Avstämning"),
        Work::Order {
            state: brief_order::State::Returned,
            ..
        } => Some("Tillbakaskickat, något saknas"),
        Work::Order {
            asked_again: true, ..
        } => Some("Begärt igen"),
        _ => None,
    }
}

/// The address of what is to be done, and the button that leads straight to doing it.
fn way(id: i64, work: &Work) -> (String, Button) {
    match work {
        Work::Milestone {
            dialogue_id,
            unanswered,
            version,
            feedback,
            page,
            ..
        } => {
            let url = format!("/dialoger/{dialogue_id}/milstolpar/{id}");
            let button = match (feedback, page) {
                (Some((direction, department)), _) => to(
                    form_url(*dialogue_id, *direction, *department),
                    "Återkoppla",
                ),
                (None, Some((word, page))) => to(format!("/dialoger/{dialogue_id}/{page}"), word),
                (None, None) if *unanswered => Button::Answer,
                (None, None) => Button::Tick {
                    action: format!("{url}/klar"),
                    version: *version,
                },
            };
            (url, button)
        }
        Work::Again {
            dialogue_id,
            department_id,
            ..
        } => {
            let url = form_url(*dialogue_id, Direction::Region, Some(*department_id));
            (url.clone(), to(url, "Återkoppla"))
        }
        Work::Action { .. } => (format!("/insatser/{id}"), Button::FollowUp),
        Work::Checkin { action_id, .. } => {
            let url = format!("/insatser/{action_id}/avstamningar/{id}");
            (url, Button::CheckIn)
        }
        Work::Order {
            dialogue_id,
            brief_id,
            ..
        } => {
            let url = brief_order::url(*dialogue_id, id);
            let button = match brief_id {
                Some(brief) => to(brief::url(*brief), "Till underlaget"),
                None => to(url.clone(), "Till beställningen"),
            };
            (url, button)
        }
    }
}

fn to(url: String, word: &'static str) -> Button {
    Button::Page { url, word }
}

/// Duties in the words of the page.
pub(super) struct Words<'a> {
    pub holders: &'a Holders,
    pub today: Date,
    pub me: i64,
}

impl Words<'_> {
    pub fn groups(&self, duties: Vec<Duty>, id: &str) -> Vec<Group> {
        let groups = by_when(duties, |duty| duty.due_on, self.today);
        groups
            .into_iter()
            .map(|(when, duties)| self.group(when, duties, id))
            .collect()
    }

    fn group(&self, when: When, duties: Vec<Duty>, id: &str) -> Group {
        let mut rows: Vec<_> = duties.into_iter().map(|duty| self.row(duty)).collect();
        let count = counted(rows.len() as i64, "sak", "saker");
        let shown = if when == When::Later {
            LATER
        } else {
            rows.len()
        };
        let rest = rows.split_off(shown.min(rows.len()));
        Group {
            id: format!("{id}-{}", when.code()),
            label: self.label(when),
            late: when == When::Late,
            count,
            rows,
            rest,
        }
    }

    fn label(&self, when: When) -> String {
        let week = match when {
            When::ThisWeek => self.today,
            When::NextWeek => add_days(self.today, 7),
            When::Late | When::Later => return when.label().to_owned(),
        };
        format!("{} ({})", when.label(), text::week(week))
    }

    fn row(&self, duty: Duty) -> DutyRow {
        let (acting, why) = self.why(duty.seat.as_ref());
        let (url, button) = way(duty.id, &duty.work);
        DutyRow {
            button,
            url,
            title: duty.title,
            acting,
            why,
            county: county_words(duty.work.counties()),
            dialogue: duty.work.dialogue().map(named),
            said: said(&duty.work),
            due: Due::of(duty.due_on, self.today, true),
        }
    }

    /// An insats that waits for an answer, or that came back.
    pub fn given(&self, of: &Waiting) -> GivenRow {
        let by = of.by.as_deref().unwrap_or("Systemet");
        let to = match &of.seat {
            Some(seat) => seat_name(seat, self.holders),
            None => of.unit.clone(),
        };
        GivenRow {
            url: format!("/insatser/{}", of.id),
            title: of.title.clone(),
            declined: of.declined,
            what: match of.declined {
                true => format!("{by} avböjde"),
                false => format!("Lämnad till {to} av {by}"),
            },
            reason: of.reason.clone(),
            due: Due::of(of.due_on, self.today, true),
        }
    }

    /// "Länsansvarig, Norrbotten": the function and the area it is hers by.
    fn why(&self, seat: Option<&Seat>) -> (bool, String) {
        let Some(seat) = seat else {
            return (false, "Din insats, på ditt namn".to_owned());
        };
        let acting = self
            .holders
            .all_at(seat)
            .any(|row| row.person_id == self.me && row.kind == Kind::Acting);
        let function = seat.function().label();
        let function = if acting {
            function.to_owned()
        } else {
            first_upper(function)
        };
        (acting, format!("{function}, {}", self.holders.place(seat)))
    }

    pub fn deputised(&self, seats: &[Seat], duties: Vec<Duty>) -> Vec<Deputised> {
        let mut left = duties;
        let mut parts = Vec::new();
        for (index, seat) in seats.iter().enumerate() {
            let (hers, rest) = left
                .into_iter()
                .partition(|duty| duty.seat.as_ref() == Some(seat));
            left = rest;
            parts.push(Deputised {
                heading: format!(
                    "Som ersättare för {}, {}",
                    seat.function().label(),
                    self.holders.place(seat)
                ),
                groups: self.groups(hers, &format!("ersattare-{index}")),
            });
        }
        parts
    }

    fn page_of(&self, seat: &Seat) -> String {
        let team = |id: &i64| self.holders.teams.iter().find(|team| team.id == *id);
        match seat {
            Seat::County(code) => self.holders.county(code).map(|county| county.url()),
            Seat::Lead(id) | Seat::Issue(id, _) => team(id).map(Team::url),
        }
        .unwrap_or_else(|| "/organisation".to_owned())
    }

    pub fn unreached(&self, loads: &[Load]) -> Vec<Unreached> {
        let of = |load: &Load| {
            let holder = self.holders.of(&load.seat);
            let query = list::query(&[("agare", &load.seat.to_string())]);
            (holder.vacant() || holder.no_account).then(|| Unreached {
                seat: format!("{}, {}", holder.function, holder.place),
                vacant: holder.vacant(),
                holder: holder.name,
                place: self.page_of(&load.seat),
                fill: seats::new_url(&load.seat),
                milestones: load.milestones,
                orders: load.orders,
                actions: load.actions,
                late: load.late,
                url: format!("/insatser?{query}"),
            })
        };
        loads.iter().filter_map(of).collect()
    }
}
