//! What is old leaves the inbox.

use super::{ITEMS, Server, add, allowing, feed, fetch, job};
use jiff::SignedDuration;

#[tokio::test]
async fn what_is_old_leaves_the_inbox_and_does_not_come_back_as_new() {
    let server = Server::start(feed).await;
    let world = allowing(&server).await;
    world.arrange("delete from feed_items").await;
    let anna = world.sign_in("Anna").await;
    let source = add(&anna, &server.url("/rss"), &[]).await;
    assert_eq!(fetch(&anna, &source, "1").await, 303);
    let count = world.count(ITEMS).await;
    assert_eq!(count, 2);
    let db = &world.app.db;
    world.advance(SignedDuration::from_hours(24 * 365));
    assert_eq!(job::tidy(db).await.expect("nothing yet"), 0);
    world.advance(SignedDuration::from_hours(1));
    assert_eq!(job::tidy(db).await.expect("tidied"), count);
    assert_eq!(world.count(ITEMS).await, 0);
    world
        .arrange("update sources set etag = '', next_at = '2026-01-01T00:00:00Z' where name = 'Norrnytt'")
        .await;
    let (app, allowed) = (&world.app, server.allowed());
    job::fetch_due(&app.db, &app.clock, &allowed)
        .await
        .expect("fetched");
    assert_eq!(world.count(ITEMS).await, 0, "they have been here");
    let anna = world.sign_in("Anna").await;
    let log = anna.get(&format!("{source}/historik")).await;
    assert!(log.has("Systemet") && log.has("tog bort gamla poster ur inkorgen"));
    assert!(
        log.has("Borttagna poster") && log.has("varje timme"),
        "{}",
        log.html
    );
}
