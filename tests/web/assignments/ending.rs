//! The end of an assignment: its last day, what it leaves behind, and what was a mistake.

use super::{PETER_IN_DALARNA, made, with};
use crate::world::{Page, World};
use jiff::SignedDuration;

#[tokio::test]
async fn an_ended_assignment_gives_no_rights_from_the_next_day() {
    let world = World::new().await;
    let (ingela, anna) = (world.sign_in("Ingela").await, world.sign_in("Anna").await);
    let bad = ingela
        .post(
            "/bemanning/4/avsluta",
            &[("valid_to", "2017-12-31"), ("version", "1")],
        )
        .await;
    assert!(
        bad.status == 422 && bad.has("Slutdatum behöver vara samma dag") && bad.has("2017-12-31")
    );
    let empty = ingela
        .post(
            "/bemanning/4/avsluta",
            &[("valid_to", ""), ("version", "1")],
        )
        .await;
    assert!(empty.status == 422 && empty.has("Skriv datumet så här"));
    let end = [("valid_to", "2026-11-22"), ("version", "1")];
    assert_eq!(ingela.post("/bemanning/4/avsluta", &end).await.status, 303);
    let account = anna.get("/konto").await;
    assert!(!account.has("änsansvarig Norrbotten") && account.has("änsansvarig Västerbotten"));
    assert_eq!(world.events("assignment_ended").await, 1);
    assert!(ingela.get("/team/norr?tidigare=ja").await.has("2026-11-22"));
    assert_eq!(
        ingela.post("/bemanning/4/avsluta", &end).await.status,
        303,
        "the same again"
    );
    assert_eq!(world.events("assignment_ended").await, 1);
}

#[tokio::test]
async fn two_who_end_it_on_different_days_meet() {
    let world = World::new().await;
    let browser = world.sign_in("Ingela").await;
    let end = |day: &'static str| [("valid_to", day), ("version", "1")];
    assert_eq!(
        browser
            .post("/bemanning/4/avsluta", &end("2026-12-31"))
            .await
            .status,
        303
    );
    let page = browser
        .post("/bemanning/4/avsluta", &end("2027-01-31"))
        .await;
    assert!(page.status == 409 && page.has("31 december 2026") && page.has("31 januari 2027"));
    assert_eq!(page.field("version"), "2");
}

#[tokio::test]
async fn a_later_end_cannot_run_into_the_next_holder() {
    let world = World::new().await;
    let browser = world.sign_in("Ingela").await;
    let end = [("valid_to", "2026-12-31"), ("version", "1")];
    browser.post("/bemanning/4/avsluta", &end).await;
    let next = [("seat", "county/25"), ("valid_from", "2027-01-01")];
    made(&browser, &with(&PETER_IN_DALARNA, &next)).await;
    let later = [("valid_to", "2027-01-01"), ("version", "2")];
    let page = browser.post("/bemanning/4/avsluta", &later).await;
    assert!(page.status == 422 && page.has("Peter Blad har funktionen från 1 januari 2027"));
}

/// Open work of länsansvarig Norrbotten, and what Anna and Karim own by name.
pub const OPEN_WORK: &str = "
    insert into dialogues (id, county, held_on, starts_at, ends_at, form, phase, created_at, updated_at)
        values (1, '25', '2027-01-14', '09:00:00', '12:00:00', 'on_site', 'planning', 'x', 'x');
    insert into milestones (dialogue_id, key, title, falls_on, offset_days, position, judgement, due_on, state)
        values (1, 'a', 'Regionalt underlag', 'county_officer', -42, 1, 1, '2026-12-03', 'open'),
               (1, 'b', 'Ledarens milstolpe', 'lead', -7, 2, 0, '2027-01-07', 'open');
    insert into actions (id, title, unit_id, owner_seat, owner_person_id, due_on, status, search_text, created_at, updated_at)
        values (1, 'Annas namngivna insats', 1, null, 3, '2026-12-10', 'ongoing', '', 'x', 'x'),
               (2, 'Länets insats', 1, 'county/25', null, '2027-02-01', 'decided', '', 'x', 'x'),
               (3, 'Karims insats', 1, null, 17, '2026-12-10', 'ongoing', '', 'x', 'x'),
               (4, 'Annas stoppade insats', 1, null, 3, '2026-12-10', 'stopped', '', 'x', 'x');";

