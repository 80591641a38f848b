//! Samlat dialogunderlag: the page that reads as a document, in its two voices.

pub mod freeze;
pub mod parts;
pub mod view;
pub mod word;

use super::dialogues::Subject;
use super::form::Choice;
use super::me::{Me, Shell};
use super::{page, text};
use crate::App;
use crate::domain::access::Act;
use crate::domain::pack::{HiddenBriefs, Missing, Pack};
use crate::domain::secrecy::Sight;
use crate::error::Result;
use crate::store::kept::{self, Until};
use crate::store::packs::{self, Frozen};
use crate::store::reader::Reader;
use crate::store::secrecy::MarkedBrief;
use crate::web::secrecy;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use std::sync::Arc;
use view::PartView;

/// Which of the versions is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// What is read inside: the frozen pack, or the live one while none is frozen.
    Internal,
    /// What may leave the house of it.
    Shared,
    /// The live pack, beside one that is frozen.
    Live,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    version: String,
}

impl Asked {
    fn version(&self) -> Version {
        match self.version.as_str() {
            "delad" => Version::Shared,
            "nu" => Version::Live,
            _ => Version::Internal,
        }
    }
}

/// A dialogue with its pack, as it was kept and as it is.
struct Loaded {
    subject: Subject,
    frozen: Option<Frozen>,
    live: Pack,
}

impl Loaded {
    /// As the one who asks may read it now: the live pack, and the frozen one too. What is marked leaves
    /// the house for nobody, so a version to share is the same whoever asks.
    async fn load(app: &App, sight: &Sight, id: i64, asked: Version) -> Result<Loaded> {
        let nothing = Sight::default();
        let sight = match asked {
            Version::Shared => &nothing,
            _ => sight,
        };
        let mut whole = Loaded::whole(app, id).await?;
        let mut records = whole.live.records();
        if let Some(frozen) = &whole.frozen {
            records.extend(frozen.pack.records());
        }
        let readable = packs::readable(app.db.read(), &records, sight).await?;
        whole.live = whole.live.told_to(&readable);
        if let Some(frozen) = &mut whole.frozen {
            let hidden = match frozen.pack.names_briefs {
                true => HiddenBriefs::default(),
                false => packs::hidden_briefs(app.db.read(), id, sight).await?,
            };
            let pack = frozen.pack.clone().without_briefs(hidden);
            frozen.pack = pack.told_to(&readable);
        }
        Ok(whole)
    }

    /// As it is, whoever asks; only to freeze it.
    async fn whole(app: &App, id: i64) -> Result<Loaded> {
        let subject = Subject::load(app, id).await?;
        let (frozen, live) = packs::read(app.db.read(), &subject.dialogue).await?;
        Ok(Loaded {
            subject,
            frozen,
            live,
        })
    }

    /// The pack that a version is drawn from.
    fn pack(&self, version: Version) -> &Pack {
        match (&self.frozen, version) {
            (Some(frozen), Version::Internal | Version::Shared) => &frozen.pack,
            _ => &self.live,
        }
    }

    /// "Låst 26 november 2026 av Elsa Norling"
    fn state(&self, version: Version) -> Option<String> {
        let frozen = self.frozen.as_ref().filter(|_| version != Version::Live)?;
        Some(frozen_words(frozen.at, &frozen.by))
    }

    /// The parts that say something else now than when it was frozen.
    fn changed(&self) -> Option<String> {
        let frozen = self.frozen.as_ref()?;
        let kinds = frozen.pack.differs_from(&self.live);
        let names: Vec<String> = kinds
            .iter()
            .map(|kind| kind.label().to_lowercase())
            .collect();
        (!names.is_empty()).then(|| format!("{}.", text::join_and(&names)))
    }
}

/// A version as the page draws it, the same for everyone who may read the same.
struct Drawn {
    version: Version,
    is_frozen: bool,
    when: String,
    state: Option<String>,
    changed: Option<String>,
    missing: Vec<Missing>,
    /// "12 interna texter och 1 del"
    held_back: String,
    parts: Vec<PartView>,
}

