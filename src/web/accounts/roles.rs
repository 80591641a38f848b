//! Giving a role for a time, and ending it.

use super::edit::departments;
use super::role_choices;
use crate::App;
use crate::domain::access::{Act, Place};
use crate::domain::people::{DatedRole, Role};
use crate::domain::places::DateSpan;
use crate::error::{Error, Result};
use crate::secrets::Token;
use crate::store::accounts::{self, Stored};
use crate::web::form::{Choice, Errors, Posted};
use crate::web::me::{Me, Shell};
use crate::web::text::first_upper;
use crate::web::{flash, page, parse};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct RoleForm {
    role: String,
    department_id: String,
    valid_from: String,
    valid_to: String,
    once: String,
}

#[derive(Template)]
#[template(path = "accounts/role.html")]
struct RolePage {
    shell: Shell,
    person: Stored,
    roles: Vec<Choice>,
    departments: Vec<Choice>,
    form: RoleForm,
    errors: Errors,
}

async fn form_page(
    app: &App,
    me: &Me,
    person: Stored,
    form: RoleForm,
    errors: Errors,
) -> Result<Response> {
    let template = RolePage {
        shell: me.shell_for(&errors),
        person,
        roles: role_choices(),
        departments: departments(app).await?,
        form,
        errors,
    };
    page(template.errors.status(), &template)
}

/// Roles are given to accounts.
async fn with_account(app: &App, id: i64) -> Result<Stored> {
    let person = accounts::find(app.db.read(), id).await?;
    match person.has_account {
        true => Ok(person),
        false => Err(Error::NotFound),
    }
}

pub async fn new(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    me.may(Act::Administer, &Place::anywhere())?;
    let person = with_account(&app, id).await?;
    let form = RoleForm {
        valid_from: app.clock.today().to_string(),
        once: Token::short(),
        ..RoleForm::default()
    };
    form_page(&app, &me, person, form, Errors::default()).await
}

fn read(
    form: &RoleForm,
    departments: &[Choice],
    today: Date,
    errors: &mut Errors,
) -> Option<DatedRole> {
    let role: Option<Role> = errors.need("role", form.role.parse().ok(), "Välj en roll.");
    let from = errors.date("valid_from", &form.valid_from);
    let to = errors.optional_date("valid_to", &form.valid_to);
    if from.is_some_and(|from| from < today) {
        errors.add("valid_from", passed(today));
    }
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        errors.add("valid_to", parse::DATE_ORDER);
    }
    let department = departments
        .iter()
        .find(|each| each.value == form.department_id);
    if !form.department_id.is_empty() && (department.is_none() || role != Some(Role::Manager)) {
        errors.add(
            "department_id",
            "Bara en chef har en avdelning. Välj ingen avdelning, eller rollen chef.",
        );
    }
    Some(DatedRole {
        id: 0,
        role: role?,
        department_id: department.and_then(|each| each.value.parse().ok()),
        department: String::new(),
        span: DateSpan { from: from?, to },
    })
}

fn passed(today: Date) -> String {
    format!("Datumet har redan passerat. Ange ett datum från och med {today}.")
}

