//! Two people with the same item: nothing that was written is lost.

use super::{add, item, press, version};
use crate::dialogues::{planned, step};
use crate::world::World;

#[tokio::test]
async fn different_fields_merge_and_the_same_field_shows_both_texts() {
    let world = World::new().await;
    let (elsa, anna) = (world.sign_in("Elsa").await, world.sign_in("Anna").await);
    let url = planned(&elsa, &[]).await;
    let list = format!("{url}/dagordning");
    let id = add(&world, &elsa, &list, &[]).await;
    let own = format!("{list}/{id}");
    let with = |field: (&'static str, &'static str)| item(&[field, ("version", "1")]);
    assert_eq!(elsa.post(&own, &with(("minutes", "40"))).await.status, 303);
    assert_eq!(
        anna.post(&own, &with(("title", "Vägen vidare")))
            .await
            .status,
        303
    );
    let page = elsa.get(&list).await;
    assert!(page.has("Vägen vidare") && page.has("40 min"));
    let clash = elsa.post(&own, &with(("title", "En annan väg"))).await;
    assert_eq!(clash.status, 409);
    assert!(clash.has("Vägen vidare") && clash.has("En annan väg") && clash.has("Vägen till 2030"));
    let shown = clash.field("version");
    let again = item(&[
        ("title", "En annan väg"),
        ("minutes", "40"),
        ("version", &shown),
    ]);
    assert_eq!(elsa.post(&own, &again).await.status, 303);
    let same = version(&world, id).await;
    let unchanged = item(&[
        ("title", "En annan väg"),
        ("minutes", "40"),
        ("version", &same),
    ]);
    assert_eq!(elsa.post(&own, &unchanged).await.status, 303);
    assert_eq!(version(&world, id).await, same);
}

#[tokio::test]
async fn what_is_written_in_an_item_follows_it_into_the_parking() {
    let world = World::new().await;
    let (elsa, anna) = (world.sign_in("Elsa").await, world.sign_in("Anna").await);
    let url = planned(&elsa, &[]).await;
    let list = format!("{url}/dagordning");
    let id = add(&world, &elsa, &list, &[]).await;
    assert_eq!(
        press(&world, &elsa, &list, id, "parkerad", "").await.status,
        303
    );
    let late = item(&[("title", "Mina ord"), ("version", "1")]);
    let saved = anna.post(&format!("{list}/{id}"), &late).await;
    assert_eq!(saved.status, 303);
    assert_eq!(
        saved.location,
        format!("/lan/norrbotten/parkering#punkt-{id}")
    );
    assert!(anna.get("/lan/norrbotten/parkering").await.has("Mina ord"));
    let moved = anna.get(&format!("{list}/{id}")).await;
    assert_eq!(moved.location, format!("/lan/norrbotten/parkering/{id}"));
}

#[tokio::test]
async fn what_is_written_in_an_item_that_was_taken_off_comes_back_as_a_new_one() {
    let world = World::new().await;
    let (elsa, anna) = (world.sign_in("Elsa").await, world.sign_in("Anna").await);
    let url = planned(&elsa, &[]).await;
    let list = format!("{url}/dagordning");
    let id = add(&world, &elsa, &list, &[]).await;
    assert_eq!(
        press(&world, &elsa, &list, id, "borttagen", "")
            .await
            .status,
        303
    );
    let late = item(&[("title", "Mina ord"), ("version", "1")]);
    let page = anna.post(&format!("{list}/{id}"), &late).await;
    assert_eq!(page.status, 409);
    assert!(page.has("Någon annan har tagit bort punkten") && page.has("Mina ord"));
    assert!(page.has(&format!("action=\"{list}/ny\"")));
    let once = page.field("once");
    let again = item(&[("title", "Mina ord"), ("once", &once)]);
    assert_eq!(anna.post(&format!("{list}/ny"), &again).await.status, 303);
}

#[tokio::test]
async fn what_is_written_while_the_dialogue_is_called_off_is_kept_on_the_page() {
    let world = World::new().await;
    let (elsa, anna) = (world.sign_in("Elsa").await, world.sign_in("Anna").await);
    let url = planned(&elsa, &[]).await;
    let list = format!("{url}/dagordning");
    step(&elsa, &url, "installd").await;
    let page = anna.post(&format!("{list}/ny"), &item(&[])).await;
    assert!(page.status == 409 && page.has("Dialogen är inställd"));
}
