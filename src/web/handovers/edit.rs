//! A new handover, filled in from a dialogue or a line of it; and a changed one.

use super::{load, may_lead};
use crate::App;
use crate::domain::access::{Act, Permit};
use crate::domain::calendar::{add_days, working_day_on_or_after};
use crate::domain::event::{self, SubjectKind};
use crate::domain::handover::{Asking, Handover, Status, place};
use crate::error::{Error, Result};
use crate::secrets::Token;
use crate::store::actions::{self, Origin};
use crate::store::handovers;
use crate::store::{issue_areas, places};
use crate::web::actions::choices;
use crate::web::errors::refusal;
use crate::web::form::{Choice, Errors, Posted, meet};
use crate::web::history::after_meeting;
use crate::web::holders::Holders;
use crate::web::me::{Me, Shell};
use crate::web::{flash, page, text};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

const MET: &str = "Någon annan har ändrat överlämningen medan du skrev. Din text finns kvar nedan – jämför och spara igen.";
const CLOSED: &str = "Överlämningen är avslutad och sparas som den är.";
/// What a unit is given to be in touch, unless another day is set.
const DAYS: i64 = 14;
const LONGEST: usize = 300;

#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct HandoverForm {
    county: String,
    dialogue_id: String,
    issue_area_id: String,
    unit_id: String,
    question: String,
    contact_by: String,
    note: String,
    shareable: String,
    version: i64,
    once: String,
    /// The line of the dialogue that is handed over.
    #[serde(skip_serializing)]
    utfall: String,
}

fn number(id: Option<i64>) -> String {
    id.map_or(String::new(), |id| id.to_string())
}

impl From<&Asking> for HandoverForm {
    fn from(of: &Asking) -> Self {
        HandoverForm {
            county: of.county.clone(),
            dialogue_id: number(of.dialogue_id),
            issue_area_id: number(of.issue_area_id),
            unit_id: of.unit_id.to_string(),
            question: of.question.clone(),
            contact_by: text::iso(of.contact_by),
            note: of.note.clone(),
            shareable: if of.shareable { "ja" } else { "" }.to_owned(),
            ..HandoverForm::default()
        }
    }
}

/// What the form offers.
struct Lists {
    counties: Vec<Choice>,
    issue_areas: Vec<Choice>,
    units: Vec<Choice>,
    origins: Vec<Origin>,
}

impl Lists {
    async fn load(app: &App, me: &Me, named: Option<i64>) -> Result<Lists> {
        let (db, today) = (app.db.read(), app.clock.today());
        let holders = Holders::load(db, today).await?;
        let counties = holders.counties.iter();
        let counties = counties
            .filter(|each| me.can(Act::CreateHandover, &each.place()))
            .map(|each| Choice::new(&each.code, &each.short_name));
        let since = today.saturating_sub(Span::new().years(2));
        let unit = |each: &crate::domain::places::Unit| {
            let label = format!("{}, {}", each.name, each.department_name);
            Choice::new(each.id, label)
        };
        Ok(Lists {
            counties: counties.collect(),
            issue_areas: choices(&holders.issue_areas, |each| (each.id, &each.name)),
            units: holders.units.iter().map(unit).collect(),
            origins: actions::origins(db, since, named).await?,
        })
    }

    fn dialogues(&self) -> Vec<Choice> {
        let name = |each: &Origin| format!("{} {}", each.county_name, each.held_on);
        let choice = |each: &Origin| Choice::new(each.id, name(each));
        self.origins.iter().map(choice).collect()
    }
}

#[derive(Template)]
#[template(path = "handovers/edit.html")]
struct FormPage {
    shell: Shell,
    errors: Errors,
    form: HandoverForm,
    handover: Option<Handover>,
    lists: Lists,
    back: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    dialog: String,
    lan: String,
    sakfraga: String,
    utfall: String,
}

