//! Om arbetssättet: the text in force, its versions, and changing it.

pub mod pages;

use super::form::{Choice, Errors, Met, Posted, meet};
use super::history::{HistoryPage, after_meeting, lines};
use super::me::{Me, Shell};
use super::{flash, markdown, page, text};
use crate::App;
use crate::domain::access::{Act, Place};
use crate::domain::content::Content;
use crate::domain::event::{Subject, SubjectKind};
use crate::error::{Error, Result};
use crate::store::content::{self, Version};
use crate::store::{accounts, events};
use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

const PAGE: &str = "om";
const LONGEST: usize = 50_000;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct VersionQuery {
    version: String,
}

#[derive(Template)]
#[template(path = "about/show.html")]
struct AboutPage {
    shell: Shell,
    shown: Version,
    html: String,
    /// The one in force today.
    current: i64,
    versions: Vec<Version>,
    can_change: bool,
}

/// The latest version that is valid on the day; before the first, the first.
fn in_force(versions: &[Version], today: Date) -> Result<&Version> {
    let begun = |each: &&Version| each.content.valid_from <= today;
    versions
        .iter()
        .find(begun)
        .or(versions.last())
        .ok_or(Error::NotFound)
}

pub async fn show(
    State(app): State<App>,
    me: Me,
    Query(asked): Query<VersionQuery>,
) -> Result<Response> {
    let today = app.clock.today();
    let versions = content::versions(app.db.read(), PAGE).await?;
    let current = in_force(&versions, today)?;
    let shown = match asked.version.as_str() {
        "" => current,
        number => versions
            .iter()
            .find(|each| each.version.to_string() == number)
            .ok_or(Error::NotFound)?,
    };
    let template = AboutPage {
        shell: me.shell(),
        html: markdown::render_below(&shown.content.text, 1),
        shown: shown.clone(),
        current: current.version,
        can_change: me.can(Act::Administer, &Place::anywhere()),
        versions,
    };
    page(StatusCode::OK, &template)
}

#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ContentForm {
    title: String,
    text: String,
    valid_from: String,
    owner_id: String,
    version: i64,
}

impl From<&Content> for ContentForm {
    fn from(content: &Content) -> Self {
        ContentForm {
            title: content.title.clone(),
            text: content.text.clone(),
            valid_from: content.valid_from.to_string(),
            owner_id: content.owner_id.map_or(String::new(), |id| id.to_string()),
            version: 0,
        }
    }
}

#[derive(Template)]
#[template(path = "about/edit.html")]
struct FormPage {
    shell: Shell,
    people: Vec<Choice>,
    form: ContentForm,
    errors: Errors,
}

async fn people(app: &App) -> Result<Vec<Choice>> {
    let rows = accounts::names(app.db.read()).await?;
    Ok(rows
        .into_iter()
        .map(|(id, name)| Choice::new(id, name))
        .collect())
}

async fn form_page(app: &App, me: &Me, form: ContentForm, errors: Errors) -> Result<Response> {
    let template = FormPage {
        shell: me.shell_for(&errors),
        people: people(app).await?,
        form,
        errors,
    };
    page(template.errors.status(), &template)
}

fn read(
    form: &ContentForm,
    people: &[Choice],
    today: Date,
    errors: &mut Errors,
) -> Option<Content> {
    let title = errors.text("title", &form.title, 100, "Skriv en rubrik.");
    let text = errors.text("text", &form.text, LONGEST, "Skriv en text.");
    let from = errors.date("valid_from", &form.valid_from);
    if from.is_some_and(|from| from < today) {
        errors.add(
            "valid_from",
            format!("Datumet har redan passerat. Ange ett datum från och med {today}."),
        );
    }
    let owner = people.iter().find(|each| each.value == form.owner_id);
    let owner = errors.need("owner_id", owner, "Välj vem som är innehållsansvarig.");
    Some(Content {
        title: title?,
        text: text?,
        valid_from: from?,
        owner_id: owner?.value.parse().ok(),
    })
}

pub async fn edit(State(app): State<App>, me: Me) -> Result<Response> {
    me.may(Act::Administer, &Place::anywhere())?;
    let versions = content::versions(app.db.read(), PAGE).await?;
    let latest = versions.first().ok_or(Error::NotFound)?;
    let form = ContentForm {
        version: latest.version,
        valid_from: latest.content.valid_from.max(app.clock.today()).to_string(),
        ..ContentForm::from(&latest.content)
    };
    form_page(&app, &me, form, Errors::default()).await
}

pub async fn update(
    State(app): State<App>,
    me: Me,
    Posted { form, mut errors }: Posted<ContentForm>,
) -> Result<Response> {
    let permit = me.may(Act::Administer, &Place::anywhere())?;
    let (people, today) = (people(&app).await?, app.clock.today());
    read(&form, &people, today, &mut errors);
    if !errors.allow() {
        return form_page(&app, &me, form, errors).await;
    }
    let mut tx = app.db.write(permit).await?;
    let versions = content::versions(tx.conn(), PAGE).await?;
    let latest = versions.first().ok_or(Error::NotFound)?;
    let met = meet_latest(&mut tx, latest, form).await?;
    let form = after_meeting(&app, met, CLASH, &mut errors).await?;
    let Some(content) = read(&form, &people, today, &mut errors).filter(|_| errors.allow()) else {
        drop(tx);
        return form_page(&app, &me, form, errors).await;
    };
    if same_but_for_the_day(&content, &latest.content) {
        return Ok(flash::see_with("/om", "Inget var ändrat."));
    }
    content::add(&mut tx, PAGE, latest, &content).await?;
    tx.commit().await?;
    let said = format!(
        "Version {} gäller från {}.",
        latest.version + 1,
        text::long_date(content.valid_from)
    );
    Ok(flash::see_with("/om", &said))
}

const CLASH: &str = "Någon annan har ändrat texten medan du skrev. Din text finns kvar nedan – jämför och spara igen.";

/// The day from which a version holds is each version's own: it is not met.
async fn meet_latest(
    tx: &mut crate::store::Write,
    latest: &Version,
    form: ContentForm,
) -> Result<Met<ContentForm>> {
    let subject = Subject::new(SubjectKind::Content, PAGE);
    let (seen, day) = (form.version, form.valid_from.clone());
    let neutral = ContentForm {
        valid_from: latest.content.valid_from.to_string(),
        ..form
    };
    let met = meet(
        tx,
        &subject,
        &latest.content,
        latest.version,
        neutral,
        seen,
        &[],
    )
    .await?;
    Ok(match met {
        Met::Clear(form) => Met::Clear(ContentForm {
            valid_from: day,
            ..form
        }),
        Met::Clash(form, clashes) => Met::Clash(
            ContentForm {
                valid_from: day,
                ..form
            },
            clashes,
        ),
    })
}

fn same_but_for_the_day(new: &Content, old: &Content) -> bool {
    let day = old.valid_from;
    Content {
        valid_from: day,
        ..new.clone()
    } == *old
}

pub async fn history(State(app): State<App>, me: Me) -> Result<Response> {
    let subject = Subject::new(SubjectKind::Content, PAGE);
    let entries = events::history(app.db.read(), &subject).await?;
    let template = HistoryPage {
        shell: me.shell(),
        title: "Om arbetssättet".into(),
        crumbs: vec![Choice::new("/om", "Om arbetssättet")],
        lines: lines(app.db.read(), entries).await?,
    };
    page(StatusCode::OK, &template)
}
