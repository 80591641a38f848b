//! Årshjulet: a year of weeks by three teams, drawn as a wheel and told again in a table.

mod draw;
mod file;

use super::export::{self, Format, file_name};
use super::me::{Me, Shell};
use super::{page, parse, text};
use crate::App;
use crate::domain::access::{Act, Place};
use crate::domain::calendar::{
    add_days, eves, holidays, is_vacation_week, iso_week, monday_of_week, weeks_in_year,
};
use crate::domain::dialogue::Phase;
use crate::domain::places::{County, Team};
use crate::error::Result;
use crate::store::calendar_dates::{self, Kept};
use crate::store::places;
use crate::store::rounds::{self, Placed};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use draw::Wheel;
use jiff::civil::Date;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "wheel/show.html")]
struct WheelPage {
    shell: Shell,
    year: i16,
    this_year: i16,
    teams: Vec<Team>,
    weeks: Vec<Week>,
    wheel: Wheel,
    dialogues: i64,
    may_keep_dates: bool,
    may_plan: bool,
}

/// A week of the year: what each team has, and what the calendar says.
pub struct Week {
    pub number: i8,
    pub monday: Date,
    pub span: String,
    pub now: bool,
    pub vacation: bool,
    pub cells: Vec<Cell>,
    /// "Långfredagen 26 mars"
    pub days_off: Vec<String>,
    /// "Almedalsveckan 28 juni–2 juli"
    pub fixed: Vec<String>,
}

impl Week {
    fn is_empty(&self) -> bool {
        self.cells
            .iter()
            .all(|cell| cell.dialogues.is_empty() && cell.milestones == 0)
    }
}

/// A team's week.
pub struct Cell {
    pub dialogues: Vec<Mark>,
    pub milestones: i64,
}

/// A dialogue in the wheel.
pub struct Mark {
    pub href: String,
    pub letters: String,
    pub county: String,
    pub held_on: Date,
    pub phase: Phase,
}

impl Mark {
    fn day(&self) -> String {
        let weekday: String = text::weekday(self.held_on).chars().take(3).collect();
        format!("{weekday} {}", text::day_month(self.held_on))
    }

    fn title(&self) -> String {
        format!(
            "{}, {}, {}",
            self.county,
            text::long_date(self.held_on),
            self.phase.label()
        )
    }

    fn is_held(&self) -> bool {
        matches!(self.phase, Phase::FollowingUp | Phase::Closed)
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    ar: String,
    format: String,
}

/// The years the wheel turns.
const YEARS: std::ops::RangeInclusive<i16> = 2015..=2099;

pub async fn show(State(app): State<App>, me: Me, Query(asked): Query<Asked>) -> Result<Response> {
    let (db, today) = (app.db.read(), app.clock.today());
    let this_year = iso_week(today).0.clamp(*YEARS.start(), *YEARS.end());
    let year = parse::whole_number(&asked.ar).and_then(|year| i16::try_from(year).ok());
    let year = year
        .filter(|year| YEARS.contains(year))
        .unwrap_or(this_year);
    let (first, last) = span(year);
    let source = Source {
        teams: places::teams(db, today).await?,
        counties: places::counties(db, today).await?,
        placed: rounds::dialogues_between(db, first, last).await?,
        milestones: rounds::milestones_between(db, first, last).await?,
        kept: calendar_dates::all(db).await?,
    };
    let weeks = source.weeks(year, today);
    if let Some(format) = Format::of(&asked.format) {
        let table = file::table(year, &weeks, &source.teams);
        return export::respond(table, format, &file_name(&format!("arshjul-{year}"), today)).await;
    }
    let template = WheelPage {
        shell: me.shell(),
        year,
        this_year,
        wheel: draw::wheel(year, &weeks, &source.teams),
        dialogues: weeks
            .iter()
            .flat_map(|week| &week.cells)
            .map(|cell| cell.dialogues.len() as i64)
            .sum(),
        teams: source.teams,
        weeks,
        may_keep_dates: me.can(Act::Administer, &Place::anywhere()),
        may_plan: me.can_somewhere(Act::PlanRound),
    };
    page(StatusCode::OK, &template)
}

/// Monday of the first week and Sunday of the last.
fn span(year: i16) -> (Date, Date) {
    let monday = |week| monday_of_week(year, week).unwrap_or_default();
    (monday(1), add_days(monday(weeks_in_year(year)), 6))
}

struct Source {
    teams: Vec<Team>,
    counties: Vec<County>,
    placed: Vec<Placed>,
    milestones: Vec<(Date, i64, i64)>,
    kept: Vec<Kept>,
}

impl Source {
    fn weeks(&self, year: i16, today: Date) -> Vec<Week> {
        let mondays = (1..=weeks_in_year(year)).filter_map(|week| monday_of_week(year, week));
        mondays.map(|monday| self.week(monday, today)).collect()
    }

