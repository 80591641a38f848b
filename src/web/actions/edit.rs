//! A new action, and a changed one.

use super::check::check;
use super::form::{ActionForm, Lists, default_seat};
use super::from_line;
use super::query::{self, NewQuery};
use crate::App;
use crate::domain::access::{Act, Denied, Permit, Place};
use crate::domain::action::{Action, Direction, Kind, Plan, Receipt, Status};
use crate::domain::event::{EventKind, Subject, SubjectKind};
use crate::domain::places::County;
use crate::error::{Error, Result};
use crate::secrets::Token;
use crate::store::{Write, actions, people};
use crate::web::errors::refusal;
use crate::web::form::{Choice, Errors, Posted, meet};
use crate::web::history::{self, after_meeting};
use crate::web::me::{Me, Shell};
use crate::web::{flash, page};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

/// Fields that count as one when two people have changed an action.
const TOGETHER: &[&[&str]] = &[
    &["owner_seat", "owner_person_id"],
    &["status", "result", "effect", "stop_reason"],
    &["direction", "agency_id"],
    &["kind", "relevant", "relevance"],
];
const CLASH: &str = "Någon annan har ändrat insatsen medan du skrev. Din text finns kvar nedan – jämför och spara igen.";
const WAITS: &str = "Insatsen väntar på svar. Lämna den till en annan enhet på insatsens sida, eller ta tillbaka den först.";

#[derive(Template)]
#[template(path = "actions/edit.html")]
struct FormPage {
    shell: Shell,
    /// The action that is changed; none for a new one.
    action: Option<Action>,
    form: ActionForm,
    lists: Lists,
    statuses: Vec<Choice>,
    cancel: String,
    errors: Errors,
}

impl FormPage {
    fn kinds(&self) -> Vec<Choice> {
        Choice::of_codes(Kind::ALL, Kind::label)
    }

    fn directions(&self) -> Vec<Choice> {
        Choice::of_codes(Direction::ALL, Direction::label)
    }

    /// Whether the group of fields that are not for every day is shown at once.
    fn opens_more(&self) -> bool {
        let fields = ["kind", "relevant", "relevance"];
        self.form.says_more() || fields.iter().any(|field| self.errors.on(field).is_some())
    }
}

pub async fn new(State(app): State<App>, me: Me, query: NewQuery) -> Result<Response> {
    me.may_somewhere(Act::CreateAction)?;
    let (db, today) = (app.db.read(), app.clock.today());
    let line = from_line::find(db, &query.utfall).await?;
    if let Some(url) = line.as_ref().and_then(from_line::made_already) {
        return Ok(flash::see_with(&url, from_line::ALREADY));
    }
    let dialogue = match (&line, query.dialog.as_str()) {
        (Some(line), _) => Some(line.outcome.dialogue_id),
        (None, "") => None,
        (None, id) => Some(id.parse().map_err(|_| Error::NotFound)?),
    };
    let origin = match dialogue {
        Some(id) => Some(actions::origin(db, id).await?),
        None => None,
    };
    let lists = Lists::load(db, &me, today, None).await?;
    let asked = query.counties(origin.as_ref(), &lists.holders);
    let counties = query::hers(&me, asked)?;
    let unit = people::find(db, me.id()).await?.unit_id;
    let form = ActionForm {
        issue_area_id: query.issue_area(&lists.issue_areas),
        kind: query.slag.clone(),
        ..proposed(&lists, &me, &counties, origin.as_ref(), unit)
    };
    let form = match &line {
        Some(line) => from_line::fill(form, line),
        None => form,
    };
    let form = form.tidy();
    form_page(&me, None, form, lists, Errors::default(), None)
}

