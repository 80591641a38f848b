//! Justering: who is asked, what each says, and what is done about it.

use super::held::{Held, held, lock, participant, review_url, send, sql};
use crate::world::World;

#[tokio::test]
async fn those_who_are_asked_find_it_on_their_start_page_and_answer() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let karim = world.sign_in("Karim").await;
    let Held { id, url, .. } = held(&world, true).await;
    let (his, karins) = (
        participant(&world, "Karim Nasser").await,
        participant(&world, "Karin Exempel").await,
    );
    let duty = "Justera minnesanteckningarna från dialogen med Norrbotten 2026-11-16";
    assert!(!karim.get("/").await.has(duty));
    let sent = send(&elsa, &url, &[&his, &karins], "Åke Utifrån").await;
    assert_eq!((sent.status, sent.location.as_str()), (303, url.as_str()));
    let page = elsa.get(&url).await;
    assert!(
        page.has("0 av 3 har svarat") && page.has("Åke Utifrån") && page.has("Justering</span>")
    );
    assert!(karim.get("/").await.has(duty));
    let page = karim.get(&url).await;
    assert!(page.has("Din justering") && page.has("Skriv en synpunkt"));

    let review = review_url(&world, &url, "Karim Nasser").await;
    let empty = karim
        .post(&review, &[("answer", "comment"), ("version", "1")])
        .await;
    assert!(empty.status == 422 && empty.has("Skriv vad som behöver ändras."));
    let comment = [
        ("answer", "comment"),
        ("comment", "Punkt två är *fel*."),
        ("version", "1"),
    ];
    assert_eq!(karim.post(&review, &comment).await.status, 303);
    assert!(!karim.get("/").await.has(duty), "she has answered");
    let page = elsa.get(&url).await;
    assert!(page.has("Punkt två är <em>fel</em>.") && page.has("Ta hand om synpunkten"));
    let dialogue = elsa.get(&format!("/dialoger/{id}")).await;
    assert!(dialogue.has("1 av 3 har svarat. 1 synpunkt väntar"));

    let settle = format!("{review}/ordnad");
    let nothing = elsa
        .post(&settle, &[("settled", ""), ("version", "2")])
        .await;
    assert!(nothing.status == 422 && nothing.has("Punkt två är"));
    let done = elsa
        .post(
            &settle,
            &[("settled", "Punkten är omskriven."), ("version", "2")],
        )
        .await;
    assert_eq!(done.status, 303);
    assert!(
        elsa.get(&url)
            .await
            .has("Omhändertaget: Punkten är omskriven.")
    );

    let karins = review_url(&world, &url, "Karin Exempel").await;
    let written = elsa
        .post(&karins, &[("answer", "ok"), ("version", "1")])
        .await;
    assert_eq!(written.status, 303);
    assert!(elsa.get(&url).await.has("2 av 3 har svarat"));
    let history = elsa.get(&format!("/dialoger/{id}/historik")).await;
    for words in [
        "skickade minnesanteckningarna på justering",
        "svarade på justeringen: Karim Nasser",
        "svarade på justeringen: Karin Exempel",
        "tog hand om en synpunkt på minnesanteckningarna",
    ] {
        assert!(history.has(words), "{words}");
    }
}

#[tokio::test]
async fn whoever_can_log_in_answers_herself_and_nobody_in_her_place() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let Held { url, .. } = held(&world, true).await;
    let his = participant(&world, "Karim Nasser").await;
    let karins = participant(&world, "Karin Exempel").await;
    send(&elsa, &url, &[&his, &karins], "").await;
    let review = review_url(&world, &url, "Karim Nasser").await;
    let outside = review_url(&world, &url, "Karin Exempel").await;
    let ok = [("answer", "ok"), ("version", "1")];
    for who in ["Elsa", "Anna", "Ingela", "Peter", "Astrid"] {
        let other = world.sign_in(who).await;
        let refused = other.post(&review, &ok).await;
        assert!(
            refused.status == 403 && refused.has("svara i någon annans ställe"),
            "{who}"
        );
    }
    for who in ["Karim", "Peter"] {
        let other = world.sign_in(who).await;
        assert_eq!(other.post(&outside, &ok).await.status, 403, "{who}");
    }
    assert_eq!(
        world
            .count("select count(*) from minutes_reviews where answer <> 'none'")
            .await,
        0
    );
    assert_eq!(
        world.sign_in("Anna").await.post(&outside, &ok).await.status,
        303
    );
    // Whoever has lost her account cannot answer, so it is written down for her.
    sql(
        &world,
        "update accounts set deactivated_at = '2026-11-20T08:00:00Z' where person_id = 17"
            .to_owned(),
    )
    .await;
    assert_eq!(elsa.post(&review, &ok).await.status, 303);
}

