//! What waits to be indexed: worked off by the next search, or in a moment of rest.

use super::words;
use crate::world::{Browser, World};
use regiondialog::domain::access::Permit;
use regiondialog::store::search;
use std::time::{Duration, Instant};

const WAITING: &str = "select count(*) from search_queue";

async fn note(browser: &Browser, text: &'static str, version: &'static str) {
    let sent = [("notes", text), ("version", version)];
    let answer = browser.post("/dialoger/45/anteckningar", &sent).await;
    assert_eq!(answer.status, 303);
}

#[tokio::test]
async fn what_was_saved_is_indexed_also_when_nobody_searches() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa").await;
    let worker = tokio::spawn(search::keep_up(world.db().clone()));
    note(&elsa, "Ring om tågtiderna", "1").await;
    let begun = Instant::now();
    while world.count(WAITING).await > 0 {
        assert!(begun.elapsed() < Duration::from_secs(10), "still waiting");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    worker.abort();
    let indexed = world
        .count("select count(*) from search_terms where term = 'tågtiderna'")
        .await;
    assert_eq!(indexed, 1);
}

#[tokio::test]
async fn a_search_answers_with_what_it_has_while_a_long_write_goes_on() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa").await;
    note(&elsa, "Ring om tågtiderna", "1").await;
    let long = world.db().write(Permit::system()).await.expect("a write");
    let (page, _) = tokio::join!(
        words(&elsa, "kompetensförsörjning"),
        words(&elsa, "tågtiderna")
    );
    assert!(page.has("<mark>Kompetensförsörjning</mark>"));
    drop(long);
    assert!(
        words(&elsa, "tågtiderna")
            .await
            .has("<mark>tågtiderna</mark>")
    );
    assert_eq!(world.count(WAITING).await, 0);
}
