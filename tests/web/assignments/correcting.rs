//! Correcting a mistake in the ledger.

use super::{ANNA, anna};
use crate::world::World;

#[tokio::test]
async fn a_correction_keeps_the_old_in_the_history() {
    let world = World::new().await;
    let browser = world.sign_in("Ingela").await;
    let form = browser.get("/bemanning/4/ratta").await;
    assert_eq!(
        (form.field("version"), form.field("valid_from")),
        ("1".into(), "2018-01-01".into())
    );
    let page = browser
        .post(
            "/bemanning/4/ratta",
            &anna("1", &[("valid_from", "2019-09-01")]),
        )
        .await;
    assert_eq!((page.status, page.location.as_str()), (303, ANNA));
    let history = browser.get("/bemanning/4/historik").await;
    assert!(history.has("rättade uppdraget"));
    assert!(history.has("<del>1 januari 2018</del> <ins>1 september 2019</ins>"));
    let page = browser
        .post(
            "/bemanning/4/ratta",
            &anna("2", &[("valid_from", "2019-09-01")]),
        )
        .await;
    assert_eq!(page.status, 303);
    assert_eq!(
        world.events("assignment_changed").await,
        1,
        "nothing had changed"
    );
    let bad = anna("2", &[("person_id", ""), ("valid_from", "2019-13-01")]);
    let page = browser.post("/bemanning/4/ratta", &bad).await;
    assert!(page.status == 422 && page.has("Välj en medarbetare.") && page.has("2019-13-01"));
}

#[tokio::test]
async fn a_correction_cannot_make_two_holders_either() {
    let world = World::new().await;
    let browser = world.sign_in("Ingela").await;
    let sofia = [
        ("person_id", "16"),
        ("kind", "ordinary"),
        ("is_primary", "ja"),
        ("valid_from", "2018-01-01"),
        ("valid_to", ""),
        ("version", "1"),
    ];
    let page = browser.post("/bemanning/22/ratta", &sofia).await;
    assert!(page.status == 422 && page.has("Rune Tegnér är redan huvudansvarig"));
}

#[tokio::test]
async fn two_who_correct_the_same_field_meet_and_different_fields_merge() {
    let world = World::new().await;
    let (ingela, astrid) = (world.sign_in("Ingela").await, world.sign_in("Astrid").await);
    let first = anna("1", &[("valid_from", "2019-01-01")]);
    assert_eq!(ingela.post("/bemanning/4/ratta", &first).await.status, 303);
    let page = astrid
        .post(
            "/bemanning/4/ratta",
            &anna("1", &[("valid_from", "2020-01-01")]),
        )
        .await;
    assert_eq!(page.status, 409);
    for text in [
        "1 januari 2018",
        "1 januari 2019",
        "1 januari 2020",
        "Någon annan har ändrat uppdraget",
    ] {
        assert!(page.has(text), "{text}");
    }
    assert_eq!(
        (page.field("version"), page.field("valid_from")),
        ("2".into(), "2020-01-01".into())
    );
    let merged = astrid
        .post("/bemanning/4/ratta", &anna("1", &[("person_id", "29")]))
        .await;
    assert_eq!(merged.status, 303, "another field");
    let shown = astrid.get(ANNA).await;
    assert!(shown.has("Peter Blad") && shown.has("2019-01-01"));
}
