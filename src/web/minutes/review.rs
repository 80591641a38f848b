//! Justering: what each says of the minutes, what is done about a comment, and who is not asked any more.

use super::{again, closed, crumbs, may, url};
use crate::App;
use crate::domain::access::{Act, Ask, Permit};
use crate::domain::minutes::{Answer, LONGEST_COMMENT, Record, Reply, Review, Step};
use crate::error::{Error, Result};
use crate::store::minutes;
use crate::web::dialogues::Subject;
use crate::web::form::{Choice, Errors, Posted};
use crate::web::me::{Me, Shell};
use crate::web::{flash, markdown, page};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct AnswerForm {
    answer: String,
    comment: String,
    version: i64,
}

#[derive(Template)]
#[template(path = "minutes/answer.html")]
struct AnswerPage {
    shell: Shell,
    errors: Errors,
    crumbs: Vec<Choice>,
    form: AnswerForm,
    review: Review,
    mine: bool,
    name: String,
    url: String,
    back: String,
}

impl AnswerPage {
    fn answers(&self) -> Vec<Choice> {
        [Answer::Ok, Answer::Comment]
            .map(|each| Choice::new(each, each.label()))
            .to_vec()
    }
}

fn is_hers(me: &Me, review: &Review) -> bool {
    review.answers_herself && review.person_id == Some(me.id())
}

/// Whoever can log in answers herself; for others the one who runs the dialogue writes down what was said.
fn may_answer(me: &Me, subject: &Subject, review: &Review) -> Result<Permit> {
    if !review.answers_herself {
        return may(me, subject);
    }
    let (hers, phrase) = (is_hers(me, review), Some("svara i någon annans ställe"));
    Ok(me
        .standing
        .may_own(Act::ReviewMinutes, hers, Ask::Managers, phrase)?)
}

pub async fn show(
    State(app): State<App>,
    me: Me,
    Path((id, rid)): Path<(i64, i64)>,
) -> Result<Response> {
    let subject = Subject::load(&app, id).await?;
    let record = minutes::find(app.db.read(), id).await?;
    let review = minutes::review_of(app.db.read(), id, rid).await?;
    may_answer(&me, &subject, &review)?;
    if let Some(answer) = shut(&me, &subject, &record, &review, Step::Answer) {
        return answer;
    }
    let form = AnswerForm {
        answer: match review.said.review_answer {
            Answer::None => String::new(),
            answer => answer.to_string(),
        },
        comment: review.said.comment.clone(),
        version: review.version,
    };
    answer_page(&me, &subject, review, form, Errors::default(), None)
}

/// Reviews are of the edition that is being made.
fn shut(
    me: &Me,
    subject: &Subject,
    record: &Record,
    review: &Review,
    step: Step,
) -> Option<Result<Response>> {
    match review.edition == record.reviewed_edition() {
        true => closed(me, subject, record, step),
        false => Some(Err(Error::NotFound)),
    }
}

pub async fn answer(
    State(app): State<App>,
    me: Me,
    Path((id, rid)): Path<(i64, i64)>,
    Posted { form, mut errors }: Posted<AnswerForm>,
) -> Result<Response> {
    let subject = Subject::load(&app, id).await?;
    let shown = minutes::review_of(app.db.read(), id, rid).await?;
    let permit = may_answer(&me, &subject, &shown)?;
    let said = check(&form, &mut errors);
    let mut tx = app.db.write(permit).await?;
    let (subject, record) = again(&mut tx, subject).await?;
    let now = minutes::review_of(tx.conn(), id, rid).await?;
    may_answer(&me, &subject, &now)?;
    if let Some(answer) = shut(&me, &subject, &record, &now, Step::Answer) {
        return answer;
    }
    let (Some(mut said), true) = (said, errors.allow()) else {
        drop(tx);
        return answer_page(&me, &subject, now, form, errors, None);
    };
    // A comment that stays as it was stays settled.
    if said.comment == now.said.comment {
        said.settled = now.said.settled.clone();
    }
    if said == now.said {
        return Ok(flash::see(&url(&subject)));
    }
    if now.version != form.version {
        drop(tx);
        errors.add("", "Svaret har ändrats medan du skrev. Din text finns kvar nedan – läs igenom och spara igen.");
        let form = AnswerForm {
            version: now.version,
            ..form
        };
        return answer_page(&me, &subject, now, form, errors, Some(StatusCode::CONFLICT));
    }
    minutes::answer(&mut tx, &now, &said).await?;
    tx.commit().await?;
    Ok(flash::see_with(&url(&subject), "Svaret är sparat."))
}

