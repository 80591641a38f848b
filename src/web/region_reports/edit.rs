//! The texts of the draft that a person writes.

use super::{Loaded, may, may_write, not_yet};
use crate::App;
use crate::domain::event::{self, SubjectKind};
use crate::domain::pack::Words;
use crate::domain::region_report::Letter;
use crate::error::Result;
use crate::store::region_reports;
use crate::web::form::{Choice, Errors, Posted, meet};
use crate::web::history::after_meeting;
use crate::web::me::{Me, Shell};
use crate::web::{flash, page};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::{Deserialize, Serialize};

const MET: &str = "Någon annan har ändrat rapporten medan du skrev. Din text finns kvar nedan – jämför och spara igen.";
const LONGEST: usize = 5_000;

#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LetterForm {
    introduction: String,
    whom_to_ask: String,
    version: i64,
}

impl From<&Letter> for LetterForm {
    fn from(of: &Letter) -> Self {
        LetterForm {
            introduction: of.introduction.clone(),
            whom_to_ask: of.whom_to_ask.clone(),
            version: 0,
        }
    }
}

#[derive(Template)]
#[template(path = "region_reports/edit.html")]
struct EditPage {
    shell: Shell,
    errors: Errors,
    crumbs: Vec<Choice>,
    form: LetterForm,
    /// What is said where nothing is written.
    introduction: String,
    whom_to_ask: String,
    back: String,
}

pub async fn edit(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let (subject, _) = may_write(&app, &me, id).await?;
    if let Some(answer) = not_yet(&me, &subject) {
        return answer;
    }
    let loaded = Loaded::load(&app, id).await?;
    let form = LetterForm {
        version: loaded.version(),
        ..LetterForm::from(&loaded.letter())
    };
    edit_page(&me, &loaded, form, Errors::default())
}

pub async fn update(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<LetterForm>,
) -> Result<Response> {
    let (subject, permit) = may_write(&app, &me, id).await?;
    if let Some(answer) = not_yet(&me, &subject) {
        return answer;
    }
    let (Some(wanted), true) = (check(&form, &mut errors), errors.allow()) else {
        let loaded = Loaded::load(&app, id).await?;
        return edit_page(&me, &loaded, form, errors);
    };
    let mut tx = app.db.write(permit).await?;
    let loaded = Loaded::again(&app, &mut tx, subject).await?;
    may(&me, &loaded.subject.county, &loaded.concerned)?;
    if let Some(answer) = not_yet(&me, &loaded.subject) {
        return answer;
    }
    let draft = loaded.draft.as_ref();
    let about = event::Subject::new(SubjectKind::RegionReport, draft.map_or(0, |each| each.id));
    let (now, version) = (loaded.letter(), loaded.version());
    let mine = LetterForm {
        version: form.version,
        ..LetterForm::from(&wanted)
    };
    let met = meet(&mut tx, &about, &now, version, mine, form.version, &[]).await?;
    let merged = after_meeting(&app, met, MET, &mut errors).await?;
    let (Some(letter), true) = (check(&merged, &mut errors), errors.allow()) else {
        drop(tx);
        return edit_page(&me, &loaded, merged, errors);
    };
    if letter == now {
        return Ok(flash::see_with(&loaded.url(), "Inget var ändrat."));
    }
    region_reports::change(&mut tx, id, draft, &letter).await?;
    tx.commit().await?;
    Ok(flash::see_with(&loaded.url(), "Texterna är sparade."))
}

fn check(form: &LetterForm, errors: &mut Errors) -> Option<Letter> {
    let introduction = errors.optional_text("introduction", &form.introduction, LONGEST);
    let whom_to_ask = errors.optional_text("whom_to_ask", &form.whom_to_ask, LONGEST);
    Some(Letter {
        introduction: introduction?,
        whom_to_ask: whom_to_ask?,
    })
}

fn edit_page(me: &Me, loaded: &Loaded, form: LetterForm, errors: Errors) -> Result<Response> {
    let account = &loaded.built.account;
    let said = |written: &str, words: &str| match written.is_empty() {
        true => words.to_owned(),
        false => String::new(),
    };
    let letter = loaded.letter();
    let template = EditPage {
        shell: me.shell_for(&errors),
        crumbs: loaded.crumbs(),
        introduction: said(&letter.introduction, account.introduction.words()),
        whom_to_ask: said(&letter.whom_to_ask, account.whom_to_ask.words()),
        back: loaded.url(),
        form,
        errors,
    };
    page(template.errors.status(), &template)
}
