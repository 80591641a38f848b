//! Two people in one brief: nothing is lost, in every order of saving.

use super::{WHOLE, area, areas, begun, fields, post, saved, step};
use crate::arrange::run;
use crate::world::World;

/// The names of two sections' texts.
async fn sections(world: &World) -> (String, String) {
    let first = world.count("select min(id) from brief_sections").await;
    (format!("text_{first}"), format!("text_{}", first + 1))
}

#[tokio::test]
async fn two_who_write_in_different_sections_both_stand_in_either_order() {
    for elsa_first in [true, false] {
        let world = World::quiet().await;
        let (elsa, jonas) = (world.sign_in("Elsa").await, world.sign_in("Jonas").await);
        let url = begun(&elsa).await;
        let (one, other) = sections(&world).await;
        let hers = fields(&elsa, &url, &[(&one, "Elsas text")]).await;
        let his = fields(&jonas, &url, &[(&other, "Jonas text")]).await;
        let path = format!("{url}/skriv");
        let order = match elsa_first {
            true => [(&elsa, &hers), (&jonas, &his)],
            false => [(&jonas, &his), (&elsa, &hers)],
        };
        for (browser, fields) in order {
            assert_eq!(post(browser, &path, fields).await.status, 303);
        }
        let page = elsa.get(&path).await;
        assert_eq!(area(&page, &one), "Elsas text");
        assert_eq!(area(&page, &other), "Jonas text");
    }
}

#[tokio::test]
async fn two_who_write_in_the_same_section_see_mine_theirs_and_what_was_there() {
    for elsa_first in [true, false] {
        let world = World::quiet().await;
        let (elsa, jonas) = (world.sign_in("Elsa").await, world.sign_in("Jonas").await);
        let url = begun(&elsa).await;
        let (one, other) = sections(&world).await;
        saved(&elsa, &url, &[(&one, "Så var det")]).await;
        let hers = fields(
            &elsa,
            &url,
            &[(&one, "Elsas text"), (&other, "Elsa här också")],
        )
        .await;
        let his = fields(&jonas, &url, &[(&one, "Jonas text")]).await;
        let path = format!("{url}/skriv");
        let (first, second) = match elsa_first {
            true => ((&elsa, hers), (&jonas, his)),
            false => ((&jonas, his), (&elsa, hers)),
        };
        assert_eq!(post(first.0, &path, &first.1).await.status, 303);
        let page = post(second.0, &path, &second.1).await;
        assert_eq!(page.status, 409);
        assert!(page.has("Någon annan har ändrat underlaget medan du skrev."));
        assert!(page.has("<h3>Läget: text</h3>"), "the section is named");
        for text in ["Så var det", "Elsas text", "Jonas text"] {
            assert!(page.has(text), "{text}");
        }
        let mine = if elsa_first {
            "Jonas text"
        } else {
            "Elsas text"
        };
        assert_eq!(area(&page, &one), mine);
        assert_eq!(area(&page, &other), "Elsa här också", "merged or kept");
        let again: Vec<_> = [
            ("version", page.field("version")),
            ("number", page.field("number")),
        ]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .chain(areas(&page).into_iter().map(|name| {
            let text = area(&page, &name);
            (name, text)
        }))
        .collect();
        assert_eq!(post(second.0, &path, &again).await.status, 303);
        let page = elsa.get(&path).await;
        assert_eq!(area(&page, &one), mine);
        assert_eq!(area(&page, &other), "Elsa här också");
    }
}

#[tokio::test]
async fn a_tick_in_place_and_a_text_in_the_form_both_stand() {
    let world = World::quiet().await;
    let (elsa, jonas) = (world.sign_in("Elsa").await, world.sign_in("Jonas").await);
    let url = begun(&elsa).await;
    let (one, other) = sections(&world).await;
    let hers = fields(&elsa, &url, &[(&one, "Elsas text")]).await;
    let tick = format!("{url}/avsnitt/{}", other.trim_start_matches("text_"));
    assert_eq!(jonas.post(&tick, &[("ready", "ja")]).await.status, 303);
    assert_eq!(
        post(&elsa, &format!("{url}/skriv"), &hers).await.status,
        303
    );
    let kept = "select count(*) from brief_sections where ready = 1 or text = 'Elsas text'";
    assert_eq!(world.count(kept).await, 2);
}

#[tokio::test]
async fn text_written_while_the_brief_was_handed_over_is_kept_and_can_be_saved() {
    let world = World::quiet().await;
    let (elsa, jonas) = (world.sign_in("Elsa").await, world.sign_in("Jonas").await);
    let url = begun(&elsa).await;
    let (one, _) = sections(&world).await;
    saved(&elsa, &url, &WHOLE).await;
    let mut his = fields(&jonas, &url, &[(&one, "Jonas text")]).await;
    assert_eq!(step(&world, &elsa, &url, "granskning").await.status, 303);
    let path = format!("{url}/skriv");
    let page = post(&jonas, &path, &his).await;
    assert_eq!(page.status, 409);
    assert!(page.has("lämnat underlaget för granskning medan du skrev"));
    assert_eq!(area(&page, &one), "Jonas text");
    assert!(page.has("Ta tillbaka från granskning och spara"));
    his.retain(|(name, _)| name != "version");
    his.push(("version".into(), page.field("version")));
    his.push(("igen".into(), page.field("igen")));
    assert_eq!(post(&jonas, &path, &his).await.status, 303);
    let page = jonas.get(&path).await;
    assert_eq!(area(&page, &one), "Jonas text");
}

