//! The demo's feedback after its dialogues, and what was handed over to units.

use super::actions::origin;
use super::cast::Cast;
use super::dialogues::{Seed, out_of_leave, place};
use super::people::ISSUE_AREAS;
use super::preparation::{DEPARTMENTS, leaves_open_to_region};
use super::script::{Deed, Mark, Scene};
use super::work::{Story, WORK};
use crate::domain::calendar::{add_days, days_between, working_day_on_or_before};
use crate::domain::feedback::{Direction, Giving};
use crate::domain::handover::Asking;
use crate::domain::milestone::FallsOn;
use crate::error::{Error, Result};
use crate::store::handovers::{self, Contact};
use crate::store::{Write, feedback};
use jiff::civil::{Date, time};
use std::collections::{BTreeSet, HashMap};

const TO_TEAM: [&str; 3] = [
    "Tack för allt arbete inför dialogen. Regionen var nöjd med underlagen och vill träffas på tjänstemannanivå om ett kvartal.\n\n- Kompetensförsörjningen blev den stora frågan.\n- Vi lovade att återkomma om kommande utlysningar.\n- Länsansvarig håller kontakten tills vidare.",
    "Dialogen gick bra. Det regionen helst ville tala om var de små företagens villkor, och där behöver vi bli tydligare med vad vi kan erbjuda.\n\n- Två nya insatser är beslutade.\n- Frågan om service på landsbygden är överlämnad till rätt enhet.",
    "Kort om dialogen: god stämning, mycket konkret. Regionen har gjort sin del av det vi kom överens om förra gången, och det har vi också i stort sett.",
];
const TO_DEPARTMENT: [&str; 3] = [
    "Regionen lyfte avdelningens frågor flera gånger. De uppskattar analyserna men vill ha dem tidigare på året.",
    "Det som rör avdelningen: regionen vill pröva en gemensam satsning, och undrar vem som är kontaktperson hos oss.",
    "Inga nya åtaganden för avdelningen. Regionen är nöjd med kontakten och vill fortsätta som hittills.",
];
const TO_REGION: [&str; 3] = [
    "Vi har gått igenom det ni lyfte i dialogen. Insatserna är i gång enligt plan, och vi återkommer när de första resultaten finns.",
    "Så här går det med det vi kom överens om: arbetet har börjat tillsammans med era kommuner. Hör av er om något behöver gå fortare.",
    "Läget i våra gemensamma insatser är oförändrat sedan sist. Nästa avstämning är bokad.",
];

const TEAMS: [&str; 3] = ["Team Norr", "Team Mellan", "Team Södra"];

fn department_name(id: Option<i64>) -> &'static str {
    let place = id.unwrap_or(1) as usize - 1;
    DEPARTMENTS.get(place).copied().unwrap_or_default()
}

/// What a milestone of feedback is settled by: what was written that day.
pub fn told(cast: &Cast, place: usize, seed: &Seed, mark: &Mark) -> Option<Deed> {
    let direction = Direction::of_key(&mark.key)?;
    let given = giving(cast, place, seed, direction, mark.department);
    Some(Deed::After(place, AfterDeed::Tell(given)))
}

/// The day and the dialogue are filled in when it is played.
fn giving(
    cast: &Cast,
    place: usize,
    seed: &Seed,
    direction: Direction,
    department: Option<i64>,
) -> Giving {
    let turn = place + department.unwrap_or_default() as usize;
    let (text, receiver) = match direction {
        Direction::Team => (
            TO_TEAM[turn % 3],
            TEAMS[cast.team(seed.county) as usize - 1],
        ),
        Direction::Department => (TO_DEPARTMENT[turn % 3], department_name(department)),
        Direction::Region => (TO_REGION[turn % 3], cast.actor(seed.county, seed.held_on)),
    };
    Giving {
        dialogue_id: 0,
        direction,
        department_id: department,
        text: text.to_owned(),
        given_on: seed.held_on,
        receiver: receiver.to_owned(),
        diary_no: match direction {
            Direction::Region => format!("Ä {}-{}", seed.held_on.year(), 1000 + place * 13),
            _ => String::new(),
        },
        report_id: None,
    }
}

/// Not told again in time: (län, department).
const FORGOTTEN: [(&str, i64); 3] = [("24", 2), ("08", 4), ("19", 3)];

