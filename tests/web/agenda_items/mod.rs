//! Dagordning: items added, changed, dealt with, and their times.

mod carry;
mod order;
mod rights;
mod together;

use crate::arrange;
use crate::dialogues::{planned, step};
use crate::world::{Browser, Page, World};

pub const ITEM: [(&str, &str); 3] = [
    ("title", "Vägen till 2030"),
    ("minutes", "25"),
    ("presenter", "Karin Exempel"),
];

/// The item with other fields.
pub fn item<'a>(other: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields: Vec<_> = ITEM
        .into_iter()
        .filter(|each| other.iter().all(|(name, _)| *name != each.0))
        .collect();
    fields.extend(other);
    fields
}

/// The newest item's id.
pub async fn newest(world: &World) -> i64 {
    world.count("select max(id) from agenda_items").await
}

/// Adds an item to a list; its id.
pub async fn add(world: &World, browser: &Browser, list: &str, fields: &[(&str, &str)]) -> i64 {
    let page = browser.post(&format!("{list}/ny"), &item(fields)).await;
    assert_eq!(page.status, 303, "{}", page.html);
    newest(world).await
}

/// The order of the titles on a page.
pub fn titles(page: &Page) -> Vec<String> {
    let links = page.html.split("class=\"quiet-link\" href=\"").skip(1);
    links
        .map(|rest| {
            let title = rest.split('>').nth(1).unwrap_or_default();
            title.split('<').next().unwrap_or_default().to_owned()
        })
        .collect()
}

pub async fn version(world: &World, id: i64) -> String {
    let version: i64 = sqlx::query_scalar("select version from agenda_items where id = ?")
        .bind(id)
        .fetch_one(world.db().read())
        .await
        .expect("the item");
    version.to_string()
}

/// Presses a button of an item.
pub async fn press(
    world: &World,
    browser: &Browser,
    list: &str,
    id: i64,
    noun: &str,
    state: &str,
) -> Page {
    let version = version(world, id).await;
    let fields = [("version", version.as_str()), ("state", state)];
    browser.post(&format!("{list}/{id}/{noun}"), &fields).await
}

/// Takes a dialogue to the day itself.
pub async fn begun(browser: &Browser, url: &str) {
    assert_eq!(step(browser, url, "bekraftad").await.status, 303);
    assert_eq!(step(browser, url, "genomforande").await.status, 303);
}

#[tokio::test]
async fn the_times_are_counted_from_the_dialogues_start() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let url = planned(
        &elsa,
        &[
            ("starts_at", "13.15"),
            ("ends_at", "14.15"),
            ("type_id", "2"),
        ],
    )
    .await;
    let page = elsa.get(&url).await;
    assert_eq!(titles(&page), ["Sedan sist", "Aktuell fråga", "Nästa steg"]);
    for words in [
        "13.15",
        "13.30",
        "14.05",
        "15 min",
        "Sammanlagt 1 tim av 1 tim.",
    ] {
        assert!(page.has(words), "{words}");
    }
    assert!(!page.has("för långt"));
    let list = format!("{url}/dagordning");
    add(&world, &elsa, &list, &[("minutes", "20")]).await;
    for page in [elsa.get(&url).await, elsa.get(&list).await] {
        assert!(page.has("<strong class=\"late\">20 min för långt</strong>"));
        assert!(page.has("Sammanlagt 1 tim 20 min av 1 tim"));
    }
    let moved = [
        ("starts_at", "09.00"),
        ("ends_at", "12.00"),
        ("version", "1"),
    ];
    let moved = crate::dialogues::plan_with(&moved);
    assert_eq!(elsa.post(&format!("{url}/andra"), &moved).await.status, 303);
    let page = elsa.get(&url).await;
    assert!(page.has("09.15") && page.has("1 tim 40 min kvar att fördela"));
}

#[tokio::test]
async fn an_item_has_its_issue_area_its_position_and_the_insats_it_follows_up() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa").await;
    let url = planned(&elsa, &[]).await;
    let action = arrange::action(&world, "Lärlingar i norr", &["25"], "lead/1", "2026-12-01").await;
    let action = action.to_string();
    let list = format!("{url}/dagordning");
    let fields = [
        ("issue_area_id", "6"),
        ("action_id", action.as_str()),
        ("note", "Regionen är <i>missnöjd"),
    ];
    let form = elsa.get(&format!("{list}/ny")).await;
    assert!(form.has("Region Norrbotten") && form.has("Lärlingar i norr"));
    let id = add(&world, &elsa, &list, &fields).await;
    let page = elsa.get(&list).await;
    assert!(page.has("Regelförenkling, Förenkling") && page.has("Lärlingar i norr"));
    assert!(page.has("Internt: Regionen är &#60;i&#62;missnöjd"));
    assert!(page.has("Ställningstagande saknas"));
    sqlx::query(
        "insert into positions (dialogue_id, issue_area_id, status, created_at, updated_at)
         select dialogue_id, 6, 'in_force', created_at, created_at from agenda_items where id = ?",
    )
    .bind(id)
    .execute(&mut arrange::connection(&world).await)
    .await
    .expect("a position");
    assert!(elsa.get(&url).await.has("Ställningstagande klart"));
    let history = elsa.get(&format!("{url}/historik")).await;
    assert!(history.has("lade till en punkt på dagordningen: Vägen till 2030"));
    assert!(history.has("Lärlingar i norr"));
}

