//! Settings that an administrator changes: whether briefs are reviewed before they hold, and the numbers.

use super::form::{Choice, Errors, Posted};
use super::history::{HistoryPage, lines};
use super::me::{Me, Shell};
use super::{flash, page};
use crate::App;
use crate::domain::access::{Act, Place};
use crate::domain::event::{Subject, SubjectKind};
use crate::domain::setting::Number;
use crate::error::{Error, Result};
use crate::store::events;
use crate::store::settings::{self, Settings};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};

const URL: &str = "/admin/installningar";
const ON: &str = "ja";
const OFF: &str = "nej";

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct SettingsForm {
    brief_review: String,
    version: i64,
    /// What is typed of each number, by its code.
    #[serde(flatten)]
    numbers: HashMap<String, String>,
}

impl From<&Settings> for SettingsForm {
    fn from(settings: &Settings) -> Self {
        SettingsForm {
            brief_review: if settings.brief_review { ON } else { OFF }.to_owned(),
            version: 0,
            numbers: Number::ALL
                .iter()
                .map(|each| (each.code().to_owned(), settings.number(*each).to_string()))
                .collect(),
        }
    }
}

impl SettingsForm {
    fn typed(&self, number: &Number) -> &str {
        self.numbers.get(number.code()).map_or("", String::as_str)
    }

    /// Every number that was sent, or what is wrong with it; one that was not stays as it is.
    fn check(&self, errors: &mut Errors) -> BTreeMap<String, i64> {
        let mut numbers = BTreeMap::new();
        for number in Number::ALL {
            let Some(typed) = self.numbers.get(number.code()) else {
                continue;
            };
            match number.read(typed) {
                Some(value) => drop(numbers.insert(number.code().to_owned(), value)),
                None => errors.add(number.code(), number.mistake()),
            }
        }
        numbers
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
    let numbers = form.check(&mut errors);
    if !errors.allow() {
        return form_page(&me, form, errors);
    }
    let mut tx = app.db.write(permit).await?;
    let (now, version) = settings::all(tx.conn()).await?;
    if form.version != version {
        return Err(Error::Stale);
    }
    let after = Settings {
        brief_review: form.brief_review == ON,
        numbers: now
            .numbers
            .iter()
            .map(|(code, value)| (code.clone(), *value))
            .chain(numbers)
            .collect(),
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
