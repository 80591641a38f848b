//! Medverkande: from the agency and from outside, before and after the day.

use crate::dialogues::{planned, step};
use crate::world::{Browser, World};

const KARIN: [(&str, &str); 6] = [
    ("outside", "ja"),
    ("name", "Karin Exempel"),
    ("title", "regional utvecklingsdirektör"),
    ("organisation", "Region Norrbotten"),
    ("in_dialogue", "ja"),
    ("in_planning", "ja"),
];

async fn newest(world: &World) -> i64 {
    world.count("select max(id) from participants").await
}

async fn add_karin(world: &World, browser: &Browser, url: &str) -> String {
    let page = browser.post(&format!("{url}/medverkande/ny"), &KARIN).await;
    assert_eq!(page.status, 303, "{}", page.html);
    format!("{url}/medverkande/{}", newest(world).await)
}

#[tokio::test]
async fn people_from_the_agency_and_from_outside_take_part() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa").await;
    let url = planned(&elsa, &[]).await;
    let anna = world.sign_in("Anna").await;
    let form = anna.get(&format!("{url}/medverkande/ny?utifran=ja")).await;
    assert!(form.has("value=\"Region Norrbotten\""));
    add_karin(&world, &anna, &url).await;
    let new = format!("{url}/medverkande/ny");
    let lotta = [("person_id", "28"), ("in_dialogue", "ja")];
    assert_eq!(anna.post(&new, &lotta).await.status, 303);
    let page = anna.get(&url).await;
    assert!(
        page.has("Karin Exempel")
            && page.has("Regional utvecklingsdirektör · planering och dialog")
    );
    assert!(page.has("Lotta Grön"));
    assert!(
        anna.get(&format!("{url}/historik"))
            .await
            .has("lade till en medverkande: Karin Exempel")
    );
    let again = anna.post(&new, &lotta).await;
    assert!(again.status == 422 && again.has("Lotta Grön är redan tillagd."));
    let again = anna.post(&new, &KARIN).await;
    assert!(again.status == 422 && again.has("Karin Exempel är redan tillagd."));
}

#[tokio::test]
async fn mistakes_come_back_with_the_text() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa").await;
    let url = planned(&elsa, &[]).await;
    let new = format!("{url}/medverkande/ny");
    let page = elsa
        .post(&new, &[("outside", "ja"), ("title", "Titeln <i>står kvar")])
        .await;
    assert_eq!(page.status, 422);
    for words in [
        "Skriv ett namn.",
        "Skriv en organisation.",
        "Välj dialogen, planeringen eller båda.",
        "Titeln &#60;i&#62;står kvar",
    ] {
        assert!(page.has(words), "{words}");
    }
    for id in ["", "x", "999999", "-1"] {
        let page = elsa
            .post(&new, &[("person_id", id), ("in_dialogue", "ja")])
            .await;
        assert!(
            page.status == 422 && page.has("Välj en medarbetare."),
            "{id}"
        );
    }
    let number = elsa
        .post(
            &new,
            &[
                ("outside", "ja"),
                ("name", "Karin 811218-9876"),
                ("organisation", "x"),
                ("in_dialogue", "ja"),
            ],
        )
        .await;
    assert!(number.status == 422 && number.has("personnummer"));
}

#[tokio::test]
async fn the_teams_functions_are_added_by_one_button_and_only_once() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa").await;
    let url = planned(&elsa, &[("type_id", "2")]).await;
    let button = format!("{url}/medverkande/funktioner");
    assert!(elsa.get(&url).await.has("Lägg till teamets funktioner"));
    let before = world.count("select count(*) from participants").await;
    assert_eq!(elsa.post(&button, &[]).await.status, 303);
    assert_eq!(elsa.post(&button, &[]).await.status, 303);
    assert_eq!(
        world.count("select count(*) from participants").await - before,
        4,
        "beside the lead and the länsansvarig, who are there from the beginning"
    );
    assert!(!elsa.get(&url).await.has("Lägg till teamets funktioner"));
}