pub fn scenes(cast: &Cast, seeds: &[Seed]) -> Vec<Scene> {
    let mut scenes = again(cast, seeds);
    for (index, hand) in HANDED.iter().enumerate() {
        scenes.extend(hand.scenes(cast, seeds, index));
    }
    scenes.retain(|scene| scene.day <= cast.today);
    scenes
}

/// Days between what a region is told in the demo.
const STEP: i64 = 78;

/// The regions are told again while insatser go on: the last time it was done.
fn again(cast: &Cast, seeds: &[Seed]) -> Vec<Scene> {
    let pairs: BTreeSet<(usize, i64)> = WORK
        .iter()
        .filter(|work| !matches!(work.story, Story::Done(..) | Story::Stopped(_)))
        .filter_map(|work| Some((origin(work)?, ISSUE_AREAS[work.area - 1].1)))
        .collect();
    let mut scenes = Vec::new();
    for (place, department) in pairs {
        let seed = &seeds[place];
        if leaves_open_to_region(seed, department) {
            continue;
        }
        let forgotten = FORGOTTEN.contains(&(seed.county, department));
        let last = add_days(cast.today, if forgotten { -125 } else { 0 });
        let by = cast.settles(seed.county, FallsOn::IssueOfficer, Some(department));
        let first = add_days(seed.held_on, 28);
        let times = days_between(first, last) / STEP;
        if times < 1 {
            continue;
        }
        let given = giving(cast, place, seed, Direction::Region, Some(department));
        scenes.push(Scene {
            day: working_day_on_or_before(add_days(first, times * STEP)),
            time: time(14, 25, 0, 0),
            by,
            deed: Deed::After(place, AfterDeed::Tell(given)),
        });
    }
    scenes
}

