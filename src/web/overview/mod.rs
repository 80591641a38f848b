//! Översikt: how does the country stand? Key figures, the map, and the same per län in a table.

mod map;
mod rows;
pub mod teams;

use super::briefs;
use super::export::{self, Format, file_name};
use super::holders::Holders;
use super::list::{Order, query};
use super::me::{Me, Shell};
use super::saved_views::Bar;
use super::transition_cases::mine::Mine;
use super::{page, parse, patterns, text};
use crate::App;
use crate::domain::access::Act;
use crate::domain::calendar::add_days;
use crate::domain::people::Role;
use crate::domain::saved_view::List;
use crate::error::Result;
use crate::store::contact_entries;
use crate::store::overview::{self, Totals};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use map::{Level, Mark, Mode, Shape};
use rows::{Group, Row};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "overview/show.html")]
struct OverviewPage {
    shell: Shell,
    today: String,
    figures: Vec<Figure>,
    modes: Vec<(&'static str, &'static str, bool)>,
    mode: Mode,
    shapes: Vec<Shape>,
    legend: Vec<Level>,
    groups: Vec<Group>,
    order: Order,
    filter: String,
    paging: String,
    views: Bar,
    day: String,
    day_wrong: Option<&'static str>,
    staffed_on: String,
    may_plan: bool,
    to_approve: Option<String>,
    /// "2 ärenden om varsel och etablering väntar på bedömning."
    to_judge: Option<String>,
    patterns: Vec<patterns::View>,
}

/// A key figure, and the list that it counts.
struct Figure {
    href: String,
    value: i64,
    of: String,
    label: &'static str,
    note: String,
    late: bool,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    visa: String,
    sortera: String,
    datum: String,
    format: String,
}

const ORDERS: [&str; 9] = [
    "team",
    "lan",
    "dialog",
    "fas",
    "beredskap",
    "insatser",
    "aterkoppling",
    "kontakt",
    "bemanning",
];

pub async fn show(State(app): State<App>, me: Me, Query(asked): Query<Asked>) -> Result<Response> {
    let today = app.clock.today();
    let (day, day_wrong) = day_asked(&asked.datum, today);
    let holders = Holders::load(app.db.read(), day).await?;
    let country = overview::country(app.db.read(), today, add_days(today, 90)).await?;
    let seen = crate::web::secrecy::sight(&app, &me).await?;
    let contacts = contact_entries::cadences(app.db.read(), &seen).await?;
    let (current, debts) = (&country.current, &country.debts);
    let rows = rows::all(&holders, current, debts, &contacts, today);
    let mode = Mode::read(&asked.visa);
    let order = Order::read(&asked.sortera, &ORDERS, "team");
    if let Some(format) = Format::of(&asked.format) {
        let table = rows::table(rows::grouped(rows, &holders, &order));
        return export::respond(table, format, &file_name("laget-per-lan", today)).await;
    }
    let kept = query(&[
        ("visa", &asked.visa),
        ("datum", &asked.datum),
        ("sortera", &asked.sortera),
    ]);
    let places = (&holders.teams[..], &holders.counties[..]);
    let shown = OverviewPage {
        shell: me.shell(),
        views: Bar::load(&app, &me, List::Overview, &kept, places).await?,
        today: format!("{}, {}", text::weekday_date(today), text::week(today)),
        figures: figures(&country.totals, &rows, &holders, today),
        modes: Mode::choices(mode),
        shapes: map::shapes(mode, &rows),
        legend: mode.legend(),
        mode,
        groups: rows::grouped(rows, &holders, &order),
        filter: query(&[("visa", mode.key()), ("datum", &asked.datum)]),
        paging: query(&[("datum", &asked.datum), ("sortera", &asked.sortera)]),
        order,
        day: if asked.datum.is_empty() {
            String::new()
        } else {
            text::iso(day)
        },
        day_wrong,
        staffed_on: text::long_date(day),
        may_plan: me.can_somewhere(Act::PlanDialogue),
        patterns: patterns::on_overview(&app, &me, &holders).await?,
        to_judge: match me.can_somewhere(Act::DecideTransitionCase) {
            true => Mine::load(&app, &me).await?.waiting_words(),
            false => None,
        },
        to_approve: match me.is(Role::Manager) {
            true => briefs::duties::waiting(app.db.read(), &me, &holders).await?,
            false => None,
        },
    };
    page(StatusCode::OK, &shown)
}

fn day_asked(asked: &str, today: Date) -> (Date, Option<&'static str>) {
    match (asked.trim().is_empty(), parse::date(asked)) {
        (true, _) => (today, None),
        (false, Some(day)) => (day, None),
        (false, None) => (today, Some(parse::DATE)),
    }
}

fn figures(totals: &Totals, rows: &[Row], holders: &Holders, today: Date) -> Vec<Figure> {
    vec![
        upcoming(totals, holders),
        held(totals, today),
        late(totals),
        waiting(rows),
        vacant(holders),
    ]
}

fn upcoming(totals: &Totals, holders: &Holders) -> Figure {
    let next = totals
        .next_county
        .as_deref()
        .and_then(|code| holders.county(code))
        .zip(totals.next_on);
    Figure {
        href: "/dialoger?nar=90".to_owned(),
        value: totals.upcoming,
        of: String::new(),
        label: "dialoger de kommande 90 dagarna",
        note: next.map_or(String::new(), |(county, day)| {
            format!("nästa: {} {}", county.short_name, text::short_date(day))
        }),
        late: false,
    }
}

fn held(totals: &Totals, today: Date) -> Figure {
    let left = 21 - totals.held_this_year;
    Figure {
        href: format!("/dialoger?ar={}&nar=hallna", today.year()),
        value: totals.held_this_year,
        of: "av 21".to_owned(),
        label: "län har haft dialog i år",
        note: format!(
            "{left} återstår, {} är inplanerade",
            totals.planned_this_year
        ),
        late: false,
    }
}

fn late(totals: &Totals) -> Figure {
    Figure {
        href: "/insatser?sena=ja".to_owned(),
        value: totals.late_actions,
        of: String::new(),
        label: "insatser är försenade",
        note: format!("av {} som inte är klara", totals.open_actions),
        late: totals.late_actions > 0,
    }
}

fn waiting(rows: &[Row]) -> Figure {
    let waiting: Vec<_> = rows
        .iter()
        .filter(|row| row.region_days.is_some())
        .collect();
    let longest = waiting.iter().max_by_key(|row| row.region_days);
    Figure {
        href: "/aterkoppling?riktning=region&sena=ja".to_owned(),
        value: waiting.len() as i64,
        of: String::new(),
        label: "regioner väntar på återkoppling",
        note: longest.map_or("ingen väntar".to_owned(), |row| {
            format!(
                "längst: {}, {}",
                row.name,
                text::counted(row.region_days.unwrap_or(0), "dag", "dagar")
            )
        }),
        late: !waiting.is_empty(),
    }
}

fn vacant(holders: &Holders) -> Figure {
    let seats = holders.seats();
    let vacant: Vec<_> = seats
        .iter()
        .map(|seat| holders.of(seat))
        .filter(|seat| seat.vacant())
        .collect();
    let named: Vec<_> = vacant
        .iter()
        .take(4)
        .map(|seat| seat.place.clone())
        .collect();
    Figure {
        href: "/organisation?visa=obesatta".to_owned(),
        value: vacant.len() as i64,
        of: format!("av {}", seats.len()),
        label: "funktioner är obesatta",
        note: named.join(", "),
        late: false,
    }
}
