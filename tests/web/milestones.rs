//! Milestones: ticked and opened, waived, answered, moved by hand; and by whom.

use crate::dialogues::{due, plan_with, planned, step, version};
use crate::world::{Browser, World};

/// The address of a milestone of the dialogue planned last, by its kind and department.
async fn milestone(world: &World, key: &str, department: i64) -> String {
    sqlx::query_scalar(
        "select '/dialoger/' || dialogue_id || '/milstolpar/' || id from milestones
         where key = ? and coalesce(department_id, 0) = ? order by id desc limit 1",
    )
    .bind(key)
    .bind(department)
    .fetch_one(world.db().read())
    .await
    .expect("a milestone")
}

async fn save(
    browser: &Browser,
    url: &str,
    state: &str,
    reason: &str,
    due_on: &str,
) -> crate::world::Page {
    let seen = browser.get(url).await.field("version");
    let fields = [
        ("state", state),
        ("reason", reason),
        ("due_on", due_on),
        ("version", &*seen),
    ];
    browser.post(url, &fields).await
}

#[tokio::test]
async fn a_milestone_is_ticked_and_opened_again() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa").await;
    let url = planned(&elsa, &[]).await;
    let pack = milestone(&world, "pack", 0).await;
    let (done, undo) = (format!("{pack}/klar"), format!("{pack}/oppen"));
    let page = elsa.post(&done, &[("version", "1")]).await;
    assert_eq!((page.status, page.location.as_str()), (303, url.as_str()));
    assert!(elsa.get(&url).await.has("1 av 16"));
    assert_eq!(
        elsa.post(&done, &[("version", "1")]).await.status,
        303,
        "it holds already"
    );
    assert_eq!(
        elsa.post(&undo, &[("version", "1")]).await.status,
        409,
        "from an old page"
    );
    let elsewhere = elsa
        .post(&undo, &[("version", "2"), ("till", "/insatser?jag=1")])
        .await;
    assert_eq!(
        (elsewhere.status, elsewhere.location.as_str()),
        (303, "/insatser?jag=1")
    );
    assert!(elsa.get(&url).await.has("0 av 16"));
    let away = elsa
        .post(&done, &[("version", "3"), ("till", "//evil.example")])
        .await;
    assert_eq!(away.location, "/");
    let history = elsa.get(&format!("{url}/historik")).await;
    assert!(history.has("bockade av milstolpen: Samlat dialogunderlag, fryst"));
    assert!(history.has("öppnade milstolpen igen: Samlat dialogunderlag, fryst"));
}

#[tokio::test]
async fn each_holder_settles_what_falls_on_her_and_nothing_else() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa").await;
    planned(&elsa, &[]).await;
    let rows = [
        ("regional_brief", 0, vec!["Anna", "Elsa", "Sara", "Ingela"]),
        ("national_brief", 2, vec!["Karim", "Elsa", "Sara", "Ingela"]),
        ("national_brief", 1, vec!["Elsa", "Sara", "Ingela"]),
        ("pack", 0, vec!["Elsa", "Sara", "Ingela"]),
    ];
    for (key, department, allowed) in rows {
        let url = milestone(&world, key, department).await;
        for name in [
            "Anna", "Karim", "Fatima", "Jonas", "Lotta", "Peter", "Astrid", "Elsa", "Sara",
            "Ingela",
        ] {
            let browser = world.sign_in(name).await;
            let expected = if allowed.contains(&name) { 303 } else { 403 };
            let seen = browser.get(&url).await.field("version");
            let shown = !seen.is_empty();
            assert_eq!(shown, expected == 303, "{name} sees the form of {key}");
            let version = world_version(&world, &url).await;
            for noun in ["/klar", "/oppen"] {
                let version = (world_version(&world, &url).await).to_string();
                let page = browser
                    .post(&format!("{url}{noun}"), &[("version", &version)])
                    .await;
                assert_eq!(page.status, expected, "{name} {key}{noun}");
            }
            if expected == 403 {
                let fields = [
                    ("state", "waived"),
                    ("reason", "x"),
                    ("due_on", "2027-01-04"),
                ];
                assert_eq!(
                    browser.post(&url, &fields).await.status,
                    403,
                    "{name} {key}"
                );
                assert_eq!(
                    world_version(&world, &url).await,
                    version,
                    "nothing changed"
                );
            }
        }
    }
    let url = milestone(&world, "pack", 0).await;
    let refused = world.sign_in("Anna").await.post(&url, &[]).await;
    assert!(refused.has("Kontakta uppdragsansvarig för Team Norr: Elsa Norling."));
}

