//! Behov: noted, matched to offers, closed with a reason, and the gaps per department.

use crate::arrange::dialogue;
use crate::offers::offer;
use crate::world::{Browser, World};
use std::collections::BTreeMap;

const NEED: [(&str, &str); 6] = [
    ("title", "Fler svetsare"),
    ("county", "25"),
    ("issue_area_id", "3"),
    ("source", "contact"),
    ("raised_on", "2026-11-20"),
    ("description", "Minst *tjugo*."),
];

fn with<'a>(other: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let named = |name: &str| other.iter().any(|(each, _)| *each == name);
    let rest = NEED.iter().copied().filter(|(name, _)| !named(name));
    rest.chain(other.iter().copied()).collect()
}

async fn need(browser: &Browser, other: &[(&str, &str)]) -> String {
    let page = browser.post("/behov/nytt", &with(other)).await;
    assert_eq!(page.status, 303, "{}", page.html);
    page.location
}

fn id(url: &str) -> &str {
    url.rsplit('/').next().unwrap_or_default()
}

#[tokio::test]
async fn a_need_is_noted_matched_closed_and_opened_again() {
    let world = World::quiet().await;
    let karim = world.sign_in("Karim").await;
    let near = offer(&karim, &[("title", "Nära")]).await;
    let far = offer(&karim, &[("title", "Långt bort"), ("issue_areas", "5")]).await;
    let url = need(&karim, &[("municipality", "2584")]).await;
    let page = karim.get(&url).await;
    assert!(
        page.has("Saknar erbjudande") && page.has("Kiruna") && page.has("Minst <em>tjugo</em>.")
    );
    let place = |words: &str| page.html.find(words).expect("proposed");
    let fold = place("<details class=\"more\">");
    assert!(
        place("Nära") < fold && fold < place("Långt bort"),
        "the same issue area first"
    );
    let matched = [
        ("offers", id(&near)),
        ("offers", id(&far)),
        ("version", "1"),
    ];
    assert_eq!(
        karim
            .post(&format!("{url}/erbjudanden"), &matched)
            .await
            .status,
        303
    );
    assert!(karim.get(&url).await.has("Har erbjudande"));
    for other in [&near, &far] {
        assert!(
            karim.get(other).await.has("Fler svetsare"),
            "the offer shows the need"
        );
    }
    let close = format!("{url}/avsluta");
    let empty = karim
        .post(&close, &[("close_reason", " "), ("version", "2")])
        .await;
    assert!(empty.status == 422 && empty.has("Skriv varför behovet avslutas."));
    let closed = [("close_reason", "Löst av kommunen"), ("version", "2")];
    assert_eq!(karim.post(&close, &closed).await.status, 303);
    let page = karim.get(&url).await;
    assert!(page.has("Löst av kommunen") && page.has("Öppna behovet igen"));
    assert!(!karim.get(&near).await.has("Fler svetsare"));
    let late = karim
        .post(&format!("{url}/erbjudanden"), &[("version", "3")])
        .await;
    assert!(late.status == 422 && late.has("Behovet är avslutat"));
    let late = karim
        .post(&format!("{url}/andra"), &with(&[("version", "3")]))
        .await;
    assert!(late.status == 422 && late.has("Behovet är avslutat"));
    assert_eq!(
        karim
            .post(&format!("{url}/oppna"), &[("version", "3")])
            .await
            .status,
        303
    );
    assert!(karim.get("/behov").await.has(&url));
    let log = karim.get(&format!("{url}/historik")).await;
    for words in [
        "lade till behovet",
        "matchade behovet",
        "avslutade behovet",
        "tog tillbaka uppgiften",
        "Långt bort",
        "Kiruna",
    ] {
        assert!(log.has(words), "{words}");
    }
}

