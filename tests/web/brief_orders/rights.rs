//! What of an order is for those who order, and what is for those it falls on.

use super::{line, order, ordered, press, save};
use crate::dialogue_issues::choose;
use crate::dialogues::planned;
use crate::world::World;

#[tokio::test]
async fn what_was_asked_of_a_returned_one_is_for_those_who_order() {
    let world = World::quiet().await;
    let (elsa, _) = ordered(&world).await;
    let second = order(&world, 2).await;
    let line = line(&world).await;
    assert_eq!(press(&elsa, &line, "klar").await.status, 303);
    let page = save(&elsa, &second, "returned", "Källorna saknas.", "").await;
    assert_eq!(page.status, 303);
    let karim = world.sign_in("Karim").await;
    let page = save(&karim, &second, "returned", "Inget saknas.", "").await;
    assert_eq!(page.status, 403);
    let kept = "select count(*) from brief_orders where reason = 'Källorna saknas.'";
    assert_eq!(world.count(kept).await, 1);
}

#[tokio::test]
async fn the_date_of_an_order_is_not_moved_by_way_of_its_milestone() {
    let world = World::quiet().await;
    ordered(&world).await;
    let line = line(&world).await;
    let moved = [("state", "open"), ("reason", ""), ("due_on", "2027-02-24")];
    for (name, status) in [("Karim", 422), ("Elsa", 303)] {
        let who = world.sign_in(name).await;
        let version = who.get(&line).await.field("version");
        let fields: Vec<_> = moved.into_iter().chain([("version", &*version)]).collect();
        let page = who.post(&line, &fields).await;
        assert_eq!(page.status, status, "{name}");
        let said = page.has("det som underlaget är beställt till");
        assert_eq!(said, status == 422, "{name}");
    }
}

#[tokio::test]
async fn a_brief_that_one_team_judges_not_needed_is_still_waited_for_by_the_others() {
    let world = World::quiet().await;
    ordered(&world).await;
    let jonas = world.sign_in("Jonas").await;
    let url = planned(&jonas, &[("county", "12"), ("held_on", "2027-03-03")]).await;
    assert_eq!(choose(&jonas, &url, &["2"], &[]).await.status, 303);
    let karim = world.sign_in("Karim").await;
    let brief: i64 = sqlx::query_scalar("select id from briefs where issue_area_id = 2")
        .fetch_one(world.db().read())
        .await
        .expect("a series");
    let form = format!("/underlag/{brief}/behovs-inte");
    let version = karim.get(&form).await.field("version");
    let fields = [("version", &*version), ("reason", "Läget är som i våras.")];
    assert_eq!(karim.post(&form, &fields).await.status, 303);
    let states: Vec<(String, String)> = sqlx::query_as(
        "select d.county, o.state from brief_orders o join dialogues d on d.id = o.dialogue_id
         where o.issue_area_id = 2 order by d.county",
    )
    .fetch_all(world.db().read())
    .await
    .expect("two orders");
    let expected = [("12", "ordered"), ("25", "not_needed")];
    assert_eq!(
        states,
        expected.map(|(county, state)| (county.into(), state.into()))
    );
}
