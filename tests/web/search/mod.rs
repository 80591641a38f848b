//! One search: what is found and what is not, filters, the index in step with the records, hostile words.

mod queries;
mod queue;
mod restricted;

use crate::arrange::{action, dialogue};
use crate::world::{Browser, Page, World};
use regiondialog::domain::access::Permit;
use regiondialog::store::{open, search};

/// The search as a page.
pub async fn ask(browser: &Browser, query: &[(&str, &str)]) -> Page {
    let query = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(query)
        .finish();
    let page = browser.get(&format!("/sok?{query}")).await;
    assert_eq!(page.status, 200, "{query}");
    page
}

pub async fn words(browser: &Browser, q: &str) -> Page {
    ask(browser, &[("q", q)]).await
}

/// The page's text without its marks, so that a marked word does not part a title.
pub fn plain(page: &Page) -> String {
    page.html.replace("<mark>", "").replace("</mark>", "")
}

/// What was put into the database by hand is indexed by hand.
pub async fn index(world: &World) {
    let mut tx = world.db().write(Permit::system()).await.expect("write");
    search::rebuild(tx.conn()).await.expect("an index");
    tx.record(regiondialog::domain::event::Event::new(
        regiondialog::domain::event::EventKind::SignedOut,
        regiondialog::domain::event::SubjectKind::Account,
        0,
    ))
    .await
    .expect("event");
    tx.commit().await.expect("commit");
}

#[tokio::test]
async fn a_record_is_found_as_soon_as_it_is_saved_and_no_longer_when_it_is_gone() {
    let world = World::quiet().await;
    let elsa = world.sign_in("Elsa").await;
    let id = dialogue(&world, "25", "2026-11-16", "following_up")
        .await
        .to_string();
    let lesson = |title: &'static str, version: &'static str| {
        let id = id.clone();
        vec![
            ("title".to_owned(), title.to_owned()),
            ("dialogue_id".to_owned(), id),
            (
                "text".to_owned(),
                "Om kompetensförsörjningen i norr.".to_owned(),
            ),
            ("version".to_owned(), version.to_owned()),
        ]
    };
    let send = |path: &'static str, fields: Vec<(String, String)>| {
        let elsa = elsa.clone();
        async move {
            let fields: Vec<_> = fields
                .iter()
                .map(|(a, b)| (a.as_str(), b.as_str()))
                .collect();
            elsa.post(path, &fields).await
        }
    };
    assert!(words(&elsa, "lägesbilden").await.has("Inga träffar"));
    assert_eq!(
        send("/lardomar/ny", lesson("Börja med lägesbilder", "1"))
            .await
            .status,
        303
    );
    let page = words(&elsa, "lägesbilden").await;
    assert!(
        page.has("1 träff") && page.has("Börja med <mark>lägesbilder</mark>"),
        "{}",
        page.html
    );
    assert!(page.has("href=\"/lardomar/1\"") && page.has("Norrbotten · 2026-11-16"));
    assert!(
        words(&elsa, "försörjning")
            .await
            .has("<mark>kompetensförsörjningen</mark>")
    );
    assert_eq!(
        send("/lardomar/1/andra", lesson("Börja med siffrorna", "1"))
            .await
            .status,
        303
    );
    assert!(words(&elsa, "lägesbilden").await.has("Inga träffar"));
    assert!(
        words(&elsa, "siffror")
            .await
            .has("Börja med <mark>siffrorna</mark>")
    );
    let kept = world
        .count("select count(*) from search_terms where term = 'lägesbilder'")
        .await;
    assert_eq!(kept, 0, "a word that no record has any more is not kept");
    assert_eq!(
        elsa.post("/lardomar/1/borttagen", &[("version", "2")])
            .await
            .status,
        303
    );
    assert!(words(&elsa, "siffror").await.has("Inga träffar"));
}

