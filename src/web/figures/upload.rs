//! The first step of reading in: a file is sent, and waits for its preview.

use super::{LIST, own_counties, somewhere};
use crate::App;
use crate::domain::attachment::clean_name;
use crate::domain::figures::{LARGEST_FILE, TOO_LARGE};
use crate::error::{Error, Result};
use crate::import;
use crate::store::figures::{self, KEPT_HOURS, Upload};
use crate::web::attachments::upload::{File, Uploaded};
use crate::web::form::{Choice, Errors};
use crate::web::holders::Holders;
use crate::web::me::{Me, Shell};
use crate::web::{flash, page, text};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use tokio::sync::Semaphore;

/// So many files are unpacked and read at a time; each may take some tens of megabytes.
pub(super) static READING: Semaphore = Semaphore::const_new(2);

#[derive(Template)]
#[template(path = "figures/upload.html")]
struct UploadPage {
    shell: Shell,
    crumbs: Vec<Choice>,
    errors: Errors,
    waiting: Vec<(Upload, String)>,
    hours: i64,
    /// "Norrbotten och Västerbotten", of those who may not read in all.
    own: String,
}

async fn draw(app: &App, me: &Me, errors: Errors) -> Result<Response> {
    let (db, now) = (app.db.read(), app.clock.now());
    let holders = Holders::load(db, app.clock.today()).await?;
    let own = own_counties(me, &holders.counties);
    let names: Vec<&str> = own
        .iter()
        .map(|county| county.short_name.as_str())
        .collect();
    let waiting = figures::uploads(db, me.id(), now).await?;
    let template = UploadPage {
        shell: me.shell_for(&errors),
        crumbs: vec![Choice::new(LIST, "Statistik")],
        waiting: waiting
            .into_iter()
            .map(|each| (each.clone(), text::stamp(each.uploaded_at)))
            .collect(),
        hours: KEPT_HOURS,
        own: match names.len() < holders.counties.len() {
            true => text::join_and(&names),
            false => String::new(),
        },
        errors,
    };
    page(template.errors.status(), &template)
}

pub async fn new(State(app): State<App>, me: Me) -> Result<Response> {
    let holders = Holders::load(app.db.read(), app.clock.today()).await?;
    somewhere(&me, &holders.counties)?;
    draw(&app, &me, Errors::default()).await
}

pub async fn create(State(app): State<App>, me: Me, uploaded: Uploaded) -> Result<Response> {
    let holders = Holders::load(app.db.read(), app.clock.today()).await?;
    let permit = somewhere(&me, &holders.counties)?;
    let mut errors = Errors::default();
    let Some(file) = accepted(uploaded, &mut errors).await? else {
        return draw(&app, &me, errors).await;
    };
    let id = figures::stash(&app.db, permit, &file.name, &file.content).await?;
    Ok(flash::see(&format!("{LIST}/las-in/{id}")))
}

/// A file that can be read at all, looked into off the threads that answer.
async fn accepted(uploaded: Uploaded, errors: &mut Errors) -> Result<Option<File>> {
    let _turn = READING.acquire().await.map_err(Error::internal)?;
    let looked = tokio::task::spawn_blocking(move || {
        let file = uploaded.file_or(TOO_LARGE)?;
        if file.content.len() > LARGEST_FILE {
            return Err(TOO_LARGE.to_owned());
        }
        import::decode(&file.content)?;
        let name = clean_name(&file.name);
        let name = if name.is_empty() {
            "fil".to_owned()
        } else {
            name
        };
        Ok::<_, String>(File { name, ..file })
    });
    match looked.await.map_err(Error::internal)? {
        Ok(file) => Ok(Some(file)),
        Err(message) => {
            errors.add("file", message);
            Ok(None)
        }
    }
}
