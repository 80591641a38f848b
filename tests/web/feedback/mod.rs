//! Återkoppling: duties that open when a dialogue has been held, are done by being written, read with a
//! receipt, and come again; and a dialogue that is not closed before they are settled.

mod closing;
mod owed;

use crate::arrange::{action, connection, dialogue};
use crate::world::{Browser, Page, World};
use jiff::SignedDuration;

/// An open duty; its id. Department 1 is Regioner, 2 Företag.
async fn duty(world: &World, dialogue: i64, key: &str, department: Option<i64>, due: &str) -> i64 {
    let falls_on = if department.unwrap_or(1) == 1 {
        "lead"
    } else {
        "issue_officer"
    };
    sqlx::query_scalar(
        "insert into milestones (dialogue_id, key, title, department_id, falls_on, offset_days, position, judgement, due_on)
         values (?, ?, 'Återkoppling ' || ?, ?, ?, 28, 1, 0, ?) returning id",
    )
    .bind(dialogue)
    .bind(key)
    .bind(key)
    .bind(department)
    .bind(falls_on)
    .bind(due)
    .fetch_one(&mut connection(world).await)
    .await
    .expect("a duty")
}

/// Norrbotten three weeks ago, with a duty of each kind; its id.
async fn held(world: &World) -> i64 {
    let id = dialogue(world, "25", "2026-11-02", "following_up").await;
    duty(world, id, "feedback_team", None, "2026-11-09").await;
    duty(world, id, "feedback_department", Some(2), "2026-11-16").await;
    duty(world, id, "feedback_region", Some(1), "2026-11-30").await;
    duty(world, id, "feedback_region", Some(2), "2026-11-30").await;
    id
}

fn to<'a>(direction: &'a str, department: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("riktning", direction),
        ("avdelning", department),
        ("text", "Så här *gick* det."),
        ("given_on", "2026-11-23"),
        ("receiver", "Mottagaren"),
    ]
}

async fn give(browser: &Browser, id: i64, direction: &str, department: &str) -> Page {
    let path = format!("/dialoger/{id}/aterkoppling/ny");
    browser.post(&path, &to(direction, department)).await
}

async fn open(world: &World, key: &'static str) -> i64 {
    sqlx::query_scalar("select count(*) from milestones where key = ? and state = 'open'")
        .bind(key)
        .fetch_one(world.db().read())
        .await
        .expect("open")
}

#[tokio::test]
async fn before_the_day_a_duty_is_neither_late_nor_done() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    for phase in ["planning", "preparing", "holding"] {
        let id = dialogue(&world, "25", "2026-11-20", phase).await;
        let own = duty(&world, id, "feedback_team", None, "2026-11-22").await;
        let handover = duty(&world, id, "handover", Some(1), "2026-11-22").await;
        assert!(
            !elsa.get("/").await.has(&format!("/milstolpar/{own}")),
            "{phase}"
        );
        let page = elsa.get(&format!("/dialoger/{id}")).await;
        assert!(!page.has(&format!("/milstolpar/{own}/klar")), "{phase}");
        assert!(
            !page.has(&format!("/milstolpar/{handover}/klar")),
            "{phase}"
        );
        for each in [own, handover] {
            let url = format!("/dialoger/{id}/milstolpar/{each}");
            let page = elsa.get(&url).await;
            assert!(
                !page.has("value=\"done\"") && !page.has("dag sen"),
                "{phase}"
            );
            let done = elsa.post(&format!("{url}/klar"), &[("version", "1")]).await;
            assert_eq!(done.status, 409, "{phase}");
            let form = [
                ("state", "done"),
                ("due_on", "2026-11-22"),
                ("version", "1"),
            ];
            assert_eq!(elsa.post(&url, &form).await.status, 422, "{phase}");
        }
        assert_eq!(give(&elsa, id, "team", "").await.status, 409, "{phase}");
        let form = format!("/dialoger/{id}/aterkoppling/ny?riktning=team");
        assert_eq!(elsa.get(&form).await.status, 409, "{phase}");
        assert!(
            elsa.get(&format!("/dialoger/{id}/aterkoppling"))
                .await
                .has("Inte aktuell ännu")
        );
    }
    assert!(
        elsa.get("/aterkoppling")
            .await
            .has("inte skyldiga någon återkoppling")
    );
    assert_eq!(world.count("select count(*) from feedback").await, 0);
}

