//! One case: where it stands, what was judged, the clock of the law, and the log phase by phase.

use super::{load, tone};
use crate::App;
use crate::domain::access::Act;
use crate::domain::judgement::Answer;
use crate::domain::people::Seat;
use crate::domain::places::County;
use crate::domain::transition_case::{
    Kind, LAW, Phase, Size, Source, TransitionCase, earliest_day,
};
use crate::error::Result;
use crate::secrets::Token;
use crate::store::counties::{self, NextDialogue};
use crate::store::events;
use crate::store::transition_cases::{self, Entry};
use crate::web::form::{Choice, Errors};
use crate::web::history::{self, HistoryPage};
use crate::web::holders::Holders;
use crate::web::me::{Me, Shell};
use crate::web::secrecy::{self, Secrecy};
use crate::web::{markdown, page, text};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;

/// A line for the log, as it was typed.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct LogForm {
    pub held_on: String,
    pub text: String,
    pub once: String,
}

#[derive(Template)]
#[template(path = "transition_cases/show.html")]
struct ShowPage {
    shell: Shell,
    errors: Errors,
    case: TransitionCase,
    county: County,
    secrecy: Secrecy,
    tone: &'static str,
    description: String,
    result: String,
    large: bool,
    larger: String,
    /// Who is, or would be, the one whom others turn to.
    contact: String,
    lead: String,
    entries: Vec<Entry>,
    phases: Vec<Choice>,
    log: LogForm,
    clock: Option<Clock>,
    next: Option<NextDialogue>,
    rights: Rights,
}

/// What the one who reads may do with it.
#[derive(Clone, Copy)]
struct Rights {
    keep: bool,
    propose: bool,
    decide: bool,
}

/// The time that the law asks for between a notice and a dismissal.
struct Clock {
    size: &'static str,
    months: Option<i64>,
    earliest: Option<Date>,
    /// The first day that is given lies before it.
    too_soon: bool,
    passed: bool,
}

impl ShowPage {
    fn long(&self, day: &Date) -> String {
        text::long_date(*day)
    }

    fn short(&self, day: &Date) -> String {
        text::short_date(*day)
    }

    fn law(&self) -> &'static str {
        LAW
    }

    fn is_needed(&self) -> bool {
        self.case.judgement.answer == Some(Answer::Needed)
    }

    fn all_phases(&self) -> &'static [Phase] {
        Phase::ALL
    }

    fn source(&self) -> &'static str {
        let source: Source = self.case.facts.source;
        source.label()
    }

    /// "24 november 2026, av Elsa Norling"
    fn registered(&self) -> String {
        let day = text::long_date(text::to_stockholm_date(self.case.created_at));
        match &self.case.created_by {
            Some(name) => format!("{day}, av {name}"),
            None => day,
        }
    }
}

fn clock(case: &TransitionCase, today: Date) -> Option<Clock> {
    let affected = case
        .facts
        .affected
        .filter(|_| case.facts.kind == Kind::Layoff)?;
    let size = Size::of(affected);
    let earliest = case
        .facts
        .notice_on
        .and_then(|day| earliest_day(affected, day));
    Some(Clock {
        size: size.label(),
        months: size.months(),
        too_soon: case
            .facts
            .begins_on
            .zip(earliest)
            .is_some_and(|(begins, earliest)| begins < earliest),
        passed: earliest.is_some_and(|day| day <= today),
        earliest,
    })
}

pub async fn show(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let (_, county) = load(&app, &me, id).await?;
    let subject = transition_cases::subject(id);
    let secrecy = secrecy::open(&app, &me, &subject, &county.place()).await?;
    draw(
        &app,
        &me,
        id,
        secrecy,
        LogForm::default(),
        Errors::default(),
    )
    .await
}

/// The page again, with a line for the log that could not be saved.
pub(super) async fn draw_again(
    app: &App,
    me: &Me,
    id: i64,
    log: LogForm,
    errors: Errors,
) -> Result<Response> {
    let (_, county) = load(app, me, id).await?;
    let subject = transition_cases::subject(id);
    let secrecy = secrecy::open(app, me, &subject, &county.place()).await?;
    draw(app, me, id, secrecy, log, errors).await
}

async fn draw(
    app: &App,
    me: &Me,
    id: i64,
    secrecy: Secrecy,
    mut log: LogForm,
    errors: Errors,
) -> Result<Response> {
    let (db, today) = (app.db.read(), app.clock.today());
    let (case, county) = load(app, me, id).await?;
    let holders = Holders::load(db, today).await?;
    let threshold = transition_cases::threshold(db).await?;
    let lead = holders.of(&Seat::Lead(county.team_id)).name_in_full();
    if log.once.is_empty() {
        log.once = Token::short();
    }
    if log.held_on.is_empty() {
        log.held_on = today.to_string();
    }
    let mut next = counties::next_dialogues(db, Some(&county.code)).await?;
    let template = ShowPage {
        shell: me.shell_for(&errors),
        rights: rights(me, &county),
        tone: tone(case.status),
        description: markdown::render_below(&case.facts.description, 2),
        result: markdown::render_below(&case.result, 2),
        large: threshold.is_large(case.facts.affected, &case.facts.county),
        larger: threshold.words(),
        contact: case.contact_person.clone().unwrap_or_else(|| lead.clone()),
        entries: transition_cases::entries(db, id).await?,
        phases: Choice::of_codes(Phase::ALL, Phase::label),
        clock: clock(&case, today),
        next: next.remove(&county.code),
        lead,
        log,
        secrecy,
        county,
        case,
        errors,
    };
    page(template.errors.status(), &template)
}

fn rights(me: &Me, county: &County) -> Rights {
    let place = county.place();
    Rights {
        keep: me.can(Act::KeepTransitionCase, &place),
        propose: me.can(Act::ProposeContactPerson, &place),
        decide: me.can(Act::DecideTransitionCase, &place),
    }
}

pub async fn history(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let (case, _) = load(&app, &me, id).await?;
    crate::web::secrecy::opened(&app, &me, &transition_cases::subject(id)).await?;
    let db = app.db.read();
    let entries = events::history(db, &transition_cases::subject(id)).await?;
    let template = HistoryPage {
        shell: me.shell(),
        crumbs: vec![
            Choice::new("/varsel", "Varsel och etablering"),
            Choice::new(case.url(), case.title()),
        ],
        title: case.title(),
        lines: history::lines(db, entries).await?,
    };
    page(StatusCode::OK, &template)
}
