//! The milestone template: what every dialogue planned from now on begins with.

use super::edit::CLASH;
use super::history_page;
use crate::App;
use crate::domain::access::{Act, Place};
use crate::domain::event::{Subject, SubjectKind};
use crate::domain::milestone::FallsOn;
use crate::domain::registers::TemplateFields;
use crate::error::{Error, Result};
use crate::secrets::Token;
use crate::store::milestone_template::{self as template, Line};
use crate::web::export::{self, Cell, Format, Kind, Table, file_name};
use crate::web::form::{Choice, Errors, Posted, meet};
use crate::web::history::after_meeting;
use crate::web::me::{Me, Shell};
use crate::web::text::first_upper;
use crate::web::{flash, page, parse};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};

const URL: &str = "/admin/milstolpar";
/// No milestone is further from its dialogue than this.
const FURTHEST: i64 = 365;
const MOST_LINES: usize = 60;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    visa: String,
    format: String,
}

#[derive(Template)]
#[template(path = "registers/template.html")]
struct ListPage {
    shell: Shell,
    count: i64,
    lines: Vec<Line>,
    removed: bool,
}

/// "−70", "+7": always with its sign.
fn signed(days: &i64) -> String {
    let sign = if *days > 0 { "+" } else { "" };
    format!("{sign}{}", crate::web::text::number(*days))
}

pub async fn list(
    State(app): State<App>,
    me: Me,
    Query(asked): Query<ListQuery>,
) -> Result<Response> {
    me.may(Act::Administer, &Place::anywhere())?;
    let removed = asked.visa == "borttagna";
    let lines = template::all(app.db.read(), removed).await?;
    if let Some(format) = Format::of(&asked.format) {
        let name = file_name("milstolpar", app.clock.today());
        return export::respond(table(lines), format, &name).await;
    }
    page(
        StatusCode::OK,
        &ListPage {
            shell: me.shell(),
            count: lines.len() as i64,
            lines,
            removed,
        },
    )
}

fn table(lines: Vec<Line>) -> Table {
    let columns = [
        ("Dagar", Kind::Number),
        ("Milstolpe", Kind::Text),
        ("Faller på", Kind::Text),
        ("Antal", Kind::Text),
        ("Bedömning", Kind::Text),
    ];
    let cells = |line: Line| -> Vec<Cell> {
        let fields = line.fields;
        let each = if fields.per_department {
            "en per avdelning"
        } else {
            "en"
        };
        let judged = fields.judgement.then_some("behövs eller behövs inte");
        vec![
            fields.offset_days.into(),
            fields.title.into(),
            fields.falls_on.label().into(),
            each.into(),
            judged.into(),
        ]
    };
    Table::new("Milstolpar", &columns, lines.into_iter().map(cells))
}

#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LineForm {
    offset_days: String,
    title: String,
    falls_on: String,
    per_department: String,
    judgement: String,
    version: i64,
    once: String,
}

impl From<&TemplateFields> for LineForm {
    fn from(fields: &TemplateFields) -> Self {
        let ticked = |yes| if yes { "ja" } else { "" }.to_owned();
        LineForm {
            offset_days: fields.offset_days.to_string(),
            title: fields.title.clone(),
            falls_on: fields.falls_on.to_string(),
            per_department: ticked(fields.per_department),
            judgement: ticked(fields.judgement),
            version: 0,
            once: String::new(),
        }
    }
}

fn read(form: &LineForm, errors: &mut Errors) -> Option<TemplateFields> {
    let days = parse::whole_number(form.offset_days.trim_start_matches('+'));
    let days = errors.need("offset_days", days, parse::NUMBER);
    if days.is_some_and(|days| !(-FURTHEST..=FURTHEST).contains(&days)) {
        errors.add(
            "offset_days",
            format!("Skriv ett tal mellan −{FURTHEST} och {FURTHEST}."),
        );
    }
    let title = errors.text("title", &form.title, 120, "Skriv vad som ska göras.");
    let falls_on = errors.need(
        "falls_on",
        form.falls_on.parse().ok(),
        "Välj vem milstolpen faller på.",
    );
    let per_department = form.per_department == "ja";
    if falls_on == Some(FallsOn::IssueOfficer) && !per_department {
        errors.add(
            "per_department",
            "Ansvariga för sakfrågor har var sin avdelning. Kryssa i en per avdelning, eller välj en annan funktion.",
        );
    }
    let fields = TemplateFields {
        offset_days: days?,
        title: title?,
        falls_on: falls_on?,
        per_department,
        judgement: form.judgement == "ja",
    };
    errors.is_empty().then_some(fields)
}

#[derive(Template)]
#[template(path = "registers/template_form.html")]
struct FormPage {
    shell: Shell,
    title: String,
    falls: Vec<Choice>,
    form: LineForm,
    errors: Errors,
}

