//! The demo's omvärldsnotiser: what was noticed, what was made of it, and what it was used for.

use super::script::{Deed, Scene};
use crate::domain::calendar::add_days;
use crate::domain::observation::{
    Certainty, Horizon, Impact, Judgement, Note, Settling, Status, Step, UsedIn,
};
use crate::domain::secrecy::{Marking, USUAL_PROVISION};
use crate::domain::transition_case::Industry;
use crate::error::Result;
use crate::store::{Write, observations, secrecy};
use jiff::civil::{Date, time};

/// So many days ago, by whom, and what.
pub struct Told {
    days: i64,
    by: i64,
    title: &'static str,
    meaning: &'static str,
    counties: &'static [&'static str],
    areas: &'static [i64],
    municipality: &'static str,
    industry: Option<Industry>,
    source: &'static str,
    link: &'static str,
}

#[allow(clippy::too_many_arguments, reason = "a row of a table")]
const fn told(
    days: i64,
    by: i64,
    title: &'static str,
    meaning: &'static str,
    counties: &'static [&'static str],
    areas: &'static [i64],
    (municipality, industry): (&'static str, Option<Industry>),
    (source, link): (&'static str, &'static str),
) -> Told {
    Told {
        days,
        by,
        title,
        meaning,
        counties,
        areas,
        municipality,
        industry,
        source,
        link,
    }
}

use Industry::{Energy, Hospitality, Information, Manufacturing, Mining, Trade, Transport};

const NONE: (&str, Option<Industry>) = ("", None);

/// The oldest first, which gives them their numbers.
#[rustfmt::skip]
const NOTES: &[Told] = &[
    told(430, 3, "Gruvnäringen söker 300 medarbetare före 2028", "Konkurrensen om yrkesutbildade ökar i hela inlandet.", &["25"], &[1], ("2584", Some(Mining)), ("branschtidning", "")),
    told(410, 14, "Tre lanthandlare i skärgården söker efterträdare", "Servicen på öarna kan försvinna inom två år.", &["08"], &[8], ("", Some(Trade)), ("möte med kommunen", "")),
    told(290, 14, "Trähusindustrin drar ner takten", "Orderböckerna är tunna. Underleverantörerna märker det först.", &["08"], &[2], ("", Some(Manufacturing)), ("lokalpress", "https://nyheter.example/trahus")),
    told(200, 1, "Färre fonder föreslås efter 2027", "Regionerna kan få en annan roll i genomförandet.", &[], &[13], NONE, ("förslag från kommissionen", "https://eu.example/forslag")),
    told(150, 12, "Underleverantörer ställer om till delar för elfordon", "De minsta saknar kapital för nya maskiner.", &["14"], &[10], ("", Some(Manufacturing)), ("besök hos företag", "")),
    told(120, 17, "Fler testbäddar öppnas för små företag", "", &[], &[2], NONE, ("nyhetsbrev", "")),
    told(90, 3, "Ny yrkesutbildning fylls inte", "Platserna finns, men få söker. Boendet är hindret.", &["25"], &[1, 12], ("2584", None), ("samtal med rektor", "")),
    told(75, 7, "Elnätet räcker inte till för nya industriområden", "Etableringar kan dröja till efter 2030.", &["19", "03"], &[10, 12], ("", Some(Energy)), ("remissvar", "https://elnat.example/svar")),
    told(60, 8, "Lokaler i ytterstaden hyrs ut snabbare", "Små tjänsteföretag flyttar ut från innerstaden.", &["01"], &[15], NONE, ("fastighetsrapport", "")),
    told(45, 10, "Ägarskiften dröjer i verkstadsföretagen", "Ägarna hittar ingen som tar över, och bankerna tvekar.", &["05"], &[3, 4], ("", Some(Manufacturing)), ("rådgivare", "")),
    told(40, 11, "Färjelinjen får färre turer i vinter", "Transporterna blir dyrare för alla som säljer till fastlandet.", &["09"], &[9], ("", Some(Transport)), ("lokalpress", "https://nyheter.example/farjan")),
    told(25, 20, "Fler unga står utan arbete i hela landet", "Uppgången är bredare än vid förra nedgången.", &[], &[1, 14], NONE, ("statistik", "https://statistik.example/unga")),
    told(16, 3, "Stålverksetablering skjuts upp till 2028", "Underleverantörer och utbildningar som har planerat för 2026 tappar fart. Kommunen behöver veta om staten ändrar sina insatser.", &["25"], &[1, 12], ("2582", Some(Manufacturing)), ("lokalpress", "https://nyheter.example/stalverk")),
    told(12, 4, "Snöbrist oroar skidorterna inför julen", "Säsongen kan bli kort även i år.", &["22", "23"], &[9], ("", Some(Hospitality)), ("branschförening", "")),
    told(9, 1, "Tecken på neddragning hos en större arbetsgivare", "Ledningen samlar sina beslut efter årsskiftet. Inget är sagt offentligt.", &["25"], &[11], ("", Some(Manufacturing)), ("samtal", "")),
    told(6, 3, "Forskare startar batteriföretag vid campus", "Ett av flera nya företag kring batterier i år.", &["24"], &[2], ("2482", None), ("lärosätets webbplats", "https://campus.example/batteri")),
    told(4, 14, "Möbelföretag söker större lokaler", "De vill växa men hittar inget i kommunen.", &["07"], &[3], ("0765", Some(Manufacturing)), ("företagsbesök", "")),
    told(2, 6, "Gränshandeln ökar igen", "Valutan lockar kunder, och butikerna anställer.", &["17"], &[5], ("", Some(Information)), ("lokalpress", "https://nyheter.example/granshandel")),
];

