//! Inställningar: whether briefs are reviewed, changed by an administrator and true at once.

use crate::briefs::{WHOLE, begun, saved, step};
use crate::world::World;

async fn switched(world: &World, review: &str, version: &str) -> u16 {
    let astrid = world.sign_in("Astrid").await;
    let form = [
        ("brief_review", review),
        ("handover_silence_days", "10"),
        ("version", version),
    ];
    astrid.post("/admin/installningar", &form).await.status
}

#[tokio::test]
async fn without_review_the_one_who_writes_approves() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let url = begun(&elsa).await;
    saved(&elsa, &url, &WHOLE).await;
    assert_eq!(step(&world, &elsa, &url, "faststalld").await.status, 403);
    assert_eq!(switched(&world, "nej", "1").await, 303);
    let page = elsa.get(&url).await;
    assert!(page.has("Fastställ version 1") && !page.has("Lämna för granskning"));
    let ingela = world.sign_in("Ingela").await;
    assert_eq!(
        step(&world, &ingela, &url, "faststalld").await.status,
        403,
        "she does not write"
    );
    assert_eq!(step(&world, &elsa, &url, "granskning").await.status, 409);
    assert_eq!(step(&world, &elsa, &url, "faststalld").await.status, 303);
    assert!(elsa.get(&url).await.has("Fastställt av Elsa Norling"));
}

#[tokio::test]
async fn what_was_in_review_when_it_was_switched_off_is_approved_by_the_writer() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let url = begun(&elsa).await;
    saved(&elsa, &url, &WHOLE).await;
    assert_eq!(step(&world, &elsa, &url, "granskning").await.status, 303);
    assert_eq!(switched(&world, "nej", "1").await, 303);
    assert!(
        elsa.get("/")
            .await
            .has("Fastställ nationellt underlag: Etableringar")
    );
    assert_eq!(step(&world, &elsa, &url, "faststalld").await.status, 303);
}

#[tokio::test]
async fn the_setting_has_a_history_and_is_not_overwritten_unseen() {
    let world = World::quiet().await;
    assert_eq!(switched(&world, "nej", "1").await, 303);
    assert_eq!(switched(&world, "ja", "1").await, 409);
    assert_eq!(switched(&world, "ja", "2").await, 303);
    let astrid = world.sign_in("Astrid").await;
    let history = astrid.get("/admin/installningar/historik").await;
    assert!(history.has("Granskning av underlag") && history.has("<ins>nej</ins>"));
}

#[tokio::test]
async fn a_new_version_begins_with_the_template_as_it_is_and_begun_ones_keep_theirs() {
    let world = World::quiet().await;
    let (elsa, astrid) = (world.sign_in("Elsa").await, world.sign_in("Astrid").await);
    let url = begun(&elsa).await;
    let new = [("title", "Jämställdhet"), ("help", "Vem når stödet?")];
    assert_eq!(
        astrid.post("/admin/underlagsmall/ny", &new).await.status,
        303
    );
    let again = astrid.post("/admin/underlagsmall/ny", &new).await;
    assert!(again.status == 422 && again.has("Mallen har redan ett avsnitt med den rubriken."));
    let id = world.count("select max(id) from brief_template").await;
    let up = [("at", "upp"), ("version", "1")];
    assert_eq!(
        astrid
            .post(&format!("/admin/underlagsmall/{id}/flyttad"), &up)
            .await
            .status,
        303
    );
    let remove = [("version", "1")];
    assert_eq!(
        astrid
            .post("/admin/underlagsmall/1/ta-bort", &remove)
            .await
            .status,
        303
    );
    assert!(elsa.get(&url).await.has("0 av 4 avsnitt klara"));
    let page = elsa
        .post("/underlag/nytt", &[("about", "sakfraga/15")])
        .await;
    let page = elsa.get(&page.location).await;
    let titles = [
        "Nationell inriktning",
        "Vad vi gör och kan erbjuda",
        "Jämställdhet",
        "Att lyfta i dialogen",
    ];
    let places: Vec<_> = titles
        .iter()
        .map(|title| page.html.find(&format!("<legend>{title}")))
        .collect();
    assert!(
        places.iter().all(Option::is_some) && places.is_sorted(),
        "{places:?}"
    );
    assert!(!page.has("<legend>Läget") && page.has("Vem når stödet?"));
    let removed = astrid.get("/admin/underlagsmall?visa=borttagna").await;
    assert!(removed.has("Läget"));
    for title in 0..20 {
        let title = format!("Avsnitt {title}");
        astrid
            .post("/admin/underlagsmall/ny", &[("title", &title)])
            .await;
    }
    let most =
        "select count(*) from brief_template where scope = 'national' and removed_at is null";
    assert_eq!(world.count(most).await, 12);
}
