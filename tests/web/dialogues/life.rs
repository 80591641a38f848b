//! The life of a dialogue: its steps, in their order, and its notes.

use super::{plan_with, planned, step, version};
use crate::world::{Browser, World};
use jiff::SignedDuration;

const STEPS: [&str; 5] = [
    "bekraftad",
    "genomforande",
    "genomford",
    "avslutad",
    "installd",
];

/// Every step but the allowed ones is refused, and the phase stays.
async fn refuses_all_but(world: &World, elsa: &Browser, url: &str, allowed: &[&str]) {
    let phase = "select count(distinct phase) || group_concat(phase) from dialogues";
    let phases = || sqlx::query_scalar::<_, String>(phase).fetch_one(world.db().read());
    let before = phases().await.expect("phases");
    for noun in STEPS.iter().filter(|noun| !allowed.contains(noun)) {
        let page = step(elsa, url, noun).await;
        let same_again = page.status == 303 && page.location == url;
        assert!(page.status == 409 || same_again, "{noun}: {}", page.status);
    }
    assert_eq!(phases().await.expect("phases"), before);
}

#[tokio::test]
async fn a_dialogue_goes_through_its_phases_in_order_and_no_other() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa").await;
    let url = planned(&elsa, &[("held_on", "2026-11-25")]).await;
    refuses_all_but(&world, &elsa, &url, &["bekraftad", "installd"]).await;
    assert_eq!(step(&elsa, &url, "bekraftad").await.status, 303);
    let page = elsa.get(&url).await;
    assert!(page.has("Genomförandet kan börja på dialogens dag, den 25 november 2026."));
    assert!(page.has("1 av 16"), "confirming ticks the invitation");
    refuses_all_but(&world, &elsa, &url, &["installd"]).await;
    world.advance(SignedDuration::from_hours(48));
    let elsa = world.sign_in("Elsa").await;
    assert_eq!(step(&elsa, &url, "genomforande").await.status, 303);
    refuses_all_but(&world, &elsa, &url, &["genomford", "installd"]).await;
    assert_eq!(step(&elsa, &url, "genomford").await.status, 303);
    let refused = step(&elsa, &url, "avslutad").await;
    assert_eq!(refused.status, 409);
    assert!(refused.has("32 steg är öppna.") && refused.has("Minnesanteckningar klara"));
    refuses_all_but(&world, &elsa, &url, &[]).await;
    assert_eq!(
        world.events("dialogue_closed").await,
        closed_before(&world).await
    );
    settle_all(&world, &elsa, &url).await;
    assert_eq!(step(&elsa, &url, "avslutad").await.status, 303);
    assert!(elsa.get(&url).await.has("Avslutad"));
    for path in ["andra", "anteckningar", "installd", "medverkande/ny"] {
        let page = elsa.get(&format!("{url}/{path}")).await;
        assert_eq!(page.status, 409, "{path}");
    }
}

/// Every closed dialogue of the demo may have its event; a refused close adds none.
async fn closed_before(world: &World) -> i64 {
    world
        .count("select count(*) from events where kind = 'dialogue_closed' and subject_id <> (select max(id) from dialogues)")
        .await
}

async fn settle_all(world: &World, elsa: &Browser, url: &str) {
    let open: Vec<(i64, i64, String, String)> = sqlx::query_as(
        "select id, version, key, due_on from milestones where state = 'open' and dialogue_id = (select max(id) from dialogues)",
    )
    .fetch_all(world.db().read())
    .await
    .expect("milestones");
    for (id, version, key, due_on) in open {
        let path = format!("{url}/milstolpar/{id}");
        let version = version.to_string();
        let waived = [
            ("state", "waived"),
            ("reason", "Teamet var med"),
            ("due_on", &*due_on),
            ("version", &*version),
        ];
        let page = match key.starts_with("feedback") {
            true => elsa.post(&path, &waived).await,
            false => {
                let path = format!("{path}/klar");
                elsa.post(&path, &[("version", &*version)]).await
            }
        };
        assert_eq!(page.status, 303, "{key}");
    }
}

#[tokio::test]
async fn cancelling_asks_by_name_needs_a_reason_and_says_what_stays() {
    let world = World::new().await;
    let jonas = world.sign_in("Jonas").await;
    let url = planned(&jonas, &[("county", "07"), ("held_on", "2027-03-03")]).await;
    let path = format!("{url}/installd");
    let asked = jonas.get(&path).await;
    assert!(asked.has("Ställ in dialogen med Region Kronoberg den 3 mars 2027?"));
    assert!(asked.has("Insatser som redan har skapats finns kvar."));
    let seen = asked.field("version");
    let empty = jonas
        .post(&path, &[("version", &seen), ("reason", " ")])
        .await;
    assert_eq!(empty.status, 422);
    assert!(empty.has("Skriv varför dialogen ställs in."));
    let other = plan_with(&[
        ("county", "07"),
        ("held_on", "2027-03-04"),
        ("version", &seen),
    ]);
    assert_eq!(
        jonas.post(&format!("{url}/andra"), &other).await.status,
        303
    );
    let late = jonas
        .post(
            &path,
            &[("version", &seen), ("reason", "Sjukdom hos regionen")],
        )
        .await;
    assert_eq!(late.status, 409);
    assert!(late.has("Sjukdom hos regionen") && late.has("den 4 mars 2027?"));
    let again = [
        ("version", &*late.field("version")),
        ("reason", "Sjukdom hos regionen"),
    ];
    assert_eq!(jonas.post(&path, &again).await.status, 303);
    let page = jonas.get(&url).await;
    assert!(page.has("Skäl: Sjukdom hos regionen") && page.has("Inställd <s>Planering</s>"));
    assert!(
        jonas
            .get(&format!("{url}/historik"))
            .await
            .has("ställde in dialogen")
    );
    let again = jonas.post(&path, &again).await;
    assert_eq!(again.status, 303, "it holds already");
}