/// A new action's form as it is first shown.
fn proposed(
    lists: &Lists,
    me: &Me,
    counties: &[County],
    origin: Option<&actions::Origin>,
    unit: Option<i64>,
) -> ActionForm {
    let county = counties.first();
    let seat = county.and_then(|county| default_seat(&lists.holders, me, &county.code));
    ActionForm {
        counties: counties.iter().map(|county| county.code.clone()).collect(),
        dialogue_id: origin
            .map(|origin| origin.id.to_string())
            .unwrap_or_default(),
        owner_seat: seat.map(|seat| seat.to_string()).unwrap_or_default(),
        unit_id: unit.map(|id| id.to_string()).unwrap_or_default(),
        status: Status::Proposed.code().to_owned(),
        once: Token::short(),
        ..ActionForm::default()
    }
}

pub async fn create(
    State(app): State<App>,
    me: Me,
    Posted { form, mut errors }: Posted<ActionForm>,
) -> Result<Response> {
    me.may_somewhere(Act::CreateAction)?;
    let (db, today) = (app.db.read(), app.clock.today());
    let form = form.tidy();
    let place = form.place(db, today).await?;
    let lists = Lists::load(db, &me, today, None).await?;
    let permit = match may_make(&me, &place) {
        Ok(permit) => permit,
        Err(denied) => return refused(&app, &me, None, form, lists, errors, denied).await,
    };
    let plan = check(&form, &lists, &me, &mut errors);
    let (Some(plan), Some(permit), true) = (plan, permit, errors.allow()) else {
        return form_page(&me, None, form, lists, errors, None);
    };
    let mut tx = app.db.write(permit).await?;
    if let Some(url) = tx.already_made(&form.once).await? {
        return Ok(flash::see_made(&url));
    }
    let id = actions::make(&mut tx, &plan).await?;
    let url = format!("/insatser/{id}");
    if let Ok(line) = form.utfall.parse() {
        from_line::follow(&mut tx, line, &plan, id).await?;
    }
    tx.made(&form.once, &url).await?;
    tx.commit().await?;
    Ok(flash::see_with(&url, "Insatsen är skapad."))
}

/// The permit to make an action where the form puts it; none yet when it names no län.
fn may_make(me: &Me, place: &Place) -> std::result::Result<Option<Permit>, Denied> {
    if place.counties.is_empty() {
        return Ok(None);
    }
    me.standing.may(Act::CreateAction, place).map(Some)
}

/// The permit to leave an action as the form would have it: it must be hers to change there too,
/// and in a län that is new to it she must be allowed to make one. None yet when it names no län.
fn may_move(me: &Me, place: &Place, before: &Plan) -> std::result::Result<Option<Permit>, Denied> {
    if place.counties.is_empty() {
        return Ok(None);
    }
    let permit = me.standing.may(Act::ChangeAction, place)?;
    let mut added = place.clone();
    added
        .counties
        .retain(|(code, _)| !before.counties.contains(code));
    if !added.counties.is_empty() {
        me.standing.may(Act::CreateAction, &added)?;
    }
    Ok(Some(permit))
}

pub async fn edit(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let action = find_changeable(&app, &me, id).await?;
    let lists = Lists::load(app.db.read(), &me, app.clock.today(), Some(&action.plan)).await?;
    let form = ActionForm {
        version: action.version,
        ..ActionForm::from(&action.plan)
    };
    form_page(&me, Some(action), form, lists, Errors::default(), None)
}

async fn find_changeable(app: &App, me: &Me, id: i64) -> Result<Action> {
    let mut conn = app.db.read().acquire().await?;
    let action = actions::find(&mut *conn, id).await?;
    let place = actions::place(&mut conn, &action.plan, app.clock.today()).await?;
    me.may(Act::ChangeAction, &place)?;
    Ok(action)
}

pub async fn update(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<ActionForm>,
) -> Result<Response> {
    let action = find_changeable(&app, &me, id).await?;
    let (db, today) = (app.db.read(), app.clock.today());
    let form = form.tidy();
    let place = form.place(db, today).await?;
    let lists = Lists::load(db, &me, today, Some(&action.plan)).await?;
    let permit = match may_move(&me, &place, &action.plan) {
        Ok(permit) => permit,
        Err(denied) => return refused(&app, &me, Some(action), form, lists, errors, denied).await,
    };
    let plan = check(&form, &lists, &me, &mut errors);
    let (Some(_), Some(permit), true) = (plan, permit, errors.allow()) else {
        return form_page(&me, Some(action), form, lists, errors, None);
    };
    let tx = app.db.write(permit).await?;
    merge_and_save(&app, &me, tx, id, form, lists, errors).await
}

