//! Two versions side by side, and what a person typed can do nothing there.

use super::{WHOLE, begun, saved, step};
use crate::world::World;

#[tokio::test]
async fn what_was_added_and_removed_is_marked_and_nothing_typed_is_run() {
    let world = World::quiet().await;
    let (elsa, ingela) = (world.sign_in("Elsa").await, world.sign_in("Ingela").await);
    let url = begun(&elsa).await;
    let id = world.count("select min(id) from brief_sections").await;
    let text = format!("text_{id}");
    saved(&elsa, &url, &WHOLE).await;
    saved(
        &elsa,
        &url,
        &[(&text, "Läget är <script>gott</script> nu.")],
    )
    .await;
    assert_eq!(step(&world, &elsa, &url, "granskning").await.status, 303);
    assert_eq!(step(&world, &ingela, &url, "faststalld").await.status, 303);
    assert_eq!(
        elsa.post(&format!("{url}/ny-version"), &[]).await.status,
        303
    );
    let id = world.count("select min(id) from brief_sections where brief_version_id = (select max(id) from brief_versions)").await;
    let text = format!("text_{id}");
    saved(
        &elsa,
        &url,
        &[(&text, "Läget är <script>svårt</script> nu.")],
    )
    .await;
    let page = elsa.get(&format!("{url}/jamfor?fran=1&till=2")).await;
    assert_eq!(page.status, 200);
    assert!(page.has("<del><span class=\"sr\">Borttaget: </span>gott<"));
    assert!(page.has("<ins><span class=\"sr\">Tillagt: </span>svårt<"));
    assert!(page.has("&#60;script&#62;") && !page.has("<script>"));
    assert!(page.has("2 delar skiljer sig åt"), "the text and the days");
    let back = elsa.get(&format!("{url}/jamfor?fran=2&till=1")).await;
    assert!(back.has("Tillagt: </span>gott<"));
    assert!(
        elsa.get(&format!("{url}/jamfor"))
            .await
            .has("Tillagt: </span>svårt<")
    );
    for address in ["fran=1&till=9", "fran=x", "till=-1"] {
        assert_eq!(
            elsa.get(&format!("{url}/jamfor?{address}")).await.status,
            404,
            "{address}"
        );
    }
}