async fn world_version(world: &World, url: &str) -> i64 {
    let id: i64 = url
        .rsplit('/')
        .next()
        .and_then(|id| id.parse().ok())
        .expect("an id");
    sqlx::query_scalar("select version from milestones where id = ?")
        .bind(id)
        .fetch_one(world.db().read())
        .await
        .expect("version")
}

#[tokio::test]
async fn a_judgement_is_answered_and_not_needed_asks_why() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa").await;
    let url = planned(&elsa, &[]).await;
    let anna = world.sign_in("Anna").await;
    let brief = milestone(&world, "regional_brief", 0).await;
    let due_on = due(&world, "regional_brief").await;
    let page = save(&anna, &brief, "not_needed", "", &due_on).await;
    assert_eq!(page.status, 422);
    assert!(page.has("Skriv ett skäl.") && page.has("value=\"not_needed\" checked"));
    assert_eq!(save(&anna, &brief, "needed", "", &due_on).await.status, 303);
    let page = anna.get(&url).await;
    assert!(page.has("0 av 16") && page.has("<p class=\"meta\">Behövs</p>"));
    let why = "Lägesbilden från maj räcker.";
    assert_eq!(
        save(&anna, &brief, "not_needed", why, &due_on).await.status,
        303
    );
    let page = anna.get(&url).await;
    assert!(page.has("1 av 16") && page.has("Behövs inte: Lägesbilden från maj räcker."));
    assert!(
        anna.get(&format!("{url}/historik"))
            .await
            .has("besvarade bedömningen: Regionalt underlag")
    );
    assert!(
        anna.get(&brief).await.has("Anna Lind, 23 november 2026"),
        "who and when"
    );
    let pack = milestone(&world, "pack", 0).await;
    let answer = save(&elsa, &pack, "not_needed", "x", "2027-03-10").await;
    assert_eq!(answer.status, 422, "only a judgement is answered");
}

#[tokio::test]
async fn waiving_needs_a_reason_and_counts_as_settled() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa").await;
    let url = planned(&elsa, &[]).await;
    let pack = milestone(&world, "pack", 0).await;
    let page = save(&elsa, &pack, "waived", "  ", "2027-03-10").await;
    assert_eq!(page.status, 422);
    assert!(page.has("<title>Fel: ") && page.has("Skriv ett skäl."));
    assert_eq!(
        save(&elsa, &pack, "waived", "Mötet är kort.", "2027-03-10")
            .await
            .status,
        303
    );
    let page = elsa.get(&url).await;
    assert!(page.has("1 av 16") && page.has("Avstår: Mötet är kort."));
    assert_eq!(world.count("select count(*) from events where kind = 'milestone_waived' and parent_id = (select max(id) from dialogues)").await, 1);
}

