//! The demo's dialogues: two rounds behind us, one around today, and three from the first years.

use super::cast::{CHIEF, Cast};
use super::script::{Deed, Scene};
use super::words;
use super::{agendas, invited, minutes, positions, preparation};
use crate::domain::calendar::{
    add_days, is_vacation_week, working_day_on_or_after, working_day_on_or_before,
};
use crate::domain::dialogue::{Form, Plan, Step};
use crate::domain::participant::{Attendance, Attended};
use jiff::civil::{Date, Time, date, time};

/// A dialogue of the script.
pub struct Seed {
    pub county: &'static str,
    pub held_on: Date,
    pub planned_on: Date,
    /// The day it was first planned for, and when it was moved.
    pub moved: Option<(Date, Date)>,
    pub confirmed: bool,
    pub cancelled: Option<(Date, &'static str)>,
    /// In the round around today, where not everything is done.
    pub current: bool,
}

/// This round: (län, days from today, whether the region has confirmed the day).
#[rustfmt::skip]
const ROUND: [(&str, i64, bool); 21] = [
    ("25", 10, true), ("24", 78, false), ("23", -19, true), ("22", 31, true), ("20", 57, true), ("21", -47, true), ("17", -120, true),
    ("19", 3, true), ("03", -75, true), ("01", 0, true), ("18", 120, false), ("04", -33, true), ("05", 45, true), ("09", 4, true),
    ("14", -140, true), ("06", 24, true), ("13", 92, false), ("07", -8, true), ("12", 66, false), ("10", -160, true), ("08", 101, false),
];

/// The dialogue of a län in this round and in the one before stand at these places of the script.
pub fn place(county: &str, rounds_ago: usize) -> Option<usize> {
    let of_round = ROUND.iter().position(|(each, ..)| *each == county);
    of_round.map(|place| place + ROUND.len() * rounds_ago)
}

pub fn seeds(today: Date) -> Vec<Seed> {
    let mut seeds: Vec<Seed> = ROUND.iter().map(|row| this_round(row, today)).collect();
    for (place, (county, offset, _)) in ROUND.iter().enumerate() {
        let jitter = (place as i64 * 5) % 15;
        seeds.push(held(
            county,
            out_of_leave(add_days(today, offset - 372 + jitter), -1),
        ));
    }
    for (place, (county, offset, _)) in ROUND.iter().enumerate().filter(|(place, _)| place % 3 != 1)
    {
        let jitter = (place as i64 * 7) % 21;
        seeds.push(held(
            county,
            out_of_leave(add_days(today, offset - 745 + jitter), -1),
        ));
    }
    seeds.push(held("01", date(2018, 10, 11)));
    seeds.push(held("08", date(2018, 11, 15)));
    seeds.push(held("01", date(2019, 10, 17)));
    seeds.push(called_off(
        "18",
        today,
        -12,
        -30,
        words::CANCELLED_BY_REGION,
    ));
    seeds.push(called_off("08", today, 17, -6, words::CANCELLED_BY_US));
    seeds
}

fn this_round((county, offset, confirmed): &(&'static str, i64, bool), today: Date) -> Seed {
    let day = add_days(today, *offset);
    let held_on = match offset {
        0 => working_day_on_or_before(day),
        ..0 => out_of_leave(day, -1),
        _ => out_of_leave(day, 1),
    };
    let planned = match *county {
        "08" => add_days(today, -4), // after the one that was called off
        "18" => add_days(today, -28),
        _ => add_days(held_on.min(today), -125),
    };
    let first = working_day_on_or_before(add_days(held_on, -14));
    let moved = (*county == "22").then(|| (first, working_day_on_or_before(add_days(today, -50))));
    Seed {
        county,
        held_on,
        planned_on: out_of_leave(planned, -1),
        moved,
        confirmed: *confirmed,
        cancelled: None,
        current: true,
    }
}

fn held(county: &'static str, held_on: Date) -> Seed {
    Seed {
        county,
        held_on,
        planned_on: out_of_leave(add_days(held_on, -130), -1),
        moved: None,
        confirmed: true,
        cancelled: None,
        current: false,
    }
}

fn called_off(
    county: &'static str,
    today: Date,
    offset: i64,
    on: i64,
    reason: &'static str,
) -> Seed {
    let held_on = working_day_on_or_after(add_days(today, offset));
    let on = working_day_on_or_before(add_days(today, on));
    Seed {
        cancelled: Some((on, reason)),
        ..held(county, held_on)
    }
}

/// The nearest working day in a direction when people are not on leave.
pub fn out_of_leave(day: Date, direction: i64) -> Date {
    let mut day = day;
    while is_on_leave(day) {
        day = add_days(day, direction * 7);
    }
    if direction < 0 {
        working_day_on_or_before(day)
    } else {
        working_day_on_or_after(day)
    }
}

/// The weeks of vacation, and those around Christmas.
fn is_on_leave(day: Date) -> bool {
    let (month, day_of_month) = (day.month(), day.day());
    is_vacation_week(day) || (month == 12 && day_of_month > 19) || (month == 1 && day_of_month < 7)
}

pub fn scenes(cast: &Cast, seeds: &[Seed]) -> Vec<Scene> {
    let mut scenes = Vec::new();
    for (place, seed) in seeds.iter().enumerate() {
        scenes.extend(life(cast, place, seed));
    }
    scenes
}

/// Everything that has been done to one dialogue until today.
fn life(cast: &Cast, place: usize, seed: &Seed) -> Vec<Scene> {
    let lead = cast.lead(seed.county);
    let plan = plan(cast, place, seed);
    let (starts_at, ends_at) = (plan.starts_at, plan.ends_at);
    let mut scenes = until_confirmed(place, seed, plan, lead);
    scenes.extend(joining(cast, place, seed));
    scenes.extend(preparation::scenes(cast, place, seed));

    scenes.extend(positions::scenes(cast, place, seed));

    scenes.extend(agendas::scenes(cast, place, seed));
    scenes.extend(invited::scenes(cast, place, seed));
    if let Some((on, reason)) = seed.cancelled {
        scenes.retain(|scene| scene.day < on);
        let called_off = Deed::Take(place, Step::Cancel, reason);
        scenes.push(by(lead, on, time(16, 10, 0, 0), called_off));
        return scenes;
    }
    let begun = Deed::Take(place, Step::Start, "");
    scenes.push(by(lead, seed.held_on, starts_at, begun));
    if seed.held_on < cast.today && !is_still_held(seed) {
        scenes.extend(afterwards(place, seed, ends_at, lead));
        scenes.extend(minutes::scenes(cast, place, seed));
    }
    scenes.retain(|scene| scene.day <= cast.today);
    scenes
}

fn by(by: i64, day: Date, time: Time, deed: Deed) -> Scene {
    Scene {
        day,
        time,
        by,
        deed,
    }
}

fn until_confirmed(place: usize, seed: &Seed, plan: Plan, lead: i64) -> Vec<Scene> {
    let planned = Deed::Plan(place, plan);
    let mut scenes = vec![by(lead, seed.planned_on, time(8, 45, 0, 0), planned)];
    if let Some((_, on)) = seed.moved {
        let moved = Deed::Move(place, seed.held_on);
        scenes.push(by(lead, on, time(13, 20, 0, 0), moved));
    }
    if seed.confirmed {
        let day = add_days(seed.held_on, -74).max(add_days(seed.planned_on, 12));
        let confirmed = Deed::Take(place, Step::Confirm, "");
        let on = working_day_on_or_before(day);
        scenes.push(by(lead, on, time(15, 5, 0, 0), confirmed));
    }
    scenes
}

/// Stockholm's is the one that goes on, also when today is a day off.
fn is_still_held(seed: &Seed) -> bool {
    seed.current && seed.county == "01"
}

fn afterwards(place: usize, seed: &Seed, ends_at: Time, lead: i64) -> Vec<Scene> {
    let note = words::NOTES[place % words::NOTES.len()];
    let written = working_day_on_or_before(add_days(seed.held_on, 4));
    let held = Deed::Take(place, Step::Hold, "");
    let mut scenes = vec![
        by(lead, seed.held_on, ends_at, held),
        by(lead, seed.held_on, ends_at, Deed::Attend(place)),
        by(lead, written, time(11, 30, 0, 0), Deed::Note(place, note)),
    ];
    if !preparation::leaves_open(seed) {
        let on = working_day_on_or_after(add_days(seed.held_on, 36));
        let closed = Deed::Take(place, Step::Close, "");
        scenes.push(by(lead, on, time(16, 0, 0, 0), closed));
    }
    scenes
}

fn plan(cast: &Cast, place: usize, seed: &Seed) -> Plan {
    let form = match place % 7 {
        3 if seed.held_on.year() > 2019 => Form::Hybrid,
        5 if seed.held_on.year() > 2019 => Form::Digital,
        _ => Form::OnSite,
    };
    let own = words::PLACES.iter().find(|(code, _)| *code == seed.county);
    let at = own.map_or_else(
        || format!("{}, Regionhuset", cast.town(seed.county)),
        |(_, at)| (*at).to_owned(),
    );
    let (starts_at, ends_at) = [(9, 12), (13, 16), (10, 15)][place % 3];
    Plan {
        county: seed.county.to_owned(),
        held_on: seed.moved.map_or(seed.held_on, |(first, _)| first),
        starts_at: time(starts_at, 0, 0, 0),
        ends_at: time(ends_at, 0, 0, 0),
        form,
        place: if form.has_place() { at } else { String::new() },
        link: match form.has_link() {
            true => format!("https://mote.example/dialog-{}", place + 1),
            false => String::new(),
        },
        purpose: words::PURPOSES[place % words::PURPOSES.len()].to_owned(),
        diary_no: format!("Ä {}-{}", seed.planned_on.year(), 1000 + place * 13),
    }
}

/// The lead, the länsansvarig and two more from the agency; three from the region.
fn joining(cast: &Cast, place: usize, seed: &Seed) -> Vec<Scene> {
    let officer = cast.county_officer(seed.county);
    let colleagues = [
        Some(cast.lead(seed.county)),
        officer,
        cast.issue_officer(seed.county, 2),
        cast.issue_officer(seed.county, 5),
        place.is_multiple_of(5).then_some(CHIEF),
    ];
    let ours = colleagues.into_iter().flatten().enumerate();
    let ours = ours.map(|(at, person)| Attendance {
        person_id: Some(person),
        in_planning: at < 2,
        ..outsider("", "", "")
    });
    let actor = cast.actor(seed.county, seed.held_on);
    let titles = words::TITLES.iter().enumerate();
    let theirs = titles.map(|(role, title)| Attendance {
        in_planning: role == 2,
        ..outsider(&words::stranger(number(seed.county), role), title, actor)
    });
    let day = add_days(seed.held_on, -55).max(add_days(seed.planned_on, 1));
    let deeds = ours.chain(theirs).map(|each| Deed::Join(place, each));
    let (lead, day) = (cast.lead(seed.county), working_day_on_or_before(day));
    deeds
        .map(|deed| by(lead, day, time(9, 40, 0, 0), deed))
        .collect()
}

fn number(county: &str) -> usize {
    county.parse().unwrap_or_default()
}

fn outsider(name: &str, title: &str, organisation: &str) -> Attendance {
    Attendance {
        person_id: None,
        name: name.to_owned(),
        title: title.to_owned(),
        organisation: organisation.to_owned(),
        in_planning: false,
        in_dialogue: true,
        attended: Attended::Unknown,
    }
}
