//! One action: what it is, who has it, when it is due, how it goes.

use super::checkins::{PlanForm, interval, intervals};
use super::given::{AnswerForm, GiveForm};
use super::given_view::GivenView;
use super::report::{FollowUpForm, StatusForm};
use super::words::{Due, OwnerWords, tone};
use crate::App;
use crate::domain::access::Act;
use crate::domain::action::{Action, Checkin, Kind, Plan, Status};
use crate::domain::dialogue::Phase;
use crate::domain::judgement::About;
use crate::domain::observation::UsedIn;
use crate::domain::places::County;
use crate::error::Result;
use crate::store::actions::{self, Origin, checkins};
use crate::store::judgements;
use crate::store::reader::Reader;
use crate::web::feedback::of_action;
use crate::web::form::{Choice, Errors};
use crate::web::history::Names;
use crate::web::holders::Holders;
use crate::web::me::{Me, Shell};
use crate::web::observations::card::Card;
use crate::web::{markdown, page, text};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use jiff::Timestamp;
use jiff::civil::Date;

struct EarlierLine {
    iso: String,
    changed: String,
}

struct FollowedLine {
    iso: String,
    day: String,
    html: String,
    by: String,
    /// Whether it was a check-in that was planned.
    planned: bool,
}

/// A check-in that is still to come.
struct Coming {
    checkin: Checkin,
    due: Due,
    every: String,
}

/// The forms of the page as they were typed, when one could not be saved.
#[derive(Default)]
pub(super) struct Forms {
    status: Option<StatusForm>,
    follow: Option<FollowUpForm>,
    give: Option<GiveForm>,
    answer: Option<AnswerForm>,
    checkin: Option<PlanForm>,
}

impl ShowPage {
    fn intervals(&self) -> Vec<Choice> {
        intervals()
    }

    fn answers(&self) -> Vec<Choice> {
        vec![
            Choice::new("accepted", "Ta emot"),
            Choice::new("redirected", "Skicka vidare till en annan enhet"),
            Choice::new("declined", "Avböj"),
        ]
    }

    /// "bättre förutsättningar och större förmåga"
    fn serves(&self) -> &'static str {
        let plan = &self.action.plan;
        match (plan.serves_conditions, plan.serves_ability) {
            (true, true) => "Regionens förutsättningar och förmåga",
            (true, false) => "Regionens förutsättningar",
            (false, true) => "Regionens förmåga",
            (false, false) => "",
        }
    }
}

impl Forms {
    pub fn status(form: StatusForm) -> Forms {
        Forms {
            status: Some(form),
            ..Forms::default()
        }
    }

    pub fn follow(form: FollowUpForm) -> Forms {
        Forms {
            follow: Some(form),
            ..Forms::default()
        }
    }

    pub fn give(form: GiveForm) -> Forms {
        Forms {
            give: Some(form),
            ..Forms::default()
        }
    }

    pub fn answer(form: AnswerForm) -> Forms {
        Forms {
            answer: Some(form),
            ..Forms::default()
        }
    }

    pub fn checkin(form: PlanForm) -> Forms {
        Forms {
            checkin: Some(form),
            ..Forms::default()
        }
    }
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
    effect: String,
    promised: String,
    /// Who judged an operativ insats, and when.
    judged: Option<String>,
    given: GivenView,
    give_form: GiveForm,
    answer_form: AnswerForm,
    earlier: Vec<EarlierLine>,
    followed: Vec<FollowedLine>,
    coming: Vec<Coming>,
    checkin_form: PlanForm,
    created: String,
    settled: Option<String>,
    can_change: bool,
    can_report: bool,
    statuses: Vec<Choice>,
    status_form: StatusForm,
    follow_form: FollowUpForm,
    feedback: of_action::Card,
    notes: Card,
    errors: Errors,
}

pub async fn show(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let action = actions::find(app.db.read(), id).await?;
    draw(&app, &me, action, Forms::default(), Errors::default()).await
}

