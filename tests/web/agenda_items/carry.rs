//! What a dialogue did not get to comes along to the next, with its age and its way there.

use super::{add, begun, press, titles};
use crate::arrange;
use crate::dialogues::{plan_with, planned, step, version};
use crate::world::{Browser, World};

const TODAY: (&str, &str) = ("held_on", "2026-11-23");

/// Held today with everything but what is named dealt with.
async fn held(world: &World, elsa: &Browser, url: &str, left: &[&str]) {
    begun(elsa, url).await;
    let list = format!("{url}/dagordning");
    let seen = elsa.get(&list).await.field("seen");
    for id in seen.split(',').filter_map(|id| id.parse::<i64>().ok()) {
        let title: String = sqlx::query_scalar("select title from agenda_items where id = ?")
            .bind(id)
            .fetch_one(world.db().read())
            .await
            .expect("the item");
        if !left.contains(&title.as_str()) {
            press(world, elsa, &list, id, "behandlad", "done").await;
        }
    }
    assert_eq!(step(elsa, url, "genomford").await.status, 303);
}

async fn times(world: &World, title: &str) -> i64 {
    sqlx::query_scalar("select max(times) from agenda_items where title = ? and state = 'open'")
        .bind(title)
        .fetch_one(world.db().read())
        .await
        .expect("the item")
}

#[tokio::test]
async fn what_was_left_goes_to_the_next_dialogue_when_one_is_planned() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let first = planned(&elsa, &[TODAY]).await;
    let next = planned(&elsa, &[("held_on", "2027-11-18")]).await;
    let list = format!("{first}/dagordning");
    add(&world, &elsa, &list, &[("title", "Hanns inte med")]).await;
    add(&world, &elsa, &list, &[("title", "Togs upp")]).await;
    begun(&elsa, &first).await;
    let rule = "Det som inte är markerat som behandlat följer med till länets nästa dialog";
    for address in [&first, &list] {
        let page = elsa.get(address).await;
        assert!(page.has("2 punkter följer med till dialogen den 18 november 2027: ”Hanns inte med” och ”Togs upp”."));
        assert!(page.has(rule), "{address}");
    }
    let id = world
        .count("select id from agenda_items where title = 'Togs upp'")
        .await;
    press(&world, &elsa, &list, id, "behandlad", "done").await;
    assert_eq!(step(&elsa, &first, "genomford").await.status, 303);
    let page = elsa.get(&format!("{next}/dagordning")).await;
    assert!(page.has("Hanns inte med") && page.has("andra gången") && !page.has("Togs upp"));
    // after "Sedan sist", and nothing that stands on every agenda came along
    assert_eq!(
        titles(&page)[1..3],
        ["Sedan sist: vad vi lovade varandra", "Hanns inte med"]
    );
    assert_eq!(titles(&page).len(), 7);
    let gone = elsa.get(&list).await;
    assert!(gone.has("Följer med"));
}

#[tokio::test]
async fn without_a_next_dialogue_it_waits_in_the_parking_and_comes_when_one_is_planned() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let first = planned(&elsa, &[TODAY]).await;
    let list = format!("{first}/dagordning");
    add(&world, &elsa, &list, &[("title", "Hanns inte med")]).await;
    add(
        &world,
        &elsa,
        "/lan/norrbotten/parkering",
        &[("title", "Parkerad för hand")],
    )
    .await;
    held(&world, &elsa, &first, &["Hanns inte med"]).await;
    let parking = elsa.get("/lan/norrbotten/parkering").await;
    assert_eq!(titles(&parking), ["Hanns inte med", "Parkerad för hand"]);
    assert!(
        parking.has("andra gången") && parking.has("<span class=\"tag is-pine\">Följer med</span>")
    );
    let ask = plan_with(&[("preview", "1")]);
    let preview = elsa.post("/dialoger/ny", &ask).await;
    assert!(preview.has("1 punkt följer med från länets förra dialog: ”Hanns inte med”."));
    assert!(!preview.has("Parkerad för hand"));
    let round = elsa.get("/dialoger/omgangar/ny?ar=2027").await;
    assert!(round.has("1 punkt följer med från förra dialogen."));
    let next = planned(&elsa, &[]).await;
    let page = elsa.get(&next).await;
    assert_eq!(titles(&page)[2], "Hanns inte med");
    let parking = elsa.get("/lan/norrbotten/parkering").await;
    assert_eq!(titles(&parking), ["Parkerad för hand"]);
    assert_eq!(times(&world, "Hanns inte med").await, 2);
    let history = elsa.get(&format!("{next}/historik")).await;
    assert!(history.has("tog med en punkt från förra dialogen: Hanns inte med"));
}

