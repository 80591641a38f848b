//! A brief's Historik, with its versions, sections and attachments by name.

use super::Subject;
use crate::App;
use crate::domain::event::{self, SubjectKind};
use crate::error::Result;
use crate::store::{attachments, briefs, events};
use crate::web::history::{self, HistoryPage, Line};
use crate::web::me::Me;
use crate::web::page;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use std::collections::HashMap;

/// What has happened to the brief, its versions and its attachments.
pub async fn history(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let subject = Subject::load(&app, &me, id).await?;
    subject.open(&app, &me).await?;
    let db = app.db.read();
    let about = event::Subject::new(SubjectKind::Brief, id);
    let entries = events::history(db, &about).await?;
    let sections: HashMap<i64, String> =
        briefs::section_titles(db, id).await?.into_iter().collect();
    let mut names: HashMap<(SubjectKind, String), String> = HashMap::new();
    for (id, name) in attachments::names(db, id).await? {
        names.insert((SubjectKind::Attachment, id.to_string()), name);
    }
    for meta in briefs::metas(db, id).await? {
        let name = format!("version {}", meta.number);
        names.insert((SubjectKind::BriefVersion, meta.id.to_string()), name);
    }
    let titled = |field: &str, label: &str| {
        let sections = sections.iter().map(|(id, title)| (*id, title.as_str()));
        super::form::label_of(field, label, sections)
    };
    let mut lines = history::lines_titled(db, entries, titled).await?;
    let name = |line: &mut Line| {
        let key = (line.subject.kind, line.subject.id.clone());
        line.of = names.get(&key).cloned().unwrap_or_default();
    };
    lines.iter_mut().for_each(name);
    let template = HistoryPage {
        shell: me.shell(),
        title: subject.brief.name(),
        crumbs: subject.crumbs(),
        lines,
    };
    page(StatusCode::OK, &template)
}