#[tokio::test]
async fn a_kommun_lies_in_its_lan_and_a_dialogue_is_the_lans_own() {
    let world = World::quiet().await;
    let anna = world.sign_in("Anna").await;
    let here = dialogue(&world, "25", "2026-10-01", "following_up")
        .await
        .to_string();
    let there = dialogue(&world, "24", "2026-10-02", "following_up")
        .await
        .to_string();
    let form = anna.get("/behov/nytt").await;
    assert!(
        form.has("<optgroup label=\"Norrbotten\">")
            && form.has("<option value=\"2482\">Skellefteå</option>")
    );
    assert!(
        !form.has("<optgroup label=\"Kalmar\">"),
        "only where she may keep needs"
    );
    for (other, field, words) in [
        (
            vec![("municipality", "2482")],
            "municipality",
            "Skellefteå ligger i Västerbotten, inte i Norrbotten.",
        ),
        (
            vec![("municipality", "9999")],
            "municipality",
            "Välj en kommun i listan.",
        ),
        (
            vec![("source", "dialogue")],
            "dialogue_id",
            "Välj vilken dialog behovet kom fram i.",
        ),
        (
            vec![("source", "dialogue"), ("dialogue_id", &*there)],
            "dialogue_id",
            "Dialogen gäller Västerbotten.",
        ),
        (
            vec![("raised_on", "2026-11-24")],
            "raised_on",
            "Datumet har inte varit ännu.",
        ),
        (vec![("title", "")], "title", "Skriv vad som behövs."),
        (vec![("county", "")], "county", "Välj ett län."),
        (
            vec![("issue_area_id", "")],
            "issue_area_id",
            "Välj en sakfråga.",
        ),
        (vec![("source", "")], "source", "Välj var behovet kom fram."),
    ] {
        let page = anna.post("/behov/nytt", &with(&other)).await;
        assert_eq!(page.status, 422, "{other:?}");
        assert!(
            page.has(words) && page.has(&format!("error-{field}")),
            "{other:?}"
        );
        assert!(page.has("Minst *tjugo*."), "{other:?}");
    }
    assert_eq!(world.count("select count(*) from needs").await, 0);
    let form = anna.get(&format!("/behov/nytt?dialog={here}")).await;
    assert!(form.has("value=\"25\" selected") && form.has("value=\"2026-10-01\""));
    let url = need(
        &anna,
        &[
            ("source", "dialogue"),
            ("dialogue_id", &here),
            ("municipality", "2580"),
        ],
    )
    .await;
    assert!(
        anna.get(&url)
            .await
            .has(&format!("/dialoger/{here}\">Norrbotten 2026-10-01"))
    );
    assert!(
        anna.get(&format!("/dialoger/{here}/historik"))
            .await
            .has("lade till behovet")
    );
}

#[tokio::test]
async fn needs_are_kept_by_the_teams_functions_and_chefer_in_their_own_place() {
    let world = World::quiet().await;
    let url = need(&world.sign_in("Anna").await, &[]).await;
    let rows = [
        ("Anna", true),
        ("Elsa", true),
        ("Karim", true),
        ("Ingela", true),
        ("Jonas", false),
        ("Mats", false),
        ("Hanna", false),
        ("Eva", false),
        ("Lotta", false),
        ("Peter", false),
        ("Astrid", false),
    ];
    for (name, may) in rows {
        let browser = world.sign_in(name).await;
        let form = browser.get(&format!("{url}/andra")).await;
        assert_eq!(form.status, if may { 200 } else { 403 }, "{name}");
        if !may {
            for noun in ["andra", "erbjudanden", "avsluta", "oppna"] {
                let fields = with(&[("version", "1"), ("close_reason", "Nej")]);
                assert_eq!(
                    browser.post(&format!("{url}/{noun}"), &fields).await.status,
                    403,
                    "{name} {noun}"
                );
            }
            assert_eq!(
                browser.post("/behov/nytt", &with(&[])).await.status,
                403,
                "{name}"
            );
        }
    }
    let karim = world.sign_in("Karim").await;
    let away = karim
        .post(
            &format!("{url}/andra"),
            &with(&[("issue_area_id", "6"), ("version", "1")]),
        )
        .await;
    assert!(
        away.status == 403 && away.has("Minst *tjugo*."),
        "not to another department"
    );
    assert_eq!(world.count("select sum(version) from needs").await, 1);
}

#[tokio::test]
async fn two_who_match_a_need_see_each_other() {
    let world = World::quiet().await;
    let (karim, anna) = (world.sign_in("Karim").await, world.sign_in("Anna").await);
    let offers = [
        offer(&karim, &[("title", "Det ena")]).await,
        offer(&karim, &[("title", "Det andra")]).await,
    ];
    let url = need(&anna, &[]).await;
    let matching = format!("{url}/erbjudanden");
    let one = [("offers", id(&offers[0])), ("version", "1")];
    let other = [("offers", id(&offers[1])), ("version", "1")];
    assert_eq!(karim.post(&matching, &one).await.status, 303);
    let clash = anna.post(&matching, &other).await;
    assert_eq!(clash.status, 409);
    assert!(clash.has("class=\"conflict\"") && clash.has("Det ena") && clash.has("Det andra"));
    assert_eq!(
        anna.post(
            &format!("{url}/andra"),
            &with(&[("title", "Ny titel"), ("version", "1")])
        )
        .await
        .status,
        303,
        "the words are another matter"
    );
    let wrong = karim
        .post(&matching, &[("offers", "999"), ("version", "3")])
        .await;
    assert!(wrong.status == 422 && wrong.has("Välj bland erbjudandena i listan."));
}