async fn merge_and_save(
    app: &App,
    me: &Me,
    mut tx: Write,
    id: i64,
    form: ActionForm,
    lists: Lists,
    mut errors: Errors,
) -> Result<Response> {
    let current = still_changeable(&mut tx, me, id).await?;
    let seen = form.version;
    let subject = Subject::new(SubjectKind::Action, id);
    let met = meet(
        &mut tx,
        &subject,
        &current.plan,
        current.version,
        form,
        seen,
        TOGETHER,
    )
    .await?;
    let form = after_meeting(app, met, CLASH, &mut errors).await?;
    if current.given.receipt == Receipt::Asked && form.unit_id != current.plan.unit_id.to_string() {
        errors.add("unit_id", WAITS);
    }
    match check(&form, &lists, me, &mut errors).filter(|_| errors.allow()) {
        Some(plan) => save(tx, me, &current, &plan).await,
        None => form_page(me, Some(current), form, lists, errors, None),
    }
}

/// The action as it is inside the transaction; someone may have moved it out of her reach.
async fn still_changeable(tx: &mut Write, me: &Me, id: i64) -> Result<Action> {
    let today = tx.today();
    let current = actions::find(tx.conn(), id).await?;
    let place = actions::place(tx.conn(), &current.plan, today).await?;
    me.may(Act::ChangeAction, &place)?;
    Ok(current)
}

async fn save(mut tx: Write, me: &Me, current: &Action, plan: &Plan) -> Result<Response> {
    if *plan == current.plan {
        return Ok(flash::see_with(&current.url(), "Inget var ändrat."));
    }
    let today = tx.today();
    let place = actions::place(tx.conn(), plan, today).await?;
    may_move(me, &place, &current.plan)?;
    actions::change(&mut tx, current, plan, EventKind::ActionChanged).await?;
    tx.commit().await?;
    Ok(flash::see_with(&current.url(), "Insatsen är ändrad."))
}

/// The form with its text, and who can do what was refused.
async fn refused(
    app: &App,
    me: &Me,
    action: Option<Action>,
    form: ActionForm,
    lists: Lists,
    mut errors: Errors,
    denied: Denied,
) -> Result<Response> {
    errors.add("", refusal(app, &denied).await);
    form_page(me, action, form, lists, errors, Some(StatusCode::FORBIDDEN))
}

fn form_page(
    me: &Me,
    action: Option<Action>,
    mut form: ActionForm,
    lists: Lists,
    errors: Errors,
    status: Option<StatusCode>,
) -> Result<Response> {
    if action.is_none() && form.once.is_empty() {
        form.once = Token::short();
    }
    let offered = Status::ALL
        .iter()
        .filter(|each| action.is_some() || each.is_open());
    let cancel = match (&action, form.dialogue_id.parse::<i64>()) {
        (Some(action), _) => action.url(),
        (None, Ok(id)) => format!("/dialoger/{id}"),
        (None, Err(_)) => "/insatser".to_owned(),
    };
    let template = FormPage {
        shell: me.shell_for(&errors),
        statuses: offered
            .map(|each| Choice::new(each.code(), each.label()))
            .collect(),
        cancel,
        action,
        form,
        lists,
        errors,
    };
    page(status.unwrap_or(template.errors.status()), &template)
}

pub async fn history(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let db = app.db.read();
    let action = actions::find(db, id).await?;
    let subject = Subject::new(SubjectKind::Action, id);
    let entries = crate::store::events::history(db, &subject).await?;
    let template = history::HistoryPage {
        shell: me.shell(),
        crumbs: vec![
            Choice::new("/insatser", "Insatser"),
            Choice::new(action.url(), &action.plan.title),
        ],
        title: action.plan.title,
        lines: history::lines(db, entries).await?,
    };
    page(StatusCode::OK, &template)
}
