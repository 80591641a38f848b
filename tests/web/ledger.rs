//! What is kept in memory of who holds what: never older than the request that asks.

use crate::world::World;
use jiff::SignedDuration;

const WHO: &str = "/lan/norrbotten";

#[tokio::test]
async fn a_change_made_by_another_process_bites_at_the_next_request() {
    let world = World::new().await;
    let anna = world.sign_in("Anna Lind").await;
    let before = anna.get(WHO).await;
    assert!(before.has("änsansvarig Norrbotten"), "her functions");
    assert!(!before.has("Ej tillsatt"), "the seats of the län are held");
    assert!(anna.get("/insatser/ny").await.status == 200);
    world
        .arrange("update assignments set valid_to = '2026-11-22' where person_id in (select id from people where name = 'Anna Lind')")
        .await;
    let after = anna.get(WHO).await;
    assert!(!after.has("änsansvarig Norrbotten"), "no longer hers");
    assert_eq!(anna.get("/insatser/ny").await.status, 403);
    assert!(after.has("Ej tillsatt"), "and on the page of the län");
}

#[tokio::test]
async fn what_ends_today_is_over_tomorrow() {
    let world = World::new().await;
    world
        .arrange("update assignments set valid_to = '2026-11-23' where person_id in (select id from people where name = 'Anna Lind')")
        .await;
    let anna = world.sign_in("Anna Lind").await;
    assert!(anna.get(WHO).await.has("änsansvarig Norrbotten"));
    world.advance(SignedDuration::from_hours(24));
    let anna = world.sign_in("Anna Lind").await;
    assert!(!anna.get(WHO).await.has("änsansvarig Norrbotten"));
}

#[tokio::test]
async fn a_role_that_is_given_or_taken_bites_at_once() {
    let world = World::new().await;
    let anna = world.sign_in("Anna Lind").await;
    assert_eq!(anna.get("/admin").await.status, 403);
    world
        .arrange(
            "insert into account_roles (person_id, role, valid_from)
             select id, 'administrator', '2026-01-01' from people where name = 'Anna Lind'",
        )
        .await;
    assert_eq!(anna.get("/admin").await.status, 200);
    world
        .arrange("delete from account_roles where person_id in (select id from people where name = 'Anna Lind')")
        .await;
    assert_eq!(anna.get("/admin").await.status, 403);
}

#[tokio::test]
async fn what_another_saves_is_on_the_next_page() {
    let world = World::new().await;
    let (elsa, anna) = (
        world.sign_in("Elsa").await,
        world.sign_in("Anna Lind").await,
    );
    let pages = ["/insatser", "/lan/norrbotten", "/oversikt"];
    let mut before = Vec::new();
    for path in pages {
        before.push(anna.get(path).await.html);
        assert_eq!(
            anna.get(path).await.html,
            before[before.len() - 1],
            "{path}"
        );
    }
    let form = [
        ("title", "Kartlägg kompetensbehov i Malmfälten"),
        ("counties", "25"),
        ("unit_id", "1"),
        ("due_on", "2026-11-20"),
        ("status", "decided"),
    ];
    let made = elsa.post("/insatser/ny", &form).await;
    assert_eq!(made.status, 303, "{}", made.html);
    for (path, before) in pages.into_iter().zip(before) {
        assert_ne!(anna.get(path).await.html, before, "{path}");
    }
}

#[tokio::test]
async fn every_change_of_what_is_kept_raises_the_version() {
    let world = World::new().await;
    let kept = [
        "people",
        "accounts",
        "account_roles",
        "assignments",
        "assignment_counties",
        "assignment_issue_areas",
        "teams",
        "team_counties",
        "counties",
        "departments",
        "units",
        "issue_areas",
        "regional_actors",
        "saved_views",
    ];
    for table in kept {
        let triggers: i64 = sqlx::query_scalar(
            "select count(*) from sqlite_schema where type = 'trigger' and tbl_name = ?
             and sql like '%update ledger set version = version + 1%'",
        )
        .bind(table)
        .fetch_one(world.db().read())
        .await
        .expect("triggers");
        assert_eq!(triggers, 3, "added, changed, removed: {table}");
    }
    let version = "select version from ledger";
    let before = world.count(version).await;
    world
        .arrange("update counties set seat_town = seat_town where code = '25'")
        .await;
    assert_eq!(world.count(version).await, before + 1);
}
