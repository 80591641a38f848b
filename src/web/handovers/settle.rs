//! What who handed over does: reminds, takes back, closes; and the page that asks.

use super::answer::AnswerForm;
use super::{load, may_answer, may_lead, still_answers};
use crate::App;
use crate::domain::calendar::{add_days, working_day_on_or_after};
use crate::domain::handover::{Handover, Status};
use crate::error::Result;
use crate::store::handovers;
use crate::web::form::{Choice, Errors, Posted};
use crate::web::holders::Holders;
use crate::web::me::{Me, Shell};
use crate::web::{flash, page};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use jiff::civil::Date;

pub(super) const PASSED: &str = "Datumet har redan passerat. Ange ett datum från och med i dag.";

/// A page that asks for a reason, and sometimes for a unit and a day.
#[derive(Template)]
#[template(path = "handovers/ask.html")]
pub(super) struct AskPage {
    shell: Shell,
    errors: Errors,
    form: AnswerForm,
    handover: Handover,
    contents: Contents,
    /// Empty when it stays with its unit; else a unit and a day are asked for.
    units: Vec<Choice>,
}

#[derive(Clone, Copy)]
pub(super) struct Contents {
    pub heading: &'static str,
    pub lead: &'static str,
    pub label: &'static str,
    pub hint: &'static str,
    pub button: &'static str,
    pub danger: bool,
    pub longest: &'static str,
}

pub(super) const WITH_ALL: Contents = Contents {
    heading: "",
    lead: "",
    label: "",
    hint: "",
    button: "",
    danger: false,
    longest: "1000",
};

impl AskPage {
    pub fn draw(
        me: &Me,
        handover: Handover,
        (contents, units): (Contents, Vec<Choice>),
        form: AnswerForm,
        errors: Errors,
    ) -> Result<Response> {
        let template = AskPage {
            units,
            shell: me.shell_for(&errors),
            form,
            handover,
            contents,
            errors,
        };
        page(template.errors.status(), &template)
    }
}

/// Every unit but the one it lies on.
pub(super) async fn units(app: &App, of: &Handover) -> Result<Vec<Choice>> {
    let holders = Holders::load(app.db.read(), app.clock.today()).await?;
    let all = holders.units.iter();
    let others = all.filter(|unit| unit.id != of.asking.unit_id);
    let label = |unit: &crate::domain::places::Unit| {
        Choice::new(unit.id, format!("{}, {}", unit.name, unit.department_name))
    };
    Ok(others.map(label).collect())
}

pub(super) fn check_unit(asked: &str, units: &[Choice], errors: &mut Errors) -> Option<i64> {
    let known = units.iter().any(|unit| unit.value == asked);
    let unit = asked.parse().ok().filter(|_| known);
    errors.need("unit_id", unit, "Välj en enhet.")
}

pub(super) fn check_day(asked: &str, today: Date, errors: &mut Errors) -> Option<Date> {
    let day = errors.date("contact_by", asked)?;
    if day < today {
        errors.add("contact_by", PASSED);
        return None;
    }
    Some(day)
}

/// The day that is proposed for contact: the one that was set, unless it is close or has passed.
pub(super) fn parse_day(of: &Handover, today: Date) -> Date {
    let soonest = working_day_on_or_after(add_days(today, 14));
    of.asking.contact_by.max(soonest)
}

pub async fn remind(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<AnswerForm>,
) -> Result<Response> {
    let (of, county) = load(&app, id).await?;
    let permit = may_lead(&me, &of, &county)?;
    let today = app.clock.today();
    let day = check_day(&form.contact_by, today, &mut errors);
    let (Some(day), true) = (day, errors.allow()) else {
        return super::show::draw_again(&app, &me, of, form, errors).await;
    };
    let mut tx = app.db.write(permit).await?;
    let now = handovers::find(tx.conn(), id).await?;
    may_lead(&me, &now, &county)?;
    let just = now.status == Status::Sent && now.sent_on == today && now.asking.contact_by == day;
    if just {
        return Ok(flash::see(&now.url()));
    }
    if now.version != form.version || !now.status.waits() {
        drop(tx);
        let form = form.met(&now, &mut errors);
        return super::show::draw_again(&app, &me, now, form, errors).await;
    }
    handovers::remind(&mut tx, &now, day).await?;
    tx.commit().await?;
    Ok(flash::see_with(
        &now.url(),
        "Överlämningen är skickad till enheten igen.",
    ))
}

