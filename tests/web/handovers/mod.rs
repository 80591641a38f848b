//! Överlämningar: taken on, sent on, declined, silent and come back; the first contact and what it settles.

mod forms;

use crate::arrange::{connection, dialogue};
use crate::world::{Browser, World};
use jiff::SignedDuration;

const ASKED: [(&str, &str); 6] = [
    ("question", "Vem svarar om exportstöd?"),
    ("county", "25"),
    ("issue_area_id", "2"),
    ("unit_id", "4"),
    ("contact_by", "2026-12-21"),
    ("note", "Regionen har väntat länge."),
];

fn with<'a>(other: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let named = |name: &str| other.iter().any(|(each, _)| *each == name);
    let rest = ASKED.iter().copied().filter(|(name, _)| !named(name));
    rest.chain(other.iter().copied()).collect()
}

async fn handed(browser: &Browser, other: &[(&str, &str)]) -> String {
    let page = browser.post("/overlamningar/ny", &with(other)).await;
    assert_eq!(page.status, 303, "{}", page.html);
    page.location
}

async fn press(browser: &Browser, url: &str, noun: &str, fields: &[(&str, &str)]) -> u16 {
    let page = browser.post(&format!("{url}/{noun}"), fields).await;
    page.status
}

/// The open milestone of a department's handover, 14 days after the dialogue; its id.
async fn milestone(world: &World, dialogue: i64, department: i64) -> i64 {
    sqlx::query_scalar(
        "insert into milestones (dialogue_id, key, title, department_id, falls_on, offset_days, position, judgement, due_on)
         values (?, 'handover', 'Överlämning', ?, 'issue_officer', 14, 1, 0, '2026-11-16') returning id",
    )
    .bind(dialogue)
    .bind(department)
    .fetch_one(&mut connection(world).await)
    .await
    .expect("a milestone")
}

async fn state(world: &World, milestone: i64) -> String {
    sqlx::query_scalar("select state from milestones where id = ?")
        .bind(milestone)
        .fetch_one(world.db().read())
        .await
        .expect("a state")
}

async fn days(world: &World, days: i64) {
    world.advance(SignedDuration::from_hours(24 * days));
}

#[tokio::test]
async fn a_unit_takes_it_on_and_its_first_contact_settles_the_milestone() {
    let world = World::quiet().await;
    let id = dialogue(&world, "25", "2026-11-02", "following_up").await;
    let (own, other) = (
        milestone(&world, id, 2).await,
        milestone(&world, id, 3).await,
    );
    let karim = world.sign_in("Karim").await;
    let url = handed(&karim, &[("dialogue_id", &id.to_string())]).await;
    let fatima = world.sign_in("Fatima").await;
    let start = fatima.get("/").await;
    assert!(start.has("Din enhet har fått") && start.has("Vem svarar om exportstöd?"));
    assert!(
        !world
            .sign_in("Per")
            .await
            .get("/")
            .await
            .has("Din enhet har fått")
    );
    let page = fatima.get(&url).await;
    assert!(page.has("Väntar på svar") && page.has("Enheten svarar senast 3 december 2026."));
    assert_eq!(
        press(&fatima, &url, "mottagen", &[("version", "1")]).await,
        303
    );
    assert_eq!(
        press(&fatima, &url, "mottagen", &[("version", "1")]).await,
        303,
        "it holds already"
    );
    assert_eq!(world.events("handover_accepted").await, 1);
    assert!(
        fatima
            .get(&url)
            .await
            .has("Fatima Rahimi har tagit emot den.")
    );
    let wrong = [("happened_on", "2026-11-24"), ("text", "Ringde regionen")];
    let page = fatima.post(&format!("{url}/kontakter"), &wrong).await;
    assert!(page.status == 422 && page.has("Dagen har inte varit ännu."));
    assert!(page.has("Ringde regionen"));
    assert_eq!(state(&world, own).await, "open");
    let made = [
        ("happened_on", "2026-11-20"),
        ("text", "Ringde regionen"),
        ("once", "abc"),
    ];
    for _ in 0..2 {
        assert_eq!(press(&fatima, &url, "kontakter", &made).await, 303);
    }
    assert_eq!(world.events("handover_contact").await, 1, "pressed twice");
    assert_eq!(state(&world, own).await, "done");
    assert_eq!(state(&world, other).await, "open", "another department's");
    let later = [("happened_on", "2026-11-23"), ("text", "Möte i Luleå")];
    assert_eq!(press(&fatima, &url, "kontakter", &later).await, 303);
    let page = fatima.get(&url).await;
    assert!(page.has("Kontakt tagen") && page.has("Första kontakten") && page.has("Möte i Luleå"));
    assert!(page.has("Enheten tog den första kontakten 20 november 2026."));
    let result = [
        ("reason", "Regionen har en fast kontakt."),
        ("version", "4"),
    ];
    assert_eq!(
        press(&karim, &url, "avslutad", &[("version", "4")]).await,
        422
    );
    assert_eq!(press(&karim, &url, "avslutad", &result).await, 303);
    assert!(fatima.get(&url).await.has("Regionen har en fast kontakt."));
    assert_eq!(press(&fatima, &url, "kontakter", &later).await, 422);
    let log = karim.get(&format!("{url}/historik")).await;
    for words in [
        "lämnade över frågan till en enhet",
        "tog emot överlämningen",
        "loggade en kontakt",
        "avslutade överlämningen",
        "Internationalisering",
    ] {
        assert!(log.has(words), "{words}");
    }
    let log = karim.get(&format!("/dialoger/{id}/historik")).await;
    assert!(log.has("lämnade över frågan till en enhet"));
}

