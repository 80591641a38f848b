//! Writing in the minutes: an introduction, a closing, and a text for an item instead of what its lines say.

use super::{again, closed, crumbs, may, url, why};
use crate::App;
use crate::domain::event::{self, SubjectKind};
use crate::domain::minutes::{LONGEST_TEXT, Record, Step, Text, Written};
use crate::error::Result;
use crate::store::outcomes::{self, Shown as Outcome};
use crate::store::{agenda_items, minutes};
use crate::web::dialogues::Subject;
use crate::web::form::{Choice, Errors, Posted, meet};
use crate::web::history::after_meeting;
use crate::web::me::{Me, Shell};
use crate::web::{flash, page};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

const MET: &str = "Någon annan har ändrat minnesanteckningarna medan du skrev. Din text finns kvar nedan – jämför och spara igen.";
const YES: &str = "ja";

/// The fields as they were sent, by name: `introduction`, `text_12`, `shareable_12` …
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MinutesForm(BTreeMap<String, Value>);

impl From<&Written> for MinutesForm {
    fn from(of: &Written) -> Self {
        let ticked = |flag: bool| if flag { YES } else { "" }.to_owned();
        let mut form = MinutesForm::default();
        form.set("introduction", of.introduction.clone());
        form.set("introduction_shareable", ticked(of.introduction_shareable));
        form.set("closing", of.closing.clone());
        form.set("closing_shareable", ticked(of.closing_shareable));
        for (id, text) in &of.texts {
            form.set(&format!("text_{id}"), text.text.clone());
            form.set(&format!("shareable_{id}"), ticked(text.shareable));
        }
        form
    }
}

impl MinutesForm {
    fn of(record: &Record) -> MinutesForm {
        let mut form = MinutesForm::from(&record.written);
        form.set_version(record.version);
        form
    }

    pub fn get(&self, name: &str) -> String {
        match self.0.get(name) {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Number(number)) => number.to_string(),
            _ => String::new(),
        }
    }

    fn set(&mut self, name: &str, value: String) {
        self.0.insert(name.to_owned(), Value::String(value));
    }

    fn set_version(&mut self, version: i64) {
        self.0.insert("version".to_owned(), version.into());
    }

    fn version(&self) -> i64 {
        self.get("version").parse().unwrap_or_default()
    }

    /// What the form says; a text it does not have stays as it is.
    fn read(&self, now: &Written, items: &[Item], errors: &mut Errors) -> Option<Written> {
        let mut text = |name: &str| errors.optional_text(name, &self.get(name), LONGEST_TEXT);
        let (introduction, closing) = (text("introduction"), text("closing"));
        let mut texts = now.texts.clone();
        for item in items {
            let name = format!("text_{}", item.id);
            if !self.0.contains_key(&name) {
                continue;
            }
            let written = text(&name).unwrap_or_default();
            let shareable =
                !written.is_empty() && self.get(&format!("shareable_{}", item.id)) == YES;
            if !written.is_empty() || texts.contains_key(&item.id) {
                let text = Text {
                    text: written,
                    shareable,
                };
                texts.insert(item.id, text);
            }
        }
        errors.is_empty().then_some(())?;
        Some(Written {
            introduction: introduction?,
            introduction_shareable: self.get("introduction_shareable") == YES,
            closing: closing?,
            closing_shareable: self.get("closing_shareable") == YES,
            texts,
        })
    }
}

/// An item of the agenda that a text can be written for, with what its lines say.
struct Item {
    id: i64,
    title: String,
    lines: Vec<(&'static str, String, bool)>,
}

async fn items(app: &App, id: i64) -> Result<Vec<Item>> {
    let db = app.db.read();
    let lines = outcomes::of_dialogue(db, id).await?;
    let of = |item: i64| {
        let own = move |each: &&Outcome| each.outcome.line.agenda_item_id == Some(item);
        let line = |each: &Outcome| {
            let line = &each.outcome.line;
            (line.kind.label(), line.text.clone(), line.shareable)
        };
        lines.iter().filter(own).map(line).collect()
    };
    let agenda = agenda_items::of_dialogue(db, id).await?;
    let item = |each: agenda_items::Shown| Item {
        id: each.item.id,
        lines: of(each.item.id),
        title: each.item.point.title,
    };
    Ok(agenda.into_iter().map(item).collect())
}

#[derive(Template)]
#[template(path = "minutes/write.html")]
struct WritePage {
    shell: Shell,
    errors: Errors,
    crumbs: Vec<Choice>,
    form: MinutesForm,
    items: Vec<Item>,
    name: String,
    back: String,
    preview: String,
}

impl WritePage {
    fn text(&self, id: &i64) -> String {
        self.form.get(&format!("text_{id}"))
    }

