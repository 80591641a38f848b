//! Erbjudanden: added, changed, ended, found, and whose they are.

use crate::world::{Browser, World};

const OFFER: [(&str, &str); 6] = [
    ("title", "Rådgivning för småföretag"),
    ("kind", "support"),
    ("unit_id", "3"),
    ("issue_areas", "3"),
    ("valid_from", "2026-01-01"),
    ("description", "En *timme* i veckan."),
];

fn with<'a>(other: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let named = |name: &str| other.iter().any(|(each, _)| *each == name);
    let rest = OFFER.iter().copied().filter(|(name, _)| !named(name));
    rest.chain(other.iter().copied()).collect()
}

pub async fn offer(browser: &Browser, other: &[(&str, &str)]) -> String {
    let page = browser.post("/erbjudanden/nytt", &with(other)).await;
    assert_eq!(page.status, 303, "{}", page.html);
    page.location
}

#[tokio::test]
async fn an_offer_is_added_changed_and_ended() {
    let world = World::quiet().await;
    let karim = world.sign_in("Karim").await;
    let url = offer(&karim, &[("issue_areas", "3"), ("issue_areas", "2")]).await;
    let page = karim.get(&url).await;
    for words in [
        "Rådgivning för småföretag",
        "En <em>timme</em> i veckan.",
        "Innovation och förnyelse",
        "Entreprenörskap, Företag",
        "från 2026-01-01, tills vidare",
    ] {
        assert!(page.has(words), "{words}");
    }
    let changed = with(&[
        ("title", "Rådgivning"),
        ("issue_areas", "3"),
        ("version", "1"),
    ]);
    assert_eq!(
        karim.post(&format!("{url}/andra"), &changed).await.status,
        303
    );
    assert!(!karim.get(&url).await.has("Innovation och förnyelse"));
    let early = karim
        .post(
            &format!("{url}/avsluta"),
            &[("valid_to", "2025-12-31"), ("version", "2")],
        )
        .await;
    assert!(early.status == 422 && early.has("2025-12-31"));
    let ended = [("valid_to", "2026-11-22"), ("version", "2")];
    assert_eq!(
        karim.post(&format!("{url}/avsluta"), &ended).await.status,
        303
    );
    assert!(karim.get(&url).await.has("Gäller inte nu"));
    assert!(!karim.get("/erbjudanden").await.has(&url));
    assert!(karim.get("/erbjudanden?visa=alla").await.has(&url));
    let log = karim.get(&format!("{url}/historik")).await;
    for words in [
        "lade till erbjudandet",
        "ändrade erbjudandet",
        "avslutade erbjudandet",
    ] {
        assert!(log.has(words), "{words}");
    }
    assert!(log.has("<del>Innovation och förnyelse, Entreprenörskap och företagande</del>"));
}

#[tokio::test]
async fn a_double_press_makes_one_offer_and_mistakes_keep_the_text() {
    let world = World::quiet().await;
    let karim = world.sign_in("Karim").await;
    let once = karim.get("/erbjudanden/nytt").await.field("once");
    let fields = with(&[("once", &once)]);
    let first = karim.post("/erbjudanden/nytt", &fields).await;
    let second = karim.post("/erbjudanden/nytt", &fields).await;
    assert_eq!((second.status, &second.location), (303, &first.location));
    let number = "select count(*) from offers";
    assert_eq!(world.count(number).await, 1);
    for (field, value) in [
        ("title", " "),
        ("kind", "gratis"),
        ("unit_id", ""),
        ("issue_areas", "999"),
        ("valid_from", "31 februari"),
        ("valid_to", "2025-01-01"),
        ("link", "javascript:alert(1)"),
        ("description", "Ring 811218-9876"),
    ] {
        let title = ("title", "Titeln <i>står kvar");
        let other = if field == "title" {
            vec![(field, value)]
        } else {
            vec![title, (field, value)]
        };
        let page = karim.post("/erbjudanden/nytt", &with(&other)).await;
        assert!(
            page.status == 422 && page.has(&format!("error-{field}")),
            "{field}: {}",
            page.status
        );
        assert!(
            field == "title" || page.has("Titeln &#60;i&#62;står kvar"),
            "{field}"
        );
    }
    assert_eq!(world.count(number).await, 1);
}