impl Drawn {
    async fn load(app: &App, sight: &Sight, id: i64, asked: Version) -> Result<Arc<Drawn>> {
        let (today, seen) = (app.clock.today(), sight.json());
        let key = ("pack page", format!("{id} {asked:?} {today} {seen}"));
        let read = async {
            Ok(Drawn::of(
                &Loaded::load(app, sight, id, asked).await?,
                asked,
            ))
        };
        kept::answer(app.db.read(), Until::AnythingHappens, key, read).await
    }

    fn of(loaded: &Loaded, asked: Version) -> Drawn {
        let is_frozen = loaded.frozen.is_some();
        let version = match asked {
            Version::Live if !is_frozen => Version::Internal,
            version => version,
        };
        let pack = loaded.pack(version);
        let is_shared = version == Version::Shared;
        let (parts, held_back) = match is_shared {
            true => {
                let (document, held_back) = pack.shared();
                let words = held_back_words(held_back, pack.kept_inside());
                (view::parts(&document), words)
            }
            false => (view::parts(&pack.document), String::new()),
        };
        Drawn {
            when: view::words(&pack.document.when),
            state: loaded.state(version),
            changed: loaded.changed(),
            missing: match is_shared {
                true => vec![],
                false => pack.missing.clone(),
            },
            version,
            is_frozen,
            held_back,
            parts,
        }
    }
}

pub fn frozen_words(at: jiff::Timestamp, by: &str) -> String {
    let day = text::long_date(text::to_stockholm_date(at));
    match by.is_empty() {
        true => format!("Låst {day}"),
        false => format!("Låst {day} av {by}"),
    }
}

/// What the dialogue's own page says of a pack that is frozen.
pub async fn state(db: &Reader, dialogue_id: i64) -> Result<Option<String>> {
    let frozen = packs::frozen_by(db, dialogue_id);
    let frozen = kept::of_record(db, "pack frozen", dialogue_id, frozen).await?;
    let frozen = frozen.as_ref().as_ref();
    Ok(frozen.map(|(at, by)| frozen_words(*at, by)))
}

pub fn url(subject: &Subject) -> String {
    format!("{}/underlag", subject.dialogue.url())
}

#[derive(Template)]
#[template(path = "packs/show.html")]
struct ShowPage {
    shell: Shell,
    crumbs: Vec<Choice>,
    url: String,
    county: String,
    /// "Norrbotten 3 december 2026"
    name: String,
    drawn: Arc<Drawn>,
    may_change: bool,
    marked_briefs: Vec<MarkedBrief>,
}

impl ShowPage {
    fn is_shared(&self) -> bool {
        self.drawn.version == Version::Shared
    }

    fn is_live(&self) -> bool {
        self.drawn.version == Version::Live
    }

    fn word(&self) -> String {
        let version = match self.drawn.version {
            Version::Internal => "",
            Version::Shared => "?version=delad",
            Version::Live => "?version=nu",
        };
        format!("{}/word{version}", self.url)
    }
}

pub async fn show(
    State(app): State<App>,
    me: Me,
    Path(id): Path<i64>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let subject = Subject::load(&app, id).await?;
    let sight = secrecy::sight(&app, &me).await?;
    let drawn = Drawn::load(&app, &sight, id, asked.version()).await?;
    let marked_briefs = match drawn.version {
        Version::Shared => Vec::new(),
        _ => secrecy::marked_of_dialogue(&app, &me, id).await?,
    };
    let rights = me.can(Act::AssessNationally, &subject.county.place());
    let template = ShowPage {
        shell: me.shell(),
        crumbs: subject.crumbs(),
        url: url(&subject),
        county: subject.county.short_name.clone(),
        name: subject.name(),
        may_change: rights && !drawn.is_frozen && !subject.dialogue.phase.is_over(),
        drawn,
        marked_briefs,
    };
    page(StatusCode::OK, &template)
}

/// "12 interna texter och 1 del som inte får delas"
fn held_back_words(texts: usize, parts: usize) -> String {
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let texts = text::counted(count(texts), "intern text", "interna texter");
    match parts {
        0 => texts,
        parts => {
            let parts = text::counted(count(parts), "del", "delar");
            format!("{texts} och {parts} som inte får delas")
        }
    }
}
