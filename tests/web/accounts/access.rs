//! One-time links, accounts that are shut and opened, sessions that are ended.

use super::{PASSWORD, link};
use crate::registers::said;
use crate::world::World;
use regiondialog::domain::access::Permit;
use regiondialog::secrets::Token;
use regiondialog::store::{people, sessions};

#[tokio::test]
async fn a_link_runs_out_after_three_days() {
    let world = World::new().await;
    let admin = world.sign_in("Astrid").await;
    let page = admin.post("/admin/konton/3/lank", &[]).await;
    assert_eq!(page.status, 200);
    assert!(page.has("26 november 2026 kl. 10.00"));
    world.advance(jiff::SignedDuration::from_hours(72));
    assert_eq!(world.visitor().get(&link(&page)).await.status, 400);
    assert_eq!(world.events("link_made").await, 1);
}

#[tokio::test]
async fn links_begin_with_the_public_address_when_there_is_one() {
    let world =
        World::with(|config| config.public_url = Some("http://regiondialog.example/".into())).await;
    let admin = world.sign_in("Astrid").await;
    let page = admin.post("/admin/konton/3/lank", &[]).await;
    assert!(
        page.has("http://regiondialog.example/valkommen/"),
        "{}",
        page.html
    );
}

#[tokio::test]
async fn a_deactivated_account_is_out_at_once_and_can_come_back() {
    let world = World::new().await;
    let (admin, anna) = (world.sign_in("Astrid").await, world.sign_in("Anna").await);
    let made = admin.post("/admin/konton/3/lank", &[]).await;
    assert!(
        admin
            .get("/admin/konton/3/stang-av")
            .await
            .has("Stäng av kontot för Anna Lind?")
    );
    let page = admin.post("/admin/konton/3/stang-av", &[]).await;
    assert_eq!(said(&page), "Kontot för Anna Lind är avstängt.");
    assert_eq!(anna.get("/konto").await.status, 303, "asked to log in");
    assert_eq!(world.visitor().get(&link(&made)).await.status, 400);
    assert_eq!(admin.post("/admin/konton/3/lank", &[]).await.status, 400);
    assert_eq!(
        admin.post("/admin/konton/3/stang-av", &[]).await.status,
        303
    );
    assert!(
        admin
            .get("/admin/konton?konto=closed")
            .await
            .has("Anna Lind")
    );
    let page = admin.post("/admin/konton/3/oppna", &[]).await;
    assert_eq!(said(&page), "Kontot för Anna Lind är öppet igen.");
    assert_eq!(
        anna.get("/konto").await.status,
        303,
        "the old session stays ended"
    );
    assert_eq!(world.sign_in("Anna").await.get("/konto").await.status, 200);
    assert_eq!(
        (
            world.events("account_deactivated").await,
            world.events("account_reactivated").await
        ),
        (1, 1)
    );
}

#[tokio::test]
async fn an_administrator_ends_all_sessions_of_a_colleague() {
    let world = World::new().await;
    let admin = world.sign_in("Astrid").await;
    let browsers = [world.sign_in("Anna").await, world.sign_in("Anna").await];
    let page = admin.post("/admin/konton/3/avsluta-sessioner", &[]).await;
    assert_eq!(said(&page), "Alla sessioner för Anna Lind är avslutade.");
    for browser in browsers {
        assert_eq!(browser.get("/konto").await.status, 303);
    }
    assert_eq!(world.events("sessions_ended").await, 1);
}

#[tokio::test]
async fn the_first_administrator_says_who_she_is() {
    let world = World::new().await;
    let token = Token::new();
    let mut tx = world.db().write(Permit::system()).await.expect("write");
    let person = people::first_administrator(&mut tx).await.expect("first");
    sessions::make_link(&mut tx, person, &token.hash())
        .await
        .expect("link");
    tx.commit().await.expect("commit");
    let url = format!("/valkommen/{}", token.reveal());
    let visitor = world.visitor();
    assert!(visitor.get(&url).await.has("Du blir administratör."));
    let fields = |name, email| {
        [
            ("name", name),
            ("email", email),
            ("password", PASSWORD),
            ("repeated_password", PASSWORD),
        ]
    };
    let empty = visitor.post(&url, &fields("", "kim")).await;
    assert_eq!(empty.status, 422);
    assert!(
        empty.has("Ange ditt namn.")
            && empty.has("E-postadressen behöver innehålla @.")
            && empty.has("value=\"kim\"")
    );
    let taken = visitor
        .post(&url, &fields("Kim Ek", "Anna.Lind@myndighet.example"))
        .await;
    assert_eq!(taken.status, 422);
    assert!(taken.has("Adressen hör till ett annat konto."));
    let accepted = visitor
        .post(&url, &fields("Kim Ek", "kim.ek@myndighet.example"))
        .await;
    assert_eq!(accepted.status, 303, "{}", accepted.html);
    let stored = "select count(*) from people p join accounts a on a.person_id = p.id where p.name = 'Kim Ek' and a.email = 'kim.ek@myndighet.example' and a.password_hash is not null";
    assert_eq!(world.count(stored).await, 1);
    let kim = visitor.with_cookie(&accepted.session().expect("a session"));
    assert_eq!(kim.get("/admin").await.status, 200);
    assert!(
        kim.get(&format!("/admin/konton/{person}/historik"))
            .await
            .has("<strong>Kim Ek</strong> ändrade uppgifterna")
    );
}
