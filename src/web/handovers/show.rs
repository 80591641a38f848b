//! One handover: what is asked, of whom, where it stands, and what has happened.

use super::answer::{AnswerForm, ContactForm};
use super::settle::parse_day;
use super::{load, place, tone};
use crate::App;
use crate::domain::access::Act;
use crate::domain::event::{Subject, SubjectKind};
use crate::domain::handover::{Handover, Standing, Status, StepKind, last_day};
use crate::domain::places::County;
use crate::domain::setting::Number;
use crate::error::Result;
use crate::secrets::Token;
use crate::store::actions::{self, Origin};
use crate::store::handovers::{self, Step};
use crate::store::{events, places, settings};
use crate::web::actions::words::Due;
use crate::web::form::{Choice, Errors};
use crate::web::history::{self, HistoryPage};
use crate::web::holders::{Holder, Holders};
use crate::web::me::{Me, Shell};
use crate::web::{page, text};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;

#[derive(Template)]
#[template(path = "handovers/show.html")]
struct ShowPage {
    shell: Shell,
    errors: Errors,
    handover: Handover,
    county: County,
    standing: Standing,
    tone: &'static str,
    due: Due,
    /// What the standing means, in a sentence.
    says: String,
    origin: Option<Origin>,
    owner: Holder,
    steps: Vec<Step>,
    /// She belongs to the unit and can answer.
    answers: bool,
    /// She handed it over, or could have.
    leads: bool,
    contact: ContactForm,
    again: AnswerForm,
}

impl ShowPage {
    fn has_note(&self) -> bool {
        !self.handover.asking.note.is_empty()
    }

    fn can_accept(&self) -> bool {
        self.answers && self.handover.status == Status::Sent
    }

    fn can_decline(&self) -> bool {
        self.answers && self.handover.status.can_go_back()
    }

    fn can_send_on(&self) -> bool {
        let waits = self.handover.status.waits();
        waits && (self.leads || (self.answers && self.handover.status != Status::Returned))
    }

    fn can_log(&self) -> bool {
        self.answers && self.handover.status.is_with_unit()
    }

    fn can_close(&self) -> bool {
        match self.handover.status {
            Status::Closed => false,
            Status::ContactMade => self.leads || self.answers,
            _ => self.leads,
        }
    }

    fn can_remind(&self) -> bool {
        self.leads && self.handover.status.waits()
    }

    fn can_take_back(&self) -> bool {
        self.leads && self.handover.status.can_go_back()
    }

    fn can_change(&self) -> bool {
        self.leads && self.handover.status != Status::Closed
    }

    fn long(&self, day: &Date) -> String {
        text::long_date(*day)
    }

    fn short(&self, day: &Date) -> String {
        text::short_date(*day)
    }

    /// "Skickad till Entreprenörskap", "Första kontakten"
    fn step_words(&self, step: &Step) -> String {
        match step.kind {
            StepKind::Sent | StepKind::Redirected if !step.unit.is_empty() => {
                format!("{} till {}", step.kind.label(), step.unit)
            }
            StepKind::Accepted | StepKind::Declined if !step.unit.is_empty() => {
                format!("{} av {}", step.kind.label(), step.unit)
            }
            kind => kind.label().to_owned(),
        }
    }
}

pub async fn show(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let (of, _) = load(&app, id).await?;
    draw(&app, &me, of, None, Errors::default()).await
}

/// The page, with a contact that could not be saved as it was written.
pub(super) async fn draw(
    app: &App,
    me: &Me,
    of: Handover,
    contact: Option<ContactForm>,
    errors: Errors,
) -> Result<Response> {
    let template = build(app, me, of, (contact, None), errors).await?;
    page(template.errors.status(), &template)
}

/// The page, with a reminder that could not be sent.
pub(super) async fn draw_again(
    app: &App,
    me: &Me,
    of: Handover,
    form: AnswerForm,
    errors: Errors,
) -> Result<Response> {
    let template = build(app, me, of, (None, Some(form)), errors).await?;
    page(template.errors.status(), &template)
}

async fn build(
    app: &App,
    me: &Me,
    of: Handover,
    (contact, again): (Option<ContactForm>, Option<AnswerForm>),
    errors: Errors,
) -> Result<ShowPage> {
    let (db, today) = (app.db.read(), app.clock.today());
    let county = places::county_by_code(db, &of.asking.county, today).await?;
    let holders = Holders::load(db, today).await?;
    let days = settings::number(db, Number::HandoverSilenceDays).await?;
    let standing = of.standing(days, today);
    let waits = of.status.waits();
    Ok(ShowPage {
        shell: me.shell_for(&errors),
        tone: tone(standing),
        due: Due::of(of.asking.contact_by, today, waits),
        says: says(&of, standing, days),
        origin: match of.asking.dialogue_id {
            Some(id) => Some(actions::origin(db, id).await?),
            None => None,
        },
        owner: holders.of(&of.seat(county.team_id)),
        steps: handovers::steps(db, of.id).await?,
        answers: handovers::is_in_unit(db, me.id(), of.asking.unit_id).await?,
        leads: me.can(Act::CreateHandover, &place(&of, &county)),
        contact: contact.unwrap_or_else(|| ContactForm {
            happened_on: text::iso(today),
            once: Token::short(),
            ..ContactForm::default()
        }),
        again: again.unwrap_or_else(|| AnswerForm {
            contact_by: text::iso(parse_day(&of, today)),
            version: of.version,
            ..AnswerForm::default()
        }),
        standing,
        county,
        handover: of,
        errors,
    })
}

fn says(of: &Handover, standing: Standing, days: i64) -> String {
    let asking = &of.asking;
    let last = last_day(of.status, of.sent_on, asking.contact_by, days);
    let last = last.map_or(String::new(), text::long_date);
    match standing {
        Standing::Waiting => {
            format!("Enheten svarar senast {last}. Gör den inte det går frågan tillbaka.")
        }
        Standing::Accepted => format!(
            "{} har tagit emot den. Första kontakten ska vara tagen senast {last}.",
            of.receiver
        ),
        Standing::Silent if of.status == Status::Sent => format!(
            "Enheten skulle ha svarat senast {last}. Påminn den, skicka frågan till en annan enhet eller ta tillbaka den."
        ),
        Standing::Silent => format!(
            "Enheten skulle ha tagit kontakt senast {last}. Påminn den, skicka frågan till en annan enhet eller ta tillbaka den."
        ),
        Standing::Returned => format!("Skäl: {}", of.return_reason),
        Standing::ContactMade => {
            let first = of.first_contact_on.map_or(String::new(), text::long_date);
            format!("Enheten tog den första kontakten {first}.")
        }
        Standing::Closed => String::new(),
    }
}

pub async fn log(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let db = app.db.read();
    let of = handovers::find(db, id).await?;
    let entries = events::history(db, &Subject::new(SubjectKind::Handover, id)).await?;
    let template = HistoryPage {
        shell: me.shell(),
        crumbs: vec![
            Choice::new("/overlamningar", "Överlämningar"),
            Choice::new(of.url(), &of.asking.question),
        ],
        title: of.asking.question,
        lines: history::lines(db, entries).await?,
    };
    page(StatusCode::OK, &template)
}
