//! A brief about an issue area or a län that has none yet.

use crate::App;
use crate::domain::access::{Act, Denied};
use crate::domain::brief::{Brief, BriefOf};
use crate::error::Result;
use crate::store::{briefs, kept};
use crate::web::form::{Choice, Errors, Posted};
use crate::web::holders::Holders;
use crate::web::me::{Me, Shell};
use crate::web::{flash, page};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

const WRITING: [Act; 3] = [
    Act::WriteRegionerBrief,
    Act::WriteDepartmentBrief,
    Act::WriteRegionalBrief,
];

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct NewForm {
    /// `sakfraga/7` or `lan/25`.
    about: String,
}

#[derive(Template)]
#[template(path = "briefs/new.html")]
struct NewPage {
    shell: Shell,
    errors: Errors,
    form: NewForm,
    choices: Vec<Choice>,
}

fn may_somewhere(me: &Me) -> Result<()> {
    let may = WRITING.iter().any(|act| me.can_somewhere(*act));
    match may {
        true => Ok(()),
        false => {
            let denied = me.standing.may_somewhere(Act::WriteDepartmentBrief);
            Ok(denied.map_err(|denied: Denied| denied.saying("skriva underlag"))?)
        }
    }
}

/// What she may write about that has no brief yet.
pub fn can_begin(me: &Me, all: &[(String, Brief, bool)]) -> bool {
    let mut open = all.iter().filter(|(_, _, none)| *none);
    open.any(|(_, brief, _)| me.can(brief.writing(), &brief.place()))
}

/// The issue areas and län whose briefs she writes or approves.
pub fn hers(me: &Me, all: &[(String, Brief, bool)]) -> (Vec<i64>, Vec<String>) {
    let (mut areas, mut counties) = (Vec::new(), Vec::new());
    for (_, brief, _) in all {
        let place = brief.place();
        if !me.can(brief.writing(), &place) && !me.can(brief.approving(true), &place) {
            continue;
        }
        match &brief.of {
            BriefOf::National(area) => areas.push(*area),
            BriefOf::Regional(county) => counties.push(county.clone()),
        }
    }
    (areas, counties)
}

/// Everything a brief can be about, as it would be when it was begun.
pub async fn all(app: &App) -> Result<Vec<(String, Brief, bool)>> {
    let (db, today) = (app.db.read(), app.clock.today());
    let holders = Holders::load(db, today).await?;
    let read = briefs::without(db, today);
    let (areas, counties) = kept::copy(db, "without a brief", today, read).await?;
    let regioner = |id: i64| {
        let mut all = holders.departments.iter();
        all.any(|each| each.id == id && each.is_regioner)
    };
    let mut found = Vec::new();
    for area in holders.issue_areas.clone() {
        let brief = Brief {
            id: 0,
            of: BriefOf::National(area.id),
            subject: area.name,
            department_id: Some(area.department_id),
            department: area.department_name,
            is_regioner: regioner(area.department_id),
            team_id: 0,
            county_slug: String::new(),
        };
        found.push((
            format!("sakfraga/{}", area.id),
            brief,
            areas.contains(&area.id),
        ));
    }
    for county in &holders.counties {
        let brief = Brief {
            id: 0,
            of: BriefOf::Regional(county.code.clone()),
            subject: county.short_name.clone(),
            department_id: None,
            department: String::new(),
            is_regioner: false,
            team_id: county.team_id,
            county_slug: county.slug.clone(),
        };
        let none = counties.contains(&county.code);
        found.push((format!("lan/{}", county.code), brief, none));
    }
    Ok(found)
}

async fn form_page(app: &App, me: &Me, form: NewForm, errors: Errors) -> Result<Response> {
    let all = all(app).await?;
    let open = all
        .iter()
        .filter(|(_, brief, none)| *none && me.can(brief.writing(), &brief.place()));
    let template = NewPage {
        shell: me.shell_for(&errors),
        choices: open
            .map(|(value, brief, _)| Choice::new(value, brief.name()).hint(&brief.department))
            .collect(),
        form,
        errors,
    };
    page(template.errors.status(), &template)
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    om: String,
}

pub async fn new(State(app): State<App>, me: Me, Query(asked): Query<Asked>) -> Result<Response> {
    may_somewhere(&me)?;
    form_page(&app, &me, NewForm { about: asked.om }, Errors::default()).await
}

pub async fn create(
    State(app): State<App>,
    me: Me,
    Posted { form, mut errors }: Posted<NewForm>,
) -> Result<Response> {
    may_somewhere(&me)?;
    let all = all(&app).await?;
    let chosen = all.into_iter().find(|(value, ..)| *value == form.about);
    let Some((_, brief, _)) = chosen else {
        errors.add("about", "Välj en sakfråga eller ett län.");
        return form_page(&app, &me, form, errors).await;
    };
    let permit = me.may(brief.writing(), &brief.place())?;
    if !errors.allow() {
        return form_page(&app, &me, form, errors).await;
    }
    let mut tx = app.db.write(permit).await?;
    let today = tx.today();
    let known = briefs::find_of(tx.conn(), &brief.of, today).await?;
    if let Some(known) = known {
        return Ok(flash::see_with(
            &known.url(),
            "Det finns redan ett underlag.",
        ));
    }
    let id = briefs::start(&mut tx, &brief.of).await?;
    tx.commit().await?;
    let url = format!("{}/skriv", crate::domain::brief::url(id));
    Ok(flash::see_with(&url, "Underlaget är påbörjat."))
}

/// Whether there is anything at all that the person could write a brief about.
pub fn can_somewhere(me: &Me) -> bool {
    may_somewhere(me).is_ok()
}
