//! Changing a dialogue's plan; another day moves its milestones.

use super::plan::{PlanForm, check, diary_no_is_taken, forms, permit};
use super::schedule::{Schedule, warnings};
use super::{Subject, over};
use crate::App;
use crate::domain::dialogue::{Dialogue, Plan};
use crate::domain::event::{self, SubjectKind};
use crate::error::Result;
use crate::store::dialogues;
use crate::web::form::{Choice, Errors, Posted, meet};
use crate::web::history::after_meeting;
use crate::web::holders::Holders;
use crate::web::me::{Me, Shell};
use crate::web::{flash, page, text};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use jiff::civil::Date;

const TOGETHER: &[&[&str]] = &[&["held_on", "starts_at", "ends_at"]];
const MET: &str = "Någon annan har ändrat dialogen medan du skrev. Din text finns kvar nedan – jämför och spara igen.";

#[derive(Template)]
#[template(path = "dialogues/change.html")]
struct ChangePage {
    shell: Shell,
    errors: Errors,
    form: PlanForm,
    forms: Vec<Choice>,
    schedule: Schedule,
    carried: String,
    county: String,
    crumbs: Vec<Choice>,
    back: String,
}

pub async fn edit(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let subject = Subject::load(&app, id).await?;
    permit(&me, &subject)?;
    if let Some(answer) = over(&me, &subject) {
        return answer;
    }
    let form = PlanForm {
        version: subject.dialogue.version,
        ..PlanForm::from(&subject.dialogue.plan)
    };
    form_page(&app, &me, &subject, form, Errors::default()).await
}

pub async fn update(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted {
        mut form,
        mut errors,
    }: Posted<PlanForm>,
) -> Result<Response> {
    let subject = Subject::load(&app, id).await?;
    let permit = permit(&me, &subject)?;
    if let Some(answer) = over(&me, &subject) {
        return answer;
    }
    form.county = subject.dialogue.plan.county.clone();
    if !form.preview.is_empty() {
        return form_page(&app, &me, &subject, form, Errors::default()).await;
    }
    let today = app.clock.today();
    let plan = checked(&form, &mut errors, &subject.dialogue, today);
    let (Some(plan), true) = (plan, errors.allow()) else {
        return form_page(&app, &me, &subject, form, errors).await;
    };
    let holders = Holders::load(app.db.read(), today).await?;
    let mut tx = app.db.write(permit).await?;
    let subject = subject.again(&mut tx).await?;
    if let Some(answer) = over(&me, &subject) {
        return answer;
    }
    let now = &subject.dialogue;
    let about = event::Subject::new(SubjectKind::Dialogue, id);
    let (mine, seen) = (form.tidied(&plan), form.version);
    let met = meet(
        &mut tx,
        &about,
        &now.plan,
        now.version,
        mine,
        seen,
        TOGETHER,
    )
    .await?;
    let form = after_meeting(&app, met, MET, &mut errors).await?;
    if !errors.allow() {
        drop(tx);
        return form_page(&app, &me, &subject, form, errors).await;
    }
    let plan = checked(&form, &mut errors, now, today);
    let taken = match &plan {
        Some(plan) => diary_no_is_taken(&mut tx, plan, id, &holders, &mut errors).await?,
        None => false,
    };
    let (Some(plan), false, true) = (plan, taken, errors.allow()) else {
        drop(tx);
        return form_page(&app, &me, &subject, form, errors).await;
    };
    if plan == now.plan {
        return Ok(flash::see_with(&now.url(), "Inget var ändrat."));
    }
    let moved = dialogues::change(&mut tx, now, &plan, today).await?;
    tx.commit().await?;
    let near = dialogues::around(app.db.read(), &plan.county, plan.held_on).await?;
    let warned = match plan.held_on == now.plan.held_on {
        true => Vec::new(),
        false => warnings(&holders, &plan.county, plan.held_on, &near, Some(id)),
    };
    Ok(flash::see_with(
        &now.url(),
        &saved(now, &plan, moved, &warned),
    ))
}

/// The plan, if it is right; once the day has begun, its date stays.
fn checked(form: &PlanForm, errors: &mut Errors, now: &Dialogue, today: Date) -> Option<Plan> {
    let plan = check(form, errors, Some(&now.plan), today)?;
    if plan.held_on != now.plan.held_on && !now.phase.is_before_the_day() {
        let day = text::iso(now.plan.held_on);
        errors.add(
            "held_on",
            format!("Datumet är {day} och kan inte ändras när genomförandet har börjat."),
        );
    }
    Some(plan)
}

fn saved(before: &Dialogue, plan: &Plan, moved: usize, warned: &[String]) -> String {
    if before.plan.held_on == plan.held_on {
        return "Ändringarna är sparade.".to_owned();
    }
    let steps = match moved {
        0 => "Inga öppna steg behövde flyttas.".to_owned(),
        1 => "1 öppet steg har fått nytt datum.".to_owned(),
        _ => format!("{moved} öppna steg har fått nya datum."),
    };
    let day = text::long_date(plan.held_on);
    let warned: String = warned.iter().map(|line| format!(" {line}")).collect();
    format!("Dialogen är flyttad till den {day}. {steps}{warned}")
}

async fn form_page(
    app: &App,
    me: &Me,
    subject: &Subject,
    form: PlanForm,
    errors: Errors,
) -> Result<Response> {
    let holders = Holders::load(app.db.read(), app.clock.today()).await?;
    let template = ChangePage {
        shell: me.shell_for(&errors),
        carried: String::new(),
        schedule: Schedule::moved(app, &holders, &subject.dialogue, &form).await?,
        forms: forms(),
        county: subject.county.short_name.clone(),
        crumbs: subject.crumbs(),
        back: subject.dialogue.url(),
        form,
        errors,
    };
    page(template.errors.status(), &template)
}
