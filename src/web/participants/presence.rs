//! Who came, by one press; and who is taken off the list.

use super::load;
use crate::App;
use crate::domain::dialogue::Dialogue;
use crate::domain::participant::{Attendance, Attended};
use crate::error::{Error, Result};
use crate::store::participants;
use crate::web::dialogues::over;
use crate::web::form::{Choice, Posted};
use crate::web::me::{Me, Shell};
use crate::web::{flash, outcomes, page};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct AttendedForm {
    attended: String,
    /// Where on the page of the conducting it was pressed; empty on the dialogue's own.
    punkt: String,
    version: i64,
}

/// Back to where the press was made.
pub fn back(dialogue: &Dialogue, punkt: &str) -> String {
    match punkt.is_empty() {
        true => dialogue.url(),
        false => {
            let item = punkt.parse().ok();
            format!("{}#narvaro", outcomes::at(dialogue.id, item))
        }
    }
}

/// One press beside the name: came, or did not come.
pub async fn attended(
    State(app): State<App>,
    me: Me,
    Path((id, pid)): Path<(i64, i64)>,
    Posted { form, .. }: Posted<AttendedForm>,
) -> Result<Response> {
    let (subject, permit) = load(&app, &me, id).await?;
    participants::find(app.db.read(), id, pid).await?;
    if let Some(answer) = over(&me, &subject) {
        return answer;
    }
    let attended: Attended = form.attended.parse().map_err(|_| {
        Error::BadRequest("Svara ja eller nej på om den medverkande deltog.".to_owned())
    })?;
    let mut tx = app.db.write(permit).await?;
    let subject = subject.again(&mut tx).await?;
    if let Some(answer) = over(&me, &subject) {
        return answer;
    }
    let now = participants::find(tx.conn(), id, pid).await?;
    let url = back(&subject.dialogue, &form.punkt);
    if now.attendance.attended == attended {
        return Ok(flash::see(&url));
    }
    if now.version != form.version {
        return Err(Error::Stale);
    }
    let after = Attendance {
        attended,
        ..now.attendance.clone()
    };
    participants::change(&mut tx, &now, &after).await?;
    tx.commit().await?;
    let words = if attended == Attended::Yes {
        "deltog"
    } else {
        "deltog inte"
    };
    Ok(flash::see_with(&url, &format!("{} {words}.", now.name)))
}

#[derive(Template)]
#[template(path = "participants/remove.html")]
struct RemovePage {
    shell: Shell,
    crumbs: Vec<Choice>,
    question: String,
    version: i64,
    back: String,
}

pub async fn ask_to_remove(
    State(app): State<App>,
    me: Me,
    Path((id, pid)): Path<(i64, i64)>,
) -> Result<Response> {
    let (subject, _) = load(&app, &me, id).await?;
    let found = participants::find(app.db.read(), id, pid).await?;
    if let Some(answer) = over(&me, &subject) {
        return answer;
    }
    let template = RemovePage {
        shell: me.shell(),
        crumbs: subject.crumbs(),
        question: format!(
            "Ta bort {} från dialogen med {}?",
            found.name,
            subject.name()
        ),
        version: found.version,
        back: format!("{}/medverkande/{pid}", subject.dialogue.url()),
    };
    page(StatusCode::OK, &template)
}

pub async fn remove(
    State(app): State<App>,
    me: Me,
    Path((id, pid)): Path<(i64, i64)>,
    Posted { form, .. }: Posted<AttendedForm>,
) -> Result<Response> {
    let (subject, permit) = load(&app, &me, id).await?;
    if let Some(answer) = over(&me, &subject) {
        return answer;
    }
    let mut tx = app.db.write(permit).await?;
    let subject = subject.again(&mut tx).await?;
    if let Some(answer) = over(&me, &subject) {
        return answer;
    }
    let now = participants::find(tx.conn(), id, pid).await?;
    if now.version != form.version {
        return Err(Error::Stale);
    }
    participants::remove(&mut tx, &now).await?;
    tx.commit().await?;
    let words = format!("{} är borttagen från dialogen.", now.name);
    Ok(flash::see_with(&subject.dialogue.url(), &words))
}