/// What was done with a handover.
#[derive(Clone, Copy)]
pub enum Turn {
    Accept,
    Redirect(i64, &'static str),
    Decline(&'static str),
    Contact(&'static str),
    Close(&'static str),
}

/// What is done after a dialogue; a handover is known by its place in the list.
pub enum AfterDeed {
    Tell(Giving),
    Send(usize, Asking),
    Answer(usize, Turn),
}

/// A question from a dialogue of this round (0) or the last (1).
struct Hand {
    county: &'static str,
    round: usize,
    area: i64,
    unit: i64,
    question: &'static str,
    note: &'static str,
    shareable: bool,
    /// Days after the dialogue: sent, contact at the latest.
    days: (i64, i64),
    /// By whom in the unit, and so many days after it was sent.
    turns: &'static [(i64, i64, Turn)],
}

#[rustfmt::skip]
const HANDED: [Hand; 9] = [
    Hand { county: "23", round: 0, area: 13, unit: 8, question: "Hur små kommuner kan klara redovisningen av projektmedel", note: "Regionen var irriterad. Ring hellre än att skriva.", shareable: true, days: (3, 35), turns: &[] },
    Hand { county: "07", round: 0, area: 3, unit: 3, question: "Rådgivning inför ägarskiften i länets träföretag", note: "Två kommuner har redan hört av sig.", shareable: true, days: (3, 26), turns: &[] },
    Hand { county: "21", round: 0, area: 8, unit: 1, question: "Vad som händer med butiken i Los när stödet upphör", note: "", shareable: true, days: (4, 25), turns: &[
        (3, 2, Turn::Accept), (3, 9, Turn::Contact("Samtal med regionens strateg. De tar fram en lista över sårbara orter, vi bidrar med statistik.")),
        (3, 24, Turn::Contact("Listan är klar. Vi ses med kommunen i januari."))] },
    Hand { county: "23", round: 0, area: 9, unit: 4, question: "Stöd till besöksnäringen i gränsområdet mot Norge", note: "", shareable: false, days: (4, 40), turns: &[
        (21, 3, Turn::Redirect(3, "Besöksnäring ligger hos Entreprenörskap sedan i våras.")), (17, 6, Turn::Accept)] },
    Hand { county: "04", round: 0, area: 1, unit: 10, question: "Vilka yrkesutbildningar batteriindustrin behöver i länet", note: "", shareable: true, days: (5, 30), turns: &[
        (25, 4, Turn::Decline("Vi har ingen som kan ta det före sommaren. Frågan bör gå till Analys."))] },
    Hand { county: "21", round: 0, area: 6, unit: 5, question: "Långa handläggningstider för vattenverksamhet", note: "Länsstyrelsen är med på det.", shareable: true, days: (4, 28), turns: &[
        (18, 1, Turn::Accept), (18, 8, Turn::Contact("Möte med regionen och två företag. Vi tar med exemplen i årets mätning.")),
        (18, 30, Turn::Close("Exemplen är med i mätningen av regelbörda, och regionen har fått den."))] },
    Hand { county: "25", round: 1, area: 12, unit: 2, question: "En väg in för frågor om etableringen i Boden", note: "", shareable: true, days: (3, 20), turns: &[
        (2, 2, Turn::Accept), (2, 6, Turn::Contact("Första avstämningen hållen. Kontaktperson utsedd på båda sidor.")),
        (2, 90, Turn::Close("Regionen och kommunen har en fast kontakt hos oss. Mötena hålls varje månad."))] },
    Hand { county: "01", round: 1, area: 15, unit: 1, question: "Företagande i ytterstaden: vem som gör vad", note: "", shareable: false, days: (6, 30), turns: &[
        (1, 3, Turn::Accept), (1, 14, Turn::Contact("Genomgång med regionen och staden.")),
        (1, 75, Turn::Close("Ansvaret är uppdelat i en överenskommelse på två sidor."))] },
    Hand { county: "12", round: 1, area: 14, unit: 9, question: "Statistik om pendlingen över sundet", note: "", shareable: true, days: (5, 28), turns: &[
        (28, 5, Turn::Accept), (28, 12, Turn::Contact("Vi skickade den statistik som finns. Regionen ville ha den per kommun.")),
        (28, 60, Turn::Close("Statistiken levereras per kommun en gång i kvartalet."))] },
];

impl Hand {
    fn scenes(&self, cast: &Cast, seeds: &[Seed], index: usize) -> Vec<Scene> {
        let Some(dialogue) = place(self.county, self.round) else {
            return Vec::new();
        };
        let held_on = seeds[dialogue].held_on;
        let sent = out_of_leave(add_days(held_on, self.days.0), 1);
        let scene = |day: Date, by, deed| Scene {
            day,
            time: time(10, 20 + index as i8, 0, 0),
            by,
            deed: Deed::After(dialogue, deed),
        };
        let asking = Asking {
            county: self.county.to_owned(),
            dialogue_id: None,
            issue_area_id: Some(self.area),
            unit_id: self.unit,
            question: self.question.to_owned(),
            contact_by: working_day_on_or_before(add_days(held_on, self.days.1)).max(sent),
            note: self.note.to_owned(),
            shareable: self.shareable,
        };
        let (_, department, _) = ISSUE_AREAS[self.area as usize - 1];
        let sender = cast.settles(self.county, FallsOn::IssueOfficer, Some(department));
        let mut scenes = vec![scene(sent, sender, AfterDeed::Send(index, asking))];
        for (by, days, turn) in self.turns {
            let day = out_of_leave(add_days(sent, *days), 1);
            scenes.push(scene(day, *by, AfterDeed::Answer(index, *turn)));
        }
        scenes
    }
}

pub async fn perform(
    tx: &mut Write,
    (dialogue, day): (i64, Date),
    deed: AfterDeed,
    handed: &mut HashMap<usize, i64>,
) -> Result<()> {
    match deed {
        AfterDeed::Tell(giving) => {
            let giving = Giving {
                dialogue_id: dialogue,
                given_on: day,
                ..giving
            };
            feedback::give(tx, &giving).await?;
        }
        AfterDeed::Send(place, asking) => {
            let asking = Asking {
                dialogue_id: Some(dialogue),
                ..asking
            };
            handed.insert(place, handovers::add(tx, &asking, None).await?);
        }
        AfterDeed::Answer(place, turn) => {
            let id = handed.get(&place).copied();
            let unsent = || Error::internal("a handover that was not sent");
            answer(tx, id.ok_or_else(unsent)?, turn).await?;
        }
    }
    Ok(())
}

async fn answer(tx: &mut Write, id: i64, turn: Turn) -> Result<()> {
    let now = handovers::find(tx.conn(), id).await?;
    match turn {
        Turn::Accept => handovers::accept(tx, &now).await,
        Turn::Decline(reason) => handovers::decline(tx, &now, reason).await,
        Turn::Close(result) => handovers::close(tx, &now, result).await,
        Turn::Redirect(unit, reason) => {
            let contact_by = now.asking.contact_by;
            handovers::redirect(tx, &now, unit, contact_by, reason).await
        }
        Turn::Contact(text) => {
            let on = tx.today();
            let text = text.to_owned();
            handovers::contact(tx, &now, &Contact { on, text }).await
        }
    }
}
