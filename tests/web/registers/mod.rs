//! Departments, units, teams, RUA, issue areas, the 21 län and the milestone template.

mod closing;
mod counties;
mod template;

use crate::world::{Page, World};

/// The line that a save leaves for the next page.
pub fn said(page: &Page) -> String {
    let cookies = page.headers.get_all("set-cookie").iter();
    let lines = cookies.filter_map(|value| value.to_str().ok());
    let line = lines.filter_map(|line| line.strip_prefix("besked=")).next();
    let value = line
        .and_then(|line| line.split(';').next())
        .unwrap_or_default();
    let body = format!("m={value}");
    let decoded = form_urlencoded::parse(body.as_bytes()).next();
    decoded
        .map(|(_, text)| text.into_owned())
        .unwrap_or_default()
}

async fn text(world: &World, sql: &'static str) -> String {
    sqlx::query_scalar(sql)
        .fetch_one(world.db().read())
        .await
        .expect("a text")
}

const REGISTERS: [&str; 5] = ["avdelningar", "enheter", "team", "rua", "sakfragor"];

/// Every form under /admin about the organisation.
const FORMS: [&str; 14] = [
    "/admin/avdelningar/ny",
    "/admin/avdelningar/1",
    "/admin/avdelningar/1/avsluta",
    "/admin/enheter/ny",
    "/admin/enheter/1",
    "/admin/team/1/avsluta",
    "/admin/rua/1",
    "/admin/sakfragor/ny",
    "/admin/lan/gotland",
    "/admin/lan/gotland/team",
    "/admin/lan/gotland/team/aterta",
    "/admin/milstolpar/ny",
    "/admin/milstolpar/1",
    "/admin/milstolpar/1/ta-bort",
];

#[tokio::test]
async fn only_an_administrator_comes_in() {
    let world = World::new().await;
    let before = world.count("select count(*) from events").await;
    for name in ["Elsa", "Anna", "Karim", "Ingela", "Lotta", "Peter"] {
        let browser = world.sign_in(name).await;
        for path in FORMS {
            let page = browser
                .post(path, &[("name", "Nytt"), ("title", "Nytt")])
                .await;
            assert_eq!(page.status, 403, "{name} posts {path}");
        }
        for path in FORMS.iter().filter(|path| !path.ends_with("aterta")) {
            assert_eq!(browser.get(path).await.status, 403, "{name} opens {path}");
        }
        for path in [
            "/admin",
            "/admin/lan",
            "/admin/milstolpar",
            "/admin/enheter/1/historik",
        ] {
            assert_eq!(browser.get(path).await.status, 403, "{name} opens {path}");
        }
    }
    let signed_in = 6;
    assert_eq!(
        world.count("select count(*) from events").await,
        before + signed_in
    );
}

#[tokio::test]
async fn every_register_has_its_list_and_its_histories() {
    let world = World::new().await;
    let admin = world.sign_in("Astrid").await;
    let start = admin.get("/admin").await;
    assert_eq!(start.status, 200);
    for register in REGISTERS {
        assert!(
            start.has(&format!("href=\"/admin/{register}\"")),
            "{register}"
        );
        let list = admin.get(&format!("/admin/{register}")).await;
        assert_eq!(list.status, 200);
        assert!(
            list.has(&format!("/admin/{register}/1/historik")) || register == "rua",
            "{register}"
        );
        let ended = admin
            .get(&format!("/admin/{register}?visa=avslutade"))
            .await;
        assert_eq!(ended.status, 200);
        assert_eq!(
            ended.has("Inget har avslutats."),
            register != "rua",
            "{register}"
        );
        assert_eq!(
            admin
                .get(&format!("/admin/{register}/1/historik"))
                .await
                .status,
            200
        );
        assert_eq!(
            admin.get(&format!("/admin/{register}/4711")).await.status,
            404
        );
    }
    assert_eq!(admin.get("/admin/finns-inte").await.status, 404);
    assert_eq!(admin.get("/admin/finns-inte/1/avsluta").await.status, 404);
}

#[tokio::test]
async fn a_unit_is_added_once_however_often_the_button_is_pressed() {
    let world = World::new().await;
    let admin = world.sign_in("Astrid").await;
    let once = admin.get("/admin/enheter/ny").await.field("once");
    let fields = [
        ("name", "Landsbygd"),
        ("department_id", "1"),
        ("remit", "Service i gles- och landsbygd"),
        ("valid_from", "2026-12-01"),
        ("once", &once),
    ];
    let page = admin.post("/admin/enheter/ny", &fields).await;
    assert_eq!(
        (page.status, page.location.as_str()),
        (303, "/admin/enheter")
    );
    assert_eq!(said(&page), "Tillagt: Landsbygd.");
    admin.post("/admin/enheter/ny", &fields).await;
    assert_eq!(
        world
            .count("select count(*) from units where name = 'Landsbygd'")
            .await,
        1
    );
    assert_eq!(world.events("added").await, 1);
    let list = admin.get("/admin/enheter").await;
    assert!(list.has("Landsbygd") && list.has("Kommande"));
}

