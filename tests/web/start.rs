//! The start page: what is expected of me, by date, and nothing that is not mine.

use crate::arrange::{action, dialogue, milestone, run};
use crate::world::{Page, World};

const NORRBOTTEN: &str = "25";

async fn start(world: &World, name: &str) -> Page {
    let page = world.sign_in(name).await.get("/").await;
    assert_eq!(page.status, 200, "{name}");
    page
}

#[tokio::test]
async fn each_sees_what_falls_on_her_function_and_why() {
    let world = World::quiet().await;
    let id = dialogue(&world, NORRBOTTEN, "2027-01-14", "preparing").await;
    let regional = milestone(
        &world,
        id,
        "Regionalt underlag",
        "county_officer",
        "2026-11-05",
    )
    .await;
    milestone(&world, id, "Nationell bedömning", "lead", "2026-11-27").await;
    milestone(
        &world,
        id,
        "Underlag Företag",
        "issue_officer/2",
        "2026-12-03",
    )
    .await;
    milestone(&world, id, "Underlag Regioner", "lead/1", "2027-01-11").await;
    run(
        &world,
        "update milestones set judgement = 1 where title = 'Regionalt underlag'",
    )
    .await;
    let all = [
        "Regionalt underlag",
        "Nationell bedömning",
        "Underlag Företag",
        "Underlag Regioner",
    ];
    for (name, expected) in [
        ("Anna Lind", [true, false, false, false]),
        ("Elsa Norling", [false, true, false, true]),
        ("Karim Nasser", [false, false, true, false]),
        ("Jonas Ekdahl", [false; 4]),
        ("Mats Öhrn", [false; 4]),
        ("Eva Berg", [false; 4]),
        ("Lotta Grön", [false; 4]),
    ] {
        let page = start(&world, name).await;
        assert_eq!(all.map(|title| page.has(title)), expected, "{name}");
    }
    let page = start(&world, "Anna Lind").await;
    let url = format!("/dialoger/{id}/milstolpar/{regional}");
    for text in [
        "<h1>Mitt arbete</h1>",
        "Länsansvarig, Norrbotten",
        "18 dagar sen",
        "Försenat",
        "Besvara",
        &url,
        "Dialogen med Norrbotten 2027-01-14",
    ] {
        assert!(page.has(text), "{text}");
    }
    assert!(
        !page.has(&format!("{url}/klar")),
        "a judgement is answered, not ticked"
    );
    let page = start(&world, "Elsa Norling").await;
    for text in [
        "tillförordnad",
        "uppdragsansvarig, Team Norr",
        "Den här veckan (v. 48)",
        "om 4 dagar",
        "Senare",
    ] {
        assert!(page.has(text), "{text}");
    }
    assert!(
        page.has("/klar\" data-inplace")
            && page.field("till") == "/"
            && page.field("version") == "1"
    );
    assert!(
        start(&world, "Karim Nasser")
            .await
            .has("Nästa vecka (v. 49)")
    );
}

#[tokio::test]
async fn what_is_settled_or_called_off_is_nobodys() {
    let world = World::quiet().await;
    for phase in ["cancelled", "closed"] {
        let id = dialogue(&world, NORRBOTTEN, "2026-12-03", phase).await;
        milestone(
            &world,
            id,
            "Regionalt underlag",
            "county_officer",
            "2026-11-05",
        )
        .await;
    }
    let id = dialogue(&world, NORRBOTTEN, "2026-12-03", "planning").await;
    milestone(&world, id, "Bockad", "county_officer", "2026-11-05").await;
    run(
        &world,
        "update milestones set state = 'done' where title = 'Bockad'",
    )
    .await;
    action(
        &world,
        "Genomförd insats",
        &[NORRBOTTEN],
        "county/25",
        "2026-11-05",
    )
    .await;
    run(
        &world,
        "update actions set status = 'done', result = 'Klart'",
    )
    .await;
    let page = start(&world, "Anna Lind").await;
    assert!(page.has("Inget väntar på dig just nu."));
    for text in ["Regionalt underlag", "Bockad", "Genomförd insats"] {
        assert!(!page.has(text), "{text}");
    }
}

#[tokio::test]
async fn acting_goes_first_and_a_second_officer_gets_nothing() {
    let world = World::quiet().await;
    let id = dialogue(&world, NORRBOTTEN, "2026-12-03", "preparing").await;
    milestone(&world, id, "Nationell bedömning", "lead", "2026-11-27").await;
    run(&world, "insert into assignments (person_id, function, team_id, kind, valid_from) values (4, 'lead', 1, 'ordinary', '2020-01-01')").await;
    assert!(
        start(&world, "Elsa Norling")
            .await
            .has("Nationell bedömning")
    );
    assert!(!start(&world, "Mats Öhrn").await.has("Nationell bedömning"));
    run(
        &world,
        "update assignments set valid_to = '2026-11-22' where kind = 'acting'",
    )
    .await;
    assert!(
        start(&world, "Mats Öhrn").await.has("Nationell bedömning"),
        "the work follows the seat"
    );
    assert!(
        !start(&world, "Elsa Norling")
            .await
            .has("Nationell bedömning")
    );
    let skane = dialogue(&world, "12", "2026-12-03", "preparing").await;
    milestone(
        &world,
        skane,
        "Skånes underlag",
        "county_officer",
        "2026-11-27",
    )
    .await;
    let sofia = start(&world, "Sofia Alm").await;
    assert!(!sofia.has("Skånes underlag"), "she is not huvudansvarig");
    assert!(sofia.has("Nästa dialoger") && sofia.has(">Skåne</a>"));
}

