//! Medverkande of a dialogue: added and changed.

pub mod presence;
mod proposed;
pub mod team;

use super::dialogues::{Subject, over};
use super::form::{Choice, Errors, Met, Posted, meet};
use super::history::after_meeting;
use super::me::{Me, Shell};
use super::{flash, page, text};
use crate::App;
use crate::domain::access::{Act, Permit};
use crate::domain::event::{self, SubjectKind};
use crate::domain::participant::{Attendance, Attended, Participant};
use crate::error::Result;
use crate::secrets::Token;
use crate::store::{Write, participants, places};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::{Deserialize, Serialize};

use proposed::already_there;

const MET: &str = "Någon annan har ändrat uppgifterna medan du skrev. Din text finns kvar nedan – jämför och spara igen.";
const YES: &str = "ja";

/// "regional utvecklingsdirektör, Region Norrbotten · planering och dialog"
pub fn about(person: &Participant, heading: &str) -> String {
    let of = &person.attendance;
    let organisation =
        Some(of.organisation.as_str()).filter(|name| !person.is_colleague() && *name != heading);
    let words = [Some(person.title.as_str()), organisation];
    let who: Vec<&str> = words
        .into_iter()
        .flatten()
        .filter(|word| !word.is_empty())
        .collect();
    let part = match (of.in_planning, of.in_dialogue) {
        (true, true) => "planering och dialog",
        (true, false) => "planering",
        _ => "dialog",
    };
    match who.is_empty() {
        true => text::first_upper(part),
        false => format!("{} · {part}", text::first_upper(&who.join(", "))),
    }
}

#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ParticipantForm {
    /// Whether it is someone from outside: the other half of the form.
    outside: String,
    /// A contact of the län, who gives name and post.
    contact_id: String,
    person_id: String,
    name: String,
    title: String,
    organisation: String,
    in_planning: String,
    in_dialogue: String,
    attended: String,
    version: i64,
    once: String,
}

impl From<&Attendance> for ParticipantForm {
    fn from(of: &Attendance) -> Self {
        let yes = |flag: bool| if flag { YES.to_owned() } else { String::new() };
        ParticipantForm {
            outside: yes(of.person_id.is_none()),
            contact_id: String::new(),
            person_id: of.person_id.map_or(String::new(), |id| id.to_string()),
            name: of.name.clone(),
            title: of.title.clone(),
            organisation: of.organisation.clone(),
            in_planning: yes(of.in_planning),
            in_dialogue: yes(of.in_dialogue),
            attended: of.attended.to_string(),
            version: 0,
            once: String::new(),
        }
    }
}

#[derive(Template)]
#[template(path = "participants/edit.html")]
struct FormPage {
    shell: Shell,
    errors: Errors,
    form: ParticipantForm,
    crumbs: Vec<Choice>,
    colleagues: Vec<Choice>,
    contacts: Vec<Choice>,
    /// The page of the contact she is, for those who may read it.
    contact: String,
    attended: Vec<Choice>,
    dialogue: String,
    /// Name and id of the one who is changed; empty for a new one.
    name: String,
    id: i64,
    back: String,
}

impl FormPage {
    fn is_new(&self) -> bool {
        self.id == 0
    }

    fn outside(&self) -> bool {
        !self.form.outside.is_empty()
    }
}

async fn load(app: &App, me: &Me, id: i64) -> Result<(Subject, Permit)> {
    let subject = Subject::load(app, id).await?;
    let permit = me.may(Act::RunDialogue, &subject.county.place())?;
    Ok((subject, permit))
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    utifran: String,
}

pub async fn new(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let (subject, _) = load(&app, &me, id).await?;
    if let Some(answer) = over(&me, &subject) {
        return answer;
    }
    let day = subject.dialogue.plan.held_on;
    let actors = places::regional_actor_names(app.db.read(), day).await?;
    let form = ParticipantForm {
        outside: asked.utifran,
        organisation: actors
            .get(&subject.county.code)
            .cloned()
            .unwrap_or_default(),
        in_dialogue: YES.to_owned(),
        once: Token::short(),
        ..ParticipantForm::default()
    };
    form_page(&app, &me, &subject, None, form, Errors::default()).await
}