#[tokio::test]
async fn silence_brings_it_back_and_a_reminder_sends_it_again() {
    let world = World::quiet().await;
    let karim = world.sign_in("Karim").await;
    let url = handed(&karim, &[]).await;
    let back = |page: &crate::world::Page| page.has("Tillbaka till dig") && page.has(&url);
    days(&world, 10).await;
    let karim = world.sign_in("Karim").await;
    assert!(!back(&karim.get("/").await), "the last day to answer");
    days(&world, 1).await;
    let karim = world.sign_in("Karim").await;
    let start = karim.get("/").await;
    assert!(back(&start) && start.has("tillbaka efter tystnad hos Internationalisering"));
    assert!(
        !back(&world.sign_in("Hanna").await.get("/").await),
        "another team"
    );
    let page = karim.get(&url).await;
    assert!(page.has("Tillbaka efter tystnad") && page.has("skulle ha svarat senast 3 december"));
    for (asked, there) in [
        ("status=tystnad", true),
        ("status=vantar", false),
        ("status=alla", true),
        ("lan=norrbotten", true),
        ("lan=skane", false),
        ("sena=ja", false),
    ] {
        let list = karim.get(&format!("/overlamningar?{asked}")).await;
        assert_eq!(list.has(&format!("href=\"{url}\"")), there, "{asked}");
    }
    let passed = [("contact_by", "2026-11-01"), ("version", "1")];
    assert_eq!(press(&karim, &url, "paminnelse", &passed).await, 422);
    let again = [("contact_by", "2027-01-11"), ("version", "1")];
    assert_eq!(press(&karim, &url, "paminnelse", &again).await, 303);
    assert_eq!(
        press(&karim, &url, "paminnelse", &again).await,
        303,
        "it holds"
    );
    assert_eq!(world.events("handover_sent").await, 2);
    assert!(!back(&karim.get("/").await));
    let fatima = world.sign_in("Fatima").await;
    assert_eq!(
        press(&fatima, &url, "mottagen", &[("version", "2")]).await,
        303
    );
    days(&world, 38).await;
    let karim = world.sign_in("Karim").await;
    assert!(
        !back(&karim.get("/").await),
        "taken on, and the day for contact is today"
    );
    days(&world, 1).await;
    let karim = world.sign_in("Karim").await;
    assert!(back(&karim.get("/").await), "taken on, and no contact");
    assert!(karim.get("/overlamningar?sena=ja").await.has(&url));
}

