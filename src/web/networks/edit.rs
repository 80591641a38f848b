//! A new network, and a changed one.

use super::{can, may};
use crate::App;
use crate::domain::access::Act;
use crate::domain::event::{Subject, SubjectKind};
use crate::domain::network::{Level, Network, Terms, url};
use crate::error::Result;
use crate::secrets::Token;
use crate::store::networks;
use crate::web::actions::{choices, offered};
use crate::web::form::{Choice, Errors, Posted, meet};
use crate::web::history::{Names, after_meeting};
use crate::web::holders::Holders;
use crate::web::me::{Me, Shell};
use crate::web::{flash, page, parse};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};

const NAME: usize = 200;
const LONG: usize = 5_000;
const ADDRESS: usize = 1_000;
const MOST_MEETINGS: i64 = 366;
const TOGETHER: &[&[&str]] = &[&["level", "counties"]];
const NOT_YOURS: &str = "Du behöver själv ha en funktion i minst ett av länen. Ett nätverk för hela landet läggs in av en uppdragsansvarig eller en chef.";

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NetworkForm {
    name: String,
    purpose: String,
    level: String,
    counties: Vec<String>,
    issue_areas: Vec<String>,
    organisation_id: String,
    meetings_per_year: String,
    network_url: String,
    version: i64,
    once: String,
}

impl From<&Terms> for NetworkForm {
    fn from(of: &Terms) -> Self {
        let number = |value: Option<i64>| value.map(|each| each.to_string()).unwrap_or_default();
        NetworkForm {
            name: of.name.clone(),
            purpose: of.purpose.clone(),
            level: of.level.to_string(),
            counties: of.counties.clone(),
            issue_areas: of.issue_areas.iter().map(ToString::to_string).collect(),
            organisation_id: number(of.organisation_id),
            meetings_per_year: number(of.meetings_per_year),
            network_url: of.network_url.clone(),
            version: 0,
            once: String::new(),
        }
    }
}

impl NetworkForm {
    /// The same values written the same way, so that only real changes count.
    fn tidy(mut self) -> Self {
        self.counties.sort();
        self.counties.dedup();
        self.issue_areas
            .sort_by_key(|each| each.parse::<i64>().unwrap_or_default());
        self.issue_areas.dedup();
        for text in [&mut self.name, &mut self.purpose, &mut self.network_url] {
            *text = text.trim().to_owned();
        }
        self.meetings_per_year = self.meetings_per_year.trim().to_owned();
        self
    }
}

/// What the form offers.
struct Lists {
    levels: Vec<Choice>,
    counties: Vec<Choice>,
    issue_areas: Vec<Choice>,
    organisations: Vec<Choice>,
}

impl Lists {
    /// `kept` is the network as it is: what it names stays on offer.
    async fn load(app: &App, kept: Option<&Network>) -> Result<Lists> {
        let db = app.db.read();
        let holders = Holders::load(db, app.clock.today()).await?;
        let counties = holders.counties.iter();
        let organisations = networks::organisations(db).await?;
        let mut lists = Lists {
            levels: Choice::of_codes(Level::ALL, Level::label),
            counties: counties
                .map(|each| Choice::new(&each.code, &each.short_name))
                .collect(),
            issue_areas: choices(&holders.issue_areas, |each| (each.id, &each.name)),
            organisations: choices(&organisations, |(id, name)| (*id, name)),
        };
        if let Some(kept) = kept {
            lists.keep(&kept.terms, &Names::load(db).await?);
        }
        Ok(lists)
    }

    fn keep(&mut self, terms: &Terms, names: &Names) {
        let areas = terms.issue_areas.iter().map(|id| ("issue_areas", *id));
        let leads = terms.organisation_id.map(|id| ("organisation_id", id));
        for (field, id) in areas.chain(leads) {
            let list = match field {
                "issue_areas" => &mut self.issue_areas,
                _ => &mut self.organisations,
            };
            let value = id.to_string();
            if !list.iter().any(|choice| choice.value == value) {
                let name = names.value(field, &value.clone().into());
                list.push(Choice::new(value, name).hint("avslutad"));
            }
        }
    }
}

