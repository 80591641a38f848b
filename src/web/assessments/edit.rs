//! Writing one of the two assessments of a dialogue.

use super::{name, url};
use crate::App;
use crate::domain::access::{Act, Permit};
use crate::domain::assessment::{Assessment, Content, Kind, Part};
use crate::domain::event::{self, SubjectKind};
use crate::error::{Error, Result};
use crate::store::Write;
use crate::store::assessments::{self, Ground};
use crate::web::dialogues::{Subject, over};
use crate::web::form::{Choice, Errors, Met, Posted, meet};
use crate::web::history::after_meeting;
use crate::web::me::{Me, Shell};
use crate::web::positions::edit::numbers;
use crate::web::{flash, page};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::{Deserialize, Serialize};

const MET: &str = "Någon annan har ändrat bedömningen medan du skrev. Din text finns kvar nedan – jämför och spara igen.";
const LONG: usize = 20_000;
const YES: &str = "ja";

#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AssessmentForm {
    view: String,
    develop: String,
    why: String,
    shareable: Vec<String>,
    briefs: Vec<String>,
    ready: String,
    version: i64,
}

impl From<&Content> for AssessmentForm {
    fn from(of: &Content) -> Self {
        AssessmentForm {
            view: of.view.clone(),
            develop: of.develop.clone(),
            why: of.why.clone(),
            shareable: of.shareable.iter().map(ToString::to_string).collect(),
            briefs: of.briefs.iter().map(ToString::to_string).collect(),
            ready: if of.ready {
                YES.to_owned()
            } else {
                String::new()
            },
            version: 0,
        }
    }
}

impl AssessmentForm {
    fn text(&self, part: Part) -> &str {
        match part {
            Part::View => &self.view,
            Part::Develop => &self.develop,
            Part::Why => &self.why,
        }
    }

    fn shares(&self, part: Part) -> bool {
        self.shareable.iter().any(|each| each == part.code())
    }
}

/// A text as the form shows it.
struct TextField<'a> {
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    value: &'a str,
    shares: bool,
}

#[derive(Template)]
#[template(path = "assessments/edit.html")]
struct FormPage {
    shell: Shell,
    errors: Errors,
    form: AssessmentForm,
    crumbs: Vec<Choice>,
    kind: Kind,
    dialogue: String,
    back: String,
    near: Vec<Choice>,
    others: Vec<Choice>,
}

impl FormPage {
    fn texts(&self) -> Vec<TextField<'_>> {
        let text = |part: &Part| TextField {
            name: part.code(),
            label: part.label(),
            hint: hint(*part),
            value: self.form.text(*part),
            shares: self.form.shares(*part),
        };
        Part::ALL.iter().map(text).collect()
    }

    fn action(&self) -> String {
        format!("{}/{}", self.back, self.kind.slug())
    }

    fn picked(&self, brief: &Choice) -> bool {
        self.form.briefs.contains(&brief.value)
    }
}

fn hint(part: Part) -> &'static str {
    match part {
        Part::View => "Hur det står till, sett ur ett nationellt perspektiv.",
        Part::Develop => "Vad länet och vi behöver göra annorlunda eller mer av.",
        Part::Why => "Vad bedömningen grundar sig på.",
    }
}

/// The dialogue with one of its assessments, and the permit to write it.
struct Desk {
    subject: Subject,
    kind: Kind,
    now: Option<Assessment>,
}

impl Desk {
    async fn load(app: &App, me: &Me, id: i64, slug: &str) -> Result<(Desk, Permit)> {
        let subject = Subject::load(app, id).await?;
        let permit = me.may(Act::AssessNationally, &subject.county.place())?;
        let kind = Kind::of_slug(slug).ok_or(Error::NotFound)?;
        let all = assessments::of_dialogue(app.db.read(), id).await?;
        let now = all.into_iter().find(|each| each.kind == kind);
        Ok((Desk { subject, kind, now }, permit))
    }

    async fn again(self, tx: &mut Write) -> Result<Desk> {
        let subject = self.subject.again(tx).await?;
        let all = assessments::of_dialogue(tx.conn(), subject.dialogue.id).await?;
        let now = all.into_iter().find(|each| each.kind == self.kind);
        Ok(Desk {
            subject,
            now,
            ..self
        })
    }
}

pub async fn edit(
    State(app): State<App>,
    me: Me,
    Path((id, kind)): Path<(i64, String)>,
) -> Result<Response> {
    let (desk, _) = Desk::load(&app, &me, id, &kind).await?;
    if let Some(answer) = over(&me, &desk.subject) {
        return answer;
    }
    let form = desk
        .now
        .as_ref()
        .map_or_else(AssessmentForm::default, |now| AssessmentForm {
            version: now.version,
            ..AssessmentForm::from(&now.content)
        });
    form_page(&app, &me, &desk, form, Errors::default()).await
}

