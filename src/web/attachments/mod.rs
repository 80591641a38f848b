//! Bilagor of a brief: added by a form with a file, downloaded, removed. Nothing is ever shown inline.

pub mod upload;

use super::briefs::{Subject, show};
use super::form::{Choice, Errors, Posted};
use super::me::{Me, Shell};
use super::{export, flash, page};
use crate::App;
use crate::domain::attachment::{self, Attachment};
use crate::error::{Error, Result};
use crate::store::{attachments, briefs};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use serde::Deserialize;
use upload::{File, Uploaded};

const CHOOSE: &str = "Välj en fil att lägga till.";

pub async fn create(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    uploaded: Uploaded,
) -> Result<Response> {
    let subject = Subject::load(&app, &me, id).await?;
    let permit = subject.may_write(&me)?;
    let mut errors = Errors::default();
    let Some((kind, file)) = accepted(uploaded, &mut errors).await? else {
        return show::show_page(&app, &me, &subject, errors).await;
    };
    let mut tx = app.db.write(permit).await?;
    subject.guard_in(&mut tx, &app, &me).await?;
    let brief = briefs::find(tx.conn(), id, app.clock.today()).await?;
    let there = attachments::of_brief(tx.conn(), id).await?;
    if let Some(problem) = problem(&there, &file) {
        drop(tx);
        errors.add("file", problem);
        return show::show_page(&app, &me, &subject, errors).await;
    }
    attachments::add(&mut tx, brief.id, kind, &file.name, &file.content).await?;
    tx.commit().await?;
    let said = format!("Bilagan {} är tillagd.", file.name);
    Ok(flash::see_with(&format!("{}#bilagor", brief.url()), &said))
}

/// The file as it is kept, looked into off the threads that answer.
async fn accepted(
    uploaded: Uploaded,
    errors: &mut Errors,
) -> Result<Option<(attachment::Kind, File)>> {
    let looked = tokio::task::spawn_blocking(move || {
        let file = uploaded.file()?;
        let (kind, name) = attachment::accept(&file.name, &file.content)?;
        Ok::<_, &'static str>((kind, File { name, ..file }))
    });
    match looked.await.map_err(Error::internal)? {
        Ok(file) => Ok(Some(file)),
        Err(message) => {
            errors.add("file", message);
            Ok(None)
        }
    }
}

/// A double press adds one file, and there is an end to how many a brief has.
fn problem(there: &[Attachment], file: &File) -> Option<String> {
    if there.len() >= attachment::MOST {
        return Some("Underlaget har redan 20 bilagor. Ta bort någon först.".to_owned());
    }
    let same = there.iter().find(|each| each.name == file.name);
    same.map(|each| {
        format!(
            "Det finns redan en bilaga som heter {}. Ta bort den först, eller byt namn på filen.",
            each.name
        )
    })
}

pub async fn download(
    State(app): State<App>,
    me: Me,
    Path((id, file)): Path<(i64, i64)>,
) -> Result<Response> {
    let subject = Subject::load(&app, &me, id).await?;
    subject.open(&app, &me).await?;
    let db = app.db.read();
    let found = attachments::find(db, id, file).await?;
    let content = attachments::content(db, &found).await?;
    let mut answer = export::attachment(&found.name, found.kind.content_type(), content);
    answer.headers_mut().insert(
        HeaderName::from_static("content-security-policy"),
        HeaderValue::from_static("default-src 'none'; sandbox; frame-ancestors 'none'"),
    );
    Ok(answer)
}

#[derive(Template)]
#[template(path = "briefs/remove_file.html")]
struct RemovePage {
    shell: Shell,
    crumbs: Vec<Choice>,
    name: String,
    version: i64,
    back: String,
}

pub async fn ask_to_remove(
    State(app): State<App>,
    me: Me,
    Path((id, file)): Path<(i64, i64)>,
) -> Result<Response> {
    let subject = Subject::load(&app, &me, id).await?;
    subject.may_write(&me)?;
    let found = attachments::find(app.db.read(), id, file).await?;
    let template = RemovePage {
        shell: me.shell(),
        crumbs: subject.crumbs(),
        name: found.name,
        version: found.version,
        back: format!("{}#bilagor", subject.brief.url()),
    };
    page(StatusCode::OK, &template)
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct RemoveForm {
    version: i64,
}

pub async fn remove(
    State(app): State<App>,
    me: Me,
    Path((id, file)): Path<(i64, i64)>,
    Posted { form, .. }: Posted<RemoveForm>,
) -> Result<Response> {
    let subject = Subject::load(&app, &me, id).await?;
    let permit = subject.may_write(&me)?;
    let mut tx = app.db.write(permit).await?;
    subject.guard_in(&mut tx, &app, &me).await?;
    let found = attachments::find(tx.conn(), id, file).await?;
    if found.version != form.version {
        return Err(Error::Stale);
    }
    attachments::remove(&mut tx, &found).await?;
    tx.commit().await?;
    let said = format!("Bilagan {} är borttagen.", found.name);
    Ok(flash::see_with(
        &format!("{}#bilagor", subject.brief.url()),
        &said,
    ))
}
