//! While a dialogue is held: the clock of an item, who came, and what a line is made into.

use super::{held, line, write};
use crate::agenda_items::{add, press};
use crate::world::World;
use jiff::SignedDuration;
use regiondialog::domain::access::Permit;
use regiondialog::domain::outcome::Became;
use regiondialog::error::Error;
use regiondialog::store::outcomes;

#[tokio::test]
async fn an_item_tells_how_much_of_its_time_is_used_and_how_late_it_began() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa").await;
    let (url, last) = held(&world, &elsa).await;
    let agenda = format!("{url}/dagordning");
    let first = world
        .count("select id from agenda_items where dialogue_id = (select max(id) from dialogues) order by position limit 1")
        .await;
    let place = format!("{url}/genomforande?punkt={first}");
    assert!(
        elsa.get(&format!("{url}/genomforande"))
            .await
            .has("Börja punkten")
    );
    let begun = elsa.post(&format!("{agenda}/{first}/borjad"), &[]).await;
    assert_eq!(begun.location, format!("{place}#punkten"));
    let page = elsa.get(&place).await;
    assert!(page.has("Började kl. 10.00") && page.has("1 tim efter dagordningen"));
    world.advance(SignedDuration::from_mins(12));
    elsa.post(&format!("{agenda}/{first}/borjad"), &[]).await;
    assert!(elsa.get(&place).await.has("12 min använda, 8 min kvar"));
    world.advance(SignedDuration::from_mins(15));
    assert!(
        elsa.get(&place)
            .await
            .has("27 min använda, 7 min över tiden")
    );
    let next = elsa.post(&format!("{agenda}/{first}/klar"), &[]).await;
    assert_eq!(next.status, 303);
    world.advance(SignedDuration::from_mins(5));
    assert!(
        elsa.get(&place).await.has("27 min använda"),
        "its clock has stopped"
    );
    assert!(elsa.get(&place).await.has("Behandlad"));
    assert!(
        elsa.get(&format!("{url}/genomforande"))
            .await
            .has("5 min använda")
    );
    let end = elsa.post(&format!("{agenda}/{last}/klar"), &[]).await;
    assert!(
        end.location.ends_with("?punkt=utanfor#punkten"),
        "{}",
        end.location
    );
    let events = world.events("agenda_item_begun").await;
    elsa.post(&format!("{agenda}/{first}/klar"), &[]).await;
    assert_eq!(world.events("agenda_item_begun").await, events, "once each");
}

#[tokio::test]
async fn what_is_brought_stands_beside_what_is_said() {
    let world = World::new().await;
    let ingela = world.sign_in("Ingela").await;
    let id = world
        .count("select id from dialogues where phase = 'holding'")
        .await;
    let item = world
        .count(
            "select x.id from agenda_items x join positions p on p.dialogue_id = x.dialogue_id and p.issue_area_id = x.issue_area_id
             where x.dialogue_id = (select id from dialogues where phase = 'holding') limit 1",
        )
        .await;
    let page = ingela
        .get(&format!("/dialoger/{id}/genomforande?punkt={item}"))
        .await;
    assert!(page.has("Det vi har med oss") && page.has("Ställningstagande: "));
    assert!(page.has("Den nationella linjen"));
    let page = ingela
        .get(&format!("/dialoger/{id}/genomforande?punkt=99999"))
        .await;
    assert!(page.status == 200 && page.has("Utanför dagordningen"));
}

#[tokio::test]
async fn who_came_is_told_by_one_press_each() {
    let world = World::new().await;
    let ingela = world.sign_in("Ingela").await;
    let id = world
        .count("select id from dialogues where phase = 'holding'")
        .await;
    let member = world
        .count("select min(id) from participants where in_dialogue = 1 and dialogue_id = (select id from dialogues where phase = 'holding')")
        .await;
    let press = format!("/dialoger/{id}/medverkande/{member}/deltog");
    let fields = [("attended", "yes"), ("version", "1"), ("punkt", "utanfor")];
    let page = ingela.post(&press, &fields).await;
    let place = format!("/dialoger/{id}/genomforande?punkt=utanfor");
    assert_eq!(
        (page.status, page.location),
        (303, format!("{place}#narvaro"))
    );
    let page = ingela.get(&place).await;
    let yes = format!(
        "id=\"medverkande-{member}-ja\" name=\"attended\" value=\"yes\" aria-pressed=\"true\""
    );
    assert!(page.has(&yes));
    let fields = [("agency_id", "16"), ("reason", "Elnätet"), ("reply", "yes")];
    assert_eq!(
        ingela
            .post(&format!("/dialoger/{id}/inbjudningar/ny"), &fields)
            .await
            .status,
        303
    );
    let invited = world.count("select max(id) from invitations").await;
    let press = format!("/dialoger/{id}/inbjudningar/{invited}/deltog");
    let fields = [("attended", "no"), ("version", "1"), ("punkt", "utanfor")];
    assert_eq!(ingela.post(&press, &fields).await.status, 303);
    assert!(
        ingela
            .get(&format!("/dialoger/{id}"))
            .await
            .has("Deltog inte")
    );
}