#[tokio::test]
async fn what_a_unit_declines_is_sent_to_another_by_who_handed_it_over() {
    let world = World::quiet().await;
    let (karim, fatima) = (world.sign_in("Karim").await, world.sign_in("Fatima").await);
    let url = handed(&karim, &[]).await;
    assert_eq!(
        press(&fatima, &url, "avbojd", &[("version", "1")]).await,
        422
    );
    let no = [("reason", "Det är en regelfråga."), ("version", "1")];
    assert_eq!(press(&fatima, &url, "avbojd", &no).await, 303);
    let start = karim.get("/").await;
    assert!(start.has("tillbaka från Internationalisering"));
    assert!(karim.get(&url).await.has("Skäl: Det är en regelfråga."));
    let stale = [
        ("unit_id", "5"),
        ("contact_by", "2026-12-18"),
        ("reason", "Regler"),
        ("version", "1"),
    ];
    assert_eq!(press(&karim, &url, "vidare", &stale).await, 409);
    let same = [
        ("unit_id", "4"),
        ("contact_by", "2026-12-18"),
        ("reason", "Regler"),
        ("version", "2"),
    ];
    assert_eq!(
        press(&karim, &url, "vidare", &same).await,
        422,
        "it lies there"
    );
    let on = [
        ("unit_id", "5"),
        ("contact_by", "2026-12-18"),
        ("reason", "Regler"),
        ("version", "2"),
    ];
    assert_eq!(
        press(&fatima, &url, "vidare", &on).await,
        409,
        "it is not hers now"
    );
    assert_eq!(press(&karim, &url, "vidare", &on).await, 303);
    assert_eq!(
        press(&fatima, &url, "mottagen", &[("version", "3")]).await,
        403
    );
    let eva = world.sign_in("Eva").await;
    let onwards = [
        ("unit_id", "6"),
        ("contact_by", "2026-12-18"),
        ("reason", "Digitalt"),
        ("version", "3"),
    ];
    assert_eq!(
        press(&eva, &url, "vidare", &onwards).await,
        303,
        "the unit sends on too"
    );
    assert_eq!(
        press(&eva, &url, "mottagen", &[("version", "4")]).await,
        403
    );
    let viktor = world.sign_in("Viktor").await;
    assert!(viktor.get("/").await.has("Din enhet har fått"));
    let taken = [("reason", "Regionen har fått svar"), ("version", "4")];
    assert_eq!(press(&viktor, &url, "tillbaka", &taken).await, 403);
    assert_eq!(press(&karim, &url, "tillbaka", &taken).await, 303);
    assert!(!viktor.get("/").await.has("Din enhet har fått"));
    let page = karim.get(&url).await;
    for words in [
        "Avböjd av",
        "Skickad vidare till Regelförenkling",
        "Tagen tillbaka",
    ] {
        assert!(page.has(words), "{words}");
    }
}

#[tokio::test]
async fn the_days_of_silence_are_a_setting() {
    let world = World::quiet().await;
    let astrid = world.sign_in("Astrid").await;
    for wrong in ["", "0", "91", "tio"] {
        let form = [
            ("brief_review", "ja"),
            ("handover_silence_days", wrong),
            ("version", "1"),
        ];
        let page = astrid.post("/admin/installningar", &form).await;
        assert!(
            page.status == 422 && page.has("skriv ett heltal från 1 till 90"),
            "{wrong}"
        );
    }
    let form = [
        ("brief_review", "ja"),
        ("handover_silence_days", "3"),
        ("version", "1"),
    ];
    assert_eq!(astrid.post("/admin/installningar", &form).await.status, 303);
    assert_eq!(astrid.post("/admin/installningar", &form).await.status, 409);
    let log = astrid.get("/admin/installningar/historik").await;
    assert!(log.has("Dagar innan en överlämning går tillbaka"));
    let karim = world.sign_in("Karim").await;
    let url = handed(&karim, &[]).await;
    assert!(
        karim
            .get(&url)
            .await
            .has("Enheten svarar senast 26 november 2026.")
    );
    days(&world, 4).await;
    let karim = world.sign_in("Karim").await;
    assert!(karim.get(&url).await.has("Tillbaka efter tystnad"));
}