fn check(form: &AnswerForm, errors: &mut Errors) -> Option<Reply> {
    let answer = form
        .answer
        .parse()
        .ok()
        .filter(|each| *each != Answer::None);
    let answer = errors.need(
        "answer",
        answer,
        "Välj om det ser bra ut eller om du har en synpunkt.",
    );
    let comment = errors.optional_text("comment", &form.comment, LONGEST_COMMENT);
    let (answer, comment) = (answer?, comment?);
    if answer == Answer::Comment && comment.is_empty() {
        errors.add("comment", "Skriv vad som behöver ändras.");
        return None;
    }
    Some(Reply {
        review_answer: answer,
        comment,
        settled: String::new(),
    })
}

fn answer_page(
    me: &Me,
    subject: &Subject,
    review: Review,
    form: AnswerForm,
    errors: Errors,
    status: Option<StatusCode>,
) -> Result<Response> {
    let template = AnswerPage {
        shell: me.shell_for(&errors),
        crumbs: crumbs(subject),
        mine: is_hers(me, &review),
        name: subject.name(),
        url: format!("{}/justering/{}", url(subject), review.id),
        back: url(subject),
        form,
        review,
        errors,
    };
    page(status.unwrap_or(template.errors.status()), &template)
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct SettleForm {
    settled: String,
    version: i64,
}

#[derive(Template)]
#[template(path = "minutes/settle.html")]
struct SettlePage {
    shell: Shell,
    errors: Errors,
    crumbs: Vec<Choice>,
    form: SettleForm,
    who: String,
    comment: String,
    back: String,
}

pub async fn ask_to_settle(
    State(app): State<App>,
    me: Me,
    Path((id, rid)): Path<(i64, i64)>,
) -> Result<Response> {
    let subject = Subject::load(&app, id).await?;
    may(&me, &subject)?;
    let record = minutes::find(app.db.read(), id).await?;
    let review = minutes::review_of(app.db.read(), id, rid).await?;
    if let Some(answer) = shut(&me, &subject, &record, &review, Step::Write) {
        return answer;
    }
    let form = SettleForm {
        settled: review.said.settled.clone(),
        version: review.version,
    };
    settle_page(&me, &subject, &review, form, Errors::default(), None)
}

pub async fn settle(
    State(app): State<App>,
    me: Me,
    Path((id, rid)): Path<(i64, i64)>,
    Posted { form, mut errors }: Posted<SettleForm>,
) -> Result<Response> {
    let subject = Subject::load(&app, id).await?;
    let permit = may(&me, &subject)?;
    let what = "Skriv vad som är gjort med synpunkten.";
    let settled = errors.text("settled", &form.settled, LONGEST_COMMENT, what);
    let mut tx = app.db.write(permit).await?;
    let (subject, record) = again(&mut tx, subject).await?;
    let now = minutes::review_of(tx.conn(), id, rid).await?;
    if let Some(answer) = shut(&me, &subject, &record, &now, Step::Write) {
        return answer;
    }
    let (Some(settled), true) = (settled, errors.allow()) else {
        drop(tx);
        return settle_page(&me, &subject, &now, form, errors, None);
    };
    if now.version != form.version {
        drop(tx);
        errors.add("", "Svaret har ändrats medan du skrev. Din text finns kvar nedan – läs synpunkten och spara igen.");
        let form = SettleForm {
            version: now.version,
            ..form
        };
        return settle_page(
            &me,
            &subject,
            &now,
            form,
            errors,
            Some(StatusCode::CONFLICT),
        );
    }
    let said = Reply {
        settled,
        ..now.said.clone()
    };
    minutes::settle(&mut tx, &now, &said).await?;
    tx.commit().await?;
    Ok(flash::see_with(
        &url(&subject),
        "Synpunkten är omhändertagen.",
    ))
}

fn settle_page(
    me: &Me,
    subject: &Subject,
    review: &Review,
    form: SettleForm,
    errors: Errors,
    status: Option<StatusCode>,
) -> Result<Response> {
    let template = SettlePage {
        shell: me.shell_for(&errors),
        crumbs: crumbs(subject),
        who: review.name.clone(),
        comment: markdown::render(&review.said.comment),
        back: url(subject),
        form,
        errors,
    };
    page(status.unwrap_or(template.errors.status()), &template)
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct RemoveForm {
    version: i64,
}

pub async fn remove(
    State(app): State<App>,
    me: Me,
    Path((id, rid)): Path<(i64, i64)>,
    Posted { form, .. }: Posted<RemoveForm>,
) -> Result<Response> {
    let subject = Subject::load(&app, id).await?;
    let permit = may(&me, &subject)?;
    let mut tx = app.db.write(permit).await?;
    let (subject, record) = again(&mut tx, subject).await?;
    let now = minutes::review_of(tx.conn(), id, rid).await?;
    if let Some(answer) = shut(&me, &subject, &record, &now, Step::Write) {
        return answer;
    }
    if now.version != form.version {
        return Err(Error::Stale);
    }
    minutes::remove_reviewer(&mut tx, &now).await?;
    tx.commit().await?;
    Ok(flash::see_with(
        &url(&subject),
        &format!("{} justerar inte längre.", now.name),
    ))
}
