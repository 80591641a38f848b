//! A note's history, where what uses it goes by its title; what the reader may not read is not told of.

use crate::App;
use crate::domain::event::{Change, EventKind};
use crate::domain::observation::UsedIn;
use crate::error::Result;
use crate::store::events::{self, Entry};
use crate::store::observations::{self, Target};
use crate::web::form::Choice;
use crate::web::history::{self, HistoryPage};
use crate::web::me::Me;
use crate::web::{page, secrecy};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::Value;
use std::collections::HashMap;

/// The field of a change that names what uses the note.
const USED_IN: &str = "used_in";

type Titles = HashMap<(UsedIn, i64), String>;

pub async fn show(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let (of, _) = super::read(&app, &me, id).await?;
    secrecy::opened(&app, &me, &of.subject()).await?;
    let db = app.db.read();
    let entries = events::history(db, &of.subject()).await?;
    let sight = secrecy::sight(&app, &me).await?;
    let titles = observations::titles(db, &targets(&entries), &sight).await?;
    let entries = entries.into_iter().filter_map(|entry| told(entry, &titles));
    let template = HistoryPage {
        shell: me.shell(),
        crumbs: vec![
            Choice::new("/omvarld", "Omvärld"),
            Choice::new(of.url(), &of.note.title),
        ],
        title: of.note.title,
        lines: history::lines(db, entries.collect()).await?,
    };
    page(StatusCode::OK, &template)
}

fn target(value: &Value) -> Option<(UsedIn, i64)> {
    value.as_str().and_then(Target::named)
}

fn targets(entries: &[Entry]) -> Vec<(UsedIn, i64)> {
    let changes = entries.iter().flat_map(|entry| &entry.changes);
    let used = changes.filter(|change| change.field == USED_IN);
    used.flat_map(|change| [&change.before, &change.after])
        .filter_map(target)
        .collect()
}

/// An entry as the reader is told it; none when all it tells of is what she may not read.
fn told(mut entry: Entry, titles: &Titles) -> Option<Entry> {
    entry
        .changes
        .retain_mut(|change| change.field != USED_IN || title(change, titles));
    let about_use = matches!(
        entry.kind,
        EventKind::ObservationUsed | EventKind::ObservationUseRemoved
    );
    (!about_use || !entry.changes.is_empty()).then_some(entry)
}

/// Puts the title in place of the number; false for what has none that she may read.
fn title(change: &mut Change, titles: &Titles) -> bool {
    for value in [&mut change.before, &mut change.after] {
        let Some(of) = target(value) else {
            continue;
        };
        match titles.get(&of) {
            Some(title) => *value = format!("{}: {title}", of.0.label()).into(),
            None => return false,
        }
    }
    true
}
