//! The permission table: `rows.rs` has a row for every form, and for each of the cast an answer.
//! This file runs them, and fails when a `post(` in `src/web/routes` has no row.

mod aftermath;
mod agenda;
mod cases;
mod contacts;
mod figures;
mod minutes;
mod mistakes;
mod observations;
mod opinions;
mod outcomes;
mod promises;
mod reports;
mod row;
mod rows;
mod secrecy;
mod sources;

use crate::world::{Browser, World};
use rows::{Row, forms, pages};

/// The people of the demo that a right can depend on; Norr, Norrbotten and Företag are "here".
pub const ADMIN: &str = "Astrid Vik";
pub const CHEF: &str = "Ingela Strand";
/// tf. uppdragsansvarig Norr.
pub const LEAD: &str = "Elsa Norling";
/// Uppdragsansvarig Södra.
pub const OTHER_LEAD: &str = "Jonas Ekdahl";
/// Länsansvarig Norrbotten and Västerbotten.
pub const OFFICER: &str = "Anna Lind";
/// Länsansvarig Kronoberg and Kalmar.
pub const OTHER_OFFICER: &str = "Maja Olander";
/// Ansvarig för sakfrågor, Företag Norr.
pub const ISSUE: &str = "Karim Nasser";
/// Ansvarig för sakfrågor, Företag Södra.
pub const OTHER_ISSUE: &str = "Hanna Persdotter";
pub const READER: &str = "Lotta Grön";
/// A colleague without function and role.
pub const NOBODY: &str = "Peter Blad";

pub const CAST: &[&str] = &[
    ADMIN,
    CHEF,
    LEAD,
    OTHER_LEAD,
    OFFICER,
    OTHER_OFFICER,
    ISSUE,
    OTHER_ISSUE,
    READER,
    NOBODY,
];

const EVENTS: &str = "select count(*) from events";

/// A number that changes with every record a form can write.
const WRITTEN: &str = "select sum(n) from (
    select count(*) n from events where kind <> 'signed_in' union all select count(*) from event_values union all select count(*) from form_tokens
    union all select count(*) + sum(version) from dialogues union all select count(*) + sum(version) from milestones
    union all select count(*) + sum(version) from participants union all select count(*) + sum(version) from actions
    union all select count(*) from action_followups union all select count(*) from action_counties
    union all select count(*) + sum(version) from assignments union all select count(*) + sum(version) from counties
    union all select count(*) from team_counties union all select count(*) + sum(version) from units
    union all select count(*) + sum(version) from issue_areas union all select count(*) + sum(version) from accounts
    union all select count(*) from people union all select count(*) from account_roles
    union all select count(*) + sum(version) from milestone_template union all select count(*) + sum(version) from calendar_dates
    union all select count(*) from rounds union all select count(*) from content_versions
    union all select count(*) + sum(version) + sum(id * position) from agenda_items
    union all select count(*) + sum(version) + sum(id * position) from dialogue_types
    union all select count(*) + sum(minutes) from dialogue_type_items
    union all select count(*) + sum(version) from outcomes union all select count(begun_at) from agenda_items
    union all select count(*) + sum(version) from invitations union all select count(*) + sum(version) from national_agencies
    union all select count(*) from briefs union all select count(*) + sum(version) from brief_versions
    union all select count(*) + sum(ready) from brief_sections union all select count(*) + sum(version) from attachments
    union all select count(*) + sum(version) from brief_template union all select sum(version) from settings
    union all select count(*) + sum(version) from dialogue_issues union all select count(*) + sum(version) from brief_orders
    union all select count(*) from judgements
    union all select count(*) from action_receipts union all select count(*) + coalesce(sum(version), 0) from action_checkins
    union all select count(*) + coalesce(sum(version), 0) from investments union all select count(*) from investment_shares

    union all select count(*) + sum(version) from positions union all select count(*) from position_offers
    union all select count(*) + sum(version) from assessments union all select count(*) from assessment_briefs
    union all select count(*) + sum(version) from offers union all select count(*) from offer_issue_areas
    union all select count(*) + sum(version) from needs union all select count(*) from need_offers

    union all select count(*) + coalesce(sum(version), 0) from packs union all select count(*) from pack_freezes
    union all select count(*) + coalesce(sum(version), 0) from handovers union all select count(*) from handover_steps
    union all select count(*) from feedback union all select count(*) from feedback_receipts
    union all select count(*) + coalesce(sum(version), 0) from minutes union all select count(*) + coalesce(sum(version), 0) from minutes_reviews
    union all select count(*) from minutes_editions union all select count(*) from minutes_sends
    union all select count(*) + coalesce(sum(version), 0) from evaluations union all select count(*) + coalesce(sum(version), 0) from lessons
    union all select count(*) + coalesce(sum(version), 0) from region_reports
    union all select count(*) + sum(version) from indicators union all select count(*) + cast(total(value) as integer) from figures
    union all select count(*) from figure_imports union all select count(*) from figure_uploads
    union all select count(*) + coalesce(sum(version), 0) from observations union all select count(*) from observation_uses
    union all select count(*) + coalesce(sum(version), 0) from observation_assessments union all select count(*) from follows
    union all select count(*) + coalesce(sum(version), 0) from secrecy_markings
    union all select count(*) + coalesce(sum(version), 0) from sources union all select count(*) + count(hidden_at) from feed_items
    union all select count(*) + sum(version) from organisations union all select count(*) + sum(version) from contacts
    union all select count(*) + sum(version) from contact_roles union all select count(*) + sum(version) from contact_entries
    union all select count(*) from contact_entry_people union all select count(*) + coalesce(sum(version), 0) from contact_cadences
    union all select count(*) from feeds union all select count(*) from one_time_links)";

