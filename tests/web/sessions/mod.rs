//! Logging in and out, sessions that end, and text that waits.

mod carried;
mod ending;
mod links;
mod throttling;

use crate::world::{Browser, Page, World};
use regiondialog::domain::access::Permit;
use regiondialog::domain::event::EventKind;
use regiondialog::store::people;
use std::time::{Duration, Instant};

pub const ANNA: &str = "anna.lind@myndighet.example";
pub const PASSWORD: &str = "korrekt häst batteri klammer";

/// Gives a person of the demo a password.
pub async fn give_password(world: &World, email: &str) {
    let account = people::credentials(world.db().read(), email)
        .await
        .expect("read");
    let id = account.expect("an account").person_id;
    let hash = world
        .app
        .passwords
        .hash(PASSWORD.into())
        .await
        .expect("hash");
    let mut tx = world.db().write(Permit::system()).await.expect("write");
    let kind = EventKind::PasswordSet;
    people::set_password(&mut tx, id, &hash, None, kind)
        .await
        .expect("set");
    tx.commit().await.expect("commit");
}

pub async fn log_in(browser: &Browser, email: &str, password: &str) -> Page {
    let fields = [("email", email), ("password", password)];
    browser.post("/logga-in", &fields).await
}

#[tokio::test]
async fn a_visitor_is_asked_to_log_in_and_comes_back_to_the_page() {
    let world = World::new().await;
    let visitor = world.visitor();
    let page = visitor.get("/konto?flik=l%C3%A5ng").await;
    assert_eq!(page.status, 303);
    assert_eq!(
        page.location,
        "/logga-in?till=%2Fkonto%3Fflik%3Dl%25C3%25A5ng"
    );
    give_password(&world, ANNA).await;
    let till = visitor.get(&page.location).await.field("till");
    let fields = [("email", ANNA), ("password", PASSWORD), ("till", &till)];
    let entered = visitor.post("/logga-in", &fields).await;
    assert_eq!(
        (entered.status, entered.location.as_str()),
        (303, "/konto?flik=l%C3%A5ng")
    );
    let anna = world
        .visitor()
        .with_cookie(&entered.session().expect("a session"));
    assert_eq!(anna.get("/konto").await.status, 200);
    assert!(
        world
            .visitor()
            .get("/konto")
            .await
            .location
            .starts_with("/logga-in")
    );
}

#[tokio::test]
async fn the_address_is_read_without_regard_to_case_and_space() {
    let world = World::new().await;
    give_password(&world, ANNA).await;
    let entered = log_in(&world.visitor(), " Anna.LIND@myndighet.example ", PASSWORD).await;
    assert_eq!(entered.status, 303);
    let other_case = log_in(&world.visitor(), ANNA, &PASSWORD.to_uppercase()).await;
    assert_eq!(other_case.status, 422);
}

#[tokio::test]
async fn wrong_and_unknown_get_the_same_answer_in_the_same_time() {
    let world = World::in_earnest().await;
    give_password(&world, ANNA).await;
    let visitor = world.visitor();
    let mut fastest = [Duration::MAX; 3];
    let unknown = "ingen@myndighet.example";
    let without_password = "jonas.ekdahl@myndighet.example";
    for _ in 0..3 {
        let mut pages = Vec::new();
        for (time, email) in fastest.iter_mut().zip([ANNA, unknown, without_password]) {
            let started = Instant::now();
            let page = log_in(&visitor, email, "fel lösenord").await;
            *time = started.elapsed().min(*time);
            assert!(page.has("Fel e-postadress eller lösenord.") && page.has("<title>Fel: "));
            assert!(!page.has("fel lösenord") && page.session().is_none());
            pages.push((page.status, page.html.replace(email, "")));
        }
        assert_eq!(pages[0].0, 422);
        assert!(pages[0] == pages[1] && pages[1] == pages[2]);
    }
    let (least, most) = (fastest.iter().min().unwrap(), fastest.iter().max().unwrap());
    assert!(
        most.as_secs_f64() < 3.0 * least.as_secs_f64(),
        "{fastest:?}"
    );
}

