//! The demo's contacts outside the agency: the people of the regions whom the script met in dialogues, some
//! others, and what has been logged with them.

use super::cast::{CHIEF, Cast};
use crate::domain::access::Permit;
use crate::domain::calendar::{add_days, working_day_on_or_before};
use crate::domain::contact::{
    Card, Channel, Details, Level, Note, OrganisationKind, Post, USUAL_PURPOSE,
};
use crate::domain::event::{Subject, SubjectKind};
use crate::domain::secrecy::{Marking, USUAL_PROVISION};
use crate::error::{Error, Result};
use crate::store::{Write, contact_entries, contacts, organisations, people, secrecy};
use jiff::civil::{Date, time};
use std::collections::HashMap;

/// (name, kind, level, län, kommun)
#[rustfmt::skip]
const ORGANISATIONS: &[(&str, OrganisationKind, Level, &str, &str)] = &[
    ("Luleå kommun", OrganisationKind::Municipality, Level::Local, "25", "2580"),
    ("Kiruna kommun", OrganisationKind::Municipality, Level::Local, "25", "2584"),
    ("Länsstyrelsen i Norrbottens län", OrganisationKind::Agency, Level::Regional, "25", ""),
    ("Kompetensråd Norrbotten", OrganisationKind::Network, Level::Regional, "25", ""),
    ("Skellefteå kommun", OrganisationKind::Municipality, Level::Local, "24", "2482"),
    ("Kalmar kommun", OrganisationKind::Municipality, Level::Local, "08", "0880"),
    ("Glasverket Påhittet", OrganisationKind::Company, Level::Local, "08", ""),
];

/// (name, title, organisation or "" for the RUA, län, days ago that she left)
#[rustfmt::skip]
const PEOPLE: &[(&str, &str, &str, &str, Option<i64>)] = &[
    ("Ragnhild Stålnacke", "näringslivschef", "Luleå kommun", "25", None),
    ("Isak Fjällström", "utvecklingsstrateg", "Kiruna kommun", "25", None),
    ("Monika Sandvall", "näringslivsstrateg", "", "25", Some(150)),
    ("Torbjörn Lidgren", "samordnare", "Kompetensråd Norrbotten", "25", None),
    ("Eva-Lena Burman", "näringslivschef", "Skellefteå kommun", "24", None),
    ("Kristina Halvarsson", "regional utvecklingsstrateg", "", "08", None),
    ("Christina Halvarsson", "utvecklingsstrateg", "", "08", None),
    ("Stellan Ros", "platschef", "Glasverket Påhittet", "08", None),
];

