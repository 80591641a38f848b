//! What every answer has in common: its headers, its caching, and the page of a mistake of ours.

use crate::world::{Browser, Page, World};
use axum::Router;
use axum::routing::{get, post};
use regiondialog::App;
use regiondialog::error::Error;
use regiondialog::web;
use reqwest::Method;
use reqwest::header::{HeaderMap, HeaderName};

const HEADERS: &[&str] = &[
    "content-security-policy",
    "x-content-type-options",
    "x-frame-options",
    "referrer-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "permissions-policy",
];

fn kept(headers: &HeaderMap) -> Vec<String> {
    HEADERS
        .iter()
        .map(|name| format!("{:?}", headers.get(HeaderName::from_static(name))))
        .collect()
}

pub async fn send(
    browser: &Browser,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Page {
    let method = Method::from_bytes(method.as_bytes()).expect("a method");
    let mut request = browser.request(method, path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    browser.send(request.body(body.to_owned())).await
}

pub const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

#[tokio::test]
async fn every_class_of_answer_has_the_same_headers_and_names_no_version() {
    let world = World::new().await;
    let (visitor, lotta) = (world.visitor(), world.sign_in("Lotta Grön").await);
    let css = regiondialog::web::assets::url("app.css");
    let etag = visitor.get(css).await.headers["etag"]
        .to_str()
        .expect("text")
        .to_owned();
    let large = format!("text={}", "a".repeat(6_000_000));
    let unprocessable = send(&lotta, "POST", "/konto/losenord", &[FORM], "password=x").await;
    for _ in 0..9 {
        visitor
            .post(
                "/logga-in",
                &[("email", "x@y.example"), ("password", "fel")],
            )
            .await;
    }
    let forged = [FORM, ("sec-fetch-site", "cross-site")];
    let answers = [
        (200, send(&visitor, "GET", "/logga-in", &[], "").await),
        (200, send(&lotta, "GET", "/", &[], "").await),
        (200, send(&visitor, "GET", css, &[], "").await),
        (303, send(&visitor, "GET", "/konto", &[], "").await),
        (
            304,
            send(&visitor, "GET", css, &[("if-none-match", &etag)], "").await,
        ),
        (400, send(&visitor, "GET", "/valkommen/x", &[], "").await),
        (
            400,
            send(&visitor, "POST", "/logga-in", &[FORM], "email=a&email=b").await,
        ),
        (
            401,
            send(&visitor, "POST", "/forhandsgranska", &[FORM], "text=hej").await,
        ),
        (
            403,
            send(&lotta, "POST", "/forhandsgranska", &forged, "text=hej").await,
        ),
        (404, send(&lotta, "GET", "/finns-inte", &[], "").await),
        (
            404,
            send(&visitor, "GET", "/static/finns-inte.css", &[], "").await,
        ),
        (
            404,
            send(&visitor, "GET", "/static/..%2F..%2FCargo.toml", &[], "").await,
        ),
        (405, send(&visitor, "DELETE", "/konto", &[], "").await),
        (
            413,
            send(&lotta, "POST", "/forhandsgranska", &[FORM], &large).await,
        ),
        (
            415,
            send(
                &lotta,
                "POST",
                "/forhandsgranska",
                &[("content-type", "application/json")],
                "{}",
            )
            .await,
        ),
        (422, unprocessable),
        (
            429,
            send(
                &visitor,
                "POST",
                "/logga-in",
                &[FORM],
                "email=x%40y.example&password=fel",
            )
            .await,
        ),
    ];
    let expected = kept(&answers[0].1.headers);
    assert!(
        !expected.iter().any(|value| value == "None"),
        "{expected:?}"
    );
    assert!(
        expected[0].contains("default-src 'none'")
            && expected[0].contains("frame-ancestors 'none'")
    );
    for (status, answer) in &answers {
        assert_eq!(answer.status, *status, "{:.300}", answer.html);
        assert_eq!(kept(&answer.headers), expected, "{status}");
        for name in [
            "server",
            "x-powered-by",
            "strict-transport-security",
            "access-control-allow-origin",
        ] {
            assert!(!answer.headers.contains_key(name), "{status} has {name}");
        }
        let version = env!("CARGO_PKG_VERSION");
        let told = !answer.html.starts_with("@") && *status >= 400 && answer.html.contains(version);
        assert!(!told, "{status} tells the version");
        if *status >= 400 {
            assert!(
                answer.has("<h1>") && answer.has("lang=\"sv\""),
                "{status}: {}",
                answer.html
            );
        }
    }
}

#[tokio::test]
async fn pages_are_never_stored_and_static_files_are() {
    let world = World::new().await;
    let lotta = world.sign_in("Lotta Grön").await;
    for path in ["/", "/konto", "/konto/losenord", "/logga-in", "/finns-inte"] {
        let page = lotta.get(path).await;
        assert_eq!(page.headers["cache-control"], "no-store", "{path}");
    }
    let css = lotta.get(regiondialog::web::assets::url("app.css")).await;
    assert!(
        css.headers["cache-control"]
            .to_str()
            .unwrap()
            .contains("immutable")
    );
    assert!(!css.headers.contains_key("set-cookie"));
}

#[tokio::test]
async fn over_tls_browsers_are_told_to_stay_there_and_every_cookie_is_secure() {
    let url = Some("https://regiondialog.example.se".to_owned());
    let world = World::with(|config| config.public_url = url).await;
    let visitor = world.visitor();
    let page = visitor.get("/logga-in").await;
    assert_eq!(
        page.headers["strict-transport-security"],
        "max-age=31536000; includeSubDomains"
    );
    let flash = visitor.with_cookie("besked=Hej").get("/logga-in").await;
    assert!(
        flash.headers["set-cookie"]
            .to_str()
            .unwrap()
            .ends_with("; Secure")
    );
}

/// Two refusals of ours that no form has yet: by then someone has written a text.
#[tokio::test]
async fn a_refused_form_shows_the_text_but_is_not_sent_again() {
    let world = World::new().await;
    async fn stale() -> regiondialog::error::Result<()> {
        Err(Error::Stale)
    }
    async fn full() -> regiondialog::error::Result<()> {
        Err(Error::Storage(sqlx::Error::PoolTimedOut))
    }
    let routes = Router::new()
        .route("/inaktuell", post(stale))
        .route("/full", post(full).get(full));
    let visitor = world.visitor().at(&beside(&world, routes).await);
    let fields = [("text", "Min text"), ("county", "25"), ("password", "")];
    let page = visitor.post("/inaktuell", &fields[..2]).await;
    assert!(page.status == 409 && page.has("Min text") && !page.has("Försök spara igen"));
    assert!(
        !page.has("<dd class=\"pre\">25"),
        "what she picked is no text"
    );
    let page = visitor.post("/full", &fields[..2]).await;
    assert!(
        page.status == 503 && page.has("Ingenting har sparats") && page.has("Försök spara igen")
    );
    assert_eq!(
        (page.field("text").as_str(), page.field("county").as_str()),
        ("Min text", "25")
    );
    let page = visitor.post("/full", &fields).await;
    assert!(
        page.status == 503 && !page.has("Min text"),
        "a form with a password is not kept"
    );
    assert!(
        visitor
            .get("/full")
            .await
            .has("Sidan går inte att visa just nu")
    );
}

/// The routes behind the layers of the application, at an address of their own.
async fn beside(world: &World, routes: Router<App>) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let base = format!("http://{}", listener.local_addr().expect("address"));
    let router = web::dressed(routes, world.app.clone());
    tokio::spawn(web::serve::serve(listener, router, std::future::pending()));
    base
}

/// A handler of ours that fails: the page says so, keeps the text, and tells nothing of the inside.
#[tokio::test]
async fn a_panic_is_a_page_that_keeps_the_text() {
    let world = World::new().await;
    async fn broken() -> &'static str {
        panic!("the secret inside")
    }
    let routes: Router<App> = Router::new().route("/trasig", get(broken).post(broken));
    let visitor = world.visitor().at(&beside(&world, routes).await);
    let page = visitor.get("/trasig").await;
    assert!(page.status == 500 && page.has("Något gick fel hos oss") && page.has("Felkod"));
    assert!(!page.has("secret") && !page.has("panic"));
    let page = visitor
        .post("/trasig", &[("text", "Min text"), ("version", "2")])
        .await;
    assert!(
        page.status == 500 && page.has("Min text") && page.has("Försök spara igen"),
        "{}",
        page.html
    );
    assert_eq!(page.field("version"), "2");
    assert_eq!(visitor.get("/trasig").await.status, 500, "the server lives");
}