/// What was decided: the note, how many days ago, by whom.
#[rustfmt::skip]
const DECISIONS: &[(&str, i64, i64, Status, &str)] = &[
    ("Tre lanthandlare i skärgården söker efterträdare", 400, 14, Status::Watched, "Om någon har tagit över före sommaren."),
    ("Fler testbäddar öppnas för små företag", 110, 1, Status::Dismissed, "Står redan i det nationella underlaget."),
    ("Ny yrkesutbildning fylls inte", 80, 3, Status::Watched, "Hur många som söker till våren."),
    ("Elnätet räcker inte till för nya industriområden", 70, 1, Status::Watched, "Nätägarnas nya planer."),
];

/// What was used where: by the name or the number of what uses it.
#[rustfmt::skip]
const USES: &[(&str, i64, i64, UsedIn, &str)] = &[
    ("Trähusindustrin drar ner takten", 230, 14, UsedIn::AgendaItem, "select max(id) from agenda_items where county = '08' and title = 'Gemensamma insatser och nästa steg'"),
    ("Färre fonder föreslås efter 2027", 190, 1, UsedIn::Brief, "select max(id) from briefs where issue_area_id = 13"),
    ("Underleverantörer ställer om till delar för elfordon", 60, 12, UsedIn::Action, "select max(id) from actions where title = 'Fordonsindustrins omställning: underleverantörer'"),
    ("Färjelinjen får färre turer i vinter", 3, 11, UsedIn::Brief, "select max(id) from briefs where county = '09'"),
];

/// What people make of them.
#[rustfmt::skip]
const JUDGEMENTS: &[(&str, i64, i64, Step, &str)] = &[
    ("Elnätet räcker inte till för nya industriområden", 60, 7, Step::Pattern, "Samma svar i två län."),
    ("Elnätet räcker inte till för nya industriområden", 55, 21, Step::Pattern, "Företag i flera kommuner säger det."),
    ("Elnätet räcker inte till för nya industriområden", 50, 20, Step::Signal, ""),
    ("Fler unga står utan arbete i hela landet", 20, 20, Step::Trend, "Fjärde kvartalet i rad."),
    ("Fler unga står utan arbete i hela landet", 15, 17, Step::Trend, "Syns i alla branscher."),
    ("Stålverksetablering skjuts upp till 2028", 8, 1, Step::Pattern, "Tredje etableringen i länet som skjuts upp."),
];

const MARKED: &str = "Tecken på neddragning hos en större arbetsgivare";

