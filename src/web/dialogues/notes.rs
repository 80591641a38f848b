//! The notes of a dialogue, and its Historik.

use super::{Subject, over};
use crate::App;
use crate::domain::access::Act;
use crate::domain::dialogue::Notes;
use crate::domain::event::{self, SubjectKind};
use crate::error::Result;
use crate::store::{
    agenda_items, assessments, brief_orders, dialogue_issues, dialogues, events, invitations,
    lessons, milestones, minutes, outcomes, participants, positions,
};
use crate::web::form::{Choice, Errors, Posted, meet};
use crate::web::history::{self, HistoryPage, Line, after_meeting};
use crate::web::me::{Me, Shell};
use crate::web::{flash, page};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

const MET: &str = "Någon annan har ändrat anteckningarna medan du skrev. Din text finns kvar nedan – jämför och spara igen.";

#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NotesForm {
    notes: String,
    version: i64,
}

impl From<&Notes> for NotesForm {
    fn from(notes: &Notes) -> Self {
        NotesForm {
            notes: notes.notes.clone(),
            version: 0,
        }
    }
}

#[derive(Template)]
#[template(path = "dialogues/notes.html")]
struct NotesPage {
    shell: Shell,
    errors: Errors,
    form: NotesForm,
    crumbs: Vec<Choice>,
    name: String,
    back: String,
}

pub async fn edit(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let subject = Subject::load(&app, id).await?;
    me.may(Act::RunDialogue, &subject.county.place())?;
    if let Some(answer) = over(&me, &subject) {
        return answer;
    }
    let form = NotesForm {
        version: subject.dialogue.notes_version,
        ..NotesForm::from(&subject.dialogue.notes)
    };
    form_page(&me, &subject, form, Errors::default())
}

pub async fn update(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<NotesForm>,
) -> Result<Response> {
    let subject = Subject::load(&app, id).await?;
    let permit = me.may(Act::RunDialogue, &subject.county.place())?;
    if let Some(answer) = over(&me, &subject) {
        return answer;
    }
    let text = errors.optional_text("notes", &form.notes, 50_000);
    let (Some(text), true) = (text, errors.allow()) else {
        return form_page(&me, &subject, form, errors);
    };
    let mut tx = app.db.write(permit).await?;
    let subject = subject.again(&mut tx).await?;
    if let Some(answer) = over(&me, &subject) {
        return answer;
    }
    let now = &subject.dialogue;
    let about = event::Subject::new(SubjectKind::Dialogue, id);
    let seen = form.version;
    let mine = NotesForm {
        notes: text,
        version: seen,
    };
    let met = meet(
        &mut tx,
        &about,
        &now.notes,
        now.notes_version,
        mine,
        seen,
        &[],
    )
    .await?;
    let form = after_meeting(&app, met, MET, &mut errors).await?;
    if !errors.allow() {
        return form_page(&me, &subject, form, errors);
    }
    let notes = Notes { notes: form.notes };
    if notes == now.notes {
        return Ok(flash::see_with(&now.url(), "Inget var ändrat."));
    }
    dialogues::write_notes(&mut tx, now, &notes).await?;
    tx.commit().await?;
    Ok(flash::see_with(&now.url(), "Anteckningarna är sparade."))
}

fn form_page(me: &Me, subject: &Subject, form: NotesForm, errors: Errors) -> Result<Response> {
    let template = NotesPage {
        shell: me.shell_for(&errors),
        form,
        crumbs: subject.crumbs(),
        name: subject.name(),
        back: subject.dialogue.url(),
        errors,
    };
    page(template.errors.status(), &template)
}

/// What has happened to the dialogue, its milestones and its participants.
pub async fn history(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let subject = Subject::load(&app, id).await?;
    let db = app.db.read();
    let about = event::Subject::new(SubjectKind::Dialogue, id);
    let entries = events::history(db, &about).await?;
    let mut lines = history::lines(db, entries).await?;
    let mut names: HashMap<(SubjectKind, String), String> = HashMap::new();
    for each in milestones::of_dialogue(db, id).await? {
        names.insert((SubjectKind::Milestone, each.id.to_string()), each.title);
    }
    for (id, name) in participants::names(db, id).await? {
        names.insert((SubjectKind::Participant, id.to_string()), name);
    }
    for (id, title) in agenda_items::names(db, &subject.county.code).await? {
        names.insert((SubjectKind::AgendaItem, id.to_string()), title);
    }
    for (id, name) in invitations::names(db, id).await? {
        names.insert((SubjectKind::Invitation, id.to_string()), name);
    }
    for (id, name) in outcomes::names(db, id).await? {
        names.insert((SubjectKind::Outcome, id.to_string()), name);
    }
    for (id, name) in dialogue_issues::names(db, id).await? {
        names.insert((SubjectKind::DialogueIssue, id.to_string()), name);
    }
    for (id, name) in minutes::reviewer_names(db, id).await? {
        names.insert((SubjectKind::MinutesReview, id.to_string()), name);
    }
    for (id, title) in lessons::names(db, id).await? {
        names.insert((SubjectKind::Lesson, id.to_string()), title);
    }
    for (id, name) in brief_orders::names(db, id).await? {
        names.insert((SubjectKind::BriefOrder, id.to_string()), name);
    }

    for each in positions::of_dialogue(db, id).await? {
        names.insert(
            (SubjectKind::Position, each.id.to_string()),
            each.issue_area,
        );
    }
    for each in assessments::of_dialogue(db, id).await? {
        let name = each.kind.label().to_owned();
        names.insert((SubjectKind::Assessment, each.id.to_string()), name);
    }

    let name = |line: &mut Line| {
        let key = (line.subject.kind, line.subject.id.clone());
        line.of = names.get(&key).cloned().unwrap_or_default();
    };
    lines.iter_mut().for_each(name);
    let template = HistoryPage {
        shell: me.shell(),
        title: format!("Dialogen med {}", subject.name()),
        crumbs: subject.crumbs(),
        lines,
    };
    page(StatusCode::OK, &template)
}
