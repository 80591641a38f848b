//! Överlämningar: taken on, sent on, declined, silent and come back; the first contact and what it settles.

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
async fn a_line_of_a_dialogue_becomes_a_handover_once() {
    let world = World::quiet().await;
    let id = dialogue(&world, "25", "2026-11-02", "following_up").await;
    let other = dialogue(&world, "25", "2025-11-02", "closed").await;
    let line: i64 = sqlx::query_scalar(
        "insert into outcomes (dialogue_id, issue_area_id, kind, text, shareable, token, position, created_at, updated_at)
         values (?, 2, 'wish', 'En väg in för små exportörer', 1, 't', 1, '2026-11-02T10:00:00Z', '2026-11-02T10:00:00Z')
         returning id",
    )
    .bind(id)
    .fetch_one(&mut connection(&world).await)
    .await
    .expect("a line");
    let karim = world.sign_in("Karim").await;
    let form = karim.get(&format!("/overlamningar/ny?utfall={line}")).await;
    assert_eq!(form.status, 200);
    assert_eq!(form.field("question"), "En väg in för små exportörer");
    assert!(form.has("value=\"25\" selected") && form.has("value=\"3\" selected"));
    assert!(form.has("value=\"ja\" checked"), "it may be shared");
    let (line, id, other) = (line.to_string(), id.to_string(), other.to_string());
    let wrong = with(&[("utfall", &line), ("dialogue_id", &other)]);
    let page = karim.post("/overlamningar/ny", &wrong).await;
    assert!(page.status == 422 && page.has("Raden hör till en annan dialog"));
    let url = handed(&karim, &[("utfall", &line), ("dialogue_id", &id)]).await;
    let number = url.rsplit('/').next().unwrap_or_default().to_owned();
    let kept: i64 = sqlx::query_scalar("select handover_id from outcomes")
        .fetch_one(world.db().read())
        .await
        .expect("the handover");
    assert_eq!(kept.to_string(), number);
    let again = karim.get(&format!("/overlamningar/ny?utfall={line}")).await;
    assert_eq!(again.status, 409);
    let again = with(&[("utfall", &line), ("dialogue_id", &id)]);
    assert_eq!(karim.post("/overlamningar/ny", &again).await.status, 422);
    assert_eq!(world.count("select count(*) from handovers").await, 1);
    assert_eq!(karim.get("/overlamningar/ny?utfall=999").await.status, 404);
}

#[tokio::test]
async fn mistakes_come_back_whole_and_two_who_write_at_once_both_keep_their_text() {
    let world = World::quiet().await;
    let (karim, elsa) = (world.sign_in("Karim").await, world.sign_in("Elsa").await);
    for (field, value, words) in [
        ("question", "", "Skriv vad enheten ska ta vidare."),
        ("county", "", "Välj ett län."),
        ("issue_area_id", "", "Välj en sakfråga."),
        ("unit_id", "999", "Välj en enhet."),
        ("contact_by", "snart", "Skriv datumet så här"),
        ("contact_by", "2026-11-01", "Datumet har redan passerat."),
        ("note", "Ring 811218-9876", "personnummer"),
    ] {
        let page = karim
            .post("/overlamningar/ny", &with(&[(field, value)]))
            .await;
        assert_eq!(page.status, 422, "{field}");
        assert!(page.has(words), "{field}: {words}");
        assert!(field == "note" || page.has("Regionen har väntat länge."));
    }
    let page = karim
        .post("/overlamningar/ny", &with(&[("county", "08")]))
        .await;
    assert!(page.status == 422 || page.status == 403);
    let page = karim
        .post("/overlamningar/ny", &with(&[("issue_area_id", "6")]))
        .await;
    assert!(page.status == 403 && page.has("Regionen har väntat länge."));
    assert_eq!(world.count("select count(*) from handovers").await, 0);
    let url = handed(&karim, &[("once", "en-gång")]).await;
    let twice = karim
        .post("/overlamningar/ny", &with(&[("once", "en-gång")]))
        .await;
    assert_eq!(twice.location, url, "a double press makes one");
    let change = format!("{url}/andra");
    let first = with(&[("question", "Karims fråga"), ("version", "1")]);
    assert_eq!(karim.post(&change, &first).await.status, 303);
    let merged = with(&[("note", "Elsas anteckning"), ("version", "1")]);
    assert_eq!(elsa.post(&change, &merged).await.status, 303);
    let page = elsa.get(&url).await;
    assert!(page.has("Karims fråga") && page.has("Elsas anteckning"));
    let clash = with(&[("question", "Elsas fråga"), ("version", "1")]);
    let page = elsa.post(&change, &clash).await;
    assert_eq!(page.status, 409);
    assert!(page.has("Karims fråga") && page.has("Elsas fråga"));
    for address in [
        "/overlamningar/999",
        "/overlamningar/999/andra",
        "/overlamningar/x",
    ] {
        let status = karim.get(address).await.status;
        assert!(matches!(status, 400 | 404), "{address}: {status}");
    }
}

