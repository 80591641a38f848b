//! "Vad hände med det ni sade": what leaves the house, what stays, and what is kept when it has left.

mod filled;
mod list;
mod sending;
mod together;

use crate::packs::{filled::run, word};
use crate::world::{Browser, Page, World};
use filled::{MARKED, held};

/// Every form in which a report leaves the house, or is shown as what would.
async fn versions(browser: &Browser, url: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for path in [url.to_owned(), format!("{url}/mejl")] {
        let page = browser.get(&path).await;
        assert_eq!(page.status, 200, "{path}");
        found.push((path, page.html));
    }
    let file = format!("{url}/word");
    let text = word(browser, &file).await;
    found.push((file, text));
    found
}

/// Sends the report as it is read now.
async fn send(browser: &Browser, url: &str, other: &[(&str, &str)]) -> Page {
    let path = format!("{url}/skickad");
    let page = browser.get(&path).await;
    assert_eq!(page.status, 200, "{}", page.html);
    let (digest, once) = (page.field("digest"), page.field("once"));
    let mut fields = vec![
        ("sent_on", "2026-11-20"),
        ("recipient", "Karin Exempel"),
        ("diary_no", "Ä 2026-77"),
        ("digest", &digest),
        ("once", &once),
    ];
    for (name, value) in other {
        fields.retain(|(each, _)| each != name);
        fields.push((name, value));
    }
    browser.post(&path, &fields).await
}

#[tokio::test]
async fn nothing_internal_is_in_any_version_of_the_report() {
    for on in [false, true] {
        let world = World::quiet().await;
        let elsa = world.sign_in("Elsa").await;
        let (_, url) = held(&world, on).await;
        for (path, text) in versions(&elsa, &url).await {
            assert!(!text.contains("HEMLIG"), "{path}: {}", around(&text));
            assert!(!text.contains("4711"), "{path} tells of the money");
            for marked in MARKED {
                assert_eq!(text.contains(marked), on, "{marked} in {path}");
            }
        }
    }
}

#[tokio::test]
async fn each_line_is_told_by_its_own_mark_alone() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let (_, url) = held(&world, false).await;
    let rows: [(&str, &[&str]); 5] = [
        (
            "update outcomes set shareable = 1 where id = 952",
            &["INNE choice"],
        ),
        (
            "update actions set shareable = 1 where id = 951",
            &["INNE their promise", "INNE how theirs goes"],
        ),
        (
            "update handovers set shareable = 1 where id = 950",
            &["INNE question"],
        ),
        (
            "update investments set shareable = 1 where id = 950",
            &["INNE investment", "INNE how the investment goes"],
        ),
        (
            "update actions set shareable = 0 where id = 951",
            &["INNE their promise"],
        ),
    ];
    let mut told: Vec<&str> = Vec::new();
    for (sql, texts) in rows {
        run(&world, sql.to_owned()).await;
        match sql.contains("shareable = 0") {
            true => told.retain(|each| !each.contains("their")),
            false => told.extend(texts),
        }
        if sql.contains("shareable = 0") {
            told.retain(|each| !each.contains("theirs"));
        }
        for (path, text) in versions(&elsa, &url).await {
            for marked in MARKED {
                assert_eq!(
                    text.contains(marked),
                    told.contains(&marked),
                    "{marked} in {path} after {sql}"
                );
            }
        }
    }
}

#[tokio::test]
async fn the_report_says_what_came_of_each_thing() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let (_, url) = held(&world, true).await;
    let page = elsa.get(&url).await;
    let mut last = 0;
    for words in [
        "Region Norrbotten. Dialogen med Tillväxtverket 19 oktober 2026.",
        "Det här är allt som lämnar myndigheten.",
        "Utelämnat: 2 rader som inte får delas",
        "Tack för dialogen 19 oktober 2026.",
        "Det ni tog upp</h2>",
        "INNE wish",
        "Önskemål, Kompetensförsörjning",
        "Blev en insats: pågår",
        "INNE priority",
        "Tas upp i en kommande dialog",
        "INNE choice",
        "Noterat",
        "Det vi lovade</h2>",
        "Pågår, klart senast 31 december 2026",
        "Det ni lovade</h2>",
        "Det andra myndigheter lovade</h2>",
        "Provmyndigheten",
        "Frågor som våra enheter har tagit över</h2>",
        "Kontakt tagen 2 november 2026",
        "Gemensamma satsningar</h2>",
        "Bereds",
        "Vem ni kan fråga</h2>",
        "Elsa Norling, uppdragsansvarig",
        "Anna Lind, länsansvarig",
        "Karim Nasser, ansvarig för sakfrågor, Företag",
    ] {
        let at = page.html[last..].find(words);
        last += at.unwrap_or_else(|| panic!("{words} is not there, or stands too early"));
    }
    let mail = elsa.get(&format!("{url}/mejl")).await;
    assert!(mail.has("DET NI TOG UPP") && mail.has("Läge: Blev en insats: pågår"));
}

