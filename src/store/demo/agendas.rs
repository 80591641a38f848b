//! The demo's agendas: what is on them, what was dealt with, what goes on, and what is parked.

use super::cast::Cast;
use super::dialogues::Seed;
use super::script::{Deed, Scene};
use crate::domain::agenda_item::{AgendaItem, Point, State};
use crate::domain::calendar::{add_days, working_day_on_or_before};
use crate::error::Result;
use crate::store::agenda_items::{self, Spot};
use crate::store::{Write, dialogues};
use jiff::civil::{Date, time};

/// A matter of an issue area: (title, minutes, who presents it, issue area).
type Matter = (&'static str, i64, &'static str, i64);

#[rustfmt::skip]
const MATTERS: [Matter; 12] = [
    ("Kompetensförsörjning i den gröna omställningen", 45, "Kunskapsutveckling", 1),
    ("Regelförenkling för snabbväxande företag", 30, "Förenkling", 6),
    ("Strukturfonderna efter 2027", 45, "Förvaltning", 13),
    ("Service och företagande på landsbygden", 40, "Uppdragsansvarig", 8),
    ("Generationsväxling i småföretagen", 30, "Företag", 3),
    ("Nya etableringar och deras underleverantörer", 40, "Uppdragsansvarig", 12),
    ("Små företags väg till kapital", 30, "Företag", 4),
    ("Besöksnäringen efter säsongen", 30, "Företag", 9),
    ("Digitala tjänster för företagare", 30, "Förenkling", 7),
    ("Beredskap för omställning i industrin", 35, "Uppdragsansvarig", 11),
    ("Lägesbilden och dess siffror", 25, "Kunskapsutveckling", 14),
    ("Export och nya marknader", 35, "Företag", 5),
];

/// What Norrbotten has not got to in two dialogues already, and Kronoberg not in one.
const LEFT_OVER: [(&str, usize, i64); 3] = [("25", 2, 1), ("25", 2, 2), ("07", 4, 1)];

/// Parked by hand: (län, title, minutes, issue area, note).
#[rustfmt::skip]
const PARKED: [(&str, &str, i64, Option<i64>, &str); 5] = [
    ("25", "Bostäder för dem som flyttar in", 30, Some(12), "Regionen vill först ha kommunernas siffror."),
    ("25", "Gränsöverskridande arbetskraft", 20, Some(1), ""),
    ("24", "Testbäddar i skogsnäringen", 30, Some(2), "Väntar på en studie som blir klar i vår."),
    ("12", "Gemensam utlysning om klimatomställning", 30, Some(10), ""),
    ("08", "Service på öarna", 20, Some(8), "Nämndes i länets nätverk."),
];

pub fn scenes(cast: &Cast, place: usize, seed: &Seed) -> Vec<Scene> {
    if seed.held_on.year() < 2020 {
        return Vec::new();
    }
    let lead = cast.lead(seed.county);
    let set = add_days(seed.held_on, -50).max(add_days(seed.planned_on, 2));
    let agenda = Deed::Agenda(place, agenda(cast, place, seed));
    let mut scenes = vec![scene(lead, working_day_on_or_before(set), 10, agenda)];
    if seed.cancelled.is_none() && seed.held_on <= cast.today {
        let begun = seed.held_on == cast.today;
        let left = left_over(cast.today, place, seed);
        scenes.push(scene(
            lead,
            seed.held_on,
            9,
            Deed::Treat(place, left, begun),
        ));
    }
    scenes
}

fn scene(by: i64, day: Date, hour: i8, deed: Deed) -> Scene {
    Scene {
        day,
        time: time(hour, 25, 0, 0),
        by,
        deed,
    }
}

/// The region begins, two matters or three follow with a pause between, and it ends with what to do next.
fn agenda(cast: &Cast, place: usize, seed: &Seed) -> Vec<Point> {
    let region = cast.actor(seed.county, seed.held_on);
    let mut points = vec![Point::standing(
        "Inledning och läget i länet".into(),
        15,
        region.into(),
    )];
    let matters = matters(cast.today, place, seed);
    // The pause is before the last matter; in Norrbotten that one comes by itself.
    let pause = match seed.county {
        "25" => 2,
        _ => matters.len() - 1,
    };
    points.extend(matters.iter().map(of));
    points.insert(1 + pause, Point::standing("Paus".into(), 15, String::new()));
    points.push(Point::standing(
        "Gemensamma insatser och nästa steg".into(),
        30,
        "Uppdragsansvarig".into(),
    ));
    points
}

