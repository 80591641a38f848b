//! Whether a contact person is needed, and who: proposed by the uppdragsansvarig, decided by a chef.

use super::{again, load, may};
use crate::App;
use crate::domain::access::Act;
use crate::domain::judgement::Answer;
use crate::domain::people::Seat;
use crate::domain::places::County;
use crate::domain::transition_case::{Judgement, Proposal, TransitionCase};
use crate::error::Result;
use crate::store::{actions, transition_cases};
use crate::web::actions::{choices, offered};
use crate::web::form::{Choice, Errors, Posted};
use crate::web::holders::Holders;
use crate::web::me::{Me, Shell};
use crate::web::{flash, page};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;

const REASON: usize = 2_000;

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct ContactForm {
    answer: String,
    person_id: String,
    reason: String,
    version: i64,
}

#[derive(Template)]
#[template(path = "transition_cases/judge.html")]
struct JudgePage {
    shell: Shell,
    errors: Errors,
    form: ContactForm,
    case: TransitionCase,
    people: Vec<Choice>,
    /// A chef judges; an uppdragsansvarig proposes.
    judges: bool,
    /// "tf. Elsa Norling"
    lead: String,
}

impl JudgePage {
    fn answers(&self) -> [Choice; 2] {
        [
            Choice::new(Answer::Needed, "Ja, en kontaktperson behövs"),
            Choice::new(Answer::NotNeeded, "Nej, ingen kontaktperson behövs"),
        ]
    }

    fn lead_choice(&self) -> String {
        format!("Uppdragsansvarig ({})", self.lead)
    }
}

async fn draw(
    app: &App,
    me: &Me,
    (case, county, judges): (TransitionCase, County, bool),
    form: ContactForm,
    errors: Errors,
) -> Result<Response> {
    let holders = Holders::load(app.db.read(), app.clock.today()).await?;
    let template = JudgePage {
        shell: me.shell_for(&errors),
        people: people(app, &case).await?,
        lead: holders.of(&Seat::Lead(county.team_id)).name_in_full(),
        judges,
        form,
        case,
        errors,
    };
    page(template.errors.status(), &template)
}

/// Who can be named, beside the uppdragsansvarig who needs no name.
async fn people(app: &App, case: &TransitionCase) -> Result<Vec<Choice>> {
    let named = case
        .judgement
        .contact_person_id
        .or(case.proposal.proposed_person_id);
    let all = actions::possible_owners(app.db.read(), named).await?;
    Ok(choices(&all, |(id, name)| (*id, name)))
}

fn id_text(id: Option<i64>) -> String {
    id.map(|id| id.to_string()).unwrap_or_default()
}

pub async fn ask_proposal(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let (case, county) = load(&app, &me, id).await?;
    crate::web::secrecy::opened(&app, &me, &transition_cases::subject(id)).await?;
    may(&me, Act::ProposeContactPerson, &county)?;
    if let Some(over) = over(&case) {
        return over;
    }
    let form = ContactForm {
        person_id: id_text(case.proposal.proposed_person_id),
        reason: case.proposal.proposal.clone(),
        version: case.version,
        ..ContactForm::default()
    };
    draw(&app, &me, (case, county, false), form, Errors::default()).await
}

/// There is nothing to propose any more.
fn over(case: &TransitionCase) -> Option<Result<Response>> {
    (!case.status.waits_for_judgement()).then(|| {
        Ok(flash::see_with(
            &case.url(),
            "Ärendet är redan bedömt. En chef kan ändra bedömningen.",
        ))
    })
}

