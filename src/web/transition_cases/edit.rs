//! A new case, and a changed one.

use super::check::check;
use super::form::{CaseForm, Lists};
use super::{again, load, may};
use crate::App;
use crate::domain::access::{Act, Denied, Permit};
use crate::domain::transition_case::{TransitionCase, url};
use crate::error::Result;
use crate::secrets::Token;
use crate::store::transition_cases;
use crate::web::errors::refusal;
use crate::web::form::{Errors, Posted, meet};
use crate::web::history::after_meeting;
use crate::web::holders::Holders;
use crate::web::me::{Me, Shell};
use crate::web::secrecy::usual_marking;
use crate::web::{flash, page};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

const TOGETHER: &[&[&str]] = &[
    &["county", "municipality"],
    &["partners", "partner_roles"],
    &["notice_on", "begins_on"],
];
/// Empty rows that are offered for more partners.
const BLANK: usize = 3;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct NewQuery {
    lan: String,
    slag: String,
}

#[derive(Template)]
#[template(path = "transition_cases/edit.html")]
struct FormPage {
    shell: Shell,
    errors: Errors,
    form: CaseForm,
    case: Option<TransitionCase>,
    lists: Lists,
    back: String,
}

/// A partner's fields, with what is wrong with them.
struct PartnerRow {
    number: usize,
    name: String,
    role: String,
    wrong_name: Option<String>,
    wrong_role: Option<String>,
}

impl FormPage {
    fn partners(&self) -> Vec<PartnerRow> {
        let blank = std::iter::repeat_n((String::new(), String::new()), BLANK);
        let rows = self.form.rows().chain(blank).enumerate();
        let wrong = |field: &str, number| {
            let message = self.errors.on(&format!("{field}_{number}"));
            message.map(str::to_owned)
        };
        rows.map(|(place, (name, role))| PartnerRow {
            number: place + 1,
            name,
            role,
            wrong_name: wrong("partner", place + 1),
            wrong_role: wrong("role", place + 1),
        })
        .collect()
    }
}

pub async fn new(
    State(app): State<App>,
    me: Me,
    Query(asked): Query<NewQuery>,
) -> Result<Response> {
    me.may_somewhere(Act::KeepTransitionCase)?;
    let today = app.clock.today();
    let holders = Holders::load(app.db.read(), today).await?;
    let can = |code: &str| {
        holders
            .county(code)
            .filter(|each| me.can(Act::KeepTransitionCase, &each.place()))
    };
    let asked_for = holders.county_named(&asked.lan);
    let form = CaseForm {
        kind: asked.slag,
        county: asked_for
            .and_then(|each| can(&each.code))
            .map(|each| each.code.clone())
            .unwrap_or_default(),
        reported_on: today.to_string(),
        ..CaseForm::default()
    };
    form_page(&app, &me, None, form, Errors::default(), None).await
}

/// The permit to leave a case in the län of the form; none yet when it names none.
async fn may_put(
    app: &App,
    me: &Me,
    form: &CaseForm,
) -> Result<std::result::Result<Option<Permit>, Denied>> {
    let holders = Holders::load(app.db.read(), app.clock.today()).await?;
    Ok(match holders.county(&form.county) {
        None => Ok(None),
        Some(county) => me
            .standing
            .may(Act::KeepTransitionCase, &county.place())
            .map(Some),
    })
}

