//! Taking away a meeting that was a mistake; asked first.

use super::may;
use crate::App;
use crate::domain::network::{Meeting, Network};
use crate::error::Result;
use crate::store::networks;
use crate::web::form::{Errors, Posted};
use crate::web::me::{Me, Shell};
use crate::web::{flash, page, text};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct RemoveForm {
    version: i64,
}

#[derive(Template)]
#[template(path = "networks/remove_meeting.html")]
struct RemovePage {
    shell: Shell,
    errors: Errors,
    network: Network,
    meeting: Meeting,
}

impl RemovePage {
    fn day(&self) -> String {
        text::long_date(self.meeting.minutes.held_on)
    }
}

fn draw(me: &Me, network: Network, meeting: Meeting, errors: Errors) -> Result<Response> {
    let template = RemovePage {
        shell: me.shell_for(&errors),
        network,
        meeting,
        errors,
    };
    page(template.errors.status(), &template)
}

pub async fn ask(
    State(app): State<App>,
    me: Me,
    Path((id, mid)): Path<(i64, i64)>,
) -> Result<Response> {
    let network = networks::find(app.db.read(), id).await?;
    may(&app, &me, &network.terms.counties).await?;
    let meeting = networks::find_meeting(app.db.read(), id, mid).await?;
    draw(&me, network, meeting, Errors::default())
}

pub async fn remove(
    State(app): State<App>,
    me: Me,
    Path((id, mid)): Path<(i64, i64)>,
    Posted { form, mut errors }: Posted<RemoveForm>,
) -> Result<Response> {
    let network = networks::find(app.db.read(), id).await?;
    let permit = may(&app, &me, &network.terms.counties).await?;
    let meeting = networks::find_meeting(app.db.read(), id, mid).await?;
    if !errors.allow() {
        return draw(&me, network, meeting, errors);
    }
    let mut tx = app.db.write(permit).await?;
    let network = networks::find(tx.conn(), id).await?;
    may(&app, &me, &network.terms.counties).await?;
    let now = networks::find_meeting(tx.conn(), id, mid).await?;
    if now.version != form.version {
        drop(tx);
        errors.met("Någon annan har ändrat träffen. Läs den och försök igen.");
        return draw(&me, network, now, errors);
    }
    networks::remove_meeting(&mut tx, &now).await?;
    tx.commit().await?;
    Ok(flash::see_with(
        &network.url(),
        "Träffen är borttagen. I historiken står att den har funnits.",
    ))
}