#[tokio::test]
async fn an_item_grows_older_over_four_dialogues_and_its_way_is_walked_both_ways() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let mut dialogues = Vec::new();
    let mut place = String::new();
    for number in 1..=4 {
        let url = planned(&elsa, &[TODAY]).await;
        if number == 1 {
            add(
                &world,
                &elsa,
                &format!("{url}/dagordning"),
                &[("title", "Hanns inte med")],
            )
            .await;
        }
        let id = world
            .count("select max(id) from agenda_items where title = 'Hanns inte med'")
            .await;
        place = format!("{url}/dagordning/{id}");
        if number < 4 {
            held(&world, &elsa, &url, &["Hanns inte med"]).await;
        }
        dialogues.push(place.clone());
    }
    assert_eq!(times(&world, "Hanns inte med").await, 4);
    let last = elsa.get(&place).await;
    assert!(last.has("fjärde gången") && last.has("hanns inte med"));
    for earlier in &dialogues[..3] {
        assert!(last.has(&format!("href=\"{earlier}\"")), "{earlier}");
        assert!(elsa.get(earlier).await.has(&format!("href=\"{place}\"")));
    }
}

#[tokio::test]
async fn a_dialogue_that_is_called_off_hands_on_without_making_anything_older() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let first = planned(&elsa, &[]).await;
    let list = format!("{first}/dagordning");
    add(&world, &elsa, &list, &[("title", "Hanns inte med")]).await;
    let asked = elsa.get(&format!("{first}/installd")).await;
    assert!(asked.has("1 punkt läggs i länets parkering och följer med till nästa dialog"));
    assert_eq!(step(&elsa, &first, "installd").await.status, 303);
    assert!(
        elsa.get("/lan/norrbotten/parkering")
            .await
            .has("Hanns inte med")
    );
    let next = planned(&elsa, &[("held_on", "2027-05-06")]).await;
    assert!(elsa.get(&next).await.has("Hanns inte med"));
    assert_eq!(times(&world, "Hanns inte med").await, 1);
    assert!(!elsa.get(&next).await.has("andra gången"));
}

#[tokio::test]
async fn what_is_dealt_with_taken_off_or_parked_by_hand_never_comes_along() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let first = planned(&elsa, &[TODAY]).await;
    let next = planned(&elsa, &[("held_on", "2027-11-18")]).await;
    let list = format!("{first}/dagordning");
    let done = add(&world, &elsa, &list, &[("title", "Behandlad sak")]).await;
    let dropped = add(&world, &elsa, &list, &[("title", "Borttagen sak")]).await;
    let parked = add(&world, &elsa, &list, &[("title", "Parkerad sak")]).await;
    let standing = [("title", "Stående sak"), ("standing", "ja")];
    add(&world, &elsa, &list, &standing).await;
    press(&world, &elsa, &list, dropped, "borttagen", "").await;
    press(&world, &elsa, &list, parked, "parkerad", "").await;
    begun(&elsa, &first).await;
    press(&world, &elsa, &list, done, "behandlad", "done").await;
    assert_eq!(step(&elsa, &first, "genomford").await.status, 303);
    let page = elsa.get(&format!("{next}/dagordning")).await;
    assert_eq!(titles(&page).len(), 6, "{:?}", titles(&page));
    let parking = elsa.get("/lan/norrbotten/parkering").await;
    assert_eq!(titles(&parking), ["Parkerad sak"]);
}