#[tokio::test]
async fn a_mistake_comes_back_with_everything_that_was_typed() {
    let world = World::new().await;
    let admin = world.sign_in("Astrid").await;
    let page = admin
        .post(
            "/admin/enheter/ny",
            &[
                ("name", ""),
                ("department_id", "99"),
                ("remit", "Om <b>det</b>"),
                ("valid_from", "i går"),
                ("valid_to", ""),
            ],
        )
        .await;
    assert_eq!(page.status, 422);
    for expected in [
        "Skriv ett namn.",
        "Välj en avdelning.",
        "Skriv datumet så här: 2026-11-23.",
        "Om &#60;b&#62;det",
        "value=\"i går\"",
        "<title>Fel:",
    ] {
        assert!(page.has(expected), "{expected}: {}", page.html);
    }
    let page = admin
        .post(
            "/admin/enheter/ny",
            &[
                ("name", "X"),
                ("department_id", "1"),
                ("valid_from", "2026-12-01"),
                ("valid_to", "2026-11-30"),
            ],
        )
        .await;
    assert!(page.has("Slutdatum behöver vara samma dag som startdatum eller senare."));
    assert_eq!(world.events("added").await, 0);
}

#[tokio::test]
async fn a_name_that_is_in_use_gets_a_sentence_at_the_field() {
    let world = World::new().await;
    let admin = world.sign_in("Astrid").await;
    for (path, fields) in [
        (
            "/admin/avdelningar/ny",
            vec![("name", "regioner"), ("valid_from", "2026-12-01")],
        ),
        (
            "/admin/team/ny",
            vec![("name", "NORR"), ("valid_from", "2026-12-01")],
        ),
        (
            "/admin/enheter/ny",
            vec![
                ("name", "Analys"),
                ("department_id", "1"),
                ("valid_from", "2026-12-01"),
            ],
        ),
        (
            "/admin/sakfragor/ny",
            vec![
                ("name", "digitalisering"),
                ("department_id", "1"),
                ("valid_from", "2026-12-01"),
            ],
        ),
    ] {
        let page = admin.post(path, &fields).await;
        assert_eq!(page.status, 422, "{path}");
        assert!(
            page.has("finns redan, från och med 2018-01-01."),
            "{path}: {}",
            page.html
        );
        assert!(page.has("href=\"#field-name\""), "{path}");
    }
}

#[tokio::test]
async fn a_unit_must_belong_to_the_department_that_was_chosen() {
    let world = World::new().await;
    let admin = world.sign_in("Astrid").await;
    let fields = |unit| {
        [
            ("name", "Rymd"),
            ("department_id", "1"),
            ("unit_id", unit),
            ("valid_from", "2026-12-01"),
        ]
    };
    let page = admin.post("/admin/sakfragor/ny", &fields("3")).await;
    assert_eq!(page.status, 422);
    assert!(page.has("Enheten Entreprenörskap hör till avdelningen Företag. Välj en enhet i den avdelning du har valt."));
    assert_eq!(
        admin.post("/admin/sakfragor/ny", &fields("1")).await.status,
        303
    );
}

#[tokio::test]
async fn two_who_change_a_unit_meet_where_they_changed_the_same() {
    let world = World::new().await;
    let admin = world.sign_in("Astrid").await;
    let fields = |name, remit| {
        [
            ("name", name),
            ("department_id", "5"),
            ("remit", remit),
            ("valid_from", "2018-01-01"),
            ("version", "1"),
        ]
    };
    let remit = "Statistik, prognoser och studier";
    assert_eq!(
        admin
            .post("/admin/enheter/9", &fields("Analys och statistik", remit))
            .await
            .status,
        303
    );
    assert_eq!(
        admin
            .post("/admin/enheter/9", &fields("Analys", "Studier"))
            .await
            .status,
        303
    );
    assert_eq!(
        text(
            &world,
            "select name || ': ' || remit from units where id = 9"
        )
        .await,
        "Analys och statistik: Studier"
    );
    let clash = admin
        .post("/admin/enheter/9", &fields("Statistik", remit))
        .await;
    assert_eq!(clash.status, 409);
    for expected in [
        "Någon annan har ändrat uppgifterna medan du skrev.",
        "Analys och statistik",
        "value=\"Statistik\"",
    ] {
        assert!(clash.has(expected), "{expected}");
    }
    assert_eq!(clash.field("version"), "3");
    let none = admin
        .post(
            "/admin/enheter/9",
            &[
                ("name", "Analys och statistik"),
                ("department_id", "5"),
                ("remit", "Studier"),
                ("valid_from", "2018-01-01"),
                ("version", "3"),
            ],
        )
        .await;
    assert_eq!(said(&none), "Inget var ändrat.");
    assert_eq!(world.events("changed").await, 2);
}

#[tokio::test]
async fn a_new_team_gets_its_address_from_its_name_and_keeps_it() {
    let world = World::new().await;
    let admin = world.sign_in("Astrid").await;
    let page = admin
        .post(
            "/admin/team/ny",
            &[("name", "Östra Mälaren"), ("valid_from", "2027-01-01")],
        )
        .await;
    assert_eq!(page.status, 303);
    assert_eq!(
        text(&world, "select slug from teams where id = 4").await,
        "ostra-malaren"
    );
    admin
        .post(
            "/admin/team/4",
            &[
                ("name", "Öst"),
                ("valid_from", "2027-01-01"),
                ("version", "1"),
            ],
        )
        .await;
    assert_eq!(
        text(&world, "select name || ' ' || slug from teams where id = 4").await,
        "Öst ostra-malaren"
    );
    let page = admin
        .post(
            "/admin/team/ny",
            &[("name", "…"), ("valid_from", "2027-01-01")],
        )
        .await;
    assert!(page.has("Namnet behöver innehålla en bokstav eller en siffra."));
}
