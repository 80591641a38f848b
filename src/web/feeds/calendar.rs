//! The calendars: what falls on a person or in a team, and a dialogue to save.

use crate::App;
use crate::domain::calendar::{add_days, days_between, working_day_on_or_before};
use crate::domain::dialogue::Phase;
use crate::domain::feed::Scope;
use crate::domain::people::{Assignment, Kind, Seat, holder};
use crate::domain::places::County;
use crate::error::{Error, Result};
use crate::secrets::hash_of;
use crate::store::feeds::{CheckinDay, Feed, Meeting, Milestone, Reading};
use crate::store::{assignments, feeds, places};
use crate::web::ical::{CONTENT_TYPE, Calendar, Delivery, Event, Status, When};
use crate::web::me::Me;
use crate::web::{export, text};
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use jiff::civil::Date;
use std::collections::BTreeSet;

const DAYS_BACK: i64 = 60;
const DAYS_AHEAD: i64 = 400;
const DAY: i64 = 24 * 60;
/// Nine in the morning, in minutes.
const MORNING: i64 = 9 * 60;

/// Read by calendar programs, which do not log in: the address itself is the secret.
pub async fn feed(State(app): State<App>, Path(file): Path<String>) -> Result<Response> {
    let token = file.strip_suffix(".ics").ok_or(Error::NotFound)?;
    let feed = feeds::find(app.db.read(), &hash_of(token)).await?;
    let calendar = Calendar {
        name: match feed.scope {
            Scope::Personal => "Regiondialog – mitt arbete".to_owned(),
            Scope::Team(_) => format!("Regiondialog – Team {}", feed.team_name),
        },
        delivery: Delivery::Feed,
        events: events(&app, &feed).await?,
    };
    let mut answer = file_of(&calendar, "regiondialog.ics");
    let fresh = HeaderValue::from_static("private, max-age=900");
    answer.headers_mut().insert(header::CACHE_CONTROL, fresh);
    Ok(answer)
}

/// Ladda ner: one dialogue, once.
pub async fn dialogue(State(app): State<App>, _me: Me, Path(id): Path<i64>) -> Result<Response> {
    let meeting = feeds::one_meeting(app.db.read(), id).await?;
    let name = format!(
        "regiondialog-{}-{}.ics",
        meeting.county_slug, meeting.held_on
    );
    let calendar = Calendar {
        name: String::new(),
        delivery: Delivery::Download,
        events: vec![of_meeting(&meeting, &app.base_url)],
    };
    Ok(file_of(&calendar, &name))
}

fn file_of(calendar: &Calendar, name: &str) -> Response {
    export::attachment(name, CONTENT_TYPE, calendar.write().into_bytes())
}

async fn events(app: &App, feed: &Feed) -> Result<Vec<Event>> {
    let (db, today, base) = (app.db.read(), app.clock.today(), &app.base_url);
    let mine = match feed.scope {
        Scope::Team(_) => Mine::default(),
        Scope::Personal => {
            let rows = assignments::on(db, today).await?;
            Mine::among(&rows, &places::counties(db, today).await?, feed.person_id)
        }
    };
    let reading = Reading {
        today,
        from: add_days(today, -DAYS_BACK),
        to: add_days(today, DAYS_AHEAD),
        team: feed.scope.team(),
        seats: &mine.seats,
        counties: &mine.counties,
        person_id: feed.person_id,
    };
    let meetings = feeds::meetings(db, &reading).await?;
    let milestones = feeds::milestones(db, &reading).await?;
    let checkins = feeds::checkins(db, &reading).await?;
    let checkins = checkins.iter().map(|each| {
        let deputy = each
            .seat
            .as_ref()
            .is_some_and(|seat| mine.as_deputy.contains(seat));
        of_checkin(each, deputy, today, base)
    });
    let alarm = feed.scope == Scope::Personal;
    let milestones = milestones.iter().map(|each| {
        let deputy = mine.as_deputy.contains(&each.seat);
        of_milestone(each, deputy, alarm.then_some(today), base)
    });
    Ok(meetings
        .iter()
        .map(|each| of_meeting(each, base))
        .chain(milestones)
        .chain(checkins)
        .collect())
}

/// What a person's calendar is about on a day.
#[derive(Default)]
struct Mine {
    /// Whose milestones fall on her, or on the one she stands in for.
    seats: Vec<Seat>,
    as_deputy: Vec<Seat>,
    counties: Vec<String>,
}