#[derive(Template)]
#[template(path = "networks/edit.html")]
struct FormPage {
    shell: Shell,
    errors: Errors,
    form: NetworkForm,
    network: Option<Network>,
    lists: Lists,
    back: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct NewQuery {
    lan: String,
}

pub async fn new(
    State(app): State<App>,
    me: Me,
    Query(asked): Query<NewQuery>,
) -> Result<Response> {
    me.may_somewhere(Act::KeepContacts)?;
    let holders = Holders::load(app.db.read(), app.clock.today()).await?;
    let county = holders.county_named(&asked.lan);
    let form = NetworkForm {
        level: Level::Regional.to_string(),
        counties: county.map(|each| each.code.clone()).into_iter().collect(),
        ..NetworkForm::default()
    };
    form_page(&app, &me, None, form, Errors::default(), None).await
}

pub async fn create(
    State(app): State<App>,
    me: Me,
    Posted { form, mut errors }: Posted<NetworkForm>,
) -> Result<Response> {
    me.may_somewhere(Act::KeepContacts)?;
    let form = form.tidy();
    let lists = Lists::load(&app, None).await?;
    let terms = check(&form, &lists, &mut errors);
    let (Some(terms), true) = (terms, errors.allow()) else {
        return form_page(&app, &me, None, form, errors, None).await;
    };
    let Ok(permit) = may(&app, &me, &terms.counties).await else {
        errors.add("counties", NOT_YOURS);
        return form_page(&app, &me, None, form, errors, Some(StatusCode::FORBIDDEN)).await;
    };
    let mut tx = app.db.write(permit).await?;
    if let Some(url) = tx.already_made(&form.once).await? {
        return Ok(flash::see_made(&url));
    }
    let url = url(networks::add(&mut tx, &terms).await?);
    tx.made(&form.once, &url).await?;
    tx.commit().await?;
    Ok(flash::see_with(
        &url,
        "Nätverket är tillagt. Ange vem som sitter där för oss.",
    ))
}

pub async fn edit(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let network = networks::find(app.db.read(), id).await?;
    may(&app, &me, &network.terms.counties).await?;
    let form = NetworkForm {
        version: network.version,
        ..NetworkForm::from(&network.terms)
    };
    form_page(&app, &me, Some(network), form, Errors::default(), None).await
}

pub async fn update(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<NetworkForm>,
) -> Result<Response> {
    let before = networks::find(app.db.read(), id).await?;
    let permit = may(&app, &me, &before.terms.counties).await?;
    let form = form.tidy();
    let lists = Lists::load(&app, Some(&before)).await?;
    if check(&form, &lists, &mut errors).is_none() || !errors.allow() {
        return form_page(&app, &me, Some(before), form, errors, None).await;
    }
    let mut tx = app.db.write(permit).await?;
    let now = networks::find(tx.conn(), id).await?;
    may(&app, &me, &now.terms.counties).await?;
    let (subject, seen) = (Subject::new(SubjectKind::Network, id), form.version);
    let met = meet(
        &mut tx,
        &subject,
        &now.terms,
        now.version,
        form,
        seen,
        TOGETHER,
    )
    .await?;
    let form = after_meeting(&app, met, super::MET, &mut errors).await?;
    let lists = Lists::load(&app, Some(&now)).await?;
    let checked = check(&form, &lists, &mut errors).filter(|_| errors.allow());
    let Some(terms) = checked else {
        drop(tx);
        return form_page(&app, &me, Some(now), form, errors, None).await;
    };
    if terms == now.terms {
        return Ok(flash::see_with(&now.url(), "Inget var ändrat."));
    }
    let holders = Holders::load(app.db.read(), app.clock.today()).await?;
    if !can(&me, &terms.counties, &holders) {
        drop(tx);
        errors.add("counties", NOT_YOURS);
        return form_page(
            &app,
            &me,
            Some(now),
            form,
            errors,
            Some(StatusCode::FORBIDDEN),
        )
        .await;
    }
    networks::change(&mut tx, &now, &terms).await?;
    tx.commit().await?;
    Ok(flash::see_with(&now.url(), "Nätverket är ändrat."))
}

fn check(form: &NetworkForm, lists: &Lists, errors: &mut Errors) -> Option<Terms> {
    let name = errors.text("name", &form.name, NAME, "Skriv vad nätverket heter.");
    let purpose = errors.optional_text("purpose", &form.purpose, LONG);
    let level = errors.need("level", form.level.parse::<Level>().ok(), "Välj en nivå.");
    let known = |list: &[Choice], values: &[String]| {
        let mut all = values.iter();
        all.all(|value| list.iter().any(|each| each.value == *value))
    };
    let counties = known(&lists.counties, &form.counties).then(|| form.counties.clone());
    let counties = errors.need("counties", counties, "Välj län i listan.");
    if level.is_some_and(|level| level != Level::National) && form.counties.is_empty() {
        errors.add("counties", "Välj minst ett län, eller nivån Nationellt.");
    }
    let areas = form.issue_areas.iter().map(|each| each.parse().ok());
    let areas: Option<Vec<i64>> = areas.collect();
    let areas = areas.filter(|_| known(&lists.issue_areas, &form.issue_areas));
    let issue_areas = errors.need("issue_areas", areas, "Välj sakfrågor i listan.");
    let organisation = offered(
        errors,
        "organisation_id",
        &form.organisation_id,
        &lists.organisations,
    );
    let meetings_per_year = check_meetings(form, errors);
    let network_url = check_address(form, errors);
    let terms = Terms {
        name: name?,
        purpose: purpose?,
        level: level?,
        counties: counties?,
        issue_areas: issue_areas?,
        organisation_id: organisation?,
        meetings_per_year: meetings_per_year?,
        network_url: network_url?,
    };
    errors.is_empty().then_some(terms)
}

fn check_meetings(form: &NetworkForm, errors: &mut Errors) -> Option<Option<i64>> {
    if form.meetings_per_year.is_empty() {
        return Some(None);
    }
    let number = parse::whole_number(&form.meetings_per_year);
    let number = number.filter(|number| (1..=MOST_MEETINGS).contains(number));
    errors
        .need(
            "meetings_per_year",
            number,
            "Skriv ett heltal mellan 1 och 366, till exempel 4.",
        )
        .map(Some)
}

fn check_address(form: &NetworkForm, errors: &mut Errors) -> Option<String> {
    let address = errors.optional_text("network_url", &form.network_url, ADDRESS)?;
    if !address.is_empty() && !parse::is_web_address(&address) {
        errors.add(
            "network_url",
            "Länken behöver börja med https:// eller http://.",
        );
        return None;
    }
    Some(address)
}

async fn form_page(
    app: &App,
    me: &Me,
    network: Option<Network>,
    mut form: NetworkForm,
    errors: Errors,
    status: Option<StatusCode>,
) -> Result<Response> {
    if network.is_none() && form.once.is_empty() {
        form.once = Token::short();
    }
    let template = FormPage {
        shell: me.shell_for(&errors),
        lists: Lists::load(app, network.as_ref()).await?,
        back: network.as_ref().map_or("/natverk".to_owned(), Network::url),
        form,
        network,
        errors,
    };
    page(status.unwrap_or(template.errors.status()), &template)
}
