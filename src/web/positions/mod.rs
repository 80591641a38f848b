//! Ställningstaganden: what every page of one begins with, its buttons, and its Historik.

pub mod changed;
pub mod edit;
pub mod show;

use super::dialogues::{Subject, over};
use super::form::{Choice, Posted};
use super::history::{self, HistoryPage};
use super::me::Me;
use super::{flash, page, text};
use crate::App;
use crate::domain::access::Permit;
use crate::domain::event::{self, SubjectKind};
use crate::domain::position::{self, BriefVersion, Position, Status, right};
use crate::error::{Error, Result};
use crate::store::issue_areas::{self, Area};
use crate::store::{Write, events, positions};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

/// An issue area in a dialogue, with the position there is.
pub struct Cell {
    pub subject: Subject,
    pub area: Area,
    pub position: Option<Position>,
}

impl Cell {
    /// The dialogue and the issue area, before anything is told of the position.
    async fn around(app: &App, id: i64, area: i64) -> Result<(Subject, Area)> {
        let subject = Subject::load(app, id).await?;
        Ok((subject, issue_areas::find(app.db.read(), area).await?))
    }

    /// It exists where the issue area was chosen, or something was written before.
    async fn load(app: &App, subject: Subject, area: Area) -> Result<Cell> {
        let (db, id) = (app.db.read(), subject.dialogue.id);
        let position = positions::find(db, id, area.id).await?;
        if position.is_none() && !positions::is_chosen(db, id, area.id).await? {
            return Err(Error::NotFound);
        }
        Ok(Cell {
            subject,
            area,
            position,
        })
    }

    async fn to_write(app: &App, me: &Me, id: i64, area: i64) -> Result<(Cell, Permit)> {
        let (subject, area) = Cell::around(app, id, area).await?;
        let permit = may(me, &subject, &area)?;
        Ok((Cell::load(app, subject, area).await?, permit))
    }

    /// As it is inside a transaction.
    async fn again(self, tx: &mut Write) -> Result<Cell> {
        let subject = self.subject.again(tx).await?;
        let position = positions::find(tx.conn(), subject.dialogue.id, self.area.id).await?;
        Ok(Cell {
            subject,
            position,
            ..self
        })
    }

    pub fn url(&self) -> String {
        position::url(self.subject.dialogue.id, self.area.id)
    }

    fn crumbs(&self) -> Vec<Choice> {
        let mut crumbs = self.subject.crumbs();
        crumbs.push(Choice::new(self.url(), &self.area.name));
        crumbs
    }
}

pub fn may(me: &Me, subject: &Subject, area: &Area) -> Result<Permit> {
    let (act, place) = right(
        &subject.county,
        area.id,
        area.department_id,
        area.is_regioner,
    );
    me.may(act, &place)
}

/// The colour of a status's tag.
pub fn tone(status: Status) -> &'static str {
    match status {
        Status::Drafting => "",
        Status::Agreed => "pine",
        Status::InForce => "green",
    }
}

/// "Version 2, gäller till och med 30 juni 2027"
pub fn version_words(version: &BriefVersion) -> String {
    let number = version.number;
    match version.valid_to {
        Some(to) => format!(
            "Version {number}, gäller till och med {}",
            text::long_date(to)
        ),
        None => format!("Version {number}, gäller tills vidare"),
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct StatusForm {
    status: String,
    version: i64,
}

pub async fn set_status(
    State(app): State<App>,
    me: Me,
    Path((id, area)): Path<(i64, i64)>,
    Posted { form, .. }: Posted<StatusForm>,
) -> Result<Response> {
    let (cell, permit) = Cell::to_write(&app, &me, id, area).await?;
    if let Some(answer) = over(&me, &cell.subject) {
        return answer;
    }
    let status: Status = form
        .status
        .parse()
        .map_err(|_| Error::BadRequest("Välj en status som finns.".into()))?;
    let mut tx = app.db.write(permit).await?;
    let cell = cell.again(&mut tx).await?;
    if let Some(answer) = over(&me, &cell.subject) {
        return answer;
    }
    let now = cell.position.as_ref().ok_or(Error::NotFound)?;
    if now.status == status {
        return Ok(flash::see(&cell.url()));
    }
    if now.version != form.version {
        return Err(Error::Stale);
    }
    positions::set_status(&mut tx, &cell.subject.dialogue, now, status).await?;
    tx.commit().await?;
    let said = match status {
        Status::Drafting => "Ställningstagandet är ett utkast igen.",
        Status::Agreed => "Ställningstagandet är avstämt.",
        Status::InForce => "Ställningstagandet gäller.",
    };
    Ok(flash::see_with(&cell.url(), said))
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct RebaseForm {
    brief_version_id: i64,
    version: i64,
}

/// The position stands as it is on the version of the brief that holds now.
pub async fn rebase(
    State(app): State<App>,
    me: Me,
    Path((id, area)): Path<(i64, i64)>,
    Posted { form, .. }: Posted<RebaseForm>,
) -> Result<Response> {
    let (cell, permit) = Cell::to_write(&app, &me, id, area).await?;
    if let Some(answer) = over(&me, &cell.subject) {
        return answer;
    }
    let mut tx = app.db.write(permit).await?;
    let cell = cell.again(&mut tx).await?;
    if let Some(answer) = over(&me, &cell.subject) {
        return answer;
    }
    let now = cell.position.as_ref().ok_or(Error::NotFound)?;
    if now.content.brief_version_id == Some(form.brief_version_id) {
        return Ok(flash::see(&cell.url()));
    }
    let held = now.rests.in_force.as_ref().map(|held| held.id);
    if now.version != form.version || held != Some(form.brief_version_id) {
        return Err(Error::Stale);
    }
    positions::rebase(&mut tx, now, form.brief_version_id).await?;
    tx.commit().await?;
    Ok(flash::see_with(
        &cell.url(),
        "Ställningstagandet vilar på den nya versionen av underlaget.",
    ))
}

pub async fn history(
    State(app): State<App>,
    me: Me,
    Path((id, area)): Path<(i64, i64)>,
) -> Result<Response> {
    let (subject, area) = Cell::around(&app, id, area).await?;
    let cell = Cell::load(&app, subject, area).await?;
    let db = app.db.read();
    let entries = match &cell.position {
        Some(of) => events::history(db, &event::Subject::new(SubjectKind::Position, of.id)).await?,
        None => vec![],
    };
    let template = HistoryPage {
        shell: me.shell(),
        title: format!("{}, dialogen med {}", cell.area.name, cell.subject.name()),
        crumbs: cell.crumbs(),
        lines: history::lines(db, entries).await?,
    };
    page(StatusCode::OK, &template)
}
