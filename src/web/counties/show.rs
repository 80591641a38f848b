//! Läget i ett län: what has happened here, and what is next.

use super::parts::dates;
use super::timeline::{Row, rows};
use super::{Asked, Found, Head, find, head, place};
use crate::App;
use crate::domain::access::Act;
use crate::domain::calendar::days_between;
use crate::domain::county::Part;
use crate::domain::milestone::FallsOn;
use crate::domain::people::Seat;
use crate::domain::places::RegionalActor;
use crate::error::Result;
use crate::store::counties::{self, AT_A_TIME, ActionCount, Due, NextDialogue};
use crate::store::kept::{self, Until};
use crate::store::outcomes::Decision;
use crate::store::overview::{self, Debts};
use crate::store::region_reports;
use crate::web::dialogues::tone;
use crate::web::form::Choice;
use crate::web::holders::Holders;
use crate::web::list::{page_number, query};
use crate::web::me::{Me, Shell};
use crate::web::secrecy::sight;
use crate::web::{contact_log, figures, investments, outcomes, page, sources, text};
use askama::Template;
use axum::extract::{OriginalUri, Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "counties/show.html")]
struct ShowPage {
    shell: Shell,
    head: Head,
    next: Option<Next>,
    late: String,
    others: String,
    /// "Regionen väntar på återkoppling i 1 insats, 23 dagar"
    owed: String,
    waiting: Vec<Waiting>,
    /// The latest reports to the region.
    reports: Arc<Vec<region_reports::Row>>,
    actors: Vec<Actor>,
    satsningar: investments::Card,
    sources: sources::card::Card,
    contacts: contact_log::card::Card,
    rows: Vec<Row>,
    parts: Vec<Choice>,
    part: String,
    number: i64,
    pages: i64,
    kept: String,
    chosen: Vec<Chosen>,
    cards: Vec<figures::county::Card>,
}

/// A priority or a choice of one of the län's dialogues.
struct Chosen {
    text: String,
    url: String,
    kind: &'static str,
    tone: &'static str,
    day: String,
}

struct Next {
    url: String,
    day: String,
    /// "om 10 dagar, v. 49 · Luleå, Regionhuset"
    when: String,
    passed: bool,
    phase: &'static str,
    tone: &'static str,
    ready: i64,
    of: i64,
    low: bool,
}

/// A milestone or an insats that waits, with whom it falls on.
struct Waiting {
    title: String,
    url: String,
    due_on: Date,
    late: Option<String>,
    who: String,
}

struct Actor {
    name: String,
    kind: &'static str,
    dates: String,
}

/// How much of what waits is shown; the rest is a click away.
const WAITING: i64 = 6;
/// And how many reports.
const REPORTS: i64 = 3;

pub async fn show(
    State(app): State<App>,
    me: Me,
    Path(asked_for): Path<String>,
    OriginalUri(uri): OriginalUri,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let county = match find(&app, &asked_for, &uri).await? {
        Found::Here(county) => *county,
        Found::Elsewhere(redirect) => return Ok(redirect),
    };
    let holders = Holders::load(app.db.read(), app.clock.today()).await?;
    let head = head(&app, &me, county, &holders, "laget").await?;
    page(
        StatusCode::OK,
        &show_page(&app, &me, head, &holders, &asked).await?,
    )
}

async fn show_page(
    app: &App,
    me: &Me,
    head: Head,
    holders: &Holders,
    asked: &Asked,
) -> Result<ShowPage> {
    let (today, code) = (app.clock.today(), head.county.code.as_str());
    let part = asked.visa.parse::<Part>().ok();
    let shown = part.map_or("", Part::code);
    let number = page_number(&asked.sida);
    let sight = sight(app, me).await?;
    let debts = overview::owed(app.db.read(), today).await?;
    let until = (today, &*sight);
    let state = counties::state(app.db.read(), code, (part, number), WAITING, until).await?;
    let filter = crate::store::investments::Filter {
        county: Some(code.to_owned()),
        ..Default::default()
    };
    let asks = format!("lan={}", head.county.slug);
    let can_propose = me.can(Act::ProposeInvestment, &head.county.place());
    Ok(ShowPage {
        shell: me.shell(),
        contacts: contact_log::card::Card::load(app, me, &head.county).await?,
        satsningar: investments::Card::load(app.db.read(), can_propose, &filter, &asks, today)
            .await?,
        sources: sources::card::Card::load(app, me, &head.county).await?,
        next: state.next.as_ref().map(|next| describe(next, today)),
        late: text::counted(head.actions.late, "sen", "sena"),
        others: others(&head.actions),
        owed: debts
            .get(code)
            .map_or(String::new(), |each| owed(each, today)),
        waiting: state
            .due
            .iter()
            .map(|due| waits(due, code, holders, today))
            .collect(),
        actors: holders.actors_of(code).map(actor).collect(),
        pages: state.happened.pages_of(AT_A_TIME),
        rows: rows(&state.happened.rows),
        reports: reports(app, code).await?,
        parts: parts(),
        part: shown.to_owned(),
        kept: query(&[("visa", shown)]),
        chosen: state.chosen.iter().map(chosen).collect(),
        cards: figures::county::first(app.db.read(), code).await?,
        number,
        head,
    })
}