#[tokio::test]
async fn feedback_is_done_by_being_written_and_read_with_a_receipt() {
    let world = World::quiet().await;
    let id = held(&world).await;
    let elsa = world.sign_in("Elsa").await;
    let own = world
        .count("select id from milestones where key = 'feedback_team'")
        .await;
    let tick = format!("/dialoger/{id}/milstolpar/{own}/klar");
    let page = elsa.post(&tick, &[("version", "1")]).await;
    assert!(page.status == 409 && page.has("Återkopplingen är inte skriven ännu"));
    assert!(elsa.get("/").await.has("Återkoppla"));
    let form = format!("/dialoger/{id}/aterkoppling/ny");
    for (field, value, words) in [
        ("text", "", "Skriv vad du återkopplar."),
        ("given_on", "2026-11-24", "Dagen har inte varit ännu."),
        (
            "given_on",
            "2026-11-01",
            "Ange en dag från och med dialogens dag",
        ),
        ("receiver", "", "Skriv vem som har fått återkopplingen."),
    ] {
        let mut fields = to("team", "");
        fields.retain(|each| each.0 != field);
        fields.push((field, value));
        let page = elsa.post(&form, &fields).await;
        assert!(page.status == 422 && page.has(words), "{field}");
    }
    let mut fields = to("team", "");
    fields.push(("once", "en-gång"));
    for _ in 0..2 {
        assert_eq!(elsa.post(&form, &fields).await.status, 303);
    }
    assert_eq!(
        world.count("select count(*) from feedback").await,
        1,
        "pressed twice"
    );
    assert_eq!(open(&world, "feedback_team").await, 0);
    let anna = world.sign_in("Anna").await;
    let start = anna.get("/").await;
    assert!(start.has("Att läsa") && start.has("Återkoppling till teamet, Norrbotten 2026-11-02"));
    let page = anna.get("/aterkoppling/1").await;
    assert!(page.has("Så här <em>gick</em> det.") && page.has("Jag har läst"));
    for name in ["Jonas", "Lotta", "Elsa"] {
        let other = world.sign_in(name).await;
        assert!(!other.get("/?visa=arbete").await.has("Att läsa"), "{name}");
        assert_eq!(
            other.post("/aterkoppling/1/last", &[]).await.status,
            403,
            "{name}"
        );
    }
    for _ in 0..2 {
        assert_eq!(
            anna.post("/aterkoppling/1/last", &[("till", "/")])
                .await
                .status,
            303
        );
    }
    assert_eq!(world.events("feedback_read").await, 1);
    assert!(!anna.get("/").await.has("Att läsa"));
    let page = elsa.get("/aterkoppling/1").await;
    assert!(page.has("Anna Lind") && page.has("inte läst") && page.has("2026-11-23"));
    assert_eq!(anna.get("/aterkoppling/999").await.status, 404);
    assert_eq!(anna.post("/aterkoppling/999/last", &[]).await.status, 404);
}

