//! The demo's agency: believable on any day of the year, and the same each time.

use crate::world::World;
use jiff::Timestamp;
use regiondialog::clock::Clock;
use regiondialog::store::{Db, demo, open};
use tempfile::TempDir;

/// Days that have broken calendars before: New Year, week 53, Easter and the clock change, July, Christmas.
const DAYS: [&str; 8] = [
    "2026-11-23T09:00:00Z",
    "2026-12-24T22:30:00Z",
    "2026-12-31T08:00:00Z",
    "2027-01-01T00:10:00Z",
    "2027-03-28T01:30:00Z",
    "2027-07-14T10:00:00Z",
    "2028-02-29T12:00:00Z",
    "2027-10-31T00:30:00Z",
];

async fn on(now: &str) -> (TempDir, Db) {
    let folder = tempfile::tempdir().expect("a folder");
    let clock = Clock::fixed(now.parse::<Timestamp>().expect("a time"));
    let db = open::open(&folder.path().join("demo.db"), clock)
        .await
        .expect("open");
    demo::install(&db, 1).await.expect("the demo installs");
    (folder, db)
}

async fn number(db: &Db, sql: &'static str) -> i64 {
    let found = sqlx::query_scalar(sql).fetch_one(db.read()).await;
    found.unwrap_or_else(|error| panic!("{sql}: {error}"))
}

#[tokio::test]
async fn on_any_day_every_phase_and_every_status_is_there() {
    for now in DAYS {
        let (_folder, db) = on(now).await;
        let phases = number(&db, "select count(distinct phase) from dialogues").await;
        let statuses = number(&db, "select count(distinct status) from actions").await;
        assert_eq!((phases, statuses), (6, 5), "{now}");
        let open =
            "select count(*) from actions where status in ('proposed', 'decided', 'ongoing')";
        assert!(number(&db, open).await >= 25, "{now}");
        let late = "select count(*) from dialogues d join milestones m on m.dialogue_id = d.id
                    where d.phase = 'following_up' and m.state = 'open' and m.offset_days > 0
                      and m.due_on < (select substr(max(at), 1, 10) from events)";
        assert!(number(&db, late).await > 0, "no feedback is late on {now}");
    }
}

#[tokio::test]
async fn on_any_day_the_dates_are_sensible() {
    for now in DAYS {
        let (_folder, db) = on(now).await;
        let today = regiondialog::clock::in_stockholm(now.parse().expect("a time")).to_string();
        let checks = [
            ("an event in the future", format!("select count(*) from events where at > '{now}'")),
            (
                "a dialogue on a weekend",
                "select count(*) from dialogues where strftime('%w', held_on) in ('0', '6')".into(),
            ),
            (
                "held before its day",
                "select count(*) from dialogues where substr(held_at, 1, 10) < held_on".into(),
            ),
            (
                "still to come but held",
                format!("select count(*) from dialogues where held_on > '{today}' and phase in ('holding', 'following_up', 'closed')"),
            ),
            (
                "closed with open duties",
                "select count(*) from dialogues d join milestones m on m.dialogue_id = d.id
                 where d.phase = 'closed' and m.state = 'open'".into(),
            ),
            (
                "passed but only prepared",
                format!("select count(*) from dialogues where held_on < '{today}' and phase in ('planning', 'preparing')"),
            ),
            (
                // Cases, networks, contacts and figures are told when all the rest has been.
                "an event before the one it follows",
                "select count(*) from events a join events b on b.id = a.id + 1 where b.at < a.at and a.kind <> 'installed'
                 and b.subject_kind not in ('transition_case', 'network', 'network_meeting', 'contact', 'contact_entry', 'organisation', 'indicator')
                 and a.subject_kind not in ('transition_case', 'network', 'network_meeting', 'contact', 'contact_entry', 'organisation', 'indicator')".into(),
            ),
            (
                "settled before it was planned",
                "select count(*) from milestones m join dialogues d on d.id = m.dialogue_id where m.settled_at < d.created_at".into(),
            ),
        ];
        for (what, sql) in checks {
            let found: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(sql.as_str()))
                .fetch_one(db.read())
                .await
                .unwrap_or_else(|error| panic!("{sql}: {error}"));
            assert_eq!(found, 0, "{what} on {now}");
        }
    }
}

