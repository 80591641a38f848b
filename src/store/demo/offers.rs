//! The demo's joint offer, and the needs of län and kommuner that it is matched to.

use super::cast::{CHIEF, Cast};
use super::dialogues::{self, Seed};
use super::people::ISSUE_AREAS;
use super::script::{Deed, Scene};
use crate::domain::calendar::{add_days, working_day_on_or_before};
use crate::domain::need::{Matching, Source, Wish};
use crate::domain::offer::{Kind, Terms};
use crate::error::Result;
use crate::store::columns::Text;
use crate::store::{Write, needs, offers};
use jiff::civil::{Date, time};

pub enum OfferDeed {
    Add(&'static OfferSeed),
    Need(&'static NeedSeed, Option<usize>),
    Match(&'static NeedSeed),
    Close(&'static NeedSeed, &'static str),
}

/// (title, kind, unit, issue areas, the year it began, days from today until it ends, description)
type OfferSeed = (
    &'static str,
    Kind,
    i64,
    &'static [i64],
    i16,
    Option<i64>,
    &'static str,
);

use Kind::{Analysis, Call, Funding, Knowledge, Network, Support, Tool};

#[rustfmt::skip]
const OFFERS: &[OfferSeed] = &[
    ("Stöd till regionala serviceprogram", Support, 1, &[8], 2021, None, "Handläggarna går igenom programmet tillsammans med regionen en gång om året, och hjälper till med kartor och underlag."),
    ("Nätverk för regionala strateger", Network, 1, &[8, 14, 15], 2019, None, "Fyra träffar om året, två på plats. Öppet för alla regioner."),
    ("Beredskap vid stora varsel", Support, 2, &[11, 1], 2020, None, "Kontaktperson inom två dagar, lägesbild över branschen och hjälp att samla berörda myndigheter."),
    ("Etableringslots för stora investeringar", Support, 2, &[12, 1], 2023, None, "En väg in för regioner och kommuner när en stor etablering är på väg."),
    ("Klimatväxling i små och medelstora företag", Funding, 2, &[10, 2], 2024, Some(420), "Medel till regioner som vill stötta grupper av företag i omställningen."),
    ("Affärsutvecklingscheckar för digitalisering", Funding, 3, &[7, 3], 2023, Some(300), "Delas ut av regionen med medel från oss. Högst halva kostnaden."),
    ("Coachning inför ägarskifte", Support, 3, &[3], 2022, None, "Tio timmar med en rådgivare. Kostar inget för företaget."),
    ("Guide till företagsfinansiering", Tool, 3, &[4, 3], 2021, None, "Visar vilka lån, garantier och bidrag som passar, län för län."),
    ("Program för ökad innovationsförmåga", Funding, 3, &[2], 2024, Some(35), "Pågående program. En ny omgång är inte beslutad."),
    ("Exportsamverkan i länen", Network, 4, &[5], 2020, None, "Gemensam ingång för företag som vill ut på nya marknader."),
    ("Marknadskunskap för besöksnäringen", Knowledge, 4, &[9, 5], 2022, None, "Rapporter om resmönster och efterfrågan, uppdelade på destinationer."),
    ("Mätning av regelbörda per bransch", Analysis, 5, &[6], 2021, None, "Visar vad reglerna kostar, med exempel från länet."),
    ("Dialogverktyg för tillståndsprövning", Tool, 5, &[6, 12], 2024, None, "Arbetssätt och mallar för möten mellan företag, kommun och länsstyrelse."),
    ("Tjänster på verksamt för kommuner", Tool, 6, &[6, 7, 3], 2020, None, "Kommunen kan bädda in tjänsterna på sin egen webbplats."),
    ("Utlysning: hållbar stadsutveckling", Call, 7, &[15, 13], 2025, Some(75), "Öppen till vintern. Gäller de tolv största städerna."),
    ("Utlysning: kompetens för omställning", Call, 7, &[1, 13, 10], 2026, Some(110), "Projekt i två år, minst tre parter."),
    ("Projektverkstad för sökande", Support, 7, &[13], 2021, None, "En dag på plats med den som tänker söka medel."),
    ("Hjälp med redovisning i pågående projekt", Support, 8, &[13], 2022, None, "Genomgång av kostnader och underlag innan ansökan om utbetalning."),
    ("Regional näringslivsanalys", Analysis, 9, &[14, 1, 2], 2019, None, "Struktur, tillväxt och sårbarhet i länets näringsliv. Uppdateras vartannat år."),
    ("Statistikpaket per län", Tool, 9, &[14], 2020, None, "Färdiga tabeller och diagram med källa, redo att klippa in."),
    ("Kompetensprognos till 2035", Analysis, 10, &[1], 2025, None, "Efterfrågan på kompetens per bransch och utbildningsnivå i varje län."),
    ("Stöd i arbetet med regionala kompetensråd", Knowledge, 10, &[1], 2023, None, "Metodstöd och exempel från län som har kommit långt."),
    ("Konjunkturbarometer för småföretag", Analysis, 9, &[3, 14], 2018, Some(-40), "Ersatt av statistikpaketet."),
];

/// (title, län, kommun, issue area, source, days ago, offers, description)
type NeedSeed = (
    &'static str,
    &'static str,
    Option<&'static str>,
    i64,
    Source,
    i64,
    &'static [&'static str],
    &'static str,
);

use Source::{Contact, Dialogue, Strategy};

#[rustfmt::skip]
const NEEDS: &[NeedSeed] = &[
    ("Fler yrkesutbildade till industrins etableringar", "25", None, 1, Dialogue, 400, &["Kompetensprognos till 2035", "Utlysning: kompetens för omställning"], "Regionen räknar med 5 000 nya jobb på fem år."),
    ("Bostäder åt inflyttad arbetskraft", "25", Some("2583"), 12, Contact, 60, &[], "Kommunen ser att bristen på bostäder bromsar rekryteringen."),
    ("Enklare regler för testbäddar", "25", None, 6, Contact, 34, &["Dialogverktyg för tillståndsprövning"], ""),
    ("Dagligvaror i byar utan butik", "25", Some("2521"), 8, Strategy, 210, &["Stöd till regionala serviceprogram"], ""),
    ("Hjälp att skriva ansökningar i små kommuner", "25", Some("2506"), 13, Dialogue, 400, &["Projektverkstad för sökande"], ""),
    ("Kartläggning av underleverantörer", "24", None, 2, Contact, 120, &["Regional näringslivsanalys"], ""),
    ("Elnät som räcker till nya industrier", "24", Some("2482"), 12, Dialogue, 330, &[], "Inget av våra erbjudanden rör elnätet. Frågan har förts vidare till regeringskansliet."),
    ("Säsongsarbete i fjällen", "23", Some("2321"), 9, Dialogue, 410, &["Marknadskunskap för besöksnäringen"], ""),
    ("Lokalt kapital till företag på landsbygden", "23", None, 4, Strategy, 180, &[], "Bankerna lånar sällan ut till byggnader i glesbygd."),
    ("Omställning efter nedlagd massalinje", "22", Some("2284"), 11, Contact, 95, &["Beredskap vid stora varsel"], ""),
    ("Ägarskiften i familjeföretag", "20", None, 3, Strategy, 240, &["Coachning inför ägarskifte"], ""),
    ("Laddning för tunga fordon längs riksvägarna", "20", None, 10, Contact, 75, &[], ""),
    ("Digital mognad i tillverkande företag", "21", None, 7, Dialogue, 420, &["Affärsutvecklingscheckar för digitalisering"], ""),
    ("Gränshinder för arbetspendling till Norge", "17", Some("1730"), 1, Dialogue, 500, &[], "Regler om skatt och försäkring på båda sidor gränsen."),
    ("Samlad ingång för företag som vill växa", "19", None, 3, Contact, 50, &["Tjänster på verksamt för kommuner"], ""),
    ("Mark och tillstånd till batteriindustrin", "19", Some("1980"), 12, Contact, 40, &["Etableringslots för stora investeringar"], ""),
    ("Jämförbara siffror om livsmedelsföretagen", "03", None, 14, Strategy, 160, &["Statistikpaket per län"], ""),
    ("Företagande i ytterstaden", "01", Some("0127"), 15, Dialogue, 380, &["Utlysning: hållbar stadsutveckling"], ""),
    ("Kortare väg genom miljöprövningen", "18", None, 6, Dialogue, 360, &["Mätning av regelbörda per bransch", "Dialogverktyg för tillståndsprövning"], ""),
    ("Växtkraft i små livsmedelsföretag", "04", None, 2, Contact, 110, &["Program för ökad innovationsförmåga"], ""),
    ("Kompetens till försvarsindustrins leverantörer", "05", Some("0580"), 1, Contact, 65, &["Stöd i arbetet med regionala kompetensråd"], ""),
    ("Vattenbrist som hinder för besöksnäringen", "09", None, 9, Dialogue, 390, &[], "Hotell och livsmedelsföretag får vänta med att bygga ut."),
    ("Nya marknader efter tullhöjningar", "06", None, 5, Contact, 30, &["Exportsamverkan i länen"], ""),
    ("Enklare upphandling för små företag", "14", None, 6, Dialogue, 395, &[], ""),
    ("Stöd vid varsel i fordonsindustrin", "14", Some("1488"), 11, Contact, 20, &["Beredskap vid stora varsel"], ""),
    ("Stärkta testmiljöer för trähus", "07", None, 2, Strategy, 200, &["Konjunkturbarometer för småföretag"], "Det matchade erbjudandet har avslutats."),
    ("Språkutbildning nära arbetsplatsen", "12", Some("1256"), 1, Contact, 90, &["Stöd i arbetet med regionala kompetensråd"], ""),
    ("Hjälp med redovisning i interregionala projekt", "10", None, 13, Contact, 45, &["Hjälp med redovisning i pågående projekt"], ""),
    ("Samordning av industriutbildningar", "08", None, 1, Dialogue, 450, &["Kompetensprognos till 2035"], ""),
];

/// A need that has been met, and one that is somebody else's.
const CLOSED: &[(usize, i64, &str)] = &[
    (
        12,
        25,
        "Checkarna är utdelade och regionen ser inget mer behov i år.",
    ),
    (
        28,
        60,
        "Regionen har löst samordningen i sitt kompetensråd.",
    ),
];

pub fn scenes(cast: &Cast, seeds: &[Seed]) -> Vec<Scene> {
    let mut scenes: Vec<Scene> = (0_i64..)
        .zip(OFFERS)
        .map(|(place, offer)| added(cast, place, offer))
        .collect();
    for (place, need) in NEEDS.iter().enumerate() {
        let origin = origin(need, seeds);
        let held_on = origin.map(|place| add_days(seeds[place].held_on, 2));
        let day = working_day_on_or_before(held_on.unwrap_or(past(cast.today, need.5)));
        let by = keeper(cast, need);
        let scene = |day, hour, deed| Scene {
            day,
            time: time(hour, 5 + (place % 9) as i8 * 6, 0, 0),
            by,
            deed: Deed::Offer(deed),
        };
        scenes.push(scene(day, 13, OfferDeed::Need(need, origin)));
        if !need.6.is_empty() {
            scenes.push(scene(day, 14, OfferDeed::Match(need)));
        }
        let closed = CLOSED.iter().find(|(each, ..)| *each == place);
        if let Some((_, days, reason)) = closed {
            let day = past(cast.today, *days);
            scenes.push(scene(day, 15, OfferDeed::Close(need, reason)));
        }
    }
    scenes
}

fn past(today: Date, days: i64) -> Date {
    working_day_on_or_before(add_days(today, -days))
}

/// All were put in when the register was begun, before any dialogue of the script was prepared.
fn added(cast: &Cast, place: i64, offer: &'static OfferSeed) -> Scene {
    let (_, department, _) = ISSUE_AREAS[offer.3[0] as usize - 1];
    let officer = match department {
        1 => None,
        department => cast.issue_officer("25", department),
    };
    Scene {
        day: past(cast.today, 760 - place),
        time: time(10, 30, 0, 0),
        by: officer.unwrap_or(CHIEF),
        deed: Deed::Offer(OfferDeed::Add(offer)),
    }
}

fn keeper(cast: &Cast, need: &NeedSeed) -> i64 {
    cast.county_officer(need.1)
        .unwrap_or_else(|| cast.lead(need.1))
}

/// The dialogue of the round before this one, when the need came from a dialogue.
fn origin(need: &NeedSeed, seeds: &[Seed]) -> Option<usize> {
    let place = dialogues::place(need.1, 1).filter(|_| need.4 == Dialogue)?;
    seeds.get(place).map(|_| place)
}

/// `dialogue` is the id of the one the need came from.
pub async fn perform(
    tx: &mut Write,
    deed: OfferDeed,
    dialogue: Option<(i64, Date)>,
    day: Date,
) -> Result<()> {
    match deed {
        OfferDeed::Add(seed) => {
            let terms = terms(seed, day);
            offers::add(tx, &terms).await.map(|_| ())
        }
        OfferDeed::Need(seed, _) => {
            let held_on = dialogue.map(|(_, held_on)| held_on);
            let wish = Wish {
                title: seed.0.to_owned(),
                county: seed.1.to_owned(),
                municipality: seed.2.map(str::to_owned),
                issue_area_id: seed.3,
                source: seed.4,
                dialogue_id: dialogue.map(|(id, _)| id),
                raised_on: held_on.map_or(day, |held_on| held_on.min(day)),
                description: seed.7.to_owned(),
            };
            needs::add(tx, &wish).await.map(|_| ())
        }
        OfferDeed::Match(seed) => {
            let mut ids = Vec::new();
            for title in seed.6 {
                ids.push(id_of(tx, "offers", title).await?);
            }
            ids.sort_unstable();
            let id = id_of(tx, "needs", seed.0).await?;
            let need = needs::find(tx.conn(), id).await?;
            needs::match_offers(tx, &need, &Matching { offers: ids }).await
        }
        OfferDeed::Close(seed, reason) => {
            let id = id_of(tx, "needs", seed.0).await?;
            let need = needs::find(tx.conn(), id).await?;
            needs::close(tx, &need, reason).await
        }
    }
}

fn terms(seed: &OfferSeed, day: Date) -> Terms {
    let slug = crate::domain::spelling::slug(seed.0);
    let mut issue_areas = seed.3.to_vec();
    issue_areas.sort_unstable();
    Terms {
        title: seed.0.to_owned(),
        kind: seed.1,
        unit_id: seed.2,
        issue_areas,
        valid_from: Date::new(seed.4, 1, 1).unwrap_or(day).min(day),
        valid_to: seed.5.map(|days| add_days(day, days + 760)),
        link: format!("https://myndighet.example/{slug}"),
        description: seed.6.to_owned(),
    }
}

async fn id_of(tx: &mut Write, table: &str, title: &str) -> Result<i64> {
    let sql = format!("select id from {table} where title = ?");
    Ok(sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
        .bind(Text(title))
        .fetch_one(tx.conn())
        .await?)
}
