//! What the demo's regions said, and what they have been told: wishes that make a pattern across län, one
//! report that was sent and commented for each of two län, and one that is being written.

use super::cast::Cast;
use super::dialogues::{self, Seed};
use super::script::{Deed, Scene};
use crate::domain::calendar::{add_days, working_day_on_or_before};
use crate::domain::event::{Event, EventKind, SubjectKind};
use crate::domain::outcome::{Became, Line, OutcomeKind};
use crate::domain::region_report::{Comment, Letter, Sending};
use crate::error::Result;
use crate::store::{Write, dialogues as store, outcomes, region_reports};
use jiff::civil::{Date, time};

/// (län, rounds ago, what it is, sakfråga, words, whether the region may read it)
type Words = (&'static str, usize, OutcomeKind, i64, &'static str, bool);

pub enum RegionDeed {
    /// A line of the dialogue, the so manieth of [`SAID`].
    Say(usize),
    /// What the region may read of an insats, by its place in [`TOLD`].
    Tell(usize),
    Draft,
    Send,
    Comment(&'static str),
}

use OutcomeKind::{Choice, Priority, Wish};

#[rustfmt::skip]
const SAID: &[Words] = &[
    ("07", 0, Wish, 1, "Regionen vill ha en gemensam prognos för kompetensbehovet i industrin, delad på kommuner.", true),
    ("07", 0, Wish, 6, "Företagen behöver en väg in när flera myndigheter prövar samma etablering.", true),
    ("23", 0, Wish, 1, "Kortare yrkesutbildningar som går att läsa under lågsäsong.", true),
    ("23", 0, Wish, 6, "Enklare rapportering för företag som verkar på båda sidor om gränsen.", true),
    ("23", 0, Priority, 9, "Besöksnäringen året runt går före nya etableringar.", true),
    ("23", 0, Choice, 8, "Regionen samlar servicepunkterna i tio orter i stället för tjugo.", true),
    ("23", 0, Wish, 13, "Regionen vill pröva en annan fördelning av medfinansieringen. Diskuteras vidare internt.", false),
    ("04", 0, Wish, 1, "Utbildningsplatser för underhållstekniker, nära de stora arbetsgivarna.", true),
    ("04", 0, Wish, 6, "Samma tolkning av regler om tillfälliga bostäder i alla kommuner.", true),
    ("21", 0, Wish, 1, "Ett språkspår i yrkesutbildningen, så att fler kan anställas.", true),
    ("21", 0, Wish, 6, "Kortare tid från ansökan till besked i miljöprövningen.", true),
    ("21", 0, Priority, 12, "Batterivärdekedjan är regionens första prioritering de närmaste tre åren.", true),
    ("21", 0, Choice, 10, "Återbruk i byggandet prövas i två kommuner innan det breddas.", true),
    ("21", 0, Wish, 12, "Osäkert om regionen klarar sin del. Tas upp i ledningsgruppen.", false),
    ("03", 0, Wish, 1, "Fler platser i vårdnära teknik, i samverkan med universitetet.", true),
    ("03", 0, Wish, 6, "En genomgång av vilka uppgifter företagen lämnar två gånger.", true),
    ("17", 0, Wish, 1, "Validering av yrkeskunskaper för dem som pendlar över gränsen.", true),
    ("25", 1, Wish, 1, "En gemensam bild av kompetensbehoven till 2030.", true),
    ("25", 1, Wish, 13, "En samlad vägledning om statsstöd för regionens projektkontor.", true),
    ("25", 1, Priority, 2, "Lokala underleverantörer ska kunna växa med etableringarna.", true),
    ("25", 1, Choice, 8, "Servicepunkterna i inlandet drivs vidare med kommunerna som huvudmän.", true),
];

/// (län, title of the insats, rounds ago, the line of [`SAID`] that it came of, what the region may read of how it goes)
type Told = (
    &'static str,
    &'static str,
    usize,
    Option<usize>,
    &'static str,
);

#[rustfmt::skip]
const TOLD: &[Told] = &[
    ("25", "Gemensam kartläggning av kompetensbehov till 2030", 1, Some(17), "Företagen har svarat. Vi går igenom resultatet med er i vår."),
    ("25", "Stöd till underleverantörer vid industrietableringar", 1, Some(19), "Två av fyra träffar är hållna."),
    ("25", "Vägledning om statsstöd för regionens projektkontor", 1, Some(18), "Ett utkast är klart. Vi väntar på ert beslut om inriktning."),
    ("25", "Uppdaterad analys av näringslivets struktur", 1, None, "Analysen är klar och överlämnad."),
    ("25", "Översyn av servicepunkter i inlandskommunerna", 1, Some(20), "Regionen återkommer med en plan per kommun."),
    ("21", "Batterivärdekedjan: små företags roll", 0, Some(11), "Vi har utsett en projektledare. Arbetet börjar efter årsskiftet."),
    ("21", "Återbruk i byggsektorn, test i två kommuner", 0, Some(12), "Båda kommunerna har beslutat att vara med."),
    ("23", "Besöksnäringens kompetensbehov i fjällen", 0, Some(2), "Vi tar fram ett förslag till upplägg."),
];

/// Promised by the region, not by us.
const BY_REGION: &str = "Översyn av servicepunkter i inlandskommunerna";

/// Whose reports have been sent: (län, rounds ago, days after the dialogue, what the region said of it).
const SENT: &[(&str, usize, i64, &str)] = &[
    (
        "21",
        0,
        26,
        "Bra att se allt på ett ställe. Vi saknar svar om miljöprövningen.",
    ),
    (
        "25",
        1,
        30,
        "Vi är nöjda med kartläggningen men vill ha vägledningen om statsstöd före sommaren.",
    ),
];
const DRAFTED: (&str, usize) = ("23", 0);

const AGENCY: &str = "Tillväxtverket";

pub fn scenes(cast: &Cast, seeds: &[Seed]) -> Vec<Scene> {
    let mut scenes = Vec::new();
    let mut put = |county: &str, rounds_ago: usize, days: i64, hour: i8, deed: RegionDeed| {
        let Some(place) = dialogues::place(county, rounds_ago) else {
            return;
        };
        let Some(seed) = seeds.get(place) else { return };
        scenes.push(Scene {
            day: after(seed.held_on, days),
            time: time(hour, 20, 0, 0),
            by: cast.lead(county),
            deed: Deed::Region(place, deed),
        });
    };
    for (at, (county, rounds_ago, ..)) in SAID.iter().enumerate() {
        put(county, *rounds_ago, 0, 15, RegionDeed::Say(at));
    }
    for (at, (county, _, rounds_ago, ..)) in TOLD.iter().enumerate() {
        let days = 13 + 10 * *rounds_ago as i64;
        put(county, *rounds_ago, days, 10, RegionDeed::Tell(at));
    }
    for (county, rounds_ago, days, words) in SENT {
        put(county, *rounds_ago, *days, 14, RegionDeed::Send);
        let comment = RegionDeed::Comment(words);
        put(county, *rounds_ago, days + 9, 9, comment);
    }
    put(DRAFTED.0, DRAFTED.1, 15, 11, RegionDeed::Draft);
    scenes.retain(|scene| scene.day <= cast.today);
    scenes
}

fn after(held_on: Date, days: i64) -> Date {
    match days {
        0 => held_on,
        days => working_day_on_or_before(add_days(held_on, days)),
    }
}

pub async fn perform(tx: &mut Write, dialogue: i64, deed: RegionDeed, day: Date) -> Result<()> {
    match deed {
        RegionDeed::Say(at) => say(tx, dialogue, at).await,
        RegionDeed::Tell(at) => tell(tx, dialogue, &TOLD[at]).await,
        RegionDeed::Draft => {
            let letter = Letter {
                introduction: "Tack för en bra dag i Östersund. Här är det vi tog med oss, och hur långt vi har kommit."
                    .to_owned(),
                whom_to_ask: String::new(),
            };
            region_reports::change(tx, dialogue, None, &letter).await
        }
        RegionDeed::Send => send(tx, dialogue, day).await,
        RegionDeed::Comment(words) => comment(tx, dialogue, words, day).await,
    }
}

async fn say(tx: &mut Write, dialogue: i64, at: usize) -> Result<()> {
    let (_, _, kind, area, text, shareable) = SAID[at];
    let line = Line {
        kind,
        text: text.to_owned(),
        shareable,
        agenda_item_id: None,
        issue_area_id: Some(area),
    };
    outcomes::add(tx, dialogue, &line, &format!("demo-region-{at}")).await?;
    Ok(())
}

/// Marks an insats as one that the region may read of, and as what a line became; nothing when the demo
/// has none of that name.
async fn tell(tx: &mut Write, dialogue: i64, told: &Told) -> Result<()> {
    let (_, title, _, line, words) = *told;
    let direction = match title == BY_REGION {
        true => "from_region",
        false => "to_region",
    };
    let found: Option<i64> = sqlx::query_scalar(
        "update actions set shareable = 1, region_text = ?, direction = ? where title = ? returning id",
    )
    .bind(words)
    .bind(direction)
    .bind(title)
    .fetch_optional(tx.conn())
    .await?;
    let Some(id) = found else { return Ok(()) };
    let event = Event::new(EventKind::ActionChanged, SubjectKind::Action, id);
    tx.record(event.change("region_text", "", words)).await?;
    let said: Option<i64> = sqlx::query_scalar(
        "select id from outcomes where dialogue_id = ? and token = ? and action_id is null",
    )
    .bind(dialogue)
    .bind(line.map(|at| format!("demo-region-{at}")))
    .fetch_optional(tx.conn())
    .await?;
    match said {
        Some(said) => outcomes::became(tx, said, Became::Action(id)).await,
        None => Ok(()),
    }
}

async fn send(tx: &mut Write, dialogue: i64, day: Date) -> Result<()> {
    let of = store::find(tx.conn(), dialogue).await?;
    let letter = Letter::default();
    let built = region_reports::live(tx.conn(), &of, &letter, AGENCY, day).await?;
    let sending = Sending {
        sent_on: day,
        recipient: "regionens utvecklingsdirektör".to_owned(),
        diary_no: match of.plan.diary_no.is_empty() {
            true => format!("Ä {}-{dialogue}", of.plan.held_on.year()),
            false => of.plan.diary_no.clone(),
        },
    };
    let mut from = region_reports::concerned(tx.conn(), dialogue).await?;
    from.retain(|each| each.is_regioner);
    region_reports::send(tx, &of, None, &built.account, &sending, &from).await?;
    Ok(())
}

async fn comment(tx: &mut Write, dialogue: i64, words: &str, day: Date) -> Result<()> {
    let sent = region_reports::sent(tx.conn(), dialogue).await?;
    let Some(report) = sent.first() else {
        return Ok(());
    };
    let comment = Comment {
        region_comment: words.to_owned(),
        commented_on: Some(day),
    };
    region_reports::comment(tx, report, &comment).await
}
