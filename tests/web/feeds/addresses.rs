//! Secret addresses: made, renewed, ended, and read without logging in.

use super::{address, make, read, run, world};
use std::io::Write;
use std::sync::{Arc, Mutex};

#[tokio::test]
async fn the_address_is_shown_once_and_read_without_logging_in() {
    let world = world().await;
    let anna = world.sign_in("Anna Lind").await;
    let page = anna.post("/konto/kalender", &[("feed", "min")]).await;
    let path = address(&page);
    assert!(page.has("Adressen visas bara den här gången"));
    assert!(page.headers["cache-control"] == "no-store");
    let again = anna.get("/konto/kalender").await;
    assert!(!again.has(&path));
    assert!(again.has("Adressen skapades 23 november 2026"));
    let feed = world.visitor().get(&path).await;
    assert_eq!(feed.headers["content-type"], "text/calendar; charset=utf-8");
    assert_eq!(feed.headers["cache-control"], "private, max-age=900");
    assert_eq!(feed.headers["x-content-type-options"], "nosniff");
    assert!(feed.html.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"));
    assert!(!feed.has("METHOD:"));
    let token = path
        .trim_start_matches("/kalender/")
        .trim_end_matches(".ics");
    assert_eq!(token.len(), 64);
    let stored: Vec<String> = sqlx::query_scalar("select token_hash from feeds")
        .fetch_all(world.db().read())
        .await
        .expect("feeds");
    assert!(
        stored.len() == 1 && stored[0] != token,
        "only the hash is kept"
    );
    assert_eq!(world.events("feed_made").await, 1);
}

#[tokio::test]
async fn a_new_address_ends_the_old_one_and_only_the_owners() {
    let world = world().await;
    let (anna, elsa) = (
        world.sign_in("Anna Lind").await,
        world.sign_in("Elsa").await,
    );
    let (first, hers, team) = (
        make(&anna, "min").await,
        make(&elsa, "min").await,
        make(&anna, "norr").await,
    );
    let second = make(&anna, "min").await;
    assert_ne!(first, second);
    let gone = world.visitor().get(&first).await;
    assert_eq!(gone.status, 404);
    assert!(gone.has("Sidan finns inte") && !gone.has("VCALENDAR"));
    let ended = anna
        .post("/konto/kalender/avsluta", &[("feed", "min")])
        .await;
    assert_eq!(
        (ended.status, ended.location.as_str()),
        (303, "/konto/kalender")
    );
    assert_eq!(world.visitor().get(&second).await.status, 404);
    let twice = anna
        .post("/konto/kalender/avsluta", &[("feed", "min")])
        .await;
    assert_eq!(twice.status, 303, "it had already ended");
    assert_eq!(world.events("feed_ended").await, 1);
    for living in [hers, team] {
        assert_eq!(world.visitor().get(&living).await.status, 200);
    }
}

#[tokio::test]
async fn an_address_stops_with_the_account() {
    let world = world().await;
    let path = make(&world.sign_in("Anna Lind").await, "min").await;
    assert_eq!(world.visitor().get(&path).await.status, 200);
    run(
        &world,
        "update accounts set deactivated_at = '2026-11-23T09:00:00Z'
         where person_id = (select id from people where name = 'Anna Lind')",
    )
    .await;
    assert_eq!(world.visitor().get(&path).await.status, 404);
}

#[tokio::test]
async fn no_other_address_opens_anything() {
    let world = world().await;
    let path = make(&world.sign_in("Anna Lind").await, "min").await;
    let hash: String = sqlx::query_scalar("select token_hash from feeds")
        .fetch_one(world.db().read())
        .await
        .expect("a hash");
    let zeros = "0".repeat(64);
    for file in [
        &format!("{hash}.ics"),
        &format!("{zeros}.ics"),
        ".ics",
        "x",
        "%00.ics",
        "%ff.ics",
        "å.ics",
    ] {
        let page = world.visitor().get(&format!("/kalender/{file}")).await;
        assert!(matches!(page.status, 400 | 404), "{file}: {}", page.status);
        assert!(
            page.headers["content-type"]
                .to_str()
                .unwrap()
                .starts_with("text/html"),
            "{file}"
        );
    }
    assert_eq!(
        world
            .visitor()
            .get(path.trim_end_matches(".ics"))
            .await
            .status,
        404
    );
    let posted = world.visitor().post(&path, &[]).await;
    assert_eq!(posted.status, 405);
}

#[tokio::test]
async fn who_is_not_logged_in_makes_and_ends_nothing() {
    let world = world().await;
    let path = make(&world.sign_in("Anna Lind").await, "min").await;
    let visitor = world.visitor();
    for form in ["/konto/kalender", "/konto/kalender/avsluta"] {
        assert_eq!(
            visitor.post(form, &[("feed", "min")]).await.status,
            401,
            "{form}"
        );
    }
    assert_eq!(
        visitor.get("/konto/kalender").await.location,
        "/logga-in?till=%2Fkonto%2Fkalender"
    );
    assert_eq!(visitor.get("/dialoger/9001/kalender.ics").await.status, 303);
    assert_eq!(visitor.get(&path).await.status, 200);
    assert_eq!(world.count("select count(*) from feeds").await, 1);
}

#[tokio::test]
async fn a_calendar_that_does_not_exist_is_refused_with_a_sentence() {
    let world = world().await;
    let anna = world.sign_in("Anna Lind").await;
    for feed in ["", "oster", "1", "Norr'; drop table feeds", "\u{202e}"] {
        for form in ["/konto/kalender", "/konto/kalender/avsluta"] {
            let page = anna.post(form, &[("feed", feed)]).await;
            assert_eq!(page.status, 400, "{feed:?}");
            assert!(page.has("Kalendern finns inte."));
        }
    }
    assert_eq!(world.count("select count(*) from feeds").await, 0);
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("the log").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn the_log_tells_the_route_and_never_the_address() {
    let log = Log::default();
    let into = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::INFO)
        .with_writer(move || into.clone())
        .finish();
    // For the whole run: one that listens to a single thread misses lines when tests run at once.
    tracing::subscriber::set_global_default(subscriber).expect("no other test listens");
    let world = world().await;
    let anna = world.sign_in("Anna Lind").await;
    let path = make(&anna, "min").await;
    read(&world, &path).await;
    anna.post("/konto/kalender/avsluta", &[("feed", "min")])
        .await;
    assert_eq!(world.visitor().get(&path).await.status, 404);
    let written = String::from_utf8(log.0.lock().expect("the log").clone()).expect("text");
    assert!(written.contains("/kalender/{file}"), "{written}");
    let token = path
        .trim_start_matches("/kalender/")
        .trim_end_matches(".ics");
    assert!(!written.contains(token));
}
