//! Adding a colleague, with or without an account, and changing what is kept of her.

use super::access::{link_page, make_link};
use super::role_choices;
use crate::App;
use crate::domain::access::{Act, Place};
use crate::domain::event::{Subject, SubjectKind};
use crate::domain::people::{Colleague, DatedRole, Role};
use crate::domain::places::DateSpan;
use crate::error::Result;
use crate::secrets::Token;
use crate::store::{accounts, places};
use crate::web::form::{Choice, Errors, Posted, meet};
use crate::web::history::after_meeting;
use crate::web::me::{Me, Shell};
use crate::web::registers::edit::CLASH;
use crate::web::{flash, page, parse};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::{Deserialize, Serialize};

pub const TAKEN: &str = "Någon annan har redan ett konto med den adressen.";

#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PersonForm {
    name: String,
    title: String,
    unit_id: String,
    email: String,
    /// Only when a colleague is added.
    roles: Vec<String>,
    department_id: String,
    version: i64,
    once: String,
}

impl From<&Colleague> for PersonForm {
    fn from(colleague: &Colleague) -> Self {
        PersonForm {
            name: colleague.name.clone(),
            title: colleague.title.clone(),
            unit_id: colleague.unit_id.map_or(String::new(), |id| id.to_string()),
            email: colleague.email.clone(),
            ..PersonForm::default()
        }
    }
}

#[derive(Template)]
#[template(path = "accounts/edit.html")]
struct FormPage {
    shell: Shell,
    /// Whose form it is; none for a new colleague.
    person: Option<accounts::Stored>,
    units: Vec<Choice>,
    departments: Vec<Choice>,
    roles: Vec<Choice>,
    form: PersonForm,
    errors: Errors,
}

async fn form_page(
    app: &App,
    me: &Me,
    person: Option<accounts::Stored>,
    form: PersonForm,
    errors: Errors,
) -> Result<Response> {
    let template = FormPage {
        shell: me.shell_for(&errors),
        units: units(app, person.as_ref()).await?,
        departments: departments(app).await?,
        roles: role_choices(),
        person,
        form,
        errors,
    };
    page(template.errors.status(), &template)
}

/// Today's units, and the one she is in even when it has ended.
async fn units(app: &App, person: Option<&accounts::Stored>) -> Result<Vec<Choice>> {
    let rows = places::units(app.db.read(), app.clock.today()).await?;
    let choice = |unit: &crate::domain::places::Unit| {
        Choice::new(unit.id, &unit.name).hint(&unit.department_name)
    };
    let mut choices: Vec<Choice> = rows.iter().map(choice).collect();
    if let Some(person) = person
        && let Some(id) = person.colleague.unit_id
        && rows.iter().all(|unit| unit.id != id)
    {
        choices.push(Choice::new(id, &person.unit).hint("avslutad"));
    }
    Ok(choices)
}

pub async fn departments(app: &App) -> Result<Vec<Choice>> {
    let rows = places::departments(app.db.read(), app.clock.today()).await?;
    Ok(rows
        .iter()
        .map(|each| Choice::new(each.id, &each.name))
        .collect())
}

fn read(form: &PersonForm, units: &[Choice], errors: &mut Errors) -> Option<Colleague> {
    let name = errors.text("name", &form.name, 100, "Skriv ett namn.");
    let title = errors.optional_text("title", &form.title, 100);
    let unit = units.iter().find(|unit| unit.value == form.unit_id);
    let unit = errors.need(
        "unit_id",
        unit.and_then(|unit| unit.value.parse().ok()),
        "Välj en enhet.",
    );
    let email = match form.email.trim() {
        "" => Some(String::new()),
        given => parse::email(given)
            .map_err(|message| errors.add("email", message))
            .ok(),
    };
    Some(Colleague {
        name: name?,
        title: title?,
        unit_id: Some(unit?),
        email: email?,
    })
}