pub async fn new(State(app): State<App>, me: Me, Query(asked): Query<Asked>) -> Result<Response> {
    me.may_somewhere(Act::CreateHandover)?;
    let (db, today) = (app.db.read(), app.clock.today());
    let line = match asked.utfall.parse() {
        Ok(id) => Some(handovers::line(db, id).await?),
        Err(_) => None,
    };
    if line.as_ref().is_some_and(|line| line.taken) {
        return Err(Error::Stale);
    }
    let dialogue = line.as_ref().map(|line| line.dialogue_id);
    let origin = match dialogue.or(asked.dialog.parse().ok()) {
        Some(id) => Some(actions::origin(db, id).await?),
        None => None,
    };
    let holders = Holders::load(db, today).await?;
    let wanted = origin.as_ref().map_or(&asked.lan, |origin| &origin.county);
    let county = holders.county_named(wanted);
    if let Some(county) = county {
        me.may(Act::CreateHandover, &county.place())?;
    }
    let area = line.as_ref().and_then(|line| line.issue_area_id);
    let area = area.or(asked.sakfraga.parse().ok());
    let mut areas = holders.issue_areas.iter();
    let area = areas.find(|each| Some(each.id) == area);
    let form = HandoverForm {
        county: county.map_or(String::new(), |county| county.code.clone()),
        dialogue_id: number(origin.as_ref().map(|of| of.id)),
        issue_area_id: number(area.map(|area| area.id)),
        unit_id: number(area.and_then(|area| area.unit_id)),
        question: line.as_ref().map_or(String::new(), |line| {
            line.text.trim().chars().take(LONGEST).collect()
        }),
        contact_by: text::iso(working_day_on_or_after(add_days(today, DAYS))),
        shareable: line
            .as_ref()
            .filter(|line| line.shareable)
            .map_or("", |_| "ja")
            .to_owned(),
        once: Token::short(),
        utfall: line.map_or(String::new(), |_| asked.utfall.clone()),
        ..HandoverForm::default()
    };
    form_page(&app, &me, None, form, Errors::default(), None).await
}

pub async fn create(
    State(app): State<App>,
    me: Me,
    Posted { form, mut errors }: Posted<HandoverForm>,
) -> Result<Response> {
    me.may_somewhere(Act::CreateHandover)?;
    let permit = match may_create(&app, &me, &form).await {
        Err(Error::Denied(denied)) => {
            errors.add("", refusal(&app, &denied).await);
            let status = Some(StatusCode::FORBIDDEN);
            return form_page(&app, &me, None, form, errors, status).await;
        }
        other => other?,
    };
    let lists = Lists::load(&app, &me, None).await?;
    let asking = check(&form, &lists, app.clock.today(), &mut errors);
    let outcome = form.utfall.parse::<i64>().ok();
    let (Some(asking), Some(permit), true) = (asking, permit, errors.allow()) else {
        return form_page(&app, &me, None, form, errors, None).await;
    };
    let mut tx = app.db.write(permit).await?;
    if let Some(url) = tx.already_made(&form.once).await? {
        return Ok(flash::see_made(&url));
    }
    if let Some(id) = outcome {
        let line = handovers::line(tx.conn(), id).await?;
        if line.taken || asking.dialogue_id != Some(line.dialogue_id) {
            drop(tx);
            errors.add("dialogue_id", "Raden hör till en annan dialog, eller har redan blivit något. Öppna den från dialogen igen.");
            return form_page(&app, &me, None, form, errors, None).await;
        }
    }
    let id = handovers::add(&mut tx, &asking, outcome).await?;
    let url = format!("/overlamningar/{id}");
    tx.made(&form.once, &url).await?;
    tx.commit().await?;
    Ok(flash::see_with(&url, "Frågan är överlämnad till enheten."))
}

/// The permit for a handover as the form would have it; none yet when it names no län or issue area.
async fn may_create(app: &App, me: &Me, form: &HandoverForm) -> Result<Option<Permit>> {
    let (db, today) = (app.db.read(), app.clock.today());
    let Ok(area) = form.issue_area_id.parse::<i64>() else {
        return Ok(None);
    };
    let found = (
        issue_areas::find(db, area).await,
        places::county_by_code(db, &form.county, today).await,
    );
    match found {
        (Ok(area), Ok(county)) => {
            let place = place(&county, area.department_id, Some(area.id));
            me.may(Act::CreateHandover, &place).map(Some)
        }
        (Err(Error::NotFound), _) | (_, Err(Error::NotFound)) => Ok(None),
        (Err(error), _) | (_, Err(error)) => Err(error),
    }
}

pub async fn edit(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let (of, county) = load(&app, id).await?;
    may_lead(&me, &of, &county)?;
    let form = HandoverForm {
        version: of.version,
        ..HandoverForm::from(&of.asking)
    };
    form_page(&app, &me, Some(of), form, Errors::default(), None).await
}

