//! Dagordning: the card on a dialogue's page, and the page where it is worked with.

mod about;
pub mod carry;
pub mod edit;
mod form;
pub mod home;
pub mod order;
pub mod parking;
pub mod settle;

use super::me::{Me, Shell};
use super::{form::Choice, page, text};
use crate::App;
use crate::domain::agenda_item::{State, Timetable, age};
use crate::domain::dialogue::Phase;
use crate::error::Result;
use crate::store::agenda_items::{self, Next, Shown};
use crate::store::kept;
use askama::Template;
use axum::extract::{Path, State as App_};
use axum::http::StatusCode;
use axum::response::Response;
use home::Home;
use jiff::civil::{Date, Time};

/// An item as the lists show it.
pub struct Row {
    pub shown: Shown,
    /// "09.15"
    pub begins: String,
    /// The same as a time; none for what is parked.
    pub at: Option<Time>,
    pub length: String,
    /// "tredje gången"
    pub age: Option<String>,
    pub may: bool,
}

impl Row {
    pub fn is_open(&self) -> bool {
        self.shown.item.state == State::Open
    }

    /// What came of it, once the day has come: the word and its colour.
    pub fn outcome(&self, told: bool) -> Option<(&'static str, &'static str)> {
        match self.shown.item.state {
            State::Done => Some(("Behandlad", "green")),
            State::Carried => Some(("Följer med", "amber")),
            State::Open if told && self.shown.item.goes_on() => Some(("Inte behandlad", "")),
            _ => None,
        }
    }

    /// How far the position of its issue area has come; nothing without an issue area.
    pub fn position(&self) -> Option<(&'static str, &'static str)> {
        self.shown.item.point.issue_area_id?;
        Some(match self.shown.position.as_deref() {
            None if !self.is_open() => return None,
            None => ("Ställningstagande saknas", "amber"),
            Some("in_force") => ("Ställningstagande klart", "green"),
            Some("agreed") => ("Ställningstagande avstämt", "pine"),
            Some(_) => ("Ställningstagande utkast", "amber"),
        })
    }

    /// Where the position is read and written.
    pub fn position_url(&self) -> String {
        let item = &self.shown.item;
        match (item.dialogue_id, item.point.issue_area_id) {
            (Some(dialogue), Some(area)) => {
                format!("/dialoger/{dialogue}/stallningstaganden/{area}")
            }
            _ => String::new(),
        }
    }
}

/// The agenda with its times.
pub struct Agenda {
    pub rows: Vec<Row>,
    /// "3 tim 20 min av 3 tim"
    pub sum: String,
    /// "20 min för långt"
    pub overrun: Option<String>,
    /// "40 min kvar att fördela"
    pub left: Option<String>,
    /// Whether it can be told what was dealt with.
    pub told: bool,
}

impl Agenda {
    pub fn of(all: Vec<Shown>, starts_at: Time, ends_at: Time, told: bool) -> Agenda {
        let minutes: Vec<i64> = all.iter().map(|each| each.item.point.minutes).collect();
        let table = Timetable::of(starts_at, ends_at, &minutes);
        let overrun = table.overrun();
        let begins = table.begins.into_iter();
        Agenda {
            rows: all
                .into_iter()
                .zip(begins)
                .map(|(shown, at)| Row {
                    at,
                    ..row(shown, at.map_or(String::new(), text::clock))
                })
                .collect(),
            sum: format!("{} av {}", duration(table.sum), duration(table.length)),
            overrun: (overrun > 0).then(|| format!("{} för långt", duration(overrun))),
            left: (overrun < 0 && !told)
                .then(|| format!("{} kvar att fördela", duration(-overrun))),
            told,
        }
    }
}

fn row(shown: Shown, begins: String) -> Row {
    Row {
        length: format!("{} min", shown.item.point.minutes),
        age: age(shown.item.times),
        may: false,
        at: None,
        begins,
        shown,
    }
}

/// "45 min", "3 tim", "3 tim 20 min"
pub fn duration(minutes: i64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} tim"),
        (hours, minutes) => format!("{hours} tim {minutes} min"),
    }
}

/// The card on the dialogue's page.
pub struct Card {
    pub agenda: Agenda,
    pub url: String,
    pub runs: bool,
    /// What goes on when the dialogue is marked as held; empty before the day.
    pub preview: String,
}

