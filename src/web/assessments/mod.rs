//! Nationell bedömning of a dialogue: both records on one page, and the card on the dialogue's.

pub mod edit;

use super::dialogues::Subject;
use super::form::Choice;
use super::history::{self, HistoryPage};
use super::me::{Me, Shell};
use super::{markdown, page, text};
use crate::App;
use crate::domain::access::Act;
use crate::domain::assessment::{Assessment, Kind, Part, is_complete};
use crate::domain::calendar::days_between;
use crate::domain::dialogue::Dialogue;
use crate::domain::event::{self, SubjectKind};
use crate::domain::places::County;
use crate::error::Result;
use crate::store::assessments::{self, Ground};
use crate::store::events;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::Timestamp;
use jiff::civil::Date;

pub fn url(dialogue: &Dialogue) -> String {
    format!("{}/bedomning", dialogue.url())
}

/// One of the three texts, rendered.
pub struct Block {
    pub label: &'static str,
    pub html: String,
    pub shareable: bool,
}

/// One of the two records as the page shows it, written or not.
struct Record {
    kind: Kind,
    url: String,
    label: String,
    tone: &'static str,
    blocks: Vec<Block>,
    grounds: Vec<Choice>,
    updated: String,
}

#[derive(Template)]
#[template(path = "assessments/show.html")]
struct ShowPage {
    shell: Shell,
    crumbs: Vec<Choice>,
    dialogue: String,
    url: String,
    records: Vec<Record>,
    may: bool,
}

pub async fn show(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let subject = Subject::load(&app, id).await?;
    let db = app.db.read();
    let all = assessments::of_dialogue(db, id).await?;
    let grounds = assessments::grounds(db, &subject.dialogue).await?;
    let of = |kind: &Kind| all.iter().find(|each| each.kind == *kind);
    let base = url(&subject.dialogue);
    let template = ShowPage {
        shell: me.shell(),
        crumbs: subject.crumbs(),
        dialogue: subject.name(),
        records: Kind::ALL
            .iter()
            .map(|kind| record(*kind, &base, of(kind), &grounds))
            .collect(),
        may: may_write(&me, &subject.dialogue, &subject.county),
        url: base,
    };
    page(StatusCode::OK, &template)
}

fn may_write(me: &Me, dialogue: &Dialogue, county: &County) -> bool {
    !dialogue.phase.is_over() && me.can(Act::AssessNationally, &county.place())
}

fn record(kind: Kind, base: &str, of: Option<&Assessment>, grounds: &[Ground]) -> Record {
    let (label, tone) = of.map_or(("Inte påbörjad".to_owned(), ""), state);
    let rests = of.map_or(&[][..], |of| &of.content.briefs[..]);
    let grounds = grounds.iter().filter(|each| rests.contains(&each.id));
    Record {
        kind,
        url: format!("{base}/{}", kind.slug()),
        label,
        tone,
        blocks: of.map_or(vec![], blocks),
        grounds: grounds.map(link).collect(),
        updated: of.map_or(String::new(), |of| {
            let who = of.author.as_deref().unwrap_or("systemet");
            format!("Senast ändrad av {who} {}", text::stamp(of.updated_at))
        }),
    }
}

/// "Utkast, version 3", "Klar"
fn state(of: &Assessment) -> (String, &'static str) {
    match of.content.ready {
        true => ("Klar".to_owned(), "green"),
        false => (format!("Utkast, version {}", of.version), "amber"),
    }
}

fn blocks(of: &Assessment) -> Vec<Block> {
    let block = |part: &Part| Block {
        label: part.label(),
        html: markdown::render_below(of.content.text(*part), 3),
        shareable: of.content.is_shareable(*part),
    };
    let written = |part: &&Part| !of.content.text(**part).is_empty();
    Part::ALL.iter().filter(written).map(block).collect()
}

fn link(of: &Ground) -> Choice {
    let url = format!("/underlag/{}/versioner/{}", of.brief_id, of.number);
    Choice::new(url, name(of))
}

/// "Kompetensförsörjning, version 2", "Norrbotten (regionalt), version 1"
pub(super) fn name(of: &Ground) -> String {
    let regional = if of.regional { " (regionalt)" } else { "" };
    format!("{}{regional}, version {}", of.name, of.number)
}

/// The card on the dialogue's page.
pub struct Card {
    pub url: String,
    pub label: String,
    pub tone: &'static str,
    /// The first lines of what is written, or nothing.
    pub excerpt: String,
    /// "Senast ändrad av Elsa Norling i dag kl. 10.42."
    pub updated: String,
    pub may: bool,
}

pub async fn card(app: &App, me: &Me, dialogue: &Dialogue, county: &County) -> Result<Card> {
    let all = assessments::told(app.db.read(), dialogue.id).await?;
    let newest = all.iter().max_by_key(|each| each.updated_at);
    let (label, tone) = match newest {
        Some(_) if is_complete(all.iter()) => ("Klar".to_owned(), "green"),
        Some(newest) => (format!("Utkast, version {}", newest.version), "amber"),
        None => ("Inte påbörjad".to_owned(), ""),
    };
    let written = all.iter().map(|each| &each.content.view);
    let first = written.into_iter().find(|text| !text.is_empty());
    Ok(Card {
        url: url(dialogue),
        label,
        tone,
        excerpt: first.map_or(String::new(), |text| markdown::plain(text, 320)),
        updated: newest.map_or(String::new(), |of| {
            let who = of.author.as_deref().unwrap_or("systemet");
            format!(
                "Senast ändrad av {who} {}.",
                when(of.updated_at, app.clock.today())
            )
        }),
        may: may_write(me, dialogue, county),
    })
}

/// "i dag kl. 10.42", "3 december 2026 kl. 10.42"
fn when(at: Timestamp, today: Date) -> String {
    let local = text::to_stockholm(at);
    match days_between(local.date(), today) {
        0 => format!("i dag {}", text::at(local.time())),
        1 => format!("i går {}", text::at(local.time())),
        _ => text::stamp(at),
    }
}

pub async fn log(State(app): State<App>, me: Me, Path(id): Path<i64>) -> Result<Response> {
    let subject = Subject::load(&app, id).await?;
    let db = app.db.read();
    let mut lines = Vec::new();
    for each in assessments::of_dialogue(db, id).await? {
        let about = event::Subject::new(SubjectKind::Assessment, each.id);
        let mut own = history::lines(db, events::history(db, &about).await?).await?;
        own.iter_mut()
            .for_each(|line| line.of = each.kind.label().to_owned());
        lines.extend(own);
    }
    lines.sort_by(|a, b| b.datetime.cmp(&a.datetime));
    let mut crumbs = subject.crumbs();
    crumbs.push(Choice::new(url(&subject.dialogue), "Nationell bedömning"));
    let template = HistoryPage {
        shell: me.shell(),
        title: format!("Nationell bedömning, dialogen med {}", subject.name()),
        crumbs,
        lines,
    };
    page(StatusCode::OK, &template)
}
