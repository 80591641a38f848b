//! Källor: added, fetched by hand and by the job, changed, closed.

mod hostile;
mod inbox;
pub mod server;
mod tidy;

use crate::world::{Browser, World};
use jiff::SignedDuration;
use regiondialog::domain::access::Permit;
use regiondialog::domain::source::{Fetched, Item, Outcome};
use regiondialog::fetch::job;
use regiondialog::store::sources;
use server::{Answer, Server, fixture, ok};

const ITEMS: &str = "select count(*) from feed_items";

/// A feed of Norrbotten that is known again by its mark.
fn feed(path: &str, head: &str) -> Answer {
    match path {
        "/rss" if head.contains("if-none-match: \"ett\"") => {
            Answer::Whole("304 Not Modified", String::new(), Vec::new())
        }
        "/rss" => Answer::Whole(
            "200 OK",
            "etag: \"ett\"\r\n".into(),
            fixture("rss2_EXEMPEL.xml"),
        ),
        "/latin" => ok(fixture("rss_latin1_EXEMPEL.xml")),
        "/page" => ok(fixture("inte_rss.html")),
        _ => Answer::Whole("404 Not Found", String::new(), Vec::new()),
    }
}

async fn allowing(server: &Server) -> World {
    let allowed = server.allowed();
    World::with(|config| config.allow_source_address = allowed).await
}

fn form<'a>(url: &'a str, other: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let fields = [
        ("name", "Norrnytt"),
        ("url", url),
        ("level", "regional"),
        ("county", "25"),
        ("interval_minutes", "60"),
    ];
    let named = |name: &str| other.iter().any(|(each, _)| *each == name);
    let rest = fields.into_iter().filter(|(name, _)| !named(name));
    rest.chain(other.iter().copied()).collect()
}

pub async fn add(browser: &Browser, url: &str, other: &[(&str, &str)]) -> String {
    let page = browser.post("/omvarld/kallor/ny", &form(url, other)).await;
    assert_eq!(page.status, 303, "{}", page.html);
    page.location
}

async fn fetch(browser: &Browser, source: &str, version: &str) -> u16 {
    let url = format!("{source}/hamtad");
    browser.post(&url, &[("version", version)]).await.status
}

#[tokio::test]
async fn a_source_is_added_and_what_it_tells_comes_to_the_inbox() {
    let server = Server::start(feed).await;
    let world = allowing(&server).await;
    let anna = world.sign_in("Anna").await;
    let source = add(&anna, &server.url("/rss"), &[]).await;
    assert!(anna.get(&source).await.has("Har inte hämtats ännu."));
    let before = world.count(ITEMS).await;
    assert_eq!(fetch(&anna, &source, "1").await, 303);
    let page = anna.get(&source).await;
    assert!(
        page.has("2 nya poster.") && page.has("Ny utvecklingsstrategi på remiss – åtta veckor")
    );
    assert_eq!(world.count(ITEMS).await, before + 2);
    assert_eq!(
        world
            .count("select count(*) from events where kind = 'source_fetched' and actor_id = 3")
            .await,
        1
    );
    let inbox = anna.get("/omvarld/inkorg?q=atta+veckor").await;
    assert!(inbox.has("Norrnytt") && inbox.has("https://exempel.se/nyheter/rus-remiss\""));
    assert!(inbox.has("/omvarld/ny?post=") && !inbox.has("utm_source") && !inbox.has("alert(1)"));
    assert!(
        anna.get("/omvarld/inkorg?q=Post+utan+datum")
            .await
            .has("(hämtad, utan datum)")
    );

    assert_eq!(fetch(&anna, &source, "1").await, 303);
    assert_eq!(server.asked.lock().unwrap().len(), 1, "not again at once");
    world.advance(SignedDuration::from_secs(61));
    let log = world.events("source_fetched").await;
    assert_eq!(fetch(&anna, &source, "1").await, 303);
    assert!(server.last_asked().contains("if-none-match: \"ett\""));
    assert!(anna.get(&source).await.has("Inget nytt sedan sist."));
    assert_eq!(
        (
            world.count(ITEMS).await,
            world.events("source_fetched").await
        ),
        (before + 2, log)
    );
    assert!(
        anna.get(&format!("{source}/historik"))
            .await
            .has("hämtade nya poster från källan")
    );
}