#[tokio::test]
async fn every_function_is_held_but_for_the_vacancies() {
    let (_folder, db) = on(DAYS[0]).await;
    let held = "select count(distinct seat) from assignments
                where kind <> 'deputy' and is_primary = 1 and removed_at is null and valid_to is null";
    assert_eq!(number(&db, held).await, 36 - 3);
}

#[tokio::test]
async fn there_are_some_sixty_dialogues_and_forty_to_sixty_insatser() {
    let (_folder, db) = on(DAYS[0]).await;
    let dialogues = number(&db, "select count(*) from dialogues").await;
    assert!((55..=65).contains(&dialogues), "{dialogues} dialogues");
    let actions = number(&db, "select count(*) from actions").await;
    assert!((40..=60).contains(&actions), "{actions} insatser");
    let counties = "select count(distinct county) from dialogues where phase = 'closed' and held_on > '2024-11-23'";
    assert_eq!(number(&db, counties).await, 21);
    let next = "select count(distinct county) from dialogues where held_on >= '2026-01-01'";
    assert_eq!(number(&db, next).await, 21);
    for table in ["action_followups", "action_earlier_due_dates"] {
        let sql = format!("select count(*) from {table}");
        let rows: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(sql.as_str()))
            .fetch_one(db.read())
            .await
            .expect("rows");
        assert!(rows > 3, "{table}");
    }
    let several = "select count(*) from (select 1 from action_counties group by action_id having count(*) > 1)";
    assert!(number(&db, several).await >= 8);
    let people = "select count(*) from actions where owner_person_id is not null";
    assert!((3..=12).contains(&number(&db, people).await));
}

#[tokio::test]
async fn every_record_tells_who_made_it_and_when() {
    let (_folder, db) = on(DAYS[0]).await;
    for (noun, kind) in [("dialogue", "dialogue_planned"), ("action", "action_made")] {
        let sql = format!(
            "select count(*) from {noun}s n where not exists (select 1 from events e where e.kind = '{kind}'
               and e.subject_id = cast(n.id as text) and e.at = n.created_at and e.actor_id is not null)"
        );
        let untold: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(sql.as_str()))
            .fetch_one(db.read())
            .await
            .expect("rows");
        assert_eq!(untold, 0, "{noun}");
    }
    let kinds: Vec<String> = sqlx::query_scalar("select distinct kind from events")
        .fetch_all(db.read())
        .await
        .expect("kinds");
    for kind in &kinds {
        assert!(
            kind.parse::<regiondialog::domain::event::EventKind>()
                .is_ok(),
            "{kind} is no kind of event"
        );
    }
    assert!(kinds.len() > 15, "{kinds:?}");
}

#[tokio::test]
async fn the_same_day_gives_the_same_agency() {
    let told =
        "select group_concat(at || kind || subject_id || coalesce(actor_id, ''), '|') from events";
    let mut stories = Vec::new();
    for _ in 0..2 {
        let (_folder, db) = on(DAYS[4]).await;
        let story: String = sqlx::query_scalar(told)
            .fetch_one(db.read())
            .await
            .expect("events");
        stories.push(story);
    }
    assert!(stories[0] == stories[1] && stories[0].len() > 10_000);
}

#[tokio::test]
async fn on_the_day_of_the_tests_norrbotten_prepares_with_one_late_brief() {
    let world = World::new().await;
    let ready = "select sum(state <> 'open') * 100 + count(*) from milestones m join dialogues d on d.id = m.dialogue_id
                 where d.county = '25' and d.held_on = '2026-12-03' and d.phase = 'preparing'
                   and d.place = 'Luleå, Regionhuset' and m.offset_days < 0";
    assert_eq!(world.count(ready).await, 12 * 100 + 16);
    let late: Vec<(String, String)> = sqlx::query_as(
        "select m.title, m.due_on from milestones m join dialogues d on d.id = m.dialogue_id
         where d.county = '25' and m.state = 'open' and m.due_on < '2026-11-23'",
    )
    .fetch_all(world.db().read())
    .await
    .expect("rows");
    let expected = (
        "Nationellt underlag: Förvaltning".to_owned(),
        "2026-11-05".to_owned(),
    );
    assert_eq!(late, [expected]);
}