fn form_page(me: &Me, title: &str, form: LineForm, errors: Errors) -> Result<Response> {
    let choice = |each: &FallsOn| Choice::new(each, first_upper(each.label()));
    let template = FormPage {
        shell: me.shell_for(&errors),
        title: title.to_owned(),
        falls: FallsOn::ALL.iter().map(choice).collect(),
        form,
        errors,
    };
    page(template.errors.status(), &template)
}

pub async fn new(me: Me) -> Result<Response> {
    me.may(Act::Administer, &Place::anywhere())?;
    let form = LineForm {
        once: Token::short(),
        ..LineForm::default()
    };
    form_page(&me, "", form, Errors::default())
}

pub async fn create(
    State(app): State<App>,
    me: Me,
    Posted { form, mut errors }: Posted<LineForm>,
) -> Result<Response> {
    let permit = me.may(Act::Administer, &Place::anywhere())?;
    let fields = read(&form, &mut errors);
    let (true, Some(fields)) = (errors.allow(), fields) else {
        return form_page(&me, "", form, errors);
    };
    let mut tx = app.db.write(permit).await?;
    if let Some(url) = tx.already_made(&form.once).await? {
        return Ok(flash::see_made(&url));
    }
    if template::all(tx.conn(), false).await?.len() >= MOST_LINES {
        errors.add(
            "",
            format!("Mallen kan ha högst {MOST_LINES} milstolpar. Ta bort någon först."),
        );
        return form_page(&me, "", form, errors);
    }
    template::add(&mut tx, &fields).await?;
    tx.made(&form.once, URL).await?;
    tx.commit().await?;
    Ok(flash::see_with(URL, &format!("Tillagt: {}.", fields.title)))
}

/// A line in use; one that is removed has its history only.
async fn in_use(app: &App, id: i64) -> Result<Line> {
    let line = template::find(app.db.read(), id).await?;
    if line.removed {
        return Err(Error::NotFound);
    }
    Ok(line)
}

pub async fn edit(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    me.may(Act::Administer, &Place::anywhere())?;
    let line = in_use(&app, id).await?;
    let form = LineForm {
        version: line.version,
        ..LineForm::from(&line.fields)
    };
    form_page(&me, &line.fields.title, form, Errors::default())
}

pub async fn update(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<LineForm>,
) -> Result<Response> {
    let permit = me.may(Act::Administer, &Place::anywhere())?;
    let title = in_use(&app, id).await?.fields.title;
    read(&form, &mut errors);
    if !errors.allow() {
        return form_page(&me, &title, form, errors);
    }
    let mut tx = app.db.write(permit).await?;
    let current = template::find(tx.conn(), id).await?;
    let subject = Subject::new(SubjectKind::MilestoneTemplate, id);
    let seen = form.version;
    let met = meet(
        &mut tx,
        &subject,
        &current.fields,
        current.version,
        form,
        seen,
        &[],
    )
    .await?;
    let form = after_meeting(&app, met, CLASH, &mut errors).await?;
    if !errors.allow() {
        drop(tx);
        return form_page(&me, &title, form, errors);
    }
    let Some(fields) = read(&form, &mut errors) else {
        return form_page(&me, &title, form, errors);
    };
    if fields == current.fields {
        return Ok(flash::see_with(URL, "Inget var ändrat."));
    }
    template::change(&mut tx, &current, &fields).await?;
    tx.commit().await?;
    Ok(flash::see_with(URL, &format!("Sparat: {}.", fields.title)))
}

#[derive(Template)]
#[template(path = "registers/template_remove.html")]
struct RemovePage {
    shell: Shell,
    line: Line,
}

pub async fn ask_to_remove(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
) -> Result<Response> {
    me.may(Act::Administer, &Place::anywhere())?;
    let line = in_use(&app, id).await?;
    page(
        StatusCode::OK,
        &RemovePage {
            shell: me.shell(),
            line,
        },
    )
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct RemoveForm {
    version: i64,
}

pub async fn remove(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, .. }: Posted<RemoveForm>,
) -> Result<Response> {
    let permit = me.may(Act::Administer, &Place::anywhere())?;
    let mut tx = app.db.write(permit).await?;
    let line = template::find(tx.conn(), id).await?;
    if line.removed {
        return Ok(flash::see(URL));
    }
    if line.version != form.version {
        return Err(Error::Stale);
    }
    template::remove(&mut tx, &line).await?;
    tx.commit().await?;
    Ok(flash::see_with(
        URL,
        &format!("Borttaget: {}.", line.fields.title),
    ))
}

pub async fn history(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    me.may(Act::Administer, &Place::anywhere())?;
    let line = template::find(app.db.read(), id).await?;
    let subject = Subject::new(SubjectKind::MilestoneTemplate, id);
    history_page(
        &app,
        &me,
        subject,
        line.fields.title,
        Choice::new(URL, "Milstolpar"),
    )
    .await
}
