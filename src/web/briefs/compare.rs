//! Two versions side by side, section by section, with what was added and removed marked.

use super::Subject;
use crate::App;
use crate::domain::brief::{Draft, Version};
use crate::domain::difference::{self, Piece, difference};
use crate::domain::spelling::fold;
use crate::error::{Error, Result};
use crate::store::briefs;
use crate::web::form::Choice;
use crate::web::me::{Me, Shell};
use crate::web::{page, text};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    fran: String,
    till: String,
}

/// A part of both versions: what stood, and what stands.
struct Part {
    title: String,
    before: Vec<Piece>,
    after: Vec<Piece>,
    changed: bool,
}

impl Part {
    fn of(title: &str, before: &str, after: &str) -> Part {
        let all = difference(before, after);
        let side = |other: difference::Kind| {
            let pieces = all.iter().filter(|piece| piece.kind != other);
            pieces.cloned().collect()
        };
        Part {
            title: title.to_owned(),
            before: side(difference::Kind::Added),
            after: side(difference::Kind::Removed),
            changed: all.iter().any(|piece| piece.kind != difference::Kind::Same),
        }
    }
}

#[derive(Template)]
#[template(path = "briefs/compare.html")]
struct ComparePage {
    shell: Shell,
    crumbs: Vec<Choice>,
    name: String,
    url: String,
    versions: Vec<Choice>,
    from: String,
    to: String,
    parts: Vec<Part>,
    changed: i64,
}

pub async fn show(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let subject = Subject::load(&app, &me, id).await?;
    subject.open(&app, &me).await?;
    let db = app.db.read();
    let metas = briefs::metas(db, id).await?;
    let newest = metas
        .first()
        .map(|meta| meta.number)
        .ok_or(Error::NotFound)?;
    let number = |text: &str, otherwise: i64| match text.is_empty() {
        true => Ok(otherwise),
        false => text.parse::<i64>().map_err(|_| Error::NotFound),
    };
    let to = number(&asked.till, newest)?;
    let from = number(&asked.fran, to.saturating_sub(1).max(1))?;
    let (before, after) = (
        briefs::by_number(db, id, from).await?,
        briefs::by_number(db, id, to).await?,
    );
    let made = tokio::task::spawn_blocking(move || parts(&before, &after));
    let parts = made.await.map_err(Error::internal)?;
    let template = ComparePage {
        shell: me.shell(),
        crumbs: subject.crumbs(),
        name: subject.brief.name(),
        url: subject.brief.url(),
        versions: metas
            .iter()
            .map(|meta| {
                Choice::new(meta.number, format!("Version {}", meta.number))
                    .hint(meta.status.label().to_lowercase())
            })
            .collect(),
        from: from.to_string(),
        to: to.to_string(),
        changed: parts.iter().filter(|part| part.changed).count() as i64,
        parts,
    };
    page(StatusCode::OK, &template)
}

/// Sections that have the same title stand beside each other; those of the older version that are gone
/// come after the newer one's.
fn parts(before: &Version, after: &Version) -> Vec<Part> {
    let title = |version: &Version, index: usize| fold(&version.sections[index].title);
    let mut used = vec![false; before.sections.len()];
    let mut parts = vec![Part::of(
        "Det viktigaste i korthet",
        &before.draft.summary,
        &after.draft.summary,
    )];
    for (index, section) in after.sections.iter().enumerate() {
        let old = (0..before.sections.len())
            .find(|each| !used[*each] && title(before, *each) == title(after, index));
        let text = old.map_or(String::new(), |each| {
            used[each] = true;
            before.draft.section(before.sections[each].id).text
        });
        let new = after.draft.section(section.id).text;
        parts.push(Part::of(&section.title, &text, &new));
    }
    let gone = before
        .sections
        .iter()
        .zip(&used)
        .filter(|(_, used)| !**used);
    parts.extend(
        gone.map(|(section, _)| {
            Part::of(&section.title, &before.draft.section(section.id).text, "")
        }),
    );
    parts.push(Part::of(
        "Källor och siffror",
        &before.draft.sources,
        &after.draft.sources,
    ));
    parts.push(Part::of(
        "Gäller",
        &days(&before.draft),
        &days(&after.draft),
    ));
    parts
}

fn days(draft: &Draft) -> String {
    let day = |day: Option<Date>| day.map_or("–".to_owned(), text::long_date);
    format!("{} till {}", day(draft.valid_from), day(draft.valid_to))
}