#[tokio::test]
async fn what_is_written_and_what_is_chosen_are_the_same_filter() {
    let world = World::quiet().await;
    let anna = world.sign_in("Anna").await;
    action(
        &world,
        "Testbädd för vätgas",
        &["25"],
        "county/25",
        "2026-11-01",
    )
    .await;
    action(
        &world,
        "Testbädd för batterier",
        &["08"],
        "person/1",
        "2027-03-01",
    )
    .await;
    action(
        &world,
        "Testbädd för skog",
        &["24"],
        "person/1",
        "2027-03-01",
    )
    .await;
    type Row<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a [&'a str]);
    let rows: [Row; 10] = [
        ("", &[], &["vätgas", "batterier", "skog"]),
        (
            "typ:insats",
            &[("typ", "insats")],
            &["vätgas", "batterier", "skog"],
        ),
        ("typ:lärdom", &[("typ", "lardom")], &[]),
        ("län:norrbotten", &[("lan", "norrbotten")], &["vätgas"]),
        ("team:norr", &[("team", "norr")], &["vätgas", "skog"]),
        ("år:2027", &[("ar", "2027")], &["batterier", "skog"]),
        (
            "är:öppen",
            &[("lage", "oppen")],
            &["vätgas", "batterier", "skog"],
        ),
        ("är:sen", &[("lage", "sen")], &["vätgas"]),
        ("är:avslutad", &[("lage", "avslutad")], &[]),
        ("@jag", &[("mina", "ja")], &["vätgas"]),
    ];
    for (written, chosen, expected) in rows {
        let by_words = words(&anna, &format!("testbädd {written}")).await;
        let mut query = vec![("q", "testbädd")];
        query.extend(chosen);
        let by_choice = ask(&anna, &query).await;
        for page in [&by_words, &by_choice] {
            for what in ["vätgas", "batterier", "skog"] {
                let title = format!("Testbädd för {what}");
                assert_eq!(
                    plain(page).contains(&title),
                    expected.contains(&what),
                    "{written}: {what}"
                );
            }
        }
        if !written.is_empty() {
            assert!(
                by_words.has("class=\"chips\"") && by_words.has("value=\"testbädd\""),
                "{written}"
            );
        }
    }
    let unknown = words(&anna, "testbädd färg:röd").await;
    assert!(
        unknown.has("Filtret färg:röd finns inte") && plain(&unknown).contains("Testbädd för skog")
    );
    let none = ask(&anna, &[("q", "testbädd"), ("typ", "katt")]).await;
    assert!(none.has("Filtret typ:katt finns inte"));
}

#[tokio::test]
async fn hits_are_counted_by_kind_and_come_as_a_file() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa").await;
    let page = words(&elsa, "kompetensförsörjning").await;
    assert!(page.has("aria-label=\"Träffar efter slag\"") && page.has("typ=sakfraga"));
    let narrowed = ask(&elsa, &[("q", "kompetensförsörjning"), ("typ", "sakfraga")]).await;
    assert!(
        narrowed.has("1 träff<") && narrowed.has("typ=insats"),
        "the others are still offered"
    );
    let csv = elsa
        .get("/sok?q=kompetensf%C3%B6rs%C3%B6rjning&typ=sakfraga&format=csv")
        .await;
    assert!(csv.has("Slag") && csv.has("Sakfråga") && csv.has("Kompetensförsörjning"));
    assert_eq!(elsa.get("/sok?q=region&format=xlsx").await.status, 200);
    let first = words(&elsa, "dialog").await;
    assert!(first.has("sida=2"), "more than a page");
    assert_eq!(elsa.get("/sok?q=dialog&sida=9999").await.status, 200);
    let empty = elsa.get("/sok").await;
    assert!(empty.has("Så söker du") && !empty.has("träff<"));
    assert_eq!(world.visitor().get("/sok").await.status, 303);
    for name in ["Lotta", "Peter Blad", "Astrid", "Ingela"] {
        let page = words(&world.sign_in(name).await, "kompetensförsörjning").await;
        assert!(page.has("<mark>Kompetensförsörjning</mark>"), "{name}");
    }
    assert_eq!(
        world.visitor().get("/sok/forslag?q=region").await.status,
        303
    );
}

