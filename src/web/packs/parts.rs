//! The parts of a pack: in which order they stand, which are left out, and which may be shared.

use super::super::dialogues::{Subject, over};
use super::{freeze::is_frozen, url};
use crate::App;
use crate::domain::access::Act;
use crate::domain::event::{self, SubjectKind};
use crate::domain::pack::{Choices, Direction, PartKind};
use crate::error::Result;
use crate::store::packs;
use crate::web::form::{Choice, Errors, Posted, meet};
use crate::web::history::after_meeting;
use crate::web::me::{Me, Shell};
use crate::web::{flash, page};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::{Deserialize, Serialize};

const MET: &str = "Någon annan har ändrat delarna medan du skrev. Dina val finns kvar nedan – jämför och spara igen.";

#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PartsForm {
    /// Every part, in the order of the page.
    parts: Vec<String>,
    parts_left_out: Vec<String>,
    parts_shared: Vec<String>,
    /// The button that was pressed, when it was not the one that saves: `agenda-upp`.
    flytta: String,
    version: i64,
}

impl From<&Choices> for PartsForm {
    fn from(of: &Choices) -> Self {
        let codes = |kinds: &[PartKind]| kinds.iter().map(ToString::to_string).collect();
        PartsForm {
            parts: codes(&of.parts),
            parts_left_out: codes(&of.parts_left_out),
            parts_shared: codes(&of.parts_shared),
            flytta: String::new(),
            version: 0,
        }
    }
}

#[derive(Template)]
#[template(path = "packs/parts.html")]
struct PartsPage {
    shell: Shell,
    errors: Errors,
    crumbs: Vec<Choice>,
    form: PartsForm,
    rows: Vec<Row>,
    name: String,
    back: String,
}

struct Row {
    kind: PartKind,
    left_out: bool,
    shared: bool,
}

pub async fn edit(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let subject = Subject::load(&app, id).await?;
    me.may(Act::AssessNationally, &subject.county.place())?;
    if let Some(answer) = over(&me, &subject) {
        return answer;
    }
    if let Some(frozen) = packs::frozen(app.db.read(), id).await? {
        return is_frozen(&me, &subject, &frozen);
    }
    let (choices, version) = packs::choices(app.db.read(), id).await?;
    let form = PartsForm {
        version,
        ..PartsForm::from(&choices)
    };
    form_page(&me, &subject, form, Errors::default())
}

pub async fn update(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<PartsForm>,
) -> Result<Response> {
    let subject = Subject::load(&app, id).await?;
    let permit = me.may(Act::AssessNationally, &subject.county.place())?;
    if let Some(answer) = over(&me, &subject) {
        return answer;
    }
    let (Some(wanted), true) = (check(&form, &mut errors), errors.allow()) else {
        return form_page(&me, &subject, form, errors);
    };
    let mut tx = app.db.write(permit).await?;
    let subject = subject.again(&mut tx).await?;
    if let Some(answer) = over(&me, &subject) {
        return answer;
    }
    if let Some(frozen) = packs::frozen(tx.conn(), id).await? {
        drop(tx);
        return is_frozen(&me, &subject, &frozen);
    }
    let (now, version) = packs::choices(tx.conn(), id).await?;
    let about = event::Subject::new(SubjectKind::Pack, id);
    let mine = PartsForm {
        version: form.version,
        ..PartsForm::from(&wanted)
    };
    let met = meet(&mut tx, &about, &now, version, mine, form.version, &[]).await?;
    let merged = after_meeting(&app, met, MET, &mut errors).await?;
    let (Some(choices), true) = (check(&merged, &mut errors), errors.allow()) else {
        drop(tx);
        return form_page(&me, &subject, merged, errors);
    };
    let back = back(&subject, &form.flytta);
    if choices == now {
        return Ok(flash::see_with(&back, "Inget var ändrat."));
    }
    packs::change(&mut tx, id, (&now, version), &choices).await?;
    tx.commit().await?;
    Ok(flash::see_with(&back, "Delarna är sparade."))
}

/// Whoever moves a part goes on moving; whoever saves reads the pack.
fn back(subject: &Subject, pressed: &str) -> String {
    match moved(pressed) {
        Some((kind, _)) => format!("{}/delar#del-{kind}", url(subject)),
        None => url(subject),
    }
}

fn moved(pressed: &str) -> Option<(PartKind, Direction)> {
    let (kind, direction) = pressed.rsplit_once('-')?;
    let direction = match direction {
        "upp" => Direction::Up,
        "ner" => Direction::Down,
        _ => return None,
    };
    Some((kind.parse().ok()?, direction))
}

fn check(form: &PartsForm, errors: &mut Errors) -> Option<Choices> {
    let kinds = |codes: &[String]| {
        let kinds = codes.iter().map(|code| code.parse::<PartKind>().ok());
        kinds.collect::<Option<Vec<_>>>()
    };
    let all = kinds(&form.parts)
        .zip(kinds(&form.parts_left_out))
        .zip(kinds(&form.parts_shared));
    let unknown = "En del finns inte. Ladda om sidan och försök igen.";
    let ((parts, parts_left_out), parts_shared) = errors.need("", all, unknown)?;
    let choices = Choices {
        parts,
        parts_left_out,
        parts_shared,
    };
    let choices = choices.orderly();
    Some(match moved(&form.flytta) {
        Some((kind, direction)) => choices.moved(kind, direction),
        None => choices,
    })
}

fn form_page(me: &Me, subject: &Subject, form: PartsForm, errors: Errors) -> Result<Response> {
    let shown = Choices {
        parts: form
            .parts
            .iter()
            .filter_map(|code| code.parse().ok())
            .collect(),
        ..Choices::default()
    };
    let ticked = |codes: &[String], kind: PartKind| codes.iter().any(|code| code == kind.code());
    let row = |kind: &PartKind| Row {
        kind: *kind,
        left_out: ticked(&form.parts_left_out, *kind),
        shared: ticked(&form.parts_shared, *kind),
    };
    let mut crumbs = subject.crumbs();
    crumbs.push(Choice::new(url(subject), "Samlat dialogunderlag"));
    let template = PartsPage {
        shell: me.shell_for(&errors),
        crumbs,
        rows: shown.orderly().parts.iter().map(row).collect(),
        name: subject.name(),
        back: url(subject),
        form,
        errors,
    };
    page(template.errors.status(), &template)
}
