//! The wheel's geometry: a sector for each week, a ring for each team, the first week at the top.

use super::{Cell, Week};
use crate::domain::calendar::days_between;
use crate::domain::places::Team;
use crate::web::text;
use jiff::civil::date;
use std::f64::consts::TAU;

pub const SIZE: f64 = 900.0;
const MIDDLE: f64 = SIZE / 2.0;

/// Where the rings lie: the outermost team's outer edge, how wide a ring is, and its gap.
const OUTER: f64 = 396.0;
const RING: f64 = 66.0;
const GAP: f64 = 4.0;
const WEEKS_AT: f64 = 432.0;
const CALENDAR: (f64, f64) = (400.0, 420.0);
const MONTHS_AT: f64 = 164.0;
const MONTHS_FROM: f64 = 150.0;

pub struct Wheel {
    pub sectors: Vec<Sector>,
    pub calendar: Vec<Calendar>,
    pub marks: Vec<Place>,
    pub labels: Vec<Label>,
    pub months: Vec<Label>,
    pub lines: Vec<[String; 4]>,
    /// The outline of the week that is now.
    pub now: Option<String>,
}

/// A team's week, darker the more milestones fall in it.
pub struct Sector {
    pub path: String,
    pub team: String,
    pub opacity: &'static str,
    pub title: String,
}

/// A week's holidays and fixed dates, in the outermost ring.
pub struct Calendar {
    pub path: String,
    pub kind: &'static str,
    pub title: String,
}

/// A dialogue: a circle with the län's letters.
pub struct Place {
    pub x: String,
    pub y: String,
    pub team: String,
    pub held: bool,
    pub href: String,
    pub letters: String,
    pub title: String,
}

pub struct Label {
    pub x: String,
    pub y: String,
    pub text: String,
    pub strong: bool,
}

/// How dark a sector is, from this many milestones on.
pub const DENSITY: [(i64, &str, &str); 4] = [
    (1, ".14", "1–4"),
    (5, ".3", "5–9"),
    (10, ".46", "10–14"),
    (15, ".64", "15 eller fler"),
];

pub fn wheel(year: i16, weeks: &[Week], teams: &[Team]) -> Wheel {
    let step = TAU / weeks.len().max(1) as f64;
    let angle = |index: usize| index as f64 * step;
    let of_week = |(index, week)| week_of(week, teams, angle(index), angle(index + 1));
    let drawn: Vec<_> = weeks.iter().enumerate().map(of_week).collect();
    let label = |(index, week): (usize, &Week)| {
        label(
            angle(index) + step / 2.0,
            WEEKS_AT,
            week.number.to_string(),
            week.now,
        )
    };
    let now = weeks.iter().position(|week| week.now);
    let inner = inner(teams.len().saturating_sub(1));
    let (months, lines) = months(year, weeks);
    let mut wheel = Wheel {
        sectors: Vec::new(),
        calendar: Vec::new(),
        marks: Vec::new(),
        labels: weeks.iter().enumerate().map(label).collect(),
        months,
        lines,
        now: now.map(|index| sector(inner, OUTER, angle(index), angle(index + 1))),
    };
    for (sectors, marks, calendar) in drawn {
        wheel.sectors.extend(sectors);
        wheel.marks.extend(marks);
        wheel.calendar.extend(calendar);
    }
    wheel
}

type Drawn = (Vec<Sector>, Vec<Place>, Option<Calendar>);

fn week_of(week: &Week, teams: &[Team], from: f64, to: f64) -> Drawn {
    let mut sectors = Vec::new();
    let mut marks = Vec::new();
    for (ring, (team, cell)) in teams.iter().zip(&week.cells).enumerate() {
        let inner = inner(ring);
        let (path, number) = (sector(inner, inner + RING, from, to), cell.milestones);
        let milestones = text::counted(number, "milstolpe", "milstolpar");
        sectors.push(Sector {
            path,
            team: team.slug.clone(),
            opacity: opacity(number),
            title: format!("v. {}, {}: {milestones}", week.number, team.label()),
        });
        marks.extend(places(cell, team, inner, (from + to) / 2.0));
    }
    (sectors, marks, calendar(week, from, to))
}

