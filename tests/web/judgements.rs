//! Bedömningar: written by every answer, listed with why and by whom.

use crate::dialogues::planned;
use crate::world::{Browser, Page, World};

async fn judge(who: &Browser, url: &str, answer: &str, reason: &str) -> Page {
    let address = format!("{url}/deltagande");
    let shown = who.get(&address).await.field("seen");
    let seen = if shown.is_empty() {
        "0".to_owned()
    } else {
        shown
    };
    let fields = [("answer", answer), ("reason", reason), ("seen", &*seen)];
    who.post(&address, &fields).await
}

#[tokio::test]
async fn whether_the_lansansvarig_takes_part_is_judged_and_adds_nobody() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let url = planned(&elsa, &[]).await;
    let anna = world.sign_in("Anna").await;
    let members = "select count(*) from participants";
    let before = world.count(members).await;
    assert!(anna.get(&url).await.has("Ingen bedömning är gjord."));
    let page = judge(&anna, &url, "not_needed", "").await;
    assert!(page.status == 422 && page.has("Skriv ett skäl."));
    let page = judge(&anna, &url, "", "Min text").await;
    assert!(page.status == 422 && page.has("Min text"));
    let why = "Sakfrågorna täcks av andra.";
    assert_eq!(judge(&anna, &url, "not_needed", why).await.location, url);
    let page = elsa.get(&url).await;
    assert!(page.has("Behövs inte: Sakfrågorna täcks av andra. (Anna Lind, 23 november 2026)"));
    assert_eq!(judge(&elsa, &url, "needed", "").await.status, 303);
    assert!(
        elsa.get(&url)
            .await
            .has("Behövs (Elsa Norling, 23 november 2026)")
    );
    assert_eq!(world.count(members).await, before);
    assert_eq!(world.events("judged").await, 2);
    let history = elsa.get(&format!("{url}/historik")).await;
    assert!(history.has("gjorde en bedömning") && history.has("Delta i genomförandet"));
    for name in ["Jonas", "Maja", "Karim", "Lotta", "Peter", "Astrid"] {
        let browser = world.sign_in(name).await;
        assert_eq!(
            judge(&browser, &url, "needed", "").await.status,
            403,
            "{name}"
        );
    }
}

#[tokio::test]
async fn of_two_who_judge_at_once_the_second_sees_the_first() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let url = planned(&elsa, &[]).await;
    judge(
        &world.sign_in("Anna").await,
        &url,
        "needed",
        "Regionen ber om det.",
    )
    .await;
    let mine = "Resan ryms inte i budgeten.";
    let fields = [("answer", "not_needed"), ("reason", mine), ("seen", "0")];
    let page = elsa.post(&format!("{url}/deltagande"), &fields).await;
    assert_eq!(page.status, 422);
    assert!(page.has("Regionen ber om det.") && page.has(mine));
    assert_eq!(world.count("select count(*) from judgements").await, 1);
}

#[tokio::test]
async fn every_answer_is_in_the_list_and_the_list_can_be_narrowed() {
    let world = World::new().await;
    let lotta = world.sign_in("Lotta").await;
    let all = lotta.get("/bedomningar").await;
    assert_eq!(all.status, 200);
    // Those of cases are not hers to read.
    let open = "select count(*) from judgements where transition_case_id is null";
    let stored = world.count(open).await;
    assert!(stored > 100 && all.has(&format!("{stored} bedömningar")));
    let rows = [
        ("fraga=take_part", "3 bedömningar", "Delta i genomförandet"),
        (
            "fraga=take_part&svar=not_needed",
            "1 bedömning",
            "Västernorrland",
        ),
        (
            "fraga=take_part&q=FRAGORNA",
            "1 bedömning",
            "Frågorna täcks",
        ),
        ("q=finns+inte+alls", "Inga bedömningar", "Inga träffar"),
        (
            "lan=norrbotten&ar=2026&fraga=take_part",
            "1 bedömning",
            "Norrbotten",
        ),
        ("team=sodra&fraga=take_part", "1 bedömning", "Jönköping"),
        ("lan=ingenstans", "Inga bedömningar", "Rensa filter"),
    ];
    for (query, count, text) in rows {
        let page = lotta.get(&format!("/bedomningar?{query}")).await;
        assert!(page.has(count), "{query}");
        assert!(page.has(text), "{query}: {text}");
    }
    for order in ["nar", "-lan", "fraga", "svar", "påhittad"] {
        let page = lotta.get(&format!("/bedomningar?sortera={order}")).await;
        assert_eq!(page.status, 200, "{order}");
    }
    let file = lotta.get("/bedomningar?fraga=take_part&format=csv").await;
    assert_eq!(file.html.lines().count(), 4, "{}", file.html);
    assert!(file.has("Delta i genomförandet"));
}

#[tokio::test]
async fn an_empty_list_says_where_judgements_are_made() {
    let world = World::quiet().await;
    let page = world.sign_in("Lotta").await.get("/bedomningar").await;
    assert!(page.has("Inga bedömningar ännu.") && page.has("href=\"/dialoger\""));
}
