//! A report that has left the house: kept as it was, whatever happens after.

use super::{filled::held, send, versions};
use crate::arrange::connection;
use crate::packs::filled::run;
use crate::world::World;

#[tokio::test]
async fn what_is_sent_is_kept_exactly_as_it_was() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let (id, url) = held(&world, true).await;
    let before = versions(&elsa, &url).await;
    let sent = send(&elsa, &url, &[]).await;
    assert_eq!(sent.status, 303, "{}", sent.html);
    let kept = sent.location.clone();
    assert!(kept.starts_with(&format!("{url}/")));
    let letter = |text: &str| {
        let start = text.find("<textarea").expect("a letter");
        let end = text[start..].find("</textarea>").expect("its end");
        text[start..start + end].to_owned()
    };
    let mail = elsa.get(&format!("{kept}/mejl")).await.html;
    assert_eq!(letter(&mail), letter(&before[1].1));
    let file = crate::packs::word(&elsa, &format!("{kept}/word")).await;
    assert_eq!(file, before[2].1);
    // Everything changes behind it, and is taken away.
    run(
        &world,
        "update actions set title = 'ANNAT', region_text = 'ANNAT', shareable = 0; update outcomes set text = 'ANNAT';
         update handovers set question = 'ANNAT'; update investments set title = 'ANNAT';"
            .to_owned(),
    )
    .await;
    let page = elsa.get(&kept).await;
    assert!(page.has("INNE our promise") && page.has("INNE how ours goes") && !page.has("ANNAT"));
    assert!(page.has("Skickad 20 november 2026") && page.has("Karin Exempel, dnr Ä 2026-77"));
    assert_eq!(
        letter(&elsa.get(&format!("{kept}/mejl")).await.html),
        letter(&mail)
    );
    assert_eq!(
        crate::packs::word(&elsa, &format!("{kept}/word")).await,
        file
    );
    let history = elsa.get(&format!("/dialoger/{id}/historik")).await;
    assert!(history.has("markerade rapporten till regionen som skickad"));
}

#[tokio::test]
async fn a_sent_report_cannot_be_changed_by_any_route() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let (_, url) = held(&world, true).await;
    elsa.post(
        &format!("{url}/andra"),
        &[("introduction", "Första"), ("version", "0")],
    )
    .await;
    let kept = send(&elsa, &url, &[]).await.location;
    let before = kept_row(&world).await;
    for version in ["0", "1", "2"] {
        let fields = [
            ("introduction", "Ändrad"),
            ("whom_to_ask", "Ändrad"),
            ("version", version),
        ];
        elsa.post(&format!("{url}/andra"), &fields).await;
    }
    send(&elsa, &url, &[("recipient", "En annan")]).await;
    let comment = [
        ("region_comment", "Tack"),
        ("commented_on", "2026-11-22"),
        ("version", "2"),
    ];
    let saved = elsa.post(&format!("{kept}/kommentar"), &comment).await;
    assert_eq!(saved.status, 303, "{}", saved.html);
    assert_eq!(kept_row(&world).await, before);
    let mut conn = connection(&world).await;
    for sql in [
        "update region_reports set content = '{}' where status = 'sent'",
        "update region_reports set sent_on = '2026-01-01' where status = 'sent'",
        "update region_reports set recipient = 'x' where status = 'sent'",
        "update region_reports set diary_no = 'x' where status = 'sent'",
        "update region_reports set introduction = 'x' where status = 'sent'",
        "update region_reports set status = 'draft' where status = 'sent'",
        "delete from region_reports where status = 'sent'",
    ] {
        let refused = sqlx::query(sql).execute(&mut conn).await;
        assert!(refused.is_err(), "{sql}");
    }
    assert_eq!(kept_row(&world).await, before);
}

/// All of the first report but its comment.
async fn kept_row(world: &World) -> String {
    sqlx::query_scalar(
        "select json_array(id, dialogue_id, status, introduction, whom_to_ask, content, sent_on, recipient, diary_no, sent_by)
         from region_reports where status = 'sent' order by id limit 1",
    )
    .fetch_one(world.db().read())
    .await
    .expect("a sent report")
}

#[tokio::test]
async fn sending_counts_as_feedback_from_those_who_may_give_it() {
    let world = World::quiet().await;
    let (id, url) = held(&world, true).await;
    let elsa = world.sign_in("Elsa").await;
    let page = elsa.get(&format!("{url}/skickad")).await;
    assert!(page.has("Det räknas som återkoppling till regionen från: Regioner."));
    assert_eq!(send(&elsa, &url, &[]).await.status, 303);
    assert_eq!(settled(&world).await, "1");
    let karim = world.sign_in("Karim").await;
    let page = karim.get(&format!("{url}/skickad")).await;
    assert!(page.has("från: Företag."));
    assert_eq!(send(&karim, &url, &[]).await.status, 303);
    assert_eq!(settled(&world).await, "1,2");
    let given: String = sqlx::query_scalar(
        "select group_concat(direction || department_id || given_on || receiver || diary_no || (report_id is not null), '|')
         from feedback where direction = 'region'",
    )
    .fetch_one(world.db().read())
    .await
    .expect("feedback");
    assert_eq!(
        given,
        "region12026-11-20Karin ExempelÄ 2026-771|region22026-11-20Karin ExempelÄ 2026-771"
    );
    assert_eq!(world.events("feedback_given").await, 2);
    let dialogue = elsa.get(&format!("/dialoger/{id}")).await;
    assert!(dialogue.has(&format!("{url}\"")));
}

