//! The demo's outcomes: what was said at the dialogues that have been held, and what it became.

use super::cast::Cast;
use super::dialogues::{self, Seed};
use super::script::{Deed, Scene};
use super::work::{Start, WORK};
use crate::domain::outcome::OutcomeKind::{self, *};
use jiff::civil::time;

/// A line said at an item: the item's title, what it is, whether it may be shared, the words.
pub struct Said {
    pub item: &'static str,
    pub kind: OutcomeKind,
    pub shareable: bool,
    pub text: &'static str,
}

#[rustfmt::skip]
const SAID: [Said; 46] = [
    said("Kompetensförsörjning i den gröna omställningen", Information, true, "Regionen räknar med att industrin behöver anställa flera tusen personer fram till 2030."),
    said("Kompetensförsörjning i den gröna omställningen", Wish, true, "Regionen vill att yrkeshögskolans platser beslutas för tre år i taget."),
    said("Kompetensförsörjning i den gröna omställningen", Priority, true, "Yrkesutbildning för vuxna går före inflyttning de närmaste två åren."),
    said("Kompetensförsörjning i den gröna omställningen", Information, false, "Oenigt mellan kommunerna om var utbildningarna ska ligga. Ta upp med länsansvarig före nästa möte."),
    said("Regelförenkling för snabbväxande företag", Wish, true, "Regionen önskar en ingång för företag som söker flera tillstånd samtidigt."),
    said("Regelförenkling för snabbväxande företag", Decision, true, "Vi samlar tre företags ärenden och går igenom dem tillsammans med regionen före sommaren."),
    said("Regelförenkling för snabbväxande företag", Information, false, "Vi kan inte lova kortare handläggningstider hos andra myndigheter."),
    said("Strukturfonderna efter 2027", Information, true, "Regionen har börjat skriva sin ståndpunkt om nästa programperiod."),
    said("Strukturfonderna efter 2027", Choice, true, "Länet väljer att arbeta för ett eget program i stället för ett gemensamt."),
    said("Strukturfonderna efter 2027", Decision, false, "Vi avvaktar med att ta ställning till länets linje tills den nationella hållningen är klar."),
    said("Service och företagande på landsbygden", Wish, true, "Regionen vill att stödet till butiker kan sökas löpande under året."),
    said("Service och företagande på landsbygden", Decision, true, "Länet och myndigheten gör en gemensam kartläggning av serviceorter som saknar drivmedel."),
    said("Service och företagande på landsbygden", Priority, true, "Orter med mer än tre mil till närmaste butik går först."),
    said("Generationsväxling i småföretagen", Information, true, "Var tredje företagare i länet är över sextio år."),
    said("Generationsväxling i småföretagen", Wish, true, "Regionen önskar rådgivning som når dem som inte själva söker den."),
    said("Generationsväxling i småföretagen", Decision, true, "Rådgivningen prövas i två kommuner innan den erbjuds i hela länet."),
    said("Nya etableringar och deras underleverantörer", Information, true, "Två etableringar prövas just nu. Båda behöver el innan de kan besluta."),
    said("Nya etableringar och deras underleverantörer", Choice, true, "Länet satsar på underleverantörer som redan finns före nya etableringar."),
    said("Nya etableringar och deras underleverantörer", Wish, true, "Regionen vill få veta tidigare när en etablering riktar sig till flera län."),
    said("Nya etableringar och deras underleverantörer", Information, false, "Ett av företagen har frågat även grannlänet. Sägs inte vidare."),
    said("Små företags väg till kapital", Wish, true, "Regionen vill se fler finansiärer på plats, inte bara digitalt."),
    said("Små företags väg till kapital", Decision, true, "Myndigheten och regionen ordnar en träff mellan företag och finansiärer i höst."),
    said("Besöksnäringen efter säsongen", Information, true, "Beläggningen utanför säsong har ökat två år i rad."),
    said("Besöksnäringen efter säsongen", Priority, true, "Året runt-verksamhet går före nya anläggningar."),
    said("Besöksnäringen efter säsongen", Wish, true, "Regionen önskar statistik per kommun och månad."),
    said("Digitala tjänster för företagare", Information, true, "Företagen i länet klagar på att samma uppgift lämnas flera gånger."),
    said("Digitala tjänster för företagare", Decision, true, "Regionen utser en testgrupp av företag till den nya tjänsten."),
    said("Beredskap för omställning i industrin", Choice, true, "Länet väljer att bygga en gemensam beredskap för varsel i stället för en per kommun."),
    said("Beredskap för omställning i industrin", Decision, true, "Regionen sammankallar, myndigheten deltar med en kontaktperson från första dagen."),
    said("Beredskap för omställning i industrin", Information, false, "En större arbetsgivare väntas varsla efter årsskiftet. Inte offentligt."),
    said("Lägesbilden och dess siffror", Wish, true, "Regionen vill ha siffror som går att jämföra över länsgränsen."),
    said("Lägesbilden och dess siffror", Decision, true, "Lägesbilden tas fram två gånger om året, med regionens siffror i en bilaga."),
    said("Export och nya marknader", Information, true, "Exporten från länets småföretag ligger stilla."),
    said("Export och nya marknader", Priority, true, "Företag som aldrig har exporterat går först i rådgivningen."),
    said("Export och nya marknader", Wish, true, "Regionen önskar stöd på plats till dem som vill ut på nya marknader."),
    said("Inledning och läget i länet", Information, true, "Regionen berättade om läget: fler företag anställer, och bristen på bostäder bromsar."),
    said("Inledning och läget i länet", Information, false, "Ny regiondirektör tillträder vid årsskiftet. Boka ett första möte."),
    said("Gemensamma insatser och nästa steg", Decision, true, "Nästa avstämning hålls om sex månader, digitalt."),
    said("Gemensamma insatser och nästa steg", Decision, true, "Parterna stämmer av de gemensamma insatserna varje kvartal."),
    said("Gemensamma insatser och nästa steg", Choice, true, "Länet väljer få och stora insatser före många små."),
    said("Gemensamma insatser och nästa steg", Wish, true, "Regionen vill ha en namngiven kontakt för varje insats."),
    said("Gemensamma insatser och nästa steg", Decision, true, "Regionen bjuder in kommunerna till nästa dialog."),
    said("Gemensamma insatser och nästa steg", Priority, true, "Kompetensförsörjningen är det viktigaste för länet det närmaste året."),
    said("", Wish, true, "Regionen vill att underlaget kommer två veckor före nästa dialog."),
    said("", Information, false, "Mötet drog ut på tiden. Sätt av mer tid till prioriteringarna nästa gång."),
    said("", Information, true, "Regionen tackade för att materialet var samlat på ett ställe."),
];

