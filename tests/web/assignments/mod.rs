//! The assignment ledger: filling a seat.

mod correcting;
mod ending;
mod knows;
mod sharing;

use crate::world::{Browser, World};
use ending::OPEN_WORK;

/// Peter Blad becomes länsansvarig in Dalarna, which is vacant.
const PETER_IN_DALARNA: [(&str, &str); 7] = [
    ("seat", "county/20"),
    ("person_id", "29"),
    ("kind", "ordinary"),
    ("is_primary", "ja"),
    ("valid_from", "2026-11-23"),
    ("valid_to", ""),
    ("once", "one"),
];

/// Anna Lind's assignment as länsansvarig in Norrbotten.
const ANNA: &str = "/bemanning/4";

fn with<'a>(
    fields: &[(&'a str, &'a str)],
    changed: &[(&'a str, &'a str)],
) -> Vec<(&'a str, &'a str)> {
    let kept = fields
        .iter()
        .filter(|(name, _)| !changed.iter().any(|(other, _)| other == name));
    kept.chain(changed).copied().collect()
}

/// Anna's assignment as its form shows it, with changes.
fn anna<'a>(version: &'a str, changed: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let shown = [
        ("person_id", "3"),
        ("kind", "ordinary"),
        ("is_primary", "ja"),
        ("valid_from", "2018-01-01"),
        ("valid_to", ""),
        ("version", version),
    ];
    with(&shown, changed)
}

async fn made(browser: &Browser, fields: &[(&str, &str)]) -> String {
    let page = browser.post("/bemanning/ny", fields).await;
    assert_eq!(page.status, 303, "{}", page.html);
    page.location
}

async fn ledger(world: &World) -> i64 {
    world
        .count("select count(*) * 1000 + coalesce(sum(version), 0) from assignments where removed_at is null")
        .await
}

#[tokio::test]
async fn an_administrator_fills_a_vacancy_and_the_function_is_hers_at_once() {
    let world = World::new().await;
    let peter = world.sign_in("Peter").await;
    assert!(!peter.get("/konto").await.has("änsansvarig Dalarna"));
    let admin = world.sign_in("Astrid").await;
    let form = admin
        .get("/bemanning/ny?funktion=county_officer&plats=20")
        .await;
    assert!(form.has("Bemanna länsansvarig för Dalarna") && form.has("Ej tillsatt"));
    let url = made(&admin, &PETER_IN_DALARNA).await;
    let page = admin.get(&url).await;
    assert!(
        page.has("Peter Blad")
            && page.has("Länsansvarig för Dalarna")
            && page.has("från 23 november 2026 och tills vidare")
    );
    assert!(peter.get("/konto").await.has("änsansvarig Dalarna"));
    assert!(peter.get("/team").await.has("12 av 12"));
    assert!(
        peter
            .get(&format!("{url}/historik"))
            .await
            .has("bemannade funktionen")
    );
    assert_eq!(world.events("assignment_made").await, 1);
}

#[tokio::test]
async fn only_chefer_and_administrators_staff_the_functions() {
    let world = World::new().await;
    world.without_work().await;
    world.arrange(OPEN_WORK).await;
    let before = ledger(&world).await;
    let version = [
        ("version", "1"),
        ("valid_to", "2026-12-31"),
        ("actions", "1"),
        ("owner", "5"),
    ];
    let forms: Vec<(&str, Vec<(&str, &str)>)> = vec![
        ("/bemanning/ny", PETER_IN_DALARNA.to_vec()),
        (
            "/bemanning/4/ratta",
            anna("1", &[("valid_to", "2027-01-31")]),
        ),
        ("/bemanning/4/avsluta", version.to_vec()),
        ("/bemanning/4/ta-bort", version.to_vec()),
        ("/bemanning/4/flytta", version.to_vec()),
    ];
    for name in ["Elsa", "Jonas", "Anna", "Karim", "Sara", "Lotta", "Peter"] {
        let browser = world.sign_in(name).await;
        for (path, fields) in &forms {
            let page = browser.post(path, fields).await;
            assert_eq!(page.status, 403, "{name} {path}");
            assert!(page.has("ändra bemanningen"), "{name} {path}");
            if !path.ends_with("flytta") {
                assert_eq!(browser.get(path).await.status, 403, "{name} {path}");
            }
        }
        let page = browser.get(ANNA).await;
        assert!(
            page.status == 200 && !page.has("/bemanning/4/avsluta"),
            "{name}"
        );
    }
    assert_eq!(ledger(&world).await, before);
    assert_eq!(world.events("action_handed_over").await, 0);
    for name in ["Ingela", "Astrid"] {
        let browser = world.sign_in(name).await;
        for (path, _) in &forms[..4] {
            assert_eq!(browser.get(path).await.status, 200, "{name} {path}");
        }
    }
    let visitor = world.visitor();
    assert_eq!(
        visitor
            .post("/bemanning/ny", &PETER_IN_DALARNA)
            .await
            .status,
        401
    );
}