#[tokio::test]
async fn ending_shows_what_is_left_behind_and_who_takes_over() {
    let world = World::new().await;
    world.without_work().await;
    world.arrange(OPEN_WORK).await;
    let browser = world.sign_in("Ingela").await;
    let page = browser
        .get("/bemanning/4/avsluta?valid_to=2026-12-31")
        .await;
    assert!(
        page.has("1 milstolpe och 1 insats, varav 1 med slutdatum senast 31 december 2026"),
        "{}",
        page.html
    );
    for there in [
        "Regionalt underlag",
        "Länets insats",
        "Annas namngivna insats",
        "Från 2027-01-01 är funktionen",
        "Ej tillsatt",
    ] {
        assert!(page.has(there), "{there}");
    }
    for not in ["Ledarens milstolpe", "Karims insats", "Annas stoppade"] {
        assert!(!page.has(not), "{not}");
    }
    browser
        .post(
            "/bemanning/4/avsluta",
            &[("valid_to", "2026-12-31"), ("version", "1")],
        )
        .await;
    let next = [("seat", "county/25"), ("valid_from", "2027-01-01")];
    let url = made(&browser, &with(&PETER_IN_DALARNA, &next)).await;
    let list = world
        .sign_in("Lotta")
        .await
        .get("/bemanning/4/overlamning")
        .await;
    assert!(list.has("Från 2027-01-01 har Peter Blad funktionen") && !list.has("/flytta"));
    world.advance(SignedDuration::from_hours(24 * 45));
    let later = world
        .sign_in("Lotta")
        .await
        .get(&format!("{url}/overlamning"))
        .await;
    assert!(
        later.has("Regionalt underlag") && later.has("Länets insats"),
        "the work has followed"
    );
}

#[tokio::test]
async fn the_work_of_a_shared_seat_stays_with_the_huvudansvarig() {
    let world = World::new().await;
    world.without_work().await;
    world.arrange("insert into actions (id, title, unit_id, owner_seat, due_on, status, search_text, created_at, updated_at)
                   values (1, 'Skånes insats', 1, 'county/12', '2026-12-10', 'ongoing', '', 'x', 'x')").await;
    let browser = world.sign_in("Ingela").await;
    assert!(
        browser
            .get("/bemanning/21/overlamning")
            .await
            .has("Skånes insats")
    );
    let second = browser.get("/bemanning/22/overlamning").await;
    assert!(!second.has("Skånes insats") && second.has("påverkas inte"));
}

#[tokio::test]
async fn what_she_owns_by_name_is_moved_to_the_function_or_a_colleague() {
    let world = World::new().await;
    world.without_work().await;
    world.arrange(OPEN_WORK).await;
    let browser = world.sign_in("Ingela").await;
    let send = async |fields: &[(&str, &str)]| -> Page {
        browser.post("/bemanning/4/flytta", fields).await
    };
    let page = send(&[("owner", "")]).await;
    assert!(
        page.status == 422
            && page.has("Välj minst en insats att flytta.")
            && page.has("Välj vem insatserna ska flyttas till.")
    );
    let page = send(&[("actions", "1"), ("owner", "9999")]).await;
    assert!(
        page.status == 422 && page.has("value=\"1\" checked"),
        "what was ticked stays"
    );
    let page = send(&[
        ("actions", "1"),
        ("actions", "2"),
        ("actions", "3"),
        ("actions", "4"),
        ("owner", "funktionen"),
    ])
    .await;
    assert_eq!(page.status, 303);
    let owners = "select count(*) from actions where (id, coalesce(owner_seat, owner_person_id)) in
                  (values (1, 'county/25'), (2, 'county/25'), (3, 17), (4, 3))";
    assert_eq!(world.count(owners).await, 4, "only what was hers and open");
    assert_eq!(world.events("action_handed_over").await, 1);
    assert_eq!(
        send(&[("actions", "1"), ("owner", "funktionen")])
            .await
            .status,
        303,
        "again"
    );
    assert_eq!(world.events("action_handed_over").await, 1);
    let karim = browser
        .post("/bemanning/24/flytta", &[("actions", "3"), ("owner", "29")])
        .await;
    assert_eq!(karim.status, 303);
    assert_eq!(
        world
            .count("select owner_person_id from actions where id = 3")
            .await,
        29
    );
    assert_eq!(
        world
            .count("select version from actions where id = 3")
            .await,
        2
    );
}

#[tokio::test]
async fn what_was_entered_by_mistake_is_taken_out_and_stays_in_the_history() {
    let world = World::new().await;
    let browser = world.sign_in("Ingela").await;
    let url = made(&browser, &PETER_IN_DALARNA).await;
    assert!(
        browser
            .get(&format!("{url}/ta-bort"))
            .await
            .has("Peter Blad, länsansvarig för Dalarna")
    );
    let remove = format!("{url}/ta-bort");
    assert_eq!(browser.post(&remove, &[("version", "7")]).await.status, 409);
    assert_eq!(browser.post(&remove, &[("version", "1")]).await.status, 303);
    assert_eq!(
        browser.post(&remove, &[("version", "1")]).await.status,
        303,
        "pressed twice"
    );
    assert_eq!(world.events("assignment_removed").await, 1);
    assert!(browser.get("/team/norr").await.has("Ej tillsatt"));
    let page = browser.get(&url).await;
    assert!(page.status == 200 && page.has("Borttaget") && !page.has("/ratta"));
    let history = browser.get(&format!("{url}/historik")).await;
    assert!(history.has("tog bort uppdraget") && history.has("bemannade funktionen"));
    for part in ["ratta", "avsluta", "overlamning"] {
        assert_eq!(
            browser.get(&format!("{url}/{part}")).await.status,
            404,
            "{part}"
        );
    }
}
