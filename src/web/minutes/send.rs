//! Putting the minutes on review: who is asked, colleagues and others, and taking them back.

use super::{again, closed, crumbs, may, url};
use crate::App;
use crate::domain::minutes::{MOST_REVIEWERS, Record, Review, Status, Step};
use crate::domain::participant::Participant;
use crate::error::{Error, Result};
use crate::store::minutes::{self, Reviewer};
use crate::store::participants;
use crate::web::dialogues::Subject;
use crate::web::form::{Choice, Errors, Posted};
use crate::web::me::{Me, Shell};
use crate::web::{flash, page, text};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct SendForm {
    /// The participants who are asked, by the id of each.
    participants: Vec<String>,
    /// A colleague who did not take part.
    person_id: String,
    /// Others, one a line.
    others: String,
    version: i64,
}

#[derive(Template)]
#[template(path = "minutes/send.html")]
struct SendPage {
    shell: Shell,
    errors: Errors,
    crumbs: Vec<Choice>,
    form: SendForm,
    name: String,
    participants: Vec<Choice>,
    colleagues: Vec<Choice>,
    /// Those who are asked already.
    asked: Vec<String>,
    in_review: bool,
    back: String,
}

/// What the form offers.
struct Lists {
    participants: Vec<Participant>,
    colleagues: Vec<(i64, String, String)>,
    reviews: Vec<Review>,
}

impl Lists {
    async fn load(app: &App, record: &Record) -> Result<Lists> {
        let (db, id) = (app.db.read(), record.dialogue_id);
        let mut participants = participants::of_dialogue(db, id).await?;
        participants.retain(|each| each.attendance.in_dialogue);
        Ok(Lists {
            participants,
            colleagues: participants::colleagues(db).await?,
            reviews: minutes::reviews(db, id, record.reviewed_edition()).await?,
        })
    }

    fn is_asked(&self, person_id: Option<i64>, name: &str) -> bool {
        self.reviews.iter().any(|each| match person_id {
            Some(id) => each.person_id == Some(id),
            None => each.person_id.is_none() && each.name == name,
        })
    }

    fn free(&self) -> impl Iterator<Item = &Participant> {
        let asked = |each: &&Participant| self.is_asked(each.attendance.person_id, &each.name);
        self.participants.iter().filter(move |each| !asked(each))
    }
}

pub async fn ask(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let subject = Subject::load(&app, id).await?;
    may(&me, &subject)?;
    let record = minutes::find(app.db.read(), id).await?;
    if let Some(answer) = closed(&me, &subject, &record, Step::Send) {
        return answer;
    }
    let form = SendForm {
        version: record.version,
        ..SendForm::default()
    };
    send_page(&app, &me, &subject, &record, form, Errors::default(), None).await
}

pub async fn send(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<SendForm>,
) -> Result<Response> {
    let subject = Subject::load(&app, id).await?;
    let permit = may(&me, &subject)?;
    let shown = minutes::find(app.db.read(), id).await?;
    let lists = Lists::load(&app, &shown).await?;
    let chosen = check(&form, &lists, &mut errors);
    let mut tx = app.db.write(permit).await?;
    let (subject, now) = again(&mut tx, subject).await?;
    if let Some(answer) = closed(&me, &subject, &now, Step::Send) {
        return answer;
    }
    let stale = now.version != form.version;
    let told = stale && errors.is_empty();
    if told {
        errors.add("", "Någon annan har ändrat minnesanteckningarna medan du valde. Dina val finns kvar nedan – läs igenom och skicka igen.");
    }
    let (Some(chosen), true) = (chosen, errors.allow()) else {
        drop(tx);
        let form = SendForm {
            version: now.version,
            ..form
        };
        let status = told.then_some(StatusCode::CONFLICT);
        return send_page(&app, &me, &subject, &now, form, errors, status).await;
    };
    minutes::send(&mut tx, &now, &chosen).await?;
    tx.commit().await?;
    let count = text::counted(chosen.len() as i64, "person", "personer");
    let said =
        format!("Minnesanteckningarna är på justering hos {count}. Inget mejl skickas härifrån.");
    Ok(flash::see_with(&url(&subject), &said))
}