#[tokio::test]
async fn bad_input_comes_back_whole_with_everything_that_is_wrong() {
    let world = World::new().await;
    let browser = world.sign_in("Ingela").await;
    let bad = [
        ("person_id", "9999"),
        ("kind", "vikarie"),
        ("valid_from", "i morgon"),
        ("valid_to", "31/12"),
    ];
    let page = browser
        .post("/bemanning/ny", &with(&PETER_IN_DALARNA, &bad))
        .await;
    assert_eq!(page.status, 422);
    for text in [
        "Välj en medarbetare.",
        "Välj ordinarie, tf. eller ersättare.",
        "Skriv datumet så här: 2026-11-23.",
        "i morgon",
        "31/12",
        "<title>Fel:",
    ] {
        assert!(page.has(text), "{text}");
    }
    assert_eq!(
        (page.field("seat"), page.field("once")),
        ("county/20".into(), "one".into())
    );
    let order = [("valid_from", "2027-02-01"), ("valid_to", "2027-01-31")];
    let page = browser
        .post("/bemanning/ny", &with(&PETER_IN_DALARNA, &order))
        .await;
    assert!(page.status == 422 && page.has("Slutdatum behöver vara samma dag"));
    let early = with(
        &PETER_IN_DALARNA,
        &[("seat", "lead/1"), ("valid_from", "2017-01-01")],
    );
    let page = browser.post("/bemanning/ny", &early).await;
    assert!(page.status == 422 && page.has("finns inte den dagen"));
    for seat in [
        "",
        "county/99",
        "issue/1/1",
        "lead/77",
        "lead/99999999999999999999",
        "å",
    ] {
        let page = browser
            .post("/bemanning/ny", &with(&PETER_IN_DALARNA, &[("seat", seat)]))
            .await;
        assert!(
            page.status == 422 && page.has("Välj en funktion."),
            "{seat}"
        );
    }
    assert_eq!(browser.post("/bemanning/ny", &[]).await.status, 422);
    assert_eq!(world.events("assignment_made").await, 0);
}

#[tokio::test]
async fn a_double_press_makes_one_assignment() {
    let world = World::new().await;
    let browser = world.sign_in("Ingela").await;
    let (a, b) = tokio::join!(
        browser.post("/bemanning/ny", &PETER_IN_DALARNA),
        browser.post("/bemanning/ny", &PETER_IN_DALARNA),
    );
    assert_eq!((a.status, b.status), (303, 303));
    assert_eq!(a.location, b.location);
    assert_eq!(world.events("assignment_made").await, 1);
}

#[tokio::test]
async fn an_assignment_can_be_entered_ahead_of_time() {
    let world = World::new().await;
    let browser = world.sign_in("Ingela").await;
    made(
        &browser,
        &with(&PETER_IN_DALARNA, &[("valid_from", "1 januari 2027")]),
    )
    .await;
    let today = browser.get("/team/norr").await;
    assert!(today.has("Ej tillsatt") && today.has("Kommande") && today.has("från 2027-01-01"));
    let then = browser.get("/team/norr?datum=2027-01-01").await;
    assert!(!then.has("Ej tillsatt") && then.has("Peter Blad"));
    let peter = world.sign_in("Peter").await;
    assert!(
        !peter.get("/konto").await.has("änsansvarig Dalarna"),
        "not before the day"
    );
}

#[tokio::test]
async fn an_ansvarig_for_sakfragor_is_narrowed_to_what_the_seat_has() {
    let world = World::new().await;
    let browser = world.sign_in("Ingela").await;
    let seat = with(&PETER_IN_DALARNA, &[("seat", "issue/3/4")]);
    let form = browser
        .get("/bemanning/ny?funktion=issue_officer&plats=3/4")
        .await;
    assert!(form.has("EU:s strukturfonder") && form.has("Blekinge") && !form.has("Norrbotten"));
    for (field, value, message) in [
        ("counties", "25", "Välj bland teamets län."),
        ("issue_areas", "1", "Välj bland avdelningens sakfrågor."),
        ("issue_areas", "x", "Välj bland avdelningens sakfrågor."),
    ] {
        let page = browser
            .post("/bemanning/ny", &with(&seat, &[(field, value)]))
            .await;
        assert!(page.status == 422 && page.has(message), "{field}");
    }
    let narrowed = with(
        &seat,
        &[
            ("counties", "12"),
            ("counties", "10"),
            ("issue_areas", "13"),
        ],
    );
    let page = browser.get(&made(&browser, &narrowed).await).await;
    assert!(
        page.has("Blekinge, Skåne och EU:s strukturfonder"),
        "{}",
        page.html
    );
    assert!(
        browser
            .get("/team/sodra")
            .await
            .has("endast Blekinge, Skåne och EU:s strukturfonder")
    );
}

#[tokio::test]
async fn what_does_not_exist_is_not_found_and_nothing_breaks() {
    let world = World::new().await;
    let browser = world.sign_in("Ingela").await;
    for id in [
        "999999",
        "-1",
        "abc",
        "99999999999999999999",
        "%F0%9F%A6%80",
    ] {
        for part in [
            "",
            "/ratta",
            "/avsluta",
            "/ta-bort",
            "/overlamning",
            "/historik",
        ] {
            let page = browser.get(&format!("/bemanning/{id}{part}")).await;
            assert!(
                matches!(page.status, 400 | 404),
                "{id}{part}: {}",
                page.status
            );
        }
        for part in ["ratta", "avsluta", "ta-bort", "flytta"] {
            let page = browser.post(&format!("/bemanning/{id}/{part}"), &[]).await;
            assert!(
                matches!(page.status, 400 | 404),
                "{id}{part}: {}",
                page.status
            );
        }
    }
    for query in [
        "",
        "?funktion=x&plats=y",
        "?funktion=county_officer&plats=99",
        "?funktion=lead&plats=-5",
    ] {
        let page = browser.get(&format!("/bemanning/ny{query}")).await;
        assert!(
            page.status == 200 && page.has("Välj först vilken funktion"),
            "{query}"
        );
    }
    let page = browser
        .get("/bemanning/4/avsluta?valid_to=2100-12-31")
        .await;
    assert_eq!(page.status, 200);
}
