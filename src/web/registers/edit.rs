//! Adding to a register and changing what is there: one form for all of them.

use super::named;
use crate::App;
use crate::domain::access::{Act, Place};
use crate::domain::event::{EventKind, Subject};
use crate::domain::places::ActorKind;
use crate::domain::registers::{Entry, Register, Stored};
use crate::error::Result;
use crate::secrets::Token;
use crate::store::{places, registers};
use crate::web::form::{Choice, Errors, Posted, meet};
use crate::web::history::after_meeting;
use crate::web::me::{Me, Shell};
use crate::web::text::first_upper;
use crate::web::{flash, page, parse};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The fields of every register; those a register does not have are empty.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct EntryForm {
    name: String,
    department_id: String,
    unit_id: String,
    remit: String,
    county: String,
    kind: String,
    valid_from: String,
    valid_to: String,
    version: i64,
    once: String,
}

impl From<&Entry> for EntryForm {
    fn from(entry: &Entry) -> Self {
        let number = |id: Option<i64>| id.map_or(String::new(), |id| id.to_string());
        EntryForm {
            name: entry.name.clone(),
            department_id: number(entry.department_id),
            unit_id: number(entry.unit_id),
            remit: entry.remit.clone(),
            county: entry.county.clone().unwrap_or_default(),
            kind: entry
                .kind
                .map_or(String::new(), |kind| kind.code().to_owned()),
            valid_from: entry.valid_from.to_string(),
            valid_to: entry.valid_to.map_or(String::new(), |day| day.to_string()),
            version: 0,
            once: String::new(),
        }
    }
}

#[derive(Template)]
#[template(path = "registers/edit.html")]
struct FormPage {
    shell: Shell,
    register: Register,
    title: String,
    departments: Vec<Choice>,
    units: Vec<Choice>,
    counties: Vec<Choice>,
    kinds: Vec<Choice>,
    form: EntryForm,
    errors: Errors,
}

/// What can be chosen: all that is there today, and what the entry already has.
struct Choices {
    departments: Vec<Choice>,
    units: Vec<Choice>,
    counties: Vec<Choice>,
}

async fn choices(app: &App, register: Register, form: &EntryForm) -> Result<Choices> {
    let today = app.clock.today();
    let open = |each: &Stored, chosen: &str| {
        each.entry.valid_to.is_none_or(|last| last >= today) || each.id.to_string() == chosen
    };
    let mut choices = Choices {
        departments: vec![],
        units: vec![],
        counties: vec![],
    };
    if register.has("department_id") {
        let rows = registers::all(app.db.read(), Register::Departments).await?;
        let rows = rows.iter().filter(|each| open(each, &form.department_id));
        choices.departments = rows
            .map(|each| Choice::new(each.id, &each.entry.name))
            .collect();
    }
    if register.has("unit_id") {
        let rows = registers::all(app.db.read(), Register::Units).await?;
        let rows = rows.iter().filter(|each| open(each, &form.unit_id));
        let unit = |each: &Stored| Choice::new(each.id, &each.entry.name).hint(&each.beside);
        choices.units = rows.map(unit).collect();
    }
    if register.has("county") {
        let rows = places::counties(app.db.read(), today).await?;
        choices.counties = rows
            .iter()
            .map(|each| Choice::new(&each.code, &each.short_name))
            .collect();
    }
    Ok(choices)
}

async fn form_page(
    app: &App,
    me: &Me,
    register: Register,
    title: &str,
    form: EntryForm,
    errors: Errors,
) -> Result<Response> {
    let choices = choices(app, register, &form).await?;
    let kind = |kind: &ActorKind| Choice::new(kind, first_upper(kind.label()));
    let template = FormPage {
        shell: me.shell_for(&errors),
        register,
        title: title.to_owned(),
        departments: choices.departments,
        units: choices.units,
        counties: choices.counties,
        kinds: ActorKind::ALL.iter().map(kind).collect(),
        form,
        errors,
    };
    page(template.errors.status(), &template)
}

/// The entry a form tells, or the errors at its fields.
fn read(register: Register, form: &EntryForm, errors: &mut Errors) -> Option<Entry> {
    let name = errors.text("name", &form.name, 120, "Skriv ett namn.");
    let remit = errors.optional_text("remit", &form.remit, 500);
    let from = errors.date("valid_from", &form.valid_from);
    let to = errors.optional_date("valid_to", &form.valid_to);
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        errors.add("valid_to", parse::DATE_ORDER);
    }
    let mut entry = Entry {
        name: name.unwrap_or_default(),
        department_id: None,
        unit_id: None,
        remit: String::new(),
        county: None,
        kind: None,
        valid_from: from.unwrap_or(Date::MIN),
        valid_to: to,
    };
    if register.has("department_id") {
        entry.department_id = errors.need(
            "department_id",
            form.department_id.parse().ok(),
            "Välj en avdelning.",
        );
    }
    if register.has("unit_id") && !form.unit_id.is_empty() {
        entry.unit_id = errors.need("unit_id", form.unit_id.parse().ok(), "Välj en enhet.");
    }
    if register.has("remit") {
        entry.remit = remit.unwrap_or_default();
    }
    if register.has("county") {
        entry.county = errors.need(
            "county",
            Some(form.county.clone()).filter(|code| !code.is_empty()),
            "Välj ett län.",
        );
        entry.kind = errors.need(
            "kind",
            form.kind.parse().ok(),
            "Välj vilket slag av organisation det är.",
        );
    }
    errors.is_empty().then_some(entry)
}