/// Whom something was logged with: someone of the RUA, by her place in the län, or one of `PEOPLE`.
enum With {
    Region(usize),
    Named(&'static str),
}
use With::{Named, Region};

struct Seed {
    county: &'static str,
    days: i64,
    channel: Channel,
    subject: &'static str,
    text: &'static str,
    with: &'static [With],
    /// What is to be done, and in how many days from today.
    follow_up: Option<(&'static str, i64)>,
    official: bool,
}

const fn seed(county: &'static str, days: i64, channel: Channel, subject: &'static str) -> Seed {
    Seed {
        county,
        days,
        channel,
        subject,
        text: "",
        with: &[Region(0)],
        follow_up: None,
        official: false,
    }
}

use Channel::{Mail, Meeting, Phone, Video, Visit};

/// The latest of each län; Gävleborg and Blekinge are not heard from in time.
#[rustfmt::skip]
const LATEST: &[Seed] = &[
    seed("24", 19, Video, "Avstämning om etableringarna i Skellefteå"),
    seed("23", 31, Phone, "Frågor om utlysningen för besöksnäringen"),
    seed("22", 12, Meeting, "Planering inför vårens dialog"),
    seed("20", 44, Phone, "Läget efter neddragningarna i skogsindustrin"),
    seed("21", 97, Mail, "Underlag om kompetensrådet"),
    seed("17", 8, Phone, "Nästa steg för pilotanläggningen"),
    seed("19", 27, Video, "Automationscenter: vad regionen vill"),
    seed("03", 52, Phone, "Ny strateg för näringslivsfrågor"),
    seed("01", 6, Meeting, "Innovationsfrågor inför dialogen"),
    seed("18", 38, Mail, "Inbjudan till regionens näringslivsdag"),
    seed("04", 15, Phone, "Besked om projektansökan"),
    seed("05", 58, Video, "Kvartalsavstämning"),
    seed("09", 22, Visit, "Studiebesök hos besöksnäringen"),
    seed("14", 10, Meeting, "Fordonsindustrins omställning"),
    seed("06", 47, Phone, "Exportrådgivningen i länet"),
    seed("13", 33, Mail, "Synpunkter på vårt underlag"),
    seed("07", 29, Phone, "Trähusklustret vill växa"),
    seed("12", 41, Video, "Livsmedelsstrategin"),
    seed("10", 121, Phone, "Nystart i kontakten efter chefsbytet"),
    seed("08", 24, Phone, "Glasrikets besöksnäring"),
];

fn of_norrbotten() -> Vec<Seed> {
    vec![
        Seed {
            text: "Regionen vill att kompetensfrågan står först på dagordningen. Vi skickar utkastet till underlag i förväg.",
            follow_up: Some(("Skicka utkastet till regionalt underlag", 4)),
            ..seed("25", 7, Phone, "Avstämning inför dialogen i december")
        },
        Seed {
            with: &[Named("Ragnhild Stålnacke"), Region(1)],
            text: "Kommunen och regionen beskriver bristen på bostäder för inflyttande. De ber oss ta frågan vidare till Boverket.",
            follow_up: Some(("Hör med Boverket om ett gemensamt möte", -6)),
            ..seed("25", 26, Meeting, "Bostäder för dem som flyttar in")
        },
        Seed {
            with: &[Named("Torbjörn Lidgren")],
            text: "Rådet sammanställer behoven av yrkesutbildning och delar listan med oss före jul.",
            ..seed("25", 40, Video, "Kompetensrådets arbete under hösten")
        },
        Seed {
            with: &[Named("Isak Fjällström")],
            text: "Kommunen uppgav muntligen att stadsomvandlingen försenas ett år, och att näringslivet är informerat.",
            official: true,
            ..seed("25", 55, Phone, "Muntlig uppgift om stadsomvandlingen")
        },
    ]
}

/// What only some may read, in Kalmar.
fn marked() -> Seed {
    Seed {
        with: &[Named("Stellan Ros")],
        text: "Företaget överväger att flytta en linje till länet och vill inte att det sprids.",
        ..seed("08", 16, Visit, "Samtal om en möjlig investering")
    }
}

/// Plays it all, as of the days it happened; the writer is the system again afterwards.
pub async fn install(tx: &mut Write, cast: &Cast) -> Result<()> {
    let (end, today) = (tx.now(), cast.today);
    let mut known = HashMap::new();
    at(tx, CHIEF, add_days(today, -300))?;
    for (name, kind, level, county, municipality) in ORGANISATIONS {
        let details = Details {
            name: (*name).to_owned(),
            organisation_kind: *kind,
            level: *level,
            county: Some((*county).to_owned()),
            municipality: Some((*municipality).to_owned()).filter(|code| !code.is_empty()),
            national_agency_id: None,
            url: String::new(),
            notes: String::new(),
        };
        known.insert(*name, organisations::add(tx, &details).await?);
    }
    let mut people = met_in_dialogues(tx, cast).await?;
    for person in PEOPLE {
        let id = add_person(tx, cast, person, &known).await?;
        people.insert(person.0.to_owned(), id);
    }
    for seed in of_norrbotten().iter().chain(LATEST) {
        log(tx, cast, seed, &people).await?;
    }
    let secret = log(tx, cast, &marked(), &people).await?;
    mark(tx, SubjectKind::ContactEntry, secret, today).await?;
    if let Some(id) = people.get("Stellan Ros") {
        mark(tx, SubjectKind::Contact, *id, today).await?;
    }
    tx.pretend(Permit::system(), end);
    Ok(())
}

/// The following is done by someone on a day, at half past nine.
fn at(tx: &mut Write, by: i64, day: Date) -> Result<()> {
    let day = working_day_on_or_before(day);
    let local = day.to_datetime(time(9, 30, 0, 0)).in_tz("Europe/Stockholm");
    let at = local.map_err(Error::internal)?.timestamp();
    tx.pretend(Permit::system_as(by), at);
    Ok(())
}

fn card(name: &str, organisation: &str, review_on: Date) -> Card {
    let address = crate::domain::spelling::slug(name).replace('-', ".");
    let host = crate::domain::spelling::slug(organisation);
    Card {
        name: name.to_owned(),
        email: format!("{address}@{host}.example"),
        phone: String::new(),
        data_purpose: USUAL_PURPOSE.to_owned(),
        data_source: "Personen själv, i samband med en dialog".to_owned(),
        review_on,
        notes: String::new(),
    }
}

/// Two of each region whom the script has had in dialogues, with the dialogues they took part in; by the
/// code of the län and their place.
async fn met_in_dialogues(tx: &mut Write, cast: &Cast) -> Result<HashMap<String, i64>> {
    let rows: Vec<(String, String, String, String)> = sqlx::query_as(
        "select d.county, x.name, x.title, r.name from participants x join dialogues d on d.id = x.dialogue_id
         join regional_actors r on r.county = d.county and r.name = x.organisation and r.valid_to is null
         where x.person_id is null group by d.county, x.name order by d.county, max(d.held_on) desc, x.id",
    )
    .fetch_all(tx.conn())
    .await?;
    let mut people: HashMap<String, i64> = HashMap::new();
    for (county, name, title, actor) in rows {
        let place = (0..2).find(|place| !people.contains_key(&format!("{county}/{place}")));
        let (Some(place), Some(organisation)) =
            (place, organisations::actor_of(tx.conn(), &county).await?)
        else {
            continue;
        };
        let by = cast.county_officer(&county).unwrap_or(cast.lead(&county));
        at(tx, by, add_days(cast.today, -250))?;
        let due = if place == 1 && county == "25" {
            -3
        } else {
            115
        };
        let id = contacts::add(tx, &card(&name, &actor, add_days(cast.today, due))).await?;
        let post = post(organisation, &title, None);
        contacts::add_post(tx, id, &post).await?;
        sqlx::query(
            "update participants set contact_id = ? where name = ? and organisation = ? and person_id is null",
        )
        .bind(id)
        .bind(&name)
        .bind(&actor)
        .execute(tx.conn())
        .await?;
        people.insert(format!("{county}/{place}"), id);
    }
    Ok(people)
}

fn post(organisation_id: i64, title: &str, valid_to: Option<Date>) -> Post {
    Post {
        organisation_id,
        post_title: title.to_owned(),
        valid_from: None,
        valid_to,
    }
}

async fn add_person(
    tx: &mut Write,
    cast: &Cast,
    (name, title, organisation, county, left): &(&str, &str, &str, &str, Option<i64>),
    known: &HashMap<&str, i64>,
) -> Result<i64> {
    let by = cast.county_officer(county).unwrap_or(cast.lead(county));
    at(tx, by, add_days(cast.today, -200))?;
    let (id_of, host) = match known.get(organisation) {
        Some(id) => (Some(*id), *organisation),
        None => (
            organisations::actor_of(tx.conn(), county).await?,
            cast.actor(county, cast.today),
        ),
    };
    let at_organisation = id_of.ok_or(Error::NotFound)?;
    let id = contacts::add(tx, &card(name, host, add_days(cast.today, 165))).await?;
    contacts::add_post(tx, id, &post(at_organisation, title, None)).await?;
    if let Some(days) = left {
        let roles = contacts::roles(tx.conn(), id, cast.today).await?;
        at(tx, by, add_days(cast.today, -days))?;
        for role in &roles {
            contacts::end_post(tx, role, add_days(cast.today, -days)).await?;
        }
    }
    Ok(id)
}

async fn log(
    tx: &mut Write,
    cast: &Cast,
    seed: &Seed,
    people: &HashMap<String, i64>,
) -> Result<i64> {
    let by = cast
        .county_officer(seed.county)
        .unwrap_or(cast.lead(seed.county));
    let day = working_day_on_or_before(add_days(cast.today, -seed.days));
    at(tx, by, day)?;
    let id = |with: &With| match with {
        Region(place) => people.get(&format!("{}/{place}", seed.county)).copied(),
        Named(name) => people.get(*name).copied(),
    };
    let mut with: Vec<i64> = seed.with.iter().filter_map(id).collect();
    with.sort();
    let note = Note {
        county: Some(seed.county.to_owned()),
        organisation_id: match seed.with.iter().any(|each| matches!(each, Region(_))) {
            true => organisations::actor_of(tx.conn(), seed.county).await?,
            false => None,
        },
        people: with,
        colleagues: vec![],
        unit_id: people::unit_of(tx.conn(), by).await?,
        held_on: day,
        channel: seed.channel,
        subject: seed.subject.to_owned(),
        text: seed.text.to_owned(),
        issue_area_id: None,
        follow_up: seed.follow_up.map_or("", |(what, _)| what).to_owned(),
        follow_up_on: seed.follow_up.map(|(_, days)| add_days(cast.today, days)),
        official: seed.official,
    };
    contact_entries::add(tx, &note).await
}

async fn mark(tx: &mut Write, kind: SubjectKind, id: i64, today: Date) -> Result<()> {
    let subject = Subject::new(kind, id);
    let marking = Marking {
        provision: USUAL_PROVISION.to_owned(),
        authority: "Tillväxtverket".to_owned(),
        marked_on: tx.today(),
        lapses_on: None,
    };
    let record = secrecy::record(tx.conn(), &subject, today).await?;
    secrecy::mark(tx, &subject, &marking, &record.scopes()).await
}
