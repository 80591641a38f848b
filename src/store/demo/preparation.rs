//! What is done and what is not of the milestones of the demo's dialogues.

use super::aftermath;
use super::cast::Cast;
use super::dialogues::Seed;
use super::issues;
use super::script::{Deed, Mark, Scene};
use super::words;
use crate::domain::calendar::{add_days, working_day_on_or_before};
use crate::domain::milestone::{ConcernedDepartment, Draft, Outcome, default_template, schedule};
use jiff::civil::time;

/// Not done, in this round: (län, milestone, department). They are late, or wait for others.
#[rustfmt::skip]
const OPEN: &[(&str, &str, i64)] = &[
    ("25", "national_brief", 4), ("25", "position", 4), ("25", "assessment", 0), ("25", "pack", 0),
    ("09", "position", 5), ("09", "pack", 0),
    ("06", "national_brief", 3), ("06", "national_brief", 4),
    ("05", "choose_issues", 0),
    ("01", "position", 3),
    ("07", "feedback_team", 0), ("07", "feedback_department", 4), ("07", "handover", 2),
    ("23", "minutes", 0), ("23", "feedback_department", 2), ("23", "handover", 4), ("23", "feedback_region", 2),
    ("04", "feedback_region", 2), ("04", "feedback_region", 5),
    ("21", "feedback_region", 4),
];

pub const DEPARTMENTS: [&str; 5] = [
    "Regioner",
    "Företag",
    "Förenkling",
    "Förvaltning",
    "Kunskapsutveckling",
];

/// Whether something after the day is not done, so that the dialogue stays in its follow-up.
pub fn leaves_open(seed: &Seed) -> bool {
    let after = |key: &str| key.starts_with("feedback") || key == "handover";
    let mut open = OPEN.iter();
    seed.current && open.any(|(county, key, _)| *county == seed.county && after(key))
}

/// Whether a department has not told the region yet, the first time.
pub fn leaves_open_to_region(seed: &Seed, department: i64) -> bool {
    let mut open = OPEN.iter();
    seed.current && open.any(|row| *row == (seed.county, "feedback_region", department))
}

fn is_open(seed: &Seed, draft: &Draft) -> bool {
    let department = draft.department.unwrap_or_default();
    let mut open = OPEN.iter();
    seed.current && open.any(|row| *row == (seed.county, draft.key.as_str(), department))
}

pub fn scenes(cast: &Cast, place: usize, seed: &Seed) -> Vec<Scene> {
    let (open, done): (Vec<Draft>, Vec<Draft>) = drafts(seed)
        .into_iter()
        .filter(|draft| draft.key != "invite") // ticked when the day is confirmed
        .partition(|draft| is_open(seed, draft));
    let mut scenes: Vec<Scene> = done
        .iter()
        .flat_map(|draft| settling(cast, place, seed, draft))
        .collect();
    scenes.extend(issues::scenes(cast, place, seed));
    let later = open.iter().filter(|draft| draft.key == "position");
    scenes.extend(later.filter_map(|draft| more_time(cast, place, seed, draft)));
    scenes
}

fn drafts(seed: &Seed) -> Vec<Draft> {
    let departments = (1..).zip(DEPARTMENTS);
    let concerned: Vec<_> = departments
        .map(|(id, name)| ConcernedDepartment {
            id,
            name,
            is_regioner: id == 1,
        })
        .collect();
    let template = default_template();
    schedule(&template, &concerned, seed.held_on, seed.planned_on)
}

/// A few days before it was due, each in its own way and always the same.
fn settling(cast: &Cast, place: usize, seed: &Seed, draft: &Draft) -> Vec<Scene> {
    let lag = (place as i64 * 3 + i64::from(draft.position)) % 4;
    let early = add_days(draft.due_on, -lag).max(add_days(seed.planned_on, 1));
    let (outcome, reason) = outcome(place, draft);
    let scene = |day, outcome, reason| Scene {
        day: working_day_on_or_before(day),
        time: time(
            9 + (draft.position % 7) as i8,
            15 + (draft.position % 4) as i8 * 10,
            0,
            0,
        ),
        by: cast.settles(seed.county, draft.falls_on, draft.department),
        deed: match draft.key == "choose_issues" {
            true => issues::choosing(place, seed),
            false => aftermath::told(cast, place, seed, &mark(draft, outcome, reason)),
        }
        .unwrap_or_else(|| Deed::Settle(place, mark(draft, outcome, reason))),
    };
    let mut scenes = Vec::new();
    if draft.key == "regional_brief" && outcome == Outcome::Done {
        scenes.push(scene(add_days(early, -9), Outcome::Needed, ""));
    }
    scenes.push(scene(early, outcome, reason));
    scenes
}

fn outcome(place: usize, draft: &Draft) -> (Outcome, &'static str) {
    match draft.key.as_str() {
        "regional_brief" if place % 3 == 1 => (Outcome::NotNeeded, words::NOT_NEEDED),
        "invite_agencies" if !place.is_multiple_of(4) => (Outcome::NotNeeded, words::NO_AGENCIES),
        "handover" if (place as i64 + draft.department.unwrap_or_default()) % 3 == 0 => {
            (Outcome::Waived, words::NO_HANDOVER)
        }
        _ => (Outcome::Done, ""),
    }
}

fn mark(draft: &Draft, outcome: Outcome, reason: &'static str) -> Mark {
    Mark {
        key: draft.key.clone(),
        department: draft.department,
        outcome,
        reason,
        due_on: None,
    }
}

/// Norrbotten's position waits for the late brief, and has been given another date.
fn more_time(cast: &Cast, place: usize, seed: &Seed, draft: &Draft) -> Option<Scene> {
    (seed.county == "25").then(|| Scene {
        day: working_day_on_or_before(add_days(draft.due_on, -1)),
        time: time(14, 50, 0, 0),
        by: cast.lead(seed.county),
        deed: Deed::Settle(
            place,
            Mark {
                due_on: Some(working_day_on_or_before(add_days(seed.held_on, -7))),
                ..mark(draft, Outcome::Open, "")
            },
        ),
    })
}
