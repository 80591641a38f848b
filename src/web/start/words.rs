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

fn named(dialogue_id: i64, county: &str, held_on: Date) -> (String, String) {
    let name = format!("Dialogen med {county} {held_on}");
    (format!("/dialoger/{dialogue_id}"), name)
}

/// Straight to where the feedback is written.
fn write(url: String) -> Button {
    Button::Page {
        url,
        word: "Återkoppla",
    }
}

fn said(state: brief_order::State, asked_again: bool) -> Option<&'static str> {
    match (state, asked_again) {
        (brief_order::State::Returned, _) => Some("Tillbakaskickat, något saknas"),
        (_, true) => Some("Begärt igen"),
        _ => None,
    }
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
        let (id, due) = (duty.id, Due::of(duty.due_on, self.today, true));
        let plain = |url: String, button: Button| DutyRow {
            button,
            url,
            title: duty.title,
            acting,
            why,
            county: String::new(),
            dialogue: None,
            said: None,
            due,
        };
        match duty.work {
            Work::Milestone {
                dialogue_id,
                county,
                held_on,
                unanswered,
                version,
                feedback,
                page,
            } => {
                let url = format!("/dialoger/{dialogue_id}/milstolpar/{id}");
                let action = format!("{url}/klar");
                let button = match (feedback, page) {
                    (Some((direction, department)), _) => {
                        write(form_url(dialogue_id, direction, department))
                    }
                    (None, Some((word, page))) => Button::Page {
                        url: format!("/dialoger/{dialogue_id}/{page}"),
                        word,
                    },
                    (None, None) if unanswered => Button::Answer,
                    (None, None) => Button::Tick { action, version },
                };
                DutyRow {
                    dialogue: Some(named(dialogue_id, &county, held_on)),
                    ..plain(url, button)
                }
            }
            Work::Again {
                dialogue_id,
                county,
                held_on,
                department_id,
            } => {
                let url = form_url(dialogue_id, Direction::Region, Some(department_id));
                DutyRow {
                    dialogue: Some(named(dialogue_id, &county, held_on)),
                    said: Some("Igen, en insats pågår"),
                    ..plain(url.clone(), write(url))
                }
            }
            Work::Action { counties } => DutyRow {
                county: county_words(&counties),
                ..plain(format!("/insatser/{id}"), Button::FollowUp)
            },
            Work::Checkin {
                action_id,
                counties,
            } => {
                let url = format!("/insatser/{action_id}/avstamningar/{id}");
                DutyRow {
                    county: county_words(&counties),
                    said: Some("Avstämning"),
                    ..plain(url, Button::CheckIn)
                }
            }
            Work::Order {
                dialogue_id,
                county,
                held_on,
                state,
                asked_again,
                brief_id,
            } => {
                let url = brief_order::url(dialogue_id, id);
                let button = match brief_id {
                    Some(brief) => Button::Page {
                        url: brief::url(brief),
                        word: "Till underlaget",
                    },
                    None => Button::Page {
                        url: url.clone(),
                        word: "Till beställningen",
                    },
                };
                DutyRow {
                    dialogue: Some(named(dialogue_id, &county, held_on)),
                    said: said(state, asked_again),
                    ..plain(url, button)
                }
            }
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
