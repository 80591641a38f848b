//! The template of briefs: the sections that every version begun from now on begins with.

use super::edit::CLASH;
use super::history_page;
use crate::App;
use crate::domain::access::{Act, Place};
use crate::domain::brief::{Scope, TemplateSection};
use crate::domain::event::{Subject, SubjectKind};
use crate::error::{Error, Result};
use crate::secrets::Token;
use crate::store::brief_template::{self as template, Line};
use crate::web::export::{self, Cell, Format, Kind, Table, file_name};
use crate::web::form::{Choice, Errors, Posted, meet};
use crate::web::history::after_meeting;
use crate::web::me::{Me, Shell};
use crate::web::{flash, page};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};

const URL: &str = "/admin/underlagsmall";
/// Sections times the longest text stay below the largest form.
const MOST: usize = 12;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    omfattning: String,
    visa: String,
    format: String,
}

#[derive(Template)]
#[template(path = "registers/briefs.html")]
struct ListPage {
    shell: Shell,
    scope: Scope,
    count: i64,
    lines: Vec<Line>,
    removed: bool,
    query: String,
}

fn scope_of(asked: &str) -> Scope {
    asked.parse().unwrap_or(Scope::National)
}

fn url_of(scope: Scope) -> String {
    match scope {
        Scope::National => URL.to_owned(),
        Scope::Regional => format!("{URL}?omfattning={scope}"),
    }
}

pub async fn list(
    State(app): State<App>,
    me: Me,
    Query(asked): Query<ListQuery>,
) -> Result<Response> {
    me.may(Act::Administer, &Place::anywhere())?;
    let (scope, removed) = (scope_of(&asked.omfattning), asked.visa == "borttagna");
    let lines = template::all(app.db.read(), scope, removed).await?;
    if let Some(format) = Format::of(&asked.format) {
        let name = file_name("underlagsmall", app.clock.today());
        return export::respond(table(lines), format, &name).await;
    }
    let template = ListPage {
        shell: me.shell(),
        query: crate::web::list::query(&[("omfattning", &asked.omfattning), ("visa", &asked.visa)]),
        scope,
        count: lines.len() as i64,
        lines,
        removed,
    };
    page(StatusCode::OK, &template)
}

fn table(lines: Vec<Line>) -> Table {
    let columns = [
        ("Plats", Kind::Number),
        ("Avsnitt", Kind::Text),
        ("Hjälptext", Kind::Text),
    ];
    let cells = |line: Line| -> Vec<Cell> {
        vec![
            line.position.into(),
            line.fields.title.into(),
            line.fields.help.into(),
        ]
    };
    Table::new("Mall för underlag", &columns, lines.into_iter().map(cells))
}

#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LineForm {
    title: String,
    help: String,
    version: i64,
    once: String,
}

impl From<&TemplateSection> for LineForm {
    fn from(fields: &TemplateSection) -> Self {
        LineForm {
            title: fields.title.clone(),
            help: fields.help.clone(),
            ..LineForm::default()
        }
    }
}

fn read(
    form: &LineForm,
    others: &[Line],
    own: i64,
    errors: &mut Errors,
) -> Option<TemplateSection> {
    let title = errors.text("title", &form.title, 120, "Skriv avsnittets rubrik.");
    let help = errors.optional_text("help", &form.help, 300);
    let fold = crate::domain::spelling::fold;
    let taken = |line: &Line| {
        line.id != own
            && title
                .as_ref()
                .is_some_and(|title| fold(title) == fold(&line.fields.title))
    };
    if others.iter().any(taken) {
        errors.add("title", "Mallen har redan ett avsnitt med den rubriken.");
    }
    if own == 0 && others.len() >= MOST {
        errors.add("", "Mallen kan ha högst 12 avsnitt. Ta bort något först.");
    }
    let fields = TemplateSection {
        title: title?,
        help: help?,
    };
    errors.is_empty().then_some(fields)
}

#[derive(Template)]
#[template(path = "registers/briefs_form.html")]
struct FormPage {
    shell: Shell,
    scope: Scope,
    title: String,
    back: String,
    form: LineForm,
    errors: Errors,
}

fn form_page(
    me: &Me,
    scope: Scope,
    title: &str,
    form: LineForm,
    errors: Errors,
) -> Result<Response> {
    let template = FormPage {
        shell: me.shell_for(&errors),
        scope,
        title: title.to_owned(),
        back: url_of(scope),
        form,
        errors,
    };
    page(template.errors.status(), &template)
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    omfattning: String,
}

pub async fn new(me: Me, Query(asked): Query<Asked>) -> Result<Response> {
    me.may(Act::Administer, &Place::anywhere())?;
    let form = LineForm {
        once: Token::short(),
        ..LineForm::default()
    };
    form_page(
        &me,
        scope_of(&asked.omfattning),
        "",
        form,
        Errors::default(),
    )
}

