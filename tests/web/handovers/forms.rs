//! The form of a handover, filled in and with mistakes; two at once; and the list.

use super::{handed, press, with};
use crate::arrange::{connection, dialogue};
use crate::world::World;

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
    assert!(form.has("value=\"En väg in för små exportörer\""));
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