/// The roles ticked when a colleague is added, from today on.
fn read_roles(
    form: &PersonForm,
    departments: &[Choice],
    errors: &mut Errors,
    app: &App,
) -> Vec<DatedRole> {
    let roles: Vec<Role> = form
        .roles
        .iter()
        .filter_map(|code| code.parse().ok())
        .collect();
    if !roles.is_empty() && form.email.trim().is_empty() {
        errors.add(
            "email",
            "Den som ska ha en roll behöver ett konto. Skriv en e-postadress.",
        );
    }
    let department = departments
        .iter()
        .find(|each| each.value == form.department_id);
    if !form.department_id.is_empty() && (department.is_none() || !roles.contains(&Role::Manager)) {
        errors.add(
            "department_id",
            "Avdelningen hör till rollen chef. Kryssa i chef, eller välj ingen avdelning.",
        );
    }
    let department_id = department.and_then(|each| each.value.parse().ok());
    let dated = |role: &Role| DatedRole {
        id: 0,
        role: *role,
        department_id: department_id.filter(|_| *role == Role::Manager),
        department: String::new(),
        span: DateSpan {
            from: app.clock.today(),
            to: None,
        },
    };
    let mut roles: Vec<Role> = roles;
    roles.sort();
    roles.dedup();
    roles.iter().map(dated).collect()
}

pub async fn new(State(app): State<App>, me: Me) -> Result<Response> {
    me.may(Act::Administer, &Place::anywhere())?;
    let form = PersonForm {
        once: Token::short(),
        ..PersonForm::default()
    };
    form_page(&app, &me, None, form, Errors::default()).await
}

pub async fn create(
    State(app): State<App>,
    me: Me,
    Posted { form, mut errors }: Posted<PersonForm>,
) -> Result<Response> {
    let permit = me.may(Act::Administer, &Place::anywhere())?;
    let colleague = read(&form, &units(&app, None).await?, &mut errors);
    let roles = read_roles(&form, &departments(&app).await?, &mut errors, &app);
    let (true, Some(colleague)) = (errors.allow(), colleague) else {
        return form_page(&app, &me, None, form, errors).await;
    };
    let mut tx = app.db.write(permit).await?;
    if let Some(url) = tx.already_made(&form.once).await? {
        return Ok(flash::see_made(&url));
    }
    let Some(id) = accounts::add(&mut tx, &colleague).await? else {
        drop(tx);
        errors.add("email", TAKEN);
        return form_page(&app, &me, None, form, errors).await;
    };
    for role in &roles {
        accounts::give_role(&mut tx, id, role).await?;
    }
    let url = format!("/admin/konton/{id}");
    tx.made(&form.once, &url).await?;
    if colleague.email.is_empty() {
        tx.commit().await?;
        return Ok(flash::see_with(
            &url,
            &format!("{} är inlagd och saknar konto.", colleague.name),
        ));
    }
    let token = make_link(&mut tx, id).await?;
    tx.commit().await?;
    link_page(&app, &me, id, &colleague.name, &token)
}

pub async fn edit(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    me.may(Act::Administer, &Place::anywhere())?;
    let person = accounts::find(app.db.read(), id).await?;
    let form = PersonForm {
        version: person.version,
        ..PersonForm::from(&person.colleague)
    };
    form_page(&app, &me, Some(person), form, Errors::default()).await
}

pub async fn update(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<PersonForm>,
) -> Result<Response> {
    let permit = me.may(Act::Administer, &Place::anywhere())?;
    let person = accounts::find(app.db.read(), id).await?;
    let units = units(&app, Some(&person)).await?;
    read(&form, &units, &mut errors);
    if person.has_account && form.email.trim().is_empty() {
        errors.add(
            "email",
            "Kontot behöver en e-postadress. Stäng av kontot om det inte ska användas.",
        );
    }
    if !errors.allow() {
        return form_page(&app, &me, Some(person), form, errors).await;
    }
    let mut tx = app.db.write(permit).await?;
    let current = accounts::find(tx.conn(), id).await?;
    let subject = Subject::new(SubjectKind::Account, id);
    let seen = form.version;
    let met = meet(
        &mut tx,
        &subject,
        &current.colleague,
        current.version,
        form,
        seen,
        &[],
    )
    .await?;
    let form = after_meeting(&app, met, CLASH, &mut errors).await?;
    if !errors.allow() {
        drop(tx);
        return form_page(&app, &me, Some(person), form, errors).await;
    }
    let Some(colleague) = read(&form, &units, &mut errors) else {
        drop(tx);
        return form_page(&app, &me, Some(person), form, errors).await;
    };
    let url = format!("/admin/konton/{id}");
    if colleague == current.colleague {
        return Ok(flash::see_with(&url, "Inget var ändrat."));
    }
    if !accounts::change(&mut tx, &current, &colleague).await? {
        drop(tx);
        errors.add("email", TAKEN);
        return form_page(&app, &me, Some(person), form, errors).await;
    }
    tx.commit().await?;
    Ok(flash::see_with(&url, "Uppgifterna är sparade."))
}