#[tokio::test]
async fn a_login_gives_a_new_session_and_ends_the_one_it_came_with() {
    let world = World::new().await;
    give_password(&world, ANNA).await;
    let before = world.sign_in("Anna Lind").await;
    let entered = log_in(&before, ANNA, PASSWORD).await;
    let after = entered.session().expect("a session");
    assert_ne!(Some(after.as_str()), before.cookie());
    assert_eq!(before.get("/konto").await.status, 303);
    assert_eq!(
        world
            .visitor()
            .with_cookie(&after)
            .get("/konto")
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn neither_token_nor_password_stands_in_the_database() {
    let world = World::new().await;
    give_password(&world, ANNA).await;
    let entered = log_in(&world.visitor(), ANNA, PASSWORD).await;
    let session = entered.session().expect("a session");
    let token = session.trim_start_matches("session=");
    let file = world.database();
    for path in [file.clone(), file.with_extension("db-wal")] {
        let bytes = std::fs::read(&path).expect("a file");
        for secret in [token, PASSWORD] {
            let found = bytes
                .windows(secret.len())
                .any(|each| each == secret.as_bytes());
            assert!(!found, "a secret stands in {}", path.display());
        }
    }
}

#[tokio::test]
async fn a_token_that_the_visitor_brings_is_never_taken() {
    let world = World::new().await;
    give_password(&world, ANNA).await;
    let chosen = format!("session={}", "a".repeat(64));
    let entered = log_in(&world.visitor().with_cookie(&chosen), ANNA, PASSWORD).await;
    assert_ne!(entered.session(), Some(chosen.clone()));
    assert_eq!(
        world
            .visitor()
            .with_cookie(&chosen)
            .get("/konto")
            .await
            .status,
        303
    );
}

#[tokio::test]
async fn the_session_lives_in_a_cookie_that_scripts_and_other_sites_cannot_use() {
    for (url, start, end) in [
        (None, "session=", "; Path=/; HttpOnly; SameSite=Lax"),
        (
            Some("https://regiondialog.example.se"),
            "__Host-session=",
            "; Path=/; HttpOnly; SameSite=Lax; Secure",
        ),
    ] {
        let world = World::with(|config| config.public_url = url.map(str::to_owned)).await;
        give_password(&world, ANNA).await;
        let entered = log_in(&world.visitor(), ANNA, PASSWORD).await;
        let cookie = entered.headers["set-cookie"]
            .to_str()
            .expect("text")
            .to_owned();
        assert!(
            cookie.starts_with(start) && cookie.ends_with(end),
            "{cookie}"
        );
    }
}

#[tokio::test]
async fn after_the_login_only_our_own_pages_are_gone_to() {
    let world = World::new().await;
    give_password(&world, ANNA).await;
    let foreign = [
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https:evil.example",
        "https://evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/\n/evil.example",
        "evil.example",
        "",
        "/logga-ut",
        "/logga-in?till=/logga-in",
        " //evil.example",
        "/\u{0}/evil.example",
        "///evil.example",
        "/\r\nSet-Cookie: a=b",
    ];
    for till in foreign {
        let fields = [("email", ANNA), ("password", PASSWORD), ("till", till)];
        let entered = world.visitor().post("/logga-in", &fields).await;
        let cleaned = till.replace(['\t', '\n', '\r', '\u{0}'], "");
        let same =
            entered.location == "/" || (entered.location == cleaned && cleaned.starts_with("/S"));
        assert!(
            entered.status == 303 && same,
            "{till:?} led to {:?}",
            entered.location
        );
        let signed_in = world
            .visitor()
            .with_cookie(&entered.session().expect("a session"));
        let query: String = form_urlencoded::byte_serialize(till.as_bytes()).collect();
        let again = signed_in.get(&format!("/logga-in?till={query}")).await;
        assert_eq!(
            (again.status, again.location.as_str()),
            (303, "/"),
            "{till:?}"
        );
    }
    for till in [
        "/",
        "/konto",
        "/%2Fevil.example",
        "/dialoger?lan=25&ar=2026",
        "/lan/%C3%B6rebro",
    ] {
        let fields = [("email", ANNA), ("password", PASSWORD), ("till", till)];
        assert_eq!(
            world.visitor().post("/logga-in", &fields).await.location,
            till
        );
    }
    let fields = [
        ("email", ANNA),
        ("password", PASSWORD),
        ("till", "/sök?q=å b"),
    ];
    let entered = world.visitor().post("/logga-in", &fields).await;
    assert_eq!(entered.location, "/s%C3%B6k?q=%C3%A5%20b");
}