fn places(cell: &Cell, team: &Team, inner: f64, angle: f64) -> Vec<Place> {
    let share = RING / cell.dialogues.len().max(1) as f64;
    let places = cell.dialogues.iter().enumerate().map(|(index, mark)| {
        let (x, y) = point(inner + RING - share * (index as f64 + 0.5), angle);
        Place {
            x: short(x),
            y: short(y),
            team: team.slug.clone(),
            held: mark.is_held(),
            href: mark.href.clone(),
            letters: mark.letters.clone(),
            title: mark.title(),
        }
    });
    places.collect()
}

fn calendar(week: &Week, from: f64, to: f64) -> Option<Calendar> {
    let kind = match (
        week.fixed.is_empty(),
        week.days_off.is_empty(),
        week.vacation,
    ) {
        (false, ..) => "is-fixed",
        (_, false, _) => "is-off",
        (_, _, true) => "is-vacation",
        _ => return None,
    };
    let vacation = week.vacation.then(|| "Semestervecka".to_owned());
    let lines = week.fixed.iter().chain(&week.days_off).cloned();
    let lines: Vec<String> = lines.chain(vacation).collect();
    Some(Calendar {
        path: sector(CALENDAR.0, CALENDAR.1, from, to),
        kind,
        title: format!("v. {}: {}", week.number, lines.join(", ")),
    })
}

/// The names of the months, and the lines between them.
fn months(year: i16, weeks: &[Week]) -> (Vec<Label>, Vec<[String; 4]>) {
    let Some(first) = weeks.first().map(|week| week.monday) else {
        return (Vec::new(), Vec::new());
    };
    let days = (weeks.len() * 7) as f64;
    let at = |month: i8| {
        let begins = match month {
            13 => date(year + 1, 1, 1),
            month => date(year, month, 1),
        };
        TAU * days_between(first, begins) as f64 / days
    };
    let name = |month: i8| {
        let name: String = text::MONTHS[month as usize - 1].chars().take(3).collect();
        label((at(month) + at(month + 1)) / 2.0, MONTHS_AT, name, false)
    };
    let line = |month: i8| {
        let ((x1, y1), (x2, y2)) = (point(MONTHS_FROM, at(month)), point(OUTER, at(month)));
        [x1, y1, x2, y2].map(short)
    };
    ((1..=12).map(name).collect(), (1..=12).map(line).collect())
}

fn inner(ring: usize) -> f64 {
    OUTER - RING - ring as f64 * (RING + GAP)
}

fn opacity(milestones: i64) -> &'static str {
    let reached = DENSITY.iter().rev().find(|(from, ..)| milestones >= *from);
    reached.map_or("0", |(_, opacity, _)| opacity)
}

fn label(angle: f64, radius: f64, text: String, strong: bool) -> Label {
    let (x, y) = point(radius, angle);
    Label {
        x: short(x),
        y: short(y),
        text,
        strong,
    }
}

/// A part of a ring between two angles, clockwise from the top.
fn sector(inner: f64, outer: f64, from: f64, to: f64) -> String {
    let at = |radius, angle| {
        let (x, y) = point(radius, angle);
        format!("{} {}", short(x), short(y))
    };
    format!(
        "M{}A{outer} {outer} 0 0 1 {}L{}A{inner} {inner} 0 0 0 {}Z",
        at(outer, from),
        at(outer, to),
        at(inner, to),
        at(inner, from)
    )
}

fn point(radius: f64, angle: f64) -> (f64, f64) {
    (MIDDLE + radius * angle.sin(), MIDDLE - radius * angle.cos())
}

fn short(number: f64) -> String {
    format!("{number:.1}")
}
