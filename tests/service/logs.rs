//! The log: a line per request with what one needs, and never a secret.

use crate::service::{Client, Service, folder};
use serde_json::Value;

async fn lines(service: &Service, at_least: usize) -> Vec<Value> {
    for _ in 0..200 {
        let log = service.log();
        let lines: Vec<Value> = log
            .lines()
            .map(|line| serde_json::from_str(line).expect(line))
            .collect();
        let requests = lines
            .into_iter()
            .filter(|line| line["message"] == "request");
        let requests: Vec<Value> = requests.collect();
        if requests.len() >= at_least {
            return requests;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("too few lines: {}", service.log());
}

#[tokio::test]
async fn each_request_is_a_line_of_json_without_a_secret() {
    let (_folder, database) = folder();
    let service = Service::with("demo", &database, &["--log-json"]).await;
    let person = Client::enter(&service.url, "2").await;
    let token = person.cookie.trim_start_matches("session=").to_owned();
    person.get("/konto?hemlig=fraga").await.expect("an answer");
    person
        .get("/valkommen/hemliglank")
        .await
        .expect("an answer");
    person.get("/hemlig-sida").await.expect("an answer");
    person
        .post(
            "/logga-in",
            "email=hemlig%40myndighet.example&password=hemligt".into(),
        )
        .await
        .expect("an answer");
    person
        .post("/forhandsgranska", "text=hemlig+text".into())
        .await
        .expect("an answer");
    person
        .post("/forhandsgranska", "text=hemlig&text=hemlig".into())
        .await
        .expect("an answer");
    person
        .post(
            "/konto/losenord",
            "current_password=hemligt&password=hemligt".into(),
        )
        .await
        .expect("an answer");
    let requests = lines(&service, 9).await;
    let konto = requests
        .iter()
        .find(|line| line["route"] == "/konto")
        .expect("a line");
    assert_eq!(
        (&konto["status"], &konto["user"], &konto["method"]),
        (&200.into(), &2.into(), &"GET".into())
    );
    assert!(
        konto["ms"].is_u64()
            && konto["reference"]
                .as_str()
                .is_some_and(|text| text.len() == 12)
    );
    assert!(
        konto["timestamp"]
            .as_str()
            .is_some_and(|text| text.ends_with('Z')),
        "UTC"
    );
    assert!(
        requests
            .iter()
            .any(|line| line["route"] == "/valkommen/{token}" && line["status"] == 400)
    );
    let log = service.log();
    assert!(log.contains("login refused"));
    for secret in ["hemlig", token.as_str(), "myndighet.example", "127.0.0.1:0"] {
        assert!(!log.contains(secret), "the log tells {secret}:\n{log}");
    }
}

#[tokio::test]
async fn a_header_cannot_write_a_line_of_its_own() {
    let (_folder, database) = folder();
    let service = Service::start("demo", &database).await;
    let person = Client::enter(&service.url, "2").await;
    person
        .get("/konto%0A2026-01-01T00:00:00Z%20ERROR%20hittepa")
        .await
        .expect("an answer");
    person.get("/konto").await.expect("an answer");
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    assert!(!service.log().contains("hittepa"));
    assert!(
        service.log().contains("route=\"/konto\"") || service.log().contains("route=/konto"),
        "{}",
        service.log()
    );
}
