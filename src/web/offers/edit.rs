//! A new offer, a changed one, and one that ends.

use super::{kinds, may};
use crate::App;
use crate::domain::access::{Act, Permit};
use crate::domain::event::{self, EventKind, SubjectKind};
use crate::domain::offer::{Offer, Terms, places};
use crate::error::{Error, Result};
use crate::secrets::Token;
use crate::store::{Write, offers, people};
use crate::web::actions::choices;
use crate::web::errors::refusal;
use crate::web::form::{Choice, Errors, Posted, meet};
use crate::web::history::{Names, after_meeting};
use crate::web::holders::Holders;
use crate::web::me::{Me, Shell};
use crate::web::positions::edit::numbers;
use crate::web::{flash, page, parse, text};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

const MET: &str = "Någon annan har ändrat erbjudandet medan du skrev. Din text finns kvar nedan – jämför och spara igen.";
const TOGETHER: &[&[&str]] = &[&["valid_from", "valid_to"]];

#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct OfferForm {
    title: String,
    kind: String,
    unit_id: String,
    issue_areas: Vec<String>,
    valid_from: String,
    valid_to: String,
    link: String,
    description: String,
    version: i64,
    once: String,
}

impl From<&Terms> for OfferForm {
    fn from(of: &Terms) -> Self {
        OfferForm {
            title: of.title.clone(),
            kind: of.kind.to_string(),
            unit_id: of.unit_id.to_string(),
            issue_areas: of.issue_areas.iter().map(ToString::to_string).collect(),
            valid_from: of.valid_from.to_string(),
            valid_to: of.valid_to.map_or(String::new(), |to| to.to_string()),
            link: of.link.clone(),
            description: of.description.clone(),
            version: 0,
            once: String::new(),
        }
    }
}

/// What the form offers: what an offer already names stays, also when it has been closed.
struct Lists {
    units: Vec<Choice>,
    issue_areas: Vec<Choice>,
}

impl Lists {
    async fn load(app: &App, kept: Option<&Offer>) -> Result<Lists> {
        let (db, today) = (app.db.read(), app.clock.today());
        let holders = Holders::load(db, today).await?;
        let unit = |each: &crate::domain::places::Unit| {
            Choice::new(each.id, &each.name).hint(&each.department_name)
        };
        let mut lists = Lists {
            units: holders.units.iter().map(unit).collect(),
            issue_areas: choices(&holders.issue_areas, |each| (each.id, &each.name)),
        };
        if let Some(offer) = kept {
            let names = Names::load(db).await?;
            keep(&mut lists.units, "unit_id", offer.terms.unit_id, &names);
            for area in &offer.terms.issue_areas {
                keep(&mut lists.issue_areas, "issue_area_id", *area, &names);
            }
        }
        Ok(lists)
    }
}

fn keep(list: &mut Vec<Choice>, field: &str, id: i64, names: &Names) {
    if !list.iter().any(|choice| choice.value == id.to_string()) {
        list.push(Choice::new(id, names.value(field, &id.into())).hint("avslutad"));
    }
}

#[derive(Template)]
#[template(path = "offers/edit.html")]
struct FormPage {
    shell: Shell,
    errors: Errors,
    form: OfferForm,
    offer: Option<Offer>,
    lists: Lists,
    kinds: Vec<Choice>,
    back: String,
}

pub async fn new(State(app): State<App>, me: Me) -> Result<Response> {
    me.may_somewhere(Act::KeepOffer)?;
    let unit = people::find(app.db.read(), me.id()).await?.unit_id;
    let form = OfferForm {
        unit_id: unit.map_or(String::new(), |id| id.to_string()),
        valid_from: app.clock.today().to_string(),
        once: Token::short(),
        ..OfferForm::default()
    };
    form_page(&app, &me, None, form, Errors::default(), None).await
}

