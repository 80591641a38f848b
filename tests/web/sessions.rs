//! Logging in and out, sessions that end, and text that waits.

use crate::world::World;

#[tokio::test]
async fn a_visitor_is_asked_to_log_in_and_comes_back_to_the_page() {
    let world = World::new().await;
    let page = world.visitor().get("/konto").await;
    assert_eq!(
        (page.status, page.location.as_str()),
        (303, "/logga-in?till=%2Fkonto")
    );
}
