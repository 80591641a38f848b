//! Dialogues: the list, and what every page of a dialogue begins with.

pub mod change;
pub mod notes;
pub mod plan;
pub mod schedule;
pub mod show;
pub mod steps;

use super::export::{self, Cell, Format, Kind, Table, file_name};
use super::form::Choice;
use super::holders::{Holder, Holders};
use super::list::{self, Order};
use super::me::{Me, Shell};
use super::saved_views::Bar;
use super::{page, text};
use crate::App;
use crate::domain::access::Act;
use crate::domain::calendar::{add_days, days_between};
use crate::domain::dialogue::{Dialogue, Phase};
use crate::domain::people::Seat;
use crate::domain::places::County;
use crate::domain::saved_view::List;
use crate::domain::spelling::slug;
use crate::error::{Error, Result};
use crate::store::dialogues::{Filter, Listed, Stage};
use crate::store::kept::{self, Until};
use crate::store::{Page, Write, dialogues, places};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;

/// A dialogue with its län and the team the län belongs to today.
#[derive(Clone)]
pub struct Subject {
    pub dialogue: Dialogue,
    pub county: County,
}

impl Subject {
    pub async fn load(app: &App, id: i64) -> Result<Subject> {
        let (db, day) = (app.db.read(), app.clock.today());
        let read = async {
            let dialogue = dialogues::find(db, id).await?;
            let county = places::county_by_code(db, &dialogue.plan.county, day).await?;
            Ok(Subject { dialogue, county })
        };
        let key = ("dialogue", format!("{id} {day}"));
        let kept = kept::answer(db, Until::AnythingHappens, key, read).await?;
        Ok(Subject::clone(&kept))
    }

    /// As it is inside a transaction: someone may just have closed the dialogue or called it off.
    pub async fn again(self, tx: &mut Write) -> Result<Subject> {
        let dialogue = dialogues::find(tx.conn(), self.dialogue.id).await?;
        Ok(Subject { dialogue, ..self })
    }

    /// "Norrbotten 3 december 2026"
    pub fn name(&self) -> String {
        let day = text::long_date(self.dialogue.plan.held_on);
        format!("{} {day}", self.county.short_name)
    }

    /// The links that lead to a page below the dialogue's own.
    pub fn crumbs(&self) -> Vec<Choice> {
        let year = self.dialogue.plan.held_on.year();
        let own = format!("{} {year}", self.county.short_name);
        vec![
            Choice::new("/dialoger", "Dialoger"),
            Choice::new(self.dialogue.url(), own),
        ]
    }
}

/// The colour of a phase's tag.
pub fn tone(phase: Phase) -> &'static str {
    match phase {
        Phase::Planning => "",
        Phase::Preparing => "pine",
        Phase::Holding => "solid",
        Phase::FollowingUp => "amber",
        Phase::Closed => "green",
        Phase::Cancelled => "struck",
    }
}

/// A page that says why something may not be done with a dialogue now, and what stands in the way.
#[derive(Template)]
#[template(path = "dialogues/refused.html")]
pub struct RefusedPage {
    pub shell: Shell,
    pub crumbs: Vec<Choice>,
    pub heading: String,
    pub sentence: String,
    pub links: Vec<Choice>,
    pub back: String,
}

pub fn refused(
    me: &Me,
    subject: &Subject,
    heading: &str,
    sentence: String,
    links: Vec<Choice>,
) -> Result<Response> {
    let template = RefusedPage {
        shell: me.shell(),
        crumbs: subject.crumbs(),
        heading: heading.to_owned(),
        sentence,
        links,
        back: subject.dialogue.url(),
    };
    page(StatusCode::CONFLICT, &template)
}

/// Closed and cancelled dialogues are kept as they are: the page that says so.
pub fn over(me: &Me, subject: &Subject) -> Option<Result<Response>> {
    let phase = subject.dialogue.phase;
    phase.is_over().then(|| {
        let sentence = format!(
            "Dialogen är {} och sparas som den är.",
            phase.label().to_lowercase()
        );
        refused(me, subject, "Dialogen kan inte ändras", sentence, vec![])
    })
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    ar: String,
    team: String,
    lan: String,
    fas: String,
    nar: String,
    sortera: String,
    sida: String,
    format: String,
}

