//! One feedback as it was given, and who has read it.

use super::dialogue;
use crate::App;
use crate::domain::access::{Act, Ask, Place};
use crate::domain::feedback::{Direction, Feedback};
use crate::error::Result;
use crate::store::feedback::{self, Listener};
use crate::web::dialogues::Subject;
use crate::web::form::{Choice, Posted};
use crate::web::me::{Me, Shell};
use crate::web::session::own_path;
use crate::web::{flash, markdown, page, text};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "feedback/show.html")]
struct ShowPage {
    shell: Shell,
    crumbs: Vec<Choice>,
    feedback: Feedback,
    name: String,
    url: String,
    text: String,
    given: String,
    listeners: Vec<Listener>,
    read: usize,
    /// It waits for her.
    mine: bool,
}

impl ShowPage {
    fn has_listeners(&self) -> bool {
        self.feedback.giving.direction != Direction::Region
    }
}

pub async fn show(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let db = app.db.read();
    let of = feedback::find(db, id).await?;
    let subject = Subject::load(&app, of.giving.dialogue_id).await?;
    let listeners = feedback::audience(db, id).await?;
    let mut crumbs = subject.crumbs();
    crumbs.push(Choice::new(
        dialogue::url(subject.dialogue.id),
        "Återkoppling",
    ));
    let template = ShowPage {
        shell: me.shell(),
        name: subject.name(),
        url: subject.dialogue.url(),
        text: markdown::render_below(&of.giving.text, 2),
        given: text::long_date(of.giving.given_on),
        read: listeners
            .iter()
            .filter(|each| each.read_on.is_some())
            .count(),
        mine: waits(&listeners, me.id()) == Some(true),
        crumbs,
        listeners,
        feedback: of,
    };
    page(StatusCode::OK, &template)
}

/// Whether it waits for her; none when it is not for her.
fn waits(listeners: &[Listener], person: i64) -> Option<bool> {
    let mut all = listeners.iter();
    let own = all.find(|each| each.person_id == person)?;
    Some(own.read_on.is_none())
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct ReadForm {
    /// The page it was read on.
    till: String,
}

/// "Jag har läst"
pub async fn read(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Posted { form, .. }: Posted<ReadForm>,
) -> Result<Response> {
    let of = feedback::find(app.db.read(), id).await?;
    let permit = me.may(Act::KeepOwnAccount, &Place::anywhere())?;
    let back = match form.till.is_empty() {
        true => of.url(),
        false => own_path(&form.till),
    };
    let mut tx = app.db.write(permit).await?;
    let listeners = feedback::audience(tx.conn(), id).await?;
    match waits(&listeners, me.id()) {
        Some(true) => {}
        Some(false) => return Ok(flash::see(&back)),
        None => {
            let phrase = Some("kvittera den här återkopplingen, som är till andra");
            me.standing
                .may_own(Act::KeepOwnAccount, false, Ask::Managers, phrase)?;
        }
    }
    feedback::mark_read(&mut tx, &of).await?;
    tx.commit().await?;
    Ok(flash::see_with(
        &back,
        &format!("{} är kvitterad som läst.", of.title()),
    ))
}
