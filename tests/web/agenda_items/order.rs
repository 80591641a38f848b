//! The order of the items: by buttons, by dragging, and by two people at once.

use super::{add, titles};
use crate::dialogues::planned;
use crate::world::{Browser, Page, World};

async fn move_it(browser: &Browser, list: &str, seen: &str, flytta: &str) -> Page {
    let fields = [("seen", seen), ("flytta", flytta)];
    browser.post(&format!("{list}/ordning"), &fields).await
}

/// A short dialogue with three items; the address of its agenda, and their ids as the page has them.
async fn three(world: &World, elsa: &Browser) -> (String, String, Vec<i64>) {
    let url = planned(elsa, &[("type_id", "2")]).await;
    let list = format!("{url}/dagordning");
    let seen = elsa.get(&list).await.field("seen");
    let ids: Vec<i64> = seen.split(',').filter_map(|id| id.parse().ok()).collect();
    assert_eq!(ids.len(), 3, "{}", world.base);
    (list, seen, ids)
}

#[tokio::test]
async fn buttons_move_an_item_a_step_and_the_page_goes_on_from_the_same_button() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa").await;
    let (list, seen, ids) = three(&world, &elsa).await;
    let page = move_it(&elsa, &list, &seen, &format!("{}:upp", ids[2])).await;
    assert_eq!(
        (page.status, page.location),
        (303, format!("{list}#upp-{}", ids[2]))
    );
    let page = elsa.get(&list).await;
    assert_eq!(titles(&page), ["Sedan sist", "Nästa steg", "Aktuell fråga"]);
    assert!(page.has("Nästa steg är nu nummer 2 av 3.") || page.has("09.15"));
    let events = world.events("agenda_item_moved").await;
    let seen = page.field("seen");
    let first = move_it(&elsa, &list, &seen, &format!("{}:upp", ids[0])).await;
    assert_eq!(first.status, 303, "it stands first already");
    assert_eq!(world.events("agenda_item_moved").await, events);
    for odd in ["", "x", "1:sidan", "999999999999999999999:upp"] {
        assert!(
            matches!(move_it(&elsa, &list, &seen, odd).await.status, 400 | 409),
            "{odd}"
        );
    }
    let long = "1,".repeat(5_000);
    assert_eq!(move_it(&elsa, &list, &long, "1:upp").await.status, 400);
}

#[tokio::test]
async fn the_whole_order_is_sent_when_it_is_dragged() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa").await;
    let (list, seen, ids) = three(&world, &elsa).await;
    let order = format!("{},{},{}", ids[2], ids[0], ids[1]);
    let fields = [("seen", seen.as_str()), ("order", order.as_str())];
    let page = elsa.post(&format!("{list}/ordning"), &fields).await;
    assert_eq!(page.status, 303);
    let page = elsa.get(&list).await;
    assert_eq!(titles(&page), ["Nästa steg", "Sedan sist", "Aktuell fråga"]);
    let short = format!("{},{}", ids[2], ids[0]);
    let fields = [("seen", order.as_str()), ("order", short.as_str())];
    let page = elsa.post(&format!("{list}/ordning"), &fields).await;
    assert_eq!(
        page.status, 409,
        "an order that leaves something out is not believed"
    );
}

#[tokio::test]
async fn two_who_put_in_order_at_once_are_told_and_nothing_is_lost() {
    let world = World::new().await;
    let (elsa, anna) = (world.sign_in("Elsa").await, world.sign_in("Anna").await);
    let (list, seen, ids) = three(&world, &elsa).await;
    // one adds while the other moves: both stand
    add(&world, &anna, &list, &[]).await;
    let page = move_it(&elsa, &list, &seen, &format!("{}:ned", ids[0])).await;
    assert_eq!(page.status, 303);
    let page = elsa.get(&list).await;
    let now = [
        "Aktuell fråga",
        "Sedan sist",
        "Nästa steg",
        "Vägen till 2030",
    ];
    assert_eq!(titles(&page), now);
    // both move: the second is told, and sees the order of the first
    let clash = move_it(&anna, &list, &seen, &format!("{}:upp", ids[2])).await;
    assert_eq!(clash.status, 409);
    assert!(clash.has("Någon annan har ändrat ordningen medan du tittade."));
    assert_eq!(titles(&clash), now);
    let again = move_it(
        &anna,
        &list,
        &clash.field("seen"),
        &format!("{}:upp", ids[2]),
    )
    .await;
    assert_eq!(again.status, 303);
}

#[tokio::test]
async fn moving_an_item_disturbs_nobody_who_is_writing_in_it() {
    let world = World::new().await;
    let (elsa, anna) = (world.sign_in("Elsa").await, world.sign_in("Anna").await);
    let (list, seen, ids) = three(&world, &elsa).await;
    let own = format!("{list}/{}", ids[1]);
    let version = anna.get(&own).await.field("version");
    assert_eq!(
        move_it(&elsa, &list, &seen, &format!("{}:upp", ids[1]))
            .await
            .status,
        303
    );
    let fields = super::item(&[("version", version.as_str())]);
    assert_eq!(anna.post(&own, &fields).await.status, 303);
    let page = elsa.get(&list).await;
    assert_eq!(
        titles(&page),
        ["Vägen till 2030", "Sedan sist", "Nästa steg"]
    );
}
