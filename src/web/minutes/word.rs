//! The minutes as a Word file, in either voice.

use super::{Asked, Loaded};
use crate::App;
use crate::domain::minutes::Document;
use crate::domain::pack::{Block, Said, Words};
use crate::error::{Error, Result};
use crate::web::docx::{self, Front};
use crate::web::export::{attachment, file_name};
use crate::web::me::Me;
use axum::extract::{Path, Query, State};
use axum::response::Response;

pub async fn download(
    State(app): State<App>,
    _: Me,
    Path(id): Path<i64>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let loaded = Loaded::load(&app, id, &asked).await?;
    let subject = &loaded.subject;
    let shared = asked.is_shared();
    let list = match shared {
        true => "minnesanteckningar-att-dela",
        false => "minnesanteckningar-interna",
    };
    let document = loaded.minutes.document.clone();
    let state = match shared {
        true => loaded.number().unwrap_or_else(|| "Utkast".to_owned()),
        false => format!("{}. Intern version", loaded.state()),
    };
    let front = Front {
        title: document.title.words().to_owned(),
        subtitle: document.when.words().to_owned(),
        state,
        creator: app.config.agency.clone(),
    };
    let base = format!("{list}-{}", subject.county.slug);
    let name = file_name(&base, subject.dialogue.plan.held_on);
    let written = tokio::task::spawn_blocking(move || match shared {
        true => write(&front, &document.shared().0),
        false => write(&front, &with_marks(document)),
    });
    let bytes = written.await.map_err(Error::internal)??;
    Ok(attachment(
        &format!("{name}.docx"),
        docx::CONTENT_TYPE,
        bytes,
    ))
}

/// Says of each line and text of the internal file that stays in the house that it does.
fn with_marks(mut document: Document<Said>) -> Document<Said> {
    let stays = |said: &Said| !said.is_marked() && !said.is_blank();
    for block in document.parts.iter_mut().flat_map(|part| &mut part.blocks) {
        match block {
            Block::List(items) => {
                for said in items.iter_mut().filter(|said| stays(said)) {
                    *said = Said::internal(format!("{} (internt)", said.words()));
                }
            }
            Block::Prose(said) if stays(said) => {
                *said = Said::internal(format!("*Internt:*\n\n{}", said.words()));
            }
            _ => {}
        }
    }
    document
}

fn write<T: Words>(front: &Front, document: &Document<T>) -> Result<Vec<u8>> {
    let parts = document.parts.iter();
    docx::write_parts(
        front,
        parts.map(|part| (part.heading.words(), &part.blocks[..])),
    )
}
