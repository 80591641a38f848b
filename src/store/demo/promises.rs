//! What more the demo tells of its insatser: who promised, what it led to, who took it on, when it is looked at.

use super::cast::Cast;
use super::script::{Deed, Scene};
use super::work::WORK;
use crate::domain::action::{Answer, Direction, Done, Kind, Plan, Planned};
use crate::domain::calendar::{add_days, working_day_on_or_before};
use crate::error::Result;
use crate::store::Write;
use crate::store::actions::{self, checkins, receipts};
use jiff::civil::{Date, time};

/// An insats that someone else than we have promised: by its title.
#[rustfmt::skip]
const PROMISED: &[(&str, Direction, Option<i64>)] = &[
    ("Översyn av servicepunkter i inlandskommunerna", Direction::FromRegion, None),
    ("Pröva ny modell för mikrobidrag", Direction::FromRegion, None),
    ("Samlad ingång för företag som vill växa", Direction::FromRegion, None),
    ("Översikt över länets innovationsmiljöer", Direction::FromRegion, None),
    ("Platsattraktivitet i kustkommunerna", Direction::FromRegion, None),
    ("Yrkesutbildning i samverkan med gruvnäringen", Direction::Third, Some(7)),
    ("Energiförsörjning och näringsliv", Direction::Third, Some(3)),
    ("Besöksnäringens kompetensbehov i fjällen", Direction::Third, Some(1)),
];

/// Operativa insatser, with the judgement.
#[rustfmt::skip]
const OPERATIONAL: &[(&str, bool, &str)] = &[
    ("Branschdialog om trä och byggande", true, "Vi har branschkunskapen och ingen annan samlar företagen."),
    ("Kunskapsunderlag om ägarskiften", true, "Frågan är lika i tre län, så ett gemensamt underlag gör mest nytta."),
    ("Automation i verkstadsindustrin", true, "Företagen efterfrågar stöd som regionen inte kan ge ensam."),
    ("Lokal service i växande förorter", false, "Frågan ligger utanför det vi har uppdrag att göra själva. Vi följer den."),
];

/// What the region may read of those that are shared with it.
#[rustfmt::skip]
const SHARED: &[(&str, &str)] = &[
    ("Gemensam kartläggning av kompetensbehov till 2030", "Intervjuerna med företagen är klara. Ni får ett utkast i början av nästa år."),
    ("Stöd till underleverantörer vid industrietableringar", "Fyra företag har fått rådgivning. Vi stämmer av med er innan nästa omgång."),
    ("Vägledning om statsstöd för regionens projektkontor", "Vägledningen är försenad. Vi väntar på er återkoppling på utkastet."),
    ("Översyn av servicepunkter i inlandskommunerna", ""),
    ("Uppdaterad analys av näringslivets struktur", "Analysen är levererad. Den används i er utvecklingsstrategi."),
    ("Samlad ingång för företag som vill växa", "Ingången är öppen i alla kommuner."),
    ("Branschdialog om trä och byggande", "Två träffar är hållna. Den tredje hålls hos er i vår."),
    ("Digital mognad i mindre tillverkningsföretag", "Vi söker en enhet som kan ta uppdraget vidare."),
    ("Yrkesutbildning i samverkan med gruvnäringen", "Ansökan om utbildningen är inlämnad."),
    ("Kunskapsunderlag om ägarskiften", "Enkäten är ute hos företagen."),
    ("Regional analys av arbetspendling", "Analysen är överlämnad till er."),
    ("Skoglig bioekonomi: från test till marknad", "Testerna har börjat. Resultat väntas till sommaren."),
    ("Automation i verkstadsindustrin", "Halva satsningen är genomförd enligt planen."),
    ("Life science: lokaler och kapital för unga företag", ""),
    ("Livsmedelskedjan: nya led och nya marknader", "Fem företag har fått nya avtal. Ni har tagit över arbetssättet."),
    ("Fordonsindustrins omställning: underleverantörer", "Första gruppen av företag är igång."),
    ("Platsattraktivitet i kustkommunerna", "Vi väntar på ert underlag."),
    ("Test av gemensam företagslots", "Testet är klart och handläggningstiden blev kortare."),
    ("Stöd vid varsel: gemensam checklista", "Checklistan används av båda regionerna."),
    ("Energiförsörjning och näringsliv", "Rapporten är klar."),
];

/// What those that are done have led to.
#[rustfmt::skip]
const EFFECTS: &[(&str, &str)] = &[
    ("Uppdaterad analys av näringslivets struktur", "Regionen prioriterar om sina medel efter analysen."),
    ("Förenklad ansökan för småskalig livsmedelsproduktion", "Företagen lägger mindre tid på ansökan. Tre kommuner till vill införa blanketten."),
    ("Livsmedelskedjan: nya led och nya marknader", "Fem företag säljer till offentliga kök. Två har anställt."),
    ("Test av gemensam företagslots", "Kortare väntan för företagen i sex ärenden av åtta."),
];
const NO_EFFECT_YET: &str = "Går inte att säga ännu. Följs upp om ett halvår.";

const FOR_CONDITIONS: [usize; 6] = [1, 3, 6, 8, 12, 13];
const FOR_ABILITY: [usize; 5] = [1, 2, 7, 11, 14];

pub fn effect(title: &str) -> String {
    let found = EFFECTS.iter().find(|(each, _)| *each == title);
    found.map_or(NO_EFFECT_YET, |(_, effect)| effect).to_owned()
}