pub async fn create(
    State(app): State<App>,
    me: Me,
    Posted { form, mut errors }: Posted<CaseForm>,
) -> Result<Response> {
    me.may_somewhere(Act::KeepTransitionCase)?;
    let form = form.tidy();
    let permit = match may_put(&app, &me, &form).await? {
        Ok(permit) => permit,
        Err(denied) => return refused(&app, &me, None, form, errors, denied).await,
    };
    let lists = Lists::load(&app, &me, None).await?;
    let facts = check(&form, &lists, app.clock.today(), &mut errors);
    let (Some(facts), Some(permit), true) = (facts, permit, errors.allow()) else {
        return form_page(&app, &me, None, form, errors, None).await;
    };
    let mut tx = app.db.write(permit).await?;
    if let Some(url) = tx.already_made(&form.once).await? {
        return Ok(flash::see_made(&url));
    }
    let url = url(transition_cases::add(&mut tx, &facts, &usual_marking(&app)).await?);
    tx.made(&form.once, &url).await?;
    tx.commit().await?;
    Ok(flash::see_with(
        &url,
        "Ärendet är registrerat och sekretessmarkerat. Läses av länets team och av cheferna.",
    ))
}

pub async fn edit(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let (case, county) = load(&app, &me, id).await?;
    crate::web::secrecy::opened(&app, &me, &transition_cases::subject(id)).await?;
    may(&me, Act::KeepTransitionCase, &county)?;
    let form = CaseForm {
        version: case.version,
        ..CaseForm::from(&case.facts)
    };
    form_page(&app, &me, Some(case), form, Errors::default(), None).await
}

pub async fn update(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<CaseForm>,
) -> Result<Response> {
    let (before, county) = load(&app, &me, id).await?;
    let permit = may(&me, Act::KeepTransitionCase, &county)?;
    let form = form.tidy();
    if let Err(denied) = may_put(&app, &me, &form).await? {
        return refused(&app, &me, Some(before), form, errors, denied).await;
    }
    let today = app.clock.today();
    let lists = Lists::load(&app, &me, Some(&before)).await?;
    if check(&form, &lists, today, &mut errors).is_none() || !errors.allow() {
        return form_page(&app, &me, Some(before), form, errors, None).await;
    }
    let mut tx = app.db.write(permit).await?;
    let (now, county) = again(&mut tx, &app, &me, id).await?;
    may(&me, Act::KeepTransitionCase, &county)?;
    let (subject, seen) = (transition_cases::subject(id), form.version);
    let met = meet(
        &mut tx,
        &subject,
        &now.facts,
        now.version,
        form,
        seen,
        TOGETHER,
    )
    .await?;
    let form = after_meeting(&app, met, super::MET, &mut errors).await?;
    let lists = Lists::load(&app, &me, Some(&now)).await?;
    let checked = check(&form, &lists, today, &mut errors).filter(|_| errors.allow());
    let Some(facts) = checked else {
        drop(tx);
        return form_page(&app, &me, Some(now), form, errors, None).await;
    };
    if facts == now.facts {
        return Ok(flash::see_with(&now.url(), "Inget var ändrat."));
    }
    if let Err(denied) = may_put(&app, &me, &form).await? {
        drop(tx);
        return refused(&app, &me, Some(now), form, errors, denied).await;
    }
    transition_cases::change(&mut tx, &now, &facts).await?;
    tx.commit().await?;
    Ok(flash::see_with(&now.url(), "Ärendet är ändrat."))
}

/// The form with its text, and who can do what was refused.
async fn refused(
    app: &App,
    me: &Me,
    case: Option<TransitionCase>,
    form: CaseForm,
    mut errors: Errors,
    denied: Denied,
) -> Result<Response> {
    errors.add("", refusal(app, &denied).await);
    form_page(app, me, case, form, errors, Some(StatusCode::FORBIDDEN)).await
}

async fn form_page(
    app: &App,
    me: &Me,
    case: Option<TransitionCase>,
    mut form: CaseForm,
    errors: Errors,
    status: Option<StatusCode>,
) -> Result<Response> {
    if case.is_none() && form.once.is_empty() {
        form.once = Token::short();
    }
    let template = FormPage {
        shell: me.shell_for(&errors),
        lists: Lists::load(app, me, case.as_ref()).await?,
        back: case
            .as_ref()
            .map_or("/varsel".to_owned(), TransitionCase::url),
        form,
        case,
        errors,
    };
    page(status.unwrap_or(template.errors.status()), &template)
}
