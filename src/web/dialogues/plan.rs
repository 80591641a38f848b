//! Planning a dialogue: the form, its check, and the preview of the milestones.

use super::Subject;
use super::schedule::Schedule;
use crate::App;
use crate::domain::access::{Act, Permit};
use crate::domain::dialogue::{Form, Plan};
use crate::domain::places::County;
use crate::error::{Error, Result};
use crate::secrets::Token;
use crate::store::{Write, dialogues};
use crate::web::agenda_items::carry::carried_words;
use crate::web::dialogue_types::Kinds;
use crate::web::form::{Choice, Errors, Posted};
use crate::web::holders::Holders;
use crate::web::me::{Me, Shell};
use crate::web::{flash, page, parse, text};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PlanForm {
    pub county: String,
    pub held_on: String,
    pub starts_at: String,
    pub ends_at: String,
    pub form: String,
    pub place: String,
    pub link: String,
    pub purpose: String,
    pub diary_no: String,
    pub version: i64,
    pub once: String,
    /// Chosen when the dialogue is planned; empty is the first.
    #[serde(skip_serializing)]
    pub type_id: String,
    #[serde(skip_serializing)]
    pub preview: String,
}

impl From<&Plan> for PlanForm {
    fn from(plan: &Plan) -> Self {
        PlanForm {
            county: plan.county.clone(),
            held_on: text::iso(plan.held_on),
            starts_at: text::clock(plan.starts_at),
            ends_at: text::clock(plan.ends_at),
            form: plan.form.to_string(),
            place: plan.place.clone(),
            link: plan.link.clone(),
            purpose: plan.purpose.clone(),
            diary_no: plan.diary_no.clone(),
            ..PlanForm::default()
        }
    }
}

impl PlanForm {
    /// The same as another person's form would be written, so that equal values compare equal.
    pub fn tidied(&self, plan: &Plan) -> PlanForm {
        PlanForm {
            version: self.version,
            once: self.once.clone(),
            ..PlanForm::from(plan)
        }
    }
}

#[derive(Template)]
#[template(path = "dialogues/plan.html")]
struct PlanPage {
    shell: Shell,
    errors: Errors,
    form: PlanForm,
    counties: Vec<Choice>,
    types: Vec<Choice>,
    /// "2 punkter följer med från länets förra dialog: …"
    carried: String,
    forms: Vec<Choice>,
    schedule: Schedule,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    lan: String,
}

pub async fn new(State(app): State<App>, me: Me, Query(asked): Query<Asked>) -> Result<Response> {
    let holders = Holders::load(app.db.read(), app.clock.today()).await?;
    let county = holders.county_named(&asked.lan);
    allowed(&me, county)?;
    let form = PlanForm {
        county: county.map_or(String::new(), |county| county.code.clone()),
        starts_at: "09.00".into(),
        ends_at: "12.00".into(),
        form: Form::OnSite.to_string(),
        once: Token::short(),
        ..PlanForm::default()
    };
    form_page(&app, &me, &holders, form, Errors::default()).await
}

/// The permit to plan in a län; without a län, whether there is any she may plan in.
fn allowed(me: &Me, county: Option<&County>) -> Result<Option<Permit>> {
    const PHRASE: &str = "planera en dialog i det här länet";
    let Some(county) = county else {
        let any = me.standing.may_somewhere(Act::PlanDialogue);
        return match any {
            Ok(()) => Ok(None),
            Err(denied) => Err(Error::Denied(denied.saying("planera en dialog"))),
        };
    };
    match me.standing.may(Act::PlanDialogue, &county.place()) {
        Ok(permit) => Ok(Some(permit)),
        Err(denied) => Err(Error::Denied(denied.saying(PHRASE))),
    }
}

pub async fn create(
    State(app): State<App>,
    me: Me,
    Posted { form, mut errors }: Posted<PlanForm>,
) -> Result<Response> {
    let today = app.clock.today();
    let holders = Holders::load(app.db.read(), today).await?;
    let permit = allowed(&me, holders.county(&form.county))?;
    if !form.preview.is_empty() {
        return form_page(&app, &me, &holders, form, Errors::default()).await;
    }
    errors.need("county", permit, "Välj ett län.");
    let plan = check(&form, &mut errors, None, today);
    let kinds = Kinds::load(&app).await?;
    let kind = kinds.chosen(&form.type_id, &mut errors);
    let (Some(permit), Some(plan), Some(kind), true) = (permit, plan, kind, errors.allow()) else {
        return form_page(&app, &me, &holders, form, errors).await;
    };
    let mut tx = app.db.write(permit).await?;
    if let Some(url) = tx.already_made(&form.once).await? {
        return Ok(flash::see_made(&url));
    }
    if diary_no_is_taken(&mut tx, &plan, 0, &holders, &mut errors).await? {
        drop(tx);
        return form_page(&app, &me, &holders, form, errors).await;
    }
    let beginning = kind.beginning(&holders, &plan.county);
    let id = dialogues::plan(&mut tx, &plan, &beginning, today).await?;
    let url = format!("/dialoger/{id}");
    tx.made(&form.once, &url).await?;
    tx.commit().await?;
    Ok(flash::see_with(&url, "Dialogen är planerad."))
}

