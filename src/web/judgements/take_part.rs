//! Whether the länsansvarig takes part in the dialogue itself: judged "vid behov", with a reason.

use crate::App;
use crate::domain::access::{Act, Permit, Place};
use crate::domain::judgement::{About, Answer, Judgement, Judging, Question};
use crate::domain::people::Seat;
use crate::domain::places::County;
use crate::error::Result;
use crate::store::judgements;
use crate::web::dialogues::{Subject, over};
use crate::web::form::{Choice, Errors, Posted};
use crate::web::holders::{Holder, Holders};
use crate::web::me::{Me, Shell};
use crate::web::{flash, page, text};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

/// Where it is judged: in the län, by its länsansvarig or those who plan.
pub fn place(county: &County) -> Place {
    Place {
        seat: Some(Seat::County(county.code.clone())),
        ..county.place()
    }
}

/// "Behövs inte: … (Anna Lind, 20 november 2026)"
pub fn words(judged: &Judgement) -> String {
    let judging = &judged.judging;
    let who = judged.by.as_deref().unwrap_or("Systemet");
    let day = text::long_date(text::to_stockholm_date(judged.judged_at));
    match judging.reason.is_empty() {
        true => format!("{} ({who}, {day})", judging.answer.label()),
        false => format!(
            "{}: {} ({who}, {day})",
            judging.answer.label(),
            judging.reason
        ),
    }
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct JudgeForm {
    answer: String,
    reason: String,
    /// The judgement that stood when the form was shown; 0 for none.
    seen: i64,
}

#[derive(Template)]
#[template(path = "judgements/take_part.html")]
struct JudgePage {
    shell: Shell,
    errors: Errors,
    form: JudgeForm,
    crumbs: Vec<Choice>,
    dialogue: String,
    holder: Holder,
    stands: Option<String>,
    answers: Vec<Choice>,
    back: String,
}

async fn load(app: &App, me: &Me, id: i64) -> Result<(Subject, Permit)> {
    let subject = Subject::load(app, id).await?;
    let permit = me.may(Act::SettleMilestone, &place(&subject.county))?;
    Ok((subject, permit))
}

pub async fn show(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let (subject, _) = load(&app, &me, id).await?;
    if let Some(answer) = over(&me, &subject) {
        return answer;
    }
    let last = judgements::last(app.db.read(), id, Question::TakePart).await?;
    let form = JudgeForm {
        answer: last
            .as_ref()
            .map_or(String::new(), |each| each.judging.answer.to_string()),
        reason: last
            .as_ref()
            .map_or(String::new(), |each| each.judging.reason.clone()),
        seen: last.as_ref().map_or(0, |each| each.id),
    };
    draw(&app, &me, &subject, last, form, Errors::default()).await
}

pub async fn judge(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted {
        mut form,
        mut errors,
    }: Posted<JudgeForm>,
) -> Result<Response> {
    let (subject, permit) = load(&app, &me, id).await?;
    if let Some(answer) = over(&me, &subject) {
        return answer;
    }
    let checked = check(&form, &subject, &mut errors);
    let (Some(judging), true) = (checked, errors.allow()) else {
        let last = judgements::last(app.db.read(), id, Question::TakePart).await?;
        return draw(&app, &me, &subject, last, form, errors).await;
    };
    let mut tx = app.db.write(permit).await?;
    let subject = subject.again(&mut tx).await?;
    if let Some(answer) = over(&me, &subject) {
        return answer;
    }
    let last = judgements::last(tx.conn(), id, Question::TakePart).await?;
    if last.as_ref().is_some_and(|each| each.judging == judging) {
        return Ok(flash::see_with(
            &subject.dialogue.url(),
            "Inget var ändrat.",
        ));
    }
    let stands = last.as_ref().map_or(0, |each| each.id);
    if stands != form.seen {
        drop(tx);
        form.seen = stands;
        errors.add("", "Någon annan har gjort bedömningen medan du skrev. Den står nedan. Spara igen om din ska gälla.");
        return draw(&app, &me, &subject, last, form, errors).await;
    }
    judgements::judge(&mut tx, &judging).await?;
    tx.commit().await?;
    Ok(flash::see_with(
        &subject.dialogue.url(),
        "Bedömningen är sparad.",
    ))
}

fn check(form: &JudgeForm, subject: &Subject, errors: &mut Errors) -> Option<Judging> {
    let answer = form.answer.parse::<Answer>().ok();
    let answer = errors.need("answer", answer, "Välj om det behövs eller inte.");
    let reason = match answer {
        Some(Answer::NotNeeded) => errors.text("reason", &form.reason, 1000, "Skriv ett skäl."),
        _ => errors.optional_text("reason", &form.reason, 1000),
    };
    Some(Judging {
        question: Question::TakePart,
        about: About::Dialogue(subject.dialogue.id),
        seat: Some(Seat::County(subject.county.code.clone())),
        answer: answer?,
        reason: reason?,
    })
}

async fn draw(
    app: &App,
    me: &Me,
    subject: &Subject,
    last: Option<Judgement>,
    form: JudgeForm,
    errors: Errors,
) -> Result<Response> {
    let holders = Holders::load(app.db.read(), app.clock.today()).await?;
    let choice = |answer: &Answer| Choice::new(answer, answer.label());
    let template = JudgePage {
        shell: me.shell_for(&errors),
        crumbs: subject.crumbs(),
        dialogue: subject.name(),
        holder: holders.of(&Seat::County(subject.county.code.clone())),
        stands: last.as_ref().map(words),
        answers: Answer::ALL.iter().map(choice).collect(),
        back: subject.dialogue.url(),
        form,
        errors,
    };
    page(template.errors.status(), &template)
}