/// The gaps counted from the tables themselves, need by need.
async fn gaps(world: &World) -> BTreeMap<String, i64> {
    let needs: Vec<(i64, String)> = sqlx::query_as(
        "select n.id, d.name from needs n join issue_areas i on i.id = n.issue_area_id
         join departments d on d.id = i.department_id where n.closed_on is null",
    )
    .fetch_all(world.db().read())
    .await
    .expect("needs");
    let mut gaps = BTreeMap::new();
    for (need, department) in needs {
        let ends: Vec<(String, Option<String>)> = sqlx::query_as(
            "select valid_from, valid_to from offers where id in (select offer_id from need_offers where need_id = ?)",
        )
        .bind(need)
        .fetch_all(world.db().read())
        .await
        .expect("offers");
        let today = "2026-11-23";
        let holds = |(from, to): &(String, Option<String>)| {
            from.as_str() <= today && to.as_deref().is_none_or(|to| to >= today)
        };
        if !ends.iter().any(holds) {
            *gaps.entry(department).or_insert(0) += 1;
        }
    }
    gaps
}

#[tokio::test]
async fn the_gap_list_is_every_open_need_without_an_offer_that_holds() {
    let world = World::new().await;
    let lotta = world.sign_in("Lotta").await;
    let expected = gaps(&world).await;
    let all: i64 = expected.values().sum();
    assert!(all >= 5 && expected.len() >= 3, "{expected:?}");
    let page = lotta.get("/behov?match=saknas").await;
    assert!(page.has(&format!("{all} behov utan erbjudande")));
    assert_eq!(
        page.html.matches("<tr><th scope=\"row\">").count() as i64,
        all
    );
    for (department, gaps) in &expected {
        let words = if *gaps == 1 { "lucka" } else { "luckor" };
        let group =
            format!("<strong>{department}</strong> <span class=\"soft\">{gaps} {words}</span>");
        assert!(page.has(&group), "{department}");
        let figure = format!("<strong>{gaps}</strong><span>{department}</span>");
        assert!(page.has(&figure), "{department}");
    }
    let file = lotta.get("/behov?match=saknas&format=csv").await;
    assert_eq!(file.html.lines().count() as i64, all + 1);
    assert!(
        file.headers["content-disposition"]
            .to_str()
            .expect("ascii")
            .contains("luckor-")
    );
    assert!(
        file.has("Stärkta testmiljöer för trähus"),
        "its only offer has ended"
    );
    let with_offer = lotta.get("/behov?match=finns").await;
    let open = world
        .count("select count(*) from needs where closed_on is null")
        .await;
    assert_eq!(
        with_offer.html.matches("<tr><th scope=\"row\">").count() as i64,
        open - all
    );
}

#[tokio::test]
async fn the_list_is_narrowed_by_its_address() {
    let world = World::new().await;
    let lotta = world.sign_in("Lotta").await;
    let rows = [
        ("", "select count(*) from needs where closed_on is null"),
        ("status=alla", "select count(*) from needs"),
        (
            "status=avslutade",
            "select count(*) from needs where closed_on is not null",
        ),
        (
            "lan=norrbotten",
            "select count(*) from needs where county = '25' and closed_on is null",
        ),
        (
            "team=norr&status=alla",
            "select count(*) from needs where county in ('25', '24', '23', '22', '20', '21', '17')",
        ),
        (
            "sakfraga=1",
            "select count(*) from needs where issue_area_id = 1 and closed_on is null",
        ),
        (
            "avdelning=3&status=alla",
            "select count(*) from needs where issue_area_id in (6, 7)",
        ),
        (
            "kalla=strategy",
            "select count(*) from needs where source = 'strategy' and closed_on is null",
        ),
        (
            "erbjudande=3",
            "select count(*) from need_offers where offer_id = 3",
        ),
        ("q=tragen", "select 0"),
        ("q=FORDONSINDUSTRIN", "select 1"),
        ("lan=x", "select 0"),
    ];
    for (query, count) in rows {
        let expected = world.count(count).await;
        for sort in ["", "titel", "-lan", "sakfraga", "avdelning", "-datum"] {
            let page = lotta.get(&format!("/behov?{query}&sortera={sort}")).await;
            assert_eq!(
                page.html.matches("<tr><th scope=\"row\">").count() as i64,
                expected,
                "{query} {sort}"
            );
        }
    }
}
