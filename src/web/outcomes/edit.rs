//! A line changed afterwards: what it says, what it is, whether it may be shared, where it belongs.

use super::form::{LineForm, check, spot};
use super::{at, kinds, words};
use crate::App;
use crate::domain::event::{Subject, SubjectKind};
use crate::domain::outcome::shut;
use crate::error::{Error, Result};
use crate::store::outcomes::{self, Shown};
use crate::store::{Write, agenda_items, minutes};
use crate::web::agenda_items::home::Home;
use crate::web::dialogues::refused;
use crate::web::form::{Choice, Errors, Posted, meet};
use crate::web::history::after_meeting;
use crate::web::me::{Me, Shell};
use crate::web::{flash, page};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

const MET: &str = "Någon annan har ändrat raden medan du skrev. Din text finns kvar nedan – jämför och spara igen.";

#[derive(Template)]
#[template(path = "outcomes/edit.html")]
struct EditPage {
    shell: Shell,
    errors: Errors,
    form: LineForm,
    crumbs: Vec<Choice>,
    name: String,
    kinds: Vec<Choice>,
    items: Vec<Choice>,
    areas: Vec<Choice>,
    url: String,
    back: String,
}

/// The line with its home; a line of another dialogue does not exist here.
pub async fn load(app: &App, id: i64, oid: i64) -> Result<(Home, Shown)> {
    let home = Home::of_dialogue(app, id).await?;
    let shown = outcomes::find_shown(app.db.read(), oid).await?;
    match shown.outcome.dialogue_id == id {
        true => Ok((home, shown)),
        false => Err(Error::NotFound),
    }
}

/// The page that says why lines are as they are, when they cannot be changed.
pub async fn shut_page(app: &App, me: &Me, home: &Home) -> Result<Option<Response>> {
    let subject = home.subject.as_ref().ok_or(Error::NotFound)?;
    let locked = minutes::are_locked(app.db.read(), subject.dialogue.id).await?;
    refusal(me, home, locked)
}

/// As `shut_page`, inside the transaction.
pub async fn shut_now(tx: &mut Write, me: &Me, home: &Home) -> Result<Option<Response>> {
    let subject = home.subject.as_ref().ok_or(Error::NotFound)?;
    let locked = minutes::are_locked(tx.conn(), subject.dialogue.id).await?;
    refusal(me, home, locked)
}

fn refusal(me: &Me, home: &Home, locked: bool) -> Result<Option<Response>> {
    let subject = home.subject.as_ref().ok_or(Error::NotFound)?;
    let Some(shut) = shut(subject.dialogue.phase, locked) else {
        return Ok(None);
    };
    let (heading, sentence) = ("Raden kan inte ändras", words(shut).to_owned());
    refused(me, subject, heading, sentence, vec![]).map(Some)
}

pub async fn edit(
    State(app): State<App>,
    me: Me,
    Path((id, oid)): Path<(i64, i64)>,
) -> Result<Response> {
    let (home, shown) = load(&app, id, oid).await?;
    home.may(&me, shown.area_id, shown.department_id)?;
    if let Some(answer) = shut_page(&app, &me, &home).await? {
        return Ok(answer);
    }
    let form = LineForm {
        version: shown.outcome.version,
        ..LineForm::from(&shown.outcome.line)
    };
    edit_page(&app, &me, &home, &shown, form, Errors::default(), None).await
}