#[tokio::test]
async fn what_is_written_for_the_region_replaces_what_is_said_by_itself() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let (id, url) = held(&world, true).await;
    let form = format!("{url}/andra");
    let wrong = elsa
        .post(
            &form,
            &[
                ("introduction", "Ring 811218-9876"),
                ("whom_to_ask", "Fråga Anna"),
                ("version", "0"),
            ],
        )
        .await;
    assert!(wrong.status == 422 && wrong.has("Ring 811218-9876") && wrong.has("Fråga Anna"));
    let long = "å".repeat(5_001);
    let wrong = elsa
        .post(&form, &[("introduction", &long), ("version", "0")])
        .await;
    assert!(
        wrong.status == 422 && wrong.has("Korta den till högst 5000 tecken.") && wrong.has(&long)
    );
    let saved = elsa
        .post(
            &form,
            &[
                ("introduction", "Hej **alla**"),
                ("whom_to_ask", "Fråga Anna"),
                ("version", "0"),
            ],
        )
        .await;
    assert_eq!((saved.status, saved.location.as_str()), (303, url.as_str()));
    let page = elsa.get(&url).await;
    assert!(page.has("Hej <strong>alla</strong>") && page.has("Fråga Anna"));
    assert!(!page.has("Tack för dialogen") && !page.has("Anna Lind, länsansvarig"));
    let mail = elsa.get(&format!("{url}/mejl")).await;
    assert!(mail.has("Hej **alla**"));
    assert!(
        word(&elsa, &format!("{url}/word"))
            .await
            .contains("Fråga Anna")
    );
    let history = elsa.get(&format!("/dialoger/{id}/historik")).await;
    assert!(history.has("ändrade rapporten till regionen"));
}

#[tokio::test]
async fn there_is_no_report_before_the_dialogue_was_held() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    for phase in ["planning", "preparing", "holding", "cancelled"] {
        let id = crate::arrange::dialogue(&world, "25", "2026-11-23", phase).await;
        let url = format!("/dialoger/{id}/regionrapport");
        assert_eq!(elsa.get(&url).await.status, 200);
        let dialogue = elsa.get(&format!("/dialoger/{id}")).await;
        assert!(!dialogue.has("/regionrapport\""));
        for page in ["andra", "skickad"] {
            let path = format!("{url}/{page}");
            assert_eq!(elsa.get(&path).await.status, 409, "{path} in {phase}");
            let fields = [("introduction", "x"), ("version", "0")];
            assert_eq!(
                elsa.post(&path, &fields).await.status,
                409,
                "{path} in {phase}"
            );
        }
    }
    assert_eq!(world.count("select count(*) from region_reports").await, 0);
}

#[tokio::test]
async fn everyone_reads_it_and_those_who_owe_the_region_write_it() {
    let world = World::quiet().await;
    let (_, url) = held(&world, true).await;
    for (name, may) in [
        ("Elsa", true),
        ("Karim", true),
        ("Jonas", false),
        ("Hanna", false),
        ("Ida", false),
        ("Anna", false),
        ("Ingela", false),
        ("Astrid", false),
        ("Lotta", false),
        ("Peter", false),
    ] {
        let browser = world.sign_in(name).await;
        let page = browser.get(&url).await;
        assert_eq!(page.status, 200);
        assert_eq!(page.has("Markera som skickad"), may, "{name}");
        let expected = if may { 200 } else { 403 };
        for form in ["andra", "skickad"] {
            let page = browser.get(&format!("{url}/{form}")).await;
            assert_eq!(page.status, expected, "{name} {form}");
        }
        assert_eq!(browser.get(&format!("{url}/word")).await.status, 200);
    }
    let visitor = world.visitor();
    for path in ["", "/word", "/mejl", "/1", "/1/word", "/1/mejl"] {
        let answer = visitor.get(&format!("{url}{path}")).await;
        assert!(answer.status == 303 && answer.location.starts_with("/logga-in"));
    }
}

fn around(text: &str) -> String {
    let at = text.find("HEMLIG").unwrap_or_default();
    text.chars()
        .skip(text[..at].chars().count().saturating_sub(80))
        .take(200)
        .collect()
}
