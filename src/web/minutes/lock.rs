//! Locking the minutes: asked about by name, then kept for good; and opening them again, with a reason.

use super::{again, closed, crumbs, may, url};
use crate::App;
use crate::domain::minutes::{Minutes, Pending, Record, Step, number_words};
use crate::domain::pack::{Missing, digest};
use crate::error::{Error, Result};
use crate::store::minutes;
use crate::web::dialogues::Subject;
use crate::web::form::{Choice, Errors, Posted};
use crate::web::me::{Me, Shell};
use crate::web::{flash, page};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct LockForm {
    /// What the minutes said on the page where the button was pressed.
    digest: String,
    /// "ja" when they are locked although not all have answered.
    anda: String,
    version: i64,
}

#[derive(Template)]
#[template(path = "minutes/lock.html")]
struct LockPage {
    shell: Shell,
    errors: Errors,
    crumbs: Vec<Choice>,
    name: String,
    pending: Pending,
    missing: Vec<Missing>,
    digest: String,
    anda: String,
    version: i64,
    back: String,
}

pub async fn ask(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let subject = Subject::load(&app, id).await?;
    may(&me, &subject)?;
    let told = minutes::told(app.db.read(), &subject.dialogue).await?;
    if let Some(answer) = closed(&me, &subject, &told.record, Step::Lock) {
        return answer;
    }
    let pending = Pending::of(&told.reviews);
    lock_page(
        &me,
        &subject,
        (&told.record, &told.live),
        pending,
        "",
        Errors::default(),
    )
}

pub async fn lock(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<LockForm>,
) -> Result<Response> {
    let subject = Subject::load(&app, id).await?;
    let permit = may(&me, &subject)?;
    let mut tx = app.db.write(permit).await?;
    let (subject, now) = again(&mut tx, subject).await?;
    if let Some(answer) = closed(&me, &subject, &now, Step::Lock) {
        return answer;
    }
    let live = minutes::live(tx.conn(), &subject.dialogue, now.written.clone()).await?;
    let reviews = minutes::reviews(tx.conn(), id, now.reviewed_edition()).await?;
    let pending = Pending::of(&reviews);
    if form.version != now.version || form.digest != digest_of(&live)? {
        errors.add("", "Minnesanteckningarna har ändrats sedan du öppnade sidan. Läs dem som de är nu och lås dem sedan.");
    } else if !pending.is_empty() && form.anda != "ja" {
        errors.add("anda", "Bekräfta att minnesanteckningarna ska låsas fast alla inte är färdiga, eller vänta på dem.");
    }
    if !errors.allow() {
        drop(tx);
        return lock_page(&me, &subject, (&now, &live), pending, &form.anda, errors);
    }
    minutes::lock(&mut tx, &subject.dialogue, &now, &live).await?;
    let record = minutes::find(tx.conn(), id).await?;
    tx.commit().await?;
    let number = number_words(record.number.unwrap_or_default(), record.edition);
    let said = format!("Minnesanteckningarna är låsta och har nummer {number}.");
    Ok(flash::see_with(&url(&subject), &said))
}

fn digest_of(minutes: &Minutes) -> Result<String> {
    Ok(digest(&minutes.content().map_err(Error::internal)?))
}

fn lock_page(
    me: &Me,
    subject: &Subject,
    (record, live): (&Record, &Minutes),
    pending: Pending,
    anda: &str,
    errors: Errors,
) -> Result<Response> {
    let template = LockPage {
        shell: me.shell_for(&errors),
        crumbs: crumbs(subject),
        name: subject.name(),
        pending,
        missing: live.missing.clone(),
        digest: digest_of(live)?,
        anda: anda.to_owned(),
        version: record.version,
        back: url(subject),
        errors,
    };
    page(template.errors.status(), &template)
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct ReopenForm {
    reason: String,
    version: i64,
}

#[derive(Template)]
#[template(path = "minutes/reopen.html")]
struct ReopenPage {
    shell: Shell,
    errors: Errors,
    crumbs: Vec<Choice>,
    form: ReopenForm,
    name: String,
    back: String,
}

pub async fn ask_to_reopen(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
) -> Result<Response> {
    let subject = Subject::load(&app, id).await?;
    may(&me, &subject)?;
    let record = minutes::find(app.db.read(), id).await?;
    if let Some(answer) = closed(&me, &subject, &record, Step::Reopen) {
        return answer;
    }
    let form = ReopenForm {
        version: record.version,
        ..ReopenForm::default()
    };
    reopen_page(&me, &subject, form, Errors::default())
}

pub async fn reopen(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<ReopenForm>,
) -> Result<Response> {
    let subject = Subject::load(&app, id).await?;
    let permit = may(&me, &subject)?;
    let why = "Skriv varför minnesanteckningarna öppnas igen.";
    let reason = errors.text("reason", &form.reason, 1000, why);
    let mut tx = app.db.write(permit).await?;
    let (subject, now) = again(&mut tx, subject).await?;
    if now.version != form.version {
        drop(tx);
        errors.met("Någon annan har ändrat minnesanteckningarna medan du skrev. Ditt skäl finns kvar nedan – läs dem och försök igen.");
        let form = ReopenForm {
            version: now.version,
            ..form
        };
        return reopen_page(&me, &subject, form, errors);
    }
    if let Some(answer) = closed(&me, &subject, &now, Step::Reopen) {
        return answer;
    }
    let (Some(reason), true) = (reason, errors.allow()) else {
        drop(tx);
        return reopen_page(&me, &subject, form, errors);
    };
    minutes::reopen(&mut tx, &subject.dialogue, &now, &reason).await?;
    tx.commit().await?;
    let said = "Minnesanteckningarna är öppna igen. Den låsta utgåvan finns kvar.";
    Ok(flash::see_with(&url(&subject), said))
}

fn reopen_page(me: &Me, subject: &Subject, form: ReopenForm, errors: Errors) -> Result<Response> {
    let template = ReopenPage {
        shell: me.shell_for(&errors),
        crumbs: crumbs(subject),
        name: subject.name(),
        back: url(subject),
        form,
        errors,
    };
    page(template.errors.status(), &template)
}
