//! What more an action is: who promised whom, of which kind it is, what it led to, and what the region may read.

use super::form;
use crate::arrange::{action, dialogue, run};
use crate::world::World;

#[tokio::test]
async fn a_promise_of_the_region_or_of_another_agency_is_told_as_theirs() {
    let world = World::quiet().await;
    let anna = world.sign_in("Anna Lind").await;
    let theirs = [("direction", "from_region"), ("title", "Regionens löfte")];
    let made = anna.post("/insatser/ny", &form(&theirs)).await;
    assert_eq!(made.status, 303, "{}", made.html);
    assert!(
        anna.get(&made.location)
            .await
            .has("Regionen till myndigheten")
    );
    let third = [("direction", "third"), ("title", "Vinnovas löfte")];
    let page = anna.post("/insatser/ny", &form(&third)).await;
    assert!(page.status == 422 && page.has("Välj vilken myndighet som har lovat."));
    let named = [third[0], third[1], ("agency_id", "16")];
    let made = anna.post("/insatser/ny", &form(&named)).await;
    assert!(anna.get(&made.location).await.has("Vinnova"));
    anna.post("/insatser/ny", &form(&[("title", "Vårt löfte")]))
        .await;
    for (asked, there, not) in [
        ("from_region", "Regionens löfte", "Vårt löfte"),
        ("third", "Vinnovas löfte", "Regionens löfte"),
        ("to_region", "Vårt löfte", "Vinnovas löfte"),
    ] {
        let list = anna.get(&format!("/insatser?lovat={asked}")).await;
        assert!(list.has(there) && !list.has(not), "{asked}");
    }
    let list = anna.get("/insatser").await;
    assert!(list.has("Regionen har lovat") && list.has("Vinnova har lovat"));
    let file = anna.get("/insatser?format=csv").await;
    assert!(file.has("Vem har lovat") && file.has("Regionen till myndigheten"));
}

#[tokio::test]
async fn an_operativ_insats_is_judged_and_the_judgement_is_in_the_log() {
    let world = World::quiet().await;
    let anna = world.sign_in("Anna Lind").await;
    let page = anna
        .post("/insatser/ny", &form(&[("kind", "operational")]))
        .await;
    assert_eq!(page.status, 422);
    assert!(
        page.has("Svara om insatsen är relevant") && page.has("Skriv varför, i en rad eller två.")
    );
    let judged = |yes| {
        [
            ("kind", "operational"),
            ("relevant", yes),
            ("relevance", "Ingen annan samlar företagen."),
        ]
    };
    let page = anna.post("/insatser/ny", &form(&judged("nej"))).await;
    assert!(
        page.status == 422 && page.has("bedömd som inte relevant"),
        "decided, and not relevant"
    );
    let made = anna.post("/insatser/ny", &form(&judged("ja"))).await;
    assert_eq!(made.status, 303, "{}", made.html);
    let page = anna.get(&made.location).await;
    assert!(page.has("Operativ insats") && page.has("Anna Lind, 23 november 2026"));
    let log = anna.get("/bedomningar?fraga=operational").await;
    for text in [
        "Relevant",
        "Ingen annan samlar företagen.",
        "Gemensam kartläggning av kompetensbehov",
        "Norrbotten",
    ] {
        assert!(log.has(text), "{text}");
    }
    assert!(
        anna.get("/bedomningar?lan=norrbotten")
            .await
            .has("Operativ insats")
    );
    assert!(
        !anna
            .get("/bedomningar?lan=skane")
            .await
            .has("Ingen annan samlar")
    );
    let list = anna.get("/insatser?slag=operational").await;
    assert!(list.has("Operativ insats") && list.has("1 insats"));
    let status = format!("{}/status", made.location);
    run(&world, "update actions set relevant = 0").await;
    let page = anna
        .post(&status, &[("status", "ongoing"), ("version", "1")])
        .await;
    assert!(page.status == 422 && page.has("bedömd som inte relevant"));
}

#[tokio::test]
async fn done_tells_both_what_came_of_it_and_what_that_led_to() {
    let world = World::quiet().await;
    let id = action(&world, "Kartläggning", &["25"], "county/25", "2026-12-01").await;
    let anna = world.sign_in("Anna Lind").await;
    let path = format!("/insatser/{id}/status");
    let fields = |effect| {
        [
            ("status", "done"),
            ("result", "Rapporten är klar."),
            ("effect", effect),
            ("version", "1"),
        ]
    };
    let page = anna.post(&path, &fields(" ")).await;
    assert_eq!(page.status, 422);
    assert!(page.has("Skriv vilken effekt insatsen har haft") && page.has("Rapporten är klar."));
    assert_eq!(
        anna.post(&path, &fields("Går inte att säga ännu"))
            .await
            .status,
        303
    );
    let page = anna.get(&format!("/insatser/{id}")).await;
    assert!(page.has("Resultat och effekt") && page.has("Går inte att säga ännu"));
}

#[tokio::test]
async fn what_the_region_may_read_is_internal_until_someone_says_otherwise() {
    let world = World::quiet().await;
    let anna = world.sign_in("Anna Lind").await;
    let made = anna.post("/insatser/ny", &form(&[])).await;
    assert!(anna.get(&made.location).await.has("Insatsen är intern."));
    let open = [
        ("shareable", "ja"),
        ("region_text", "Kartläggningen börjar i vår."),
        ("serves_conditions", "ja"),
    ];
    let made = anna.post("/insatser/ny", &form(&open)).await;
    let page = anna.get(&made.location).await;
    for text in [
        "Regionen får veta",
        "Kartläggningen börjar i vår.",
        "Regionens förutsättningar",
    ] {
        assert!(page.has(text), "{text}");
    }
}

#[tokio::test]
async fn a_line_of_a_dialogue_becomes_an_insats_in_one_step() {
    let world = World::quiet().await;
    let of = dialogue(&world, "25", "2026-11-20", "following_up").await;
    assert_eq!(of, 1);
    run(
        &world,
        "insert into outcomes (id, dialogue_id, issue_area_id, kind, text, shareable, token, position, created_at, updated_at)
         values (7, 1, 1, 'action', 'Kartlägg behoven i länet', 1, 't', 1, '2026-11-20T10:00:00Z', '2026-11-20T10:00:00Z')",
    )
    .await;
    let anna = world.sign_in("Anna Lind").await;
    let page = anna.get("/insatser/ny?utfall=7").await;
    for text in [
        "value=\"Kartlägg behoven i länet\"",
        "value=\"25\" checked",
        "value=\"1\" selected>Norrbotten 2026-11-20",
        "name=\"utfall\" value=\"7\"",
        "name=\"shareable\" value=\"ja\" checked",
    ] {
        assert!(page.has(text), "{text}");
    }
    let fields = [
        ("title", "Kartlägg behoven i länet"),
        ("dialogue_id", "1"),
        ("utfall", "7"),
    ];
    let made = anna.post("/insatser/ny", &form(&fields)).await;
    assert_eq!(made.status, 303, "{}", made.html);
    assert_eq!(world.count("select action_id from outcomes").await, 1);
    let again = anna.get("/insatser/ny?utfall=7").await;
    assert_eq!((again.status, again.location), (303, made.location));
    let twice = anna.post("/insatser/ny", &form(&fields)).await;
    assert_eq!(twice.status, 409, "the line is an insats already");
    assert_eq!(world.count("select count(*) from actions").await, 1);
    for unknown in ["99", "x"] {
        assert_eq!(
            anna.get(&format!("/insatser/ny?utfall={unknown}"))
                .await
                .status,
            404
        );
    }
}