pub async fn create(
    State(app): State<App>,
    me: Me,
    Posted { form, mut errors }: Posted<OfferForm>,
) -> Result<Response> {
    me.may_somewhere(Act::KeepOffer)?;
    let permit = match may_keep(&app, &me, &form).await {
        Err(Error::Denied(denied)) => {
            errors.add("", refusal(&app, &denied).await);
            let status = Some(StatusCode::FORBIDDEN);
            return form_page(&app, &me, None, form, errors, status).await;
        }
        other => other?,
    };
    let lists = Lists::load(&app, None).await?;
    let terms = check(&form, &lists, &mut errors);
    let (Some(terms), Some(permit), true) = (terms, permit, errors.allow()) else {
        return form_page(&app, &me, None, form, errors, None).await;
    };
    let mut tx = app.db.write(permit).await?;
    if let Some(url) = tx.already_made(&form.once).await? {
        return Ok(flash::see_made(&url));
    }
    let url = format!("/erbjudanden/{}", offers::add(&mut tx, &terms).await?);
    tx.made(&form.once, &url).await?;
    tx.commit().await?;
    Ok(flash::see_with(&url, "Erbjudandet är tillagt."))
}

/// The permit for an offer as the form would have it; none yet when it names no unit.
async fn may_keep(app: &App, me: &Me, form: &OfferForm) -> Result<Option<Permit>> {
    let Ok(unit) = form.unit_id.parse() else {
        return Ok(None);
    };
    let Some(department) = offers::department_of(app.db.read(), unit).await? else {
        return Ok(None);
    };
    may(me, &places(department, &numbers(&form.issue_areas))).map(Some)
}

pub async fn edit(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let offer = offers::find(app.db.read(), id).await?;
    may(&me, &offer.places())?;
    let form = OfferForm {
        version: offer.version,
        ..OfferForm::from(&offer.terms)
    };
    form_page(&app, &me, Some(offer), form, Errors::default(), None).await
}

pub async fn update(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<OfferForm>,
) -> Result<Response> {
    let offer = offers::find(app.db.read(), id).await?;
    let permit = may(&me, &offer.places())?;
    if let Err(Error::Denied(denied)) = may_keep(&app, &me, &form).await {
        errors.add("", refusal(&app, &denied).await);
        let status = Some(StatusCode::FORBIDDEN);
        return form_page(&app, &me, Some(offer), form, errors, status).await;
    }
    let lists = Lists::load(&app, Some(&offer)).await?;
    let checked = check(&form, &lists, &mut errors);
    let (Some(terms), true) = (checked, errors.allow()) else {
        return form_page(&app, &me, Some(offer), form, errors, None).await;
    };
    let mut tx = app.db.write(permit).await?;
    let now = still_hers(&mut tx, &me, id).await?;
    let about = event::Subject::new(SubjectKind::Offer, id);
    let mine = OfferForm {
        version: form.version,
        ..OfferForm::from(&terms)
    };
    let met = meet(
        &mut tx,
        &about,
        &now.terms,
        now.version,
        mine,
        form.version,
        TOGETHER,
    )
    .await?;
    let form = after_meeting(&app, met, MET, &mut errors).await?;
    let lists = Lists::load(&app, Some(&now)).await?;
    let checked = check(&form, &lists, &mut errors);
    let (Some(terms), true) = (checked, errors.allow()) else {
        drop(tx);
        return form_page(&app, &me, Some(now), form, errors, None).await;
    };
    may_keep(&app, &me, &form).await?;
    if terms == now.terms {
        return Ok(flash::see_with(&now.url(), "Inget var ändrat."));
    }
    offers::change(&mut tx, &now, &terms, EventKind::OfferChanged).await?;
    tx.commit().await?;
    Ok(flash::see_with(&now.url(), "Erbjudandet är ändrat."))
}

/// The offer as it is inside the transaction; someone may have moved it out of her reach.
async fn still_hers(tx: &mut Write, me: &Me, id: i64) -> Result<Offer> {
    let now = offers::find(tx.conn(), id).await?;
    may(me, &now.places())?;
    Ok(now)
}

