//! Insatser: made, changed, followed up, found – and by whom.

mod checkins;
mod full;
mod given;
mod report;

use crate::arrange::{action, dialogue};
use crate::world::{Browser, Page, World};

/// A form that is right, with some fields otherwise.
fn form<'a>(changed: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let right = [
        ("title", "Gemensam kartläggning av kompetensbehov"),
        ("counties", "25"),
        ("unit_id", "1"),
        ("due_on", "2027-03-01"),
        ("status", "decided"),
        ("description", "Med **regionen** och lärosätet."),
    ];
    let other = |name: &str| changed.iter().any(|(each, _)| *each == name);
    let kept = right.into_iter().filter(|(name, _)| !other(name));
    kept.chain(changed.iter().copied()).collect()
}

async fn change(browser: &Browser, id: i64, changed: &[(&str, &str)]) -> Page {
    let path = format!("/insatser/{id}/andra");
    let version = browser.get(&path).await.field("version");
    let version = [
        ("version", version.as_str()),
        ("owner_seat", "county/25"),
        ("title", "Kartläggning"),
    ];
    let other = |name: &str| changed.iter().any(|(each, _)| *each == name);
    let kept = version.into_iter().filter(|(name, _)| !other(name));
    let fields: Vec<_> = kept.chain(changed.iter().copied()).collect();
    browser.post(&path, &form(&fields)).await
}

#[tokio::test]
async fn a_county_officer_makes_an_action_that_falls_on_her_function() {
    let world = World::quiet().await;
    let anna = world.sign_in("Anna Lind").await;
    let page = anna.get("/insatser/ny?lan=norrbotten").await;
    assert_eq!(page.status, 200);
    assert!(
        page.has("value=\"county/25\" selected"),
        "her own seat is proposed"
    );
    assert!(!page.has(">Skåne</label>"), "only where she may");
    let made = anna
        .post("/insatser/ny", &form(&[("issue_area_id", "1")]))
        .await;
    assert_eq!(made.status, 303, "{}", made.html);
    let page = anna.get(&made.location).await;
    for text in [
        "Gemensam kartläggning",
        "Länsansvarig, Norrbotten · Anna Lind",
        "<strong>regionen</strong>",
        "Beslutad",
        "2027-03-01",
    ] {
        assert!(page.has(text), "{text}");
    }
    assert_eq!(world.events("action_made").await, 1);
    let history = anna.get(&format!("{}/historik", made.location)).await;
    assert!(history.has("skapade insatsen") && history.has("Kompetensförsörjning"));
}

#[tokio::test]
async fn a_double_press_makes_one_action() {
    let world = World::quiet().await;
    let anna = world.sign_in("Anna Lind").await;
    let once = anna.get("/insatser/ny").await.field("once");
    let fields = form(&[("once", &once)]);
    let first = anna.post("/insatser/ny", &fields).await;
    let second = anna.post("/insatser/ny", &fields).await;
    assert_eq!(
        (first.status, first.location),
        (second.status, second.location.clone())
    );
    assert_eq!(world.count("select count(*) from actions").await, 1);
    let said = second.headers["set-cookie"].to_str().expect("a line");
    assert!(said.contains("redan+sparat"), "the second press says so");
}

#[tokio::test]
async fn from_a_dialogue_the_county_and_the_dialogue_are_filled_in() {
    let world = World::quiet().await;
    let id = dialogue(&world, "25", "2026-12-03", "preparing")
        .await
        .to_string();
    let anna = world.sign_in("Anna Lind").await;
    let page = anna.get(&format!("/insatser/ny?dialog={id}")).await;
    assert!(page.has(&format!("value=\"{id}\" selected>Norrbotten 2026-12-03")));
    let wrong = [("dialogue_id", id.as_str()), ("counties", "24")];
    let refused = anna.post("/insatser/ny", &form(&wrong)).await;
    assert_eq!(refused.status, 422);
    assert!(refused.has("Dialogen gäller Norrbotten."));
    let made = anna
        .post("/insatser/ny", &form(&[("dialogue_id", &id)]))
        .await;
    let page = anna.get(&made.location).await;
    assert!(page.has("Dialogen med Norrbotten 2026-12-03") && !page.has("Inställd"));
    crate::arrange::run(&world, "update dialogues set phase = 'cancelled'").await;
    assert!(anna.get(&made.location).await.has("Inställd"));
    for unknown in ["99999", "x"] {
        let page = anna.get(&format!("/insatser/ny?dialog={unknown}")).await;
        assert_eq!(page.status, 404, "{unknown}");
    }
    let elsewhere = dialogue(&world, "12", "2026-12-03", "preparing").await;
    let page = anna.get(&format!("/insatser/ny?dialog={elsewhere}")).await;
    assert_eq!(page.status, 403);
}

