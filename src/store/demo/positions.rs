//! The demo's positions, for the issue areas its dialogues have chosen, and its national assessments.

use super::cast::Cast;
use super::dialogues::Seed;
use super::opinions::{GROWTH_PROCESSES, GROWTH_WORK, OPINIONS, Opinion};
use super::people::ISSUE_AREAS;
use super::script::{Deed, Scene};
use crate::domain::assessment::{Content as Assessed, Kind, Part as AssessedPart};
use crate::domain::calendar::{add_days, working_day_on_or_before};
use crate::domain::position::{Content, Part, Status};
use crate::error::Result;
use crate::store::{Write, assessments, dialogues, issue_areas, offers, places, positions};
use jiff::civil::{Date, time};

pub enum PositionDeed {
    /// In an issue area, if the dialogue has chosen it.
    Write(i64),
    Settle(i64, Status),
    /// One of the two, ready or not.
    Assess(Kind, bool),
    /// The same once more, with another end.
    Revise(Kind, &'static str),
}

/// Not settled in this round: (län, department). Their briefs or their authors are late.
const OPEN: &[(&str, i64)] = &[("25", 4), ("09", 5), ("01", 3), ("06", 3), ("06", 4)];

pub fn scenes(cast: &Cast, place: usize, seed: &Seed) -> Vec<Scene> {
    const ROUND: usize = 21;
    if !seed.current && place / ROUND != 1 {
        return Vec::new();
    }
    let mut scenes = Vec::new();
    for (at, (_, department, _)) in ISSUE_AREAS.iter().enumerate() {
        scenes.extend(position(cast, place, seed, at as i64 + 1, *department));
    }
    scenes.extend(assessing(cast, place, seed));
    scenes
}

fn scene(by: i64, day: Date, minute: i64, place: usize, deed: PositionDeed) -> Scene {
    Scene {
        day: working_day_on_or_before(day),
        time: time(10 + (minute / 60) as i8, (minute % 60) as i8, 0, 0),
        by,
        deed: Deed::Position(place, deed),
    }
}

fn position(cast: &Cast, place: usize, seed: &Seed, area: i64, department: i64) -> Vec<Scene> {
    let author = match department {
        1 => cast.lead(seed.county),
        department => cast
            .issue_officer(seed.county, department)
            .unwrap_or_else(|| cast.lead(seed.county)),
    };
    let on = |days: i64| add_days(seed.held_on, days - area % 3);
    let write = PositionDeed::Write(area);
    let mut scenes = vec![scene(author, on(-22), area * 7, place, write)];
    let waits = seed.current && OPEN.contains(&(seed.county, department));
    if !waits {
        let agreed = PositionDeed::Settle(area, Status::Agreed);
        scenes.push(scene(author, on(-18), area * 7 + 2, place, agreed));
        let holds = PositionDeed::Settle(area, Status::InForce);
        scenes.push(scene(author, on(-15), area * 7 + 4, place, holds));
    }
    scenes
}

/// Both are ready ten days before; Norrbotten's are drafts that the lead goes on with.
fn assessing(cast: &Cast, place: usize, seed: &Seed) -> Vec<Scene> {
    let lead = cast.lead(seed.county);
    let on = |days| add_days(seed.held_on, days);
    let assess = |day, minute, kind, ready| {
        let deed = PositionDeed::Assess(kind, ready);
        scene(lead, day, minute, place, deed)
    };
    if seed.current && seed.county == "25" {
        let revise = |day, minute, text| {
            let deed = PositionDeed::Revise(Kind::GrowthWork, text);
            scene(lead, day, minute, place, deed)
        };
        return vec![
            assess(on(-13), 20, Kind::GrowthWork, false),
            assess(on(-12), 20, Kind::GrowthProcesses, false),
            revise(
                on(-11),
                30,
                "Regionens egna mål är tydliga, men ansvaret mellan kommunerna är det inte.",
            ),
            revise(
                cast.today,
                42,
                "Regionens egna mål är tydliga. Ansvaret mellan kommunerna behöver bli det.",
            ),
        ];
    }
    vec![
        assess(on(-13), 20, Kind::GrowthWork, true),
        assess(on(-11), 40, Kind::GrowthProcesses, true),
    ]
}

pub async fn perform(tx: &mut Write, dialogue: i64, deed: PositionDeed, day: Date) -> Result<()> {
    let of = dialogues::find(tx.conn(), dialogue).await?;
    match deed {
        PositionDeed::Write(area) => {
            if positions::is_chosen(tx.conn(), dialogue, area).await? {
                let content = content(tx, &of.plan.county, area, day).await?;
                positions::write(tx, &of, area, None, &content).await?;
            }
            Ok(())
        }
        PositionDeed::Settle(area, status) => {
            match positions::find(tx.conn(), dialogue, area).await? {
                Some(before) => positions::set_status(tx, &of, &before, status).await,
                None => Ok(()),
            }
        }
        PositionDeed::Assess(kind, ready) => {
            let grounds = assessments::grounds(tx.conn(), &of).await?;
            let near = grounds.iter().filter(|each| each.near && each.in_force);
            let mut briefs: Vec<i64> = near.map(|each| each.id).collect();
            briefs.sort_unstable();
            let county = places::county_by_code(tx.conn(), &of.plan.county, day).await?;
            let content = Assessed {
                briefs,
                ready,
                ..assessed(kind, &county.short_name)
            };
            assessments::write(tx, &of, kind, None, &content).await
        }
        PositionDeed::Revise(kind, text) => {
            let all = assessments::of_dialogue(tx.conn(), dialogue).await?;
            let Some(before) = all.iter().find(|each| each.kind == kind) else {
                return Ok(());
            };
            let mut content = before.content.clone();
            content.why = text.to_owned();
            assessments::write(tx, &of, kind, Some(before), &content).await
        }
    }
}

/// What the agency says of an issue area in a län, on the brief that holds on the day.
async fn content(tx: &mut Write, county: &str, area: i64, day: Date) -> Result<Content> {
    let county = places::county_by_code(tx.conn(), county, day).await?;
    let name = issue_areas::find(tx.conn(), area).await?.name;
    let versions = positions::versions(tx.conn(), area, None).await?;
    let held = versions.iter().find(|(_, holds)| *holds);
    let offers = offers::proposed(tx.conn(), area, &[], day).await?;
    let mut offers: Vec<i64> = offers
        .iter()
        .filter(|each| each.fits)
        .take(2)
        .map(|each| each.id)
        .collect();
    offers.sort_unstable();
    let found = OPINIONS.iter().find(|each| each.area == area);
    let Opinion {
        line,
        meaning,
        offer,
        ask,
        not_promised,
        ..
    } = found.unwrap_or(&OPINIONS[0]);
    Ok(Content {
        national_line: (*line).to_owned(),
        meaning: format!("I {} gäller det särskilt {meaning}", county.short_name),
        offer: (*offer).to_owned(),
        ask: format!(
            "{ask} Vi vill höra hur {} ser på {}.",
            county.short_name,
            name.to_lowercase()
        ),
        not_promised: (*not_promised).to_owned(),
        shareable: vec![Part::NationalLine, Part::Offer, Part::Ask],
        brief_version_id: held.map(|(version, _)| version.id),
        offers,
    })
}

fn assessed(kind: Kind, county: &str) -> Assessed {
    let (view, develop, why) = match kind {
        Kind::GrowthWork => GROWTH_WORK,
        Kind::GrowthProcesses => GROWTH_PROCESSES,
    };
    Assessed {
        view: view.replace("{län}", county),
        develop: develop.replace("{län}", county),
        why: why.replace("{län}", county),
        shareable: vec![AssessedPart::View, AssessedPart::Develop],
        ..Assessed::default()
    }
}