#[tokio::test]
async fn text_written_while_the_brief_was_approved_goes_into_a_new_version() {
    let world = World::quiet().await;
    let (elsa, jonas) = (world.sign_in("Elsa").await, world.sign_in("Jonas").await);
    let ingela = world.sign_in("Ingela").await;
    let url = begun(&elsa).await;
    let (one, _) = sections(&world).await;
    saved(&elsa, &url, &WHOLE).await;
    let his = fields(&jonas, &url, &[(&one, "Jonas text")]).await;
    assert_eq!(step(&world, &elsa, &url, "granskning").await.status, 303);
    assert_eq!(step(&world, &ingela, &url, "faststalld").await.status, 303);
    let path = format!("{url}/skriv");
    let page = post(&jonas, &path, &his).await;
    assert_eq!(page.status, 409);
    assert_eq!(area(&page, &one), "Jonas text");
    assert!(page.has("Börja på en ny version och spara"));
    let mut again = his.clone();
    again.retain(|(name, _)| name != "version");
    again.push(("version".into(), page.field("version")));
    again.push(("igen".into(), page.field("igen")));
    assert_eq!(post(&jonas, &path, &again).await.status, 303);
    let new =
        "select count(*) from brief_sections s join brief_versions v on v.id = s.brief_version_id
               where v.number = 2 and v.status = 'drafting' and s.text = 'Jonas text'";
    assert_eq!(world.count(new).await, 1);
    let held =
        "select count(*) from brief_sections s join brief_versions v on v.id = s.brief_version_id
                where v.number = 1 and s.text = 'Jonas text'";
    assert_eq!(
        world.count(held).await,
        0,
        "what was approved stays as it was"
    );
    let page = post(&elsa, &path, &his).await;
    assert_eq!(
        page.status, 303,
        "the same text in the new version is no change"
    );
}

#[tokio::test]
async fn text_that_has_no_room_in_the_new_version_is_shown_as_it_was_sent() {
    let world = World::quiet().await;
    let (elsa, ingela) = (world.sign_in("Elsa").await, world.sign_in("Ingela").await);
    let url = begun(&elsa).await;
    saved(&elsa, &url, &WHOLE).await;
    let ids: Vec<i64> = sqlx::query_scalar("select id from brief_sections order by id")
        .fetch_all(world.db().read())
        .await
        .expect("sections");
    let long = "ord ".repeat(4000);
    let names: Vec<String> = ids.iter().map(|id| format!("text_{id}")).collect();
    let other: Vec<(&str, &str)> = names.iter().map(|name| (&**name, &*long)).collect();
    let his = fields(&elsa, &url, &other).await;
    assert_eq!(step(&world, &elsa, &url, "granskning").await.status, 303);
    assert_eq!(step(&world, &ingela, &url, "faststalld").await.status, 303);
    run(
        &world,
        "update brief_template set removed_at = '2026-11-23T09:00:00Z'
                 where id = (select max(id) from brief_template where scope = 'national')",
    )
    .await;
    let path = format!("{url}/skriv");
    let page = post(&elsa, &path, &his).await;
    assert_eq!(page.status, 409);
    let mut again = his.clone();
    again.retain(|(name, _)| name != "version");
    again.push(("version".into(), page.field("version")));
    again.push(("igen".into(), page.field("igen")));
    let page = post(&elsa, &path, &again).await;
    assert_eq!(page.status, 409);
    assert!(page.has("Där får den inte plats"));
    for name in &names {
        assert_eq!(area(&page, name).trim(), long.trim(), "{name}");
    }
}

#[tokio::test]
async fn text_survives_a_session_that_ended_while_another_saved() {
    let world = World::quiet().await;
    let (elsa, jonas) = (world.sign_in("Elsa").await, world.sign_in("Jonas").await);
    let url = begun(&elsa).await;
    let (one, other) = sections(&world).await;
    let hers = fields(&elsa, &url, &[(&one, "Elsas text <b>")]).await;
    let his = fields(
        &jonas,
        &url,
        &[(&one, "Jonas text"), (&other, "Mer av Jonas")],
    )
    .await;
    let path = format!("{url}/skriv");
    let page = post(&world.visitor(), &path, &hers).await;
    assert_eq!(page.status, 401);
    assert!(
        page.has("Elsas text &#60;b&#62;"),
        "the login carries the text"
    );
    assert_eq!(post(&jonas, &path, &his).await.status, 303);
    let mut resumed = hers.clone();
    resumed.push(("_fortsatt".into(), "1".into()));
    let page = post(&elsa, &path, &resumed).await;
    assert_eq!(page.status, 200);
    assert!(page.has("Du är inloggad igen"));
    assert_eq!(area(&page, &one), "Elsas text &#60;b&#62;");
    let page = post(&elsa, &path, &hers).await;
    assert_eq!(page.status, 409);
    assert!(page.has("Jonas text") && page.has("Elsas text &#60;b&#62;"));
    assert_eq!(area(&page, &other), "Mer av Jonas");
}