/// The map of every URL, all its parts.
pub fn map() -> String {
    let parts = std::fs::read_dir("src/web/routes").expect("the map of every URL");
    let part = |file: std::io::Result<std::fs::DirEntry>| {
        std::fs::read_to_string(file.expect("a part").path()).expect("a part of the map")
    };
    parts.map(part).collect()
}

/// The paths of the routes that take a form, as they stand in the map of URLs.
fn routes() -> Vec<String> {
    let map = map();
    let routes = map.split(".route(\"").skip(1);
    routes
        .filter(|route| route.contains("post("))
        .filter_map(|route| route.split('"').next().map(str::to_owned))
        .collect()
}

/// Whether a path is answered by a route; a literal route goes before one with a name in it.
fn fits(route: &str, path: &str) -> bool {
    let path = path.split('?').next().unwrap_or_default();
    let (parts, segments): (Vec<_>, Vec<_>) =
        (route.split('/').collect(), path.split('/').collect());
    parts.len() == segments.len()
        && parts
            .iter()
            .zip(&segments)
            .all(|(part, segment)| part.starts_with('{') || part == segment)
}

fn route_of<'a>(routes: &'a [String], path: &str) -> Option<&'a String> {
    let fitting = routes.iter().filter(|route| fits(route, path));
    fitting.min_by_key(|route| route.matches('{').count())
}

#[test]
fn every_form_has_a_row_and_every_row_a_form() {
    let (routes, rows) = (routes(), forms());
    assert!(routes.len() >= 8, "the routes were not found: {routes:?}");
    for row in &rows {
        assert!(
            route_of(&routes, row.path).is_some(),
            "no form at {}",
            row.path
        );
    }
    for route in &routes {
        let has_row = rows
            .iter()
            .any(|row| route_of(&routes, row.path) == Some(route));
        assert!(
            has_row,
            "{route} takes a form and has no row in tests/web/permissions/rows.rs"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_form_answers_each_person_as_the_table_says() {
    run(forms(), true).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_of_a_form_answers_each_person_as_the_table_says() {
    run(pages(), false).await;
}

async fn run(rows: Vec<Row>, sends: bool) {
    let mut running = tokio::task::JoinSet::new();
    let few = std::sync::Arc::new(tokio::sync::Semaphore::new(6));
    for row in rows {
        let few = few.clone();
        running.spawn(async move {
            let _turn = few.acquire().await;
            check(row, sends).await
        });
    }
    let wrong = running.join_all().await.concat();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Those who are refused share a world in which nothing may change; the others have one each.
async fn check(row: Row, sends: bool) -> Vec<String> {
    let refused = World::with(|config| config.demo = true).await;
    let mut wrong = Vec::new();
    for who in CAST {
        let expected = row.answer(who);
        wrong.extend(match row.refuses(who) {
            true => ask(&refused, &row, who, expected, sends).await,
            false => {
                let world = World::with(|config| config.demo = true).await;
                ask(&world, &row, who, expected, sends).await
            }
        });
    }
    let world = World::with(|config| config.demo = true).await;
    let visitor = world.visitor();
    wrong.extend(compare(&world, &visitor, &row, "a visitor", row.of_visitor, sends).await);
    wrong
}

async fn ask(world: &World, row: &Row, who: &str, expected: u16, sends: bool) -> Option<String> {
    let browser = world.sign_in(who).await;
    compare(world, &browser, row, who, expected, sends).await
}

async fn compare(
    world: &World,
    browser: &Browser,
    row: &Row,
    who: &str,
    expected: u16,
    sends: bool,
) -> Option<String> {
    let (before, events) = (world.count(WRITTEN).await, world.count(EVENTS).await);
    let answer = match sends {
        true => browser.post(row.path, row.fields).await,
        false => browser.get(row.path).await,
    };
    let after = world.count(WRITTEN).await;
    let line = format!("{} {}: {who}", if sends { "POST" } else { "GET" }, row.path);
    if answer.status != expected {
        return Some(format!(
            "{line} got {} and should get {expected}",
            answer.status
        ));
    }
    if sends && row.writes && expected < 400 && world.count(EVENTS).await == events {
        return Some(format!("{line} was saved without an event"));
    }
    let changed = expected >= 400 && after != before;
    changed.then(|| format!("{line} was refused, and yet something was written"))
}