/// Who follows what: a län or an issue area.
const FOLLOWS: &[(i64, Option<&str>, Option<i64>)] = &[
    (1, Some("25"), None),
    (17, Some("25"), None),
    (17, None, Some(2)),
    (19, Some("24"), None),
    (28, None, Some(1)),
];

pub enum NoteDeed {
    Write(&'static Told),
    Decide(&'static str, Status, &'static str),
    Use(&'static str, UsedIn, &'static str),
    Judge(&'static str, Step, &'static str),
    Follow(Option<&'static str>, Option<i64>),
}

pub fn scenes(today: Date) -> Vec<Scene> {
    let scene = |days: i64, by: i64, hour: i8, deed| Scene {
        day: add_days(today, -days),
        time: time(hour, 20, 0, 0),
        by,
        deed: Deed::Observe(deed),
    };
    let mut scenes: Vec<Scene> = NOTES
        .iter()
        .map(|each| scene(each.days, each.by, 8, NoteDeed::Write(each)))
        .collect();
    for (title, days, by, status, reason) in DECISIONS {
        scenes.push(scene(
            *days,
            *by,
            15,
            NoteDeed::Decide(title, *status, reason),
        ));
    }
    for (title, days, by, kind, which) in USES {
        scenes.push(scene(*days, *by, 16, NoteDeed::Use(title, *kind, which)));
    }
    for (title, days, by, step, reason) in JUDGEMENTS {
        scenes.push(scene(*days, *by, 10, NoteDeed::Judge(title, *step, reason)));
    }
    for (by, county, area) in FOLLOWS {
        scenes.push(scene(100, *by, 9, NoteDeed::Follow(*county, *area)));
    }
    scenes
}

pub async fn perform(tx: &mut Write, deed: NoteDeed, day: Date) -> Result<()> {
    match deed {
        NoteDeed::Write(told) => write(tx, told, day).await,
        NoteDeed::Decide(title, status, reason) => {
            let of = named(tx, title).await?;
            let reason = reason.to_owned();
            observations::settle(tx, &of, &Settling { status, reason }).await
        }
        NoteDeed::Use(title, kind, which) => {
            let id: Option<i64> = sqlx::query_scalar(which).fetch_one(tx.conn()).await?;
            let Some(id) = id else { return Ok(()) };
            let of = named(tx, title).await?;
            let target = observations::target(tx.conn(), (kind, id), day).await?;
            observations::add_use(tx, &of, &target).await.map(drop)
        }
        NoteDeed::Judge(title, step, reason) => {
            let of = named(tx, title).await?;
            let judgement = Judgement {
                step,
                impact: Impact::High,
                certainty: Certainty::Medium,
                horizon: Horizon::Year,
                reason: reason.to_owned(),
            };
            observations::assess(tx, of.id, None, &judgement).await
        }
        NoteDeed::Follow(county, area) => observations::follow(tx, county, area).await,
    }
}

async fn write(tx: &mut Write, told: &Told, day: Date) -> Result<()> {
    let note = Note {
        title: told.title.to_owned(),
        what: String::new(),
        meaning: told.meaning.to_owned(),
        url: told.link.to_owned(),
        source: told.source.to_owned(),
        source_on: Some(add_days(day, -1)),
        counties: told.counties.iter().map(ToString::to_string).collect(),
        municipality: Some(told.municipality.to_owned()).filter(|code| !code.is_empty()),
        industry: told.industry,
        issue_areas: told.areas.to_vec(),
    };
    let id = observations::add(tx, &note, None).await?;
    if told.title != MARKED {
        return Ok(());
    }
    let subject = observations::subject(id);
    let marking = Marking {
        provision: USUAL_PROVISION.to_owned(),
        authority: "Tillväxtverket".to_owned(),
        marked_on: day,
        lapses_on: Some(add_days(day, 365)),
    };
    let record = secrecy::record(tx.conn(), &subject, day).await?;
    secrecy::mark(tx, &subject, &marking, &record.scopes()).await
}

async fn named(tx: &mut Write, title: &str) -> Result<observations::Shown> {
    let id: i64 = sqlx::query_scalar("select id from observations where title = ?")
        .bind(title)
        .fetch_one(tx.conn())
        .await?;
    observations::find(tx.conn(), id).await
}
