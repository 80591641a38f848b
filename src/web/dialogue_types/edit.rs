//! A kind of dialogue added, changed and closed.

use super::URL;
use crate::App;
use crate::domain::access::{Act, Place};
use crate::domain::dialogue_type::{Contents, DialogueType, Line, MOST_LINES};
use crate::domain::event::{Subject, SubjectKind};
use crate::domain::people::Function;
use crate::error::{Error, Result};
use crate::secrets::Token;
use crate::store::{dialogue_types, milestones};
use crate::web::form::{Choice, Errors, Posted, meet};
use crate::web::history::after_meeting;
use crate::web::me::{Me, Shell};
use crate::web::registers::edit::CLASH;
use crate::web::text::first_upper;
use crate::web::{flash, page};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};

/// There are never more kinds than this.
const MOST: usize = 20;

#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TypeForm {
    name: String,
    description: String,
    /// A line for each item: `Paus | 15`.
    items: String,
    roles: Vec<String>,
    left_out: Vec<String>,
    version: i64,
    once: String,
}

impl From<&Contents> for TypeForm {
    fn from(contents: &Contents) -> Self {
        let lines: Vec<String> = contents.items.iter().map(Line::to_string).collect();
        TypeForm {
            name: contents.name.clone(),
            description: contents.description.clone(),
            items: lines.join("\n"),
            roles: contents.roles.iter().map(ToString::to_string).collect(),
            left_out: contents.left_out.clone(),
            version: 0,
            once: String::new(),
        }
    }
}

#[derive(Template)]
#[template(path = "dialogue_types/edit.html")]
struct FormPage {
    shell: Shell,
    errors: Errors,
    form: TypeForm,
    title: String,
    roles: Vec<Choice>,
    rows: Vec<Choice>,
}

/// The rows of the milestone template as choices.
async fn rows(app: &App) -> Result<Vec<Choice>> {
    let rows = milestones::template(app.db.read()).await?;
    let row = |row: crate::domain::milestone::TemplateRow| Choice::new(row.key, row.title);
    Ok(rows.into_iter().map(row).collect())
}

fn read(form: &TypeForm, rows: &[Choice], errors: &mut Errors) -> Option<Contents> {
    let name = errors.text("name", &form.name, 120, "Skriv vad typen heter.");
    let description = errors.optional_text("description", &form.description, 500);
    let items = lines(&form.items, errors);
    let mut roles: Vec<Function> = form
        .roles
        .iter()
        .filter_map(|each| each.parse().ok())
        .collect();
    roles.sort();
    roles.dedup();
    let known = rows.iter().filter(|row| form.left_out.contains(&row.value));
    let left_out: Vec<String> = known.map(|row| row.value.clone()).collect();
    let contents = Contents {
        name: name?,
        description: description?,
        items: items?,
        roles,
        left_out,
    };
    errors.is_empty().then_some(contents)
}

fn lines(text: &str, errors: &mut Errors) -> Option<Vec<Line>> {
    errors.optional_text("items", text, 20_000)?;
    let mut lines = Vec::new();
    for (number, text) in (1..).zip(text.lines()) {
        match text.parse::<Line>() {
            _ if text.trim().is_empty() => {}
            Ok(line) => lines.push(line),
            Err(why) => errors.add("items", format!("Rad {number}: {why}")),
        }
    }
    if lines.len() > MOST_LINES {
        errors.add(
            "items",
            format!("En typ kan ha högst {MOST_LINES} punkter."),
        );
    }
    Some(lines)
}

async fn form_page(
    app: &App,
    me: &Me,
    title: &str,
    form: TypeForm,
    errors: Errors,
) -> Result<Response> {
    let role = |each: &Function| Choice::new(each, first_upper(each.label()));
    let template = FormPage {
        shell: me.shell_for(&errors),
        title: title.to_owned(),
        roles: Function::ALL.iter().map(role).collect(),
        rows: rows(app).await?,
        form,
        errors,
    };
    page(template.errors.status(), &template)
}

pub async fn new(State(app): State<App>, me: Me) -> Result<Response> {
    me.may(Act::Administer, &Place::anywhere())?;
    let form = TypeForm {
        once: Token::short(),
        ..TypeForm::default()
    };
    form_page(&app, &me, "", form, Errors::default()).await
}