/// A plan with what more there is to say of it.
pub fn in_full(plan: Plan, area: usize) -> Plan {
    let title = plan.title.as_str();
    let promised = PROMISED.iter().find(|(each, ..)| *each == title);
    let shared = SHARED.iter().find(|(each, _)| *each == title);
    let judged = OPERATIONAL.iter().find(|(each, ..)| *each == title);
    Plan {
        direction: promised.map_or(Direction::ToRegion, |(_, direction, _)| *direction),
        agency_id: promised.and_then(|(.., agency)| *agency),
        kind: if judged.is_some() {
            Kind::Operational
        } else {
            Kind::FollowUp
        },
        relevant: judged.map(|(_, relevant, _)| *relevant),
        relevance: judged.map_or("", |(.., why)| why).to_owned(),
        serves_conditions: FOR_CONDITIONS.contains(&area),
        serves_ability: FOR_ABILITY.contains(&area),
        shareable: shared.is_some(),
        region_text: shared.map_or("", |(_, text)| text).to_owned(),
        ..plan
    }
}

pub enum PromiseDeed {
    Give(i64, &'static str),
    /// The answer, the unit it goes on to, and why.
    Answer(Answer, Option<i64>, &'static str),
    Plan(Date, Option<i64>),
    /// The check-in that comes first is done.
    CheckIn(&'static str),
}

use Answer::{Accepted, Declined, Redirected};
use PromiseDeed::{CheckIn, Give, Plan as PlanCheckin};

/// What was done: to which insats, how many days ago, by whom.
fn deeds(today: Date) -> Vec<(&'static str, i64, i64, PromiseDeed)> {
    let day = |days: i64| working_day_on_or_before(add_days(today, days));
    let mapping = "Gemensam kartläggning av kompetensbehov till 2030";
    let statistics = "Samlad statistik om nystartade företag";
    vec![
        (
            "Genomgång av regionens projektansökningar",
            4,
            1,
            Give(
                7,
                "Regionen vill ha svar av er som handlägger ansökningarna. Kan ni ta den?",
            ),
        ),
        (
            "Ansökningsstöd inför nästa programperiod",
            6,
            1,
            Give(7, ""),
        ),
        (
            "Ansökningsstöd inför nästa programperiod",
            5,
            19,
            PromiseDeed::Answer(Accepted, None, "Vi tar den i höstens planering."),
        ),
        (
            "Digital mognad i mindre tillverkningsföretag",
            20,
            1,
            Give(6, "Ni har mätningen sedan tidigare."),
        ),
        (
            "Digital mognad i mindre tillverkningsföretag",
            6,
            24,
            PromiseDeed::Answer(
                Declined,
                None,
                "Vi har inte folk förrän i vår. Entreprenörskap har ett liknande uppdrag.",
            ),
        ),
        (statistics, 30, 2, Give(10, "")),
        (
            statistics,
            26,
            25,
            PromiseDeed::Answer(Redirected, Some(9), "Analys har statistiken."),
        ),
        (statistics, 23, 20, PromiseDeed::Answer(Accepted, None, "")),
        (mapping, 75, 20, PlanCheckin(day(-62), Some(1))),
        (
            mapping,
            58,
            20,
            CheckIn("Alla kommuner utom två har svarat. Slutdatumet håller."),
        ),
        (
            "Erfarenhetsutbyte om bostäder och kompetens vid snabb tillväxt",
            12,
            1,
            PlanCheckin(day(12), None),
        ),
        (
            "Stöd till underleverantörer vid industrietableringar",
            15,
            17,
            PlanCheckin(day(9), None),
        ),
        (
            "Skoglig bioekonomi: från test till marknad",
            5,
            17,
            PlanCheckin(day(20), Some(1)),
        ),
        (
            "Fordonsindustrins omställning: underleverantörer",
            5,
            2,
            PlanCheckin(day(15), None),
        ),
    ]
}

pub fn scenes(cast: &Cast) -> Vec<Scene> {
    let place = |title: &str| WORK.iter().position(|work| work.title == title);
    let scene = |(title, days, by, deed): (&str, i64, i64, PromiseDeed)| {
        Some(Scene {
            day: working_day_on_or_before(add_days(cast.today, -days)),
            time: time(13, 20, 0, 0),
            by,
            deed: Deed::Promise(place(title)?, deed),
        })
    };
    deeds(cast.today).into_iter().filter_map(scene).collect()
}

pub async fn play(tx: &mut Write, id: i64, deed: PromiseDeed, day: Date) -> Result<()> {
    let action = actions::find(tx.conn(), id).await?;
    let step = |answer, unit_id, reason: &str| receipts::Step {
        answer,
        reason: reason.to_owned(),
        unit_id,
        seat: None,
        owner: None,
    };
    match deed {
        Give(unit, message) => {
            receipts::take(tx, &action, &step(Answer::Asked, unit, message)).await
        }
        PromiseDeed::Answer(answer, onward, reason) => {
            let back = receipts::came_from(tx.conn(), &action).await?;
            let unit = match answer {
                Declined => back,
                _ => onward.unwrap_or(action.plan.unit_id),
            };
            receipts::take(tx, &action, &step(answer, unit, reason)).await
        }
        PlanCheckin(planned_on, every_months) => {
            let planned = Planned {
                planned_on,
                every_months,
            };
            checkins::plan(tx, &action, &planned).await.map(|_| ())
        }
        CheckIn(comment) => {
            let all = checkins::of_action(tx.conn(), id).await?;
            let Some(first) = all.iter().find(|each| each.is_open()) else {
                return Ok(());
            };
            let done = Done {
                done_on: Some(day),
                comment: comment.to_owned(),
            };
            checkins::settle(tx, &action, first, &done)
                .await
                .map(|_| ())
        }
    }
}
