//! Avstämningar: planned before the due date, found on the start page and in the calendar, done, recurring.

use crate::arrange::action;
use crate::world::World;

#[tokio::test]
async fn a_check_in_is_planned_and_done_and_the_next_one_is_made() {
    let world = World::quiet().await;
    let id = action(&world, "Kartläggning", &["25"], "county/25", "2027-03-01").await;
    let anna = world.sign_in("Anna Lind").await;
    let path = format!("/insatser/{id}/avstamningar");
    let planned = [("planned_on", "2026-11-30"), ("every_months", "1")];
    assert_eq!(anna.post(&path, &planned).await.status, 303);
    let page = anna.get(&format!("/insatser/{id}")).await;
    assert!(page.has("2026-11-30") && page.has("Återkommer varje månad till slutdatum"));
    let start = anna.get("/").await;
    assert!(start.has("Avstämning") && start.has("/avstamningar/1"));
    world.advance(jiff::SignedDuration::from_hours(24 * 10));
    let anna = world.sign_in("Anna Lind").await;
    assert!(anna.get("/").await.has("3 dagar sen"), "late ones are told");
    let form = anna.get(&format!("{path}/1")).await;
    assert!(form.has("nästa blir 30 december 2026"));
    let version = form.field("version");
    let done = [
        ("done_on", "2026-12-03"),
        ("comment", "Alla **kommuner** är med."),
        ("version", version.as_str()),
    ];
    let saved = anna.post(&format!("{path}/1"), &done).await;
    assert_eq!(saved.status, 303, "{}", saved.html);
    assert_eq!(
        anna.post(&format!("{path}/1"), &done).await.status,
        303,
        "a second press"
    );
    let page = anna.get(&format!("/insatser/{id}")).await;
    for text in [
        "<strong>kommuner</strong>",
        "planerad avstämning",
        "2026-12-30",
    ] {
        assert!(page.has(text), "{text}");
    }
    assert_eq!(world.count("select count(*) from action_checkins").await, 2);
    let history = anna.get(&format!("/insatser/{id}/historik")).await;
    assert!(history.has("gjorde en avstämning") && history.has("planerade en avstämning"));
    assert_eq!(
        anna.get(&format!("{path}/1")).await.status,
        303,
        "it is done"
    );
}

#[tokio::test]
async fn a_check_in_lies_between_today_and_the_due_date() {
    let world = World::quiet().await;
    let id = action(&world, "Kartläggning", &["25"], "county/25", "2026-12-01").await;
    let anna = world.sign_in("Anna Lind").await;
    let path = format!("/insatser/{id}/avstamningar");
    for (day, every, told) in [
        ("2026-11-22", "", "Datumet har varit."),
        ("2026-12-02", "", "Insatsen ska vara klar 2026-12-01."),
        ("snart", "", "Skriv datumet så här"),
        ("2026-11-30", "13", "Välj något i listan."),
    ] {
        let page = anna
            .post(&path, &[("planned_on", day), ("every_months", every)])
            .await;
        assert!(
            page.status == 422 && page.has(told) && page.has(day),
            "{day} {every}"
        );
    }
    crate::arrange::run(
        &world,
        "update actions set status = 'stopped', stop_reason = 'x'",
    )
    .await;
    let page = anna.post(&path, &[("planned_on", "2026-11-30")]).await;
    assert!(page.status == 422 && page.has("Insatsen är avslutad."));
    assert_eq!(world.count("select count(*) from action_checkins").await, 0);
}

#[tokio::test]
async fn a_check_in_is_hers_who_follows_up_and_can_be_taken_away() {
    let world = World::quiet().await;
    let id = action(&world, "Kartläggning", &["25"], "county/25", "2026-12-01").await;
    let anna = world.sign_in("Anna Lind").await;
    let path = format!("/insatser/{id}/avstamningar");
    let once = anna.get(&format!("/insatser/{id}")).await.field("once");
    let fields = [("planned_on", "2026-11-30"), ("once", once.as_str())];
    anna.post(&path, &fields).await;
    anna.post(&path, &fields).await;
    assert_eq!(
        world.count("select count(*) from action_checkins").await,
        1,
        "a double press makes one"
    );
    let jonas = world.sign_in("Jonas Ekdahl").await;
    for (end, fields) in [
        ("", [("planned_on", "2026-11-30")]),
        ("/1", [("comment", "x")]),
        ("/1/borttagen", [("version", "1")]),
    ] {
        assert_eq!(
            jonas.post(&format!("{path}{end}"), &fields).await.status,
            403,
            "{end}"
        );
    }
    let wrong = [
        ("done_on", "2026-11-24"),
        ("comment", " "),
        ("version", "1"),
    ];
    let page = anna.post(&format!("{path}/1"), &wrong).await;
    assert!(
        page.status == 422
            && page.has("Datumet har inte varit ännu.")
            && page.has("Skriv hur det går.")
    );
    let stale = [
        ("done_on", "2026-11-23"),
        ("comment", "Klart"),
        ("version", "7"),
    ];
    assert_eq!(anna.post(&format!("{path}/1"), &stale).await.status, 409);
    let gone = format!("{path}/1/borttagen");
    assert_eq!(anna.post(&gone, &[("version", "1")]).await.status, 303);
    assert_eq!(
        anna.post(&gone, &[("version", "1")]).await.status,
        303,
        "it is gone already"
    );
    assert_eq!(anna.get(&format!("{path}/1")).await.status, 404);
    for end in ["/99", "/x", "/-1"] {
        let status = anna.get(&format!("{path}{end}")).await.status;
        assert!([400, 404].contains(&status), "{end}: {status}");
    }
}

#[tokio::test]
async fn the_calendar_has_the_check_ins() {
    let world = World::quiet().await;
    let id = action(&world, "Kartläggning", &["25"], "county/25", "2026-12-01").await;
    let anna = world.sign_in("Anna Lind").await;
    let path = format!("/insatser/{id}/avstamningar");
    anna.post(&path, &[("planned_on", "2026-11-30")]).await;
    let page = anna.post("/konto/kalender", &[("feed", "min")]).await;
    let from = page.html.find("/kalender/").expect("an address");
    let address = &page.html[from..];
    let end = address.find(".ics").expect("its end") + 4;
    let calendar = world.visitor().get(&address[..end]).await;
    assert!(
        calendar.has("Stäm av: Kartläggning") && calendar.has("20261130"),
        "{}",
        calendar.html
    );
}