const fn said(item: &'static str, kind: OutcomeKind, shareable: bool, text: &'static str) -> Said {
    Said {
        item,
        kind,
        shareable,
        text,
    }
}

/// What has come to the län's parking from a line: Kronoberg's.
const PARKED: (&str, &str) = (
    "07",
    "Regionen vill att underlaget kommer två veckor före nästa dialog.",
);

/// What was said at a dialogue, when it has been held or is being held; and the insatser it led to.
pub fn scenes(cast: &Cast, seeds: &[Seed]) -> Vec<Scene> {
    let mut scenes = Vec::new();
    for (place, seed) in seeds.iter().enumerate() {
        let held = seed.cancelled.is_none() && seed.held_on <= cast.today;
        if !held || seed.held_on.year() < 2020 {
            continue;
        }
        let running = seed.held_on == cast.today;
        let deed = Deed::Say(place, promised(place), running);
        scenes.push(Scene {
            day: seed.held_on,
            time: time(11, 40, 0, 0),
            by: cast.lead(seed.county),
            deed,
        });
    }
    let (county, text) = PARKED;
    if let Some(place) = dialogues::place(county, 0) {
        scenes.push(Scene {
            day: cast.today,
            time: time(23, 0, 0, 0),
            by: cast.lead(county),
            deed: Deed::ParkLine(place, text),
        });
    }
    scenes
}

/// The titles of the insatser that come from a dialogue, which were agreed there.
fn promised(place: usize) -> Vec<&'static str> {
    let from = |start: Start, county: &str| match start {
        Start::AfterThis(_) => dialogues::place(county, 0),
        Start::AfterLast(_) => dialogues::place(county, 1),
        Start::DaysAgo(_) => None,
    };
    WORK.iter()
        .filter(|work| from(work.start, work.counties[0]) == Some(place))
        .map(|work| work.title)
        .collect()
}

/// What ends the dialogues, where every third line is said in each.
const LAST: &str = "Gemensamma insatser och nästa steg";

/// The lines of an item, or with an empty title those beside the agenda; some are left out in some dialogues.
pub fn of(title: &str, place: usize) -> impl Iterator<Item = &'static Said> {
    let here = move |(nth, said): &(usize, &'static Said)| {
        let told = match title {
            "" => true,
            LAST => (nth + place).is_multiple_of(3),
            _ => !(nth + place).is_multiple_of(4),
        };
        said.item == title && told
    };
    SAID.iter().enumerate().filter(here).map(|(_, said)| said)
}
