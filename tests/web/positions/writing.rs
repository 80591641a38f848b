//! Writing a position: begun from the last one, by two at once, and with mistakes.

use super::{approve, choose, prepared, version, write};
use crate::arrange::{connection, dialogue};
use crate::world::World;

#[tokio::test]
async fn the_last_dialogues_position_stands_beside_and_can_be_copied() {
    let world = World::quiet().await;
    let before = dialogue(&world, "25", "2025-10-14", "following_up").await;
    choose(&world, before, &[2]).await;
    let karim = world.sign_in("Karim").await;
    let old = format!("/dialoger/{before}/stallningstaganden/2");
    let fields = [
        ("meaning", "Så sa vi då."),
        ("shareable", "meaning"),
        ("version", "0"),
    ];
    write(&karim, &old, &fields).await;
    for (county, day, phase) in [
        ("24", "2026-10-01", "closed"),
        ("25", "2026-11-02", "cancelled"),
    ] {
        let other = dialogue(&world, county, day, phase).await;
        sqlx::query(
            "insert into positions (dialogue_id, issue_area_id, status, meaning, created_at, updated_at)
             values (?, 2, 'in_force', 'Något annat.', '2026-09-01T08:00:00Z', '2026-09-01T08:00:00Z')",
        )
        .bind(other)
        .execute(&mut connection(&world).await)
        .await
        .expect("a position");
    }
    let (_, url) = prepared(&world).await;
    let held = approve(&world, 2).await;
    let page = karim.get(&url).await;
    assert!(page.has("Förra dialogen, 14 oktober 2025") && page.has("Så sa vi då."));
    assert!(!page.has("Något annat."));
    let form = karim.get(&format!("{url}/skriv?fran=forra")).await;
    assert_eq!(
        form.html.matches("Så sa vi då.").count(),
        2,
        "in the form and beside it"
    );
    assert!(!form.has(" checked"), "what may be shared is asked anew");
    assert!(form.has(&format!("<option value=\"{held}\" selected>")));
    assert_eq!(
        world.count("select count(*) from positions").await,
        3,
        "nothing is saved yet"
    );
    assert_eq!(
        karim
            .get(&format!("{url}/skriv"))
            .await
            .html
            .matches("Så sa vi då.")
            .count(),
        1
    );
}

#[tokio::test]
async fn two_who_write_lose_nothing_also_when_both_begin() {
    let world = World::quiet().await;
    let (_, url) = prepared(&world).await;
    let karim = world.sign_in("Karim").await;
    write(&karim, &url, &[("ask", "Min fråga"), ("version", "0")]).await;
    write(&karim, &url, &[("meaning", "Länet"), ("version", "0")]).await;
    let page = karim.get(&url).await;
    assert!(
        page.has("Min fråga") && page.has("Länet"),
        "both begun from nothing"
    );
    assert_eq!(version(&world).await, "2");
    let hers = [("ask", "Ny fråga"), ("meaning", "Länet"), ("version", "2")];
    write(&karim, &url, &hers).await;
    let mine = [
        ("ask", "En annan fråga"),
        ("meaning", "Länet"),
        ("version", "2"),
    ];
    let clash = karim.post(&format!("{url}/skriv"), &mine).await;
    assert_eq!(clash.status, 409);
    assert!(
        clash.has("class=\"conflict\"") && clash.has("Ny fråga") && clash.has("En annan fråga")
    );
    let beside = [
        ("ask", "Min fråga"),
        ("meaning", "Länet <i>i</i> dag"),
        ("version", "2"),
    ];
    write(&karim, &url, &beside).await;
    let page = karim.get(&url).await;
    assert!(
        page.has("Ny fråga") && page.has("Länet &lt;i&gt;i"),
        "different texts merge"
    );
}

#[tokio::test]
async fn a_form_with_mistakes_comes_back_with_its_text() {
    let world = World::quiet().await;
    let (_, url) = prepared(&world).await;
    let karim = world.sign_in("Karim").await;
    let form = format!("{url}/skriv");
    let empty = karim.post(&form, &[("ask", "  "), ("version", "0")]).await;
    assert!(empty.status == 422 && empty.has("Skriv något i minst en av de fem texterna."));
    let other = approve(&world, 8).await.to_string();
    for (field, value) in [
        ("brief_version_id", &*other),
        ("brief_version_id", "x"),
        ("offers", "999"),
        ("offers", "x"),
        ("ask", "Ring 811218-9876"),
    ] {
        let fields = [
            ("meaning", "Texten <b>står kvar"),
            (field, value),
            ("version", "0"),
        ];
        let page = karim.post(&form, &fields).await;
        assert_eq!(page.status, 422, "{field} {value}");
        assert!(page.has("Texten &#60;b&#62;står kvar"), "{field} {value}");
        assert!(page.has(&format!("error-{field}")), "{field} {value}");
    }
    assert_eq!(world.count("select count(*) from positions").await, 0);
}