pub async fn create(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<RoleForm>,
) -> Result<Response> {
    let permit = me.may(Act::Administer, &Place::anywhere())?;
    let person = with_account(&app, id).await?;
    let role = read(
        &form,
        &departments(&app).await?,
        app.clock.today(),
        &mut errors,
    );
    let (true, Some(role)) = (errors.allow(), role) else {
        return form_page(&app, &me, person, form, errors).await;
    };
    let url = format!("/admin/konton/{id}");
    let mut tx = app.db.write(permit).await?;
    if let Some(url) = tx.already_made(&form.once).await? {
        return Ok(flash::see_made(&url));
    }
    let given = accounts::roles(tx.conn(), id).await?;
    let same = |other: &&DatedRole| {
        other.role == role.role
            && other.department_id == role.department_id
            && other.span.to.is_none_or(|to| to >= other.span.from)
            && other.span.overlaps(&role.span)
    };
    if let Some(other) = given.iter().find(same) {
        let until = other
            .span
            .to
            .map_or(String::new(), |to| format!(" till och med {to}"));
        errors.add(
            "role",
            format!(
                "{} har redan rollen från {}{until}.",
                person.colleague.name, other.span.from
            ),
        );
        drop(tx);
        return form_page(&app, &me, person, form, errors).await;
    }
    accounts::give_role(&mut tx, id, &role).await?;
    tx.made(&form.once, &url).await?;
    tx.commit().await?;
    let said = format!(
        "{} får rollen {}.",
        person.colleague.name,
        role.role.label()
    );
    Ok(flash::see_with(&url, &said))
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct EndForm {
    valid_to: String,
}

#[derive(Template)]
#[template(path = "accounts/end_role.html")]
struct EndPage {
    shell: Shell,
    person: Stored,
    role: DatedRole,
    form: EndForm,
    errors: Errors,
}

fn end_page(
    me: &Me,
    person: Stored,
    role: DatedRole,
    form: EndForm,
    errors: Errors,
) -> Result<Response> {
    let shell = me.shell_for(&errors);
    page(
        errors.status(),
        &EndPage {
            shell,
            person,
            role,
            form,
            errors,
        },
    )
}

/// A role that has not ended.
fn current(roles: Vec<DatedRole>, role_id: i64, today: Date) -> Result<Option<DatedRole>> {
    let role = roles.into_iter().find(|role| role.id == role_id);
    let role = role.ok_or(Error::NotFound)?;
    Ok(Some(role).filter(|role| role.span.to.is_none_or(|to| to >= today)))
}

pub async fn ask_to_end(
    State(app): State<App>,
    me: Me,
    Path((id, role_id)): Path<(i64, i64)>,
) -> Result<Response> {
    me.may(Act::Administer, &Place::anywhere())?;
    let person = with_account(&app, id).await?;
    let roles = accounts::roles(app.db.read(), id).await?;
    let role = current(roles, role_id, app.clock.today())?.ok_or(Error::NotFound)?;
    end_page(&me, person, role, EndForm::default(), Errors::default())
}

pub async fn end(
    State(app): State<App>,
    me: Me,
    Path((id, role_id)): Path<(i64, i64)>,
    Posted { form, mut errors }: Posted<EndForm>,
) -> Result<Response> {
    let permit = me.may(Act::Administer, &Place::anywhere())?;
    let today = app.clock.today();
    let person = with_account(&app, id).await?;
    let url = format!("/admin/konton/{id}");
    let mut tx = app.db.write(permit).await?;
    let Some(role) = current(accounts::roles(tx.conn(), id).await?, role_id, today)? else {
        return Ok(flash::see(&url));
    };
    let last = errors.optional_date("valid_to", &form.valid_to);
    if last.is_some_and(|last| last < today || last < role.span.from) {
        errors.add(
            "valid_to",
            "Datumet har redan passerat. Lämna tomt om rollen ska upphöra genast.",
        );
    }
    if role.role == Role::Administrator && !accounts::another_administrator(&mut tx, id).await? {
        errors.add(
            "",
            format!(
                "{} är den enda administratören. Ge rollen till någon annan först.",
                person.colleague.name
            ),
        );
    }
    if !errors.allow() {
        drop(tx);
        return end_page(&me, person, role, form, errors);
    }
    let last = last.or(today.yesterday().ok()).unwrap_or(today);
    accounts::end_role(&mut tx, id, &role, last).await?;
    tx.commit().await?;
    let when = if last < today {
        "har upphört".to_owned()
    } else {
        format!("upphör efter {last}")
    };
    let said = format!(
        "{} {when}.",
        first_upper(&format!("rollen {}", role.role.label()))
    );
    Ok(flash::see_with(&url, &said))
}
