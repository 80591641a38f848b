//! The form of a line: its fields, its check, and where the line belongs.

use crate::App;
use crate::domain::access::Permit;
use crate::domain::outcome::{LONGEST, Line, OutcomeKind};
use crate::error::Result;
use crate::store::agenda_items::{self, Shown};
use crate::web::agenda_items::home::Home;
use crate::web::form::Errors;
use crate::web::me::Me;
use serde::{Deserialize, Serialize};

pub const YES: &str = "ja";

#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LineForm {
    pub kind: String,
    pub text: String,
    pub shareable: String,
    /// Empty for what is said beside the agenda.
    pub agenda_item_id: String,
    pub issue_area_id: String,
    /// Made where the line was written: one that is sent twice is there once.
    pub token: String,
    /// Who wrote it, by id: what waits in a browser is never sent as another's.
    pub by: String,
    pub version: i64,
}

impl LineForm {
    pub fn new(me: &Me) -> LineForm {
        LineForm {
            kind: OutcomeKind::Information.to_string(),
            by: me.id().to_string(),
            ..LineForm::default()
        }
    }
}

impl From<&Line> for LineForm {
    fn from(line: &Line) -> Self {
        let id = |id: Option<i64>| id.map_or(String::new(), |id| id.to_string());
        LineForm {
            kind: line.kind.to_string(),
            text: line.text.clone(),
            shareable: if line.shareable { YES } else { "" }.to_owned(),
            agenda_item_id: id(line.agenda_item_id),
            issue_area_id: id(line.issue_area_id),
            ..LineForm::default()
        }
    }
}

/// Where a line belongs: an item of the agenda, an issue area, or neither.
pub struct Spot {
    pub item: Option<Shown>,
    pub agenda_item_id: Option<i64>,
    pub issue_area_id: Option<i64>,
}

/// Where a form says that its line belongs. An item that has been moved to another agenda meanwhile
/// leaves its issue area, so that the line is not lost. None when there is no such item.
pub async fn spot(app: &App, home: &Home, form: &LineForm) -> Result<Option<Spot>> {
    let chosen = home
        .areas
        .iter()
        .find(|each| each.id.to_string() == form.issue_area_id);
    if form.agenda_item_id.is_empty() {
        let known = chosen.is_some() || form.issue_area_id.is_empty();
        return Ok(known.then(|| Spot {
            item: None,
            agenda_item_id: None,
            issue_area_id: chosen.map(|each| each.id),
        }));
    }
    let id = form.agenda_item_id.parse().unwrap_or_default();
    let found = match agenda_items::shown_one(app.db.read(), id).await {
        Err(crate::error::Error::NotFound) => return Ok(None),
        found => found?,
    };
    if found.item.county != home.county.code {
        return Ok(None);
    }
    let stays = found.item.dialogue_id == home.dialogue().map(|dialogue| dialogue.id);
    Ok(Some(Spot {
        agenda_item_id: stays.then_some(id),
        issue_area_id: found.item.point.issue_area_id.filter(|_| !stays),
        item: Some(found),
    }))
}

impl Spot {
    /// The right to write here: an item of an issue area is also its officer's.
    pub fn may(&self, me: &Me, home: &Home) -> Result<Permit> {
        match &self.item {
            Some(shown) => home.may_one(me, shown),
            None => {
                let area = self
                    .issue_area_id
                    .map_or(String::new(), |id| id.to_string());
                home.may_with(me, &area)
            }
        }
    }
}

pub fn check(form: &LineForm, spot: &Spot, errors: &mut Errors) -> Option<Line> {
    let kind = form.kind.parse::<OutcomeKind>().ok();
    let kind = errors.need("kind", kind, "Välj vad raden är.");
    let text = errors.text("text", &form.text, LONGEST, "Skriv vad som sades.");
    let line = Line {
        kind: kind?,
        text: text?,
        shareable: form.shareable == YES,
        agenda_item_id: spot.agenda_item_id,
        issue_area_id: spot.issue_area_id,
    };
    errors.is_empty().then_some(line)
}

/// A token as browsers make them; none of what is anything else.
pub fn token(sent: &str) -> Option<&str> {
    let plain = |each: char| each.is_ascii_alphanumeric() || each == '-';
    ((8..=64).contains(&sent.len()) && sent.chars().all(plain)).then_some(sent)
}
