//! The log of all decisions, and where else what was said is told.

use super::{held, write};
use crate::world::World;

#[tokio::test]
async fn decisions_of_all_dialogues_are_found_by_place_issue_year_and_words() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa").await;
    let (url, item) = held(&world, &elsa).await;
    let item = item.to_string();
    let fields = [
        ("kind", "decision"),
        ("agenda_item_id", item.as_str()),
        ("text", "Gränsälven får en egen åtgärdsgrupp."),
    ];
    let id = write(&world, &elsa, &url, &fields).await;
    write(&world, &elsa, &url, &[("text", "Gränsälven är lång.")]).await;
    let found = elsa.get("/beslut?q=GRANSALVEN").await;
    assert!(found.has("1 beslut") && found.has("Gränsälven får en egen"));
    assert!(found.has(&format!("?punkt={item}#utfall-{id}")));
    for filter in [
        "lan=norrbotten",
        "lan=25",
        "team=norr",
        "sakfraga=4",
        "ar=2026",
    ] {
        let page = elsa.get(&format!("/beslut?q=gransalven&{filter}")).await;
        assert!(page.has("1 beslut"), "{filter}");
    }
    for filter in [
        "lan=skane",
        "team=sodra",
        "sakfraga=6",
        "ar=2024",
        "lan=ingenstans",
        "team=x",
        "ar=x",
    ] {
        let page = elsa.get(&format!("/beslut?q=gransalven&{filter}")).await;
        assert!(
            page.has("Inga beslut") && page.has("Inga träffar."),
            "{filter}"
        );
    }
    for sort in ["dag", "-dag", "lan", "-lan", "sakfraga", "-sakfraga", "x"] {
        assert_eq!(
            elsa.get(&format!("/beslut?sortera={sort}")).await.status,
            200
        );
    }
    let csv = elsa.get("/beslut?q=gransalven&format=csv").await;
    assert!(
        csv.has("Gränsälven får en egen åtgärdsgrupp.") && csv.has("Norrbotten") && csv.has("nej")
    );
    assert_eq!(elsa.get("/beslut?format=xlsx").await.status, 200);
    assert!(elsa.get("/beslut?sida=2").await.status == 200);
}

#[tokio::test]
async fn a_lan_tells_what_was_prioritised_and_chosen_and_a_dialogue_what_it_came_to() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa").await;
    let (url, _) = held(&world, &elsa).await;
    write(
        &world,
        &elsa,
        &url,
        &[("kind", "choice"), ("text", "Norra banan före vägen.")],
    )
    .await;
    write(
        &world,
        &elsa,
        &url,
        &[("kind", "information"), ("text", "Bara upplyst.")],
    )
    .await;
    let page = elsa.get("/lan/norrbotten").await;
    assert!(
        page.has("Norra banan före vägen.") && page.has(">Vägval<") && !page.has("Bara upplyst.")
    );
    assert!(page.has("/beslut?lan=norrbotten"));
    let page = elsa.get(&url).await;
    assert!(page.has("Vägval 1") && page.has("Information 1") && page.has("Till genomförandet"));
}