pub async fn create(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted {
        mut form,
        mut errors,
    }: Posted<ParticipantForm>,
) -> Result<Response> {
    let (subject, permit) = load(&app, &me, id).await?;
    if let Some(answer) = over(&me, &subject) {
        return answer;
    }
    let contact = proposed::fill(&app, &me, &subject, &mut form, &mut errors).await?;
    let attendance = check(&app, &form, None, &mut errors).await?;
    let (Some(attendance), true) = (attendance, errors.allow()) else {
        return form_page(&app, &me, &subject, None, form, errors).await;
    };
    let mut tx = app.db.write(permit).await?;
    let subject = subject.again(&mut tx).await?;
    if let Some(answer) = over(&me, &subject) {
        return answer;
    }
    me.may(Act::RunDialogue, &subject.county.place())?;
    if let Some(url) = tx.already_made(&form.once).await? {
        return Ok(flash::see_made(&url));
    }
    let chosen = (contact, &mut form);
    proposed::again(&mut tx, (&app, &me), &subject, chosen, &mut errors).await?;
    let others = participants::of_dialogue(tx.conn(), id).await?;
    already_there(&others, &attendance, 0, &mut errors);
    if !errors.allow() {
        drop(tx);
        return form_page(&app, &me, &subject, None, form, errors).await;
    }
    let added = participants::add(&mut tx, id, &attendance).await?;
    participants::link(&mut tx, added, contact).await?;
    tx.made(&form.once, &subject.dialogue.url()).await?;
    tx.commit().await?;
    Ok(flash::see_with(
        &subject.dialogue.url(),
        "Den medverkande är tillagd.",
    ))
}

pub async fn edit(
    State(app): State<App>,
    me: Me,
    Path((id, pid)): Path<(i64, i64)>,
) -> Result<Response> {
    let (subject, _) = load(&app, &me, id).await?;
    let found = participants::find(app.db.read(), id, pid).await?;
    if let Some(answer) = over(&me, &subject) {
        return answer;
    }
    let form = ParticipantForm {
        version: found.version,
        ..ParticipantForm::from(&found.attendance)
    };
    form_page(&app, &me, &subject, Some(&found), form, Errors::default()).await
}

pub async fn update(
    State(app): State<App>,
    me: Me,
    Path((id, pid)): Path<(i64, i64)>,
    Posted {
        mut form,
        mut errors,
    }: Posted<ParticipantForm>,
) -> Result<Response> {
    let (subject, permit) = load(&app, &me, id).await?;
    let shown = participants::find(app.db.read(), id, pid).await?;
    if let Some(answer) = over(&me, &subject) {
        return answer;
    }
    keep_kind(&mut form, &shown);
    let kept = shown.attendance.person_id;
    let checked = check(&app, &form, kept, &mut errors).await?;
    let (Some(attendance), true) = (checked, errors.allow()) else {
        return form_page(&app, &me, &subject, Some(&shown), form, errors).await;
    };
    let mut tx = app.db.write(permit).await?;
    let subject = subject.again(&mut tx).await?;
    if let Some(answer) = over(&me, &subject) {
        return answer;
    }
    let now = participants::find(tx.conn(), id, pid).await?;
    let met = merge(&mut tx, &now, &form, &attendance).await?;
    let form = after_meeting(&app, met, MET, &mut errors).await?;
    let attendance = check(&app, &form, kept, &mut errors).await?;
    let others = participants::of_dialogue(tx.conn(), id).await?;
    if let Some(attendance) = &attendance {
        already_there(&others, attendance, pid, &mut errors);
    }
    let (Some(attendance), true) = (attendance, errors.allow()) else {
        drop(tx);
        return form_page(&app, &me, &subject, Some(&now), form, errors).await;
    };
    if attendance == now.attendance {
        return Ok(flash::see_with(
            &subject.dialogue.url(),
            "Inget var ändrat.",
        ));
    }
    participants::change(&mut tx, &now, &attendance).await?;
    tx.commit().await?;
    Ok(flash::see_with(
        &subject.dialogue.url(),
        "Uppgifterna är sparade.",
    ))
}