#[tokio::test]
async fn two_who_answer_at_once_leave_one_answer() {
    let world = World::quiet().await;
    let karim = world.sign_in("Karim").await;
    let url = handed(&karim, &[]).await;
    let fatima = world.sign_in("Fatima").await;
    let no = [("reason", "Inte vår fråga"), ("version", "1")];
    let (accept, decline, back) = tokio::join!(
        press(&fatima, &url, "mottagen", &[("version", "1")]),
        press(&fatima, &url, "avbojd", &no),
        press(
            &karim,
            &url,
            "tillbaka",
            &[("reason", "Ändrat oss"), ("version", "1")]
        ),
    );
    let saved = [accept, decline, back]
        .iter()
        .filter(|each| **each == 303)
        .count();
    let answers = world.events("handover_accepted").await
        + world.events("handover_declined").await
        + world.events("handover_came_back").await;
    assert_eq!(answers, 1, "{accept} {decline} {back}");
    assert!(saved >= 1);
    assert_eq!(world.count("select version from handovers").await, 2);
}

#[tokio::test]
async fn the_list_is_filtered_sorted_and_taken_home() {
    let world = World::quiet().await;
    let (karim, jonas) = (world.sign_in("Karim").await, world.sign_in("Jonas").await);
    let north = handed(&karim, &[("question", "Norra frågan")]).await;
    let south = [
        ("question", "Södra frågan"),
        ("county", "12"),
        ("issue_area_id", "8"),
        ("unit_id", "1"),
        ("contact_by", "2026-11-30"),
    ];
    let south = handed(&jonas, &south).await;
    let lotta = world.sign_in("Lotta").await;
    for (asked, both) in [
        ("", (true, true)),
        ("team=norr", (true, false)),
        ("team=atlantis", (false, false)),
        ("lan=12", (false, true)),
        ("enhet=4", (true, false)),
        ("sakfraga=8", (false, true)),
        ("q=sodra", (false, true)),
        ("q=internationalisering", (true, false)),
        ("status=mottagen", (false, false)),
        ("enhet=x", (false, false)),
    ] {
        let page = lotta.get(&format!("/overlamningar?{asked}")).await;
        assert_eq!(page.status, 200, "{asked}");
        assert_eq!((page.has(&north), page.has(&south)), both, "{asked}");
    }
    let place = |page: &crate::world::Page, url: &str| page.html.find(&format!("href=\"{url}\""));
    let page = lotta.get("/overlamningar").await;
    assert!(
        place(&page, &south) < place(&page, &north),
        "by the day for contact"
    );
    let page = lotta.get("/overlamningar?sortera=-kontakt").await;
    assert!(place(&page, &north) < place(&page, &south));
    let file = lotta.get("/overlamningar?format=csv&lan=12").await.html;
    assert!(file.contains("Södra frågan") && !file.contains("Norra frågan"));
    assert!(
        !file.contains("Regionen har väntat länge."),
        "the note stays inside"
    );
    assert_eq!(lotta.get("/overlamningar?format=xlsx").await.status, 200);
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
            page.status == 422 && page.has("Skriv ett heltal från 1 till 90"),
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

#[tokio::test]
async fn debug_ids() {
    let world = World::new().await;
    let rows: Vec<(i64, String, String, i64, i64)> =
        sqlx::query_as("select id, county, status, unit_id, version from handovers order by id")
            .fetch_all(world.db().read())
            .await
            .unwrap();
    println!("{rows:?}");
    let rows: Vec<(i64, String, String, i64, String)> = sqlx::query_as("select f.id, f.direction, f.given_on, f.dialogue_id, group_concat(r.person_id) from feedback f join feedback_receipts r on r.feedback_id = f.id where f.given_on > '2026-11-01' and f.direction <> 'region' group by f.id").fetch_all(world.db().read()).await.unwrap();
    println!("{rows:?}");
    panic!("look");
}