impl Mine {
    fn among(rows: &[Assignment], counties: &[County], person_id: i64) -> Mine {
        let (mut seats, mut as_deputy, mut places) = (Vec::new(), Vec::new(), BTreeSet::new());
        for row in rows.iter().filter(|row| row.person_id == person_id) {
            places.extend(
                counties
                    .iter()
                    .filter(|each| concerns(row, each))
                    .map(|each| each.code.clone()),
            );
            let holder = holder(rows.iter().filter(|each| each.seat == row.seat));
            let holds = holder.is_some_and(|each| each.person_id == person_id);
            if row.kind == Kind::Deputy && !holds {
                as_deputy.push(row.seat.clone());
            }
            if holds || row.kind == Kind::Deputy {
                seats.push(row.seat.clone());
            }
        }
        Mine {
            seats,
            as_deputy,
            counties: places.into_iter().collect(),
        }
    }
}

/// Whether the dialogues of a län concern the one with this assignment.
fn concerns(row: &Assignment, county: &County) -> bool {
    match &row.seat {
        Seat::County(code) => *code == county.code,
        Seat::Lead(team) => *team == county.team_id,
        Seat::Issue(team, _) => {
            *team == county.team_id
                && (row.counties.is_empty() || row.counties.contains(&county.code))
        }
    }
}

/// On its last day, the whole of it; with an alarm when the day it is told is still to come.
fn of_milestone(milestone: &Milestone, deputy: bool, today: Option<Date>, base: &str) -> Event {
    let (title, county) = (&milestone.title, &milestone.county_name);
    let standing_in = if deputy { " (som ersättare)" } else { "" };
    let due = milestone.due_on;
    let alarm = today
        .filter(|today| due >= *today)
        .map(|_| minutes_before(due));
    Event {
        description: format!(
            "Klart senast {}.\nDialogen med {county} hålls {}.\nFaller på {}.",
            text::weekday_date_lower(due),
            text::long_date(milestone.held_on),
            milestone.falls_on.label(),
        ),
        url: format!("{base}/dialoger/{}", milestone.dialogue_id),
        sequence: milestone.version,
        categories: vec!["Milstolpe".to_owned(), county.clone()],
        alarms: alarm.into_iter().collect(),
        ..Event::new(
            format!("milstolpe-{}", milestone.id),
            When::Day(due),
            format!("{title} – {county}{standing_in}"),
            milestone.changed_at,
        )
    }
}

/// A check-in of an insats, the whole of its day.
fn of_checkin(checkin: &CheckinDay, deputy: bool, today: Date, base: &str) -> Event {
    let standing_in = if deputy { " (som ersättare)" } else { "" };
    let day = checkin.planned_on;
    let alarm = (day >= today).then(|| minutes_before(day));
    Event {
        description: format!("Avstämning av insatsen {}.", text::weekday_date_lower(day)),
        url: format!(
            "{base}/insatser/{}/avstamningar/{}",
            checkin.action_id, checkin.id
        ),
        sequence: checkin.version,
        categories: vec!["Avstämning".to_owned()],
        alarms: alarm.into_iter().collect(),
        ..Event::new(
            format!("avstamning-{}", checkin.id),
            When::Day(day),
            format!("Stäm av: {}{standing_in}", checkin.title),
            checkin.changed_at,
        )
    }
}

/// The morning of the working day before, in minutes before the day begins.
fn minutes_before(due: Date) -> i64 {
    let told = working_day_on_or_before(add_days(due, -1));
    days_between(told, due) * DAY - MORNING
}

fn of_meeting(meeting: &Meeting, base: &str) -> Event {
    let cancelled = meeting.phase == Phase::Cancelled;
    let called_off = if cancelled { "Inställd: " } else { "" };
    let at = |time| When::At(meeting.held_on.to_datetime(time));
    let link = &meeting.link;
    let joined = [meeting.form.label(), link.as_str()];
    let lines = joined
        .into_iter()
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>();
    Event {
        ends: Some(at(meeting.ends_at)),
        location: if meeting.place.is_empty() {
            link.clone()
        } else {
            meeting.place.clone()
        },
        description: lines.join("\n"),
        url: format!("{base}/dialoger/{}", meeting.id),
        status: match meeting.phase {
            Phase::Cancelled => Status::Cancelled,
            Phase::Planning => Status::Tentative,
            _ => Status::Confirmed,
        },
        sequence: meeting.version,
        categories: vec!["Regiondialog".to_owned(), meeting.county_name.clone()],
        alarms: vec![DAY, 60],
        ..Event::new(
            format!("dialog-{}", meeting.id),
            at(meeting.starts_at),
            format!("{called_off}Regiondialog {}", meeting.county_name),
            meeting.changed_at,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_alarm_of_a_milestone_is_on_the_working_day_before() {
        for (due, minutes) in [
            (date(2026, 11, 26), 15 * 60), // Thursday: on Wednesday at nine
            (date(2026, 11, 23), 2 * DAY + 15 * 60), // Monday: on Friday
            (date(2026, 12, 28), 4 * DAY + 15 * 60), // after Christmas: on the 23rd
        ] {
            assert_eq!(minutes_before(due), minutes, "{due}");
        }
    }
}
