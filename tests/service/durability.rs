//! What has been answered is never lost. `KILLS=50 cargo test --test service killed` kills fifty times.

use crate::service::{Client, SAVERS, Saved, Service, folder, number, run, saves, text};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

/// Several people who save as fast as they can, until told to stop.
pub struct Load {
    running: JoinSet<Vec<Saved>>,
    stop: Arc<AtomicBool>,
    pub answered: Arc<AtomicI64>,
}

impl Load {
    pub fn of(client: &Client, people: usize) -> Load {
        let (stop, answered) = (
            Arc::new(AtomicBool::new(false)),
            Arc::new(AtomicI64::new(0)),
        );
        let mut running = JoinSet::new();
        for _ in 0..people {
            let (client, stop, answered) = (client.clone(), stop.clone(), answered.clone());
            running.spawn(async move {
                let mut others = Vec::new();
                while !stop.load(Ordering::SeqCst) {
                    match client.save().await {
                        Saved::Yes => drop(answered.fetch_add(1, Ordering::SeqCst)),
                        Saved::NotSent => break,
                        other => others.push(other),
                    }
                }
                others
            });
        }
        Load {
            running,
            stop,
            answered,
        }
    }

    /// What was answered otherwise than with "saved".
    pub async fn end(self) -> Vec<Saved> {
        self.stop.store(true, Ordering::SeqCst);
        self.running
            .join_all()
            .await
            .into_iter()
            .flatten()
            .collect()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_answered_save_is_lost_when_the_service_is_killed() {
    let (_folder, database) = folder();
    let mut answered = 0;
    let mut service = Service::start("demo", &database).await;
    let person = Client::enter(&service.url, "2").await;
    for kill in 0..number("KILLS", 10) {
        let load = Load::of(&person.at(&service.url), 4);
        tokio::time::sleep(Duration::from_millis(300 + 37 * (kill as u64 % 10))).await;
        service.signal("-KILL");
        service.ended().await;
        let counted = load.answered.clone();
        load.end().await;
        answered += counted.load(Ordering::SeqCst);
        service = Service::start("demo", &database).await;
        assert!(
            service.ready_in < Duration::from_secs(2),
            "ready in {:?}",
            service.ready_in
        );
        assert!(saves(&database).await >= answered, "kill {kill}");
        let still = person
            .at(&service.url)
            .get("/konto")
            .await
            .expect("an answer");
        assert_eq!(still.status(), 200, "sessions survive");
    }
    println!("{answered} answered saves");
    assert!(answered > 100, "{answered} saves only");
    let checked = run(&["check", "--database", &database.to_string_lossy()]);
    assert!(checked.status.success(), "{}", text(&checked.stdout));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_under_load_holds_every_save_answered_before_it_began() {
    let (folder, database) = folder();
    let service = Service::start("demo", &database).await;
    let person = Client::enter(&service.url, "2").await;
    let load = Load::of(&person, 4);
    let mut answered = 0;
    for _ in 0..50 {
        tokio::time::sleep(Duration::from_millis(300)).await;
        answered = load.answered.load(Ordering::SeqCst);
        if answered > 0 {
            break;
        }
    }
    let copy = folder.path().join("kopia.db");
    let backup = || {
        let (from, to) = (database.to_string_lossy(), copy.to_string_lossy());
        run(&["backup", &to, "--database", &from])
    };
    let made = backup();
    assert!(made.status.success(), "{}", text(&made.stderr));
    assert_eq!(load.end().await, [], "saves went on");
    assert!(answered > 0 && saves(&copy).await >= answered);
    let before = std::fs::read(&copy).expect("a copy");
    let again = backup();
    assert_eq!(again.status.code(), Some(2));
    assert!(text(&again.stderr).contains("kopia.db finns redan"));
    assert_eq!(std::fs::read(&copy).expect("a copy"), before);
    let restored = Service::start("demo", &copy).await;
    assert_eq!(person.at(&restored.url).save().await, Saved::Yes);
    let names = std::fs::read_dir(folder.path())
        .expect("a folder")
        .flatten();
    assert!(
        !names
            .into_iter()
            .any(|each| each.file_name().to_string_lossy().contains("halv"))
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_saves_by_twenty_people_at_once_are_all_accepted() {
    let (_folder, database) = folder();
    let service = Service::start("demo", &database).await;
    let mut running = JoinSet::new();
    for person in SAVERS.iter().cycle().take(20) {
        let client = Client::enter(&service.url, person).await;
        running.spawn(async move {
            let mut times = Vec::new();
            for _ in 0..10 {
                let started = Instant::now();
                assert_eq!(client.save().await, Saved::Yes);
                times.push(started.elapsed());
            }
            times
        });
    }
    let mut times = running.join_all().await.concat();
    times.sort();
    println!("p95 {:?}, longest {:?}", times[189], times[199]);
    assert_eq!(saves(&database).await, 200);
    assert!(times[189] < Duration::from_secs(2), "p95 {:?}", times[189]);
}
