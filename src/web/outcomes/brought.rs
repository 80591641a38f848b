//! What we have with us to an item: the position of its issue area, what was promised before, its note.

use crate::App;
use crate::domain::observation::UsedIn;
use crate::error::Result;
use crate::store::observations::{self, UsedNote};
use crate::store::outcomes::{Promise, promises};
use crate::store::{kept, positions};
use crate::web::actions::words::tone;
use crate::web::agenda_items::{Row, home::Home};
use crate::web::me::Me;
use crate::web::positions::show::{Block, blocks};
use crate::web::secrecy::sight;
use crate::web::text;

#[derive(Default)]
pub struct Brought {
    pub note: String,
    pub area: String,
    pub position: Option<Stand>,
    pub promises: Vec<Earlier>,
    /// The notes that the item, or the position of its issue area, uses.
    pub notes: Vec<UsedNote>,
}

pub struct Stand {
    pub url: String,
    pub status: &'static str,
    pub stale: bool,
    pub blocks: Vec<Block>,
}

/// An insats that was promised before.
pub struct Earlier {
    pub promise: Promise,
    pub tone: &'static str,
    pub late: Option<String>,
}

impl Brought {
    pub async fn load(app: &App, me: &Me, home: &Home, row: Option<&Row>) -> Result<Brought> {
        let (Some(row), Some(dialogue)) = (row, home.dialogue()) else {
            return Ok(Brought::default());
        };
        let (db, point) = (app.db.read(), &row.shown.item.point);
        let position = match point.issue_area_id {
            Some(area) => {
                let about = format!("{} {area}", dialogue.id);
                let read = positions::find(db, dialogue.id, area);
                kept::copy(db, "position", about, read).await?
            }
            None => None,
        };
        let mut uses = vec![(UsedIn::AgendaItem, row.shown.item.id)];
        uses.extend(position.as_ref().map(|each| (UsedIn::Position, each.id)));
        let notes = notes(app, me, &uses).await?;
        let stand = position.map(|position| Stand {
            url: position.url(),
            status: position.status.label(),
            stale: position.is_stale(),
            blocks: blocks(&position, 3),
        });
        let promises = match (point.action_id, point.issue_area_id) {
            (None, None) => Vec::new(),
            (action, area) => {
                let county = &home.county.code;
                let about = format!("{county} {action:?} {area:?}");
                kept::copy(db, "promises", about, promises(db, county, action, area)).await?
            }
        };
        let today = app.clock.today();
        let earlier = |promise: Promise| Earlier {
            tone: tone(promise.status),
            late: text::late_short(promise.due_on, today).filter(|_| promise.status.is_open()),
            promise,
        };
        Ok(Brought {
            note: point.note.clone(),
            area: row.shown.area.clone(),
            position: stand,
            promises: promises.into_iter().map(earlier).collect(),
            notes,
        })
    }
}

/// Those that she may read, each once.
async fn notes(app: &App, me: &Me, uses: &[(UsedIn, i64)]) -> Result<Vec<UsedNote>> {
    let (db, sight) = (app.db.read(), sight(app, me).await?);
    let mut notes: Vec<UsedNote> = Vec::new();
    for &(kind, id) in uses {
        let about = format!("{} {id} {}", kind.code(), sight.json());
        let read = observations::of_target(db, (kind, id), &sight);
        let found = kept::copy(db, "notes of", about, read).await?;
        let known: Vec<i64> = notes.iter().map(|each| each.id).collect();
        notes.extend(found.into_iter().filter(|each| !known.contains(&each.id)));
    }
    Ok(notes)
}