pub async fn update(
    State(app): State<App>,
    me: Me,
    Path((id, kind)): Path<(i64, String)>,
    Posted { form, mut errors }: Posted<AssessmentForm>,
) -> Result<Response> {
    let (desk, permit) = Desk::load(&app, &me, id, &kind).await?;
    if let Some(answer) = over(&me, &desk.subject) {
        return answer;
    }
    let grounds = assessments::grounds(app.db.read(), &desk.subject.dialogue).await?;
    let checked = check(&form, &grounds, desk.now.as_ref(), &mut errors);
    let (Some(content), true) = (checked, errors.allow()) else {
        return form_page(&app, &me, &desk, form, errors).await;
    };
    let mut tx = app.db.write(permit).await?;
    let desk = desk.again(&mut tx).await?;
    if let Some(answer) = over(&me, &desk.subject) {
        return answer;
    }
    let met = merge(&mut tx, &desk, &form, &content).await?;
    let form = after_meeting(&app, met, MET, &mut errors).await?;
    let grounds = assessments::grounds(tx.conn(), &desk.subject.dialogue).await?;
    let checked = check(&form, &grounds, desk.now.as_ref(), &mut errors);
    let (Some(content), true) = (checked, errors.allow()) else {
        drop(tx);
        return form_page(&app, &me, &desk, form, errors).await;
    };
    let (of, now) = (&desk.subject.dialogue, desk.now.as_ref());
    let back = url(of);
    if now.is_some_and(|now| now.content == content) {
        return Ok(flash::see_with(&back, "Inget var ändrat."));
    }
    assessments::write(&mut tx, of, desk.kind, now, &content).await?;
    tx.commit().await?;
    let said = match content.ready {
        true => "Bedömningen är sparad och klar.",
        false => "Bedömningen är sparad som utkast.",
    };
    Ok(flash::see_with(&back, said))
}

/// Two who begin at the same moment meet like two who change.
async fn merge(
    tx: &mut Write,
    desk: &Desk,
    form: &AssessmentForm,
    content: &Content,
) -> Result<Met<AssessmentForm>> {
    let mine = AssessmentForm {
        version: form.version,
        ..AssessmentForm::from(content)
    };
    let Some(now) = &desk.now else {
        return Ok(Met::Clear(mine));
    };
    let about = event::Subject::new(SubjectKind::Assessment, now.id);
    meet(
        tx,
        &about,
        &now.content,
        now.version,
        mine,
        form.version,
        &[],
    )
    .await
}

fn check(
    form: &AssessmentForm,
    grounds: &[Ground],
    now: Option<&Assessment>,
    errors: &mut Errors,
) -> Option<Content> {
    let offered = |id: &i64| grounds.iter().any(|each| each.id == *id);
    // What it rests on and is marked as secret cannot be chosen, and stays.
    let kept = now.map_or(&[][..], |now| &now.content.briefs);
    let hidden: Vec<i64> = kept.iter().copied().filter(|id| !offered(id)).collect();
    let chosen = numbers(&form.briefs);
    let known = |id: &i64| offered(id) || hidden.contains(id);
    let all_known = chosen.len() == form.briefs.len() && chosen.iter().all(known);
    let mut text = |part: Part| errors.optional_text(part.code(), form.text(part), LONG);
    let content = Content {
        view: text(Part::View).unwrap_or_default(),
        develop: text(Part::Develop).unwrap_or_default(),
        why: text(Part::Why).unwrap_or_default(),
        shareable: Part::ALL
            .iter()
            .copied()
            .filter(|part| form.shares(*part))
            .collect(),
        briefs: with(chosen, &hidden),
        ready: form.ready == YES,
    };
    if !all_known {
        errors.add("briefs", "Välj bland underlagen i listan.");
    }
    if !errors.is_empty() {
        return None;
    }
    if let Some(part) = content.lacks() {
        let missing = part.label().to_lowercase();
        errors.add(
            part.code(),
            format!("Skriv {missing}, eller ta bort markeringen Klar."),
        );
    } else if Part::ALL.iter().all(|part| content.text(*part).is_empty()) {
        errors.add("view", "Skriv något i minst en av de tre texterna.");
    }
    errors.is_empty().then_some(content)
}

/// Both, in order, each once.
fn with(mut ids: Vec<i64>, more: &[i64]) -> Vec<i64> {
    ids.extend(more);
    ids.sort_unstable();
    ids.dedup();
    ids
}

async fn form_page(
    app: &App,
    me: &Me,
    desk: &Desk,
    form: AssessmentForm,
    errors: Errors,
) -> Result<Response> {
    let of = &desk.subject.dialogue;
    let grounds = assessments::grounds(app.db.read(), of).await?;
    let is_near = |each: &Ground| each.near || form.briefs.contains(&each.id.to_string());
    let (near, others): (Vec<_>, Vec<_>) = grounds.into_iter().partition(is_near);
    let choice = |each: Ground| {
        let hint = if each.in_force { "" } else { "ersatt" };
        Choice::new(each.id, name(&each)).hint(hint)
    };
    let mut crumbs = desk.subject.crumbs();
    crumbs.push(Choice::new(url(of), "Nationell bedömning"));
    let template = FormPage {
        shell: me.shell_for(&errors),
        crumbs,
        kind: desk.kind,
        dialogue: desk.subject.name(),
        back: url(of),
        near: near.into_iter().map(choice).collect(),
        others: others.into_iter().map(choice).collect(),
        form,
        errors,
    };
    page(template.errors.status(), &template)
}
