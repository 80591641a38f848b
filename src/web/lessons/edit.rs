//! A new lesson, and a changed one.

use super::{PHRASE, may, may_at};
use crate::App;
use crate::domain::access::{Act, Permit};
use crate::domain::event::{self, SubjectKind};
use crate::domain::lesson::{LONGEST_TEXT, LONGEST_TITLE, Lesson};
use crate::error::{Error, Result};
use crate::secrets::Token;
use crate::store::actions::{self, Origin};
use crate::store::issue_areas;
use crate::store::lessons::{self, Shown};
use crate::web::actions::choices;
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
use jiff::Span;
use serde::{Deserialize, Serialize};

const MET: &str = "Någon annan har ändrat lärdomen medan du skrev. Din text finns kvar nedan – jämför och spara igen.";

#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LessonForm {
    title: String,
    dialogue_id: String,
    issue_area_id: String,
    text: String,
    version: i64,
    once: String,
}

impl From<&Lesson> for LessonForm {
    fn from(of: &Lesson) -> Self {
        LessonForm {
            title: of.title.clone(),
            dialogue_id: of.dialogue_id.to_string(),
            issue_area_id: of.issue_area_id.map_or(String::new(), |id| id.to_string()),
            text: of.text.clone(),
            version: 0,
            once: String::new(),
        }
    }
}

/// What the form offers.
struct Lists {
    origins: Vec<Origin>,
    issue_areas: Vec<Choice>,
}

impl Lists {
    /// The dialogues that have been held lately in the län where she may write, and those that are named.
    async fn load(app: &App, me: &Me, kept: Option<&Shown>, asked: &str) -> Result<Lists> {
        let (db, today) = (app.db.read(), app.clock.today());
        let holders = Holders::load(db, today).await?;
        let named = kept
            .map(|each| each.lesson.dialogue_id)
            .or(asked.parse().ok());
        let since = today.saturating_sub(Span::new().years(3));
        let mut origins = actions::origins(db, since, named).await?;
        origins.retain(|each| {
            let county = holders.county(&each.county);
            let hers = county.is_some_and(|county| me.can(Act::ProposeInvestment, &county.place()));
            Some(each.id) == named || (hers && !each.phase.is_before_the_day())
        });
        let mut areas = choices(&holders.issue_areas, |each| (each.id, &each.name));
        if let Some(row) = kept.filter(|row| !row.area.is_empty()) {
            let id = row.lesson.issue_area_id.unwrap_or_default().to_string();
            if !areas.iter().any(|area| area.value == id) {
                areas.push(Choice::new(id, &row.area).hint("avslutad"));
            }
        }
        Ok(Lists {
            origins,
            issue_areas: areas,
        })
    }

    fn dialogues(&self) -> Vec<Choice> {
        let name = |each: &Origin| format!("{} {}", each.county_name, each.held_on);
        let choice = |each: &Origin| Choice::new(each.id, name(each));
        self.origins.iter().map(choice).collect()
    }
}

#[derive(Template)]
#[template(path = "lessons/edit.html")]
struct FormPage {
    shell: Shell,
    errors: Errors,
    form: LessonForm,
    row: Option<Shown>,
    lists: Lists,
    back: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    dialog: String,
    sakfraga: String,
}

pub async fn new(State(app): State<App>, me: Me, Query(asked): Query<Asked>) -> Result<Response> {
    me.may_somewhere(Act::ProposeInvestment)?;
    if let Ok(id) = asked.dialog.parse() {
        let origin = actions::origin(app.db.read(), id).await?;
        may_at(&app, &me, &origin.county, None).await?;
    }
    let form = LessonForm {
        dialogue_id: asked.dialog,
        issue_area_id: asked.sakfraga,
        once: Token::short(),
        ..LessonForm::default()
    };
    form_page(&app, &me, None, form, Errors::default(), None).await
}

pub async fn create(
    State(app): State<App>,
    me: Me,
    Posted { form, mut errors }: Posted<LessonForm>,
) -> Result<Response> {
    me.may_somewhere(Act::ProposeInvestment).map_err(phrased)?;
    let permit = match may_keep(&app, &me, &form).await {
        Err(Error::Denied(denied)) => {
            errors.add("", refusal(&app, &denied).await);
            let status = Some(StatusCode::FORBIDDEN);
            return form_page(&app, &me, None, form, errors, status).await;
        }
        other => other?,
    };
    let lists = Lists::load(&app, &me, None, &form.dialogue_id).await?;
    let lesson = check(&form, &lists, &mut errors);
    let (Some(lesson), Some(permit), true) = (lesson, permit, errors.allow()) else {
        return form_page(&app, &me, None, form, errors, None).await;
    };
    let mut tx = app.db.write(permit).await?;
    if let Some(url) = tx.already_made(&form.once).await? {
        return Ok(flash::see_made(&url));
    }
    let url = format!("/lardomar/{}", lessons::add(&mut tx, &lesson).await?);
    tx.made(&form.once, &url).await?;
    tx.commit().await?;
    Ok(flash::see_with(&url, "Lärdomen är tillagd."))
}

