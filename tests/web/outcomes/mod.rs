//! Utfall: written where they were said, once, by those who may, until the minutes are locked.

mod decisions;
mod steps;

use crate::agenda_items::{add, begun};
use crate::dialogues::planned;
use crate::world::{Browser, Page, World};
use reqwest::Method;

/// Elsa holds a dialogue with Norrbotten today; its address, and an item of Företagsfinansiering.
async fn held(world: &World, elsa: &Browser) -> (String, i64) {
    let url = planned(elsa, &[("held_on", "2026-11-23")]).await;
    let list = format!("{url}/dagordning");
    let item = add(world, elsa, &list, &[("issue_area_id", "4")]).await;
    begun(elsa, &url).await;
    (url, item)
}

/// A line as the form sends it.
fn line<'a>(other: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let own = [
        ("kind", "wish"),
        ("text", "Regionen vill ha ett svar före jul."),
    ];
    let kept = own.into_iter();
    let mut fields: Vec<_> = kept
        .filter(|each| other.iter().all(|(name, _)| *name != each.0))
        .collect();
    fields.extend(other);
    fields
}

/// Writes a line; its id.
async fn write(world: &World, who: &Browser, url: &str, other: &[(&str, &str)]) -> i64 {
    let page = who.post(&format!("{url}/utfall"), &line(other)).await;
    assert_eq!(page.status, 303, "{}", page.html);
    world.count("select max(id) from outcomes").await
}

/// Sends a line as static/conduct.js does.
async fn send(who: &Browser, url: &str, fields: &[(&str, &str)]) -> Page {
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    let request = who
        .request(Method::POST, &format!("{url}/utfall"))
        .header("content-type", "application/x-www-form-urlencoded")
        .header("accept", "application/json")
        .header("sec-fetch-site", "same-origin")
        .body(body);
    who.send(request).await
}

const LINES: &str =
    "select count(*) from outcomes where removed_at is null and token not like 'demo-%'";

#[tokio::test]
async fn a_line_is_internal_until_it_is_said_that_it_may_be_shared() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa").await;
    let (url, item) = held(&world, &elsa).await;
    let item = item.to_string();
    let place = format!("{url}/genomforande?punkt={item}");
    let saved = elsa
        .post(
            &format!("{url}/utfall"),
            &line(&[("agenda_item_id", &item)]),
        )
        .await;
    assert_eq!(
        (saved.status, &saved.location),
        (303, &format!("{place}#skriv"))
    );
    let fields = [
        ("agenda_item_id", item.as_str()),
        ("text", "Båda vill."),
        ("shareable", "ja"),
    ];
    write(&world, &elsa, &url, &fields).await;
    write(&world, &elsa, &url, &[("text", "Vid sidan av.")]).await;
    let page = elsa.get(&place).await;
    let (internal, shared) = page.html.split_once("Båda vill.").expect("both lines");
    let (_, own) = internal.split_once("id=\"utfall\"").expect("the list");
    assert!(own.contains(">Internt<") && own.contains("Regionens önskemål"));
    assert!(own.contains("Får delas") && !shared.contains("Vid sidan av."));
    assert!(
        elsa.get(&format!("{url}/genomforande?punkt=utanfor"))
            .await
            .has("Vid sidan av.")
    );
    assert!(elsa.get(&url).await.has("Regionens önskemål 3"));
    let history = elsa.get(&format!("{url}/historik")).await;
    assert!(history.has("skrev ett utfall") && history.has("Båda vill."));
}

#[tokio::test]
async fn a_line_that_is_sent_twice_is_there_once_as_it_was_sent_first() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa").await;
    let (url, _) = held(&world, &elsa).await;
    let token = ("token", "0123456789abcdef");
    let first = send(&elsa, &url, &line(&[token])).await;
    assert_eq!(first.status, 200, "{}", first.html);
    assert!(first.has("Regionen vill ha ett svar"));
    let other = line(&[token, ("text", "En annan text.")]);
    let again = send(&elsa, &url, &other).await;
    assert_eq!(again.html, first.html);
    assert_eq!(world.count(LINES).await, 1);
    let form = elsa.post(&format!("{url}/utfall"), &line(&[token])).await;
    assert_eq!(form.status, 303, "a double press");
    let form = elsa.post(&format!("{url}/utfall"), &other).await;
    assert_eq!(form.status, 409);
    assert!(form.has("En annan text.") && form.has("Raden var redan sparad."));
    assert_ne!(form.field("token"), token.1);
    assert_eq!(world.count(LINES).await, 1);
    let at_once = (0..6).map(|_| {
        let (elsa, url) = (elsa.clone(), url.clone());
        tokio::spawn(async move { send(&elsa, &url, &line(&[("token", "at-once-1")])).await })
    });
    for answer in at_once.collect::<Vec<_>>() {
        assert_eq!(answer.await.expect("an answer").status, 200);
    }
    assert_eq!(world.count(LINES).await, 2);
}

