//! Requests that nobody should send: other methods, other sites' forms, and bytes at random.

use crate::answers::{FORM, send};
use crate::world::World;

#[tokio::test]
async fn methods_that_nothing_has_get_405_with_those_that_work() {
    let world = World::new().await;
    let visitor = world.visitor();
    for method in [
        "TRACE", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND", "HITTEPA",
    ] {
        for path in [
            "/",
            "/logga-in",
            "/konto",
            "/finns-inte",
            "/static/x",
            "/logga-ut",
        ] {
            let answer = send(&visitor, method, path, &[], "").await;
            assert_eq!(answer.status, 405, "{method} {path}");
            assert!(!answer.headers["allow"].is_empty(), "{method} {path}");
        }
    }
    let lotta = world.sign_in("Lotta Grön").await;
    let answer = lotta.post("/konto", &[]).await;
    assert_eq!(
        (answer.status, answer.headers["allow"].to_str().unwrap()),
        (405, "GET,HEAD")
    );
    assert_eq!(
        lotta.get("/logga-ut").await.status,
        405,
        "nothing changes by GET"
    );
}

#[tokio::test]
async fn an_address_with_a_word_where_a_number_stands_is_that_of_no_page() {
    let world = World::new().await;
    let lotta = world.sign_in("Lotta Grön").await;
    for path in [
        "/dialoger/x",
        "/kontakter/x",
        "/kontakter/logg/x",
        "/kontakter/organisationer/x",
        "/natverk/x",
        "/natverk/ar/x",
        "/varsel/x",
        "/omvarld/x",
        "/omvarld/kallor/x",
        "/statistik/x",
        "/sekretess/x/y",
        "/kontakter/99999999999999999999",
    ] {
        let page = lotta.get(path).await;
        assert_eq!(page.status, 404, "{path}");
        assert!(page.has("<h1>Sidan finns inte</h1>"), "{path}");
    }
    assert_eq!(lotta.post("/natverk/x/oppnat", &[]).await.status, 404);
}

#[tokio::test]
async fn the_menu_tells_where_the_pages_between_the_dialogues_are() {
    let world = World::new().await;
    let current = |page: &crate::world::Page, href: &str, label: &str| {
        page.has(&format!(
            "<a href=\"{href}\" aria-current=\"page\">{label}</a>"
        ))
    };
    for who in ["Anna Lind", "Astrid Vik"] {
        let browser = world.sign_in(who).await;
        for path in [
            "/varsel",
            "/natverk",
            "/natverk/1",
            "/kontakter/logg",
            "/kontakter/logg/1",
            "/statistik",
            "/sekretess",
            "/omvarld/kallor",
        ] {
            let page = browser.get(path).await;
            assert!(current(&page, "/omvarld", "Omvärld"), "{who} {path}");
            let tab = path.starts_with("/kontakter") && !path.ends_with("/1");
            let below = "<a href=\"/kontakter\" aria-current=\"true\">Kontakter</a>";
            assert_eq!(page.has(below), tab, "{who} {path}");
            assert!(!current(&page, "/admin", "Administration"), "{who} {path}");
        }
    }
}

#[tokio::test]
async fn head_answers_as_get_without_a_body() {
    let world = World::new().await;
    let lotta = world.sign_in("Lotta Grön").await;
    for (path, status) in [("/konto", 200), ("/finns-inte", 404), ("/logga-ut", 405)] {
        let answer = send(&lotta, "HEAD", path, &[], "").await;
        assert_eq!(
            (answer.status, answer.html.as_str()),
            (status, ""),
            "{path}"
        );
    }
    assert_eq!(
        send(&world.visitor(), "HEAD", "/konto", &[], "")
            .await
            .status,
        303
    );
}

