//! The year wheel: every week, every dialogue, drawn and told.

use crate::rounds::{PAGE, fields, send, with};
use crate::world::World;

#[tokio::test]
async fn the_year_wheel_has_53_weeks_in_2026_and_every_dialogue_twice() {
    let world = World::new().await;
    let ingela = world.sign_in("Ingela").await;
    let form = with(
        &fields(&ingela.get(PAGE).await),
        &[("held_on_25", "2028-03-01")],
    );
    assert_eq!(send(&ingela, &form).await.status, 303);
    let wheel = ingela.get("/dialoger/arshjul?ar=2028").await;
    let count = |html: &str, what: &str| html.matches(what).count();
    assert!(wheel.has("52 veckor") && !wheel.has(">v. 53<") && wheel.has("21 dialoger"));
    assert!(wheel.has("aria-label=\"BD, Norrbotten, 1 mars 2028, Planering\""));
    let table = wheel.html.split("<table").nth(1).unwrap_or_default();
    let table = table.split("</table>").next().unwrap_or_default();
    assert_eq!(
        count(table, "href=\"/dialoger/"),
        21,
        "the table tells them all"
    );
    let svg = wheel
        .html
        .split("<svg class=\"wheel\"")
        .nth(1)
        .unwrap_or_default();
    let svg = svg.split("</svg>").next().unwrap_or_default();
    assert_eq!(
        count(svg, "href=\"/dialoger/"),
        21,
        "the wheel draws them all"
    );
    assert!(
        table.contains("Almedalsveckan 26–30 juni") && table.contains("Midsommarafton 23 juni")
    );
    assert!(table.contains("Regionernas återrapportering 21 februari"));
    let long = ingela.get("/dialoger/arshjul?ar=2026").await;
    assert!(long.has("53 veckor") && long.has("<strong>v. 53</strong>"));
    assert!(long.has("28 december 2026–3 januari 2027") && long.has("(den här veckan)"));
    for query in ["", "?ar=x", "?ar=-1", "?ar=99999"] {
        assert!(
            ingela
                .get(&format!("/dialoger/arshjul{query}"))
                .await
                .has("Årshjul 2026"),
            "{query}"
        );
    }
}
