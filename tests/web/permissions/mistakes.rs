//! Every form once with a mistake in it, and once from a page that is no longer true.

use super::rows::{Row, forms};
use super::{WRITTEN, route_of, routes};
use crate::world::{Page, World};

/// Routes where there is nothing to get wrong but the button.
const BUTTONS: &[&str] = &[
    "/logga-ut",
    "/konto/sessioner/{handle}/avsluta",
    "/konto/sessioner/avsluta-andra",
    "/konto/kalender",
    "/konto/kalender/avsluta",
    "/dialoger/{id}/bekraftad",
    "/dialoger/{id}/genomforande",
    "/dialoger/{id}/genomford",
    "/dialoger/{id}/avslutad",
    "/dialoger/{id}/milstolpar/{mid}/klar",
    "/dialoger/{id}/milstolpar/{mid}/oppen",
    "/dialoger/{id}/medverkande/funktioner",
    "/dialoger/{id}/medverkande/{pid}/deltog",
    "/dialoger/{id}/medverkande/{pid}/borttagen",
    "/dialoger/{id}/inbjudningar/{iid}/borttagen",
    "/dialoger/{id}/inbjudningar/{iid}/deltog",
    "/dialoger/{id}/utfall/{oid}/borttaget",
    "/dialoger/{id}/utfall/{oid}/parkerat",
    "/dialoger/{id}/dagordning/{aid}/borjad",
    "/dialoger/{id}/dagordning/{aid}/klar",
    "/dialoger/{id}/dagordning/ordning",
    "/dialoger/{id}/dagordning/behandlade",
    "/dialoger/{id}/dagordning/{aid}/behandlad",
    "/dialoger/{id}/dagordning/{aid}/parkerad",
    "/dialoger/{id}/dagordning/{aid}/borttagen",
    "/lan/{lan}/parkering/ordning",
    "/lan/{lan}/parkering/{aid}/tagen",
    "/lan/{lan}/parkering/{aid}/borttagen",
    "/admin/dialogtyper/ordning",
    "/admin/dialogtyper/{id}/avsluta",
    "/dialoger/{id}/bestallningar/{oid}/igen",
    "/dialoger/{id}/bestallningar/{oid}/anvand",
    "/dialoger/{id}/bestallningar/{oid}/ny-version",
    "/dialoger/{id}/underlag/fryst",
    "/dialoger/{id}/minnesanteckningar/justering/atertagen",
    "/dialoger/{id}/minnesanteckningar/justering/{rid}/borttagen",
    "/dialoger/{id}/minnesanteckningar/klara",
    "/lardomar/{id}/borttagen",
    "/admin/konton/{id}/lank",
    "/admin/konton/{id}/stang-av",
    "/admin/konton/{id}/oppna",
    "/admin/konton/{id}/avsluta-sessioner",
    "/admin/lan/{slug}/team/aterta",
    "/admin/milstolpar/{id}/ta-bort",
    "/admin/kalender/{id}/borttagen",
    "/bemanning/{id}/ta-bort",
    "/bemanning/{id}/flytta",
    "/vyer/{id}/borttagen",
    "/kontakter/{id}/granskad",
    "/kontakter/logg/{id}/foljd",
    "/underlag/{id}/avsnitt/{section}",
    "/underlag/{id}/ny-version",
    "/underlag/{id}/granskning",
    "/underlag/{id}/granskning/atertagen",
    "/underlag/{id}/faststalld",
    "/underlag/{id}/bilagor/{file}/borttagen",
    "/admin/underlagsmall/{id}/flyttad",
    "/admin/underlagsmall/{id}/ta-bort",
    "/dialoger/{id}/stallningstaganden/{area}/status",
    "/dialoger/{id}/stallningstaganden/{area}/underlag",
    "/behov/{id}/oppna",
    "/omvarld/bevakning",
    "/omvarld/anvandningar",
    "/omvarld/anvandningar/{id}/borttagen",
    "/overlamningar/{id}/mottagen",
    "/aterkoppling/{id}/last",
    "/insatser/{id}/atertagen",
    "/insatser/{id}/avstamningar/{cid}/borttagen",
    "/varsel/{id}/oppnat",
    "/natverk/{id}/avslutat",
    "/natverk/{id}/oppnat",
    "/natverk/{id}/traffar/{mid}/borttagen",
    "/natverk/{id}/traffar/{mid}/notiser",
    "/natverk/{id}/traffar/{mid}/notiser/{oid}/borttagen",
    "/omvarld/kallor/{id}/avslutad",
    "/omvarld/kallor/{id}/oppnad",
    "/omvarld/kallor/{id}/hamtad",
    "/omvarld/inkorg/dolda",
    "/omvarld/inkorg/visade",
    "/demo/logga-in",
];

