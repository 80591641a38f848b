//! The way through an agenda: where we are, what was before, what comes next, and how the time goes.

use super::at;
use crate::domain::agenda_item::State;
use crate::domain::dialogue::{Dialogue, Phase};
use crate::domain::pace::{Pace, behind, end_of};
use crate::store::agenda_items::Shown as Item;
use crate::store::outcomes::Shown as Line;
use crate::web::agenda_items::{Agenda, Row, duration};
use crate::web::form::Choice;
use crate::web::text;
use jiff::Timestamp;

/// A place of the agenda in the list of them.
pub struct Stop {
    pub url: String,
    pub title: String,
    pub begins: String,
    /// "3 rader"
    pub count: String,
    pub done: bool,
    pub here: bool,
}

/// How the time of an item goes, in words.
#[derive(Default)]
pub struct Clocked {
    /// "09.15, 45 min"
    pub planned: String,
    /// When the item was begun, for what counts on in the browser; empty when it does not.
    pub begun: String,
    pub minutes: i64,
    /// "Började kl. 09.22"
    pub began: String,
    /// "18 min använda, 27 min kvar"
    pub used: String,
    pub over: bool,
    /// "7 min efter dagordningen"
    pub behind: String,
    pub is_begun: bool,
}

pub struct Walk {
    pub stops: Vec<Stop>,
    pub here: Option<Row>,
    pub clock: Clocked,
    pub previous: Option<Choice>,
    pub next: Option<Choice>,
    /// What has been said here, in its order.
    pub lines: Vec<Line>,
}

/// The walk at the item that is asked for, or beside the agenda when it is not there; else at the one that was begun last, or the first that is open.
pub fn walk(
    all: Vec<Item>,
    mut lines: Vec<Line>,
    dialogue: &Dialogue,
    asked: &str,
    now: Timestamp,
) -> Walk {
    let here = which(&all, asked);
    let plan = &dialogue.plan;
    let told = !dialogue.phase.is_before_the_day();
    let ids: Vec<i64> = all.iter().map(|each| each.item.id).collect();
    let place = |line: &Line| on_agenda(line, &ids);
    let begun: Vec<Timestamp> = all.iter().filter_map(|each| each.item.begun_at).collect();
    let mut rows = Agenda::of(all, plan.starts_at, plan.ends_at, told).rows;
    let mut stops: Vec<Stop> = rows
        .iter()
        .map(|row| {
            stop(
                dialogue.id,
                row,
                count(&lines, place, Some(row.shown.item.id)),
                here,
            )
        })
        .collect();
    stops.push(beside(dialogue.id, count(&lines, place, None), here));
    lines.retain(|line| place(line) == here);
    let place = stops.iter().position(|each| each.here).unwrap_or_default();
    let link = |place: usize| {
        let stop: Option<&Stop> = stops.get(place);
        stop.map(|stop| Choice::new(&stop.url, &stop.title))
    };
    let (previous, next) = (place.checked_sub(1).and_then(link), link(place + 1));
    let here = (place < rows.len()).then(|| rows.swap_remove(place));
    let running = dialogue.phase == Phase::Holding;
    Walk {
        clock: here
            .as_ref()
            .map_or_else(Clocked::default, |row| clocked(row, &begun, now, running)),
        previous,
        next,
        here,
        stops,
        lines,
    }
}

/// The item a line was said at; none when that is not on the agenda, or no longer.
fn on_agenda(line: &Line, ids: &[i64]) -> Option<i64> {
    let item = line.outcome.line.agenda_item_id;
    item.filter(|id| ids.contains(id))
}

fn which(all: &[Item], asked: &str) -> Option<i64> {
    let is_asked = |each: &&Item| each.item.id.to_string() == asked;
    if !asked.is_empty() {
        return all.iter().find(is_asked).map(|each| each.item.id);
    }
    let open = |each: &&Item| each.item.state == State::Open;
    let last = all
        .iter()
        .filter(open)
        .max_by_key(|each| each.item.begun_at);
    let last = last.filter(|each| each.item.begun_at.is_some());
    let chosen = last.or_else(|| all.iter().find(open));
    chosen.or(all.first()).map(|each| each.item.id)
}

fn stop(dialogue: i64, row: &Row, count: String, here: Option<i64>) -> Stop {
    let id = Some(row.shown.item.id);
    Stop {
        url: at(dialogue, id),
        title: row.shown.item.point.title.clone(),
        begins: row.begins.clone(),
        count,
        done: row.shown.item.state == State::Done,
        here: here == id,
    }
}

fn beside(dialogue: i64, count: String, here: Option<i64>) -> Stop {
    Stop {
        url: at(dialogue, None),
        title: "Utanför dagordningen".to_owned(),
        begins: String::new(),
        count,
        done: false,
        here: here.is_none(),
    }
}

/// "3 rader"; nothing when there are none.
fn count(lines: &[Line], place: impl Fn(&Line) -> Option<i64>, item: Option<i64>) -> String {
    let of = |line: &&Line| place(line) == item;
    match lines.iter().filter(of).count() {
        0 => String::new(),
        count => text::counted(count as i64, "rad", "rader"),
    }
}

fn clocked(row: &Row, begun: &[Timestamp], now: Timestamp, running: bool) -> Clocked {
    let item = &row.shown.item;
    let planned = match row.begins.is_empty() {
        true => duration(item.point.minutes),
        false => format!("{}, {}", row.begins, duration(item.point.minutes)),
    };
    let mut clock = Clocked {
        planned,
        minutes: item.point.minutes,
        ..Clocked::default()
    };
    let Some(start) = item.begun_at else {
        return clock;
    };
    let end = end_of(start, begun, now);
    let began = text::to_stockholm(start).time();
    clock.is_begun = true;
    clock.began = format!("Började kl. {}", text::clock(began));
    if let Some(pace) = Pace::of(item.point.minutes, Some(start), end) {
        clock.used = used(pace);
        clock.over = pace.left() < 0;
        // The last that was begun goes on.
        if running && end == now && item.state == State::Open {
            clock.begun = start.to_string();
        }
        let late = row.at.and_then(|planned| behind(planned, began));
        clock.behind = late.map_or(String::new(), |late| {
            format!("{} efter dagordningen", duration(late))
        });
    }
    clock
}

/// The same words as static/conduct.js counts on with.
fn used(pace: Pace) -> String {
    let left = match pace.left() {
        left @ 0.. => format!("{} kvar", duration(left)),
        over => format!("{} över tiden", duration(-over)),
    };
    format!("{} använda, {left}", duration(pace.used))
}
