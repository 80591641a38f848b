//! The list of actions: what is asked for is found, and nothing else.

use crate::arrange::{action, run};
use crate::world::World;

#[tokio::test]
async fn the_list_is_narrowed_by_its_address() {
    let world = World::quiet().await;
    action(
        &world,
        "Ängslotter i Älvsbyn",
        &["25", "24"],
        "county/25",
        "2026-11-05",
    )
    .await;
    action(
        &world,
        "Testbädd för grön metallurgi",
        &["25"],
        "lead/1",
        "2026-11-27",
    )
    .await;
    action(
        &world,
        "Örebro flygplats",
        &["18"],
        "person/29",
        "2027-01-10",
    )
    .await;
    let done = action(&world, "Avslutad sak", &["12"], "county/12", "2026-10-01").await;
    assert!(done > 0);
    run(
        &world,
        "update actions set status = 'done', result = 'Klart' where title = 'Avslutad sak'",
    )
    .await;
    run(
        &world,
        "update actions set unit_id = 2, issue_area_id = 3 where title like 'Test%'",
    )
    .await;
    let lotta = world.sign_in("Lotta Grön").await;
    let all = ["Ängslotter", "Testbädd", "Örebro flyg", "Avslutad sak"];
    let rows: &[(&str, &str, [bool; 4])] = &[
        ("", "3 insatser", [true, true, true, false]),
        ("status=alla", "4 insatser", [true, true, true, true]),
        ("status=done", "1 insats", [false, false, false, true]),
        ("lan=vasterbotten", "1 insats", [true, false, false, false]),
        ("lan=24", "1 insats", [true, false, false, false]),
        ("team=norr", "2 insatser", [true, true, false, false]),
        ("team=mellan", "1 insats", [false, false, true, false]),
        ("agare=county%2F25", "1 insats", [true, false, false, false]),
        ("agare=person%2F29", "1 insats", [false, false, true, false]),
        ("enhet=2", "1 insats", [false, true, false, false]),
        ("sakfraga=3", "1 insats", [false, true, false, false]),
        ("sena=ja", "1 insats", [true, false, false, false]),
        ("q=orebro", "1 insats", [false, false, true, false]),
        ("q=GR%C3%96N+test", "1 insats", [false, true, false, false]),
        (
            "team=norr&sena=ja&q=alvsbyn",
            "1 insats",
            [true, false, false, false],
        ),
        ("lan=atlantis", "Inga insatser", [false; 4]),
        ("team=atlantis", "Inga insatser", [false; 4]),
        ("enhet=x", "Inga insatser", [false; 4]),
    ];
    for (query, count, expected) in rows {
        let page = lotta.get(&format!("/insatser?{query}")).await;
        assert_eq!(page.status, 200, "{query}");
        assert!(page.has(&format!("data-count>{count}<")), "{query}");
        assert_eq!(all.map(|title| page.has(title)), *expected, "{query}");
    }
}

#[tokio::test]
async fn the_list_tells_who_has_it_and_how_late_it_is() {
    let world = World::quiet().await;
    action(&world, "Sen", &["25"], "lead/1", "2026-11-05").await;
    action(&world, "Snart", &["20"], "county/20", "2026-11-27").await;
    action(&world, "Utan konto", &["12"], "county/12", "2027-11-27").await;
    let page = world.sign_in("Lotta Grön").await.get("/insatser").await;
    for text in [
        "Uppdragsansvarig, Team Norr · Elsa Norling, <abbr title=\"tillförordnad\">",
        "Länsansvarig, Dalarna · <strong class=\"late\">Ej tillsatt</strong>",
        "Rune Tegnér <span class=\"soon\">saknar konto</span>",
        "<strong class=\"late\">18 d sen</strong>",
        "<span class=\"soon\">om 4 dagar</span>",
        "Pågår",
    ] {
        assert!(page.has(text), "{text}");
    }
    assert!(!page.has("href=\"/insatser/ny\""), "a reader makes none");
}

#[tokio::test]
async fn the_list_is_sorted_the_swedish_way() {
    let world = World::quiet().await;
    for (title, county, due) in [
        ("Ö", "25", "2027-01-01"),
        ("Å", "24", "2027-01-02"),
        ("Z", "10", "2027-01-03"),
        ("Ä", "18", "2027-01-04"),
    ] {
        action(&world, title, &[county], "lead/1", due).await;
    }
    let lotta = world.sign_in("Lotta Grön").await;
    let titles = async |query: &str| {
        let page = lotta.get(&format!("/insatser?{query}")).await;
        let cells = page.html.split("<th scope=\"row\">").skip(1);
        cells
            .filter_map(|cell| cell.split('>').nth(1)?.chars().next())
            .collect::<String>()
    };
    assert_eq!(titles("sortera=titel").await, "ZÅÄÖ");
    assert_eq!(titles("sortera=-titel").await, "ÖÄÅZ");
    assert_eq!(titles("sortera=klart").await, "ÖÅZÄ");
    assert_eq!(titles("sortera=lan").await, "ZÖÅÄ");
    assert_eq!(titles("sortera=drop").await, "ÖÅZÄ");
}

#[tokio::test]
async fn a_long_list_has_pages_that_keep_filter_and_order() {
    let world = World::quiet().await;
    for number in 0..51 {
        action(
            &world,
            &format!("Insats {number:02}"),
            &["25"],
            "lead/1",
            "2027-01-01",
        )
        .await;
    }
    let lotta = world.sign_in("Lotta Grön").await;
    let page = lotta.get("/insatser?team=norr&sortera=-titel").await;
    assert!(page.has("51 insatser") && page.has("Insats 50") && !page.has("Insats 00"));
    assert!(
        page.has("?team=norr&#38;sortera=-titel&amp;sida=2")
            || page.has("?team=norr&amp;sortera=-titel&amp;sida=2")
    );
    let second = lotta.get("/insatser?team=norr&sortera=-titel&sida=2").await;
    assert!(second.has("Insats 00") && !second.has("Insats 50"));
    assert_eq!(
        lotta
            .get("/insatser?sida=99999999999999999999")
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn nothing_a_person_can_ask_for_breaks_the_list() {
    let world = World::quiet().await;
    let lotta = world.sign_in("Lotta Grön").await;
    let odd = [
        "%00",
        "%27+or+1%3D1--",
        "%25_%5C",
        "%F0%9F%A6%80",
        "9999999999999999999999",
        "-1",
        "%22%3E%3Cscript%3E",
    ];
    for name in [
        "q", "team", "lan", "sakfraga", "enhet", "agare", "status", "sena", "dialog", "sortera",
        "sida",
    ] {
        for value in odd {
            let page = lotta.get(&format!("/insatser?{name}={value}")).await;
            assert_eq!(page.status, 200, "{name}={value}");
            assert!(!page.has("\"><script>"), "{name}={value}");
        }
    }
    let empty = lotta.get("/insatser").await;
    assert!(empty.has("Inga öppna insatser ännu."));
    assert!(lotta.get("/insatser?q=x").await.has("Inga träffar"));
}
