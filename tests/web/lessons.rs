//! Utvärderingar and lärdomar: written after a dialogue, found by others, summed up per round.

use crate::arrange::dialogue;
use crate::world::{Browser, Page, World};

async fn evaluate(browser: &Browser, id: i64, worked: &str, change: &str, version: &str) -> Page {
    let path = format!("/dialoger/{id}/utvardering/skriv");
    let fields = [("worked", worked), ("change", change), ("version", version)];
    browser.post(&path, &fields).await
}

async fn write(browser: &Browser, id: i64, title: &str, area: &str) -> Page {
    let id = id.to_string();
    let fields = [
        ("title", title),
        ("dialogue_id", id.as_str()),
        ("issue_area_id", area),
        ("text", "Vad som hände och *varför*."),
    ];
    browser.post("/lardomar/ny", &fields).await
}

#[tokio::test]
async fn a_dialogue_is_evaluated_once_it_has_been_held() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let early = dialogue(&world, "25", "2026-12-03", "preparing").await;
    let page = elsa.get(&format!("/dialoger/{early}/utvardering")).await;
    assert!(page.status == 200 && page.has("utvärderas när den är markerad som genomförd"));
    let refused = evaluate(&elsa, early, "Bra", "", "0").await;
    assert_eq!(refused.status, 409);
    let id = dialogue(&world, "25", "2026-11-16", "following_up").await;
    let saved = evaluate(
        &elsa,
        id,
        "Regionen var *väl* förberedd",
        "Färre punkter",
        "0",
    )
    .await;
    assert_eq!(saved.location, format!("/dialoger/{id}/utvardering"));
    let page = elsa.get(&saved.location).await;
    assert!(page.has("<em>väl</em>") && page.has("Färre punkter"));
    let wrong = evaluate(&elsa, id, "Ring 811218-9876", "Detta står kvar", "1").await;
    assert!(wrong.status == 422 && wrong.has("Detta står kvar"));
    let dialogue = elsa.get(&format!("/dialoger/{id}")).await;
    assert!(dialogue.has("Utvärderingen av dialogen"));
    let history = elsa.get(&format!("/dialoger/{id}/historik")).await;
    assert!(history.has("ändrade utvärderingen av dialogen") && history.has("Det fungerade bra"));
    assert_eq!(elsa.get("/dialoger/999999/utvardering").await.status, 404);
}

#[tokio::test]
async fn two_who_evaluate_at_once_lose_nothing() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let anna = world.sign_in("Anna").await;
    let id = dialogue(&world, "25", "2026-11-16", "following_up").await;
    evaluate(&elsa, id, "Början", "", "0").await;
    assert_eq!(evaluate(&elsa, id, "Elsas ord", "", "1").await.status, 303);
    assert_eq!(
        evaluate(&anna, id, "Början", "Annas ord", "1").await.status,
        303
    );
    let clash = evaluate(&anna, id, "Annas andra ord", "Annas ord", "1").await;
    assert!(clash.status == 409 && clash.has("Elsas ord") && clash.has("Annas andra ord"));
}

#[tokio::test]
async fn a_lesson_is_written_found_changed_and_taken_away() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let id = dialogue(&world, "25", "2026-11-16", "following_up").await;
    let made = write(&elsa, id, "Börja med länets läge", "1").await;
    assert_eq!((made.status, made.location.as_str()), (303, "/lardomar/1"));
    let page = elsa.get("/lardomar/1").await;
    assert!(page.has("Börja med länets läge</h1>") && page.has("<em>varför</em>"));
    assert!(
        page.has("Dialogen med Norrbotten 16 november 2026") && page.has("Kompetensförsörjning")
    );
    write(&elsa, id, "Lägg pausen tidigare", "").await;
    for (query, both) in [
        ("", true),
        ("q=länets", false),
        ("q=BORJA", false),
        ("sakfraga=1", false),
        ("lan=norrbotten", true),
        ("ar=2026", true),
    ] {
        let list = elsa.get(&format!("/lardomar?{query}")).await;
        assert!(list.has("Börja med länets läge"), "{query}");
        assert_eq!(list.has("Lägg pausen tidigare"), both, "{query}");
    }
    for query in [
        "q=ingenting",
        "lan=skane",
        "lan=okant",
        "ar=2019",
        "sakfraga=x",
        "dialog=999",
    ] {
        let list = elsa.get(&format!("/lardomar?{query}")).await;
        assert!(list.has("Inga träffar"), "{query}");
    }
    let csv = elsa.get("/lardomar?format=csv&q=länets").await.html;
    assert!(csv.contains("Börja med länets läge") && !csv.contains("pausen"));
    let fields = [
        ("title", "Börja alltid med länets läge"),
        ("dialogue_id", &id.to_string()),
        ("issue_area_id", ""),
        ("text", ""),
        ("version", "1"),
    ];
    assert_eq!(elsa.post("/lardomar/1/andra", &fields).await.status, 303);
    let clash = [
        ("title", "En tredje rubrik"),
        fields[1],
        ("issue_area_id", "1"),
        ("version", "1"),
    ];
    let clash = elsa.post("/lardomar/1/andra", &clash).await;
    assert!(clash.status == 409 && clash.has("En tredje rubrik") && clash.has("Börja alltid"));
    let asked = elsa.get("/lardomar/1/borttagen").await;
    assert!(asked.has("Ta bort lärdomen ”Börja alltid med länets läge”?"));
    assert_eq!(
        elsa.post("/lardomar/1/borttagen", &[("version", "1")])
            .await
            .status,
        409
    );
    assert_eq!(
        elsa.post("/lardomar/1/borttagen", &[("version", "2")])
            .await
            .status,
        303
    );
    assert!(!elsa.get("/lardomar").await.has("Börja alltid"));
    let page = elsa.get("/lardomar/1").await;
    assert!(page.has("Borttagen") && !page.has("/andra\""));
    assert!(
        elsa.get("/lardomar/1/historik")
            .await
            .has("tog bort lärdomen")
    );
    assert_eq!(elsa.get("/lardomar/999").await.status, 404);
}