#[tokio::test]
async fn each_direction_is_written_by_the_function_that_owes_it() {
    let rows = [
        ("team", "", vec!["Elsa"]),
        ("avdelning", "1", vec!["Elsa"]),
        ("avdelning", "2", vec!["Karim"]),
        ("region", "1", vec!["Elsa"]),
        ("region", "2", vec!["Karim"]),
    ];
    let world = World::quiet().await;
    let id = held(&world).await;
    for (direction, department, may) in rows {
        for name in [
            "Elsa", "Karim", "Anna", "Jonas", "Hanna", "Ingela", "Eva", "Lotta", "Astrid",
        ] {
            let browser = world.sign_in(name).await;
            let form = format!(
                "/dialoger/{id}/aterkoppling/ny?riktning={direction}&avdelning={department}"
            );
            let expected = may.contains(&name);
            let shown = browser.get(&form).await.status;
            assert_eq!(shown, if expected { 200 } else { 403 }, "{name} {form}");
            let sent = give(&browser, id, direction, department).await.status;
            assert_eq!(sent, if expected { 303 } else { 403 }, "{name} {form}");
        }
    }
    let elsa = world.sign_in("Elsa").await;
    for (direction, department) in [
        ("", ""),
        ("team", "2"),
        ("region", ""),
        ("region", "99"),
        ("kung", "1"),
    ] {
        assert_eq!(give(&elsa, id, direction, department).await.status, 404);
    }
    assert_eq!(open(&world, "feedback_region").await, 0);
    let torbjorn = world.sign_in("Torbjörn").await;
    assert!(
        torbjorn
            .get("/?visa=arbete")
            .await
            .has("Återkoppling till avdelningen: Företag")
    );
}

async fn another_day(world: &World, days: i64, name: &str) -> Browser {
    world.advance(SignedDuration::from_hours(24 * days));
    world.sign_in(name).await
}

#[tokio::test]
async fn the_region_is_told_again_while_an_insats_goes_on_also_after_closing() {
    let world = World::quiet().await;
    let id = dialogue(&world, "25", "2026-11-02", "following_up").await;
    duty(&world, id, "feedback_region", Some(2), "2026-11-30").await;
    let made = action(&world, "Testbädd", &["25"], "issue/1/2", "2027-12-01").await;
    sqlx::query("update actions set dialogue_id = ?, issue_area_id = 2, unit_id = 3 where id = ?")
        .bind(id)
        .bind(made)
        .execute(&mut connection(&world).await)
        .await
        .expect("from the dialogue");
    let karim = world.sign_in("Karim").await;
    assert_eq!(give(&karim, id, "region", "2").await.status, 303);
    let elsa = world.sign_in("Elsa").await;
    let closed = elsa
        .post(&format!("/dialoger/{id}/avslutad"), &[("version", "1")])
        .await;
    assert_eq!(closed.status, 303);
    let list = karim.get("/aterkoppling?riktning=region").await;
    assert!(list.has("Återkoppling till regionen igen: Företag (1 insats pågår)"));
    assert!(
        list.has("2027-02-22") && !list.has(" sent</strong>"),
        "90 days, on the Monday"
    );
    assert!(
        karim
            .get(&format!("/insatser/{made}"))
            .await
            .has("2027-02-22")
    );
    let karim = another_day(&world, 92, "Karim").await;
    let list = karim.get("/aterkoppling?sena=ja").await;
    assert!(list.has("1 dag sent") && list.has("Karim Nasser"));
    assert!(karim.get("/").await.has("Igen, en insats pågår"));
    assert!(
        karim
            .get("/lan/norrbotten")
            .await
            .has("Regionen väntar på återkoppling i 1 insats, 1 dag")
    );
    assert!(
        karim
            .get("/oversikt")
            .await
            .has("regioner väntar på återkoppling")
    );
    assert!(karim.get("/team/norr").await.has(">1 d</strong>"));
    let mut fields = to("region", "2");
    fields.retain(|each| each.0 != "given_on");
    fields.push(("given_on", "2027-02-23"));
    let form = format!("/dialoger/{id}/aterkoppling/ny");
    assert_eq!(karim.post(&form, &fields).await.status, 303);
    assert!(!karim.get("/aterkoppling?sena=ja").await.has("Företag ("));
    let page = karim.get(&format!("/insatser/{made}")).await;
    assert_eq!(
        page.html
            .matches("Återkoppling till regionen: Företag")
            .count(),
        2
    );
    sqlx::query("update actions set status = 'done', result = 'Klart' where id = ?")
        .bind(made)
        .execute(&mut connection(&world).await)
        .await
        .expect("done");
    world.arrange("select 1").await;
    let karim = another_day(&world, 120, "Karim").await;
    assert!(
        !karim
            .get("/aterkoppling")
            .await
            .has("Återkoppling till regionen igen")
    );
}