/// One statement, and one more on the day itself.
pub async fn card(
    app: &App,
    dialogue: &crate::domain::dialogue::Dialogue,
    runs: bool,
) -> Result<Card> {
    let (db, id) = (app.db.read(), dialogue.id);
    let all = kept::of_record(db, "agenda", id, agenda_items::of_dialogue(db, id)).await?;
    let all = all.to_vec();
    let going_on = carry::going_on(&all);
    let holding = dialogue.phase == Phase::Holding && !going_on.is_empty();
    let preview = match holding {
        true => {
            let next = next(app, &dialogue.plan.county, dialogue.id).await?;
            format!(
                "När dialogen markeras som genomförd: {}",
                carry::told(&going_on, next.as_ref())
            )
        }
        false => String::new(),
    };
    let told = matches!(
        dialogue.phase,
        Phase::Holding | Phase::FollowingUp | Phase::Closed
    );
    let (starts_at, ends_at) = (dialogue.plan.starts_at, dialogue.plan.ends_at);
    Ok(Card {
        agenda: Agenda::of(all, starts_at, ends_at, told),
        url: format!("{}/dagordning", dialogue.url()),
        runs,
        preview,
    })
}

async fn next(app: &App, county: &str, except: i64) -> Result<Option<Next>> {
    agenda_items::next_of(app.db.read(), county, except).await
}

#[derive(Template)]
#[template(path = "agenda_items/index.html")]
struct AgendaPage {
    shell: Shell,
    crumbs: Vec<Choice>,
    name: String,
    back: String,
    url: String,
    agenda: Agenda,
    /// The ids in the order shown.
    seen: String,
    runs: bool,
    adds: bool,
    /// Whether items can be parked: before the dialogue has been held.
    parks: bool,
    /// Whether it can be marked what was dealt with.
    marks: bool,
    open: usize,
    preview: String,
    parked: i64,
    parking: String,
    warning: String,
}

pub async fn show(App_(app): App_<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let home = Home::of_dialogue(&app, id).await?;
    agenda_page(&app, &me, &home, StatusCode::OK, String::new()).await
}

/// The page with a warning above it, when someone else has moved things meanwhile.
async fn agenda_page(
    app: &App,
    me: &Me,
    home: &Home,
    status: StatusCode,
    warning: String,
) -> Result<Response> {
    let Some(subject) = &home.subject else {
        return parking::parking_page(app, me, home, status, warning).await;
    };
    let (dialogue, today) = (&subject.dialogue, app.clock.today());
    let all = agenda_items::of_dialogue(app.db.read(), dialogue.id).await?;
    let going_on = carry::going_on(&all);
    let marks = !home.is_over() && home.tells_what_was_done(today);
    let preview = match marks && !home.was_held() && !going_on.is_empty() {
        true => {
            let next = next(app, &home.county.code, dialogue.id).await?;
            carry::told(&going_on, next.as_ref())
        }
        false => String::new(),
    };
    let told = marks || home.is_over();
    let (starts_at, ends_at) = (dialogue.plan.starts_at, dialogue.plan.ends_at);
    let mut agenda = Agenda::of(all, starts_at, ends_at, told);
    for row in &mut agenda.rows {
        row.may = !home.is_over() && home.may_one(me, &row.shown).is_ok();
    }
    let runs = !home.is_over() && home.runs(me);
    let open = agenda.rows.iter().filter(|row| row.is_open()).count();
    let template = AgendaPage {
        shell: me.shell(),
        crumbs: home.crumbs(),
        name: subject.name(),
        back: dialogue.url(),
        url: home.url(),
        seen: seen(&agenda.rows),
        runs,
        adds: !home.is_over() && home.adds(me),
        parks: !home.is_over() && !home.was_held(),
        marks,
        open,
        preview,
        parked: agenda_items::parked_count(app.db.read(), &home.county.code).await?,
        parking: format!("{}/parkering", home.county.url()),
        agenda,
        warning,
    };
    page(status, &template)
}

fn seen(rows: &[Row]) -> String {
    let ids: Vec<String> = rows
        .iter()
        .map(|row| row.shown.item.id.to_string())
        .collect();
    ids.join(",")
}

/// "den 14 oktober 2026", for what an item's page tells of a day.
fn the_day(day: Date) -> String {
    format!("den {}", text::long_date(day))
}
