//! Writing a version: one form, in which two people can write in different sections at the same time.

use super::form::{BriefForm, name_sections};
use super::{Subject, refused, tone};
use crate::App;
use crate::domain::brief::{Status, Step, Version, allows};
use crate::domain::event::{self, SubjectKind};
use crate::error::{Error, Result};
use crate::store::{Write, briefs};
use crate::web::form::{Choice, Errors, Posted, meet};
use crate::web::history::{after_meeting, clash_rows};
use crate::web::me::{Me, Shell};
use crate::web::{flash, page};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

const MET: &str = "Någon annan har ändrat underlaget medan du skrev. Din text finns kvar nedan – jämför och spara igen.";

struct SectionFields {
    title: String,
    help: String,
    id: i64,
    text: String,
    error: Option<String>,
    ready: String,
    shareable: String,
}

#[derive(Template)]
#[template(path = "briefs/write.html")]
pub struct WritePage {
    shell: Shell,
    errors: Errors,
    form: BriefForm,
    crumbs: Vec<Choice>,
    name: String,
    url: String,
    number: i64,
    status: Status,
    tone: &'static str,
    reason: String,
    sections: Vec<SectionFields>,
    ready: usize,
    /// What has to be done before the form can be saved: `ny` or `aterta`; empty when it can.
    again: &'static str,
}

pub async fn edit(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let subject = Subject::load(&app, &me, id).await?;
    subject.open(&app, &me).await?;
    subject.may_write(&me)?;
    let mut conn = app.db.read().acquire().await?;
    let open = briefs::open_version(&mut conn, id).await?;
    let Some(version) = open else {
        let sentence =
            "Ingen version skrivs just nu. Börja på en ny version från underlagets sida.";
        return refused(&me, &subject, "Inget att skriva i", sentence.to_owned());
    };
    if !allows(version.status, Step::Write, subject.review) {
        let sentence = "Underlaget är på granskning och kan inte ändras nu. Ta tillbaka det från granskningen om du behöver ändra något.";
        return refused(
            &me,
            &subject,
            "Underlaget är på granskning",
            sentence.to_owned(),
        );
    }
    let form = BriefForm::of(&version);
    form_page(&me, &subject, &version, form, Errors::default(), "")
}

pub async fn update(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<BriefForm>,
) -> Result<Response> {
    let subject = Subject::load(&app, &me, id).await?;
    let permit = subject.may_write(&me)?;
    let shown = written_in(&app, id, &form).await?;
    let (Some(draft), true) = (form.read(&shown, &mut errors), errors.allow()) else {
        return form_page(&me, &subject, &shown, form, errors, "");
    };
    let mut tx = app.db.write(permit).await?;
    subject.guard_in(&mut tx, &app, &me).await?;
    let now = briefs::find_version(tx.conn(), shown.id).await?;
    if !allows(now.status, Step::Write, subject.review) {
        return meanwhile(&app, &me, &subject, tx, now, form).await;
    }
    let about = event::Subject::new(SubjectKind::BriefVersion, now.id);
    let seen = form.number("version").unwrap_or_default();
    let mut mine = BriefForm::from(&draft);
    mine.set_number("version", seen);
    let met = meet(&mut tx, &about, &now.draft, now.version, mine, seen, &[]).await?;
    let stays = form.get("stanna") == "ja";
    let mut form = after_meeting(&app, met, MET, &mut errors).await?;
    form.set_number("number", now.number);
    let Some(draft) = form.read(&now, &mut errors).filter(|_| errors.allow()) else {
        drop(tx);
        return form_page(&me, &subject, &now, form, errors, "");
    };
    let url = match stays {
        true => format!("{}/skriv", subject.brief.url()),
        false => subject.brief.url(),
    };
    if draft == now.draft && now.status == Status::Drafting {
        return Ok(flash::see_with(&url, "Inget var ändrat."));
    }
    briefs::save(&mut tx, &now, &draft).await?;
    tx.commit().await?;
    Ok(flash::see_with(&url, "Utkastet är sparat."))
}

/// The version a form was written in: the one it names, else the one that is on its way.
async fn written_in(app: &App, brief_id: i64, form: &BriefForm) -> Result<Version> {
    let db = app.db.read();
    match form.number("number") {
        Some(number) => briefs::by_number(db, brief_id, number).await,
        None => {
            let mut conn = db.acquire().await?;
            let open = briefs::open_version(&mut conn, brief_id).await?;
            open.ok_or(Error::NotFound)
        }
    }
}

/// Someone handed the version over, approved it or ended it while this was written: the text is shown
/// beside what holds, and is saved at the next press, after the version has been taken back or a new one begun.
async fn meanwhile(
    app: &App,
    me: &Me,
    subject: &Subject,
    mut tx: Write,
    now: Version,
    form: BriefForm,
) -> Result<Response> {
    let open = briefs::open_version(tx.conn(), subject.brief.id).await?;
    let (target, again, sentence) = match open {
        Some(open) if open.id == now.id => (open, "aterta", IN_REVIEW),
        Some(open) => (open, "", NEW_ONE),
        None => (now.clone(), "ny", SETTLED),
    };
    let asked = !again.is_empty() && form.get("igen") == again;
    if asked && form.number("version") == Some(now.version) {
        return save_again(me, subject, tx, now, form, again).await;
    }
    drop(tx);
    let mut moved = match target.id == now.id {
        true => form,
        false => form.moved(&now, &target),
    };
    moved.set_number("version", target.version);
    moved.set_number("number", target.number);
    let mut errors = Errors::default();
    let differing = moved.against(&target.draft);
    if differing.is_empty() && again.is_empty() {
        return Ok(flash::see_with(&subject.brief.url(), "Inget var ändrat."));
    }
    errors.clashes = clash_rows(app.db.read(), differing).await?;
    errors.add("", sentence);
    form_page(me, subject, &target, moved, errors, again)
}