#[tokio::test]
async fn an_offer_is_kept_by_leads_chefer_and_its_own_department() {
    let world = World::quiet().await;
    let karim = world.sign_in("Karim").await;
    let url = offer(&karim, &[]).await;
    let rows = [
        ("Elsa", true),
        ("Jonas", true),
        ("Ingela", true),
        ("Hanna", true),
        ("Eva", false),
        ("Anna", false),
        ("Lotta", false),
        ("Peter", false),
        ("Astrid", false),
    ];
    for (name, may) in rows {
        let browser = world.sign_in(name).await;
        let form = browser.get(&format!("{url}/andra")).await;
        assert_eq!(form.status, if may { 200 } else { 403 }, "{name}");
        if !may {
            let fields = with(&[("version", "1"), ("valid_to", "2026-12-31")]);
            for path in [
                format!("{url}/andra"),
                format!("{url}/avsluta"),
                "/erbjudanden/nytt".to_owned(),
            ] {
                assert_eq!(
                    browser.post(&path, &fields).await.status,
                    403,
                    "{name} {path}"
                );
            }
        }
    }
    let moved = with(&[("unit_id", "5"), ("version", "1")]);
    let refused = karim.post(&format!("{url}/andra"), &moved).await;
    assert_eq!(refused.status, 403, "not to another department");
    assert!(refused.has("Rådgivning för småföretag"));
    world.arrange("insert into assignment_issue_areas (assignment_id, issue_area_id) select id, 2 from assignments where person_id = 17").await;
    let karim = world.sign_in("Karim").await;
    assert_eq!(
        karim.get(&format!("{url}/andra")).await.status,
        403,
        "narrowed to another issue area"
    );
    assert_eq!(world.count("select sum(version) from offers").await, 1);
}

#[tokio::test]
async fn the_register_is_narrowed_by_its_address_and_comes_as_a_file() {
    let world = World::new().await;
    let lotta = world.sign_in("Lotta").await;
    let rows = [
        (
            "",
            "select count(*) from offers where valid_from <= '2026-11-23' and (valid_to is null or valid_to >= '2026-11-23')",
        ),
        ("visa=alla", "select count(*) from offers"),
        (
            "slag=call",
            "select count(*) from offers where kind = 'call' and valid_to >= '2026-11-23'",
        ),
        (
            "avdelning=5",
            "select count(*) from offers where unit_id in (9, 10) and valid_to is null",
        ),
        (
            "sakfraga=13&visa=alla",
            "select count(*) from offer_issue_areas where issue_area_id = 13",
        ),
        (
            "q=TILLSTANDSPROVNING",
            "select count(*) from offers where title = 'Dialogverktyg för tillståndsprövning'",
        ),
        ("avdelning=x", "select 0"),
    ];
    for (query, count) in rows {
        let expected = world.count(count).await;
        let page = lotta.get(&format!("/erbjudanden?{query}")).await;
        assert_eq!(
            page.html.matches("<tr><th scope=\"row\">").count() as i64,
            expected,
            "{query}"
        );
        let file = lotta.get(&format!("/erbjudanden?{query}&format=csv")).await;
        assert_eq!(file.html.lines().count() as i64, expected + 1, "{query}");
    }
    assert!(
        lotta
            .get("/erbjudanden?q=finnsinte")
            .await
            .has("Inga träffar.")
    );
}

#[tokio::test]
async fn two_who_change_an_offer_see_each_other() {
    let world = World::quiet().await;
    let (karim, hanna) = (world.sign_in("Karim").await, world.sign_in("Hanna").await);
    let url = format!("{}/andra", offer(&karim, &[]).await);
    assert_eq!(
        karim
            .post(&url, &with(&[("title", "Karims"), ("version", "1")]))
            .await
            .status,
        303
    );
    assert_eq!(
        hanna
            .post(&url, &with(&[("kind", "tool"), ("version", "1")]))
            .await
            .status,
        303
    );
    let clash = hanna
        .post(&url, &with(&[("title", "Hannas"), ("version", "1")]))
        .await;
    assert_eq!(clash.status, 409);
    assert!(clash.has("Karims") && clash.has("Hannas"));
}
