//! "Hämta nu": one try at once, instead of when it is due.

use super::{may, words};
use crate::App;
use crate::error::{Error, Result};
use crate::fetch;
use crate::store::sources;
use crate::web::flash;
use crate::web::form::Posted;
use crate::web::me::Me;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct FetchForm {
    version: i64,
}

/// The source is asked outside any write, so that nobody waits for it but the one who pressed.
pub async fn fetch(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, .. }: Posted<FetchForm>,
) -> Result<Response> {
    let source = sources::find(app.db.read(), id).await?;
    let permit = may(&app, &me, &source).await?;
    if form.version != source.version {
        return Err(Error::Stale);
    }
    let now = app.clock.now();
    let refused = match () {
        _ if !app.config.fetches_sources() => Some("Källor hämtas inte i den här installationen."),
        _ if !source.is_open() => Some(super::edit::CLOSED),
        _ if source.progress.just_fetched(now) => {
            Some("Källan hämtades alldeles nyss. Vänta en minut.")
        }
        _ => None,
    };
    if let Some(said) = refused {
        return Ok(flash::see_with(&source.url(), said));
    }
    let Some(_turn) = fetch::turn() else {
        let said = "Flera källor hämtas just nu. Försök igen om en stund.";
        return Ok(flash::see_with(&source.url(), said));
    };
    let allowed = &app.config.allow_source_address;
    let fetched = fetch::fetch(&source.terms.url, &source.progress, allowed, now).await?;
    sources::save(app.db.write(permit).await?, &source, fetched).await?;
    let after = sources::find(app.db.read(), id).await?;
    let said = words::outcome(after.progress.outcome, &after.progress.detail);
    Ok(flash::see_with(&source.url(), &said))
}