#[tokio::test]
async fn the_job_fetches_what_is_due_and_tries_again_later_and_later() {
    let server = Server::start(feed).await;
    let world = allowing(&server).await;
    world
        .arrange("update sources set next_at = '2027-01-01T00:00:00Z'")
        .await;
    let anna = world.sign_in("Anna").await;
    let source = add(&anna, &server.url("/rss"), &[]).await;
    let (app, allowed) = (&world.app, server.allowed());
    let due = || job::fetch_due(&app.db, &app.clock, &allowed);
    assert_eq!(due().await.expect("fetched"), 1, "a new one is due at once");
    assert!(anna.get(&source).await.has("2 nya poster."));
    assert_eq!(due().await.expect("nothing"), 0);
    assert_eq!(world.count("select count(*) from events where kind = 'source_fetched' and actor_id is null and parent_id is null and subject_id = (select max(id) from sources)").await, 1);
    drop(server);
    world.advance(SignedDuration::from_mins(60));
    assert_eq!(due().await.expect("tried"), 1);
    let anna = world.sign_in("Anna").await;
    let page = anna.get(&source).await;
    assert!(
        page.has("Källan svarade inte. Senast hämtad 23 november 2026 kl. 10.00. Nytt försök görs automatiskt."),
        "{}",
        page.html
    );
    assert!(anna.get("/omvarld/kallor?status=fel").await.has("Norrnytt"));
    world.advance(SignedDuration::from_mins(14));
    assert_eq!(due().await.expect("not yet"), 0);
    world.advance(SignedDuration::from_mins(1));
    assert_eq!(due().await.expect("again"), 1);
    world.advance(SignedDuration::from_mins(29));
    assert_eq!(due().await.expect("later"), 0);
}

#[tokio::test]
async fn latin_1_is_read_and_a_web_page_is_told_as_one() {
    let server = Server::start(feed).await;
    let world = allowing(&server).await;
    let elsa = world.sign_in("Elsa").await;
    let latin = add(&elsa, &server.url("/latin"), &[]).await;
    fetch(&elsa, &latin, "1").await;
    assert!(elsa.get(&latin).await.has("Förändring i Örebro"));
    let national = [("level", "national"), ("name", "Sidan")];
    let page = add(&elsa, &server.url("/page"), &national).await;
    let (items, events) = (
        world.count(ITEMS).await,
        world.count("select count(*) from events").await,
    );
    fetch(&elsa, &page, "1").await;
    let shown = elsa.get(&page).await;
    assert!(shown.has("Adressen svarar med en webbsida, inte med ett RSS-flöde."));
    assert!(shown.has("Den har aldrig gått att hämta."));
    assert_eq!(world.count(ITEMS).await, items);
    assert_eq!(
        world.count("select count(*) from events").await,
        events,
        "a failed try is no event"
    );
}

#[tokio::test]
async fn an_address_that_cannot_be_a_source_comes_back_with_the_reason() {
    let world = World::new().await;
    let anna = world.sign_in("Anna").await;
    for (url, words) in [
        ("exempel.se/rss", "Skriv en hel adress"),
        ("javascript:alert(1)", "Skriv en hel adress"),
        (
            "https://anna:hemligt@exempel.se/rss",
            "användarnamn eller lösenord",
        ),
        ("http://127.0.0.1/rss", "internt nät"),
        ("http://localhost/rss", "internt nät"),
        ("http://[::1]/rss", "internt nät"),
        (
            "https://norrbotten.exempel.se/nyheter.rss#nytt",
            "Adressen hämtas redan av källan Region Norrbotten, nyheter.",
        ),
    ] {
        let page = anna.post("/omvarld/kallor/ny", &form(url, &[])).await;
        assert!(
            page.status == 422 && page.has(words) && page.has("Norrnytt"),
            "{url}"
        );
    }
    let page = anna
        .post(
            "/omvarld/kallor/ny",
            &form("https://a.exempel.se", &[("county", "")]),
        )
        .await;
    assert!(page.status == 422 && page.has("Välj ett län."));
    let page = anna
        .post(
            "/omvarld/kallor/ny",
            &form("https://a.exempel.se", &[("county", "08")]),
        )
        .await;
    assert!(page.status == 403 && page.has("Du saknar behörighet att ändra den här källan"));
    assert!(
        !anna
            .get("/omvarld/kallor/ny")
            .await
            .has("value=\"national\""),
        "only where she may"
    );
    for unknown in [
        "/omvarld/kallor/999",
        "/omvarld/kallor/999/andra",
        "/omvarld/kallor/999/historik",
    ] {
        assert_eq!(anna.get(unknown).await.status, 404);
    }
}

#[tokio::test]
async fn another_address_is_another_feed_and_what_was_fetched_of_the_old_is_not_kept() {
    let server = Server::start(feed).await;
    let world = allowing(&server).await;
    let anna = world.sign_in("Anna").await;
    let source = add(&anna, &server.url("/rss"), &[]).await;
    fetch(&anna, &source, "1").await;
    let id = source
        .rsplit('/')
        .next()
        .unwrap_or_default()
        .parse()
        .expect("an id");
    let before = sources::find(world.db().read(), id)
        .await
        .expect("a source");
    let changed = form(
        "https://ny.exempel.se/rss",
        &[("version", "1"), ("name", "Nya namnet")],
    );
    assert_eq!(
        anna.post(&format!("{source}/andra"), &changed).await.status,
        303
    );
    let page = anna.get(&source).await;
    assert!(page.has("Nya namnet") && page.has("Har inte hämtats ännu."));
    let late = Fetched {
        items: vec![Item {
            key: "sen".into(),
            title: "Sen".into(),
            url: String::new(),
            published_at: world.app.clock.now(),
            dated: true,
            summary: String::new(),
        }],
        ..Fetched::failed(Outcome::New, "")
    };
    let tx = world.db().write(Permit::system()).await.expect("a write");
    assert_eq!(sources::save(tx, &before, late).await.expect("left"), 0);
    assert!(anna.get(&source).await.has("Har inte hämtats ännu."));
    let old = form(
        "https://ny.exempel.se/rss",
        &[("version", "1"), ("interval_minutes", "15")],
    );
    assert_eq!(
        anna.post(&format!("{source}/andra"), &old).await.status,
        303,
        "other fields merge"
    );
    let page = anna.get(&source).await;
    assert!(page.has("Nya namnet") && page.has("var 15:e minut"));
}