pub async fn create(
    State(app): State<App>,
    me: Me,
    Query(asked): Query<Asked>,
    Posted { form, mut errors }: Posted<LineForm>,
) -> Result<Response> {
    let permit = me.may(Act::Administer, &Place::anywhere())?;
    let scope = scope_of(&asked.omfattning);
    let mut tx = app.db.write(permit).await?;
    if let Some(url) = tx.already_made(&form.once).await? {
        return Ok(flash::see(&url));
    }
    let others = template::all(tx.conn(), scope, false).await?;
    let fields = read(&form, &others, 0, &mut errors);
    let (true, Some(fields)) = (errors.allow(), fields) else {
        drop(tx);
        return form_page(&me, scope, "", form, errors);
    };
    template::add(&mut tx, scope, &fields).await?;
    tx.made(&form.once, &url_of(scope)).await?;
    tx.commit().await?;
    let said = format!("Tillagt: {}.", fields.title);
    Ok(flash::see_with(&url_of(scope), &said))
}

/// A section in use; one that is removed has its history only.
async fn in_use(app: &App, id: i64) -> Result<Line> {
    let line = template::find(app.db.read(), id).await?;
    match line.removed {
        true => Err(Error::NotFound),
        false => Ok(line),
    }
}

pub async fn edit(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    me.may(Act::Administer, &Place::anywhere())?;
    let line = in_use(&app, id).await?;
    let form = LineForm {
        version: line.version,
        ..LineForm::from(&line.fields)
    };
    form_page(&me, line.scope, &line.fields.title, form, Errors::default())
}

pub async fn update(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<LineForm>,
) -> Result<Response> {
    let permit = me.may(Act::Administer, &Place::anywhere())?;
    let shown = in_use(&app, id).await?;
    let (scope, title) = (shown.scope, shown.fields.title);
    let mut tx = app.db.write(permit).await?;
    let others = template::all(tx.conn(), scope, false).await?;
    read(&form, &others, id, &mut errors);
    if !errors.allow() {
        drop(tx);
        return form_page(&me, scope, &title, form, errors);
    }
    let current = template::find(tx.conn(), id).await?;
    let subject = Subject::new(SubjectKind::BriefTemplate, id);
    let (seen, now) = (form.version, current.version);
    let met = meet(&mut tx, &subject, &current.fields, now, form, seen, &[]).await?;
    let form = after_meeting(&app, met, CLASH, &mut errors).await?;
    let fields = read(&form, &others, id, &mut errors);
    let (true, Some(fields)) = (errors.allow(), fields) else {
        drop(tx);
        return form_page(&me, scope, &title, form, errors);
    };
    if fields == current.fields {
        return Ok(flash::see_with(&url_of(scope), "Inget var ändrat."));
    }
    template::change(&mut tx, &current, &fields).await?;
    tx.commit().await?;
    let said = format!("Sparat: {}.", fields.title);
    Ok(flash::see_with(&url_of(scope), &said))
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct MoveForm {
    at: String,
    version: i64,
}

/// One step up or down among the sections.
pub async fn step(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, .. }: Posted<MoveForm>,
) -> Result<Response> {
    let permit = me.may(Act::Administer, &Place::anywhere())?;
    let mut tx = app.db.write(permit).await?;
    let line = template::find(tx.conn(), id).await?;
    if line.removed || line.version != form.version {
        return Err(Error::Stale);
    }
    let url = url_of(line.scope);
    if !template::step(&mut tx, &line, form.at == "upp").await? {
        return Ok(flash::see(&url));
    }
    tx.commit().await?;
    Ok(flash::see_with(
        &url,
        &format!("Flyttat: {}.", line.fields.title),
    ))
}

#[derive(Template)]
#[template(path = "registers/briefs_remove.html")]
struct RemovePage {
    shell: Shell,
    line: Line,
    back: String,
}

pub async fn ask_to_remove(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
) -> Result<Response> {
    me.may(Act::Administer, &Place::anywhere())?;
    let line = in_use(&app, id).await?;
    let template = RemovePage {
        shell: me.shell(),
        back: url_of(line.scope),
        line,
    };
    page(StatusCode::OK, &template)
}

pub async fn remove(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, .. }: Posted<MoveForm>,
) -> Result<Response> {
    let permit = me.may(Act::Administer, &Place::anywhere())?;
    let mut tx = app.db.write(permit).await?;
    let line = template::find(tx.conn(), id).await?;
    let url = url_of(line.scope);
    if line.removed {
        return Ok(flash::see(&url));
    }
    if line.version != form.version {
        return Err(Error::Stale);
    }
    template::remove(&mut tx, &line).await?;
    tx.commit().await?;
    let said = format!("Borttaget: {}.", line.fields.title);
    Ok(flash::see_with(&url, &said))
}

pub async fn history(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    me.may(Act::Administer, &Place::anywhere())?;
    let line = template::find(app.db.read(), id).await?;
    let subject = Subject::new(SubjectKind::BriefTemplate, id);
    let back = Choice::new(url_of(line.scope), "Mall för underlag");
    history_page(&app, &me, subject, line.fields.title, back).await
}
