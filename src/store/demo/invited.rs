//! The national agencies that the demo's dialogues have invited, and what they answered.

use super::cast::Cast;
use super::dialogues::Seed;
use super::script::{Deed, Scene};
use crate::domain::calendar::{add_days, working_day_on_or_before};
use crate::domain::invitation::{Asking, Reply};
use crate::domain::participant::Attended;
use jiff::civil::time;

/// (agency, issue area, contact, reason), by turns.
#[rustfmt::skip]
const REASONS: [(i64, i64, &str, &str); 5] = [
    (1, 1, "enheten för nationella kontakter", "Ni ser vilka yrken som saknas i länet och vilka som är på väg in."),
    (3, 12, "registrator", "Elnätets utbyggnad avgör takten i länets etableringar."),
    (15, 8, "regionkontoret", "Resorna till och från länets mindre orter styr vilka som kan ta ett arbete."),
    (16, 2, "registrator", "Ni och vi stöder ofta samma företag, i olika skeden."),
    (12, 13, "programkontoret", "Era utlysningar och våra behöver hänga ihop nästa programperiod."),
];

/// In every fourth dialogue someone has been judged to be needed; Norrbotten asks two.
pub fn scenes(cast: &Cast, place: usize, seed: &Seed) -> Vec<Scene> {
    if !place.is_multiple_of(4) || seed.held_on.year() < 2020 {
        return Vec::new();
    }
    let asked_on = add_days(seed.held_on, -45).max(add_days(seed.planned_on, 3));
    let asked_on = working_day_on_or_before(asked_on);
    let count = if seed.county == "25" { 2 } else { 1 };
    let scenes = (0..count).map(|turn| {
        let at = (place / 4 + turn) % REASONS.len();
        Scene {
            day: asked_on,
            time: time(13, 5 + turn as i8, 0, 0),
            by: cast.lead(seed.county),
            deed: Deed::Invite(place, asking(cast, seed, at)),
        }
    });
    scenes.collect()
}

fn asking(cast: &Cast, seed: &Seed, at: usize) -> Asking {
    let (agency_id, area, contact, reason) = REASONS[at];
    let held = seed.held_on < cast.today;
    let reply = match at {
        3 => Reply::No,
        4 if !held => Reply::None,
        _ => Reply::Yes,
    };
    let came = match (held && seed.cancelled.is_none(), reply) {
        (false, _) => Attended::Unknown,
        (true, Reply::Yes) => Attended::Yes,
        (true, _) => Attended::No,
    };
    Asking {
        agency_id,
        issue_area_id: Some(area),
        contact: contact.to_owned(),
        reason: reason.to_owned(),
        sent_on: None,
        reply,
        attended: came,
        feedback: match came {
            Attended::Yes => "Fick minnesanteckningarna och listan över insatser.".to_owned(),
            _ => String::new(),
        },
    }
}
