//! SIGTERM: every request that was sent is answered. And slow connections, which are cut.

use crate::durability::Load;
use crate::service::{Client, Saved, Service, folder, saves};
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_request_sent_before_sigterm_is_answered() {
    let (_folder, database) = folder();
    let mut answered = 0;
    let mut service = Service::start("demo", &database).await;
    let person = Client::enter(&service.url, "2").await;
    for _ in 0..3 {
        let load = Load::of(&person.at(&service.url), 12);
        tokio::time::sleep(Duration::from_millis(400)).await;
        service.signal("-TERM");
        let (status, took) = service.ended().await;
        assert_eq!(status.code(), Some(0), "{}", service.log());
        assert!(took < Duration::from_secs(10), "{took:?}");
        let counted = load.answered.clone();
        assert_eq!(load.end().await, []);
        answered += counted.load(Ordering::SeqCst);
        service = Service::start("demo", &database).await;
        let still = person
            .at(&service.url)
            .get("/konto")
            .await
            .expect("an answer");
        assert_eq!(still.status(), 200, "sessions survive a restart");
    }
    assert_eq!(saves(&database).await, answered);
}

#[tokio::test]
async fn open_connections_that_say_nothing_do_not_hold_up_the_end() {
    let (_folder, database) = folder();
    let mut service = Service::start("demo", &database).await;
    let address = service.url.trim_start_matches("http://").to_owned();
    let mut silent = Vec::new();
    for _ in 0..20 {
        let mut stream = TcpStream::connect(&address).await.expect("a connection");
        stream
            .write_all(b"POST /logga-in HTTP/1.1\r\nhost: x\r\n")
            .await
            .expect("sent");
        silent.push(stream);
    }
    service.signal("-TERM");
    let (status, took) = service.ended().await;
    assert_eq!(status.code(), Some(0));
    assert!(took < Duration::from_secs(10), "{took:?}");
}

/// The three ways to be slow: to say nothing, to stop in the headers, and to stop in the form.
const HALVES: [&str; 3] = [
    "",
    "GET /logga-in HTTP/1.1\r\nhost: x\r\nx-long: ",
    "POST /logga-in HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: 1000\r\n\r\nemail=",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_half_open_connections_are_cut_while_others_are_served() {
    let (_folder, database) = folder();
    let service = Service::start("demo", &database).await;
    let person = Client::enter(&service.url, "2").await;
    let address = service.url.trim_start_matches("http://").to_owned();
    let started = Instant::now();
    let mut cut = tokio::task::JoinSet::new();
    for turn in 0..200 {
        let mut stream = TcpStream::connect(&address).await.expect("a connection");
        stream
            .write_all(HALVES[turn % 3].as_bytes())
            .await
            .expect("sent");
        cut.spawn(async move {
            let mut rest = Vec::new();
            stream.read_to_end(&mut rest).await.ok();
        });
    }
    for _ in 0..20 {
        let asked = Instant::now();
        let page = person.get("/konto").await.expect("an answer");
        assert_eq!(page.status(), 200);
        assert_eq!(person.save().await, Saved::Yes);
        assert!(
            asked.elapsed() < Duration::from_millis(500),
            "{:?}",
            asked.elapsed()
        );
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let all = tokio::time::timeout(Duration::from_secs(30), cut.join_all()).await;
    assert!(
        all.is_ok(),
        "some were still open after {:?}",
        started.elapsed()
    );
    assert!(
        started.elapsed() < Duration::from_secs(30),
        "{:?}",
        started.elapsed()
    );
}

/// Answers that hyper gives by itself, before any layer of ours: bare, closed, and without a banner.
#[tokio::test]
async fn what_is_no_http_gets_a_bare_refusal() {
    let (_folder, database) = folder();
    let service = Service::start("demo", &database).await;
    let address = service.url.trim_start_matches("http://").to_owned();
    let long = format!(
        "GET / HTTP/1.1\r\nhost: x\r\nx: {}\r\n\r\n",
        "a".repeat(200_000)
    );
    let many = format!("GET / HTTP/1.1\r\n{}\r\n", "x: y\r\n".repeat(300));
    let unsure =
        "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nabcdef";
    for (sent, status) in [
        ("hej\r\n\r\n", "400"),
        ("GET / HTTP/9.9\r\n\r\n", "400"),
        (&long, "431"),
        (&many, "431"),
        (unsure, "400"),
        (
            "GET http://evil.example/konto HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
            "303",
        ),
        (
            "OPTIONS * HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
            "405",
        ),
        (
            "CONNECT evil.example:443 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
            "405",
        ),
    ] {
        let mut stream = TcpStream::connect(&address).await.expect("a connection");
        stream.write_all(sent.as_bytes()).await.ok();
        let mut answer = Vec::new();
        let reading = stream.read_to_end(&mut answer);
        tokio::time::timeout(Duration::from_secs(15), reading)
            .await
            .expect("closed")
            .ok();
        let answer = String::from_utf8_lossy(&answer).to_lowercase();
        assert!(
            answer.starts_with(&format!("http/1.1 {status}")),
            "{sent:.40}: {answer:.200}"
        );
        assert!(
            !answer.contains("server:") && !answer.contains("hyper") && !answer.contains("evil")
        );
    }
}
