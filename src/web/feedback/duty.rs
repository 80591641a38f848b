//! The milestones that are feedback: when they open, and that they are done by being written.

use super::dialogue::{may_write, not_held};
use crate::domain::access::Act;
use crate::domain::dialogue::{Dialogue, Phase};
use crate::domain::feedback::{Direction, form_url, not_open_yet};
use crate::domain::milestone::{Milestone, Outcome};
use crate::domain::places::County;
use crate::error::Result;
use crate::web::dialogues::{Subject, refused};
use crate::web::form::Choice;
use crate::web::holders::Holders;
use crate::web::me::Me;
use axum::response::Response;

/// Feedback is done by being written, and no duty is done before the dialogue has been held.
pub fn not_by_ticking(
    me: &Me,
    subject: &Subject,
    now: &Milestone,
    wanted: Outcome,
) -> Option<Result<Response>> {
    if can_be_done(now, subject.dialogue.phase) || wanted != Outcome::Done {
        return None;
    }
    if let Some(answer) = not_held(me, subject) {
        return Some(answer);
    }
    let direction = Direction::of_key(&now.key)?;
    let url = form_url(now.dialogue_id, direction, now.department_id);
    let link = Choice::new(url, "Skriv återkopplingen");
    let sentence = "Den bockas av när återkopplingen är skriven. Ska den inte ges går det att avstå med ett skäl.";
    let heading = "Återkopplingen är inte skriven ännu";
    Some(refused(
        me,
        subject,
        heading,
        sentence.to_owned(),
        vec![link],
    ))
}

/// Whether a person may put it as done by hand.
fn can_be_done(of: &Milestone, phase: Phase) -> bool {
    Direction::of_key(&of.key).is_none() && !not_open_yet(&of.key, phase)
}

/// What can be chosen for it now; where it stands can always be kept.
pub fn choices(of: &Milestone, phase: Phase) -> Vec<Outcome> {
    let all = Outcome::choices(of.judgement).iter().copied();
    let done = can_be_done(of, phase) || of.settling.state == Outcome::Done;
    all.filter(|each| done || *each != Outcome::Done).collect()
}

/// Where the feedback that it asks for is written, for who may; empty before it is time, and afterwards.
pub fn write_url(
    me: &Me,
    dialogue: &Dialogue,
    county: &County,
    holders: &Holders,
    of: &Milestone,
) -> String {
    let opened = of.is_open() && dialogue.phase == Phase::FollowingUp;
    let department = of.department_id;
    match Direction::of_key(&of.key).filter(|_| opened) {
        Some(way) if may_write(me, county, holders, way, department) => {
            form_url(dialogue.id, way, department)
        }
        _ => String::new(),
    }
}

/// What the page of a dialogue tells: how many of the duties are settled, of how many.
pub struct Card {
    pub done: usize,
    pub all: usize,
    pub hands_over: bool,
}

pub fn card(me: &Me, dialogue: &Dialogue, county: &County, steps: &[Milestone]) -> Card {
    let own = || {
        let all = steps.iter();
        all.filter(|each| Direction::of_key(&each.key).is_some())
    };
    Card {
        done: own().filter(|each| !each.is_open()).count(),
        all: own().count(),
        hands_over: dialogue.phase != Phase::Cancelled
            && me.can(Act::CreateHandover, &county.place()),
    }
}
