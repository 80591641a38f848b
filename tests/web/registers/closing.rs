//! Closing an entry of a register, and a RUA that follows another.

use super::{said, text};
use crate::world::World;

#[tokio::test]
async fn closing_keeps_the_history_and_is_done_once() {
    let world = World::new().await;
    let admin = world.sign_in("Astrid").await;
    let form = admin.get("/admin/sakfragor/15/avsluta").await;
    let version = form.field("version");
    assert!(form.has("value=\"2026-11-23\""));
    let close = |day| [("valid_to", day), ("version", version.as_str())];
    let early = admin
        .post("/admin/sakfragor/15/avsluta", &close("2017-12-31"))
        .await;
    assert_eq!(early.status, 422);
    assert!(early.has("Slutdatum behöver vara samma dag som startdatum eller senare."));
    let page = admin
        .post("/admin/sakfragor/15/avsluta", &close("2026-11-22"))
        .await;
    assert_eq!(
        said(&page),
        "Stadsutveckling gäller till och med 22 november 2026."
    );
    let again = admin
        .post("/admin/sakfragor/15/avsluta", &close("2026-11-20"))
        .await;
    assert_eq!(again.status, 422);
    assert!(again.has("Stadsutveckling har redan ett slutdatum, 22 november 2026."));
    assert!(!admin.get("/admin/sakfragor").await.has("Stadsutveckling"));
    assert!(
        admin
            .get("/admin/sakfragor?visa=avslutade")
            .await
            .has("Stadsutveckling")
    );
    let history = admin.get("/admin/sakfragor/15/historik").await;
    assert!(history.has("avslutade uppgiften") && history.has("22 november 2026"));

    let version = admin.get("/admin/sakfragor/15").await.field("version");
    let open = [
        ("name", "Stadsutveckling"),
        ("department_id", "1"),
        ("unit_id", "1"),
        ("valid_from", "2018-01-01"),
        ("valid_to", ""),
        ("version", &version),
    ];
    assert_eq!(admin.post("/admin/sakfragor/15", &open).await.status, 303);
    assert!(admin.get("/admin/sakfragor").await.has("Stadsutveckling"));
}

#[tokio::test]
async fn what_others_belong_to_is_not_closed_under_them() {
    let world = World::new().await;
    let admin = world.sign_in("Astrid").await;
    let before = world.events("closed").await;
    let close = [("valid_to", "2026-12-31"), ("version", "1")];
    for (path, left) in [
        ("/admin/avdelningar/2/avsluta", "enheten Entreprenörskap"),
        ("/admin/enheter/3/avsluta", "sakfrågan Besöksnäring"),
        ("/admin/team/1/avsluta", "Dalarna, Gävleborg"),
    ] {
        let page = admin.post(path, &close).await;
        assert_eq!(page.status, 422, "{path}");
        assert!(
            page.has("Efter den dagen finns kvar:") && page.has(left),
            "{path}: {}",
            page.html
        );
    }
    assert_eq!(world.events("closed").await, before);
}

#[tokio::test]
async fn a_stale_close_is_refused() {
    let world = World::new().await;
    let before = world.events("closed").await;
    let admin = world.sign_in("Astrid").await;
    let page = admin
        .post(
            "/admin/sakfragor/15/avsluta",
            &[("valid_to", "2026-12-31"), ("version", "7")],
        )
        .await;
    assert_eq!(page.status, 409);
    assert_eq!(world.events("closed").await, before);
}

#[tokio::test]
async fn a_new_rua_ends_the_one_before_it() {
    let world = World::new().await;
    let admin = world.sign_in("Astrid").await;
    let closed = world.events("closed").await;
    let fields = |name, from| {
        [
            ("county", "25"),
            ("name", name),
            ("kind", "region"),
            ("valid_from", from),
        ]
    };
    let page = admin
        .post("/admin/rua/ny", &fields("Region Nord", "2027-01-01"))
        .await;
    assert_eq!(page.status, 303, "{}", page.html);
    assert_eq!(
        text(&world, "select valid_to from regional_actors where county = '25' and name = 'Region Norrbotten'").await,
        "2026-12-31"
    );
    assert_eq!(
        (
            world.events("closed").await - closed,
            world.events("added").await
        ),
        (1, 1)
    );
    let refused = admin
        .post("/admin/rua/ny", &fields("Region Syd", "2026-06-01"))
        .await;
    assert_eq!(refused.status, 422);
    assert!(refused.has("Region Nor"), "names the other");
    assert!(refused.has("Två kan inte ha det samtidigt."));
    assert_eq!(
        world
            .count("select count(*) from regional_actors where county = '25'")
            .await,
        2
    );
    let missing = admin
        .post(
            "/admin/rua/ny",
            &[("name", "X"), ("valid_from", "2027-01-01")],
        )
        .await;
    assert!(
        missing.has("Välj ett län.") && missing.has("Välj vilket slag av organisation det är.")
    );
}