async fn reports(app: &App, code: &str) -> Result<Arc<Vec<region_reports::Row>>> {
    let db = app.db.read();
    let about = ("region reports of a county", code.to_owned());
    let read = region_reports::of_county(db, code, REPORTS);
    kept::answer(db, Until::AnythingHappens, about, read).await
}

/// What the timeline can show; the empty choice is everything.
fn parts() -> Vec<Choice> {
    let all = std::iter::once(Choice::new("", "allt"));
    let parts = Part::ALL
        .iter()
        .map(|part| Choice::new(part.code(), part.label()));
    all.chain(parts).collect()
}

/// What the region waits for, or else what teams and departments do; empty when nothing is late.
fn owed(debts: &Debts, today: Date) -> String {
    let days = |since: Date| text::counted(days_between(since, today), "dag", "dagar");
    match (debts.region_since, debts.feedback_since) {
        (Some(since), _) if debts.waiting_actions > 0 => format!(
            "Regionen väntar på återkoppling i {}, {}",
            text::counted(debts.waiting_actions, "insats", "insatser"),
            days(since)
        ),
        (Some(since), _) => format!("Regionen väntar på återkoppling, {}", days(since)),
        (None, Some(since)) => format!("Återkoppling i myndigheten är {} sen", days(since)),
        (None, None) => String::new(),
    }
}

/// "1 föreslagen eller beslutad, inga avslutade"
fn others(count: &ActionCount) -> String {
    let waiting = text::counted(
        count.open - count.ongoing,
        "föreslagen eller beslutad",
        "föreslagna eller beslutade",
    );
    let over = text::counted(count.all - count.open, "avslutad", "avslutade");
    text::first_upper(&format!("{waiting}, {over}"))
}

fn describe(next: &NextDialogue, today: Date) -> Next {
    let place = place(next.form, &next.place);
    let distance = text::relative(next.held_on, today);
    let days = days_between(today, next.held_on);
    Next {
        url: format!("/dialoger/{}", next.id),
        day: text::long_date(next.held_on),
        when: format!(
            "{distance}, {}, {} · {place}",
            text::week(next.held_on),
            text::time_span(next.starts_at, next.ends_at)
        ),
        passed: days < 0,
        phase: next.phase.label(),
        tone: tone(next.phase),
        ready: next.ready,
        of: next.of,
        low: days <= 28 && next.ready * 2 < next.of,
    }
}

fn waits(due: &Due, county: &str, holders: &Holders, today: Date) -> Waiting {
    let falls_on = due.falls_on.unwrap_or(FallsOn::Lead);
    let milestone = holders.seat_of_milestone(falls_on, due.department_id, county);
    let seat: Option<Seat> = match due.dialogue_id {
        Some(_) => milestone,
        None => due.owner_seat.clone(),
    };
    Waiting {
        title: due.title.clone(),
        url: match (due.dialogue_id, due.action_id) {
            (Some(id), _) => format!("/dialoger/{id}"),
            (None, id) => format!("/insatser/{}", id.unwrap_or_default()),
        },
        due_on: due.due_on,
        late: text::late_short(due.due_on, today),
        who: seat.map_or_else(|| due.owner_name.clone(), |seat| holders.of(&seat).line()),
    }
}

fn chosen(of: &Decision) -> Chosen {
    let outcome = &of.shown.outcome;
    let page = outcomes::at(outcome.dialogue_id, outcome.line.agenda_item_id);
    Chosen {
        url: format!("{page}#utfall-{}", outcome.id),
        text: outcome.line.text.clone(),
        kind: outcome.line.kind.label(),
        tone: outcomes::part::tone(outcome.line.kind),
        day: text::iso(of.held_on),
    }
}

fn actor(actor: &RegionalActor) -> Actor {
    Actor {
        dates: dates(&actor.span),
        kind: actor.kind.label(),
        name: actor.name.clone(),
    }
}
