//! An indicator's name, unit, source and place.

use super::{LIST, everywhere};
use crate::App;
use crate::domain::event::{Subject, SubjectKind};
use crate::domain::figures::{Indicator, LONGEST_NAME, LONGEST_SOURCE, LONGEST_UNIT};
use crate::error::Result;
use crate::store::figures::{self, Known};
use crate::web::form::{Choice, Errors, Posted, meet};
use crate::web::history::after_meeting;
use crate::web::me::{Me, Shell};
use crate::web::{flash, page, parse};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::{Deserialize, Serialize};

const MET: &str = "Någon annan har ändrat indikatorn medan du skrev. Din text finns kvar nedan – jämför och spara igen.";

#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct IndicatorForm {
    name: String,
    unit: String,
    source: String,
    additive: String,
    shown: String,
    position: String,
    version: i64,
}

impl From<&Indicator> for IndicatorForm {
    fn from(of: &Indicator) -> Self {
        let ticked = |yes: bool| if yes { "ja" } else { "" }.to_owned();
        IndicatorForm {
            name: of.name.clone(),
            unit: of.unit.clone(),
            source: of.source.clone(),
            additive: ticked(of.additive),
            shown: ticked(of.shown),
            position: of.position.to_string(),
            version: 0,
        }
    }
}

impl IndicatorForm {
    fn check(&self, errors: &mut Errors) -> Option<Indicator> {
        let name = errors.text(
            "name",
            &self.name,
            LONGEST_NAME,
            "Skriv vad indikatorn heter.",
        );
        let unit = errors.optional_text("unit", &self.unit, LONGEST_UNIT);
        let source = errors.text(
            "source",
            &self.source,
            LONGEST_SOURCE,
            "Skriv varifrån siffrorna kommer.",
        );
        let position =
            parse::whole_number(&self.position).filter(|place| (0..=1_000).contains(place));
        let position = errors.need("position", position, "Skriv ett heltal mellan 0 och 1 000.");
        Some(Indicator {
            name: name?,
            unit: unit?,
            source: source?,
            additive: self.additive == "ja",
            shown: self.shown == "ja",
            position: position?,
        })
    }
}

#[derive(Template)]
#[template(path = "figures/edit.html")]
struct FormPage {
    shell: Shell,
    crumbs: Vec<Choice>,
    errors: Errors,
    form: IndicatorForm,
    back: String,
}

fn draw(me: &Me, known: &Known, form: IndicatorForm, errors: Errors) -> Result<Response> {
    let template = FormPage {
        shell: me.shell_for(&errors),
        crumbs: vec![
            Choice::new(LIST, "Statistik"),
            Choice::new(known.url(), &known.indicator.name),
        ],
        form,
        back: known.url(),
        errors,
    };
    page(template.errors.status(), &template)
}

pub async fn edit(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let known = figures::find(app.db.read(), id).await?;
    everywhere(&me)?;
    let form = IndicatorForm {
        version: known.version,
        ..IndicatorForm::from(&known.indicator)
    };
    draw(&me, &known, form, Errors::default())
}

pub async fn update(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<IndicatorForm>,
) -> Result<Response> {
    let known = figures::find(app.db.read(), id).await?;
    let permit = everywhere(&me)?;
    let checked = form.check(&mut errors);
    let (Some(mine), true) = (checked, errors.allow()) else {
        return draw(&me, &known, form, errors);
    };
    let mut tx = app.db.write(permit).await?;
    let now = figures::find(tx.conn(), id).await?;
    let about = Subject::new(SubjectKind::Indicator, id);
    let seen = form.version;
    let mine = IndicatorForm {
        version: seen,
        ..IndicatorForm::from(&mine)
    };
    let met = meet(
        &mut tx,
        &about,
        &now.indicator,
        now.version,
        mine,
        seen,
        &[],
    )
    .await?;
    let form = after_meeting(&app, met, MET, &mut errors).await?;
    let (Some(indicator), true) = (form.check(&mut errors), errors.allow()) else {
        drop(tx);
        return draw(&me, &now, form, errors);
    };
    if indicator == now.indicator {
        return Ok(flash::see_with(&now.url(), "Inget var ändrat."));
    }
    figures::change(&mut tx, &now, &indicator).await?;
    tx.commit().await?;
    Ok(flash::see_with(&now.url(), "Indikatorn är ändrad."))
}