#[tokio::test]
async fn a_closed_source_is_not_fetched_and_can_be_opened_again() {
    let server = Server::start(feed).await;
    let world = allowing(&server).await;
    let anna = world.sign_in("Anna").await;
    let source = add(&anna, &server.url("/rss"), &[]).await;
    assert!(
        anna.get(&format!("{source}/avslutad"))
            .await
            .has("Avsluta källan")
    );
    let close = format!("{source}/avslutad");
    assert_eq!(anna.post(&close, &[("version", "0")]).await.status, 409);
    assert_eq!(anna.post(&close, &[("version", "1")]).await.status, 303);
    fetch(&anna, &source, "2").await;
    assert!(server.asked.lock().unwrap().is_empty());
    let (app, allowed) = (&world.app, server.allowed());
    world
        .arrange("update sources set next_at = '2027-01-01T00:00:00Z' where closed_at is null")
        .await;
    assert_eq!(
        job::fetch_due(&app.db, &app.clock, &allowed)
            .await
            .expect("none"),
        0
    );
    assert!(!anna.get("/omvarld/kallor").await.has("Norrnytt"));
    assert!(
        anna.get("/omvarld/kallor?status=avslutade")
            .await
            .has("Norrnytt")
    );
    let late = anna
        .post(
            &format!("{source}/andra"),
            &form(&server.url("/rss"), &[("version", "2")]),
        )
        .await;
    assert!(late.status == 422 && late.has("Källan är avslutad."));
    let open = format!("{source}/oppnad");
    let again = add(&anna, &server.url("/rss"), &[("name", "Samma igen")]).await;
    assert_eq!(anna.post(&open, &[("version", "2")]).await.status, 303);
    assert!(
        anna.get(&source).await.has("Öppna källan igen"),
        "the address is taken"
    );
    assert_eq!(
        anna.post(&format!("{again}/avslutad"), &[("version", "1")])
            .await
            .status,
        303
    );
    assert_eq!(anna.post(&open, &[("version", "1")]).await.status, 409);
    assert_eq!(anna.post(&open, &[("version", "2")]).await.status, 303);
    assert!(anna.get("/omvarld/kallor").await.has("Norrnytt"));
}

#[tokio::test]
async fn nothing_is_fetched_where_it_is_turned_off() {
    let server = Server::start(feed).await;
    let allowed = server.allowed();
    let world = World::with(|config| {
        config.allow_source_address = allowed;
        config.fetch_sources = Some(false);
    })
    .await;
    let anna = world.sign_in("Anna").await;
    let source = add(&anna, &server.url("/rss"), &[]).await;
    assert!(!anna.get(&source).await.has("Hämta nu"));
    assert_eq!(fetch(&anna, &source, "1").await, 303);
    assert!(server.asked.lock().unwrap().is_empty());
    assert!(
        anna.get("/omvarld/kallor")
            .await
            .has("Källor hämtas inte i den här installationen.")
    );
}

#[tokio::test]
async fn the_list_is_filtered_ordered_and_saved_as_a_file() {
    let world = World::new().await;
    let lotta = world.sign_in("Lotta").await;
    let list = |query: &str| format!("/omvarld/kallor?{query}");
    let all = [
        "Region Norrbotten, nyheter",
        "Länsstyrelsen i Kalmar län",
        "Nyheter om näringspolitik",
    ];
    for (query, expected) in [
        ("", vec![0, 1, 2]),
        ("q=kalmar.exempel", vec![1]),
        ("q=lansstyrelsen", vec![1]),
        ("niva=national", vec![2]),
        ("niva=regional", vec![0, 1]),
        ("lan=norrbotten", vec![0]),
        ("team=norr", vec![0]),
        ("team=finns-inte", vec![]),
        ("status=fel", vec![1]),
        ("status=avslutade", vec![]),
    ] {
        let page = lotta.get(&list(query)).await;
        for (index, name) in all.iter().enumerate() {
            assert_eq!(page.has(name), expected.contains(&index), "{query}: {name}");
        }
    }
    let page = lotta.get(&list("sortera=-namn")).await;
    let place = |name: &str| page.html.find(name).expect("listed");
    assert!(place(all[0]) < place(all[2]) && place(all[2]) < place(all[1]));
    let file = lotta.get(&list("format=csv&niva=national")).await;
    assert!(
        file.has("\"Nyheter om näringspolitik\";\"https://nyheter.exempel.se")
            && !file.has("Kalmar")
    );
    assert!(!page.has("Ny källa"), "a reader adds none");
}
