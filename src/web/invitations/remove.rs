//! An invitation taken back, after a question.

use super::load;
use crate::App;
use crate::error::{Error, Result};
use crate::store::invitations;
use crate::web::dialogues::over;
use crate::web::form::{Choice, Posted};
use crate::web::me::{Me, Shell};
use crate::web::{flash, page};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct RemoveForm {
    version: i64,
}

#[derive(Template)]
#[template(path = "invitations/remove.html")]
struct RemovePage {
    shell: Shell,
    crumbs: Vec<Choice>,
    question: String,
    version: i64,
    back: String,
}

pub async fn ask(
    State(app): State<App>,
    me: Me,
    Path((id, iid)): Path<(i64, i64)>,
) -> Result<Response> {
    let (subject, _) = load(&app, &me, id).await?;
    let found = invitations::find(app.db.read(), id, iid).await?;
    if let Some(answer) = over(&me, &subject) {
        return answer;
    }
    let template = RemovePage {
        shell: me.shell(),
        crumbs: subject.crumbs(),
        question: format!("Ta bort inbjudan till {}?", found.agency),
        version: found.version,
        back: format!("{}/inbjudningar/{iid}", subject.dialogue.url()),
    };
    page(StatusCode::OK, &template)
}

pub async fn remove(
    State(app): State<App>,
    me: Me,
    Path((id, iid)): Path<(i64, i64)>,
    Posted { form, .. }: Posted<RemoveForm>,
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
    let now = invitations::find(tx.conn(), id, iid).await?;
    if now.version != form.version {
        return Err(Error::Stale);
    }
    invitations::remove(&mut tx, &now).await?;
    tx.commit().await?;
    let said = format!("Inbjudan till {} är borttagen.", now.agency);
    Ok(flash::see_with(&subject.dialogue.url(), &said))
}
