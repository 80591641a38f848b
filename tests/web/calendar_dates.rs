//! The agency's fixed dates: who keeps them, and how they are changed.

use crate::world::World;

#[tokio::test]
async fn an_administrator_keeps_the_fixed_dates() {
    let world = World::new().await;
    let astrid = world.sign_in("Astrid").await;
    let list = astrid.get("/admin/kalender").await;
    assert!(list.has("Almedalsveckan") && list.has("Budgetpropositionen lämnas"));
    let once = astrid.get("/admin/kalender/ny").await.field("once");
    let new = |last: &'static str| {
        [
            ("title", "Verksamhetsdagar <Norr>"),
            ("first_on", "3/3 2027"),
            ("last_on", last),
            ("recurs", "once"),
            ("team_id", "1"),
        ]
    };
    let wrong = astrid.post("/admin/kalender/ny", &new("2027-03-01")).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.has("Slutdatum behöver vara samma dag som startdatum eller senare."));
    assert_eq!(wrong.field("first_on"), "3/3 2027");
    let with_once = [&new("2027-03-04")[..], &[("once", once.as_str())]].concat();
    for _ in 0..2 {
        assert_eq!(
            astrid.post("/admin/kalender/ny", &with_once).await.status,
            303
        );
    }
    assert_eq!(
        world
            .count("select count(*) from calendar_dates where team_id = 1")
            .await,
        1
    );
    let wheel = astrid.get("/dialoger/arshjul?ar=2027").await;
    assert!(wheel.has("Verksamhetsdagar &#60;Norr&#62; (Team Norr) 3–4 mars"));
    let url = "/admin/kalender/8";
    let both = [
        ("title", "Dagar"),
        ("first_on", "2027-03-03"),
        ("last_on", "2027-03-04"),
        ("recurs", "once"),
    ];
    let mine = [&both[..], &[("team_id", "1"), ("version", "1")]].concat();
    assert_eq!(astrid.post(url, &mine).await.status, 303);
    let other = [
        &[("title", "Annat")][..],
        &both[1..],
        &[("team_id", "1"), ("version", "1")],
    ]
    .concat();
    let clash = astrid.post(url, &other).await;
    assert_eq!(clash.status, 409);
    assert!(clash.has("Någon annan har ändrat datumet medan du skrev.") && clash.has("Dagar"));
    let merged = [
        ("title", "Verksamhetsdagar <Norr>"),
        ("first_on", "2027-03-03"),
        ("last_on", "2027-03-04"),
        ("recurs", "once"),
        ("team_id", ""),
        ("version", "1"),
    ];
    assert_eq!(astrid.post(url, &merged).await.status, 303, "another field");
    let stands = "select count(*) from calendar_dates where id = 8 and title = 'Dagar' and team_id is null and version = 3";
    assert_eq!(world.count(stands).await, 1);
    assert!(
        astrid
            .get(&format!("{url}/historik"))
            .await
            .has("ändrade uppgifterna")
    );
    let gone = format!("{url}/borttagen");
    assert_eq!(astrid.post(&gone, &[("version", "1")]).await.status, 409);
    let version = astrid.get(&gone).await.field("version");
    for _ in 0..2 {
        assert_eq!(
            astrid.post(&gone, &[("version", &version)]).await.status,
            303
        );
    }
    assert!(!astrid.get("/dialoger/arshjul?ar=2027").await.has("Dagar ("));
    assert_eq!(
        (world.events("added").await, world.events("removed").await),
        (1, 1)
    );
}

#[tokio::test]
async fn only_an_administrator_keeps_the_fixed_dates() {
    let world = World::new().await;
    for name in ["Elsa", "Jonas", "Anna", "Karim", "Ingela", "Lotta", "Peter"] {
        let person = world.sign_in(name).await;
        for path in [
            "/admin/kalender",
            "/admin/kalender/ny",
            "/admin/kalender/1",
            "/admin/kalender/1/borttagen",
            "/admin/kalender/1/historik",
        ] {
            assert_eq!(person.get(path).await.status, 403, "{name} {path}");
        }
        for path in [
            "/admin/kalender/ny",
            "/admin/kalender/1",
            "/admin/kalender/1/borttagen",
        ] {
            let fields = [
                ("title", "X"),
                ("first_on", "2027-03-03"),
                ("recurs", "once"),
                ("version", "1"),
            ];
            assert_eq!(
                person.post(path, &fields).await.status,
                403,
                "{name} {path}"
            );
        }
    }
    assert_eq!(
        world
            .count("select count(*) from calendar_dates where removed_at is null and version = 1")
            .await,
        7
    );
}