    /// Whether its text stands open: there is one, or it has a mistake.
    fn is_written(&self, id: &i64) -> bool {
        !self.text(id).is_empty() || self.error(id).is_some()
    }

    fn is_shareable(&self, id: &i64) -> bool {
        self.form.get(&format!("shareable_{id}")) == YES
    }

    fn error(&self, id: &i64) -> Option<&str> {
        self.errors.on(&format!("text_{id}"))
    }
}

pub async fn edit(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let subject = Subject::load(&app, id).await?;
    may(&me, &subject)?;
    let record = minutes::find(app.db.read(), id).await?;
    if let Some(answer) = closed(&me, &subject, &record, Step::Write) {
        return answer;
    }
    let form = MinutesForm::of(&record);
    let items = items(&app, id).await?;
    form_page(&me, &subject, items, form, Errors::default(), None)
}

pub async fn update(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<MinutesForm>,
) -> Result<Response> {
    let subject = Subject::load(&app, id).await?;
    let permit = may(&me, &subject)?;
    let items = items(&app, id).await?;
    let shown = minutes::find(app.db.read(), id).await?;
    let read = form.read(&shown.written, &items, &mut errors);
    if read.is_none() || !errors.allow() {
        return form_page(&me, &subject, items, form, errors, None);
    }
    let mut tx = app.db.write(permit).await?;
    let (subject, now) = again(&mut tx, subject).await?;
    if !Step::Write.is_open(now.status, subject.dialogue.phase) {
        drop(tx);
        errors.add(
            "",
            format!(
                "{} Din text finns kvar nedan.",
                why(&subject, &now, Step::Write)
            ),
        );
        return form_page(
            &me,
            &subject,
            items,
            form,
            errors,
            Some(StatusCode::CONFLICT),
        );
    }
    let Some(wanted) = form.read(&now.written, &items, &mut errors) else {
        drop(tx);
        return form_page(&me, &subject, items, form, errors, None);
    };
    let about = event::Subject::new(SubjectKind::Minutes, id);
    let seen = form.version();
    let mut mine = MinutesForm::from(&wanted);
    mine.set_version(seen);
    let met = meet(&mut tx, &about, &now.written, now.version, mine, seen, &[]).await?;
    let stays = form.get("stanna") == YES;
    let form = after_meeting(&app, met, MET, &mut errors).await?;
    let Some(written) = form
        .read(&now.written, &items, &mut errors)
        .filter(|_| errors.allow())
    else {
        drop(tx);
        return form_page(&me, &subject, items, form, errors, None);
    };
    let back = match stays {
        true => format!("{}/skriv", url(&subject)),
        false => url(&subject),
    };
    if written == now.written {
        return Ok(flash::see_with(&back, "Inget var ändrat."));
    }
    minutes::save(&mut tx, &now, &written).await?;
    tx.commit().await?;
    Ok(flash::see_with(&back, "Minnesanteckningarna är sparade."))
}

fn form_page(
    me: &Me,
    subject: &Subject,
    items: Vec<Item>,
    form: MinutesForm,
    mut errors: Errors,
    status: Option<StatusCode>,
) -> Result<Response> {
    for clash in &mut errors.clashes {
        let id = clash
            .field
            .rsplit_once('_')
            .and_then(|(_, id)| id.parse::<i64>().ok());
        if let Some(item) = items.iter().find(|item| Some(item.id) == id) {
            clash.label = format!("{}: {}", item.title, clash.label.to_lowercase());
        }
    }
    let template = WritePage {
        shell: me.shell_for(&errors),
        crumbs: crumbs(subject),
        name: subject.name(),
        back: url(subject),
        preview: format!("{}?version=delad", url(subject)),
        form,
        items,
        errors,
    };
    page(status.unwrap_or(template.errors.status()), &template)
}