#[tokio::test]
async fn suggestions_come_while_one_types() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa").await;
    let page = elsa.get("/sok/forslag?q=norrb").await;
    assert!(
        page.has("role=\"listbox\"") && page.has("<mark>Norrbottens</mark> län"),
        "{}",
        page.html
    );
    assert!(
        page.html.matches("role=\"option\"").count() <= 8 && page.has("data-href=\"/sok?q=norrb\"")
    );
    let none = elsa.get("/sok/forslag?q=").await;
    assert!(none.has("Inga förslag"));
}

#[tokio::test]
async fn nothing_that_is_written_is_a_mistake() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa").await;
    let long = "a\"* ".repeat(500);
    for q in [
        "\"",
        "\"\"\"",
        "*",
        "a*",
        "^a",
        "NEAR(a b)",
        "a AND",
        "OR",
        "NOT",
        "a NOT b",
        "-",
        "--",
        "-\"a b\"",
        "{title}:a",
        "title:a",
        "a:b:c",
        "(((",
        "a) OR (b",
        "'; drop table search_words; --",
        "\0",
        "a\0b",
        "\u{feff}",
        "👩‍👩‍👧",
        "%",
        "_",
        "\\",
        "<script>alert(1)</script>",
        "å̈",
        "a\u{30a}re",
        &long,
        "9223372036854775808",
        "län:",
        ":",
        "typ:\"",
        "@",
        "@jag@jag",
        "search_words match 'x'",
        "rank",
        "-a",
        "-a -b",
        "ß ſ İ ı",
    ] {
        let page = words(&elsa, q).await;
        assert!(!page.has("<script>alert"), "{q}");
        let encoded: String = form_urlencoded::byte_serialize(q.as_bytes()).collect();
        assert_eq!(
            elsa.get(&format!("/sok/forslag?q={encoded}")).await.status,
            200,
            "{q}"
        );
        assert_eq!(
            elsa.get(&format!("/sok?q={encoded}&format=csv"))
                .await
                .status,
            200,
            "{q}"
        );
    }
}

#[tokio::test]
async fn the_index_is_made_anew_when_it_is_of_another_version() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa").await;
    let documents = "select count(*) from search_documents";
    let before = world.count(documents).await;
    assert!(before > 500, "{before} documents");
    world
        .arrange(
            "update marks set value = 'äldre' where name = 'search'; delete from search_documents;",
        )
        .await;
    let again = open::open(&world.database(), world.app.clock.clone())
        .await
        .expect("open");
    assert_eq!(world.count(documents).await, before);
    again.close().await;
    assert!(
        words(&elsa, "kompetensförsörjning")
            .await
            .has("<mark>Kompetensförsörjning</mark>")
    );
    let verdicts = open::examine(&world.database()).await.expect("a check");
    let index = verdicts
        .iter()
        .find(|each| each.question == "Sökregistret")
        .expect("a line");
    assert!(
        index.good && index.answer.starts_with("ok"),
        "{}",
        index.answer
    );
}

/// Every document is what its record gives: as right after a thousand writes as when it is made anew.
#[tokio::test]
async fn the_index_of_the_demo_is_as_if_it_were_made_today() {
    let world = World::new().await;
    let elsa = world.sign_in("Elsa").await;
    elsa.post(
        "/dialoger/45/anteckningar",
        &[("notes", "Ring om tågtiderna"), ("version", "1")],
    )
    .await;
    search::catch_up(world.db()).await.expect("documents");
    let all = "select total(digest) as total, count(*) as count from search_documents";
    let read = || async {
        let row: (f64, i64) = sqlx::query_as(all)
            .fetch_one(world.db().read())
            .await
            .expect("a sum");
        row
    };
    let before = read().await;
    index(&world).await;
    assert_eq!(before, read().await);
}
