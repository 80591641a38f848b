//! What the page of an item tells beside its form: where it stands, and the way it has come.

use super::home::Home;
use crate::App;
use crate::domain::agenda_item::{State as Stands, age};
use crate::error::Result;
use crate::store::agenda_items::{self, Shown, Stop};
use crate::web::text;

/// What the page of an item tells beside its form.
pub struct About {
    pub shown: Shown,
    pub state: &'static str,
    pub age: Option<String>,
    pub lineage: Vec<Link>,
}

/// One of the places an item has been at: what it is called, where it leads, what came of it there.
pub struct Link {
    pub label: String,
    pub url: String,
    pub note: &'static str,
    pub here: bool,
}

pub async fn about(app: &App, home: &Home, shown: Shown) -> Result<About> {
    let stops = agenda_items::lineage(app.db.read(), shown.item.id).await?;
    let lineage = match stops.len() {
        0 | 1 => Vec::new(),
        _ => stops
            .iter()
            .map(|stop| link(home, stop, shown.item.id))
            .collect(),
    };
    Ok(About {
        state: shown.item.state.label(),
        age: age(shown.item.times),
        lineage,
        shown,
    })
}

fn link(home: &Home, stop: &Stop, own: i64) -> Link {
    let (label, url) = match (stop.dialogue_id, stop.held_on) {
        (Some(dialogue), Some(day)) => (
            format!("Dialogen den {}", text::long_date(day)),
            format!("/dialoger/{dialogue}/dagordning/{}", stop.id),
        ),
        _ => (
            "Länets parkering".to_owned(),
            format!("{}/parkering/{}", home.county.url(), stop.id),
        ),
    };
    Link {
        label,
        url,
        note: match stop.state {
            _ if stop.cancelled => "dialogen ställdes in",
            Stands::Open => "öppen",
            Stands::Done => "behandlad",
            Stands::Carried => "hanns inte med",
            Stands::Dropped => "borttagen",
        },
        here: stop.id == own,
    }
}