#[tokio::test]
async fn a_step_from_an_old_page_is_not_taken() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa").await;
    let url = planned(&elsa, &[]).await;
    let seen = version(&elsa, &url).await;
    let moved = plan_with(&[("held_on", "2027-03-18"), ("version", &seen)]);
    assert_eq!(elsa.post(&format!("{url}/andra"), &moved).await.status, 303);
    let page = elsa
        .post(&format!("{url}/bekraftad"), &[("version", &seen)])
        .await;
    assert_eq!(page.status, 409);
    assert!(elsa.get(&url).await.has("Bekräfta datumet"));
}

#[tokio::test]
async fn nobody_else_takes_a_step() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa").await;
    let url = planned(&elsa, &[]).await;
    for name in ["Anna", "Karim", "Jonas", "Lotta", "Peter", "Astrid"] {
        let browser = world.sign_in(name).await;
        for noun in STEPS {
            let fields = [("version", "1"), ("reason", "för att")];
            let page = browser.post(&format!("{url}/{noun}"), &fields).await;
            assert_eq!(page.status, 403, "{name} {noun}");
        }
        assert!(
            !browser.get(&url).await.has("Bekräfta datumet"),
            "{name} sees no button"
        );
    }
    assert!(
        elsa.get(&url).await.has("Bekräfta datumet"),
        "still planned"
    );
}

#[tokio::test]
async fn the_date_stays_once_the_dialogue_has_begun() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa").await;
    let url = planned(&elsa, &[("held_on", "2026-11-23")]).await;
    step(&elsa, &url, "bekraftad").await;
    assert_eq!(step(&elsa, &url, "genomforande").await.status, 303);
    let seen = version(&elsa, &url).await;
    let moved = plan_with(&[("held_on", "2026-12-01"), ("version", &seen)]);
    let page = elsa.post(&format!("{url}/andra"), &moved).await;
    assert_eq!(page.status, 422);
    assert!(page.has("kan inte ändras när genomförandet har börjat."));
    let place = plan_with(&[
        ("held_on", "2026-11-23"),
        ("place", "Boden"),
        ("version", &seen),
    ]);
    assert_eq!(elsa.post(&format!("{url}/andra"), &place).await.status, 303);
}

#[tokio::test]
async fn notes_do_not_clash_with_the_plan_but_with_each_other() {
    let world = World::new().await;
    let (elsa, anna) = (world.sign_in("Elsa").await, world.sign_in("Anna").await);
    let url = planned(&elsa, &[]).await;
    let path = format!("{url}/anteckningar");
    let seen = anna.get(&path).await.field("version");
    step(&elsa, &url, "bekraftad").await;
    let mine = [("version", &*seen), ("notes", "Regionen vill **börja**.")];
    assert_eq!(anna.post(&path, &mine).await.status, 303);
    assert!(elsa.get(&url).await.has("<strong>börja</strong>"));
    let late = elsa
        .post(&path, &[("version", &seen), ("notes", "Något annat.")])
        .await;
    assert_eq!(late.status, 409);
    assert!(late.has("Något annat.") && late.has("Regionen vill **börja**."));
    let long = "å".repeat(50_001);
    let long = [("version", &*late.field("version")), ("notes", &*long)];
    assert_eq!(anna.post(&path, &long).await.status, 422);
    for name in ["Karim", "Jonas", "Lotta", "Peter", "Astrid"] {
        let page = world
            .sign_in(name)
            .await
            .post(&path, &[("version", "2"), ("notes", "x")])
            .await;
        assert_eq!(page.status, 403, "{name}");
    }
    assert_eq!(
        world.events("notes_changed").await,
        1 + demo_notes(&world).await
    );
}

/// What the demo itself has written.
async fn demo_notes(world: &World) -> i64 {
    world
        .count("select count(*) from events where kind = 'notes_changed' and subject_id <> (select max(id) from dialogues)")
        .await
}

#[tokio::test]
async fn the_previous_and_the_next_dialogue_of_the_county_are_one_click_away() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa").await;
    let first = planned(&elsa, &[("held_on", "2041-10-14")]).await;
    let called_off = planned(&elsa, &[("held_on", "2042-01-14")]).await;
    step(&elsa, &called_off, "installd").await;
    let last = planned(&elsa, &[("held_on", "2042-10-14")]).await;
    let page = elsa.get(&last).await;
    assert!(page.has(&format!(
        "Föregående: <a href=\"{first}\">14 oktober 2041</a>"
    )));
    assert!(
        elsa.get(&first)
            .await
            .has(&format!("Nästa: <a href=\"{last}\">14 oktober 2042</a>"))
    );
}
