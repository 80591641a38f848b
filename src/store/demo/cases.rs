//! The demo's varsel, establishments and networks: three cases, and four networks of which one has an empty
//! chair and one a double seat.

use super::cast::{CHIEF, Cast};
use crate::domain::access::Permit;
use crate::domain::calendar::{add_days, working_day_on_or_before};
use crate::domain::judgement::Answer;
use crate::domain::network::{Level, Minutes, Sitting, Terms};
use crate::domain::secrecy::{Marking, USUAL_PROVISION};
use crate::domain::transition_case::{
    Facts, Industry, Judgement, Kind, Partner, Phase, Proposal, Source,
};
use crate::error::{Error, Result};
use crate::store::{Write, networks, transition_cases};
use jiff::civil::{Date, time};

/// Who writes what follows, and how many days ago.
fn turn_to(tx: &mut Write, cast: &Cast, by: i64, days_ago: i64) -> Result<Date> {
    let day = working_day_on_or_before(add_days(cast.today, -days_ago));
    let local = day.to_datetime(time(9, 20, 0, 0)).in_tz("Europe/Stockholm");
    let now = local.map_err(Error::internal)?.timestamp();
    tx.pretend(Permit::system_as(by), now);
    Ok(day)
}

pub async fn install(tx: &mut Write, cast: &Cast) -> Result<()> {
    let (end, system) = (tx.now(), Permit::system());
    kalix(tx, cast).await?;
    gotland(tx, cast).await?;
    skelleftea(tx, cast).await?;
    for seed in NETWORKS {
        network(tx, cast, seed).await?;
    }
    tx.pretend(system, end);
    Ok(())
}

fn marking(day: Date) -> Marking {
    Marking {
        provision: USUAL_PROVISION.to_owned(),
        authority: "Tillväxtverket".to_owned(),
        marked_on: day,
        lapses_on: None,
    }
}

fn partners(all: &[(&str, &str)]) -> Vec<Partner> {
    let partner = |(name, role): &(&str, &str)| Partner {
        name: (*name).to_owned(),
        role: (*role).to_owned(),
    };
    all.iter().map(partner).collect()
}

/// Large, judged and under way.
async fn kalix(tx: &mut Write, cast: &Cast) -> Result<()> {
    let day = turn_to(tx, cast, 3, 48)?;
    let facts = Facts {
        kind: Kind::Layoff,
        county: "25".to_owned(),
        municipality: Some("2514".to_owned()),
        industry: Some(Industry::Manufacturing),
        company: "Kalixforsens Påhittade Träförädling AB".to_owned(),
        affected: Some(120),
        source: Source::EmploymentService,
        source_url: String::new(),
        reported_on: day,
        notice_on: Some(add_days(day, -2)),
        begins_on: Some(add_days(day, 190)),
        description: "Företaget lägger ner den ena av två linjer. Ungefär hälften av de berörda bor i **grannkommunerna**.\n\nFacken och kommunen är informerade.".to_owned(),
        parties: partners(&[
            ("Region Norrbotten", "samordnar"),
            ("Kalix kommun", "leder uppstartsgruppen"),
            ("Länsstyrelsen i Norrbottens län", ""),
            ("Arbetsförmedlingen", "möter de berörda"),
        ]),
    };
    let id = transition_cases::add(tx, &facts, &marking(day)).await?;
    let day = turn_to(tx, cast, cast.lead("25"), 46)?;
    let now = transition_cases::find(tx.conn(), id).await?;
    let proposal = Proposal {
        proposed_on: Some(day),
        proposed_person_id: None,
        proposal: "Många berörda i en liten kommun, och flera parter som behöver samma bild."
            .to_owned(),
    };
    transition_cases::propose(tx, &now, &proposal).await?;
    let day = turn_to(tx, cast, CHIEF, 45)?;
    let now = transition_cases::find(tx.conn(), id).await?;
    let judgement = Judgement {
        answer: Some(Answer::Needed),
        reason: "Varslet är stort för länet och regionen har bett om en väg in till myndigheten."
            .to_owned(),
        contact_person_id: None,
        judged_on: Some(day),
    };
    transition_cases::judge(tx, &now, &judgement).await?;
    for (days_ago, phase, text) in [
        (
            41,
            None,
            "Första mötet med uppstartsgruppen. Vi redovisade vilka stöd som finns.",
        ),
        (
            27,
            Some(Phase::Analyse),
            "Regionen har beställt en analys av underleverantörerna. Klar till dialogen.",
        ),
        (
            12,
            None,
            "Avstämning med Arbetsförmedlingen: 40 av de berörda har andra arbeten på gång.",
        ),
    ] {
        let day = turn_to(tx, cast, cast.lead("25"), days_ago)?;
        if let Some(phase) = phase {
            let now = transition_cases::find(tx.conn(), id).await?;
            transition_cases::step(tx, &now, phase).await?;
        }
        let now = transition_cases::find(tx.conn(), id).await?;
        transition_cases::log(tx, &now, day, text).await?;
    }
    Ok(())
}

/// Many for a small län, and not judged yet.
async fn gotland(tx: &mut Write, cast: &Cast) -> Result<()> {
    let day = turn_to(tx, cast, 11, 5)?;
    let facts = Facts {
        kind: Kind::Layoff,
        county: "09".to_owned(),
        municipality: Some("0980".to_owned()),
        industry: Some(Industry::Information),
        company: "Hansakustens Uppdiktade Kundtjänst AB".to_owned(),
        affected: Some(35),
        source: Source::Public,
        source_url: "https://example.se/nyheter/varsel-pa-gotland".to_owned(),
        reported_on: day,
        notice_on: Some(day),
        begins_on: None,
        description: "Kundtjänsten flyttar till fastlandet.".to_owned(),
        parties: partners(&[("Region Gotland", "")]),
    };
    transition_cases::add(tx, &facts, &marking(day)).await?;
    Ok(())
}

