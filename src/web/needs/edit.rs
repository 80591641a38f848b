//! A new need, and a changed one.

use super::matching::CLOSED;
use super::{may, told};
use crate::App;
use crate::domain::access::{Act, Permit};
use crate::domain::event::{self, SubjectKind};
use crate::domain::need::{Municipality, Need, Source, Wish, place};
use crate::error::{Error, Result};
use crate::secrets::Token;
use crate::store::actions::{self, Origin};
use crate::store::{issue_areas, needs, places};
use crate::web::actions::choices;
use crate::web::errors::refusal;
use crate::web::form::{Choice, Errors, Posted, meet};
use crate::web::history::after_meeting;
use crate::web::holders::Holders;
use crate::web::me::{Me, Shell};
use crate::web::{flash, municipalities, page, parse};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

const MET: &str = "Någon annan har ändrat behovet medan du skrev. Din text finns kvar nedan – jämför och spara igen.";
const TOGETHER: &[&[&str]] = &[&["county", "municipality"], &["source", "dialogue_id"]];

#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NeedForm {
    pub(super) title: String,
    pub(super) county: String,
    pub(super) municipality: String,
    pub(super) issue_area_id: String,
    pub(super) source: String,
    pub(super) dialogue_id: String,
    pub(super) raised_on: String,
    pub(super) description: String,
    pub(super) version: i64,
    pub(super) once: String,
}

/// What the form offers.
struct Lists {
    counties: Vec<Choice>,
    municipalities: Vec<Municipality>,
    issue_areas: Vec<Choice>,
    origins: Vec<Origin>,
}

impl Lists {
    async fn load(app: &App, me: &Me, kept: Option<&Need>) -> Result<Lists> {
        let (db, today) = (app.db.read(), app.clock.today());
        let holders = Holders::load(db, today).await?;
        let own = |code: &str| kept.is_some_and(|need| need.wish.county == code);
        let counties = holders.counties.iter();
        let counties = counties
            .filter(|each| own(&each.code) || me.can(Act::KeepNeeds, &each.place()))
            .map(|each| Choice::new(&each.code, &each.short_name));
        let since = today.saturating_sub(Span::new().years(2));
        let dialogue = kept.and_then(|need| need.wish.dialogue_id);
        let mut areas = choices(&holders.issue_areas, |each| (each.id, &each.name));
        if let Some(need) = kept {
            let id = need.wish.issue_area_id.to_string();
            if !areas.iter().any(|area| area.value == id) {
                areas.push(Choice::new(id, &need.issue_area).hint("avslutad"));
            }
        }
        Ok(Lists {
            counties: counties.collect(),
            municipalities: needs::municipalities(db).await?,
            issue_areas: areas,
            origins: actions::origins(db, since, dialogue).await?,
        })
    }

    fn dialogues(&self) -> Vec<Choice> {
        let name = |each: &Origin| format!("{} {}", each.county_name, each.held_on);
        let choice = |each: &Origin| Choice::new(each.id, name(each));
        self.origins.iter().map(choice).collect()
    }

    fn county_name(&self, code: &str) -> String {
        let found = self.counties.iter().find(|each| each.value == code);
        found.map_or(code.to_owned(), |each| each.label.clone())
    }
}

#[derive(Template)]
#[template(path = "needs/edit.html")]
struct FormPage {
    shell: Shell,
    errors: Errors,
    form: NeedForm,
    need: Option<Need>,
    lists: Lists,
    back: String,
}

impl FormPage {
    fn sources(&self) -> Vec<Choice> {
        Choice::of_codes(Source::ALL, Source::label)
    }

