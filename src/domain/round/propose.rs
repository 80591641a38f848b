//! Proposes a day for each län of a round: spread over the year, a week of its own where there is
//! one, and never against a rule. The same input always gives the same days.

use super::{Load, Row, Terms, Week, Wish, obstacle};
use crate::domain::calendar::{
    add_days, days_between, is_vacation_week, iso_week, name_of_day_off,
};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use std::collections::BTreeMap;

/// How much is asked of a day beyond what is always forbidden; less, when the year is short.
#[derive(Clone, Copy)]
struct Level {
    /// So many days from today at least.
    notice: i64,
    /// Not on the agency's fixed dates, and no briefs due in the vacation.
    careful: bool,
}

const LEVELS: [Level; 3] = [
    Level {
        notice: 70,
        careful: true,
    },
    Level {
        notice: 35,
        careful: true,
    },
    Level {
        notice: 1,
        careful: false,
    },
];

/// What a dialogue more in a week weighs against weeks away from where it would be best.
const CROWD: usize = 4;

/// The longest time a round is planned over.
const LONGEST: i64 = 800;

/// A day for each wish, in their order; none where no day is left that keeps the rules.
pub fn propose(wishes: &[Wish], terms: &Terms) -> Vec<Option<Date>> {
    let mut best = vec![None; wishes.len()];
    for level in LEVELS {
        let placed = place(wishes, terms, level);
        if count(&placed) > count(&best) {
            best = placed;
        }
        if count(&best) == wishes.len() {
            break;
        }
    }
    best
}

fn count(days: &[Option<Date>]) -> usize {
    days.iter().flatten().count()
}

fn place(wishes: &[Wish], terms: &Terms, level: Level) -> Vec<Option<Date>> {
    let weeks = weeks(terms, level);
    let mut load = Load::of_terms(terms);
    let mut days = vec![None; wishes.len()];
    for (turn, index) in order(wishes).into_iter().enumerate() {
        let aim = (2 * turn + 1) * weeks.len() / (2 * wishes.len());
        let Some(day) = nearest(&weeks, aim, turn, &wishes[index], &load, terms) else {
            continue;
        };
        let row = Row {
            lead: wishes[index].lead.clone(),
            held_on: day,
        };
        load.add(&row, terms.briefs_due(day), &terms.departments);
        days[index] = Some(day);
    }
    days
}

/// The teams take turns, so that each is spread over the whole year.
fn order(wishes: &[Wish]) -> Vec<usize> {
    let mut teams: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
    for (index, wish) in wishes.iter().enumerate() {
        teams.entry(wish.team).or_default().push(index);
    }
    let mut turns = Vec::new();
    for (team, of_team) in teams {
        let parts = 2 * of_team.len();
        for (turn, index) in of_team.into_iter().enumerate() {
            turns.push(((2 * turn + 1) * 10_000 / parts, team, index));
        }
    }
    turns.sort_unstable();
    turns.into_iter().map(|(.., index)| index).collect()
}

/// A day that may be used, and what it is chosen by.
struct Free {
    day: Date,
    briefs_due: Option<Week>,
    /// Monday and Friday come last, and the days next to a holiday.
    rank: (bool, bool),
    weekday: usize,
}

/// The days that may be used, week by week; weeks without any are left out.
fn weeks(terms: &Terms, level: Level) -> Vec<(Week, Vec<Free>)> {
    let first = terms.from.max(add_days(terms.today, level.notice));
    let mut weeks: BTreeMap<_, Vec<Free>> = BTreeMap::new();
    let days = days_between(first, terms.to).clamp(-1, LONGEST) + 1;
    for day in first.series(1.day()).take(days.unsigned_abs() as usize) {
        if is_open(day, terms, level) {
            weeks
                .entry(iso_week(day))
                .or_default()
                .push(free(day, terms));
        }
    }
    weeks.into_iter().collect()
}

fn free(day: Date, terms: &Terms) -> Free {
    let at_the_end = matches!(day.weekday(), Weekday::Monday | Weekday::Friday);
    let beside = [-1, 1].map(|step| name_of_day_off(add_days(day, step)));
    Free {
        day,
        briefs_due: terms.briefs_due(day).map(iso_week),
        rank: (at_the_end, beside.iter().any(Option::is_some)),
        weekday: usize::from(day.weekday().to_monday_zero_offset().unsigned_abs()),
    }
}

fn is_open(day: Date, terms: &Terms, level: Level) -> bool {
    let briefs_in_vacation = terms.briefs_due(day).is_some_and(is_vacation_week);
    let free = terms.booked.iter().all(|row| row.held_on != day);
    let calm = !level.careful || !(briefs_in_vacation || terms.busy_on(day).is_some());
    free && calm && obstacle(day, terms.today).is_none()
}

/// The best day of the best week: near its aim, with few other dialogues.
fn nearest(
    weeks: &[(Week, Vec<Free>)],
    aim: usize,
    turn: usize,
    wish: &Wish,
    load: &Load,
    terms: &Terms,
) -> Option<Date> {
    let candidates = weeks
        .iter()
        .enumerate()
        .filter_map(|(number, (week, days))| {
            let at = load.weeks.get(week);
            if at.is_some_and(|at| at.leads.contains_key(&wish.lead)) {
                return None;
            }
            let day = best_day(days, turn, load, terms)?;
            let crowd = at.map_or(0, |at| at.dialogues());
            Some((CROWD * crowd + number.abs_diff(aim), number, day))
        });
    candidates.min().map(|(.., day)| day)
}

/// Tuesday to Thursday by turns, and not next to a holiday; then the other days.
fn best_day(days: &[Free], turn: usize, load: &Load, terms: &Terms) -> Option<Date> {
    let allowed = days.iter().filter(|each| briefs_fit(each, load, terms));
    let best = allowed.min_by_key(|each| (each.rank, (each.weekday + turn) % 3));
    best.map(|each| each.day)
}

fn briefs_fit(each: &Free, load: &Load, terms: &Terms) -> bool {
    let Some(week) = each.briefs_due else {
        return true;
    };
    let at = load.weeks.get(&week);
    let owes = |id: &i64| at.and_then(|at| at.briefs.get(id)).copied();
    let ids = terms.departments.iter().map(|(id, _)| id);
    ids.map(owes).all(|count| count.unwrap_or(0) < terms.cap)
}
