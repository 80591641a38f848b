//! Parkering: what waits in a län between its dialogues.

use crate::agenda_items::{add, item, newest, press, titles, version};
use crate::dialogues::planned;
use crate::world::World;

const LIST: &str = "/lan/norrbotten/parkering";

#[tokio::test]
async fn an_item_is_parked_by_hand_changed_and_taken_to_the_next_dialogue() {
    let world = World::quiet().await;
    let (elsa, anna) = (world.sign_in("Elsa").await, world.sign_in("Anna").await);
    assert!(anna.get(LIST).await.has("Inget är parkerat."));
    let id = add(&world, &anna, LIST, &[]).await;
    let page = anna.get(LIST).await;
    assert!(page.has("1 parkerad punkt") && page.has("Länet har ingen planerad dialog."));
    assert!(anna.get("/lan/norrbotten").await.has("Parkering 1"));
    let none = press(&world, &anna, LIST, id, "tagen", "").await;
    assert_eq!(
        (none.status, none.location.as_str()),
        (303, LIST),
        "there is nowhere to take it"
    );
    let change = item(&[("title", "Nya ord"), ("version", "1")]);
    assert_eq!(
        anna.post(&format!("{LIST}/{id}"), &change).await.status,
        303
    );
    let url = planned(&elsa, &[]).await;
    assert!(
        !elsa.get(&url).await.has("Nya ord"),
        "it waits until someone takes it"
    );
    assert_eq!(
        press(&world, &anna, LIST, id, "tagen", "").await.status,
        303
    );
    assert!(elsa.get(&url).await.has("Nya ord"));
    assert!(anna.get(LIST).await.has("Inget är parkerat."));
    let list = format!("{url}/dagordning");
    assert_eq!(
        press(&world, &anna, &list, id, "parkerad", "").await.status,
        303
    );
    assert_eq!(titles(&anna.get(LIST).await), ["Nya ord"]);
    let history = elsa.get(&format!("{url}/historik")).await;
    assert!(history.has("parkerade en punkt till senare: Nya ord"));
}

#[tokio::test]
async fn it_is_put_in_order_and_taken_off_with_an_event() {
    let world = World::quiet().await;
    let anna = world.sign_in("Anna").await;
    let first = add(&world, &anna, LIST, &[("title", "Första")]).await;
    let second = add(&world, &anna, LIST, &[("title", "Andra")]).await;
    let (seen, down) = (format!("{first},{second}"), format!("{first}:ned"));
    let fields = [("seen", seen.as_str()), ("flytta", down.as_str())];
    assert_eq!(
        anna.post(&format!("{LIST}/ordning"), &fields).await.status,
        303
    );
    assert_eq!(titles(&anna.get(LIST).await), ["Andra", "Första"]);
    let clash = anna.post(&format!("{LIST}/ordning"), &fields).await;
    assert!(clash.status == 409 && clash.has("Någon annan har ändrat ordningen"));
    let gone = format!("{LIST}/{first}/borttagen");
    assert!(
        anna.get(&gone)
            .await
            .has("Ta bort ”Första” från parkeringen?")
    );
    assert_eq!(
        press(&world, &anna, LIST, first, "borttagen", "")
            .await
            .status,
        303
    );
    assert_eq!(titles(&anna.get(LIST).await), ["Andra"]);
    assert_eq!(world.events("agenda_item_dropped").await, 1);
    let county = anna.get("/lan/norrbotten/historik").await;
    assert!(county.has("tog bort en punkt från dagordningen"));
}

#[tokio::test]
async fn the_list_is_downloaded_as_it_is_shown() {
    let world = World::new().await;
    let lotta = world.sign_in("Lotta").await;
    let file = lotta.get(&format!("{LIST}?format=csv")).await;
    assert_eq!(file.status, 200);
    assert!(
        file.has("Gränsöverskridande arbetskraft") && file.has("Bostäder för dem som flyttar in")
    );
    assert!(
        file.headers["content-disposition"]
            .to_str()
            .is_ok_and(|name| name.contains("parkering-norrbotten"))
    );
    assert_eq!(lotta.get("/lan/ingenstans/parkering").await.status, 404);
}

#[tokio::test]
async fn a_double_press_parks_one_item_and_a_full_parking_says_so() {
    let world = World::quiet().await;
    let anna = world.sign_in("Anna").await;
    let new = format!("{LIST}/ny");
    let once = anna.get(&new).await.field("once");
    for _ in 0..2 {
        assert_eq!(anna.post(&new, &item(&[("once", &once)])).await.status, 303);
    }
    assert_eq!(world.count("select count(*) from agenda_items").await, 1);
    let id = newest(&world).await;
    crate::arrange::run(
        &world,
        "insert into agenda_items (county, title, minutes, position, created_at, updated_at)
         with recursive n (i) as (select 1 union select i + 1 from n where i < 100)
         select '25', 'Punkt ' || i, 10, 100 + i, '', '' from n",
    )
    .await;
    let full = anna.post(&new, &item(&[])).await;
    assert!(full.status == 422 && full.has("Listan har redan 100 punkter."));
    assert_eq!(version(&world, id).await, "1");
}
