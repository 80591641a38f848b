//! How many statements each page asks of the database: few, and the same number however long its list is.

use crate::service::{Client, Service, folder};
use serde_json::Value;

/// Page and the most it may ask, the session's own included.
const PAGES: [(&str, usize); 12] = [
    ("/", 13),
    ("/oversikt", 11),
    ("/oversikt/team", 6),
    ("/lan", 9),
    ("/lan/norrbotten", 15),
    ("/dialoger", 10),
    ("/dialoger/1", 16),
    ("/insatser", 11),
    ("/insatser?q=kompetens&status=alla", 11),
    ("/insatser/1", 14),
    ("/team/norr", 12),
    ("/organisation", 10),
];

#[tokio::test]
async fn each_page_keeps_to_its_number_of_statements() {
    let (_folder, database) = folder();
    let service = Service::with("demo", &database, &["--log-json", "--log", "debug"]).await;
    let person = Client::enter(&service.url, "1").await;
    let mut wrong = Vec::new();
    for (page, most) in PAGES {
        person.get(page).await.expect("an answer");
        let before = settled(&service).await;
        let answer = person.get(page).await.expect("an answer");
        assert_eq!(answer.status().as_u16(), 200, "{page}");
        settled(&service).await;
        let asked = statements(&service.log()[before..]);
        assert!(asked > 0, "{page} asked nothing: the log has changed");
        if asked > most {
            wrong.push(format!("{page} asked {asked} statements, at most {most}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The length of the log once it has stopped growing.
async fn settled(service: &Service) -> usize {
    let mut length = 0;
    loop {
        tokio::time::sleep(std::time::Duration::from_millis(60)).await;
        let now = service.log().len();
        if now == length {
            return now;
        }
        length = now;
    }
}

fn statements(log: &str) -> usize {
    let lines = log
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    lines.filter(|line| line["target"] == "sqlx::query").count()
}
