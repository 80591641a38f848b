//! A new source, and a changed one.

use super::{levels, may, may_keep};
use crate::App;
use crate::domain::access::{Act, Permit};
use crate::domain::event::{Subject, SubjectKind};
use crate::domain::source::{INTERVALS, Level, Source, Terms, USUAL_INTERVAL, place};
use crate::error::{Error, Result};
use crate::fetch;
use crate::secrets::Token;
use crate::store::sources;
use crate::web::errors::refusal;
use crate::web::form::{Choice, Errors, Posted, meet};
use crate::web::history::after_meeting;
use crate::web::holders::Holders;
use crate::web::me::{Me, Shell};
use crate::web::{flash, page};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use sqlx::SqliteConnection;

const MET: &str = "Någon annan har ändrat källan medan du skrev. Din text finns kvar nedan – jämför och spara igen.";
pub(super) const CLOSED: &str = "Källan är avslutad. Öppna den igen om den ska ändras.";
const TOGETHER: &[&[&str]] = &[&["level", "county"]];

#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SourceForm {
    name: String,
    url: String,
    level: String,
    county: String,
    interval_minutes: String,
    version: i64,
    once: String,
}

impl From<&Terms> for SourceForm {
    fn from(of: &Terms) -> Self {
        SourceForm {
            name: of.name.clone(),
            url: of.url.clone(),
            level: of.level.to_string(),
            county: of.county.clone().unwrap_or_default(),
            interval_minutes: of.interval_minutes.to_string(),
            ..SourceForm::default()
        }
    }
}

/// What the form offers: only where the person may keep a source, and where it is.
struct Lists {
    levels: Vec<Choice>,
    counties: Vec<Choice>,
    intervals: Vec<Choice>,
}

impl Lists {
    fn of(me: &Me, holders: &Holders, kept: Option<&Source>) -> Lists {
        let is_national = kept.is_some_and(|source| source.terms.level == Level::National);
        let national = is_national || me.can(Act::KeepContacts, &place(Level::National, None));
        let own = |code: &str| kept.is_some_and(|each| each.terms.county.as_deref() == Some(code));
        let counties = holders.counties.iter();
        let counties: Vec<Choice> = counties
            .filter(|each| own(&each.code) || me.can(Act::KeepContacts, &each.place()))
            .map(|each| Choice::new(&each.code, &each.short_name))
            .collect();
        let known = levels().into_iter();
        Lists {
            levels: known
                .filter(|each| national || each.value != Level::National.code())
                .collect(),
            counties,
            intervals: INTERVALS
                .iter()
                .map(|(minutes, words)| Choice::new(minutes, words))
                .collect(),
        }
    }
}

#[derive(Template)]
#[template(path = "sources/edit.html")]
struct FormPage {
    shell: Shell,
    errors: Errors,
    form: SourceForm,
    source: Option<Source>,
    lists: Lists,
    back: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    lan: String,
}

pub async fn new(State(app): State<App>, me: Me, Query(asked): Query<Asked>) -> Result<Response> {
    me.may_somewhere(Act::KeepContacts)?;
    let holders = Holders::load(app.db.read(), app.clock.today()).await?;
    let lists = Lists::of(&me, &holders, None);
    let county = holders.county_named(&asked.lan);
    let known = |code: &str| lists.counties.iter().any(|each| each.value == code);
    let county = county.map(|each| each.code.clone());
    let county = county.filter(|code| known(code)).unwrap_or_default();
    let regional = !county.is_empty() || lists.levels.len() == 1;
    let form = SourceForm {
        level: if regional {
            Level::Regional.to_string()
        } else {
            String::new()
        },
        interval_minutes: USUAL_INTERVAL.to_string(),
        once: Token::short(),
        county,
        ..SourceForm::default()
    };
    form_page(&app, &me, None, form, Errors::default(), None).await
}

pub async fn create(
    State(app): State<App>,
    me: Me,
    Posted { form, mut errors }: Posted<SourceForm>,
) -> Result<Response> {
    me.may_somewhere(Act::KeepContacts)?;
    let permit = match permit_for(&app, &me, &form).await {
        Err(Error::Denied(denied)) => {
            errors.add("", refusal(&app, &denied).await);
            let status = Some(StatusCode::FORBIDDEN);
            return form_page(&app, &me, None, form, errors, status).await;
        }
        other => other?,
    };
    if permit.is_none() && form.is_regional() {
        errors.add("county", WHICH_COUNTY);
    }
    let checked = check(&app, &form, &mut errors);
    let (Some(terms), Some(permit), true) = (checked, permit, errors.allow()) else {
        return form_page(&app, &me, None, form, errors, None).await;
    };
    let mut tx = app.db.write(permit).await?;
    if let Some(url) = tx.already_made(&form.once).await? {
        return Ok(flash::see_made(&url));
    }
    if is_taken(tx.conn(), &terms, 0, &mut errors).await? {
        drop(tx);
        return form_page(&app, &me, None, form, errors, None).await;
    }
    let url = format!("/omvarld/kallor/{}", sources::add(&mut tx, &terms).await?);
    tx.made(&form.once, &url).await?;
    tx.commit().await?;
    let said = match app.config.fetches_sources() {
        true => "Källan är tillagd. Den hämtas inom en minut.",
        false => "Källan är tillagd.",
    };
    Ok(flash::see_with(&url, said))
}

