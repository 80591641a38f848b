//! The one-time link: 72 hours, once, and only one of two who use it at the same time.

use super::{ANNA, PASSWORD, log_in};
use crate::world::World;
use jiff::SignedDuration;
use regiondialog::domain::access::Permit;
use regiondialog::secrets::Token;
use regiondialog::store::{people, sessions};

const NEW: &[(&str, &str)] = &[("password", PASSWORD), ("repeated_password", PASSWORD)];

async fn link(world: &World, person_id: i64) -> String {
    let token = Token::new();
    let mut tx = world.db().write(Permit::system()).await.expect("write");
    sessions::make_link(&mut tx, person_id, &token.hash())
        .await
        .expect("link");
    tx.commit().await.expect("commit");
    format!("/valkommen/{}", token.reveal())
}

#[tokio::test]
async fn a_link_lets_a_person_choose_a_password_once() {
    let world = World::new().await;
    let link = link(&world, 3).await;
    let visitor = world.visitor();
    for _ in 0..2 {
        assert!(
            visitor.get(&link).await.has("Välkommen, Anna Lind"),
            "looking uses nothing up"
        );
    }
    let weak = visitor
        .post(
            &link,
            &[("password", "kort"), ("repeated_password", "kort")],
        )
        .await;
    assert_eq!(weak.status, 422);
    let chosen = visitor.post(&link, NEW).await;
    assert_eq!((chosen.status, chosen.location.as_str()), (303, "/"));
    let anna = world
        .visitor()
        .with_cookie(&chosen.session().expect("a session"));
    assert_eq!(anna.get("/konto").await.status, 200);
    assert_eq!(visitor.get(&link).await.status, 400);
    assert_eq!(visitor.post(&link, NEW).await.status, 400);
    assert_eq!(log_in(&visitor, ANNA, PASSWORD).await.status, 303);
}

#[tokio::test]
async fn a_link_works_for_seventy_two_hours() {
    let world = World::new().await;
    let (early, late) = (link(&world, 3).await, link(&world, 4).await);
    world.advance(SignedDuration::from_secs(72 * 3600 - 1));
    assert_eq!(world.visitor().post(&early, NEW).await.status, 303);
    world.advance(SignedDuration::from_secs(1));
    assert_eq!(world.visitor().get(&late).await.status, 400);
    assert_eq!(world.visitor().post(&late, NEW).await.status, 400);
}

#[tokio::test]
async fn of_two_who_use_a_link_at_once_one_wins() {
    let world = World::new().await;
    let link = link(&world, 3).await;
    let (one, other) = (world.visitor(), world.visitor());
    let (one, other) = tokio::join!(one.post(&link, NEW), other.post(&link, NEW));
    let mut both = [one.status, other.status];
    both.sort_unstable();
    assert_eq!(both, [303, 400]);
    assert_eq!(world.events("password_set").await, 1);
}

#[tokio::test]
async fn a_newer_link_a_new_password_and_a_closed_account_end_a_link() {
    let world = World::new().await;
    let (old, new) = (link(&world, 3).await, link(&world, 3).await);
    assert_eq!(world.visitor().get(&old).await.status, 400);
    super::give_password(&world, ANNA).await;
    assert_eq!(world.visitor().get(&new).await.status, 400);
    let closed = link(&world, 3).await;
    let mut tx = world.db().write(Permit::system()).await.expect("write");
    people::deactivate(&mut tx, 3).await.expect("deactivate");
    tx.commit().await.expect("commit");
    assert_eq!(world.visitor().post(&closed, NEW).await.status, 400);
}

#[tokio::test]
async fn made_up_links_lead_nowhere() {
    let world = World::new().await;
    for path in ["/valkommen/x", "/valkommen/%00", "/valkommen/..%2F.."] {
        let page = world.visitor().get(path).await;
        assert_eq!(page.status, 400, "{path}");
        assert!(page.has("Felkod"), "{path}");
    }
    for unreadable in ["/valkommen/", "/valkommen/%FF", "/valkommen/%E5"] {
        let page = world.visitor().get(unreadable).await;
        assert_eq!(page.status, 404, "{unreadable}");
    }
}

#[tokio::test]
async fn the_first_administrator_says_who_she_is() {
    let world = World::new().await;
    let mut tx = world.db().write(Permit::system()).await.expect("write");
    let id = people::first_administrator(&mut tx).await.expect("account");
    tx.commit().await.expect("commit");
    let link = link(&world, id).await;
    let visitor = world.visitor();
    let fill = |email| {
        let mut fields = NEW.to_vec();
        fields.extend([("name", "Vera Ny"), ("email", email)]);
        fields
    };
    let nameless = visitor.post(&link, NEW).await;
    assert!(
        nameless.status == 422 && nameless.has("Ange ditt namn."),
        "{}",
        nameless.html
    );
    let taken = visitor.post(&link, &fill(ANNA)).await;
    assert!(taken.status == 422 && taken.has("Adressen hör till ett annat konto."));
    assert_eq!(taken.field("name"), "", "{}", taken.html);
    assert!(taken.has("Vera Ny"));
    assert_eq!(
        visitor
            .post(&link, &fill("vera.ny@myndighet.example"))
            .await
            .status,
        303
    );
    let entered = log_in(&visitor, "vera.ny@myndighet.example", PASSWORD).await;
    let vera = world
        .visitor()
        .with_cookie(&entered.session().expect("a session"));
    assert!(vera.get("/konto").await.has("Vera Ny"));
    assert_eq!(log_in(&visitor, "", PASSWORD).await.status, 422);
}