fn phrased(error: Error) -> Error {
    match error {
        Error::Denied(denied) => denied.saying(PHRASE).into(),
        other => other,
    }
}

/// The permit for a lesson as the form would have it; none yet when it names no dialogue.
async fn may_keep(app: &App, me: &Me, form: &LessonForm) -> Result<Option<Permit>> {
    let db = app.db.read();
    let Ok(dialogue) = form.dialogue_id.parse::<i64>() else {
        return Ok(None);
    };
    let origin = match actions::origin(db, dialogue).await {
        Ok(origin) => origin,
        Err(Error::NotFound) => return Ok(None),
        Err(error) => return Err(error),
    };
    let area = match form.issue_area_id.parse::<i64>() {
        Ok(id) => match issue_areas::find(db, id).await {
            Ok(area) => Some((area.id, area.department_id)),
            Err(Error::NotFound) => return Ok(None),
            Err(error) => return Err(error),
        },
        Err(_) => None,
    };
    may_at(app, me, &origin.county, area).await.map(Some)
}

pub async fn edit(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let row = lessons::find(app.db.read(), id).await?;
    may(&app, &me, &row).await?;
    if row.removed {
        return Ok(flash::see(&row.url()));
    }
    let form = LessonForm {
        version: row.version,
        ..LessonForm::from(&row.lesson)
    };
    form_page(&app, &me, Some(row), form, Errors::default(), None).await
}

pub async fn update(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<LessonForm>,
) -> Result<Response> {
    let row = lessons::find(app.db.read(), id).await?;
    let permit = may(&app, &me, &row).await?;
    if let Err(Error::Denied(denied)) = may_keep(&app, &me, &form).await {
        errors.add("", refusal(&app, &denied).await);
        let status = Some(StatusCode::FORBIDDEN);
        return form_page(&app, &me, Some(row), form, errors, status).await;
    }
    let lists = Lists::load(&app, &me, Some(&row), "").await?;
    let (Some(lesson), true) = (check(&form, &lists, &mut errors), errors.allow()) else {
        return form_page(&app, &me, Some(row), form, errors, None).await;
    };
    let mut tx = app.db.write(permit).await?;
    let now = lessons::find(tx.conn(), id).await?;
    may(&app, &me, &now).await?;
    if now.removed {
        errors.add("", "Någon annan har tagit bort lärdomen medan du skrev. Din text finns kvar nedan, så att du kan kopiera den.");
    }
    let about = event::Subject::new(SubjectKind::Lesson, id);
    let mine = LessonForm {
        version: form.version,
        ..LessonForm::from(&lesson)
    };
    let met = meet(
        &mut tx,
        &about,
        &now.lesson,
        now.version,
        mine,
        form.version,
        &[],
    )
    .await?;
    let form = after_meeting(&app, met, MET, &mut errors).await?;
    let (Some(lesson), true) = (check(&form, &lists, &mut errors), errors.allow()) else {
        drop(tx);
        return form_page(&app, &me, Some(now), form, errors, None).await;
    };
    may_keep(&app, &me, &form).await?;
    if lesson == now.lesson {
        return Ok(flash::see_with(&now.url(), "Inget var ändrat."));
    }
    lessons::change(&mut tx, &now, &lesson).await?;
    tx.commit().await?;
    Ok(flash::see_with(&now.url(), "Lärdomen är ändrad."))
}

fn check(form: &LessonForm, lists: &Lists, errors: &mut Errors) -> Option<Lesson> {
    let what = "Skriv lärdomen i en rad.";
    let title = errors.text("title", &form.title, LONGEST_TITLE, what);
    let mut all = lists.origins.iter();
    let dialogue = all.find(|each| each.id.to_string() == form.dialogue_id);
    let dialogue = errors.need(
        "dialogue_id",
        dialogue,
        "Välj vilken dialog lärdomen kommer från.",
    );
    let area = match form.issue_area_id.is_empty() {
        true => Some(None),
        false => {
            let mut all = lists.issue_areas.iter();
            let known = all.any(|each| each.value == form.issue_area_id);
            let id = form.issue_area_id.parse().ok().filter(|_| known);
            errors
                .need("issue_area_id", id, "Välj en sakfråga i listan.")
                .map(Some)
        }
    };
    let text = errors.optional_text("text", &form.text, LONGEST_TEXT);
    let lesson = Lesson {
        title: title?,
        dialogue_id: dialogue?.id,
        issue_area_id: area?,
        text: text?,
    };
    errors.is_empty().then_some(lesson)
}

async fn form_page(
    app: &App,
    me: &Me,
    row: Option<Shown>,
    form: LessonForm,
    errors: Errors,
    status: Option<StatusCode>,
) -> Result<Response> {
    let template = FormPage {
        shell: me.shell_for(&errors),
        lists: Lists::load(app, me, row.as_ref(), &form.dialogue_id).await?,
        back: row.as_ref().map_or("/lardomar".to_owned(), Shown::url),
        form,
        row,
        errors,
    };
    page(status.unwrap_or(template.errors.status()), &template)
}
