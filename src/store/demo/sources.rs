//! The demo's källor: three feeds, one of which has stopped answering, and what they have told.

use super::cast::Cast;
use crate::domain::access::Permit;
use crate::domain::calendar::add_days;
use crate::domain::source::{Fetched, Item, Level, Outcome, Terms};
use crate::error::{Error, Result};
use crate::store::{Write, inbox, sources};
use jiff::Timestamp;
use jiff::civil::{Date, time};

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

struct Told {
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

pub async fn install(tx: &mut Write, cast: &Cast) -> Result<()> {
    let end = tx.now();
    for (place, seed) in SEEDS.iter().enumerate() {
        let by = match seed.county {
            Some(code) => cast.county_officer(code).unwrap_or(cast.lead(code)),
            None => cast.lead("25"),
        };
        let added = at(add_days(cast.today, -40 + place as i64), end)?;
        tx.pretend(Permit::system_as(by), added);
        let id = sources::add(tx, &terms(seed)).await?;
        for days in seed.fetched {
            tx.pretend(Permit::system(), at(add_days(cast.today, -days), end)?);
            fetch(tx, id, seed, *days).await?;
        }
        if let Some(outcome) = seed.failed {
            tx.pretend(Permit::system(), at(cast.today, end)?);
            let source = sources::find(tx.conn(), id).await?;
            sources::keep(tx, &source, &mut Fetched::failed(outcome, "")).await?;
        }
    }
    tx.pretend(Permit::system_as(cast.lead("25")), end);
    let hidden: Vec<i64> = sqlx::query_scalar("select id from feed_items where title = ?")
        .bind(HIDDEN)
        .fetch_all(tx.conn())
        .await?;
    for item in inbox::chosen(tx.conn(), &hidden, &Default::default()).await? {
        inbox::hide(tx, &item).await?;
    }
    tx.pretend(Permit::system(), end);
    Ok(())
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

/// Early in the morning of a day, but never later than now.
fn at(day: Date, end: Timestamp) -> Result<Timestamp> {
    let local = day.to_datetime(time(6, 0, 0, 0)).in_tz("Europe/Stockholm");
    Ok(local.map_err(Error::internal)?.timestamp().min(end))
}

/// The first time tells everything but the newest.
async fn fetch(tx: &mut Write, id: i64, seed: &Seed, days: i64) -> Result<()> {
    let source = sources::find(tx.conn(), id).await?;
    let is_last = seed.fetched.last() == Some(&days);
    let shown = seed
        .items
        .iter()
        .skip(usize::from(!is_last && seed.fetched.len() > 1));
    let now = tx.now();
    let today = tx.today();
    let site = seed.url.rsplit_once('/').map_or(seed.url, |(site, _)| site);
    let mut items = Vec::new();
    for told in shown {
        let day = told.days.map(|before| at(add_days(today, -before), now));
        items.push(Item {
            key: format!("{site}/{}", told.page),
            title: told.title.to_owned(),
            url: format!("{site}/{}", told.page),
            published_at: day.transpose()?.unwrap_or(now),
            dated: told.days.is_some(),
            summary: told.summary.to_owned(),
        });
    }
    let mut fetched = Fetched {
        outcome: Outcome::New,
        detail: String::new(),
        etag: String::new(),
        last_modified: String::new(),
        items,
    };
    sources::keep(tx, &source, &mut fetched).await?;
    Ok(())
}