/// The departments whose duty to the region is done.
async fn settled(world: &World) -> String {
    sqlx::query_scalar(
        "select coalesce(group_concat(department_id), '') from milestones where key = 'feedback_region' and state = 'done'",
    )
    .fetch_one(world.db().read())
    .await
    .expect("milestones")
}

#[tokio::test]
async fn a_mistake_keeps_all_that_was_written() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let (_, url) = held(&world, true).await;
    let rows = [
        ("sent_on", "snart", "Skriv datumet så här: 2026-11-23."),
        ("sent_on", "2026-11-24", "Datumet har inte varit ännu."),
        ("sent_on", "2026-10-18", "Dialogen hölls 19 oktober 2026."),
        ("recipient", "", "Skriv vem rapporten skickades till."),
        ("recipient", "Ring 811218-9876", "personnummer"),
        ("diary_no", "", "Skriv diarienumret"),
    ];
    for (field, value, message) in rows {
        let wrong = send(&elsa, &url, &[(field, value)]).await;
        assert_eq!(wrong.status, 422, "{field} {value}");
        assert!(wrong.has(message), "{field} {value}");
        assert!(wrong.has("Karin Exempel") || field == "recipient");
    }
    assert_eq!(world.count("select count(*) from region_reports").await, 0);
    let (_, empty) = held_empty(&world).await;
    let wrong = send(&elsa, &empty, &[("diary_no", "Ä 2026-78")]).await;
    assert!(wrong.status == 422 && wrong.has("Rapporten är tom."));
}

async fn held_empty(world: &World) -> (i64, String) {
    let id = crate::arrange::dialogue(world, "24", "2026-10-20", "closed").await;
    (id, format!("/dialoger/{id}/regionrapport"))
}

#[tokio::test]
async fn what_is_new_since_the_last_report_is_marked() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let (_, url) = held(&world, true).await;
    assert!(!elsa.get(&url).await.has("sedan 20 november 2026"));
    assert_eq!(send(&elsa, &url, &[]).await.status, 303);
    run(
        &world,
        "update actions set status = 'done', result = 'HEMLIG klar' where id = 950;
         update actions set shareable = 1, region_text = '' where id = 953; update actions set title = 'Helt ny' where id = 953;"
            .to_owned(),
    )
    .await;
    let page = elsa.get(&url).await;
    assert!(page.has("Ändrat sedan 20 november 2026") && page.has("Nytt sedan 20 november 2026"));
    assert_eq!(
        page.html.matches("sedan 20 november 2026").count(),
        3,
        "the line, its wish, and the new one"
    );
    assert!(page.has("Det som är nytt sedan vår förra rapport 20 november 2026 är markerat."));
    assert!(page.has("Säger inte hur det går") && page.has("/insatser/953"));
    let mail = elsa.get(&format!("{url}/mejl")).await;
    assert!(mail.has("Läge: Genomförd (ändrat sedan 20 november 2026)") && !mail.has("HEMLIG"));
}

#[tokio::test]
async fn the_regions_comment_is_written_in_afterwards() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let (id, url) = held(&world, true).await;
    let kept = send(&elsa, &url, &[]).await.location;
    let form = format!("{kept}/kommentar");
    let version = elsa.get(&form).await.field("version");
    let rows = [
        ("", "2026-11-22", "Skriv vad regionen sade."),
        (
            "Tack",
            "2026-11-19",
            "Rapporten skickades 20 november 2026.",
        ),
        ("Tack", "2026-11-24", "Datumet har inte varit ännu."),
        ("Tack", "igår", "Skriv datumet"),
    ];
    for (words, day, message) in rows {
        let fields = [
            ("region_comment", words),
            ("commented_on", day),
            ("version", &version),
        ];
        let wrong = elsa.post(&form, &fields).await;
        assert!(wrong.status == 422 && wrong.has(message), "{words} {day}");
    }
    let fields = [
        ("region_comment", "Vi är nöjda"),
        ("commented_on", "2026-11-22"),
        ("version", &version),
    ];
    assert_eq!(elsa.post(&form, &fields).await.status, 303);
    let page = elsa.get(&kept).await;
    assert!(page.has("Vi är nöjda") && page.has("22 november 2026"));
    let jonas = world.sign_in("Jonas").await;
    assert_eq!(jonas.post(&form, &fields).await.status, 403);
    let history = elsa.get(&format!("/dialoger/{id}/historik")).await;
    assert!(history.has("skrev in regionens kommentar"));
    // The report of one dialogue is not there under another, and a draft has no page of its own.
    let (other, _) = held_empty(&world).await;
    let number = kept.rsplit('/').next().unwrap_or_default();
    for path in [
        format!("/dialoger/{other}/regionrapport/{number}"),
        format!("/dialoger/{other}/regionrapport/{number}/word"),
        format!("/dialoger/{other}/regionrapport/{number}/mejl"),
        format!("/dialoger/{other}/regionrapport/{number}/kommentar"),
        format!("{url}/99999"),
    ] {
        assert_eq!(elsa.get(&path).await.status, 404, "{path}");
    }
}
