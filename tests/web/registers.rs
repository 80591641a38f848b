//! Departments, units, teams, RUA, issue areas, the 21 län and the milestone template.

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
    assert_eq!(world.events("closed").await, 0);
}

#[tokio::test]
async fn a_stale_close_is_refused() {
    let world = World::new().await;
    let admin = world.sign_in("Astrid").await;
    let page = admin
        .post(
            "/admin/sakfragor/15/avsluta",
            &[("valid_to", "2026-12-31"), ("version", "7")],
        )
        .await;
    assert_eq!(page.status, 409);
    assert_eq!(world.events("closed").await, 0);
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

#[tokio::test]
async fn a_new_rua_ends_the_one_before_it() {
    let world = World::new().await;
    let admin = world.sign_in("Astrid").await;
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
        (world.events("closed").await, world.events("added").await),
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

#[tokio::test]
async fn the_milestone_template_is_added_to_changed_and_cut() {
    let world = World::new().await;
    let admin = world.sign_in("Astrid").await;
    let list = admin.get("/admin/milstolpar").await;
    assert!(list.has("13 milstolpar") && list.has("gäller dialoger som planeras från och med nu"));
    let once = admin.get("/admin/milstolpar/ny").await.field("once");
    let fields = [
        ("title", "Boka lokal"),
        ("offset_days", "−63"),
        ("falls_on", "lead"),
        ("once", once.as_str()),
    ];
    admin.post("/admin/milstolpar/ny", &fields).await;
    admin.post("/admin/milstolpar/ny", &fields).await;
    let mine = "select count(*) from milestone_template where title = 'Boka lokal' and offset_days = -63 and per_department = 0";
    assert_eq!(world.count(mine).await, 1);
    let wrong = admin
        .post(
            "/admin/milstolpar/ny",
            &[
                ("title", "Ny"),
                ("offset_days", "snart"),
                ("falls_on", "issue_officer"),
            ],
        )
        .await;
    assert_eq!(wrong.status, 422);
    for expected in [
        "Skriv ett heltal, till exempel 120.",
        "Ansvariga för sakfrågor har var sin avdelning.",
        "value=\"snart\"",
    ] {
        assert!(wrong.has(expected), "{expected}");
    }
    let far = admin
        .post(
            "/admin/milstolpar/ny",
            &[
                ("title", "Ny"),
                ("offset_days", "9223372036854775807"),
                ("falls_on", "lead"),
            ],
        )
        .await;
    assert!(far.has("Skriv ett tal mellan −365 och 365."));

    let change = |title, days| {
        [
            ("title", title),
            ("offset_days", days),
            ("falls_on", "lead"),
            ("version", "1"),
        ]
    };
    assert_eq!(
        admin
            .post("/admin/milstolpar/14", &change("Boka lokal", "-60"))
            .await
            .status,
        303
    );
    assert_eq!(
        admin
            .post("/admin/milstolpar/14", &change("Boka en lokal", "-63"))
            .await
            .status,
        303
    );
    assert_eq!(
        admin
            .post("/admin/milstolpar/14", &change("Boka lokal", "-50"))
            .await
            .status,
        409
    );
    assert_eq!(
        admin
            .post("/admin/milstolpar/14/ta-bort", &[("version", "1")])
            .await
            .status,
        409
    );
    let removed = admin
        .post("/admin/milstolpar/14/ta-bort", &[("version", "3")])
        .await;
    assert_eq!(said(&removed), "Borttaget: Boka en lokal.");
    assert_eq!(
        admin
            .post("/admin/milstolpar/14/ta-bort", &[("version", "3")])
            .await
            .status,
        303
    );
    assert_eq!(admin.get("/admin/milstolpar/14").await.status, 404);
    assert!(
        admin
            .get("/admin/milstolpar?visa=borttagna")
            .await
            .has("Boka en lokal")
    );
    assert!(
        admin
            .get("/admin/milstolpar/14/historik")
            .await
            .has("tog bort uppgiften")
    );
    assert_eq!(
        (world.events("changed").await, world.events("removed").await),
        (2, 1)
    );
}