#[tokio::test]
async fn forms_from_other_sites_are_refused_and_change_nothing() {
    let world = World::new().await;
    let lotta = world.sign_in("Lotta Grön").await;
    world.sign_in("Lotta Grön").await;
    let before = world.count("select count(*) from events").await;
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
    ] {
        for path in [
            "/konto/sessioner/avsluta-andra",
            "/logga-ut",
            "/logga-in",
            "/finns-inte",
        ] {
            let answer = send(
                &lotta,
                "POST",
                path,
                &[FORM, (name, value)],
                "email=a&password=b",
            )
            .await;
            assert_eq!(answer.status, 403, "{name}: {value} {path}");
            assert!(
                answer.has("från en annan webbplats") && !answer.headers.contains_key("set-cookie")
            );
        }
    }
    assert_eq!(world.count("select count(*) from events").await, before);
    assert_eq!(world.count("select count(*) from login_failures").await, 0);
    assert_eq!(
        world
            .count("select count(*) from sessions where ended_at is not null")
            .await,
        0
    );
    let own = format!("http://{}", world.base.trim_start_matches("http://"));
    let answer = send(
        &lotta,
        "POST",
        "/konto/sessioner/avsluta-andra",
        &[FORM, ("origin", &own)],
        "",
    )
    .await;
    assert_eq!(answer.status, 303);
}

#[tokio::test]
async fn the_public_address_is_ours_whatever_host_the_proxy_asks_for() {
    let url = "https://regiondialog.example.se";
    let world = World::with(|config| config.public_url = Some(format!("{url}/"))).await;
    let visitor = world.visitor();
    let answer = send(&visitor, "POST", "/logga-ut", &[FORM, ("origin", url)], "").await;
    assert_eq!(answer.status, 303);
    let answer = send(
        &visitor,
        "POST",
        "/logga-ut",
        &[FORM, ("origin", "https://evil.example")],
        "",
    )
    .await;
    assert_eq!(answer.status, 403);
}

#[tokio::test]
async fn the_host_header_is_never_repeated() {
    let world = World::new().await;
    for path in ["/logga-in", "/konto", "/finns-inte"] {
        let answer = send(
            &world.visitor(),
            "GET",
            path,
            &[("host", "evil.example")],
            "",
        )
        .await;
        assert!(
            !answer.has("evil.example") && !answer.location.contains("evil"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn nothing_that_can_be_sent_is_a_mistake_of_ours() {
    let world = World::new().await;
    let lotta = world.sign_in("Lotta Grön").await;
    let long = format!("/{}", "a".repeat(20_000));
    let paths = [
        "/%00",
        "/konto%00",
        "/static/%00",
        "/static/%FF",
        "/konto?%FF=%00",
        "/konto?till=%E5",
        "/logga-in?till=%FF",
        "//",
        "//konto",
        "/konto/sessioner/%FF/avsluta",
        "/logga-in?till=a&till=b",
        "/../../etc/passwd",
        "/.git/config",
        "/konto;a=b",
        "/%",
        "/%zz",
        &long,
    ];
    for path in paths {
        for method in ["GET", "POST", "HEAD"] {
            let answer = send(
                &lotta,
                method,
                path,
                &[FORM],
                if method == "POST" { "a=%FF%00" } else { "" },
            )
            .await;
            assert!(
                answer.status < 500,
                "{method} {path:.60}: {}",
                answer.status
            );
        }
    }
    let bodies = [
        "",
        "&",
        "=",
        "&&&===",
        "text",
        "text=%",
        "text=%FF%FE",
        "text=%00",
        "a=b&c[d]=e",
        "text=a&text=b",
        "person=99999999999999999999",
    ];
    for path in [
        "/forhandsgranska",
        "/logga-in",
        "/konto/losenord",
        "/konto/sessioner/x/avsluta",
    ] {
        for body in bodies {
            let answer = send(&lotta, "POST", path, &[FORM], body).await;
            assert!(answer.status < 500, "{path} {body}: {}", answer.status);
        }
    }
    let twice = send(&lotta, "POST", "/forhandsgranska", &[FORM], "text=a&text=b").await;
    assert!(twice.status == 400 && twice.has("Formuläret kom inte fram som det skulle"));
}
