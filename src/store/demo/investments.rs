//! The demo's strategiska satsningar: from an idea to a result.

use super::cast::{CHIEF, Cast};
use super::dialogues;
use super::people::ISSUE_AREAS;
use super::script::{Deed, Scene};
use crate::domain::calendar::{add_days, working_day_on_or_before};
use crate::domain::investment::{Relevance, Share, Stage, Status, Terms};
use crate::error::{Error, Result};
use crate::store::{Write, investments};
use jiff::civil::{Date, time};
use std::collections::HashMap;

pub enum InvestDeed {
    Add(Box<Terms>),
    Judge(bool, &'static str),
    /// The status, the reference of a decision, and the result.
    Turn(Status, &'static str, &'static str),
}

/// How far one has come, each step with the days ago it was taken.
struct Seed {
    title: &'static str,
    counties: &'static [&'static str],
    area: usize,
    /// From the dialogue of so many rounds ago.
    rounds_ago: Option<usize>,
    description: &'static str,
    region_part: &'static str,
    our_role: &'static str,
    ours: Option<i64>,
    shares: &'static [(&'static str, Option<i64>)],
    /// Days from today.
    from: Option<i64>,
    to: Option<i64>,
    region_text: Option<&'static str>,
    steps: &'static [(i64, InvestDeed)],
}

use InvestDeed::{Judge, Turn};
use Status::{Decided, Ongoing, Prepared, Rejected, Reported};

const SEEDS: &[Seed] = &[
    Seed {
        title: "Testbädd för industrins kompetens i norr",
        counties: &["24", "25"],
        area: 1,
        rounds_ago: Some(1),
        description: "En gemensam testbädd där företag, kommuner och lärosäten prövar nya sätt att utbilda vid stora etableringar.",
        region_part: "Region Norrbotten leder arbetet och samordnar kommunerna.",
        our_role: "Vi finansierar, sitter i styrgruppen och sprider det som fungerar till andra län.",
        ours: Some(4_000_000),
        shares: &[
            ("Region Norrbotten", Some(3_000_000)),
            ("Region Västerbotten", Some(1_500_000)),
            ("Kommunerna i länen", Some(1_250_000)),
        ],
        from: Some(-150),
        to: Some(580),
        region_text: Some("Styrgruppen är tillsatt och de första tre företagen är med."),
        steps: &[
            (
                290,
                Judge(
                    true,
                    "Behovet är stort i båda länen och ingen part kan finansiera ensam.",
                ),
            ),
            (280, Turn(Prepared, "", "")),
            (190, Turn(Decided, "Dnr 2026/0412", "")),
            (150, Turn(Ongoing, "", "")),
        ],
    },
    Seed {
        title: "Pilotanläggning för skoglig bioekonomi",
        counties: &["17"],
        area: 2,
        rounds_ago: Some(0),
        description: "Delfinansiering av en pilot som små företag kan hyra in sig i.",
        region_part: "Region Värmland äger frågan och upphandlar driften.",
        our_role: "Vi finansierar uppstarten och följer effekterna för småföretagen.",
        ours: Some(2_500_000),
        shares: &[
            ("Region Värmland", Some(2_500_000)),
            ("Näringslivets branschförening", None),
        ],
        from: Some(40),
        to: Some(770),
        region_text: Some("Beslutet är fattat. Avtalet skrivs i början av nästa år."),
        steps: &[
            (
                24,
                Judge(
                    true,
                    "Satsningen bygger vidare på det vi har gjort med länet i tre år.",
                ),
            ),
            (22, Turn(Prepared, "", "")),
            (6, Turn(Decided, "Dnr 2026/1187", "")),
        ],
    },
    Seed {
        title: "Service på landsbygden: en modell i tre län",
        counties: &["20", "22", "23"],
        area: 8,
        rounds_ago: Some(1),
        description: "Samma modell för servicepunkter prövas i tre län, så att resultaten går att jämföra.",
        region_part: "De tre regionerna har en gemensam projektledare.",
        our_role: "",
        ours: None,
        shares: &[
            ("Region Jämtland Härjedalen", Some(800_000)),
            ("Region Västernorrland", None),
            ("Region Dalarna", None),
        ],
        from: None,
        to: None,
        region_text: None,
        steps: &[
            (
                60,
                Judge(true, "Frågan togs upp av tre län i samma omgång."),
            ),
            (50, Turn(Prepared, "", "")),
        ],
    },
    Seed {
        title: "Gemensamt automationscenter",
        counties: &["18", "19"],
        area: 7,
        rounds_ago: Some(1),
        description: "Regionerna vill ha ett center där verkstadsföretag får prova automation innan de köper.",
        region_part: "",
        our_role: "",
        ours: None,
        shares: &[],
        from: None,
        to: None,
        region_text: None,
        steps: &[],
    },
    Seed {
        title: "Digital omställning i öns besöksnäring",
        counties: &["09"],
        area: 9,
        rounds_ago: Some(1),
        description: "Gemensamma bokningstjänster och utbildning för små besöksföretag.",
        region_part: "Region Gotland ledde projektet.",
        our_role: "Vi finansierade och stod för erfarenheterna från fastlandet.",
        ours: Some(1_200_000),
        shares: &[
            ("Region Gotland", Some(1_200_000)),
            ("Besöksföretagen", Some(300_000)),
        ],
        from: Some(-300),
        to: Some(-30),
        region_text: Some("Satsningen är slutrapporterad. Tjänsten drivs vidare av företagen."),
        steps: &[
            (
                340,
                Judge(
                    true,
                    "Liten kostnad, tydlig effekt och en region som driver på.",
                ),
            ),
            (335, Turn(Prepared, "", "")),
            (310, Turn(Decided, "Dnr 2026/0033", "")),
            (300, Turn(Ongoing, "", "")),
            (
                18,
                Turn(
                    Reported,
                    "",
                    "Fyrtio företag använder tjänsten. Säsongen har blivit tre veckor längre för dem som är med.",
                ),
            ),
        ],
    },
    Seed {
        title: "Nytt kontor för exportrådgivning",
        counties: &["06"],
        area: 5,
        rounds_ago: Some(1),
        description: "Regionen föreslog ett eget kontor.",
        region_part: "",
        our_role: "",
        ours: None,
        shares: &[("Region Jönköpings län", Some(600_000))],
        from: None,
        to: None,
        region_text: None,
        steps: &[
            (
                120,
                Judge(
                    false,
                    "Rådgivningen finns redan i länet. Vi hänvisar dit i stället.",
                ),
            ),
            (90, Turn(Rejected, "Dnr 2026/0701", "")),
        ],
    },
];

