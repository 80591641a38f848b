//! What leaves the house: an internal text is in nothing of it, a marked text is, and it is marked as sent.

use super::held::{Held, MARKED, held, lock, participant, sql};
use crate::packs::word;
use crate::world::{Browser, World};

/// Everything of the minutes that can leave the house, as text.
async fn exports(browser: &Browser, url: &str) -> Vec<(String, String)> {
    let (page, file, letter) = (
        format!("{url}?version=delad"),
        format!("{url}/word?version=delad"),
        format!("{url}/text"),
    );
    let whole = browser.get(&letter).await.html;
    let begins = whole
        .find("<form class=\"form mt\" method=\"dialog\"")
        .expect("the letter");
    let ends = whole.find("</textarea>").expect("the letter");
    let shared = browser.get(&page).await.html;
    // What stands beside the document is read inside.
    let document = shared.find("id=\"inledning\"").expect("the document");
    vec![
        (page, shared[document..].to_owned()),
        (file.clone(), word(browser, &file).await),
        (letter, whole[begins..ends].to_owned()),
    ]
}

#[tokio::test]
async fn no_internal_text_is_in_anything_that_is_shared() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let Held { url, items, .. } = held(&world, false).await;
    let text = format!("text_{}", items[2]);
    let fields = [
        ("introduction", "HEMLIG introduction"),
        ("closing", "HEMLIG closing"),
        (text.as_str(), "HEMLIG text"),
        ("version", "0"),
    ];
    assert_eq!(
        elsa.post(&format!("{url}/skriv"), &fields).await.status,
        303
    );
    for locked in [false, true] {
        if locked {
            assert_eq!(lock(&elsa, &url).await.status, 303);
        }
        let inside = elsa.get(&url).await;
        for marker in [
            "HEMLIG introduction",
            "HEMLIG text",
            "HEMLIG wish",
            "HEMLIG notes",
            "HEMLIG action",
        ] {
            assert!(inside.has(marker), "{marker} is read inside");
        }
        for (path, text) in exports(&elsa, &url).await {
            assert!(!text.contains("HEMLIG"), "{path}: {}", around(&text));
            for marked in MARKED {
                assert!(!text.contains(marked), "{path} has {marked}");
            }
            assert!(
                text.contains("Karin Exempel") && text.contains("INNE läget"),
                "{path}"
            );
        }
        let page = elsa.get(&format!("{url}?version=delad")).await;
        assert!(page.has("Det här är allt som lämnar myndigheten.") && page.has("interna texter"));
    }
}

#[tokio::test]
async fn what_is_marked_is_shared_and_nothing_else() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let Held { url, .. } = held(&world, true).await;
    let fields = [
        ("introduction", "INNE inledning"),
        ("introduction_shareable", "ja"),
        ("closing", "HEMLIG closing"),
        ("version", "0"),
    ];
    elsa.post(&format!("{url}/skriv"), &fields).await;
    for (path, text) in exports(&elsa, &url).await {
        assert!(!text.contains("HEMLIG"), "{path}: {}", around(&text));
        for marked in MARKED.iter().chain(&["INNE inledning"]) {
            assert!(text.contains(marked), "{path} lacks {marked}");
        }
    }
}

#[tokio::test]
async fn what_was_locked_is_shared_by_the_marks_it_had() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let Held { id, url, .. } = held(&world, false).await;
    lock(&elsa, &url).await;
    sql(
        &world,
        format!(
            "update outcomes set shareable = 1 where dialogue_id = {id};
             update actions set shareable = 1 where dialogue_id = {id};
             update minutes set introduction = 'HEMLIG', introduction_shareable = 1 where dialogue_id = {id}"
        ),
    )
    .await;
    for (path, text) in exports(&elsa, &url).await {
        assert!(
            !text.contains("HEMLIG") && !text.contains("INNE information"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn the_mail_says_what_it_is_and_who_got_it_is_written_down_once() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let Held { id, url, .. } = held(&world, true).await;
    let path = format!("{url}/text");
    let draft = elsa.get(&path).await;
    assert!(draft.has("Utkast till minnesanteckningar från regiondialogen med Region Norrbotten den 16 november 2026"));
    lock(&elsa, &url).await;
    let page = elsa.get(&path).await;
    assert!(
        page.has(
            "Minnesanteckningar från regiondialogen med Region Norrbotten den 16 november 2026"
        )
    );
    assert!(page.has("(MA 1)") && page.has("– INNE beslut") && page.has("Elsa Norling"));
    let once = page.field("once");
    let nobody = elsa
        .post(&path, &[("sent_on", "2026-11-23"), ("once", &once)])
        .await;
    assert!(nobody.status == 422 && nobody.has("minst en mottagare"));
    let late = [
        ("others", "registrator@example.se"),
        ("sent_on", "2026-11-30"),
        ("once", once.as_str()),
    ];
    let late = elsa.post(&path, &late).await;
    assert!(late.status == 422 && late.has("registrator@example.se"));
    let karin = participant(&world, "Karin Exempel").await;
    let fields = [
        ("recipients", karin.as_str()),
        ("others", "registrator@example.se\nBo Ny"),
        ("sent_on", "2026-11-23"),
        ("once", once.as_str()),
    ];
    for _ in 0..2 {
        assert_eq!(elsa.post(&path, &fields).await.status, 303);
    }
    assert_eq!(world.count("select count(*) from minutes_sends").await, 1);
    let page = elsa.get(&url).await;
    assert!(page.has(
        "23 november 2026 till Karin Exempel, registrator@example.se, Bo Ny (MA 1), av Elsa Norling"
    ));
    let history = elsa.get(&format!("/dialoger/{id}/historik")).await;
    assert!(history.has("markerade minnesanteckningarna som skickade"));
    let peter = world.sign_in("Peter").await;
    assert!(peter.get(&path).await.status == 200 && peter.post(&path, &fields).await.status == 403);
}

fn around(text: &str) -> String {
    let at = text.find("HEMLIG").unwrap_or_default();
    let before = text[..at].chars().count().saturating_sub(80);
    text.chars().skip(before).take(200).collect()
}