async fn form_page(
    app: &App,
    me: &Me,
    holders: &Holders,
    form: PlanForm,
    errors: Errors,
) -> Result<Response> {
    let kinds = Kinds::load(app).await?;
    let schedule = Schedule::planned(app, holders, &form, kinds.left_out(&form.type_id)).await?;
    let own = holders
        .counties
        .iter()
        .filter(|county| me.can(Act::PlanDialogue, &county.place()));
    let template = PlanPage {
        shell: me.shell_for(&errors),
        counties: own
            .map(|county| {
                Choice::new(&county.code, &county.short_name)
                    .hint(format!("Team {}", county.team_name))
            })
            .collect(),
        types: kinds.choices(),
        carried: carried_words(app, &form.county).await?,
        forms: forms(),
        schedule,
        form,
        errors,
    };
    page(template.errors.status(), &template)
}

pub fn forms() -> Vec<Choice> {
    Choice::of_codes(Form::ALL, Form::label)
}

/// The plan that was written, or what is wrong with it. A date that stays as it was may have passed.
pub fn check(
    form: &PlanForm,
    errors: &mut Errors,
    before: Option<&Plan>,
    today: Date,
) -> Option<Plan> {
    let held_on = errors.date("held_on", &form.held_on);
    let passed = |day: &Date| *day < today && before.is_none_or(|plan| plan.held_on != *day);
    if held_on.as_ref().is_some_and(passed) {
        let first = text::iso(today);
        errors.add(
            "held_on",
            format!("Datumet har redan passerat. Ange ett datum från och med {first}."),
        );
    }
    let starts_at = errors.time("starts_at", &form.starts_at);
    let ends_at = errors.time("ends_at", &form.ends_at);
    if starts_at.zip(ends_at).is_some_and(|(from, to)| to <= from) {
        errors.add("ends_at", parse::TIME_ORDER);
    }
    let kind = form.form.parse::<Form>().ok();
    let kind = errors.need("form", kind, "Välj en form.");
    let place = match kind.is_some_and(Form::has_place) {
        true => errors.text(
            "place",
            &form.place,
            200,
            "Skriv en plats, till exempel Luleå, Regionhuset.",
        ),
        false => errors.optional_text("place", &form.place, 200),
    };
    let link = link(form, errors);
    let purpose = errors.optional_text("purpose", &form.purpose, 20_000);
    let diary_no = errors.optional_text("diary_no", &form.diary_no, 60);
    Some(Plan {
        county: form.county.clone(),
        held_on: held_on?,
        starts_at: starts_at?,
        ends_at: ends_at?,
        form: kind?,
        place: place?,
        link: link?,
        purpose: purpose?,
        diary_no: diary_no?.split_whitespace().collect::<Vec<_>>().join(" "),
    })
}

fn link(form: &PlanForm, errors: &mut Errors) -> Option<String> {
    let link = errors.optional_text("link", &form.link, 500)?;
    let sane = link.is_empty() || (link.starts_with("https://") && parse::is_web_address(&link));
    errors.need(
        "link",
        sane.then_some(link),
        "Länken behöver börja med https:// och vara utan mellanslag.",
    )
}

/// Whether another dialogue has the diarienummer; the message names it.
pub async fn diary_no_is_taken(
    tx: &mut Write,
    plan: &Plan,
    own: i64,
    holders: &Holders,
    errors: &mut Errors,
) -> Result<bool> {
    let taken = dialogues::with_diary_no(tx.conn(), &plan.diary_no, own).await?;
    if let Some(other) = &taken {
        let county = holders
            .county(&other.county)
            .map_or("ett annat län", |county| &county.short_name);
        let day = text::long_date(other.held_on);
        let number = &plan.diary_no;
        errors.add(
            "diary_no",
            format!("Diarienumret {number} används redan av dialogen med {county} den {day}."),
        );
    }
    Ok(taken.is_some())
}

/// For the pages that begin from a dialogue: who may change its plan.
pub fn permit(me: &Me, subject: &Subject) -> Result<Permit> {
    me.may(Act::PlanDialogue, &subject.county.place())
}