#[tokio::test]
async fn a_line_is_parked_in_one_press_and_follows_what_it_became() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa").await;
    let (url, item) = held(&world, &elsa).await;
    let item = item.to_string();
    let secret = [("agenda_item_id", item.as_str()), ("text", "HEMLIG MARKÖR")];
    let id = write(&world, &elsa, &url, &secret).await;
    let park = format!("{url}/utfall/{id}/parkerat");
    assert_eq!(elsa.post(&park, &[("version", "1")]).await.status, 303);
    assert_eq!(
        elsa.post(&park, &[("version", "1")]).await.status,
        303,
        "a double press"
    );
    assert_eq!(
        world.count("select count(*) from agenda_items where note = 'HEMLIG MARKÖR' and title not like '%HEMLIG%' and dialogue_id is null").await,
        1
    );
    let place = format!("{url}/genomforande?punkt={item}");
    assert!(elsa.get(&place).await.has(">Parkerad</a>"));
    let parked = world.count("select max(id) from agenda_items").await;
    press(
        &world,
        &elsa,
        "/lan/norrbotten/parkering",
        parked,
        "borttagen",
        "",
    )
    .await;
    assert!(elsa.get(&place).await.has("Parkerad, sedan borttagen"));
    let page = elsa.get(&format!("{url}/utfall/{id}/borttaget")).await;
    assert!(page.has("Punkten i länets parkering finns kvar."));
}

#[tokio::test]
async fn a_line_becomes_one_thing_only() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa").await;
    let (url, _) = held(&world, &elsa).await;
    let id = write(&world, &elsa, &url, &[("kind", "action")]).await;
    let action = world.count("select min(id) from actions").await;
    let mut tx = world.db().write(Permit::system_as(1)).await.expect("write");
    outcomes::became(&mut tx, id, Became::Action(action))
        .await
        .expect("it became");
    outcomes::became(&mut tx, id, Became::Action(action))
        .await
        .expect("the same again");
    let other = outcomes::became(&mut tx, id, Became::Action(action + 1)).await;
    assert!(matches!(other, Err(Error::Stale)));
    let none = outcomes::became(&mut tx, 999_999, Became::Action(action)).await;
    assert!(matches!(none, Err(Error::Stale)));
    tx.commit().await.expect("commit");
    let page = elsa.get(&format!("{url}/genomforande?punkt=utanfor")).await;
    assert!(page.has(&format!("href=\"/insatser/{action}\">Insats: ")));
    assert!(!page.has("Gör till insats") && !page.has("Parkera för länet"));
    let history = elsa.get(&format!("{url}/historik")).await;
    assert!(history.has("gjorde något av ett utfall") && history.has("Blev insats"));
}

#[tokio::test]
async fn a_line_whose_item_was_moved_away_meanwhile_is_kept_beside_the_agenda() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa").await;
    let (url, item) = held(&world, &elsa).await;
    let list = format!("{url}/dagordning");
    assert_eq!(
        press(&world, &elsa, &list, item, "parkerad", "")
            .await
            .status,
        303
    );
    let item = item.to_string();
    let page = elsa
        .post(
            &format!("{url}/utfall"),
            &line(&[("agenda_item_id", &item)]),
        )
        .await;
    assert_eq!(
        page.location,
        format!("{url}/genomforande?punkt=utanfor#skriv")
    );
    assert_eq!(
        world
            .count("select issue_area_id from outcomes order by id desc limit 1")
            .await,
        4
    );
    let dropped = add(&world, &elsa, &list, &[]).await;
    let id = dropped.to_string();
    write(
        &world,
        &elsa,
        &url,
        &[
            ("agenda_item_id", &id),
            ("text", "Sagt på en punkt som togs bort."),
        ],
    )
    .await;
    press(&world, &elsa, &list, dropped, "borttagen", "").await;
    let page = elsa.get(&format!("{url}/genomforande?punkt=utanfor")).await;
    assert!(
        page.has("Sagt på en punkt som togs bort."),
        "no line is out of sight"
    );
}

#[tokio::test]
async fn a_wish_begins_a_need_with_its_words_filled_in() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa").await;
    let (url, item) = held(&world, &elsa).await;
    let item = item.to_string();
    let id = write(
        &world,
        &elsa,
        &url,
        &[("agenda_item_id", &item), ("shareable", "ja")],
    )
    .await;
    let page = elsa.get(&format!("/behov/nytt?utfall={id}")).await;
    assert_eq!(page.field("title"), "");
    assert!(page.has("Regionen vill ha ett svar före jul."));
    assert!(page.has("<option value=\"4\" selected>") && page.has("value=\"dialogue\" checked"));
    assert_eq!(elsa.get("/behov/nytt?utfall=999999").await.status, 404);
}
