//! Mönster över län: the same wish in three län, where it shows, and the ways on.

use crate::arrange;
use crate::packs::filled::run;
use crate::world::World;

/// A wish in an issue area at a dialogue of a län.
async fn wish(world: &World, county: &str, held_on: &str, area: i64, text: &str) -> i64 {
    let id = arrange::dialogue(world, county, held_on, "following_up").await;
    run(
        world,
        format!(
            "insert into outcomes (dialogue_id, issue_area_id, kind, text, token, position, created_at, updated_at)
             values ({id}, {area}, 'wish', '{text}', 'x', 1, '2026-10-01T08:00:00Z', '2026-10-01T08:00:00Z');
             insert into events (at, kind, subject_kind, subject_id) values ('2026-10-01T08:00:00Z', 'outcome_written', 'outcome', '{id}');"
        ),
    )
    .await;
    id
}

#[tokio::test]
async fn the_third_lan_makes_a_pattern_that_shows_with_its_ways_on() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    wish(&world, "25", "2026-03-03", 1, "Norrbottens önskan").await;
    wish(&world, "24", "2026-06-11", 1, "Västerbottens önskan").await;
    wish(&world, "24", "2026-06-12", 1, "Västerbottens andra").await;
    assert!(!elsa.get("/oversikt").await.has("id=\"monster\""));
    assert!(
        elsa.get("/oversikt/monster")
            .await
            .has("Inget mönster ännu.")
    );
    wish(&world, "12", "2026-09-22", 1, "Skånes önskan").await;
    let overview = elsa.get("/oversikt").await;
    assert!(overview.has("id=\"monster\"") && overview.has("Norrbotten, Västerbotten och Skåne"));
    assert!(overview.has("3 län"));
    for path in ["/oversikt/monster", "/sakfragor/1"] {
        let page = elsa.get(path).await;
        for words in [
            "Norrbottens önskan",
            "Västerbottens önskan",
            "Västerbottens andra",
            "Skånes önskan",
            "/underlag/nytt?om=sakfraga/1\"",
            "/insatser/ny?sakfraga=1&#38;lan=25&#38;lan=24&#38;lan=12\"",
            "/satsningar/ny?sakfraga=1\"",
        ] {
            assert!(page.has(words), "{words} on {path}");
        }
    }
    assert!(!elsa.get("/sakfragor/2").await.has("Önskas i"));
    // A reader is shown what it is, and no way that is closed to her.
    let page = world.sign_in("Lotta").await.get("/oversikt/monster").await;
    assert!(page.has("Skånes önskan") && !page.has("/insatser/ny?") && !page.has("/satsningar/ny"));
}

#[tokio::test]
async fn what_is_taken_away_or_lies_in_another_round_makes_no_pattern() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    wish(&world, "25", "2026-03-03", 1, "A").await;
    wish(&world, "24", "2026-06-11", 1, "B").await;
    let third = wish(&world, "12", "2026-09-22", 1, "C").await;
    assert!(elsa.get("/oversikt/monster").await.has("1 mönster"));
    for (sql, count) in [
        (
            "update outcomes set removed_at = '2026-10-02T08:00:00Z' where text = 'C'",
            "Inga mönster",
        ),
        (
            "update outcomes set removed_at = null where text = 'C'",
            "1 mönster",
        ),
        (
            "update outcomes set kind = 'priority' where text = 'C'",
            "Inga mönster",
        ),
        (
            "update outcomes set kind = 'wish', issue_area_id = null where text = 'C'",
            "Inga mönster",
        ),
        (
            "update outcomes set issue_area_id = 1 where text = 'C'; insert into rounds (id, year, created_at) values (901, 2025, '2025-01-01T08:00:00Z'); update dialogues set round_id = 901 where county = '12'",
            "Inga mönster",
        ),
        ("update dialogues set round_id = 901", "1 mönster"),
        (
            "update dialogues set phase = 'cancelled' where county = '12'",
            "Inga mönster",
        ),
    ] {
        let event = "insert into events (at, kind, subject_kind, subject_id) values ('2026-10-01T08:00:00Z', 'outcome_changed', 'outcome', '1')";
        run(&world, format!("{sql}; {event};")).await;
        let page = elsa.get("/oversikt/monster").await;
        assert!(page.has(&format!("<p data-count>{count}</p>")), "{sql}");
    }
    assert!(third > 0);
}

#[tokio::test]
async fn the_list_is_filtered_ordered_and_taken_away_as_a_file() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    for (county, area) in [
        ("25", 1),
        ("24", 1),
        ("23", 1),
        ("12", 6),
        ("10", 6),
        ("08", 6),
        ("07", 6),
    ] {
        wish(
            &world,
            county,
            "2026-03-03",
            area,
            &format!("Från {county}"),
        )
        .await;
    }
    for county in ["25", "24", "12"] {
        wish(&world, county, "2025-03-03", 1, &format!("Förra {county}")).await;
    }
    let rows = [
        ("", "3 mönster"),
        ("ar=2026", "2 mönster"),
        ("ar=2025", "1 mönster"),
        ("ar=1999", "Inga mönster"),
        ("team=norr", "2 mönster"),
        ("team=sodra", "2 mönster"),
        ("team=mellan", "Inga mönster"),
        ("avdelning=3", "1 mönster"),
        ("avdelning=x", "Inga mönster"),
    ];
    for (query, count) in rows {
        let page = elsa.get(&format!("/oversikt/monster?{query}")).await;
        assert!(page.has(&format!("<p data-count>{count}</p>")), "{query}");
    }
    let most = elsa.get("/oversikt/monster?ar=2026").await.html;
    assert!(most.find("Regelförenkling</a>") < most.find("Kompetensförsörjning</a>"));
    let named = elsa
        .get("/oversikt/monster?ar=2026&sortera=sakfraga")
        .await
        .html;
    assert!(named.find("Kompetensförsörjning</a>") < named.find("Regelförenkling</a>"));
    let csv = elsa.get("/oversikt/monster?avdelning=3&format=csv").await;
    assert!(
        csv.has("2026;\"Regelförenkling\";\"Förenkling\";4;\"Skåne\";\"2026-03-03\";\"Från 12\""),
        "{}",
        csv.html
    );
    assert_eq!(
        elsa.bytes("/oversikt/monster?format=xlsx").await[..2],
        *b"PK"
    );
}

#[tokio::test]
async fn a_joint_insats_begins_with_the_lan_and_the_issue_area() {
    let world = World::quiet().await;
    let path = "/insatser/ny?sakfraga=1&lan=25&lan=24&lan=skane";
    let chef = world.sign_in("Ingela").await.get(path).await;
    let ticked = |page: &crate::world::Page, code: &str| {
        page.has(&format!("name=\"counties\" value=\"{code}\" checked"))
    };
    assert_eq!(chef.status, 200);
    for code in ["25", "24", "12"] {
        assert!(ticked(&chef, code), "{code}");
    }
    assert!(!ticked(&chef, "23") && chef.has("<option value=\"1\" selected>Kompetensförsörjning"));
    // Who may do it in some of them begins with those; who may in none is told.
    let elsa = world.sign_in("Elsa").await.get(path).await;
    assert!(
        elsa.status == 200 && ticked(&elsa, "25") && ticked(&elsa, "24") && !ticked(&elsa, "12")
    );
    let maja = world.sign_in("Maja").await;
    assert_eq!(maja.get("/insatser/ny?lan=25&lan=24").await.status, 403);
    assert_eq!(
        maja.get("/insatser/ny?sakfraga=x&lan=ingen").await.status,
        200
    );
}