fn check(form: &OfferForm, lists: &Lists, errors: &mut Errors) -> Option<Terms> {
    let title = errors.text("title", &form.title, 200, "Skriv en titel.");
    let kind = errors.need("kind", form.kind.parse().ok(), "Välj slag.");
    let known = |list: &[Choice], value: &str| list.iter().any(|choice| choice.value == value);
    let unit = form.unit_id.parse().ok();
    let unit = unit.filter(|_| known(&lists.units, &form.unit_id));
    let unit_id = errors.need("unit_id", unit, "Välj en enhet.");
    let areas = numbers(&form.issue_areas);
    let right = !areas.is_empty()
        && form
            .issue_areas
            .iter()
            .all(|each| known(&lists.issue_areas, each));
    let issue_areas = errors.need(
        "issue_areas",
        right.then_some(areas),
        "Välj minst en sakfråga.",
    );
    let valid_from = errors.date("valid_from", &form.valid_from);
    let valid_to = errors.optional_date("valid_to", &form.valid_to);
    if valid_from.zip(valid_to).is_some_and(|(from, to)| to < from) {
        errors.add("valid_to", parse::DATE_ORDER);
    }
    let link = check_link(&form.link, errors);
    let description = errors.optional_text("description", &form.description, 20_000);
    let terms = Terms {
        title: title?,
        kind: kind?,
        unit_id: unit_id?,
        issue_areas: issue_areas?,
        valid_from: valid_from?,
        valid_to,
        link: link?,
        description: description?,
    };
    errors.is_empty().then_some(terms)
}

/// A page on the web, or nothing.
fn check_link(link: &str, errors: &mut Errors) -> Option<String> {
    let link = errors.optional_text("link", link, 500)?;
    let right = link.is_empty() || parse::is_web_address(&link);
    errors.need(
        "link",
        right.then_some(link),
        "Ange en webbadress som börjar med https://.",
    )
}

async fn form_page(
    app: &App,
    me: &Me,
    offer: Option<Offer>,
    form: OfferForm,
    errors: Errors,
    status: Option<StatusCode>,
) -> Result<Response> {
    let template = FormPage {
        shell: me.shell_for(&errors),
        lists: Lists::load(app, offer.as_ref()).await?,
        kinds: kinds(),
        back: offer.as_ref().map_or("/erbjudanden".to_owned(), Offer::url),
        form,
        offer,
        errors,
    };
    page(status.unwrap_or(template.errors.status()), &template)
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct CloseForm {
    valid_to: String,
    version: i64,
}

#[derive(Template)]
#[template(path = "offers/close.html")]
struct ClosePage {
    shell: Shell,
    errors: Errors,
    form: CloseForm,
    offer: Offer,
}

fn close_page(me: &Me, offer: Offer, form: CloseForm, errors: Errors) -> Result<Response> {
    let template = ClosePage {
        shell: me.shell_for(&errors),
        form,
        offer,
        errors,
    };
    page(template.errors.status(), &template)
}

pub async fn ask_to_close(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let offer = offers::find(app.db.read(), id).await?;
    may(&me, &offer.places())?;
    let form = CloseForm {
        valid_to: app.clock.today().to_string(),
        version: offer.version,
    };
    close_page(&me, offer, form, Errors::default())
}

pub async fn close(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<CloseForm>,
) -> Result<Response> {
    let offer = offers::find(app.db.read(), id).await?;
    let permit = may(&me, &offer.places())?;
    let last = last_day(&offer, &form, &mut errors);
    let (Some(last), true) = (last, errors.allow()) else {
        return close_page(&me, offer, form, errors);
    };
    let mut tx = app.db.write(permit).await?;
    let now = still_hers(&mut tx, &me, id).await?;
    if now.version != form.version {
        return Err(Error::Stale);
    }
    let ended = Terms {
        valid_to: Some(last),
        ..now.terms.clone()
    };
    offers::change(&mut tx, &now, &ended, EventKind::OfferClosed).await?;
    tx.commit().await?;
    let said = format!("Erbjudandet gäller till och med {}.", text::long_date(last));
    Ok(flash::see_with(&now.url(), &said))
}

fn last_day(offer: &Offer, form: &CloseForm, errors: &mut Errors) -> Option<Date> {
    let last = errors.date("valid_to", &form.valid_to)?;
    if last < offer.terms.valid_from {
        errors.add("valid_to", parse::DATE_ORDER);
    }
    if offer.terms.valid_to == Some(last) {
        errors.add("valid_to", "Erbjudandet har redan den sista dagen.");
    }
    Some(last)
}