pub async fn create(
    State(app): State<App>,
    me: Me,
    Posted { form, mut errors }: Posted<TypeForm>,
) -> Result<Response> {
    let permit = me.may(Act::Administer, &Place::anywhere())?;
    let rows = rows(&app).await?;
    let contents = read(&form, &rows, &mut errors);
    let (Some(contents), true) = (contents, errors.allow()) else {
        return form_page(&app, &me, "", form, errors).await;
    };
    let mut tx = app.db.write(permit).await?;
    if let Some(url) = tx.already_made(&form.once).await? {
        return Ok(flash::see(&url));
    }
    let others = dialogue_types::all(tx.conn(), false).await?;
    taken(&others, 0, &contents, &mut errors);
    if others.len() >= MOST {
        errors.add(
            "",
            format!("Det finns redan {MOST} typer. Avsluta någon först."),
        );
    }
    if !errors.allow() {
        drop(tx);
        return form_page(&app, &me, "", form, errors).await;
    }
    dialogue_types::add(&mut tx, &contents).await?;
    tx.made(&form.once, URL).await?;
    tx.commit().await?;
    Ok(flash::see_with(
        URL,
        &format!("Tillagt: {}.", contents.name),
    ))
}

fn taken(others: &[DialogueType], own: i64, contents: &Contents, errors: &mut Errors) {
    let same = |each: &&DialogueType| {
        each.id != own && each.contents.name.to_lowercase() == contents.name.to_lowercase()
    };
    if let Some(other) = others.iter().find(same) {
        errors.add("name", format!("{} finns redan.", other.contents.name));
    }
}

/// A kind in use; one that is closed has its history only.
async fn in_use(app: &App, id: i64) -> Result<DialogueType> {
    let kind = dialogue_types::find(app.db.read(), id).await?;
    match kind.removed {
        true => Err(Error::NotFound),
        false => Ok(kind),
    }
}

pub async fn edit(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    me.may(Act::Administer, &Place::anywhere())?;
    let kind = in_use(&app, id).await?;
    let form = TypeForm {
        version: kind.version,
        ..TypeForm::from(&kind.contents)
    };
    form_page(&app, &me, &kind.contents.name, form, Errors::default()).await
}

pub async fn update(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<TypeForm>,
) -> Result<Response> {
    let permit = me.may(Act::Administer, &Place::anywhere())?;
    let title = in_use(&app, id).await?.contents.name;
    let rows = rows(&app).await?;
    let contents = read(&form, &rows, &mut errors);
    let (Some(contents), true) = (contents, errors.allow()) else {
        return form_page(&app, &me, &title, form, errors).await;
    };
    let mut tx = app.db.write(permit).await?;
    let now = dialogue_types::find(tx.conn(), id).await?;
    let subject = Subject::new(SubjectKind::DialogueType, id);
    let seen = form.version;
    let mine = TypeForm {
        version: seen,
        ..TypeForm::from(&contents)
    };
    let (current, version) = (&now.contents, now.version);
    let met = meet(&mut tx, &subject, current, version, mine, seen, &[]).await?;
    let form = after_meeting(&app, met, CLASH, &mut errors).await?;
    let contents = read(&form, &rows, &mut errors);
    let others = dialogue_types::all(tx.conn(), false).await?;
    if let Some(contents) = &contents {
        taken(&others, id, contents, &mut errors);
    }
    let (Some(contents), true) = (contents, errors.allow()) else {
        drop(tx);
        return form_page(&app, &me, &title, form, errors).await;
    };
    if contents == now.contents {
        return Ok(flash::see_with(URL, "Inget var ändrat."));
    }
    dialogue_types::change(&mut tx, &now, &contents).await?;
    tx.commit().await?;
    Ok(flash::see_with(URL, &format!("Sparat: {}.", contents.name)))
}

#[derive(Template)]
#[template(path = "dialogue_types/close.html")]
struct ClosePage {
    shell: Shell,
    kind: DialogueType,
    /// Whether it is the only one left.
    last: bool,
}

pub async fn ask_to_close(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    me.may(Act::Administer, &Place::anywhere())?;
    let kind = in_use(&app, id).await?;
    let last = dialogue_types::all(app.db.read(), false).await?.len() == 1;
    let template = ClosePage {
        shell: me.shell(),
        kind,
        last,
    };
    page(StatusCode::OK, &template)
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct CloseForm {
    version: i64,
}

pub async fn close(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, .. }: Posted<CloseForm>,
) -> Result<Response> {
    let permit = me.may(Act::Administer, &Place::anywhere())?;
    let mut tx = app.db.write(permit).await?;
    let kind = dialogue_types::find(tx.conn(), id).await?;
    if kind.removed {
        return Ok(flash::see(URL));
    }
    if kind.version != form.version {
        return Err(Error::Stale);
    }
    if dialogue_types::all(tx.conn(), false).await?.len() == 1 {
        let said = "Minst en dialogtyp behövs. Lägg till en annan först.";
        return Ok(flash::see_with(URL, said));
    }
    dialogue_types::close(&mut tx, &kind).await?;
    tx.commit().await?;
    let said = format!("{} går inte längre att välja.", kind.contents.name);
    Ok(flash::see_with(URL, &said))
}
