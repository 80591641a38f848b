//! The list of reports, and those of a län on its page.

use super::{filled::held, send};
use crate::world::World;

#[tokio::test]
async fn the_list_is_filtered_ordered_and_taken_away_as_a_file() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let empty = elsa.get("/regionrapporter").await;
    assert!(empty.status == 200 && empty.has("Inga rapporter ännu."));
    let (_, url) = held(&world, true).await;
    let kept = send(&elsa, &url, &[]).await.location;
    elsa.post(
        &format!("{url}/andra"),
        &[("introduction", "Nästa"), ("version", "0")],
    )
    .await;
    let all = elsa.get("/regionrapporter").await;
    assert!(all.has("2 rapporter") && all.has(&kept) && all.has("Karin Exempel"));
    assert!(
        all.html.find(&format!("{url}\"")) < all.html.find(&format!("{kept}\"")),
        "the draft is the latest"
    );
    let rows = [
        ("lan=norrbotten", 2),
        ("lan=kronoberg", 0),
        ("lan=finnsinte", 0),
        ("team=norr", 2),
        ("team=sodra", 0),
        ("ar=2026", 1),
        ("ar=2025", 0),
        ("status=sent", 1),
        ("status=draft", 1),
        ("status=kommenterad", 0),
        ("q=karin", 1),
        ("q=finnsinte", 0),
    ];
    for (query, expected) in rows {
        for sort in ["", "skickad", "-lan", "dialog", "mottagare"] {
            let page = elsa
                .get(&format!("/regionrapporter?{query}&sortera={sort}"))
                .await;
            let words = match expected {
                0 => "Inga rapporter".to_owned(),
                1 => "1 rapport".to_owned(),
                many => format!("{many} rapporter"),
            };
            assert!(
                page.has(&format!("<p data-count>{words}</p>")),
                "{query} {sort}"
            );
        }
    }
    let csv = elsa.get("/regionrapporter?status=sent&format=csv").await;
    assert!(
        csv.has("\"Norrbotten\";\"2026-10-19\";\"Skickad\";\"2026-11-20\";\"Karin Exempel\";\"Ä 2026-77\";\"Elsa Norling\""),
        "{}",
        csv.html
    );
    assert_eq!(
        elsa.bytes("/regionrapporter?format=xlsx").await[..2],
        *b"PK"
    );
    let county = elsa.get("/lan/norrbotten").await;
    assert!(county.has("Rapporter till regionen") && county.has(&kept) && county.has("Skrivs"));
}
