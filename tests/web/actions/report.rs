//! How an action goes: its status with a result, and its follow-ups.

use crate::arrange::action;
use crate::world::World;

#[tokio::test]
async fn done_demands_a_result_and_stopped_a_reason() {
    let world = World::quiet().await;
    let id = action(&world, "Kartläggning", &["25"], "county/25", "2026-11-05").await;
    let anna = world.sign_in("Anna Lind").await;
    let path = format!("/insatser/{id}/status");
    assert!(
        anna.get(&format!("/insatser/{id}"))
            .await
            .has("18 dagar sen")
    );
    let fields = |status, result| {
        [
            ("status", status),
            ("result", result),
            ("effect", "Går inte att säga ännu"),
            ("version", "1"),
        ]
    };
    let page = anna.post(&path, &fields("done", "")).await;
    assert!(page.status == 422 && page.has("Skriv vilket resultat insatsen gav."));
    let page = anna.post(&path, &fields("stopped", "")).await;
    assert!(page.status == 422 && page.has("Skriv varför insatsen avbryts."));
    assert_eq!(anna.post(&path, &fields("klar", "")).await.status, 422);
    assert_eq!(world.events("action_status_changed").await, 0);
    let done = anna
        .post(&path, &fields("done", "Rapporten är *klar*."))
        .await;
    assert_eq!(
        (done.status, done.location),
        (303, format!("/insatser/{id}"))
    );
    let page = anna.get(&format!("/insatser/{id}")).await;
    assert!(page.has("<em>klar</em>") && page.has("Genomförd") && !page.has("dagar sen"));
    assert_eq!(world.events("action_status_changed").await, 1);
    let again = anna
        .post(&path, &fields("done", "Rapporten är *klar*."))
        .await;
    assert_eq!(again.status, 303, "the same twice is no conflict");
    let clash = anna.post(&path, &fields("done", "En annan rapport.")).await;
    assert!(clash.status == 409 && clash.has("En annan rapport."));
}

#[tokio::test]
async fn a_named_owner_without_a_function_reports_on_her_own_action_only() {
    let world = World::quiet().await;
    let hers = action(&world, "Hennes", &["25"], "person/29", "2026-12-01").await;
    let other = action(&world, "Annans", &["25"], "county/25", "2026-12-01").await;
    let peter = world.sign_in("Peter Blad").await;
    let fields = [
        ("followed_on", "2026-11-20"),
        ("text", "Två möten **klara**."),
    ];
    for (id, status) in [(hers, 303), (other, 403)] {
        let page = peter
            .post(&format!("/insatser/{id}/uppfoljningar"), &fields)
            .await;
        assert_eq!(page.status, status);
        let status_form = [
            ("status", "done"),
            ("result", "Klart."),
            ("effect", "För tidigt."),
            ("version", "1"),
        ];
        let page = peter
            .post(&format!("/insatser/{id}/status"), &status_form)
            .await;
        assert_eq!(page.status, status);
        assert_eq!(
            peter.get(&format!("/insatser/{id}/andra")).await.status,
            403
        );
    }
    let page = peter.get(&format!("/insatser/{hers}")).await;
    assert!(page.has("Två möten <strong>klara</strong>.") && page.has("20 nov 2026"));
    assert!(
        !peter
            .get(&format!("/insatser/{other}"))
            .await
            .has("<textarea")
    );
    assert_eq!(world.events("action_followed_up").await, 1);
    assert_eq!(
        world.count("select count(*) from action_followups").await,
        1
    );
}

#[tokio::test]
async fn a_follow_up_that_cannot_be_saved_comes_back() {
    let world = World::quiet().await;
    let id = action(&world, "Kartläggning", &["25"], "county/25", "2026-12-01").await;
    let anna = world.sign_in("Anna Lind").await;
    let path = format!("/insatser/{id}/uppfoljningar");
    let page = anna
        .post(
            &path,
            &[("followed_on", "2026-11-24"), ("text", "I morgon")],
        )
        .await;
    assert!(
        page.status == 422
            && page.has("Datumet har inte varit ännu")
            && page.has("I morgon</textarea>")
    );
    let page = anna
        .post(&path, &[("followed_on", "2026-11-23"), ("text", "  ")])
        .await;
    assert!(page.status == 422 && page.has("Skriv hur det går."));
    let once = anna.get(&format!("/insatser/{id}")).await.field("once");
    for _ in 0..2 {
        let fields = [
            ("followed_on", "2026-11-23"),
            ("text", "En gång"),
            ("once", &once),
        ];
        assert_eq!(anna.post(&path, &fields).await.status, 303);
    }
    assert_eq!(
        world.count("select count(*) from action_followups").await,
        1
    );
}