pub async fn propose(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<ContactForm>,
) -> Result<Response> {
    let (case, county) = load(&app, &me, id).await?;
    let permit = may(&me, Act::ProposeContactPerson, &county)?;
    let people = people(&app, &case).await?;
    let checked = check_proposal(&form, &people, app.clock.today(), &mut errors);
    let (Some(proposal), true) = (checked, errors.allow()) else {
        return draw(&app, &me, (case, county, false), form, errors).await;
    };
    let mut tx = app.db.write(permit).await?;
    let (now, county) = again(&mut tx, &app, &me, id).await?;
    may(&me, Act::ProposeContactPerson, &county)?;
    if let Some(over) = over(&now) {
        return over;
    }
    if now.version != form.version {
        drop(tx);
        errors.met(super::MET);
        let form = met(form, &now);
        return draw(&app, &me, (now, county, false), form, errors).await;
    }
    transition_cases::propose(&mut tx, &now, &proposal).await?;
    tx.commit().await?;
    Ok(flash::see_with(
        &now.url(),
        "Förslaget är sparat. En chef bedömer om en kontaktperson behövs.",
    ))
}

fn met(form: ContactForm, now: &TransitionCase) -> ContactForm {
    ContactForm {
        version: now.version,
        ..form
    }
}

fn check_proposal(
    form: &ContactForm,
    people: &[Choice],
    today: Date,
    errors: &mut Errors,
) -> Option<Proposal> {
    let person = offered(errors, "person_id", &form.person_id, people);
    let proposal = errors.text("reason", &form.reason, REASON, "Skriv varför.");
    Some(Proposal {
        proposed_on: Some(today),
        proposed_person_id: person?,
        proposal: proposal?,
    })
}

pub async fn ask(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let (case, county) = load(&app, &me, id).await?;
    crate::web::secrecy::opened(&app, &me, &transition_cases::subject(id)).await?;
    may(&me, Act::DecideTransitionCase, &county)?;
    let judged = &case.judgement;
    let person = match judged.answer {
        Some(_) => judged.contact_person_id,
        None => case.proposal.proposed_person_id,
    };
    let form = ContactForm {
        answer: judged
            .answer
            .map(|each| each.to_string())
            .unwrap_or_default(),
        person_id: id_text(person),
        reason: judged.reason.clone(),
        version: case.version,
    };
    draw(&app, &me, (case, county, true), form, Errors::default()).await
}

pub async fn judge(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<ContactForm>,
) -> Result<Response> {
    let (case, county) = load(&app, &me, id).await?;
    let permit = may(&me, Act::DecideTransitionCase, &county)?;
    let people = people(&app, &case).await?;
    let checked = check(&form, &people, app.clock.today(), &mut errors);
    let (Some(judgement), true) = (checked, errors.allow()) else {
        return draw(&app, &me, (case, county, true), form, errors).await;
    };
    let mut tx = app.db.write(permit).await?;
    let (now, county) = again(&mut tx, &app, &me, id).await?;
    may(&me, Act::DecideTransitionCase, &county)?;
    if now.is_closed() {
        return Ok(flash::see_with(
            &now.url(),
            "Ärendet är avslutat. Öppna det igen för att ändra bedömningen.",
        ));
    }
    if now.judgement == judgement {
        return Ok(flash::see_with(&now.url(), "Inget var ändrat."));
    }
    if now.version != form.version {
        drop(tx);
        errors.met(super::MET);
        let form = met(form, &now);
        return draw(&app, &me, (now, county, true), form, errors).await;
    }
    transition_cases::judge(&mut tx, &now, &judgement).await?;
    tx.commit().await?;
    Ok(flash::see_with(&now.url(), "Bedömningen är sparad."))
}

fn check(
    form: &ContactForm,
    people: &[Choice],
    today: Date,
    errors: &mut Errors,
) -> Option<Judgement> {
    let answer = form.answer.parse::<Answer>().ok();
    let answer = errors.need(
        "answer",
        answer,
        "Välj om en kontaktperson behövs eller inte.",
    );
    let person = offered(errors, "person_id", &form.person_id, people);
    let reason = errors.text("reason", &form.reason, REASON, "Skriv varför.");
    let answer = answer?;
    Some(Judgement {
        answer: Some(answer),
        reason: reason?,
        contact_person_id: person?.filter(|_| answer == Answer::Needed),
        judged_on: Some(today),
    })
}
