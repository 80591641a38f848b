//! Freezing a pack: asked about by name, then kept for good.

use super::super::dialogues::{Subject, over, refused};
use super::{Loaded, frozen_words, url};
use crate::App;
use crate::domain::access::Act;
use crate::domain::pack::{Missing, Pack, digest};
use crate::error::{Error, Result};
use crate::store::packs::{self, Frozen};
use crate::web::form::{Choice, Errors, Posted};
use crate::web::me::{Me, Shell};
use crate::web::{flash, page};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct FreezeForm {
    /// What the pack said on the page where the button was pressed.
    digest: String,
}

#[derive(Template)]
#[template(path = "packs/freeze.html")]
struct FreezePage {
    shell: Shell,
    errors: Errors,
    crumbs: Vec<Choice>,
    name: String,
    missing: Vec<Missing>,
    digest: String,
    back: String,
}

pub async fn ask(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let loaded = Loaded::whole(&app, id).await?;
    let subject = &loaded.subject;
    me.may(Act::AssessNationally, &subject.county.place())?;
    if let Some(answer) = over(&me, subject) {
        return answer;
    }
    match &loaded.frozen {
        Some(frozen) => is_frozen(&me, subject, frozen),
        None => freeze_page(&me, subject, &loaded.live, Errors::default()),
    }
}

pub async fn freeze(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, mut errors }: Posted<FreezeForm>,
) -> Result<Response> {
    let subject = Subject::load(&app, id).await?;
    let permit = me.may(Act::AssessNationally, &subject.county.place())?;
    let mut tx = app.db.write(permit).await?;
    let subject = subject.again(&mut tx).await?;
    if let Some(answer) = over(&me, &subject) {
        return answer;
    }
    if let Some(frozen) = packs::frozen(tx.conn(), id).await? {
        drop(tx);
        return match frozen.by_id == Some(me.id()) {
            true => Ok(flash::see(&url(&subject))),
            false => is_frozen(&me, &subject, &frozen),
        };
    }
    let pack = packs::live(tx.conn(), &subject.dialogue).await?;
    if form.digest != digest_of(&pack)? {
        errors.add("", "Underlaget har ändrats sedan du öppnade sidan. Läs det som det är nu och lås det sedan.");
    }
    if !errors.allow() {
        drop(tx);
        return freeze_page(&me, &subject, &pack, errors);
    }
    packs::freeze(&mut tx, &subject.dialogue, &pack).await?;
    tx.commit().await?;
    Ok(flash::see_with(
        &url(&subject),
        "Dialogunderlaget är låst och sparas som det är.",
    ))
}

fn digest_of(pack: &Pack) -> Result<String> {
    Ok(digest(&pack.content().map_err(Error::internal)?))
}

/// What is said to the one who comes second.
pub fn is_frozen(me: &Me, subject: &Subject, frozen: &Frozen) -> Result<Response> {
    let sentence = format!(
        "{}. Det sparas som det är och kan inte ändras eller låsas igen.",
        frozen_words(frozen.at, &frozen.by)
    );
    let links = vec![Choice::new(url(subject), "Läs det låsta underlaget")];
    refused(
        me,
        subject,
        "Dialogunderlaget är redan låst",
        sentence,
        links,
    )
}

fn freeze_page(me: &Me, subject: &Subject, pack: &Pack, errors: Errors) -> Result<Response> {
    let mut crumbs = subject.crumbs();
    crumbs.push(Choice::new(url(subject), "Samlat dialogunderlag"));
    let template = FreezePage {
        shell: me.shell_for(&errors),
        crumbs,
        name: subject.name(),
        missing: pack.missing.clone(),
        digest: digest_of(pack)?,
        back: url(subject),
        errors,
    };
    page(template.errors.status(), &template)
}
