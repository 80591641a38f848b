//! The 21 län: their names, and the team each belongs to.

use super::{said, text};
use crate::world::World;

#[tokio::test]
async fn gotland_moves_to_sodra_and_back_with_a_warning_and_no_stop() {
    let world = World::new().await;
    let admin = world.sign_in("Astrid").await;
    let url = "/admin/lan/gotland/team";
    let version = admin.get(url).await.field("version");
    let fields = |team, from, version| {
        [
            ("team_id", team),
            ("valid_from", from),
            ("version", version),
        ]
    };
    let early = admin.post(url, &fields("3", "2018-01-01", &version)).await;
    assert_eq!(early.status, 422);
    assert!(early.has("Gotland hör till Team Mellan sedan 2018-01-01. Välj en senare dag."));
    let same = admin.post(url, &fields("2", "2027-01-01", &version)).await;
    assert!(same.has("Gotland hör redan till Team Mellan."));

    let page = admin.post(url, &fields("3", "2027-01-01", &version)).await;
    assert_eq!(page.status, 303, "{}", page.html);
    assert_eq!(
        said(&page),
        "Gotland byter team 1 januari 2027. Team Mellan får 6 län och Team Södra 8."
    );
    let list = admin.get("/admin/lan").await;
    assert!(list.has("Från 1 januari 2027: Team Mellan får 6 län och Team Södra 8."));
    assert!(list.has("Team Södra från 2027-01-01"));
    let on = "select count(*) from team_counties where county = '09' and team_id = 2 and valid_from <= '2026-12-31' and valid_to >= '2026-12-31'";
    assert_eq!(world.count(on).await, 1);
    let one = "select count(*) from team_counties where county = '09' and valid_to is null";
    assert_eq!(world.count(one).await, 1);

    let version = admin.get(url).await.field("version");
    let twice = admin.post(url, &fields("1", "2027-06-01", &version)).await;
    assert_eq!(twice.status, 422);
    assert!(twice.has("Gotland flyttar redan till Team Södra 2027-01-01."));
    for history in [
        "/admin/lan/gotland/historik",
        "/admin/team/2/historik",
        "/admin/team/3/historik",
    ] {
        assert!(
            admin
                .get(history)
                .await
                .has("flyttade länet till ett annat team"),
            "{history}"
        );
    }
    let back = admin
        .post("/admin/lan/gotland/team/aterta", &[("version", &version)])
        .await;
    assert_eq!(said(&back), "Gotland stannar i Team Mellan.");
    assert_eq!(world.count("select count(*) from team_counties where county = '09' and valid_to is null and team_id = 2").await, 1);
    assert!(!admin.get("/admin/lan").await.has("får 6 län"));
    assert_eq!(
        (
            world.events("county_moved").await,
            world.events("county_move_withdrawn").await
        ),
        (2, 2)
    );
}

#[tokio::test]
async fn a_move_that_has_begun_is_undone_by_moving_back() {
    let world = World::new().await;
    let admin = world.sign_in("Astrid").await;
    let url = "/admin/lan/gotland/team";
    let version = admin.get(url).await.field("version");
    let moved = admin
        .post(
            url,
            &[
                ("team_id", "3"),
                ("valid_from", "2026-11-01"),
                ("version", &version),
            ],
        )
        .await;
    assert_eq!(moved.status, 303);
    assert!(
        admin
            .get("/admin/lan")
            .await
            .has("Team Mellan har 6 län och Team Södra 8.")
    );
    let stale = admin
        .post(
            url,
            &[
                ("team_id", "2"),
                ("valid_from", "2026-11-23"),
                ("version", &version),
            ],
        )
        .await;
    assert_eq!(stale.status, 409);
    let version = admin.get(url).await.field("version");
    let withdraw = admin
        .post("/admin/lan/gotland/team/aterta", &[("version", &version)])
        .await;
    assert_eq!(withdraw.status, 303);
    assert_eq!(world.events("county_move_withdrawn").await, 0);
    let back = admin
        .post(
            url,
            &[
                ("team_id", "2"),
                ("valid_from", "2026-11-23"),
                ("version", &version),
            ],
        )
        .await;
    assert_eq!(said(&back), "Gotland byter team 23 november 2026.");
    assert_eq!(
        world
            .count("select count(*) from team_counties where county = '09'")
            .await,
        3
    );
}

#[tokio::test]
async fn a_lan_is_renamed_and_two_who_do_so_meet() {
    let world = World::new().await;
    let admin = world.sign_in("Astrid").await;
    let fields = |name, town| {
        [
            ("name", name),
            ("seat_town", town),
            ("programme_area", "Småland och Öarna"),
            ("aliases", ""),
            ("version", "1"),
        ]
    };
    assert_eq!(
        admin
            .post("/admin/lan/gotland", &fields("Gotlands läns", "Visby"))
            .await
            .status,
        303
    );
    assert_eq!(
        admin
            .post("/admin/lan/gotland", &fields("Gotlands län", "Hemse"))
            .await
            .status,
        303
    );
    assert_eq!(
        text(
            &world,
            "select name || ', ' || seat_town from counties where code = '09'"
        )
        .await,
        "Gotlands läns, Hemse"
    );
    assert_eq!(
        admin
            .post("/admin/lan/gotland", &fields("Gutars län", "Visby"))
            .await
            .status,
        409
    );
    let taken = admin
        .post("/admin/lan/kalmar", &fields("skåne län", "Kalmar"))
        .await;
    assert_eq!(taken.status, 422);
    assert!(taken.has("Skåne län heter redan ett annat län."));
    assert!(
        admin
            .post("/admin/lan/kalmar", &fields("", ""))
            .await
            .has("Skriv residensstaden.")
    );
    assert_eq!(admin.get("/admin/lan/atlantis").await.status, 404);
}
