//! The demo's källor: three feeds, one of which has stopped answering, and what they have told.

use super::cast::Cast;
use super::script::{Deed, NOBODY, Scene};
use crate::domain::calendar::add_days;
use crate::domain::secrecy::Sight;
use crate::domain::source::{Fetched, Item, Level, Outcome, Source, Terms};
use crate::error::{Error, Result};
use crate::store::{Write, inbox, sources};
use jiff::Timestamp;
use jiff::civil::{Date, time};
use std::collections::HashMap;

pub enum SourceDeed {
    Add(Box<Terms>),
    /// What a feed tells, each with its day.
    Tell(Vec<(Told, Date)>),
    Fail(Outcome),
    Hide(&'static str),
}

struct Seed {
    name: &'static str,
    url: &'static str,
    county: Option<&'static str>,
    /// Tries that went well, as days ago.
    fetched: &'static [i64],
    /// How the last try went, when it failed.
    failed: Option<Outcome>,
    items: &'static [Told],
}

#[derive(Clone, Copy)]
pub struct Told {
    /// Days before the day it was fetched on; none when the feed gave no day.
    days: Option<i64>,
    title: &'static str,
    summary: &'static str,
    page: &'static str,
}

const fn told(days: i64, title: &'static str, summary: &'static str, page: &'static str) -> Told {
    Told {
        days: Some(days),
        title,
        summary,
        page,
    }
}

const SEEDS: &[Seed] = &[
    Seed {
        name: "Region Norrbotten, nyheter",
        url: "https://norrbotten.exempel.se/nyheter.rss",
        county: Some("25"),
        fetched: &[3, 0],
        failed: None,
        items: &[
            told(
                1,
                "Ny utvecklingsstrategi på remiss – åtta veckor för synpunkter",
                "Remissen pågår till 15 januari. Kompetensförsörjning och bostäder är de två områden som har ändrats mest.",
                "rus-remiss",
            ),
            told(
                2,
                "Regionen öppnar utlysning för testbäddar",
                "Tjugo miljoner kronor fördelas till projekt där små företag får prova ny teknik tillsammans med lärosätena.",
                "testbaddar",
            ),
            told(
                4,
                "Möte med kommunerna om inflyttning",
                "Nio av länets kommuner deltog. Bristen på hyresrätter lyftes av alla.",
                "inflyttning",
            ),
            Told {
                days: None,
                title: "Kalendarium för regionala utvecklingsnämnden",
                summary: "",
                page: "kalendarium",
            },
        ],
    },
    Seed {
        name: "Länsstyrelsen i Kalmar län, pressmeddelanden",
        url: "https://kalmar.exempel.se/press.atom",
        county: Some("08"),
        fetched: &[6],
        failed: Some(Outcome::NoAnswer),
        items: &[told(
            1,
            "Samverkan om dricksvatten på Öland",
            "Länsstyrelsen samlar kommuner och företag inför sommaren. Besöksnäringen räknar med fler gäster än förra året.",
            "dricksvatten",
        )],
    },
    Seed {
        name: "Nyheter om näringspolitik",
        url: "https://nyheter.exempel.se/naringspolitik.rss",
        county: None,
        fetched: &[1, 0],
        failed: None,
        items: &[
            told(
                0,
                "Utredning föreslår enklare regler för små slakterier",
                "Avgifterna föreslås följa hur mycket som produceras. Remisstiden är tre månader.",
                "slakterier",
            ),
            told(
                3,
                "Fler varsel inom bygg under hösten",
                "Antalet personer som berörs har ökat tre månader i rad, mest i mellersta Sverige.",
                "varsel-bygg",
            ),
            told(
                5,
                "Webbinarium om elnät och etableringar",
                "Inspelningen finns kvar till årsskiftet.",
                "webbinarium",
            ),
        ],
    },
];

/// The last of the national items is nothing for the inbox.
const HIDDEN: &str = "Webbinarium om elnät och etableringar";

pub fn scenes(cast: &Cast) -> Vec<Scene> {
    let mut scenes = Vec::new();
    for (place, seed) in SEEDS.iter().enumerate() {
        let mut play = |days: i64, hour: i8, by: i64, deed: SourceDeed| {
            scenes.push(Scene {
                day: add_days(cast.today, -days),
                time: time(hour, 0, 0, 0),
                by,
                deed: Deed::Source(place, deed),
            });
        };
        let by = match seed.county {
            Some(code) => cast.county_officer(code).unwrap_or(cast.lead(code)),
            None => cast.lead("25"),
        };
        play(
            40 - place as i64,
            9,
            by,
            SourceDeed::Add(Box::new(terms(seed))),
        );
        for days in seed.fetched {
            // The first time tells everything but the newest.
            let is_last = seed.fetched.last() == Some(days);
            let newest = usize::from(!is_last);
            let items = items(seed, newest, add_days(cast.today, -days));
            play(*days, 6, NOBODY, SourceDeed::Tell(items));
        }
        if let Some(outcome) = seed.failed {
            play(0, 6, NOBODY, SourceDeed::Fail(outcome));
        }
        let hides = seed.items.iter().any(|told| told.title == HIDDEN);
        if hides {
            play(0, 7, by, SourceDeed::Hide(HIDDEN));
        }
    }
    scenes
}

fn terms(seed: &Seed) -> Terms {
    Terms {
        name: seed.name.to_owned(),
        url: seed.url.to_owned(),
        level: match seed.county {
            Some(_) => Level::Regional,
            None => Level::National,
        },
        county: seed.county.map(str::to_owned),
        interval_minutes: 360,
    }
}

/// What a feed tells on a day, but for so many of the newest.
fn items(seed: &Seed, newest: usize, today: Date) -> Vec<(Told, Date)> {
    let told = seed.items.iter().skip(newest);
    told.map(|told| (*told, add_days(today, -told.days.unwrap_or(0))))
        .collect()
}

pub async fn perform(
    tx: &mut Write,
    ids: &mut HashMap<usize, i64>,
    place: usize,
    deed: SourceDeed,
) -> Result<()> {
    if let SourceDeed::Add(terms) = &deed {
        ids.insert(place, sources::add(tx, terms).await?);
        return Ok(());
    }
    let id = ids.get(&place).copied().ok_or(Error::NotFound)?;
    let source = sources::find(tx.conn(), id).await?;
    match deed {
        SourceDeed::Add(_) => {}
        SourceDeed::Tell(told) => {
            let mut fetched = Fetched::failed(Outcome::New, "");
            for (told, day) in told {
                fetched.items.push(item(&source, &told, day, tx.now())?);
            }
            sources::keep(tx, &source, &mut fetched).await?;
        }
        SourceDeed::Fail(outcome) => {
            let mut failed = Fetched::failed(outcome, "");
            sources::keep(tx, &source, &mut failed).await?;
        }
        SourceDeed::Hide(title) => {
            let ids: Vec<i64> =
                sqlx::query_scalar("select id from feed_items where source_id = ? and title = ?")
                    .bind(id)
                    .bind(title)
                    .fetch_all(tx.conn())
                    .await?;
            for item in inbox::chosen(tx.conn(), &ids, &Sight::default()).await? {
                inbox::hide(tx, &item).await?;
            }
        }
    }
    Ok(())
}

fn item(source: &Source, told: &Told, day: Date, now: Timestamp) -> Result<Item> {
    let site = source
        .terms
        .url
        .rsplit_once('/')
        .map_or("", |(site, _)| site);
    let local = day.to_datetime(time(5, 30, 0, 0)).in_tz("Europe/Stockholm");
    let published = local.map_err(Error::internal)?.timestamp();
    Ok(Item {
        key: format!("{site}/{}", told.page),
        title: told.title.to_owned(),
        url: format!("{site}/{}", told.page),
        published_at: match told.days {
            Some(_) => published.min(now),
            None => now,
        },
        dated: told.days.is_some(),
        summary: told.summary.to_owned(),
    })
}
