//! Dagordning: the items of a dialogue, their times and order, and what goes on to the next one.

use crate::codes;
use crate::domain::dialogue::Step;
use jiff::Timestamp;
use jiff::civil::Time;
use serde::{Deserialize, Serialize};

codes! {
    State {
        Open = "open", "Inte behandlad";
        Done = "done", "Behandlad";
        Carried = "carried", "Följer med till nästa dialog";
        Dropped = "dropped", "Borttagen";
    }
}

/// What a person writes of an item. The note is internal and leaves the house in no export.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    pub title: String,
    pub minutes: i64,
    pub presenter: String,
    pub issue_area_id: Option<i64>,
    /// An earlier insats that it follows up.
    pub action_id: Option<i64>,
    pub note: String,
    /// Stands on every agenda of its kind, as a pause does, so it is never carried.
    pub standing: bool,
}

impl Point {
    /// What has an issue area or an earlier insats is a matter of its own, whatever it began as.
    fn is_on_every_agenda(&self) -> bool {
        self.standing && self.issue_area_id.is_none() && self.action_id.is_none()
    }

    /// An item that the template of a kind of dialogue gives.
    pub fn standing(title: String, minutes: i64, presenter: String) -> Point {
        Point {
            title,
            minutes,
            presenter,
            issue_area_id: None,
            action_id: None,
            note: String::new(),
            standing: true,
        }
    }
}

#[derive(Clone, Debug)]
pub struct AgendaItem {
    pub id: i64,
    pub county: String,
    /// None while it is parked.
    pub dialogue_id: Option<i64>,
    pub point: Point,
    pub state: State,
    /// Parked because a dialogue did not get to it: the next one that is planned takes it.
    pub comes_along: bool,
    pub carried_from: Option<i64>,
    /// On how many agendas it has stood, this one included.
    pub times: i64,
    /// When the conducting of it began.
    pub begun_at: Option<Timestamp>,
    pub version: i64,
}

impl AgendaItem {
    /// Whether it goes on to the län's next dialogue when this one is over.
    pub fn goes_on(&self) -> bool {
        self.state == State::Open && !self.point.is_on_every_agenda()
    }
}

/// An agenda has no more items than this, and no län more parked ones.
pub const MOST: usize = 100;
/// No item is longer than this.
pub const LONGEST: i64 = 600;

/// When each item begins, and how the sum stands against the length of the dialogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timetable {
    /// None for what would begin after midnight.
    pub begins: Vec<Option<Time>>,
    pub sum: i64,
    pub length: i64,
}

impl Timetable {
    pub fn of(starts_at: Time, ends_at: Time, minutes: &[i64]) -> Timetable {
        let first = minute_of_day(starts_at);
        let mut sum = 0;
        let mut begins = Vec::with_capacity(minutes.len());
        for each in minutes {
            begins.push(time_of_day(first + sum));
            sum += each;
        }
        let length = minute_of_day(ends_at) - first;
        Timetable {
            begins,
            sum,
            length,
        }
    }

    /// So many minutes too long; negative when there is time left.
    pub fn overrun(&self) -> i64 {
        self.sum - self.length
    }
}

fn minute_of_day(time: Time) -> i64 {
    i64::from(time.hour()) * 60 + i64::from(time.minute())
}

fn time_of_day(minute: i64) -> Option<Time> {
    let hour = i8::try_from(minute / 60).ok()?;
    let minute = i8::try_from(minute % 60).ok()?;
    Time::new(hour, minute, 0, 0).ok()
}

/// How many times an item has been on an agenda once it goes on from a dialogue. What was never held
/// makes nothing older.
pub fn times_after(times: i64, step: Step) -> i64 {
    match step {
        Step::Hold => times + 1,
        _ => times,
    }
}

/// "tredje gången"; nothing for what is there for the first time.
pub fn age(times: i64) -> Option<String> {
    const WORDS: [&str; 11] = [
        "andra", "tredje", "fjärde", "femte", "sjätte", "sjunde", "åttonde", "nionde", "tionde",
        "elfte", "tolfte",
    ];
    let place = usize::try_from(times).ok()?.checked_sub(2)?;
    let word = WORDS.get(place).map(|word| (*word).to_owned());
    Some(format!(
        "{} gången",
        word.unwrap_or_else(|| format!("{times}:e"))
    ))
}

/// Where what is carried is put on an agenda: after "Sedan sist", else first.
pub fn place_of_carried<'a>(titles: impl IntoIterator<Item = &'a str>) -> usize {
    let since = |title: &str| title.to_lowercase().starts_with("sedan sist");
    let mut titles = titles.into_iter();
    titles.position(since).map_or(0, |place| place + 1)
}

/// The order after someone who saw `seen` has put it as `wanted`. What was added meanwhile keeps its
/// place after the item it follows; none when the two orders cannot both be meant.
pub fn reordered(current: &[i64], seen: &[i64], wanted: &[i64]) -> Option<Vec<i64>> {
    let still: Vec<i64> = seen
        .iter()
        .filter(|id| current.contains(id))
        .copied()
        .collect();
    let known: Vec<i64> = current
        .iter()
        .filter(|id| seen.contains(id))
        .copied()
        .collect();
    let mut moved: Vec<i64> = wanted
        .iter()
        .filter(|id| current.contains(id))
        .copied()
        .collect();
    let (mut one, mut other) = (moved.clone(), still.clone());
    one.sort_unstable();
    other.sort_unstable();
    if still != known || one != other {
        return None;
    }
    for (place, id) in current.iter().enumerate() {
        if moved.contains(id) {
            continue;
        }
        let before = place.checked_sub(1).and_then(|place| current.get(place));
        let after = before.and_then(|id| moved.iter().position(|each| each == id));
        moved.insert(after.map_or(0, |place| place + 1), *id);
    }
    Some(moved)
}

