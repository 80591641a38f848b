//! What there is to tell, and what is owed whom.

use super::{duty, give, held};
use crate::arrange::{action, connection, dialogue};
use crate::world::{Page, World};

#[tokio::test]
async fn nothing_internal_is_proposed_to_the_region() {
    let world = World::quiet().await;
    let id = held(&world).await;
    for (text, shareable, area) in [
        ("HEMLIG bedömning", 0, 2),
        ("Öppen fråga om export", 1, 2),
        ("Öppen fråga om regler", 1, 6),
    ] {
        sqlx::query(
            "insert into outcomes (dialogue_id, issue_area_id, kind, text, shareable, token, position, created_at, updated_at)
             values (?, ?, 'wish', ?, ?, ?, 1, '2026-11-02T10:00:00Z', '2026-11-02T10:00:00Z')",
        )
        .bind(id)
        .bind(area)
        .bind(text)
        .bind(shareable)
        .bind(text)
        .execute(&mut connection(&world).await)
        .await
        .expect("a line");
    }
    for (title, shareable) in [("HEMLIG insats", 0), ("Öppen insats", 1)] {
        let made = action(&world, title, &["25"], "issue/1/2", "2027-12-01").await;
        sqlx::query(
            "update actions set dialogue_id = ?, issue_area_id = 2, shareable = ?, description = 'HEMLIG beskrivning',
                    region_text = case ? when 1 then 'Går bra' else 'HEMLIG text' end where id = ?",
        )
        .bind(id)
        .bind(shareable)
        .bind(shareable)
        .bind(made)
        .execute(&mut connection(&world).await)
        .await
        .expect("an action");
    }
    let karim = world.sign_in("Karim").await;
    let form = |way: &str| format!("/dialoger/{id}/aterkoppling/ny?riktning={way}&avdelning=2");
    let page = karim.get(&form("region")).await;
    assert!(page.has("Öppen fråga om export") && page.has("Öppen insats") && page.has("Går bra"));
    assert!(!page.has("HEMLIG"), "shareable alone");
    assert!(!page.has("Öppen fråga om regler"), "another department's");
    assert!(
        page.has("Region Norrbotten"),
        "the counterpart is filled in"
    );
    let page = karim.get(&form("avdelning")).await;
    assert!(page.has("HEMLIG bedömning") && page.has("HEMLIG insats"));
    assert!(!page.has("HEMLIG beskrivning"));
    let elsa = world.sign_in("Elsa").await;
    let page = elsa
        .get(&format!("/dialoger/{id}/aterkoppling/ny?riktning=team"))
        .await;
    assert!(page.has("Öppen fråga om regler") && page.has("HEMLIG bedömning"));
}

#[tokio::test]
async fn what_is_owed_is_listed_the_oldest_first_filtered_and_taken_home() {
    let world = World::quiet().await;
    let id = held(&world).await;
    let south = dialogue(&world, "12", "2025-10-02", "following_up").await;
    duty(&world, south, "feedback_region", Some(4), "2025-10-30").await;
    let lotta = world.sign_in("Lotta").await;
    let page = lotta.get("/aterkoppling").await;
    assert!(page.has("5 saker att göra i 2 län"));
    assert!(page.has("14 dagar sent") && page.has("om 7 dagar") && page.has("Ej tillsatt"));
    let place = |page: &Page, words: &str| page.html.find(words).unwrap_or(usize::MAX);
    assert!(place(&page, "2025-10-30") < place(&page, "2026-11-09"));
    for (asked, count) in [
        ("riktning=team", "1 sak att göra"),
        ("riktning=region", "3 saker att göra"),
        ("team=sodra", "1 sak att göra"),
        ("lan=norrbotten", "4 saker att göra"),
        ("avdelning=2", "2 saker att göra"),
        ("omgang=2025", "1 sak att göra"),
        ("sena=ja", "3 saker att göra"),
        ("lan=atlantis", "Inga saker att göra"),
        ("riktning=region&sida=9", "3 saker att göra"),
    ] {
        let page = lotta.get(&format!("/aterkoppling?{asked}")).await;
        assert!(page.status == 200 && page.has(count), "{asked}");
    }
    let file = lotta
        .get("/aterkoppling?format=csv&lan=norrbotten")
        .await
        .html;
    assert_eq!(file.lines().count(), 5, "{file}");
    assert_eq!(lotta.get("/aterkoppling?format=xlsx").await.status, 200);
    let elsa = world.sign_in("Elsa").await;
    assert_eq!(give(&elsa, id, "team", "").await.status, 303);
    let page = lotta.get("/aterkoppling/tackning").await;
    assert!(page.status == 200 && page.has("1/4") && page.has("0/1") && page.has("1/5"));
    for (asked, words) in [
        ("per=avdelning", "Teamet"),
        ("per=omgang", "Omgång 2025"),
        ("per=omgang&omgang=2026", "1/4"),
        ("lan=norrbotten", "1/4"),
        ("riktning=team", "1/1"),
        ("sortera=-sena", "Skåne"),
    ] {
        let page = lotta.get(&format!("/aterkoppling/tackning?{asked}")).await;
        assert!(page.status == 200 && page.has(words), "{asked}");
    }
    let file = lotta
        .get("/aterkoppling/tackning?format=csv&per=avdelning")
        .await
        .html;
    assert!(
        file.starts_with('\u{feff}') || file.contains("Avdelning"),
        "{file}"
    );
    assert_eq!(file.lines().count(), 5, "{file}");
}