#[tokio::test]
async fn attendance_is_one_press_after_the_day_has_begun() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa").await;
    let url = planned(&elsa, &[("held_on", "2026-11-23")]).await;
    let karin = add_karin(&world, &elsa, &url).await;
    assert!(!elsa.get(&url).await.has("Deltog?"));
    step(&elsa, &url, "bekraftad").await;
    step(&elsa, &url, "genomforande").await;
    assert!(elsa.get(&url).await.has("Deltog?"));
    let came = format!("{karin}/deltog");
    assert_eq!(
        elsa.post(&came, &[("attended", "maybe"), ("version", "1")])
            .await
            .status,
        400
    );
    assert_eq!(
        elsa.post(&came, &[("attended", "yes"), ("version", "1")])
            .await
            .status,
        303
    );
    assert_eq!(
        elsa.post(&came, &[("attended", "yes"), ("version", "1")])
            .await
            .status,
        303
    );
    assert_eq!(
        elsa.post(&came, &[("attended", "no"), ("version", "1")])
            .await
            .status,
        409
    );
    assert!(
        elsa.get(&url)
            .await
            .has("<span class=\"tag is-green\">Ja</span>")
    );
}

#[tokio::test]
async fn two_people_change_a_participant() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa").await;
    let url = planned(&elsa, &[]).await;
    let karin = add_karin(&world, &elsa, &url).await;
    let with = |field: (&'static str, &'static str)| {
        let mut fields: Vec<_> = KARIN.into_iter().filter(|each| each.0 != field.0).collect();
        fields.extend([field, ("version", "1")]);
        fields
    };
    assert_eq!(
        elsa.post(&karin, &with(("title", "direktör"))).await.status,
        303
    );
    assert_eq!(
        elsa.post(&karin, &with(("name", "Karin Prov")))
            .await
            .status,
        303,
        "merged"
    );
    let page = elsa.get(&url).await;
    assert!(page.has("Karin Prov") && page.has("Direktör"));
    let clash = elsa.post(&karin, &with(("title", "chef"))).await;
    assert_eq!(clash.status, 409);
    assert!(clash.has("direktör") && clash.has("chef"));
    let history = elsa.get(&format!("{url}/historik")).await;
    assert!(history.has("<del>Karin Exempel</del> <ins>Karin Prov</ins>"));
}

#[tokio::test]
async fn removing_asks_by_name_and_keeps_the_history() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa").await;
    let url = planned(&elsa, &[]).await;
    let karin = add_karin(&world, &elsa, &url).await;
    let gone = format!("{karin}/borttagen");
    let asked = elsa.get(&gone).await;
    assert!(asked.has("Ta bort Karin Exempel från dialogen med Norrbotten 17 mars 2027?"));
    assert_eq!(elsa.post(&gone, &[("version", "7")]).await.status, 409);
    assert_eq!(elsa.post(&gone, &[("version", "1")]).await.status, 303);
    assert!(!elsa.get(&url).await.has("medverkande/ny\">Karin"));
    assert_eq!(elsa.get(&karin).await.status, 404);
    assert!(
        elsa.get(&format!("{url}/historik"))
            .await
            .has("tog bort en medverkande: Karin Exempel")
    );
}

#[tokio::test]
async fn participants_are_kept_by_the_lead_the_countys_officer_and_chefer() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa").await;
    let other = planned(&elsa, &[("county", "22")]).await;
    let url = planned(&elsa, &[]).await;
    let karin = add_karin(&world, &elsa, &url).await;
    let before = newest(&world).await;
    for name in ["Karim", "Mats", "Jonas", "Lotta", "Peter", "Astrid"] {
        let browser = world.sign_in(name).await;
        for path in [
            format!("{url}/medverkande/ny"),
            format!("{url}/medverkande/funktioner"),
            karin.clone(),
            format!("{karin}/deltog"),
            format!("{karin}/borttagen"),
        ] {
            let fields = [&KARIN[..], &[("version", "1"), ("attended", "yes")]].concat();
            assert_eq!(
                browser.post(&path, &fields).await.status,
                403,
                "{name} {path}"
            );
        }
    }
    assert_eq!(newest(&world).await, before);
    // Mats answers for Västernorrland, but Karin belongs to Norrbotten's dialogue
    let mats = world.sign_in("Mats").await;
    let wrong = karin.replace(&url, &other);
    for path in [
        wrong.clone(),
        format!("{wrong}/deltog"),
        format!("{wrong}/borttagen"),
    ] {
        let fields = [("version", "1"), ("attended", "yes")];
        assert_eq!(mats.post(&path, &fields).await.status, 404, "{path}");
    }
}
