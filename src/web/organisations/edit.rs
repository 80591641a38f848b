//! A new organisation, and a changed one.

use super::{elsewhere, may};
use crate::App;
use crate::domain::access::Act;
use crate::domain::contact::{Details, Level, Organisation, OrganisationKind, organisation_url};
use crate::domain::event::{Subject, SubjectKind};
use crate::domain::need::Municipality;
use crate::domain::places::County;
use crate::domain::registers::Register;
use crate::error::{Error, Result};
use crate::secrets::Token;
use crate::store::{contacts, needs, organisations, registers};
use crate::web::contacts::{kind_choices, level_choices, may_keep};
use crate::web::errors::refusal;
use crate::web::form::{Choice, Errors, Posted, meet};
use crate::web::history::after_meeting;
use crate::web::holders::Holders;
use crate::web::me::{Me, Shell};
use crate::web::{flash, municipalities, page};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};

const MET: &str = "Någon annan har ändrat organisationen medan du skrev. Din text finns kvar nedan – jämför och spara igen.";
const LIKE: &str = "Det finns redan en liknande organisation. Är det samma, öppna den i stället. Annars kryssar du i rutan och sparar igen.";
const TOGETHER: &[&[&str]] = &[&["county", "municipality"]];

#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct OrganisationForm {
    name: String,
    organisation_kind: String,
    level: String,
    county: String,
    municipality: String,
    national_agency_id: String,
    url: String,
    notes: String,
    anyway: String,
    version: i64,
    once: String,
    /// Whether she came from the form of a new contact, which then has the organisation chosen.
    #[serde(skip_serializing)]
    for_contact: String,
}

impl From<&Details> for OrganisationForm {
    fn from(of: &Details) -> Self {
        OrganisationForm {
            name: of.name.clone(),
            organisation_kind: of.organisation_kind.to_string(),
            level: of.level.to_string(),
            county: of.county.clone().unwrap_or_default(),
            municipality: of.municipality.clone().unwrap_or_default(),
            national_agency_id: of
                .national_agency_id
                .map_or(String::new(), |id| id.to_string()),
            url: of.url.clone(),
            notes: of.notes.clone(),
            ..OrganisationForm::default()
        }
    }
}

/// What the form offers.
struct Lists {
    holders: Holders,
    counties: Vec<Choice>,
    municipalities: Vec<Municipality>,
    agencies: Vec<Choice>,
}

impl Lists {
    async fn load(app: &App) -> Result<Lists> {
        let db = app.db.read();
        let agencies = registers::all(db, Register::NationalAgencies).await?;
        let choice =
            |each: &crate::domain::registers::Stored| Choice::new(each.id, &each.entry.name);
        let holders = Holders::load(db, app.clock.today()).await?;
        let county = |each: &County| Choice::new(&each.code, &each.short_name);
        Ok(Lists {
            counties: holders.counties.iter().map(county).collect(),
            holders,
            municipalities: needs::municipalities(db).await?,
            agencies: agencies.iter().map(choice).collect(),
        })
    }
}

#[derive(Template)]
#[template(path = "organisations/edit.html")]
struct FormPage {
    shell: Shell,
    errors: Errors,
    form: OrganisationForm,
    organisation: Option<Organisation>,
    lists: Lists,
    kinds: Vec<Choice>,
    levels: Vec<Choice>,
    like: Vec<(i64, String)>,
    back: String,
}

