//! A text that is internal is in nothing that is shared; a text that is marked is there, and nothing else of it.

use super::filled::{MARKED, fill, planned, run};
use super::{freeze, word};
use crate::world::{Browser, World};

/// Everything of a dialogue that can leave the house, as text. An invitation says what the dialogue is for
/// and what titles those who come have, which the shared pack does not.
async fn exports(browser: &Browser, url: &str) -> Vec<(String, String)> {
    let dialogue = url.trim_end_matches("/underlag");
    let shared = format!("{url}?version=delad");
    let file = format!("{url}/word?version=delad");
    let mut found = vec![
        (shared.clone(), browser.get(&shared).await.html),
        (file.clone(), word(browser, &file).await),
    ];
    for path in ["inbjudan", "inbjudan.ics"] {
        let answer = browser.get(&format!("{dialogue}/{path}")).await;
        assert_eq!(answer.status, 200, "{path}");
        found.push((path.to_owned(), answer.html));
    }
    found
}

#[tokio::test]
async fn no_internal_text_is_in_anything_that_is_shared() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let (id, url) = planned(&world, &elsa).await;
    fill(&world, id, false).await;
    let inside = elsa.get(&url).await;
    assert!(MARKED.iter().all(|text| inside.has(text)));
    for marker in [
        "SYFTE i ord",
        "HEMLIG note",
        "HEMLIG result",
        "HEMLIG sources",
    ] {
        assert!(inside.has(marker), "{marker} is read inside");
    }
    for (path, text) in exports(&elsa, &url).await {
        assert!(!text.contains("HEMLIG"), "{path}: {}", around(&text));
        for marked in MARKED {
            assert!(!text.contains(marked), "{path} has {marked}");
        }
        for word in ["SYFTE", "TITEL"] {
            assert!(
                !path.contains("underlag") || !text.contains(word),
                "{path} has {word}"
            );
        }
    }
    let page = elsa.get(&format!("{url}?version=delad")).await;
    assert!(page.has("INNE punkt") && page.has("Karin Exempel") && page.has("Vinnova prov"));
    assert!(page.has("Kartlägg behoven") && page.has("Det här är allt som lämnar myndigheten."));
    for shared in [
        "Kartan är klar",
        "Ta över provbädden",
        "Testmiljö för stål",
        "Bygget pågår",
    ] {
        assert!(page.has(shared), "{shared}");
    }
    assert!(page.has("interna texter"));
}

#[tokio::test]
async fn what_is_marked_is_shared_and_nothing_else() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let (id, url) = planned(&world, &elsa).await;
    fill(&world, id, true).await;
    for (path, text) in exports(&elsa, &url).await {
        assert!(!text.contains("HEMLIG"), "{path}: {}", around(&text));
        if path.contains("underlag") {
            for marked in MARKED {
                assert!(text.contains(marked), "{path} lacks {marked}");
            }
        }
    }
    // A part that may not be shared takes its marked texts back into the house.
    run(
        &world,
        format!("insert into packs (dialogue_id, parts, updated_at) values ({id}, '{{\"parts_shared\":[\"compilation\"]}}', '2026-11-01T08:00:00Z')"),
    )
    .await;
    let page = elsa.get(&format!("{url}?version=delad")).await;
    assert!(page.has("INNE text") && !page.has("INNE national_line") && !page.has("INNE punkt"));
    assert!(page.has("9 delar som inte får delas"));
}

#[tokio::test]
async fn each_text_is_shared_by_its_own_mark_alone() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let (id, url) = planned(&world, &elsa).await;
    fill(&world, id, false).await;
    let one = [
        (
            "update positions set shareable = '[\"ask\"]' where id = 901",
            "INNE ask",
        ),
        (
            "update assessments set shareable = '[\"develop\"]' where id = 901",
            "INNE develop",
        ),
        (
            "update brief_versions set summary_shareable = 1 where id = 902",
            "INNE summary",
        ),
        (
            "update brief_sections set shareable = 1 where text = 'INNE regional'",
            "INNE regional title",
        ),
    ];
    let mut told = vec![];
    for (sql, text) in one {
        run(&world, sql.to_owned()).await;
        told.push(text);
        let page = elsa.get(&format!("{url}?version=delad")).await;
        for marked in MARKED {
            assert_eq!(
                page.has(marked),
                told.contains(&marked),
                "{marked} after {sql}"
            );
        }
    }
}

#[tokio::test]
async fn what_was_frozen_is_shared_by_the_marks_it_had() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let (id, url) = planned(&world, &elsa).await;
    fill(&world, id, false).await;
    assert_eq!(freeze(&elsa, &url).await.status, 303);
    run(
        &world,
        "update positions set shareable = '[\"ask\"]' where id = 901".to_owned(),
    )
    .await;
    for (path, text) in exports(&elsa, &url).await {
        assert!(
            !text.contains("HEMLIG") && !text.contains("INNE ask"),
            "{path}"
        );
    }
}

fn around(text: &str) -> String {
    let at = text.find("HEMLIG").unwrap_or_default();
    text.chars()
        .skip(text[..at].chars().count().saturating_sub(80))
        .take(200)
        .collect()
}