pub fn scenes(cast: &Cast) -> Vec<Scene> {
    let mut scenes = Vec::new();
    for (place, seed) in SEEDS.iter().enumerate() {
        let first = seed.steps.first().map_or(14, |(days, _)| *days);
        let scene = |days: i64, by, deed| Scene {
            day: working_day_on_or_before(add_days(cast.today, -days)),
            time: time(14, 5, 0, 0),
            by,
            deed: Deed::Invest(place, deed),
        };
        let lead = cast.lead(seed.counties[0]);
        scenes.push(scene(
            first + 3,
            lead,
            InvestDeed::Add(Box::new(terms(seed, cast.today))),
        ));
        for (days, deed) in seed.steps {
            let (by, deed) = match deed {
                Judge(yes, why) => (lead, Judge(*yes, why)),
                Turn(to @ (Decided | Rejected), reference, result) => {
                    (CHIEF, Turn(*to, reference, result))
                }
                Turn(to, reference, result) => (lead, Turn(*to, reference, result)),
                InvestDeed::Add(_) => continue,
            };
            scenes.push(scene(*days, by, deed));
        }
    }
    scenes
}

fn terms(seed: &Seed, today: Date) -> Terms {
    let (_, _, unit) = ISSUE_AREAS[seed.area - 1];
    let share = |(partner, kronor): &(&str, Option<i64>)| Share {
        partner: (*partner).to_owned(),
        kronor: *kronor,
    };
    let origin = seed
        .rounds_ago
        .and_then(|rounds| dialogues::place(seed.counties[0], rounds));
    Terms {
        title: seed.title.to_owned(),
        counties: seed
            .counties
            .iter()
            .map(|code| (*code).to_owned())
            .collect(),
        // The place in the script; the dialogue's id is put there when it is played.
        dialogue_id: origin.map(|place| place as i64),
        issue_area_id: Some(seed.area as i64),
        unit_id: unit.unwrap_or(1),
        description: seed.description.to_owned(),
        region_part: seed.region_part.to_owned(),
        our_role: seed.our_role.to_owned(),
        our_kronor: seed.ours,
        shares: seed.shares.iter().map(share).collect(),
        starts_on: seed.from.map(|days| add_days(today, days)),
        ends_on: seed.to.map(|days| add_days(today, days)),
        shareable: seed.region_text.is_some(),
        region_text: seed.region_text.unwrap_or_default().to_owned(),
    }
}

impl InvestDeed {
    /// The place in the script of the dialogue it comes from.
    pub fn origin(&self) -> Option<usize> {
        match self {
            InvestDeed::Add(terms) => terms.dialogue_id.map(|place| place as usize),
            _ => None,
        }
    }
}

/// Adds one, or does something with the one that was added; `known` are the ids by their places in the script.
pub async fn play(
    tx: &mut Write,
    (known, place): (&mut HashMap<usize, i64>, usize),
    deed: InvestDeed,
    origin: Option<i64>,
) -> Result<()> {
    let found = known.get(&place).copied();
    match (deed, found) {
        (InvestDeed::Add(mut terms), _) => {
            terms.dialogue_id = origin;
            known.insert(place, investments::add(tx, &terms).await?);
            Ok(())
        }
        (deed, Some(id)) => go_on(tx, id, deed).await,
        (_, None) => Err(Error::internal(format!(
            "satsning {place} of the script is not added"
        ))),
    }
}

async fn go_on(tx: &mut Write, id: i64, deed: InvestDeed) -> Result<()> {
    let before = investments::find(tx.conn(), id).await?;
    let today = tx.today();
    match deed {
        InvestDeed::Add(_) => Ok(()),
        Judge(yes, why) => {
            let after = Relevance {
                relevant: Some(yes),
                relevance: why.to_owned(),
            };
            investments::judge(tx, &before, &after).await
        }
        Turn(status, decision, result) => {
            let mut after = Stage {
                status,
                result: result.to_owned(),
                ..before.stage.clone()
            };
            if matches!(status, Decided | Rejected) {
                (after.decision, after.decided_on) = (decision.to_owned(), Some(today));
            }
            investments::turn(tx, &before, &after).await
        }
    }
}