/// The page, with a form that could not be saved as it was typed.
pub(super) async fn draw(
    app: &App,
    me: &Me,
    action: Action,
    forms: Forms,
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
    let named = |field: &str, id: Option<i64>| id.map(|id| names.value(field, &id.into()));
    let person = named("owner_person_id", plan.owner_person_id);
    let unit = names.value("unit_id", &plan.unit_id.into());
    let can_change = me.can(Act::ChangeAction, &place);
    let given = GivenView::load(app, me, &action, &holders, &unit, can_change).await?;
    let followed_up = actions::follow_ups(db, action.id).await?;
    let (done, coming): (Vec<_>, Vec<_>) = checkins::of_action(db, action.id)
        .await?
        .into_iter()
        .partition(|each| !each.is_open());
    let areas: Vec<i64> = plan.issue_area_id.into_iter().collect();
    let (used_in, about) = (
        (UsedIn::Action, action.id),
        (&plan.counties[..], &areas[..]),
    );
    let template = ShowPage {
        notes: Card::load(app, me, used_in, about, can_change).await?,
        shell: me.shell_for(&errors),
        promised: promised(plan, &names),
        judged: judged(db, &action).await?,
        effect: markdown::render_below(&plan.effect, 2),
        followed: followed(followed_up, done),
        coming: coming_ones(coming, plan.status.is_open(), today),
        given,
        give_form: forms.give.unwrap_or_else(|| GiveForm::of(&action)),
        answer_form: forms.answer.unwrap_or_else(|| AnswerForm::of(&action)),
        checkin_form: forms.checkin.unwrap_or_else(PlanForm::empty),
        status: plan.status.label(),
        tone: tone(plan.status),
        due: Due::of(plan.due_on, today, plan.status.is_open()),
        owner: OwnerWords::of(&holders, plan.owner_seat.as_ref(), person.as_deref()),
        unit,
        cancelled: origin
            .as_ref()
            .is_some_and(|each| each.phase == Phase::Cancelled),
        description: markdown::render_below(&plan.description, 2),
        result: markdown::render_below(&plan.result, 2),
        earlier: earlier(actions::earlier_due_dates(db, action.id).await?),
        created: day_of(action.created_at),
        settled: action.settled_at.map(day_of),
        can_change,
        can_report: me.can(Act::ReportAction, &place),
        statuses: statuses(),
        status_form: forms.status.unwrap_or_else(|| StatusForm::of(&action)),
        follow_form: forms.follow.unwrap_or_else(|| FollowUpForm::on(today)),
        feedback: of_action::card(app, action.id, today).await?,
        counties: counties_of(plan, &holders),
        issue_area: named("issue_area_id", plan.issue_area_id),
        origin,
        action,
        errors,
    };
    page(template.errors.status(), &template)
}

fn counties_of(plan: &Plan, holders: &Holders) -> Vec<County> {
    let all = holders.counties.iter();
    all.filter(|county| plan.counties.contains(&county.code))
        .cloned()
        .collect()
}

/// "20 november 2026"
fn day_of(at: Timestamp) -> String {
    text::long_date(text::to_stockholm_date(at))
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
            day_of(row.changed_at),
            row.changed_by.as_deref().unwrap_or("systemet")
        ),
    };
    rows.into_iter().map(line).collect()
}

/// What was noted, with the check-ins that were done, newest first.
fn followed(rows: Vec<actions::Followed>, done: Vec<Checkin>) -> Vec<FollowedLine> {
    let noted = rows
        .into_iter()
        .map(|row| (row.followed_on, row.text, row.by, false));
    let checked = done.into_iter().map(|each| {
        let day = each.done.done_on.unwrap_or(each.planned.planned_on);
        (
            day,
            each.done.comment,
            each.done_by.unwrap_or_default(),
            true,
        )
    });
    let mut all: Vec<_> = noted.chain(checked).collect();
    all.sort_by_key(|(day, ..)| std::cmp::Reverse(*day));
    let line = |(day, said, by, planned): (Date, String, String, bool)| FollowedLine {
        iso: text::iso(day),
        day: text::short_date(day),
        html: markdown::render_below(&said, 3),
        by,
        planned,
    };
    all.into_iter().map(line).collect()
}

fn coming_ones(rows: Vec<Checkin>, open: bool, today: Date) -> Vec<Coming> {
    let line = |checkin: Checkin| Coming {
        due: Due::of(checkin.planned.planned_on, today, open),
        every: interval(checkin.planned.every_months),
        checkin,
    };
    rows.into_iter().map(line).collect()
}

/// "Myndigheten till regionen", "Vinnova"
fn promised(plan: &Plan, names: &Names) -> String {
    match plan.agency_id {
        Some(id) => names.value("agency_id", &id.into()),
        None => plan.direction.label().to_owned(),
    }
}

/// "Anna Lind, 20 november 2026"
async fn judged(db: &Reader, action: &Action) -> Result<Option<String>> {
    if action.plan.kind != Kind::Operational {
        return Ok(None);
    }
    let last = judgements::last_of(db, About::Action(action.id)).await?;
    Ok(last.map(|last| {
        let day = day_of(last.judged_at);
        format!("{}, {day}", last.by.as_deref().unwrap_or("Systemet"))
    }))
}