/// The order with one item a step up or down; the same when it stands at the end already.
pub fn one_step(order: &[i64], id: i64, down: bool) -> Vec<i64> {
    let mut order = order.to_vec();
    if let Some(place) = order.iter().position(|each| *each == id) {
        let other = if down {
            place + 1
        } else {
            place.wrapping_sub(1)
        };
        if other < order.len() {
            order.swap(place, other);
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::time;

    #[test]
    fn each_item_begins_when_those_before_it_end() {
        let table = Timetable::of(time(9, 0, 0, 0), time(12, 0, 0, 0), &[15, 45, 30, 0, 15]);
        let begins: Vec<String> = table
            .begins
            .iter()
            .flatten()
            .map(|each| format!("{}.{:02}", each.hour(), each.minute()))
            .collect();
        assert_eq!(begins, ["9.00", "9.15", "10.00", "10.30", "10.30"]);
        assert_eq!((table.sum, table.length, table.overrun()), (105, 180, -75));
    }

    #[test]
    fn what_is_too_long_says_by_how_much_and_never_passes_midnight() {
        let rows: [(&[i64], i64); 4] =
            [(&[], -60), (&[60], 0), (&[60, 20], 20), (&[600, 600], 1140)];
        for (minutes, overrun) in rows {
            let table = Timetable::of(time(13, 30, 0, 0), time(14, 30, 0, 0), minutes);
            assert_eq!(table.overrun(), overrun, "{minutes:?}");
        }
        let late = Timetable::of(time(23, 0, 0, 0), time(23, 59, 0, 0), &[59, 1, 600]);
        assert_eq!(late.begins[1], Some(time(23, 59, 0, 0)));
        assert_eq!(late.begins[2], None);
    }

    #[test]
    fn an_age_is_said_in_words() {
        let rows = [
            (0, None),
            (1, None),
            (2, Some("andra gången")),
            (3, Some("tredje gången")),
            (4, Some("fjärde gången")),
            (12, Some("tolfte gången")),
            (13, Some("13:e gången")),
        ];
        for (times, words) in rows {
            assert_eq!(age(times).as_deref(), words);
        }
    }

    #[test]
    fn only_a_dialogue_that_was_held_makes_an_item_older() {
        assert_eq!(
            (times_after(2, Step::Hold), times_after(2, Step::Cancel)),
            (3, 2)
        );
    }

    fn item(state: State, standing: bool, area: Option<i64>, action: Option<i64>) -> AgendaItem {
        AgendaItem {
            id: 1,
            county: "25".into(),
            dialogue_id: Some(1),
            point: Point {
                standing,
                issue_area_id: area,
                action_id: action,
                ..Point::standing("Punkt".into(), 10, String::new())
            },
            state,
            comes_along: false,
            carried_from: None,
            times: 1,
            begun_at: None,
            version: 1,
        }
    }

    #[test]
    fn what_goes_on_was_not_dealt_with_and_does_not_stand_on_every_agenda() {
        let rows = [
            (item(State::Open, false, None, None), true),
            (item(State::Open, true, None, None), false),
            (item(State::Open, true, Some(2), None), true),
            (item(State::Open, true, None, Some(11)), true),
            (item(State::Done, false, Some(2), None), false),
            (item(State::Carried, false, None, None), false),
            (item(State::Dropped, false, None, None), false),
        ];
        for (item, expected) in rows {
            assert_eq!(item.goes_on(), expected, "{item:?}");
        }
    }

    #[test]
    fn what_is_carried_comes_after_since_last_else_first() {
        assert_eq!(place_of_carried([]), 0);
        assert_eq!(place_of_carried(["Inledning", "Paus"]), 0);
        assert_eq!(
            place_of_carried(["Inledning", "Sedan sist: löften", "Paus"]),
            2
        );
    }

    #[test]
    fn two_who_put_in_order_lose_nothing() {
        type Order<'a> = &'a [i64];
        let rows: [(Order, Order, Order, Option<Order>); 7] = [
            (&[1, 2, 3], &[1, 2, 3], &[3, 1, 2], Some(&[3, 1, 2])),
            // one was added meanwhile: it stays after the one it follows
            (&[1, 9, 2, 3], &[1, 2, 3], &[2, 1, 3], Some(&[2, 1, 9, 3])),
            (&[9, 1, 2], &[1, 2], &[2, 1], Some(&[9, 2, 1])),
            // one was removed meanwhile
            (&[1, 3], &[1, 2, 3], &[3, 2, 1], Some(&[3, 1])),
            // someone else has put them in another order
            (&[2, 1, 3], &[1, 2, 3], &[1, 3, 2], None),
            // one left out, and one named twice
            (&[1, 2, 3], &[1, 2, 3], &[1, 2], None),
            (&[1, 2], &[1, 2], &[1, 1], None),
        ];
        for (current, seen, wanted, expected) in rows {
            let order = reordered(current, seen, wanted);
            assert_eq!(
                order.as_deref(),
                expected,
                "{current:?} {seen:?} {wanted:?}"
            );
        }
    }

    #[test]
    fn a_step_up_or_down_stops_at_the_ends() {
        assert_eq!(one_step(&[1, 2, 3], 2, false), [2, 1, 3]);
        assert_eq!(one_step(&[1, 2, 3], 2, true), [1, 3, 2]);
        assert_eq!(one_step(&[1, 2, 3], 1, false), [1, 2, 3]);
        assert_eq!(one_step(&[1, 2, 3], 3, true), [1, 2, 3]);
        assert_eq!(one_step(&[1, 2, 3], 7, true), [1, 2, 3]);
    }
}