/// Routes whose mistakes have stories of their own: in sessions, rounds, markdown and figures.
const STORIES: &[&str] = &[
    "/logga-in",
    "/valkommen/{token}",
    "/konto/losenord",
    "/dialoger/omgangar/ny",
    "/forhandsgranska",
    "/underlag/{id}/bilagor",
    "/statistik/las-in",
    "/statistik/las-in/{id}",
];

#[test]
fn every_form_that_can_be_filled_in_wrongly_is_tried() {
    let (routes, rows) = (routes(), forms());
    for route in &routes {
        let tried = rows
            .iter()
            .any(|row| row.wrong.is_some() && route_of(&routes, row.path) == Some(route));
        let known = [BUTTONS, STORIES].concat().contains(&route.as_str());
        assert!(
            tried != known,
            "{route} needs `.wrong(…)` in rows.rs, or a place in one list here"
        );
    }
}

/// The row's fields with one of them otherwise.
fn with<'a>(row: &Row, field: &'a str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    let others = row.fields.iter().copied().filter(|each| each.0 != field);
    others.chain([(field, value)]).collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&#38;").replace('<', "&#60;")
}

/// What was typed and is not on the page.
fn lost(page: &Page, fields: &[(&str, &str)]) -> Vec<String> {
    let typed = fields.iter().filter(|(_, value)| value.chars().count() > 4);
    let values = typed.map(|(_, value)| escaped(value));
    values.filter(|value| !page.has(value)).collect()
}

#[tokio::test]
async fn a_form_with_a_mistake_comes_back_whole_and_saves_nothing() {
    let world = World::with(|config| config.demo = true).await;
    let before = world.count(WRITTEN).await;
    let mut wrong = Vec::new();
    for row in forms() {
        let (Some((field, value)), Some(who)) = (row.wrong, row.someone()) else {
            continue;
        };
        let fields = with(&row, field, value);
        let page = world.sign_in(who).await.post(row.path, &fields).await;
        let lost = lost(&page, &fields);
        let told =
            page.has(&format!("id=\"error-{field}\"")) || page.has("class=\"error-summary\"");
        if page.status != 422 || !lost.is_empty() || !told {
            let status = page.status;
            wrong.push(format!(
                "{} with {field}: {status}, lost {lost:?}, told {told}",
                row.path
            ));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert_eq!(world.count(WRITTEN).await, before);
}

#[tokio::test]
async fn of_two_who_change_the_same_the_second_keeps_her_text_and_sees_the_first() {
    let mut wrong = Vec::new();
    for row in forms() {
        let (Some((field, value)), Some(who)) = (row.other, row.someone()) else {
            continue;
        };
        let world = World::with(|config| config.demo = true).await;
        let browser = world.sign_in(who).await;
        let first = browser.post(row.path, row.fields).await;
        let before = world.count(WRITTEN).await;
        let fields = with(&row, field, value);
        let page = browser.post(row.path, &fields).await;
        let (answers, lost) = ((first.status, page.status), lost(&page, &fields));
        let beside = page.has("class=\"conflict\"");
        let nothing = world.count(WRITTEN).await == before;
        if answers != (303, 409) || !lost.is_empty() || !beside || !nothing {
            let path = row.path;
            wrong.push(format!(
                "{path}: {answers:?}, lost {lost:?}, beside {beside}, kept {nothing}"
            ));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[tokio::test]
async fn a_button_on_a_page_that_is_no_longer_true_does_nothing() {
    let world = World::with(|config| config.demo = true).await;
    let before = world.count(WRITTEN).await;
    let mut wrong = Vec::new();
    for row in forms() {
        let versioned = row.fields.iter().any(|(name, _)| *name == "version");
        let tried = versioned && row.writes && row.other.is_none() && !row.path.ends_with("/ny");
        let Some(who) = row.someone().filter(|_| tried) else {
            continue;
        };
        let fields = with(&row, "version", "0");
        let page = world.sign_in(who).await.post(row.path, &fields).await;
        if page.status != 409 {
            wrong.push(format!("{}: {}", row.path, page.status));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert_eq!(world.count(WRITTEN).await, before);
}