/// The permit for a source as the form would have it; none yet when it does not say where it belongs.
async fn permit_for(app: &App, me: &Me, form: &SourceForm) -> Result<Option<Permit>> {
    let Ok(level) = form.level.parse::<Level>() else {
        return Ok(None);
    };
    let holders = Holders::load(app.db.read(), app.clock.today()).await?;
    let county = holders.county(&form.county);
    match (level, county) {
        (Level::Regional, None) => Ok(None),
        _ => may_keep(me, &place(level, county)).map(Some),
    }
}

pub async fn edit(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let source = sources::find(app.db.read(), id).await?;
    may(&app, &me, &source).await?;
    let form = SourceForm {
        version: source.version,
        ..SourceForm::from(&source.terms)
    };
    form_page(&app, &me, Some(source), form, Errors::default(), None).await
}

pub async fn update(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<SourceForm>,
) -> Result<Response> {
    let source = sources::find(app.db.read(), id).await?;
    let permit = may(&app, &me, &source).await?;
    match permit_for(&app, &me, &form).await {
        Err(Error::Denied(denied)) => {
            errors.add("", refusal(&app, &denied).await);
            let status = Some(StatusCode::FORBIDDEN);
            return form_page(&app, &me, Some(source), form, errors, status).await;
        }
        Ok(None) if form.is_regional() => errors.add("county", WHICH_COUNTY),
        other => drop(other?),
    }
    if !source.is_open() {
        errors.add("", CLOSED);
    }
    let checked = check(&app, &form, &mut errors);
    let (Some(terms), true) = (checked, errors.allow()) else {
        return form_page(&app, &me, Some(source), form, errors, None).await;
    };
    let mut tx = app.db.write(permit).await?;
    let now = sources::find(tx.conn(), id).await?;
    may(&app, &me, &now).await?;
    let about = Subject::new(SubjectKind::Source, id);
    let mine = SourceForm {
        version: form.version,
        ..SourceForm::from(&terms)
    };
    let (at, seen) = (now.version, form.version);
    let met = meet(&mut tx, &about, &now.terms, at, mine, seen, TOGETHER).await?;
    let form = after_meeting(&app, met, MET, &mut errors).await?;
    if !now.is_open() {
        errors.add("", CLOSED);
    }
    let checked = check(&app, &form, &mut errors).filter(|_| errors.allow());
    let Some(terms) = checked else {
        drop(tx);
        return form_page(&app, &me, Some(now), form, errors, None).await;
    };
    if is_taken(tx.conn(), &terms, id, &mut errors).await? {
        drop(tx);
        return form_page(&app, &me, Some(now), form, errors, None).await;
    }
    let there = permit_for(&app, &me, &form).await?;
    there.ok_or(Error::Stale)?;
    if terms == now.terms {
        return Ok(flash::see_with(&now.url(), "Inget var ändrat."));
    }
    sources::change(&mut tx, &now, &terms).await?;
    tx.commit().await?;
    Ok(flash::see_with(&now.url(), "Källan är ändrad."))
}

const WHICH_COUNTY: &str = "Välj ett län.";

impl SourceForm {
    fn is_regional(&self) -> bool {
        self.level.parse() == Ok(Level::Regional)
    }
}

fn check(app: &App, form: &SourceForm, errors: &mut Errors) -> Option<Terms> {
    let name = errors.text("name", &form.name, 120, "Skriv vad källan heter.");
    let url = check_url(app, &form.url, errors);
    let level = form.level.parse().ok();
    let level = errors.need(
        "level",
        level,
        "Välj om källan är nationell eller regional.",
    );
    let is_regional = level == Some(Level::Regional);
    if is_regional && form.county.is_empty() {
        errors.add("county", WHICH_COUNTY);
    }
    let known = |minutes: &i64| INTERVALS.iter().any(|(each, _)| each == minutes);
    let interval = form.interval_minutes.parse().ok().filter(known);
    let interval = errors.need(
        "interval_minutes",
        interval,
        "Välj hur ofta källan ska hämtas.",
    );
    let terms = Terms {
        name: name?,
        url: url?,
        level: level?,
        county: is_regional.then(|| form.county.clone()),
        interval_minutes: interval?,
    };
    errors.is_empty().then_some(terms)
}

fn check_url(app: &App, text: &str, errors: &mut Errors) -> Option<String> {
    match fetch::checked(text, &app.config.allow_source_address) {
        Ok(url) => Some(url.into()),
        Err(problem) => {
            errors.add("url", problem.words());
            None
        }
    }
}

/// The same address twice would be the same news twice.
async fn is_taken(
    conn: &mut SqliteConnection,
    terms: &Terms,
    id: i64,
    errors: &mut Errors,
) -> Result<bool> {
    let other = sources::with_url(conn, &terms.url, id).await?;
    if let Some((_, name)) = &other {
        errors.add("url", format!("Adressen hämtas redan av källan {name}."));
    }
    Ok(other.is_some())
}

async fn form_page(
    app: &App,
    me: &Me,
    source: Option<Source>,
    form: SourceForm,
    errors: Errors,
    status: Option<StatusCode>,
) -> Result<Response> {
    let holders = Holders::load(app.db.read(), app.clock.today()).await?;
    let template = FormPage {
        shell: me.shell_for(&errors),
        lists: Lists::of(me, &holders, source.as_ref()),
        back: source
            .as_ref()
            .map_or("/omvarld/kallor".to_owned(), Source::url),
        form,
        source,
        errors,
    };
    page(status.unwrap_or(template.errors.status()), &template)
}