pub async fn update(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<HandoverForm>,
) -> Result<Response> {
    let (of, county) = load(&app, id).await?;
    let permit = may_lead(&me, &of, &county)?;
    let today = app.clock.today();
    let Some(asking) = check_change(&form, &of, today, &mut errors).filter(|_| errors.allow())
    else {
        return form_page(&app, &me, Some(of), form, errors, None).await;
    };
    let mut tx = app.db.write(permit).await?;
    let now = handovers::find(tx.conn(), id).await?;
    may_lead(&me, &now, &county)?;
    let about = event::Subject::new(SubjectKind::Handover, id);
    let mine = HandoverForm {
        version: form.version,
        ..HandoverForm::from(&asking)
    };
    let met = meet(
        &mut tx,
        &about,
        &now.asking,
        now.version,
        mine,
        form.version,
        &[],
    )
    .await?;
    let form = after_meeting(&app, met, MET, &mut errors).await?;
    let checked = check_change(&form, &now, today, &mut errors).filter(|_| errors.allow());
    let Some(asking) = checked else {
        drop(tx);
        return form_page(&app, &me, Some(now), form, errors, None).await;
    };
    if asking == now.asking {
        return Ok(flash::see_with(&now.url(), "Inget var ändrat."));
    }
    handovers::change(&mut tx, &now, &asking).await?;
    tx.commit().await?;
    Ok(flash::see_with(&now.url(), "Överlämningen är ändrad."))
}

/// The texts and the day; the unit is changed by sending it on.
fn check_change(
    form: &HandoverForm,
    now: &Handover,
    today: Date,
    errors: &mut Errors,
) -> Option<Asking> {
    if now.status == Status::Closed {
        errors.add("", CLOSED);
    }
    let question = check_question(form, errors);
    let contact_by = errors.date("contact_by", &form.contact_by);
    if contact_by.is_some_and(|day| day != now.asking.contact_by && day < today) {
        errors.add("contact_by", super::settle::PASSED);
    }
    let note = errors.optional_text("note", &form.note, 5_000);
    Some(Asking {
        question: question?,
        contact_by: contact_by?,
        note: note?,
        shareable: form.shareable == "ja",
        ..now.asking.clone()
    })
}

fn check_question(form: &HandoverForm, errors: &mut Errors) -> Option<String> {
    let message = "Skriv vad enheten ska ta vidare.";
    errors.text("question", &form.question, LONGEST, message)
}

fn check(form: &HandoverForm, lists: &Lists, today: Date, errors: &mut Errors) -> Option<Asking> {
    let known = |list: &[Choice], value: &str| list.iter().any(|each| each.value == value);
    let question = check_question(form, errors);
    let county = known(&lists.counties, &form.county).then(|| form.county.clone());
    let county = errors.need("county", county, "Välj ett län.");
    let dialogue_id = check_dialogue(form, lists, errors);
    let area = form.issue_area_id.parse().ok();
    let area = area.filter(|_| known(&lists.issue_areas, &form.issue_area_id));
    let area: Option<i64> = errors.need("issue_area_id", area, "Välj en sakfråga.");
    let unit = form.unit_id.parse().ok();
    let unit = unit.filter(|_| known(&lists.units, &form.unit_id));
    let unit_id = errors.need("unit_id", unit, "Välj en enhet.");
    let contact_by = errors.date("contact_by", &form.contact_by);
    if contact_by.is_some_and(|day| day < today) {
        errors.add("contact_by", super::settle::PASSED);
    }
    let note = errors.optional_text("note", &form.note, 5_000);
    Some(Asking {
        county: county?,
        dialogue_id: dialogue_id?,
        issue_area_id: Some(area?),
        unit_id: unit_id?,
        question: question?,
        contact_by: contact_by?,
        note: note?,
        shareable: form.shareable == "ja",
    })
}

/// One of the län's dialogues, or none.
fn check_dialogue(form: &HandoverForm, lists: &Lists, errors: &mut Errors) -> Option<Option<i64>> {
    if form.dialogue_id.is_empty() {
        return Some(None);
    }
    let mut origins = lists.origins.iter();
    let found = origins.find(|each| each.id.to_string() == form.dialogue_id);
    let found = errors.need("dialogue_id", found, "Välj något i listan.")?;
    if found.county != form.county {
        let name = &found.county_name;
        errors.add(
            "dialogue_id",
            format!("Dialogen gäller {name}. Välj {name} som län, eller en annan dialog."),
        );
        return None;
    }
    Some(Some(found.id))
}

async fn form_page(
    app: &App,
    me: &Me,
    handover: Option<Handover>,
    form: HandoverForm,
    errors: Errors,
    status: Option<StatusCode>,
) -> Result<Response> {
    let named = form.dialogue_id.parse().ok();
    let template = FormPage {
        shell: me.shell_for(&errors),
        lists: Lists::load(app, me, named).await?,
        back: match (&handover, named) {
            (Some(handover), _) => handover.url(),
            (None, Some(id)) => format!("/dialoger/{id}"),
            (None, None) => "/overlamningar".to_owned(),
        },
        form,
        handover,
        errors,
    };
    page(status.unwrap_or(template.errors.status()), &template)
}