#[tokio::test]
async fn a_line_with_a_mistake_comes_back_and_one_of_another_person_waits_for_her() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa").await;
    let (url, _) = held(&world, &elsa).await;
    let long = "ord ".repeat(501);
    for (field, value) in [
        ("text", "  "),
        ("text", &long),
        ("kind", "annat"),
        ("text", "19811218-9876"),
    ] {
        let page = elsa
            .post(&format!("{url}/utfall"), &line(&[(field, value)]))
            .await;
        assert_eq!(page.status, 422, "{field} {value}");
        assert!(page.has("class=\"error-summary\""));
    }
    assert_eq!(
        send(&elsa, &url, &line(&[("agenda_item_id", "999999")]))
            .await
            .status,
        422
    );
    let ingela = world
        .count("select id from people where name like 'Ingela%'")
        .await;
    let by = ingela.to_string();
    let page = send(&elsa, &url, &line(&[("by", &by)])).await;
    assert_eq!(page.status, 401);
    assert!(
        page.has("Regionen vill ha ett svar före jul."),
        "it is carried over the login"
    );
    assert_eq!(world.count(LINES).await, 0);
}

#[tokio::test]
async fn what_is_written_before_the_day_or_after_it_is_over_comes_back_unsaved() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa").await;
    let coming = planned(&elsa, &[]).await;
    let page = elsa.get(&format!("{coming}/genomforande")).await;
    assert!(page.has("Genomförandet har inte börjat.") && !page.has("Spara raden"));
    let closed = world
        .count("select min(id) from dialogues where phase = 'closed' and county = '25'")
        .await;
    let cancelled = world
        .count("select min(id) from dialogues where phase = 'cancelled'")
        .await;
    let ingela = world.sign_in("Ingela").await;
    for url in [
        coming,
        format!("/dialoger/{closed}"),
        format!("/dialoger/{cancelled}"),
    ] {
        let page = ingela.post(&format!("{url}/utfall"), &line(&[])).await;
        assert_eq!(page.status, 409, "{url}");
        assert!(page.has("Regionen vill ha ett svar före jul."));
    }
    assert_eq!(world.count(LINES).await, 0);
}

#[tokio::test]
async fn locked_minutes_lock_the_lines_by_every_route() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa").await;
    let (url, _) = held(&world, &elsa).await;
    let id = write(&world, &elsa, &url, &[]).await;
    let own = format!("{url}/utfall/{id}");
    world
        .arrange(
            "insert or replace into minutes (dialogue_id, status, edition, created_at, updated_at)
             select max(id), 'final', 1, '2026-11-23T09:00:00Z', '2026-11-23T09:00:00Z' from dialogues",
        )
        .await;
    let change = line(&[("version", "1"), ("text", "Ändrad i smyg.")]);
    for (path, fields) in [
        (format!("{url}/utfall"), line(&[("text", "Ny rad i smyg.")])),
        (own.clone(), change),
        (format!("{own}/borttaget"), vec![("version", "1")]),
    ] {
        let page = elsa.post(&path, &fields).await;
        assert_eq!(page.status, 409, "{path}");
        assert!(page.has("Minnesanteckningarna är låsta"), "{path}");
    }
    let sent = send(&elsa, &url, &line(&[("token", "0123456789")])).await;
    assert_eq!(sent.status, 409);
    let store = regiondialog::store::outcomes::find(world.db().read(), id)
        .await
        .expect("it");
    let permit = regiondialog::domain::access::Permit::system_as(1);
    let mut tx = world.db().write(permit).await.expect("write");
    assert!(
        regiondialog::store::outcomes::remove(&mut tx, &store)
            .await
            .is_err()
    );
    drop(tx);
    assert_eq!(
        world
            .count("select count(*) from outcomes where version > 1 and token not like 'demo-%'")
            .await,
        0
    );
    assert_eq!(world.count(LINES).await, 1);
    let page = elsa.get(&format!("{url}/genomforande?punkt=utanfor")).await;
    assert!(!page.has("Spara raden") && !page.has(">Ändra<"));
}

