//! What has been answered leaves no memory behind.

use crate::service::{Client, Service, folder, number};
use tokio::task::JoinSet;

/// Megabytes of memory that the service holds.
fn held(service: &Service) -> i64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", service.id()));
    let status = status.expect("a process");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<i64>().ok());
    kilobytes.expect("a number") / 1024
}

const PAGES: [&str; 6] = [
    "/",
    "/dialoger",
    "/insatser",
    "/lan",
    "/organisation",
    "/dialoger/1",
];

async fn mixed(person: &Client, requests: usize) {
    let mut running = JoinSet::new();
    for worker in 0..8 {
        let person = person.clone();
        running.spawn(async move {
            for each in (worker..requests).step_by(8) {
                match each % 10 {
                    // an address of its own, so that no login has to wait for its turn
                    9 if each < 90 => {
                        let login = format!("email=a{each}%40myndighet.example&password=fel");
                        drop(person.post("/logga-in", login).await);
                    }
                    8 => drop(person.save().await),
                    page => drop(person.get(PAGES[page % PAGES.len()]).await),
                }
            }
        });
    }
    running.join_all().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mixed_requests_and_logins_leave_no_memory_behind() {
    let (_folder, database) = folder();
    let service = Service::start("demo", &database).await;
    let person = Client::enter(&service.url, "2").await;
    for page in PAGES {
        person.get(page).await.expect("an answer");
    }
    let before = held(&service);
    mixed(&person, number("REQUESTS", 300)).await;
    let after = held(&service);
    println!("{before} MB before, {after} MB after");
    assert!(after - before <= 20, "from {before} to {after} MB");
}
