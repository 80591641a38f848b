//! Roles: given, dated, ended; and the last administrator.

use crate::registers::said;
use crate::world::World;

#[tokio::test]
async fn a_role_bites_at_the_next_request_and_so_does_its_end() {
    let world = World::new().await;
    let (admin, peter) = (world.sign_in("Astrid").await, world.sign_in("Peter").await);
    assert_eq!(peter.get("/admin").await.status, 403);
    let give = [("role", "administrator"), ("valid_from", "2026-11-23")];
    let given = admin.post("/admin/konton/29/roller/ny", &give).await;
    assert_eq!(said(&given), "Peter Blad får rollen administratör.");
    assert_eq!(peter.get("/admin").await.status, 200);
    let twice = admin.post("/admin/konton/29/roller/ny", &give).await;
    assert_eq!(twice.status, 422);
    assert!(twice.has("Peter Blad har redan rollen från 2026-11-23."));
    let role = world.count("select max(id) from account_roles").await;
    let end = format!("/admin/konton/29/roller/{role}/avsluta");
    let ended = admin.post(&end, &[("valid_to", "")]).await;
    assert_eq!(said(&ended), "Rollen administratör har upphört.");
    assert_eq!(peter.get("/admin").await.status, 403);
    assert!(admin.get("/admin/konton/29").await.has("Återtagen"));
    assert_eq!(admin.post(&end, &[]).await.status, 303);
    assert_eq!(
        (
            world.events("role_granted").await,
            world.events("role_ended").await
        ),
        (1, 1)
    );
}

#[tokio::test]
async fn a_role_is_dated_and_only_a_chef_has_a_department() {
    let world = World::new().await;
    let (admin, peter) = (world.sign_in("Astrid").await, world.sign_in("Peter").await);
    let wrong = admin
        .post(
            "/admin/konton/29/roller/ny",
            &[
                ("role", "reader"),
                ("department_id", "1"),
                ("valid_from", "2026-11-22"),
                ("valid_to", "2026-11-01"),
            ],
        )
        .await;
    assert_eq!(wrong.status, 422);
    for expected in [
        "Bara en chef har en avdelning.",
        "Datumet har redan passerat. Ange ett datum från och med 2026-11-23.",
        "Slutdatum behöver vara",
    ] {
        assert!(wrong.has(expected), "{expected}");
    }
    let later = [
        ("role", "administrator"),
        ("valid_from", "2026-11-24"),
        ("valid_to", "2026-11-24"),
    ];
    admin.post("/admin/konton/29/roller/ny", &later).await;
    assert_eq!(peter.get("/admin").await.status, 403);
    world.advance(jiff::SignedDuration::from_mins(15 * 60));
    let peter = world.sign_in("Peter").await;
    assert_eq!(peter.get("/admin").await.status, 200);
    world.advance(jiff::SignedDuration::from_hours(24));
    assert_eq!(world.sign_in("Peter").await.get("/admin").await.status, 403);
}

#[tokio::test]
async fn the_last_administrator_stays() {
    let world = World::new().await;
    let admin = world.sign_in("Astrid").await;
    let own = admin.post("/admin/konton/30/stang-av", &[]).await;
    assert_eq!(own.status, 422);
    assert!(own.has("Du kan inte stänga av ditt eget konto."));
    let role = admin
        .post(
            "/admin/konton/30/roller/4/avsluta",
            &[("valid_to", "2026-12-31")],
        )
        .await;
    assert_eq!(role.status, 422);
    assert!(role.has("Astrid Vik är den enda administratören. Ge rollen till någon annan först."));
    assert_eq!(
        admin
            .post("/admin/konton/29/roller/4/avsluta", &[])
            .await
            .status,
        404,
        "another person's role"
    );
    admin
        .post(
            "/admin/konton/29/roller/ny",
            &[("role", "administrator"), ("valid_from", "2026-11-23")],
        )
        .await;
    assert_eq!(
        admin
            .post("/admin/konton/30/roller/4/avsluta", &[])
            .await
            .status,
        303
    );
    assert_eq!(admin.get("/admin").await.status, 403);
}
