//! Who has which items, and which agendas nobody changes.

use super::{add, item, press, version};
use crate::dialogues::{planned, step};
use crate::world::World;

#[tokio::test]
async fn an_issue_officer_has_the_items_of_her_own_areas_and_no_others() {
    let world = World::new().await;
    let (elsa, karim) = (world.sign_in("Elsa").await, world.sign_in("Karim").await);
    let url = planned(&elsa, &[("held_on", "2026-11-23")]).await;
    let list = format!("{url}/dagordning");
    let others = add(&world, &elsa, &list, &[("issue_area_id", "6")]).await;
    let general = add(&world, &elsa, &list, &[]).await;
    let own = add(&world, &karim, &list, &[("issue_area_id", "3")]).await;
    let form = karim.get(&format!("{list}/ny")).await;
    assert!(form.has("Företagsfinansiering") && !form.has(">Regelförenkling"));
    for area in ["", "6", "999"] {
        let fields = item(&[("issue_area_id", area)]);
        assert_eq!(
            karim.post(&format!("{list}/ny"), &fields).await.status,
            403,
            "{area}"
        );
    }
    for id in [others, general] {
        let change = item(&[("version", "1"), ("issue_area_id", "3")]);
        assert_eq!(
            karim.post(&format!("{list}/{id}"), &change).await.status,
            403
        );
        for noun in ["behandlad", "parkerad", "borttagen"] {
            assert_eq!(
                press(&world, &karim, &list, id, noun, "done").await.status,
                403,
                "{noun}"
            );
        }
        assert!(
            !karim
                .get(&format!("{list}/{id}"))
                .await
                .has("Spara punkten")
        );
    }
    let out = item(&[("version", "1"), ("issue_area_id", "6")]);
    assert_eq!(karim.post(&format!("{list}/{own}"), &out).await.status, 403);
    let within = item(&[("version", "1"), ("issue_area_id", "4")]);
    assert_eq!(
        karim.post(&format!("{list}/{own}"), &within).await.status,
        303
    );
    assert_eq!(
        press(&world, &karim, &list, own, "behandlad", "done")
            .await
            .status,
        303
    );
    let order = [
        ("seen", format!("{others},{general},{own}")),
        ("flytta", format!("{own}:upp")),
    ];
    let order: Vec<(&str, &str)> = order
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    assert_eq!(
        karim.post(&format!("{list}/ordning"), &order).await.status,
        403
    );
    let hanna = world.sign_in("Hanna").await;
    let fields = item(&[("issue_area_id", "3")]);
    assert_eq!(
        hanna.post(&format!("{list}/ny"), &fields).await.status,
        403,
        "of another team"
    );
}

#[tokio::test]
async fn an_item_is_found_in_its_own_lan_only() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa").await;
    let other = planned(&elsa, &[("county", "22")]).await;
    let url = planned(&elsa, &[]).await;
    let list = format!("{url}/dagordning");
    let id = add(&world, &elsa, &list, &[]).await;
    let mats = world.sign_in("Mats").await;
    for noun in ["", "/behandlad", "/parkerad", "/borttagen"] {
        let wrong = format!("{other}/dagordning/{id}{noun}");
        let fields = item(&[("version", "1"), ("state", "done")]);
        assert_eq!(mats.post(&wrong, &fields).await.status, 404, "{noun}");
    }
    assert_eq!(
        mats.get(&format!("{other}/dagordning/{id}")).await.status,
        404
    );
    assert_eq!(
        mats.get("/lan/vasternorrland/parkering/483").await.status,
        404
    );
    assert_eq!(elsa.get(&format!("{list}/999999")).await.status, 404);
}

#[tokio::test]
async fn the_agenda_of_a_dialogue_that_is_over_stays_as_it_is() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa").await;
    let url = planned(&elsa, &[]).await;
    let list = format!("{url}/dagordning");
    let id = add(&world, &elsa, &list, &[("issue_area_id", "1")]).await;
    step(&elsa, &url, "installd").await;
    let version = version(&world, id).await;
    let fields = item(&[
        ("version", &version),
        ("state", "done"),
        ("seen", "1"),
        ("flytta", "1:upp"),
    ]);
    for path in ["/ny", "/ordning", "/behandlade"]
        .map(str::to_owned)
        .into_iter()
        .chain(["", "/behandlad", "/parkerad", "/borttagen"].map(|noun| format!("/{id}{noun}")))
    {
        let page = elsa.post(&format!("{list}{path}"), &fields).await;
        assert!(
            page.status == 409 && page.has("Dialogen är inställd"),
            "{path}: {}",
            page.status
        );
    }
    assert!(!elsa.get(&list).await.has("Lägg till punkt"));
}