const TAKE_BACK: Contents = Contents {
    heading: "Ta tillbaka överlämningen?",
    lead: "Den ligger sedan hos den som svarar för sakfrågan, som skickar den till en annan enhet eller avslutar den.",
    label: "Skäl",
    hint: "En rad räcker. Enheten ser det.",
    button: "Ta tillbaka",
    danger: true,
    ..WITH_ALL
};

pub async fn ask_to_take_back(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
) -> Result<Response> {
    let (of, county) = load(&app, id).await?;
    may_lead(&me, &of, &county)?;
    let form = AnswerForm {
        version: of.version,
        ..AnswerForm::default()
    };
    AskPage::draw(&me, of, (TAKE_BACK, vec![]), form, Errors::default())
}

pub async fn take_back(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<AnswerForm>,
) -> Result<Response> {
    let (of, county) = load(&app, id).await?;
    let permit = may_lead(&me, &of, &county)?;
    let why = "Skriv varför du tar tillbaka överlämningen.";
    let reason = errors.text("reason", &form.reason, 1000, why);
    let (Some(reason), true) = (reason, errors.allow()) else {
        return AskPage::draw(&me, of, (TAKE_BACK, vec![]), form, errors);
    };
    let mut tx = app.db.write(permit).await?;
    let now = handovers::find(tx.conn(), id).await?;
    may_lead(&me, &now, &county)?;
    if now.status == Status::Returned && now.return_reason == reason {
        return Ok(flash::see(&now.url()));
    }
    if now.version != form.version || !now.status.can_go_back() {
        drop(tx);
        let form = form.met(&now, &mut errors);
        return AskPage::draw(&me, now, (TAKE_BACK, vec![]), form, errors);
    }
    handovers::take_back(&mut tx, &now, &reason).await?;
    tx.commit().await?;
    Ok(flash::see_with(
        &now.url(),
        "Överlämningen är tagen tillbaka.",
    ))
}

const CLOSE: Contents = Contents {
    heading: "Avsluta överlämningen?",
    lead: "Den sparas med sitt resultat och sina kontakter, och ändras inte mer.",
    label: "Resultat",
    hint: "Vad kontakten ledde till. Skriv också om den inte blev av, och varför.",
    button: "Avsluta överlämningen",
    longest: "5000",
    ..WITH_ALL
};

pub async fn ask_to_close(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let (of, county) = load(&app, id).await?;
    if may_lead(&me, &of, &county).is_err() {
        may_answer(&app, &me, &of, &county).await?;
    }
    let form = AnswerForm {
        version: of.version,
        ..AnswerForm::default()
    };
    AskPage::draw(&me, of, (CLOSE, vec![]), form, Errors::default())
}

/// Whoever handed over closes it; the unit does when it has been in touch.
pub async fn close(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<AnswerForm>,
) -> Result<Response> {
    let (of, county) = load(&app, id).await?;
    let permit = match may_lead(&me, &of, &county) {
        Ok(permit) => permit,
        Err(_) => may_answer(&app, &me, &of, &county).await?,
    };
    let why = "Skriv vad överlämningen ledde till.";
    let result = errors.text("reason", &form.reason, 5_000, why);
    let (Some(result), true) = (result, errors.allow()) else {
        return AskPage::draw(&me, of, (CLOSE, vec![]), form, errors);
    };
    let mut tx = app.db.write(permit).await?;
    let now = handovers::find(tx.conn(), id).await?;
    let leads = may_lead(&me, &now, &county).is_ok();
    if !leads {
        still_answers(&mut tx, &me, &now, &county).await?;
    }
    if now.status == Status::Closed && now.result == result {
        return Ok(flash::see(&now.url()));
    }
    if now.version != form.version || now.status == Status::Closed {
        drop(tx);
        let form = form.met(&now, &mut errors);
        return AskPage::draw(&me, now, (CLOSE, vec![]), form, errors);
    }
    if !leads && now.status != Status::ContactMade {
        drop(tx);
        errors.add("", "Skriv in den första kontakten innan ni avslutar.");
        return AskPage::draw(&me, now, (CLOSE, vec![]), form, errors);
    }
    handovers::close(&mut tx, &now, &result).await?;
    tx.commit().await?;
    Ok(flash::see_with(&now.url(), "Överlämningen är avslutad."))
}
