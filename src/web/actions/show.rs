//! One action: what it is, who has it, when it is due, how it goes.

use super::report::{FollowUpForm, StatusForm};
use super::words::{Due, OwnerWords, tone};
use crate::App;
use crate::domain::access::Act;
use crate::domain::action::{Action, Status};
use crate::domain::dialogue::Phase;
use crate::domain::places::County;
use crate::error::Result;
use crate::secrets::Token;
use crate::store::actions::{self, Origin};
use crate::web::feedback::of_action;
use crate::web::form::{Choice, Errors};
use crate::web::history::Names;
use crate::web::holders::Holders;
use crate::web::me::{Me, Shell};
use crate::web::{markdown, page, text};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

struct EarlierLine {
    iso: String,
    changed: String,
}

struct FollowedLine {
    iso: String,
    day: String,
    html: String,
    by: String,
}

#[derive(Template)]
#[template(path = "actions/show.html")]
struct ShowPage {
    shell: Shell,
    action: Action,
    status: &'static str,
    tone: &'static str,
    due: Due,
    counties: Vec<County>,
    owner: OwnerWords,
    unit: String,
    issue_area: Option<String>,
    origin: Option<Origin>,
    cancelled: bool,
    description: String,
    result: String,
    earlier: Vec<EarlierLine>,
    followed: Vec<FollowedLine>,
    created: String,
    settled: Option<String>,
    can_change: bool,
    can_report: bool,
    statuses: Vec<Choice>,
    status_form: StatusForm,
    follow_form: FollowUpForm,
    feedback: of_action::Card,
    errors: Errors,
}

pub async fn show(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let action = actions::find(app.db.read(), id).await?;
    draw(&app, &me, action, None, None, Errors::default()).await
}

/// The page, with a form that could not be saved as it was typed.
pub(super) async fn draw(
    app: &App,
    me: &Me,
    action: Action,
    status_form: Option<StatusForm>,
    follow_form: Option<FollowUpForm>,
    errors: Errors,
) -> Result<Response> {
    let (db, today) = (app.db.read(), app.clock.today());
    let mut conn = db.acquire().await?;
    let place = actions::place(&mut conn, &action.plan, today).await?;
    drop(conn);
    let holders = Holders::load(db, today).await?;
    let names = Names::load(db).await?;
    let plan = &action.plan;
    let origin = match plan.dialogue_id {
        Some(id) => Some(actions::origin(db, id).await?),
        None => None,
    };
    let mut counties = holders.counties.clone();
    counties.retain(|county| plan.counties.contains(&county.code));
    let person = plan
        .owner_person_id
        .map(|id| names.value("owner_person_id", &id.into()));
    let issue_area = plan
        .issue_area_id
        .map(|id| names.value("issue_area_id", &id.into()));
    let template = ShowPage {
        shell: me.shell_for(&errors),
        status: plan.status.label(),
        tone: tone(plan.status),
        due: Due::of(plan.due_on, today, plan.status.is_open()),
        owner: OwnerWords::of(&holders, plan.owner_seat.as_ref(), person.as_deref()),
        unit: names.value("unit_id", &plan.unit_id.into()),
        cancelled: origin
            .as_ref()
            .is_some_and(|each| each.phase == Phase::Cancelled),
        description: markdown::render_below(&plan.description, 2),
        result: markdown::render_below(&plan.result, 2),
        earlier: earlier(actions::earlier_due_dates(db, action.id).await?),
        followed: followed(actions::follow_ups(db, action.id).await?),
        created: text::long_date(text::to_stockholm_date(action.created_at)),
        settled: action
            .settled_at
            .map(|at| text::long_date(text::to_stockholm_date(at))),
        can_change: me.can(Act::ChangeAction, &place),
        can_report: me.can(Act::ReportAction, &place),
        statuses: statuses(),
        status_form: status_form.unwrap_or_else(|| StatusForm::of(&action)),
        follow_form: follow_form.unwrap_or_else(|| FollowUpForm {
            followed_on: text::iso(today),
            once: Token::short(),
            ..FollowUpForm::default()
        }),
        feedback: of_action::card(app, action.id, today).await?,
        counties,
        issue_area,
        origin,
        action,
        errors,
    };
    page(template.errors.status(), &template)
}

fn statuses() -> Vec<Choice> {
    let all = Status::ALL.iter();
    all.map(|each| Choice::new(each.code(), each.label()))
        .collect()
}

fn earlier(rows: Vec<actions::EarlierDue>) -> Vec<EarlierLine> {
    let line = |row: actions::EarlierDue| EarlierLine {
        iso: text::iso(row.due_on),
        changed: format!(
            "ändrat {} av {}",
            text::long_date(text::to_stockholm_date(row.changed_at)),
            row.changed_by.as_deref().unwrap_or("systemet")
        ),
    };
    rows.into_iter().map(line).collect()
}

fn followed(rows: Vec<actions::Followed>) -> Vec<FollowedLine> {
    let line = |row: actions::Followed| FollowedLine {
        iso: text::iso(row.followed_on),
        day: text::short_date(row.followed_on),
        html: markdown::render_below(&row.text, 3),
        by: row.by,
    };
    rows.into_iter().map(line).collect()
}