#[tokio::test]
async fn someone_must_be_asked_and_nobody_twice() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let Held { url, .. } = held(&world, true).await;
    let none = send(&elsa, &url, &[], "").await;
    assert!(none.status == 422 && none.has("Välj minst en person som ska justera."));
    let unknown = send(&elsa, &url, &["999999"], "Åke Utifrån").await;
    assert!(unknown.status == 422 && unknown.has("Åke Utifrån"));
    let his = participant(&world, "Karim Nasser").await;
    assert_eq!(
        send(&elsa, &url, &[&his], "Åke Utifrån\nÅke Utifrån")
            .await
            .status,
        303
    );
    assert_eq!(world.count("select count(*) from minutes_reviews").await, 2);
    let again = send(&elsa, &url, &[&his], "Åke Utifrån").await;
    assert_eq!(again.status, 422);
    assert_eq!(send(&elsa, &url, &[], "Bo Ny").await.status, 303);
    assert!(elsa.get(&url).await.has("0 av 3 har svarat"));
    // A press from a page that is no longer true keeps what was chosen.
    let stale = elsa
        .post(
            &format!("{url}/justering"),
            &[("others", "Disa Sen"), ("version", "1")],
        )
        .await;
    assert!(stale.status >= 400 && stale.has("Disa Sen") && stale.has("Någon annan har ändrat"));
    let bo = review_url(&world, &url, "Bo Ny").await;
    assert_eq!(
        elsa.post(&format!("{bo}/borttagen"), &[("version", "1")])
            .await
            .status,
        303
    );
    assert!(!elsa.get(&url).await.has("Bo Ny"));
}

#[tokio::test]
async fn two_answers_from_the_same_page_do_not_lose_each_other() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let karim = world.sign_in("Karim").await;
    let Held { url, .. } = held(&world, true).await;
    let his = participant(&world, "Karim Nasser").await;
    send(&elsa, &url, &[&his], "").await;
    let review = review_url(&world, &url, "Karim Nasser").await;
    let first = [
        ("answer", "comment"),
        ("comment", "Den första"),
        ("version", "1"),
    ];
    assert_eq!(karim.post(&review, &first).await.status, 303);
    assert_eq!(
        karim.post(&review, &first).await.status,
        303,
        "a double press"
    );
    let second = [
        ("answer", "comment"),
        ("comment", "Den andra"),
        ("version", "1"),
    ];
    let met = karim.post(&review, &second).await;
    assert!(met.status == 409 && met.has("Den andra"));
    // And the one who settles a comment that has just been changed is shown the new one.
    let changed = [
        ("answer", "comment"),
        ("comment", "Den andra"),
        ("version", "2"),
    ];
    assert_eq!(karim.post(&review, &changed).await.status, 303);
    let late = elsa
        .post(
            &format!("{review}/ordnad"),
            &[("settled", "Gjort"), ("version", "2")],
        )
        .await;
    assert!(late.status == 409 && late.has("Den andra") && late.has("Gjort"));
}

#[tokio::test]
async fn minutes_that_are_taken_back_keep_their_answers() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let karim = world.sign_in("Karim").await;
    let Held { url, .. } = held(&world, true).await;
    let his = participant(&world, "Karim Nasser").await;
    send(&elsa, &url, &[&his], "").await;
    let back = format!("{url}/justering/atertagen");
    assert_eq!(elsa.post(&back, &[("version", "1")]).await.status, 303);
    let review = review_url(&world, &url, "Karim Nasser").await;
    assert_eq!(
        karim
            .post(&review, &[("answer", "ok"), ("version", "1")])
            .await
            .status,
        409
    );
    assert!(!karim.get("/").await.has("Justera minnesanteckningarna"));
    assert_eq!(
        elsa.post(&back, &[("version", "1")]).await.status,
        303,
        "once more does nothing"
    );
    assert_eq!(world.count("select version from minutes").await, 2);
    lock(&elsa, &url).await;
    assert_eq!(elsa.post(&back, &[("version", "3")]).await.status, 409);
}