#[tokio::test]
async fn an_ersattare_sees_the_work_under_a_heading_of_its_own() {
    let world = World::quiet().await;
    let id = dialogue(&world, NORRBOTTEN, "2026-12-03", "preparing").await;
    milestone(&world, id, "Nationell bedömning", "lead", "2026-11-27").await;
    action(&world, "Egen insats", &["21"], "county/21", "2026-11-26").await;
    let page = start(&world, "Sara Åkesson").await;
    let heading = page
        .html
        .find("Som ersättare för uppdragsansvarig, Team Norr")
        .expect("heading");
    assert!(page.html.find("Egen insats").expect("her own") < heading);
    assert!(page.html.find("Nationell bedömning").expect("the lead's") > heading);
    assert!(!start(&world, "Elsa Norling").await.has("Som ersättare"));
}

#[tokio::test]
async fn an_action_on_ones_own_name_is_mine_without_a_function() {
    let world = World::quiet().await;
    assert!(
        start(&world, "Peter Blad")
            .await
            .has("Du har ingen funktion i något team i dag")
    );
    let id = action(
        &world,
        "På mitt namn",
        &[NORRBOTTEN, "24"],
        "person/29",
        "2026-11-20",
    )
    .await;
    let page = start(&world, "Peter Blad").await;
    for text in [
        "På mitt namn",
        "Din insats, på ditt namn",
        "Norrbotten och Västerbotten",
        "3 dagar sen",
        "<h1>Mitt arbete</h1>",
    ] {
        assert!(page.has(text), "{text}");
    }
    assert!(page.has(&format!("href=\"/insatser/{id}#uppfoljningar\"")));
    assert!(!start(&world, "Anna Lind").await.has("På mitt namn"));
}

#[tokio::test]
async fn a_chef_sees_the_work_that_reaches_nobody() {
    let world = World::quiet().await;
    let skane = dialogue(&world, "12", "2026-12-03", "preparing").await;
    milestone(
        &world,
        skane,
        "Regionalt underlag",
        "county_officer",
        "2026-11-05",
    )
    .await;
    action(&world, "Vakant", &["20"], "county/20", "2026-12-01").await;
    action(&world, "Bemannad", &[NORRBOTTEN], "county/25", "2026-12-01").await;
    let ingela = world.sign_in("Ingela Strand").await;
    assert_eq!(ingela.get("/").await.location, "/oversikt");
    let overview = ingela.get("/oversikt").await;
    assert!(overview.has("href=\"/?visa=arbete\""));
    let page = ingela.get("/?visa=arbete").await;
    for text in [
        "<h1>Mitt arbete</h1>",
        "/team/norr",
        "/team/mellan",
        "/team/sodra",
        "href=\"/lan\"",
        "Länsansvarig, Skåne",
        "saknar konto",
        "Länsansvarig, Dalarna",
        "Ej tillsatt",
        "agare=county%2F20",
    ] {
        assert!(page.has(text), "{text}");
    }
    assert!(!page.has("Länsansvarig, Norrbotten"));
    let reader = start(&world, "Lotta Grön").await;
    assert!(
        reader.has("<h1>Mitt arbete</h1>")
            && reader.has("/team/sodra")
            && !reader.has("Arbete som inte når någon")
    );
    assert!(
        !start(&world, "Anna Lind")
            .await
            .has("Arbete som inte når någon")
    );
}

#[tokio::test]
async fn a_county_that_changes_team_takes_its_work_along() {
    let world = World::quiet().await;
    let id = dialogue(&world, "09", "2026-12-03", "preparing").await;
    milestone(&world, id, "Gotlands bedömning", "lead", "2026-11-27").await;
    assert!(
        start(&world, "Elsa Norling")
            .await
            .has("Gotlands bedömning")
    );
    run(
        &world,
        "update team_counties set valid_to = '2026-11-22' where county = '09'",
    )
    .await;
    run(
        &world,
        "insert into team_counties (team_id, county, valid_from) values (3, '09', '2026-11-23')",
    )
    .await;
    assert!(
        !start(&world, "Elsa Norling")
            .await
            .has("Gotlands bedömning")
    );
    assert!(
        start(&world, "Jonas Ekdahl")
            .await
            .has("Gotlands bedömning")
    );
}