#[tokio::test]
async fn whom_it_is_not_for_is_refused_and_keeps_her_text() {
    let world = World::quiet().await;
    let anna = world.sign_in("Anna Lind").await;
    let refused = anna
        .post("/insatser/ny", &form(&[("counties", "12")]))
        .await;
    assert_eq!(refused.status, 403);
    assert!(refused.has("Kontakta uppdragsansvarig för Team Södra: Jonas Ekdahl."));
    assert!(refused.has("Med **regionen**"), "the text is still there");
    for name in ["Lotta Grön", "Peter Blad", "Astrid Vik"] {
        let other = world.sign_in(name).await;
        assert_eq!(other.get("/insatser/ny").await.status, 403, "{name}");
        assert_eq!(
            other.post("/insatser/ny", &form(&[])).await.status,
            403,
            "{name}"
        );
    }
    let karim = world.sign_in("Karim Nasser").await;
    let elsewhere = karim.post("/insatser/ny", &form(&[("unit_id", "9")])).await;
    assert_eq!(elsewhere.status, 403, "another department's unit");
    assert_eq!(world.count("select count(*) from actions").await, 0);
    assert_eq!(
        karim
            .post("/insatser/ny", &form(&[("unit_id", "3")]))
            .await
            .status,
        303
    );
}

#[tokio::test]
async fn mistakes_come_back_whole() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa Norling").await;
    let wrong = [
        ("title", " "),
        ("due_on", "snart"),
        ("unit_id", "999"),
        ("status", "x"),
        ("issue_area_id", "y"),
    ];
    let page = elsa.post("/insatser/ny", &form(&wrong)).await;
    assert_eq!(page.status, 422);
    for text in [
        "Rätta 5 uppgifter",
        "Skriv en titel.",
        "Skriv datumet så här: 2026-11-23.",
        "Med **regionen**",
        "value=\"snart\"",
        "value=\"25\" checked",
    ] {
        assert!(page.has(text), "{text}");
    }
    let none = elsa.post("/insatser/ny", &[]).await;
    assert!(none.status == 422 && none.has("Välj minst ett län."));
    let both = [("owner_seat", "lead/1"), ("owner_person_id", "999999")];
    assert_eq!(elsa.post("/insatser/ny", &form(&both)).await.status, 422);
    assert_eq!(
        elsa.post("/insatser/ny", &form(&[("owner_seat", "lead/77")]))
            .await
            .status,
        422
    );
    assert_eq!(
        elsa.post("/insatser/ny", &form(&[("counties", "99")]))
            .await
            .status,
        403
    );
    assert_eq!(world.count("select count(*) from actions").await, 0);
}

#[tokio::test]
async fn a_changed_due_date_keeps_the_old_one_visible() {
    let world = World::quiet().await;
    let id = action(&world, "Kartläggning", &["25"], "county/25", "2026-12-01").await;
    let anna = world.sign_in("Anna Lind").await;
    let changed = change(&anna, id, &[("due_on", "15/1 2027")]).await;
    assert_eq!(
        (changed.status, changed.location),
        (303, format!("/insatser/{id}")),
        "{}",
        changed.html
    );
    let page = anna.get(&format!("/insatser/{id}")).await;
    assert!(page.has("tidigare </span>2026-12-01</del>") && page.has("2027-01-15"));
    assert!(page.has("ändrat 23 november 2026 av Anna Lind"));
    assert_eq!(world.events("action_changed").await, 1);
    let again = change(&anna, id, &[("due_on", "2027-01-15")]).await;
    assert_eq!(again.status, 303);
    assert_eq!(
        world.events("action_changed").await,
        1,
        "nothing was changed"
    );
}