    fn week(&self, monday: Date, today: Date) -> Week {
        let sunday = add_days(monday, 6);
        Week {
            number: iso_week(monday).1,
            span: days(monday, sunday, true),
            now: (monday..=sunday).contains(&today),
            vacation: is_vacation_week(monday),
            cells: self
                .teams
                .iter()
                .map(|team| self.cell(team.id, monday, sunday))
                .collect(),
            days_off: days_off(monday, sunday),
            fixed: self.fixed(monday, sunday),
            monday,
        }
    }

    fn cell(&self, team: i64, monday: Date, sunday: Date) -> Cell {
        let within = |day: Date| (monday..=sunday).contains(&day);
        let stands = |each: &&Placed| {
            each.team_id == team && within(each.held_on) && each.phase != Phase::Cancelled
        };
        let due = self.milestones.iter();
        let due = due.filter(|(day, of, _)| *of == team && within(*day));
        Cell {
            dialogues: self
                .placed
                .iter()
                .filter(stands)
                .map(|each| self.mark(each))
                .collect(),
            milestones: due.map(|(.., number)| number).sum(),
        }
    }

    fn mark(&self, placed: &Placed) -> Mark {
        let county = self
            .counties
            .iter()
            .find(|county| county.code == placed.county);
        Mark {
            href: format!("/dialoger/{}", placed.id),
            letters: county.map_or(String::new(), |county| county.letters.clone()),
            county: county.map_or(placed.county.clone(), |county| county.short_name.clone()),
            held_on: placed.held_on,
            phase: placed.phase,
        }
    }

    fn fixed(&self, monday: Date, sunday: Date) -> Vec<String> {
        let lines = self.kept.iter().flat_map(|kept| {
            let team = self
                .teams
                .iter()
                .find(|team| Some(team.id) == kept.date.team_id);
            let team = team.map_or(String::new(), |team| format!(" ({})", team.label()));
            let spans = kept.date.between(monday, sunday).into_iter();
            spans.map(move |(first, last)| {
                format!("{}{team} {}", kept.date.title, days(first, last, false))
            })
        });
        lines.collect()
    }
}

fn days_off(monday: Date, sunday: Date) -> Vec<String> {
    let years = [monday.year(), sunday.year()];
    let years = if years[0] == years[1] {
        &years[..1]
    } else {
        &years
    };
    let named = years
        .iter()
        .flat_map(|year| holidays(*year).into_iter().chain(eves(*year)));
    let mut named: Vec<_> = named
        .filter(|(day, _)| (monday..=sunday).contains(day))
        .collect();
    named.sort();
    let line = |(day, name): (Date, &str)| format!("{name} {} {}", day.day(), text::month(day));
    named.into_iter().map(line).collect()
}

/// "4–10 januari 2027", "28 juni–4 juli"; a single day once.
fn days(first: Date, last: Date, with_year: bool) -> String {
    let year = if with_year {
        format!(" {}", last.year())
    } else {
        String::new()
    };
    let end = format!("{} {}{year}", last.day(), text::month(last));
    if first == last {
        end
    } else if first.month() == last.month() && first.year() == last.year() {
        format!("{}–{end}", first.day())
    } else if with_year && first.year() != last.year() {
        format!("{}–{end}", text::long_date(first))
    } else {
        format!("{} {}–{end}", first.day(), text::month(first))
    }
}