#[tokio::test]
async fn a_lesson_has_a_title_and_a_dialogue_and_is_made_once() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let id = dialogue(&world, "25", "2026-11-16", "following_up")
        .await
        .to_string();
    let page = elsa.get(&format!("/lardomar/ny?dialog={id}")).await;
    assert!(page.has("Norrbotten 2026-11-16"));
    let wrong = elsa
        .post(
            "/lardomar/ny",
            &[("title", ""), ("text", "Texten står kvar")],
        )
        .await;
    assert!(
        wrong.status == 422 && wrong.has("Texten står kvar") && wrong.has("Välj vilken dialog")
    );
    let once = page.field("once");
    let fields = [
        ("title", "En gång"),
        ("dialogue_id", id.as_str()),
        ("once", once.as_str()),
    ];
    for _ in 0..2 {
        assert_eq!(
            elsa.post("/lardomar/ny", &fields).await.location,
            "/lardomar/1"
        );
    }
    assert_eq!(world.count("select count(*) from lessons").await, 1);
}

#[tokio::test]
async fn whoever_has_a_function_in_the_team_writes_and_an_issue_officer_of_her_own() {
    let world = World::quiet().await;
    let id = dialogue(&world, "25", "2026-11-16", "following_up").await;
    // 2 is an issue area of Företag, 6 of Förenkling.
    let rows = [
        ("Elsa", "6", 303),
        ("Anna", "6", 303),
        ("Karim", "2", 303),
        ("Karim", "", 303),
        ("Karim", "6", 403),
        ("Ingela", "", 303),
        ("Jonas", "", 403),
        ("Maja", "", 403),
        ("Hanna", "2", 403),
        ("Lotta", "", 403),
        ("Peter", "", 403),
        ("Astrid", "", 403),
    ];
    for (who, area, status) in rows {
        let browser = world.sign_in(who).await;
        let answer = write(&browser, id, "Ny lärdom", area).await;
        assert_eq!(answer.status, status, "{who} {area}");
        let first = if area.is_empty() { status } else { 303 };
        let evaluated = evaluate(&browser, id, &format!("{who} {area}"), "", "0")
            .await
            .status;
        assert!(
            (evaluated == 403) == (first == 403 || ["Hanna", "Jonas"].contains(&who)),
            "{who}"
        );
    }
}

#[tokio::test]
async fn a_round_is_summed_up_on_its_page() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    world
        .arrange(
            "insert into rounds (id, year, created_at) values (77, 2026, '2026-01-01T08:00:00Z')",
        )
        .await;
    let page = elsa.get("/dialoger/omgangar/77").await;
    assert!(page.status == 200 && !page.has("Det här lärde vi oss"));
    let first = dialogue(&world, "25", "2026-11-16", "following_up").await;
    let second = dialogue(&world, "24", "2026-11-10", "closed").await;
    dialogue(&world, "24", "2025-11-10", "closed").await;
    evaluate(&elsa, first, "Regionen började", "Färre punkter", "0").await;
    write(&elsa, first, "Börja med länets läge", "").await;
    write(&elsa, second, "Lägg pausen tidigare", "").await;
    let page = elsa.get("/dialoger/omgangar/77").await;
    assert!(page.has("Det här lärde vi oss</h2>"));
    assert!(page.has("1 av 2 genomförda dialoger är utvärderade, 2 lärdomar"));
    assert!(
        page.has("Regionen började") && page.has("Färre punkter") && page.has("Inte utvärderad.")
    );
    assert!(page.has(&format!("/lardomar?dialog={first}")) && page.has("/lardomar?ar=2026"));
}
