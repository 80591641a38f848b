//! The demo's frozen pack: Kronoberg's, and someone who was added after it.

use super::cast::Cast;
use super::dialogues::{self, Seed};
use super::script::{Deed, Scene};
use crate::domain::calendar::{add_days, working_day_on_or_before};
use crate::domain::participant::{Attendance, Attended};
use jiff::civil::time;

const COUNTY: &str = "07";

pub fn scenes(cast: &Cast, seeds: &[Seed]) -> Vec<Scene> {
    let place = dialogues::place(COUNTY, 0);
    let Some((place, seed)) = place.and_then(|place| Some((place, seeds.get(place)?))) else {
        return Vec::new();
    };
    let scene = |days: i64, deed| Scene {
        day: working_day_on_or_before(add_days(seed.held_on, -days)),
        time: time(14, 30, 0, 0),
        by: cast.lead(COUNTY),
        deed,
    };
    let late = Attendance {
        person_id: None,
        name: "Ragnhild Påhittad".to_owned(),
        title: "strateg".to_owned(),
        organisation: cast.actor(COUNTY, seed.held_on).to_owned(),
        in_planning: false,
        in_dialogue: true,
        attended: Attended::Unknown,
    };
    vec![
        scene(7, Deed::Freeze(place)),
        scene(2, Deed::Join(place, late)),
    ]
}
