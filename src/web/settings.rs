//! Settings that an administrator changes: whether briefs are reviewed before they hold, and how long a unit
//! may be silent about what has been handed over to it.

use super::form::{Choice, Errors, Posted};
use super::history::{HistoryPage, lines};
use super::me::{Me, Shell};
use super::{flash, page};
use crate::App;
use crate::domain::access::{Act, Place};
use crate::domain::event::{Subject, SubjectKind};
use crate::domain::handover::SILENCE;
use crate::error::{Error, Result};
use crate::store::events;
use crate::store::settings::{self, Settings};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

const URL: &str = "/admin/installningar";
const ON: &str = "ja";
const OFF: &str = "nej";
const SILENCE_WRONG: &str = "Skriv ett heltal från 1 till 90, till exempel 10.";

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct SettingsForm {
    brief_review: String,
    handover_silence_days: String,
    version: i64,
}

impl From<&Settings> for SettingsForm {
    fn from(settings: &Settings) -> Self {
        SettingsForm {
            brief_review: if settings.brief_review { ON } else { OFF }.to_owned(),
            handover_silence_days: settings.handover_silence_days.to_string(),
            version: 0,
        }
    }
}

#[derive(Template)]
#[template(path = "registers/settings.html")]
struct SettingsPage {
    shell: Shell,
    errors: Errors,
    form: SettingsForm,
    review: Vec<Choice>,
}

fn form_page(me: &Me, form: SettingsForm, errors: Errors) -> Result<Response> {
    let template = SettingsPage {
        shell: me.shell_for(&errors),
        review: vec![
            Choice::new(ON, "Underlag fastställs av chefen").hint("Nationella av avdelningens chef, regionala av teamets uppdragsansvarig."),
            Choice::new(OFF, "Den som skriver fastställer").hint("Granskningen hoppas över. Underlag som redan är på granskning kan också fastställas av den som skriver."),
        ],
        form,
        errors,
    };
    page(template.errors.status(), &template)
}

pub async fn edit(State(app): State<App>, me: Me) -> Result<Response> {
    me.may(Act::Administer, &Place::anywhere())?;
    let (settings, version) = settings::all(app.db.read()).await?;
    let form = SettingsForm {
        version,
        ..SettingsForm::from(&settings)
    };
    form_page(&me, form, Errors::default())
}

pub async fn update(
    State(app): State<App>,
    me: Me,
    Posted { form, mut errors }: Posted<SettingsForm>,
) -> Result<Response> {
    let permit = me.may(Act::Administer, &Place::anywhere())?;
    if ![ON, OFF].contains(&form.brief_review.as_str()) {
        errors.add("brief_review", "Välj vem som fastställer underlag.");
    }
    let days = form.handover_silence_days.trim().parse().ok();
    let days = days.filter(|days| SILENCE.contains(days));
    let (Some(days), true) = (
        errors.need("handover_silence_days", days, SILENCE_WRONG),
        errors.allow(),
    ) else {
        return form_page(&me, form, errors);
    };
    let mut tx = app.db.write(permit).await?;
    let (now, version) = settings::all(tx.conn()).await?;
    if form.version != version {
        return Err(Error::Stale);
    }
    let after = Settings {
        brief_review: form.brief_review == ON,
        handover_silence_days: days,
    };
    if after == now {
        return Ok(flash::see_with(URL, "Inget var ändrat."));
    }
    settings::change(&mut tx, &now, version, &after).await?;
    tx.commit().await?;
    Ok(flash::see_with(URL, "Inställningarna är sparade."))
}

pub async fn history(State(app): State<App>, me: Me) -> Result<Response> {
    me.may(Act::Administer, &Place::anywhere())?;
    let subject = Subject::new(SubjectKind::Setting, "brief_review");
    let entries = events::history(app.db.read(), &subject).await?;
    let template = HistoryPage {
        shell: me.shell(),
        title: "Inställningar".to_owned(),
        crumbs: vec![
            Choice::new("/admin", "Administration"),
            Choice::new(URL, "Inställningar"),
        ],
        lines: lines(app.db.read(), entries).await?,
    };
    page(StatusCode::OK, &template)
}