#[tokio::test]
async fn mistakes_come_back_with_the_text_and_a_double_press_makes_one_item() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa").await;
    let url = planned(&elsa, &[]).await;
    let list = format!("{url}/dagordning");
    let new = format!("{list}/ny");
    let wrong = [
        ("title", ""),
        ("minutes", "601"),
        ("presenter", "Karin <b>Exempel"),
        ("issue_area_id", "999"),
        ("action_id", "x"),
        ("note", "Ring 811218-9876"),
    ];
    let page = elsa.post(&new, &wrong).await;
    assert_eq!(page.status, 422);
    for words in [
        "Skriv vad punkten handlar om.",
        "Skriv ett tal mellan 0 och 600.",
        "Välj något i listan.",
        "personnummer",
        "Karin &#60;b&#62;Exempel",
    ] {
        assert!(page.has(words), "{words}");
    }
    for minutes in ["", "-1", "snart", "99999999999999999999"] {
        let page = elsa.post(&new, &item(&[("minutes", minutes)])).await;
        assert_eq!(page.status, 422, "{minutes}");
    }
    let once = elsa.get(&new).await.field("once");
    let first = elsa.post(&new, &item(&[("once", &once)])).await;
    let again = elsa.post(&new, &item(&[("once", &once)])).await;
    assert_eq!((first.status, again.location), (303, first.location));
    let made = "select count(*) from agenda_items where title = 'Vägen till 2030'";
    assert_eq!(world.count(made).await, 1);
}

#[tokio::test]
async fn a_hundred_items_are_enough() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa").await;
    let url = planned(&elsa, &[]).await;
    let list = format!("{url}/dagordning");
    arrange::run(
        &world,
        "insert into agenda_items (county, dialogue_id, title, minutes, position, created_at, updated_at)
         with recursive n (i) as (select 1 union select i + 1 from n where i < 194)
         select '25', (select max(id) from dialogues), 'Punkt ' || i, 600, 100 + i, '', '' from n",
    )
    .await;
    let page = elsa.post(&format!("{list}/ny"), &ITEM).await;
    assert_eq!(page.status, 422);
    assert!(page.has("Listan har redan 100 punkter.") && page.has("Vägen till 2030"));
    let page = elsa.get(&list).await;
    assert_eq!((page.status, titles(&page).len()), (200, 200));
}

#[tokio::test]
async fn what_is_dealt_with_is_marked_from_the_day_on() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa").await;
    let url = planned(&elsa, &[("held_on", "2026-11-24")]).await;
    let list = format!("{url}/dagordning");
    let id = add(&world, &elsa, &list, &[]).await;
    let early = press(&world, &elsa, &list, id, "behandlad", "done").await;
    assert!(early.status == 409 && early.has("från dialogens dag, den 24 november 2026."));
    assert_eq!(
        elsa.post(&format!("{list}/behandlade"), &[]).await.status,
        409
    );
    assert!(!elsa.get(&list).await.has("Markera alla som behandlade"));
    world.advance(jiff::SignedDuration::from_hours(24));
    let elsa = world.sign_in("Elsa").await;
    assert_eq!(
        press(&world, &elsa, &list, id, "behandlad", "kanske")
            .await
            .status,
        400
    );
    assert_eq!(
        press(&world, &elsa, &list, id, "behandlad", "done")
            .await
            .status,
        303
    );
    let seen = version(&world, id).await;
    assert_eq!(
        press(&world, &elsa, &list, id, "behandlad", "done")
            .await
            .status,
        303
    );
    assert_eq!(
        version(&world, id).await,
        seen,
        "a second press does nothing"
    );
    assert!(
        elsa.get(&list)
            .await
            .has("<span class=\"tag is-green\">Behandlad</span>")
    );
    assert_eq!(
        press(&world, &elsa, &list, id, "behandlad", "open")
            .await
            .status,
        303
    );
    let seen = elsa.get(&list).await.field("seen");
    let unseen = add(&world, &elsa, &list, &[("title", "Tillagd under tiden")]).await;
    press(&world, &elsa, &list, unseen, "behandlad", "open").await;
    let all = [("seen", seen.as_str())];
    assert_eq!(
        elsa.post(&format!("{list}/behandlade"), &all).await.status,
        303
    );
    let open =
        "select count(*) from agenda_items where state = 'open' and title = 'Tillagd under tiden'";
    assert_eq!(world.count(open).await, 1, "nobody has seen it");
    press(&world, &elsa, &list, unseen, "behandlad", "done").await;
    let open = "select count(*) from agenda_items where state = 'open' and dialogue_id = (select max(id) from dialogues)";
    assert_eq!(world.count(open).await, 0);
    let history = elsa.get(&format!("{url}/historik")).await;
    assert!(history.has("markerade en punkt som behandlad: Vägen till 2030"));
}

#[tokio::test]
async fn taking_an_item_off_asks_by_name_and_keeps_the_history() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa").await;
    let url = planned(&elsa, &[]).await;
    let list = format!("{url}/dagordning");
    let id = add(&world, &elsa, &list, &[]).await;
    let gone = format!("{list}/{id}/borttagen");
    assert!(
        elsa.get(&gone)
            .await
            .has("Ta bort ”Vägen till 2030” från dagordningen?")
    );
    assert_eq!(elsa.post(&gone, &[("version", "7")]).await.status, 409);
    assert_eq!(elsa.post(&gone, &[("version", "1")]).await.status, 303);
    assert_eq!(
        elsa.post(&gone, &[("version", "1")]).await.status,
        303,
        "a double press"
    );
    assert!(!elsa.get(&list).await.has("Vägen till 2030"));
    assert!(elsa.get(&format!("{list}/{id}")).await.has("Borttagen"));
    let history = elsa.get(&format!("{url}/historik")).await;
    assert!(history.has("tog bort en punkt från dagordningen: Vägen till 2030"));
}