    /// The kommuner län by län, for the län that can be chosen.
    fn by_county(&self) -> Vec<(&str, Vec<&Municipality>)> {
        municipalities::by_county(&self.lists.municipalities, &self.lists.counties)
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    dialog: String,
    lan: String,
    utfall: String,
}

pub async fn new(
    State(app): State<App>,
    me: Me,
    Query(Asked {
        lan,
        mut dialog,
        utfall,
    }): Query<Asked>,
) -> Result<Response> {
    me.may_somewhere(Act::KeepNeeds)?;
    let begun = told::form(&app, &utfall, &mut dialog).await?;
    let (db, today) = (app.db.read(), app.clock.today());
    let origin = match dialog.parse() {
        Ok(id) => Some(actions::origin(db, id).await?),
        Err(_) => None,
    };
    let wanted = origin.as_ref().map_or(&lan, |origin| &origin.county);
    let holders = Holders::load(db, today).await?;
    let county = holders.county_named(wanted);
    if let Some(county) = county {
        me.may(Act::KeepNeeds, &county.place())?;
    }
    let source = origin.as_ref().map_or("", |_| Source::Dialogue.code());
    let form = NeedForm {
        county: county.map_or(String::new(), |county| county.code.clone()),
        dialogue_id: origin
            .as_ref()
            .map_or(String::new(), |of| of.id.to_string()),
        source: source.to_owned(),
        raised_on: origin.map_or(today, |of| of.held_on.min(today)).to_string(),
        once: Token::short(),
        ..begun
    };
    form_page(&app, &me, None, form, Errors::default(), None).await
}

pub async fn create(
    State(app): State<App>,
    me: Me,
    Posted { form, mut errors }: Posted<NeedForm>,
) -> Result<Response> {
    me.may_somewhere(Act::KeepNeeds)?;
    let permit = match may_keep(&app, &me, &form).await {
        Err(Error::Denied(denied)) => {
            errors.add("", refusal(&app, &denied).await);
            let status = Some(StatusCode::FORBIDDEN);
            return form_page(&app, &me, None, form, errors, status).await;
        }
        other => other?,
    };
    let lists = Lists::load(&app, &me, None).await?;
    let wish = check(&form, &lists, app.clock.today(), &mut errors);
    let (Some(wish), Some(permit), true) = (wish, permit, errors.allow()) else {
        return form_page(&app, &me, None, form, errors, None).await;
    };
    let mut tx = app.db.write(permit).await?;
    if let Some(url) = tx.already_made(&form.once).await? {
        return Ok(flash::see_made(&url));
    }
    let url = format!("/behov/{}", needs::add(&mut tx, &wish).await?);
    tx.made(&form.once, &url).await?;
    tx.commit().await?;
    Ok(flash::see_with(&url, "Behovet är tillagt."))
}

/// The permit for a need as the form would have it; none yet when it names no län or issue area.
async fn may_keep(app: &App, me: &Me, form: &NeedForm) -> Result<Option<Permit>> {
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
            let place = place(&county, area.department_id, area.id);
            me.may(Act::KeepNeeds, &place).map(Some)
        }
        (Err(Error::NotFound), _) | (_, Err(Error::NotFound)) => Ok(None),
        (Err(error), _) | (_, Err(error)) => Err(error),
    }
}

pub async fn edit(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let need = needs::find(app.db.read(), id).await?;
    may(&app, &me, &need).await?;
    let form = NeedForm {
        version: need.version,
        ..NeedForm::from(&need.wish)
    };
    form_page(&app, &me, Some(need), form, Errors::default(), None).await
}

