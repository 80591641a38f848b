//! The form of an assignment: its fields, their check, and what it is drawn with.

use super::Shown;
use crate::App;
use crate::domain::assignment::{Misfit, Part, Room, Terms, misfits};
use crate::domain::people::{Assignment, Function, Kind, Seat};
use crate::error::{Error, Result};
use crate::store::assignments::{self, Candidate};
use crate::web::form::{Choice, Errors};
use crate::web::me::{Me, Shell};
use crate::web::seats::{PerDay, SeatView, Seats};
use crate::web::{page, parse, text};
use askama::Template;
use axum::response::Response;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TermsForm {
    pub seat: String,
    pub person_id: String,
    pub kind: String,
    pub is_primary: String,
    pub valid_from: String,
    pub valid_to: String,
    pub counties: Vec<String>,
    pub issue_areas: Vec<String>,
    pub version: i64,
    pub once: String,
}

impl From<&Terms> for TermsForm {
    fn from(terms: &Terms) -> Self {
        TermsForm {
            person_id: terms.person_id.to_string(),
            kind: terms.kind.to_string(),
            is_primary: if terms.is_primary { "ja" } else { "" }.to_owned(),
            valid_from: text::iso(terms.valid_from),
            valid_to: terms.valid_to.map(text::iso).unwrap_or_default(),
            counties: terms.counties.clone(),
            issue_areas: terms.issue_areas.iter().map(i64::to_string).collect(),
            ..TermsForm::default()
        }
    }
}

const CHOOSE_PERSON: &str = "Välj en medarbetare.";
const CHOOSE_KIND: &str = "Välj ordinarie, tf. eller ersättare.";

impl TermsForm {
    /// The form as it says the same as the terms it gives, so that only real differences count.
    pub(super) fn tidied(self, terms: &Terms) -> TermsForm {
        TermsForm {
            seat: self.seat,
            version: self.version,
            once: self.once,
            ..TermsForm::from(terms)
        }
    }

    pub(super) fn check(&self, setting: &Setting, errors: &mut Errors) -> Option<Terms> {
        let known = |id: &i64| setting.people.iter().any(|each| each.person_id == *id);
        let person = self.person_id.parse().ok().filter(known);
        let person_id = errors.need("person_id", person, CHOOSE_PERSON);
        let kind = errors.need("kind", self.kind.parse::<Kind>().ok(), CHOOSE_KIND);
        let valid_from = errors.date("valid_from", &self.valid_from);
        let valid_to = errors.optional_date("valid_to", &self.valid_to);
        let terms = Terms {
            person_id: person_id?,
            kind: kind?,
            is_primary: self.is_primary == "ja",
            valid_from: valid_from?,
            valid_to,
            counties: self.counties.clone(),
            issue_areas: numbers(&self.issue_areas, errors),
        };
        let terms = terms.settled(setting.seat.function());
        for misfit in misfits(&terms, &setting.room) {
            let (field, message) = says(&misfit);
            errors.add(field, message);
        }
        errors.is_empty().then_some(terms)
    }
}

fn numbers(chosen: &[String], errors: &mut Errors) -> Vec<i64> {
    let read: Vec<i64> = chosen.iter().filter_map(|each| each.parse().ok()).collect();
    if read.len() != chosen.len() {
        errors.add("issue_areas", says(&Misfit::IssueAreas).1);
    }
    read
}

fn says(misfit: &Misfit) -> (&'static str, &'static str) {
    match misfit {
        Misfit::Order => ("valid_to", parse::DATE_ORDER),
        Misfit::NotThen => (
            "valid_from",
            "Teamet eller avdelningen finns inte den dagen. Välj ett annat datum.",
        ),
        Misfit::Counties => (
            "counties",
            "Välj bland teamets län. Ett län hör inte till teamet under den här tiden.",
        ),
        Misfit::IssueAreas => (
            "issue_areas",
            "Välj bland avdelningens sakfrågor. En sakfråga hör inte till avdelningen under den här tiden.",
        ),
    }
}

/// What the form is drawn and checked with.
pub(super) struct Setting {
    pub seat: Seat,
    pub seats: Seats,
    room: Room,
    people: Vec<Candidate>,
}

impl Setting {
    /// None when there is no such seat.
    pub async fn load(app: &App, seat: Seat) -> Result<Option<Setting>> {
        let mut conn = app.db.read().acquire().await?;
        let Some(room) = assignments::room(&mut conn, &seat).await? else {
            return Ok(None);
        };
        let people = assignments::candidates(&mut *conn).await?;
        drop(conn);
        let per = PerDay::read("", app.clock.today());
        Ok(Some(Setting {
            seats: Seats::load(app.db.read(), &per).await?,
            seat,
            room,
            people,
        }))
    }

    pub async fn of(app: &App, row: &Assignment) -> Result<Setting> {
        let setting = Setting::load(app, row.seat.clone()).await?;
        setting.ok_or(Error::NotFound)
    }

    pub fn name_of(&self, person: i64) -> &str {
        let found = self.people.iter().find(|each| each.person_id == person);
        found.map_or("–", |each| &each.name)
    }

    pub fn draw(
        &self,
        me: &Me,
        form: TermsForm,
        errors: Errors,
        of: Option<&Shown>,
    ) -> Result<Response> {
        let template = FormPage {
            shell: me.shell_for(&errors),
            view: self.seats.view(&self.seat),
            people: self.people.iter().map(person).collect(),
            kinds: kinds(),
            can_share: self.seat.function() != Function::Lead,
            can_narrow: self.seat.function() == Function::IssueOfficer,
            counties: parts(&self.room.counties),
            issue_areas: parts(&self.room.issue_areas),
            correcting: of.map(|shown| (shown.title(), shown.url())),
            crumbs: of.map(Shown::crumbs_within).unwrap_or_default(),
            form,
            errors,
        };
        page(template.errors.status(), &template)
    }
}

fn person(each: &Candidate) -> Choice {
    let hints = [
        each.unit_name.as_str(),
        if each.has_account { "" } else { "saknar konto" },
    ];
    let filled: Vec<_> = hints.into_iter().filter(|hint| !hint.is_empty()).collect();
    Choice::new(each.person_id, &each.name).hint(filled.join(", "))
}

fn kinds() -> Vec<Choice> {
    let hint = |kind: &Kind| match kind {
        Kind::Ordinary => "Har funktionen.",
        Kind::Acting => "Har funktionen tills vidare och går före den ordinarie.",
        Kind::Deputy => "Har behörigheten under tiden, men funktionen räknas inte som tillsatt.",
    };
    Kind::ALL
        .iter()
        .map(|kind| Choice::new(kind, text::first_upper(kind.label())).hint(hint(kind)))
        .collect()
}

fn parts<T: ToString + PartialEq>(parts: &[Part<T>]) -> Vec<Choice> {
    let mut choices: Vec<Choice> = Vec::new();
    for part in parts {
        let choice = Choice::new(part.key.to_string(), &part.name);
        if !choices.iter().any(|each| each.value == choice.value) {
            choices.push(choice);
        }
    }
    choices
}

#[derive(Template)]
#[template(path = "assignments/edit.html")]
struct FormPage {
    shell: Shell,
    view: SeatView,
    people: Vec<Choice>,
    kinds: Vec<Choice>,
    can_share: bool,
    can_narrow: bool,
    counties: Vec<Choice>,
    issue_areas: Vec<Choice>,
    /// Title and address of the assignment that is corrected.
    correcting: Option<(String, String)>,
    crumbs: Vec<Choice>,
    form: TermsForm,
    errors: Errors,
}
