//! What came home from a meeting: notes that there are, put beside it and taken away again.

use super::{may, show};
use crate::App;
use crate::domain::event::{Subject, SubjectKind};
use crate::error::{Error, Result};
use crate::store::networks;
use crate::web::form::Posted;
use crate::web::me::Me;
use crate::web::{flash, secrecy};
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct NoteForm {
    observation_id: String,
}

/// The same press twice changes nothing the second time, so it needs no version.
pub async fn add(
    State(app): State<App>,
    me: Me,
    Path((id, mid)): Path<(i64, i64)>,
    Posted { form, mut errors }: Posted<NoteForm>,
) -> Result<Response> {
    let network = networks::find(app.db.read(), id).await?;
    let permit = may(&app, &me, &network.terms.counties).await?;
    networks::find_meeting(app.db.read(), id, mid).await?;
    let sight = secrecy::sight(&app, &me).await?;
    let known = networks::notes_to_choose(app.db.read(), &sight).await?;
    let mut known = known.into_iter().map(|(note, _)| note);
    let note = form.observation_id.parse::<i64>().ok();
    let note = note.filter(|note| known.any(|each| each == *note));
    let note = errors.need("", note, "Välj en omvärldsnotis i listan.");
    let (Some(note), true) = (note, errors.allow()) else {
        return show::draw(&app, &me, id, errors).await;
    };
    let mut tx = app.db.write(permit).await?;
    let network = networks::find(tx.conn(), id).await?;
    may(&app, &me, &network.terms.counties).await?;
    let subject = Subject::new(SubjectKind::Observation, note);
    secrecy::guard_in(tx.conn(), &app, &me, &subject).await?;
    let meeting = networks::find_meeting(tx.conn(), id, mid).await?;
    let url = format!("{}#traff-{mid}", network.url());
    match networks::bring_home(&mut tx, &meeting, note).await {
        Ok(()) => tx.commit().await?,
        Err(Error::Stale) => return Ok(flash::see_with(&url, "Notisen finns redan vid träffen.")),
        Err(error) => return Err(error),
    }
    Ok(flash::see_with(&url, "Notisen står nu vid träffen."))
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct NoFields {}

pub async fn remove(
    State(app): State<App>,
    me: Me,
    Path((id, mid, note)): Path<(i64, i64, i64)>,
    Posted { errors, .. }: Posted<NoFields>,
) -> Result<Response> {
    let network = networks::find(app.db.read(), id).await?;
    let permit = may(&app, &me, &network.terms.counties).await?;
    let subject = Subject::new(SubjectKind::Observation, note);
    secrecy::guard(&app, &me, &subject).await?;
    networks::find_meeting(app.db.read(), id, mid).await?;
    if !errors.allow() {
        return show::draw(&app, &me, id, errors).await;
    }
    let mut tx = app.db.write(permit).await?;
    let network = networks::find(tx.conn(), id).await?;
    may(&app, &me, &network.terms.counties).await?;
    secrecy::guard_in(tx.conn(), &app, &me, &subject).await?;
    let meeting = networks::find_meeting(tx.conn(), id, mid).await?;
    let url = format!("{}#traff-{mid}", network.url());
    match networks::leave_out(&mut tx, &meeting, note).await {
        Ok(()) => tx.commit().await?,
        Err(Error::Stale) => {
            return Ok(flash::see_with(
                &url,
                "Notisen stod inte längre vid träffen.",
            ));
        }
        Err(error) => return Err(error),
    }
    Ok(flash::see_with(
        &url,
        "Notisen står inte längre vid träffen.",
    ))
}
