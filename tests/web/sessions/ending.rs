//! Sessions end: by time, at logout, with a new password, by hand, and with the account.

use super::{ANNA, PASSWORD, give_password};
use crate::world::{Browser, World};
use jiff::SignedDuration;
use regiondialog::domain::access::Permit;
use regiondialog::store::people;

async fn is_in(browser: &Browser) -> bool {
    browser.get("/konto").await.status == 200
}

#[tokio::test]
async fn a_session_ends_after_thirty_minutes_without_use() {
    let world = World::new().await;
    let anna = world.sign_in("Anna Lind").await;
    world.advance(SignedDuration::from_mins(29));
    assert!(is_in(&anna).await);
    wait_for_touch(&world).await;
    world.advance(SignedDuration::from_mins(29));
    assert!(is_in(&anna).await, "use keeps it open");
    wait_for_touch(&world).await;
    world.advance(SignedDuration::from_secs(30 * 60 + 1));
    assert!(!is_in(&anna).await);
}

/// The use of a session is noted beside the request.
async fn wait_for_touch(world: &World) {
    for _ in 0..200 {
        let now = world.app.clock.now().to_string();
        let seen: Vec<String> = sqlx::query_scalar("select last_seen_at from sessions")
            .fetch_all(world.db().read())
            .await
            .expect("sessions");
        if seen.contains(&now) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("the session was not noted as used");
}

#[tokio::test]
async fn a_session_ends_after_ten_hours_however_much_it_is_used() {
    let world = World::new().await;
    let anna = world.sign_in("Anna Lind").await;
    for _ in 0..24 {
        assert!(is_in(&anna).await);
        wait_for_touch(&world).await;
        world.advance(SignedDuration::from_mins(25));
    }
    assert!(is_in(&anna).await, "ten hours have gone");
    world.advance(SignedDuration::from_secs(1));
    assert!(!is_in(&anna).await);
}

#[tokio::test]
async fn a_logout_ends_the_session_and_clears_the_browser() {
    let world = World::new().await;
    let anna = world.sign_in("Anna Lind").await;
    let elsewhere = world.sign_in("Anna Lind").await;
    let out = anna.post("/logga-ut", &[]).await;
    assert_eq!(
        (out.status, out.location.as_str()),
        (303, "/logga-in?utloggad=ja")
    );
    assert_eq!(out.headers["clear-site-data"], "\"cache\", \"cookies\"");
    assert!(
        out.headers["set-cookie"]
            .to_str()
            .unwrap()
            .contains("Max-Age=0")
    );
    assert!(!is_in(&anna).await && is_in(&elsewhere).await);
    assert!(anna.get(&out.location).await.has("Du är utloggad."));
    assert_eq!(world.events("signed_out").await, 1);
}

#[tokio::test]
async fn a_new_password_ends_the_other_sessions_and_no_old_one_fits() {
    let world = World::new().await;
    give_password(&world, ANNA).await;
    let (here, elsewhere) = (
        world.sign_in("Anna Lind").await,
        world.sign_in("Anna Lind").await,
    );
    let new = "svalt grönt ljus över sjön";
    let fields = [
        ("current_password", PASSWORD),
        ("password", new),
        ("repeated_password", new),
    ];
    assert_eq!(here.post("/konto/losenord", &fields).await.status, 303);
    assert!(is_in(&here).await && !is_in(&elsewhere).await);
    assert_eq!(
        super::log_in(&world.visitor(), ANNA, PASSWORD).await.status,
        422
    );
    assert_eq!(super::log_in(&world.visitor(), ANNA, new).await.status, 303);
}

#[tokio::test]
async fn a_weak_unlike_or_unconfirmed_password_is_refused_and_never_shown_again() {
    let world = World::new().await;
    give_password(&world, ANNA).await;
    let anna = world.sign_in("Anna Lind").await;
    for (current, new, repeated, message) in [
        (
            "fel",
            "svalt grönt ljus över sjön",
            "svalt grönt ljus över sjön",
            "nuvarande lösenordet stämmer inte",
        ),
        (PASSWORD, "kort", "kort", "för kort"),
        (
            PASSWORD,
            "anna.lind 2026!",
            "anna.lind 2026!",
            "lätt att gissa",
        ),
        (
            PASSWORD,
            "svalt grönt ljus över sjön",
            "svalt grönt ljus",
            "inte lika",
        ),
    ] {
        let fields = [
            ("current_password", current),
            ("password", new),
            ("repeated_password", repeated),
        ];
        let page = anna.post("/konto/losenord", &fields).await;
        assert_eq!(page.status, 422);
        assert!(
            page.has(message) && page.has("aria-invalid=\"true\""),
            "{new}: {}",
            page.html
        );
        assert!(
            !page.has(PASSWORD) && !page.has("svalt"),
            "a password came back"
        );
    }
    assert_eq!(world.events("password_changed").await, 0);
}

#[tokio::test]
async fn a_person_sees_her_own_sessions_and_ends_one_of_them() {
    let world = World::new().await;
    let (here, elsewhere) = (
        world.sign_in("Anna Lind").await,
        world.sign_in("Anna Lind").await,
    );
    let colleague = world.sign_in("Jonas Ekdahl").await;
    let page = here.get("/konto").await;
    assert_eq!(page.html.matches("/avsluta\"").count(), 1, "{}", page.html);
    let path = action(&page.html);
    let refused = colleague.post(&path, &[]).await;
    assert_eq!(refused.status, 404);
    assert!(
        is_in(&elsewhere).await,
        "another person's session is left alone"
    );
    assert_eq!(here.post(&path, &[]).await.status, 303);
    assert!(is_in(&here).await && !is_in(&elsewhere).await && is_in(&colleague).await);
}

/// Where the form that ends the other session goes.
fn action(html: &str) -> String {
    let end = html.find("/avsluta\"").expect("a form");
    let start = html[..end].rfind('"').expect("a quote") + 1;
    html[start..end + "/avsluta".len()].to_owned()
}

#[tokio::test]
async fn all_other_sessions_end_at_once() {
    let world = World::new().await;
    let (here, elsewhere) = (
        world.sign_in("Anna Lind").await,
        world.sign_in("Anna Lind").await,
    );
    let colleague = world.sign_in("Jonas Ekdahl").await;
    assert_eq!(
        here.post("/konto/sessioner/avsluta-andra", &[])
            .await
            .status,
        303
    );
    assert!(is_in(&here).await && !is_in(&elsewhere).await && is_in(&colleague).await);
}

#[tokio::test]
async fn a_deactivated_account_is_out_at_the_next_request_and_stays_out() {
    let world = World::new().await;
    give_password(&world, ANNA).await;
    let anna = world.sign_in("Anna Lind").await;
    assert!(is_in(&anna).await);
    let mut tx = world.db().write(Permit::system()).await.expect("write");
    people::deactivate(&mut tx, 3).await.expect("deactivate");
    tx.commit().await.expect("commit");
    assert!(!is_in(&anna).await);
    assert_eq!(
        super::log_in(&world.visitor(), ANNA, PASSWORD).await.status,
        422
    );
}

#[tokio::test]
async fn odd_cookies_are_no_session_and_no_mistake_of_ours() {
    let world = World::new().await;
    let long = format!("session={}", "a".repeat(8000));
    for cookie in [
        "session=",
        "session",
        ";;=;",
        "session=%00",
        "session=\"a\"",
        "=session",
        "a=b; session=x; session=y",
        &long,
    ] {
        let page = world.visitor().with_cookie(cookie).get("/konto").await;
        assert_eq!(page.status, 303, "{cookie:.40}");
    }
    let visitor = world.visitor();
    let odd =
        reqwest::header::HeaderValue::from_bytes(b"session=\xff\xe5; besked=\xff").expect("bytes");
    let request = visitor
        .request(reqwest::Method::GET, "/konto")
        .header("cookie", odd);
    assert_eq!(visitor.send(request).await.status, 303);
}
