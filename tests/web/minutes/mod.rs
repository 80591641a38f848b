//! Minnesanteckningar: they build themselves, are written in, read before and after each other, and by whom.

mod held;
mod locking;
mod review;
mod sharing;

use crate::packs::word;
use crate::world::World;
use held::{Held, held, sql};

#[tokio::test]
async fn the_minutes_build_themselves_from_what_has_been_written() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let Held { url, .. } = held(&world, true).await;
    let page = elsa.get(&url).await;
    assert_eq!(page.status, 200);
    let mut last = 0;
    for words in [
        "Minnesanteckningar Norrbotten</h1>",
        "Utkast</span>",
        "Inledning</h2>",
        "Region Norrbotten",
        "Närvarande</h2>",
        "Karin Exempel",
        "Vinnova prov",
        "Dagordning</h2>",
        "INNE läget",
        "INNE läget</h2>",
        "<h3>Information</h3>",
        "INNE information",
        "INNE regler</h2>",
        "<h3>Beslut</h3>",
        "INNE beslut",
        "Beslut i korthet</h2>",
        "INNE beslut",
        "Insatser</h2>",
        "INNE insats",
        "Frågor som en enhet tar vidare</h2>",
        "INNE fråga",
        "Egna anteckningar</h2>",
        "HEMLIG notes",
    ] {
        let at = page.html[last..].find(words);
        last += at.unwrap_or_else(|| panic!("{words} is not there, or stands too early"));
    }
    assert!(page.has("Vad som sades om INNE tyst punkt"));
    let dialogue = elsa.get(url.trim_end_matches("/minnesanteckningar")).await;
    assert!(dialogue.has("De byggs av dagordningen") && dialogue.has("Skicka på justering"));
}

#[tokio::test]
async fn a_text_stands_instead_of_the_lines_of_its_item() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let Held { id, url, items } = held(&world, true).await;
    let form = format!("{url}/skriv");
    let (text, mark) = (
        format!("text_{}", items[0]),
        format!("shareable_{}", items[0]),
    );
    let page = elsa.get(&form).await;
    assert!(page.status == 200 && page.has("INNE information") && page.has(&text));
    let fields = [
        ("introduction", "Vi hälsades **välkomna**."),
        (text.as_str(), "Med andra ord"),
        (mark.as_str(), "ja"),
        ("version", "0"),
    ];
    let saved = elsa.post(&form, &fields).await;
    assert_eq!((saved.status, saved.location.as_str()), (303, url.as_str()));
    let page = elsa.get(&url).await;
    assert!(page.has("<strong>välkomna</strong>") && page.has("Med andra ord"));
    assert!(!page.has("INNE information") && page.has("INNE beslut"));
    let shared = elsa.get(&format!("{url}?version=delad")).await;
    assert!(shared.has("Med andra ord") && !shared.has("välkomna"));
    let history = elsa.get(&format!("/dialoger/{id}/historik")).await;
    assert!(history.has("ändrade minnesanteckningarna") && history.has("Inledning"));
    let same = elsa
        .post(&form, &[&fields[..3], &[("version", "1")]].concat())
        .await;
    assert_eq!(same.status, 303);
    assert_eq!(world.count("select version from minutes").await, 1);
}

#[tokio::test]
async fn a_mistake_brings_every_text_back() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let Held { url, items, .. } = held(&world, true).await;
    let text = format!("text_{}", items[0]);
    let long = "å".repeat(10_001);
    let rows = [
        ("Ring 811218-9876", "personnummer"),
        (long.as_str(), "Korta den till högst 10000"),
    ];
    for (wrong, message) in rows {
        let fields = [
            ("introduction", wrong),
            (text.as_str(), "Det här finns kvar"),
            ("version", "0"),
        ];
        let page = elsa.post(&format!("{url}/skriv"), &fields).await;
        assert_eq!(page.status, 422);
        assert!(
            page.has(message) && page.has("Det här finns kvar"),
            "{message}"
        );
    }
    assert_eq!(world.count("select count(*) from minutes").await, 0);
}

