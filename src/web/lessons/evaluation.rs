//! Utvärdering of a dialogue: what worked, what is done in another way, and its lessons.

use super::{PHRASE, may_at};
use crate::App;
use crate::domain::access::Act;
use crate::domain::dialogue::Phase;
use crate::domain::event::{self, SubjectKind};
use crate::domain::lesson::{Evaluation, LONGEST_TEXT};
use crate::error::Result;
use crate::store::Part;
use crate::store::lessons::{self, Filter, Shown, Sort};
use crate::web::dialogues::{Subject, refused};
use crate::web::form::{Choice, Errors, Posted, meet};
use crate::web::history::after_meeting;
use crate::web::me::{Me, Shell};
use crate::web::{flash, markdown, page};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};

const MET: &str = "Någon annan har ändrat utvärderingen medan du skrev. Din text finns kvar nedan – jämför och spara igen.";

#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct EvaluationForm {
    worked: String,
    change: String,
    version: i64,
}

impl From<&Evaluation> for EvaluationForm {
    fn from(of: &Evaluation) -> Self {
        EvaluationForm {
            worked: of.worked.clone(),
            change: of.change.clone(),
            version: 0,
        }
    }
}

#[derive(Template)]
#[template(path = "lessons/evaluation.html")]
struct ShowPage {
    shell: Shell,
    crumbs: Vec<Choice>,
    name: String,
    url: String,
    dialogue_id: i64,
    worked: String,
    change: String,
    lessons: Vec<Shown>,
    more: i64,
    held: bool,
    may: bool,
}

/// Rows that are shown here; the list itself is a click away.
const FIRST: usize = 20;

fn url(subject: &Subject) -> String {
    format!("{}/utvardering", subject.dialogue.url())
}

/// It is evaluated from the day it has been held, also after it is closed.
fn is_held(subject: &Subject) -> bool {
    matches!(subject.dialogue.phase, Phase::FollowingUp | Phase::Closed)
}

pub async fn show(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let subject = Subject::load(&app, id).await?;
    let db = app.db.read();
    let (evaluation, _) = lessons::evaluation(db, id).await?;
    let filter = Filter {
        dialogue: Some(id),
        ..Filter::default()
    };
    let found = lessons::list(db, &filter, Sort::Held, true, Part::Page(1)).await?;
    let held = is_held(&subject);
    let template = ShowPage {
        shell: me.shell(),
        crumbs: subject.crumbs(),
        name: subject.name(),
        url: url(&subject),
        dialogue_id: id,
        worked: markdown::render(&evaluation.worked),
        change: markdown::render(&evaluation.change),
        more: found.total - found.rows.len().min(FIRST) as i64,
        lessons: found.rows.into_iter().take(FIRST).collect(),
        may: held && me.can(Act::ProposeInvestment, &subject.county.place()),
        held,
    };
    page(StatusCode::OK, &template)
}

#[derive(Template)]
#[template(path = "lessons/evaluate.html")]
struct FormPage {
    shell: Shell,
    errors: Errors,
    crumbs: Vec<Choice>,
    form: EvaluationForm,
    name: String,
    back: String,
}

/// The page that says why it is too early.
fn early(me: &Me, subject: &Subject) -> Option<Result<Response>> {
    let sentence = "Dialogen utvärderas när den är markerad som genomförd.".to_owned();
    (!is_held(subject)).then(|| {
        refused(
            me,
            subject,
            "Dialogen kan inte utvärderas nu",
            sentence,
            vec![],
        )
    })
}

pub async fn edit(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let subject = Subject::load(&app, id).await?;
    may_at(&app, &me, &subject.county.code, None).await?;
    if let Some(answer) = early(&me, &subject) {
        return answer;
    }
    let (evaluation, version) = lessons::evaluation(app.db.read(), id).await?;
    let form = EvaluationForm {
        version,
        ..EvaluationForm::from(&evaluation)
    };
    form_page(&me, &subject, form, Errors::default())
}

pub async fn update(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<EvaluationForm>,
) -> Result<Response> {
    let subject = Subject::load(&app, id).await?;
    let place = subject.county.place();
    let permit = me.standing.may(Act::ProposeInvestment, &place);
    let permit = permit.map_err(|denied| denied.saying(PHRASE))?;
    let (Some(wanted), true) = (check(&form, &mut errors), errors.allow()) else {
        return form_page(&me, &subject, form, errors);
    };
    let mut tx = app.db.write(permit).await?;
    let subject = subject.again(&mut tx).await?;
    if let Some(answer) = early(&me, &subject) {
        return answer;
    }
    let (now, version) = lessons::evaluation(tx.conn(), id).await?;
    let about = event::Subject::new(SubjectKind::Evaluation, id);
    let mine = EvaluationForm {
        version: form.version,
        ..EvaluationForm::from(&wanted)
    };
    let met = meet(&mut tx, &about, &now, version, mine, form.version, &[]).await?;
    let form = after_meeting(&app, met, MET, &mut errors).await?;
    let (Some(wanted), true) = (check(&form, &mut errors), errors.allow()) else {
        drop(tx);
        return form_page(&me, &subject, form, errors);
    };
    if wanted == now {
        return Ok(flash::see_with(&url(&subject), "Inget var ändrat."));
    }
    lessons::evaluate(&mut tx, id, (&now, version), &wanted).await?;
    tx.commit().await?;
    Ok(flash::see_with(&url(&subject), "Utvärderingen är sparad."))
}

fn check(form: &EvaluationForm, errors: &mut Errors) -> Option<Evaluation> {
    let worked = errors.optional_text("worked", &form.worked, LONGEST_TEXT);
    let change = errors.optional_text("change", &form.change, LONGEST_TEXT);
    Some(Evaluation {
        worked: worked?,
        change: change?,
    })
}

fn form_page(me: &Me, subject: &Subject, form: EvaluationForm, errors: Errors) -> Result<Response> {
    let mut crumbs = subject.crumbs();
    crumbs.push(Choice::new(url(subject), "Utvärdering"));
    let template = FormPage {
        shell: me.shell_for(&errors),
        crumbs,
        name: subject.name(),
        back: url(subject),
        form,
        errors,
    };
    page(template.errors.status(), &template)
}