/// What the form chose must be there: a department, a unit, a län.
async fn chosen_exist(
    app: &App,
    register: Register,
    form: &EntryForm,
    errors: &mut Errors,
) -> Result<()> {
    let choices = choices(app, register, form).await?;
    let checks = [
        (
            "department_id",
            &form.department_id,
            &choices.departments,
            "Välj en avdelning.",
        ),
        ("unit_id", &form.unit_id, &choices.units, "Välj en enhet."),
        ("county", &form.county, &choices.counties, "Välj ett län."),
    ];
    for (field, value, offered, message) in checks {
        let known = offered.iter().any(|choice| choice.value == *value);
        if register.has(field) && !value.is_empty() && !known {
            errors.add(field, message);
        }
    }
    Ok(())
}

pub async fn new(State(app): State<App>, me: Me, Path(register): Path<String>) -> Result<Response> {
    let register = named(&register)?;
    me.may(Act::Administer, &Place::anywhere())?;
    let form = EntryForm {
        valid_from: app.clock.today().to_string(),
        once: Token::short(),
        ..EntryForm::default()
    };
    form_page(&app, &me, register, "", form, Errors::default()).await
}

pub async fn create(
    State(app): State<App>,
    me: Me,
    Path(register): Path<String>,
    Posted { form, mut errors }: Posted<EntryForm>,
) -> Result<Response> {
    let register = named(&register)?;
    let permit = me.may(Act::Administer, &Place::anywhere())?;
    chosen_exist(&app, register, &form, &mut errors).await?;
    let entry = read(register, &form, &mut errors);
    let (true, Some(entry)) = (errors.allow(), entry) else {
        return form_page(&app, &me, register, "", form, errors).await;
    };
    let url = format!("/admin/{register}");
    let mut tx = app.db.write(permit).await?;
    if let Some(url) = tx.already_made(&form.once).await? {
        return Ok(flash::see_made(&url));
    }
    if let Err((field, message)) = registers::add(&mut tx, register, &entry).await? {
        drop(tx);
        errors.add(field, message);
        return form_page(&app, &me, register, "", form, errors).await;
    }
    tx.made(&form.once, &url).await?;
    tx.commit().await?;
    Ok(flash::see_with(&url, &format!("Tillagt: {}.", entry.name)))
}

pub async fn edit(
    State(app): State<App>,
    me: Me,
    Path((register, id)): Path<(String, i64)>,
) -> Result<Response> {
    let register = named(&register)?;
    me.may(Act::Administer, &Place::anywhere())?;
    let stored = registers::find(app.db.read(), register, id).await?;
    let form = EntryForm {
        version: stored.version,
        ..EntryForm::from(&stored.entry)
    };
    form_page(
        &app,
        &me,
        register,
        &stored.entry.name,
        form,
        Errors::default(),
    )
    .await
}

pub async fn update(
    State(app): State<App>,
    me: Me,
    Path((register, id)): Path<(String, i64)>,
    Posted { form, mut errors }: Posted<EntryForm>,
) -> Result<Response> {
    let register = named(&register)?;
    let permit = me.may(Act::Administer, &Place::anywhere())?;
    let title = registers::find(app.db.read(), register, id)
        .await?
        .entry
        .name;
    chosen_exist(&app, register, &form, &mut errors).await?;
    read(register, &form, &mut errors);
    if !errors.allow() {
        return form_page(&app, &me, register, &title, form, errors).await;
    }
    let mut tx = app.db.write(permit).await?;
    let current = registers::find(tx.conn(), register, id).await?;
    let subject = Subject::new(register.subject(), id);
    let seen = form.version;
    let met = meet(
        &mut tx,
        &subject,
        &current.entry,
        current.version,
        form,
        seen,
        &[&["valid_from", "valid_to"]],
    )
    .await?;
    let form = after_meeting(&app, met, CLASH, &mut errors).await?;
    if !errors.allow() {
        drop(tx);
        return form_page(&app, &me, register, &title, form, errors).await;
    }
    let Some(entry) = read(register, &form, &mut errors) else {
        drop(tx);
        return form_page(&app, &me, register, &title, form, errors).await;
    };
    let url = format!("/admin/{register}");
    if entry == current.entry {
        return Ok(flash::see_with(&url, "Inget var ändrat."));
    }
    if let Err((field, message)) =
        registers::change(&mut tx, register, &current, &entry, EventKind::Changed).await?
    {
        drop(tx);
        errors.add(field, message);
        return form_page(&app, &me, register, &title, form, errors).await;
    }
    tx.commit().await?;
    Ok(flash::see_with(&url, &format!("Sparat: {}.", entry.name)))
}

pub const CLASH: &str = "Någon annan har ändrat uppgifterna medan du skrev. Din text finns kvar nedan – jämför och spara igen.";