pub async fn update(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<NeedForm>,
) -> Result<Response> {
    let need = needs::find(app.db.read(), id).await?;
    let permit = may(&app, &me, &need).await?;
    if let Err(Error::Denied(denied)) = may_keep(&app, &me, &form).await {
        errors.add("", refusal(&app, &denied).await);
        let status = Some(StatusCode::FORBIDDEN);
        return form_page(&app, &me, Some(need), form, errors, status).await;
    }
    if !need.is_open() {
        errors.add("", CLOSED);
    }
    let lists = Lists::load(&app, &me, Some(&need)).await?;
    let checked = check(&form, &lists, app.clock.today(), &mut errors);
    let (Some(wish), true) = (checked, errors.allow()) else {
        return form_page(&app, &me, Some(need), form, errors, None).await;
    };
    let mut tx = app.db.write(permit).await?;
    let now = needs::find(tx.conn(), id).await?;
    may(&app, &me, &now).await?;
    let about = event::Subject::new(SubjectKind::Need, id);
    let mine = NeedForm {
        version: form.version,
        ..NeedForm::from(&wish)
    };
    let met = meet(
        &mut tx,
        &about,
        &now.wish,
        now.version,
        mine,
        form.version,
        TOGETHER,
    )
    .await?;
    let form = after_meeting(&app, met, MET, &mut errors).await?;
    if !now.is_open() {
        errors.add("", CLOSED);
    }
    let lists = Lists::load(&app, &me, Some(&now)).await?;
    let checked = check(&form, &lists, app.clock.today(), &mut errors);
    let (Some(wish), true) = (checked, errors.allow()) else {
        drop(tx);
        return form_page(&app, &me, Some(now), form, errors, None).await;
    };
    may_keep(&app, &me, &form).await?;
    if wish == now.wish {
        return Ok(flash::see_with(&now.url(), "Inget var ändrat."));
    }
    needs::change(&mut tx, &now, &wish).await?;
    tx.commit().await?;
    Ok(flash::see_with(&now.url(), "Behovet är ändrat."))
}

fn check(form: &NeedForm, lists: &Lists, today: Date, errors: &mut Errors) -> Option<Wish> {
    let title = errors.text("title", &form.title, 200, "Skriv vad som behövs.");
    let known = |list: &[Choice], value: &str| list.iter().any(|each| each.value == value);
    let county = known(&lists.counties, &form.county).then(|| form.county.clone());
    let county = errors.need("county", county, "Välj ett län.");
    let municipality = check_municipality(form, lists, errors);
    let area = form.issue_area_id.parse().ok();
    let area = area.filter(|_| known(&lists.issue_areas, &form.issue_area_id));
    let issue_area_id = errors.need("issue_area_id", area, "Välj en sakfråga.");
    let source = errors.need(
        "source",
        form.source.parse().ok(),
        "Välj var behovet kom fram.",
    );
    let dialogue_id = check_dialogue(form, lists, errors);
    let raised_on = errors.date("raised_on", &form.raised_on);
    if parse::date(&form.raised_on).is_some_and(|day| day > today) {
        errors.add(
            "raised_on",
            "Datumet har inte varit ännu. Ange i dag eller en tidigare dag.",
        );
    }
    let description = errors.optional_text("description", &form.description, 20_000);
    let wish = Wish {
        title: title?,
        county: county?,
        municipality: municipality?,
        issue_area_id: issue_area_id?,
        source: source?,
        dialogue_id: dialogue_id?,
        raised_on: raised_on?,
        description: description?,
    };
    errors.is_empty().then_some(wish)
}

/// A kommun of the län, or none.
fn check_municipality(
    form: &NeedForm,
    lists: &Lists,
    errors: &mut Errors,
) -> Option<Option<String>> {
    let asked = (form.municipality.as_str(), form.county.as_str());
    let name_of = |code: &str| lists.county_name(code);
    municipalities::check(asked, &lists.municipalities, name_of, errors)
}

/// One of the län's dialogues, or none; a need from a dialogue names it.
fn check_dialogue(form: &NeedForm, lists: &Lists, errors: &mut Errors) -> Option<Option<i64>> {
    if form.dialogue_id.is_empty() {
        if form.source == Source::Dialogue.code() {
            errors.add("dialogue_id", "Välj vilken dialog behovet kom fram i.");
            return None;
        }
        return Some(None);
    }
    let origins = &lists.origins;
    let found = origins
        .iter()
        .find(|each| each.id.to_string() == form.dialogue_id);
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
    need: Option<Need>,
    form: NeedForm,
    errors: Errors,
    status: Option<StatusCode>,
) -> Result<Response> {
    let template = FormPage {
        shell: me.shell_for(&errors),
        lists: Lists::load(app, me, need.as_ref()).await?,
        back: need.as_ref().map_or("/behov".to_owned(), Need::url),
        form,
        need,
        errors,
    };
    page(status.unwrap_or(template.errors.status()), &template)
}
