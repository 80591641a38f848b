//! The page of the minutes, which reads as a document, in its two voices.

use super::{Asked, Loaded, can, locked_words, tone, url};
use crate::App;
use crate::domain::minutes::{Document, Review, Status, Step, number_words};
use crate::domain::pack::{Missing, Words};
use crate::error::Result;
use crate::store::{kept, minutes};
use crate::web::form::Choice;
use crate::web::me::{Me, Shell};
use crate::web::packs::view::{self, BlockView};
use crate::web::{markdown, page, text};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;

pub struct PartView {
    pub anchor: String,
    pub heading: String,
    pub blocks: Vec<BlockView>,
}

/// One of those who adjust the minutes, and what can be done about her.
pub struct ReviewRow {
    pub review: Review,
    pub comment: String,
    pub mine: bool,
    pub may_write_down: bool,
    pub may_settle: bool,
}

pub struct EditionRow {
    pub edition: i64,
    pub words: String,
    pub reopened: Option<String>,
    pub current: bool,
}

#[derive(Default)]
struct May {
    write: bool,
    send: bool,
    take_back: bool,
    lock: bool,
    reopen: bool,
}

#[derive(Template)]
#[template(path = "minutes/show.html")]
struct ShowPage {
    shell: Shell,
    crumbs: Vec<Choice>,
    url: String,
    county: String,
    name: String,
    when: String,
    status: Status,
    number: Option<String>,
    state: Option<String>,
    shared: bool,
    /// What the links to the versions and files of this edition end with.
    of_edition: String,
    /// The newest edition, when an older one is read.
    is_old: bool,
    held_back: String,
    missing: Vec<Missing>,
    parts: Vec<PartView>,
    reviews: Vec<ReviewRow>,
    reviewed: String,
    editions: Vec<EditionRow>,
    sends: Vec<String>,
    previous: Option<Choice>,
    following: Option<Choice>,
    may: May,
    begun: bool,
    history: String,
    version: i64,
}

impl ShowPage {
    fn tone(&self) -> &'static str {
        tone(self.status)
    }

    fn version_url(&self, shared: bool) -> String {
        let version = if shared { "version=delad" } else { "" };
        let query = [version, self.of_edition.as_str()];
        let query: Vec<&str> = query.into_iter().filter(|each| !each.is_empty()).collect();
        match query.is_empty() {
            true => self.url.clone(),
            false => format!("{}?{}", self.url, query.join("&")),
        }
    }

    fn word(&self) -> String {
        self.version_url(self.shared)
            .replacen("minnesanteckningar", "minnesanteckningar/word", 1)
    }

    fn my_review(&self) -> Option<&ReviewRow> {
        self.reviews.iter().find(|row| row.mine)
    }
}

pub async fn show(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let loaded = Loaded::load(&app, id, &asked).await?;
    let db = app.db.read();
    let read = minutes::neighbours(db, &loaded.subject.dialogue);
    let (previous, following) = kept::copy(db, "minutes beside", id, read).await?;
    let neighbour = |(id, day)| {
        let url = format!("/dialoger/{id}/minnesanteckningar");
        Choice::new(url, text::long_date(day))
    };
    let shared = asked.is_shared();
    let (parts, held_back) = match shared {
        true => {
            let (document, held) = loaded.minutes.document.shared();
            (
                parts(&document),
                text::counted(count(held), "intern text", "interna texter"),
            )
        }
        false => (parts(&loaded.minutes.document), String::new()),
    };
    let record = &loaded.told.record;
    let shown = loaded.shown_edition();
    let is_old = shown.is_some_and(|edition| edition < record.edition || !record.is_locked());
    let may = rights(&me, &loaded, is_old);
    let template = ShowPage {
        shell: me.shell(),
        crumbs: loaded.subject.crumbs(),
        url: url(&loaded.subject),
        county: loaded.subject.county.short_name.clone(),
        name: loaded.subject.name(),
        when: loaded.minutes.document.when.words().to_owned(),
        status: record.status,
        number: loaded.number(),
        state: loaded.edition.as_ref().map(locked_words),
        of_edition: match (&asked.utgava, shown) {
            (asked, Some(edition)) if !asked.is_empty() => format!("utgava={edition}"),
            _ => String::new(),
        },
        is_old,
        held_back,
        missing: match shared || shown.is_some() {
            true => vec![],
            false => loaded.minutes.missing.clone(),
        },
        parts,
        reviewed: reviewed_words(&loaded.told.reviews),
        reviews: review_rows(&me, &loaded),
        editions: edition_rows(&loaded),
        sends: send_lines(&loaded),
        previous: previous.map(neighbour),
        following: following.map(neighbour),
        may,
        begun: Step::Write.is_open(Status::Draft, loaded.subject.dialogue.phase),
        history: format!("{}/historik", loaded.subject.dialogue.url()),
        version: record.version,
        shared,
    };
    page(StatusCode::OK, &template)
}