#[tokio::test]
async fn an_issue_officer_writes_at_her_own_items_only() {
    let world = World::new().await;
    let (elsa, karim) = (world.sign_in("Elsa").await, world.sign_in("Karim").await);
    let (url, own) = held(&world, &elsa).await;
    let list = format!("{url}/dagordning");
    let others = add(&world, &elsa, &list, &[("issue_area_id", "6")])
        .await
        .to_string();
    let own = own.to_string();
    let id = write(&world, &karim, &url, &[("agenda_item_id", &own)]).await;
    let beside = write(&world, &karim, &url, &[("issue_area_id", "3")]).await;
    for fields in [
        line(&[("agenda_item_id", &others)]),
        line(&[("agenda_item_id", &others), ("issue_area_id", "3")]),
        line(&[("issue_area_id", "6")]),
        line(&[]),
    ] {
        assert_eq!(
            karim.post(&format!("{url}/utfall"), &fields).await.status,
            403,
            "{fields:?}"
        );
    }
    let elsas = write(&world, &elsa, &url, &[("agenda_item_id", &others)]).await;
    let change = line(&[("version", "1")]);
    assert_eq!(
        karim
            .post(&format!("{url}/utfall/{elsas}"), &change)
            .await
            .status,
        403
    );
    let away = line(&[("version", "1"), ("agenda_item_id", &others)]);
    for id in [id, beside] {
        assert_eq!(
            karim
                .post(&format!("{url}/utfall/{id}"), &away)
                .await
                .status,
            403
        );
    }
    let hers = line(&[
        ("version", "1"),
        ("text", "Rättad."),
        ("agenda_item_id", &own),
    ]);
    assert_eq!(
        karim
            .post(&format!("{url}/utfall/{id}"), &hers)
            .await
            .status,
        303
    );
    let reader = world.sign_in("Lotta").await;
    let page = reader.get(&format!("{url}/genomforande?punkt={own}")).await;
    assert!(page.has("Rättad.") && !page.has("Spara raden") && !page.has("borttaget"));
}

#[tokio::test]
async fn two_who_change_a_line_both_keep_what_they_wrote() {
    let world = World::new().await;
    let (elsa, anna) = (world.sign_in("Elsa").await, world.sign_in("Anna").await);
    let (url, _) = held(&world, &elsa).await;
    let id = write(&world, &elsa, &url, &[]).await;
    let own = format!("{url}/utfall/{id}");
    let shared = line(&[("version", "1"), ("shareable", "ja")]);
    assert_eq!(elsa.post(&own, &shared).await.status, 303);
    let other = line(&[("version", "1"), ("kind", "priority")]);
    assert_eq!(
        anna.post(&own, &other).await.status,
        303,
        "different fields"
    );
    let page = anna.get(&own).await;
    assert!(page.has("value=\"priority\" checked") && page.has("value=\"ja\" checked"));
    assert_eq!(page.field("version"), "3");
    let fields = line(&[
        ("version", "3"),
        ("text", "Elsas ord."),
        ("kind", "priority"),
        ("shareable", "ja"),
    ]);
    assert_eq!(elsa.post(&own, &fields).await.status, 303);
    let fields = line(&[
        ("version", "3"),
        ("text", "Annas ord."),
        ("kind", "priority"),
        ("shareable", "ja"),
    ]);
    let clash = anna.post(&own, &fields).await;
    assert_eq!(clash.status, 409);
    assert!(clash.has("Elsas ord.") && clash.has("Annas ord."));
    assert_eq!(
        elsa.post(&format!("{own}/borttaget"), &[("version", "1")])
            .await
            .status,
        409
    );
    assert_eq!(
        elsa.post(&format!("{own}/borttaget"), &[("version", "4")])
            .await
            .status,
        303
    );
    assert_eq!(elsa.get(&own).await.status, 404);
    assert_eq!(
        elsa.get(&format!("/dialoger/1/utfall/{id}")).await.status,
        404
    );
}
