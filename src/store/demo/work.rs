//! The table of the demo's insatser.

/// When an insats was made: days after the dialogue it comes from, or days ago without one.
#[derive(Clone, Copy)]
pub enum Start {
    AfterThis(i64),
    AfterLast(i64),
    DaysAgo(i64),
}

/// How far it has come, with what was written on the way.
#[derive(Clone, Copy, PartialEq)]
pub enum Story {
    Proposed,
    Decided,
    Ongoing(&'static str),
    /// Ongoing, with a date that was put off 45 days.
    Extended(&'static str),
    Done(&'static str, &'static str),
    Stopped(&'static str),
}

pub struct Work {
    pub title: &'static str,
    /// The first one's dialogue it comes from.
    pub counties: &'static [&'static str],
    /// Sakfråga, by its place in the demo's list from one.
    pub area: usize,
    pub start: Start,
    /// Klart senast, in days from today; below zero is late while it is open.
    pub due: i64,
    pub story: Story,
    /// A person by name; else the function that answers for the sakfråga.
    pub owner: Option<i64>,
    pub description: &'static str,
}

use Start::{AfterLast, AfterThis, DaysAgo};
use Story::{Decided, Done, Extended, Ongoing, Proposed, Stopped};

#[expect(clippy::too_many_arguments, reason = "one row of the table")]
const fn work(
    title: &'static str,
    counties: &'static [&'static str],
    area: usize,
    start: Start,
    due: i64,
    story: Story,
    owner: Option<i64>,
    description: &'static str,
) -> Work {
    Work {
        title,
        counties,
        area,
        start,
        due,
        story,
        owner,
        description,
    }
}

const MET: &str = "Första mötet hållet. Alla deltagande kommuner är med.";
const HALFWAY: &str = "Halvvägs. Tidsplanen håller.";
const SLOW: &str = "Går långsammare än tänkt: underlag från två kommuner saknas.";
const REGION: &str = "Avstämt med regionen, som är nöjd med inriktningen.";
const WAITS: &str = "Väntar på regionens beslut innan nästa steg kan tas.";

#[rustfmt::skip]
pub const WORK: &[Work] = &[
    work("Gemensam kartläggning av kompetensbehov till 2030", &["25", "24"], 1, AfterLast(9), 60, Ongoing(REGION), None, "Kartläggningen görs tillsammans med regionerna och bygger på företagens egna bedömningar."),
    work("Stöd till underleverantörer vid industrietableringar", &["25"], 2, AfterLast(12), 34, Ongoing(HALFWAY), None, "Små företag ska få bättre möjligheter att bli leverantörer när nya anläggningar byggs."),
    work("Vägledning om statsstöd för regionens projektkontor", &["25"], 13, AfterLast(15), -23, Ongoing(WAITS), None, "Regionen har bett om en samlad vägledning."),
    work("Översyn av servicepunkter i inlandskommunerna", &["25"], 8, AfterLast(20), 90, Decided, None, "Tillsammans med länets kommuner."),
    work("Uppdaterad analys av näringslivets struktur", &["25"], 14, AfterLast(14), -60, Done(MET, "Analysen är levererad och presenterad för regionens ledning. Den används i den nya utvecklingsstrategin."), None, "Med länets egna siffror."),
    work("Erfarenhetsutbyte om bostäder och kompetens vid snabb tillväxt", &["25", "24", "22"], 12, DaysAgo(70), 45, Ongoing(MET), Some(1), "Tre län med stora etableringar möts en gång i kvartalet."),
    work("Pröva ny modell för mikrobidrag", &["25"], 4, DaysAgo(35), 120, Proposed, None, "Förslag från regionen."),

    work("Branschdialog om trä och byggande", &["24"], 2, AfterLast(11), 20, Ongoing(REGION), None, ""),
    work("Digital mognad i mindre tillverkningsföretag", &["24", "22"], 7, AfterLast(18), -12, Ongoing(SLOW), None, "Mätning och riktade råd."),
    work("Samlad ingång för företag som vill växa", &["24"], 3, AfterLast(25), -90, Done(REGION, "Ingången finns på regionens webbplats och används av länets alla kommuner."), None, ""),
    work("Besöksnäringens kompetensbehov i fjällen", &["23"], 9, AfterThis(6), 80, Proposed, None, "Regionen vill veta hur säsongsarbetets villkor påverkar rekryteringen."),
    work("Kommersiell service i glesa områden", &["23", "22", "20"], 8, AfterLast(16), 15, Extended(SLOW), None, "Underlag till de regionala serviceprogrammen."),
    work("Förenklad ansökan för småskalig livsmedelsproduktion", &["23"], 6, AfterLast(10), -75, Done(HALFWAY, "Handledningen är klar. Tre kommuner har infört samma blankett."), None, ""),
    work("Omställning i massaindustrin: kompetens och nya användningar", &["22"], 10, AfterLast(13), 70, Ongoing(HALFWAY), None, ""),
    work("Genomgång av regionens projektansökningar", &["22"], 13, AfterLast(21), -5, Ongoing(WAITS), None, ""),
    work("Yrkesutbildning i samverkan med gruvnäringen", &["20"], 1, AfterLast(17), 40, Ongoing(MET), None, ""),
    work("Kunskapsunderlag om ägarskiften", &["20", "21", "17"], 3, AfterLast(22), -31, Extended(SLOW), None, "Hur många företag väntar ett ägarskifte, och vad hindrar det?"),
    work("Batterivärdekedjan: små företags roll", &["21"], 12, AfterThis(8), 100, Decided, None, ""),
    work("Återbruk i byggsektorn, test i två kommuner", &["21"], 10, AfterThis(12), 55, Ongoing(MET), None, ""),
    work("Regional analys av arbetspendling", &["21"], 14, AfterLast(19), -110, Done(REGION, "Analysen visar att pendlingen över länsgränsen har fördubblats på tio år. Den är överlämnad till regionen."), Some(20), ""),
    work("Skoglig bioekonomi: från test till marknad", &["17"], 2, AfterThis(14), 65, Ongoing(REGION), None, ""),
    work("Gränshinder för företag vid norska gränsen", &["17"], 6, AfterThis(10), -18, Ongoing(WAITS), None, "Företagen ska slippa lämna samma uppgift två gånger."),
    work("Stöd till steget ut på ny marknad", &["17"], 5, AfterLast(23), -40, Stopped("Regionen har startat ett eget program med samma innehåll."), None, ""),

    work("Automation i verkstadsindustrin", &["19", "18"], 7, AfterLast(12), 28, Ongoing(HALFWAY), None, ""),
    work("Energiomställning i energiintensiva företag", &["19"], 10, AfterLast(15), 110, Decided, None, ""),
    work("Life science: lokaler och kapital för unga företag", &["03"], 4, AfterThis(9), 48, Ongoing(MET), None, ""),
    work("Uppföljning av företagens regelbörda i tre kommuner", &["03"], 6, AfterThis(13), -9, Ongoing(SLOW), None, ""),
    work("Översikt över länets innovationsmiljöer", &["03"], 2, AfterLast(16), -130, Done(REGION, "Översikten är publicerad av regionen och uppdateras varje år."), None, ""),
    work("Kompetensförsörjning i välfärdsteknik", &["01"], 1, AfterLast(14), 30, Ongoing(REGION), None, ""),
    work("Skärgårdens företag och service", &["01", "09"], 8, AfterLast(18), 75, Extended(HALFWAY), None, ""),
    work("Lokal service i växande förorter", &["01"], 15, DaysAgo(50), 130, Proposed, Some(8), ""),
    work("Livsmedelskedjan: nya led och nya marknader", &["18"], 3, AfterLast(20), -55, Done(MET, "Fem företag har fått nya avtal. Arbetssättet tas över av regionen."), None, ""),
    work("Ansökningsstöd inför nästa programperiod", &["04"], 13, AfterThis(7), 62, Decided, None, ""),
    work("Ställplatser och besöksnäring längs kusten", &["04"], 9, AfterThis(15), 38, Ongoing(MET), None, ""),
    work("Kompetensråd med länets industriföretag", &["05"], 1, AfterLast(11), 52, Ongoing(REGION), None, ""),
    work("Småföretagens cybersäkerhet", &["05", "04"], 7, AfterLast(24), -27, Ongoing(SLOW), Some(18), "Enkla råd som går att följa utan egen it-avdelning."),
    work("Året-runt-turism på ön", &["09"], 9, AfterLast(13), 22, Ongoing(HALFWAY), None, ""),
    work("Energiförsörjning och näringsliv", &["09"], 10, AfterLast(17), -70, Done(REGION, "Rapporten är klar och har använts i regionens svar på remissen om elnätet."), None, ""),

    work("Fordonsindustrins omställning: underleverantörer", &["14"], 11, AfterThis(10), 58, Ongoing(REGION), None, ""),
    work("Samlad statistik om nystartade företag", &["14", "13"], 14, AfterThis(16), -14, Ongoing(WAITS), None, ""),
    work("Kvinnors företagande i tjänstesektorn", &["14"], 3, AfterLast(19), -95, Done(MET, "Tre nätverk är i gång. Deltagarna anger att de har fått nya kunder."), None, ""),
    work("Produktionskompetens i små verkstäder", &["06"], 1, AfterLast(15), 36, Ongoing(MET), None, ""),
    work("Exportråd för möbelföretag", &["06", "07"], 5, AfterLast(21), 85, Decided, None, ""),
    work("Platsattraktivitet i kustkommunerna", &["13"], 15, AfterLast(14), 44, Ongoing(WAITS), None, ""),
    work("Skogsbrukets digitala tjänster", &["07"], 7, AfterThis(3), 95, Proposed, None, ""),
    work("Test av gemensam företagslots", &["07"], 6, AfterLast(18), -45, Done(HALFWAY, "Lotsen är prövad i åtta ärenden. Handläggningstiden blev kortare i sex av dem."), None, ""),
    work("Livsmedelsinnovation i samverkan", &["12"], 2, AfterLast(12), 26, Extended(REGION), None, ""),
    work("Genomgång av stöd till klimatanpassade investeringar", &["12", "10"], 13, AfterLast(16), -20, Ongoing(SLOW), Some(23), ""),
    work("Marin teknik: kartläggning av små företag", &["10"], 2, AfterThis(11), 50, Ongoing(MET), None, ""),
    work("Stöd vid varsel: gemensam checklista", &["10", "08"], 11, AfterThis(18), -65, Done(REGION, "Checklistan är antagen av båda regionerna och övad en gång."), None, ""),
    work("Trähusindustrins konkurrenskraft", &["08"], 4, AfterLast(13), 66, Ongoing(HALFWAY), None, ""),
    work("Servicepunkter på landsbygden", &["08"], 8, AfterLast(22), -35, Stopped("Kommunerna löser frågan själva sedan de fått eget stöd."), None, ""),
];
