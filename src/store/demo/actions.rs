//! The demo's insatser: what was promised in the dialogues, and how it went.

use super::cast::Cast;
use super::dialogues::{self, Seed};
use super::people::ISSUE_AREAS;
use super::promises;
use super::script::{Deed, Scene};
use super::work::{Start, Story, WORK, Work};
use crate::domain::action::{Plan, Status};
use crate::domain::calendar::{add_days, days_between, working_day_on_or_before};
use crate::domain::people::Seat;
use jiff::civil::{Date, time};

pub fn scenes(cast: &Cast, seeds: &[Seed]) -> Vec<Scene> {
    let mut scenes = Vec::new();
    for (place, work) in WORK.iter().enumerate() {
        scenes.extend(life(cast, seeds, place, work));
    }
    scenes
}

fn life(cast: &Cast, seeds: &[Seed], place: usize, work: &Work) -> Vec<Scene> {
    let origin = origin(work);
    let made = made_on(cast.today, seeds, origin, work);
    let due_on = working_day_on_or_before(add_days(cast.today, work.due));
    let put_off = match work.story {
        Story::Extended(_) => 45,
        _ => 0,
    };
    let plan = plan(cast, work, origin, add_days(due_on, -put_off));
    let by = actor(cast, work);
    let scene = |day, hour, deed| Scene {
        day,
        time: time(hour, 10 + (place % 4) as i8 * 12, 0, 0),
        by,
        deed,
    };
    let mut scenes = vec![scene(made, 16, Deed::Make(place, plan))];
    let span = days_between(made, cast.today).max(3);
    for (days, deed) in progress(work.story, place, span, due_on) {
        let day = dialogues::out_of_leave(add_days(made, days.max(1)), 1);
        scenes.push(scene(day, 11, deed));
    }
    scenes.retain(|scene| scene.day <= cast.today);
    scenes
}

/// What is done to it, so many days after it was made.
fn progress(story: Story, place: usize, span: i64, due_on: Date) -> Vec<(i64, Deed)> {
    let turn = |to, text| Deed::Turn(place, to, text);
    let note = |text| Deed::FollowUp(place, text);
    let decided = ((span / 6).min(14), turn(Status::Decided, ""));
    let begun = ((span / 4).min(25), turn(Status::Ongoing, ""));
    match story {
        Story::Proposed => vec![],
        Story::Decided => vec![decided],
        Story::Ongoing(text) => vec![decided, begun, (span * 2 / 3, note(text))],
        Story::Extended(text) => {
            let put_off = Deed::Extend(place, due_on);
            vec![
                decided,
                begun,
                (span / 2, note(text)),
                (span * 2 / 3, put_off),
            ]
        }
        Story::Done(text, result) => {
            let done = turn(Status::Done, result);
            vec![decided, begun, (span / 3, note(text)), (span * 4 / 5, done)]
        }
        Story::Stopped(reason) => vec![decided, (span / 2, turn(Status::Stopped, reason))],
    }
}

/// The place in the script of the dialogue it comes from.
pub fn origin(work: &Work) -> Option<usize> {
    match work.start {
        Start::AfterThis(_) => dialogues::place(work.counties[0], 0),
        Start::AfterLast(_) => dialogues::place(work.counties[0], 1),
        Start::DaysAgo(_) => None,
    }
}

fn made_on(today: Date, seeds: &[Seed], origin: Option<usize>, work: &Work) -> Date {
    let held_on = origin
        .and_then(|place| seeds.get(place))
        .map(|seed| seed.held_on);
    let day = match (work.start, held_on) {
        (Start::AfterThis(days) | Start::AfterLast(days), Some(held_on)) => add_days(held_on, days),
        (Start::AfterThis(days) | Start::AfterLast(days) | Start::DaysAgo(days), _) => {
            add_days(today, -days)
        }
    };
    working_day_on_or_before(dialogues::out_of_leave(day, 1).min(today))
}

/// The one who answers for the issue, or the lead where that is Regioner or nobody.
fn actor(cast: &Cast, work: &Work) -> i64 {
    let county = work.counties[0];
    let (_, department, _) = ISSUE_AREAS[work.area - 1];
    let officer = match (work.owner, department) {
        (Some(person), _) => Some(person),
        (None, 1) => None,
        (None, department) => cast.issue_officer(county, department),
    };
    officer.unwrap_or_else(|| cast.lead(county))
}

fn plan(cast: &Cast, work: &Work, origin: Option<usize>, due_on: Date) -> Plan {
    let (_, department, unit) = ISSUE_AREAS[work.area - 1];
    let county = work.counties[0];
    let seat = match department {
        1 if work.area == 8 => Seat::County(county.to_owned()),
        1 => Seat::Lead(cast.team(county)),
        department => Seat::Issue(cast.team(county), department),
    };
    let mut counties: Vec<String> = work
        .counties
        .iter()
        .map(|code| (*code).to_owned())
        .collect();
    counties.sort();
    let plan = Plan {
        title: work.title.to_owned(),
        counties,
        dialogue_id: origin.map(|place| place as i64),
        issue_area_id: Some(work.area as i64),
        unit_id: unit.unwrap_or(1),
        owner_seat: work.owner.is_none().then_some(seat),
        owner_person_id: work.owner,
        due_on: working_day_on_or_before(due_on),
        status: Status::Proposed,
        description: work.description.to_owned(),
        ..Plan::default()
    };
    promises::in_full(plan, work.area)
}
