//! Avstämningar: planned before the due date, done with a comment, taken away.

use super::report::{find_reportable, still_reportable};
use super::show::{Forms, draw};
use crate::App;
use crate::domain::action::{Action, Checkin, Done, MOST_MONTHS, Planned};
use crate::error::{Error, Result};
use crate::secrets::Token;
use crate::store::actions::checkins;
use crate::web::form::{Choice, Errors, Posted};
use crate::web::me::{Me, Shell};
use crate::web::{flash, page, parse, text};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;

const LONG: usize = 10_000;
const MET: &str = "Någon annan har skrivit in avstämningen medan du skrev. Din text finns kvar nedan – skriv den som en uppföljning om den ska vara med.";

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PlanForm {
    pub planned_on: String,
    pub every_months: String,
    pub once: String,
}

impl PlanForm {
    pub fn empty() -> PlanForm {
        PlanForm {
            once: Token::short(),
            ..PlanForm::default()
        }
    }
}

/// How often it can come back.
pub fn intervals() -> Vec<Choice> {
    [
        (1, "Varje månad"),
        (2, "Varannan månad"),
        (3, "Var tredje månad"),
        (6, "Varje halvår"),
        (12, "Varje år"),
    ]
    .map(|(months, label)| Choice::new(months, label))
    .to_vec()
}

/// "varje månad", for a line.
pub fn interval(months: Option<i64>) -> String {
    match months {
        None => String::new(),
        Some(1) => "varje månad".to_owned(),
        Some(2) => "varannan månad".to_owned(),
        Some(12) => "varje år".to_owned(),
        Some(months) => format!("var {months}:e månad"),
    }
}

pub async fn plan(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<PlanForm>,
) -> Result<Response> {
    let (action, permit) = find_reportable(&app, &me, id).await?;
    let planned = check_plan(&form, &action, app.clock.today(), &mut errors);
    let (Some(planned), true) = (planned, errors.allow()) else {
        return draw(&app, &me, action, Forms::checkin(form), errors).await;
    };
    let mut tx = app.db.write(permit).await?;
    if let Some(url) = tx.already_made(&form.once).await? {
        return Ok(flash::see_made(&url));
    }
    let now = still_reportable(&mut tx, &me, id).await?;
    if check_plan(&form, &now, tx.today(), &mut errors).is_none() {
        drop(tx);
        return draw(&app, &me, now, Forms::checkin(form), errors).await;
    }
    checkins::plan(&mut tx, &now, &planned).await?;
    tx.made(&form.once, &now.url()).await?;
    tx.commit().await?;
    Ok(flash::see_with(&now.url(), "Avstämningen är planerad."))
}