#[tokio::test]
async fn a_date_set_by_hand_follows_the_dialogue_by_as_many_days() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa").await;
    let url = planned(&elsa, &[]).await;
    let pack = milestone(&world, "pack", 0).await;
    for (wrong, words) in [
        ("2026-11-20", "Datumet har redan passerat."),
        (
            "2027-03-18",
            "Ange ett datum senast dialogens dag, 2027-03-17.",
        ),
        ("i morgon", "Skriv datumet så här: 2026-11-23."),
    ] {
        let page = save(&elsa, &pack, "open", "", wrong).await;
        assert!(
            page.status == 422 && page.has(words) && page.has(wrong),
            "{wrong}"
        );
    }
    assert_eq!(
        save(&elsa, &pack, "open", "", "2027-03-01").await.status,
        303
    );
    assert!(elsa.get(&pack).await.has("satt för hand"));
    let seen = version(&elsa, &url).await;
    let moved = plan_with(&[("held_on", "2027-03-24"), ("version", &seen)]);
    assert_eq!(elsa.post(&format!("{url}/andra"), &moved).await.status, 303);
    assert_eq!(due(&world, "pack").await, "2027-03-08", "a week on");
    assert_eq!(
        due(&world, "assessment").await,
        "2027-03-12",
        "by the template"
    );
}

#[tokio::test]
async fn settled_milestones_stay_when_the_dialogue_moves_until_they_are_opened_again() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa").await;
    let url = planned(&elsa, &[]).await;
    let pack = milestone(&world, "pack", 0).await;
    elsa.post(&format!("{pack}/klar"), &[("version", "1")])
        .await;
    let seen = version(&elsa, &url).await;
    let moved = plan_with(&[("held_on", "2027-03-24"), ("version", &seen)]);
    elsa.post(&format!("{url}/andra"), &moved).await;
    assert_eq!(due(&world, "pack").await, "2027-03-10");
    elsa.post(&format!("{pack}/oppen"), &[("version", "2")])
        .await;
    assert_eq!(due(&world, "pack").await, "2027-03-17");
}

#[tokio::test]
async fn two_people_meet_over_a_milestone() {
    let world = World::new().await;
    let (elsa, chef) = (world.sign_in("Elsa").await, world.sign_in("Ingela").await);
    planned(&elsa, &[]).await;
    let pack = milestone(&world, "pack", 0).await;
    let waive = |reason| {
        [
            ("state", "waived"),
            ("reason", reason),
            ("due_on", "2027-03-10"),
            ("version", "1"),
        ]
    };
    assert_eq!(chef.post(&pack, &waive("Chefens skäl")).await.status, 303);
    let page = elsa.post(&pack, &waive("Mitt skäl")).await;
    assert_eq!(page.status, 409);
    assert!(page.has("Mitt skäl") && page.has("Chefens skäl"));
    let date = [
        ("state", "open"),
        ("reason", ""),
        ("due_on", "2027-03-09"),
        ("version", "1"),
    ];
    assert_eq!(
        elsa.post(&pack, &date).await.status,
        303,
        "another field: both stand"
    );
    assert!(elsa.get(&pack).await.has("Chefens skäl") && due(&world, "pack").await == "2027-03-09");
}

#[tokio::test]
async fn a_milestone_is_found_only_in_its_own_dialogue_and_rests_when_it_is_called_off() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa").await;
    let other = planned(&elsa, &[("county", "24")]).await;
    let url = planned(&elsa, &[]).await;
    let pack = milestone(&world, "pack", 0).await;
    let wrong = pack.replace(&url, &other);
    assert_eq!(elsa.get(&wrong).await.status, 404);
    for path in [
        wrong.clone(),
        format!("{wrong}/klar"),
        format!("{wrong}/oppen"),
    ] {
        assert_eq!(
            elsa.post(&path, &[("version", "1")]).await.status,
            404,
            "{path}"
        );
    }
    step(&elsa, &url, "installd").await;
    for path in [
        pack.clone(),
        format!("{pack}/klar"),
        format!("{pack}/oppen"),
    ] {
        let page = elsa.post(&path, &[("version", "1")]).await;
        assert!(
            page.status == 409 && page.has("Dialogen är inställd"),
            "{path}"
        );
    }
    assert_eq!(world_version(&world, &pack).await, 1);
}