impl FormPage {
    fn by_county(&self) -> Vec<(&str, Vec<&Municipality>)> {
        municipalities::by_county(&self.lists.municipalities, &self.lists.counties)
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    lan: String,
    kontakt: String,
}

pub async fn new(State(app): State<App>, me: Me, Query(asked): Query<Asked>) -> Result<Response> {
    me.may_somewhere(Act::KeepContacts)?;
    let lists = Lists::load(&app).await?;
    let county = lists.holders.county_named(&asked.lan);
    let form = OrganisationForm {
        county: county.map_or(String::new(), |county| county.code.clone()),
        level: Level::Local.to_string(),
        organisation_kind: OrganisationKind::Municipality.to_string(),
        once: Token::short(),
        for_contact: asked.kontakt,
        ..OrganisationForm::default()
    };
    form_page(&me, lists, None, form, Errors::default(), vec![], None)
}

pub async fn create(
    State(app): State<App>,
    me: Me,
    Posted { form, mut errors }: Posted<OrganisationForm>,
) -> Result<Response> {
    me.may_somewhere(Act::KeepContacts)?;
    let lists = Lists::load(&app).await?;
    let details = check(&form, &lists, &mut errors);
    let (Some(details), true) = (details, errors.allow()) else {
        return form_page(&me, lists, None, form, errors, vec![], None);
    };
    let codes: Vec<String> = details.county.iter().cloned().collect();
    let permit = match may_keep(&me, &lists.holders, Act::KeepContacts, &codes) {
        Err(Error::Denied(denied)) => {
            errors.add("", refusal(&app, &denied).await);
            let status = Some(StatusCode::FORBIDDEN);
            return form_page(&me, lists, None, form, errors, vec![], status);
        }
        other => other?,
    };
    let mut tx = app.db.write(permit).await?;
    if let Some(url) = tx.already_made(&form.once).await? {
        return Ok(flash::see_made(&url));
    }
    let like = organisations::like(tx.conn(), &details, 0).await?;
    if !like.is_empty() && form.anyway.is_empty() {
        drop(tx);
        errors.add("anyway", LIKE);
        return form_page(&me, lists, None, form, errors, like, None);
    }
    let id = organisations::add(&mut tx, &details).await?;
    let url = match form.for_contact.is_empty() {
        true => organisation_url(id),
        false => format!("/kontakter/ny?organisation={id}"),
    };
    tx.made(&form.once, &url).await?;
    tx.commit().await?;
    Ok(flash::see_with(&url, "Organisationen är tillagd."))
}

pub async fn edit(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let organisation = organisations::find(app.db.read(), id).await?;
    if let Some(answer) = elsewhere(&organisation) {
        return Ok(answer);
    }
    let lists = Lists::load(&app).await?;
    may(&me, &lists.holders, &organisation)?;
    let form = OrganisationForm {
        version: organisation.version,
        ..OrganisationForm::from(&organisation.details)
    };
    let of = Some(organisation);
    form_page(&me, lists, of, form, Errors::default(), vec![], None)
}

pub async fn update(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<OrganisationForm>,
) -> Result<Response> {
    let organisation = organisations::find(app.db.read(), id).await?;
    if let Some(answer) = elsewhere(&organisation) {
        return Ok(answer);
    }
    let lists = Lists::load(&app).await?;
    let permit = may(&me, &lists.holders, &organisation)?;
    let details = check(&form, &lists, &mut errors);
    let (Some(details), true) = (details, errors.allow()) else {
        return form_page(&me, lists, Some(organisation), form, errors, vec![], None);
    };
    let mut tx = app.db.write(permit).await?;
    let now = organisations::find(tx.conn(), id).await?;
    may(&me, &lists.holders, &now)?;
    let mine = OrganisationForm {
        version: form.version,
        ..OrganisationForm::from(&details)
    };
    let about = Subject::new(SubjectKind::Organisation, id);
    let (at, seen) = (now.version, form.version);
    let met = meet(&mut tx, &about, &now.details, at, mine, seen, TOGETHER).await?;
    let form = after_meeting(&app, met, MET, &mut errors).await?;
    let details = check(&form, &lists, &mut errors);
    let (Some(details), true) = (details, errors.allow()) else {
        drop(tx);
        return form_page(&me, lists, Some(now), form, errors, vec![], None);
    };
    let codes: Vec<String> = details.county.iter().cloned().collect();
    may_keep(&me, &lists.holders, Act::KeepContacts, &codes)?;
    if details == now.details {
        return Ok(flash::see_with(&now.url(), "Inget var ändrat."));
    }
    organisations::change(&mut tx, &now, &details).await?;
    contacts::place_again(&mut tx, id).await?;
    tx.commit().await?;
    Ok(flash::see_with(&now.url(), "Organisationen är ändrad."))
}

fn check(form: &OrganisationForm, lists: &Lists, errors: &mut Errors) -> Option<Details> {
    let name = errors.text("name", &form.name, 160, "Skriv organisationens namn.");
    let kind = form.organisation_kind.parse().ok();
    let kind = errors.need("organisation_kind", kind, "Välj slag av organisation.");
    let level = errors.need("level", form.level.parse().ok(), "Välj en nivå.");
    let county = lists
        .holders
        .county(&form.county)
        .map(|each| each.code.clone());
    if county.is_none() && !form.county.is_empty() {
        errors.add("county", "Välj ett län i listan.");
    }
    if county.is_none() && level.is_some_and(|level| level != Level::National) {
        errors.add("county", "Välj ett län, eller nivån Nationell.");
    }
    let municipality = check_municipality(form, lists, errors);
    let agency = form.national_agency_id.parse::<i64>().ok();
    let known = |id: &i64| {
        lists
            .agencies
            .iter()
            .any(|each| each.value == id.to_string())
    };
    if !form.national_agency_id.is_empty() && !agency.as_ref().is_some_and(known) {
        errors.add("national_agency_id", "Välj en myndighet i listan.");
    }
    let url = errors.optional_text("url", &form.url, 500);
    let web = |url: &str| url.starts_with("https://") || url.starts_with("http://");
    if url
        .as_deref()
        .is_some_and(|url| !url.is_empty() && !web(url))
    {
        errors.add("url", "Skriv webbadressen så här: https://www.exempel.se.");
    }
    let notes = errors.optional_text("notes", &form.notes, 5_000);
    let details = Details {
        name: name?,
        organisation_kind: kind?,
        level: level?,
        county,
        municipality: municipality?,
        national_agency_id: agency,
        url: url?,
        notes: notes?,
    };
    errors.is_empty().then_some(details)
}

/// A kommun of the län, or none.
fn check_municipality(
    form: &OrganisationForm,
    lists: &Lists,
    errors: &mut Errors,
) -> Option<Option<String>> {
    if form.municipality.is_empty() {
        return Some(None);
    }
    let mut all = lists.municipalities.iter();
    let found = all.find(|each| each.code == form.municipality);
    let found = errors.need("municipality", found, "Välj en kommun i listan.")?;
    if found.county != form.county {
        let words = format!(
            "{} ligger inte i det valda länet. Byt kommun eller län.",
            found.name
        );
        errors.add("municipality", words);
    }
    Some(Some(found.code.clone()))
}

fn form_page(
    me: &Me,
    lists: Lists,
    organisation: Option<Organisation>,
    form: OrganisationForm,
    errors: Errors,
    like: Vec<(i64, String)>,
    status: Option<StatusCode>,
) -> Result<Response> {
    let all = "/kontakter/organisationer".to_owned();
    let template = FormPage {
        shell: me.shell_for(&errors),
        back: organisation.as_ref().map_or(all, Organisation::url),
        kinds: kind_choices(),
        levels: level_choices(),
        lists,
        organisation,
        form,
        like,
        errors,
    };
    page(status.unwrap_or(template.errors.status()), &template)
}