#[tokio::test]
async fn a_change_that_cannot_be_saved_comes_back_whole() {
    let world = World::quiet().await;
    let id = action(&world, "Kartläggning", &["25"], "county/25", "2026-12-01").await;
    let anna = world.sign_in("Anna Lind").await;
    let wrong = [
        ("due_on", "31/11 2026"),
        ("status", "done"),
        ("result", " "),
    ];
    let page = change(&anna, id, &wrong).await;
    assert_eq!(page.status, 422);
    for text in [
        "31/11 2026",
        "Skriv datumet så här: 2026-11-23.",
        "Med **regionen**",
    ] {
        assert!(page.has(text), "{text}");
    }
    let page = change(&anna, id, &[("status", "stopped")]).await;
    assert!(page.status == 422 && page.has("Skriv varför insatsen avbryts."));
    let page = change(&anna, id, &[("title", "811218-9876")]).await;
    assert!(page.status == 422 && page.has("personnummer"));
    assert_eq!(world.count("select version from actions").await, 1);
}

#[tokio::test]
async fn two_who_meet_lose_nothing() {
    let world = World::quiet().await;
    let id = action(&world, "Kartläggning", &["25"], "county/25", "2026-12-01").await;
    let (anna, elsa) = (
        world.sign_in("Anna Lind").await,
        world.sign_in("Elsa Norling").await,
    );
    assert_eq!(
        change(
            &elsa,
            id,
            &[("title", "Kartläggning av behov"), ("due_on", "2026-12-01")]
        )
        .await
        .status,
        303
    );
    let stale = [
        ("version", "1"),
        ("due_on", "2027-02-01"),
        ("description", ""),
        ("status", "ongoing"),
    ];
    let merged = change(&anna, id, &stale).await;
    assert_eq!(merged.status, 303, "different fields: {}", merged.html);
    let page = anna.get(&format!("/insatser/{id}")).await;
    assert!(page.has("Kartläggning av behov") && page.has("2027-02-01"));
    let clash = change(&anna, id, &[("version", "1"), ("title", "Min titel")]).await;
    assert_eq!(clash.status, 409);
    for text in [
        "Någon annan har ändrat insatsen",
        "Min titel",
        "Kartläggning av behov",
        "Så stod det",
    ] {
        assert!(clash.has(text), "{text}");
    }
    assert_eq!(clash.field("version"), "3");
}

#[tokio::test]
async fn moving_an_action_needs_the_right_at_both_places() {
    let world = World::quiet().await;
    let id = action(&world, "Kartläggning", &["25"], "county/25", "2026-12-01").await;
    let (anna, elsa, jonas) = (
        world.sign_in("Anna Lind").await,
        world.sign_in("Elsa Norling").await,
        world.sign_in("Jonas Ekdahl").await,
    );
    assert_eq!(
        jonas.get(&format!("/insatser/{id}/andra")).await.status,
        403
    );
    assert_eq!(
        jonas
            .post(&format!("/insatser/{id}/andra"), &form(&[]))
            .await
            .status,
        403
    );
    let away = change(&elsa, id, &[("counties", "12")]).await;
    assert!(away.status == 403 && away.has("Jonas Ekdahl") && away.has("Med **regionen**"));
    let given = change(&anna, id, &[("owner_seat", "lead/1")]).await;
    assert_eq!(
        given.status, 403,
        "she may change what is her own, not give it away"
    );
    let both = [("counties", "25"), ("counties", "12")];
    let wider = change(&anna, id, &both).await;
    assert!(wider.status == 403 && wider.has("skapa en insats i det här länet"));
    assert_eq!(world.count("select version from actions").await, 1);
    let moved = change(&elsa, id, &[("counties", "19"), ("owner_seat", "lead/2")]).await;
    assert_eq!(moved.status, 303, "Elsa leads both teams");
    assert_eq!(
        anna.get(&format!("/insatser/{id}/andra")).await.status,
        403,
        "no longer Anna's"
    );
}

#[tokio::test]
async fn what_does_not_exist_is_not_found() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa Norling").await;
    for id in ["9999", "abc", "99999999999999999999", "-1"] {
        for end in ["", "/andra", "/historik"] {
            let status = elsa.get(&format!("/insatser/{id}{end}")).await.status;
            assert!([400, 404].contains(&status), "{id}{end}: {status}");
        }
    }
    for end in ["andra", "status", "uppfoljningar"] {
        assert_eq!(
            elsa.post(&format!("/insatser/9999/{end}"), &form(&[]))
                .await
                .status,
            404
        );
    }
}