const IN_REVIEW: &str = "Någon annan har lämnat underlaget för granskning medan du skrev. Din text finns kvar nedan – jämför, och spara för att ta tillbaka underlaget från granskningen.";
const SETTLED: &str = "Versionen har fastställts eller avslutats medan du skrev. Din text finns kvar nedan – jämför, och spara för att börja på en ny version med den.";
const TOO_LONG: &str = "Mallen har färre avsnitt nu, och texten från dem som har gått hamnar sist i det sista avsnittet. Där får den inte plats. Korta de sista avsnitten och spara igen.";
const NEW_ONE: &str = "En ny version har påbörjats medan du skrev. Din text finns kvar nedan – jämför och spara igen.";

/// Takes the version back or begins a new one, and saves what was written in it.
async fn save_again(
    me: &Me,
    subject: &Subject,
    mut tx: Write,
    now: Version,
    form: BriefForm,
    again: &'static str,
) -> Result<Response> {
    let mut errors = Errors::default();
    if form.read(&now, &mut errors).is_none() {
        drop(tx);
        return form_page(me, subject, &now, form, errors, again);
    }
    let id = subject.brief.id;
    match now.status {
        Status::InReview => briefs::take_back(&mut tx, &now).await?,
        _ => {
            briefs::start(&mut tx, &subject.brief.of).await?;
        }
    }
    let open = briefs::open_version(tx.conn(), id).await?;
    let target = open.ok_or(Error::Stale)?;
    let moved = match target.id == now.id {
        true => form.clone(),
        false => form.moved(&now, &target),
    };
    let Some(draft) = moved.read(&target, &mut errors) else {
        // The sections of the new version are not there: what was written is shown as it was sent.
        drop(tx);
        let mut errors = Errors::default();
        errors.add("", TOO_LONG);
        return form_page(me, subject, &now, form, errors, again);
    };
    if draft != target.draft {
        briefs::save(&mut tx, &target, &draft).await?;
    }
    tx.commit().await?;
    Ok(flash::see_with(&subject.brief.url(), "Utkastet är sparat."))
}

pub fn form_page(
    me: &Me,
    subject: &Subject,
    version: &Version,
    form: BriefForm,
    mut errors: Errors,
    again: &'static str,
) -> Result<Response> {
    name_sections(&mut errors, version);
    let sections: Vec<SectionFields> = version
        .sections
        .iter()
        .map(|section| SectionFields {
            title: section.title.clone(),
            help: section.help.clone(),
            id: section.id,
            text: form.get(&format!("text_{}", section.id)),
            error: errors
                .on(&format!("text_{}", section.id))
                .map(str::to_owned),
            ready: form.get(&format!("ready_{}", section.id)),
            shareable: form.get(&format!("shareable_{}", section.id)),
        })
        .collect();
    let status = match again {
        "" => errors.status(),
        _ => StatusCode::CONFLICT,
    };
    let template = WritePage {
        shell: me.shell_for(&errors),
        crumbs: subject.crumbs(),
        name: subject.brief.name(),
        url: subject.brief.url(),
        number: version.number,
        status: version.status,
        tone: tone(version.status),
        reason: version.reason.clone(),
        ready: sections
            .iter()
            .filter(|section| section.ready == "ja")
            .count(),
        sections,
        form,
        errors,
        again,
    };
    page(status, &template)
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct ReadyForm {
    ready: String,
}

/// Ticks one section in the place where it is read.
pub async fn mark(
    State(app): State<App>,
    me: Me,
    Path((id, section)): Path<(i64, i64)>,
    Posted { form, .. }: Posted<ReadyForm>,
) -> Result<Response> {
    let subject = Subject::load(&app, &me, id).await?;
    let permit = subject.may_write(&me)?;
    let mut tx = app.db.write(permit).await?;
    subject.guard_in(&mut tx, &app, &me).await?;
    let open = briefs::open_version(tx.conn(), id).await?;
    let version = open.ok_or(Error::Stale)?;
    let known = version
        .draft
        .sections
        .get(&section)
        .ok_or(Error::NotFound)?;
    if !allows(version.status, Step::Write, subject.review) {
        return Err(Error::Stale);
    }
    let ready = form.ready == "ja";
    if known.ready == ready {
        return Ok(flash::see(&subject.brief.url()));
    }
    briefs::mark_section(&mut tx, &version, section, ready).await?;
    tx.commit().await?;
    let said = match ready {
        true => "Avsnittet är markerat som klart.",
        false => "Avsnittet är inte längre markerat som klart.",
    };
    Ok(flash::see_with(&subject.brief.url(), said))
}
