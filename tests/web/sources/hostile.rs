//! Sources that mean harm: each gets a clear result, within bounded time and room.

use super::server::{Answer, Server, fixture, ok, redirect};
use jiff::Timestamp;
use regiondialog::domain::source::{Allowed, Fetched, Outcome, Progress};
use regiondialog::fetch::{WITHIN, fetch};
use std::time::{Duration, Instant};

const RSS: &str = "<rss version=\"2.0\"><channel><title>t</title><item><title>En nyhet</title>\
    <link>https://exempel.se/1</link></item></channel></rss>";
const HEAD: &str =
    "HTTP/1.1 200 OK\r\ncontent-type: application/rss+xml\r\nconnection: close\r\n\r\n";

fn now() -> Timestamp {
    crate::world::NOW.parse().expect("a time")
}

async fn tried(url: &str, allowed: &[Allowed]) -> Fetched {
    let fetched = fetch(url, &Progress::default(), allowed, now()).await;
    fetched.expect("an outcome")
}

/// Answers by the path.
fn hostile(path: &str, head: &str) -> Answer {
    let host = head.split("host: ").nth(1).unwrap_or_default();
    let host = host.split("\r\n").next().unwrap_or_default();
    let port = host.rsplit(':').next().unwrap_or_default();
    let mut spaces = RSS.as_bytes().to_vec();
    spaces.resize(30 * 1024 * 1024, b' ');
    let laughs = "<?xml version='1.0'?><!DOCTYPE lolz [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;'>]>\
        <rss version='2.0'><channel><title>&c;</title></channel></rss>";
    let packed = |body: Vec<u8>| Answer::Whole("200 OK", "content-encoding: gzip\r\n".into(), body);
    match path.split('?').next().unwrap_or_default() {
        "/endless" => Answer::Endless(HEAD.into(), &[b' '; 16 * 1024], Duration::ZERO),
        "/endless-head" => Answer::Endless(
            "HTTP/1.1 200 OK\r\n".into(),
            b"x-fyllning: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n",
            Duration::ZERO,
        ),
        "/thirty" => ok(spaces),
        "/lies" => Answer::Endless(
            format!("HTTP/1.1 200 OK\r\ncontent-length: 5\r\nconnection: close\r\n\r\n{RSS}"),
            b" ",
            Duration::from_millis(50),
        ),
        "/loop" => redirect("/loop"),
        "/around" => redirect(&format!("http://{host}/around?x")),
        "/house" => redirect("http://10.0.0.1/rss"),
        "/cloud" => redirect("http://169.254.169.254/latest/meta-data/"),
        "/mapped" => redirect("http://[::ffff:127.0.0.1]/rss"),
        "/other-port" => redirect("http://127.0.0.1:1/rss"),
        "/by-name" => redirect(&format!("http://localhost:{port}/rss")),
        "/file" => redirect("file:///etc/passwd"),
        "/secret" => redirect("https://anna:hemligt@exempel.se/"),
        "/nowhere" => Answer::Whole("302 Found", String::new(), Vec::new()),
        "/gzip" => packed(vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0]),
        "/gzip-unsaid" => ok(vec![0x1f, 0x8b, 8, 0, 0xff, 0xfe, 0, 0]),
        "/xxe" => ok(fixture("rss_xxe_SKA_AVVISAS.xml")),
        "/laughs" => ok(laughs),
        "/broken" => ok(RSS
            .replace("En nyhet", "En \u{1}")
            .into_bytes()
            .iter()
            .map(|byte| if *byte == 1 { 0xff } else { *byte })
            .collect::<Vec<u8>>()),
        "/page" => ok(fixture("inte_rss.html")),
        "/empty" => ok(""),
        "/missing" => Answer::Whole("404 Not Found", String::new(), b"borta".to_vec()),
        "/error" => Answer::Whole("500 Oops", String::new(), Vec::new()),
        "/teapot" => Answer::Whole("206 Partial", String::new(), RSS.into()),
        "/hang-up" => Answer::HangUp,
        "/wrong-type" => Answer::Whole("200 OK", "content-type: image/png\r\n".into(), RSS.into()),
        "/moved" => redirect("/wrong-type"),
        _ => ok(RSS),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_a_source_answers_the_result_is_clear_and_soon_there() {
    let server = Server::start(hostile).await;
    let mut wrong = Vec::new();
    for (path, expected) in [
        ("/endless", Outcome::TooLarge),
        ("/endless-head", Outcome::NoAnswer),
        ("/thirty", Outcome::TooLarge),
        ("/lies", Outcome::NotFeed),
        ("/loop", Outcome::Redirects),
        ("/around", Outcome::Redirects),
        ("/house", Outcome::Internal),
        ("/cloud", Outcome::Internal),
        ("/mapped", Outcome::Internal),
        ("/other-port", Outcome::Internal),
        ("/by-name", Outcome::Internal),
        ("/file", Outcome::BadRedirect),
        ("/secret", Outcome::BadRedirect),
        ("/nowhere", Outcome::BadRedirect),
        ("/gzip", Outcome::Packed),
        ("/gzip-unsaid", Outcome::Unreadable),
        ("/xxe", Outcome::Entities),
        ("/laughs", Outcome::Entities),
        ("/broken", Outcome::Unreadable),
        ("/page", Outcome::WebPage),
        ("/empty", Outcome::NotFeed),
        ("/missing", Outcome::HttpError),
        ("/error", Outcome::HttpError),
        ("/teapot", Outcome::HttpError),
        ("/hang-up", Outcome::NoAnswer),
        ("/wrong-type", Outcome::New),
        ("/moved", Outcome::New),
    ] {
        let started = Instant::now();
        let fetched = tried(&server.url(path), &server.allowed()).await;
        let (outcome, took) = (fetched.outcome, started.elapsed());
        let items = fetched.items.len();
        // A head without end is read over and over, up to what a head may be; slow in a test, but never long.
        let most = match path {
            "/endless-head" => WITHIN,
            _ => Duration::from_secs(5),
        };
        if outcome != expected || took > most || (items > 0) != outcome.went_well() {
            wrong.push(format!("{path}: {outcome:?} in {took:?}, {items} items"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[tokio::test]
async fn a_source_that_drips_is_given_up() {
    let drip = |_: &str, _: &str| Answer::Endless(HEAD.into(), b" ", Duration::from_millis(100));
    let server = Server::start(drip).await;
    let started = Instant::now();
    let fetched = tried(&server.url("/rss"), &server.allowed()).await;
    assert_eq!(fetched.outcome, Outcome::TooSlow);
    assert!(started.elapsed() < WITHIN + Duration::from_secs(3));
}

#[tokio::test]
async fn nothing_of_the_house_is_asked_unless_it_is_allowed() {
    let server = Server::start(hostile).await;
    let port = server.address.port();
    for url in [
        server.url("/rss"),
        format!("http://localhost:{port}/rss"),
        format!("http://[::1]:{port}/rss"),
        format!("http://2130706433:{port}/rss"),
        "http://192.168.0.1/rss".to_owned(),
    ] {
        assert_eq!(tried(&url, &[]).await.outcome, Outcome::Internal, "{url}");
    }
    assert!(server.asked.lock().unwrap().is_empty(), "it was asked");
    let name = format!("localhost:{port}").parse().expect("an address");
    let fetched = tried(&format!("http://localhost:{port}/rss"), &[name]).await;
    assert_eq!(fetched.outcome, Outcome::New);
}

#[tokio::test]
async fn a_request_tells_nothing_but_who_asks() {
    let server = Server::start(hostile).await;
    tried(&server.url("/moved"), &server.allowed()).await;
    let asked = server.asked.lock().unwrap().clone();
    assert_eq!(asked.len(), 2);
    for head in asked {
        assert!(head.contains("user-agent: regiondialog/"), "{head}");
        for never in ["cookie", "referer", "accept-encoding", "authorization"] {
            assert!(!head.contains(&format!("\r\n{never}:")), "{head}");
        }
    }
}

#[tokio::test]
async fn nobody_there_is_no_answer() {
    let server = Server::start(hostile).await;
    let (url, allowed) = (server.url("/rss"), server.allowed());
    drop(server);
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(tried(&url, &allowed).await.outcome, Outcome::NoAnswer);
}