#[tokio::test]
async fn moving_a_dialogue_moves_nothing_else() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let first = planned(&elsa, &[]).await;
    let next = planned(&elsa, &[("held_on", "2027-11-18")]).await;
    add(&world, &elsa, &format!("{first}/dagordning"), &[]).await;
    let rows = "select sum(id * 1000 + position * 10 + times + coalesce(dialogue_id, 0) * 7) from agenda_items";
    let before = world.count(rows).await;
    let shown = version(&elsa, &first).await;
    let later = plan_with(&[("held_on", "2027-12-09"), ("version", &shown)]);
    assert_eq!(
        elsa.post(&format!("{first}/andra"), &later).await.status,
        303
    );
    assert_eq!(world.count(rows).await, before);
    assert!(!elsa.get(&next).await.has("Vägen till 2030"));
}

#[tokio::test]
async fn after_the_day_it_can_still_be_put_right() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let first = planned(&elsa, &[TODAY]).await;
    let next = planned(&elsa, &[("held_on", "2027-11-18")]).await;
    let list = format!("{first}/dagordning");
    let id = add(&world, &elsa, &list, &[("title", "Ändå behandlad")]).await;
    let other = add(&world, &elsa, &list, &[("title", "Ändå inte")]).await;
    begun(&elsa, &first).await;
    press(&world, &elsa, &list, other, "behandlad", "done").await;
    assert_eq!(step(&elsa, &first, "genomford").await.status, 303);
    let coming = || async { titles(&elsa.get(&format!("{next}/dagordning")).await) };
    assert!(coming().await.contains(&"Ändå behandlad".to_owned()));
    assert_eq!(
        press(&world, &elsa, &list, id, "behandlad", "done")
            .await
            .status,
        303
    );
    assert_eq!(
        press(&world, &elsa, &list, other, "behandlad", "open")
            .await
            .status,
        303
    );
    let now = coming().await;
    assert!(!now.contains(&"Ändå behandlad".to_owned()) && now.contains(&"Ändå inte".to_owned()));
    let parked = press(&world, &elsa, &list, id, "parkerad", "").await;
    assert!(parked.status == 409 && parked.has("Dialogen är genomförd."));
    let added = add(&world, &elsa, &list, &[("title", "Övrigt")]).await;
    let done = "select count(*) from agenda_items where title = 'Övrigt' and state = 'done'";
    assert!(
        added > 0 && world.count(done).await == 1,
        "what is added afterwards was brought up"
    );
}

#[tokio::test]
async fn two_who_mark_a_dialogue_as_held_carry_its_items_once() {
    let world = World::quiet().await;
    let (elsa, chef) = (world.sign_in("Elsa").await, world.sign_in("Ingela").await);
    let first = planned(&elsa, &[TODAY]).await;
    planned(&elsa, &[("held_on", "2027-11-18")]).await;
    add(&world, &elsa, &format!("{first}/dagordning"), &[]).await;
    begun(&elsa, &first).await;
    let shown = version(&elsa, &first).await;
    let fields = [("version", shown.as_str())];
    let noun = format!("{first}/genomford");
    let (one, other) = tokio::join!(elsa.post(&noun, &fields), chef.post(&noun, &fields));
    assert_eq!((one.status, other.status), (303, 303));
    let carried = "select count(*) from agenda_items where carried_from is not null";
    assert_eq!(world.count(carried).await, 1);
}

#[tokio::test]
async fn a_round_takes_what_waits_with_it() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let id = add(&world, &elsa, "/lan/norrbotten/parkering", &[]).await;
    arrange::run(&world, "update agenda_items set comes_along = 1").await;
    let row = [
        ("year", "2027"),
        ("cap", "2"),
        ("type_id", "2"),
        ("held_on_25", "2027-03-16"),
        ("starts_at_25", "09.00"),
        ("ends_at_25", "10.00"),
        ("form_25", "digital"),
    ];
    assert_eq!(elsa.post("/dialoger/omgangar/ny", &row).await.status, 303);
    let agenda =
        "select count(*) from agenda_items where dialogue_id = (select max(id) from dialogues)";
    assert_eq!(world.count(agenda).await, 4);
    let dialogue = world.count("select max(id) from dialogues").await;
    let page = elsa
        .get(&format!("/dialoger/{dialogue}/dagordning/{id}"))
        .await;
    assert_eq!(page.status, 200);
    let wrong: Vec<_> = row
        .into_iter()
        .map(|(name, value)| (name, if name == "type_id" { "99" } else { value }))
        .collect();
    assert_eq!(elsa.post("/dialoger/omgangar/ny", &wrong).await.status, 422);
}