/// A colleague stays the same colleague, and someone from outside stays outside.
fn keep_kind(form: &mut ParticipantForm, shown: &Participant) {
    let kept = ParticipantForm::from(&shown.attendance);
    form.outside = kept.outside;
    form.person_id = kept.person_id;
}

async fn merge(
    tx: &mut Write,
    now: &Participant,
    form: &ParticipantForm,
    attendance: &Attendance,
) -> Result<Met<ParticipantForm>> {
    let about = event::Subject::new(SubjectKind::Participant, now.id);
    let mine = ParticipantForm {
        version: form.version,
        ..ParticipantForm::from(attendance)
    };
    meet(
        tx,
        &about,
        &now.attendance,
        now.version,
        mine,
        form.version,
        &[],
    )
    .await
}

/// `kept` is the colleague the form is about: one who has left may stay on a list she stands on.
async fn check(
    app: &App,
    form: &ParticipantForm,
    kept: Option<i64>,
    errors: &mut Errors,
) -> Result<Option<Attendance>> {
    let (in_planning, in_dialogue) = (form.in_planning == YES, form.in_dialogue == YES);
    if !in_planning && !in_dialogue {
        errors.add("in_dialogue", "Välj dialogen, planeringen eller båda.");
    }
    let attended = form.attended.parse().unwrap_or(Attended::Unknown);
    let part = Attendance {
        person_id: None,
        name: String::new(),
        title: String::new(),
        organisation: String::new(),
        in_planning,
        in_dialogue,
        attended,
    };
    if form.outside.is_empty() {
        let colleagues = participants::colleagues(app.db.read()).await?;
        let chosen = form.person_id.parse::<i64>().ok();
        let known =
            chosen.filter(|id| kept == Some(*id) || colleagues.iter().any(|each| each.0 == *id));
        let person_id = errors.need("person_id", known, "Välj en medarbetare.");
        return Ok(person_id.map(|id| Attendance {
            person_id: Some(id),
            ..part
        }));
    }
    let name = errors.text("name", &form.name, 120, "Skriv ett namn.");
    let title = errors.optional_text("title", &form.title, 120);
    let organisation = errors.text(
        "organisation",
        &form.organisation,
        160,
        "Skriv en organisation.",
    );
    Ok(name
        .zip(title)
        .zip(organisation)
        .map(|((name, title), organisation)| Attendance {
            name,
            title,
            organisation,
            ..part
        }))
}

async fn form_page(
    app: &App,
    me: &Me,
    subject: &Subject,
    of: Option<&Participant>,
    form: ParticipantForm,
    errors: Errors,
) -> Result<Response> {
    let colleague = |(id, name, unit): (i64, String, String)| Choice::new(id, name).hint(unit);
    let listed = match of {
        None => participants::colleagues(app.db.read()).await?,
        Some(_) => vec![],
    };
    let contacts = match of.is_none() && !form.outside.is_empty() {
        true => proposed::choices(app, me, subject).await?,
        false => vec![],
    };
    let contact = match of {
        Some(of) => proposed::page_of(app, me, of).await?,
        None => String::new(),
    };
    let template = FormPage {
        contacts,
        contact,
        shell: me.shell_for(&errors),
        crumbs: subject.crumbs(),
        colleagues: listed.into_iter().map(colleague).collect(),
        attended: Choice::of_codes(Attended::ALL, Attended::label),
        dialogue: subject.name(),
        name: of.map_or(String::new(), |of| of.name.clone()),
        id: of.map_or(0, |of| of.id),
        back: subject.dialogue.url(),
        form,
        errors,
    };
    page(template.errors.status(), &template)
}