fn check_plan(
    form: &PlanForm,
    action: &Action,
    today: Date,
    errors: &mut Errors,
) -> Option<Planned> {
    let day = errors.date("planned_on", &form.planned_on);
    let due = action.plan.due_on;
    if day.is_some_and(|day| day < today) {
        errors.add(
            "planned_on",
            "Datumet har varit. Ange i dag eller en senare dag.",
        );
    }
    if day.is_some_and(|day| day > due) {
        errors.add(
            "planned_on",
            format!("Insatsen ska vara klar {due}. Stäm av den dagen eller tidigare."),
        );
    }
    let every = form.every_months.parse::<i64>().ok();
    let every = every.filter(|months| (1..=MOST_MONTHS).contains(months));
    if !form.every_months.is_empty() && every.is_none() {
        errors.add("every_months", "Välj något i listan.");
    }
    if !action.plan.status.is_open() {
        errors.add("", "Insatsen är avslutad. Då behövs inga avstämningar.");
    }
    errors.is_empty().then_some(Planned {
        planned_on: day?,
        every_months: every,
    })
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct DoneForm {
    done_on: String,
    comment: String,
    version: i64,
}

#[derive(Template)]
#[template(path = "actions/checkin.html")]
struct CheckinPage {
    shell: Shell,
    errors: Errors,
    form: DoneForm,
    action: Action,
    day: String,
    late: Option<String>,
    /// "varje månad", and the day of the next one.
    every: String,
    next: Option<String>,
}

pub async fn show(
    State(app): State<App>,
    me: Me,
    Path((id, checkin)): Path<(i64, i64)>,
) -> Result<Response> {
    let (action, _) = find_reportable(&app, &me, id).await?;
    let checkin = checkins::find(app.db.read(), id, checkin).await?;
    if !checkin.is_open() {
        return Ok(flash::see(&format!("{}#uppfoljningar", action.url())));
    }
    let form = DoneForm {
        done_on: text::iso(app.clock.today()),
        version: checkin.version,
        ..DoneForm::default()
    };
    checkin_page(&app, &me, action, checkin, form, Errors::default())
}

fn checkin_page(
    app: &App,
    me: &Me,
    action: Action,
    checkin: Checkin,
    form: DoneForm,
    errors: Errors,
) -> Result<Response> {
    let today = app.clock.today();
    let template = CheckinPage {
        shell: me.shell_for(&errors),
        day: text::long_date(checkin.planned.planned_on),
        late: text::late(checkin.planned.planned_on, today),
        every: interval(checkin.planned.every_months),
        next: checkin.next(today, action.plan.due_on).map(text::long_date),
        form,
        action,
        errors,
    };
    page(template.errors.status(), &template)
}

pub async fn settle(
    State(app): State<App>,
    me: Me,
    Path((id, checkin)): Path<(i64, i64)>,
    Posted { form, mut errors }: Posted<DoneForm>,
) -> Result<Response> {
    let (action, permit) = find_reportable(&app, &me, id).await?;
    let before = checkins::find(app.db.read(), id, checkin).await?;
    let done = check_done(&form, app.clock.today(), &mut errors);
    let (Some(done), true) = (done, errors.allow()) else {
        return checkin_page(&app, &me, action, before, form, errors);
    };
    let mut tx = app.db.write(permit).await?;
    let now = still_reportable(&mut tx, &me, id).await?;
    let before = checkins::find(tx.conn(), id, checkin).await?;
    if before.done == done {
        return Ok(flash::see(&now.url()));
    }
    if before.version != form.version || !before.is_open() {
        drop(tx);
        errors.met(MET);
        return checkin_page(&app, &me, now, before, form, errors);
    }
    let next = checkins::settle(&mut tx, &now, &before, &done).await?;
    tx.commit().await?;
    let told = match next {
        Some(day) => format!("Avstämningen är sparad. Nästa är {}.", text::long_date(day)),
        None => "Avstämningen är sparad.".to_owned(),
    };
    Ok(flash::see_with(&now.url(), &told))
}

fn check_done(form: &DoneForm, today: Date, errors: &mut Errors) -> Option<Done> {
    let done_on = errors.date("done_on", &form.done_on);
    if parse::date(&form.done_on).is_some_and(|day| day > today) {
        errors.add(
            "done_on",
            "Datumet har inte varit ännu. Ange i dag eller en tidigare dag.",
        );
    }
    let comment = errors.text("comment", &form.comment, LONG, "Skriv hur det går.");
    Some(Done {
        done_on: Some(done_on?),
        comment: comment?,
    })
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct RemoveForm {
    version: i64,
}

pub async fn remove(
    State(app): State<App>,
    me: Me,
    Path((id, checkin)): Path<(i64, i64)>,
    Posted { form, .. }: Posted<RemoveForm>,
) -> Result<Response> {
    let (action, permit) = find_reportable(&app, &me, id).await?;
    let mut tx = app.db.write(permit).await?;
    still_reportable(&mut tx, &me, id).await?;
    let found = match checkins::find(tx.conn(), id, checkin).await {
        Err(Error::NotFound) => return Ok(flash::see(&action.url())),
        found => found?,
    };
    if found.version != form.version || !found.is_open() {
        return Err(Error::Stale);
    }
    checkins::remove(&mut tx, &found).await?;
    tx.commit().await?;
    Ok(flash::see_with(&action.url(), "Avstämningen är borttagen."))
}