fn parts<T: Words>(document: &Document<T>) -> Vec<PartView> {
    let part = |part: &crate::domain::minutes::Part<T>| PartView {
        anchor: part.anchor.clone(),
        heading: part.heading.words().to_owned(),
        blocks: view::blocks(&part.blocks),
    };
    document.parts.iter().map(part).collect()
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn rights(me: &Me, loaded: &Loaded, is_old: bool) -> May {
    let (status, phase) = (loaded.told.record.status, loaded.subject.dialogue.phase);
    let runs = can(me, &loaded.subject) && !is_old;
    let may = |step: Step| runs && step.is_open(status, phase);
    May {
        write: may(Step::Write),
        send: may(Step::Send),
        take_back: may(Step::TakeBack),
        lock: may(Step::Lock),
        reopen: may(Step::Reopen),
    }
}

fn review_rows(me: &Me, loaded: &Loaded) -> Vec<ReviewRow> {
    let (status, phase) = (loaded.told.record.status, loaded.subject.dialogue.phase);
    let open = Step::Answer.is_open(status, phase);
    let runs = can(me, &loaded.subject);
    let row = |review: &Review| ReviewRow {
        comment: markdown::render(&review.said.comment),
        mine: open && review.answers_herself && review.person_id == Some(me.id()),
        may_write_down: open && runs && !review.answers_herself,
        may_settle: runs && status != Status::Final && !review.said.comment.is_empty(),
        review: review.clone(),
    };
    loaded.told.reviews.iter().map(row).collect()
}

/// "2 av 3 har svarat"
fn reviewed_words(reviews: &[Review]) -> String {
    let answered = reviews.iter().filter(|each| !each.is_waited_for()).count();
    format!("{answered} av {} har svarat", reviews.len())
}

fn edition_rows(loaded: &Loaded) -> Vec<EditionRow> {
    let number = loaded.told.record.number.unwrap_or_default();
    let row = |each: &minutes::Edition| EditionRow {
        edition: each.edition,
        words: format!(
            "{}. {}",
            number_words(number, each.edition),
            locked_words(each)
        ),
        reopened: each.reopened_at.map(|at| {
            let day = text::long_date(text::to_stockholm_date(at));
            format!(
                "Öppnad igen {day} av {}: {}",
                each.reopened_by, each.reopen_reason
            )
        }),
        current: loaded.shown_edition() == Some(each.edition),
    };
    loaded.told.editions.iter().map(row).collect()
}

/// "Skickade 26 november 2026 till Karin Exempel (MA 12)"
fn send_lines(loaded: &Loaded) -> Vec<String> {
    let number = loaded.told.record.number;
    let line = |each: &minutes::Sent| {
        let what = match (each.edition, number) {
            (0, _) | (_, None) => "utkast".to_owned(),
            (edition, Some(number)) => number_words(number, edition),
        };
        let day = text::long_date(each.sent_on);
        format!("{day} till {} ({what}), av {}", each.recipients, each.by)
    };
    loaded.told.sends.iter().map(line).collect()
}