/// An establishment, with a proposal that waits for a chef.
async fn skelleftea(tx: &mut Write, cast: &Cast) -> Result<()> {
    let day = turn_to(tx, cast, 3, 20)?;
    let facts = Facts {
        kind: Kind::Establishment,
        county: "24".to_owned(),
        municipality: Some("2482".to_owned()),
        industry: Some(Industry::Manufacturing),
        company: "Norrskenets Låtsade Kretslopp AB".to_owned(),
        affected: Some(300),
        source: Source::Company,
        source_url: String::new(),
        reported_on: day,
        notice_on: None,
        begins_on: Some(add_days(cast.today, 400)),
        description:
            "En återvinningsanläggning. Frågorna gäller kompetens, bostäder och tillstånd."
                .to_owned(),
        parties: partners(&[
            ("Region Västerbotten", ""),
            ("Skellefteå kommun", "tar fram mark"),
        ]),
    };
    let id = transition_cases::add(tx, &facts, &marking(day)).await?;
    let day = turn_to(tx, cast, cast.lead("24"), 16)?;
    let now = transition_cases::find(tx.conn(), id).await?;
    let proposal = Proposal {
        proposed_on: Some(day),
        proposed_person_id: Some(17),
        proposal: "Frågorna är främst företagens. Karim kan dem bäst.".to_owned(),
    };
    transition_cases::propose(tx, &now, &proposal).await
}

/// A network, who sits there (from and to, in days from today), and its meetings with who went.
struct Seed {
    name: &'static str,
    purpose: &'static str,
    level: Level,
    counties: &'static [&'static str],
    areas: &'static [i64],
    per_year: i64,
    by: i64,
    seats: &'static [(i64, &'static str, i64, Option<i64>)],
    meetings: &'static [(i64, &'static str, &'static str, &'static [i64])],
}

const NETWORKS: &[Seed] = &[
    Seed {
        name: "Näringslivsforum i norr",
        purpose: "Samma bild av läget för företagen i de två länen, och tidiga signaler.",
        level: Level::Regional,
        counties: &["24", "25"],
        areas: &[3],
        per_year: 4,
        by: 3,
        seats: &[(3, "ledamot", -700, None)],
        meetings: &[
            (
                200,
                "Vårmötet",
                "Kompetensbristen är den fråga som flest tar upp.",
                &[3],
            ),
            (115, "", "Genomgång av läget i byggbranschen.", &[3]),
            (
                30,
                "Höstmötet",
                "Två kommuner ser tecken på att underleverantörer drar ner.",
                &[3, 1],
            ),
        ],
    },
    Seed {
        name: "Omställningsrådet i Norrbotten",
        purpose: "Parterna möts när ett större varsel har kommit.",
        level: Level::Regional,
        counties: &["25"],
        areas: &[],
        per_year: 2,
        by: 3,
        seats: &[(31, "ledamot", -900, Some(-70))],
        meetings: &[(260, "", "Erfarenheter från förra varslet.", &[31])],
    },
    Seed {
        name: "Kompetensrådet i Småland",
        purpose: "Regionerna, lärosätena och branscherna planerar utbildningar tillsammans.",
        level: Level::Regional,
        counties: &["06", "07", "08"],
        areas: &[1],
        per_year: 3,
        by: 2,
        seats: &[(13, "ledamot", -500, None), (14, "ledamot", -320, None)],
        meetings: &[(
            60,
            "",
            "Båda vi var där. Nästa gång räcker det med en.",
            &[13, 14],
        )],
    },
    Seed {
        name: "Myndighetsnätverket för regional utveckling",
        purpose: "Statliga myndigheter med uppdrag i den regionala politiken samordnar sig.",
        level: Level::National,
        counties: &[],
        areas: &[],
        per_year: 4,
        by: 1,
        seats: &[(1, "sammankallande", -1100, None)],
        meetings: &[
            (
                140,
                "Sommarmötet",
                "Myndigheterna vill bjudas in tidigare till dialogerna.",
                &[1],
            ),
            (45, "Höstmötet", "", &[1]),
        ],
    },
];

async fn network(tx: &mut Write, cast: &Cast, seed: &Seed) -> Result<()> {
    turn_to(tx, cast, seed.by, 300)?;
    let terms = Terms {
        name: seed.name.to_owned(),
        purpose: seed.purpose.to_owned(),
        level: seed.level,
        counties: seed
            .counties
            .iter()
            .map(|code| (*code).to_owned())
            .collect(),
        issue_areas: seed.areas.to_vec(),
        organisation_id: None,
        meetings_per_year: Some(seed.per_year),
        network_url: String::new(),
    };
    let id = networks::add(tx, &terms).await?;
    for (person, role, from, to) in seed.seats {
        let sitting = Sitting {
            person_id: *person,
            seat_role: (*role).to_owned(),
            valid_from: add_days(cast.today, *from),
            valid_to: to.map(|to| add_days(cast.today, to)),
        };
        networks::seat(tx, id, &sitting).await?;
    }
    for (days_ago, title, notes, went) in seed.meetings {
        let day = turn_to(tx, cast, seed.by, *days_ago)?;
        let minutes = Minutes {
            held_on: day,
            title: (*title).to_owned(),
            place: String::new(),
            notes: (*notes).to_owned(),
            people: went.to_vec(),
        };
        networks::add_meeting(tx, id, &minutes).await?;
    }
    Ok(())
}