/// Those who are chosen and not asked before; a name that is written twice counts once.
fn check(form: &SendForm, lists: &Lists, errors: &mut Errors) -> Option<Vec<Reviewer>> {
    let mut chosen: Vec<Reviewer> = Vec::new();
    for id in &form.participants {
        let found = lists.free().find(|each| each.id.to_string() == *id);
        let found = errors.need("participants", found, "Välj bland dem i listan.")?;
        chosen.push(Reviewer {
            person_id: found.attendance.person_id,
            name: found.name.clone(),
        });
    }
    if !form.person_id.is_empty() {
        let mut all = lists.colleagues.iter();
        let found = all.find(|each| each.0.to_string() == form.person_id);
        let found = errors.need("person_id", found, "Välj en kollega i listan.")?;
        chosen.push(Reviewer {
            person_id: Some(found.0),
            name: found.1.clone(),
        });
    }
    let others = errors.optional_text("others", &form.others, 2_000)?;
    for line in others
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
    {
        if line.chars().count() > 200 {
            errors.add(
                "others",
                "Ett namn är för långt. Skriv ett namn på varje rad, högst 200 tecken.",
            );
        }
        chosen.push(Reviewer {
            person_id: None,
            name: line.to_owned(),
        });
    }
    let mut once: Vec<Reviewer> = Vec::new();
    for each in chosen {
        if !once.contains(&each) && !lists.is_asked(each.person_id, &each.name) {
            once.push(each);
        }
    }
    if once.is_empty() {
        errors.add("participants", "Välj minst en person som ska justera.");
    }
    if once.len() + lists.reviews.len() > MOST_REVIEWERS {
        errors.add(
            "participants",
            format!("Högst {MOST_REVIEWERS} personer kan justera."),
        );
    }
    errors.is_empty().then_some(once)
}

async fn send_page(
    app: &App,
    me: &Me,
    subject: &Subject,
    record: &Record,
    form: SendForm,
    errors: Errors,
    status: Option<StatusCode>,
) -> Result<Response> {
    let lists = Lists::load(app, record).await?;
    let participant = |each: &Participant| {
        let from = match each.is_colleague() {
            true => String::new(),
            false => format!("{}. Svaret skriver du in", each.attendance.organisation),
        };
        Choice::new(each.id, &each.name).hint(from.trim_start_matches(". "))
    };
    let taken = |id: i64| {
        let mut all = lists.participants.iter();
        all.any(|each| each.attendance.person_id == Some(id)) || lists.is_asked(Some(id), "")
    };
    let colleagues = lists.colleagues.iter().filter(|each| !taken(each.0));
    let template = SendPage {
        shell: me.shell_for(&errors),
        crumbs: crumbs(subject),
        name: subject.name(),
        participants: lists.free().map(participant).collect(),
        colleagues: colleagues
            .map(|each| Choice::new(each.0, &each.1).hint(&each.2))
            .collect(),
        asked: lists.reviews.iter().map(|each| each.name.clone()).collect(),
        in_review: record.status == Status::Review,
        back: url(subject),
        form,
        errors,
    };
    page(status.unwrap_or(template.errors.status()), &template)
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct StepForm {
    version: i64,
}

pub async fn take_back(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, .. }: Posted<StepForm>,
) -> Result<Response> {
    let subject = Subject::load(&app, id).await?;
    let permit = may(&me, &subject)?;
    let mut tx = app.db.write(permit).await?;
    let (subject, now) = again(&mut tx, subject).await?;
    if now.status == Status::Draft {
        return Ok(flash::see(&url(&subject)));
    }
    if let Some(answer) = closed(&me, &subject, &now, Step::TakeBack) {
        return answer;
    }
    if now.version != form.version {
        return Err(Error::Stale);
    }
    minutes::take_back(&mut tx, &now).await?;
    tx.commit().await?;
    let said = "Minnesanteckningarna är ett utkast igen. Svaren som har kommit finns kvar.";
    Ok(flash::see_with(&url(&subject), said))
}