impl ListQuery {
    fn pairs(&self) -> [(&'static str, &str); 5] {
        [
            ("ar", &self.ar),
            ("team", &self.team),
            ("lan", &self.lan),
            ("fas", &self.fas),
            ("nar", &self.nar),
        ]
    }
}

#[derive(Template)]
#[template(path = "dialogues/index.html")]
struct IndexPage {
    shell: Shell,
    asked: ListQuery,
    years: Vec<Choice>,
    teams: Vec<Choice>,
    counties: Vec<Choice>,
    phases: Vec<Choice>,
    states: Vec<Choice>,
    rows: Vec<Row>,
    found: String,
    number: i64,
    pages: i64,
    query: String,
    paging: String,
    views: Bar,
    order: Order,
    may_plan: bool,
}

impl IndexPage {
    fn filtered(&self) -> bool {
        !self.query.is_empty()
    }
}

struct Row {
    url: String,
    listed: Listed,
    day: String,
    week: String,
    team: (String, String),
    tone: &'static str,
    low: bool,
    lead: Holder,
}

pub async fn index(
    State(app): State<App>,
    me: Me,
    Query(asked): Query<ListQuery>,
) -> Result<Response> {
    let today = app.clock.today();
    let order = Order::read(&asked.sortera, &["datum", "lan", "fas"], "aktuellt");
    let holders = Holders::load(app.db.read(), today).await?;
    let by = (order.key.as_str(), order.descending);
    let format = Format::of(&asked.format);
    let part = Format::part(format, &asked.sida);
    let filter = filter(&asked, today);
    if let Some(format) = format {
        let found = dialogues::list(app.db.read(), &filter, by, part, today).await?;
        let table = table(rows(&found, &holders, today));
        return export::respond(table, format, &file_name("dialoger", today)).await;
    }
    let shown = dialogues::shown(app.db.read(), &filter, by, part, today).await?;
    let found = &shown.found;
    let paging = list::paging(&asked.pairs(), &asked.sortera, &order);
    let places = (&holders.teams[..], &holders.counties[..]);
    let template = IndexPage {
        shell: me.shell(),
        views: Bar::load(&app, &me, List::Dialogues, &paging, places).await?,
        years: shown
            .years
            .iter()
            .map(|year| Choice::new(year, year))
            .collect(),
        teams: holders.team_choices(),
        counties: holders
            .counties
            .iter()
            .map(|county| Choice::new(&county.code, &county.short_name))
            .collect(),
        phases: Phase::ALL
            .iter()
            .map(|phase| Choice::new(slug(phase.label()), phase.label()))
            .collect(),
        states: STATES
            .iter()
            .map(|(value, label)| Choice::new(value, label))
            .collect(),
        found: count_words(found.total, shown.counties),
        number: found.number,
        pages: found.pages(),
        rows: rows(found, &holders, today),
        query: list::query(&asked.pairs()),
        paging,
        order,
        may_plan: me.can_somewhere(Act::PlanDialogue),
        asked,
    };
    page(StatusCode::OK, &template)
}

/// What the key figures of the overview lead to.
const STATES: [(&str, &str); 3] = [
    ("90", "De kommande 90 dagarna"),
    ("hallna", "Genomförda"),
    ("aterkoppling", "Regionen väntar på återkoppling"),
];

/// "15 dialoger i 14 län"
fn count_words(dialogues: i64, counties: i64) -> String {
    let words = text::first_upper(&text::counted(dialogues, "dialog", "dialoger"));
    match dialogues {
        0 => words,
        _ => format!("{words} i {counties} län"),
    }
}

fn filter(asked: &ListQuery, today: Date) -> Filter {
    let named = |phase: &&Phase| slug(phase.label()) == asked.fas;
    Filter {
        year: asked.ar.parse().ok(),
        team: asked.team.clone(),
        county: asked.lan.clone(),
        phase: Phase::ALL.iter().find(named).copied(),
        stage: match asked.nar.as_str() {
            "90" => Some(Stage::Until(add_days(today, 90))),
            "hallna" => Some(Stage::Held),
            "aterkoppling" => Some(Stage::OwesRegion),
            _ => None,
        },
    }
}

fn rows(found: &Page<Listed>, holders: &Holders, today: Date) -> Vec<Row> {
    let team = |id: i64| holders.teams.iter().find(|team| team.id == id);
    let row = |listed: &Listed| Row {
        url: format!("/dialoger/{}", listed.id),
        day: text::iso(listed.held_on),
        week: text::week(listed.held_on),
        team: team(listed.team_id)
            .map(|team| (team.slug.clone(), team.name.clone()))
            .unwrap_or_default(),
        tone: tone(listed.phase),
        low: listed.phase.is_before_the_day()
            && days_between(today, listed.held_on) <= 28
            && listed.done * 2 < listed.all,
        lead: holders.of(&Seat::Lead(listed.team_id)),
        listed: listed.clone(),
    };
    found.rows.iter().map(row).collect()
}

/// The list as a file.
fn table(rows: Vec<Row>) -> Table {
    let columns = [
        ("Län", Kind::Text),
        ("Datum", Kind::Date),
        ("Fas", Kind::Text),
        ("Förberedelser klara", Kind::Number),
        ("Förberedelser i allt", Kind::Number),
        ("RUA", Kind::Text),
        ("Team", Kind::Text),
        ("Uppdragsansvarig", Kind::Text),
    ];
    let cells = |row: Row| -> Vec<Cell> {
        vec![
            row.listed.county_name.into(),
            row.listed.held_on.into(),
            row.listed.phase.label().into(),
            row.listed.done.into(),
            row.listed.all.into(),
            row.listed.actor.into(),
            row.team.1.into(),
            row.lead.name_in_full().into(),
        ]
    };
    Table::new("Dialoger", &columns, rows.into_iter().map(cells))
}

/// A record that belongs to another dialogue than the address says does not exist there.
pub fn missing<T>(found: Option<T>) -> Result<T> {
    found.ok_or(Error::NotFound)
}
