//! How often a region is to be in touch with, where it is another number of days than the setting's.

use super::card::cadence_of;
use crate::App;
use crate::domain::access::{Act, Permit};
use crate::domain::places::County;
use crate::domain::setting::Number;
use crate::error::Result;
use crate::store::{contact_entries, places};
use crate::web::form::{Errors, Posted};
use crate::web::me::{Me, Shell};
use crate::web::secrecy::sight;
use crate::web::{flash, page};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct CadenceForm {
    contact_days: String,
    version: i64,
}

#[derive(Template)]
#[template(path = "contact_log/cadence.html")]
struct FormPage {
    shell: Shell,
    errors: Errors,
    form: CadenceForm,
    county: County,
    words: String,
    usual: i64,
}

async fn load(app: &App, me: &Me, code: &str) -> Result<(County, Permit)> {
    let county = places::county_by_code(app.db.read(), code, app.clock.today()).await?;
    let permit = me.may(Act::KeepContacts, &county.place())?;
    Ok((county, permit))
}

async fn form_page(
    app: &App,
    me: &Me,
    county: County,
    form: CadenceForm,
    errors: Errors,
) -> Result<Response> {
    let cadence = cadence_of(app, &*sight(app, me).await?, &county.code).await?;
    let template = FormPage {
        shell: me.shell_for(&errors),
        words: super::card::words(cadence, app.clock.today()),
        usual: contact_entries::usual_days(app.db.read()).await?,
        county,
        form,
        errors,
    };
    page(template.errors.status(), &template)
}

pub async fn edit(State(app): State<App>, me: Me, Path(code): Path<String>) -> Result<Response> {
    let (county, _) = load(&app, &me, &code).await?;
    let (days, version) = contact_entries::own_days(app.db.read(), &county.code).await?;
    let form = CadenceForm {
        contact_days: days.map_or(String::new(), |days| days.to_string()),
        version,
    };
    form_page(&app, &me, county, form, Errors::default()).await
}

pub async fn update(
    State(app): State<App>,
    me: Me,
    Path(code): Path<String>,
    Posted { form, mut errors }: Posted<CadenceForm>,
) -> Result<Response> {
    let (county, permit) = load(&app, &me, &code).await?;
    let asked = form.contact_days.trim();
    let days = Number::ContactDays.read(asked);
    if !asked.is_empty() && days.is_none() {
        errors.add("contact_days", Number::ContactDays.mistake());
    }
    if !errors.allow() {
        return form_page(&app, &me, county, form, errors).await;
    }
    let mut tx = app.db.write(permit).await?;
    let before = contact_entries::own_days(tx.conn(), &county.code).await?;
    let url = format!("{}/kontakter", county.url());
    if before.0 == days {
        return Ok(flash::see_with(&url, "Inget var ändrat."));
    }
    if before.1 != form.version {
        drop(tx);
        errors.met("Någon annan har ändrat dagarna medan du skrev. Ditt tal finns kvar nedan – läs och spara igen.");
        let form = CadenceForm {
            version: before.1,
            ..form
        };
        return form_page(&app, &me, county, form, errors).await;
    }
    contact_entries::set_days(&mut tx, &county.code, before, days).await?;
    tx.commit().await?;
    Ok(flash::see_with(
        &url,
        "Dagarna mellan kontakterna är ändrade.",
    ))
}
