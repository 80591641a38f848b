//! The pack as a Word file, in either voice.

use super::{Asked, Loaded, Version};
use crate::App;
use crate::domain::pack::Pack;
use crate::error::{Error, Result};
use crate::web::docx::{self, Front};
use crate::web::export::{attachment, file_name};
use crate::web::me::Me;
use crate::web::secrecy;
use axum::extract::{Path, Query, State};
use axum::response::Response;

pub async fn download(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let sight = secrecy::sight(&app, &me).await?;
    let version = asked.version();
    let loaded = Loaded::load(&app, &sight, id, version).await?;
    let (subject, pack) = (&loaded.subject, loaded.pack(version).clone());
    let (kind, list) = match version {
        Version::Shared => ("Dialogunderlag", "dialogunderlag-att-dela"),
        _ => ("Samlat dialogunderlag", "dialogunderlag"),
    };
    let front = Front {
        title: format!("{kind} {}", subject.county.short_name),
        subtitle: super::view::words(&pack.document.when),
        state: loaded.state(version).unwrap_or_default(),
        creator: app.config.agency.clone(),
    };
    let name = file_name(
        &format!("{list}-{}", subject.county.slug),
        subject.dialogue.plan.held_on,
    );
    let written = tokio::task::spawn_blocking(move || written(&front, version, &pack));
    let bytes = written.await.map_err(Error::internal)??;
    Ok(attachment(
        &format!("{name}.docx"),
        docx::CONTENT_TYPE,
        bytes,
    ))
}

fn written(front: &Front, version: Version, pack: &Pack) -> Result<Vec<u8>> {
    if version == Version::Shared {
        return docx::write(front, None, &pack.shared().0);
    }
    let lines: Vec<String> = pack.missing.iter().map(|each| each.what.clone()).collect();
    let missing = (!lines.is_empty()).then_some(("Saknas", lines));
    docx::write(front, missing, &pack.document)
}
