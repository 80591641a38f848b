//! Personuppgifter of a contact: the extract over everything, the yearly review, and pseudonymising.

use super::{actor, contact, id};
use crate::world::World;

#[tokio::test]
async fn an_extract_tells_all_and_a_pseudonymised_person_is_nowhere() {
    let world = World::new().await;
    let (anna, chef) = (
        world.sign_in("Anna").await,
        world.sign_in("Ingela Strand").await,
    );
    let url = contact(
        &world,
        &anna,
        &[
            ("name", "Gunvor Åkerhielm"),
            ("email", "gunvor@region.example"),
        ],
    )
    .await;
    let organisation = actor(&world, "25").await;
    let said = [
        ("county", "25"),
        ("held_on", "2026-11-20"),
        ("channel", "phone"),
        ("subject", "Om utlysningen"),
        ("met", id(&url)),
        ("organisation_id", organisation.as_str()),
        ("text", "Gunvor Åkerhielm vill ha underlag."),
    ];
    let entry = anna.post("/kontakter/logg/ny", &said).await.location;
    let guest = [
        ("outside", "ja"),
        ("contact_id", id(&url)),
        ("in_dialogue", "ja"),
    ];
    let there = anna.post("/dialoger/45/medverkande/ny", &guest).await;
    assert_eq!(there.status, 303, "{}", there.html);
    let participant = world.count("select max(id) from participants").await;
    let participant = format!("/dialoger/45/medverkande/{participant}");
    assert!(anna.get(&participant).await.has(&format!("href=\"{url}\"")));
    let notes = [("notes", "Gunvor Åkerhielm inledde."), ("version", "1")];
    assert_eq!(
        anna.post("/dialoger/45/anteckningar", &notes).await.status,
        303
    );
    let page = chef.get(&format!("{url}/utdrag")).await;
    assert_eq!(page.status, 200, "{}", page.html);
    for words in [
        &*entry,
        "/dialoger/45",
        "Gunvor Åkerhielm inledde.",
        "vill ha underlag",
        "gunvor@region.example",
        "lade till kontakten",
    ] {
        assert!(page.has(words), "{words}");
    }
    let json = chef.get(&format!("{url}/utdrag?format=json")).await;
    let told: serde_json::Value = serde_json::from_str(&json.html).expect("json");
    assert_eq!(told["uppgifter"]["name"], "Gunvor Åkerhielm");
    assert_eq!(told["kontaktlogg"][0]["ämne"], "Om utlysningen");
    assert!(told["dialoger"][0]["adress"] == "/dialoger/45");
    assert!(
        told["i texter"]
            .as_array()
            .is_some_and(|all| all.len() >= 3),
        "{told}"
    );
    let reader = world.sign_in("Lotta Grön").await;
    assert_eq!(reader.get(&format!("{url}/utdrag")).await.status, 403);

    let gone = format!("{url}/pseudonymisera");
    assert!(chef.get(&gone).await.has("Rätta först här"));
    let unsure = chef.post(&gone, &[("version", "1")]).await;
    assert!(
        unsure.status == 422 && unsure.has("går att ångra") || unsure.has("inte går att ångra")
    );
    let done = chef.post(&gone, &[("version", "1"), ("sure", "ja")]).await;
    assert_eq!(done.status, 303, "{}", done.html);
    for address in [
        &url,
        "/dialoger/45",
        "/dialoger/45/historik",
        &format!("{url}/historik"),
        &format!("{url}/utdrag"),
        "/kontakter?q=Gunvor",
    ] {
        let page = chef.get(address).await;
        assert!(
            !page.has("<a href=\"/kontakter/2\">Gunvor") && !page.has("gunvor@region.example"),
            "{address}"
        );
    }
    assert!(chef.get(&url).await.has("Pseudonymiserad person"));
    assert!(
        chef.get(&format!("{url}/historik"))
            .await
            .has("pseudonymiserade kontakten")
    );
    assert!(!chef.get(&format!("{url}/historik")).await.has("Gunvor"));
    assert!(chef.get("/dialoger/45").await.has("Pseudonymiserad person"));
    let values = "select count(*) from event_values v join events e on e.id = v.event_id
        where e.subject_kind in ('contact', 'participant') and (v.before like '%Gunvor%' or v.after like '%Gunvor%')";
    assert_eq!(world.count(values).await, 0);
}

#[tokio::test]
async fn data_that_is_due_is_reviewed_once_a_year() {
    let world = World::quiet().await;
    let anna = world.sign_in("Anna").await;
    let url = contact(&world, &anna, &[("review_on", "2026-11-01")]).await;
    assert!(anna.get("/kontakter?granskas=ja").await.has("Ylva Strand"));
    assert_eq!(
        anna.post(&format!("{url}/granskad"), &[("version", "7")])
            .await
            .status,
        409
    );
    assert_eq!(
        anna.post(&format!("{url}/granskad"), &[("version", "1")])
            .await
            .status,
        303
    );
    assert!(!anna.get("/kontakter?granskas=ja").await.has("Ylva Strand"));
    assert!(anna.get(&url).await.has("23 november 2027"));
}