pub async fn update(
    State(app): State<App>,
    me: Me,
    Path((id, oid)): Path<(i64, i64)>,
    Posted { form, mut errors }: Posted<LineForm>,
) -> Result<Response> {
    let (home, shown) = load(&app, id, oid).await?;
    home.may(&me, shown.area_id, shown.department_id)?;
    let Some(to) = spot(&app, &home, &form).await? else {
        errors.add("agenda_item_id", "Välj en punkt i listan.");
        return edit_page(&app, &me, &home, &shown, form, errors, None).await;
    };
    let permit = to.may(&me, &home)?;
    let line = check(&form, &to, &mut errors);
    let (Some(line), true) = (line, errors.allow()) else {
        return edit_page(&app, &me, &home, &shown, form, errors, None).await;
    };
    let mut tx = app.db.write(permit).await?;
    let home = home.again(&mut tx).await?;
    let now = outcomes::find_shown(tx.conn(), oid).await?;
    home.may(&me, now.area_id, now.department_id)?;
    let locked = minutes::are_locked(tx.conn(), id).await?;
    let phase = home.dialogue().ok_or(Error::NotFound)?.phase;
    if let Some(shut) = shut(phase, locked) {
        drop(tx);
        errors.add("", words(shut));
        let status = Some(StatusCode::CONFLICT);
        return edit_page(&app, &me, &home, &now, form, errors, status).await;
    }
    let about = Subject::new(SubjectKind::Outcome, oid);
    let mine = LineForm {
        version: form.version,
        ..LineForm::from(&line)
    };
    let (current, seen) = (&now.outcome.line, form.version);
    let together: &[&[&str]] = &[&["agenda_item_id", "issue_area_id"]];
    let met = meet(
        &mut tx,
        &about,
        current,
        now.outcome.version,
        mine,
        seen,
        together,
    )
    .await?;
    let form = after_meeting(&app, met, MET, &mut errors).await?;
    let to = spot(&app, &home, &form).await?.ok_or(Error::Stale)?;
    let line = check(&form, &to, &mut errors);
    let (Some(line), true) = (line, errors.allow()) else {
        drop(tx);
        return edit_page(&app, &me, &home, &now, form, errors, None).await;
    };
    let url = format!("{}#utfall-{oid}", at(id, line.agenda_item_id));
    if line == now.outcome.line {
        return Ok(flash::see_with(&url, "Inget var ändrat."));
    }
    outcomes::change(&mut tx, &now.outcome, &line).await?;
    tx.commit().await?;
    Ok(flash::see_with(&url, "Raden är sparad."))
}

async fn edit_page(
    app: &App,
    me: &Me,
    home: &Home,
    shown: &Shown,
    form: LineForm,
    errors: Errors,
    status: Option<StatusCode>,
) -> Result<Response> {
    let (id, line) = (shown.outcome.dialogue_id, &shown.outcome.line);
    let mut crumbs = home.crumbs();
    crumbs.push(Choice::new(at(id, line.agenda_item_id), "Genomförande"));
    let template = EditPage {
        shell: me.shell_for(&errors),
        name: home.name(),
        kinds: kinds(),
        items: items(app, me, home, line.agenda_item_id).await?,
        areas: areas(home, me, line.issue_area_id, &shown.area),
        url: format!("/dialoger/{id}/utfall/{}", shown.outcome.id),
        back: at(id, line.agenda_item_id),
        crumbs,
        form,
        errors,
    };
    page(status.unwrap_or(template.errors.status()), &template)
}

/// The items whose lines she may write, and the one the line has.
async fn items(app: &App, me: &Me, home: &Home, kept: Option<i64>) -> Result<Vec<Choice>> {
    let id = home.dialogue().ok_or(Error::NotFound)?.id;
    let all = agenda_items::of_dialogue(app.db.read(), id).await?;
    let mut choices: Vec<Choice> = all
        .iter()
        .filter(|each| kept == Some(each.item.id) || home.may_one(me, each).is_ok())
        .map(|each| Choice::new(each.item.id, &each.item.point.title))
        .collect();
    let there = |id: i64| choices.iter().any(|each| each.value == id.to_string());
    if let Some(id) = kept.filter(|id| !there(*id)) {
        choices.push(Choice::new(id, "Som tidigare"));
    }
    Ok(choices)
}

fn areas(home: &Home, me: &Me, kept: Option<i64>, name: &str) -> Vec<Choice> {
    let own = home.own_areas(me).into_iter();
    let mut choices: Vec<Choice> = own
        .map(|each| Choice::new(each.id, &each.name).hint(&each.department_name))
        .collect();
    let there = |id: i64| choices.iter().any(|each| each.value == id.to_string());
    if let Some(id) = kept.filter(|id| !there(*id)) {
        choices.push(Choice::new(id, name));
    }
    choices
}
