//! The demo's aktuella sakfrågor: who proposed which, what was chosen, and what came of the orders.

use super::cast::Cast;
use super::dialogues::Seed;
use super::script::{Deed, Mark, Scene};
use crate::domain::brief_order::{Order, Standing, State};
use crate::domain::calendar::{add_days, working_day_on_or_before};
use crate::domain::dialogue_issue::Origin::{self, Agency, County, Region};
use crate::domain::judgement::{About, Answer, Judging, Question};
use crate::domain::milestone::Outcome;
use crate::domain::people::Seat;
use crate::error::Result;
use crate::store::{Write, brief_orders, dialogue_issues, dialogues, judgements};
use jiff::civil::time;

pub enum IssueDeed {
    Propose(i64, Origin, &'static str),
    Choose(Vec<i64>),
    /// An issue area, or the region when there is none.
    AskAgain(Option<i64>),
    Judge(Option<i64>, State, &'static str),
    TakePart(Answer, &'static str),
}

/// The issue areas of this round's dialogues, by län.
#[rustfmt::skip]
const CHOSEN: &[(&str, &[i64])] = &[
    ("25", &[1, 2, 6, 8, 13]), ("23", &[2, 8, 9, 13]), ("22", &[1, 2, 12, 13]), ("21", &[3, 13, 14]), ("17", &[1, 8]),
    ("19", &[1, 6, 10]), ("03", &[2, 7, 12]), ("01", &[1, 4, 6, 15]), ("04", &[1, 3, 11]), ("09", &[1, 8, 9]),
    ("14", &[1, 2, 10, 13]), ("06", &[1, 3, 6, 13]), ("07", &[3, 6, 13]), ("10", &[1, 5, 8]),
];

/// What was proposed, so many days before the dialogue: by the länsansvarig, by the ansvarig för
/// sakfrågor of a department, or as the region's own wish.
#[rustfmt::skip]
const PROPOSED: &[(&str, i64, i64, Origin, &str)] = &[
    ("25", 1, -63, County, "Industrin behöver fler än utbildningarna hinner ge."),
    ("25", 8, -62, Region, "Regionen vill prata om service där avstånden är stora."),
    ("25", 2, -61, Agency, "Flera nya testbäddar är på väg i länet."),
    ("25", 9, -60, Region, "Besöksnäringen har vuxit snabbt och söker personal."),
    ("22", 13, -66, Region, "Regionen vill veta vad nästa programperiod ger utrymme för."),
    ("06", 6, -63, County, "Småföretagen lyfter tillståndsprövningen i alla samtal."),
    ("06", 3, -62, Agency, "Många ägarskiften väntar de närmaste åren."),
    ("01", 15, -63, Region, "Regionen vill ta upp företagande i ytterstaden."),
    ("05", 1, -55, County, "Bristen på yrkesutbildade är störst i länet just nu."),
    ("05", 7, -54, Region, "Kommunerna vill ha ett samlat stöd till digitalisering."),
    ("05", 3, -53, Agency, "Nyföretagandet har minskat två år i rad."),
    ("24", 10, -84, County, "Flera bolag ställer om sin produktion samtidigt."),
    ("20", 9, -60, Region, "Destinationerna vill diskutera säsongens längd."),
];

fn chosen(place: usize, seed: &Seed) -> Option<Vec<i64>> {
    const ROUND: usize = 21;
    if seed.current {
        let found = CHOSEN.iter().find(|(county, _)| *county == seed.county);
        return found.map(|(_, areas)| areas.to_vec());
    }
    // Last round had three each; the years before had none.
    let first = place as i64 * 5;
    let areas = [0, 3, 7].map(|step| (first + step) % 14 + 1);
    (place / ROUND == 1).then(|| areas.into())
}

/// Choosing, where the milestone that asks for it is done.
pub fn choosing(place: usize, seed: &Seed) -> Option<Deed> {
    let areas = chosen(place, seed)?;
    Some(Deed::Issue(place, IssueDeed::Choose(areas)))
}

pub fn scenes(cast: &Cast, place: usize, seed: &Seed) -> Vec<Scene> {
    if !seed.current {
        return Vec::new();
    }
    let own = PROPOSED.iter().filter(|row| row.0 == seed.county);
    let proposals = own.map(|(_, area, days, origin, reason)| {
        let by = match origin {
            County | Region => cast.county_officer(seed.county),
            Agency => cast.issue_officer(seed.county, 2),
        };
        let deed = IssueDeed::Propose(*area, *origin, reason);
        scene(cast, place, seed, by, *days, deed)
    });
    let mut scenes: Vec<Scene> = proposals.collect();
    scenes.extend(orders(cast, place, seed));
    scenes
}

/// What came of some orders, and whether the länsansvarig takes part.
fn orders(cast: &Cast, place: usize, seed: &Seed) -> Vec<Scene> {
    let officer = cast.county_officer(seed.county);
    let at = |by, days, deed| scene(cast, place, seed, by, days, deed);
    match seed.county {
        "25" => vec![
            at(None, -13, IssueDeed::AskAgain(Some(13))),
            at(officer, -20, IssueDeed::TakePart(Answer::Needed, "")),
        ],
        "22" => {
            let why = "Läget är detsamma som vid förra dialogen.";
            let alone = "Frågorna täcks av dem som redan medverkar.";
            vec![
                at(None, -50, IssueDeed::Judge(Some(12), State::NotNeeded, why)),
                at(officer, -49, IssueDeed::TakePart(Answer::NotNeeded, alone)),
            ]
        }
        "06" => {
            let missing = "Siffror för länets kommuner saknas, och källorna är inte angivna.";
            let delivered = Mark {
                key: "national_brief".to_owned(),
                department: Some(3),
                outcome: Outcome::Done,
                reason: "",
                due_on: None,
            };
            vec![
                Scene {
                    deed: Deed::Settle(place, delivered),
                    ..at(cast.issue_officer("06", 3), -31, IssueDeed::AskAgain(None))
                },
                at(
                    None,
                    -26,
                    IssueDeed::Judge(Some(6), State::Returned, missing),
                ),
                at(
                    officer,
                    -27,
                    IssueDeed::TakePart(
                        Answer::Needed,
                        "Regionen vill gå igenom läget kommun för kommun.",
                    ),
                ),
            ]
        }
        _ => Vec::new(),
    }
}

/// By someone, or by the lead, so many days before the dialogue.
fn scene(
    cast: &Cast,
    place: usize,
    seed: &Seed,
    by: Option<i64>,
    days: i64,
    deed: IssueDeed,
) -> Scene {
    let day = add_days(seed.held_on, days).max(add_days(seed.planned_on, 1));
    Scene {
        day: working_day_on_or_before(day),
        time: time(8, 35, 0, 0),
        by: by.unwrap_or_else(|| cast.lead(seed.county)),
        deed: Deed::Issue(place, deed),
    }
}

/// Does it through the functions that the pages use; what no longer applies is left undone.
pub async fn perform(tx: &mut Write, dialogue_id: i64, deed: IssueDeed) -> Result<()> {
    let dialogue = dialogues::find(tx.conn(), dialogue_id).await?;
    match deed {
        IssueDeed::Propose(area, origin, reason) => {
            dialogue_issues::propose(tx, dialogue_id, area, origin, reason).await
        }
        IssueDeed::Choose(wanted) => {
            let areas = dialogue_issues::areas(tx.conn()).await?;
            let is_wanted =
                |area: &crate::domain::dialogue_issue::AreaOf| wanted.contains(&area.id);
            let areas: Vec<_> = areas.into_iter().filter(is_wanted).collect();
            dialogue_issues::choose(tx, &dialogue, &areas).await?;
            Ok(())
        }
        IssueDeed::AskAgain(area) => match order(tx, dialogue_id, area).await? {
            Some(order) if order.standing.state.is_open() => {
                brief_orders::ask_again(tx, &order).await
            }
            _ => Ok(()),
        },
        IssueDeed::Judge(area, state, reason) => {
            let found = order(tx, dialogue_id, area).await?;
            let fits = |order: &Order| order.standing.state.choices().contains(&state);
            let Some(order) = found.filter(fits) else {
                return Ok(());
            };
            let after = Standing {
                state,
                reason: reason.to_owned(),
                ..order.standing.clone()
            };
            brief_orders::change(tx, &dialogue, &order, &after).await
        }
        IssueDeed::TakePart(answer, reason) => {
            let judging = Judging {
                question: Question::TakePart,
                about: About::Dialogue(dialogue_id),
                seat: Some(Seat::County(dialogue.plan.county.clone())),
                answer,
                reason: reason.to_owned(),
            };
            judgements::judge(tx, &judging).await?;
            Ok(())
        }
    }
}

async fn order(tx: &mut Write, dialogue_id: i64, area: Option<i64>) -> Result<Option<Order>> {
    let all = brief_orders::of_dialogue(tx.conn(), dialogue_id).await?;
    let is = |order: &Order| order.area.as_ref().map(|area| area.id) == area;
    Ok(all.into_iter().find(is))
}