fn matters(today: Date, place: usize, seed: &Seed) -> Vec<Matter> {
    if seed.county == "25" {
        let rounds_ago = rounds_ago(today, seed);
        // What was left over comes by itself.
        let third = (rounds_ago == 2).then_some(MATTERS[2]);
        return [Some(MATTERS[0]), Some(MATTERS[1]), third]
            .into_iter()
            .flatten()
            .collect();
    }
    let at = |step: usize| MATTERS[(place * 5 + step * 3 + 1) % MATTERS.len()];
    match place % 3 {
        0 => vec![at(0), at(1), at(2)],
        _ => vec![at(0), at(1)],
    }
}

fn of((title, minutes, presenter, area): &Matter) -> Point {
    Point {
        issue_area_id: Some(*area),
        standing: false,
        ..Point::standing((*title).to_owned(), *minutes, (*presenter).to_owned())
    }
}

/// 0 this round, 1 the one before it.
fn rounds_ago(today: Date, seed: &Seed) -> i64 {
    match seed.current {
        true => 0,
        false => (crate::domain::calendar::days_between(seed.held_on, today) + 180) / 372,
    }
}

/// The title of what the dialogue did not get to.
fn left_over(today: Date, place: usize, seed: &Seed) -> Vec<&'static str> {
    let rounds_ago = rounds_ago(today, seed);
    let named = LEFT_OVER
        .iter()
        .filter(|(county, _, ago)| *county == seed.county && *ago == rounds_ago)
        .map(|(_, matter, _)| MATTERS[*matter].0);
    let mut left: Vec<&'static str> = named.collect();
    let third = matters(today, place, seed).get(2).map(|matter| matter.0);
    if seed.county != "25" && place.is_multiple_of(2) {
        left.extend(third);
    }
    left
}

/// What has been parked, some weeks ago, by those who lead the teams.
pub fn parked(cast: &Cast) -> Vec<Scene> {
    let scenes = PARKED
        .iter()
        .enumerate()
        .map(|(place, (county, title, minutes, area, note))| {
            let point = Point {
                issue_area_id: *area,
                note: (*note).to_owned(),
                standing: false,
                ..Point::standing((*title).to_owned(), *minutes, String::new())
            };
            let day = working_day_on_or_before(add_days(cast.today, -20 - place as i64));
            let by = cast.county_officer(county).unwrap_or(cast.lead(county));
            scene(by, day, 14, Deed::Park((*county).to_owned(), point))
        });
    scenes.collect()
}

/// Marks what was dealt with; two points when the dialogue has only begun.
pub(super) async fn treat(tx: &mut Write, dialogue: i64, left: &[&str], begun: bool) -> Result<()> {
    let (_, items) = living(tx, dialogue).await?;
    let most = if begun { 2 } else { items.len() };
    for item in items.iter().take(most) {
        let is_left = left.contains(&item.point.title.as_str());
        if item.state == State::Open && !is_left {
            agenda_items::mark(tx, item, State::Done, false).await?;
        }
    }
    Ok(())
}

async fn living(tx: &mut Write, dialogue: i64) -> Result<(String, Vec<AgendaItem>)> {
    let county = dialogues::find(tx.conn(), dialogue).await?.plan.county;
    let spot = Spot {
        county: &county,
        dialogue_id: Some(dialogue),
    };
    let items = agenda_items::living(tx.conn(), spot).await?;
    Ok((county, items))
}

/// What the kind gave is changed or taken off, the rest is added, and what was carried comes second.
pub(super) async fn draw_up(tx: &mut Write, dialogue: i64, points: &[Point]) -> Result<()> {
    let (county, there) = living(tx, dialogue).await?;
    let spot = Spot {
        county: &county,
        dialogue_id: Some(dialogue),
    };
    let wanted = |title: &str| points.iter().any(|point| point.title == title);
    let (mut carried, mut order) = (Vec::new(), Vec::new());
    for item in &there {
        match item.point.standing {
            false => carried.push(item.id),
            true if wanted(&item.point.title) => {}
            true => agenda_items::drop_item(tx, item).await?,
        }
    }
    for point in points {
        let found = there.iter().find(|item| item.point.title == point.title);
        order.push(match found {
            Some(item) if item.point == *point => item.id,
            Some(item) => {
                agenda_items::change(tx, item, point).await?;
                item.id
            }
            None => agenda_items::add(tx, spot, point, State::Open).await?,
        });
    }
    carried.retain(|id| !order.contains(id));
    let at = order.len().saturating_sub(1);
    order.splice(at..at, carried);
    agenda_items::put_in_order(tx, spot, &order).await
}
