//! The disk says no: reads go on, saves are refused with the text kept, and work again afterwards.

use crate::service::{Client, Saved, Service, folder, run, saves, text};
use std::process::Command;
use std::time::{Duration, Instant};

/// Sets the soft limit on how large a file the service may write; what is beyond fails as on a full disk.
fn limit(service: &Service, bytes: &str) {
    let (size, id) = (format!("--fsize={bytes}:"), service.id().to_string());
    let set = Command::new("prlimit").args([&size, "--pid", &id]).status();
    assert!(set.expect("prlimit").success());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_refuses_saves_keeps_texts_and_heals() {
    let (_folder, database) = folder();
    let service = Service::limited("trap '' XFSZ", &database).await;
    let person = Client::enter(&service.url, "2").await;
    let mut answered = 0;
    for _ in 0..3 {
        assert_eq!(person.save().await, Saved::Yes);
        answered += 1;
        limit(&service, "4096");
        for _ in 0..5 {
            assert_eq!(person.save().await, Saved::No(503));
            assert_eq!(person.get("/konto").await.expect("an answer").status(), 200);
        }
        let login =
            "email=anna&password=hemligt&carried=text%3DMin%2Btext&carried_to=/x".to_owned();
        let refused = person.post("/logga-in", login).await.expect("an answer");
        assert_eq!(refused.status(), 503);
        let page = refused.text().await.expect("text");
        assert!(
            page.contains("Det går inte att spara just nu")
                && page.contains("Ingenting har sparats")
        );
        assert!(
            page.contains("text=Min+text") && !page.contains("hemligt"),
            "{page}"
        );
        let insats = "title=Lång+titel&counties=10&unit_id=1&due_on=x".to_owned();
        let asked = person.post("/insatser/ny", insats).await;
        assert_eq!(asked.expect("an answer").status(), 422, "nothing to save");
        let insats = "title=Lång+titel&counties=10&unit_id=1&due_on=2027-05-05&status=proposed&description=Min+%3Cb%3Etext";
        let refused = person.post("/insatser/ny", insats.to_owned()).await;
        let refused = refused.expect("an answer");
        assert_eq!(refused.status(), 503);
        let page = refused.text().await.expect("text");
        assert!(page.contains("Lång titel") && page.contains("Min &#60;b&#62;text"));
        limit(&service, "unlimited");
        let healed = Instant::now();
        while person.save().await != Saved::Yes {
            assert!(
                healed.elapsed() < Duration::from_secs(3),
                "{}",
                service.log()
            );
        }
        answered += 1;
    }
    assert_eq!(saves(&database).await, answered);
    let checked = run(&["check", "--database", &database.to_string_lossy()]);
    assert!(checked.status.success(), "{}", text(&checked.stdout));
}
