//! Guessing is slowed down, per account and per address; nobody is shut out for good.

use super::{ANNA, PASSWORD, give_password, log_in};
use crate::world::{Browser, Page, World};
use jiff::SignedDuration;
use reqwest::Method;

const OTHER: &str = "jonas.ekdahl@myndighet.example";

/// A login that reaches us through a proxy, which tells where it came from.
async fn log_in_from(world: &World, forwarded: &str, email: &str, password: &str) -> Page {
    let visitor = world.visitor();
    let fields = [("email", email), ("password", password)];
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    let request = visitor
        .request(Method::POST, "/logga-in")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("x-forwarded-for", forwarded)
        .body(body);
    visitor.send(request).await
}

async fn behind_a_proxy() -> World {
    let proxy = "127.0.0.1".parse().expect("an address");
    World::with(|config| config.trusted_proxy = vec![proxy]).await
}

async fn fail_ten_times(visitor: &Browser, email: &str) {
    for _ in 0..10 {
        assert_eq!(log_in(visitor, email, "fel").await.status, 422);
    }
}

#[tokio::test]
async fn after_ten_failures_one_has_to_wait_and_then_may_enter() {
    let world = World::new().await;
    give_password(&world, ANNA).await;
    let visitor = world.visitor();
    fail_ten_times(&visitor, ANNA).await;
    let refused = log_in(&visitor, ANNA, PASSWORD).await;
    assert_eq!(refused.status, 429);
    assert!(refused.has("Försök igen om 1 sekund"), "{}", refused.html);
    let wait: i64 = refused.headers["retry-after"]
        .to_str()
        .unwrap()
        .parse()
        .unwrap();
    world.advance(SignedDuration::from_secs(wait));
    assert_eq!(log_in(&visitor, ANNA, PASSWORD).await.status, 303);
}

#[tokio::test]
async fn each_further_failure_makes_the_wait_longer_but_never_more_than_a_minute() {
    let world = behind_a_proxy().await;
    let mut waits = Vec::new();
    for turn in 0..30 {
        let from = format!("198.51.100.{turn}");
        let page = log_in_from(&world, &from, ANNA, "fel").await;
        if page.status == 429 {
            let wait: i64 = page.headers["retry-after"]
                .to_str()
                .unwrap()
                .parse()
                .unwrap();
            waits.push(wait);
            world.advance(SignedDuration::from_secs(wait));
        }
    }
    assert_eq!(waits[..4], [1, 2, 4, 8], "{waits:?}");
    assert!(waits.iter().max() == Some(&60), "{waits:?}");
}

#[tokio::test]
async fn one_address_that_tries_many_accounts_is_slowed_down_too() {
    let world = World::new().await;
    give_password(&world, ANNA).await;
    let visitor = world.visitor();
    for turn in 0..10 {
        let email = format!("gissad{turn}@myndighet.example");
        assert_eq!(log_in(&visitor, &email, "fel").await.status, 422);
    }
    assert_eq!(log_in(&visitor, ANNA, PASSWORD).await.status, 429);
}

#[tokio::test]
async fn a_made_up_forwarded_address_changes_nothing() {
    let world = World::new().await;
    for turn in 0..10 {
        let forwarded = format!("203.0.113.{turn}");
        assert_eq!(
            log_in_from(&world, &forwarded, OTHER, "fel").await.status,
            422
        );
    }
    let unknown = "ingen@myndighet.example";
    assert_eq!(
        log_in_from(&world, "203.0.113.99", unknown, "fel")
            .await
            .status,
        429
    );
    let behind = behind_a_proxy().await;
    for turn in 0..10 {
        let forwarded = format!("203.0.113.{turn}, 198.51.100.7");
        assert_eq!(
            log_in_from(&behind, &forwarded, OTHER, "fel").await.status,
            422
        );
    }
    assert_eq!(
        log_in_from(&behind, "203.0.113.99, 198.51.100.7", unknown, "fel")
            .await
            .status,
        429
    );
}

#[tokio::test]
async fn a_colleague_at_another_address_logs_in_at_once() {
    let world = behind_a_proxy().await;
    give_password(&world, ANNA).await;
    for _ in 0..12 {
        log_in_from(&world, "198.51.100.7", OTHER, "fel").await;
    }
    assert_eq!(
        log_in_from(&world, "198.51.100.7", OTHER, "fel")
            .await
            .status,
        429
    );
    assert_eq!(
        log_in_from(&world, "198.51.100.8", ANNA, PASSWORD)
            .await
            .status,
        303
    );
}

#[tokio::test]
async fn a_whole_ipv6_network_counts_as_one_address() {
    let world = behind_a_proxy().await;
    for turn in 0..10 {
        let email = format!("gissad{turn}@myndighet.example");
        let from = format!("2001:db8:1:2::{turn}");
        assert_eq!(log_in_from(&world, &from, &email, "fel").await.status, 422);
    }
    assert_eq!(
        log_in_from(&world, "2001:db8:1:2:ffff::1", OTHER, "fel")
            .await
            .status,
        429
    );
    assert_eq!(
        log_in_from(&world, "2001:db8:1:3::1", OTHER, "fel")
            .await
            .status,
        422
    );
}

#[tokio::test]
async fn failures_are_forgotten_after_a_quarter_of_an_hour() {
    let world = World::new().await;
    give_password(&world, ANNA).await;
    let visitor = world.visitor();
    fail_ten_times(&visitor, ANNA).await;
    world.advance(SignedDuration::from_mins(15));
    fail_ten_times(&visitor, ANNA).await;
    assert_eq!(log_in(&visitor, ANNA, PASSWORD).await.status, 429);
}

#[tokio::test]
async fn guessing_the_current_password_is_slowed_down_as_well() {
    let world = World::new().await;
    give_password(&world, ANNA).await;
    let anna = world.sign_in("Anna Lind").await;
    let guess = [
        ("current_password", "fel"),
        ("password", "x"),
        ("repeated_password", "x"),
    ];
    for _ in 0..10 {
        assert_eq!(anna.post("/konto/losenord", &guess).await.status, 422);
    }
    let refused = anna.post("/konto/losenord", &guess).await;
    assert_eq!(refused.status, 429);
    assert!(refused.headers.contains_key("retry-after") && refused.has("Felkod"));
}
