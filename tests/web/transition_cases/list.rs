//! Mistakes in the forms of a case, the list, and the table of a year.

use super::*;
use crate::world::World;

#[tokio::test]
async fn mistakes_come_back_whole_and_two_are_told() {
    let world = World::quiet().await;
    let anna = world.sign_in("Anna Lind").await;
    let wrong = [
        ("kind", ""),
        ("municipality", "0980"),
        ("affected", "ungefär hundra"),
        ("source_url", "javascript:alert(1)"),
        ("reported_on", "2026-11-24"),
        ("partners", ""),
        ("partner_roles", "samordnar"),
    ];
    let page = anna.post("/varsel/nytt", &form(&wrong)).await;
    assert_eq!(page.status, 422);
    for text in [
        "Välj vad ärendet gäller.",
        "Gotland ligger i",
        "Skriv ett heltal, till exempel 120.",
        "ungefär hundra",
        "Länken behöver börja med https:// eller http://.",
        "Datumet har inte varit ännu.",
        "Skriv vilken part rollen gäller.",
        "value=\"samordnar\"",
    ] {
        assert!(page.has(text), "{text}");
    }
    let wide = anna
        .post(
            "/varsel/nytt",
            &form(&[("county", "08"), ("municipality", "")]),
        )
        .await;
    assert!(wide.status == 403 && wide.has(COMPANY), "her text is there");
    let url = register(&anna, &[]).await;
    let elsa = world.sign_in("Elsa Norling").await;
    let edit = format!("{url}/andra");
    let version = anna.get(&edit).await.field("version");
    assert_eq!(
        send(&elsa, &edit, &form(&[("affected", "90")]))
            .await
            .status,
        303
    );
    let mine = form(&[("affected", "80"), ("version", &version)]);
    let page = anna.post(&edit, &mine).await;
    assert!(page.status == 409 && page.has("Antal berörda") && page.has("value=\"80\""));
    let other_field = form(&[("industry", "F"), ("version", &version)]);
    assert_eq!(anna.post(&edit, &other_field).await.status, 303);
    let page = anna.get(&url).await;
    assert!(
        page.has("Varsel, 90 berörda, byggverksamhet, Kalix"),
        "both changes stand"
    );
}

#[tokio::test]
async fn the_list_is_filtered_and_a_small_lan_has_its_own_measure() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa Norling").await;
    register(
        &elsa,
        &[("affected", "35"), ("county", "09"), ("municipality", "")],
    )
    .await;
    register(
        &elsa,
        &[("affected", "35"), ("county", "01"), ("municipality", "")],
    )
    .await;
    let large = elsa.get("/varsel?storre=ja").await;
    assert!(
        large.has("1 ärende")
            && large.has("Gotland</a>")
            && !large.has("tillverkningsindustri, Stockholm")
    );
    for (query, count) in [
        ("slag=layoff", "2 ärenden"),
        ("slag=establishment", "Inga ärenden"),
        ("lan=gotland", "1 ärende"),
        ("team=mellan", "2 ärenden"),
        ("team=sodra", "Inga ärenden"),
        ("ar=2026", "2 ärenden"),
        ("ar=2025", "Inga ärenden"),
        ("visa=att-bedoma", "2 ärenden"),
        ("fas=prepare", "2 ärenden"),
        ("status=closed", "Inga ärenden"),
        ("lan=finns-inte", "Inga ärenden"),
    ] {
        assert!(
            elsa.get(&format!("/varsel?{query}")).await.has(count),
            "{query}"
        );
    }
    for sort in ["rapporterat", "-lan", "berorda", "status", "-fas"] {
        assert_eq!(
            elsa.get(&format!("/varsel?sortera={sort}")).await.status,
            200,
            "{sort}"
        );
    }
}

#[tokio::test]
async fn the_years_table_never_tells_of_fewer_than_five() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa Norling").await;
    for _ in 0..4 {
        register(&elsa, &[("affected", "10"), ("municipality", "")]).await;
    }
    let chef = world.sign_in("Ingela Strand").await;
    let page = chef.get("/varsel/ar/2026").await;
    assert!(page.has("<td class=\"num\">1–4</td>") && !page.has("<td class=\"num\">4</td>"));
    let norrbotten = page.html.split("Norrbotten</th>").nth(1).unwrap_or("");
    let row = norrbotten.split("</tr>").next().unwrap_or("");
    assert!(
        row.ends_with("<td class=\"num\">–</td>"),
        "no sum that looks like none: {row}"
    );
    register(&elsa, &[("affected", "10"), ("municipality", "")]).await;
    let page = chef.get("/varsel/ar/2026").await;
    assert!(page.has("<td class=\"num\">5</td>"));
    let file = chef.get("/varsel/ar/2026?format=csv").await;
    assert!(file.has("\"Norrbotten\";\"5–25\";5"), "{}", file.html);
    let reader = world
        .sign_in("Lotta Grön")
        .await
        .get("/varsel/ar/2026")
        .await;
    assert!(
        !reader.has("<td class=\"num\">5</td>") && reader.has("Här räknas de ärenden du får läsa.")
    );
    assert_eq!(chef.get("/varsel/ar/1800").await.status, 404);
}