#[tokio::test]
async fn two_who_write_under_different_items_both_stand_and_under_the_same_they_meet() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let anna = world.sign_in("Anna").await;
    let Held { url, items, .. } = held(&world, true).await;
    let form = format!("{url}/skriv");
    let [first, second] = [0, 1].map(|at| format!("text_{}", items[at]));
    let empty = (first.as_str(), "");
    let saved = elsa
        .post(&form, &[("introduction", "Början"), ("version", "0")])
        .await;
    assert_eq!(saved.status, 303);
    let elsas = [
        ("introduction", "Början"),
        (first.as_str(), "Elsas ord"),
        ("version", "1"),
    ];
    assert_eq!(elsa.post(&form, &elsas).await.status, 303);
    let annas = [
        ("introduction", "Början"),
        empty,
        (second.as_str(), "Annas ord"),
        ("version", "1"),
    ];
    assert_eq!(anna.post(&form, &annas).await.status, 303);
    let page = elsa.get(&url).await;
    assert!(page.has("Elsas ord") && page.has("Annas ord"));
    let met = [
        ("introduction", "Början"),
        (first.as_str(), "Annas andra ord"),
        ("version", "1"),
    ];
    let clash = anna.post(&form, &met).await;
    assert_eq!(clash.status, 409);
    assert!(clash.has("class=\"conflict\"") && clash.has("INNE läget: text"));
    assert!(clash.has("Annas andra ord") && clash.has("Elsas ord"));
}

#[tokio::test]
async fn before_the_day_there_is_nothing_to_write() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let Held { id, url, .. } = held(&world, true).await;
    for phase in ["planning", "preparing", "cancelled"] {
        sql(
            &world,
            format!("update dialogues set phase = '{phase}' where id = {id}"),
        )
        .await;
        let page = elsa.get(&url).await;
        assert!(
            page.status == 200 && page.has("har inte hållits ännu"),
            "{phase}"
        );
        assert!(!page.has("/skriv\"") && !page.has("/klara\""));
        let fields = [("introduction", "Texten finns kvar"), ("version", "0")];
        let refused = elsa.post(&format!("{url}/skriv"), &fields).await;
        assert!(refused.status == 409 && refused.has("Texten finns kvar"));
        assert_eq!(elsa.get(&format!("{url}/klara")).await.status, 409);
        assert_eq!(elsa.get(&format!("{url}/justering")).await.status, 409);
    }
    sql(
        &world,
        format!("update dialogues set phase = 'holding' where id = {id}"),
    )
    .await;
    assert_eq!(elsa.get(&format!("{url}/skriv")).await.status, 200);
    let early = elsa.get(&format!("{url}/klara")).await;
    assert!(early.status == 409 && early.has("markerad som genomförd"));
}

#[tokio::test]
async fn the_minutes_before_and_after_are_one_click_away() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa").await;
    let ids: Vec<i64> = sqlx::query_scalar(
        "select id from dialogues where county = '25' and phase in ('following_up', 'closed') order by held_on",
    )
    .fetch_all(world.db().read())
    .await
    .expect("ids");
    assert!(ids.len() >= 2);
    let address = |id: i64| format!("/dialoger/{id}/minnesanteckningar");
    let page = elsa.get(&address(ids[0])).await;
    assert!(page.has("Nästa: ") && page.has(&format!("href=\"{}\"", address(ids[1]))));
    let page = elsa.get(&address(ids[1])).await;
    assert!(page.has("Föregående: ") && page.has(&format!("href=\"{}\"", address(ids[0]))));
}

#[tokio::test]
async fn everyone_logged_in_reads_them_and_word_has_a_name_that_says_which() {
    let world = World::quiet().await;
    let Held { url, .. } = held(&world, true).await;
    let peter = world.sign_in("Peter").await;
    let page = peter.get(&url).await;
    assert!(page.status == 200 && !page.has("/skriv\"") && !page.has("/klara\""));
    for (path, name) in [
        (
            "word",
            "minnesanteckningar-interna-norrbotten-2026-11-16.docx",
        ),
        (
            "word?version=delad",
            "minnesanteckningar-att-dela-norrbotten-2026-11-16.docx",
        ),
    ] {
        let request = peter.request(reqwest::Method::GET, &format!("{url}/{path}"));
        let answer = peter.send(request).await;
        let disposition = answer.headers["content-disposition"]
            .to_str()
            .expect("text");
        assert_eq!(disposition, format!("attachment; filename=\"{name}\""));
    }
    let xml = word(&peter, &format!("{url}/word")).await;
    assert!(xml.contains("Intern version") && xml.contains("INNE information"));
    assert!(xml.contains("HEMLIG wish (internt)") && !xml.contains("INNE information (internt)"));
    for path in ["", "/word", "/text", "?version=delad"] {
        let answer = world.visitor().get(&format!("{url}{path}")).await;
        assert!(answer.status == 303 && answer.location.starts_with("/logga-in"));
    }
    for path in [
        "/dialoger/999999/minnesanteckningar".to_owned(),
        "/dialoger/999999/minnesanteckningar/word".to_owned(),
        format!("{url}?utgava=1"),
        format!("{url}?utgava=x"),
        format!("{url}/word?utgava=9"),
        format!("{url}/justering/999999"),
    ] {
        assert_eq!(peter.get(&path).await.status, 404, "{path}");
    }
}
